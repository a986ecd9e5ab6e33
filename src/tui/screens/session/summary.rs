//! The end of a session: how it went, what can come next, what was not right.

use std::fmt::Display;

use ratatui::layout::Size;
use ratatui::style::Style;

use super::SessionScreen;
use crate::course::messages::say;
use crate::study::{Action, Missed, Second, Share, Summary, Turned, Wanting, Went};
use crate::text::right;
use crate::tui::desk::Desk;
use crate::tui::look::Look;
use crate::tui::message::Message;
use crate::tui::screen::Next;
use crate::tui::screens::missed::{self, MissedPage};
use crate::tui::screens::paper;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::progress::{sign, style};
use crate::tui::widgets::{List, Rows, Spread, spread};

/// Columns of the points of a topic.
const SHARE: usize = 8;

/// The key that goes on with a session that was left.
const GO_ON: char = 'c';

impl SessionScreen {
    /// Whether it is a review that is over.
    pub(super) fn is_review(&self) -> bool {
        self.summary.as_ref().is_some_and(|summary| summary.review.is_some())
    }

    /// The item that is shown beside the list of what was not right: the one that is selected, else the first.
    pub(super) fn shown(&self) -> Option<&Missed> {
        self.missed.get(self.list.selected().unwrap_or(0))
    }

    /// Takes a message while the look back is read.
    pub(super) fn look_back(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        if let Some(next) = self.selected().and_then(|missed| missed::leads(missed, message)) {
            return next;
        }
        match message {
            Message::Back | Message::Char('q') => return Next::Leave,
            message if self.selected().is_some() && self.list.opens(message) => {
                let page = self.selected().cloned().map(MissedPage::new);
                return page.map_or(Next::Stay, |page| Next::Open(Box::new(page)));
            }
            Message::Enter => return Next::Leave,
            Message::Char(GO_ON) if self.session.left_over() > 0 => self.go_on_again(desk),
            Message::Do(Action::Again) => self.act(Action::Again, desk),
            Message::Char(c) if Action::Again.has_letter(*c) => self.act(Action::Again, desk),
            Message::Do(Action::Undo) if !self.session.is_final() => self.act(Action::Undo, desk),
            Message::Char(c) if Action::Undo.has_letter(*c) && !self.session.is_final() => self.act(Action::Undo, desk),
            // The list is moved into from above.
            Message::Up | Message::Char('k') if self.list.selected().is_none() && self.list.scroll() == 0 => {}
            // It is read from its top, where nothing is selected.
            Message::Home | Message::Char('g') => self.list = List::unchosen(),
            _ => _ = self.list.update_by_letter(message),
        }
        Next::Stay
    }

    /// The item that is selected.
    pub(super) fn selected(&self) -> Option<&Missed> {
        self.missed.get(self.list.selected()?)
    }

    /// The rows of the end, and which of them are the items that were not right: where one of them stands beside, they
    /// are told in short.
    pub(super) fn look_back_rows(&self, summary: &Summary, spread: Spread, look: Look) -> (Rows, Vec<Item>) {
        let (mut rows, mut items) = (Rows::new(spread.page), Vec::new());
        self.summary_rows(&mut rows, summary, look);
        for missed in &self.missed {
            if spread.aside.is_some() {
                missed::short(&mut rows, missed, look);
                items.push(Item::words(rows.len() - 1..rows.len()));
                continue;
            }
            rows.gap();
            let start = rows.len();
            let words = missed::stem(&mut rows, missed, look);
            missed::about(&mut rows, missed, look);
            items.push(Item { rows: start..rows.len(), words });
        }
        (rows, items)
    }

    /// The page of the end: in a wide window with one item beside the list.
    pub(super) fn look_back_page(&self, size: Size, look: Look) -> Rows {
        let aside = |columns: u16| {
            let mut aside = Rows::new(columns);
            if let Some(missed) = self.shown() {
                missed::whole(&mut aside, missed, look);
                aside.below(self.behind.rows(self.of_aside(), columns, look));
            }
            aside
        };
        let seen = (self.list.scroll(), self.window(size, look));
        spread::beside(self.list.drawn(look.theme), size.width, aside, seen)
    }

    fn summary_rows(&self, rows: &mut Rows, summary: &Summary, look: Look) {
        let lang = look.lang;
        let head = self.how_it_went(summary, look);
        if summary.parts.is_empty() {
            rows.text(&head, look.theme.heading());
            self.legend(rows, look);
        } else {
            paper::report(rows, summary, look);
        }
        self.of_topics(rows, summary, look);
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
    }

    /// What each topic came to, where there are several.
    fn of_topics(&self, rows: &mut Rows, summary: &Summary, look: Look) {
        if summary.of_topics.len() < 2 {
            return;
        }
        rows.text(&say(look.lang, "tui.of-topics", &[]), look.theme.heading());
        for Share { id, score, points, .. } in &summary.of_topics {
            let style = if score < points { look.theme.caution() } else { look.theme.right() };
            let share = right(&format!("{score} / {points}"), SHARE);
            rows.hanging(&format!("{share}  "), &self.title_of(id, look.lang), style, Style::new());
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
                let went = say(lang, "tui.summary-review", &[("cards", cards), ("forgotten", forgotten)]);
                went + &summary.known().map_or_else(String::new, |known| summary.beside_last(known, lang))
            }
            None => {
                let args: [(&str, &dyn Display); 4] =
                    [("answered", answered), ("correct", correct), ("score", score), ("points", points)];
                let share = score / points.max(f64::MIN_POSITIVE);
                let minutes = match self.minutes {
                    0 => String::new(),
                    minutes => say(lang, "tui.in-minutes", &[("minutes", &minutes)]),
                };
                say(lang, "tui.summary", &args) + &summary.beside_last(share, lang) + &skipped_too + &minutes
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
