//! What somebody wrote, as it stands in a sentence of the program.

use std::borrow::Cow;

use super::{cut, is_harmful};

/// The text with what would not be seen, or would make a line of its own, as an escape: `\u{202e}`, `\n`. Left out, it would
/// make a sentence false.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| is_harmful(c) || matches!(c, '\n' | '\t');
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unseen(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// The same, cut to so many columns.
#[must_use]
pub fn repeated(text: &str, columns: usize) -> Cow<'_, str> {
    // A text has no more columns than bytes.
    let text = visible(text);
    if text.len() <= columns { text } else { Cow::Owned(cut(&text, columns)) }
}

/// One line: what would break it is told by an escape.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.replace('\n', "\\n")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_told_and_what_is_long_is_cut() {
        assert_eq!(visible("卷积 conv"), "卷积 conv");
        assert_eq!(visible("\u{202e}a\tb\n\u{1b}[31m"), r"\u{202e}a\tb\n\u{1b}[31m");
        assert_eq!(repeated(&"长".repeat(60), 20), format!("{}…", "长".repeat(9)));
        assert_eq!(repeated("短", 20), "短");
        assert_eq!(one_line("a\nRight answer: B"), r"a\nRight answer: B");
    }
}
