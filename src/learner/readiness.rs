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
