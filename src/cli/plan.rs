//! `dlrev plan`: what to do until the exam, and what that comes to.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::config::MINUTES;
use super::failure::Failure;
use super::globals::Globals;
use super::standing::Standing;
use super::whole::{taking, whole};
use super::{output, standing, stats};
use crate::course::Lang;
use crate::course::messages::say;
use crate::learner::plan::{Plan, whole_minutes};
use crate::learner::simulate::{Outcome, Trial, simulate};
use crate::text::{pad, right};
use crate::tui::dates;
use crate::tui::told::Planned;

/// Days that the text lists.
const DAYS: usize = 14;

/// Columns of a date.
const DATE: usize = 8;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    let count = |name: &'static str, largest: u64, usual: &'static str| {
        let count = Arg::new(name).long(name).value_name("N").requires("simulate").default_value(usual);
        taking(count.help(words(&format!("plan.{name}"))), whole::<u32>(1..=largest))
    };
    Command::new("plan").about(words("plan.about")).args([
        Arg::new("exam").long("exam").value_name("DATE").help(words("plan.exam")),
        taking(
            Arg::new("minutes").long("minutes").value_name("M").help(words("plan.minutes")),
            whole::<u32>((*MINUTES.start()).into()..=(*MINUTES.end()).into()),
        ),
        Arg::new("simulate")
            .long("simulate")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["exam", "minutes"])
            .help(words("plan.simulate")),
        count("seeds", 1000, "20"),
        count("reviews", 10_000, "30"),
        count("days", 400, "40"),
    ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let format = globals.format_among(&["text", "json"])?;
    let desk = standing::desk(globals)?;
    let standing = Standing::of(&desk)?;
    if matches.get_flag("simulate") {
        return simulated(matches, &standing, format, lang);
    }
    let exam = match matches.get_one::<String>("exam") {
        Some(given) => {
            let unread = say(lang, "plan.no-date", &[("given", given)]);
            dates::read(given, standing.today).map_err(|none| Failure::Usage(none.sentence(unread, lang)))?
        }
        None => globals.config.exam.ok_or_else(|| Failure::Usage(say(lang, "plan.no-exam", &[])))?,
    };
    if exam < standing.today {
        let [exam, today] = [exam, standing.today].map(|day| dates::long(day, lang));
        return Err(Failure::Usage(say(lang, "plan.past", &[("exam", &exam), ("today", &today)])));
    }
    let minutes = matches.get_one::<u32>("minutes").copied().unwrap_or_else(|| globals.config.minutes());
    let plan = Plan::of(&standing.learner(), standing.today, exam, minutes, standing.spent);
    if format == "json" {
        return output::json(&plan);
    }
    output::words(&text(&Planned { today: standing.today, minutes, plan }, lang))
}

fn text(planned: &Planned, lang: Lang) -> String {
    let (mut out, plan) = (String::new(), &planned.plan);
    for line in planned.head(lang) {
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "{}", stats::readiness("plan.readiness", &plan.readiness, lang));
    if !plan.days.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "plan.ahead", &[]));
    }
    for day in plan.days.iter().take(DAYS) {
        let counts: [(&str, &dyn std::fmt::Display); 4] = [
            ("due", &day.reviews),
            ("new", &day.new),
            ("questions", &day.questions),
            ("minutes", &whole_minutes(day.minutes)),
        ];
        let date = right(&dates::short(day.date, lang), DATE);
        let _ = writeln!(out, "  {date}  {}", say(lang, "plan.day", &counts));
    }
    if plan.days.len() > DAYS {
        let _ = writeln!(out, "  {}", say(lang, "plan.more", &[("days", &(plan.days.len() - DAYS))]));
    }
    if !plan.what_if.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "plan.what-if", &[]));
    }
    for other in &plan.what_if {
        let points: [(&str, &dyn std::fmt::Display); 3] =
            [("minutes", &other.minutes), ("expected", &other.expected.round()), ("of", &plan.readiness.of)];
        let _ = writeln!(out, "  {}", say(lang, "plan.other", &points));
    }
    out
}

/// What a simulation came to, as JSON has it.
#[derive(Debug, Serialize)]
struct Policies {
    policies: Vec<Outcome>,
}

fn simulated(matches: &ArgMatches, standing: &Standing, format: &str, lang: Lang) -> Result<(), Failure> {
    let number = |name: &str| matches.get_one::<u32>(name).copied().unwrap_or_default();
    let trial = Trial {
        seeds: number("seeds"),
        reviews: number("reviews") as usize,
        days: number("days"),
        cards: standing.ground.topics.iter().map(|topic| topic.cards.len()).sum(),
    };
    let policies = simulate(trial);
    if format == "json" {
        return output::json(&Policies { policies });
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] =
        [("seeds", &trial.seeds), ("cards", &trial.cards), ("reviews", &trial.reviews), ("days", &trial.days)];
    let mut out = say(lang, "plan.simulated", &counts);
    out.push('\n');
    let plan = policies.first().map(|plan| plan.recall.clone()).unwrap_or_default();
    for Outcome { name, recall } in &policies {
        let mean = recall.iter().sum::<f64>() / recall.len().max(1) as f64 * 100.0;
        let behind = plan.iter().zip(recall).filter(|(plan, other)| plan > other).count();
        let what = say(lang, &format!("plan.policy-{name}"), &[]);
        let line = if *name == "plan" {
            String::new()
        } else {
            say(lang, "plan.behind", &[("behind", &behind), ("seeds", &trial.seeds)])
        };
        let _ = writeln!(out, "  {}  {mean:5.1}%  {line}", pad(&what, 30));
    }
    output::write(&out)
}
