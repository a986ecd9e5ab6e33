//! The record as JSON lines.

use std::io::Write;

use super::error::StoreError;
use super::log::Entry;
use super::record::Record;
use super::{cards, facts, walk};
use crate::schedule::Parameters;

impl Record {
    /// Writes the log, oldest first, then the states of the cards that follow from it. What cannot be read is passed
    /// over: gives the places of such rows.
    pub fn export(&self, out: &mut dyn Write) -> Result<Vec<u64>, StoreError> {
        // One read transaction, so that log and cards are of the same moment.
        let transaction = self.db.unchecked_transaction()?;
        let mut passed_over = Vec::new();
        let unread = walk::each(&transaction, walk::ALL, |row| match walk::sound(row) {
            Some(entry) => line(&entry, out),
            None => {
                passed_over.push(row.get(0)?);
                Ok(())
            }
        })?;
        passed_over.extend(unread);
        passed_over.sort_unstable();
        // The log carries nothing but itself: the states of cards are those of the published parameters, so that they
        // follow from it alone.
        let published = self.scheduler.with(Parameters::default());
        let states = if published.parameters() == self.scheduler.parameters() {
            // Cards that cannot be read are derived: nothing is lost.
            cards::readable(&transaction)?.into_values().flatten().collect()
        } else {
            cards::replayed(&facts::all(&transaction)?, &published)?.into_values().collect::<Vec<_>>()
        };
        for card in states {
            let due = published.due(card.known).to_string();
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
        Ok(passed_over)
    }
}

fn line(entry: &Entry, out: &mut dyn Write) -> Result<(), StoreError> {
    let mut line = serde_json::to_string(entry).map_err(std::io::Error::from)?;
    line = crate::text::escaped_in_json(&line).into_owned();
    line.push('\n');
    out.write_all(line.as_bytes())?;
    Ok(())
}
