//! A mock exam: a paper against the clock. Answers are taken without a word, can be changed until the paper is handed
//! in, and are marked then.

mod paper;
mod report;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, ZonedDateTime};

use paper::Entry;
pub use paper::ExamPlan;

use super::action::{Action, Command};
use super::event::{Event, Summary};
use super::quiz::Marked;
use super::session::{Missed, Rejected, Setting, StudyError};
use super::turns::{ClosedOf, Deck, Moment, Refused, Take, Turns, Wish};
use crate::course::Lang;

/// An exam under way.
pub type Exam = Turns<Sheet>;

/// The questions of a paper, and the clock. Past the last question the paper waits to be handed in.
#[derive(Debug)]
pub struct Sheet {
    setting: Setting,
    plan: ExamPlan,
    entries: Vec<Entry>,
    /// The question that was asked last, by its place.
    at: Option<usize>,
    begun: Option<ZonedDateTime>,
    /// The latest time that it has been told.
    now: Option<ZonedDateTime>,
}

impl Exam {
    fn new(plan: ExamPlan, entries: Vec<Entry>, setting: Setting) -> Self {
        Self::over(Sheet { setting, plan, entries, at: None, begun: None, now: None })
    }
}

/// What was answered to the question at a place.
fn answer(closed: &[ClosedOf<Sheet>], at: usize) -> Option<&super::turns::Done<Marked>> {
    closed.iter().find(|closed| closed.item == at).and_then(|closed| closed.done.as_ref())
}

impl Sheet {
    /// Each question with the answer to it.
    fn answered<'a>(&'a self, closed: &'a [ClosedOf<Self>]) -> impl Iterator<Item = (&'a Entry, Option<&'a Marked>)> {
        self.entries.iter().enumerate().map(|(at, entry)| (entry, answer(closed, at).map(|done| &done.outcome)))
    }

    /// Whether the time is up.
    fn is_late(&self) -> bool {
        self.left().is_some_and(|left| left.is_zero())
    }
}

impl Deck for Sheet {
    /// The place of a question; behind the last one, the end of the paper.
    type Item = usize;
    type Outcome = Marked;

    fn lang(&self) -> Lang {
        self.setting.lang
    }

    /// The next question without an answer, or the end of the paper.
    fn next(&mut self, closed: &[ClosedOf<Self>]) -> Result<Option<usize>, StudyError> {
        let from = self.at.map_or(0, |at| at + 1);
        let open = (from..self.entries.len()).find(|at| answer(closed, *at).is_none());
        Ok(Some(open.unwrap_or(self.entries.len())))
    }

    fn ask(&mut self, at: &usize, closed: &[ClosedOf<Self>]) -> Event {
        self.at = Some(*at);
        let minutes = self.left().map_or(0, |left| (left.as_secs() + 59).div_euclid(60));
        match self.entries.get(*at) {
            Some(entry) => {
                let title = self.plan.parts[entry.part].title.get(self.setting.lang);
                let given = answer(closed, *at).map(|done| done.outcome.mark.given.clone());
                entry.item.event(at + 1, self.entries.len()).on_paper(title, minutes, given)
            }
            None => Event::HandIn {
                answered: closed.len(),
                of: self.entries.len(),
                open: (1..=self.entries.len()).filter(|number| answer(closed, number - 1).is_none()).collect(),
                minutes,
            },
        }
    }

    fn id(&self, at: &usize) -> String {
        self.entries.get(*at).map_or_else(String::new, |entry| entry.item.id.to_string())
    }

    fn take(
        &mut self,
        at: &mut usize,
        line: &str,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Marked>, Refused> {
        let Some(Entry { item, .. }) = self.entries.get(*at) else {
            // An empty line at the end of the paper hands it in.
            return if line.is_empty() { Ok(Take::End) } else { Err(Rejected::HandIn.into()) };
        };
        let mark = item.task.mark(line, None)?;
        let answered = item.answered(&mark, moment.now, moment.ms);
        let seq = match answer(closed, *at) {
            Some(before) => moment.journal.replace(before.seq, &answered)?,
            None => moment.journal.answer(&answered)?,
        };
        let event = Event::Taken { id: item.id.to_string(), given: mark.given.clone() };
        Ok(Take::Closed { seq, outcome: Marked { mark, score: answered.score }, event })
    }

    /// An exam gives none.
    fn hint(&self, _: &usize, _: usize) -> Option<(u8, String)> {
        None
    }

    fn reopen(&mut self, closed: ClosedOf<Self>, _: Option<usize>) -> usize {
        closed.item
    }

    fn total(&self, _: usize, _: bool) -> usize {
        self.entries.len()
    }

    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary {
        self.report(closed)
    }

    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed> {
        let missed = self.answered(closed).filter(|(_, marked)| marked.is_none_or(|marked| !marked.mark.is_full()));
        missed.map(|(entry, marked)| entry.item.missed(marked.map(|marked| &marked.mark))).collect()
    }

    fn wish(&self, command: &Command, at: &usize) -> Option<Wish<usize>> {
        let last = self.entries.len();
        Some(match command {
            Command::Do(Action::Previous) => Wish::Go(at.saturating_sub(1)),
            Command::Do(Action::Next | Action::Skip) => Wish::Go((at + 1).min(last)),
            Command::Do(Action::HandIn | Action::Quit) => Wish::End,
            Command::Do(Action::Hint) => Wish::Nothing(Rejected::NoHintInExam),
            Command::Go(number) if (1..=last).contains(number) => Wish::Go(number - 1),
            Command::Go(_) => Wish::Nothing(Rejected::NoQuestion { last }),
            _ => return None,
        })
    }

    /// What each answer came to.
    fn end(&self, closed: &[ClosedOf<Self>]) -> Vec<Event> {
        let marked = self.answered(closed).filter_map(|(entry, marked)| Some((&entry.item, marked?)));
        marked
            .map(|(item, Marked { mark, score })| Event::Marked {
                id: item.id.to_string(),
                correct: mark.is_full(),
                score: *score,
                given: mark.given.clone(),
                answer: item.task.answer(),
                why: item.explained(mark),
                mistake: mark.mistake.as_ref().map(ToString::to_string),
            })
            .collect()
    }

    fn tick(&mut self, now: &ZonedDateTime) -> bool {
        if self.begun.is_none() {
            self.begun = Some(now.clone());
        }
        // A clock that goes back gives no time.
        if self.now.as_ref().is_none_or(|known| known.timestamp() < now.timestamp()) {
            self.now = Some(now.clone());
        }
        self.is_late()
    }

    fn left(&self) -> Option<SignedDuration> {
        let (begun, now) = (self.begun.as_ref()?, self.now.as_ref()?);
        let all = SignedDuration::from_mins(i64::try_from(self.plan.minutes).unwrap_or(i64::MAX / 60));
        Some((all - now.timestamp().duration_since(begun.timestamp())).max(SignedDuration::ZERO))
    }

    fn replaces(&self, at: &usize, other: &usize) -> bool {
        at == other
    }

    fn is_final(&self) -> bool {
        true
    }
}
