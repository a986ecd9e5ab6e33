//! The review: cards that are due, then new ones; each is turned and rated.
//!
//! A card rated *Again* waits a minute, then, once it is known, ten minutes, and comes back at the session's end,
//! at most [`COMES`] times. Its schedule is the record's: every rating is one row of the log.

mod card;
mod select;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, ZonedDateTime};

pub(super) use card::{BLANK, cloze};
pub use card::{Flashcard, Sides};
pub use select::{ReviewPlan, Standing};

use super::event::{Event, Summary};
use super::journal::{Journal, Rated};
use super::marking::Unreadable;
use super::random::Dice;
use super::session::{Command, Missed, Progress, Session, Setting, StudyError, milliseconds, rejected};

/// The learning steps after *Again*, in minutes.
const STEPS: [u32; 2] = [1, 10];

/// How often a card comes back in one session.
const COMES: u8 = 3;

/// The keys of the ratings, from *Again* to *Easy*.
const RATINGS: [&str; 4] = ["1", "2", "3", "4"];

/// A review under way.
#[derive(Debug)]
pub struct Review {
    setting: Setting,
    cards: Vec<Flashcard>,
    queue: Queue,
    /// When each card of the record is due.
    due: HashMap<String, Date>,
    today: Date,
    closed: Vec<Closed>,
    /// The card that is being asked.
    open: Option<Open>,
    /// How often a card has been shown, so that each time has fresh numbers.
    shown: usize,
    over: bool,
}

/// What is still to come.
#[derive(Clone, Debug)]
struct Queue {
    /// The next card that has not come yet.
    next: usize,
    waiting: Vec<Waiting>,
}

impl Queue {
    /// The next of `count` cards: one that has not come yet, then the one that has waited longest.
    fn take(&mut self, count: usize) -> Option<(usize, Place)> {
        if self.next < count {
            self.next += 1;
            return Some((self.next - 1, Place::default()));
        }
        let longest = (0..self.waiting.len()).min_by_key(|at| self.waiting[*at].ready)?;
        let waiting = self.waiting.remove(longest);
        Some((waiting.card, Place { comes: waiting.place.comes + 1, ..waiting.place }))
    }
}

/// A card that comes back at the session's end.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    card: usize,
    ready: Timestamp,
    place: Place,
}

/// Where a card stands in this session.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// The learning step it comes from.
    step: Option<usize>,
    /// How often it has come back.
    comes: u8,
}

#[derive(Clone, Debug)]
struct Open {
    card: usize,
    place: Place,
    sides: Sides,
    turned: bool,
    hints: usize,
    shown: ZonedDateTime,
    /// The queue as it was before this card left it.
    before: Queue,
}

/// A card that was rated or skipped, with what undoing it brings back.
#[derive(Clone, Debug)]
struct Closed {
    open: Open,
    rated: Option<Taken>,
}

#[derive(Clone, Copy, Debug)]
struct Taken {
    seq: u64,
    rating: u8,
    due_before: Option<Date>,
}

impl Review {
    /// A review of these cards, in this order.
    #[must_use]
    pub fn new(cards: Vec<Flashcard>, standing: Standing, setting: Setting) -> Self {
        Self {
            setting,
            cards,
            queue: Queue { next: 0, waiting: Vec::new() },
            due: standing.due,
            today: standing.today,
            closed: Vec::new(),
            open: None,
            shown: 0,
            over: false,
        }
    }

    /// What stands on the card that waits, and whether it has been turned.
    #[must_use]
    pub fn open(&self) -> Option<(&Sides, bool)> {
        self.open.as_ref().map(|open| (&open.sides, open.turned))
    }

    /// How it went so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let ratings = || self.closed.iter().filter_map(|c| c.rated.map(|r| r.rating));
        let (answered, correct) = (ratings().count(), ratings().filter(|r| *r > 1).count());
        let tomorrow = self.today.saturating_add(1.day());
        Summary {
            answered,
            correct,
            score: correct as f64,
            points: answered as f64,
            tomorrow: Some(self.due.values().filter(|due| **due <= tomorrow).count()),
            ..Summary::default()
        }
    }

    fn id(&self, card: usize) -> String {
        self.cards.get(card).map(|c| c.id.clone()).unwrap_or_default()
    }

    fn left(&self) -> usize {
        self.cards.len() - self.queue.next + self.queue.waiting.len()
    }

    /// Shows the next card, or sums up. A card whose calculation fails is passed over; `content check` reports it.
    fn ask(&mut self, now: &ZonedDateTime) -> Event {
        let before = self.queue.clone();
        while let Some((card, place)) = self.queue.take(self.cards.len()) {
            if let Some(event) = self.show(card, place, before.clone(), now) {
                return event;
            }
        }
        self.finish()
    }

    fn show(&mut self, card: usize, place: Place, before: Queue, now: &ZonedDateTime) -> Option<Event> {
        let flashcard = self.cards.get(card)?;
        self.shown += 1;
        let seed = Dice::new(self.setting.seed, &format!("{} {}", flashcard.id, self.shown)).variant();
        let sides = flashcard.sides(&*self.setting.exercises, seed, self.setting.lang).ok()?;
        Some(self.shown_again(card, place, sides, before, now))
    }

    /// Shows a card with these sides: what came before it is asked again as it was.
    fn shown_again(&mut self, card: usize, place: Place, sides: Sides, before: Queue, now: &ZonedDateTime) -> Event {
        let event = Event::Card {
            id: self.id(card),
            front: sides.front.clone(),
            topic: self.cards.get(card).map(|c| c.topic.to_string()).unwrap_or_default(),
            number: self.closed.len() + 1,
            of: self.closed.len() + 1 + self.left(),
            code: sides.code.clone(),
        };
        self.open = Some(Open { card, place, sides, turned: false, hints: 0, shown: now.clone(), before });
        event
    }

    fn finish(&mut self) -> Event {
        self.over = true;
        self.open = None;
        Event::Summary(self.summary())
    }

    fn answer(
        &mut self,
        mut open: Open,
        line: &str,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        let (id, lang) = (self.id(open.card), self.setting.lang);
        if !open.turned {
            if !line.is_empty() {
                return Ok(rejected(&id, &Unreadable::Turn, lang));
            }
            let days = journal.preview(&id, now)?;
            let due: IndexMap<&'static str, String> =
                RATINGS.into_iter().zip(days).map(|(rating, day)| (rating, day.to_string())).collect();
            let again = (open.place.comes < COMES).then_some(STEPS[0]);
            let back = open.sides.back.clone();
            open.turned = true;
            self.open = Some(open);
            return Ok(vec![Event::Back { id, back, due, again }]);
        }
        let rating = crate::text::fold(line);
        let Some(rating) = RATINGS.iter().zip(1..).find(|(key, _)| **key == rating).map(|(_, number)| number) else {
            return Ok(rejected(&id, &Unreadable::Rating, lang));
        };
        self.rate(open, rating, now, journal)
    }

    fn rate(
        &mut self,
        open: Open,
        rating: u8,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        let id = self.id(open.card);
        let reviewed = journal.rate(&Rated {
            at: now.clone(),
            id: id.clone(),
            code: open.sides.code.clone(),
            rating,
            ms: milliseconds(Some(&open.shown), now),
            hash: self.cards.get(open.card).map(|c| c.hash.clone()).unwrap_or_default(),
        })?;
        let due_before = self.due.insert(id.clone(), reviewed.due);
        if let Some(step) = next_step(open.place, rating) {
            let ready = now.timestamp().saturating_add(i64::from(STEPS[step]).minutes()).unwrap_or(Timestamp::MAX);
            let place = Place { step: Some(step), ..open.place };
            self.queue.waiting.push(Waiting { card: open.card, ready, place });
        }
        self.closed.push(Closed { open, rated: Some(Taken { seq: reviewed.seq, rating, due_before }) });
        let taken = Event::Reviewed {
            id,
            rating,
            due: reviewed.due.to_string(),
            stability: reviewed.stability,
            difficulty: reviewed.difficulty,
        };
        Ok(vec![taken, self.ask(now)])
    }

    fn undo(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(last) = self.closed.last().cloned() else {
            let id = self.open.as_ref().map(|o| self.id(o.card)).unwrap_or_default();
            return Ok(rejected(&id, &Unreadable::NothingToUndo, self.setting.lang));
        };
        let (id, card, place, sides) = (self.id(last.open.card), last.open.card, last.open.place, last.open.sides);
        if let Some(taken) = last.rated {
            journal.undo(taken.seq, now)?;
            match taken.due_before {
                Some(day) => self.due.insert(id.clone(), day),
                None => self.due.remove(&id),
            };
        }
        self.closed.pop();
        self.over = false;
        let before = last.open.before;
        self.queue = before.clone();
        self.queue.take(self.cards.len());
        let again = self.shown_again(card, place, sides, before, now);
        Ok(vec![Event::Undone { id }, again])
    }

    fn hint(&mut self, mut open: Open) -> Vec<Event> {
        let id = self.id(open.card);
        let Some(text) = open.sides.hints.get(open.hints).filter(|_| !open.turned).cloned() else {
            return rejected(&id, &Unreadable::NoHint, self.setting.lang);
        };
        open.hints += 1;
        let level = open.hints as u8;
        self.open = Some(open);
        vec![Event::Hint { id, level, text }]
    }
}

/// The learning step that a card goes to: *Again* begins the steps; a card that is known goes on along them, an easy
/// one leaves them.
fn next_step(place: Place, rating: u8) -> Option<usize> {
    let step = match (rating, place.step) {
        (1, _) => 0,
        (2 | 3, Some(step)) => step + 1,
        _ => return None,
    };
    (place.comes < COMES && step < STEPS.len()).then_some(step)
}

impl Session for Review {
    fn start(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        Ok(vec![self.ask(now)])
    }

    fn submit(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let command = Command::read(line);
        if command == Ok(Command::Undo) {
            return self.undo(now, journal);
        }
        let Some(open) = self.open.clone() else { return Ok(Vec::new()) };
        match command {
            Ok(Command::Answer(line)) => self.answer(open, line, now, journal),
            Ok(Command::Hint) => Ok(self.hint(open)),
            Ok(Command::Skip) => {
                let id = self.id(open.card);
                self.closed.push(Closed { open, rated: None });
                Ok(vec![Event::Skipped { id }, self.ask(now)])
            }
            Ok(Command::Quit) => Ok(vec![self.finish()]),
            Ok(Command::Undo) => self.undo(now, journal),
            Err(unreadable) => Ok(rejected(&self.id(open.card), &unreadable, self.setting.lang)),
        }
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        let open = usize::from(self.open.is_some());
        Progress { done: self.closed.len(), total: self.closed.len() + open + self.left(), left: None }
    }

    fn missed(&self) -> Vec<Missed> {
        let forgotten = self.closed.iter().filter(|c| c.rated.is_some_and(|r| r.rating == 1));
        let mut missed: Vec<Missed> = Vec::new();
        for closed in forgotten {
            let id = self.id(closed.open.card);
            if missed.iter().all(|m| m.id != id) {
                missed.push(Missed {
                    id,
                    code: closed.open.sides.code.clone(),
                    stem: closed.open.sides.front.clone(),
                    given: String::new(),
                    answer: closed.open.sides.back.clone(),
                    why: String::new(),
                });
            }
        }
        missed
    }
}
