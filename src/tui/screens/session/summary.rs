//! The end of a session: how it went, what can come next, what was not right.

use std::fmt::Display;

use ratatui::style::Style;

use super::SessionScreen;
use super::rows::reason;
use crate::course::messages::say;
use crate::study::{Action, Missed, OnPaper, Second, State, Summary, Turned, Wanting, Went};
use crate::tui::app::Look;
use crate::tui::message::Message;
use crate::tui::screens::{again, paper};
use crate::tui::widgets::Rows;
use crate::tui::widgets::progress::{sign, style};

/// The key that goes on with a session that was left.
pub(super) const GO_ON: char = 'c';

impl SessionScreen {
    /// Whether it is a review that is over.
    pub(super) fn is_review(&self) -> bool {
        self.summary.as_ref().is_some_and(|summary| summary.review.is_some())
    }

    pub(super) fn summary_rows(&self, rows: &mut Rows, summary: &Summary, look: Look) {
        let lang = look.lang;
        let head = self.how_it_went(summary, look);
        if summary.parts.is_empty() {
            rows.text(&head, look.theme.heading());
            self.legend(rows, look);
        } else {
            paper::report(rows, summary, look);
        }
        if let Some(Second { answered, correct }) = summary.second {
            let args: [(&str, &dyn Display); 2] = [("answered", &answered), ("correct", &correct)];
            rows.text(&say(lang, "study.second", &args), Style::new());
        }
        if let Some(tomorrow) = summary.tomorrow {
            let key = if tomorrow == 0 { "tui.none-tomorrow" } else { "tui.tomorrow" };
            rows.text(&say(lang, key, &[("count", &tomorrow)]), Style::new());
        }
        self.ways_on(rows, look);
        if self.missed.is_empty() {
            let skipped = self.session.wanting().skipped;
            if summary.answered > 0 && skipped == 0 {
                let key = if summary.review.is_some() { "tui.nothing-forgotten" } else { "tui.nothing-missed" };
                rows.text(&say(lang, key, &[]), look.theme.right());
            }
            return;
        }
        rows.gap();
        let key = if summary.review.is_some() { "tui.forgotten" } else { "study.look-back" };
        rows.text(&say(lang, key, &[]), look.theme.heading());
        for missed in &self.missed {
            missed_rows(rows, missed, summary.review.is_some(), look);
        }
    }

    /// The first line of the end.
    fn how_it_went(&self, summary: &Summary, look: Look) -> String {
        let lang = look.lang;
        let Summary { answered, correct, score, points, skipped, review, second, .. } = summary;
        let skipped_too = match skipped {
            0 => String::new(),
            skipped => say(lang, "study.skipped-too", &[("skipped", skipped)]),
        };
        match review {
            Some(_) if *answered == 0 && self.session.progress().total == 0 => say(lang, "tui.all-done", &[]),
            _ if *answered == 0 && second.is_some() => say(lang, "tui.first-nothing", &[]) + &skipped_too,
            _ if *answered == 0 => say(lang, "tui.summary-nothing", &[]) + &skipped_too,
            Some(Turned { cards, forgotten, .. }) => {
                say(lang, "tui.summary-review", &[("cards", cards), ("forgotten", forgotten)])
            }
            None => {
                let args: [(&str, &dyn Display); 4] =
                    [("answered", answered), ("correct", correct), ("score", score), ("points", points)];
                say(lang, "tui.summary", &args) + &skipped_too
            }
        }
    }

    /// What the signs of the row under the title mean, as far as they stand there.
    fn legend(&self, rows: &mut Rows, look: Look) {
        let trail = self.session.trail();
        if trail.len() < 2 {
            return;
        }
        let all = [
            (Went::Right, "legend.right"),
            (Went::Partly, if self.is_review() { "legend.known-again" } else { "legend.partly" }),
            (Went::Wrong, if self.is_review() { "legend.forgotten" } else { "legend.wrong" }),
            (Went::Skipped, "legend.skipped"),
        ];
        let pieces = all.into_iter().filter(|(went, _)| trail.contains(went)).flat_map(|(went, key)| {
            let words = format!(" {}  ", say(look.lang, key, &[]));
            [(sign(went, look.ascii).to_owned(), style(went, look)), (words, look.theme.quiet())]
        });
        rows.pieces(pieces.collect());
    }

    /// What can come next, each a key away.
    fn ways_on(&self, rows: &mut Rows, look: Look) {
        let lang = look.lang;
        let mut way = |letter: char, words: &str, message: Message| {
            let start = rows.len();
            rows.hanging(&format!("{letter}  "), words, look.theme.key(), Style::new());
            rows.target_from(start, message);
        };
        let left = self.session.left_over();
        if left > 0 {
            way(GO_ON, &say(lang, "tui.left-over", &[("count", &left)]), Message::Char(GO_ON));
        }
        let Wanting { wrong, skipped } = self.session.wanting();
        let words = match (wrong, skipped) {
            (0, 0) => return,
            (wrong, 0) => say(lang, "tui.again", &[("count", &wrong)]),
            (0, skipped) => say(lang, "tui.again-skipped", &[("count", &skipped)]),
            (wrong, skipped) => say(lang, "tui.again-both", &[("wrong", &wrong), ("skipped", &skipped)]),
        };
        if let Some(letter) = Action::Again.row().letter {
            way(letter, &words, Message::Do(Action::Again));
        }
    }
}

/// One thing that was not right.
fn missed_rows(rows: &mut Rows, missed: &Missed, is_card: bool, look: Look) {
    let lang = look.lang;
    rows.gap();
    let place = missed.place.map(|OnPaper { number, score, points }| {
        let args: [(&str, &dyn Display); 3] = [("number", &number), ("score", &score), ("points", &points)];
        say(lang, "exam.place", &args)
    });
    let mark = format!("{} ", sign(missed.went, look.ascii));
    rows.hanging(&mark, &(place.unwrap_or_default() + &missed.stem), style(missed.went, look), Style::new());
    if missed.went == Went::Open {
        rows.text(&say(lang, "tui.not-answered", &[]), look.theme.quiet());
    }
    if !missed.given.is_empty() {
        rows.hanging(&say(lang, "tui.given", &[]), &missed.given, look.theme.quiet(), Style::new());
    }
    if is_card {
        rows.text(&missed.answer, look.theme.right());
        missed.why.lines().for_each(|line| rows.hanging("! ", line, look.theme.caution(), Style::new()));
        return;
    }
    if !missed.answer.is_empty() {
        rows.hanging(&say(lang, "tui.answer", &[]), &missed.answer, look.theme.quiet(), look.theme.right());
    }
    again::rows(rows, missed.again.iter().filter(|part| part.state != State::Left), look);
    for line in missed.why.lines() {
        reason(rows, line, look.theme.quiet(), look);
    }
}
