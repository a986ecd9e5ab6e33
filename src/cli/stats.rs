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
use crate::text::{bar, cut, pad, percent, right, width};
use crate::tui::dates;
use crate::tui::screens::sections;

/// Columns of a bar.
const BAR: usize = 10;

/// Columns of a kind's name at most.
const TITLE: usize = 30;

/// Columns of the shortest bar.
const SHORT: usize = 4;

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
    // Who has the screen read aloud is told numbers by their names.
    let table = (!globals.plain).then(|| Columns::of(output::columns(), longest(&titles)));
    output::words(&text(&stats, &titles, table, lang))
}

/// What all of it comes to, and an exam today.
fn heads(stats: &Stats, lang: Lang) -> [String; 2] {
    let minutes = stats.days.iter().fold(0.0, |sum, day| sum + day.minutes);
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("answers", &stats.answers),
        ("days", &stats.days.len()),
        ("minutes", &minutes.ceil()),
        ("streak", &stats.streak),
    ];
    let key = if stats.streak > 1 { "stats.counts-streak" } else { "stats.counts" };
    let points = match stats.answers {
        0 => say(lang, "stats.unknown", &[]),
        _ => readiness("stats.readiness", &stats.readiness, lang),
    };
    [say(lang, key, &counts), points]
}

/// All of it, the topics in a table or in words.
fn text(stats: &Stats, titles: &[String], table: Option<Columns>, lang: Lang) -> String {
    let mut out = heads(stats, lang).join("\n");
    let head = table.map_or_else(|| say(lang, "stats.topics", &[]), |table| table.head(lang));
    let _ = writeln!(out, "\n\n{head}");
    for ((at, topic), title) in stats.topics.iter().enumerate().zip(titles) {
        let line = table.map_or_else(|| spoken(at, topic, title, lang), |table| table.line(at, topic, title));
        let _ = writeln!(out, "{line}");
    }
    if !stats.kinds.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "stats.kinds", &[]));
    }
    for kind in &stats.kinds {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("answers", &kind.answers), ("percent", &percent(kind.correct)), ("seconds", &kind.seconds)];
        let _ = writeln!(
            out,
            "  {}  {}",
            pad(&kind.name(lang), table.map_or(0, |it| it.title.min(TITLE))),
            say(lang, "stats.kind", &counts)
        );
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
        let date = pad(&dates::long(day.date, lang), DATE);
        let bar = bar(day.answers as f64 / most as f64, BAR, false) + "  ";
        let bar = if table.is_some() { bar } else { String::new() };
        let _ = writeln!(out, "  {date}  {bar}{}", say(lang, "stats.day", &counts));
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

/// How a topic stands, in words.
fn spoken(at: usize, topic: &TopicOf, title: &str, lang: Lang) -> String {
    let percent = if topic.is_unknown() { "–".to_owned() } else { format!("{}%", percent(topic.mastery)) };
    let seen = format!("{}/{}", topic.seen, topic.statements);
    let args: [(&str, &dyn std::fmt::Display); 7] = [
        ("number", &(at + 1)),
        ("title", &title),
        ("percent", &percent),
        ("seen", &seen),
        ("due", &topic.cards.due),
        ("wrong", &topic.questions.wrong),
        ("weight", &self::percent(topic.weight)),
    ];
    format!("  {}", say(lang, "stats.topic-spoken", &args))
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

/// The columns of the table of topics.
#[derive(Clone, Copy, Debug)]
struct Columns {
    /// Of a title.
    title: usize,
    /// Of a bar; none where there is no room for it.
    bar: usize,
    /// Whether all counts stand there, or only those that ask for something to be done.
    whole: bool,
}

/// The message of the head over how likely a topic is answered right.
const MASTERY: &str = "stats.mastery";

/// How many columns the longest title takes.
fn longest(titles: &[String]) -> usize {
    titles.iter().map(|title| width(title)).max().unwrap_or_default()
}

/// Columns of a topic's number and the gaps about its title.
const NUMBER: usize = 5;

impl Columns {
    /// Those that so many columns have room for, where the longest title takes so many. Before a title is cut, the bar is
    /// short, then it goes, then some of the counts.
    fn of(columns: Option<usize>, longest: usize) -> Self {
        let all = Self { title: longest, bar: BAR, whole: true };
        let Some(columns) = columns else { return all };
        let bars = (SHORT..=BAR).rev().chain([0]).map(|bar| Self { bar, ..all });
        let mut narrower = bars.chain([Self { bar: 0, whole: false, ..all }]);
        let room = |table: &Self| columns.saturating_sub(NUMBER + table.counts());
        let least = Self { bar: 0, whole: false, ..all };
        let fits = narrower.find(|table| room(table) >= longest).unwrap_or(least);
        Self { title: room(&fits).clamp(2, longest.max(2)), ..fits }
    }

    /// The message of each head, and how wide its column is.
    fn heads(&self) -> Vec<(&'static str, usize)> {
        let mastery = (MASTERY, if self.bar > 0 { self.bar + 6 } else { 9 });
        let asking = [("stats.due", 5), ("stats.wrong", 6)];
        if self.whole {
            vec![mastery, ("stats.seen", 8), asking[0], asking[1], ("stats.weight", 6)]
        } else {
            vec![mastery, asking[0], asking[1]]
        }
    }

    fn counts(&self) -> usize {
        self.heads().iter().map(|(_, wide)| wide).sum()
    }

    fn head(&self, lang: Lang) -> String {
        let head = |(key, wide): &(&str, usize)| match *key {
            // Before the next word there is room.
            MASTERY => right(&sections::mastery(wide - 1, lang), *wide),
            key => right(&cut(&say(lang, key, &[]), *wide), *wide),
        };
        let heads: String = self.heads().iter().map(head).collect();
        format!("    {} {heads}", pad(&cut(&say(lang, "stats.topics", &[]), self.title), self.title))
    }

    fn line(&self, at: usize, topic: &TopicOf, title: &str) -> String {
        let share = if topic.is_unknown() { "–".to_owned() } else { format!("{}%", percent(topic.mastery)) };
        let mastery = if topic.is_unknown() { 0.0 } else { topic.mastery };
        let known = match self.bar {
            0 => share,
            bar => format!("{} {}", self::bar(mastery, bar, false), right(&share, 4)),
        };
        let (due, wrong) = (topic.cards.due.to_string(), topic.questions.wrong.to_string());
        let cells = if self.whole {
            let seen = format!("{}/{}", topic.seen, topic.statements);
            vec![known, seen, due, wrong, format!("{}%", percent(topic.weight))]
        } else {
            vec![known, due, wrong]
        };
        let cells: String = cells.iter().zip(self.heads()).map(|(cell, (_, wide))| right(cell, wide)).collect();
        format!("{:>2}  {} {cells}", at + 1, pad(&cut(title, self.title), self.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_topics_fits_where_it_stands_and_is_whole_where_there_is_room() {
        for columns in [40, 46, 60, 76, 80, 200] {
            let table = Columns::of(Some(columns), 36);
            for lang in Lang::ALL {
                assert!(crate::text::width(&table.head(lang)) <= columns, "{columns}: {}", table.head(lang));
            }
            assert_eq!(table.title == 36, columns >= 61, "{columns}: {table:?}");
            assert_eq!(table.whole && table.bar > 0, columns >= 76, "{columns}: {table:?}");
        }
        assert_eq!(Columns::of(Some(78), 36).bar, 6, "a short bar goes before a cut title");
        let unbound = Columns::of(None, 36);
        assert_eq!((unbound.title, unbound.bar, unbound.whole), (36, BAR, true));
    }
}
