//! How each question and each kind of exercise stands: derived from the log, kept beside it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::error::StoreError;
use super::facts::{self, Fact};
use super::log::Of;
use super::tallies::millionths;
use crate::schedule::read_time;

/// How much of the level of an item its last answer is; the rest are those before.
const LAST: f64 = 0.7;

/// How a question or a kind of exercise stands, by the answers that count.
#[derive(Clone, Debug, PartialEq)]
pub struct Practised {
    /// A question or an exercise.
    pub of: Of,
    /// As the record names it.
    pub id: String,
    /// Answers, at least one.
    pub answers: u64,
    /// Of them, with all points.
    pub correct: u64,
    /// The shares of the points that they reached, summed up, in millionths.
    pub share: u64,
    /// How long they took, in milliseconds.
    pub ms: u64,
    /// Where the last of them stands in the log.
    pub seq: u64,
    /// Its points.
    pub score: f64,
    /// Whether these are all points.
    pub is_right: bool,
    /// The learner's day of the last one.
    pub day: Date,
    /// The share of the points, 0 to 1: seven tenths of it are the last answer's, and seven tenths of the rest those of
    /// the one before.
    pub level: f64,
}

impl Practised {
    /// By the first answer.
    fn begun(fact: &Fact) -> Self {
        let mut begun = Self {
            of: fact.of,
            id: fact.id.to_string(),
            answers: 0,
            correct: 0,
            share: 0,
            ms: 0,
            seq: 0,
            score: 0.0,
            is_right: false,
            day: fact.day,
            level: fact.share,
        };
        begun.take(fact);
        begun
    }

    /// Takes the next answer.
    fn take(&mut self, fact: &Fact) {
        self.answers += 1;
        self.correct += u64::from(fact.is_right());
        self.share += millionths(fact.share).unsigned_abs();
        self.ms += fact.ms;
        (self.seq, self.score, self.is_right, self.day) = (fact.seq, fact.score, fact.is_right(), fact.day);
        self.level += LAST * (fact.share - self.level);
    }
}

const COLUMNS: &str = "of, id, answers, correct, share, ms, seq, score, right, day, level";

fn practised(row: &Row<'_>) -> rusqlite::Result<Practised> {
    let day = |why| rusqlite::Error::FromSqlConversionFailure(9, rusqlite::types::Type::Text, Box::new(why));
    Ok(Practised {
        of: row.get(0)?,
        id: row.get(1)?,
        answers: row.get(2)?,
        correct: row.get(3)?,
        share: row.get(4)?,
        ms: row.get(5)?,
        seq: row.get(6)?,
        score: row.get(7)?,
        is_right: row.get(8)?,
        day: row.get_ref(9)?.as_str()?.parse().map_err(day)?,
        level: row.get(10)?,
    })
}

/// Items by what was answered and the id.
pub(super) type Items = BTreeMap<(Of, String), Practised>;

/// What these answers come to; cards are passed over.
pub(super) fn replayed(facts: &[Fact]) -> Items {
    let mut items = Items::new();
    for fact in facts.iter().filter(|fact| fact.of != Of::Card) {
        items
            .entry((fact.of, fact.id.to_string()))
            .and_modify(|item| item.take(fact))
            .or_insert_with(|| Practised::begun(fact));
    }
    items
}

/// All that are kept.
pub(super) fn all(db: &Connection) -> Result<Vec<Practised>, StoreError> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM items"))?;
    Ok(statement.query_map([], practised)?.collect::<Result<_, _>>()?)
}

/// The same by what was answered and the id.
pub(super) fn kept(db: &Connection) -> Result<Items, StoreError> {
    Ok(all(db)?.into_iter().map(|item| ((item.of, item.id.clone()), item)).collect())
}

/// The points of the last answer that counts to each question.
pub(super) fn last_scores(db: &Connection) -> Result<HashMap<String, f64>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id, score FROM items WHERE of = 'question'")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Keeps an item.
pub(super) fn keep(db: &Connection, item: &Practised) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "INSERT OR REPLACE INTO items ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    ))?;
    let Practised { of, id, answers, correct, share, ms, seq, score, is_right, day, level } = item;
    let day = day.to_string();
    statement.execute(params![of.key(), id, answers, correct, share, ms, seq, score, is_right, day, level])?;
    Ok(())
}

/// Brings an item in line after this answer to it was appended: one step on from what is kept, or all its answers again
/// where one of them is later.
pub(super) fn after(db: &Connection, fact: &Fact) -> Result<(), StoreError> {
    let query = format!(
        "SELECT {COLUMNS}, (SELECT at FROM log WHERE log.seq = items.seq) FROM items WHERE of = ?1 AND id = ?2"
    );
    let mut statement = db.prepare_cached(&query)?;
    let before = statement.query_row(params![fact.of.key(), &*fact.id], |row| {
        let at = row.get_ref(11)?.as_str().ok().and_then(read_time).map(|at| at.timestamp());
        Ok((practised(row)?, at))
    });
    match before.optional()? {
        None => keep(db, &Practised::begun(fact)),
        Some((mut item, Some(at))) if (at, item.seq) < fact.order() => {
            item.take(fact);
            keep(db, &item)
        }
        Some(_) => rebuild(db, fact.of, &fact.id, None),
    }
}

/// Brings an item in line with its answers in the log, but for one that is being taken back.
pub(super) fn rebuild(db: &Connection, of: Of, id: &str, without: Option<u64>) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM items WHERE of = ?1 AND id = ?2")?.execute(params![of.key(), id])?;
    let mut facts = facts::of_item(db, of, id)?;
    facts.retain(|fact| Some(fact.seq) != without);
    replayed(&facts).values().try_for_each(|item| keep(db, item))
}
