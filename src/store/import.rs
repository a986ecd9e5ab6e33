//! Reading an export back.
//!
//! On an empty record every row keeps its place. On one that has rows already, rows that are there are passed over
//! (equal in everything but their place; of equal ones as many as there are) and the others come after the last.

use std::collections::HashMap;
use std::io::BufRead;

use rusqlite::{Connection, TransactionBehavior};

use super::cards;
use super::error::StoreError;
use super::log::{self, Entry, Of};
use super::record::Record;
use crate::schedule::read_time;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows of the log that were added.
    pub added: usize,
    /// Rows that were there already.
    pub known: usize,
}

impl Record {
    /// Reads the lines of an export. A line that is wrong leaves the record as it was.
    pub fn import(&mut self, input: &mut dyn BufRead) -> Result<Imported, StoreError> {
        let entries = read(input)?;
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut present = present(&transaction)?;
        let empty = present.is_empty();
        let mut places: HashMap<u64, u64> = HashMap::new();
        let mut imported = Imported::default();
        for (line, entry) in entries {
            let wrong = |why: String| StoreError::Import { line, why };
            let (seq, moved) = match &entry {
                Entry::Answer { seq, .. } => (*seq, entry.clone()),
                Entry::Undo { seq, at, undoes } => {
                    let undoes = *places.get(undoes).ok_or_else(|| wrong(format!("no row {undoes} to take back")))?;
                    (*seq, Entry::Undo { seq: *seq, at: at.clone(), undoes })
                }
                Entry::Card { .. } => continue,
            };
            let place = match present.get_mut(&fingerprint(&moved)).and_then(Vec::pop) {
                Some(place) => {
                    imported.known += 1;
                    place
                }
                None => {
                    imported.added += 1;
                    let place = if empty { seq } else { 0 };
                    log::append(&transaction, &placed(moved, place)).map_err(|e| wrong(e.to_string()))?
                }
            };
            places.insert(seq, place);
        }
        cards::rebuild(&transaction, None, &self.scheduler)?;
        transaction.commit()?;
        Ok(imported)
    }
}

/// The entries of an export with their lines, each checked on its own and for the order of its place.
fn read(input: &mut dyn BufRead) -> Result<Vec<(usize, Entry)>, StoreError> {
    let mut entries = Vec::new();
    let mut last = 0;
    for (text, line) in input.lines().zip(1..) {
        let text = text?;
        if text.trim().is_empty() {
            continue;
        }
        let wrong = |why: String| StoreError::Import { line, why };
        let entry: Entry = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        if let Entry::Answer { seq, at, .. } | Entry::Undo { seq, at, .. } = &entry {
            if *seq <= last || i64::try_from(*seq).is_err() {
                return Err(wrong(format!("seq {seq} does not come after {last}")));
            }
            last = *seq;
            if read_time(at).is_none() {
                return Err(wrong(format!("at {at:?} is not an RFC 3339 time")));
            }
        }
        if let Entry::Answer { of, given, rating, score, .. } = &entry {
            let fits = match of {
                Of::Card => rating.is_some_and(|r| (1..=4).contains(&r)) && given.is_none() && score.is_none(),
                Of::Question | Of::Exercise => rating.is_none() && given.is_some() && score.is_some_and(f64::is_finite),
            };
            if !fits {
                return Err(wrong(format!("not what a {} row has", of.key())));
            }
        }
        entries.push((line, entry));
    }
    Ok(entries)
}

/// The places of the rows that are there, by what they say; the first place last.
fn present(db: &Connection) -> Result<HashMap<String, Vec<u64>>, StoreError> {
    let mut statement = db.prepare(&format!("SELECT {} FROM log ORDER BY seq DESC", log::COLUMNS))?;
    let mut rows = statement.query([])?;
    let mut present: HashMap<String, Vec<u64>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let entry = log::entry(row)?;
        if let Entry::Answer { seq, .. } | Entry::Undo { seq, .. } = entry {
            present.entry(fingerprint(&entry)).or_default().push(seq);
        }
    }
    Ok(present)
}

/// What an entry says but for its place.
fn fingerprint(entry: &Entry) -> String {
    serde_json::to_string(&placed(entry.clone(), 0)).unwrap_or_default()
}

fn placed(mut entry: Entry, place: u64) -> Entry {
    if let Entry::Answer { seq, .. } | Entry::Undo { seq, .. } = &mut entry {
        *seq = place;
    }
    entry
}
