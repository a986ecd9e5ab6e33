//! How long this learner takes.

use std::collections::HashSet;

use crate::store::{Of, Past};

/// What is assumed until enough was measured, in seconds: a card again, a new card, a question.
const ASSUMED: [f64; 3] = [8.0, 20.0, 40.0];

/// How many measurements what is assumed weighs.
const WEIGHT: f64 = 20.0;

/// The longest that counts, in seconds: who takes longer was away.
const LONGEST: f64 = 180.0;

/// The shortest that counts, in seconds: nobody answers in less, but a clock can stand still.
const SHORTEST: f64 = 0.5;

/// Seconds that a learner takes for each sort of item.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    sums: [f64; 3],
    counts: [f64; 3],
    met: HashSet<String>,
}

impl Pace {
    /// Takes the next answer.
    pub fn take(&mut self, past: &Past) {
        let sort = match past.of {
            Of::Card if self.met.contains(&past.id) => 0,
            Of::Card => {
                self.met.insert(past.id.clone());
                1
            }
            Of::Question | Of::Exercise => 2,
        };
        let seconds = past.ms as f64 / 1000.0;
        if seconds >= SHORTEST {
            self.sums[sort] += seconds.min(LONGEST);
            self.counts[sort] += 1.0;
        }
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
