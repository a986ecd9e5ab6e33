//! What a check of a record can find.

use crate::course::Lang;
use crate::course::messages::say;

/// Something that is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// What the database's own check says.
    Database(String),
    /// A table, an index or a trigger is missing, is not as it was made, or was put in.
    Schema {
        /// Its name.
        name: String,
    },
    /// A row is missing before this one.
    Gap {
        /// The row after the gap.
        seq: u64,
    },
    /// Rows from this place on cannot be fetched.
    Unread {
        /// The first of them.
        seq: u64,
    },
    /// A row cannot be decoded.
    Undecoded {
        /// Its place.
        seq: u64,
    },
    /// A row is not what was written behind the one before it.
    Changed {
        /// Its place.
        seq: u64,
    },
    /// A row takes back what is no answer before it.
    Undo {
        /// The row that takes back.
        seq: u64,
    },
    /// The kept state of a card is not the one that the log gives.
    Card {
        /// The card.
        id: String,
    },
    /// How items stand, sums over the answers or marks are not what the log gives.
    Derived,
    /// The parameters of the memory model cannot be read.
    Memory,
}

impl Flaw {
    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Database(said) => say(lang, "record.flaw-database", &[("said", said)]),
            Self::Schema { name } => say(lang, "record.flaw-schema", &[("name", name)]),
            Self::Gap { seq } => say(lang, "record.flaw-gap", &[("seq", seq)]),
            Self::Unread { seq } => say(lang, "record.flaw-unread", &[("seq", seq)]),
            Self::Undecoded { seq } => say(lang, "record.flaw-undecoded", &[("seq", seq)]),
            Self::Changed { seq } => say(lang, "record.flaw-changed", &[("seq", seq)]),
            Self::Undo { seq } => say(lang, "record.flaw-undo", &[("seq", seq)]),
            Self::Card { id } => say(lang, "record.flaw-card", &[("id", id)]),
            Self::Derived => say(lang, "record.flaw-derived", &[]),
            Self::Memory => say(lang, "record.flaw-memory", &[]),
        }
    }

    /// Whether it is in what can be derived again from the log.
    #[must_use]
    pub const fn is_derived(&self) -> bool {
        matches!(self, Self::Card { .. } | Self::Derived | Self::Memory)
    }
}
