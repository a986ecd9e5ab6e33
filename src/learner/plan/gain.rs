//! What a review of a card is worth on the day of the exam.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::schedule::{Known, Scheduler, days_between};

/// How likely a card is to be known at once when it is first met.
pub(super) const KNOWN_AT_ONCE: f64 = 0.7;

/// The fewest and the most days ahead by which a review is judged where the exam is further off: until then others follow
/// it, and the further ahead, the more the model's own shape of forgetting is trusted.
const AHEAD: (i64, i64) = (3, 9);

/// The share of the days until it is a card's turn again after which a review is judged. On simulated learners (60 seeds,
/// 30 to 60 reviews a day over 40 and 80 days) who forgets fastest, and who often stays away, falls behind plain FSRS or
/// fixed intervals where all reviews are judged by a week: while few cards are met, all of them can be kept.
const OF_TURN: f64 = 0.7;

/// What is not worth the time: a chance that is higher by less than this.
pub const NOTHING: f64 = 0.01;

/// Days ahead by which reviews are judged where so many cards are met, of which so many can be reviewed on a day.
#[must_use]
pub fn ahead(met: usize, a_day: f64) -> i64 {
    let turn = met as f64 / a_day.max(1.0);
    ((OF_TURN * turn).round() as i64).clamp(AHEAD.0, AHEAD.1)
}

/// The day on which a review of `today` is judged: so many days ahead, and at last the day of the exam.
#[must_use]
pub fn judged(today: Date, ahead: i64, exam: Date) -> Date {
    exam.min(today.saturating_add(ahead.days()))
}

/// How much likelier a card is to be known on the day on which it is judged if it is reviewed on `today` than if it is not.
#[must_use]
pub fn gain(scheduler: &Scheduler, known: Option<Known>, today: Date, judged: Date) -> f64 {
    let Some(states) = scheduler.ratings(known, today) else { return 0.0 };
    let on_the_day = |known: Known| scheduler.recall(known, judged);
    let [forgotten, _, remembered, _] = states.map(on_the_day);
    let (before, remembers) =
        known.map_or((0.0, KNOWN_AT_ONCE), |known| (on_the_day(known), scheduler.recall(known, today)));
    remembers * remembered + (1.0 - remembers) * forgotten - before
}

/// What [`gain`] is at most on any day from `first` to `last`, of a card that was last reviewed before the first, judged
/// by no fewer days ahead than so many.
///
/// Each of its parts moves one way as days pass: what is known before the review falls, and what it leaves rises, as a
/// card is the more stable after a review the more of it was gone, and is judged the sooner the nearer the exam is.
pub(super) fn most(scheduler: &Scheduler, known: Known, (first, last): (Date, Date), fewest: i64, exam: Date) -> f64 {
    let Some(states) = scheduler.ratings(Some(known), last) else { return 0.0 };
    let soon = judged(last, fewest, exam);
    let [forgotten, _, remembered, _] = states.map(|state| scheduler.recall(state, soon));
    let (remembers, before) = (scheduler.recall(known, first), scheduler.recall(known, judged(last, AHEAD.1, exam)));
    remembers * remembered.max(forgotten) + (1.0 - remembers) * forgotten - before + ROUNDING
}

/// How far the model's own numbers, which are of 32 bits, may be off.
const ROUNDING: f64 = 1e-4;

/// New cards that a day can have however far off the exam is, while there are any.
const FEWEST: usize = 5;

/// The shares of the days left in which the new cards left would be met at the pace of a day: where there is room for
/// them, and where there is none. Who meets them early has time to repeat them; who forgets what was met does not learn
/// more by meeting more, but all are met in time. On simulated learners (150 seeds, 30 to 60 reviews a day over 40 and 80
/// days) any one share loses learners to plain FSRS or to fixed intervals: an early one those who forget fast, a late one
/// those who have much time.
const MET_BY: (f64, f64) = (0.3, 1.0);

/// How many new cards a day has: as many as there is `room` for beside the cards that are due, between a pace that is
/// soon enough for the last of them and one that leaves none out.
#[must_use]
pub fn new_a_day(new: usize, room: usize, today: Date, exam: Date) -> usize {
    let pace = |share: f64| {
        let days = (days_between(today, exam) as f64 * share).max(1.0);
        (new as f64 / days).ceil() as usize
    };
    room.clamp(pace(MET_BY.1), pace(MET_BY.0).max(FEWEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 23);

    /// What a card is worth that was known so many days ago, judged in so many.
    fn worth(stability: f32, ago: i64, ahead: i64) -> f64 {
        let memory = crate::schedule::Memory { stability, difficulty: 5.0 };
        let known = Known { memory, day: TODAY.saturating_sub(ago.days()) };
        gain(&Scheduler::default(), Some(known), TODAY, TODAY.saturating_add(ahead.days()))
    }

    #[test]
    fn a_review_is_worth_what_it_adds_on_the_day_it_is_judged_by() {
        let scheduler = Scheduler::default();
        let recall = |days: i64| {
            let memory = crate::schedule::Memory { stability: 5.0, difficulty: 5.0 };
            scheduler.recall(Known { memory, day: TODAY.saturating_sub(days.days()) }, TODAY)
        };
        // On the day itself all of it is known afterwards, however it was rated.
        assert!((worth(5.0, 10, 0) - (1.0 - recall(10))).abs() < 1e-6);
        assert!(worth(1000.0, 1, 7) < NOTHING, "what is known for years needs no review");
        assert!(worth(2.0, 30, 7) > worth(2.0, 3, 7) && worth(2.0, 3, 7) > NOTHING);
    }

    #[test]
    fn what_a_review_is_worth_at_most_on_some_days_is_so_on_each_of_them_by_whatever_parameters() {
        let mut dice = crate::random::Dice::new(1, "most");
        let mut tried = 0;
        while tried < 300 {
            let mut numbers = Scheduler::default().parameters().numbers().to_vec();
            for number in &mut numbers {
                *number *= 0.5 + dice.below(1000) as f32 / 1000.0;
            }
            let Some(own) = crate::schedule::Parameters::of(&numbers) else { continue };
            let scheduler = Scheduler::default().with(own);
            let (stability, difficulty) = (0.1 * (1 + dice.below(900)) as f32, 1.0 + dice.below(900) as f32 / 100.0);
            let memory = crate::schedule::Memory { stability, difficulty };
            let after = |days: usize| TODAY.saturating_add((days as i64).days());
            let known = Known { memory, day: TODAY };
            let first = 1 + dice.below(90);
            let (last, exam) = (first + dice.below(10), first + 1 + dice.below(30));
            let fewest = 3 + dice.below(7) as i64;
            let most = most(&scheduler, known, (after(first), after(last)), fewest, after(exam));
            for day in first..=last.min(exam) {
                let ahead = fewest + dice.below((10 - fewest) as usize) as i64;
                let gain = gain(&scheduler, Some(known), after(day), judged(after(day), ahead, after(exam)));
                assert!(
                    gain <= most,
                    "{numbers:?} {memory:?}: {gain} > {most} after {day} of {first} to {last}, {exam}"
                );
            }
            tried += 1;
        }
    }

    #[test]
    fn a_review_is_judged_by_when_it_is_the_cards_turn_again_and_at_last_by_the_exam() {
        assert_eq!(
            [(0, 40.0), (200, 40.0), (400, 40.0), (90_000, 40.0), (9, 0.0)].map(|(met, day)| ahead(met, day)),
            [3, 4, 7, 9, 6]
        );
        let on = |exam: i64| days_between(TODAY, judged(TODAY, 7, TODAY.saturating_add(exam.days())));
        assert_eq!([on(70), on(7), on(6), on(0)], [7, 7, 6, 0]);
    }

    #[test]
    fn new_cards_fill_the_room_between_the_two_paces() {
        let new = |new, room, days: i64| new_a_day(new, room, TODAY, TODAY.saturating_add(days.days()));
        // Of 90 in 20 days: 5 a day for 20, or 15 a day for 6.
        assert_eq!([new(90, 0, 20), new(90, 8, 20), new(90, 99, 20)], [5, 8, 15]);
        assert_eq!([new(90, 99, 200), new(9, 0, 200)], [5, 1], "at most five where there is much time, at least one");
        assert_eq!([new(90, 0, 1), new(90, 0, 0), new(0, 0, 20)], [90, 90, 0]);
    }
}
