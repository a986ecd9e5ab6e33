//! What can go wrong with a record.

use std::io;
use std::path::PathBuf;

use crate::course::Lang;
use crate::course::messages::{self, say};

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

impl StoreError {
    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Newer { found, known } => say(lang, "record.newer", &[("found", found), ("known", known)]),
            Self::Folder { path, why } => {
                say(lang, "record.folder", &[("path", &path.display()), ("why", &messages::io(why, lang))])
            }
            Self::Import { line, fault } => {
                say(lang, "record.bad-line", &[("line", line), ("why", &fault.sentence(lang))])
            }
            Self::Exists(path) => say(lang, "record.exists", &[("path", &path.display())]),
            Self::Database(why) => say(lang, "record.database", &[("why", why)]),
            Self::Undo(seq) => say(lang, "record.no-undo", &[("seq", seq)]),
            Self::State(id) => say(lang, "record.bad-state", &[("id", id)]),
            Self::Io(error) => messages::io(error, lang),
        }
    }
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

impl ImportFault {
    /// What is wrong, for the sentence that names the line.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Form { said } => say(lang, "record.fault-form", &[("said", said)]),
            Self::Order { seq, last } => say(lang, "record.fault-order", &[("seq", seq), ("last", last)]),
            Self::Time { at } => say(lang, "record.fault-time", &[("at", at)]),
            Self::Row { of } => say(lang, "record.fault-row", &[("of", of)]),
            Self::Undo { undoes } => say(lang, "record.fault-undo", &[("undoes", undoes)]),
        }
    }
}
