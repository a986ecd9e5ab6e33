//! `dlrev record class`: how a class stands, by the segments that its learners synchronise into folders.

use std::collections::HashMap;
use std::fmt::{Display, Write as _};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, ValueHint};
use serde::Serialize;

use crate::cli::failure::Failure;
use crate::cli::globals::Globals;
use crate::cli::mistakes::Places;
use crate::cli::standing::ground;
use crate::cli::{learner, output};
use crate::course::messages::say;
use crate::course::{Lang, Topic, prose};
use crate::learner::{Answered, Class, ClassMistake, ClassStanding, Misconception};
use crate::store::{Heard, StoreError, each_record};
use crate::study::{Catalog, Mistakes};
use crate::text::{cut, pad, percent, right};

/// Rows of a list in the text.
const ROWS: usize = 10;

/// Columns of a title, of a number, and of a question's stem.
const WIDE: (usize, usize, usize) = (30, 10, 60);

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("class").about(say(lang, "record.class", &[])).arg(
        Arg::new("folders")
            .value_name("FOLDER")
            .required(true)
            .num_args(1..)
            .value_hint(ValueHint::DirPath)
            .value_parser(clap::value_parser!(PathBuf))
            .help(say(lang, "record.class-folder", &[])),
    )
}

/// How the class stands, as JSON has it.
#[derive(Debug, Serialize)]
struct Told<'a> {
    learners: usize,
    answers: usize,
    correct: Option<f64>,
    topics: &'a [Answered],
    questions: &'a [Answered],
    mistakes: Vec<ToldMistake<'a>>,
}

#[derive(Debug, Serialize)]
struct ToldMistake<'a> {
    mistake: &'a str,
    kind: &'a str,
    say: String,
    count: usize,
    learners: usize,
}

/// A line of JSON, where there is one for each learner and a last one for the class.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Learner(Answered),
    Class(Told<'a>),
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let format = globals.format_among(&["text", "json", "jsonl"])?;
    let folders: Vec<PathBuf> = matches.get_many("folders").into_iter().flatten().cloned().collect();
    if let Some(path) = folders.iter().find(|folder| !folder.is_dir()) {
        return Err(Failure::Usage(say(lang, "record.no-sync-folder", &[("path", &path.display())])));
    }
    let course = learner::course(globals)?;
    let (topics, catalog, ground) = (course.topics(), Catalog::new(course.clone()), ground(&course));
    let mistakes = Mistakes::of(&topics, &catalog);
    let mut class = Class::new(&ground, &mistakes);
    // What cannot be written ends the reading, and is the failure.
    let mut unwritten = None;
    let not_read = each_record(&folders, &mut |heard| {
        match heard {
            Heard::Answer(past) => class.take(&past),
            Heard::Record(name) => {
                let own = class.learner(&name);
                if format == "jsonl"
                    && let Err(failure) = output::json(&Line::Learner(own))
                {
                    unwritten = Some(failure);
                    return Err(StoreError::Io(std::io::ErrorKind::BrokenPipe.into()));
                }
            }
        }
        Ok(())
    });
    if let Some(failure) = unwritten {
        return Err(failure);
    }
    let read = super::tell_not_read(&not_read.map_err(|why| Failure::Failed(why.sentence(lang)))?, lang);
    let standing = class.told();
    match format {
        "json" => output::json(&told(&standing, &mistakes, lang)),
        "jsonl" => output::json(&Line::Class(told(&standing, &mistakes, lang))),
        _ if standing.learners == 0 => {
            output::message(&say(lang, "record.class-nobody", &[]));
            Ok(())
        }
        _ => {
            let titles: Vec<&str> = ground.topics.iter().map(|topic| topic.title.get(lang)).collect();
            let lists = Lists { standing: &standing, mistakes: &mistakes, places: Places::of(&course, lang), lang };
            output::write(&lists.text(&titles, &topics))
        }
    }?;
    read
}

fn told<'a>(standing: &'a ClassStanding, mistakes: &Mistakes<'_>, lang: Lang) -> Told<'a> {
    let told = |made: &'a ClassMistake| ToldMistake {
        mistake: &made.mistake,
        kind: made.source.id(),
        say: said(made, mistakes, lang),
        count: made.count,
        learners: made.learners,
    };
    Told {
        learners: standing.learners,
        answers: standing.answers,
        correct: standing.correct,
        topics: &standing.topics,
        questions: &standing.questions,
        mistakes: standing.mistakes.iter().map(told).collect(),
    }
}

/// What a mistake is called.
fn said(made: &ClassMistake, mistakes: &Mistakes<'_>, lang: Lang) -> String {
    mistakes.said(&Misconception::first(&made.mistake, &made.source, &made.latest), lang)
}

/// What the text is made of.
struct Lists<'a> {
    standing: &'a ClassStanding,
    mistakes: &'a Mistakes<'a>,
    places: Places,
    lang: Lang,
}

impl Lists<'_> {
    fn text(&self, titles: &[&str], topics: &[std::sync::Arc<Topic>]) -> String {
        let (standing, lang) = (self.standing, self.lang);
        let counts: [(&str, &dyn Display); 3] =
            [("learners", &standing.learners), ("answers", &standing.answers), ("percent", &share(standing.correct))];
        let mut out = say(lang, "record.class-share", &counts);
        let (title, number, stem) = WIDE;
        let word = |key: &str| say(lang, key, &[]);
        let _ = writeln!(
            out,
            "\n\n    {}{}{}",
            pad(&word("record.class-topics"), title),
            right(&word("record.class-answers"), number),
            right(&word("record.class-points"), number),
        );
        for (at, (topic, called)) in standing.topics.iter().zip(titles).enumerate() {
            let called = pad(&cut(called, title), title);
            let (answers, points) = (topic.answers.to_string(), format!("{} %", share(topic.correct)));
            let _ = writeln!(out, "{:>2}  {called}{}{}", at + 1, right(&answers, number), right(&points, number));
        }
        let stems: HashMap<&str, &str> = topics
            .iter()
            .flat_map(|topic| &topic.questions)
            .map(|question| (&**question.recorded(), question.stem.get(lang)))
            .collect();
        for (at, question) in standing.hardest().take(ROWS).enumerate() {
            if at == 0 {
                let _ = writeln!(out, "\n{}", word("record.class-hardest"));
            }
            let counts: [(&str, &dyn Display); 2] =
                [("percent", &share(question.correct)), ("answers", &question.answers)];
            let about = stems.get(question.id.as_str()).map(|text| cut(&prose(text).replace('\n', " "), stem));
            let said = say(lang, "record.class-question", &counts);
            let _ = writeln!(out, "  {}  {said}\n    {}", question.id, about.unwrap_or_default());
        }
        for (at, made) in standing.mistakes.iter().take(ROWS).enumerate() {
            if at == 0 {
                let _ = writeln!(out, "\n{}", word("record.class-mistakes"));
            }
            let counts: [(&str, &dyn Display); 4] = [
                ("place", &self.places.of_source(&made.source)),
                ("count", &made.count),
                ("by", &made.learners),
                ("learners", &standing.learners),
            ];
            let said = said(made, self.mistakes, lang);
            let _ = writeln!(out, "  {said}\n    {}", say(lang, "record.class-mistake", &counts));
        }
        out
    }
}

/// A share in percent; a dash where there is no answer.
fn share(correct: Option<f64>) -> String {
    correct.map_or_else(|| "–".to_owned(), percent)
}
