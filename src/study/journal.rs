//! What study needs of the learner's record: answers and ratings are on disk before the session shows them as taken.

use std::error::Error;
use std::fmt::Debug;

use jiff::ZonedDateTime;
use jiff::civil::Date;

/// The learner's record, as a session writes it.
pub trait Journal: Debug {
    /// Appends an answer; it is on disk when this returns. Gives its place in the log.
    fn answer(&mut self, answer: &Answered) -> Result<u64, JournalError>;

    /// Appends a rating and moves the card's memory state, both in one transaction.
    fn rate(&mut self, rating: &Rated) -> Result<Reviewed, JournalError>;

    /// The days on which the ratings 1 to 4, given `now`, would bring the card back.
    fn preview(&mut self, card: &str, now: &ZonedDateTime) -> Result<[Date; 4], JournalError>;

    /// Appends that the row `seq` is taken back.
    fn undo(&mut self, seq: u64, at: &ZonedDateTime) -> Result<(), JournalError>;
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A question of the course.
    Question,
    /// An exercise of a drill.
    Exercise,
}

/// An answer to a question or an exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// When it was given.
    pub at: ZonedDateTime,
    /// To what.
    pub of: Of,
    /// The question or the kind of calculation.
    pub id: String,
    /// The variant, of drawn values.
    pub code: Option<String>,
    /// The answer as it was understood.
    pub given: String,
    /// Points reached.
    pub score: f64,
    /// The misconception behind it.
    pub mistake: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the content that was answered.
    pub hash: String,
}

/// A rating of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// When it was given.
    pub at: ZonedDateTime,
    /// The card, `~r` for its reverse.
    pub id: String,
    /// The variant, of a card with fresh numbers.
    pub code: Option<String>,
    /// 1 to 4.
    pub rating: u8,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the card.
    pub hash: String,
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
}

/// The record could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct JournalError(#[source] pub Box<dyn Error + Send + Sync>);
