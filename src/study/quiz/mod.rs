//! The quiz: questions of the course, each marked and explained at once.

mod select;
#[cfg(test)]
mod tests;

use jiff::ZonedDateTime;

pub use select::QuizPlan;

use super::event::{Event, Summary};
use super::item::Item;
use super::journal::Journal;
use super::marking::{Mark, Task, Unreadable};
use super::session::{Command, Missed, Progress, Session, Setting, StudyError, milliseconds, rejected, rounded};

/// A quiz under way.
#[derive(Debug)]
pub struct Quiz {
    setting: Setting,
    items: Vec<Item>,
    /// One for each closed item, in order: the next item is the one after the last.
    closed: Vec<Closed>,
    /// The free text of the open key-points question, once it was given.
    text: Option<String>,
    hints: usize,
    shown: Option<ZonedDateTime>,
    over: bool,
}

/// How an item was closed.
#[derive(Clone, Debug)]
enum Closed {
    Answered { seq: u64, mark: Mark, score: f64 },
    Skipped,
}

impl Quiz {
    /// A quiz of these items, in this order.
    #[must_use]
    pub fn new(items: Vec<Item>, setting: Setting) -> Self {
        Self { setting, items, closed: Vec::new(), text: None, hints: 0, shown: None, over: false }
    }

    /// The item that waits for an answer.
    #[must_use]
    pub fn open(&self) -> Option<&Item> {
        if self.over { None } else { self.items.get(self.closed.len()) }
    }

    /// The free text of the open key-points question, once it was given and its points wait to be ticked.
    #[must_use]
    pub fn free_text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// How it went so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for (item, closed) in self.items.iter().zip(&self.closed) {
            if let Closed::Answered { mark, score, .. } = closed {
                summary.answered += 1;
                summary.correct += usize::from(mark.is_full());
                summary.score += score;
                summary.points += item.points;
            }
        }
        summary.score = rounded(summary.score);
        summary
    }

    /// Asks the next item, or sums up.
    fn ask(&mut self, now: &ZonedDateTime) -> Event {
        self.text = None;
        self.hints = 0;
        self.shown = Some(now.clone());
        let number = self.closed.len() + 1;
        match self.items.get(self.closed.len()) {
            Some(item) => item.event(number, self.items.len(), self.setting.lang),
            None => self.finish(),
        }
    }

    fn finish(&mut self) -> Event {
        self.over = true;
        Event::Summary(self.summary())
    }

    fn answer(
        &mut self,
        item: &Item,
        line: &str,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        let lang = self.setting.lang;
        if let (Task::KeyPoints(points), None) = (&item.task, &self.text) {
            if line.is_empty() {
                return Ok(rejected(&item.id, &Unreadable::Empty, lang));
            }
            self.text = Some(line.to_owned());
            return Ok(vec![Event::Points { id: item.id.to_string(), points: points.lines(line) }]);
        }
        let exercises = &*self.setting.exercises;
        let mark = match item.mark(line, self.text.as_deref().unwrap_or_default(), exercises) {
            Ok(mark) => mark,
            Err(unreadable) => return Ok(rejected(&item.id, &unreadable, lang)),
        };
        let answered = item.answered(&mark, now, milliseconds(self.shown.as_ref(), now));
        let score = answered.score;
        let seq = journal.answer(&answered)?;
        let feedback = Event::Feedback {
            id: item.id.to_string(),
            correct: mark.is_full(),
            score,
            given: mark.given.clone(),
            answer: item.answer(exercises),
            why: item.explained(&mark),
            mistake: mark.mistake.as_ref().map(ToString::to_string),
            solution: item.solution.clone(),
        };
        self.closed.push(Closed::Answered { seq, mark, score });
        Ok(vec![feedback, self.ask(now)])
    }

    fn undo(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let lang = self.setting.lang;
        let Some(last) = self.closed.last() else {
            let id = self.open().map(|i| i.id.to_string()).unwrap_or_default();
            return Ok(rejected(&id, &Unreadable::NothingToUndo, lang));
        };
        if let Closed::Answered { seq, .. } = last {
            journal.undo(*seq, now)?;
        }
        self.closed.pop();
        self.over = false;
        let id = self.open().map(|i| i.id.to_string()).unwrap_or_default();
        Ok(vec![Event::Undone { id }, self.ask(now)])
    }

    fn hint(&mut self, item: &Item) -> Vec<Event> {
        let Some(text) = item.hints.get(self.hints) else {
            return rejected(&item.id, &Unreadable::NoHint, self.setting.lang);
        };
        self.hints += 1;
        vec![Event::Hint { id: item.id.to_string(), level: self.hints as u8, text: text.clone() }]
    }
}

impl Session for Quiz {
    fn start(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        Ok(vec![self.ask(now)])
    }

    fn submit(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let command = Command::read(line);
        if command == Ok(Command::Undo) {
            return self.undo(now, journal);
        }
        let Some(item) = self.open().cloned() else { return Ok(Vec::new()) };
        match command {
            Ok(Command::Answer(line)) => self.answer(&item, line, now, journal),
            Ok(Command::Hint) => Ok(self.hint(&item)),
            Ok(Command::Skip) => {
                self.closed.push(Closed::Skipped);
                Ok(vec![Event::Skipped { id: item.id.to_string() }, self.ask(now)])
            }
            Ok(Command::Quit) => Ok(vec![self.finish()]),
            Ok(Command::Undo) => self.undo(now, journal),
            Err(unreadable) => Ok(rejected(&item.id, &unreadable, self.setting.lang)),
        }
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        Progress { done: self.closed.len(), total: self.items.len(), left: None }
    }

    fn missed(&self) -> Vec<Missed> {
        let closed = self.items.iter().zip(&self.closed);
        closed
            .filter_map(|(item, closed)| match closed {
                Closed::Answered { mark, .. } if !mark.is_full() => Some(Missed {
                    id: item.id.to_string(),
                    code: item.code(),
                    stem: item.stem.clone(),
                    given: mark.given.clone(),
                    answer: item.answer(&*self.setting.exercises),
                    why: item.explained(mark),
                }),
                _ => None,
            })
            .collect()
    }
}
