//! Reading an export back.
//!
//! On an empty record every row keeps its place, if none is missing between them. On one that has rows already, rows
//! that are there are passed over (equal in everything but their place; of equal ones as many as there are) and the
//! others come after the last.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, Read as _};

use rusqlite::Connection;
use xxhash_rust::xxh3::xxh3_128;

use super::chain;
use super::changed::Changed;
use super::error::{ImportFault, StoreError};
use super::log::{self, Entry, Origin};
use super::record::Record;
use crate::course::{Bilingual, messages};
use crate::schedule::read_rfc3339;

/// Bytes that a line may have: an answer is a line of 64 KiB at most, and JSON may write a byte as six.
const LONGEST_LINE: u64 = 1 << 20;

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
        self.change(|db, scheduler| {
            let mut changed = Changed::new(db)?;
            let imported = put(db, entries, whole, &mut changed)?;
            changed.settle(db, scheduler)?;
            Ok(imported)
        })
    }
}

/// Puts the entries that are not there yet behind the log; `whole`, on an empty one, at their own places.
fn put(
    db: &Connection,
    entries: Vec<(usize, Entry)>,
    whole: bool,
    changed: &mut Changed,
) -> Result<Imported, StoreError> {
    let mut present = present(db)?;
    let mut origins = origins(db)?;
    let keeps_places = present.is_empty() && whole;
    let mut places: HashMap<u64, u64> = HashMap::new();
    let mut imported = Imported::default();
    for (line, entry) in entries {
        let Some((seq, _)) = entry.place() else { continue };
        let moved = match entry {
            // Each answer is taken back once at most: its place is used up.
            Entry::Undo { seq, at, undoes, from } => {
                let fault = || StoreError::Import { line, fault: ImportFault::Undo { undoes } };
                Entry::Undo { seq, at, undoes: places.remove(&undoes).ok_or_else(fault)?, from }
            }
            other => other,
        };
        let answer = matches!(moved, Entry::Answer(_));
        let place = match present.get_mut(&fingerprint(&moved)).and_then(Vec::pop) {
            Some(place) => {
                imported.known += 1;
                place
            }
            None if taken_back(db, &moved)? => {
                imported.known += 1;
                continue;
            }
            None => {
                if let Some(Origin { device, seq }) =
                    moved.from().filter(|from| !origins.insert((*from).clone())).cloned()
                {
                    return Err(StoreError::Import { line, fault: ImportFault::Origin { device, seq } });
                }
                imported.added += 1;
                changed.note(db, &moved)?;
                log::append(db, moved.at_place(if keeps_places { seq } else { 0 }))?
            }
        };
        if answer {
            places.insert(seq, place);
        }
    }
    Ok(imported)
}

/// The entries of an export with their lines, each checked on its own and for the order of its place; and whether no
/// place is missing.
fn read(input: &mut dyn BufRead) -> Result<(Vec<(usize, Entry)>, bool), StoreError> {
    let mut entries = Vec::new();
    let mut whole = true;
    let mut last = 0;
    for line in 1.. {
        let wrong = |fault: ImportFault| StoreError::Import { line, fault };
        let Some(text) = next_line(input)?.map_err(wrong)? else { break };
        if text.trim().is_empty() {
            continue;
        }
        let read = Entry::read(&text)
            .map_err(|e| wrong(ImportFault::Form { said: Bilingual::of(|lang| messages::json(&e, lang)) }))?;
        let Some(entry) = read else { continue };
        if let Some((seq, at)) = entry.place() {
            if seq <= last || i64::try_from(seq).is_err() {
                return Err(wrong(ImportFault::Order { seq, last }));
            }
            whole &= seq == last + 1;
            last = seq;
            if read_rfc3339(at).is_none() {
                return Err(wrong(ImportFault::Time { at: at.to_owned() }));
            }
        }
        if let Entry::Answer(answer) = &entry
            && !answer.is_formed()
        {
            return Err(wrong(ImportFault::Row { of: answer.of.key() }));
        }
        entries.push((line, entry));
    }
    Ok((entries, whole))
}

/// The next line, without a byte-order mark; nothing at the end.
fn next_line(input: &mut dyn BufRead) -> io::Result<Result<Option<String>, ImportFault>> {
    let mut bytes = Vec::new();
    if input.take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(Ok(None));
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST_LINE {
        return Ok(Err(ImportFault::Long { bound: LONGEST_LINE }));
    }
    let text = String::from_utf8(bytes).map_err(|_| ImportFault::Text);
    Ok(text.map(|text| Some(text.trim_start_matches('\u{feff}').to_owned())))
}

/// Whether an entry takes back an answer that another row has taken back.
fn taken_back(db: &Connection, entry: &Entry) -> Result<bool, StoreError> {
    let Entry::Undo { undoes, .. } = entry else { return Ok(false) };
    let mut statement = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM log WHERE undoes = ?1)")?;
    Ok(statement.query_row([undoes], |row| row.get(0))?)
}

/// The places of the rows that are there, by what they say; the first place last.
fn present(db: &Connection) -> Result<HashMap<u128, Vec<u64>>, StoreError> {
    let mut statement = db.prepare(&format!("SELECT {} FROM log ORDER BY seq DESC", chain::columns()))?;
    let mut rows = statement.query([])?;
    let mut present: HashMap<u128, Vec<u64>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let entry = log::entry(row)?;
        if let Some((seq, _)) = entry.place() {
            present.entry(fingerprint(&entry)).or_default().push(seq);
        }
    }
    Ok(present)
}

/// The places of other records of which rows are there.
fn origins(db: &Connection) -> Result<HashSet<Origin>, StoreError> {
    let mut statement = db.prepare("SELECT device, origin FROM log WHERE device IS NOT NULL")?;
    let origins = statement.query_map([], |row| Ok(Origin { device: row.get(0)?, seq: row.get(1)? }))?;
    Ok(origins.collect::<Result<_, _>>()?)
}

/// What an entry says but for its place, in short.
fn fingerprint(entry: &Entry) -> u128 {
    xxh3_128(&serde_json::to_vec(&entry.clone().at_place(0)).unwrap_or_default())
}
