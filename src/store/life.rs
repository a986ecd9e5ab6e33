//! Whether the write-ahead log beside the database is there and belongs to it.
//!
//! Every change says in the same transaction that the record is open and counts itself; the first is brought into the
//! database itself at once, and closing says so too. A database that says it is open, without a log, has lost one. Since
//! each log has the record's number and the count, one shows that belongs to another record, or to an earlier or later
//! state of this one.

use std::path::Path;
use std::time::Duration;
use std::{fs, thread};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::chain;
use super::error::StoreError;
use super::wal::{self, log_of};

/// How often views that do not fit each other are read again: another program may just be at work.
const TRIES: usize = 5;

/// How long it waits before that.
const PAUSE: Duration = Duration::from_millis(20);

/// What a view of the record says of its life.
#[derive(Debug, PartialEq, Eq)]
struct Life {
    open: bool,
    /// How often the record was changed.
    changes: i64,
    /// The number that every copy draws anew.
    line: i64,
    end: chain::End,
}

/// Says that the record is open and counts a change. Gives whether it was not open before: then what was written is to be
/// [`settle`]d.
pub(super) fn begin(db: &Connection) -> rusqlite::Result<bool> {
    let was_open = is_open(db)?;
    db.prepare_cached("UPDATE life SET open = 1, changes = changes + 1")?.execute([])?;
    Ok(!was_open)
}

/// Brings what was written into the database itself, as far as readers let it: if the log is lost later, this is not.
pub(super) fn settle(db: &Connection) {
    let _ = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
}

/// Says that the record is closed, once its rows are in the database itself: a program killed while its log is brought
/// home must not leave a database that says it is closed over a log with rows of its own. On a full disk it stays
/// unsaid, and the log beside it says the same.
pub(super) fn end(db: &Connection) {
    settle(db);
    let _ = db.execute("UPDATE life SET open = 0, changes = changes + 1 WHERE open = 1", []);
}

/// Whether the record says that it is open.
pub(super) fn is_open(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT open FROM life")?.query_row([], |row| row.get(0))
}

/// Lets a reader leave the log as it found it: closing would bring it home and take it away, but could not say that the
/// record is closed.
pub(super) fn leave_log(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map(|_| ())
}

/// Makes a copy a record of its own: closed, and with a number of its own.
pub(super) fn anew(db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE life SET open = 0, changes = 0, line = random()", []).map(|_| ())
}

/// Whether there is a log beside the database with anything in it.
pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

/// Whether a record that was open lost its log.
pub(super) fn has_lost_log(db: &Connection, path: &Path, had_log: bool) -> rusqlite::Result<bool> {
    Ok(!had_log && is_open(db)? && !has_log(path))
}

/// Refuses a log that belongs to another database. To be called before anything else opens it: closing it would write
/// the one over the other.
pub(super) fn refuse_foreign_log(path: &Path) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        if !has_log(path) {
            return Ok(());
        }
        let (Ok(alone), with_log) = (view(path, true), view(path, false)) else { return Ok(()) };
        let fits = match &with_log {
            Ok(whole) if alone.line != whole.line => false,
            Ok(whole) if alone.changes != whole.changes => wal::transactions(path).map_or(true, |logged| {
                // The log begins where everything before it had been brought home, and may be home in part.
                (alone.changes..=alone.changes.saturating_add(logged)).contains(&whole.changes)
            }),
            Ok(whole) if alone.open || whole.open => true,
            // Both say that the record is closed: then the log has been brought home, and was not taken away.
            Ok(whole) => alone.end == whole.end && wal::is_home(path).unwrap_or(true),
            Err(rusqlite::Error::SqliteFailure(why, _)) => why.code != rusqlite::ErrorCode::DatabaseCorrupt,
            Err(_) => true,
        };
        if fits {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    Err(StoreError::ForeignLog(log_of(path)))
}

/// The record as the database alone has it, or with its log.
fn view(path: &Path, alone: bool) -> rusqlite::Result<Life> {
    let db = read_only(path, alone)?;
    // By their places: the names are those of the format, which may be an older one.
    let life = db.query_row("SELECT * FROM life", [], |row| {
        Ok(Life { open: row.get(1)?, changes: row.get(2)?, line: row.get(3)?, end: chain::End::default() })
    })?;
    Ok(Life { end: chain::end(&db)?, ..life })
}

/// Opens a database that is not to be written, not even when it is closed; `alone`, without its log and any lock.
pub(super) fn read_only(path: &Path, alone: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if !alone {
        return Connection::open_with_flags(path, flags);
    }
    let uri = format!("file:{}?immutable=1", in_uri(path));
    Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)
}

/// A path as it stands in a URI.
fn in_uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().map(|b| if plain(*b) { char::from(*b).to_string() } else { format!("%{b:02x}") }).collect()
}
