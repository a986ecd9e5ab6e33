//! Pieces of screens that tell how the learner stands: each a few rows for a pane of some width.

use std::fmt::Display;

use jiff::civil::Date;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::learner::{ExamOf, KindOf, Readiness, Retained, Stats, TopicOf};
use crate::text::{bar, cut, pad, percent, right, width};
use crate::tui::dates;
use crate::tui::look::Look;
use crate::tui::message::Message;
use crate::tui::widgets::Rows;

/// Columns of a topic's number and the gap after it.
const NUMBER: usize = 4;

/// From so many columns a table of topics has all of its columns.
const WHOLE: usize = 54;

/// Below so many columns it has the bar without its number.
const NARROW: usize = 44;

/// Columns of the shortest bar.
const SHORT: usize = 4;

/// Pieces of a column, by eighths.
const LEVELS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Papers that are listed.
const EXAMS: usize = 6;

/// Rows of a chart.
pub(super) const CHART: usize = 4;

/// Rows of a chart where there is much room.
pub(super) const HIGH: usize = 9;

/// What stands over how likely a topic is answered right, in so many columns; nothing where no word for it fits.
pub(crate) fn mastery(columns: usize, lang: Lang) -> String {
    let words = ["stats.mastery", "stats.mastery-short"].map(|key| say(lang, key, &[]));
    words.into_iter().find(|word| width(word) <= columns).unwrap_or_default()
}

/// How many columns a table of these topics takes with whole titles and all that it tells.
pub(super) fn whole(titles: &[(Id, Bilingual)], lang: Lang) -> usize {
    let table = Columns::of(WHOLE, 0);
    longest(titles, lang) + WHOLE - table.title(WHOLE)
}

fn longest(titles: &[(Id, Bilingual)], lang: Lang) -> usize {
    titles.iter().map(|(_, title)| width(title.get(lang))).max().unwrap_or_default()
}

/// The columns of a table of topics: each with the message of its head and how wide it is.
struct Columns {
    bar: usize,
    percent: usize,
    /// Cards that are due, questions whose last answer was wrong, the share of the paper.
    counts: Vec<(&'static str, usize)>,
}

impl Columns {
    /// Those of a table in so many columns whose longest title takes so many: before a title is cut, the bar is short.
    fn of(columns: usize, longest: usize) -> Self {
        let counts = [("stats.due", 5), ("stats.wrong", 6), ("stats.weight", 6)];
        let (bar, percent, shown) = match columns {
            WHOLE.. => (10, 6, 3),
            NARROW.. => (6, 6, 2),
            _ => (5, 0, 2),
        };
        let mut table = Self { bar, percent, counts: counts.into_iter().take(shown).collect() };
        let over = longest.saturating_sub(table.title(columns));
        table.bar -= over.min(table.bar.saturating_sub(SHORT));
        table
    }

    fn title(&self, columns: usize) -> usize {
        let counts: usize = self.counts.iter().map(|(_, wide)| wide).sum();
        columns.saturating_sub(NUMBER + 1 + self.bar + self.percent + counts).max(4)
    }
}

/// The topics with how likely each is answered right, what is due and wrong of it, and its share of the paper.
pub(super) fn topics(
    columns: u16,
    titles: &[(Id, Bilingual)],
    stats: Option<&Stats>,
    selected: Option<usize>,
    look: Look,
) -> Rows {
    let mut rows = Rows::new(columns);
    let table = Columns::of(rows.columns(), longest(titles, look.lang));
    let wide = table.title(rows.columns());
    let word = |key: &str| say(look.lang, key, &[]);
    let room = table.bar + table.percent;
    let mastery = pad(&mastery(room, look.lang), room);
    let counts: String = table.counts.iter().map(|(key, wide)| right(&cut(&word(key), *wide), *wide)).collect();
    let head = format!("{}{} {mastery}{counts}", " ".repeat(NUMBER), pad(&cut(&word("stats.topics"), wide), wide));
    rows.pieces(vec![(head, look.theme.quiet())]);
    for (at, (id, title)) in titles.iter().enumerate() {
        let topic = stats.and_then(|stats| stats.topics.iter().find(|topic| *topic.id == **id));
        let here = selected == Some(at);
        if here {
            rows.focus = Some(rows.len());
        }
        let lay = |style: Style| if here { look.theme.selected() } else { style };
        let title = pad(&cut(title.get(look.lang), wide), wide);
        let mut pieces =
            vec![(format!("{:>3} ", at + 1), lay(look.theme.key())), (format!("{title} "), lay(Style::new()))];
        if let Some(topic) = topic {
            let (mastery, percent) = known(topic);
            pieces.push((bar(mastery, table.bar, look.ascii), lay(shade(topic, look))));
            if table.percent > 0 {
                pieces.push((right(&percent, table.percent), lay(Style::new())));
            }
            let counts = [topic.cards.due.to_string(), topic.questions.wrong.to_string(), share(topic.weight)];
            for (count, (_, wide)) in counts.iter().zip(&table.counts) {
                let style = if count == "0" { look.theme.quiet() } else { Style::new() };
                pieces.push((right(count, *wide), lay(style)));
            }
        }
        rows.pieces(pieces);
        rows.target_from(rows.len() - 1, Message::Pick(at + 1));
    }
    rows
}

/// How likely a topic is answered right, and that in percent; nothing of one of which nothing was answered.
fn known(topic: &TopicOf) -> (f64, String) {
    if topic.is_unknown() { (0.0, "–".to_owned()) } else { (topic.mastery, share(topic.mastery)) }
}

/// A topic of which nothing was answered stands back; one that is weak asks for attention.
fn shade(topic: &TopicOf, look: Look) -> Style {
    match topic.mastery {
        _ if topic.seen == 0 => look.theme.quiet(),
        0.75.. => look.theme.right(),
        0.5.. => Style::new(),
        _ => look.theme.caution(),
    }
}

fn share(part: f64) -> String {
    format!("{}%", percent(part))
}

/// What an exam would come to; by `unknown` where nothing tells it yet.
pub(super) fn readiness((key, unknown): (&str, &str), stats: &Stats, look: Look) -> String {
    if stats.answers == 0 {
        return say(look.lang, unknown, &[]);
    }
    in_points(key, &stats.readiness, look)
}

/// What an exam would come to, in points.
pub(super) fn in_points(key: &str, readiness: &Readiness, look: Look) -> String {
    let args: [(&str, &dyn Display); 4] = [
        ("expected", &readiness.expected.round()),
        ("low", &readiness.low.round()),
        ("high", &readiness.high.round()),
        ("of", &readiness.of),
    ];
    say(look.lang, key, &args)
}

/// What one topic comes to.
pub(super) fn topic(columns: u16, title: Option<&Bilingual>, topic: &TopicOf, look: Look) -> Rows {
    let mut rows = Rows::new(columns);
    if let Some(title) = title {
        rows.text(title.get(look.lang), look.theme.heading());
    }
    let wide = rows.columns().saturating_sub(7).min(30);
    let (mastery, share) = known(topic);
    rows.pieces(vec![(bar(mastery, wide, look.ascii), shade(topic, look)), (right(&share, 6), Style::new())]);
    let args: [(&str, &dyn Display); 2] = [("seen", &topic.seen), ("statements", &topic.statements)];
    rows.text(&say(look.lang, "topic.statements", &args), Style::new());
    let (cards, questions) = (topic.cards, topic.questions);
    let args: [(&str, &dyn Display); 3] = [("due", &cards.due), ("new", &cards.new), ("learnt", &cards.learnt)];
    rows.text(&say(look.lang, "topic.cards", &args), Style::new());
    let args: [(&str, &dyn Display); 3] =
        [("asked", &questions.asked), ("right", &questions.right), ("wrong", &questions.wrong)];
    let key = if questions.asked == 0 { "topic.questions-none" } else { "topic.questions" };
    rows.text(&say(look.lang, key, &args), Style::new());
    rows.text(&say(look.lang, "topic.weight", &[("percent", &percent(topic.weight))]), Style::new());
    rows
}

/// Each kind of question with its share of the points and how long one takes.
pub(super) fn kinds(columns: u16, kinds: &[KindOf], look: Look) -> Rows {
    let mut rows = Rows::new(columns);
    if kinds.is_empty() {
        return rows;
    }
    rows.text(&say(look.lang, "stats.kinds", &[]), look.theme.heading());
    let wide = kinds.iter().map(|kind| width(&kind.name(look.lang))).max().unwrap_or_default();
    for kind in kinds {
        let long = if rows.columns() < NARROW { 5 } else { 10 };
        let counts = say(look.lang, "stats.kind-short", &[("answers", &kind.answers), ("seconds", &kind.seconds)]);
        let counts = cut(&counts, rows.columns().saturating_sub(wide + 1 + long + 6 + 2));
        rows.pieces(vec![
            (format!("{} ", pad(&kind.name(look.lang), wide)), Style::new()),
            (bar(kind.correct, long, look.ascii), Style::new()),
            (right(&share(kind.correct), 6), Style::new()),
            (format!("  {counts}"), look.theme.quiet()),
        ]);
    }
    rows
}

/// Days up to which a chart names each, with its count behind its bar.
const NAMED: usize = 7;

/// Columns of a date.
const DATE: usize = 9;

/// Each day with a bar and its count.
fn named(rows: &mut Rows, days: &[(Date, usize)], most: usize, look: Look) {
    for (day, count) in days {
        let long = rows.columns().saturating_sub(DATE + 6).clamp(4, 24);
        rows.pieces(vec![
            (pad(&dates::short(*day, look.lang), DATE), look.theme.quiet()),
            (bar(1.0, (long * count).div_ceil(most), look.ascii), Style::new()),
            (format!(" {count}"), Style::new()),
        ]);
    }
}

/// A chart of counts by day: few of them each by its name, more as columns with their first and last day below and the
/// greatest count at the left.
pub(super) fn chart(columns: u16, title: &str, days: &[(Date, usize)], high: usize, look: Look) -> Rows {
    let mut rows = Rows::new(columns);
    let most = days.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let (Some((first, _)), Some((last, _)), 1..) = (days.first(), days.last(), most) else { return rows };
    rows.text(title, look.theme.heading());
    let levels: &[&str] = if look.ascii { &[" ", "#"] } else { &LEVELS };
    if days.len() <= NAMED.min(high.max(CHART + 1)) {
        named(&mut rows, days, most, look);
        return rows;
    }
    let full = levels.len() - 1;
    let scale = width(&most.to_string());
    let step = if 2 * days.len() + scale < rows.columns() { 2 } else { 1 };
    for row in (0..high).rev() {
        let mut line = String::new();
        for (_, count) in days {
            // A day with anything at all is seen.
            let height = (count * high * full).div_ceil(most);
            let piece = levels[height.saturating_sub(row * full).min(full)];
            line.push_str(&pad(piece, step));
        }
        let number = if row + 1 == high { most.to_string() } else { String::new() };
        let room = rows.columns().saturating_sub(scale + 1);
        rows.pieces(vec![(right(&number, scale) + " ", look.theme.quiet()), (cut(&line, room), Style::new())]);
    }
    let (first, last) = (dates::short(*first, look.lang), dates::short(*last, look.lang));
    let between = (days.len() * step).saturating_sub(width(&first) + width(&last)).max(1);
    rows.verbatim(&format!("{}{first}{}{last}", " ".repeat(scale + 1), " ".repeat(between)), look.theme.quiet());
    rows
}

/// Shares as a line of blocks, one each.
pub(super) fn line(shares: &[f64]) -> String {
    let level = |share: &f64| LEVELS[((share * 8.0).round() as usize).clamp(1, 8)];
    shares.iter().map(level).collect()
}

/// How many days a chart has room for.
pub(super) fn room(columns: u16) -> usize {
    usize::from(columns).saturating_sub(6).max(7)
}

/// The answers of each of the last days, up to today.
pub(super) fn days(columns: u16, stats: &Stats, today: Date, high: usize, look: Look) -> Rows {
    use jiff::ToSpan as _;
    let first = stats.days.first().map_or(today, |day| day.date);
    let of = |day: Date| stats.days.iter().find(|known| known.date == day).map_or(0, |known| known.answers);
    let shown = room(columns).min(42) as i64;
    let days = (0..shown).rev().map(|back| today.saturating_sub(back.days()));
    let days: Vec<(Date, usize)> = days.filter(|day| *day >= first).map(|day| (day, of(day))).collect();
    chart(columns, &say(look.lang, "stats.days-chart", &[]), &days, high, look)
}

/// The cards that come due on the next days.
pub(super) fn forecast(columns: u16, stats: &Stats, high: usize, look: Look) -> Rows {
    let days: Vec<(Date, usize)> = stats.forecast.iter().map(|day| (day.date, day.due)).collect();
    chart(columns, &say(look.lang, "stats.forecast", &[]), &days, high, look)
}

/// How many cards were still known, by how long ago they were seen.
pub(super) fn retention(columns: u16, retained: &[Retained], look: Look) -> Rows {
    let mut rows = Rows::new(columns);
    if retained.is_empty() {
        return rows;
    }
    rows.text(&say(look.lang, "stats.retention", &[]), look.theme.heading());
    let long = if rows.columns() < NARROW { 5 } else { 10 };
    for row in retained {
        let days = say(look.lang, "stats.after-days", &[("days", &row.days())]);
        rows.pieces(vec![
            (pad(&days, 13), Style::new()),
            (bar(row.kept, long, look.ascii), Style::new()),
            (right(&share(row.kept), 6), Style::new()),
            (format!("  {}", say(look.lang, "stats.of-reviews", &[("reviews", &row.reviews)])), look.theme.quiet()),
        ]);
    }
    rows
}

/// The papers that were handed in, the newest first.
pub(super) fn exams(columns: u16, exams: &[ExamOf], look: Look) -> Rows {
    let mut rows = Rows::new(columns);
    if exams.is_empty() {
        return rows;
    }
    rows.text(&say(look.lang, "stats.exams", &[]), look.theme.heading());
    for exam in exams.iter().rev().take(EXAMS) {
        let args: [(&str, &dyn Display); 2] = [("score", &exam.points), ("points", &exam.of)];
        rows.text(
            &format!("{}  {}", dates::long(exam.date, look.lang), say(look.lang, "exam.score", &args)),
            Style::new(),
        );
    }
    rows
}
