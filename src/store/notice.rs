//! What is noticed when a record is opened.

use std::path::PathBuf;

use crate::course::Lang;
use crate::course::messages::say;

/// Something that was noticed when a record was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file held no record; it was put aside and a new record begun.
    Begun {
        /// Bytes that it had.
        bytes: u64,
        /// Where it is now.
        aside: PathBuf,
    },
    /// The write-ahead log of a session that did not end is gone, and what it held with it.
    LostLog,
    /// A row near the end of the log is not as it was written.
    Row {
        /// Its place.
        seq: u64,
    },
}

impl Notice {
    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Begun { bytes, aside } => {
                say(lang, "record.notice-begun", &[("bytes", bytes), ("aside", &aside.display())])
            }
            Self::LostLog => say(lang, "record.notice-lost-log", &[]),
            Self::Row { seq } => say(lang, "record.notice-row", &[("seq", seq)]),
        }
    }
}
