//! What an exam shows beyond a quiz: time left, the end of the paper, the report.

use std::fmt::Display;

use jiff::SignedDuration;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::study::{Event, Share, Summary};
use crate::tui::app::Look;
use crate::tui::widgets::page::Rows;

/// `3/48  1:36:20`: the number of the question and the time that is left.
pub(super) fn corner(prompt: Option<&Event>, total: usize, left: SignedDuration) -> String {
    let seconds = left.as_secs();
    let time = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    match prompt {
        Some(Event::Question { number, .. }) => format!("{number}/{total}  {time}"),
        _ => time,
    }
}

/// The end of the paper.
pub(super) fn end(rows: &mut Rows, (answered, of): (usize, usize), open: &[usize], minutes: i64, look: Look) {
    let args: [(&str, &dyn Display); 3] = [("answered", &answered), ("of", &of), ("minutes", &minutes)];
    rows.text(&say(look.lang, "exam.end", &args), look.theme.heading());
    if !open.is_empty() {
        let numbers = open.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        rows.text(&say(look.lang, "exam.open", &[("numbers", &numbers)]), look.theme.caution());
    }
}

/// The points in all, by part and by topic, and what to read again.
pub(super) fn report(rows: &mut Rows, summary: &Summary, look: Look) {
    let lang = look.lang;
    let args: [(&str, &dyn Display); 2] = [("score", &summary.score), ("points", &summary.points)];
    rows.text(&say(lang, "exam.score", &args), look.theme.heading());
    let counts: [(&str, &dyn Display); 2] = [("answered", &summary.answered), ("correct", &summary.correct)];
    rows.text(&say(lang, "exam.counts", &counts), Style::new());
    for (title, shares) in [("exam.by-part", &summary.parts), ("exam.by-topic", &summary.topics)] {
        rows.gap();
        rows.text(&say(lang, title, &[]), look.theme.heading());
        for Share { title, score, points, .. } in shares {
            let style = if score < points { look.theme.caution() } else { look.theme.right() };
            rows.hanging(&format!("{:>11}  ", format!("{score} / {points}")), title, style, Style::new());
        }
    }
    if !summary.again.is_empty() {
        rows.gap();
        rows.text(&say(lang, "exam.read-again", &[]), look.theme.heading());
        for reading in &summary.again {
            rows.hanging("· ", &reading.text, look.theme.quiet(), Style::new());
        }
    }
}
