//! Boxes of text in two dimensions: rows of one width, one of which is the baseline.

use crate::columns::{fill, width};

/// A piece of a formula on a grid of terminal cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Rows, all of `width` columns.
    rows: Vec<String>,
    /// The row on which neighbours align.
    baseline: usize,
    width: usize,
}

impl Layout {
    /// One row of text.
    pub(super) fn text(text: &str) -> Self {
        Self { rows: vec![text.to_owned()], baseline: 0, width: width(text) }
    }

    /// What is too wide to be drawn: nothing but its width.
    pub(super) fn wide(width: usize) -> Self {
        Self { rows: vec![String::new()], baseline: 0, width }
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    pub(super) const fn baseline(&self) -> usize {
        self.baseline
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(String::as_str)
    }

    /// Pieces side by side on one baseline.
    pub(super) fn beside(parts: &[Self]) -> Self {
        let above = parts.iter().map(|p| p.baseline).max().unwrap_or(0);
        let below = parts.iter().map(|p| p.height() - p.baseline).max().unwrap_or(1);
        let mut rows = vec![String::new(); above + below];
        for part in parts {
            let top = above - part.baseline;
            for (at, row) in rows.iter_mut().enumerate() {
                match at.checked_sub(top).and_then(|i| part.rows.get(i)) {
                    Some(text) => row.push_str(text),
                    None => row.extend(std::iter::repeat_n(' ', part.width)),
                }
            }
        }
        Self { rows, baseline: above, width: parts.iter().map(|p| p.width).sum() }
    }

    /// Pieces under each other, centred; `baseline` counts rows of the result.
    pub(super) fn under(parts: &[Self], baseline: usize) -> Self {
        let width = parts.iter().map(|p| p.width).max().unwrap_or(0);
        let rows = parts.iter().flat_map(|part| part.rows.iter().map(move |row| centred(row, part.width, width)));
        Self { rows: rows.collect(), baseline, width }
    }

    /// A fraction: a bar as wide as the wider part, and a space on both sides.
    pub(super) fn fraction(above: &Self, below: &Self, bar: &str) -> Self {
        let bar = Self::text(&fill(bar, above.width.max(below.width)));
        let body = Self::under(&[above.clone(), bar, below.clone()], above.height());
        Self::beside(&[Self::text(" "), body, Self::text(" ")])
    }

    /// A piece raised to the upper right.
    pub(super) fn raised(&self, exponent: &Self) -> Self {
        self.at_corner(exponent, true)
    }

    /// A piece lowered to the lower right.
    pub(super) fn lowered(&self, subscript: &Self) -> Self {
        self.at_corner(subscript, false)
    }

    fn at_corner(&self, small: &Self, up: bool) -> Self {
        let blank = |width: usize| " ".repeat(width);
        let left = self.rows.iter().map(|row| format!("{row}{}", blank(small.width)));
        let right = small.rows.iter().map(|row| format!("{}{row}", blank(self.width)));
        let width = self.width + small.width;
        if up {
            let rows = right.chain(left).collect();
            Self { rows, baseline: self.baseline + small.height(), width }
        } else {
            let rows = left.chain(right).collect();
            Self { rows, baseline: self.baseline, width }
        }
    }

    /// The piece between two brackets as tall as it is.
    pub(super) fn between(&self, open: &Bracket, close: &Bracket) -> Self {
        let (height, baseline) = (self.height(), self.baseline);
        Self::beside(&[open.tall(height, baseline), self.clone(), close.tall(height, baseline)])
    }

    /// The piece under a root: a roof over all of it, and a stroke from the roof to the hook in the lowest row, so that
    /// no eye takes it for a fraction with a root below.
    pub(super) fn radical(&self) -> Self {
        let roof = fill("─", self.width);
        let (margin, missing) = (" ".repeat(width("╲")), " ".repeat(width(&roof) - self.width));
        let last = self.height() - 1;
        let under = self.rows.iter().enumerate().map(|(at, row)| {
            let left = if at == last { "╲" } else { &margin };
            format!("{left}│{row}{missing}")
        });
        let rows = std::iter::once(format!("{margin}┌{roof}")).chain(under).collect();
        Self { rows, baseline: self.baseline + 1, width: width("╲│") + width(&roof) }
    }

    /// Cells in columns and rows, as a matrix; each column is right-aligned.
    pub(super) fn grid(cells: &[Vec<String>]) -> Self {
        let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|at| cells.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or(0))
            .collect();
        let rows: Vec<String> = cells
            .iter()
            .map(|row| {
                let padded =
                    row.iter().zip(&widths).map(|(cell, wide)| format!("{}{cell}", " ".repeat(wide - width(cell))));
                padded.collect::<Vec<_>>().join("  ")
            })
            .collect();
        let width = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        let baseline = rows.len().saturating_sub(1) / 2;
        Self { rows, baseline, width }
    }

    /// Pieces under each other, aligned at the left, the baseline in the middle.
    pub(super) fn column(parts: &[Self]) -> Self {
        let width = parts.iter().map(|p| p.width).max().unwrap_or(0);
        let fill = |row: &String, own: usize| format!("{row}{}", " ".repeat(width - own));
        let rows: Vec<String> = parts.iter().flat_map(|p| p.rows.iter().map(move |row| fill(row, p.width))).collect();
        let baseline = rows.len().saturating_sub(1) / 2;
        Self { rows, baseline, width }
    }
}

fn centred(row: &str, own: usize, width: usize) -> String {
    let left = (width - own) / 2;
    format!("{}{row}{}", " ".repeat(left), " ".repeat(width - own - left))
}

/// A bracket of any height, by its pieces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    pub(super) single: &'static str,
    pub(super) top: &'static str,
    pub(super) middle: &'static str,
    pub(super) centre: Option<&'static str>,
    pub(super) bottom: &'static str,
}

impl Bracket {
    const fn new(single: &'static str, top: &'static str, middle: &'static str, bottom: &'static str) -> Self {
        Self { single, top, middle, centre: None, bottom }
    }

    pub(super) const ROUND: [Self; 2] = [Self::new("(", "⎛", "⎜", "⎝"), Self::new(")", "⎞", "⎟", "⎠")];
    pub(super) const SQUARE: [Self; 2] = [Self::new("[", "⎡", "⎢", "⎣"), Self::new("]", "⎤", "⎥", "⎦")];
    pub(super) const FLOOR: [Self; 2] = [Self::new("⌊", "⎢", "⎢", "⎣"), Self::new("⌋", "⎥", "⎥", "⎦")];
    pub(super) const CEIL: [Self; 2] = [Self::new("⌈", "⎡", "⎢", "⎢"), Self::new("⌉", "⎤", "⎥", "⎥")];
    pub(super) const BAR: [Self; 2] = [Self::new("|", "│", "│", "│"), Self::new("|", "│", "│", "│")];
    pub(super) const NORM: [Self; 2] = [Self::new("‖", "‖", "‖", "‖"), Self::new("‖", "‖", "‖", "‖")];
    pub(super) const BRACE: Self = Self { single: "{", top: "⎧", middle: "⎪", centre: Some("⎨"), bottom: "⎩" };
    pub(super) const NOTHING: Self = Self::new("", "", "", "");
    pub(super) const ASCII_ROUND: [Self; 2] = [Self::new("(", "/", "|", "\\"), Self::new(")", "\\", "|", "/")];
    pub(super) const ASCII_SQUARE: [Self; 2] = [Self::new("[", "[", "[", "["), Self::new("]", "]", "]", "]")];
    pub(super) const ASCII_BAR: [Self; 2] = [Self::new("|", "|", "|", "|"), Self::new("|", "|", "|", "|")];
    pub(super) const ASCII_BRACE: Self = Self::new("{", "{", "{", "{");

    fn tall(&self, height: usize, baseline: usize) -> Layout {
        let rows: Vec<String> = (0..height)
            .map(|at| {
                let piece = match (height, at) {
                    (1, _) => self.single,
                    (_, 0) => self.top,
                    (h, at) if at + 1 == h => self.bottom,
                    (_, at) if at == baseline => self.centre.unwrap_or(self.middle),
                    _ => self.middle,
                };
                piece.to_owned()
            })
            .collect();
        let wide = rows.iter().map(|row| width(row)).max().unwrap_or(0);
        let rows = rows.into_iter().map(|row| " ".repeat(wide - width(&row)) + &row).collect();
        Layout { rows, baseline, width: wide }
    }
}
