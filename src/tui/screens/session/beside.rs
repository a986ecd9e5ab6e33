//! What stands beside a session in a wide window: how it went so far, and, after an answer, why, the working and the
//! statement behind it.

use std::fmt::Display;

use ratatui::style::Style;

use super::SessionScreen;
use crate::course::messages::say;
use crate::study::{Event, Went};
use crate::text::cut;
use crate::tui::look::Look;
use crate::tui::widgets::progress::{sign, style};
use crate::tui::widgets::{Rows, Spread};

/// Columns of all questions of a paper beside one of them, where there is little room.
const OVERVIEW: u16 = 40;

/// Rows that tell how it went so far take at least.
const LEAST: usize = 4;

impl SessionScreen {
    /// How wide the page is in a window of so many columns, and what stands beside it.
    pub(super) fn spread(&self, columns: u16) -> Spread {
        if self.is_exam() { Spread::with(columns, OVERVIEW) } else { Spread::of(columns) }
    }

    /// The item whose statement stands beside: what was answered, as before the answer it would be a hint; at the end, what
    /// is told in full.
    pub(super) fn of_aside(&self) -> Option<&str> {
        let is_answered =
            self.feedback.is_some() || self.is_turned() || matches!(self.prompt, Some(Event::Points { .. }));
        match &self.summary {
            Some(_) => self.shown().map(|missed| &*missed.id),
            None => self.item().filter(|_| is_answered),
        }
    }

    /// Whether the statement beside the page tells what is accurate where the outline is loose.
    pub(super) fn tells_errata(&self) -> bool {
        self.behind.has_erratum(self.of_aside())
    }

    /// What stands beside the page, in so many columns and rows.
    pub(super) fn aside(&self, columns: u16, room: usize, look: Look) -> Rows {
        if self.is_exam() {
            return self.overview_rows(None, (columns, room), look);
        }
        let mut rows = Rows::new(columns);
        if self.feedback.is_some() {
            self.reasons(&mut rows, look);
        }
        rows.below(self.behind.rows(self.of_aside(), columns, look));
        let left = room.saturating_sub(rows.len() + usize::from(!rows.is_empty()));
        rows.below(self.so_far(columns, left, look));
        rows
    }

    /// What was asked so far and how it went, as much of the end of it as so many rows have room for.
    fn so_far(&self, columns: u16, room: usize, look: Look) -> Rows {
        let (mut rows, progress) = (Rows::new(columns), self.session.progress());
        if room < LEAST || self.is_marked() || progress.total < 2 {
            return rows;
        }
        let all = self.session.so_far();
        let right = all.iter().filter(|(went, _)| *went == Went::Right).count();
        let args: [(&str, &dyn Display); 3] = [("done", &all.len()), ("right", &right), ("total", &progress.total)];
        let key = match (all.len(), self.asks_cards()) {
            (0, _) => "aside.begins",
            (_, true) => "aside.cards",
            (_, false) => "aside.so-far",
        };
        let mut head = say(look.lang, key, &args);
        if self.minutes > 0 {
            head.push_str(&say(look.lang, "aside.minutes", &[("minutes", &self.minutes)]));
        }
        rows.text(&head, look.theme.heading());
        let (wide, digits) = (rows.columns(), all.len().to_string().len());
        // Above stands how it went, below what is still to come.
        let first = all.len().saturating_sub(room - 2);
        for (at, (went, words)) in all.iter().enumerate().skip(first) {
            let lead = format!(" {:>digits$}  ", at + 1);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let room = wide.saturating_sub(2 + lead.len());
            rows.pieces(vec![
                (sign(*went, look.ascii).to_owned(), style(*went, look)),
                (lead, look.theme.quiet()),
                (cut(&words, room), Style::new()),
            ]);
        }
        let left = progress.total.saturating_sub(progress.done);
        if left > 0 && !all.is_empty() {
            rows.text(&say(look.lang, "aside.left", &[("left", &left)]), look.theme.quiet());
        }
        rows
    }

    /// Whether cards are asked.
    const fn asks_cards(&self) -> bool {
        matches!(self.prompt, Some(Event::Card { .. } | Event::Back { .. }))
    }
}
