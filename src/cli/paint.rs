//! How words are set off on a terminal that has colours.

/// Ends what was set off.
const END: &str = "\u{1b}[0m";

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const GREEN: &str = "\u{1b}[1;32m";

/// Of curves: cyan, red, green, magenta, yellow, blue.
const CURVES: [&str; 6] = ["\u{1b}[36m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[35m", "\u{1b}[33m", "\u{1b}[34m"];

/// The sequence that a text begins with, of those that set words off.
pub(super) fn sequence(text: &str) -> Option<&'static str> {
    [END, BOLD, DIM, GREEN].into_iter().chain(CURVES).find(|sequence| text.starts_with(sequence))
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
        if self.0 { format!("{begin}{text}{END}") } else { text.to_owned() }
    }
}
