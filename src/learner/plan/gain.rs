//! What a review of a card is worth on the day of the exam.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::schedule::{Known, Scheduler, days_between};

/// How likely a card is to be known at once when it is first met.
pub(super) const KNOWN_AT_ONCE: f64 = 0.7;

/// Days ahead by which a review is judged where the exam is further off: until then others follow it. On simulated
/// learners (60 seeds, 20 to 60 reviews a day) this comes to more than judging all by the day of the exam, by half of one
/// per cent of the cards over 80 days, and to as much over 40.
const AHEAD: i64 = 15;

/// How much likelier a card is to be known on the day of the exam, or some days ahead where that is further off, if it is
/// reviewed on `today` than if it is not.
#[must_use]
pub fn gain(scheduler: &Scheduler, known: Option<Known>, today: Date, exam: Date) -> f64 {
    let Some(states) = scheduler.ratings(known, today) else { return 0.0 };
    let judged = exam.min(today.saturating_add(AHEAD.days()));
    let on_the_day = |known: Known| scheduler.recall(known, judged);
    let [forgotten, _, remembered, _] = states.map(on_the_day);
    let (before, remembers) =
        known.map_or((0.0, KNOWN_AT_ONCE), |known| (on_the_day(known), scheduler.recall(known, today)));
    remembers * remembered + (1.0 - remembers) * forgotten - before
}

/// New cards that a day has at least, while there are any.
const FEWEST: usize = 5;

/// The share of the days left in which the new cards left would be met at the pace of a day: fewer and fewer come, and
/// the last days are for not forgetting.
const MET_BY: f64 = 0.4;

/// How many new cards a day has: few, as each comes back soon, but so many that all of them are met in time.
#[must_use]
pub fn new_a_day(new: usize, today: Date, exam: Date) -> usize {
    let days = (days_between(today, exam) as f64 * MET_BY).max(1.0);
    ((new as f64 / days).ceil() as usize).max(FEWEST)
}
