//! The states of cards: derived from the log, kept beside it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::error::StoreError;
use super::log::Rated;
use crate::schedule::{Known, Memory, Scheduler, day_of, read_time};

/// Where a card stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CardState {
    /// The card, `~r` for its reverse, `~2` for a hole.
    pub id: String,
    /// How well it was remembered after its last review, and when that was.
    pub known: Known,
    /// How often it was rated.
    pub reviews: u64,
}

/// A rating of the log that has not been taken back.
struct Rating {
    id: String,
    day: Date,
    rating: u8,
}

/// The ratings that stand, oldest first by their times, whatever the order in which they came: two devices that read
/// each other's logs come to the same states. Of one card, or of all.
fn ratings(db: &Connection, card: Option<&str>) -> Result<Vec<Rating>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, at, rating FROM log
         WHERE of = 'card' AND (?1 IS NULL OR id = ?1) AND seq NOT IN (SELECT undoes FROM log WHERE undoes IS NOT NULL)
         ORDER BY seq",
    )?;
    let rows = statement.query_map([card], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    let each = rows.map(|row| {
        let (id, at, rating): (String, String, u8) = row?;
        let at = read_time(&at).ok_or_else(|| StoreError::State(id.clone()))?;
        Ok((at.timestamp(), Rating { id, day: day_of(&at), rating }))
    });
    let mut ratings = each.collect::<Result<Vec<_>, StoreError>>()?;
    ratings.sort_by_key(|(at, _)| *at);
    Ok(ratings.into_iter().map(|(_, rating)| rating).collect())
}

/// Brings the kept state of a card in line after a rating was appended, and gives it: one step on from what was kept,
/// or all of the log again where the clock stands before an earlier rating.
pub(super) fn after(db: &Connection, rated: &Rated, scheduler: &Scheduler) -> Result<CardState, StoreError> {
    let before = kept(db, &rated.id)?;
    if precedes(db, rated)? {
        rebuild(db, Some(&rated.id), scheduler)?;
        return kept(db, &rated.id)?.ok_or_else(|| StoreError::State(rated.id.clone()));
    }
    let state = self::rated(before.as_ref(), &rated.id, rated.rating, day_of(&rated.at), scheduler)?;
    keep(db, &state)?;
    Ok(state)
}

/// Whether a rating of the card that stands is later than this one.
fn precedes(db: &Connection, rated: &Rated) -> Result<bool, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT at FROM log WHERE of = 'card' AND id = ?1
         AND seq NOT IN (SELECT undoes FROM log WHERE undoes IS NOT NULL)",
    )?;
    let times = statement.query_map([&rated.id], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(times.iter().filter_map(|at| read_time(at)).any(|at| at.timestamp() > rated.at.timestamp()))
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
    Ok(CardState { id: id.to_owned(), known, reviews: before.map_or(0, |b| b.reviews) + 1 })
}

/// The states that the log gives.
pub(super) fn replayed(
    db: &Connection,
    card: Option<&str>,
    scheduler: &Scheduler,
) -> Result<BTreeMap<String, CardState>, StoreError> {
    let mut states: BTreeMap<String, CardState> = BTreeMap::new();
    for Rating { id, day, rating } in ratings(db, card)? {
        let state = rated(states.get(&id), &id, rating, day, scheduler)?;
        states.insert(id, state);
    }
    Ok(states)
}

/// How many cards were rated for the first time on this day.
pub(super) fn first_met_on(db: &Connection, day: Date) -> Result<usize, StoreError> {
    let mut first: BTreeMap<String, Date> = BTreeMap::new();
    for rating in ratings(db, None)? {
        first.entry(rating.id).or_insert(rating.day);
    }
    Ok(first.values().filter(|met| **met == day).count())
}

/// The state that is kept of a card.
pub(super) fn kept(db: &Connection, id: &str) -> Result<Option<CardState>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id, stability, difficulty, day, reviews FROM cards WHERE id = ?1")?;
    Ok(statement.query_row([id], state).optional()?)
}

/// The states that are kept, by id.
pub(super) fn all_kept(db: &Connection) -> Result<Vec<CardState>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id, stability, difficulty, day, reviews FROM cards ORDER BY id")?;
    let states = statement.query_map([], state)?.collect::<Result<_, _>>()?;
    Ok(states)
}

fn state(row: &Row<'_>) -> rusqlite::Result<CardState> {
    let number = |at: usize| row.get::<_, f64>(at).map(|n| n as f32);
    let day: String = row.get(3)?;
    Ok(CardState {
        id: row.get(0)?,
        known: Known {
            memory: Memory { stability: number(1)?, difficulty: number(2)? },
            day: day.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
        },
        reviews: row.get(4)?,
    })
}

/// Keeps a state.
pub(super) fn keep(db: &Connection, card: &CardState) -> Result<(), StoreError> {
    let Known { memory, day } = card.known;
    db.prepare_cached(
        "INSERT OR REPLACE INTO cards (id, stability, difficulty, day, reviews) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        card.id,
        f64::from(memory.stability),
        f64::from(memory.difficulty),
        day.to_string(),
        card.reviews
    ])?;
    Ok(())
}

/// Brings the kept state of one card, or of all, in line with the log.
pub(super) fn rebuild(db: &Connection, card: Option<&str>, scheduler: &Scheduler) -> Result<(), StoreError> {
    db.execute("DELETE FROM cards WHERE ?1 IS NULL OR id = ?1", [card])?;
    replayed(db, card, scheduler)?.values().try_for_each(|state| keep(db, state))
}
