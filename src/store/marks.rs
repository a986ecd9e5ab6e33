//! The marks that are on: derived from the log, kept beside it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::log::Mark;
use crate::schedule::{day_of, read_time};

/// The learner's days on which marks were set and the variants that were seen then, by item and mark.
pub(super) type On = BTreeMap<(String, String), (String, Option<String>)>;

/// Brings a mark of an item in line with the log.
pub(super) fn marked(db: &Connection, id: &str, mark: Mark) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, mark, is_on, at, code, seq FROM log WHERE type = 'mark' AND id = ?1 AND mark = ?2 ORDER BY seq",
    )?;
    let mut marks = Marks::default();
    let mut rows = statement.query(params![id, mark.key()])?;
    while let Some(row) = rows.next()? {
        marks.take(row);
    }
    db.prepare_cached("DELETE FROM marks WHERE id = ?1 AND mark = ?2")?.execute(params![id, mark.key()])?;
    keep(db, &marks.on().collect())
}

/// The last that was said of each mark.
#[derive(Default)]
struct Marks(BTreeMap<(String, String), (Timestamp, bool, (String, Option<String>))>);

impl Marks {
    /// Takes a row of `id, mark, is_on, at, code`; one that is damaged is passed over.
    fn take(&mut self, row: &Row<'_>) {
        let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        let read: rusqlite::Result<(String, Mark, bool, String, Option<String>)> = read();
        let Ok((id, mark, on, at, code)) = read else { return };
        let Some(at) = read_time(&at) else { return };
        let key = (id, mark.key().to_owned());
        let said = (at.timestamp(), on, (day_of(&at).to_string(), code));
        match self.0.get(&key) {
            Some((before, ..)) if *before > said.0 => {}
            _ => drop(self.0.insert(key, said)),
        }
    }

    /// Those that are on, with the days on which they were set and the variants that were seen.
    fn on(self) -> impl Iterator<Item = ((String, String), (String, Option<String>))> {
        self.0.into_iter().filter(|(_, (_, on, _))| *on).map(|(key, (.., seen))| (key, seen))
    }
}

/// Those that the log gives.
pub(super) fn replayed(db: &Connection) -> Result<On, StoreError> {
    let mut statement = db.prepare("SELECT id, mark, is_on, at, code FROM log WHERE type = 'mark' ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut marks = Marks::default();
    while let Some(row) = rows.next()? {
        marks.take(row);
    }
    Ok(marks.on().collect())
}

/// Those that are kept.
pub(super) fn kept(db: &Connection) -> Result<On, StoreError> {
    let mut statement = db.prepare("SELECT id, mark, day, code FROM marks")?;
    let marks = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    Ok(marks.collect::<Result<_, _>>()?)
}

/// Keeps them, where none of these are kept.
pub(super) fn keep(db: &Connection, marks: &On) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("INSERT INTO marks (id, mark, day, code) VALUES (?1, ?2, ?3, ?4)")?;
    for ((id, mark), (day, code)) in marks {
        statement.execute(params![id, mark, day, code])?;
    }
    Ok(())
}
