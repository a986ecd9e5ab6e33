//! The gate to standard output and standard error: nothing goes to a terminal but through here, and nothing that a
//! terminal would obey comes through but what sets words off.

use std::borrow::Cow;
use std::io::{self, Write};

use super::paint;
use crate::text::{escaped_in_json, is_harmful, printable};

/// Text without anything that may not reach a terminal, but for the sequences that set words off.
pub(super) fn let_through(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c == paint::MARK || is_harmful(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let sequence = paint::sequence(rest).unwrap_or_default();
        if !sequence.is_empty() {
            out.push('\u{1b}');
            out.push_str(sequence);
        } else if c != paint::MARK && !is_harmful(c) {
            out.push(c);
        }
        rest = &rest[c.len_utf8() + sequence.len()..];
    }
    Cow::Owned(out)
}

/// What is done with a text before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words: what may not reach a terminal is left out.
    Words,
    /// JSON: it is escaped, so that the values stay what they are.
    Json,
}

/// A writer behind the gate, for what is written piece by piece.
#[derive(Debug)]
pub(super) struct Gate<W: Write> {
    out: W,
    kind: Kind,
    /// The first bytes of a character whose others have not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Gate<W> {
    pub(super) fn new(out: W, kind: Kind) -> Self {
        Self { out, kind, begun: Vec::new() }
    }
}

impl<W: Write> Write for Gate<W> {
    /// Bytes that are no UTF-8 are left out: nothing here writes any.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        for chunk in all.utf8_chunks() {
            let text = match self.kind {
                Kind::Words => printable(chunk.valid()),
                Kind::Json => escaped_in_json(chunk.valid()),
            };
            self.out.write_all(text.as_bytes())?;
            // Only the last can be one that is not whole yet.
            self.begun = match std::str::from_utf8(chunk.invalid()) {
                Err(wrong) if wrong.error_len().is_none() => chunk.invalid().to_vec(),
                _ => Vec::new(),
            };
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::paint::Paint;
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_stays_outside_but_what_sets_words_off() {
        let bold = Paint(true).bold("卷积");
        assert_eq!(let_through(&bold), "\u{1b}[1m卷积\u{1b}[0m");
        assert_eq!(let_through("\u{1b}[31mno\u{fdd0}[8mbody's"), "[31mno[8mbody's");
        assert_eq!(let_through("a\u{1b}[31;5mb\u{1b}]0;title\u{7}c\u{9b}2Jd\u{202e}e\r\n"), "a[31;5mb]0;titlec2Jde\n");
        let curve = Paint(true).curve(7, "*");
        assert_eq!(let_through(&format!("{curve}\u{1b}c")), "\u{1b}[31m*\u{1b}[0mc");
    }

    fn through(kind: Kind, pieces: &[&[u8]]) -> String {
        let mut gate = Gate::new(Vec::new(), kind);
        for piece in pieces {
            gate.write_all(piece).unwrap();
        }
        String::from_utf8(gate.out).unwrap()
    }

    proptest! {
        #[test]
        fn however_a_text_is_cut_into_pieces_the_same_comes_through(text in "\\PC{0,8}[\u{1b}\u{9b}\u{202e}梯\t\n]{0,6}\\PC{0,8}", at in any::<usize>()) {
            let bytes = text.as_bytes();
            let (head, tail) = bytes.split_at(at % (bytes.len() + 1));
            prop_assert_eq!(through(Kind::Words, &[head, tail]), printable(&text));
            let json = serde_json::to_string(&text).unwrap();
            let (head, tail) = json.as_bytes().split_at(at % (json.len() + 1));
            let written = through(Kind::Json, &[head, tail]);
            prop_assert!(!written.contains(is_harmful));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
