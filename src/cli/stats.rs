//! `dlrev stats`: how the learner stands.

mod svg;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};

use super::failure::Failure;
use super::globals::Globals;
use super::{output, picture, standing};
use crate::course::Lang;
use crate::course::messages::say;
use crate::learner::{Readiness, Said, Stats, TopicOf};
use crate::text::{bar, cut, pad, percent, right};
use crate::tui::dates;

/// Columns of a bar.
const BAR: usize = 10;

/// Columns of a topic's title.
const TITLE: usize = 30;

/// Days that the text lists.
const DAYS: usize = 14;

/// Columns of a date.
const DATE: usize = 14;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("stats").about(say(lang, "stats.about", &[])).arg(picture::out_arg(lang))
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let format = globals.format_among(&["text", "json", "svg"])?;
    let desk = standing::desk(globals)?;
    let standing = standing::Standing::of(&desk)?;
    let titles: Vec<String> =
        standing.ground.topics.iter().map(|topic| topic.title.get(globals.lang).to_owned()).collect();
    let (today, lang) = (standing.today, globals.lang);
    let stats = standing.stats();
    let out = picture::out(matches).map(PathBuf::as_path);
    if let Some(path) = out.or((format == "svg").then_some(Path::new("-"))) {
        return picture::put(path, &svg::draw(&stats, &titles, &heads(&stats, lang), today, lang), lang);
    }
    // The process ends here: taking apart what it holds would be a tenth of its work.
    std::mem::forget((standing, desk.course));
    if format == "json" {
        return output::json(&stats);
    }
    output::write(&crate::text::printable(&text(&stats, &titles, lang)))
}

/// What all of it comes to, and an exam today.
fn heads(stats: &Stats, lang: Lang) -> [String; 2] {
    let minutes = stats.days.iter().fold(0.0, |sum, day| sum + day.minutes);
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("answers", &stats.answers),
        ("days", &stats.days.len()),
        ("minutes", &format!("{minutes:.0}")),
        ("streak", &stats.streak),
    ];
    let key = if stats.streak > 1 { "stats.counts-streak" } else { "stats.counts" };
    let points = match stats.answers {
        0 => say(lang, "stats.unknown", &[]),
        _ => readiness("stats.readiness", &stats.readiness, lang),
    };
    [say(lang, key, &counts), points]
}

fn text(stats: &Stats, titles: &[String], lang: Lang) -> String {
    let mut out = heads(stats, lang).join("\n");
    let _ = writeln!(out, "\n\n{}", topics_head(lang));
    for ((at, topic), title) in stats.topics.iter().enumerate().zip(titles) {
        let _ = writeln!(out, "{}", topic_line(at, topic, title));
    }
    if !stats.kinds.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "stats.kinds", &[]));
    }
    for kind in &stats.kinds {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("answers", &kind.answers), ("percent", &percent(kind.correct)), ("seconds", &kind.seconds)];
        let _ = writeln!(out, "  {}  {}", pad(&kind.name(lang), TITLE), say(lang, "stats.kind", &counts));
    }
    if !stats.exams.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "stats.exams", &[]));
    }
    for exam in &stats.exams {
        let score = say(lang, "exam.score", &[("score", &exam.points), ("points", &exam.of)]);
        let date = pad(&dates::long(exam.date, lang), DATE);
        let _ = writeln!(out, "  {date}  {score}  {}", exam.code);
    }
    if !stats.days.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "stats.days", &[]));
    }
    let most = stats.days.iter().map(|day| day.answers).max().unwrap_or(1);
    for day in stats.days.iter().rev().take(DAYS) {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("answers", &day.answers), ("correct", &day.correct), ("minutes", &day.minutes.round())];
        let bar = bar(day.answers as f64 / most as f64, BAR, false);
        let date = pad(&dates::long(day.date, lang), DATE);
        let _ = writeln!(out, "  {date}  {bar}  {}", say(lang, "stats.day", &counts));
    }
    if !stats.retention.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "stats.retention", &[]));
    }
    for row in &stats.retention {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("days", &row.days()), ("percent", &percent(row.kept)), ("reviews", &row.reviews)];
        let _ = writeln!(out, "  {}", say(lang, "stats.retained", &counts));
    }
    if !stats.calibration.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "stats.calibration", &[]));
    }
    for said in &stats.calibration {
        let _ = writeln!(out, "  {}", calibrated(said, lang));
    }
    out
}

/// How right answers were that were given with a confidence.
fn calibrated(said: &Said, lang: Lang) -> String {
    let (sure, right) = (percent(said.confidence), percent(said.correct));
    say(lang, "stats.said", &[("sure", &sure), ("right", &right), ("answers", &said.answers)])
}

/// What an exam would come to.
pub(super) fn readiness(key: &str, readiness: &Readiness, lang: Lang) -> String {
    let points: [(&str, &dyn std::fmt::Display); 4] = [
        ("expected", &readiness.expected.round()),
        ("low", &readiness.low.round()),
        ("high", &readiness.high.round()),
        ("of", &readiness.of),
    ];
    say(lang, key, &points)
}

/// The columns of the table of topics: the message of each head, and how wide it is.
const COLUMNS: [(&str, usize); 5] =
    [("stats.mastery", BAR + 6), ("stats.seen", 8), ("stats.due", 5), ("stats.wrong", 6), ("stats.weight", 6)];

fn topics_head(lang: Lang) -> String {
    let heads = COLUMNS.map(|(key, wide)| right(&say(lang, key, &[]), wide));
    format!("    {} {}", pad(&say(lang, "stats.topics", &[]), TITLE), heads.concat())
}

fn topic_line(at: usize, topic: &TopicOf, title: &str) -> String {
    let cells = [
        if topic.is_unknown() {
            format!("{}    –", bar(0.0, BAR, false))
        } else {
            format!("{} {:>3}%", bar(topic.mastery, BAR, false), percent(topic.mastery))
        },
        format!("{}/{}", topic.seen, topic.statements),
        topic.cards.due.to_string(),
        topic.questions.wrong.to_string(),
        format!("{}%", percent(topic.weight)),
    ];
    let cells: String = cells.iter().zip(COLUMNS).map(|(cell, (_, wide))| right(cell, wide)).collect();
    format!("{:>2}  {} {cells}", at + 1, pad(&cut(title, TITLE), TITLE))
}
