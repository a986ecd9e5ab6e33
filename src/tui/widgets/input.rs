//! One line of text with a cursor; characters may be two columns wide.

use crate::text::{is_harmful, width};
use crate::tui::message::Message;

/// Bytes that a line may have, as in sessions without a screen.
const LONGEST: usize = 1 << 16;

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    /// Byte of the cursor.
    at: usize,
}

impl Input {
    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Empties the line.
    pub fn clear(&mut self) {
        self.text.clear();
        self.at = 0;
    }

    /// Takes a key; tells whether it was one for a line of text.
    pub fn update(&mut self, message: &Message) -> bool {
        match message {
            Message::Char(c) => self.insert(&c.to_string()),
            Message::Paste(text) => self.insert(text.lines().next().unwrap_or_default()),
            Message::Erase => {
                if let Some(c) = self.text[..self.at].chars().next_back() {
                    self.at -= c.len_utf8();
                    self.text.remove(self.at);
                }
            }
            Message::Delete => {
                if self.at < self.text.len() {
                    self.text.remove(self.at);
                }
            }
            Message::Left => self.at -= self.text[..self.at].chars().next_back().map_or(0, char::len_utf8),
            Message::Right => self.at += self.text[self.at..].chars().next().map_or(0, char::len_utf8),
            Message::Home => self.at = 0,
            Message::End => self.at = self.text.len(),
            _ => return false,
        }
        true
    }

    fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let mut clean = String::new();
        for c in text.chars().filter(|c| !is_harmful(*c) && *c != '\t') {
            if clean.len() + c.len_utf8() > room {
                break;
            }
            clean.push(c);
        }
        self.text.insert_str(self.at, &clean);
        self.at += clean.len();
    }

    /// The part of the line that fits into `columns`, and the column of the cursor in it.
    #[must_use]
    pub fn view(&self, columns: usize) -> (String, usize) {
        let room = columns.saturating_sub(1).max(1);
        let before = fitting(self.text[..self.at].chars().rev(), room);
        let from = self.at - before;
        let to = from + fitting(self.text[from..].chars(), room);
        (self.text[from..to].to_owned(), width(&self.text[from..self.at]))
    }
}

/// Bytes of the first characters that fit into `room` columns.
fn fitting(characters: impl Iterator<Item = char>, room: usize) -> usize {
    let (mut columns, mut bytes) = (0, 0);
    for c in characters {
        columns += width(c.encode_utf8(&mut [0; 4]));
        if columns > room {
            break;
        }
        bytes += c.len_utf8();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_edited_whole() {
        let mut input = Input::default();
        for c in "卷积x".chars() {
            input.update(&Message::Char(c));
        }
        assert_eq!(input.view(10), ("卷积x".to_owned(), 5));
        input.update(&Message::Left);
        input.update(&Message::Erase);
        assert_eq!((input.text(), input.view(10).1), ("卷x", 2));
        input.update(&Message::Paste("\u{1b}[31m红\nzweite".to_owned()));
        assert_eq!(input.text(), "卷[31m红x");
    }

    #[test]
    fn the_cursor_stays_in_view() {
        let mut input = Input::default();
        input.update(&Message::Paste("0123456789".to_owned()));
        assert_eq!(input.view(5), ("6789".to_owned(), 4));
        input.update(&Message::Home);
        assert_eq!(input.view(5), ("0123".to_owned(), 0));
    }

    #[test]
    fn a_long_paste_is_cut_and_drawn_at_once() {
        let mut input = Input::default();
        for _ in 0..3 {
            input.update(&Message::Paste("卷".repeat(400_000)));
        }
        assert!(input.text().len() <= LONGEST && input.text().len() > LONGEST - 3);
        let start = std::time::Instant::now();
        for _ in 0..1000 {
            assert_eq!(input.view(11), ("卷".repeat(5), 10));
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?}", start.elapsed());
    }
}
