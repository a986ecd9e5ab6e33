//! The memory model, fitted to the ratings of the log.

use std::collections::HashMap;

use jiff::civil::Date;

use super::error::StoreError;
use super::facts::{self, Fact};
use super::record::Record;
use super::{cards, memory};
use crate::schedule::{ENOUGH, FIT_EVERY, Fit, Parameters, Review, Scheduler, days_between, fit};

impl Record {
    /// What gives ratings their states: by the learner's own parameters, once they are fitted.
    #[must_use]
    pub const fn scheduler(&self) -> &Scheduler {
        &self.scheduler
    }

    /// Whether it is worth fitting the memory model: there may be enough ratings, and the last time is a week ago.
    pub fn is_fit_due(&self, today: Date) -> Result<bool, StoreError> {
        let ratings: usize = self
            .db
            .prepare_cached("SELECT coalesce(sum(answers), 0) FROM days WHERE of = 'card'")?
            .query_row([], |row| row.get(0))?;
        let last = memory::kept(&self.db)?;
        let is_long_ago = |last: memory::Kept| days_between(last.day, today) >= FIT_EVERY as i64;
        Ok(ratings >= ENOUGH.0 && last.is_none_or(is_long_ago))
    }

    /// Fits the memory model to the ratings of the log, and brings the states of the cards in line with what came of it.
    pub fn fit(&mut self, today: Date) -> Result<Fit, StoreError> {
        let retention = self.scheduler.with(Parameters::default());
        let (fitted, scheduler) = self.change(|db, _| {
            let facts = facts::all(db)?;
            let fitted = fit(&reviews(&facts));
            let own = match &fitted {
                Fit::Judged { own, .. } => own.clone(),
                Fit::TooFew { .. } => None,
            };
            memory::keep(db, today, own.as_ref())?;
            let scheduler = retention.with(own.unwrap_or_default());
            cards::rebuild_by(db, &facts, &scheduler)?;
            Ok((fitted, scheduler))
        })?;
        self.scheduler = scheduler;
        Ok(fitted)
    }
}

/// The ratings of the log, as the memory model is fitted to them.
fn reviews(facts: &[Fact]) -> Vec<Review> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut reviews = Vec::new();
    for fact in facts.iter().filter(|fact| cards::moves(fact)) {
        let next = places.len();
        let card = *places.entry(&fact.id).or_insert(next);
        reviews.push(Review { card, day: fact.day, rating: fact.rating });
    }
    reviews
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::ToSpan as _;

    use super::*;
    use crate::schedule::{Clock, day_of};
    use crate::store::{Flaw, Rated, Repaired};

    /// Rates 110 cards every second day for ten days; of the reviews seven in ten are forgotten.
    fn forgetful(record: &mut Record) -> Date {
        let first = Clock::still("2026-11-01T10:00:00+08:00").unwrap().now();
        let mut last = first.clone();
        for turn in 0..6_i64 {
            last = first.saturating_add((48 * turn).hours());
            for card in 0..110 {
                let rating = if turn == 0 || (card + 7 * turn) % 10 < 3 { 3 } else { 1 };
                let id = format!("t.c{card}");
                let hash = "ab".to_owned();
                record.rate(&Rated { at: last.clone(), id, code: None, rating, ms: 5, hash, cram: false }).unwrap();
            }
        }
        day_of(&last)
    }

    fn export(record: &Record) -> String {
        let mut out = Vec::new();
        record.export(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_fit_moves_all_states_and_what_comes_after_goes_by_it() {
        let mut record = Record::in_memory(Scheduler::new(Some(0.8))).unwrap();
        let today = forgetful(&mut record);
        let (before, log) = (record.cards().unwrap(), export(&record));
        assert!(record.is_fit_due(today).unwrap());
        let Fit::Judged { own: Some(own), .. } = record.fit(today).unwrap() else { panic!("enough reviews") };
        assert_eq!(record.scheduler().parameters(), &own);
        assert!((record.scheduler().retention() - 0.8).abs() < 1e-6, "what is aimed at stays");
        let after = record.cards().unwrap();
        assert!(before.iter().zip(&after).all(|(before, after)| before.known != after.known));
        assert_eq!(record.check().unwrap(), []);
        assert_eq!(export(&record), log, "the log carries nothing but itself");
        let mut again = Record::in_memory(Scheduler::new(Some(0.8))).unwrap();
        again.import(&mut Cursor::new(&log)).unwrap();
        assert_eq!(export(&again), log);
        again.fit(today).unwrap();
        assert_eq!(again.cards().unwrap(), after, "the same log gives the same states");
    }

    #[test]
    fn a_fit_is_due_once_a_week_where_there_are_enough_ratings() {
        let mut record = Record::in_memory(Scheduler::default()).unwrap();
        let today = jiff::civil::date(2026, 11, 11);
        assert!(!record.is_fit_due(today).unwrap());
        assert_eq!(record.fit(today).unwrap(), Fit::TooFew { reviews: 0, cards: 0 });
        assert_eq!(record.scheduler().parameters(), &Parameters::default());
        forgetful(&mut record);
        let due = |days: i64| record.is_fit_due(today.saturating_add(days.days())).unwrap();
        assert_eq!([due(0), due(6), due(7)], [false, false, true]);
    }

    #[test]
    fn two_processes_go_by_the_same_parameters() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Record::open(folder.path(), Scheduler::default()).unwrap();
        let mut one = open();
        let today = forgetful(&mut one);
        let mut other = open();
        one.fit(today).unwrap();
        forgetful(&mut other);
        assert_eq!(one.check().unwrap(), []);
        assert_eq!(other.scheduler().parameters(), open().scheduler().parameters());
    }

    #[test]
    fn parameters_that_cannot_be_read_are_noticed_and_fitted_anew() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Record::open(folder.path(), Scheduler::default()).unwrap();
        let mut record = open();
        let today = forgetful(&mut record);
        record.fit(today).unwrap();
        let own = record.scheduler().parameters().clone();
        record.db.execute("UPDATE memory SET parameters = '1 2 nan'", []).unwrap();
        drop(record);
        let record = open();
        assert_eq!(record.scheduler().parameters(), &Parameters::default());
        assert!(record.check().unwrap().contains(&Flaw::Memory));
        drop(record);
        assert_eq!(Record::repair(folder.path(), &Scheduler::default()).unwrap(), Repaired::Derived);
        assert_eq!((open().scheduler().parameters(), open().check().unwrap()), (&own, vec![]));
    }
}
