//! A question on the paper.

use crate::study::event::Reading;
use crate::study::item::Item;

/// A question on the paper.
#[derive(Debug)]
pub(super) struct Entry {
    pub item: Item,
    /// Its part, from 0.
    pub part: usize,
    /// Its topic: where it comes in the course, and its title.
    pub topic: (usize, String),
    /// The statements that it tests.
    pub tests: Vec<Reading>,
}

/// What all questions are worth together.
pub(super) fn points(entries: &[Entry]) -> f64 {
    entries.iter().fold(0.0, |sum, entry| sum + entry.item.points)
}
