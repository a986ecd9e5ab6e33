//! How the learner stands: what the record says, beside the course.

use std::borrow::Cow;
use std::collections::HashSet;
use std::thread;

use jiff::civil::Date;

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::learner;
use crate::beside::Beside;
use crate::course::{Course, Id};
use crate::learner::plan::{self, DayPlan, Learner, Pace};
use crate::learner::{Agenda, Answers, ExamOf, Ground, States, Stats};
use crate::schedule::{Known, Scheduler, day_of};
use crate::store::{Record, Sitting, StoreError, Sums};
use crate::study::Kept;

/// The cards that were rated, with their states, as the record has them.
#[derive(Debug, Default)]
struct Rated {
    /// The names, one behind the other.
    names: String,
    /// Where each name ends.
    cards: Vec<(usize, Known)>,
}

impl Rated {
    fn of(record: &Record) -> Result<Self, StoreError> {
        let mut rated = Self::default();
        record.each_known(|id, known| {
            rated.names.push_str(id);
            rated.cards.push((rated.names.len(), known));
        })?;
        Ok(rated)
    }

    fn each(&self) -> impl Iterator<Item = (&str, Known)> {
        let mut begin = 0;
        self.cards.iter().map(move |(end, known)| {
            let name = &self.names[begin..*end];
            begin = *end;
            (name, *known)
        })
    }
}

/// The learner beside the course.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) ground: Ground,
    pub(super) today: Date,
    pub(super) scheduler: Scheduler,
    /// Minutes of today that were spent.
    pub(super) spent: f64,
    sums: Sums,
    answers: Answers,
    pace: Pace,
    cards: States,
    /// How many cards were met today.
    met: usize,
    apart: HashSet<String>,
    sittings: Vec<Sitting>,
}

impl Standing {
    /// By the record on the desk.
    pub(super) fn of(desk: &Desk) -> Result<Self, Failure> {
        let failed = |why| desk.failed(&why);
        let today = day_of(&desk.clock.now());
        // Of a large course and a long record each takes its time: both are read at once.
        let course = &desk.course;
        let (ground, rated, sums) = thread::scope(|scope| {
            let ground = Beside::begin(scope, || ground(course));
            let (rated, sums) = (Rated::of(&desk.record), desk.record.sums());
            (ground.done(), rated, sums)
        });
        let sums = sums.map_err(failed)?;
        let of_today = sums.days.iter().filter(|day| day.day == today);
        Ok(Self {
            today,
            scheduler: desk.record.scheduler().clone(),
            spent: of_today.map(|day| day.ms as f64 / 60_000.0).sum(),
            answers: Answers::of(&sums.practised),
            pace: Pace::of(&sums.paces),
            sums,
            cards: ground.states(rated.map_err(failed)?.each()),
            met: desk.record.first_met_on(today).map_err(failed)?,
            apart: desk.set_apart()?,
            sittings: desk.record.sittings().map_err(failed)?,
            ground,
        })
    }

    /// The learner before an exam.
    pub(super) fn learner(&self) -> Learner<'_> {
        Learner {
            ground: &self.ground,
            cards: Cow::Borrowed(&self.cards),
            met: self.met,
            answers: &self.answers,
            apart: &self.apart,
            pace: &self.pace,
            scheduler: &self.scheduler,
        }
    }

    /// The cards that were rated, as the record names them, with their states.
    pub(super) fn cards(&self) -> impl Iterator<Item = (&Id, Known)> {
        self.ground.names_of_cards().zip(&self.cards).filter_map(|(id, known)| Some((id, (*known)?)))
    }

    /// What is left to do today: by the plan where there is an exam ahead; on its day what is due; else that and the
    /// day's new cards, of which some may be met already.
    pub(super) fn agenda(&self, exam: Option<Date>, minutes: u32, new_per_day: usize) -> Agenda {
        let spent = self.spent;
        if let Some(exam) = exam.filter(|exam| *exam > self.today) {
            let chosen = plan::today(&self.learner(), self.today, exam, minutes, spent);
            let (due, new, questions) = (chosen.reviews.len() - chosen.early, chosen.new.len(), chosen.questions.len());
            let minutes = plan::minutes(chosen.seconds);
            return Agenda { due, early: chosen.early, new, questions, minutes, spent };
        }
        if exam == Some(self.today) {
            let DayPlan { reviews: due, minutes, .. } = plan::last_look(&self.learner(), self.today);
            return Agenda { due, minutes, spent, ..Agenda::default() };
        }
        let ways = self.ground.names_of_cards().zip(&self.cards);
        let (mut due, mut new) = (0, 0);
        for (_, state) in ways.filter(|(id, _)| self.apart.is_empty() || !self.apart.contains(&***id)) {
            match state {
                None => new += 1,
                Some(known) => due += usize::from(self.scheduler.due(*known) <= self.today),
            }
        }
        let new = new.min(new_per_day.saturating_sub(self.met));
        let seconds = due as f64 * self.pace.review() + new as f64 * self.pace.new_card();
        Agenda { due, new, minutes: plan::minutes(seconds), spent, ..Agenda::default() }
    }

    /// Whether a paper waits that was begun and not handed in.
    pub(super) fn paper_waits(&self) -> bool {
        self.sittings.last().is_some_and(|sitting| sitting.handed_in.is_none())
    }

    /// The statistics.
    pub(super) fn stats(&self) -> Stats {
        let handed_in = self.sittings.iter().filter_map(|sitting| Some((sitting, sitting.handed_in.as_ref()?)));
        let exam = |(sitting, at): (&Sitting, &jiff::ZonedDateTime)| {
            let of = Kept::read(sitting).map(|kept| kept.points);
            ExamOf::new(sitting.code.clone(), day_of(at), sitting.score(), of)
        };
        Stats::of(&self.sums, &self.learner(), handed_in.map(exam).collect(), self.today)
    }
}

/// The desk for telling how the learner stands: a record that is not there yet has nothing in it.
pub(super) fn desk(globals: &Globals) -> Result<Desk, Failure> {
    let course = learner::course(globals)?;
    let record = learner::record_to_look(globals)?;
    Ok(Desk { globals: globals.clone(), course, record, clock: learner::clock(globals.lang)?, again: false })
}

/// The ground that a course is.
pub(super) fn ground(course: &Course) -> Ground {
    Ground::of(&course.topics(), course.syllabus().value.as_ref())
}
