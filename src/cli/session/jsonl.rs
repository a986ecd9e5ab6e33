//! JSON lines: each event is an object on a line of its own.

use std::io::{self, Write};

use super::Face;
use crate::study::{Event, Missed};

/// Prints events as they are.
#[derive(Debug)]
pub(super) struct JsonLines;

impl Face for JsonLines {
    fn show(&mut self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        out.write_all(&line)
    }

    /// The summary is the last line.
    fn look_back(&mut self, _: &[Missed], _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
