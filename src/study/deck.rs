//! What a kind of session has of its own, and what the engine of sessions hands to it and takes from it.

use std::fmt::Debug;

use jiff::ZonedDateTime;

use super::action::{Action, Command};
use super::event::{Event, Summary};
use super::journal::{ItemMark, Journal, JournalError, Last, Of};
use super::session::{Cover, Missed, Place, Rejected, Setting, StudyError, Went};
use crate::course::Lang;
use crate::course::kinds::Unreadable;

/// What a kind of session has of its own.
pub trait Deck: Debug {
    /// What is asked: a question, an exercise, a card in one of its showings.
    type Item: Clone + Debug;
    /// What an answer came to, for the sum at the end.
    type Outcome: Debug;

    /// What the session was given.
    fn setting(&self) -> &Setting;

    /// The language of everything that is said.
    fn lang(&self) -> Lang {
        self.setting().lang
    }

    /// Told when the session starts. Gives what is said before the first item.
    ///
    /// # Errors
    /// A record that cannot be written.
    fn begin(
        &mut self,
        _closed: &[ClosedOf<Self>],
        _now: &ZonedDateTime,
        _journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        Ok(Vec::new())
    }

    /// Takes the next item; none where the session is at its end.
    ///
    /// # Errors
    /// A calculation that gives no exercise.
    fn next(&mut self, closed: &[ClosedOf<Self>]) -> Result<Option<Self::Item>, StudyError>;

    /// The prompt that opens an item.
    fn ask(&mut self, item: &Self::Item, closed: &[ClosedOf<Self>]) -> Event;

    /// What the item is called.
    fn id(&self, item: &Self::Item) -> String;

    /// What is asked, in words.
    fn stem(&self, item: &Self::Item) -> String;

    /// The name by which the record knows it; none of what cannot be marked.
    fn recorded(&self, item: &Self::Item) -> Option<String> {
        Some(self.id(item))
    }

    /// The variant that it is, of drawn numbers.
    fn variant(&self, _item: &Self::Item) -> Option<String> {
        None
    }

    /// The answers of earlier sessions that may be taken back here, where any may.
    fn asks(&self) -> Option<Of> {
        None
    }

    /// The item behind an answer of an earlier session; none where it cannot be asked any more.
    fn recall(&mut self, _last: &Last) -> Option<Self::Item> {
        None
    }

    /// Takes back the item that was open, to be asked next.
    fn put_back(&mut self, _open: Self::Item) {}

    /// Takes an answer line: what it says is taken is in the record.
    ///
    /// # Errors
    /// A line that cannot be read, or a record that cannot be written.
    fn take(
        &mut self,
        item: &mut Self::Item,
        line: &str,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Self::Outcome>, Refused>;

    /// Takes what stands in the answer to a question that is left.
    ///
    /// # Errors
    /// A record that cannot be written.
    fn keep(
        &mut self,
        _item: &Self::Item,
        _draft: &str,
        _closed: &[ClosedOf<Self>],
        _moment: Moment<'_>,
    ) -> Result<Draft<Self::Outcome>, StudyError> {
        Ok(Draft::Nothing)
    }

    /// Lets the clock stand, or run again.
    ///
    /// # Errors
    /// A record that cannot be written.
    fn hold(&mut self, _stands: bool, _now: &ZonedDateTime, _journal: &mut dyn Journal) -> Result<(), StudyError> {
        Ok(())
    }

    /// Takes an item back from its further prompt to its first; tells whether it waited there.
    fn step_back(&self, _item: &mut Self::Item) -> bool {
        false
    }

    /// What an answer of an earlier session was to, in words.
    fn words(&self, last: &Last) -> String {
        last.code.clone().unwrap_or_else(|| last.id.clone())
    }

    /// The rung of the hint ladder after `given` ones: its level and words.
    fn hint(&self, item: &Self::Item, given: usize) -> Option<(u8, String)>;

    /// Makes an item that was closed ready to be asked again; `open` is the one that was open meanwhile.
    fn reopen(&mut self, closed: ClosedOf<Self>, open: Option<Self::Item>) -> Self::Item;

    /// How many items there are in all, as far as is known, of which `open` is open.
    fn total(&self, closed: usize, open: bool) -> usize;

    /// How many of them are done with.
    fn done(&self, closed: &[ClosedOf<Self>], _open: Option<&Self::Item>) -> usize {
        closed.len()
    }

    /// How it went.
    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary;

    /// How an answer went.
    fn went(&self, outcome: &Self::Outcome) -> Went;

    /// How each item went, in order.
    fn trail(&self, closed: &[ClosedOf<Self>]) -> Vec<Went> {
        closed.iter().map(|closed| went(self, closed)).collect()
    }

    /// Whether what was not right can come once more at the end.
    fn comes_again(&self) -> bool {
        false
    }

    /// Asks these items once more, so many being closed, in place of what was still to come: with other numbers where
    /// they have any.
    fn ask_again(&mut self, _items: &[&Self::Item], _closed: usize) {}

    /// Gives up what [`ask_again`](Deck::ask_again) was last told: what was still to come before comes.
    fn give_up_again(&mut self, _open: Option<Self::Item>) {}

    /// What is said of an answer that was taken; nothing of one on a paper, or of a rating.
    fn feedback(&self, _item: &Self::Item, _done: &Done<Self::Outcome>) -> Option<Event> {
        None
    }

    /// Says everything in another language from now on.
    fn speak(&mut self, lang: Lang);

    /// Puts an item into the language that is spoken.
    fn translate(&self, item: &mut Self::Item);

    /// Puts what an answer came to into the language that is spoken.
    fn retell(&self, _item: &Self::Item, _outcome: &mut Self::Outcome) {}

    /// The further prompt that an item waits at: the back of a card, the points of a short answer.
    fn further(&mut self, _item: &Self::Item, _moment: Moment<'_>) -> Result<Option<Event>, Refused> {
        Ok(None)
    }

    /// The questions of a paper, in order; none of what is no paper.
    fn sheet(&self, _closed: &[ClosedOf<Self>]) -> Vec<Place> {
        Vec::new()
    }

    /// What paper it is; nothing of what is no paper.
    fn cover(&self, _closed: &[ClosedOf<Self>], _now: &ZonedDateTime) -> Option<Cover> {
        None
    }

    /// What is still asked before a session comes to its end so.
    fn last(&mut self, _ending: Ending, _closed: &[ClosedOf<Self>]) -> Option<Self::Item> {
        None
    }

    /// What went wrong, for the look back.
    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed>;

    /// What a command that is no answer comes to at this item; none of one that this kind of session does not have.
    fn wish(&self, command: &Command, _closed: &[ClosedOf<Self>], _item: &Self::Item) -> Option<Wish<Self::Item>> {
        wish(command)
    }

    /// Told when the session ends. Gives what is said before the summary.
    ///
    /// # Errors
    /// A record that cannot be written: the session goes on.
    fn end(
        &mut self,
        _ending: Ending,
        _closed: &[ClosedOf<Self>],
        _now: &ZonedDateTime,
        _journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        Ok(Vec::new())
    }

    /// Tells the time. True ends the session.
    fn tick(&mut self, _now: &ZonedDateTime) -> bool {
        false
    }

    /// Time that is left.
    fn left(&self) -> Option<jiff::SignedDuration> {
        None
    }

    /// The code of the paper that waits if the session is left.
    fn paper(&self) -> Option<&str> {
        None
    }

    /// What the record keeps of where a paper stands while this item of it is open: the paper's code, and the place.
    fn place(&self, _item: &Self::Item) -> Option<(&str, String)> {
        None
    }

    /// Whether an answer to `item` takes the place of the one to `other`.
    fn replaces(&self, _item: &Self::Item, _other: &Self::Item) -> bool {
        false
    }

    /// Whether the last answer can be taken back now.
    fn undoes(&self) -> bool {
        true
    }

    /// Whether what was answered stays as it is once the session has ended.
    fn is_final(&self) -> bool {
        false
    }
}

/// An item of a deck that was closed.
pub type ClosedOf<D> = Closed<<D as Deck>::Item, <D as Deck>::Outcome>;

/// An item that was answered or skipped.
#[derive(Clone, Debug)]
pub struct Closed<I, O> {
    /// The item.
    pub item: I,
    /// What the answer came to; none where it was skipped or set apart.
    pub done: Option<Done<O>>,
    /// How it was set apart, if it was.
    pub apart: Option<ItemMark>,
}

impl<I, O> Closed<I, O> {
    /// An item that was answered.
    #[must_use]
    pub const fn answered(item: I, seq: u64, outcome: O) -> Self {
        Self { item, done: Some(Done { seq, outcome }), apart: None }
    }
}

/// How a session comes to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing is left to ask, or the learner is done with it.
    Done,
    /// The learner leaves; a paper waits.
    Left,
}

/// An answer that was taken.
#[derive(Clone, Debug)]
pub struct Done<O> {
    /// Its place in the log.
    pub seq: u64,
    /// What it came to.
    pub outcome: O,
}

/// When an answer was given, and where it is written.
#[derive(Debug)]
pub struct Moment<'a> {
    /// The time.
    pub now: &'a ZonedDateTime,
    /// Milliseconds since the item was shown.
    pub ms: u64,
    /// How many hints were taken.
    pub hints: u32,
    /// How sure the learner said to be, 0 to 1.
    pub confidence: Option<f64>,
    /// The record.
    pub journal: &'a mut dyn Journal,
}

/// What came of an answer line.
#[derive(Debug)]
pub enum Take<O> {
    /// The item has a further prompt: the back of a card, the points of a short answer.
    Prompt(Event),
    /// It is closed and in the record.
    Closed {
        /// Its place in the log.
        seq: u64,
        /// What it came to.
        outcome: O,
        /// What is said of it.
        event: Event,
    },
    /// The line asked for the end.
    End,
}

/// What came of an answer that a question was left with.
#[derive(Debug)]
pub enum Draft<O> {
    /// It is as it was.
    Nothing,
    /// There is none any more.
    Gone,
    /// It is in the record.
    Taken {
        /// Its place in the log.
        seq: u64,
        /// What it came to.
        outcome: O,
        /// What is said of it.
        event: Box<Event>,
    },
}

/// Why an answer line was not taken.
#[derive(Debug)]
pub enum Refused {
    /// It is sent back: no try is spent.
    Rejected(Rejected),
    /// The session cannot go on.
    Broken(StudyError),
}

impl From<Unreadable> for Refused {
    fn from(why: Unreadable) -> Self {
        Self::Rejected(Rejected::Unreadable(why))
    }
}

impl From<Rejected> for Refused {
    fn from(why: Rejected) -> Self {
        Self::Rejected(why)
    }
}

impl From<JournalError> for Refused {
    fn from(why: JournalError) -> Self {
        Self::Broken(why.into())
    }
}

/// What a command comes to.
#[derive(Debug)]
pub enum Wish<I> {
    /// A hint.
    Hint,
    /// The item is left without an answer.
    Skip,
    /// Another item is opened.
    Go(I),
    /// The item is left as it stands, which is said, and another one opened.
    Pass(I),
    /// The item is marked as one to look at again, or is so no more.
    Flag,
    /// The item is set apart, and the next one asked.
    SetApart(ItemMark),
    /// What is not right comes once more at the end, or does so no more.
    Again,
    /// The session ends.
    End(Ending),
    /// Nothing, and this is why.
    Nothing(Rejected),
}

/// How an item that was closed went.
pub(super) fn went<D: Deck + ?Sized>(deck: &D, closed: &ClosedOf<D>) -> Went {
    closed.done.as_ref().map_or(Went::Skipped, |done| deck.went(&done.outcome))
}

/// What a command comes to in most sessions.
#[must_use]
pub const fn wish<I>(command: &Command) -> Option<Wish<I>> {
    match command {
        Command::Do(Action::Hint) => Some(Wish::Hint),
        Command::Do(Action::Skip) => Some(Wish::Skip),
        Command::Do(Action::Flag) => Some(Wish::Flag),
        Command::Do(Action::Quit) => Some(Wish::End(Ending::Left)),
        _ => None,
    }
}
