//! A paper as a deck: what a session asks of it.

use jiff::{SignedDuration, ZonedDateTime};

use super::entry::Entry;
use super::kept::Left;
use super::{Sheet, Stage, answer, paper};
use crate::course::Lang;
use crate::study::action::{Action, Command};
use crate::study::deck::{ClosedOf, Deck, Draft, Ending, Moment, Refused, Take, Wish};
use crate::study::event::{Event, Summary};
use crate::study::feedback;
use crate::study::journal::{Journal, PaperEvent};
use crate::study::quiz::Marked;
use crate::study::session::{Cover, Missed, OnPaper, Place, Rejected, Setting, StudyError, Went};

impl Deck for Sheet {
    /// The place of a question; behind the last one, the end of the paper.
    type Item = usize;
    type Outcome = Marked;

    fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The clock runs from here on.
    fn begin(
        &mut self,
        closed: &[ClosedOf<Self>],
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        if self.stage == Stage::HandedIn {
            return Ok(Vec::new());
        }
        let is_running = self.since.is_some();
        self.since.get_or_insert_with(|| now.clone());
        self.tick(now);
        match self.stage {
            Stage::New => self.note(PaperEvent::Begun, now, journal)?,
            // One whose clock ran on until the time was up is handed in at once.
            Stage::Again if is_running && self.is_late() => {}
            _ => self.note(PaperEvent::Resumed, now, journal)?,
        }
        Ok(vec![self.opening(closed)])
    }

    /// The question at which it was left, then the next one without an answer, or the end of the paper.
    fn next(&mut self, closed: &[ClosedOf<Self>]) -> Result<Option<usize>, StudyError> {
        if let Stage::Marking(from) = self.stage {
            return Ok(self.to_mark(from, closed));
        }
        if let Some(left_at) = self.left_at.take() {
            return Ok(Some(left_at));
        }
        let from = self.at.map_or(0, |at| at + 1);
        let open = (from..self.entries.len()).find(|at| answer(closed, *at).is_none());
        Ok(Some(open.unwrap_or(self.entries.len())))
    }

    fn ask(&mut self, at: &usize, closed: &[ClosedOf<Self>]) -> Event {
        if let (Stage::Marking(_), Some(points)) = (self.stage, self.points(*at, closed)) {
            return points;
        }
        self.at = Some(*at);
        let minutes = (self.seconds_left() + 59).div_euclid(60);
        match self.entries.get(*at) {
            Some(entry) => {
                let title = self.plan.parts[entry.part].title.get(self.setting.lang);
                let given = answer(closed, *at).map(|done| entry.item.task.typed(&done.outcome.mark.given));
                entry.item.event(at + 1, self.entries.len()).on_paper(title, minutes, given)
            }
            None => self.hand_in(closed, minutes),
        }
    }

    fn id(&self, at: &usize) -> String {
        self.entries.get(*at).map_or_else(String::new, |entry| entry.item.id.to_string())
    }

    fn stem(&self, at: &usize) -> String {
        self.entries.get(*at).map_or_else(String::new, |entry| entry.item.stem.to_string())
    }

    fn recorded(&self, at: &usize) -> Option<String> {
        self.entries.get(*at).map(|entry| entry.item.recorded.to_string())
    }

    fn variant(&self, at: &usize) -> Option<String> {
        self.entries.get(*at)?.item.variant.clone()
    }

    fn take(
        &mut self,
        at: &mut usize,
        line: &str,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Marked>, Refused> {
        if let Stage::Marking(_) = self.stage {
            return self.tick_points(*at, line, closed, moment);
        }
        let Some(Entry { item, .. }) = self.entries.get(*at) else {
            // An empty line at the end of the paper hands it in.
            return if line.is_empty() { Ok(Take::End) } else { Err(Rejected::HandIn.into()) };
        };
        let mark = item.task.mark(line, None)?;
        let event = Event::Taken { id: item.id.to_string(), given: item.task.typed(&mark.given) };
        let (seq, outcome) = self.write(*at, mark, closed, moment)?;
        Ok(Take::Closed { seq, outcome, event })
    }

    fn keep(
        &mut self,
        at: &usize,
        draft: &str,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Draft<Marked>, StudyError> {
        if self.is_marked() { Ok(Draft::Nothing) } else { self.keep_draft(*at, draft, closed, moment) }
    }

    fn hold(&mut self, stands: bool, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<(), StudyError> {
        if self.is_marked() { Ok(()) } else { self.let_stand(stands, now, journal) }
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

    /// While it can be changed an answer is no more than taken.
    fn went(&self, outcome: &Marked) -> Went {
        if self.stage == Stage::HandedIn { outcome.went() } else { Went::Taken }
    }

    fn trail(&self, closed: &[ClosedOf<Self>]) -> Vec<Went> {
        self.answered(closed).map(|(_, marked)| marked.map_or(Went::Open, |marked| self.went(marked))).collect()
    }

    /// The report; of a paper that waits, only how much was answered: nothing of it is marked yet.
    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary {
        match self.stage {
            Stage::Paused => Summary { answered: closed.len(), ..Summary::default() },
            _ => self.report(closed),
        }
    }

    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed> {
        if self.stage == Stage::Paused {
            return Vec::new();
        }
        let missed = self.answered(closed).zip(1..);
        let missed = missed.filter(|((_, marked), _)| marked.is_none_or(|marked| !marked.mark.is_full()));
        let mut missed: Vec<Missed> = missed
            .map(|((entry, marked), number)| {
                let (score, points) = (marked.map_or(0.0, |marked| marked.score), entry.item.points);
                let place = Some(OnPaper { number, score, points });
                Missed { place, ..feedback::missed(&entry.item, marked.map(|marked| &marked.mark)) }
            })
            .collect();
        // What was answered first: what was left open would bury it.
        missed.sort_by_key(|missed| missed.went == Went::Open);
        missed
    }

    fn wish(&self, command: &Command, closed: &[ClosedOf<Self>], at: &usize) -> Option<Wish<usize>> {
        let last = self.entries.len();
        if let Stage::Marking(_) = self.stage {
            return match command {
                Command::Do(Action::Flag) => Some(Wish::Flag),
                Command::Do(Action::Quit | Action::HandIn) => Some(Wish::End(Ending::Done)),
                _ => None,
            };
        }
        Some(match command {
            Command::Do(Action::Previous) => Wish::Go(at.saturating_sub(1)),
            Command::Do(Action::Skip) if *at < last => Wish::Pass(at + 1),
            Command::Do(Action::Next | Action::Skip) => Wish::Go((at + 1).min(last)),
            // While questions are open it asks back.
            Command::Do(Action::HandIn) if closed.len() < last => Wish::Go(last),
            Command::Do(Action::HandIn) => Wish::End(Ending::Done),
            Command::Do(Action::Pause | Action::Quit) => Wish::End(Ending::Left),
            Command::Do(Action::Flag) if *at < last => Wish::Flag,
            Command::Do(Action::Hint) => Wish::Nothing(Rejected::NoHintInExam),
            Command::Go(number) if (1..=last).contains(number) => Wish::Go(number - 1),
            Command::Go(_) => Wish::Nothing(Rejected::NoQuestion { last }),
            _ => return None,
        })
    }

    fn end(
        &mut self,
        ending: Ending,
        closed: &[ClosedOf<Self>],
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        match ending {
            Ending::Done => {
                self.note(PaperEvent::HandedIn, now, journal)?;
                self.stage = Stage::HandedIn;
                Ok(self.marked(closed))
            }
            Ending::Left => {
                if self.since.is_some() {
                    self.note(PaperEvent::Paused, now, journal)?;
                }
                self.stage = Stage::Paused;
                let (answered, of) = (closed.len(), self.entries.len());
                Ok(vec![Event::Paused { code: self.code.clone(), answered, of, left: self.seconds_left() }])
            }
        }
    }

    /// Before the report the learner holds each short answer against its points.
    fn last(&mut self, ending: Ending, closed: &[ClosedOf<Self>]) -> Option<usize> {
        if ending != Ending::Done || matches!(self.stage, Stage::Marking(_)) {
            return None;
        }
        let first = self.to_mark(0, closed)?;
        self.stage = Stage::Marking(first);
        Some(first)
    }

    fn sheet(&self, closed: &[ClosedOf<Self>]) -> Vec<Place> {
        let place = |(at, entry): (usize, &Entry)| Place {
            number: at + 1,
            part: self.plan.parts[entry.part].title.get(self.setting.lang).to_owned(),
            stem: entry.item.stem.to_string(),
            answered: answer(closed, at).is_some(),
            in_part: answer(closed, at)
                .is_some_and(|done| entry.item.task.prompt().is_in_part(&done.outcome.mark.given)),
            recorded: entry.item.recorded.to_string(),
            flagged: false,
        };
        self.entries.iter().enumerate().map(place).collect()
    }

    fn cover(&self, closed: &[ClosedOf<Self>], now: &ZonedDateTime) -> Option<Cover> {
        let parts = self.plan.parts.iter().enumerate().map(|(part, of)| {
            let count = self.entries.iter().filter(|entry| entry.part == part).count();
            (of.title.get(self.setting.lang).to_owned(), count, of.points)
        });
        Some(Cover {
            code: self.code.clone(),
            minutes: self.plan.minutes,
            left: (self.stage == Stage::Again).then(|| self.time_left_by(now)),
            answered: closed.len(),
            beyond: self.plan.beyond,
            parts: parts.filter(|(_, count, _)| *count > 0).collect(),
        })
    }

    fn speak(&mut self, lang: Lang) {
        self.setting.lang = lang;
        let entries = paper::translated(&self.plan, &self.entries, &self.topics, &self.setting);
        self.entries = entries.unwrap_or_else(|| std::mem::take(&mut self.entries));
    }

    /// A place is the same in every language.
    fn translate(&self, _: &mut usize) {}

    fn retell(&self, at: &usize, outcome: &mut Marked) {
        if let Some(entry) = self.entries.get(*at) {
            feedback::retell(&entry.item, &mut outcome.mark);
        }
    }

    /// The clock stands while answers are marked.
    fn tick(&mut self, now: &ZonedDateTime) -> bool {
        if let Stage::Marking(_) = self.stage {
            return false;
        }
        // A clock that goes back gives no time.
        if self.now.as_ref().is_none_or(|known| known.timestamp() < now.timestamp()) {
            self.now = Some(now.clone());
        }
        self.is_late()
    }

    fn left(&self) -> Option<SignedDuration> {
        (!matches!(self.stage, Stage::Marking(_) | Stage::HandedIn)).then(|| self.time_left())
    }

    fn replaces(&self, at: &usize, other: &usize) -> bool {
        at == other
    }

    fn is_final(&self) -> bool {
        true
    }

    /// Who has seen the points changes no answer any more.
    fn undoes(&self) -> bool {
        !matches!(self.stage, Stage::Marking(_))
    }

    fn paper(&self) -> Option<&str> {
        Some(&self.code)
    }

    fn place(&self, at: &usize) -> Option<(&str, String)> {
        let place = if self.is_marked() { None } else { Left::written_at(*at) };
        place.map(|at| (&*self.code, at))
    }
}
