//! A mock exam: a paper against the clock. Answers are taken without a word, can be changed until the paper is handed
//! in, and are marked then. A paper that is left waits; its clock stands.

mod answers;
mod clock;
mod code;
mod deck;
mod draw;
mod entry;
mod kept;
mod marking;
mod paper;
mod plan;
mod report;
mod survey;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::{SignedDuration, ZonedDateTime};

use answers::as_it_is;
pub use code::{NoPaperCode, PaperCode};
use entry::Entry;
pub use kept::Kept;
use kept::Left;
pub use plan::ExamPlan;
pub use survey::{Flaw, survey};

use super::deck::{Closed, ClosedOf, Done};
use super::event::Event;
use super::feedback::judged;
use super::journal::{Journal, PaperEvent, PaperRow, Sitting};
use super::quiz::Marked;
use super::session::{Setting, StudyError};
use super::turns::Turns;
use crate::course::Topic;

/// An exam under way.
pub type Exam = Turns<Sheet>;

/// The questions of a paper, and the clock. Past the last question the paper waits to be handed in.
#[derive(Debug)]
pub struct Sheet {
    setting: Setting,
    plan: ExamPlan,
    code: String,
    entries: Vec<Entry>,
    /// The topics that they are of.
    topics: Vec<Arc<Topic>>,
    /// The question that was asked last, by its place.
    at: Option<usize>,
    /// The one at which it was left, and is to go on.
    left_at: Option<usize>,
    stage: Stage,
    /// How long its clock had run when it was last stopped.
    ran: SignedDuration,
    /// Since when it runs.
    since: Option<ZonedDateTime>,
    /// The latest time that it has been told.
    now: Option<ZonedDateTime>,
}

/// What has become of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nobody has begun it.
    New,
    /// It was begun before, and is gone on with.
    Again,
    /// It was handed in, and its short answers are held against their points: those from this one on are still to be.
    Marking(usize),
    /// It waits to be gone on with.
    Paused,
    /// It is marked.
    HandedIn,
}

impl Exam {
    fn new(plan: ExamPlan, entries: Vec<Entry>, topics: &[Arc<Topic>], setting: Setting) -> Self {
        let code = plan.code(setting.seed).to_string();
        let (stage, ran) = (Stage::New, SignedDuration::ZERO);
        let topics = topics.to_vec();
        Self::over(Sheet {
            setting,
            plan,
            code,
            entries,
            topics,
            at: None,
            left_at: None,
            stage,
            ran,
            since: None,
            now: None,
        })
    }

    /// The paper as it was left, with the answers that stand on it.
    fn again(plan: ExamPlan, entries: Vec<Entry>, sitting: &Sitting, topics: &[Arc<Topic>], setting: Setting) -> Self {
        let closed = sitting.answers.iter().filter_map(|(seq, answered)| {
            let at = entries.iter().position(|entry| *entry.item.recorded == *answered.id)?;
            let task = &entries[at].item.task;
            let mark = task.mark(&task.typed(&answered.given), task.ticks(&answered.given).as_deref());
            // What cannot be read stands as it was left; where the question is another now, it is asked again.
            let is_same = answered.hash == entries[at].item.hash;
            let mark = mark.ok().or_else(|| is_same.then(|| as_it_is(&answered.given)))?;
            Some(Closed::answered(at, *seq, Marked { mark, score: answered.score }))
        });
        let closed: Vec<ClosedOf<Sheet>> = closed.collect();
        let left_at = Left::place(sitting, entries.len());
        // Where it is not known at which question it was left, it goes on behind the last answer, if one is open there.
        let is_open = |place: &usize| answer(&closed, *place).is_none();
        let last = closed.last().map(|closed| closed.item);
        let at = last.filter(|last| (last + 1..entries.len()).any(|place| is_open(&place)));
        let stage = if sitting.handed_in.is_some() { Stage::HandedIn } else { Stage::Again };
        let sheet = Sheet {
            setting,
            plan,
            code: sitting.code.clone(),
            entries,
            topics: topics.to_vec(),
            at,
            left_at,
            stage,
            ran: sitting.ran,
            since: sitting.running.clone(),
            now: None,
        };
        Self::from(sheet, closed)
    }

    /// What is said of a paper that was handed in: what each answer came to, and the report.
    #[must_use]
    pub fn told(&self) -> Vec<Event> {
        let mut events = vec![self.deck().opening(self.closed())];
        events.extend(self.deck().marked(self.closed()));
        events.push(Event::Summary(self.summary()));
        events
    }
}

/// What was answered to the question at a place.
fn answer(closed: &[ClosedOf<Sheet>], at: usize) -> Option<&Done<Marked>> {
    closed.iter().find(|closed| closed.item == at).and_then(|closed| closed.done.as_ref())
}

impl Sheet {
    /// Each question with the answer to it.
    fn answered<'a>(&'a self, closed: &'a [ClosedOf<Self>]) -> impl Iterator<Item = (&'a Entry, Option<&'a Marked>)> {
        self.entries.iter().enumerate().map(|(at, entry)| (entry, answer(closed, at).map(|done| &done.outcome)))
    }

    /// Whether it was handed in, and its answers are being marked or are.
    const fn is_marked(&self) -> bool {
        matches!(self.stage, Stage::Marking(_) | Stage::HandedIn)
    }

    /// The line that a paper begins with.
    fn opening(&self, closed: &[ClosedOf<Self>]) -> Event {
        Event::Paper {
            code: self.code.clone(),
            of: self.entries.len(),
            points: entry::points(&self.entries),
            minutes: self.plan.minutes,
            // A paper that was handed in has no time left, however much it did not take.
            left: if self.is_marked() { 0 } else { self.seconds_left() },
            answered: closed.len(),
        }
    }

    /// What each answer came to.
    fn marked(&self, closed: &[ClosedOf<Self>]) -> Vec<Event> {
        let marked = self.answered(closed).filter_map(|(entry, marked)| Some((&entry.item, marked?)));
        marked.map(|(item, Marked { mark, score })| Event::Marked(judged(item, mark, *score))).collect()
    }

    /// Writes what happens to the paper.
    fn note(&self, event: PaperEvent, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<(), StudyError> {
        let kept = || Kept::of(&self.entries, self.plan.parts.len()).written();
        let plan = match event {
            PaperEvent::Begun => kept(),
            PaperEvent::Paused => self.at.and_then(Left::written_at),
            PaperEvent::Resumed | PaperEvent::HandedIn => None,
        };
        journal.paper(&PaperRow { at: now.clone(), code: self.code.clone(), event, plan })?;
        Ok(())
    }

    /// The end of the paper, where it waits to be handed in.
    fn hand_in(&self, closed: &[ClosedOf<Self>], minutes: i64) -> Event {
        let open = |number: &usize| answer(closed, number - 1).is_none();
        Event::HandIn {
            answered: closed.len(),
            of: self.entries.len(),
            open: (1..=self.entries.len()).filter(open).collect(),
            minutes,
        }
    }
}
