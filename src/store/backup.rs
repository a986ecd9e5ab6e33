//! Copies of a record: made beside their place, looked at, then put there whole; one a day by themselves; and back.

use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::check::check_log;
use super::daily::Daily;
use super::error::StoreError;
use super::open::{place, put_aside};
use super::record::Record;
use super::{life, migrate};
use crate::files::{self, Draft};
use crate::schedule::Scheduler;

/// How many daily backups are kept.
const KEPT: usize = 10;

/// After how long the half-made backup of a program that was killed is taken away.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// What came of putting a record in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the record is now that was there before.
    pub aside: Option<PathBuf>,
    /// Rows of the log.
    pub rows: u64,
}

impl Record {
    /// The folder of the daily backups, beside the record.
    pub(super) const BACKUPS: &'static str = "backups";

    /// Writes a copy of the whole record to a new file: all of it or none. A record with a damaged log is not copied.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = std::path::absolute(to)?;
        if fs::symlink_metadata(&to).is_ok() {
            return Err(StoreError::Exists(to));
        }
        let unwritten = |why: std::io::Error| match why.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(to.clone()),
            _ => StoreError::Folder { path: to.clone(), why },
        };
        self.copy(&to)?.put_new().map_err(unwritten)
    }

    /// A copy beside its place that was looked at.
    fn copy(&self, to: &Path) -> Result<Draft, StoreError> {
        self.copied(to).map_err(|why| why.of_copying(to))
    }

    fn copied(&self, to: &Path) -> Result<Draft, StoreError> {
        let draft = Draft::new(to).map_err(|why| StoreError::Folder { path: to.to_owned(), why })?;
        let rows: u64 = self.db.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
        let path = draft.path().as_os_str().as_encoded_bytes();
        // Nothing of the record itself is written by this.
        let guarded: bool = self.db.query_row("PRAGMA query_only", [], |row| row.get(0))?;
        self.db.pragma_update(None, "query_only", false)?;
        let copied = self.db.execute("VACUUM INTO ?1", [ToSqlOutput::Borrowed(ValueRef::Text(path))]);
        self.db.pragma_update(None, "query_only", guarded)?;
        copied?;
        let copy = Connection::open_with_flags(
            draft.path(),
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        life::anew(&copy)?;
        let flaws = check_log(&copy)?;
        let copied: u64 = copy.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
        if !flaws.is_empty() || copied < rows || !migrate::is_current(&copy)? {
            return Err(StoreError::Damaged(flaws));
        }
        copy.close().map_err(|(_, why)| why)?;
        fs::OpenOptions::new().write(true).open(draft.path())?.sync_all()?;
        Ok(draft)
    }

    /// Begins to make this day's backup, if there is none yet and anything to keep; the oldest beyond ten go.
    pub fn begin_daily_backup(&mut self, day: Date) {
        self.daily = self.daily_backup(day);
    }

    fn daily_backup(&self, day: Date) -> Option<Daily> {
        let path = self.path.clone()?;
        let folder = path.with_file_name(Self::BACKUPS);
        let file = folder.join(format!("record-{day}.db"));
        let any = || self.db.query_row("SELECT EXISTS (SELECT 1 FROM log)", [], |row| row.get(0)).unwrap_or(false);
        if file.exists() || !any() {
            return None;
        }
        let scheduler = self.scheduler.clone();
        let make = move || {
            files::private_folder(&folder).map_err(|why| StoreError::Folder { path: folder.clone(), why })?;
            match Self::read_file(&path, scheduler)?.backup(&file) {
                // Another program was faster.
                Err(StoreError::Exists(_)) | Ok(()) => {}
                failed => return failed,
            }
            rotate(&folder, day);
            Ok(())
        };
        Some(Daily::begin(make))
    }

    /// The daily backups of the record in a folder, newest first; those of days after this one, which a clock that ran
    /// ahead has named, come last.
    #[must_use]
    pub fn backups(folder: &Path, today: Date) -> Vec<PathBuf> {
        place(folder).map(|record| daily(&record.with_file_name(Self::BACKUPS), today)).unwrap_or_default()
    }

    /// Puts the record in the file `from` in the place of the one in `folder`, which is moved aside. Both are left as
    /// they are where `from` is damaged or another program has the record open.
    pub fn restore(folder: &Path, from: &Path, scheduler: &Scheduler) -> Result<Restored, StoreError> {
        let path = place(folder)?;
        let from = std::path::absolute(from)?;
        if let (Ok(a), Ok(b)) = (fs::canonicalize(&path), fs::canonicalize(&from))
            && a == b
        {
            return Err(StoreError::Exists(path));
        }
        let source = Self::read_file(&from, scheduler.clone())?;
        files::private_folder(folder).map_err(|why| StoreError::Folder { path: folder.to_owned(), why })?;
        let rows = source.db.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
        let aside = replace(&path, source.copy(&path)?, "before-restore")?;
        Ok(Restored { aside, rows })
    }
}

/// Puts a draft in the place of a record that no other program has open. Gives where that is now.
pub(super) fn replace(path: &Path, draft: Draft, why: &str) -> Result<Option<PathBuf>, StoreError> {
    let aside = if fs::symlink_metadata(path).is_ok() {
        lock_out(path)?;
        Some(put_aside(path, why)?)
    } else {
        None
    };
    draft.put_new().map_err(|why| StoreError::Folder { path: path.to_owned(), why })?;
    Ok(aside)
}

/// Refuses if another program has a record open. One that cannot be opened is nobody's.
fn lock_out(path: &Path) -> Result<(), StoreError> {
    if life::refuse_foreign_log(path).is_err() {
        return Ok(());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let lock = || -> rusqlite::Result<()> {
        let db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(Duration::from_secs(1))?;
        db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;")
    };
    match lock() {
        Err(rusqlite::Error::SqliteFailure(why, _))
            if matches!(why.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
        {
            Err(StoreError::InUse)
        }
        _ => Ok(()),
    }
}

/// The daily backups in a folder, newest first; those of days after this one come last.
fn daily(folder: &Path, today: Date) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let day_of = |file: &Path| -> Option<Date> {
        file.file_name()?.to_str()?.strip_prefix("record-")?.strip_suffix(".db")?.parse().ok()
    };
    let mut files: Vec<(Date, PathBuf)> = files.filter_map(|file| Some((day_of(&file)?, file))).collect();
    files.sort_unstable_by_key(|(day, _)| (*day > today, Reverse(*day)));
    files.into_iter().map(|(_, file)| file).collect()
}

/// Takes away the oldest backups beyond [`KEPT`], and what killed programs left half made.
fn rotate(folder: &Path, today: Date) {
    for old in daily(folder, today).iter().skip(KEPT) {
        let _ = fs::remove_file(old);
    }
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let is_part = entry.file_name().as_encoded_bytes().starts_with(files::DRAFT.as_bytes());
        let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|at| at.elapsed().ok());
        if is_part && age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
