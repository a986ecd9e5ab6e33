//! `dlrev exam`: a mock exam by the course's blueprint; the papers that were written, and their reports.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::paper::{self, Wanted};
use super::whole::{taking, whole};
use super::{learner, named, output, session};
use crate::course::Lang;
use crate::course::messages::say;
use crate::math::number::json_number;
use crate::schedule::day_of;
use crate::study::{Event, Kept, PaperCode, Session as _, Sitting, Summary};
use crate::text::{pad, visible};
use crate::tui::dates;

/// Columns of a date.
const DATE: usize = 14;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    let code = |required: bool| Arg::new("code").value_name("CODE").required(required);
    let described = ["topic", "minutes", "count", "seed"];
    Command::new("exam")
        .about(words("exam.about"))
        .args([
            Arg::new("new").long("new").action(ArgAction::SetTrue).help(words("exam.new")),
            code(false).long("code").conflicts_with_all(described).help(words("exam.code")),
            learner::topic_arg(lang),
            taking(
                Arg::new("minutes").long("minutes").value_name("M").help(words("exam.minutes")),
                whole::<u16>(1..=u16::MAX.into()),
            ),
            learner::count_arg(lang),
            learner::seed_arg(lang),
        ])
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
        .subcommands([
            Command::new("list").about(words("exam.list")),
            Command::new("report").about(words("exam.report")).arg(code(false).help(words("exam.report-code"))),
        ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("list", _)) => list(globals),
        Some(("report", m)) => report(m.get_one::<String>("code").map(String::as_str), globals),
        _ => write(matches, globals),
    }
}

fn write(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let course = learner::course(globals)?;
    let topics = learner::several(matches, "topic");
    let topics = if topics.is_empty() { Vec::new() } else { named::topics(&course, &topics, lang)? };
    let read = |code: &String| {
        let bad = || Failure::Usage(say(lang, "exam.no-code", &[("code", &code)]));
        code.parse::<PaperCode>().map_err(|_| bad())
    };
    let wanted = Wanted {
        new: matches.get_flag("new"),
        code: matches.get_one::<String>("code").map(read).transpose()?,
        topics: topics.iter().map(|topic| topic.id.clone()).collect(),
        questions: learner::count(matches),
        minutes: matches.get_one::<u16>("minutes").copied().map(usize::from),
        seed: learner::seed(matches),
    };
    paper::blueprint(&course, lang)?;
    let desk = Desk::open(globals, course)?;
    session::run(paper::begin(&desk, &wanted)?, desk)
}

/// A paper in the list.
#[derive(Debug, Serialize)]
struct Listed {
    code: String,
    date: String,
    /// Where it stands: `handed-in`, `paused` or `running`.
    state: &'static str,
    answered: usize,
    /// Points reached; absent while it is not handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<serde_json::Value>,
    /// Points that could be reached; absent where the record does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<serde_json::Value>,
}

impl Listed {
    fn new(sitting: &Sitting) -> Self {
        let of = Kept::read(sitting).map(|kept| json_number(kept.points));
        let day = day_of(sitting.handed_in.as_ref().unwrap_or(&sitting.begun));
        let state = match (&sitting.handed_in, &sitting.running) {
            (Some(_), _) => "handed-in",
            (None, Some(_)) => "running",
            (None, None) => "paused",
        };
        let points = sitting.handed_in.as_ref().map(|_| json_number((sitting.score() * 100.0).round() / 100.0));
        let (code, answered) = (sitting.code.clone(), sitting.answers.len());
        Self { code, date: day.to_string(), state, answered, points, of }
    }

    fn line(&self, lang: Lang) -> String {
        let Self { code, date, state, answered, points, of } = self;
        let came_to = match (points, of) {
            (Some(points), Some(of)) => say(lang, "exam.score", &[("score", points), ("points", of)]),
            (Some(points), None) => points.to_string(),
            (None, _) => say(lang, &format!("exam.is-{state}"), &[("answered", answered)]),
        };
        let date = date.parse().map_or_else(|_| date.clone(), |date| dates::long(date, lang));
        format!("{}  {}  {came_to}", pad(&date, DATE), visible(code))
    }
}

fn list(globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let format = globals.format_among(&["text", "json"])?;
    let record = learner::record_to_read(globals)?;
    let sittings = record.sittings().map_err(|why| Failure::Failed(why.sentence(lang)))?;
    let listed: Vec<Listed> = sittings.iter().map(Listed::new).collect();
    if format == "json" {
        return output::json(&listed);
    }
    if listed.is_empty() {
        output::message(&say(lang, "exam.no-papers", &[]));
    }
    listed.iter().try_for_each(|paper| output::line(&paper.line(lang)))
}

/// A report as one value: the code, and what the summary of a session has.
#[derive(Debug, Serialize)]
struct Report<'a> {
    code: Option<&'a str>,
    #[serde(flatten)]
    summary: &'a Summary,
}

fn report(code: Option<&str>, globals: &Globals) -> Result<(), Failure> {
    let format = globals.format_among(&["text", "jsonl", "json"])?;
    let desk = Desk::to_read(globals, learner::course(globals)?)?;
    let exam = paper::handed_in(&desk, code)?;
    if format == "json" {
        let summary = exam.told().into_iter().find_map(|event| match event {
            Event::Summary(summary) => Some(summary),
            _ => None,
        });
        return output::json(&summary.as_ref().map(|summary| Report { code: exam.paper(), summary }));
    }
    session::tell(&exam, &exam.told(), globals, &desk.clock)
}
