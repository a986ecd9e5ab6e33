//! A mock exam: a paper against the clock. Answers are taken without a word, can be changed until the paper is handed
//! in, and are marked then.

mod paper;
mod report;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, ZonedDateTime};

use paper::Entry;
pub use paper::ExamPlan;

use super::event::Event;
use super::journal::Journal;
use super::marking::{Mark, Task, Unreadable};
use super::session::{Command, Missed, Progress, Session, Setting, StudyError, milliseconds, rejected};

/// An exam under way.
#[derive(Debug)]
pub struct Exam {
    setting: Setting,
    plan: ExamPlan,
    entries: Vec<Entry>,
    /// What stands on the paper, by question.
    answers: Vec<Option<Taken>>,
    /// The questions that were answered, in the order in which they were.
    order: Vec<usize>,
    /// The question that is open; past the last one the paper waits to be handed in.
    at: usize,
    /// Since when the open question is shown.
    shown: Option<ZonedDateTime>,
    begun: Option<ZonedDateTime>,
    /// The latest time that it has been told.
    now: Option<ZonedDateTime>,
    over: bool,
}

/// An answer on the paper: it is in the record.
#[derive(Clone, Debug)]
struct Taken {
    seq: u64,
    mark: Mark,
    score: f64,
}

/// What a line asks for in an exam.
enum Wish<'a> {
    /// To see the question with this index.
    Go(usize),
    /// To hand in.
    HandIn,
    /// What any session does.
    Other(Command<'a>),
}

impl Exam {
    fn new(plan: ExamPlan, entries: Vec<Entry>, setting: Setting) -> Self {
        let answers = vec![None; entries.len()];
        let (order, at) = (Vec::new(), 0);
        Self { setting, plan, entries, answers, order, at, shown: None, begun: None, now: None, over: false }
    }

    /// Time that is left.
    fn left(&self) -> Option<SignedDuration> {
        let (begun, now) = (self.begun.as_ref()?, self.now.as_ref()?);
        let all = SignedDuration::from_mins(i64::try_from(self.plan.minutes).unwrap_or(i64::MAX / 60));
        Some((all - now.timestamp().duration_since(begun.timestamp())).max(SignedDuration::ZERO))
    }

    fn is_late(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }

    /// Shows the open question, or the end of the paper.
    fn ask(&mut self) -> Event {
        self.shown = self.now.clone();
        let minutes = self.left().map_or(0, |left| (left.as_secs() + 59).div_euclid(60));
        match self.entries.get(self.at) {
            Some(entry) => {
                let title = self.plan.parts[entry.part].title.get(self.setting.lang);
                let given = self.answers[self.at].as_ref().map(|taken| taken.mark.given.clone());
                entry.item.event(self.at + 1, self.entries.len(), self.setting.lang).on_paper(title, minutes, given)
            }
            None => Event::HandIn {
                answered: self.order.len(),
                of: self.entries.len(),
                open: (1..).zip(&self.answers).filter(|(_, a)| a.is_none()).map(|(number, _)| number).collect(),
                minutes,
            },
        }
    }

    /// The next question without an answer, or the end of the paper.
    fn onward(&self) -> usize {
        let after = (self.at + 1..self.entries.len()).find(|at| self.answers[*at].is_none());
        after.unwrap_or(self.entries.len())
    }

    fn id(&self) -> String {
        self.entries.get(self.at).map_or_else(String::new, |entry| entry.item.id.to_string())
    }

    fn reject(&self, why: &Unreadable) -> Vec<Event> {
        rejected(&self.id(), why, self.setting.lang)
    }

    fn wish<'l>(&self, line: &'l str) -> Result<Wish<'l>, Unreadable> {
        let text = line.trim();
        let Some(name) = text.strip_prefix([':', '：']) else { return Command::read(line).map(Wish::Other) };
        let mut words = name.split_whitespace();
        match (words.next(), words.next()) {
            (Some("back"), None) => Ok(Wish::Go(self.at.saturating_sub(1))),
            (Some("skip" | "next"), None) => Ok(Wish::Go((self.at + 1).min(self.entries.len()))),
            (Some("submit"), None) => Ok(Wish::HandIn),
            (Some("go"), number) => {
                let last = self.entries.len();
                let number = number.and_then(|n| n.parse().ok()).filter(|n| (1..=last).contains(n));
                number.map(|n: usize| Wish::Go(n - 1)).ok_or(Unreadable::NoQuestion { last })
            }
            _ => Command::read(line).map(Wish::Other),
        }
    }

    fn answer(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(entry) = self.entries.get(self.at) else {
            // An empty line at the end of the paper hands it in.
            return Ok(if line.is_empty() { self.hand_in() } else { self.reject(&Unreadable::HandIn) });
        };
        let item = &entry.item;
        // Nobody ticks points in an exam: those count that the text makes.
        let mark = match &item.task {
            Task::KeyPoints(_) if line.is_empty() => Err(Unreadable::Empty),
            Task::KeyPoints(points) => points.mark(line, &points.seen(line)),
            _ => item.mark(line, "", &*self.setting.exercises),
        };
        let mark = match mark {
            Ok(mark) => mark,
            Err(unreadable) => return Ok(self.reject(&unreadable)),
        };
        let answered = item.answered(&mark, now, milliseconds(self.shown.as_ref(), now));
        let seq = match &self.answers[self.at] {
            Some(before) => journal.replace(before.seq, &answered)?,
            None => journal.answer(&answered)?,
        };
        let taken = Event::Taken { id: item.id.to_string(), given: mark.given.clone() };
        self.answers[self.at] = Some(Taken { seq, mark, score: answered.score });
        self.order.retain(|at| *at != self.at);
        self.order.push(self.at);
        self.at = self.onward();
        Ok(vec![taken, self.ask()])
    }

    fn undo(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(at) = self.order.last().copied() else { return Ok(self.reject(&Unreadable::NothingToUndo)) };
        if let Some(taken) = &self.answers[at] {
            journal.undo(taken.seq, now)?;
        }
        self.order.pop();
        self.answers[at] = None;
        self.at = at;
        Ok(vec![Event::Undone { id: self.id() }, self.ask()])
    }

    /// The end: what each answer came to, then the report.
    fn hand_in(&mut self) -> Vec<Event> {
        self.over = true;
        let exercises = &*self.setting.exercises;
        let mut events: Vec<Event> = Vec::new();
        for (entry, taken) in self.entries.iter().zip(&self.answers) {
            if let Some(Taken { mark, score, .. }) = taken {
                events.push(Event::Marked {
                    id: entry.item.id.to_string(),
                    correct: mark.is_full(),
                    score: *score,
                    given: mark.given.clone(),
                    answer: entry.item.answer(exercises),
                    why: entry.item.explained(mark),
                    mistake: mark.mistake.as_ref().map(ToString::to_string),
                });
            }
        }
        events.push(Event::Summary(self.report()));
        events
    }
}

impl Session for Exam {
    fn start(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        self.begun = Some(now.clone());
        self.now = Some(now.clone());
        Ok(vec![self.ask()])
    }

    fn submit(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let late = self.tick(now);
        if !late.is_empty() || self.over {
            return Ok(late);
        }
        match self.wish(line) {
            Ok(Wish::Go(at)) => {
                self.at = at;
                Ok(vec![self.ask()])
            }
            Ok(Wish::HandIn | Wish::Other(Command::Quit)) => Ok(self.hand_in()),
            Ok(Wish::Other(Command::Answer(line))) => self.answer(line, now, journal),
            Ok(Wish::Other(Command::Undo)) => self.undo(now, journal),
            Ok(Wish::Other(Command::Hint | Command::Skip)) => Ok(self.reject(&Unreadable::NoHintInExam)),
            Err(unreadable) => Ok(self.reject(&unreadable)),
        }
    }

    fn tick(&mut self, now: &ZonedDateTime) -> Vec<Event> {
        if self.over {
            return Vec::new();
        }
        // A clock that goes back gives no time.
        if self.now.as_ref().is_none_or(|known| known.timestamp() < now.timestamp()) {
            self.now = Some(now.clone());
        }
        if self.is_late() { self.hand_in() } else { Vec::new() }
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        Progress { done: self.order.len(), total: self.entries.len(), left: self.left() }
    }

    fn missed(&self) -> Vec<Missed> {
        let exercises = &*self.setting.exercises;
        let papers = self.entries.iter().zip(&self.answers);
        let missed = papers.filter(|(_, taken)| taken.as_ref().is_none_or(|taken| !taken.mark.is_full()));
        missed
            .map(|(entry, taken)| Missed {
                id: entry.item.id.to_string(),
                code: entry.item.code(),
                stem: entry.item.stem.clone(),
                given: taken.as_ref().map_or_else(String::new, |taken| taken.mark.given.clone()),
                answer: entry.item.answer(exercises),
                why: taken.as_ref().map_or_else(|| entry.item.why.clone(), |taken| entry.item.explained(&taken.mark)),
            })
            .collect()
    }
}
