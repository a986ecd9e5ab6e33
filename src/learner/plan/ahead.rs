//! The days of the plan as all settings that are tried share them: what becomes of the cards that nobody studies.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::gain::{NOTHING, most};
use super::pool::{Pool, Worth};
use super::{Learner, State};
use crate::learner::knowledge::Evidence;
use crate::schedule::Known;

/// A day of the plan.
pub(super) struct Ahead<'a> {
    pub(super) today: Date,
    pub(super) exam: Date,
    learner: &'a Learner<'a>,
    pool: &'a Pool<'a>,
    /// The first and the last of the days that are looked at together.
    together: (Date, Date),
    /// The fewest days ahead by which a review is judged on them.
    fewest: i64,
    /// The cards of which a review is worth anything on any of them, with what it is worth at most, the most first.
    reviews: Vec<Worth>,
    /// What is remembered of each statement on the day.
    evidence: Evidence,
}

impl<'a> Ahead<'a> {
    /// The first day; so many are looked at together: what a review of a card is worth at most is reckoned once for all
    /// of them, judged by no fewer days ahead than `fewest`.
    pub(super) fn new(
        learner: &'a Learner<'a>,
        pool: &'a Pool<'a>,
        (today, exam): (Date, Date),
        together: i64,
        fewest: i64,
    ) -> Self {
        let evidence = learner.evidence(today);
        let mut ahead =
            Self { today, exam, learner, pool, together: (today, today), fewest, reviews: Vec::new(), evidence };
        ahead.look(together);
        ahead
    }

    /// Goes on to the next day. Gives whether it begins the next days that are looked at together, so many.
    pub(super) fn next(&mut self, together: i64, fewest: i64) -> bool {
        self.today = self.today.saturating_add(1.day());
        self.evidence = self.learner.evidence(self.today);
        let begins = self.today > self.together.1;
        if begins {
            self.fewest = fewest;
            self.look(together);
        }
        begins
    }

    fn look(&mut self, together: i64) {
        let (today, last_before) = (self.today, self.exam.saturating_sub(1.day()));
        let last = today.saturating_add((together - 1).days()).min(last_before).max(today);
        self.together = (today, last);
        let review = |(place, known): (usize, &State)| self.review(place, (*known)?);
        self.reviews = self.learner.cards.iter().enumerate().filter_map(review).collect();
        self.reviews.sort_unstable_by(|a, b| b.cmp(a));
    }

    /// What a review of a card in this state is worth at most on those of the days that come after its last review; none
    /// where that is nothing, or the card is set apart.
    pub(super) fn review(&self, place: usize, known: Known) -> Option<Worth> {
        let (card, (first, last)) = (&self.pool.cards[place], self.together);
        let first = first.max(known.day.saturating_add(1.day()));
        if first > last || card.is_apart {
            return None;
        }
        let most = most(self.learner.scheduler, known, (first, last), self.fewest, self.exam);
        (most > NOTHING).then_some(Worth { value: most * card.worth, is_exact: false, place })
    }

    /// Reviews of the cards as they were when the plan began.
    pub(super) fn reviews(&self) -> &[Worth] {
        &self.reviews
    }

    /// What is remembered of each statement by these cards.
    pub(super) const fn evidence(&self) -> &Evidence {
        &self.evidence
    }
}
