//! How fast this learner forgets, beside what the model says of all.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::schedule::{Known, Scheduler, day_of};
use crate::store::Past;

/// The factors that are weighed, as powers of this.
const STEP: f64 = 1.25;

/// How many powers to either side.
const STEPS: i32 = 14;

/// How far learners differ, as a deviation of the logarithm of their factor: what is assumed before anything is seen.
const SPREAD: f64 = 0.8;

/// How fast a learner forgets: a factor of the stability of every card, weighed by how ratings went.
#[derive(Clone, Debug)]
pub struct Forgetting {
    /// The logarithm of how likely each factor is.
    likely: Vec<f64>,
}

impl Default for Forgetting {
    fn default() -> Self {
        let prior = |factor: f64| -0.5 * (libm::log(factor) / SPREAD) * (libm::log(factor) / SPREAD);
        Self { likely: factors().map(prior).collect() }
    }
}

fn factors() -> impl Iterator<Item = f64> {
    (-STEPS..=STEPS).map(|power| libm::pow(STEP, f64::from(power)))
}

impl Forgetting {
    /// Takes that a card was known or not on a day; of the day of its last review nothing can be told.
    pub fn take(&mut self, scheduler: &Scheduler, known: Known, day: Date, knew: bool) {
        if day <= known.day {
            return;
        }
        for (likely, factor) in self.likely.iter_mut().zip(factors()) {
            let recall = scheduler.recall(stretched(known, factor), day).clamp(0.01, 0.99);
            *likely += libm::log(if knew { recall } else { 1.0 - recall });
        }
    }

    /// The factor to expect.
    #[must_use]
    pub fn factor(&self) -> f64 {
        let best = self.likely.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights = || self.likely.iter().map(|likely| libm::exp(likely - best));
        let logarithm: f64 = weights().zip(factors()).map(|(weight, factor)| weight * libm::log(factor)).sum();
        libm::exp(logarithm / weights().sum::<f64>())
    }
}

/// Watches the ratings of a record.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    cards: HashMap<String, Known>,
    forgetting: Forgetting,
}

impl Watch {
    /// Takes the next answer.
    pub fn take(&mut self, past: &Past, scheduler: &Scheduler) {
        let Some(rating) = past.rating.filter(|_| !past.cram) else { return };
        let day = day_of(&past.at);
        let known = self.cards.get(&past.id).copied();
        if let Some(known) = known {
            self.forgetting.take(scheduler, known, day, rating > 1);
        }
        let states = scheduler.ratings(known, day);
        if let Some(next) = states.and_then(|states| states.get(usize::from(rating) - 1).copied()) {
            self.cards.insert(past.id.clone(), next);
        }
    }

    /// How many times as stable as the model says the learner's cards are.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.forgetting.factor()
    }
}

/// A card whose stability is so many times what the model says.
#[must_use]
pub fn stretched(mut known: Known, factor: f64) -> Known {
    known.memory.stability = (f64::from(known.memory.stability) * factor).max(0.01) as f32;
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::testing::answer;
    use crate::store::Of;

    /// The factor of a learner who sees ten cards, and each again after six days.
    fn factor(knew: usize) -> f64 {
        let (scheduler, mut watch) = (Scheduler::default(), Watch::default());
        for day in [1, 7] {
            for card in 0..10 {
                let share = f64::from(u8::from(day == 1 || card < knew));
                watch.take(&answer(day, Of::Card, &format!("t.c{card}"), share), &scheduler);
            }
        }
        watch.factor()
    }

    #[test]
    fn who_forgets_more_than_the_model_says_has_a_smaller_factor() {
        assert!((Forgetting::default().factor() - 1.0).abs() < 1e-9);
        assert!(factor(3) < factor(7) && factor(7) < 1.0 && factor(10) > 1.0, "{} {}", factor(7), factor(10));
    }

    #[test]
    fn ratings_of_one_day_and_of_cramming_tell_nothing() {
        let (scheduler, mut watch) = (Scheduler::default(), Watch::default());
        let mut crammed = answer(9, Of::Card, "t.c1", 0.0);
        crammed.cram = true;
        for past in [answer(1, Of::Card, "t.c1", 1.0), answer(1, Of::Card, "t.c1", 0.0), crammed] {
            watch.take(&past, &scheduler);
        }
        assert!((watch.factor() - 1.0).abs() < 1e-9);
    }
}
