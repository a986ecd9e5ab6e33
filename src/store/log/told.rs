//! What is told to the log and asked of it: answers, ratings, marks, papers.

use jiff::ZonedDateTime;
use jiff::civil::Date;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use serde::{Deserialize, Serialize};

/// A list of words that a column holds, each with its value.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$doc])* $value,)*
        }

        impl $name {
            /// The word in the log.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$value => $key,)*
                }
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($key => Ok(Self::$value),)*
                    _ => Err(FromSqlError::InvalidType),
                }
            }
        }
    };
}

words! {
    /// What was answered.
    Of {
        /// A question of the course.
        Question = "question",
        /// An exercise of a drill.
        Exercise = "exercise",
        /// A flashcard.
        Card = "card",
    }
}

words! {
    /// How an item is set apart.
    Mark {
        /// Not asked any more.
        Suspended = "suspended",
        /// Not asked until tomorrow.
        Buried = "buried",
        /// To be looked at again.
        Flagged = "flagged",
    }
}

words! {
    /// What happens to a paper.
    PaperEvent {
        /// It was begun.
        Begun = "begun",
        /// Its clock stands.
        Paused = "paused",
        /// Its clock runs again.
        Resumed = "resumed",
        /// It was handed in: its answers count.
        HandedIn = "handed-in",
    }
}

words! {
    /// What takes its own time.
    Sort {
        /// A card that was never rated before.
        New = "new",
        /// One that was.
        Again = "again",
        /// A question or an exercise.
        Question = "question",
    }
}

/// An answer to a question or an exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// When it was given.
    pub at: ZonedDateTime,
    /// To what: a question or an exercise.
    pub of: Of,
    /// The question or the kind of calculation.
    pub id: String,
    /// The variant, of drawn values.
    pub code: Option<String>,
    /// The answer as it was understood.
    pub given: String,
    /// Points reached.
    pub score: f64,
    /// Points that could be reached, more than 0.
    pub points: f64,
    /// The misconception behind it.
    pub mistake: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the content that was answered.
    pub hash: String,
    /// How many hints were taken before it.
    pub hints: u32,
    /// How sure the learner said to be, 0 to 1.
    pub confidence: Option<f64>,
    /// The code of the paper that it stands on: it counts when that is handed in.
    pub paper: Option<String>,
}

/// A rating of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// When it was given.
    pub at: ZonedDateTime,
    /// The card, `~r` for its reverse, `~2` for a hole.
    pub id: String,
    /// The variant, of a card with fresh numbers.
    pub code: Option<String>,
    /// 1 to 4.
    pub rating: u8,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the card.
    pub hash: String,
    /// Whether it was rated while cramming: its memory state stays.
    pub cram: bool,
}

/// What a rating came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reviewed {
    /// Its place in the log.
    pub seq: u64,
    /// The day on which the card comes back.
    pub due: Date,
    /// Days after which nine of ten such cards are still known.
    pub stability: f32,
    /// 1 to 10.
    pub difficulty: f32,
    /// On how many days the card was forgotten after it had been met on an earlier one; told of a rating 1 alone.
    pub lapses: usize,
}

/// That an item is set apart, or is so no more.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// When.
    pub at: ZonedDateTime,
    /// A card or a question.
    pub id: String,
    /// The variant that was seen, of drawn values.
    pub code: Option<String>,
    /// How.
    pub mark: Mark,
    /// Whether it is from now on.
    pub on: bool,
}

/// That something happened to a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperRow {
    /// When.
    pub at: ZonedDateTime,
    /// The code of the paper.
    pub code: String,
    /// What.
    pub event: PaperEvent,
    /// What the code does not say, in the words of who wrote it.
    pub plan: Option<String>,
}

/// An answer that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Its place in the log.
    pub seq: u64,
    /// What was answered.
    pub of: Of,
    /// The question, the kind of calculation or the card.
    pub id: String,
    /// The variant, of drawn values.
    pub code: Option<String>,
}
