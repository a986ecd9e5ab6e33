//! The formats of the record, and the way from each to the next.
//!
//! A change of the schema is one `.sql` file. What `SQL` cannot do (chain rows) follows it as a step; what is derived from
//! the log is derived anew once, behind all changes.

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;
use super::{chain, derived};
use crate::schedule::Scheduler;

/// The format of the database that this program writes: the number of changes.
pub(super) const FORMAT: i64 = CHANGES.len() as i64;

/// What says in the file's head that it is a record of this program: "dlrv".
const APPLICATION: i64 = 0x646c_7276;

/// What leads from one format to the next.
struct Change {
    sql: &'static str,
    /// What `SQL` cannot do: to carry the rows of the log over.
    then: fn(&Connection) -> Result<(), StoreError>,
    stale: Stale,
}

/// What of the derived tables a change leaves out of date. It is derived anew once, when all changes are done: what
/// derives it knows the tables of today, not those of a format between.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stale {
    Nothing,
    AllButCards,
    All,
}

impl Change {
    const fn of(sql: &'static str) -> Self {
        Self { sql, then: |_| Ok(()), stale: Stale::Nothing }
    }
}

const CHANGES: [Change; 7] = [
    Change::of(include_str!("migrations/1-log-and-cards.sql")),
    Change { sql: include_str!("migrations/2-chain-marks-papers.sql"), then: carry_over, stale: Stale::All },
    Change::of(include_str!("migrations/3-devices.sql")),
    Change::of(include_str!("migrations/4-memory.sql")),
    Change::of(include_str!("migrations/5-standing.sql")),
    Change { stale: Stale::AllButCards, ..Change::of(include_str!("migrations/6-marks-and-places.sql")) },
    Change::of(include_str!("migrations/7-count-of-changes.sql")),
];

/// Brings a database to the format of this program, in one transaction; one that has it is left alone.
pub(super) fn up(db: &mut Connection, scheduler: &Scheduler) -> Result<(), StoreError> {
    if is_current(db)? {
        return Ok(());
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it in the meantime.
    if !is_current(&transaction)? {
        let found = usize::try_from(version(&transaction)?).unwrap_or(0);
        for change in &CHANGES[found..] {
            transaction.execute_batch(change.sql)?;
            (change.then)(&transaction)?;
        }
        match CHANGES[found..].iter().map(|change| change.stale).max() {
            None | Some(Stale::Nothing) => {}
            Some(Stale::AllButCards) => derived::rebuild_but_cards(&transaction)?,
            Some(Stale::All) => derived::rebuild(&transaction, scheduler)?,
        }
        transaction.pragma_update(None, "user_version", FORMAT)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    transaction.commit()?;
    Ok(())
}

/// The tables of an older format, for a database whose rows are put in before it is brought [`up`].
pub(super) fn older(db: &Connection, format: i64) -> Result<(), StoreError> {
    for change in CHANGES.iter().take(usize::try_from(format).unwrap_or(0)) {
        db.execute_batch(change.sql)?;
    }
    // Rows that are put in are not carried over from the format before.
    db.execute_batch("DROP TABLE IF EXISTS log_1")?;
    db.pragma_update(None, "user_version", format)?;
    if format > 1 {
        db.pragma_update(None, "application_id", APPLICATION)?;
    }
    Ok(())
}

/// Whether a database has the format of this program; an error where it is newer or no record.
pub(super) fn is_current(db: &Connection) -> Result<bool, StoreError> {
    let found = version(db)?;
    let application: i64 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match found {
        _ if application != APPLICATION && application != 0 => Err(StoreError::Foreign),
        0 if application == 0 && tables == 0 => Ok(false),
        1 if has_the_first_log(db)? => Ok(false),
        2.. if application != APPLICATION => Err(StoreError::Foreign),
        2.. if found > FORMAT => Err(StoreError::Newer { found, known: FORMAT }),
        2.. => Ok(found == FORMAT),
        _ => Err(StoreError::Foreign),
    }
}

/// The format of a database; 0 of an empty one.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether there is a table with the columns of the first format's log: those records had no application id.
fn has_the_first_log(db: &Connection) -> rusqlite::Result<bool> {
    let columns: i64 = db.query_row(
        "SELECT count(*) FROM pragma_table_info('log')
         WHERE name IN ('seq', 'at', 'type', 'of', 'id', 'rating', 'score', 'hash', 'undoes')",
        [],
        |row| row.get(0),
    )?;
    Ok(columns == 9)
}

/// Chains the rows of the first format's log.
fn carry_over(db: &Connection) -> Result<(), StoreError> {
    chain::carry_over(db, "log_1")?;
    db.execute_batch("DROP TABLE log_1")?;
    Ok(())
}
