//! How many points an exam would come to.

use serde::Serialize;

use super::ground::Ground;
use super::knowledge::Knowledge;

/// How far what is assumed of statements never met may be off for all of them alike.
const COMMON: f64 = 0.15;

/// Standard deviations to either side of the middle that hold eight of ten.
const EIGHT_OF_TEN: f64 = 1.2816;

/// The points to expect of the exam, with the bounds between which eight of ten such papers end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Readiness {
    /// Points to expect.
    pub expected: f64,
    /// One paper in ten comes to less.
    pub low: f64,
    /// One paper in ten comes to more.
    pub high: f64,
    /// Points of the paper.
    pub of: f64,
}

impl Readiness {
    /// By what is known. The interval has three parts: how sure each estimate is, how far what is assumed may be off, and
    /// which questions the paper happens to have.
    #[must_use]
    pub fn of(ground: &Ground, knowledge: &Knowledge) -> Self {
        let weights = ground.weights();
        let weighed = || knowledge.statements.iter().zip(&weights);
        let mean: f64 = weighed().map(|(estimate, weight)| weight * estimate.right).sum();
        let unsure: f64 = weighed().map(|(estimate, weight)| weight * weight * estimate.variance()).sum();
        let assumed: f64 = weighed().map(|(estimate, weight)| weight * estimate.assumed()).sum();
        let paper: f64 = if ground.paper.is_empty() {
            ground.points
        } else {
            ground.paper.iter().map(|points| points * points).sum()
        };
        let of = ground.points;
        let variance = of * of * (unsure + (COMMON * assumed) * (COMMON * assumed)) + paper * mean * (1.0 - mean);
        let (expected, spread) = (of * mean, EIGHT_OF_TEN * variance.sqrt());
        let within = |points: f64| tenth(points.clamp(0.0, of));
        Self { expected: within(expected), low: within(expected - spread), high: within(expected + spread), of }
    }
}

/// To one decimal.
pub(super) fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// To three decimals.
#[must_use]
pub fn thousandth(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::knowledge::Estimate;
    use super::super::testing::course;
    use super::*;

    /// What an exam comes to where all is known alike, on a paper of questions with these points.
    fn readiness(paper: &[f64], right: f64, evidence: f64) -> Readiness {
        let mut ground = Ground::of(&[course(10)], None);
        (ground.paper, ground.points) = (paper.to_vec(), 100.0);
        Readiness::of(&ground, &Knowledge { statements: vec![Estimate { right, evidence }; 10] })
    }

    #[test]
    fn who_surely_knows_all_gets_all() {
        let sure = readiness(&[1.0; 100], 1.0, 1e9);
        assert_eq!((sure.low, sure.expected, sure.high, sure.of), (100.0, 100.0, 100.0, 100.0));
    }

    #[test]
    fn the_interval_is_of_the_questions_drawn_of_what_is_unsure_and_of_what_is_assumed() {
        let wide = |readiness: Readiness| readiness.high - readiness.low;
        // Of 100 questions of a point that are known with 1/2 each: deviation 5, to either side 1.2816 of them.
        assert!((wide(readiness(&[1.0; 100], 0.5, 1e9)) - 2.0 * 1.2816 * 5.0).abs() < 0.11);
        assert!((wide(readiness(&[25.0; 4], 0.5, 1e9)) - 2.0 * 1.2816 * 25.0).abs() < 0.11);
        // Nothing but what is assumed: beside the questions, 10 statements of deviation √(1/4 / 1.6), and 15 points.
        let assumed = (10_000.0 * (0.25 / 1.6 / 10.0 + 0.15 * 0.15) + 25.0_f64).sqrt();
        assert!((wide(readiness(&[1.0; 100], 0.5, 0.0)) - 2.0 * 1.2816 * assumed).abs() < 0.11);
    }

    #[test]
    fn the_bounds_stay_on_the_paper() {
        let unsure = readiness(&[50.0; 2], 0.9, 0.0);
        assert!(unsure.high == 100.0 && unsure.low < unsure.expected, "{unsure:?}");
        assert_eq!(readiness(&[50.0; 2], 0.1, 0.0).low, 0.0);
    }
}
