//! What can go wrong with a record.

use std::io;
use std::path::PathBuf;

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
    /// The record was written by a newer version of the program.
    #[error("the record has format {found}, this program knows up to {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The newest that is known.
        known: i64,
    },
    /// There is no such answer to take back, or it was taken back before.
    #[error("row {0} is no answer that can be taken back")]
    Undo(u64),
    /// The memory state of a card is none that the model can go on from.
    #[error("the state of card {0} is not valid")]
    State(String),
    /// A line of an import is wrong; nothing was written.
    #[error("line {line}: {fault:?}")]
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

/// What can be wrong with a line of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportFault {
    /// It is no JSON object of a kind that an export has.
    Form {
        /// What the reader of JSON says.
        said: String,
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
    /// An answer that lacks what its kind has, or has what another kind has.
    Row {
        /// `card`
        of: &'static str,
    },
    /// It takes back what is no answer before it, or was taken back already.
    Undo {
        /// The place that it names.
        undoes: u64,
    },
}
