//! A page: a title, rows of styled text of which a window is shown, and a footer with the keys.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::input::Input;
use crate::text::{cut, width, wrap};
use crate::tui::theme::Theme;

/// Rows of styled text, wrapped to a width.
#[derive(Debug, Default)]
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
    frame.render_widget(head, Rect { height: 1, ..area });
    let footer = footer(page.keys, columns, theme);
    let footer_height = u16::from(area.height > 3);
    let input_height = u16::from(page.input.is_some() && area.height > 1);
    let body_height = area.height.saturating_sub(1 + footer_height + input_height);
    let gap_under_title = u16::from(body_height > 8);
    let body = Rect { y: area.y + 1 + gap_under_title, height: body_height - gap_under_title, ..area };
    let visible = usize::from(body.height);
    let mut scroll = scroll.min(rows.rows.len().saturating_sub(visible));
    if let Some(focus) = rows.focus {
        scroll = scroll.min(focus).max((focus + 1).saturating_sub(visible));
    }
    let more = rows.rows.len() > scroll + visible;
    for (at, row) in rows.rows.into_iter().skip(scroll).take(visible).enumerate() {
        frame.render_widget(row, Rect { y: body.y + at as u16, height: 1, ..body });
    }
    if (more || scroll > 0) && body.height > 0 && area.width > 1 {
        let mark = if more { "↓" } else { "↑" };
        let place = Rect { x: area.right() - 1, y: body.bottom() - 1, width: 1, height: 1 };
        frame.render_widget(Line::styled(mark, theme.key()), place);
    }
    if let (Some((prompt, input)), true) = (page.input, input_height == 1) {
        let y = area.bottom() - 1 - footer_height;
        let prompt = cut(prompt, columns / 2);
        let room = columns.saturating_sub(width(&prompt));
        let (text, cursor) = input.view(room);
        let at = width(&prompt) + cursor;
        let line = Line::from(vec![Span::styled(prompt, theme.key()), Span::raw(text)]);
        frame.render_widget(line, Rect { y, height: 1, ..area });
        frame.set_cursor_position(Position { x: area.x + (at.min(columns.saturating_sub(1))) as u16, y });
    }
    if footer_height == 1 {
        frame.render_widget(footer, Rect { y: area.bottom() - 1, height: 1, ..area });
    }
    scroll
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
