//! How likely each statement is to be answered right in an exam, by what was answered and what cards are remembered.
//!
//! Each statement has a probability that evidence moves from what is assumed of one never met: an average over the last
//! answers to its questions, the exercises of its calculations (both count less the longer they are past) and the recall
//! of its cards. How a topic went as a whole moves what is assumed of the rest of it a little.

use std::collections::HashMap;

use jiff::civil::Date;

use super::ground::Ground;
use crate::schedule::days_between;
use crate::store::{Of, Practised};

/// What is assumed of a statement never met: a guess is sometimes right, and something is known from the lecture.
const UNMET: f64 = 0.3;

/// How many answers what is assumed weighs.
const ASSUMED: f64 = 0.6;

/// How many answers what is assumed of a whole topic weighs.
const TOPIC: f64 = 4.0;

/// How much of how a topic went holds for the statements of it that were never met.
const CARRIED: f64 = 0.25;

/// Days after which an answer weighs half.
const HALF_LIFE: f64 = 45.0;

/// What the recall of a card weighs, beside an answer of today.
const CARD: f64 = 1.0;

/// How the questions and calculations of a course were answered.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    questions: HashMap<String, Level>,
    exercises: HashMap<String, Level>,
}

/// How an item stands, by its answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    /// The learner's day of the last one.
    pub(super) day: Date,
    /// How right they were: 1 where they always were.
    pub(super) share: f64,
}

impl Level {
    /// What it weighs on a day, beside an answer of that day.
    fn weight(self, day: Date) -> f64 {
        let days = days_between(self.day, day).max(0) as f64;
        libm::exp2(-days / HALF_LIFE)
    }
}

impl Answers {
    /// By how each item stands.
    #[must_use]
    pub fn of(practised: &[Practised]) -> Self {
        let mut answers = Self::default();
        for item in practised {
            let level = Level { day: item.day, share: item.level };
            match item.of {
                Of::Question => answers.questions.insert(item.id.clone(), level),
                Of::Exercise => answers.exercises.insert(item.id.clone(), level),
                Of::Card => None,
            };
        }
        answers
    }

    /// Takes what a question came to on a day.
    #[cfg(test)]
    pub fn learn(&mut self, id: &str, share: f64, day: Date) {
        self.questions.insert(id.to_owned(), Level { day, share });
    }

    /// How a question stands that was ever answered.
    pub(super) fn question(&self, id: &str) -> Option<Level> {
        self.questions.get(id).copied()
    }

    /// How the exercises of the ground stand, each with the statements that it practises.
    pub(super) fn exercises<'a>(&self, ground: &'a Ground) -> impl Iterator<Item = (&'a [usize], Level)> {
        let practised = |id: &str| ground.calculation(id).map(|practice| practice.statements.as_slice());
        self.exercises.iter().filter_map(move |(id, level)| Some((practised(id)?, *level)))
    }
}

/// How likely each statement is to be answered right on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Knowledge {
    /// For each statement of the ground.
    pub statements: Vec<Estimate>,
}

/// What is known of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How likely it is to be answered right.
    pub right: f64,
    /// How many answers of today the evidence is worth; 0 where there is none.
    pub evidence: f64,
}

impl Estimate {
    /// How sure this is: the variance of the probability.
    #[must_use]
    pub fn variance(self) -> f64 {
        self.right * (1.0 - self.right) / (self.evidence + ASSUMED + 1.0)
    }

    /// How much of this is assumed, 0 to 1.
    #[must_use]
    pub fn assumed(self) -> f64 {
        ASSUMED / (self.evidence + ASSUMED)
    }
}

/// Evidence under way.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    weight: f64,
    right: f64,
}

impl Sum {
    fn add(&mut self, weight: f64, right: f64) {
        self.weight += weight;
        self.right += weight * right;
    }

    fn towards(self, prior: f64, weight: f64) -> f64 {
        (self.right + weight * prior) / (self.weight + weight)
    }
}

/// What was answered and is remembered of each statement.
#[derive(Clone, Debug)]
pub(super) struct Evidence(Vec<Sum>);

impl Evidence {
    /// That of cards, in the order of their places: how likely those are to be known that were ever rated.
    pub(super) fn of_cards(ground: &Ground, recalls: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut evidence = Self(vec![Sum::default(); ground.statements.len()]);
        for (practice, recall) in ground.cards().iter().zip(recalls) {
            if let Some(recall) = recall {
                evidence.add(&practice.statements, CARD, recall);
            }
        }
        evidence
    }

    /// Puts in the place of what a card was evidence of before, if it was any, what it is now.
    pub(super) fn change_card(&mut self, statements: &[usize], before: Option<f64>, now: f64) {
        if let Some(before) = before {
            self.add(statements, -CARD, before);
        }
        self.add(statements, CARD, now);
    }

    /// Adds how an item stands, as it weighs on a day.
    pub(super) fn add_level(&mut self, statements: &[usize], level: Level, day: Date) {
        self.add(statements, level.weight(day), level.share);
    }

    fn add(&mut self, statements: &[usize], weight: f64, right: f64) {
        for statement in statements {
            self.0[*statement].add(weight, right);
        }
    }

    /// What is known by it.
    pub(super) fn knowledge(&self, ground: &Ground) -> Knowledge {
        let mut topics = vec![Sum::default(); ground.topics.len()];
        for (sum, known) in self.0.iter().zip(&ground.statements) {
            topics[known.topic].weight += sum.weight;
            topics[known.topic].right += sum.right;
        }
        let estimate = |(sum, known): (&Sum, &super::ground::Known)| {
            let went = topics[known.topic].towards(UNMET, TOPIC);
            let prior = UNMET + CARRIED * (went - UNMET);
            Estimate { right: sum.towards(prior, ASSUMED), evidence: sum.weight }
        };
        Knowledge { statements: self.0.iter().zip(&ground.statements).map(estimate).collect() }
    }
}

impl Knowledge {
    /// What is known on `day`; `recalls` are how likely the cards are to be known then, in the order of their places,
    /// those that were ever rated.
    #[must_use]
    pub fn of(ground: &Ground, answers: &Answers, recalls: impl IntoIterator<Item = Option<f64>>, day: Date) -> Self {
        let mut evidence = Evidence::of_cards(ground, recalls);
        for (id, level) in &answers.questions {
            if let Some(practice) = ground.item(id) {
                evidence.add_level(&practice.statements, *level, day);
            }
        }
        for (statements, level) in answers.exercises(ground) {
            evidence.add_level(statements, level, day);
        }
        evidence.knowledge(ground)
    }

    /// How likely a question of each topic is to be answered right.
    #[must_use]
    pub fn mastery(&self, ground: &Ground) -> Vec<f64> {
        let mut topics = vec![Sum::default(); ground.topics.len()];
        for (estimate, known) in self.statements.iter().zip(&ground.statements) {
            topics[known.topic].add(known.asked.max(1) as f64, estimate.right);
        }
        topics.iter().map(|sum| if sum.weight > 0.0 { sum.right / sum.weight } else { UNMET }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::readiness::Readiness;
    use super::super::testing::{answer, course, record};
    use super::*;
    use crate::schedule::day_of;
    use crate::store::Past;

    fn ground() -> Ground {
        Ground::of(&[course(4)], None)
    }

    /// What is known on a day of November after these answers to questions.
    fn known(ground: &Ground, answered: &[(u32, &str, f64)], on: u32) -> Knowledge {
        let answered: Vec<Past> =
            answered.iter().map(|(day, id, share)| answer(*day, Of::Question, id, *share)).collect();
        let answers = Answers::of(&record(&answered).practised().unwrap());
        Knowledge::of(ground, &answers, [], day_of(&answer(on, Of::Question, "", 1.0).at))
    }

    #[test]
    fn a_right_answer_raises_its_statement_and_the_rest_of_the_topic_a_little() {
        let ground = ground();
        let [before, right, wrong] =
            [&[][..], &[(1, "t.q0", 1.0)], &[(1, "t.q0", 0.0)]].map(|answers| known(&ground, answers, 1).statements);
        assert!((before[0].right - UNMET).abs() < 1e-12);
        assert!(right[0].right > before[0].right + 0.2 && wrong[0].right < before[0].right - 0.1);
        assert!(right[1].right > before[1].right && right[1].right < before[1].right + 0.1);
    }

    #[test]
    fn the_last_answer_counts_most_and_all_the_less_the_longer_ago() {
        let ground = ground();
        let right = |answers: &[(u32, &str, f64)], on| known(&ground, answers, on).statements[0].right;
        assert!(right(&[(1, "t.q0", 0.0), (2, "t.q0", 1.0)], 2) > right(&[(1, "t.q0", 1.0), (2, "t.q0", 0.0)], 2));
        assert!(right(&[(1, "t.q0", 1.0)], 1) > right(&[(1, "t.q0", 1.0)], 30));
    }

    #[test]
    fn an_answer_of_a_month_and_a_half_ago_weighs_half() {
        let ground = ground();
        let evidence = |on: u32| {
            let mut answers = Answers::default();
            answers.learn("t.q0", 1.0, jiff::civil::date(2026, 10, 1));
            let day = jiff::civil::date(2026, 10, 1).saturating_add(jiff::ToSpan::days(i64::from(on)));
            Knowledge::of(&ground, &answers, [], day).statements[0].evidence
        };
        assert!((evidence(0) - 1.0).abs() < 1e-12 && (evidence(45) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_card_counts_as_much_as_it_is_remembered() {
        let ground = ground();
        let day = "2026-11-23".parse().unwrap();
        let right = |recall: f64| {
            let recalls = ground.names_of_cards().map(|card| (**card == *"t.c1").then_some(recall));
            Knowledge::of(&ground, &Answers::default(), recalls, day).statements[1].right
        };
        assert!(right(0.95) > right(0.5) && right(0.5) > right(0.05));
    }

    #[test]
    fn what_an_exam_comes_to_rises_with_what_is_known_and_gets_surer() {
        let ground = ground();
        let all: Vec<(u32, String)> = (0..4).map(|n| (1, format!("t.q{n}"))).collect();
        let all: Vec<(u32, &str, f64)> = all.iter().map(|(day, id)| (*day, id.as_str(), 1.0)).collect();
        let [none, some] = [&[][..], &all].map(|answers| Readiness::of(&ground, &known(&ground, answers, 1)));
        assert!(some.expected > none.expected + 30.0, "{none:?} {some:?}");
        assert!(some.high - some.low < none.high - none.low, "{none:?} {some:?}");
        assert!((ground.weights().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
