//! What is derived from the log beside the states of the cards: the last scores, the days, the marks.
//!
//! Each row of the log moves it in the same transaction; [`rebuild`] gives the same from the whole log. An answer counts
//! if it was not taken back and the paper it stands on, if any, was handed in after it. What was last is told by the
//! times, then by the places: rows of another device come behind rows that are younger.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::cards;
use super::error::StoreError;
use super::log::{Mark, Of};
use crate::schedule::{Scheduler, day_of, read_time};

/// What an answer adds to what is derived.
struct Fact {
    seq: u64,
    at: Timestamp,
    day: Date,
    of: Of,
    id: String,
    score: f64,
    correct: bool,
    ms: u64,
}

/// What [`fact`] reads.
const FACT: &str = "a.seq, a.at, a.of, a.id, a.rating, a.score, a.points, a.ms";

/// The answers that count.
pub(super) const COUNTS: &str = "a.type = 'answer' AND NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = a.seq)
    AND (a.paper IS NULL OR EXISTS
        (SELECT 1 FROM log p WHERE p.type = 'paper' AND p.code = a.paper AND p.event = 'handed-in' AND p.seq > a.seq))";

/// What an answer adds; nothing where its row is damaged.
fn fact(row: &Row<'_>) -> rusqlite::Result<Option<Fact>> {
    let read = || -> rusqlite::Result<Option<Fact>> {
        let at: String = row.get(1)?;
        let Some(at) = read_time(&at) else { return Ok(None) };
        let (day, at) = (day_of(&at), at.timestamp());
        let (rating, score): (Option<u8>, Option<f64>) = (row.get(4)?, row.get(5)?);
        let points = row.get::<_, Option<f64>>(6)?.unwrap_or(1.0);
        let correct = rating.map_or_else(|| score.is_some_and(|score| score >= points), |rating| rating > 1);
        let score = score.unwrap_or_default();
        Ok(Some(Fact { seq: row.get(0)?, at, day, of: row.get(2)?, id: row.get(3)?, score, correct, ms: row.get(7)? }))
    };
    Ok(read().ok().flatten())
}

/// The facts of the answers that count and meet a further condition, in order.
fn facts(db: &Connection, further: &str, parameter: &dyn rusqlite::ToSql) -> Result<Vec<Fact>, StoreError> {
    let query = format!("SELECT {FACT} FROM log a WHERE {COUNTS} AND {further} ORDER BY a.seq");
    let mut statement = db.prepare_cached(&query)?;
    let facts = statement.query_map([parameter], fact)?.collect::<Result<Vec<_>, _>>()?;
    Ok(facts.into_iter().flatten().collect())
}

/// Adds what the answer at this place adds, if it counts.
pub(super) fn answered(db: &Connection, seq: u64) -> Result<(), StoreError> {
    facts(db, "a.seq = ?1", &seq)?.iter().try_for_each(|fact| add(db, fact))
}

/// Adds what the answers on a paper add that the row at this place handed in.
pub(super) fn handed_in(db: &Connection, code: &str, seq: u64) -> Result<(), StoreError> {
    let further = "a.paper = ?1 AND a.seq > coalesce((SELECT p.seq FROM log p WHERE p.type = 'paper' AND p.code = ?1
        AND p.event = 'handed-in' ORDER BY p.seq DESC LIMIT 1 OFFSET 1), 0)";
    facts(db, further, &code)?.iter().filter(|fact| fact.seq < seq).try_for_each(|fact| add(db, fact))
}

fn add(db: &Connection, fact: &Fact) -> Result<(), StoreError> {
    if fact.of == Of::Question && !is_older(db, fact)? {
        db.prepare_cached("INSERT OR REPLACE INTO scores (id, seq, score) VALUES (?1, ?2, ?3)")?
            .execute(params![fact.id, fact.seq, fact.score])?;
    }
    db.prepare_cached(
        "INSERT INTO days (day, of, answers, correct, ms) VALUES (?1, ?2, 1, ?3, ?4)
         ON CONFLICT (day, of) DO UPDATE SET answers = answers + 1, correct = correct + excluded.correct,
         ms = ms + excluded.ms",
    )?
    .execute(params![fact.day.to_string(), fact.of.key(), fact.correct, fact.ms])?;
    Ok(())
}

/// Whether an answer to the same question is kept as the last one that is younger.
fn is_older(db: &Connection, fact: &Fact) -> Result<bool, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT a.at, a.seq FROM scores s JOIN log a ON a.seq = s.seq WHERE s.id = ?1")?;
    let last =
        statement.query_row([&fact.id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u64>(1)?))).optional()?;
    let last = last.and_then(|(at, seq)| Some((read_time(&at)?.timestamp(), seq)));
    Ok(last.is_some_and(|last| last > (fact.at, fact.seq)))
}

/// Takes away what the answer at this place added: called before the row that takes it back is appended.
pub(super) fn take_back(db: &Connection, seq: u64) -> Result<(), StoreError> {
    for fact in facts(db, "a.seq = ?1", &seq)? {
        let key = (fact.day.to_string(), fact.of.key());
        db.prepare_cached(
            "UPDATE days SET answers = answers - 1, correct = correct - ?3, ms = ms - ?4 WHERE day = ?1 AND of = ?2",
        )?
        .execute(params![key.0, key.1, fact.correct, fact.ms])?;
        db.prepare_cached("DELETE FROM days WHERE day = ?1 AND of = ?2 AND answers <= 0")?
            .execute(params![key.0, key.1])?;
        let gone =
            db.prepare_cached("DELETE FROM scores WHERE seq = ?1 AND id = ?2")?.execute(params![seq, fact.id])?;
        if gone > 0 {
            let earlier = facts(db, "a.of = 'question' AND a.id = ?1", &fact.id)?;
            let others = earlier.iter().filter(|other| other.seq != seq);
            if let Some(last) = others.max_by_key(|other| (other.at, other.seq)) {
                db.prepare_cached("INSERT INTO scores (id, seq, score) VALUES (?1, ?2, ?3)")?
                    .execute(params![last.id, last.seq, last.score])?;
            }
        }
    }
    Ok(())
}

/// Brings a mark of an item in line with the log.
pub(super) fn marked(db: &Connection, id: &str, mark: Mark) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, mark, is_on, at, seq FROM log WHERE type = 'mark' AND id = ?1 AND mark = ?2 ORDER BY seq",
    )?;
    let mut marks = Marks::default();
    let mut rows = statement.query(params![id, mark.key()])?;
    while let Some(row) = rows.next()? {
        marks.take(row);
    }
    db.prepare_cached("DELETE FROM marks WHERE id = ?1 AND mark = ?2")?.execute(params![id, mark.key()])?;
    for ((id, mark), day) in marks.on() {
        db.prepare_cached("INSERT INTO marks (id, mark, day) VALUES (?1, ?2, ?3)")?.execute(params![id, mark, day])?;
    }
    Ok(())
}

/// The last that was said of each mark.
#[derive(Default)]
struct Marks(BTreeMap<(String, String), (Timestamp, bool, String)>);

impl Marks {
    /// Takes a row of `id, mark, is_on, at`; one that is damaged is passed over.
    fn take(&mut self, row: &Row<'_>) {
        let read = || Ok((row.get(0)?, row.get::<_, Mark>(1)?, row.get::<_, bool>(2)?, row.get::<_, String>(3)?));
        let read: rusqlite::Result<(String, Mark, bool, String)> = read();
        let Ok((id, mark, on, at)) = read else { return };
        let Some(at) = read_time(&at) else { return };
        let key = (id, mark.key().to_owned());
        let said = (at.timestamp(), on, day_of(&at).to_string());
        match self.0.get(&key) {
            Some((before, ..)) if *before > said.0 => {}
            _ => drop(self.0.insert(key, said)),
        }
    }

    /// Those that are on, with the days on which they were set.
    fn on(self) -> impl Iterator<Item = ((String, String), String)> {
        self.0.into_iter().filter(|(_, (_, on, _))| *on).map(|(key, (.., day))| (key, day))
    }
}

/// All that is derived, as the log gives it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Derived {
    /// Place and points of the last answer that counts to each question.
    pub(super) scores: BTreeMap<String, (u64, f64)>,
    /// Answers, correct ones and milliseconds, by day and what was answered.
    pub(super) days: BTreeMap<(String, String), (u64, u64, u64)>,
    /// The days on which the marks that are on were set.
    pub(super) marks: BTreeMap<(String, String), String>,
}

impl Derived {
    /// From the log.
    pub(super) fn replayed(db: &Connection) -> Result<Self, StoreError> {
        let mut derived = Self::default();
        let mut last: BTreeMap<String, (Timestamp, u64, f64)> = BTreeMap::new();
        let mut statement = db.prepare(&format!("SELECT {FACT} FROM log a WHERE {COUNTS} ORDER BY a.seq"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Some(fact) = fact(row)? else { continue };
            let day = derived.days.entry((fact.day.to_string(), fact.of.key().to_owned())).or_default();
            *day = (day.0 + 1, day.1 + u64::from(fact.correct), day.2 + fact.ms);
            let is_older = |last: &(Timestamp, u64, f64)| (last.0, last.1) > (fact.at, fact.seq);
            if fact.of == Of::Question && !last.get(&fact.id).is_some_and(is_older) {
                last.insert(fact.id, (fact.at, fact.seq, fact.score));
            }
        }
        derived.scores = last.into_iter().map(|(id, (_, seq, score))| (id, (seq, score))).collect();
        let mut statement = db.prepare("SELECT id, mark, is_on, at FROM log WHERE type = 'mark' ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let mut marks = Marks::default();
        while let Some(row) = rows.next()? {
            marks.take(row);
        }
        derived.marks = marks.on().collect();
        Ok(derived)
    }

    /// As it is kept.
    pub(super) fn kept(db: &Connection) -> Result<Self, StoreError> {
        let mut derived = Self::default();
        let mut statement = db.prepare("SELECT id, seq, score FROM scores")?;
        for row in statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))? {
            derived.scores.extend([row?]);
        }
        let mut statement = db.prepare("SELECT day, of, answers, correct, ms FROM days")?;
        let day = |row: &Row<'_>| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?, row.get(4)?)));
        for row in statement.query_map([], day)? {
            derived.days.extend([row?]);
        }
        let mut statement = db.prepare("SELECT id, mark, day FROM marks")?;
        for row in statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))? {
            derived.marks.extend([row?]);
        }
        Ok(derived)
    }

    fn keep(&self, db: &Connection) -> Result<(), StoreError> {
        let mut scores = db.prepare("INSERT INTO scores (id, seq, score) VALUES (?1, ?2, ?3)")?;
        for (id, (seq, score)) in &self.scores {
            scores.execute(params![id, seq, score])?;
        }
        let mut days = db.prepare("INSERT INTO days (day, of, answers, correct, ms) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for ((day, of), (answers, correct, ms)) in &self.days {
            days.execute(params![day, of, answers, correct, ms])?;
        }
        let mut marks = db.prepare("INSERT INTO marks (id, mark, day) VALUES (?1, ?2, ?3)")?;
        for ((id, mark), day) in &self.marks {
            marks.execute(params![id, mark, day])?;
        }
        Ok(())
    }
}

/// Brings all that is derived in line with the log.
pub(super) fn rebuild(db: &Connection, scheduler: &Scheduler) -> Result<(), StoreError> {
    db.execute_batch("DELETE FROM scores; DELETE FROM days; DELETE FROM marks;")?;
    Derived::replayed(db)?.keep(db)?;
    cards::rebuild(db, None, scheduler)
}

/// [`rebuild`], as a change of a record.
pub(super) fn rebuild_all(db: &Transaction<'_>, scheduler: &Scheduler) -> Result<(), StoreError> {
    rebuild(db, scheduler)
}
