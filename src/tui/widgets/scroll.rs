//! Which rows of a page are seen: never beyond its end, and the row in focus in view until one scrolls away from it.

use std::ops::Range;

use super::rows::Rows;
use crate::tui::message::Message;

/// Rows that a turn of the wheel scrolls by.
pub(super) const WHEEL: usize = 3;

/// A window over rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scroll {
    /// The first row that is seen.
    at: usize,
    /// How many are seen.
    window: usize,
    /// The greatest scroll.
    last: usize,
    /// Whether one has scrolled away from the row in focus.
    away: bool,
}

impl Scroll {
    /// A window at the top.
    #[must_use]
    pub const fn new() -> Self {
        Self { at: 0, window: 0, last: 0, away: false }
    }

    /// Whether one has scrolled away from the row in focus, down.
    #[must_use]
    pub const fn is_away(&self) -> bool {
        self.away && self.at > 0
    }

    /// The first row that is seen.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// To the top, the row in focus in view.
    pub fn restart(&mut self) {
        (self.at, self.away) = (0, false);
    }

    /// Brings the row in focus back into view.
    pub const fn follow(&mut self) {
        self.away = false;
    }

    /// Told what is to be seen in a window of so many rows.
    pub fn fit(&mut self, rows: &Rows, window: usize) {
        self.window = window.max(1);
        self.last = rows.len().saturating_sub(self.window);
        self.at = self.at.min(self.last);
        if let Some(focus) = rows.focus.filter(|_| !self.away) {
            self.at = self.at.min(focus).max((focus + 1).saturating_sub(self.window));
            let Range { start, end } = rows.company;
            self.at = self.at.max(end.saturating_sub(self.window).min(start)).min(self.last);
        }
    }

    /// Scrolls by a page, by the wheel or to an end; tells whether it was a key for that.
    pub fn page(&mut self, message: &Message) -> bool {
        let page = self.window.saturating_sub(1).max(1);
        match message {
            Message::PageDown => self.to(self.at + page),
            Message::PageUp => self.to(self.at.saturating_sub(page)),
            Message::WheelDown => self.to(self.at + WHEEL),
            Message::WheelUp => self.to(self.at.saturating_sub(WHEEL)),
            _ => return false,
        }
        true
    }

    /// Scrolls where nothing is selected: by rows too, and by the letters that stand for keys.
    pub fn read(&mut self, message: &Message) -> bool {
        match message {
            Message::Down | Message::Char('j') => self.to(self.at + 1),
            Message::Up | Message::Char('k') => self.to(self.at.saturating_sub(1)),
            Message::Home => self.to(0),
            Message::End => self.to(self.last),
            other => return self.page(other),
        }
        true
    }

    fn to(&mut self, row: usize) {
        (self.at, self.away) = (row.min(self.last), true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize, focus: Option<usize>) -> Rows {
        let mut rows = Rows::new(10);
        (0..count).for_each(|_| rows.gap());
        rows.focus = focus;
        rows
    }

    #[test]
    fn the_end_is_the_end_and_one_key_up_moves() {
        let mut scroll = Scroll::default();
        scroll.fit(&rows(30, None), 10);
        (0..60).for_each(|_| _ = scroll.read(&Message::PageDown));
        assert_eq!(scroll.at(), 20);
        scroll.read(&Message::Up);
        assert_eq!(scroll.at(), 19);
        scroll.read(&Message::Home);
        assert_eq!(scroll.at(), 0);
        assert!(!scroll.read(&Message::Enter) && !scroll.page(&Message::Down));
    }

    #[test]
    fn what_belongs_to_the_row_in_focus_is_in_view_as_far_as_there_is_room() {
        let opened = |focus, company| {
            let (mut scroll, mut rows) = (Scroll::default(), rows(30, Some(focus)));
            rows.company = company;
            scroll.fit(&rows, 10);
            scroll.at()
        };
        assert_eq!(opened(4, 0..8), 0, "all of it is seen from the top");
        assert_eq!(opened(9, 5..13), 3, "its last row is the last that is seen");
        assert_eq!(opened(9, 5..20), 5, "its first row goes before its last");
        assert_eq!(opened(19, 5..25), 10, "the row in focus goes before all");
        assert_eq!(opened(29, 25..40), 20, "the end is the end");
    }

    #[test]
    fn the_row_in_focus_is_in_view_until_one_scrolls_away() {
        let mut scroll = Scroll::default();
        scroll.fit(&rows(30, Some(25)), 10);
        assert_eq!(scroll.at(), 16);
        scroll.read(&Message::Down);
        assert_eq!(scroll.at(), 17, "down moves down from what is seen");
        scroll.page(&Message::PageUp);
        scroll.fit(&rows(30, Some(25)), 10);
        assert_eq!(scroll.at(), 8);
        scroll.follow();
        scroll.fit(&rows(30, Some(25)), 10);
        assert_eq!(scroll.at(), 16);
    }
}
