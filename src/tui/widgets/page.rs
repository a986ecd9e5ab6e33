//! A page: a title, rows of styled text of which a window is shown, a notice, and a footer with the keys.

use std::num::NonZeroU16;

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth as _};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::input::Input;
use super::rows::Rows;
use crate::text::{capital, cut, width, wrap};
use crate::tui::message::Message;
use crate::tui::theme::Theme;

/// The mark, at the right edge of the last row, that there is more below.
pub const MORE: &str = "↓";

/// A key and its word, as a footer has them.
type Shown = (String, String);

/// A line being typed, with its prompt.
pub type Typed<'a> = (String, &'a Input);

/// What stands on a page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The title, at the top left.
    pub title: String,
    /// What stands at the top right.
    pub corner: String,
    /// What stands under the title, where there is a row to spare: how far one has come.
    pub under: Vec<(String, Style)>,
    /// The rows, of which a window is seen.
    pub rows: Rows,
    /// The first row that is seen; the row in focus is kept in view.
    pub scroll: usize,
    /// What must not be missed: it stands above the line being typed and the footer, however long the page is.
    pub notice: Option<String>,
    /// What stands below the rows and is always seen: what can be chosen, where that must not be scrolled to.
    pub below: Rows,
}

/// What stands below a page.
#[derive(Clone, Debug)]
pub struct Foot<'a> {
    /// Keys and what they do, as many as fit.
    pub keys: Vec<Shown>,
    /// What is always there, at the right: help.
    pub last: Shown,
    /// The line being typed.
    pub typed: Option<Typed<'a>>,
}

/// The heights of a page: the footer, the line being typed, what is always seen, the notice, the gap under the title, the
/// rows that are seen.
#[derive(Clone, Copy, Debug)]
struct Heights {
    footer: u16,
    input: u16,
    below: u16,
    notice: u16,
    gap: u16,
    body: u16,
}

impl Heights {
    fn of(size: Size, typing: bool, notice: Option<&str>, below: usize) -> Self {
        let height = size.height;
        let (footer, input) = (u16::from(height > 3), u16::from(typing && height > 1));
        let left = height.saturating_sub(1 + footer + input);
        let below = (below as u16).min(left / 2);
        let left = left - below;
        let notice = notice.map_or(0, |notice| wrap(notice, size.width.into()).len() as u16);
        let notice = notice.min((left / 2).max(u16::from(left > 0)));
        let body = left - notice;
        let gap = u16::from(body > 8);
        Self { footer, input, below, notice, gap, body: body - gap }
    }
}

/// How many rows are seen of a page of this size, with a line being typed or without, and above a notice.
#[must_use]
pub fn window(size: Size, typing: bool, notice: Option<&str>) -> usize {
    window_over(size, typing, notice, 0)
}

/// The same above so many rows that are always seen.
#[must_use]
pub fn window_over(size: Size, typing: bool, notice: Option<&str>, below: usize) -> usize {
    usize::from(Heights::of(size, typing, notice, below).body)
}

impl Page {
    /// The first row that is seen in a window of so many: the row in focus is in view.
    fn first(&self, visible: usize) -> usize {
        let scroll = self.scroll.min(self.rows.len().saturating_sub(visible));
        match self.rows.focus {
            Some(focus) => scroll.min(focus).max((focus + 1).saturating_sub(visible)),
            None => scroll,
        }
    }

    /// Its heights; a line that is typed among the rows takes none of its own.
    fn heights(&self, size: Size, typing: bool) -> Heights {
        let typing = typing && self.rows.cursor.is_none();
        Heights::of(size, typing, self.notice.as_deref(), self.below.len())
    }

    /// What a click at a column and a row of the terminal means, if anything.
    #[must_use]
    pub fn at(&self, size: Size, typing: bool, (column, row): (u16, u16)) -> Option<Message> {
        let heights = self.heights(size, typing);
        let under = row.checked_sub(1 + heights.gap)?;
        if under >= heights.body {
            let row = under.checked_sub(heights.body + heights.notice).filter(|row| *row < heights.below)?;
            return self.below.at(row.into(), column.into()).cloned();
        }
        let below = under;
        let row = self.first(heights.body.into()) + usize::from(below);
        self.rows.at(row, column.into()).cloned()
    }
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

/// Draws a page.
pub fn draw(frame: &mut Frame<'_>, page: &Page, foot: &Foot<'_>, theme: Theme) {
    let area = frame.area();
    if area.height == 0 || area.width == 0 {
        return;
    }
    let columns = usize::from(area.width);
    let corner = cut(&page.corner, columns);
    let title = cut(&capital(&page.title), columns.saturating_sub(width(&corner) + 1));
    let gap = columns.saturating_sub(width(&title) + width(&corner));
    let head = Line::from(vec![
        Span::styled(title, theme.title()),
        Span::raw(" ".repeat(gap)),
        Span::styled(corner, theme.quiet()),
    ]);
    let heights = page.heights(area.into(), foot.typed.is_some());
    let body = Rect { y: area.y + 1 + heights.gap, height: heights.body, ..area };
    let visible = usize::from(body.height);
    let scroll = page.first(visible);
    let rows = &page.rows.rows;
    let more = rows.len() > scroll + visible;
    let buffer = frame.buffer_mut();
    put(buffer, &head, Rect { height: 1, ..area });
    if heights.gap > 0 {
        let under = page.under.iter().map(|(text, style)| Span::styled(text.clone(), *style)).collect();
        put(buffer, &under, Rect { y: area.y + 1, height: 1, ..area });
    }
    for (at, row) in rows.iter().skip(scroll).take(visible).enumerate() {
        put(buffer, row, Rect { y: body.y + at as u16, height: 1, ..body });
    }
    if (more || scroll > 0) && body.height > 0 && area.width > 1 {
        let mark = if more { MORE } else { "↑" };
        let columns = width(mark) as u16;
        let last = Rect { x: area.right() - columns, y: body.bottom() - 1, width: columns, height: 1 };
        // Where the last row is full it stands above the first one.
        let is_free = (last.left()..last.right()).all(|x| buffer[(x, last.y)].symbol().trim().is_empty());
        let place = if is_free || heights.gap == 0 { last } else { Rect { y: area.y + 1, ..last } };
        clear(buffer, place);
        put(buffer, &Line::styled(mark, theme.key()), place);
    }
    let notice = page.notice.iter().flat_map(|notice| wrap(notice, columns)).take(heights.notice.into());
    for (y, row) in (body.bottom()..).zip(notice) {
        put(buffer, &Line::styled(row, theme.caution()), Rect { y, height: 1, ..area });
    }
    let first = body.bottom() + heights.notice;
    for (y, row) in (first..).zip(page.below.rows.iter().take(heights.below.into())) {
        put(buffer, row, Rect { y, height: 1, ..area });
    }
    if heights.footer == 1 {
        put(buffer, &footer(foot, columns, theme), Rect { y: area.bottom() - 1, height: 1, ..area });
    }
    if let Some((row, column)) = page.rows.cursor {
        let y = row.checked_sub(scroll).filter(|row| *row < visible).map(|row| body.y + row as u16);
        if let Some(y) = y {
            frame.set_cursor_position(Position { x: area.x + (column.min(columns.saturating_sub(1))) as u16, y });
        }
        return;
    }
    if let (Some((prompt, input)), true) = (&foot.typed, heights.input == 1) {
        let y = area.bottom() - 1 - heights.footer;
        let prompt = shortened(prompt, columns / 2);
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
}

/// What stands before a line being typed, in so many columns: it ends as it does, so that what is typed stands apart.
fn shortened(prompt: &str, columns: usize) -> String {
    if width(prompt) <= columns {
        return prompt.to_owned();
    }
    let words = prompt.trim_end_matches([':', '：', '=', ' ']);
    let end = &prompt[words.len()..];
    cut(words, columns.saturating_sub(width(end))) + end
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

/// As many keys as fit, and, at the right, help.
fn footer(foot: &Foot<'_>, columns: usize, theme: Theme) -> Line<'static> {
    let wide = |(key, what): &Shown| width(key) + 1 + width(what);
    let mut spans = Vec::new();
    let mut add = |(key, what): &Shown| {
        spans.push(Span::styled(key.clone(), theme.key()));
        spans.push(Span::styled(format!(" {what}"), theme.quiet()));
        spans.push(Span::raw("  "));
    };
    let last = wide(&foot.last);
    let mut used = 0;
    for hint in &foot.keys {
        if used + wide(hint) + 2 + last > columns {
            break;
        }
        used += wide(hint) + 2;
        add(hint);
    }
    if used + last <= columns {
        add(&foot.last);
        spans.pop();
        let gap = columns - used - last;
        spans.insert(spans.len() - 2, Span::raw(" ".repeat(gap)));
    }
    Line::from(spans)
}
