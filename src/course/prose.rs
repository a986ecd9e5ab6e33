//! Words of the course as a session says them.

use crate::math::render;
use crate::text::printable;

/// The text with its formulas in one line, and nothing in it that could move a terminal's cursor.
#[must_use]
pub fn prose(text: &str) -> String {
    printable(&render::prose(text, render::Target::Line)).into_owned()
}
