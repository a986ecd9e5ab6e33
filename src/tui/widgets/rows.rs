//! Rows of styled text, wrapped to a width, and what a click on them means.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::input::Input;
use super::pane::{BETWEEN, pane, panes};
use crate::math::curve::{self, Ink};
use crate::text::{cut, width, wrap};
use crate::tui::message::Message;
use crate::tui::theme::Theme;

/// Rows of styled text, wrapped to a width.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub(super) rows: Vec<Line<'static>>,
    columns: usize,
    targets: Vec<Target>,
    /// A row that must stay in view.
    pub focus: Option<usize>,
    /// Rows that are to be in view with that one, as far as there is room for them: the first before the last.
    pub company: Range<usize>,
    /// The row and the column of the cursor of a line that is typed among them.
    pub cursor: Option<(usize, usize)>,
}

/// A place that can be clicked on.
#[derive(Clone, Debug)]
struct Target {
    rows: Range<usize>,
    columns: Range<usize>,
    /// What a click there means.
    message: Message,
}

impl Rows {
    /// No rows yet, for a page of so many columns.
    #[must_use]
    pub fn new(columns: u16) -> Self {
        Self { columns: usize::from(columns).max(4), ..Self::default() }
    }

    /// Columns of a row.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// An empty row.
    pub fn gap(&mut self) {
        self.rows.push(Line::default());
    }

    /// A paragraph.
    pub fn text(&mut self, text: &str, style: Style) {
        self.hanging("", text, style, style);
    }

    /// A paragraph behind a mark: further rows start where the text does.
    pub fn hanging(&mut self, mark: &str, text: &str, mark_style: Style, style: Style) {
        let indent = width(mark).min(self.columns / 2);
        for (at, row) in wrap(text, self.columns.saturating_sub(indent)).into_iter().enumerate() {
            let lead = if at == 0 { cut(mark, indent.max(1)) } else { " ".repeat(indent) };
            let lead = if indent == 0 { String::new() } else { lead };
            self.rows.push(Line::from(vec![Span::styled(lead, mark_style), Span::styled(row, style)]));
        }
    }

    /// A line being typed, behind its prompt, in as many rows as it needs; the row of the cursor is in focus.
    pub fn input(&mut self, prompt: &str, input: &Input, style: Style) {
        let indent = width(prompt).min(self.columns / 2);
        let (lines, (row, column)) = input.lines(self.columns.saturating_sub(indent));
        self.cursor = Some((self.rows.len() + row, indent + column));
        self.focus = Some(self.rows.len() + row);
        for (at, line) in lines.into_iter().enumerate() {
            let lead = if at == 0 { cut(prompt, indent) } else { " ".repeat(indent) };
            self.rows.push(Line::from(vec![Span::styled(lead, style), Span::raw(line)]));
        }
    }

    /// A row as it is, cut at the edge.
    pub fn verbatim(&mut self, text: &str, style: Style) {
        self.rows.push(Line::styled(cut(text, self.columns), style));
    }

    /// A row of a picture of curves.
    pub fn picture(&mut self, row: &curve::Row, theme: Theme) {
        let style = |ink: &Ink| match ink {
            Ink::Axis => theme.quiet(),
            Ink::Curve(at) => theme.curve(*at),
        };
        self.pieces(row.iter().map(|(text, ink)| (text.clone(), style(ink))).collect());
    }

    /// A row of pieces, as they are.
    pub fn pieces(&mut self, pieces: Vec<(String, Style)>) {
        self.rows.push(pieces.into_iter().map(|(text, style)| Span::styled(text, style)).collect());
    }

    /// Says what a click on these rows means.
    pub fn target(&mut self, rows: Range<usize>, message: Message) {
        self.targets.push(Target { rows, columns: 0..self.columns, message });
    }

    /// Says what a click on the rows from this one to the last means.
    pub fn target_from(&mut self, from: usize, message: Message) {
        self.target(from..self.len(), message);
    }

    /// What a click on a row, at a column, means, if anything.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<&Message> {
        let hit = |target: &&Target| target.rows.contains(&row) && target.columns.contains(&column);
        self.targets.iter().find(hit).map(|target| &target.message)
    }

    /// Pieces one after the other, in as many rows as they need; each piece stays whole, and a click on it means what
    /// stands beside it.
    pub fn flow(&mut self, pieces: Vec<(Vec<(String, Style)>, Message)>) {
        let mut row: Vec<(String, Style)> = Vec::new();
        let mut used = 0;
        for (piece, message) in pieces {
            let wide: usize = piece.iter().map(|(text, _)| width(text)).sum();
            if used > 0 && used + 2 + wide > self.columns {
                self.pieces(std::mem::take(&mut row));
                used = 0;
            }
            if used > 0 {
                row.push(("  ".to_owned(), Style::new()));
                used += 2;
            }
            let here = self.len()..self.len() + 1;
            self.targets.push(Target { rows: here, columns: used..used + wide, message });
            used += wide;
            row.extend(piece);
        }
        if !row.is_empty() {
            self.pieces(row);
        }
    }

    /// Other rows below these, after a gap.
    pub fn below(&mut self, other: Self) {
        if !self.is_empty() && !other.is_empty() {
            self.gap();
        }
        self.join(other);
    }

    /// Other rows right below these.
    pub fn join(&mut self, other: Self) {
        let above = self.len();
        if self.focus.is_none() {
            self.focus = other.focus.map(|focus| above + focus);
            self.company = above + other.company.start..above + other.company.end;
        }
        self.cursor = self.cursor.or(other.cursor.map(|(row, column)| (above + row, column)));
        self.targets.extend(other.targets.into_iter().map(|target| target.moved(above, 0)));
        self.rows.extend(other.rows);
    }

    /// The same rows with an empty one between each two.
    #[must_use]
    pub fn airy(mut self) -> Self {
        let between = self.rows.len().saturating_sub(1);
        let rows = self.rows.into_iter().enumerate();
        self.rows = rows.flat_map(|(at, row)| [Some(row), (at < between).then(Line::default)]).flatten().collect();
        self.focus = self.focus.map(|focus| 2 * focus);
        self.cursor = self.cursor.map(|(row, column)| (2 * row, column));
        self.company = 2 * self.company.start..2 * self.company.end;
        for target in &mut self.targets {
            target.rows = 2 * target.rows.start..(2 * target.rows.end).saturating_sub(1);
        }
        self
    }

    /// So many of these rows, from the top.
    #[must_use]
    pub fn first(mut self, count: usize) -> Self {
        self.rows.truncate(count);
        self
    }

    /// Panes of rows side by side.
    #[must_use]
    pub fn beside(panes: Vec<Self>) -> Self {
        let mut out = Self::default();
        if let Some(pane) = panes.iter().find(|pane| pane.focus.is_some()) {
            (out.focus, out.company) = (pane.focus, pane.company.clone());
        }
        // A line is typed in the first of them alone.
        out.cursor = panes.first().and_then(|pane| pane.cursor);
        let last = panes.len().saturating_sub(1);
        for at in 0..panes.iter().map(Self::len).max().unwrap_or_default() {
            let mut spans = Vec::new();
            for (number, pane) in panes.iter().enumerate() {
                let row = pane.rows.get(at).map(|row| row.spans.clone()).unwrap_or_default();
                let wide: usize = row.iter().map(|span| width(&span.content)).sum();
                spans.extend(row);
                if number < last {
                    spans.push(Span::raw(" ".repeat((pane.columns + usize::from(BETWEEN)).saturating_sub(wide))));
                }
            }
            out.rows.push(Line::from(spans));
        }
        let mut left = 0;
        for pane in panes {
            out.targets.extend(pane.targets.into_iter().map(|target| target.moved(0, left)));
            left += pane.columns + usize::from(BETWEEN);
        }
        out.columns = left.saturating_sub(BETWEEN.into());
        out
    }

    /// Sections one below the other, over as many panes as the columns have room for, about equally high.
    #[must_use]
    pub fn over_panes(sections: Vec<Self>, columns: u16) -> Self {
        let count = panes(columns);
        Self::over(sections, (count, pane(columns, count)))
    }

    /// The same over so many panes of such a width.
    #[must_use]
    pub fn over(sections: Vec<Self>, (count, wide): (usize, u16)) -> Self {
        let share = sections.iter().map(|section| section.len() + 1).sum::<usize>().div_ceil(count);
        let mut out = vec![Self::new(wide)];
        for section in sections.into_iter().filter(|section| !section.is_empty()) {
            let filled = out.last().map_or(0, Self::len);
            if filled > 0 && filled + section.len() / 2 > share && out.len() < count {
                out.push(Self::new(wide));
            }
            if let Some(pane) = out.last_mut() {
                pane.below(section);
            }
        }
        Self::beside(out)
    }

    /// Lays a style over rows.
    pub fn restyle(&mut self, rows: Range<usize>, style: Style) {
        for row in self.rows.iter_mut().take(rows.end).skip(rows.start) {
            row.spans.iter_mut().for_each(|span| span.style = span.style.patch(style));
        }
    }
}

impl Target {
    /// The same place, so many rows further down and so many columns further right.
    fn moved(self, rows: usize, columns: usize) -> Self {
        let by = |range: &Range<usize>, by: usize| range.start + by..range.end + by;
        Self { rows: by(&self.rows, rows), columns: by(&self.columns, columns), ..self }
    }
}
