//! What can go wrong with a record.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::flaw::Flaw;
use crate::course::messages::{self, say};
use crate::course::{Bilingual, Lang};
use crate::files;
use crate::text::cut;

/// Columns of what stands in a wrong line that are repeated.
const REPEATED: usize = 60;

/// Why the record cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// The folder of the record cannot be made.
    #[error("{path}: {why}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// The record cannot be written where it lies.
    #[error("{path} cannot be written: {why}")]
    Unwritable {
        /// The database.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// The record was written by a newer version of the program.
    #[error("the record has format {found}, this program knows up to {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// There is no record at this place.
    #[error("{0}: there is no record")]
    Absent(PathBuf),
    /// What stands at this place is no regular file.
    #[error("{0} is no file")]
    NoFile(PathBuf),
    /// The file is shorter than any record.
    #[error("{path} has {bytes} bytes: it holds no record")]
    CutOff {
        /// The file.
        path: PathBuf,
        /// Its length.
        bytes: u64,
    },
    /// The database is no record of this program.
    #[error("the database is no record of this program")]
    Foreign,
    /// The write-ahead log beside the record belongs to another state of it.
    #[error("{0} does not belong to the record beside it")]
    ForeignLog(PathBuf),
    /// Another file lies where the record was when it was opened, or none.
    #[error("{0} is not the record any more that was opened")]
    Moved(PathBuf),
    /// The paper was handed in.
    #[error("the paper {0} was handed in")]
    HandedIn(String),
    /// What is to be copied is damaged.
    #[error("the record is damaged")]
    Damaged(Vec<Flaw>),
    /// Another program has the record open.
    #[error("the record is in use")]
    InUse,
    /// There is no such answer to take back, or it was taken back before.
    #[error("row {0} is no answer that can be taken back")]
    Undo(u64),
    /// The memory state of a card is none that the model can go on from.
    #[error("the state of card {0} is not valid")]
    State(String),
    /// A line of an import is wrong; nothing was written.
    #[error("line {line} of the import is wrong")]
    Import {
        /// From 1.
        line: usize,
        /// What is wrong with it.
        fault: ImportFault,
    },
    /// The file of a backup exists already.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// Reading what is imported, or writing what is exported.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl StoreError {
    /// The same of the record in the file `path`, which was to be written: where the system says why it cannot be, that is
    /// told, and not what `SQLite` makes of it.
    pub(super) fn of_writing(self, path: &Path) -> Self {
        match self {
            Self::Folder { why, .. } if is_about_the_place(&why) => Self::Unwritable { path: path.to_owned(), why },
            other => match other.cause(path) {
                Some(why) => Self::Unwritable { path: path.to_owned(), why },
                None => other,
            },
        }
    }

    /// The same of a copy that was to be written to the file `path`.
    pub(super) fn of_copying(self, path: &Path) -> Self {
        self.cause(path).map_or(self, |why| Self::Folder { path: path.to_owned(), why })
    }

    /// The same of the file `path`, which was to be read.
    pub(super) fn of_reading(self, path: &Path) -> Self {
        match (&self, File::open(path)) {
            (Self::Database(rusqlite::Error::SqliteFailure(failed, _)), Err(why)) if is_unwritable(failed.code) => {
                Self::Folder { path: path.to_owned(), why }
            }
            _ => self,
        }
    }

    /// What the system says if a file is to be written at `path`, where `SQLite` could not.
    fn cause(&self, path: &Path) -> Option<io::Error> {
        let Self::Database(rusqlite::Error::SqliteFailure(failed, _)) = self else { return None };
        if !is_unwritable(failed.code) {
            return None;
        }
        let kind = match failed.code {
            ErrorCode::DiskFull => Some(ErrorKind::StorageFull),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Some(ErrorKind::PermissionDenied),
            _ => None,
        };
        files::try_to_write(path).err().or_else(|| kind.map(io::Error::from))
    }

    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Newer { found, known } => say(lang, "record.newer", &[("found", found), ("known", known)]),
            Self::Folder { path, why } => {
                say(lang, "record.folder", &[("path", &path.display()), ("why", &messages::io(why, lang))])
            }
            Self::Unwritable { path, why } => unwritable(path, why, lang),
            Self::Import { line, fault } => {
                say(lang, "record.bad-line", &[("line", line), ("why", &fault.sentence(lang))])
            }
            Self::Exists(path) => say(lang, "record.exists", &[("path", &path.display())]),
            Self::Database(why) => say(lang, "record.database", &[("why", &database(why, lang))]),
            Self::Undo(seq) => say(lang, "record.no-undo", &[("seq", seq)]),
            Self::State(id) => say(lang, "record.bad-state", &[("id", id)]),
            Self::Io(error) => messages::io(error, lang),
            Self::Absent(path) => say(lang, "record.absent", &[("path", &path.display())]),
            Self::NoFile(path) => say(lang, "record.no-file", &[("path", &path.display())]),
            Self::CutOff { path, bytes } => say(lang, "record.cut-off", &[("path", &path.display()), ("bytes", bytes)]),
            Self::Foreign => say(lang, "record.foreign", &[]),
            Self::ForeignLog(path) => say(lang, "record.foreign-log", &[("path", &path.display())]),
            Self::Moved(path) => say(lang, "record.moved", &[("path", &path.display())]),
            Self::HandedIn(code) => say(lang, "record.handed-in", &[("code", code)]),
            Self::Damaged(flaws) => say(lang, "record.damaged", &[("count", &flaws.len())]),
            Self::InUse => say(lang, "record.in-use", &[]),
        }
    }
}

/// That the record cannot be written, why, and what to do about it where anything can be done.
fn unwritable(path: &Path, why: &io::Error, lang: Lang) -> String {
    let words = messages::io(why, lang);
    let said = say(lang, "io.cannot-write", &[("path", &path.display()), ("why", &words)]);
    let advice = match why.kind() {
        ErrorKind::ReadOnlyFilesystem => "record.advice-elsewhere",
        ErrorKind::PermissionDenied => "record.advice-rights",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "record.advice-room",
        _ => return said,
    };
    let folder = path.parent().unwrap_or(path).display();
    say(lang, "record.with-advice", &[("what", &said), ("advice", &say(lang, advice, &[("folder", &folder)]))])
}

/// What the database says, in the user's language.
fn database(error: &rusqlite::Error, lang: Lang) -> String {
    let key = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "io.full",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "record.locked",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "io.denied",
        Some(ErrorCode::CannotOpen) => "record.cannot-open",
        // Without a code: bytes that are no value of their column.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) | None => "record.corrupt",
        Some(ErrorCode::SystemIoFailure) => "record.io",
        Some(_) => return error.to_string(),
    };
    say(lang, key, &[])
}

/// Whether `SQLite` may say this of a file that cannot be written where it lies, or of one for which there is no room.
pub(super) fn is_unwritable(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
    )
}

/// Whether the system says this of a folder in which nothing can be written, and not of a path that cannot be one.
fn is_about_the_place(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        ErrorKind::ReadOnlyFilesystem
            | ErrorKind::PermissionDenied
            | ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::FileTooLarge
    )
}

/// What can be wrong with a line of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportFault {
    /// It is no text in UTF-8.
    Text,
    /// It is longer than any row.
    Long {
        /// Bytes that a line may have.
        bound: u64,
    },
    /// It is no JSON object of a kind that an export has.
    Form {
        /// What the reader of JSON says, in both languages.
        said: Bilingual,
    },
    /// Its place does not come after the one before.
    Order {
        /// Its place.
        seq: u64,
        /// The place before.
        last: u64,
    },
    /// Its time is none.
    Time {
        /// What stands there.
        at: String,
    },
    /// An answer that lacks what its kind has, has what another kind has, or a number out of bounds.
    Row {
        /// `card`
        of: &'static str,
    },
    /// It comes from the same place of another record as a row that says something else.
    Origin {
        /// The record that wrote it.
        device: String,
        /// Its place there.
        seq: u64,
    },
    /// It takes back what is no answer before it, or was taken back already.
    Undo {
        /// The place that it names.
        undoes: u64,
    },
}

impl ImportFault {
    /// What is wrong, for the sentence that names the line.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Text => say(lang, "io.utf8", &[]),
            Self::Long { bound } => say(lang, "record.fault-long", &[("bound", bound)]),
            Self::Form { said } => say(lang, "record.fault-form", &[("said", &said.get(lang))]),
            Self::Order { seq, last } => say(lang, "record.fault-order", &[("seq", seq), ("last", last)]),
            Self::Time { at } => say(lang, "record.fault-time", &[("at", &cut(at, REPEATED))]),
            Self::Row { of } => say(lang, "record.fault-row", &[("of", of)]),
            Self::Origin { device, seq } => say(lang, "record.fault-origin", &[("device", device), ("seq", seq)]),
            Self::Undo { undoes } => say(lang, "record.fault-undo", &[("undoes", undoes)]),
        }
    }
}
