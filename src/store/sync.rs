//! Two machines: each record writes its rows into a folder that some service keeps in step, and reads the others'.
//!
//! A record writes only files of its own name, each once: a segment of its log, with a checksum at its end. There is
//! nothing to lock and nobody to ask; in whatever order segments arrive, each row is taken once, by the record that
//! wrote it and its place there. A segment that has not arrived whole waits for the next time, and so does what takes
//! back an answer that is not here yet. Rows that lie in no whole segment any more, because one was damaged or lost, are
//! written again.

mod segment;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::changed::Changed;
use super::error::StoreError;
use super::log::{self, Entry, Origin};
use super::record::Record;
use super::walk;
pub use segment::NotRead;
pub(super) use segment::{Segment, Unread};

/// What came of synchronising.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Rows of this record that were written to the folder.
    pub sent: usize,
    /// Rows of other records that were taken.
    pub taken: usize,
    /// Other records in the folder.
    pub others: usize,
    /// Segments that could not be taken.
    pub not_read: NotRead,
}

impl Record {
    /// Writes the rows that are not in `folder` yet to a new segment, and takes the rows of the segments that other
    /// records wrote there.
    pub fn sync(&mut self, folder: &Path) -> Result<Synced, StoreError> {
        let segments = Segment::in_folder(folder)?;
        let mut synced = Synced::default();
        let mut names = Names::of(self)?;
        let mut own: Vec<(&Segment, Result<(), Unread>)> = Vec::new();
        let mut missing: Vec<Missing> = Vec::new();
        for (at, segment) in segments.values().flatten().enumerate() {
            let read = segment.read().map(|entries| (self.is_known(segment, &entries, &mut names), entries));
            let state = match read {
                Ok((known, entries)) => {
                    if !known? {
                        missing.extend(self.missing(at, &segment.device, entries, &names.all)?);
                    }
                    Ok(())
                }
                Err(why) => Err(why),
            };
            match (names.have(&segment.device), state) {
                (true, state) => own.push((segment, state)),
                (false, Err(why)) => synced.not_read.note(&segment.path, &why),
                (false, Ok(())) => {}
            }
        }
        synced.others = segments.keys().filter(|device| !names.have(device)).count();
        let untils = names.all.iter().skip(1).map(|(since, _)| since.saturating_sub(1)).chain([u64::MAX]);
        for ((since, id), until) in names.all.iter().zip(untils) {
            let places = *since..=until;
            let of_name = own.iter().filter(|(of, _)| of.device == *id && places.contains(&of.first));
            let own = Own::of(of_name, &mut synced.not_read);
            synced.sent += self.send(&own, id, places, folder)?;
        }
        if !missing.is_empty() {
            let (taken, waiting) = self.change(|db, scheduler| {
                let mut changed = Changed::new(db)?;
                let took = take(db, missing, &mut changed)?;
                changed.settle(db, scheduler)?;
                Ok(took)
            })?;
            synced.taken = taken;
            let waits = segments.values().flatten().enumerate().filter(|(at, _)| waiting.contains(at));
            synced.not_read.waiting.extend(waits.map(|(_, segment)| segment.path.clone()));
        }
        Ok(synced)
    }

    /// The rows of a segment that are not here yet.
    fn missing(
        &self,
        segment: usize,
        device: &str,
        entries: Vec<Entry>,
        names: &[(u64, String)],
    ) -> Result<Vec<Missing>, StoreError> {
        let mut taken =
            self.db.prepare_cached("SELECT origin FROM log WHERE device = ?1 AND origin BETWEEN ?2 AND ?3")?;
        let place = |entry: Option<&Entry>| entry.and_then(Entry::place).map_or(0, |(seq, _)| seq);
        let bounds = (place(entries.first()), place(entries.last()));
        let taken: HashSet<u64> =
            taken.query_map(params![device, bounds.0, bounds.1], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut missing = Vec::new();
        for entry in entries {
            let Some((seq, _)) = entry.place().filter(|(seq, _)| !taken.contains(seq)) else { continue };
            let origin = Origin { device: device.to_owned(), seq };
            if here(&self.db, names, &origin)?.is_none() {
                missing.push(Missing { segment, origin, entry });
            }
        }
        Ok(missing)
    }

    /// Whether all rows of a segment were written under the name that this record writes under, and stand so here. Where its
    /// segments say something else than its log, it was copied and written in two places: it gets another name for what
    /// comes after the last row that both have.
    fn is_known(&mut self, segment: &Segment, entries: &[Entry], names: &mut Names) -> Result<bool, StoreError> {
        if names.current() != Some(&*segment.device) {
            return Ok(false);
        }
        let same = self.same(&segment.device, segment, entries)?;
        let last = entries.iter().take(same).filter_map(Entry::place).next_back();
        names.last = last.map_or(names.last, |(seq, _)| names.last.max(seq));
        if same < entries.len() {
            self.named_anew(names.last + 1)?;
            names.all = all_names(&self.db)?;
        }
        Ok(same == entries.len())
    }

    /// Takes a new name for the rows from this place on.
    fn named_anew(&mut self, since: u64) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.execute("INSERT OR REPLACE INTO devices (since, id) VALUES (?1, lower(hex(randomblob(8))))", [since])?;
            Ok(())
        })
    }

    /// How many rows of a segment of this name, from its first on, stand so in the log.
    fn same(&self, id: &str, segment: &Segment, entries: &[Entry]) -> Result<usize, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT * FROM log WHERE seq BETWEEN ?1 AND ?2 AND device IS NULL ORDER BY seq")?;
        let mut rows = statement.query([segment.first, segment.last])?;
        let mut same = 0;
        while let (Some(entry), Some(row)) = (entries.get(same), rows.next()?) {
            let (place, here) = (entry.place().map_or(0, |(seq, _)| seq), row.get("seq")?);
            if place > here {
                // A row that could not be read when the segment was written.
                continue;
            }
            if place < here || sent(&self.db, log::entry(row)?, id)? != *entry {
                break;
            }
            same += 1;
        }
        Ok(same)
    }

    /// Writes the rows at these places, under this name, that lie in no whole segment to new ones, and takes away those
    /// that are not whole. Gives how many rows.
    fn send(&self, own: &Own, id: &str, places: RangeInclusive<u64>, folder: &Path) -> Result<usize, StoreError> {
        let mut count = 0;
        let mut written = Vec::new();
        for gap in own.gaps(places) {
            let mut entries = Vec::new();
            walk::each(&self.db, gap, |row| {
                let row = walk::sound(row).filter(|entry| entry.from().is_none());
                entries.extend(row.map(|entry| sent(&self.db, entry, id)).transpose()?);
                Ok(())
            })?;
            count += entries.len();
            written.extend(Segment::write(folder, id, &entries)?);
        }
        for path in own.cut_off.iter().filter(|path| !written.contains(path)) {
            fs::remove_file(path).map_err(|why| StoreError::Folder { path: path.clone(), why })?;
        }
        Ok(count)
    }
}

/// The names under which a record wrote.
#[derive(Clone, Debug)]
struct Names {
    /// Each with the first place that it wrote so; the last is the one under which it writes.
    all: Vec<(u64, String)>,
    /// The last place that was found written so under the last one.
    last: u64,
}

impl Names {
    /// Those of a record, which gets one if it has none.
    fn of(record: &mut Record) -> Result<Self, StoreError> {
        let mut all = all_names(&record.db)?;
        if all.is_empty() {
            record.named_anew(1)?;
            all = all_names(&record.db)?;
        }
        let last = all.last().map_or(0, |(since, _)| since.saturating_sub(1));
        Ok(Self { all, last })
    }

    /// The name under which it writes.
    fn current(&self) -> Option<&str> {
        self.all.last().map(|(_, id)| id.as_str())
    }

    fn have(&self, device: &str) -> bool {
        self.all.iter().any(|(_, id)| id == device)
    }
}

/// What lies in the folder of what this record wrote under a name.
#[derive(Clone, Debug, Default)]
struct Own {
    /// The places that whole segments hold, in order.
    whole: Vec<RangeInclusive<u64>>,
    /// Segments that are not whole: they were cut off when they were written, or damaged later.
    cut_off: Vec<PathBuf>,
}

impl Own {
    /// Of segments, each with what came of reading it.
    fn of<'a>(segments: impl Iterator<Item = &'a (&'a Segment, Result<(), Unread>)>, not_read: &mut NotRead) -> Self {
        let mut own = Self::default();
        for (segment, read) in segments {
            match read {
                Ok(()) => own.whole.push(segment.first..=segment.last),
                Err(Unread::NotWhole) => own.cut_off.push(segment.path.clone()),
                Err(why) => not_read.note(&segment.path, why),
            }
        }
        own
    }

    /// The places among these that no whole segment holds.
    fn gaps(&self, places: RangeInclusive<u64>) -> Vec<RangeInclusive<u64>> {
        let (mut next, end) = places.into_inner();
        let mut gaps = Vec::new();
        for held in &self.whole {
            if next < *held.start() {
                gaps.push(next..=(held.start() - 1).min(end));
            }
            next = next.max(held.end().saturating_add(1));
        }
        gaps.push(next..=end);
        gaps.retain(|gap| !gap.is_empty());
        gaps
    }
}

/// A row that is not here yet.
#[derive(Clone, Debug)]
struct Missing {
    /// The place of its segment among all.
    segment: usize,
    origin: Origin,
    entry: Entry,
}

/// Appends rows of other records. What takes back a row may come before it: as long as anything is taken, those that
/// wait are looked at again. Gives how many were taken, and the segments with rows that wait.
fn take(
    db: &Connection,
    mut missing: Vec<Missing>,
    changed: &mut Changed,
) -> Result<(usize, BTreeSet<usize>), StoreError> {
    let names = all_names(db)?;
    let mut taken = 0;
    loop {
        let mut waiting = Vec::new();
        let before = missing.len();
        for Missing { segment, origin, entry } in missing {
            let moved = match entry.clone() {
                Entry::Undo { seq, at, undoes, from } => {
                    // A row that this one's own record wrote has no origin in the segment.
                    let target = from.unwrap_or_else(|| Origin { device: origin.device.clone(), seq: undoes });
                    let Some(undoes) = here(db, &names, &target)? else {
                        waiting.push(Missing { segment, origin, entry });
                        continue;
                    };
                    if is_undone(db, undoes)? {
                        continue;
                    }
                    Entry::Undo { seq, at, undoes, from: None }
                }
                other => other,
            };
            changed.note(db, &moved)?;
            log::append(db, moved.at_place(0).written_by(Some(origin)))?;
            taken += 1;
        }
        if waiting.is_empty() || waiting.len() == before {
            return Ok((taken, waiting.iter().map(|missing| missing.segment).collect()));
        }
        missing = waiting;
    }
}

/// The names under which a record wrote, each with the first place that it wrote so.
fn all_names(db: &Connection) -> Result<Vec<(u64, String)>, StoreError> {
    let mut statement = db.prepare_cached("SELECT since, id FROM devices ORDER BY since")?;
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The place here of another record's row; of a row of this one, its own place.
fn here(db: &Connection, names: &[(u64, String)], origin: &Origin) -> Result<Option<u64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT seq FROM log WHERE device = ?1 AND origin = ?2")?;
    let found = statement.query_row(params![origin.device, origin.seq], |row| row.get(0)).optional()?;
    if found.is_some() {
        return Ok(found);
    }
    let Some(at) = names.iter().position(|(_, id)| *id == origin.device) else { return Ok(None) };
    let until = names.get(at + 1).map_or(u64::MAX, |(since, _)| *since);
    let mut statement = db.prepare_cached("SELECT seq FROM log WHERE seq = ?1 AND device IS NULL")?;
    let own = statement.query_row([origin.seq], |row| row.get(0)).optional()?;
    Ok(own.filter(|seq| (names[at].0..until).contains(seq)))
}

fn is_undone(db: &Connection, seq: u64) -> Result<bool, StoreError> {
    let mut statement = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM log WHERE undoes = ?1)")?;
    Ok(statement.query_row([seq], |row| row.get(0))?)
}

/// An own row as a segment of this name has it: what takes back a row that was written under another name says so.
fn sent(db: &Connection, entry: Entry, id: &str) -> Result<Entry, StoreError> {
    let Entry::Undo { seq, at, undoes, .. } = entry else { return Ok(entry) };
    let mut statement = db.prepare_cached("SELECT device, origin FROM log WHERE seq = ?1")?;
    let origin: (Option<String>, Option<u64>) = statement.query_row([undoes], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let from = match origin {
        (Some(device), Some(seq)) => Some(Origin { device, seq }),
        _ => {
            let names = all_names(db)?;
            let name = names.into_iter().rfind(|(since, _)| *since <= undoes).map(|(_, name)| name);
            name.filter(|name| name != id).map(|device| Origin { device, seq: undoes })
        }
    };
    Ok(Entry::Undo { seq, at, undoes, from })
}
