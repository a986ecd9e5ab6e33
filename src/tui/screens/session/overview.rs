//! All questions of a paper at once: which are answered, open and marked; one of them is gone to.

use ratatui::style::Style;

use super::SessionScreen;
use crate::course::messages::say;
use crate::study::{Action, Command, Place};
use crate::text::right;
use crate::tui::app::Look;
use crate::tui::desk::Desk;
use crate::tui::message::Message;
use crate::tui::widgets::{Hint, Rows};

/// Columns of a question, of which two stand between it and the next.
const CELL: usize = 6;

/// Which question is selected.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Overview {
    /// Its number.
    pub(super) at: usize,
    /// Digits of a number, as far as they were typed.
    typed: usize,
    /// Questions in a row.
    row: usize,
}

impl Overview {
    /// Keys and what they do.
    pub(super) const KEYS: [Hint; 4] = [
        Hint::Key("Enter", "overview.go"),
        Hint::Key("←→↑↓", "tui.move"),
        Hint::Key("1…9", "overview.number"),
        Hint::Key("Esc", "tui.back"),
    ];

    /// Told how many columns there are.
    pub(super) fn fit(&mut self, columns: u16) {
        self.row = (usize::from(columns) / CELL).max(1);
    }

    /// Moves among so many questions by a key.
    fn update(&mut self, message: &Message, last: usize) {
        let typed = std::mem::take(&mut self.typed);
        let to = match message {
            Message::Left | Message::Char('h') => self.at.saturating_sub(1),
            Message::Right | Message::Tab | Message::Char('l') => self.at + 1,
            Message::Up | Message::Char('k') | Message::WheelUp => self.at.saturating_sub(self.row),
            Message::Down | Message::Char('j') | Message::WheelDown => self.at + self.row,
            Message::Home => 1,
            Message::End => last,
            Message::Char(c) => match c.to_digit(10) {
                Some(digit) => {
                    let digit = digit as usize;
                    self.typed = if typed * 10 + digit <= last { typed * 10 + digit } else { digit };
                    self.typed
                }
                None => self.at,
            },
            _ => self.at,
        };
        self.at = to.clamp(1, last.max(1));
    }
}

impl SessionScreen {
    /// Opens it at the question that is shown.
    pub(super) fn open_overview(&mut self) {
        let at = self.number().unwrap_or_else(|| self.session.progress().total);
        self.overview = Some(Overview { at, ..Overview::default() });
        self.notice = None;
        self.scroll.restart();
    }

    /// Takes a message while a question is chosen.
    pub(super) fn update_overview(&mut self, message: &Message, desk: &mut dyn Desk) {
        let Some(overview) = &mut self.overview else { return };
        let to = match message {
            Message::Back | Message::Do(Action::Overview) => None,
            Message::Char(c) if Action::Overview.has_letter(*c) => None,
            Message::Enter => Some(overview.at),
            Message::Go(number) => Some(*number),
            other => {
                overview.update(other, self.session.progress().total);
                self.scroll.follow();
                return;
            }
        };
        self.overview = None;
        self.scroll.restart();
        if let Some(number) = to {
            self.submit(Command::Go(number), desk);
        }
    }

    /// All questions by part, the one with this number selected; where none is selected, the one that is shown stands out.
    pub(super) fn overview_rows(&self, selected: Option<usize>, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        let places = self.session.sheet();
        let answered = places.iter().filter(|place| place.answered).count();
        let marked = places.iter().filter(|place| place.flagged).count();
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("answered", &answered), ("open", &(places.len() - answered)), ("marked", &marked)];
        rows.text(&say(look.lang, "overview.counts", &args), look.theme.quiet());
        let shown = self.number();
        for part in places.chunk_by(|one, other| one.part == other.part) {
            rows.gap();
            let Some(first) = part.first() else { continue };
            rows.text(&first.part, look.theme.heading());
            let above = rows.len();
            let cell = |place: &Place| {
                let style = match selected {
                    Some(at) if at == place.number => look.theme.selected(),
                    None if shown == Some(place.number) => look.theme.selected(),
                    _ if place.flagged => look.theme.caution(),
                    _ if place.answered => Style::new(),
                    _ => look.theme.quiet(),
                };
                let text = format!("{}{}", right(&place.number.to_string(), CELL - 3), mark(place, look.ascii));
                (vec![(text, style)], Message::Go(place.number))
            };
            rows.flow(part.iter().map(cell).collect());
            let here = part.iter().position(|place| selected == Some(place.number));
            if let Some(here) = here {
                let in_row = ((usize::from(columns) + 2) / CELL).max(1);
                rows.focus = Some((above + here / in_row).min(rows.len() - 1));
            }
        }
        rows
    }
}

/// Answered, open or marked.
const fn mark(place: &Place, ascii: bool) -> &'static str {
    match (place.flagged, place.answered, ascii) {
        (true, _, true) => "!",
        (true, _, false) => "⚑",
        (_, true, true) => "x",
        (_, true, false) => "■",
        (_, false, true) => ".",
        (_, false, false) => "□",
    }
}
