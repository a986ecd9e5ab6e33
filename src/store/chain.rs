//! The chain of the log: each row has a checksum of what it says and of the checksum before it, so that a row that was
//! changed, lost or put in from elsewhere is noticed.
//!
//! It finds damage, not forgery: who can write the file can chain it anew.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};
use xxhash_rust::xxh3::Xxh3;

use super::error::StoreError;

/// The columns that a checksum covers, in its order. New ones come last: those that are empty are passed over, so that
/// the checksums of older rows stay.
pub(super) const COLUMNS: [&str; 24] = [
    "seq",
    "at",
    "type",
    "of",
    "id",
    "code",
    "given",
    "rating",
    "score",
    "mistake",
    "ms",
    "hash",
    "undoes",
    "points",
    "hints",
    "confidence",
    "cram",
    "paper",
    "mark",
    "is_on",
    "event",
    "plan",
    "device",
    "origin",
];

/// Rows at the end of the log that are looked at when a record is opened.
const TAIL: u64 = 16;

/// The end of the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct End {
    /// The last place; 0 of an empty log.
    pub(super) seq: u64,
    sum: i64,
}

/// The checksum of a row with these values, in the order of [`COLUMNS`].
fn sum<'a>(before: i64, values: impl IntoIterator<Item = ValueRef<'a>>) -> i64 {
    let mut hash = Xxh3::new();
    hash.update(&before.to_le_bytes());
    for (column, value) in (0_u8..).zip(values) {
        let (tag, bytes): (u8, &[u8]) = match &value {
            ValueRef::Null => continue,
            ValueRef::Integer(n) => (1, &n.to_le_bytes()),
            ValueRef::Real(x) => (2, &x.to_bits().to_le_bytes()),
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(bytes) => (4, bytes),
        };
        hash.update(&[column, tag]);
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.digest().cast_signed()
}

/// Where the chain ends.
pub(super) fn end(db: &Connection) -> rusqlite::Result<End> {
    let mut statement = db.prepare_cached("SELECT seq, sum FROM log ORDER BY seq DESC LIMIT 1")?;
    let last = statement.query_row([], |row| Ok(End { seq: row.get(0)?, sum: row.get(1)? })).optional()?;
    Ok(last.unwrap_or_default())
}

/// Appends a row with these values, those of the first of [`COLUMNS`], behind `before`. Gives the new end.
pub(super) fn append(db: &Connection, before: End, values: &[ValueRef<'_>]) -> rusqlite::Result<End> {
    let sum = sum(before.sum, values.iter().copied());
    let mut statement = db.prepare_cached(&format!(
        "INSERT INTO log ({}, sum) VALUES ({})",
        COLUMNS[..values.len()].join(", "),
        vec!["?"; values.len() + 1].join(", ")
    ))?;
    let bound = values.iter().copied().chain([ValueRef::Integer(sum)]).map(ToSqlOutput::Borrowed);
    statement.execute(params_from_iter(bound))?;
    let seq = values.first().and_then(|seq| seq.as_i64().ok()).unwrap_or_default();
    Ok(End { seq: seq.cast_unsigned(), sum })
}

/// Appends every row of a table of the first format as it is, whatever stands in it.
pub(super) fn carry_over(db: &Connection, table: &str) -> Result<(), StoreError> {
    // The first thirteen columns are those of the first format.
    let mut statement = db.prepare(&format!("SELECT {} FROM {table} ORDER BY seq", COLUMNS[..13].join(", ")))?;
    let mut rows = statement.query([])?;
    let mut before = end(db)?;
    while let Some(row) = rows.next()? {
        let values = (0..13).map(|at| row.get_ref(at)).collect::<Result<Vec<_>, _>>()?;
        before = append(db, before, &values)?;
    }
    Ok(())
}

/// A row of a query for [`columns`] and whether it fits what comes before it.
#[derive(Debug, Default)]
pub(super) struct Walk {
    before: Option<i64>,
}

impl Walk {
    /// A walk from the first row on.
    pub(super) const fn whole() -> Self {
        Self { before: Some(0) }
    }

    /// Whether the next row is what was written behind the one before it.
    pub(super) fn fits(&mut self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let values = (0..COLUMNS.len()).map(|at| row.get_ref(at)).collect::<Result<Vec<_>, _>>()?;
        let found: i64 = row.get(COLUMNS.len())?;
        let fits = self.before.is_none_or(|before| sum(before, values) == found);
        self.before = Some(found);
        Ok(fits)
    }
}

/// The columns of a row that [`Walk::fits`] takes.
pub(super) fn columns() -> String {
    COLUMNS.join(", ") + ", sum"
}

/// The first row near the end of the log that is not as it was written.
pub(super) fn broken_tail(db: &Connection) -> rusqlite::Result<Option<u64>> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {} FROM (SELECT * FROM log ORDER BY seq DESC LIMIT ?1) ORDER BY seq",
        columns()
    ))?;
    let mut rows = statement.query([TAIL + 1])?;
    let mut walk: Option<Walk> = None;
    while let Some(row) = rows.next()? {
        let seq: u64 = row.get(0)?;
        let walk = walk.get_or_insert_with(|| if seq == 1 { Walk::whole() } else { Walk::default() });
        if !walk.fits(row)? {
            return Ok(Some(seq));
        }
    }
    Ok(None)
}
