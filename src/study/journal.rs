//! What study needs of the learner's record: answers and ratings are on disk before the session shows them as taken.

use std::fmt::Debug;

use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::schedule::day_of;
pub use crate::store::{Answered, Last, Mark as ItemMark, Marked, Of, PaperEvent, PaperRow, Rated, Reviewed, Sitting};
use crate::store::{Record, StoreError};

/// The learner's record, as a session writes it.
pub trait Journal: Debug {
    /// Appends an answer; it is on disk when this returns. Gives its place in the log.
    fn answer(&mut self, answer: &Answered) -> Result<u64, JournalError>;

    /// Appends an answer that takes the place of the answer `seq`, both in one transaction.
    fn replace(&mut self, seq: u64, answer: &Answered) -> Result<u64, JournalError>;

    /// Appends a rating and moves the card's memory state, both in one transaction.
    fn rate(&mut self, rating: &Rated) -> Result<Reviewed, JournalError>;

    /// The days on which the ratings 1 to 4, given `now`, would bring the card back.
    fn preview(&mut self, card: &str, now: &ZonedDateTime) -> Result<[Date; 4], JournalError>;

    /// The last answer of this sort that stands, if it was given on this day of the learner's.
    fn last_answer(&mut self, of: Of, now: &ZonedDateTime) -> Result<Option<Last>, JournalError>;

    /// The share of the points that the last sitting before a time came to, of answers of this sort; none where there was
    /// none worth telling.
    fn last_sitting(&mut self, of: Of, before: &ZonedDateTime) -> Result<Option<f64>, JournalError>;

    /// Appends that the row `seq` is taken back, unless another program took it back meanwhile.
    fn undo(&mut self, seq: u64, at: &ZonedDateTime) -> Result<(), JournalError>;

    /// Appends that an item is set apart, or is so no more.
    fn mark(&mut self, marked: &Marked) -> Result<u64, JournalError>;

    /// Appends what happens to a paper.
    fn paper(&mut self, paper: &PaperRow) -> Result<u64, JournalError>;

    /// Keeps which question of a paper is open, so that one that is killed comes back there.
    fn place(&mut self, code: &str, at: &str) -> Result<(), JournalError>;
}

/// The record could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct JournalError(#[from] pub StoreError);

impl Journal for Record {
    fn answer(&mut self, answer: &Answered) -> Result<u64, JournalError> {
        Ok(Self::answer(self, answer)?)
    }

    fn replace(&mut self, seq: u64, answer: &Answered) -> Result<u64, JournalError> {
        Ok(Self::replace(self, seq, answer)?)
    }

    fn rate(&mut self, rating: &Rated) -> Result<Reviewed, JournalError> {
        Ok(Self::rate(self, rating)?)
    }

    fn preview(&mut self, card: &str, now: &ZonedDateTime) -> Result<[Date; 4], JournalError> {
        Ok(Self::preview(self, card, now)?)
    }

    fn last_answer(&mut self, of: Of, now: &ZonedDateTime) -> Result<Option<Last>, JournalError> {
        Ok(Self::last_answer(self, Some(of), day_of(now))?)
    }

    fn last_sitting(&mut self, of: Of, before: &ZonedDateTime) -> Result<Option<f64>, JournalError> {
        Ok(Self::last_sitting(self, of, before)?)
    }

    fn undo(&mut self, seq: u64, at: &ZonedDateTime) -> Result<(), JournalError> {
        match Self::undo(self, seq, at) {
            Ok(()) | Err(StoreError::Undo(_)) => Ok(()),
            Err(why) => Err(why.into()),
        }
    }

    fn mark(&mut self, marked: &Marked) -> Result<u64, JournalError> {
        Ok(Self::mark(self, marked)?)
    }

    fn paper(&mut self, paper: &PaperRow) -> Result<u64, JournalError> {
        Ok(Self::paper(self, paper)?)
    }

    fn place(&mut self, code: &str, at: &str) -> Result<(), JournalError> {
        Ok(Self::place(self, code, at)?)
    }
}
