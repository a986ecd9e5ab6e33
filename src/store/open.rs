//! Opening a record: to write, to read, in memory.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::{StoreError, is_unwritable};
use super::notice::Notice;
use super::record::Record;
use super::{chain, life, migrate, wal};
use crate::files::{self, Draft, Identity};
use crate::schedule::Scheduler;

/// How long one process waits for another.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How long it waits before it tries again what `SQLite` does not wait for by itself.
const PAUSE: Duration = Duration::from_millis(10);

/// Bytes of the smallest database there can be.
const SMALLEST: u64 = 512;

impl Record {
    /// The name of the database in its folder.
    pub const FILE: &'static str = "record.db";

    /// Opens the record in `folder`; both are made where they do not exist, for their owner alone. A record of an older
    /// format is brought to that of this program.
    pub fn open(folder: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        let path = place(folder)?;
        Self::open_at(&path, folder, scheduler).map_err(|why| why.of_writing(&path))
    }

    fn open_at(path: &Path, folder: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        files::private_folder(folder).map_err(|why| StoreError::Folder { path: folder.to_owned(), why })?;
        let begun = match fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(StoreError::NoFile(path.to_owned())),
            Ok(found) if found.len() < SMALLEST => {
                let aside = put_aside(path, "cut-off")?;
                create(path, &scheduler)?;
                Some(Notice::Begun { bytes: found.len(), aside })
            }
            Ok(_) => None,
            Err(_) => {
                create(path, &scheduler)?;
                None
            }
        };
        wal::no_file_beside(path).map_or(Ok(()), |none| Err(StoreError::NoFile(none)))?;
        life::refuse_foreign_log(path)?;
        let mut record = patiently(|| open_once(path, scheduler.clone()))?;
        record.notices.extend(begun);
        Ok(record)
    }

    /// Opens the record in `folder` to be read; nothing is made, and nothing written. One that cannot be written, or
    /// whose disk is full, will do.
    pub fn open_to_read(folder: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        Self::read_file(&place(folder)?, scheduler)
    }

    /// Opens a file that holds a record to be read.
    pub fn read_file(path: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        match fs::metadata(path) {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::Absent(path.to_owned())),
            Err(why) => return Err(StoreError::Folder { path: path.to_owned(), why }),
            Ok(found) if !found.is_file() => return Err(StoreError::NoFile(path.to_owned())),
            Ok(found) if found.len() < SMALLEST => {
                return Err(StoreError::CutOff { path: path.to_owned(), bytes: found.len() });
            }
            Ok(_) => {}
        }
        wal::no_file_beside(path).map_or(Ok(()), |none| Err(StoreError::NoFile(none)))?;
        life::refuse_foreign_log(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match patiently(|| reader(Connection::open_with_flags(path, flags)?, path, scheduler.clone())) {
            Err(StoreError::Database(rusqlite::Error::SqliteFailure(why, _))) if is_unwritable(why.code) => {
                // Without a log of its own beside it the file is all there is, and needs no lock.
                let alone = !life::has_log(path);
                life::read_only(path, alone).map_err(StoreError::from).and_then(|db| reader(db, path, scheduler))
            }
            opened => opened,
        }
        .map_err(|why| why.of_reading(path))
    }

    /// A record that is gone with the program.
    pub fn in_memory(scheduler: Scheduler) -> Result<Self, StoreError> {
        let mut db = Connection::open_in_memory()?;
        migrate::up(&mut db, &scheduler)?;
        db.pragma_update(None, "foreign_keys", true)?;
        Self::of(db, &scheduler)
    }
}

/// Where the record of a folder lies, as a path that cannot be taken for a URI. What a link leads to is the record: its
/// log and its backups lie beside that.
pub(super) fn place(folder: &Path) -> Result<PathBuf, StoreError> {
    let folder = std::path::absolute(folder).map_err(|why| StoreError::Folder { path: folder.to_owned(), why })?;
    let path = folder.join(Record::FILE);
    if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
        return Ok(path);
    }
    fs::canonicalize(&path).map_err(|why| StoreError::Folder { path, why })
}

/// Tries again while another process has the database locked.
pub(super) fn patiently<T>(attempt: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let start = Instant::now();
    loop {
        match attempt() {
            Err(StoreError::Database(rusqlite::Error::SqliteFailure(why, _)))
                if why.code == ErrorCode::DatabaseBusy && start.elapsed() < PATIENCE =>
            {
                thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

/// Makes a record and puts it at `path` whole, unless another process was faster.
fn create(path: &Path, scheduler: &Scheduler) -> Result<(), StoreError> {
    let folder = |why| StoreError::Folder { path: path.to_owned(), why };
    let draft = Draft::new(path).map_err(folder)?;
    let mut db =
        Connection::open_with_flags(draft.path(), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    migrate::up(&mut db, scheduler)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.close().map_err(|(_, why)| why)?;
    match draft.put_new() {
        Err(why) if why.kind() != std::io::ErrorKind::AlreadyExists => Err(folder(why)),
        _ => Ok(()),
    }
}

fn open_once(path: &Path, scheduler: Scheduler) -> Result<Record, StoreError> {
    let had_log = life::has_log(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    migrate::is_current(&db)?;
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        db.pragma_update(None, "journal_mode", "WAL")?;
    }
    db.pragma_update(None, "synchronous", "FULL")?;
    migrate::up(&mut db, &scheduler)?;
    db.pragma_update(None, "foreign_keys", true)?;
    let notices = noticed(&db, path, had_log)?;
    let mut record = Record::of(db, &scheduler)?;
    record.path = Some(path.to_owned());
    record.file = Identity::of(path).ok();
    record.notices = notices;
    // The log of a program that was killed goes home when this one ends, so this one says that the record is closed.
    record.written = life::is_open(&record.db)?;
    Ok(record)
}

fn reader(db: Connection, path: &Path, scheduler: Scheduler) -> Result<Record, StoreError> {
    let had_log = life::has_log(path);
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "query_only", true)?;
    if !migrate::is_current(&db)? {
        return Record::of(in_this_format(path, &scheduler)?, &scheduler);
    }
    let notices = noticed(&db, path, had_log)?;
    if had_log {
        life::leave_log(&db)?;
    }
    let mut record = Record::of(db, &scheduler)?;
    record.notices = notices;
    Ok(record)
}

fn noticed(db: &Connection, path: &Path, had_log: bool) -> Result<Vec<Notice>, StoreError> {
    let mut notices = Vec::new();
    if life::has_lost_log(db, path, had_log)? {
        notices.push(Notice::LostLog);
    }
    notices.extend(chain::broken_tail(db)?.map(|seq| Notice::Row { seq }));
    Ok(notices)
}

/// A record of an older format, in memory, in the format of this program.
fn in_this_format(path: &Path, scheduler: &Scheduler) -> Result<Connection, StoreError> {
    let old = life::read_only(path, !life::has_log(path))?;
    let mut db = Connection::open_in_memory()?;
    let transaction = db.transaction()?;
    migrate::older(&transaction, migrate::version(&old)?)?;
    let tables: Vec<String> = transaction
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for table in tables {
        transaction.execute(&format!("DELETE FROM {table} WHERE '{table}' <> 'log'"), [])?;
        let mut rows = old.prepare(&format!("SELECT * FROM {table} ORDER BY 1"))?;
        let columns = rows.column_names().collect::<Vec<_>>().join(", ");
        let marks = vec!["?"; rows.column_count()].join(", ");
        let mut insert = transaction.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
        let count = rows.column_count();
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..count).map(|at| row.get_ref(at)).collect::<Result<Vec<_>, _>>()?;
            insert
                .execute(rusqlite::params_from_iter(values.into_iter().map(rusqlite::types::ToSqlOutput::Borrowed)))?;
        }
    }
    transaction.commit()?;
    migrate::up(&mut db, scheduler)?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

/// Moves a database and what lies beside it to a name that says why, and gives that.
pub(super) fn put_aside(path: &Path, why: &str) -> Result<PathBuf, StoreError> {
    let aside = (1..).map(|n| path.with_file_name(format!("record-{why}-{n}.db")));
    let aside = aside.into_iter().find(|aside| !aside.exists()).unwrap_or_default();
    for suffix in ["-wal", "-shm", ""] {
        let (from, to) = (wal::beside(path, suffix), wal::beside(&aside, suffix));
        match fs::rename(&from, &to) {
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Folder { path: from, why });
            }
            _ => {}
        }
    }
    files::sync_folder(path);
    Ok(aside)
}
