//! Mending a record: what is derived is made anew from the log; of a damaged log, a new one is made of the rows that
//! can be read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::backup::replace;
use super::error::StoreError;
use super::flaw::Flaw;
use super::log::{self, Entry};
use super::open::place;
use super::record::Record;
use super::{derived, migrate, walk};
use crate::files::Draft;
use crate::schedule::{Scheduler, day_of};

/// What came of mending a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repaired {
    /// It is sound: nothing was done.
    Sound,
    /// What is derived from the log was made anew.
    Derived,
    /// A new record holds the rows that can be read.
    Salvaged {
        /// Rows of the new log.
        kept: usize,
        /// Rows that could be fetched, but not kept.
        lost: usize,
        /// Where the damaged record is now.
        aside: PathBuf,
    },
}

impl Record {
    /// Mends the record in a folder.
    pub fn repair(folder: &Path, scheduler: &Scheduler) -> Result<Repaired, StoreError> {
        let damaged = Self::open_to_read(folder, scheduler.clone())?;
        let flaws = damaged.check()?;
        if flaws.is_empty() {
            return Ok(Repaired::Sound);
        }
        if flaws.iter().all(Flaw::is_derived) {
            drop(damaged);
            let mut record = Self::open(folder, scheduler.clone())?;
            record.change(derived::rebuild_all)?;
            if flaws.contains(&Flaw::Memory) {
                let last = record.last_at()?.map(|at| day_of(&at));
                record.fit(last.unwrap_or_default())?;
            }
            return Ok(Repaired::Derived);
        }
        let path = place(folder)?;
        let anew = || {
            let draft = Draft::new(&path).map_err(|why| StoreError::Folder { path: path.clone(), why })?;
            let (kept, lost) = salvage(&damaged.db, draft.path(), scheduler)?;
            drop(damaged);
            let aside = replace(&path, draft, "damaged")?.unwrap_or_default();
            Ok(Repaired::Salvaged { kept, lost, aside })
        };
        anew().map_err(|why: StoreError| why.of_writing(&path))
    }
}

/// Writes the rows that can be read to a new record. Gives how many those are, and how many are left out.
fn salvage(damaged: &Connection, to: &Path, scheduler: &Scheduler) -> Result<(usize, usize), StoreError> {
    let mut db = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    migrate::up(&mut db, scheduler)?;
    let transaction = db.transaction()?;
    // Rows are numbered anew, so that none is missing between them.
    let mut places: HashMap<u64, u64> = HashMap::new();
    let (mut kept, mut lost) = (0, 0);
    walk::each(damaged, walk::ALL, |row| {
        let entry = walk::sound(row).and_then(|entry| match entry {
            Entry::Undo { seq, at, undoes, from } => {
                Some(Entry::Undo { seq, at, undoes: places.remove(&undoes)?, from })
            }
            other => Some(other),
        });
        let Some(entry) = entry else {
            lost += 1;
            return Ok(());
        };
        let answer = matches!(entry, Entry::Answer(_));
        let seq = row.get(0)?;
        let place = log::append(&transaction, entry.at_place(0))?;
        if answer {
            places.insert(seq, place);
        }
        kept += 1;
        Ok(())
    })?;
    derived::rebuild(&transaction, scheduler)?;
    transaction.commit()?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.close().map_err(|(_, why)| why)?;
    Ok((kept, lost))
}
