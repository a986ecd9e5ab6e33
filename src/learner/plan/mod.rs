//! What to do until the exam: each day the cards and questions that are worth most on the day of the exam for the time
//! they take, under the minutes there are.

mod ahead;
mod day;
mod gain;
mod pace;
mod pool;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Serialize;

pub use day::Chosen;
pub use gain::{NOTHING, ahead as days_ahead, gain, judged, new_a_day};
pub use pace::{Pace, minutes, whole_minutes};

use super::ground::{Ground, State, States};
use super::knowledge::{Answers, Evidence, Knowledge};
use super::readiness::Readiness;
use crate::schedule::{Scheduler, days_between};
use ahead::Ahead;
use day::Desk;
use pool::Pool;

/// Minutes a day that other plans are tried with.
const OTHERWISE: [u32; 6] = [10, 20, 30, 45, 60, 90];

/// Days for which what a review of a card is worth at most is reckoned at once.
const TOGETHER: i64 = 7;

/// The longest that is planned day by day: what comes before is planned when it is nearer.
const LONGEST: i64 = 200;

/// What is known of a learner before an exam.
#[derive(Debug)]
pub struct Learner<'a> {
    /// The course.
    pub ground: &'a Ground,
    /// The states of the cards, by their places.
    pub cards: Cow<'a, [State]>,
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
    /// What it would come to with other minutes a day; nothing on the day of the exam, when they change nothing.
    pub what_if: Vec<WhatIf>,
}

/// What is left to do today.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Today {
    /// Cards to be reviewed that are due.
    pub due: usize,
    /// Cards to be reviewed before they are due.
    pub early: usize,
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
        let others = OTHERWISE.into_iter().filter(|other| *other != minutes);
        let tried: Vec<u32> = std::iter::once(minutes).chain(others).collect();
        let Went { early, mut came } = ahead(learner, today, exam, &tried, spent, TOGETHER);
        let expected = tried.iter().zip(&came).map(|(minutes, (_, readiness))| (*minutes, readiness.expected));
        let expected: FxHashMap<u32, f64> = expected.collect();
        let (mut days, readiness) = came.swap_remove(0);
        let is_exam = days.is_empty();
        let first = if is_exam { last_look(learner, today) } else { days.remove(0) };
        let others = OTHERWISE.iter().filter(|_| !is_exam);
        let what_if = others.map(|minutes| WhatIf { minutes: *minutes, expected: expected[minutes] });
        Self {
            exam,
            today: Today {
                due: first.reviews - early,
                early,
                new: first.new,
                questions: first.questions,
                minutes: first.minutes,
            },
            days,
            readiness,
            what_if: what_if.collect(),
        }
    }
}

/// The cards that are worth most today, and in which order.
#[must_use]
pub fn today(learner: &Learner<'_>, today: Date, exam: Date, minutes: u32, spent: f64) -> Chosen {
    let pool = Pool::of(learner);
    let desk = Desk::new(learner, &pool, minutes);
    let day = Ahead::new(learner, &pool, (today, exam), 1, desk.ahead());
    let knowledge = desk.knowledge(today, day.evidence());
    desk.chosen(&desk.choose(&day, &knowledge, seconds(minutes, spent)), today)
}

/// What is left to do on the day of the exam: what is due, and nothing new.
#[must_use]
pub fn last_look(learner: &Learner<'_>, date: Date) -> DayPlan {
    let reviews = Desk::new(learner, &Pool::of(learner), 0).due_by(date);
    let minutes = pace::minutes(reviews as f64 * learner.pace.review());
    DayPlan { date, reviews, new: 0, questions: 0, minutes }
}

fn seconds(minutes: u32, spent: f64) -> f64 {
    (f64::from(minutes) - spent).max(0.0) * 60.0
}

/// What became of the days before the exam.
#[derive(Debug, PartialEq)]
struct Went {
    /// How many of the first day's reviews come before their card is due, by the first of the minutes.
    early: usize,
    /// The days, and what the exam comes to after them, for each of the minutes.
    came: Vec<(Vec<DayPlan>, Readiness)>,
}

/// The days before the exam and what it comes to after them, for each of these minutes a day. All of them go through the
/// days together, as most cards of a large course are studied by none.
fn ahead(learner: &Learner<'_>, today: Date, exam: Date, tried: &[u32], spent: f64, together: i64) -> Went {
    let pool = Pool::of(learner);
    let mut desks: Vec<Desk<'_>> = tried.iter().map(|minutes| Desk::new(learner, &pool, *minutes)).collect();
    let fewest = |desks: &[Desk<'_>]| desks.iter().map(Desk::ahead).min().unwrap_or_default();
    let mut days: Vec<Vec<DayPlan>> = vec![Vec::new(); tried.len()];
    let mut early = None;
    let count = days_between(today, exam).clamp(0, LONGEST);
    let mut day = Ahead::new(learner, &pool, (today, exam), together, fewest(&desks));
    for number in 0..count {
        if number > 0 && day.next(together, fewest(&desks)) {
            for desk in &mut desks {
                desk.look(&day);
            }
        }
        for ((desk, days), minutes) in desks.iter_mut().zip(&mut days).zip(tried) {
            let knowledge = desk.knowledge(day.today, day.evidence());
            let picked = desk.choose(&day, &knowledge, seconds(*minutes, if number == 0 { spent } else { 0.0 }));
            early = early.or_else(|| Some(desk.early(&picked, today)));
            days.push(DayPlan {
                date: day.today,
                reviews: picked.reviews.len(),
                new: picked.new.len(),
                questions: picked.questions.len(),
                minutes: pace::minutes(picked.seconds),
            });
            desk.study(&picked, &day, &knowledge);
        }
    }
    let on = exam.max(today);
    let evidence = learner.evidence(on);
    let readiness = desks.iter().map(|desk| Readiness::of(learner.ground, &desk.knowledge(on, &evidence)));
    Went { early: early.unwrap_or_default(), came: days.into_iter().zip(readiness).collect() }
}

impl Learner<'_> {
    /// What is known on a day, as things stand.
    #[must_use]
    pub fn knowledge(&self, day: Date) -> Knowledge {
        Knowledge::of(self.ground, self.answers, self.recalls(day), day)
    }

    /// What is remembered of each statement on a day by the cards as they stand.
    fn evidence(&self, day: Date) -> Evidence {
        Evidence::of_cards(self.ground, self.recalls(day))
    }

    /// How likely each card is to be known on a day that was ever rated.
    fn recalls(&self, day: Date) -> impl Iterator<Item = Option<f64>> {
        self.cards.iter().map(move |known| known.map(|known| self.scheduler.recall(known, day)))
    }
}
