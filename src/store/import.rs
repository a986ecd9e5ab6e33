//! Reading an export back.
//!
//! On an empty record every row keeps its place, if none is missing between them. On one that has rows already, rows
//! that are there are passed over (equal in everything but their place; of equal ones as many as there are) and the
//! others come after the last.

use std::collections::HashMap;
use std::io::BufRead;

use rusqlite::{Connection, TransactionBehavior};

use super::cards;
use super::error::{ImportFault, StoreError};
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
        let (entries, whole) = read(input)?;
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut present = present(&transaction)?;
        let empty = present.is_empty();
        let mut places: HashMap<u64, u64> = HashMap::new();
        let mut imported = Imported::default();
        for (line, entry) in entries {
            let (seq, moved) = match &entry {
                Entry::Answer { seq, .. } => (*seq, entry.clone()),
                // Each answer is taken back once at most: its place is used up.
                Entry::Undo { seq, at, undoes } => {
                    let fault = || StoreError::Import { line, fault: ImportFault::Undo { undoes: *undoes } };
                    let undoes = places.remove(undoes).ok_or_else(fault)?;
                    (*seq, Entry::Undo { seq: *seq, at: at.clone(), undoes })
                }
                Entry::Card { .. } => continue,
            };
            let answer = matches!(moved, Entry::Answer { .. });
            let place = match present.get_mut(&fingerprint(&moved)).and_then(Vec::pop) {
                Some(place) => {
                    imported.known += 1;
                    place
                }
                None if taken_back(&transaction, &moved)? => {
                    imported.known += 1;
                    continue;
                }
                None => {
                    imported.added += 1;
                    log::append(&transaction, &placed(moved, if empty && whole { seq } else { 0 }))?
                }
            };
            if answer {
                places.insert(seq, place);
            }
        }
        cards::rebuild(&transaction, None, &self.scheduler)?;
        transaction.commit()?;
        Ok(imported)
    }
}

/// The entries of an export with their lines, each checked on its own and for the order of its place; and whether no
/// place is missing.
fn read(input: &mut dyn BufRead) -> Result<(Vec<(usize, Entry)>, bool), StoreError> {
    let mut entries = Vec::new();
    let mut whole = true;
    let mut last = 0;
    for (text, line) in input.lines().zip(1..) {
        let text = text?;
        if text.trim().is_empty() {
            continue;
        }
        let wrong = |fault: ImportFault| StoreError::Import { line, fault };
        let read = Entry::read(&text).map_err(|e| wrong(ImportFault::Form { said: e.to_string() }))?;
        let Some(entry) = read else { continue };
        if let Entry::Answer { seq, at, .. } | Entry::Undo { seq, at, .. } = &entry {
            if *seq <= last || i64::try_from(*seq).is_err() {
                return Err(wrong(ImportFault::Order { seq: *seq, last }));
            }
            whole &= *seq == last + 1;
            last = *seq;
            if read_time(at).is_none() {
                return Err(wrong(ImportFault::Time { at: at.clone() }));
            }
        }
        if let Entry::Answer { of, given, rating, score, .. } = &entry {
            let fits = match of {
                Of::Card => rating.is_some_and(|r| (1..=4).contains(&r)) && given.is_none() && score.is_none(),
                Of::Question | Of::Exercise => rating.is_none() && given.is_some() && score.is_some_and(f64::is_finite),
            };
            if !fits {
                return Err(wrong(ImportFault::Row { of: of.key() }));
            }
        }
        entries.push((line, entry));
    }
    Ok((entries, whole))
}

/// Whether an entry takes back an answer that another row has taken back.
fn taken_back(db: &Connection, entry: &Entry) -> Result<bool, StoreError> {
    let Entry::Undo { undoes, .. } = entry else { return Ok(false) };
    let mut statement = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM log WHERE undoes = ?1)")?;
    Ok(statement.query_row([undoes], |row| row.get(0))?)
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
