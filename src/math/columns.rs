//! The columns that a text takes on a terminal.

use std::cell::Cell;

use unicode_width::UnicodeWidthStr as _;

thread_local! {
    static AMBIGUOUS_WIDE: Cell<bool> = const { Cell::new(false) };
}

/// Says, for the thread that writes to the terminal, whether characters of ambiguous width (① → × ≤ √ “ ”) take two
/// columns there, as on terminals set up for Chinese, Japanese or Korean fonts. They take one unless this says so.
pub fn set_ambiguous_wide(wide: bool) {
    AMBIGUOUS_WIDE.set(wide);
}

/// Columns that a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if AMBIGUOUS_WIDE.get() { text.width_cjk() } else { text.width() }
}

/// As many of `piece`, at least one, as fill `columns`.
#[must_use]
pub fn fill(piece: &str, columns: usize) -> String {
    piece.repeat(columns.div_ceil(width(piece).max(1)).max(1))
}
