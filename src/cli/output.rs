//! The only places of the command line that write, through the gate: data to standard output, messages to standard
//! error.

#![allow(clippy::disallowed_methods, reason = "the place that all others write through")]

use std::io::{self, IsTerminal as _, Stdout, StdoutLock, Write};

use super::failure::Failure;
use super::gate::{Gate, Kind, let_through};
use crate::text::{one_line, printable, width, wrap};
use crate::tui::widgets::pane;

/// Columns by which a further row of a line that is too long is moved in.
const FURTHER: usize = 2;

/// How many columns standard output has: those of the terminal that it is, else those that the environment tells of;
/// nothing where rows may be as long as they are.
#[must_use]
pub fn columns() -> Option<usize> {
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    let columns = if is_terminal() { of_terminal().or_else(told) } else { told() };
    columns.filter(|columns| *columns > 0)
}

fn of_terminal() -> Option<usize> {
    crossterm::terminal::size().ok().map(|(columns, _)| columns.into())
}

/// Text of which no line is longer than so many columns: what is too long goes on in the next row, a little further in.
#[must_use]
pub fn fitted(text: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns.filter(|columns| text.lines().any(|line| width(line) > *columns)) else {
        return text.to_owned();
    };
    let mut out = String::new();
    for line in text.lines() {
        let words = line.trim_start();
        let indent = (line.len() - words.len()).min(columns / 4);
        let further = if width(line) > columns { FURTHER.min(columns / 4) } else { 0 };
        for (at, row) in wrap(words, columns.saturating_sub(indent + further)).into_iter().enumerate() {
            out.push_str(&" ".repeat(if at == 0 { indent } else { indent + further }));
            out.push_str(&row);
            out.push('\n');
        }
    }
    if !text.ends_with('\n') {
        out.pop();
    }
    out
}

/// Whether standard output is a terminal.
#[must_use]
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Standard output as a terminal that is asked something: no words of others go there.
pub(super) fn terminal() -> Stdout {
    io::stdout()
}

/// Standard output, for what is written piece by piece.
pub(super) fn piecewise(kind: Kind) -> Gate<StdoutLock<'static>> {
    Gate::new(io::stdout().lock(), kind)
}

/// Columns that words are read in at most.
const MEASURE: usize = pane::MEASURE as usize;

/// Columns that words have on standard output: those that there are, as far as a line is read with ease.
fn of_words() -> Option<usize> {
    columns().map(|columns| columns.min(MEASURE))
}

/// Writes words to standard output, no line longer than it has columns.
pub fn words(text: &str) -> Result<(), Failure> {
    write(&fitted(&printable(text), of_words()))
}

/// Columns for words that are written piece by piece: those of a terminal. Programs get each line whole.
pub(super) fn columns_of_terminal() -> Option<usize> {
    of_words().filter(|_| is_terminal())
}

/// Writes `text` to standard output, with its line breaks.
pub fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(let_through(text).as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes `text` as one line to standard output: nothing that is shown in it makes a line of its own.
pub fn line(text: &str) -> Result<(), Failure> {
    write(&format!("{}\n", one_line(text)))
}

/// Writes a line each.
pub fn lines(lines: &[String]) -> Result<(), Failure> {
    lines.iter().try_for_each(|text| line(text))
}

/// Words before a verdict, written or not: what a command came to stands, though its reader went away.
pub fn heard(written: Result<(), Failure>) -> Result<(), Failure> {
    match written {
        Err(Failure::ClosedPipe) => Ok(()),
        written => written,
    }
}

/// Writes a value as one line of JSON to standard output.
pub fn json<T: serde::Serialize>(value: &T) -> Result<(), Failure> {
    let json = serde_json::to_string(value).map_err(|why| Failure::Failed(why.to_string()))?;
    line(&crate::text::escaped_in_json(&json))
}

/// Writes a message to standard error; there is nobody left to tell if that fails.
pub fn message(text: &str) {
    let text = printable(text);
    let columns = if io::stderr().is_terminal() { of_terminal() } else { None };
    let mut err = io::stderr().lock();
    let _ = err.write_all(fitted(&text, columns).as_bytes());
    let _ = err.write_all(b"\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_goes_on_further_in_and_others_stay_as_they_are() {
        let text = "one two three four\n  five  six\n\n  卷积层的输出边长\n";
        assert_eq!(fitted(text, Some(12)), "one two\n  three four\n  five  six\n\n  卷积层的\n    输出边长\n");
        assert_eq!(fitted(text, None), text);
        assert_eq!(fitted("short", Some(80)), "short");
        for columns in 1..30 {
            let fits = |line: &str| width(line) <= columns.max(2);
            assert!(fitted(text, Some(columns)).lines().all(fits), "{columns}: {}", fitted(text, Some(columns)));
        }
    }
}
