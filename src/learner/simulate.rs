//! Policies of choosing cards, side by side on simulated learners whose memory is not the scheduler's own model.
//!
//! A simulated learner forgets along a stretched exponential with a half-life of each card, which grows by each success,
//! the more the longer it was since; what is forgotten falls back. Half-life, growth, shape and attention are drawn for
//! each learner, and the difficulty of each card. On some days the learner does not study at all.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

use super::plan::{NOTHING, days_ahead, gain, judged, new_a_day};
use super::readiness::thousandth;
use crate::random::Dice;
use crate::schedule::{FIT_EVERY, Fit, Known, Review, Scheduler, days_between, fit};

/// What is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// How many learners.
    pub seeds: u32,
    /// Cards that are shown a day.
    pub reviews: usize,
    /// Days until the exam.
    pub days: u32,
    /// Cards of the course.
    pub cards: usize,
}

/// How a policy did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// `plan`, `fsrs` or `fixed`.
    pub name: &'static str,
    /// For each learner, the share of all cards that is known on the day of the exam.
    pub recall: Vec<f64>,
}

/// A way of choosing cards.
struct Policy {
    name: &'static str,
    /// Which cards are shown on a day, by what the program can see of them.
    choose: fn(&Learnt, Date, Date, usize) -> Vec<usize>,
    /// Whether the memory model is fitted to the learner.
    fits: bool,
}

/// The policies that are compared.
const POLICIES: [Policy; 3] = [
    Policy { name: "plan", choose: by_gain, fits: true },
    Policy { name: "fsrs", choose: when_due, fits: false },
    Policy { name: "fixed", choose: by_fixed_intervals, fits: false },
];

/// The most new cards that a policy without a plan takes on a day.
const NEW_A_DAY: usize = 20;

/// Intervals in days of those who review by a fixed list.
const INTERVALS: [i64; 6] = [1, 2, 4, 7, 15, 30];

/// Some day: nothing hangs on which.
const FIRST: Date = Date::constant(2026, 9, 1);

/// A card as the program sees it.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    known: Option<Known>,
    /// How often in a row it was known.
    row: usize,
}

/// What the program sees of a learner.
#[derive(Clone, Debug)]
struct Learnt {
    cards: Vec<Seen>,
    log: Vec<Review>,
    scheduler: Scheduler,
}

impl Learnt {
    fn of(cards: usize) -> Self {
        Self { cards: vec![Seen::default(); cards], log: Vec::new(), scheduler: Scheduler::default() }
    }

    fn take(&mut self, review: Review) {
        self.log.push(review);
        self.move_on(review);
    }

    fn move_on(&mut self, Review { card, day, rating }: Review) {
        let seen = &mut self.cards[card];
        let Some(states) = self.scheduler.ratings(seen.known, day) else { return };
        seen.known = states.get(usize::from(rating) - 1).copied();
        seen.row = if rating > 1 { seen.row + 1 } else { 0 };
    }

    /// Fits the memory model to the learner, and looks at all that was seen by it.
    fn fit(&mut self) {
        let Fit::Judged { own, .. } = fit(&self.log) else { return };
        self.scheduler = self.scheduler.with(own.unwrap_or_default());
        self.cards.fill(Seen::default());
        for review in self.log.clone() {
            self.move_on(review);
        }
    }
}

/// A card as it is remembered in truth.
#[derive(Clone, Copy, Debug)]
struct Truth {
    difficulty: f64,
    /// Days after which half of it is gone; 0 where it was never met.
    half_life: f64,
    day: Date,
}

/// How a learner remembers.
#[derive(Clone, Copy, Debug)]
struct Learner {
    first: f64,
    growth: f64,
    spacing: f64,
    shape: f64,
    kept: f64,
    slip: f64,
    off: f64,
}

/// Draws of real numbers.
struct Luck(Dice);

impl Luck {
    fn unit(&mut self) -> f64 {
        f64::from(self.0.variant()) / 4_294_967_296.0
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// About normal: mean 0, deviation 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

impl Learner {
    fn drawn(luck: &mut Luck) -> Self {
        let shape = luck.between(0.4, 1.0);
        // Nine of ten cards are still known after about two days.
        let first = 2.0 * libm::exp(0.5 * luck.normal()) / libm::pow(-libm::log2(0.9), 1.0 / shape);
        Self {
            first,
            growth: luck.between(4.0, 12.0),
            spacing: luck.between(0.4, 1.0),
            shape,
            kept: luck.between(0.1, 0.5),
            slip: luck.between(0.0, 0.06),
            off: luck.between(0.0, 0.2),
        }
    }

    fn recall(&self, truth: &Truth, day: Date) -> f64 {
        if truth.half_life <= 0.0 {
            return 0.0;
        }
        let days = days_between(truth.day, day) as f64;
        libm::exp2(-libm::pow(days / truth.half_life, self.shape))
    }

    /// Shows a card, and gives the rating.
    fn meet(&self, truth: &mut Truth, day: Date, luck: &mut Luck) -> u8 {
        let recall = self.recall(truth, day);
        let met = truth.half_life > 0.0;
        // Each meeting takes as much of the card's luck, whatever comes of it.
        let [of_memory, of_rating] = [luck.unit(), luck.unit()];
        let knows = met && of_memory < recall * (1.0 - self.slip);
        truth.day = day;
        if !met {
            truth.half_life = self.first / truth.difficulty;
            return if of_rating < 0.7 / truth.difficulty.max(0.7) { 3 } else { 1 };
        }
        if knows {
            truth.half_life *= 1.0 + self.growth * libm::pow(1.0 - recall, self.spacing) / truth.difficulty;
            return if recall < 0.7 && of_rating < 0.3 { 2 } else { 3 };
        }
        truth.half_life = (truth.half_life * self.kept).max(0.5 * self.first / truth.difficulty);
        1
    }
}

/// How each policy does, learner by learner: all meet the same learners and the same luck, of the days and of each card at
/// its first meeting, its second and so on.
#[must_use]
pub fn simulate(trial: Trial) -> Vec<Outcome> {
    let outcome = |policy: &Policy| Outcome {
        name: policy.name,
        recall: (0..trial.seeds).map(|seed| thousandth(one(policy, trial, seed))).collect(),
    };
    POLICIES.iter().map(outcome).collect()
}

/// The share of the cards that one learner knows on the day of the exam.
fn one(policy: &Policy, trial: Trial, seed: u32) -> f64 {
    let mut luck = Luck(Dice::new(seed.into(), "learner"));
    let learner = Learner::drawn(&mut luck);
    let mut truths: Vec<Truth> = (0..trial.cards)
        .map(|_| Truth { difficulty: libm::exp(0.4 * luck.normal()), half_life: 0.0, day: FIRST })
        .collect();
    let off: Vec<bool> = (0..trial.days).map(|_| luck.unit() < learner.off).collect();
    let luck_of = |card: usize| Luck(Dice::new(seed.into(), &format!("card {card}")));
    let mut lucks: Vec<Luck> = (0..trial.cards).map(luck_of).collect();
    let mut learnt = Learnt::of(trial.cards);
    let exam = FIRST.saturating_add(i64::from(trial.days).days());
    for (at, off) in off.into_iter().enumerate() {
        let today = FIRST.saturating_add((at as i64).days());
        if off {
            continue;
        }
        if policy.fits && at % FIT_EVERY == 0 {
            learnt.fit();
        }
        for card in (policy.choose)(&learnt, today, exam, trial.reviews) {
            let rating = learner.meet(&mut truths[card], today, &mut lucks[card]);
            learnt.take(Review { card, day: today, rating });
        }
    }
    truths.iter().map(|truth| learner.recall(truth, exam)).sum::<f64>() / trial.cards.max(1) as f64
}

/// The plan: what is worth most on the day of the exam.
fn by_gain(learnt: &Learnt, today: Date, exam: Date, reviews: usize) -> Vec<usize> {
    let met = learnt.cards.iter().filter(|card| card.known.is_some()).count();
    let judged = judged(today, days_ahead(met, reviews as f64), exam);
    let mut worth: Vec<(f64, usize)> = learnt
        .cards
        .iter()
        .enumerate()
        .filter(|(_, card)| card.known.is_none_or(|known| known.day < today))
        .map(|(at, card)| (gain(&learnt.scheduler, card.known, today, judged), at))
        .filter(|(gain, _)| *gain > NOTHING)
        .collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let is_new = |at: usize| learnt.cards[at].known.is_none();
    let is_due = |known: Known| known.day < today && learnt.scheduler.due(known) <= today;
    let due = learnt.cards.iter().filter(|card| card.known.is_some_and(is_due)).count();
    let mut new = new_a_day(learnt.cards.len() - met, reviews.saturating_sub(due), today, exam);
    let chosen = worth.into_iter().map(|(_, at)| at).filter(|at| {
        let fits = !is_new(*at) || new > 0;
        new -= usize::from(fits && is_new(*at));
        fits
    });
    chosen.take(reviews).collect()
}

/// Cards when the scheduler has them due, those first that are most likely forgotten, then new ones.
fn when_due(learnt: &Learnt, today: Date, _: Date, reviews: usize) -> Vec<usize> {
    let mut due: Vec<(f64, usize)> = Vec::new();
    for (at, card) in learnt.cards.iter().enumerate() {
        if let Some(known) = card.known.filter(|known| learnt.scheduler.due(*known) <= today) {
            due.push((learnt.scheduler.recall(known, today), at));
        }
    }
    due.sort_by(|a, b| a.0.total_cmp(&b.0));
    then_new(due.into_iter().map(|(_, at)| at).collect(), &learnt.cards, reviews)
}

/// Cards after a fixed list of intervals, the longest overdue first, then new ones.
fn by_fixed_intervals(learnt: &Learnt, today: Date, _: Date, reviews: usize) -> Vec<usize> {
    let mut due: Vec<(Date, usize)> = Vec::new();
    for (at, card) in learnt.cards.iter().enumerate() {
        let Some(known) = card.known else { continue };
        let interval = INTERVALS[card.row.saturating_sub(1).min(INTERVALS.len() - 1)];
        let day = known.day.saturating_add(interval.days());
        if day <= today {
            due.push((day, at));
        }
    }
    due.sort();
    then_new(due.into_iter().map(|(_, at)| at).collect(), &learnt.cards, reviews)
}

fn then_new(mut chosen: Vec<usize>, seen: &[Seen], reviews: usize) -> Vec<usize> {
    let new = seen.iter().enumerate().filter(|(_, card)| card.known.is_none()).map(|(at, _)| at);
    chosen.truncate(reviews);
    let left = reviews - chosen.len();
    chosen.extend(new.take(NEW_A_DAY.min(left)));
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How far the plan is ahead of the best of the others for each of these learners.
    fn ahead(trial: Trial, seeds: impl IntoIterator<Item = u32>) -> Vec<(u32, f64)> {
        let of = |seed: u32| {
            let [plan, fsrs, fixed] = POLICIES.each_ref().map(|policy| thousandth(one(policy, trial, seed)));
            (seed, plan - fsrs.max(fixed))
        };
        seeds.into_iter().map(of).collect()
    }

    #[test]
    fn the_plan_is_ahead_of_every_other_policy_for_every_learner_at_every_horizon() {
        for (reviews, days) in [30, 40, 60].into_iter().flat_map(|reviews| [20, 40, 60, 80].map(|days| (reviews, days)))
        {
            let ahead = ahead(Trial { seeds: 20, reviews, days, cards: 474 }, 0..20);
            assert!(ahead.iter().all(|(_, points)| *points > 0.0), "{reviews} a day, {days} days: {ahead:?}");
        }
    }

    /// Of 160 learners these came nearest to being behind, or were when all reviews were judged by a week and all met new
    /// cards at one pace: they forget within a day or so, or stay away on most of the last days.
    #[test]
    fn the_plan_is_ahead_for_those_who_forget_fast_or_stay_away_and_for_those_who_have_much_time() {
        for (reviews, days) in [(30, 40), (60, 40), (30, 80), (40, 80), (60, 80)] {
            let ahead = ahead(Trial { seeds: 160, reviews, days, cards: 474 }, [9, 55, 68, 70, 117]);
            assert!(ahead.iter().all(|(_, points)| *points > 0.0), "{reviews} a day, {days} days: {ahead:?}");
        }
    }

    #[test]
    fn nobody_knows_what_was_never_shown_and_everybody_what_was_shown_just_now() {
        let trial = |reviews, days| simulate(Trial { seeds: 5, reviews, days, cards: 50 });
        for outcome in trial(5, 1) {
            assert!(outcome.recall.iter().all(|share| *share <= 0.1), "{outcome:?}");
        }
        let plan = &trial(200, 5)[0];
        assert!(plan.recall.iter().any(|share| *share > 0.9), "{plan:?}");
    }
}
