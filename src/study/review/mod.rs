//! The review: cards that are due, then new ones; each is turned and rated.
//!
//! A card rated *Again* waits a minute, then, once it is known, ten minutes, and comes back at the session's end,
//! at most three times. Its schedule is the record's: every rating is one row of the log.

mod card;
mod select;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rustc_hash::FxHashMap;

pub(super) use card::{BLANK, cloze};
pub use card::{Flashcard, Sides};
use select::Chosen;
pub use select::{Planned, ReviewPlan, Standing};

use super::action::{Action, Command};
use super::deck::{self, ClosedOf, Deck, Moment, Refused, Take, Wish};
use super::event::{Event, Summary, Turned};
use super::item::{Statements, statements};
use super::journal::{ItemMark, Last, Of, Rated};
use super::session::{Missed, Rejected, Setting, StudyError, Went};
use super::turns::Turns;
use crate::course::{Lang, Prose, Topic};
use crate::random::Dice;

/// The learning steps after *Again*, in minutes.
const STEPS: [u32; 2] = [1, 10];

/// How often a card comes back in one session.
const COMES: u8 = 3;

/// The keys of the ratings, from *Again* to *Easy*.
const RATINGS: [&str; 4] = ["1", "2", "3", "4"];

/// A review under way.
pub type Review = Turns<Cards>;

/// The cards of a review, each with its place in the queue.
#[derive(Debug)]
pub struct Cards {
    setting: Setting,
    /// The cards that come, then those of earlier sessions that are asked again.
    cards: Vec<Chosen>,
    /// How many come.
    count: usize,
    queue: Queue,
    /// When each card of the record is due.
    due: FxHashMap<String, Date>,
    today: Date,
    /// How often a card has been shown, so that each time has fresh numbers.
    shown: usize,
    /// Whether memory states stay as they are.
    cram: bool,
    /// The cards that were told to be leeches.
    leeches: HashSet<String>,
    /// The topics that the cards are of.
    topics: Vec<Arc<Topic>>,
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

/// A card that is shown.
#[derive(Clone, Debug)]
pub struct Showing {
    flashcard: Rc<Flashcard>,
    card: usize,
    place: Place,
    /// What its numbers hang on.
    seed: u32,
    /// What stands on it.
    pub sides: Sides,
    /// Whether its back is seen.
    pub turned: bool,
    /// The queue as it was before this card left it.
    before: Queue,
}

/// A rating that was taken.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    rating: u8,
    due_before: Option<Date>,
}

impl Review {
    /// A review of these cards of `topics`, in this order; while cramming memory states stay as they are.
    #[must_use]
    fn new(cards: Vec<Chosen>, topics: &[Arc<Topic>], cram: bool, standing: Standing, setting: Setting) -> Self {
        let Standing { today, due, .. } = standing;
        let (queue, count, topics) = (Queue { next: 0, waiting: Vec::new() }, cards.len(), topics.to_vec());
        Self::over(Cards { setting, cards, count, queue, due, today, shown: 0, cram, leeches: HashSet::new(), topics })
    }
}

impl Cards {
    /// The cards that have come, in order: those of earlier sessions first.
    fn come(&self) -> impl Iterator<Item = usize> {
        (self.count..self.cards.len()).chain(0..self.queue.next)
    }

    /// Whether a card comes back in this session.
    fn comes_back(&self, card: usize) -> bool {
        self.queue.waiting.iter().any(|waiting| waiting.card == card)
    }

    /// A card as it is shown this time: each time with fresh numbers, unless the setting has a variant of it.
    fn showing(&mut self, card: usize, place: Place, before: Queue) -> Option<Showing> {
        let chosen = self.cards.get(card)?;
        let topic = self.topics.get(chosen.topic)?;
        let flashcard = Flashcard::of(topic.cards.get(chosen.card)?, chosen.way, topic, &statements(&self.topics))?;
        self.shown += 1;
        let seed = Dice::new(self.setting.seed, &format!("{} {}", flashcard.id, self.shown)).variant();
        let sides = flashcard.sides(&self.setting, seed).ok()?;
        Some(Showing { flashcard: Rc::new(flashcard), card, place, seed, sides, turned: false, before })
    }

    fn turn(&self, showing: &mut Showing, moment: Moment<'_>) -> Result<Event, Refused> {
        let Flashcard { id, recorded: name, .. } = &*showing.flashcard;
        let days = if self.cram {
            [self.due.get(name).copied(); 4]
        } else {
            moment.journal.preview(name, moment.now)?.map(Some)
        };
        let due: IndexMap<&'static str, Option<String>> =
            RATINGS.into_iter().zip(days).map(|(rating, day)| (rating, day.map(|day| day.to_string()))).collect();
        showing.turned = true;
        let soon = [1, 2, 3, 4].map(|rating| next_step(showing.place, rating).map(|step| STEPS[step]));
        let Sides { back, erratum, .. } = showing.sides.clone();
        Ok(Event::Back { id: id.clone(), back, erratum, due, again: soon[0], soon, cram: self.cram })
    }
}

impl Deck for Cards {
    type Item = Showing;
    type Outcome = Taken;

    fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The next card. One whose calculation fails is passed over; `content check` reports it.
    fn next(&mut self, _: &[ClosedOf<Self>]) -> Result<Option<Showing>, StudyError> {
        let before = self.queue.clone();
        while let Some((card, place)) = self.queue.take(self.count) {
            if let Some(showing) = self.showing(card, place, before.clone()) {
                return Ok(Some(showing));
            }
        }
        Ok(None)
    }

    fn ask(&mut self, showing: &Showing, _: &[ClosedOf<Self>]) -> Event {
        Event::Card {
            id: self.id(showing),
            front: showing.sides.front.clone(),
            topic: showing.flashcard.topic.to_string(),
            number: showing.card + 1,
            of: self.cards.len(),
            code: showing.sides.code.clone(),
            cram: self.cram,
        }
    }

    fn id(&self, showing: &Showing) -> String {
        showing.flashcard.id.clone()
    }

    fn stem(&self, showing: &Showing) -> String {
        showing.sides.front.to_string()
    }

    fn recorded(&self, showing: &Showing) -> Option<String> {
        Some(showing.flashcard.recorded.clone())
    }

    fn variant(&self, showing: &Showing) -> Option<String> {
        showing.sides.code.clone()
    }

    fn asks(&self) -> Option<Of> {
        Some(Of::Card)
    }

    fn recall(&mut self, last: &Last) -> Option<Showing> {
        self.due.remove(&last.id);
        let chosen = select::recorded_as(&self.topics, &last.id)?;
        self.cards.push(chosen);
        self.showing(self.cards.len() - 1, Place::default(), self.queue.clone())
    }

    fn words(&self, last: &Last) -> String {
        let card = select::recorded_as(&self.topics, &last.id);
        let front = card.and_then(|card| {
            front(self.topics.get(card.topic)?, (card.card, card.way), &statements(&self.topics), &self.setting)
        });
        front.unwrap_or_else(|| last.id.clone())
    }

    fn put_back(&mut self, open: Showing) {
        let Showing { card, place, before, .. } = open;
        self.queue = before;
        if card >= self.count {
            // One of an earlier session stands nowhere in the queue.
            self.queue.waiting.push(Waiting { card, ready: Timestamp::MIN, place });
        }
    }

    fn speak(&mut self, lang: Lang) {
        self.setting.lang = lang;
    }

    fn translate(&self, showing: &mut Showing) {
        let sides = showing.flashcard.sides(&self.setting, showing.seed);
        if let Ok(sides) = sides {
            showing.sides = sides;
        }
    }

    fn further(&mut self, showing: &Showing, moment: Moment<'_>) -> Result<Option<Event>, Refused> {
        if showing.turned { self.turn(&mut showing.clone(), moment).map(Some) } else { Ok(None) }
    }

    fn wish(&self, command: &Command, _: &[ClosedOf<Self>], _: &Showing) -> Option<Wish<Showing>> {
        match command {
            Command::Do(Action::Bury) => Some(Wish::SetApart(ItemMark::Buried)),
            Command::Do(Action::Suspend) => Some(Wish::SetApart(ItemMark::Suspended)),
            other => deck::wish(other),
        }
    }

    fn take(
        &mut self,
        showing: &mut Showing,
        line: &str,
        _: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Taken>, Refused> {
        if !showing.turned {
            return if line.is_empty() {
                self.turn(showing, moment).map(Take::Prompt)
            } else {
                Err(Rejected::Turn.into())
            };
        }
        let key = crate::text::fold(line);
        let rating = RATINGS.iter().zip(1..).find(|(known, _)| **known == key).map(|(_, number)| number);
        let rating = rating.ok_or(Rejected::Rating)?;
        let Flashcard { id, recorded, hash, .. } = (*showing.flashcard).clone();
        let reviewed = moment.journal.rate(&Rated {
            at: moment.now.clone(),
            id: recorded.clone(),
            code: showing.sides.code.clone(),
            rating,
            ms: moment.ms,
            hash,
            cram: self.cram,
        })?;
        let due_before = self.due.get(&recorded).copied();
        // Cramming gives a new card no state.
        let is_kept = !self.cram || due_before.is_some();
        if !self.cram {
            self.due.insert(recorded, reviewed.due);
        }
        let step = next_step(showing.place, rating);
        if let Some(step) = step {
            let wait = i64::from(STEPS[step]).minutes();
            let ready = moment.now.timestamp().saturating_add(wait).unwrap_or(Timestamp::MAX);
            let place = Place { step: Some(step), ..showing.place };
            self.queue.waiting.push(Waiting { card: showing.card, ready, place });
        }
        let is_leech = rating == 1
            && reviewed.lapses >= LEECH
            && (reviewed.lapses - LEECH).is_multiple_of(LEECH / 2)
            && self.leeches.insert(id.clone());
        let event = Event::Reviewed {
            lapses: is_leech.then_some(reviewed.lapses),
            id,
            rating,
            due: is_kept.then(|| reviewed.due.to_string()),
            stability: is_kept.then_some(reviewed.stability),
            difficulty: is_kept.then_some(reviewed.difficulty),
            again: step.map(|step| STEPS[step]),
            cram: self.cram,
        };
        Ok(Take::Closed { seq: reviewed.seq, outcome: Taken { rating, due_before }, event })
    }

    fn hint(&self, showing: &Showing, given: usize) -> Option<(u8, String)> {
        let text = showing.sides.hints.get(given).filter(|_| !showing.turned)?;
        Some((given as u8 + 1, text.clone()))
    }

    /// The card comes back with its place, and so does what came after it.
    fn reopen(&mut self, closed: ClosedOf<Self>, _: Option<Showing>) -> Showing {
        let showing = Showing { turned: false, ..closed.item };
        if let Some(done) = closed.done {
            let id = showing.flashcard.recorded.clone();
            match done.outcome.due_before {
                Some(day) => self.due.insert(id, day),
                None => self.due.remove(&id),
            };
        }
        self.queue = showing.before.clone();
        if showing.card < self.count {
            self.queue.take(self.count);
        }
        showing
    }

    /// A card counts once, however often it comes.
    fn total(&self, _: usize, _: bool) -> usize {
        self.cards.len()
    }

    fn done(&self, _: &[ClosedOf<Self>], open: Option<&Showing>) -> usize {
        let is_open = |card: usize| open.is_some_and(|showing| showing.card == card);
        self.come().filter(|card| !self.comes_back(*card) && !is_open(*card)).count()
    }

    /// How each card went, over all the times that it came.
    fn trail(&self, closed: &[ClosedOf<Self>]) -> Vec<Went> {
        let went = |card: usize| {
            let mut ratings = Vec::new();
            for closed in closed.iter().filter(|closed| closed.item.card == card) {
                ratings.push(closed.done.as_ref().map(|done| done.outcome.rating));
            }
            match ratings.last() {
                None => Went::Open,
                Some(None) => Went::Skipped,
                Some(Some(1)) => Went::Wrong,
                Some(_) if ratings.contains(&Some(1)) && self.comes_back(card) => Went::Wrong,
                Some(_) if ratings.contains(&Some(1)) => Went::Partly,
                Some(_) => Went::Right,
            }
        };
        self.come().map(went).collect()
    }

    fn went(&self, taken: &Taken) -> Went {
        if taken.rating > 1 { Went::Right } else { Went::Wrong }
    }

    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary {
        let ratings = || closed.iter().filter_map(|closed| Some(closed.done.as_ref()?.outcome.rating));
        let (answered, correct) = (ratings().count(), ratings().filter(|r| *r > 1).count());
        let rated = |wanted: fn(u8) -> bool| {
            let rated =
                closed.iter().filter(|closed| closed.done.as_ref().is_some_and(|done| wanted(done.outcome.rating)));
            rated.map(|closed| self.id(&closed.item)).collect::<HashSet<_>>().len()
        };
        let review = Turned { cards: rated(|_| true), forgotten: rated(|rating| rating == 1), cram: self.cram };
        let tomorrow = self.today.saturating_add(1.day());
        Summary {
            answered,
            correct,
            score: correct as f64,
            points: answered as f64,
            review: Some(review),
            tomorrow: (!self.cram).then(|| self.due.values().filter(|due| **due <= tomorrow).count()),
            ..Summary::default()
        }
    }

    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed> {
        let mut missed: Vec<Missed> = Vec::new();
        for closed in closed.iter().filter(|c| c.done.as_ref().is_some_and(|done| done.outcome.rating == 1)) {
            let (id, sides) = (self.id(&closed.item), &closed.item.sides);
            if missed.iter().all(|m| m.id != id) {
                missed.push(Missed {
                    of: Of::Card,
                    id,
                    code: sides.code.clone(),
                    stem: sides.front.clone(),
                    given: Prose::default(),
                    answer: sides.back.answer.clone(),
                    why: sides.erratum.clone().unwrap_or_default(),
                    again: Vec::new(),
                    solution: sides.back.solution.clone(),
                    went: Went::Wrong,
                    place: None,
                });
            }
        }
        missed
    }
}

/// What stands on the front of a card of a topic, by its place there and the way in which it is asked.
pub(super) fn front(
    topic: &Topic,
    (card, way): (usize, usize),
    statements: &Statements<'_>,
    setting: &Setting,
) -> Option<String> {
    let flashcard = Flashcard::of(topic.cards.get(card)?, way, topic, statements)?;
    Some(flashcard.sides(setting, 0).ok()?.front.to_string())
}

/// Days on which a card was forgotten before it is told to be a leech; told again after half as many more.
const LEECH: usize = 8;

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
