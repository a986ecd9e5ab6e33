//! Whether a record is sound: the database, its schema, the chain of the log and each of its rows, and what is derived
//! from them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::Connection;

use super::cards;
use super::chain::Walk;
use super::derived::Derived;
use super::error::StoreError;
use super::flaw::Flaw;
use super::log::Entry;
use super::record::Record;
use super::{facts, memory, migrate, walk};
use crate::schedule::Scheduler;

impl Record {
    /// Looks at everything, and replays the log to compare what is derived from it.
    pub fn check(&self) -> Result<Vec<Flaw>, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let mut flaws = check_log(&db)?;
        let derived = || -> Result<Vec<Flaw>, StoreError> {
            let facts = facts::all(&db)?;
            let replayed = cards::replayed(&facts, &self.scheduler)?;
            let kept = cards::readable(&db)?;
            let ids: BTreeSet<&String> = replayed.keys().chain(kept.keys()).collect();
            let differs = |id: &&String| replayed.get(*id) != kept.get(*id).and_then(Option::as_ref);
            let mut flaws: Vec<Flaw> =
                ids.into_iter().filter(differs).map(|id| Flaw::Card { id: id.clone() }).collect();
            if Derived::kept(&db).ok() != Some(Derived::replayed(&db, &facts)?) {
                flaws.push(Flaw::Derived);
            }
            if !memory::is_readable(&db)? {
                flaws.push(Flaw::Memory);
            }
            Ok(flaws)
        };
        match derived() {
            Ok(more) => flaws.extend(more),
            // What is said of the log says why.
            Err(_) if !flaws.is_empty() => {}
            Err(StoreError::Database(why)) => flaws.push(Flaw::Database(why.to_string())),
            Err(why) => return Err(why),
        }
        Ok(flaws)
    }
}

/// What is wrong with the database and the log.
pub(super) fn check_log(db: &Connection) -> Result<Vec<Flaw>, StoreError> {
    let mut flaws = Vec::new();
    let said = || -> rusqlite::Result<Vec<String>> {
        db.prepare("PRAGMA integrity_check")?.query_map([], |row| row.get(0))?.collect()
    };
    match said() {
        Ok(said) => flaws.extend(said.into_iter().filter(|s| s != "ok").map(Flaw::Database)),
        Err(why) => flaws.push(Flaw::Database(why.to_string())),
    }
    flaws.extend(schema_flaws(db)?);
    let mut chain = Walk::whole();
    let mut last = 0;
    let mut answers: HashSet<u64> = HashSet::new();
    let unread = walk::each(db, walk::ALL, |row| {
        let seq: u64 = row.get(0)?;
        if seq != last + 1 {
            flaws.push(Flaw::Gap { seq });
        }
        last = seq;
        if !chain.fits(row)? {
            flaws.push(Flaw::Changed { seq });
        }
        match walk::sound(row) {
            None => flaws.push(Flaw::Undecoded { seq }),
            Some(Entry::Answer(_)) => {
                answers.insert(seq);
            }
            Some(Entry::Undo { undoes, .. }) if !answers.remove(&undoes) => flaws.push(Flaw::Undo { seq }),
            Some(_) => {}
        }
        Ok(())
    });
    match unread {
        Ok(unread) => flaws.extend(unread.into_iter().map(|seq| Flaw::Unread { seq })),
        Err(StoreError::Database(why)) => flaws.push(Flaw::Database(why.to_string())),
        Err(why) => return Err(why),
    }
    Ok(flaws)
}

/// What the schema has that a new record has not, or the other way round.
fn schema_flaws(db: &Connection) -> Result<Vec<Flaw>, StoreError> {
    let mut new = Connection::open_in_memory()?;
    migrate::up(&mut new, &Scheduler::default())?;
    let (new, found) = (schema(&new)?, schema(db)?);
    let names: BTreeSet<&String> = new.keys().chain(found.keys()).collect();
    let differing = names.into_iter().filter(|name| new.get(*name) != found.get(*name));
    Ok(differing.map(|name| Flaw::Schema { name: name.clone() }).collect())
}

/// What each table, index and trigger was made with, by its name.
fn schema(db: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut statement =
        db.prepare("SELECT name, type || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE sql NOT NULL")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
