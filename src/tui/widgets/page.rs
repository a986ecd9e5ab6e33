//! A page: a title, rows of styled text of which a window is shown, and a footer with the keys.

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth as _};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::input::Input;
use crate::text::{cut, width, wrap};
use crate::tui::theme::Theme;

/// The mark, at the right edge of the last row, that there is more below.
pub const MORE: &str = "↓";

/// Columns that text is read in at most: a longer row loses the eye on its way back.
pub const MEASURE: u16 = 88;

/// Columns between two panes.
const BETWEEN: usize = 3;

/// How wide a pane is where so many stand side by side in so many columns.
#[must_use]
pub fn pane(columns: u16, panes: usize) -> u16 {
    let between = BETWEEN * panes.saturating_sub(1);
    let wide = usize::from(columns).saturating_sub(between) / panes.max(1);
    (wide as u16).min(MEASURE)
}

/// How many panes so many columns have room for.
#[must_use]
pub const fn panes(columns: u16) -> usize {
    match columns {
        150.. => 3,
        100.. => 2,
        _ => 1,
    }
}

/// Rows of styled text, wrapped to a width.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    rows: Vec<Line<'static>>,
    columns: usize,
    /// A row that must stay in view.
    pub focus: Option<usize>,
}

impl Rows {
    /// No rows yet, for a page of so many columns.
    #[must_use]
    pub fn new(columns: u16) -> Self {
        Self { rows: Vec::new(), columns: usize::from(columns).max(4), focus: None }
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

    /// A row as it is, cut at the edge.
    pub fn verbatim(&mut self, text: &str, style: Style) {
        self.rows.push(Line::styled(cut(text, self.columns), style));
    }

    /// A row of pieces, as they are.
    pub fn pieces(&mut self, pieces: Vec<(String, Style)>) {
        self.rows.push(pieces.into_iter().map(|(text, style)| Span::styled(text, style)).collect());
    }

    /// Pieces one after the other, in as many rows as they need; each piece stays whole.
    pub fn flow(&mut self, pieces: Vec<Vec<(String, Style)>>) {
        let mut row: Vec<(String, Style)> = Vec::new();
        let mut used = 0;
        for piece in pieces {
            let wide: usize = piece.iter().map(|(text, _)| width(text)).sum();
            if used > 0 && used + 2 + wide > self.columns {
                self.pieces(std::mem::take(&mut row));
                used = 0;
            }
            if used > 0 {
                row.push(("  ".to_owned(), Style::new()));
                used += 2;
            }
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
        self.focus = self.focus.or(other.focus.map(|focus| self.len() + focus));
        self.rows.extend(other.rows);
    }

    /// Panes of rows side by side.
    #[must_use]
    pub fn beside(panes: Vec<Self>) -> Self {
        let mut out = Self { focus: panes.iter().find_map(|pane| pane.focus), ..Self::default() };
        let last = panes.len().saturating_sub(1);
        for at in 0..panes.iter().map(Self::len).max().unwrap_or_default() {
            let mut spans = Vec::new();
            for (number, pane) in panes.iter().enumerate() {
                let row = pane.rows.get(at).map(|row| row.spans.clone()).unwrap_or_default();
                let wide: usize = row.iter().map(|span| width(&span.content)).sum();
                spans.extend(row);
                if number < last {
                    spans.push(Span::raw(" ".repeat((pane.columns + BETWEEN).saturating_sub(wide))));
                }
            }
            out.rows.push(Line::from(spans));
        }
        out.columns = panes.iter().map(|pane| pane.columns).sum::<usize>() + BETWEEN * last;
        out
    }

    /// Sections one below the other, over as many panes as the columns have room for, about equally high.
    #[must_use]
    pub fn over_panes(sections: Vec<Self>, columns: u16) -> Self {
        let (count, wide) = (panes(columns), pane(columns, panes(columns)));
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

/// What stands around the rows.
#[derive(Debug)]
pub struct Page<'a> {
    /// The title, at the top left.
    pub title: &'a str,
    /// What stands at the top right.
    pub corner: &'a str,
    /// Keys and what they do.
    pub keys: &'a [(&'a str, String)],
    /// A line being typed, with its prompt.
    pub input: Option<(&'a str, &'a Input)>,
}

/// The heights of a page: the footer, the line being typed, the gap under the title, the rows that are seen.
#[derive(Clone, Copy, Debug)]
struct Heights {
    footer: u16,
    input: u16,
    gap: u16,
    body: u16,
}

impl Heights {
    fn of(height: u16, typing: bool) -> Self {
        let (footer, input) = (u16::from(height > 3), u16::from(typing && height > 1));
        let body = height.saturating_sub(1 + footer + input);
        let gap = u16::from(body > 8);
        Self { footer, input, gap, body: body - gap }
    }
}

/// How many rows are seen of a page of this height, with a line being typed or without.
#[must_use]
pub fn window(height: u16, typing: bool) -> usize {
    usize::from(Heights::of(height, typing).body)
}

/// Draws one row. The columns are those of [`width`]: a character that takes two on this terminal gets two, whatever
/// ratatui thinks of it, and what follows is put where it then belongs.
fn put(buffer: &mut Buffer, line: &Line<'_>, area: Rect) {
    let mut x = area.x;
    for grapheme in line.styled_graphemes(Style::new()) {
        let columns = width(grapheme.symbol) as u16;
        if columns == 0 || grapheme.symbol.contains(char::is_control) {
            continue;
        }
        if area.right() < x + columns {
            break;
        }
        let cell = &mut buffer[(x, area.y)];
        cell.set_symbol(grapheme.symbol).set_style(grapheme.style);
        if let (true, Some(forced)) = (cell.cell_width() != columns, NonZeroU16::new(columns)) {
            cell.set_diff_option(CellDiffOption::ForcedWidth(forced));
        }
        for under in x + 1..x + columns {
            buffer[(under, area.y)].reset();
        }
        x += columns;
    }
}

/// Draws a page with its rows from `scroll` on; the row in focus is kept in view. Gives back the scroll that was used.
pub fn draw(frame: &mut Frame<'_>, page: &Page<'_>, rows: Rows, scroll: usize, theme: Theme) -> usize {
    let area = frame.area();
    if area.height == 0 || area.width == 0 {
        return scroll;
    }
    let columns = usize::from(area.width);
    let corner_width = width(page.corner);
    let title = cut(page.title, columns.saturating_sub(corner_width + 1));
    let gap = columns.saturating_sub(width(&title) + corner_width);
    let head = Line::from(vec![
        Span::styled(title, theme.title()),
        Span::raw(" ".repeat(gap)),
        Span::styled(cut(page.corner, columns), theme.quiet()),
    ]);
    let footer = footer(page.keys, columns, theme);
    let heights = Heights::of(area.height, page.input.is_some());
    let body = Rect { y: area.y + 1 + heights.gap, height: heights.body, ..area };
    let visible = usize::from(body.height);
    let mut scroll = scroll.min(rows.rows.len().saturating_sub(visible));
    if let Some(focus) = rows.focus {
        scroll = scroll.min(focus).max((focus + 1).saturating_sub(visible));
    }
    let more = rows.rows.len() > scroll + visible;
    let buffer = frame.buffer_mut();
    put(buffer, &head, Rect { height: 1, ..area });
    for (at, row) in rows.rows.iter().skip(scroll).take(visible).enumerate() {
        put(buffer, row, Rect { y: body.y + at as u16, height: 1, ..body });
    }
    if (more || scroll > 0) && body.height > 0 && area.width > 1 {
        let mark = if more { MORE } else { "↑" };
        let columns = width(mark) as u16;
        let place = Rect { x: area.right() - columns, y: body.bottom() - 1, width: columns, height: 1 };
        clear(buffer, place);
        put(buffer, &Line::styled(mark, theme.key()), place);
    }
    if heights.footer == 1 {
        put(buffer, &footer, Rect { y: area.bottom() - 1, height: 1, ..area });
    }
    if let (Some((prompt, input)), true) = (page.input, heights.input == 1) {
        let y = area.bottom() - 1 - heights.footer;
        let prompt = cut(prompt, columns / 2);
        let room = columns.saturating_sub(width(&prompt));
        let (text, cursor) = input.view(room);
        let at = width(&prompt) + cursor;
        put(
            buffer,
            &Line::from(vec![Span::styled(prompt, theme.key()), Span::raw(text)]),
            Rect { y, height: 1, ..area },
        );
        frame.set_cursor_position(Position { x: area.x + (at.min(columns.saturating_sub(1))) as u16, y });
    }
    scroll
}

/// Empties a place, and the character that reaches into it.
fn clear(buffer: &mut Buffer, place: Rect) {
    if place.x > 0 && buffer[(place.x - 1, place.y)].cell_width() > 1 {
        buffer[(place.x - 1, place.y)].reset();
    }
    for x in place.left()..place.right() {
        buffer[(x, place.y)].reset();
    }
}

/// As many keys as fit.
fn footer(keys: &[(&str, String)], columns: usize, theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, what) in keys {
        let wide = width(key) + 1 + width(what) + 2;
        if used + wide > columns + 2 {
            break;
        }
        used += wide;
        spans.push(Span::styled((*key).to_owned(), theme.key()));
        spans.push(Span::styled(format!(" {what}  "), theme.quiet()));
    }
    Line::from(spans)
}
