//! The answers that count, as all that is derived from the log takes them: in the order of their times, then of their
//! places. Rows of another device come behind rows that are younger; by the times two devices that read each other's logs
//! come to the same.

use std::collections::HashSet;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row, ToSql};

use super::error::StoreError;
use super::log::Of;
use crate::schedule::{day_of, read_time};

/// An answer or a rating that counts.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    /// The learner's day.
    pub(super) day: Date,
    pub(super) of: Of,
    pub(super) id: Rc<str>,
    /// Of a card.
    pub(super) rating: u8,
    /// Points reached.
    pub(super) score: f64,
    /// The share of the points that it reached, 0 to 1; of a card 1 where it was known.
    pub(super) share: f64,
    pub(super) ms: u64,
    pub(super) confidence: Option<f64>,
    /// Whether it was rated while cramming.
    pub(super) cram: bool,
}

/// What [`fact`] reads.
const COLUMNS: &str = "a.seq, a.at, a.of, a.id, a.rating, a.score, a.points, a.ms, a.confidence, a.cram";

/// The answers that count: they were not taken back, and the paper they stand on, if any, was handed in after them.
pub(super) const COUNTS: &str = "a.type = 'answer' AND NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = a.seq)
    AND (a.paper IS NULL OR EXISTS
        (SELECT 1 FROM log p WHERE p.type = 'paper' AND p.code = a.paper AND p.event = 'handed-in' AND p.seq > a.seq))";

impl Fact {
    /// Whether it reached all points; of a card, whether it was known.
    pub(super) fn is_right(&self) -> bool {
        self.share >= 1.0
    }

    /// What comes first is less.
    pub(super) const fn order(&self) -> (Timestamp, u64) {
        (self.at, self.seq)
    }
}

/// All of them.
pub(super) fn all(db: &Connection) -> Result<Vec<Fact>, StoreError> {
    read(db, "1", &[])
}

/// Those to one item.
pub(super) fn of_item(db: &Connection, of: Of, id: &str) -> Result<Vec<Fact>, StoreError> {
    read(db, "a.of = ?1 AND a.id = ?2", &[&of.key(), &id])
}

/// The one at this place, if it counts.
pub(super) fn at(db: &Connection, seq: u64) -> Result<Option<Fact>, StoreError> {
    Ok(read(db, "a.seq = ?1", &[&seq])?.pop())
}

/// Those on a paper that the row at this place handed in.
pub(super) fn handed_in(db: &Connection, code: &str, seq: u64) -> Result<Vec<Fact>, StoreError> {
    let further = "a.paper = ?1 AND a.seq < ?2 AND a.seq > coalesce((SELECT max(p.seq) FROM log p
        WHERE p.type = 'paper' AND p.code = ?1 AND p.event = 'handed-in' AND p.seq < ?2), 0)";
    read(db, further, &[&code, &seq])
}

/// Those that meet a further condition. Rows that are damaged are passed over: the check tells of them.
fn read(db: &Connection, further: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Fact>, StoreError> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {COLUMNS} FROM log a WHERE {COUNTS} AND {further} ORDER BY a.seq"))?;
    let mut rows = statement.query(parameters)?;
    let mut ids: HashSet<Rc<str>> = HashSet::new();
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        facts.extend(fact(row, &mut ids).ok().flatten());
    }
    facts.sort_by_key(Fact::order);
    Ok(facts)
}

fn fact(row: &Row<'_>, ids: &mut HashSet<Rc<str>>) -> rusqlite::Result<Option<Fact>> {
    let Some(at) = read_time(row.get_ref(1)?.as_str()?) else { return Ok(None) };
    let (of, rating): (Of, Option<u8>) = (row.get(2)?, row.get(4)?);
    if of == Of::Card && !rating.is_some_and(|rating| (1..=4).contains(&rating)) {
        return Ok(None);
    }
    let (score, points): (Option<f64>, Option<f64>) = (row.get(5)?, row.get(6)?);
    let id = row.get_ref(3)?.as_str()?;
    let id = ids.get(id).cloned().unwrap_or_else(|| id.into());
    ids.insert(Rc::clone(&id));
    Ok(Some(Fact {
        seq: row.get(0)?,
        day: day_of(&at),
        at: at.timestamp(),
        of,
        id,
        rating: rating.unwrap_or_default(),
        score: score.unwrap_or_default(),
        share: share(rating, score, points),
        ms: row.get(7)?,
        confidence: row.get(8)?,
        cram: row.get::<_, Option<bool>>(9)?.unwrap_or(false),
    }))
}

/// The share of the points that was reached, 0 to 1; of a card 1 where it was known.
pub(super) fn share(rating: Option<u8>, score: Option<f64>, points: Option<f64>) -> f64 {
    match rating {
        Some(rating) => f64::from(u8::from(rating > 1)),
        None => (score.unwrap_or_default() / points.unwrap_or(1.0)).clamp(0.0, 1.0),
    }
}
