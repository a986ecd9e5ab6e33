//! How the learner stands: what the record says, beside the course.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::learner;
use crate::course::Course;
use crate::learner::plan::{self, Learner, Pace};
use crate::learner::{Agenda, Answers, ExamOf, Ground, Stats, Telling};
use crate::schedule::{Scheduler, day_of};
use crate::store::{CardState, Of, Past, Sitting};
use crate::study::Kept;

/// The learner beside the course.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) ground: Ground,
    pub(super) today: Date,
    pub(super) scheduler: Scheduler,
    /// Answers to questions and exercises, in their order.
    pub(super) answered: Vec<Past>,
    /// Minutes of today that were spent.
    pub(super) spent: f64,
    telling: Telling,
    answers: Answers,
    pace: Pace,
    cards: Vec<CardState>,
    apart: HashSet<String>,
    sittings: Vec<Sitting>,
}

impl Standing {
    /// By the record on the desk.
    pub(super) fn of(desk: &Desk) -> Result<Self, Failure> {
        let failed = |why| desk.failed(&why);
        let ground = ground(&desk.course);
        let today = day_of(&desk.clock.now());
        let (mut telling, mut answers, mut pace) = (Telling::default(), Answers::default(), Pace::default());
        let (mut answered, mut spent) = (Vec::new(), 0.0);
        desk.record
            .each_answer(&mut |past| {
                let day = day_of(&past.at);
                telling.take(&past, &ground);
                answers.take(&past, day);
                pace.take(&past);
                if day == today {
                    spent += past.ms as f64 / 60_000.0;
                }
                if past.of != Of::Card {
                    answered.push(past);
                }
            })
            .map_err(failed)?;
        Ok(Self {
            today,
            scheduler: desk.record.scheduler().clone(),
            telling,
            answers,
            answered,
            spent,
            pace,
            cards: desk.record.cards().map_err(failed)?,
            apart: desk.set_apart()?,
            sittings: desk.record.sittings().map_err(failed)?,
            ground,
        })
    }

    /// The learner before an exam.
    pub(super) fn learner(&self) -> Learner<'_> {
        Learner {
            ground: &self.ground,
            cards: self.cards.iter().map(|card| (card.id.clone(), card.known)).collect(),
            met: self.cards.iter().filter(|card| card.met == self.today).count(),
            answers: &self.answers,
            apart: &self.apart,
            pace: &self.pace,
            scheduler: &self.scheduler,
        }
    }

    /// The states of the cards.
    pub(super) fn into_cards(self) -> Vec<CardState> {
        self.cards
    }

    /// What is left to do today: by the plan where there is an exam ahead, else what is due and the day's new cards, of
    /// which `met` were met already.
    pub(super) fn agenda(&self, exam: Option<Date>, minutes: u32, new_per_day: usize, met: usize) -> Agenda {
        let spent = self.spent;
        if let Some(exam) = exam.filter(|exam| *exam > self.today) {
            let chosen = plan::today(&self.learner(), self.today, exam, minutes, spent);
            let (due, new, questions) = (chosen.reviews.len(), chosen.new.len(), chosen.questions.len());
            return Agenda { due, new, questions, minutes: chosen.seconds / 60.0, spent };
        }
        let states: HashMap<&str, &CardState> = self.cards.iter().map(|card| (card.id.as_str(), card)).collect();
        let ways = self.ground.topics.iter().flat_map(|topic| &topic.cards).filter(|id| !self.apart.contains(*id));
        let (mut due, mut new) = (0, 0);
        for state in ways.map(|id| states.get(id.as_str())) {
            match state {
                None => new += 1,
                Some(card) => due += usize::from(self.scheduler.due(card.known) <= self.today),
            }
        }
        let new = new.min(new_per_day.saturating_sub(met));
        let seconds = due as f64 * self.pace.review() + new as f64 * self.pace.new_card();
        Agenda { due, new, questions: 0, minutes: seconds / 60.0, spent }
    }

    /// Whether a paper waits that was begun and not handed in.
    pub(super) fn paper_waits(&self) -> bool {
        self.sittings.last().is_some_and(|sitting| sitting.handed_in.is_none())
    }

    /// The statistics.
    pub(super) fn stats(mut self) -> Stats {
        let handed_in = self.sittings.iter().filter_map(|sitting| Some((sitting, sitting.handed_in.as_ref()?)));
        let exam = |(sitting, at): (&Sitting, &jiff::ZonedDateTime)| {
            let of = Kept::read(sitting).map(|kept| kept.points);
            ExamOf::new(sitting.code.clone(), day_of(at), sitting.score(), of)
        };
        let (exams, today) = (handed_in.map(exam).collect(), self.today);
        let telling = std::mem::take(&mut self.telling);
        telling.told(&self.learner(), exams, today)
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
