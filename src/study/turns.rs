//! The engine of every session: it asks, takes, hints, skips, takes back and ends.
//!
//! What differs from a quiz to a review is a [`Deck`]: which item comes next, how it is asked, what an answer to it
//! comes to. The rest is the same and stands here once.

mod again;
mod undo;

use std::collections::HashMap;

use jiff::ZonedDateTime;

use super::action::{ACTIONS, Action, Command, SURE};
use super::deck::{self, Closed, ClosedOf, Deck, Draft, Ending, Moment, Refused, Take, Wish};
use super::event::{Event, Summary};
use super::journal::{ItemMark, Journal, Marked, Of};
use super::session::{
    Cover, Missed, Place, Progress, Rejected, Session, Spoken, StudyError, Wanting, Went, milliseconds,
};
use crate::course::Lang;
use again::Again;

/// A session of any kind.
#[derive(Debug)]
pub struct Turns<D: Deck> {
    deck: D,
    open: Option<Open<D::Item>>,
    closed: Vec<ClosedOf<D>>,
    /// Items whose flag was changed, and whether they have it now.
    flags: HashMap<String, bool>,
    again: Again,
    over: bool,
    /// Since when it goes on.
    since: Option<ZonedDateTime>,
    /// The share of the points that the sitting before it came to.
    before: Option<f64>,
}

/// The item that waits for an answer.
#[derive(Debug)]
struct Open<I> {
    item: I,
    /// Hints given.
    hints: usize,
    /// How sure the learner said to be.
    confidence: Option<f64>,
    /// Since when it is shown.
    shown: Option<ZonedDateTime>,
}

impl<D: Deck> Turns<D> {
    /// A session over a deck.
    #[must_use]
    pub fn over(deck: D) -> Self {
        Self::from(deck, Vec::new())
    }

    /// A session that goes on where these items were closed.
    #[must_use]
    pub fn from(deck: D, closed: Vec<ClosedOf<D>>) -> Self {
        let again = Again::new(deck.setting().again);
        Self { deck, open: None, closed, flags: HashMap::new(), again, over: false, since: None, before: None }
    }

    /// The deck.
    #[must_use]
    pub const fn deck(&self) -> &D {
        &self.deck
    }

    /// The items that were closed.
    #[must_use]
    pub fn closed(&self) -> &[ClosedOf<D>] {
        &self.closed
    }

    /// The item that waits for an answer.
    #[must_use]
    pub fn open(&self) -> Option<&D::Item> {
        self.open.as_ref().filter(|_| !self.over).map(|open| &open.item)
    }

    /// How it went so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary { before: self.before, ..self.summed_up() }
    }

    /// Opens an item.
    fn show(&mut self, item: D::Item, now: &ZonedDateTime, journal: &mut dyn Journal) -> Event {
        if let Some((code, at)) = self.deck.place(&item) {
            // Where it cannot be kept, the paper goes on behind its last answer.
            _ = journal.place(code, &at);
        }
        let from = self.again.from(self.closed.len());
        let event = self.deck.ask(&item, &self.closed[from..]);
        self.open = Some(Open { item, hints: 0, confidence: None, shown: Some(now.clone()) });
        event
    }

    /// Asks the next item, or ends.
    fn ask(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        self.open = None;
        let mut next = self.deck.next(&self.closed)?;
        if next.is_none() && self.begin_by_itself() {
            next = self.deck.next(&self.closed)?;
        }
        match next {
            Some(item) => Ok(vec![self.show(item, now, journal)]),
            None => self.end(Ending::Done, now, journal),
        }
    }

    fn end(
        &mut self,
        ending: Ending,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        if let Some(item) = self.deck.last(ending, &self.closed) {
            return Ok(vec![self.show(item, now, journal)]);
        }
        let mut events = self.deck.end(ending, &self.closed, now, journal)?;
        self.over = true;
        if let (Some(of @ (Of::Question | Of::Card)), Some(since)) = (self.deck.asks(), &self.since) {
            // Where it cannot be read, there is nothing to compare with.
            self.before = journal.last_sitting(of, since).ok().flatten();
        }
        events.push(Event::Summary(self.summary()));
        Ok(events)
    }

    fn reject(&self, why: &Rejected) -> Vec<Event> {
        let id = self.open().map(|item| self.deck.id(item)).unwrap_or_default();
        let key = why.key().map(str::to_owned);
        vec![Event::Rejected { id, why: why.sentence(self.deck.lang()), key }]
    }

    fn answer(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(open) = &mut self.open else { return Ok(Vec::new()) };
        let hints = u32::try_from(open.hints).unwrap_or(u32::MAX);
        let (ms, confidence) = (milliseconds(open.shown.as_ref(), now), open.confidence);
        let moment = Moment { now, ms, hints, confidence, journal: &mut *journal };
        match self.deck.take(&mut open.item, line, &self.closed, moment) {
            Ok(Take::Prompt(event)) => Ok(vec![event]),
            Ok(Take::Closed { seq, outcome, event }) => {
                let mut events = vec![event];
                self.close(seq, outcome);
                events.extend(self.ask(now, journal)?);
                Ok(events)
            }
            Ok(Take::End) => self.end(Ending::Done, now, journal),
            Err(Refused::Rejected(why)) => Ok(self.reject(&why)),
            Err(Refused::Broken(why)) => Err(why),
        }
    }

    /// Closes the open item with what an answer to it came to.
    fn close(&mut self, seq: u64, outcome: D::Outcome) {
        if let Some(open) = self.open.take() {
            self.closed.retain(|closed| !self.deck.replaces(&open.item, &closed.item));
            self.closed.push(Closed::answered(open.item, seq, outcome));
        }
    }

    /// Marks the open item as one to look at again, or takes that mark away.
    fn flag(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(item) = self.open() else { return Ok(Vec::new()) };
        let (id, Some(recorded)) = (self.deck.id(item), self.deck.recorded(item)) else { return Ok(Vec::new()) };
        let on = self.turn_flag(recorded, self.deck.variant(item), now, journal)?;
        Ok(vec![Event::Flagged { id, on }])
    }

    /// Marks an item that is seen in this variant, or takes its mark away. Gives which.
    fn turn_flag(
        &mut self,
        recorded: String,
        variant: Option<String>,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<bool, StudyError> {
        let on = !self.has_flag(&recorded);
        let (at, id, code) = (now.clone(), recorded.clone(), variant.filter(|_| on));
        journal.mark(&Marked { at, id, code, mark: ItemMark::Flagged, on })?;
        self.flags.insert(recorded, on);
        Ok(on)
    }

    /// Whether an item is marked as one to look at again.
    fn has_flag(&self, recorded: &str) -> bool {
        self.flags.get(recorded).copied().unwrap_or_else(|| self.deck.setting().flagged.contains(recorded))
    }

    /// What the record calls the item that was closed last.
    fn last_recorded(&self) -> Option<String> {
        self.deck.recorded(&self.closed.last()?.item)
    }

    /// The prompt that waits, once more.
    fn say_again(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(open) = &self.open else { return Ok(Vec::new()) };
        let from = self.again.from(self.closed.len());
        let mut events = vec![self.deck.ask(&open.item, &self.closed[from..])];
        let moment = Moment { now, ms: 0, hints: 0, confidence: None, journal };
        match self.deck.further(&open.item, moment) {
            Ok(further) => events.extend(further),
            Err(Refused::Broken(why)) => return Err(why),
            Err(Refused::Rejected(_)) => {}
        }
        Ok(events)
    }

    /// Sets the open item apart, and asks the next one.
    fn set_apart(
        &mut self,
        mark: ItemMark,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        let Some(item) = self.open() else { return Ok(Vec::new()) };
        let (id, Some(recorded)) = (self.deck.id(item), self.deck.recorded(item)) else { return Ok(Vec::new()) };
        journal.mark(&Marked { at: now.clone(), id: recorded, code: None, mark, on: true })?;
        if let Some(open) = self.open.take() {
            self.closed.push(Closed { item: open.item, done: None, apart: Some(mark) });
        }
        let mut events = vec![Event::set_apart(id, mark)];
        events.extend(self.ask(now, journal)?);
        Ok(events)
    }

    /// What a command comes to; none of one that this session does not have.
    fn wish(&self, command: &Command, item: &D::Item) -> Option<Wish<D::Item>> {
        if *command == Command::Do(Action::Again) && self.deck.comes_again() {
            return Some(Wish::Again);
        }
        self.deck.wish(command, &self.closed, item)
    }

    /// The commands that this session has, as they are typed.
    fn commands(&self) -> Vec<&'static str> {
        let Some(item) = self.open() else { return Vec::new() };
        let has = |action| action == Action::Undo || self.wish(&Command::Do(action), item).is_some();
        let actions = ACTIONS.iter().filter(|row| row.typed && has(row.action)).map(|row| row.name);
        actions.chain(self.takes_confidence().then_some(SURE)).collect()
    }

    /// Whether how sure one is can be said before an answer.
    fn takes_confidence(&self) -> bool {
        matches!(self.deck.asks(), Some(Of::Question | Of::Exercise))
    }

    fn sure(&mut self, percent: Option<u8>) -> Vec<Event> {
        let (Some(open), Some(percent)) = (&mut self.open, percent) else { return self.reject(&Rejected::NotSure) };
        let confidence = f64::from(percent) / 100.0;
        open.confidence = Some(confidence);
        vec![Event::Sure { id: self.deck.id(&open.item), confidence }]
    }

    fn hint(&mut self) -> Vec<Event> {
        let Some(open) = &mut self.open else { return Vec::new() };
        let Some((level, text)) = self.deck.hint(&open.item, open.hints) else {
            return self.reject(&Rejected::NoHint);
        };
        open.hints += 1;
        vec![Event::Hint { id: self.deck.id(&open.item), level, text }]
    }

    fn skip(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(open) = self.open.take() else { return Ok(Vec::new()) };
        let mut events = vec![Event::Skipped { id: self.deck.id(&open.item) }];
        self.closed.push(Closed { item: open.item, done: None, apart: None });
        events.extend(self.ask(now, journal)?);
        Ok(events)
    }
}

impl<D: Deck> Session for Turns<D> {
    fn start(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        self.since = Some(now.clone());
        let mut events = self.deck.begin(&self.closed, now, journal)?;
        if self.deck.tick(now) {
            events.extend(self.end(Ending::Done, now, journal)?);
        } else {
            events.extend(self.ask(now, journal)?);
        }
        Ok(events)
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
        let late = self.tick(None, now, journal)?;
        if !late.is_empty() {
            return Ok(late);
        }
        if command == Command::Do(Action::Undo) {
            if !self.deck.undoes() {
                return Ok(self.reject(&Rejected::NothingToUndo));
            }
            return self.undo(now, journal);
        }
        if self.over && command == Command::Do(Action::Again) {
            return self.once_more(now, journal);
        }
        let Some(open) = self.open.as_ref().filter(|_| !self.over) else { return Ok(Vec::new()) };
        if let Command::Answer(line) = &command {
            return self.answer(line, now, journal);
        }
        if let Command::Sure(percent) = command
            && self.takes_confidence()
        {
            return Ok(self.sure(percent));
        }
        match self.wish(&command, &open.item) {
            Some(Wish::Hint) => Ok(self.hint()),
            Some(Wish::Skip) => self.skip(now, journal),
            Some(Wish::Go(item)) => Ok(vec![self.show(item, now, journal)]),
            Some(Wish::Pass(item)) => {
                let skipped = Event::Skipped { id: self.deck.id(&open.item) };
                Ok(vec![skipped, self.show(item, now, journal)])
            }
            Some(Wish::Flag) => self.flag(now, journal),
            Some(Wish::SetApart(mark)) => self.set_apart(mark, now, journal),
            Some(Wish::Again) => Ok(self.turn_again()),
            Some(Wish::End(ending)) => self.end(ending, now, journal),
            Some(Wish::Nothing(why)) => Ok(self.reject(&why)),
            None => Ok(self.reject(&Rejected::Command { name: command.name().to_owned(), known: self.commands() })),
        }
    }

    fn keep(&mut self, draft: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(open) = self.open.as_ref().filter(|_| !self.over) else { return Ok(Vec::new()) };
        let ms = milliseconds(open.shown.as_ref(), now);
        let moment = Moment { now, ms, hints: 0, confidence: None, journal };
        let kept = self.deck.keep(&open.item, draft, &self.closed, moment)?;
        if matches!(kept, Draft::Nothing) {
            return Ok(Vec::new());
        }
        self.closed.retain(|closed| !self.deck.replaces(&open.item, &closed.item));
        match kept {
            Draft::Taken { seq, outcome, event } => {
                self.closed.push(Closed::answered(open.item.clone(), seq, outcome));
                Ok(vec![*event])
            }
            _ => Ok(Vec::new()),
        }
    }

    fn hold(&mut self, stands: bool, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<(), StudyError> {
        if self.over { Ok(()) } else { self.deck.hold(stands, now, journal) }
    }

    fn earlier(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Option<String>, StudyError> {
        let (true, Some(of)) = (self.closed.is_empty(), self.deck.asks()) else { return Ok(None) };
        Ok(journal.last_answer(of, now)?.map(|last| self.deck.words(&last)))
    }

    fn left_over(&self) -> usize {
        let Progress { done, total, .. } = self.progress();
        if self.over && self.open.is_some() && !self.deck.is_final() { total.saturating_sub(done) } else { 0 }
    }

    fn go_on(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        if self.left_over() == 0 {
            return Ok(Vec::new());
        }
        self.over = false;
        if let Some(open) = &mut self.open {
            open.shown = Some(now.clone());
        }
        self.say_again(now, journal)
    }

    fn tick(
        &mut self,
        draft: Option<&str>,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        if self.over || !self.deck.tick(now) {
            return Ok(Vec::new());
        }
        let mut events = match draft {
            Some(draft) => self.keep(draft, now, journal)?,
            None => Vec::new(),
        };
        events.extend(self.end(Ending::Done, now, journal)?);
        Ok(events)
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        // What was open when the session was left is still one of them.
        let open = self.open.as_ref().map(|open| &open.item);
        let from = self.again.from(self.closed.len());
        let done = self.deck.done(&self.closed, open).saturating_sub(from);
        let total = self.deck.total(self.closed.len(), open.is_some()).saturating_sub(from);
        Progress { done, total, again: self.again.has_begun(), left: self.deck.left() }
    }

    fn missed(&self) -> Vec<Missed> {
        self.deck.missed(self.of_last_round())
    }

    fn trail(&self) -> Vec<Went> {
        self.deck.trail(self.of_last_round())
    }

    fn so_far(&self) -> Vec<(Went, String)> {
        if self.deck.paper().is_some() {
            return Vec::new();
        }
        let asked = |closed: &ClosedOf<D>| (deck::went(&self.deck, closed), self.deck.stem(&closed.item));
        self.of_last_round().iter().map(asked).collect()
    }

    fn wanting(&self) -> Wanting {
        self.wanting_again()
    }

    fn paper(&self) -> Option<&str> {
        self.deck.paper()
    }

    fn is_final(&self) -> bool {
        self.deck.is_final()
    }

    fn sheet(&self) -> Vec<Place> {
        let mut places = self.deck.sheet(&self.closed);
        for place in &mut places {
            place.flagged = self.has_flag(&place.recorded);
        }
        places
    }

    fn cover(&self, now: &ZonedDateTime) -> Option<Cover> {
        self.deck.cover(&self.closed, now)
    }

    fn is_flagged(&self) -> bool {
        let recorded = self.open().and_then(|item| self.deck.recorded(item));
        recorded.is_some_and(|recorded| self.has_flag(&recorded))
    }

    fn is_last_flagged(&self) -> bool {
        self.last_recorded().is_some_and(|recorded| self.has_flag(&recorded))
    }

    fn flag_last(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Option<bool>, StudyError> {
        let Some(recorded) = self.last_recorded() else { return Ok(None) };
        let variant = self.closed.last().and_then(|closed| self.deck.variant(&closed.item));
        self.turn_flag(recorded, variant, now, journal).map(Some)
    }

    fn speak(&mut self, lang: Lang, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Spoken, StudyError> {
        self.deck.speak(lang);
        for closed in &mut self.closed {
            self.deck.translate(&mut closed.item);
            if let Some(done) = &mut closed.done {
                self.deck.retell(&closed.item, &mut done.outcome);
            }
        }
        if let Some(open) = &mut self.open {
            self.deck.translate(&mut open.item);
        }
        let feedback = self.closed.split_last().and_then(|(last, before)| {
            let feedback = self.deck.feedback(&last.item, last.done.as_ref()?)?;
            let from = self.again.from(before.len());
            Some((self.deck.ask(&last.item, &before[from..]), feedback))
        });
        let open = match &self.open {
            Some(_) if !self.over => self.say_again(now, journal)?,
            _ => vec![Event::Summary(self.summary())],
        };
        let hints = self.open.iter().flat_map(|open| {
            (0..open.hints).filter_map(|given| self.deck.hint(&open.item, given)).map(|(_, text)| text)
        });
        Ok(Spoken { hints: hints.collect(), closed: feedback, open })
    }
}
