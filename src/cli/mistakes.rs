//! `dlrev mistakes`: what keeps going wrong.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{output, standing};
use crate::course::messages::say;
use crate::course::{Course, Id, Lang, prose};
use crate::learner::{LOOKED_AT, Misconception, Notebook, Point, Showable as _, Source, thousandth};
use crate::store::{Of, Past, Record, StoreError};
use crate::study::{Catalog, Mistakes, Target};
use crate::tui::dates;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("mistakes").about(say(lang, "mistakes.about", &[]))
}

/// A misconception as JSON has it.
#[derive(Debug, Serialize)]
struct Told<'a> {
    mistake: &'a str,
    kind: &'a str,
    say: String,
    count: usize,
    of: usize,
    last: Date,
    probability: f64,
    closed: bool,
    made_in: Vec<&'a str>,
    course: &'a [Point],
}

/// Runs it.
pub(super) fn run(_: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let format = globals.format_among(&["text", "json"])?;
    let desk = standing::desk(globals)?;
    noted(&desk, |notebook, mistakes| {
        if format == "json" {
            let rows: Vec<Told<'_>> = notebook.entries.iter().map(|entry| row(entry, mistakes, globals.lang)).collect();
            return output::json(&rows);
        }
        if !notebook.entries.iter().any(|entry| mistakes.is_telling(entry)) {
            output::message(&say(globals.lang, "mistakes.none", &[]));
            return Ok(());
        }
        output::words(&text(notebook, mistakes, &desk.course, globals.lang))
    })?
}

/// Opens the notebook of the learner's mistakes, with what they are called.
pub(super) fn noted<T>(desk: &Desk, read: impl FnOnce(&Notebook, &Mistakes<'_>) -> T) -> Result<T, Failure> {
    let (topics, catalog) = (desk.topics(), Catalog::new(desk.course.clone()));
    let mistakes = Mistakes::of(&topics, &catalog);
    let answers = answers(&desk.record, &mistakes).map_err(|why| desk.failed(&why))?;
    Ok(read(&Notebook::of(&answers, &mistakes), &mistakes))
}

/// The answers that tell of mistakes: those to items of a source that one was made in.
fn answers(record: &Record, mistakes: &Mistakes<'_>) -> Result<Vec<Past>, StoreError> {
    let made = record.mistaken()?;
    let made: HashSet<Source> = made.iter().filter_map(|(of, id)| mistakes.source(*of, id)).collect();
    if made.is_empty() {
        return Ok(Vec::new());
    }
    let items = record.practised()?.into_iter().map(|item| (item.of, item.id));
    let is_of = |of, id: &str| mistakes.source(of, id).is_some_and(|source| made.contains(&source));
    let items: Vec<(Of, String)> = items.filter(|(of, id)| is_of(*of, id)).collect();
    record.lately(&items, LOOKED_AT)
}

fn row<'a>(entry: &'a Misconception, mistakes: &Mistakes<'_>, lang: Lang) -> Told<'a> {
    Told {
        mistake: &entry.mistake,
        kind: entry.source.id(),
        say: mistakes.said(entry, lang),
        count: entry.count,
        of: entry.of,
        last: entry.last,
        probability: thousandth(entry.probability),
        closed: entry.closed,
        made_in: entry.made_in.iter().map(String::as_str).collect(),
        course: &entry.course,
    }
}

fn text(notebook: &Notebook, mistakes: &Mistakes<'_>, course: &Course, lang: Lang) -> String {
    let places = Places::of(course, lang);
    let mut out = String::new();
    for entry in notebook.entries.iter().filter(|entry| mistakes.is_telling(entry)) {
        let said = mistakes.said(entry, lang);
        // A question is known by its words, without which what was chosen says little.
        let stem = match &entry.source {
            Source::Question(id) => mistakes.stem(id).map(|stem| prose(stem.get(lang))),
            Source::Calculation(_) => None,
        };
        let (head, below) = match stem {
            Some(stem) => (stem, said),
            None => (said, places.of_source(&entry.source)),
        };
        let probability = format!("{:.0}", entry.probability * 100.0);
        let counts: [(&str, &dyn std::fmt::Display); 4] = [
            ("count", &entry.count),
            ("of", &entry.of),
            ("last", &dates::short(entry.last, lang)),
            ("percent", &probability),
        ];
        let key = if entry.closed { "mistakes.closed" } else { "mistakes.open" };
        let _ = writeln!(out, "{head}\n    {below}\n    {}", say(lang, key, &counts));
    }
    if notebook.open().any(|entry| target(entry, mistakes).is_some()) {
        let _ = writeln!(out, "\n{}", say(lang, "mistakes.practise", &[]));
    }
    out
}

/// What the places are called where mistakes belong.
pub(super) struct Places(HashMap<Id, String>);

impl Places {
    /// Those of a course.
    pub(super) fn of(course: &Course, lang: Lang) -> Self {
        let titles = course.calculation_titles().into_iter();
        Self(titles.map(|kind| (kind.id, kind.title.get(lang).to_owned())).collect())
    }

    /// A calculation's title and id, or the question's id.
    pub(super) fn of_source(&self, source: &Source) -> String {
        match source {
            Source::Calculation(kind) => self.0.get(&**kind).map_or_else(|| kind.clone(), |t| format!("{t} ({kind})")),
            Source::Question(id) => id.clone(),
        }
    }
}

/// What a drill of a misconception is after; nothing where it is none of a calculation's formulas.
fn target(entry: &Misconception, mistakes: &Mistakes<'_>) -> Option<Target> {
    let Source::Calculation(kind) = &entry.source else { return None };
    let is_formula = mistakes.is_formula(kind, &entry.mistake);
    is_formula.then(|| Target { kind: kind.as_str().into(), mistake: entry.mistake.as_str().into() })
}

/// The mistakes of calculations that are still made, for a drill: those of these kinds, or of any where there are none.
pub(super) fn targets(desk: &Desk, kinds: &[Id]) -> Result<Vec<Target>, Failure> {
    let wanted = |target: &Target| kinds.is_empty() || kinds.contains(&target.kind);
    let targets: Vec<Target> = noted(desk, |notebook, mistakes| {
        notebook.open().filter_map(|entry| target(entry, mistakes)).filter(wanted).collect()
    })?;
    if targets.is_empty() {
        return Err(Failure::Failed(say(desk.globals.lang, "mistakes.nothing-to-drill", &[])));
    }
    Ok(targets)
}
