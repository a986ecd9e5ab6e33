//! Sums over the answers that count: derived from the log, kept beside it.
//!
//! All of them are whole numbers, so that what is taken away again leaves what was there before.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use jiff::civil::Date;
use rusqlite::{Connection, params_from_iter};

use super::error::StoreError;
use super::facts::Fact;
use super::log::{Of, Sort};
use crate::schedule::days_between;

/// The longest that counts of how long an answer took, in milliseconds: who takes longer was away.
const LONGEST: u64 = 180_000;

/// The shortest that tells, in milliseconds: nobody answers in less, but a clock can stand still.
const SHORTEST: u64 = 500;

/// A table of sums.
struct Table {
    name: &'static str,
    keys: &'static [&'static str],
    sums: &'static [&'static str],
}

const DAYS: Table = Table { name: "days", keys: &["day", "of"], sums: &["answers", "correct", "ms"] };
const PACES: Table = Table { name: "paces", keys: &["sort"], sums: &["answers", "ms"] };
const INTERVALS: Table = Table { name: "intervals", keys: &["days"], sums: &["answers", "known"] };
const CONFIDENCES: Table = Table { name: "confidences", keys: &["tenths"], sums: &["answers", "share"] };
const CRAMMED: Table = Table { name: "crammed", keys: &["id"], sums: &["answers"] };

/// A row of one of the tables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Day(Date, Of),
    Pace(Sort),
    Interval(i64),
    Confidence(i64),
    Crammed(Rc<str>),
}

impl Key {
    const fn table(&self) -> &'static Table {
        match self {
            Self::Day(..) => &DAYS,
            Self::Pace(_) => &PACES,
            Self::Interval(_) => &INTERVALS,
            Self::Confidence(_) => &CONFIDENCES,
            Self::Crammed(_) => &CRAMMED,
        }
    }

    /// What stands in its columns.
    fn values(&self) -> Vec<String> {
        match self {
            Self::Day(day, of) => vec![day.to_string(), of.key().to_owned()],
            Self::Pace(sort) => vec![sort.key().to_owned()],
            Self::Interval(number) | Self::Confidence(number) => vec![number.to_string()],
            Self::Crammed(id) => vec![id.to_string()],
        }
    }
}

/// Rows by table and key, each with the sums of its table, of which the first counts answers.
pub(super) type Rows = BTreeMap<(&'static str, Vec<String>), Vec<i64>>;

/// What answers add.
#[derive(Clone, Debug, Default)]
pub(super) struct Tallies(BTreeMap<Key, [i64; 3]>);

impl Tallies {
    /// By these answers, in their order: among them all to a card of which there is one.
    pub(super) fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        let mut tallies = Self::default();
        // The days on which cards were rated last, cramming aside.
        let mut cards: HashMap<&str, Option<Date>> = HashMap::new();
        for fact in facts {
            let (known, ms) = (i64::from(fact.is_right()), fact.ms.cast_signed());
            tallies.add(Key::Day(fact.day, fact.of), [1, known, ms]);
            if let Some(confidence) = fact.confidence {
                let tenths = (confidence * 10.0).round() as i64;
                tallies.add(Key::Confidence(tenths), [1, millionths(fact.share), 0]);
            }
            let mut sort = Sort::Question;
            if fact.of == Of::Card {
                let before = cards.insert(&fact.id, None);
                sort = if before.is_some() { Sort::Again } else { Sort::New };
                let before = before.flatten();
                if fact.cram {
                    tallies.add(Key::Crammed(Rc::clone(&fact.id)), [1, 0, 0]);
                    cards.insert(&fact.id, before);
                } else {
                    let days = before.map_or(0, |before| days_between(before, fact.day));
                    if days >= 1 {
                        tallies.add(Key::Interval(days), [1, known, 0]);
                    }
                    cards.insert(&fact.id, Some(fact.day));
                }
            }
            if fact.ms >= SHORTEST {
                tallies.add(Key::Pace(sort), [1, fact.ms.min(LONGEST).cast_signed(), 0]);
            }
        }
        tallies
    }

    fn add(&mut self, key: Key, sums: [i64; 3]) {
        let row = self.0.entry(key).or_default();
        for (sum, more) in row.iter_mut().zip(sums) {
            *sum += more;
        }
    }

    /// Adds all that others add.
    pub(super) fn add_all(&mut self, other: Self) {
        other.0.into_iter().for_each(|(key, sums)| self.add(key, sums));
    }

    /// What is left without others.
    pub(super) fn without(mut self, other: Self) -> Self {
        for (key, sums) in other.0 {
            self.add(key, sums.map(|sum| -sum));
        }
        self
    }

    /// Adds all of it to what is kept.
    pub(super) fn keep(&self, db: &Connection) -> Result<(), StoreError> {
        for (key, sums) in self.0.iter().filter(|(_, sums)| sums.iter().any(|sum| *sum != 0)) {
            let Table { name, keys, sums: columns } = key.table();
            let values = key.values();
            let more: Vec<String> = columns.iter().map(|sum| format!("{sum} = {sum} + excluded.{sum}")).collect();
            let marks = vec!["?"; keys.len() + columns.len()].join(", ");
            let (columns_of_keys, columns_of_sums) = (keys.join(", "), columns.join(", "));
            let is_more = sums[0] >= 0;
            let sums = sums.iter().take(columns.len()).map(ToString::to_string);
            db.prepare_cached(&format!(
                "INSERT INTO {name} ({columns_of_keys}, {columns_of_sums}) VALUES ({marks})
                 ON CONFLICT ({columns_of_keys}) DO UPDATE SET {}",
                more.join(", ")
            ))?
            .execute(params_from_iter(values.iter().cloned().chain(sums)))?;
            if is_more {
                continue;
            }
            db.prepare_cached(&format!(
                "DELETE FROM {name} WHERE ({columns_of_keys}) = ({}) AND answers <= 0",
                vec!["?"; keys.len()].join(", ")
            ))?
            .execute(params_from_iter(values))?;
        }
        Ok(())
    }

    /// The rows that they come to where nothing else is kept.
    pub(super) fn rows(&self) -> Rows {
        let row = |(key, sums): (&Key, &[i64; 3])| {
            let table = key.table();
            ((table.name, key.values()), sums[..table.sums.len()].to_vec())
        };
        self.0.iter().map(row).collect()
    }
}

/// The rows that are kept.
pub(super) fn kept(db: &Connection) -> Result<Rows, StoreError> {
    let mut rows = Rows::new();
    for Table { name, keys, sums } in [DAYS, PACES, INTERVALS, CONFIDENCES, CRAMMED] {
        let texts: Vec<String> = keys.iter().map(|key| format!("CAST({key} AS TEXT)")).collect();
        let mut statement = db.prepare(&format!("SELECT {}, {} FROM {name}", texts.join(", "), sums.join(", ")))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let values = (0..keys.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            let sums = (keys.len()..keys.len() + sums.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            rows.insert((name, values), sums);
        }
    }
    Ok(rows)
}

/// Forgets what is kept.
pub(super) fn clear(db: &Connection) -> Result<(), StoreError> {
    let tables = [DAYS, PACES, INTERVALS, CONFIDENCES, CRAMMED].map(|table| format!("DELETE FROM {};", table.name));
    Ok(db.execute_batch(&tables.concat())?)
}

/// A share of points as sums count it.
pub(super) fn millionths(share: f64) -> i64 {
    (share * 1e6).round() as i64
}
