//! Reading the whole log of a record that may be damaged: past rows that cannot be decoded and pages that cannot be
//! read.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Row};

use super::chain;
use super::error::StoreError;
use super::log::{self, Entry};
use crate::schedule::read_time;

/// All places that a log can have.
pub(super) const ALL: RangeInclusive<u64> = 1..=u64::MAX;

/// Calls `take` with each row of the log at these places that can be fetched, in order, in the columns of
/// [`chain::columns`]. Gives the places before which rows may be missing because they could not be fetched.
pub(super) fn each(
    db: &Connection,
    places: RangeInclusive<u64>,
    mut take: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
) -> Result<Vec<u64>, StoreError> {
    let mut unread = Vec::new();
    let columns = chain::columns();
    let mut statement = db.prepare(&format!("SELECT {columns} FROM log WHERE seq > ?1 AND seq <= ?2 ORDER BY seq"))?;
    let (mut last, end) = (places.start().saturating_sub(1), (*places.end()).min(i64::MAX.cast_unsigned()));
    loop {
        let mut rows = statement.query([last, end])?;
        let stopped = loop {
            match rows.next() {
                Ok(Some(row)) => {
                    last = row.get(0)?;
                    take(row)?;
                }
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        drop(rows);
        if !stopped {
            return Ok(unread);
        }
        unread.push(last + 1);
        match next_readable(db, last + 1).filter(|next| *next <= end) {
            Some(next) => last = next - 1,
            None => return Ok(unread),
        }
    }
}

/// The first row after this place that can be fetched.
fn next_readable(db: &Connection, after: u64) -> Option<u64> {
    let end: u64 = db.query_row("SELECT max(seq) FROM log", [], |row| row.get(0)).ok()?;
    let mut statement = db.prepare("SELECT sum FROM log WHERE seq = ?1").ok()?;
    (after + 1..=end).find(|seq| statement.query_row([seq], |row| row.get::<_, i64>(0)).is_ok())
}

/// The entry in a row, if it can be decoded and is one that this program would write.
pub(super) fn sound(row: &Row<'_>) -> Option<Entry> {
    let entry = log::entry(row).ok()?;
    let (_, at) = entry.place()?;
    read_time(at)?;
    match &entry {
        Entry::Answer(answer) if !answer.is_formed() => None,
        _ => Some(entry),
    }
}
