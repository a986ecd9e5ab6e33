//! How the learner stands: what the record says, beside the course.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::learner;
use crate::course::Course;
use crate::learner::plan::{self, Learner, Pace, States};
use crate::learner::{Agenda, Answers, ExamOf, Ground, Stats};
use crate::schedule::{Scheduler, day_of};
use crate::store::{Sitting, Sums};
use crate::study::Kept;

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
        let ground = ground(&desk.course);
        let today = day_of(&desk.clock.now());
        let sums = desk.record.sums().map_err(failed)?;
        let of_today = sums.days.iter().filter(|day| day.day == today);
        Ok(Self {
            today,
            scheduler: desk.record.scheduler().clone(),
            spent: of_today.map(|day| day.ms as f64 / 60_000.0).sum(),
            answers: Answers::of(&sums.practised),
            pace: Pace::of(&sums.paces),
            sums,
            cards: desk.record.known().map_err(failed)?,
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

    /// The states of the cards.
    pub(super) fn into_cards(self) -> States {
        self.cards
    }

    /// What is left to do today: by the plan where there is an exam ahead, else what is due and the day's new cards, of
    /// which some may be met already.
    pub(super) fn agenda(&self, exam: Option<Date>, minutes: u32, new_per_day: usize) -> Agenda {
        let spent = self.spent;
        if let Some(exam) = exam.filter(|exam| *exam > self.today) {
            let chosen = plan::today(&self.learner(), self.today, exam, minutes, spent);
            let (due, new, questions) = (chosen.reviews.len(), chosen.new.len(), chosen.questions.len());
            return Agenda { due, new, questions, minutes: chosen.seconds / 60.0, spent };
        }
        let ways = self.ground.topics.iter().flat_map(|topic| &topic.cards).filter(|id| !self.apart.contains(&***id));
        let (mut due, mut new) = (0, 0);
        for state in ways.map(|id| self.cards.get(&**id)) {
            match state {
                None => new += 1,
                Some(known) => due += usize::from(self.scheduler.due(*known) <= self.today),
            }
        }
        let new = new.min(new_per_day.saturating_sub(self.met));
        let seconds = due as f64 * self.pace.review() + new as f64 * self.pace.new_card();
        Agenda { due, new, questions: 0, minutes: seconds / 60.0, spent }
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
