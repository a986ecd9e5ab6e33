//! One line of text with a cursor; characters may be two columns wide.

use crate::text::{is_harmful, width};
use crate::tui::message::{Edit, Message};

/// Bytes that a line may have, as in sessions without a screen.
const LONGEST: usize = 1 << 16;

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    /// Byte of the cursor.
    at: usize,
    /// Whether it is a sample, or a value as it was: the first character that is typed takes its place.
    is_sample: bool,
    /// What went last by a key that takes much at once.
    killed: String,
    /// Whether the last key was such a one: what the next takes joins it.
    kills: bool,
}

impl Input {
    /// A line that begins with this text, the cursor behind it.
    #[must_use]
    pub fn with(text: &str) -> Self {
        let mut input = Self::default();
        input.insert(text);
        input
    }

    /// The same as a sample, whose place the first character takes that is typed.
    #[must_use]
    pub fn sample(text: &str) -> Self {
        Self { is_sample: true, ..Self::with(text) }
    }

    /// Makes a sample of what stands there.
    pub const fn settle(&mut self) {
        self.is_sample = true;
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes a key; tells whether it was one for a line of text.
    pub fn update(&mut self, message: &Message) -> bool {
        let was_sample = std::mem::take(&mut self.is_sample);
        let went_on = std::mem::take(&mut self.kills);
        if was_sample && matches!(message, Message::Char(_) | Message::Paste(_)) {
            self.remove(0..self.text.len());
        }
        match message {
            Message::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Message::Paste(text) => self.paste(text),
            Message::Erase => self.remove(self.left()..self.at),
            Message::Delete | Message::Edit(Edit::DeleteNext) => self.remove(self.at..self.right()),
            Message::Left | Message::Edit(Edit::Left) => self.at = self.left(),
            Message::Right | Message::Edit(Edit::Right) => self.at = self.right(),
            Message::Home | Message::Edit(Edit::Start) => self.at = 0,
            Message::End | Message::Edit(Edit::End) => self.at = self.text.len(),
            Message::Edit(Edit::KillBefore) => self.kill(0..self.at, went_on),
            Message::Edit(Edit::KillAfter) => self.kill(self.at..self.text.len(), went_on),
            Message::Edit(Edit::KillWord) => self.kill(self.word_left()..self.at, went_on),
            Message::Edit(Edit::KillWordAfter) => self.kill(self.at..self.word_right(), went_on),
            Message::Edit(Edit::Yank) => self.insert(&self.killed.clone()),
            Message::Edit(Edit::WordLeft) => self.at = self.word_left(),
            Message::Edit(Edit::WordRight) => self.at = self.word_right(),
            _ => {
                (self.is_sample, self.kills) = (was_sample, went_on);
                return false;
            }
        }
        true
    }

    /// Where the character before the cursor begins, as it is seen: with the marks that stand over it.
    fn left(&self) -> usize {
        let mut before = self.text[..self.at].char_indices().rev();
        let base = before.find(|(_, c)| width(c.encode_utf8(&mut [0; 4])) > 0);
        base.map_or(0, |(at, _)| at)
    }

    /// Where the character at the cursor ends, as it is seen.
    fn right(&self) -> usize {
        let mut after = self.text[self.at..].char_indices().skip(1);
        let next = after.find(|(_, c)| width(c.encode_utf8(&mut [0; 4])) > 0);
        next.map_or(self.text.len(), |(at, _)| self.at + at)
    }

    fn word_left(&self) -> usize {
        let before = self.text[..self.at].trim_end();
        before.rfind(char::is_whitespace).map_or(0, |at| {
            let space = before[at..].chars().next().map_or(0, char::len_utf8);
            at + space
        })
    }

    fn word_right(&self) -> usize {
        let after = &self.text[self.at..];
        let start = after.len() - after.trim_start().len();
        after[start..].find(char::is_whitespace).map_or(self.text.len(), |at| self.at + start + at)
    }

    /// Takes something out that can be brought back, with what the key before took out where keys follow one another.
    fn kill(&mut self, bytes: std::ops::Range<usize>, went_on: bool) {
        let gone = &self.text[bytes.clone()];
        self.killed = match (went_on, bytes.start < self.at) {
            (false, _) => gone.to_owned(),
            (true, true) => format!("{gone}{}", self.killed),
            (true, false) => format!("{}{gone}", self.killed),
        };
        self.kills = true;
        self.remove(bytes);
    }

    fn remove(&mut self, bytes: std::ops::Range<usize>) {
        self.at = bytes.start;
        self.text.drain(bytes);
    }

    /// Lines come one after the other, a space between them, and a space for each tab. Terminals send the breaks of lines
    /// as Enter sends them.
    fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
        let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        self.insert(&lines.join(" "));
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

    /// The line in rows of so many columns, broken behind a space where there is one in the second half of a row, with the
    /// row and the column of the cursor.
    #[must_use]
    pub fn lines(&self, columns: usize) -> (Vec<String>, (usize, usize)) {
        // The cursor may stand behind the last character.
        let room = columns.saturating_sub(1).max(1);
        let mut starts = vec![0];
        let (mut wide, mut space) = (0, None);
        for (at, c) in self.text.char_indices() {
            let columns = width(c.encode_utf8(&mut [0; 4]));
            if wide + columns > room {
                let start = space.take().unwrap_or(at);
                starts.push(start);
                wide = width(&self.text[start..at]);
            }
            wide += columns;
            if c == ' ' && wide > room / 2 {
                space = Some(at + 1);
            }
        }
        let row = starts.iter().rposition(|start| *start <= self.at).unwrap_or_default();
        let column = width(&self.text[starts[row]..self.at]);
        let ends = starts.iter().skip(1).copied().chain([self.text.len()]);
        let lines = starts.iter().zip(ends).map(|(start, end)| self.text[*start..end].to_owned()).collect();
        (lines, (row, column))
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

/// The rows of a matrix that was pasted row by row, in one line: a break between two rows is a semicolon. Of numbers one
/// below the other a list; nothing of what is one line, or has brackets of its own.
#[must_use]
pub fn matrix(text: &str) -> Option<String> {
    let rows: Vec<&str> = text.split(['\n', '\r']).map(|row| row.trim().trim_end_matches([',', ';'])).collect();
    let rows: Vec<&str> = rows.into_iter().filter(|row| !row.is_empty()).collect();
    let is_number = |c: char| c.is_ascii_digit() || ".,-+/*eE×−，".contains(c) || c.is_whitespace();
    if rows.len() < 2 || !rows.iter().all(|row| row.chars().all(is_number)) {
        return None;
    }
    let is_several = |row: &&str| row.contains([',', '，']) || row.contains(char::is_whitespace);
    Some(rows.join(if rows.iter().any(is_several) { ";" } else { "," }))
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
        assert_eq!(input.text(), "卷[31m红 zweitex");
    }

    #[test]
    fn the_first_character_takes_the_place_of_a_value_as_it_was_and_a_key_of_editing_keeps_it() {
        let typed = |keys: &[Message]| {
            let mut input = Input::sample("30");
            for key in keys {
                input.update(key);
            }
            input.text().to_owned()
        };
        let five = Message::Char('5');
        assert_eq!(typed(std::slice::from_ref(&five)), "5");
        assert_eq!(typed(&[Message::Paste("45".to_owned())]), "45");
        assert_eq!(typed(&[Message::End, five.clone()]), "305");
        assert_eq!(typed(&[Message::Erase, five.clone()]), "35");
        assert_eq!(typed(&[Message::Up, five.clone(), five]), "55", "a key that is none of the line changes nothing");
    }

    #[test]
    fn a_line_is_edited_as_in_a_shell() {
        let mut input = Input::with("abc  def ghi");
        let mut edit = |edits: &[Message]| {
            for message in edits {
                assert!(input.update(message), "{message:?}");
            }
            let (before, after) = input.text.split_at(input.at);
            format!("{before}|{after}")
        };
        let key = Message::Edit;
        assert_eq!(edit(&[key(Edit::KillWord)]), "abc  def |");
        assert_eq!(edit(&[key(Edit::WordLeft)]), "abc  |def ");
        assert_eq!(edit(&[key(Edit::WordLeft)]), "|abc  def ");
        assert_eq!(edit(&[key(Edit::WordRight), key(Edit::WordRight)]), "abc  def| ");
        assert_eq!(edit(&[key(Edit::Start), Message::Char('X'), key(Edit::End), Message::Char('Y')]), "Xabc  def Y|");
        assert_eq!(edit(&[Message::Left, Message::Left, key(Edit::KillAfter)]), "Xabc  def|");
        assert_eq!(edit(&[key(Edit::KillBefore), key(Edit::KillBefore)]), "|");
        assert_eq!(edit(&[key(Edit::KillWord), key(Edit::WordLeft), key(Edit::WordRight)]), "|");
    }

    #[test]
    fn what_went_comes_back_and_keys_that_follow_one_another_take_it_together() {
        let mut input = Input::with("abc def ghi");
        let mut edit = |edits: &[Edit]| {
            for edit in edits {
                assert!(input.update(&Message::Edit(*edit)), "{edit:?}");
            }
            let (before, after) = input.text.split_at(input.at);
            format!("{before}|{after}")
        };
        assert_eq!(edit(&[Edit::KillWord, Edit::KillWord, Edit::Yank]), "abc def ghi|");
        assert_eq!(edit(&[Edit::Start, Edit::KillWordAfter, Edit::KillWordAfter]), "| ghi");
        assert_eq!(edit(&[Edit::End, Edit::Yank, Edit::Yank]), " ghiabc defabc def|");
        assert_eq!(
            edit(&[Edit::KillBefore, Edit::Yank, Edit::Start, Edit::Right, Edit::DeleteNext]),
            " |hiabc defabc def"
        );
        assert_eq!(edit(&[Edit::Left, Edit::KillAfter, Edit::Left, Edit::Yank]), " hiabc defabc def|");
    }

    #[test]
    fn a_mark_over_a_letter_goes_with_its_letter() {
        let mut input = Input::with("ae\u{301}x");
        for message in [Message::Left, Message::Erase] {
            input.update(&message);
        }
        assert_eq!(input.text(), "ax");
        let mut input = Input::with("ae\u{301}x");
        for message in [Message::Home, Message::Right, Message::Delete] {
            input.update(&message);
        }
        assert_eq!(input.text(), "ax");
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
    fn a_long_line_is_seen_whole_and_the_cursor_in_it() {
        let mut input = Input::with("one two three 卷积 four");
        assert_eq!(input.lines(40), (vec!["one two three 卷积 four".to_owned()], (0, 23)));
        let (rows, cursor) = input.lines(11);
        assert_eq!((rows, cursor), (vec!["one two ".to_owned(), "three ".into(), "卷积 four".into()], (2, 9)));
        input.update(&Message::Home);
        assert_eq!(input.lines(11).1, (0, 0));
        for columns in 0..30 {
            let (rows, (row, column)) = input.lines(columns);
            assert!(rows.concat() == input.text() && row < rows.len() && column <= columns.max(2), "{columns}");
        }
        assert_eq!(Input::default().lines(9), (vec![String::new()], (0, 0)));
    }

    #[test]
    fn pasted_lines_stand_one_after_the_other_however_they_are_broken() {
        for text in ["first\rsecond\tline", "first\r\nsecond line\r\n", "first\n\nsecond line"] {
            let mut input = Input::default();
            input.update(&Message::Paste(text.to_owned()));
            assert_eq!(input.text(), "first second line", "{text:?}");
        }
    }

    #[test]
    fn the_rows_of_a_pasted_matrix_are_rows() {
        for (text, line) in [
            ("1,0\n0,1", Some("1,0;0,1")),
            ("1 0\r\n0 1\r\n", Some("1 0;0 1")),
            ("1,0;\n-0.5,1e3;\n", Some("1,0;-0.5,1e3")),
            ("1\t0\r0\t1", Some("1\t0;0\t1")),
            ("1\n2\n3", Some("1,2,3")),
            ("1,0;0,1", None),
            ("[[1,0],\n[0,1]]", None),
            ("first line\nsecond", None),
        ] {
            assert_eq!(matrix(text).as_deref(), line, "{text:?}");
        }
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
