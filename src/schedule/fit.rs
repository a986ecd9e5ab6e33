//! The memory model fitted to one learner: their own parameters, where these foretell what they forget better than the
//! published ones.

use std::collections::{HashMap, HashSet};

use fsrs::{ComputeParametersInput, FSRSItem, FSRSReview, compute_parameters};
use jiff::civil::Date;

use super::scheduler::{Known, Parameters, Scheduler, passed};

/// Reviews after a day or more that it takes, and cards that they are of. On simulated learners (`plan --simulate`) more
/// would only put off what is gained: what is fitted badly is not kept.
pub const ENOUGH: (usize, usize) = (400, 100);

/// Days after which it is worth fitting again.
pub const FIT_EVERY: usize = 7;

/// One review in so many, the latest, is held back to judge by.
const HELD_BACK: usize = 5;

/// The latest reviews before those are fitted to; earlier ones are no more like the learner of today.
const LATEST: usize = 20_000;

/// The longest history of a card that is fitted to.
const LONGEST: usize = 64;

/// A rating of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// Which card: any number, as long as it is always the same.
    pub card: usize,
    /// The learner's day.
    pub day: Date,
    /// 1 to 4.
    pub rating: u8,
}

/// What came of fitting.
#[derive(Clone, Debug, PartialEq)]
pub enum Fit {
    /// There is not enough to go by.
    TooFew {
        /// Reviews after a day or more.
        reviews: usize,
        /// Cards that they are of.
        cards: usize,
    },
    /// Parameters were fitted to the earlier reviews, and judged by the later ones.
    Judged {
        /// Those that foretell the later reviews better than the published ones.
        own: Option<Parameters>,
        /// How well they do, as the mean of −ln of the probability that was given to what came.
        loss: f64,
        /// How well the published ones do.
        published: f64,
    },
}

/// Fits the model to these reviews, the oldest first: to the earlier ones, and keeps what foretells the later ones
/// better. The same reviews always give the same.
#[must_use]
pub fn fit(reviews: &[Review]) -> Fit {
    let mut last: HashMap<usize, Date> = HashMap::new();
    let spaced: Vec<usize> = (0..reviews.len())
        .filter(|at| {
            let Review { card, day, .. } = reviews[*at];
            last.insert(card, day).is_some_and(|before| before < day)
        })
        .collect();
    let cards: HashSet<usize> = spaced.iter().map(|at| reviews[*at].card).collect();
    if spaced.len() < ENOUGH.0 || cards.len() < ENOUGH.1 {
        return Fit::TooFew { reviews: spaced.len(), cards: cards.len() };
    }
    let split = spaced[spaced.len() - spaced.len() / HELD_BACK];
    let published = loss(&Scheduler::default(), reviews, split);
    let fitted = compute_parameters(ComputeParametersInput {
        train_set: items(&reviews[..split]),
        ..ComputeParametersInput::default()
    });
    let own = fitted.ok().and_then(|numbers| Parameters::of(&numbers));
    let judged = own.map(|own| (loss(&Scheduler::default().with(own.clone()), reviews, split), own));
    match judged {
        Some((loss, own)) if loss < published => Fit::Judged { own: Some(own), loss, published },
        Some((loss, _)) => Fit::Judged { own: None, loss, published },
        None => Fit::Judged { own: None, loss: published, published },
    }
}

/// What is fitted to: each review after a day or more, with those of the same card before it.
fn items(reviews: &[Review]) -> Vec<FSRSItem> {
    let mut histories: HashMap<usize, (Date, Vec<FSRSReview>)> = HashMap::new();
    let mut items = Vec::new();
    for Review { card, day, rating } in reviews {
        let (last, history) = histories.entry(*card).or_insert_with(|| (*day, Vec::new()));
        let passed = passed(*last, *day);
        history.push(FSRSReview { rating: u32::from(*rating), delta_t: passed });
        *last = *day;
        if passed > 0 && history.len() <= LONGEST {
            items.push(FSRSItem { reviews: history.clone() });
        }
    }
    items.split_off(items.len().saturating_sub(LATEST))
}

/// How well a model foretells the reviews from this one on, after a day or more: the mean of −ln of the probability that
/// it gives to what came.
fn loss(scheduler: &Scheduler, reviews: &[Review], from: usize) -> f64 {
    let mut cards: HashMap<usize, Known> = HashMap::new();
    let (mut sum, mut count) = (0.0, 0.0);
    for (at, Review { card, day, rating }) in reviews.iter().enumerate() {
        let known = cards.get(card).copied();
        if let Some(known) = known.filter(|known| at >= from && known.day < *day) {
            let recall = scheduler.recall(known, *day).clamp(0.001, 0.999);
            sum -= libm::log(if *rating > 1 { recall } else { 1.0 - recall });
            count += 1.0;
        }
        let next = scheduler.ratings(known, *day).and_then(|states| states.get(usize::from(*rating) - 1).copied());
        if let Some(next) = next {
            cards.insert(*card, next);
        }
    }
    sum / f64::max(count, 1.0)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;
    use crate::random::Dice;

    const FIRST: Date = jiff::civil::date(2026, 9, 1);

    /// The reviews of a learner whose cards are so many times as stable as the published parameters say, each of so many
    /// cards reviewed when it is due by these.
    fn reviews(cards: usize, days: i64, stability: impl Fn(i64) -> f32) -> Vec<Review> {
        let (published, mut dice) = (Scheduler::default(), Dice::new(7, "fit"));
        let mut known: Vec<Option<Known>> = vec![None; cards];
        let mut reviews = Vec::new();
        for number in 0..days {
            let day = FIRST.saturating_add(number.days());
            for (card, known) in known.iter_mut().enumerate() {
                if known.is_some_and(|known| published.due(known) > day) {
                    continue;
                }
                let recall = known.map_or(0.7, |mut known| {
                    known.memory.stability *= stability(number);
                    published.recall(known, day)
                });
                let rating = if (dice.below(1000) as f64) < recall * 1000.0 { 3 } else { 1 };
                reviews.push(Review { card, day, rating });
                *known = published.ratings(*known, day).map(|states| states[usize::from(rating) - 1]);
            }
        }
        reviews
    }

    #[test]
    fn who_forgets_faster_or_slower_than_most_is_foretold_better() {
        for stability in [0.2, 5.0] {
            let reviews = reviews(150, 60, |_| stability);
            let Fit::Judged { own: Some(own), loss, published } = fit(&reviews) else { panic!("{:?}", fit(&reviews)) };
            assert!(loss < published - 0.01, "{stability}: {loss} {published}");
            let known = |parameters: Parameters| {
                let scheduler = Scheduler::default().with(parameters);
                scheduler.recall(scheduler.ratings(None, FIRST).unwrap()[2], FIRST.saturating_add(4.days()))
            };
            let (own, published) = (known(own), known(Parameters::default()));
            assert_eq!(own > published, stability > 1.0, "{stability}: {own} {published}");
        }
    }

    #[test]
    fn the_same_reviews_always_give_the_same() {
        let reviews = reviews(120, 40, |_| 0.3);
        assert_eq!(fit(&reviews), fit(&reviews));
    }

    #[test]
    fn what_holds_of_the_past_alone_is_not_kept() {
        let changed = reviews(150, 60, |day| if day < 40 { 0.1 } else { 50.0 });
        let Fit::Judged { own, loss, published } = fit(&changed) else { panic!("enough to judge by") };
        assert!(own.is_none() && loss >= published, "{loss} {published}");
    }

    #[test]
    fn too_few_reviews_or_cards_are_not_fitted_to() {
        let few = reviews(ENOUGH.1, 3, |_| 1.0);
        assert!(matches!(fit(&few), Fit::TooFew { .. }), "{:?}", fit(&few));
        let one_card: Vec<Review> =
            (0..500).map(|day: i64| Review { card: 0, day: FIRST.saturating_add(day.days()), rating: 3 }).collect();
        assert_eq!(fit(&one_card), Fit::TooFew { reviews: 499, cards: 1 });
        assert_eq!(fit(&[]), Fit::TooFew { reviews: 0, cards: 0 });
    }

    #[test]
    fn as_many_reviews_and_cards_as_are_asked_for_are_enough() {
        let enough: Vec<Review> = (0..=4_i64)
            .flat_map(|round| (0..ENOUGH.1).map(move |card| (round, card)))
            .map(|(round, card)| Review { card, day: FIRST.saturating_add((5 * round).days()), rating: 3 })
            .collect();
        assert!(matches!(fit(&enough), Fit::Judged { .. }), "{:?}", fit(&enough));
        let again: Vec<Review> = enough.iter().flat_map(|review| [*review; 2]).collect();
        let less = fit(&again[..again.len() - 2]);
        assert_eq!(less, Fit::TooFew { reviews: ENOUGH.0 - 1, cards: ENOUGH.1 }, "once more on a day is nothing new");
    }

    /// By the definition: −ln of what was foretold of what came, in the mean.
    #[test]
    fn a_model_loses_by_what_it_held_for_unlikely() {
        let scheduler = Scheduler::default();
        let review = |card, day: i64, rating| Review { card, day: FIRST.saturating_add(day.days()), rating };
        let reviews = [review(0, 0, 3), review(1, 0, 3), review(1, 0, 3), review(0, 10, 3), review(1, 20, 1)];
        let known =
            |times| (0..times).fold(None, |known, _| Some(scheduler.ratings(known, FIRST).unwrap()[2])).unwrap();
        let recall = |times, day: i64| scheduler.recall(known(times), FIRST.saturating_add(day.days()));
        let (first, second) = (-libm::log(recall(1, 10)), -libm::log(1.0 - recall(2, 20)));
        assert!((loss(&scheduler, &reviews, 0) - f64::midpoint(first, second)).abs() < 1e-12);
        assert!((loss(&scheduler, &reviews, 4) - second).abs() < 1e-12, "what was learnt from is not judged by");
        assert_eq!(loss(&scheduler, &reviews, 5), 0.0);
    }
}
