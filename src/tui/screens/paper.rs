//! What an exam shows beyond a quiz: time left, the end of the paper, the report.

use std::fmt::Display;

use jiff::SignedDuration;
use ratatui::style::Style;

use crate::course::Lang;
use crate::course::messages::{list, say};
use crate::study::{Event, Progress, Share, Summary};
use crate::text::runs;
use crate::tui::look::Look;
use crate::tui::widgets::Rows;

/// From so many columns the corner says more than where one is.
pub(super) const ROOMY: u16 = 64;

/// `3/48  1:36:20`: the number of the question and the time that is left; where there is room, how many are answered.
pub(super) fn corner(
    prompt: Option<&Event>,
    progress: Progress,
    is_flagged: bool,
    left: SignedDuration,
    columns: u16,
    lang: Lang,
) -> String {
    let mut parts = Vec::new();
    if is_flagged {
        parts.push(say(lang, "tui.flag", &[]));
    }
    if columns >= ROOMY {
        parts.push(say(lang, "exam.answered", &[("answered", &progress.done)]));
    }
    if let Some(Event::Question { number, .. }) = prompt {
        parts.push(format!("{number}/{}", progress.total));
    }
    parts.push(time(left));
    parts.join("  ")
}

/// `1:36:20`
pub(super) fn time(left: SignedDuration) -> String {
    let seconds = left.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The end of the paper.
pub(super) fn end(rows: &mut Rows, (answered, of): (usize, usize), open: &[usize], minutes: i64, look: Look) {
    let args: [(&str, &dyn Display); 4] =
        [("answered", &answered), ("of", &of), ("open", &open.len()), ("minutes", &minutes)];
    let key = if open.is_empty() { "exam.end-full" } else { "exam.end" };
    rows.text(&say(look.lang, key, &args), look.theme.heading());
    if !open.is_empty() {
        let numbers = list(look.lang, runs(open));
        rows.text(&say(look.lang, "exam.open", &[("numbers", &numbers)]), look.theme.caution());
    }
}

/// The points in all, by part and by topic, and what to read again.
pub(super) fn report(rows: &mut Rows, summary: &Summary, look: Look) {
    let lang = look.lang;
    let percent = (100.0 * summary.score / summary.points.max(f64::MIN_POSITIVE)).round();
    let args: [(&str, &dyn Display); 3] =
        [("score", &summary.score), ("points", &summary.points), ("percent", &percent)];
    rows.text(&say(lang, "exam.score-percent", &args), look.theme.heading());
    let counts: [(&str, &dyn Display); 2] = [("answered", &summary.answered), ("correct", &summary.correct)];
    rows.text(&say(lang, "exam.counts", &counts), Style::new());
    for (title, shares) in [("exam.by-part", &summary.parts), ("exam.by-topic", &summary.topics)] {
        rows.gap();
        rows.text(&say(lang, title, &[]), look.theme.heading());
        // The strokes stand below one another.
        let longest = |of: fn(&Share) -> f64| shares.iter().map(|share| of(share).to_string().len()).max();
        let [scores, all] =
            [longest(|share| share.score), longest(|share| share.points)].map(Option::unwrap_or_default);
        for Share { title, score, points, .. } in shares {
            let style = if score < points { look.theme.caution() } else { look.theme.right() };
            rows.hanging(&format!("  {score:>scores$} / {points:<all$}  "), title, style, Style::new());
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
