//! The states of cards: derived from the log, kept beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::error::StoreError;
use super::facts::{self, Fact};
use super::log::{Of, Rated};
use crate::schedule::{Known, Memory, Scheduler, day_of};

/// Where a card stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CardState {
    /// The card, `~r` for its reverse, `~2` for a hole.
    pub id: String,
    /// How well it was remembered after its last review, and when that was.
    pub known: Known,
    /// How often it was rated.
    pub reviews: u64,
    /// The learner's day on which it was first rated.
    pub met: Date,
}

/// The ratings of a card that move its state: those that were not given while cramming.
fn ratings(db: &Connection, card: &str) -> Result<Vec<Fact>, StoreError> {
    let mut facts = facts::of_item(db, Of::Card, card)?;
    facts.retain(moves);
    Ok(facts)
}

/// Whether it is a rating that moves a state.
pub(super) fn moves(fact: &Fact) -> bool {
    fact.of == Of::Card && !fact.cram
}

/// Brings the kept state of a card in line after a rating was appended, and gives it: one step on from what was kept,
/// or all of the card's ratings again where the clock stands before an earlier one.
pub(super) fn after(db: &Connection, rated: &Rated, seq: u64, scheduler: &Scheduler) -> Result<CardState, StoreError> {
    let before = kept(db, &rated.id)?;
    if ratings(db, &rated.id)?.last().is_some_and(|last| last.seq != seq) {
        rebuild(db, &rated.id, scheduler)?;
        return kept(db, &rated.id)?.ok_or_else(|| StoreError::State(rated.id.clone()));
    }
    let state = self::rated(before.as_ref(), &rated.id, rated.rating, day_of(&rated.at), scheduler)?;
    keep(db, &state)?;
    Ok(state)
}

/// The state that one more rating leads to.
pub(super) fn rated(
    before: Option<&CardState>,
    id: &str,
    rating: u8,
    day: Date,
    scheduler: &Scheduler,
) -> Result<CardState, StoreError> {
    let invalid = || StoreError::State(id.to_owned());
    let states = scheduler.ratings(before.map(|b| b.known), day).ok_or_else(invalid)?;
    let known = *states.get(usize::from(rating).wrapping_sub(1)).ok_or_else(invalid)?;
    let met = before.map_or(day, |b| b.met);
    Ok(CardState { id: id.to_owned(), known, reviews: before.map_or(0, |b| b.reviews) + 1, met })
}

/// On how many days after the first a card was forgotten.
pub(super) fn lapses(db: &Connection, card: &str, met: Date) -> Result<usize, StoreError> {
    let ratings = ratings(db, card)?.into_iter();
    let days: BTreeSet<Date> = ratings.filter(|r| r.rating == 1 && r.day > met).map(|r| r.day).collect();
    Ok(days.len())
}

/// The states that answers lead to, which are in the order of their times: two devices that read each other's logs come
/// to the same.
pub(super) fn replayed(facts: &[Fact], scheduler: &Scheduler) -> Result<BTreeMap<String, CardState>, StoreError> {
    let mut states: BTreeMap<String, CardState> = BTreeMap::new();
    for Fact { id, day, rating, .. } in facts.iter().filter(|fact| moves(fact)) {
        let state = rated(states.get(&**id), id, *rating, *day, scheduler)?;
        states.insert(id.to_string(), state);
    }
    Ok(states)
}

/// How many cards were rated for the first time on this day.
pub(super) fn first_met_on(db: &Connection, day: Date) -> Result<usize, StoreError> {
    let mut statement = db.prepare_cached("SELECT count(*) FROM cards WHERE met = ?1")?;
    Ok(statement.query_row([day.to_string()], |row| row.get(0))?)
}

/// The state that is kept of a card.
pub(super) fn kept(db: &Connection, id: &str) -> Result<Option<CardState>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT id, stability, difficulty, day, met, reviews FROM cards WHERE id = ?1")?;
    Ok(statement.query_row([id], state).optional()?)
}

/// The states that are kept, by id.
pub(super) fn all_kept(db: &Connection) -> Result<Vec<CardState>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT id, stability, difficulty, day, met, reviews FROM cards ORDER BY id")?;
    let states = statement.query_map([], state)?.collect::<Result<_, _>>()?;
    Ok(states)
}

/// Tells `take` how well each card was remembered after its last review, and when that was.
pub(super) fn each_known(db: &Connection, mut take: impl FnMut(&str, Known)) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("SELECT id, stability, difficulty, day FROM cards")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let known = remembered(row)?;
        take(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, known);
    }
    Ok(())
}

/// The states that are kept, by id; nothing for one that cannot be read.
pub(super) fn readable(db: &Connection) -> Result<BTreeMap<String, Option<CardState>>, StoreError> {
    let mut statement = db.prepare("SELECT id, stability, difficulty, day, met, reviews FROM cards ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut states = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id = String::from_utf8_lossy(row.get_ref(0)?.as_bytes().unwrap_or_default()).into_owned();
        states.insert(id, state(row).ok());
    }
    Ok(states)
}

/// A day as this program writes it, of which a start reads two for each card.
fn plain_day(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_i16, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
    };
    let small = |digits: [u8; 2]| number(&digits).map(|number| number as i8);
    Date::new(number(&[y1, y2, y3, y4])?, small([m1, m2])?, small([d1, d2])?).ok()
}

fn state(row: &Row<'_>) -> rusqlite::Result<CardState> {
    Ok(CardState { id: row.get(0)?, known: remembered(row)?, met: day(row, 4)?, reviews: row.get(5)? })
}

fn remembered(row: &Row<'_>) -> rusqlite::Result<Known> {
    let number = |at: usize| row.get::<_, f64>(at).map(|n| n as f32);
    Ok(Known { memory: Memory { stability: number(1)?, difficulty: number(2)? }, day: day(row, 3)? })
}

fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<Date> {
    let text = row.get_ref(at)?.as_str()?;
    plain_day(text)
        .map_or_else(|| text.parse(), Ok)
        .map_err(|why| rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(why)))
}

/// Keeps a state.
pub(super) fn keep(db: &Connection, card: &CardState) -> Result<(), StoreError> {
    let Known { memory, day } = card.known;
    db.prepare_cached(
        "INSERT OR REPLACE INTO cards (id, stability, difficulty, day, met, reviews) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        card.id,
        f64::from(memory.stability),
        f64::from(memory.difficulty),
        day.to_string(),
        card.met.to_string(),
        card.reviews
    ])?;
    Ok(())
}

/// Brings the kept state of a card in line with the log.
pub(super) fn rebuild(db: &Connection, card: &str, scheduler: &Scheduler) -> Result<(), StoreError> {
    db.execute("DELETE FROM cards WHERE id = ?1", [card])?;
    replayed(&ratings(db, card)?, scheduler)?.values().try_for_each(|state| keep(db, state))
}

/// Brings the kept states of all cards in line with the answers of the log.
pub(super) fn rebuild_by(db: &Connection, facts: &[Fact], scheduler: &Scheduler) -> Result<(), StoreError> {
    db.execute("DELETE FROM cards", [])?;
    replayed(facts, scheduler)?.values().try_for_each(|state| keep(db, state))
}
