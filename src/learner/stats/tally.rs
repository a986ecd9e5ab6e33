//! What the sums over the answers come to: by day, by kind, by interval, by confidence.

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{DayOf, KindOf, Retained, Said};
use crate::course::kinds::KINDS;
use crate::learner::ground::Ground;
use crate::learner::readiness::{tenth, thousandth};
use crate::store::{DayCount, Of, Practised, Sums, Sure};

/// The longest intervals of each row of the retention, in days; the last goes on.
const INTERVALS: [i64; 5] = [1, 3, 7, 21, 36_500];

/// What shares of points are counted in.
const MILLION: u64 = 1_000_000;

/// Counts and sums under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) answers: u64,
    right: u64,
    /// The shares of the points, in millionths.
    share: u64,
    ms: u64,
}

impl Tally {
    fn add(&mut self, more: Self) {
        self.answers += more.answers;
        self.right += more.right;
        self.share += more.share;
        self.ms += more.ms;
    }

    fn correct(self) -> f64 {
        thousandth(self.share as f64 / MILLION as f64 / self.answers.max(1) as f64)
    }
}

impl From<&Practised> for Tally {
    fn from(item: &Practised) -> Self {
        Self { answers: item.answers, right: item.correct, share: item.share, ms: item.ms }
    }
}

/// Of cards, which are known or not.
impl From<&DayCount> for Tally {
    fn from(day: &DayCount) -> Self {
        Self { answers: day.answers, right: day.correct, share: day.correct * MILLION, ms: day.ms }
    }
}

/// The days on which something was answered.
pub(super) fn by_day(sums: &Sums) -> BTreeMap<Date, Tally> {
    let mut days: BTreeMap<Date, Tally> = BTreeMap::new();
    for day in &sums.days {
        days.entry(day.day).or_default().add(day.into());
    }
    days
}

/// The kinds of which something was answered.
pub(super) fn kinds(sums: &Sums, ground: &Ground) -> Vec<KindOf> {
    let mut tallies: HashMap<&str, Tally> = HashMap::new();
    for item in &sums.practised {
        let kind = match item.of {
            Of::Question => ground.item(&item.id).and_then(|practice| practice.kind).map(|kind| kind.key),
            of => Some(of.key()),
        };
        if let Some(kind) = kind {
            tallies.entry(kind).or_default().add(item.into());
        }
    }
    for day in sums.days.iter().filter(|day| day.of == Of::Card) {
        tallies.entry(Of::Card.key()).or_default().add(day.into());
    }
    let keys = KINDS.iter().map(|kind| kind.key).chain([Of::Exercise.key(), Of::Card.key()]);
    let row = |kind: &'static str| {
        let tally = tallies.get(kind)?;
        let seconds = tenth(tally.ms as f64 / 1000.0 / tally.answers.max(1) as f64);
        Some(KindOf { kind, answers: tally.answers as usize, correct: tally.correct(), seconds })
    };
    keys.filter_map(row).collect()
}

/// How many cards were still known, by how long ago they were seen.
pub(super) fn retention(sums: &Sums) -> Vec<Retained> {
    let mut from = 1;
    let mut rows = Vec::new();
    for (at, longest) in INTERVALS.into_iter().enumerate() {
        let is_last = at + 1 == INTERVALS.len();
        let to = Some(longest).filter(|_| !is_last);
        let within = sums.intervals.iter().filter(|row| row.days >= from && (is_last || row.days <= longest));
        let (reviews, known) = within.fold((0, 0), |(all, known), row| (all + row.answers, known + row.known));
        if reviews > 0 {
            rows.push(Retained {
                from,
                to,
                reviews: reviews as usize,
                kept: thousandth(known as f64 / reviews as f64),
            });
        }
        from = longest + 1;
    }
    rows
}

/// How often answers were right that were given with a confidence.
pub(super) fn calibration(sums: &Sums) -> Vec<Said> {
    let row = |sure: &Sure| {
        let tally = Tally { answers: sure.answers, share: sure.share, ..Tally::default() };
        Said { confidence: f64::from(sure.tenths) / 10.0, answers: sure.answers as usize, correct: tally.correct() }
    };
    sums.sure.iter().map(row).collect()
}

/// A day's row.
pub(super) fn day(date: Date, tally: Tally) -> DayOf {
    DayOf {
        date,
        answers: tally.answers as usize,
        correct: tally.right as usize,
        minutes: tenth(tally.ms as f64 / 60_000.0),
    }
}

/// How many days in a row up to today something was answered.
pub(super) fn streak(days: &BTreeMap<Date, Tally>, today: Date) -> usize {
    let yesterday = today.saturating_sub(1.day());
    let mut day = if days.contains_key(&today) { today } else { yesterday };
    let mut streak = 0;
    while days.contains_key(&day) {
        streak += 1;
        let before = day.saturating_sub(1.day());
        if before == day {
            break;
        }
        day = before;
    }
    streak
}
