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
    #[error("line {line}: {why}")]
    Import {
        /// From 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// The file of a backup exists already.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// Reading what is imported, or writing what is exported.
    #[error(transparent)]
    Io(#[from] io::Error),
}
