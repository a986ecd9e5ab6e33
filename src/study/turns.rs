//! The engine of every session: it asks, takes, hints, skips, takes back and ends.
//!
//! What differs from a quiz to a review is a [`Deck`]: which item comes next, how it is asked, what an answer to it
//! comes to. The rest is the same and stands here once.

use std::fmt::Debug;

use jiff::ZonedDateTime;

use super::action::{ACTIONS, Action, Command};
use super::event::{Event, Summary};
use super::journal::{Journal, JournalError};
use super::session::{Missed, Progress, Rejected, Session, StudyError, milliseconds};
use crate::course::Lang;
use crate::course::kinds::Unreadable;

/// What a kind of session has of its own.
pub trait Deck: Debug {
    /// What is asked: a question, an exercise, a card in one of its showings.
    type Item: Debug;
    /// What an answer came to, for the sum at the end.
    type Outcome: Debug;

    /// The language of everything that is said.
    fn lang(&self) -> Lang;

    /// Takes the next item; none where the session is at its end.
    ///
    /// # Errors
    /// A calculation that gives no exercise.
    fn next(&mut self, closed: &[ClosedOf<Self>]) -> Result<Option<Self::Item>, StudyError>;

    /// The prompt that opens an item.
    fn ask(&mut self, item: &Self::Item, closed: &[ClosedOf<Self>]) -> Event;

    /// What the item is called.
    fn id(&self, item: &Self::Item) -> String;

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

    /// The rung of the hint ladder after `given` ones: its level and words.
    fn hint(&self, item: &Self::Item, given: usize) -> Option<(u8, String)>;

    /// Makes an item that was closed ready to be asked again; `open` is the one that was open meanwhile.
    fn reopen(&mut self, closed: ClosedOf<Self>, open: Option<Self::Item>) -> Self::Item;

    /// How many items there are in all, as far as is known, of which `open` is open.
    fn total(&self, closed: usize, open: bool) -> usize;

    /// How it went.
    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary;

    /// What went wrong, for the look back.
    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed>;

    /// What a command that is no answer comes to at this item; none of one that this kind of session does not have.
    fn wish(&self, command: &Command, _item: &Self::Item) -> Option<Wish<Self::Item>> {
        match command {
            Command::Do(Action::Hint) => Some(Wish::Hint),
            Command::Do(Action::Skip) => Some(Wish::Skip),
            Command::Do(Action::Quit) => Some(Wish::End),
            _ => None,
        }
    }

    /// What is said at the end, before the summary.
    fn end(&self, _closed: &[ClosedOf<Self>]) -> Vec<Event> {
        Vec::new()
    }

    /// Tells the time. True ends the session.
    fn tick(&mut self, _now: &ZonedDateTime) -> bool {
        false
    }

    /// Time that is left.
    fn left(&self) -> Option<jiff::SignedDuration> {
        None
    }

    /// Whether an answer to `item` takes the place of the one to `other`.
    fn replaces(&self, _item: &Self::Item, _other: &Self::Item) -> bool {
        false
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
    /// What the answer came to; none where it was skipped.
    pub done: Option<Done<O>>,
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
    /// The session ends.
    End,
    /// Nothing, and this is why.
    Nothing(Rejected),
}

/// A session of any kind.
#[derive(Debug)]
pub struct Turns<D: Deck> {
    deck: D,
    open: Option<Open<D::Item>>,
    closed: Vec<ClosedOf<D>>,
    over: bool,
}

/// The item that waits for an answer.
#[derive(Debug)]
struct Open<I> {
    item: I,
    /// Hints given.
    hints: usize,
    /// Since when it is shown.
    shown: Option<ZonedDateTime>,
}

impl<D: Deck> Turns<D> {
    /// A session over a deck.
    #[must_use]
    pub const fn over(deck: D) -> Self {
        Self { deck, open: None, closed: Vec::new(), over: false }
    }

    /// The deck.
    #[must_use]
    pub const fn deck(&self) -> &D {
        &self.deck
    }

    /// The item that waits for an answer.
    #[must_use]
    pub fn open(&self) -> Option<&D::Item> {
        self.open.as_ref().filter(|_| !self.over).map(|open| &open.item)
    }

    /// How it went so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.deck.summary(&self.closed)
    }

    /// Opens an item.
    fn show(&mut self, item: D::Item, now: &ZonedDateTime) -> Event {
        let event = self.deck.ask(&item, &self.closed);
        self.open = Some(Open { item, hints: 0, shown: Some(now.clone()) });
        event
    }

    /// Asks the next item, or ends.
    fn ask(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        self.open = None;
        match self.deck.next(&self.closed)? {
            Some(item) => Ok(vec![self.show(item, now)]),
            None => Ok(self.end()),
        }
    }

    fn end(&mut self) -> Vec<Event> {
        self.over = true;
        let mut events = self.deck.end(&self.closed);
        events.push(Event::Summary(self.summary()));
        events
    }

    fn reject(&self, why: &Rejected) -> Vec<Event> {
        let id = self.open().map(|item| self.deck.id(item)).unwrap_or_default();
        vec![Event::Rejected { id, why: why.sentence(self.deck.lang()) }]
    }

    fn answer(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(open) = &mut self.open else { return Ok(Vec::new()) };
        let hints = u32::try_from(open.hints).unwrap_or(u32::MAX);
        let moment = Moment { now, ms: milliseconds(open.shown.as_ref(), now), hints, journal };
        match self.deck.take(&mut open.item, line, &self.closed, moment) {
            Ok(Take::Prompt(event)) => Ok(vec![event]),
            Ok(Take::Closed { seq, outcome, event }) => {
                let mut events = vec![event];
                if let Some(open) = self.open.take() {
                    self.closed.retain(|closed| !self.deck.replaces(&open.item, &closed.item));
                    self.closed.push(Closed { item: open.item, done: Some(Done { seq, outcome }) });
                }
                events.extend(self.ask(now)?);
                Ok(events)
            }
            Ok(Take::End) => Ok(self.end()),
            Err(Refused::Rejected(why)) => Ok(self.reject(&why)),
            Err(Refused::Broken(why)) => Err(why),
        }
    }

    /// Takes back the item that was closed last, and asks it again.
    fn undo(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(last) = self.closed.last() else { return Ok(self.reject(&Rejected::NothingToUndo)) };
        if let Some(done) = &last.done {
            journal.undo(done.seq, now)?;
        }
        let Some(last) = self.closed.pop() else { return Ok(Vec::new()) };
        self.over = false;
        let id = self.deck.id(&last.item);
        let open = self.open.take().map(|open| open.item);
        let item = self.deck.reopen(last, open);
        Ok(vec![Event::Undone { id }, self.show(item, now)])
    }

    /// The commands that this session has, as they are typed.
    fn commands(&self) -> Vec<&'static str> {
        let Some(item) = self.open() else { return Vec::new() };
        let has = |action| action == Action::Undo || self.deck.wish(&Command::Do(action), item).is_some();
        ACTIONS.iter().filter(|row| row.typed && has(row.action)).map(|row| row.name).collect()
    }

    fn hint(&mut self) -> Vec<Event> {
        let Some(open) = &mut self.open else { return Vec::new() };
        let Some((level, text)) = self.deck.hint(&open.item, open.hints) else {
            return self.reject(&Rejected::NoHint);
        };
        open.hints += 1;
        vec![Event::Hint { id: self.deck.id(&open.item), level, text }]
    }

    fn skip(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        let Some(open) = self.open.take() else { return Ok(Vec::new()) };
        let mut events = vec![Event::Skipped { id: self.deck.id(&open.item) }];
        self.closed.push(Closed { item: open.item, done: None });
        events.extend(self.ask(now)?);
        Ok(events)
    }
}

impl<D: Deck> Session for Turns<D> {
    fn start(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        self.deck.tick(now);
        self.ask(now)
    }

    fn submit(
        &mut self,
        command: Command,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        if self.over && self.deck.is_final() {
            return Ok(Vec::new());
        }
        let late = self.tick(now);
        if !late.is_empty() {
            return Ok(late);
        }
        if command == Command::Do(Action::Undo) {
            return self.undo(now, journal);
        }
        let Some(open) = self.open.as_ref().filter(|_| !self.over) else { return Ok(Vec::new()) };
        if let Command::Answer(line) = &command {
            return self.answer(line, now, journal);
        }
        match self.deck.wish(&command, &open.item) {
            Some(Wish::Hint) => Ok(self.hint()),
            Some(Wish::Skip) => self.skip(now),
            Some(Wish::Go(item)) => Ok(vec![self.show(item, now)]),
            Some(Wish::End) => Ok(self.end()),
            Some(Wish::Nothing(why)) => Ok(self.reject(&why)),
            None => Ok(self.reject(&Rejected::Command { name: command.name().to_owned(), known: self.commands() })),
        }
    }

    fn tick(&mut self, now: &ZonedDateTime) -> Vec<Event> {
        if !self.over && self.deck.tick(now) { self.end() } else { Vec::new() }
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        let open = self.open().is_some();
        let done = self.closed.len();
        Progress { done, total: self.deck.total(done, open), left: self.deck.left() }
    }

    fn missed(&self) -> Vec<Missed> {
        self.deck.missed(&self.closed)
    }
}
