//! The record as JSON lines.

use std::io::Write;

use super::error::StoreError;
use super::log::{self, Entry};
use super::record::Record;

impl Record {
    /// Writes the log, oldest first, then the states of the cards that follow from it.
    pub fn export(&self, out: &mut dyn Write) -> Result<(), StoreError> {
        // One read transaction, so that log and cards are of the same moment.
        let transaction = self.db.unchecked_transaction()?;
        let mut statement = transaction.prepare(&format!("SELECT {} FROM log ORDER BY seq", log::COLUMNS))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            line(&log::entry(row)?, out)?;
        }
        for card in super::cards::all_kept(&transaction)? {
            let due = self.scheduler.due(card.known).to_string();
            let memory = card.known.memory;
            line(
                &Entry::Card {
                    id: card.id,
                    stability: memory.stability,
                    difficulty: memory.difficulty,
                    due,
                    reviews: card.reviews,
                },
                out,
            )?;
        }
        out.flush()?;
        Ok(())
    }
}

fn line(entry: &Entry, out: &mut dyn Write) -> Result<(), StoreError> {
    let mut line = serde_json::to_vec(entry).map_err(std::io::Error::from)?;
    line.push(b'\n');
    out.write_all(&line)?;
    Ok(())
}
