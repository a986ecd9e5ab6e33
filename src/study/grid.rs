//! Cells in columns: as wide as their words where there is room, else wrapped.

use unicode_linebreak::linebreaks;

use crate::text::{fill, pad, width, wrap};

/// Columns between two columns of cells.
const BETWEEN: usize = 2;

/// The least columns of a column whose words are wrapped: below that a list reads better.
const LEAST: usize = 8;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, which can be wrapped.
    Words(String),
    /// Rows as they are: a formula that is drawn.
    Drawn(Vec<String>),
}

impl Cell {
    /// Its rows in so many columns.
    fn rows(&self, columns: usize) -> Vec<String> {
        match self {
            Self::Words(words) => wrap(words, columns),
            Self::Drawn(rows) => rows.clone(),
        }
    }

    /// Columns that it takes where nothing is wrapped.
    fn whole(&self) -> usize {
        match self {
            Self::Words(words) => width(words),
            Self::Drawn(rows) => rows.iter().map(|row| width(row)).max().unwrap_or(0),
        }
    }

    /// Columns of the longest piece that is not broken.
    fn longest(&self) -> usize {
        let Self::Words(words) = self else { return self.whole() };
        let mut from = 0;
        let pieces = linebreaks(words).map(|(to, _)| {
            let piece = words[from..to].trim_end();
            from = to;
            width(piece)
        });
        pieces.max().unwrap_or(0)
    }
}

/// A table as rows of text: its head, a rule, its rows, with an empty row between those that take more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The head.
    pub head: Vec<String>,
    /// The rule under it.
    pub rule: String,
    /// The rows.
    pub rows: Vec<String>,
}

impl Grid {
    /// The table in so many columns; nothing where they are too few for its words.
    #[must_use]
    pub fn of(head: &[Cell], rows: &[Vec<Cell>], room: usize, rule: &str) -> Option<Self> {
        let wide = widths(head, rows, room)?;
        let rows: Vec<Vec<String>> = rows.iter().map(|cells| row(cells, &wide)).collect();
        let airy = rows.iter().any(|row| row.len() > 1);
        let between = if airy { vec![String::new()] } else { Vec::new() };
        Some(Self {
            head: row(head, &wide),
            rule: wide.iter().map(|columns| fill(rule, *columns)).collect::<Vec<_>>().join(&" ".repeat(BETWEEN)),
            rows: rows.join(&between[..]),
        })
    }
}

/// How wide each column is.
fn widths(head: &[Cell], rows: &[Vec<Cell>], room: usize) -> Option<Vec<usize>> {
    let cells = |at: usize| head.get(at).into_iter().chain(rows.iter().filter_map(move |row| row.get(at)));
    let whole: Vec<usize> = (0..head.len()).map(|at| cells(at).map(Cell::whole).max().unwrap_or(0)).collect();
    let least = |at: usize| cells(at).map(Cell::longest).max().unwrap_or(0).max(LEAST.min(whole[at]));
    let least: Vec<usize> = (0..head.len()).map(least).collect();
    let room = room.checked_sub(BETWEEN * head.len().saturating_sub(1))?;
    if head.is_empty() || least.iter().sum::<usize>() > room {
        return None;
    }
    // The widest columns give way first, down to their longest words.
    let most = whole.iter().copied().max().unwrap_or(0);
    let within = |cap: usize| -> Vec<usize> {
        whole.iter().zip(&least).map(|(whole, least)| (*whole).min(cap.max(*least))).collect()
    };
    (0..=most).rev().map(within).find(|wide| wide.iter().sum::<usize>() <= room)
}

/// The cells of a row beside each other, each wrapped to its column.
fn row(cells: &[Cell], wide: &[usize]) -> Vec<String> {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(wide).map(|(cell, columns)| cell.rows(*columns)).collect();
    let high = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let pieces = wrapped.iter().zip(wide);
        let pieces = pieces.map(|(rows, columns)| pad(rows.get(at).map_or("", String::as_str), *columns));
        pieces.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)).trim_end().to_owned()
    };
    (0..high).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(room: usize) -> Option<Grid> {
        let cells = |texts: [&str; 3]| texts.map(|text| Cell::Words(text.to_owned())).to_vec();
        let rows = [cells(["Sigmoid", "输出在 0 到 1 之间", "饱和"]), cells(["ReLU", "max(0, z)", "会死亡的神经元"])];
        Grid::of(&cells(["名称", "特点", "缺点"]), &rows, room, "─")
    }

    #[test]
    fn columns_are_as_wide_as_their_words_where_there_is_room() {
        let grid = grid(60).unwrap();
        assert_eq!(grid.head, ["名称     特点                缺点"]);
        assert_eq!(grid.rule, "───────  ──────────────────  ──────────────");
        assert_eq!(grid.rows, ["Sigmoid  输出在 0 到 1 之间  饱和", "ReLU     max(0, z)           会死亡的神经元"]);
    }

    #[test]
    fn where_there_is_less_the_widest_are_wrapped_and_rows_stand_apart() {
        let grid = grid(34).unwrap();
        assert_eq!(
            grid.rows,
            [
                "Sigmoid  输出在 0 到  饱和",
                "         1 之间",
                "",
                "ReLU     max(0, z)    会死亡的神",
                "                      经元",
            ]
        );
    }

    #[test]
    fn what_is_drawn_is_not_wrapped() {
        let words = |text: &str| Cell::Words(text.to_owned());
        let drawn = Cell::Drawn(vec!["⎧1  z > 0".to_owned(), "⎩0  z ≤ 0".to_owned()]);
        let rows = [vec![words("ReLU"), drawn], vec![words("tanh"), words("1 − y²")]];
        let of = |room| Grid::of(&[words("f"), words("f′")], &rows, room, "-");
        assert_eq!(of(15).unwrap().rows, ["ReLU  ⎧1  z > 0", "      ⎩0  z ≤ 0", "", "tanh  1 − y²"]);
        assert_eq!(of(14), None);
    }

    #[test]
    fn nothing_is_wider_than_the_room_and_too_little_of_it_makes_no_table() {
        for room in 0..60 {
            let Some(grid) = grid(room) else { continue };
            let rows = grid.head.iter().chain([&grid.rule]).chain(&grid.rows);
            assert!(room > 20 && rows.map(|row| width(row)).all(|columns| columns <= room), "{room}");
        }
        assert_eq!(grid(20), None);
    }
}
