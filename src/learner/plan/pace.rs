//! How long this learner takes.

use crate::learner::readiness::tenth;
use crate::store::{Sort, Took};

/// What is assumed until enough was measured, in seconds: a card again, a new card, a question.
const ASSUMED: [f64; 3] = [8.0, 20.0, 40.0];

/// How many measurements what is assumed weighs.
const WEIGHT: f64 = 20.0;

/// Seconds as minutes, to a tenth.
#[must_use]
pub fn minutes(seconds: f64) -> f64 {
    tenth(seconds / 60.0)
}

/// Minutes as they are told in words, on every screen and line alike: what takes a few seconds takes a minute.
#[must_use]
pub fn whole_minutes(minutes: f64) -> f64 {
    minutes.ceil()
}

/// Seconds that a learner takes for each sort of item.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    sums: [f64; 3],
    counts: [f64; 3],
}

impl Pace {
    /// By how long answers took.
    #[must_use]
    pub fn of(took: &[Took]) -> Self {
        let mut pace = Self::default();
        for Took { sort, answers, ms } in took {
            let sort = match sort {
                Sort::Again => 0,
                Sort::New => 1,
                Sort::Question => 2,
            };
            pace.sums[sort] += *ms as f64 / 1000.0;
            pace.counts[sort] += *answers as f64;
        }
        pace
    }

    fn seconds(&self, sort: usize) -> f64 {
        (self.sums[sort] + WEIGHT * ASSUMED[sort]) / (self.counts[sort] + WEIGHT)
    }

    /// For a card that was met before.
    #[must_use]
    pub fn review(&self) -> f64 {
        self.seconds(0)
    }

    /// For a new card.
    #[must_use]
    pub fn new_card(&self) -> f64 {
        self.seconds(1)
    }

    /// For a question.
    #[must_use]
    pub fn question(&self) -> f64 {
        self.seconds(2)
    }
}
