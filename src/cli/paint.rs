//! How words are set off on a terminal that has colours.
//!
//! In front of the gate a sequence begins with a character that no text has, so that none of a file, an answer or an
//! argument is taken for one.

/// What stands in front of the gate where a terminal is sent an escape.
pub(super) const MARK: char = '\u{fdd0}';

/// Ends what was set off.
const END: &str = "[0m";

const BOLD: &str = "[1m";
const DIM: &str = "[2m";
const GREEN: &str = "[1;32m";

/// Of curves: cyan, red, green, magenta, yellow, blue.
const CURVES: [&str; 6] = ["[36m", "[31m", "[32m", "[35m", "[33m", "[34m"];

/// What follows the mark in the sequence that a text begins with, of those that set words off.
pub(super) fn sequence(text: &str) -> Option<&'static str> {
    let rest = text.strip_prefix(MARK)?;
    [END, BOLD, DIM, GREEN].into_iter().chain(CURVES).find(|sequence| rest.starts_with(sequence))
}

/// Sets words off, or leaves them as they are where no colours are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    /// Headings.
    pub(super) fn bold(self, text: &str) -> String {
        self.put(BOLD, text)
    }

    /// What stands beside the matter.
    pub(super) fn dim(self, text: &str) -> String {
        self.put(DIM, text)
    }

    /// Results.
    pub(super) fn green(self, text: &str) -> String {
        self.put(GREEN, text)
    }

    /// What belongs to a curve, counted from 0.
    pub(super) fn curve(self, at: usize, text: &str) -> String {
        self.put(CURVES[at % CURVES.len()], text)
    }

    fn put(self, begin: &str, text: &str) -> String {
        if self.0 { format!("{MARK}{begin}{text}{MARK}{END}") } else { text.to_owned() }
    }
}
