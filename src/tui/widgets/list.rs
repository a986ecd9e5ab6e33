//! Rows of which some make up items that can be selected. A window of the rows is seen, the selection always in it.

use std::ops::Range;

use crate::tui::look::Hint;

use super::page::Page;
use super::rows::Rows;
use super::scroll::WHEEL;
use crate::tui::message::Message;
use crate::tui::theme::Theme;

/// Rows between two items, such as a gap and a heading, that the selection steps over in one go.
const STEP_OVER: usize = 3;

/// An item: its rows, the first of which are its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// All of its rows.
    pub rows: Range<usize>,
    /// How many of them are its words.
    pub words: usize,
}

impl Item {
    /// An item all of whose rows are its words.
    #[must_use]
    pub const fn words(rows: Range<usize>) -> Self {
        let words = rows.end - rows.start;
        Self { rows, words }
    }
}

/// Rows and items, a window, and what is selected.
#[derive(Debug, Default)]
pub struct List {
    rows: Rows,
    items: Vec<Item>,
    /// How many rows are seen.
    window: usize,
    /// The first row that is seen.
    scroll: usize,
    at: Option<usize>,
    /// Whether the selection has found its place in the window.
    settled: bool,
}

impl List {
    /// The keys of a list whose items are opened.
    pub const KEYS: [Hint; 3] =
        [Hint::Key("Enter", "tui.open"), Hint::Key("↑↓", "tui.move"), Hint::Key("Esc", "tui.back")];

    /// A list whose item `at` is selected when it is laid out.
    #[must_use]
    pub fn at(at: usize) -> Self {
        Self { at: Some(at), settled: true, ..Self::default() }
    }

    /// A list of which nothing is selected until one moves to it.
    #[must_use]
    pub fn unchosen() -> Self {
        Self { settled: true, ..Self::default() }
    }

    /// The item that is selected.
    #[must_use]
    pub const fn selected(&self) -> Option<usize> {
        self.at
    }

    /// The item that is selected. Where none is in view, the next one comes into view, selected, and nothing is given.
    pub fn chosen(&mut self) -> Option<usize> {
        if self.at.is_none() {
            self.at = self.items.iter().position(|item| item.rows.start >= self.scroll);
            self.at = self.at.or_else(|| self.items.len().checked_sub(1));
            self.reveal();
            return None;
        }
        self.at
    }

    /// The first row that is seen.
    #[must_use]
    pub const fn scroll(&self) -> usize {
        self.scroll
    }

    /// Takes rows laid out anew, in the same order of items. What was selected stays selected and in view; where nothing
    /// has moved, the window stays too, which may be in the midst of an item.
    pub fn lay(&mut self, rows: Rows, items: Vec<Item>, window: usize) {
        let window = window.max(1);
        let stays = items == self.items && window == self.window;
        self.rows = rows;
        self.items = items;
        self.window = window;
        self.at = self.at.filter(|_| !self.items.is_empty()).map(|at| at.min(self.items.len() - 1));
        self.scroll = self.scroll.min(self.last());
        if stays && self.settled {
            self.roll(self.scroll);
        } else if self.settled {
            self.reveal();
        } else {
            self.settled = true;
            self.settle();
        }
    }

    /// Forgets selection and place: the rows to come are others.
    pub fn restart(&mut self) {
        (self.at, self.scroll, self.settled) = (None, 0, false);
    }

    /// The rows, with the selection drawn over them.
    #[must_use]
    pub fn drawn(&self, theme: Theme) -> Rows {
        let mut rows = self.rows.clone();
        for (at, item) in self.items.iter().enumerate() {
            rows.target(item.rows.clone(), Message::Pick(at));
        }
        if let Some(item) = self.here() {
            let words = item.rows.start..item.rows.start + item.words;
            rows.restyle(words.end..item.rows.end, theme.lit());
            rows.restyle(words, theme.selected());
        }
        rows
    }

    /// A page with nothing else on it.
    #[must_use]
    pub fn alone(&self, title: String, theme: Theme) -> Page {
        Page { title, rows: self.drawn(theme), scroll: self.scroll, ..Page::default() }
    }

    /// Moves by a key; tells whether it was one for moving.
    pub fn update(&mut self, message: &Message) -> bool {
        match message {
            Message::Up => self.up(),
            Message::Down | Message::Tab => self.down(),
            Message::Pick(at) => self.at = Some((*at).min(self.items.len().saturating_sub(1))),
            Message::WheelUp => self.roll(self.scroll.saturating_sub(WHEEL)),
            Message::WheelDown => self.roll((self.scroll + WHEEL).min(self.last())),
            Message::PageUp => self.page(self.scroll.saturating_sub(self.window.saturating_sub(1).max(1))),
            Message::PageDown => self.page(self.scroll + self.window.saturating_sub(1).max(1)),
            Message::Home => {
                self.scroll = 0;
                self.at = self.items.first().filter(|item| item.rows.start < self.window).map(|_| 0);
            }
            Message::End => {
                self.scroll = self.last();
                self.at = (0..self.items.len()).rev().find(|at| self.is_seen(&self.items[*at]));
            }
            _ => return false,
        }
        true
    }

    /// Whether a message opens what is selected: Enter, the key to the right, a click on it.
    #[must_use]
    pub fn opens(&self, message: &Message) -> bool {
        match message {
            Message::Enter | Message::Right => true,
            Message::Pick(at) => self.at == Some(*at),
            _ => false,
        }
    }

    /// Moves by a key or by the letter that stands for it where nothing is typed: `j`, `k`, space, `g`, `G`.
    pub fn update_by_letter(&mut self, message: &Message) -> bool {
        match message {
            Message::Char('j') => self.update(&Message::Down),
            Message::Char('k') => self.update(&Message::Up),
            Message::Char(' ') => self.update(&Message::PageDown),
            Message::Char('g') => self.update(&Message::Home),
            Message::Char('G') => self.update(&Message::End),
            other => self.update(other),
        }
    }

    fn here(&self) -> Option<&Item> {
        self.items.get(self.at?)
    }

    /// The greatest scroll.
    fn last(&self) -> usize {
        self.rows.len().saturating_sub(self.window)
    }

    fn bottom(&self) -> usize {
        self.scroll + self.window
    }

    fn is_seen(&self, item: &Item) -> bool {
        item.rows.start < self.bottom() && item.rows.end > self.scroll
    }

    /// Selects the next item, once what stands before it has been in view; until then scrolls.
    fn down(&mut self) {
        let (next, read_to) = match self.at.zip(self.here()) {
            Some((at, here)) => (Some(at + 1), here.rows.end),
            None => (self.items.iter().position(|item| item.rows.start >= self.scroll), self.scroll),
        };
        match next.and_then(|next| Some((next, &self.items.get(next)?.rows))) {
            Some((next, rows))
                if rows.start <= self.bottom()
                    || (read_to <= self.bottom() && self.steps_over(rows.start - read_to, rows.end - read_to)) =>
            {
                self.at = Some(next);
                self.reveal();
            }
            _ => self.roll((self.scroll + self.half()).min(self.last())),
        }
    }

    /// Selects the item before, once what stands after it has been in view; until then scrolls.
    fn up(&mut self) {
        let (before, read_to) = match self.at.zip(self.here()) {
            Some((at, here)) => (at.checked_sub(1), here.rows.start),
            None => (self.items.iter().rposition(|item| item.rows.end <= self.bottom()), self.bottom()),
        };
        match before.and_then(|before| Some((before, &self.items.get(before)?.rows))) {
            Some((before, rows))
                if rows.end >= self.scroll
                    || (read_to >= self.scroll && self.steps_over(read_to - rows.end, read_to - rows.start)) =>
            {
                self.at = Some(before);
                self.reveal();
                self.reveal_heading();
            }
            _ => self.roll(self.scroll.saturating_sub(self.half())),
        }
    }

    /// Whether so few rows lie between two items that both they and the item to be selected come into view at once.
    const fn steps_over(&self, between: usize, with_item: usize) -> bool {
        between <= STEP_OVER && with_item <= self.window
    }

    fn half(&self) -> usize {
        (self.window / 2).max(1)
    }

    /// Scrolls; what is then out of view is no longer selected.
    fn roll(&mut self, to: usize) {
        self.scroll = to;
        self.at = self.at.filter(|at| self.items.get(*at).is_some_and(|item| self.is_seen(item)));
    }

    /// Scrolls by a page and selects what begins there. At an end, where nothing scrolls, the outermost item.
    fn page(&mut self, to: usize) {
        let (to, from) = (to.min(self.last()), self.scroll);
        self.scroll = to;
        if to != from {
            self.settle();
        } else if to == 0 && self.last() > 0 {
            self.update(&Message::Home);
        } else {
            self.at = self.items.iter().rposition(|item| self.is_seen(item));
        }
    }

    /// Selects the first item that begins in view, else one that is in view at all.
    fn settle(&mut self) {
        let begins = |item: &Item| item.rows.start >= self.scroll && item.rows.start < self.bottom();
        let first = self.items.iter().position(begins);
        self.at = first.or_else(|| self.items.iter().position(|item| self.is_seen(item)));
    }

    /// Scrolls as little as shows the selected item: whole, or, where it is taller than the window, a windowful of it.
    fn reveal(&mut self) {
        let Some(item) = self.here() else { return };
        let (start, end) = (item.rows.start, item.rows.end);
        let fitting = end.saturating_sub(self.window);
        self.scroll = if end - start <= self.window {
            self.scroll.clamp(fitting, start)
        } else {
            self.scroll.clamp(start, fitting)
        };
    }

    /// Shows what stands right above the selected item too: a gap and a heading, or all above the first item.
    fn reveal_heading(&mut self) {
        let (Some(item), Some(at)) = (self.here(), self.at) else { return };
        let above = at.checked_sub(1).and_then(|before| self.items.get(before)).map_or(0, |before| before.rows.end);
        let near = item.rows.start - above <= STEP_OVER && item.rows.end - above <= self.window;
        if near && above < self.scroll {
            self.scroll = above;
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    /// Two rows of title, then items of these heights with so many other rows after each.
    fn list(heights: &[(usize, usize)], window: usize) -> List {
        let mut rows = Rows::new(20);
        let mut items = Vec::new();
        rows.text("title", Style::new());
        rows.gap();
        for (height, after) in heights {
            let start = rows.len();
            (0..*height).for_each(|_| rows.text("item", Style::new()));
            items.push(Item { rows: start..rows.len(), words: 1 });
            (0..*after).for_each(|_| rows.text("between", Style::new()));
        }
        let mut list = List::default();
        list.lay(rows, items, window);
        list
    }

    /// Every row that was in view while `message` was given until nothing changed, and every selection on the way.
    fn tour(list: &mut List, message: &Message) -> (Vec<usize>, Vec<usize>) {
        let (mut seen, mut selected) = (Vec::new(), Vec::new());
        for _ in 0..500 {
            seen.extend(list.scroll..list.bottom().min(list.rows.len()));
            selected.extend(list.at);
            if let Some(item) = list.here() {
                assert!(list.is_seen(item), "{list:?}");
            }
            list.update(message);
            // Each frame lays the same rows out anew.
            list.lay(list.rows.clone(), list.items.clone(), list.window);
        }
        seen.sort_unstable();
        seen.dedup();
        selected.dedup();
        (seen, selected)
    }

    #[test]
    fn every_row_is_seen_and_every_item_selected_on_the_way_down_and_up() {
        for window in 1..14 {
            let mut list = list(&[(1, 0), (2, 3), (30, 0), (3, 20), (1, 2), (1, 9)], window);
            let all: Vec<usize> = (0..list.rows.len()).collect();
            let (seen, selected) = tour(&mut list, &Message::Down);
            assert_eq!(seen, all, "{window}");
            assert_eq!(selected, [0, 1, 2, 3, 4, 5], "{window}");
            let (seen, selected) = tour(&mut list, &Message::Up);
            assert_eq!(seen, all, "{window}");
            assert_eq!(selected, [5, 4, 3, 2, 1, 0], "{window}");
        }
    }

    #[test]
    fn an_item_taller_than_the_window_is_scrolled_through_before_it_is_left() {
        let mut list = list(&[(1, 0), (12, 0), (1, 0)], 6);
        list.update(&Message::Down);
        let mut places = Vec::new();
        while list.selected() == Some(1) {
            places.push(list.scroll());
            list.update(&Message::Down);
        }
        assert_eq!(places, [3, 6, 9]);
        assert_eq!(list.selected(), Some(2));
    }

    #[test]
    fn a_heading_is_stepped_over_and_shown_on_the_way_back() {
        let mut list = list(&[(1, 0), (1, 2), (1, 0), (1, 0)], 4);
        list.update(&Message::Down);
        list.update(&Message::Down);
        assert_eq!((list.selected(), list.scroll()), (Some(2), 3));
        list.update(&Message::Down);
        list.update(&Message::Up);
        assert_eq!((list.selected(), list.scroll()), (Some(2), 4));
        list.update(&Message::Up);
        list.update(&Message::Up);
        assert_eq!((list.selected(), list.scroll()), (Some(0), 0));
    }

    #[test]
    fn pages_turn_and_the_selection_comes_along() {
        let mut list = list(&[(2, 0); 20], 8);
        list.update(&Message::PageDown);
        assert_eq!((list.selected(), list.scroll()), (Some(3), 7));
        list.update(&Message::End);
        assert_eq!((list.selected(), list.scroll()), (Some(19), 34));
        list.update(&Message::PageUp);
        assert_eq!((list.selected(), list.scroll()), (Some(13), 27));
        list.update(&Message::Home);
        assert_eq!((list.selected(), list.scroll()), (Some(0), 0));
    }

    #[test]
    fn choosing_with_nothing_in_view_brings_the_next_into_view_first() {
        let mut list = list(&[(1, 9), (1, 0)], 5);
        list.update(&Message::PageDown);
        assert_eq!((list.selected(), list.chosen()), (None, None));
        assert_eq!((list.chosen(), list.scroll()), (Some(1), 8));
    }

    #[test]
    fn another_width_keeps_what_is_selected_in_view() {
        let mut list = list(&[(1, 0); 30], 10);
        (0..25).for_each(|_| _ = list.update(&Message::Down));
        let (mut rows, mut items) = (Rows::new(10), Vec::new());
        for at in 0..30 {
            (0..4).for_each(|_| rows.gap());
            items.push(Item::words(4 * at..4 * at + 4));
        }
        list.lay(rows, items, 5);
        assert_eq!((list.selected(), list.scroll()), (Some(25), 99));
    }
}
