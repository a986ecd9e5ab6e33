//! What to do until the exam: each day the cards and questions that are worth most on the day of the exam for the time
//! they take, under the minutes there are.

mod day;
mod gain;
mod pace;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Serialize;

pub use day::Chosen;
pub use gain::{NOTHING, gain, new_a_day};
pub use pace::Pace;

use super::ground::Ground;
use super::knowledge::{Answers, Knowledge};
use super::readiness::{Readiness, tenth};
use crate::schedule::{Known, Scheduler};
use day::Desk;

/// Minutes a day that other plans are tried with.
const OTHERWISE: [u32; 6] = [10, 20, 30, 45, 60, 90];

/// The longest that is planned day by day: what comes before is planned when it is nearer.
const LONGEST: i64 = 200;

/// The states of cards, by the names that the record has for them.
pub type States = FxHashMap<String, Known>;

/// What is known of a learner before an exam.
#[derive(Debug)]
pub struct Learner<'a> {
    /// The course.
    pub ground: &'a Ground,
    /// The states of the cards, by the names that the record has for them.
    pub cards: Cow<'a, States>,
    /// How many cards were met for the first time on the day on which the plan begins.
    pub met: usize,
    /// How questions were answered.
    pub answers: &'a Answers,
    /// Cards and questions that are set apart.
    pub apart: &'a HashSet<String>,
    /// How long things take.
    pub pace: &'a Pace,
    /// What the learner's memory does.
    pub scheduler: &'a Scheduler,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// The day of the exam.
    pub exam: Date,
    /// What is left to do today.
    pub today: Today,
    /// The days after today, before the exam.
    pub days: Vec<DayPlan>,
    /// What the exam would come to by this plan.
    pub readiness: Readiness,
    /// What it would come to with other minutes a day.
    pub what_if: Vec<WhatIf>,
}

/// What is left to do today.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Today {
    /// Cards to be reviewed.
    pub due: usize,
    /// New cards.
    pub new: usize,
    /// Questions.
    pub questions: usize,
    /// Minutes that it takes.
    pub minutes: f64,
}

/// A day of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DayPlan {
    /// The learner's day.
    pub date: Date,
    /// Cards to be reviewed.
    pub reviews: usize,
    /// New cards.
    pub new: usize,
    /// Questions.
    pub questions: usize,
    /// Minutes that it takes.
    pub minutes: f64,
}

/// What other minutes a day would come to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WhatIf {
    /// Minutes a day.
    pub minutes: u32,
    /// Points to expect.
    pub expected: f64,
}

impl Plan {
    /// The plan from `today` to the day of the exam, at so many minutes a day; `spent` of today's are spent already.
    #[must_use]
    pub fn of(learner: &Learner<'_>, today: Date, exam: Date, minutes: u32, spent: f64) -> Self {
        let (mut days, readiness) = ahead(learner, today, exam, minutes, spent);
        let first = if days.is_empty() { empty(today) } else { days.remove(0) };
        let what_if = OTHERWISE.iter().map(|minutes| {
            let expected = ahead(learner, today, exam, *minutes, spent).1.expected;
            WhatIf { minutes: *minutes, expected }
        });
        Self {
            exam,
            today: Today { due: first.reviews, new: first.new, questions: first.questions, minutes: first.minutes },
            days,
            readiness,
            what_if: what_if.collect(),
        }
    }
}

/// The cards that are worth most today, and in which order.
#[must_use]
pub fn today(learner: &Learner<'_>, today: Date, exam: Date, minutes: u32, spent: f64) -> Chosen {
    Desk::new(learner).choose(today, exam, seconds(minutes, spent))
}

fn empty(date: Date) -> DayPlan {
    DayPlan { date, reviews: 0, new: 0, questions: 0, minutes: 0.0 }
}

fn seconds(minutes: u32, spent: f64) -> f64 {
    (f64::from(minutes) - spent).max(0.0) * 60.0
}

/// The days before the exam, and what it comes to after them.
fn ahead(learner: &Learner<'_>, today: Date, exam: Date, minutes: u32, spent: f64) -> (Vec<DayPlan>, Readiness) {
    let mut desk = Desk::new(learner);
    let mut days = Vec::new();
    let mut date = today;
    while date < exam && (days.len() as i64) < LONGEST {
        let left = if date == today { seconds(minutes, spent) } else { seconds(minutes, 0.0) };
        let chosen = desk.choose(date, exam, left);
        days.push(DayPlan {
            date,
            reviews: chosen.reviews.len(),
            new: chosen.new.len(),
            questions: chosen.questions.len(),
            minutes: tenth(chosen.seconds / 60.0),
        });
        desk.study(&chosen, date);
        date = date.saturating_add(1.day());
    }
    let knowledge = desk.knowledge(exam.max(today));
    (days, Readiness::of(learner.ground, &knowledge))
}

impl Learner<'_> {
    /// What is known on a day, as things stand.
    #[must_use]
    pub fn knowledge(&self, day: Date) -> Knowledge {
        self.known_by(&self.cards, self.answers, day)
    }

    /// What is known on a day, by these states of the cards and these answers.
    fn known_by(&self, cards: &States, answers: &Answers, day: Date) -> Knowledge {
        let recall = |card: &str| cards.get(card).map(|known| self.scheduler.recall(*known, day));
        Knowledge::of(self.ground, answers, &recall, day)
    }
}
