//! The only places of the command line that write: data to standard output, messages to standard error.

use std::io::{self, Write};

use super::failure::Failure;

/// Writes `text` to standard output, as it is.
pub fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes `text` and a line break to standard output.
pub fn line(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
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

/// Writes a message to standard error, without what may not reach a terminal: it may repeat what was typed or read.
/// There is nobody left to tell if that fails.
pub fn message(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(crate::text::printable(text).as_bytes());
    let _ = err.write_all(b"\n");
}
