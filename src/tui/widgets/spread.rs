//! A page, and what stands beside it where there is room for both.

use super::pane::{BETWEEN, MEASURE, pane, panes};
use super::rows::Rows;

/// How many columns a page has, and what stands beside it; none where there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Columns of the page.
    pub page: u16,
    /// Columns of what stands beside it.
    pub aside: Option<u16>,
}

impl Spread {
    /// Two halves of a wide window.
    #[must_use]
    pub fn of(columns: u16) -> Self {
        if panes(columns) > 2 {
            let half = pane(columns, 2);
            return Self { page: half, aside: Some(half) };
        }
        Self { page: columns.min(MEASURE), aside: None }
    }

    /// The same; where the window has room for less, a page with so many columns beside it.
    #[must_use]
    pub fn with(columns: u16, aside: u16) -> Self {
        if panes(columns) == 2 {
            return Self { page: (columns - BETWEEN - aside).min(MEASURE), aside: Some(aside) };
        }
        Self::of(columns)
    }
}

/// A list that is scrolled to a row, and beside it, where a window of so many columns has room, what is selected.
#[must_use]
pub fn beside(list: Rows, columns: u16, selected: impl FnOnce(u16) -> Rows, seen: (usize, usize)) -> Rows {
    match Spread::of(columns).aside.map(selected) {
        Some(aside) if !aside.is_empty() => still(list, aside, seen),
        _ => list,
    }
}

/// What stands beside a list that is scrolled to a row: it stands still, as much of it as a window of so many rows shows.
#[must_use]
pub fn still(list: Rows, aside: Rows, (scroll, window): (usize, usize)) -> Rows {
    let mut beside = Rows::new(aside.columns() as u16);
    (0..scroll).for_each(|_| beside.gap());
    beside.join(aside.first(window));
    Rows::beside(vec![list, beside])
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn a_page_has_company_where_there_is_room_and_is_never_wider_than_the_measure() {
        assert_eq!(Spread::of(80), Spread { page: 80, aside: None });
        assert_eq!(Spread::of(149), Spread { page: 88, aside: None });
        assert_eq!(Spread::of(200), Spread { page: 88, aside: Some(88) });
        assert_eq!(Spread::with(120, 40), Spread { page: 77, aside: Some(40) });
        assert_eq!(Spread::with(99, 40), Spread { page: 88, aside: None });
        for columns in 0..300 {
            let Spread { page, aside } = Spread::with(columns, 40);
            assert!(page <= MEASURE && page + aside.map_or(0, |aside| aside + BETWEEN) <= columns.max(MEASURE));
        }
    }

    #[test]
    fn what_stands_beside_a_list_stands_still() {
        let rows = |words: &str| {
            let mut rows = Rows::new(8);
            words.split(' ').for_each(|word| rows.text(word, Style::new()));
            rows
        };
        let together = still(rows("1 2 3 4 5 6"), rows("a b c"), (2, 2));
        let shown: Vec<String> = together.rows.iter().map(|row| row.to_string().trim_end().to_owned()).collect();
        assert_eq!(shown, ["1", "2", "3          a", "4          b", "5", "6"]);
    }
}
