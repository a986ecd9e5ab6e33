//! A screen as a picture: the README's pictures are drawn from real screens.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::theme::rgb;
use crate::text::width;

const CELL: (usize, usize) = (9, 19);

/// The colour of text that has none of its own.
const TEXT: [u8; 3] = [0xeb, 0xdb, 0xb2];

/// The buffer as an SVG.
#[must_use]
pub fn svg(buffer: &Buffer) -> String {
    let area = buffer.area();
    let (wide, high) = (usize::from(area.width) * CELL.0 + 24, usize::from(area.height) * CELL.1 + 24);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" font-family=\"Sarasa Mono SC, Noto Sans Mono CJK SC, monospace\" font-size=\"15\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1d2021\"/>\n"
    );
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let cell = &buffer[(area.x + x, area.y + y)];
            let columns = width(cell.symbol()).max(1);
            let (left, top) = (usize::from(x) * CELL.0 + 12, usize::from(y) * CELL.1 + 12);
            let reversed = cell.modifier.contains(Modifier::REVERSED);
            if reversed {
                let _ = writeln!(
                    out,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"#ebdbb2\"/>",
                    columns * CELL.0,
                    CELL.1
                );
            }
            if cell.symbol() != " " {
                let fill = if reversed { "#1d2021".to_owned() } else { color(cell.fg) };
                let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
                let text = cell.symbol().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let base = top + 15;
                let _ = writeln!(out, "<text x=\"{left}\" y=\"{base}\" fill=\"{fill}\"{weight}>{text}</text>");
            }
            x += columns as u16;
        }
    }
    out.push_str("</svg>\n");
    out
}

fn color(color: Color) -> String {
    let [r, g, b] = rgb(color).unwrap_or(TEXT);
    format!("#{r:02x}{g:02x}{b:02x}")
}
