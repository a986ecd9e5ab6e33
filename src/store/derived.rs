//! What is derived from the log beside the states of the cards: how items stand, sums over the answers, the marks.
//!
//! Each row of the log moves it in the same transaction; [`rebuild`] gives the same from the whole log.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction};

use super::cards;
use super::error::StoreError;
use super::facts::{self, Fact};
use super::items::{self, Items};
use super::log::Of;
use super::marks::{self, On};
use super::tallies::{self, Rows, Tallies};
use crate::schedule::Scheduler;

/// Adds what the answer at this place adds, if it counts.
pub(super) fn answered(db: &Connection, seq: u64) -> Result<(), StoreError> {
    let Some(fact) = facts::at(db, seq)? else { return Ok(()) };
    if fact.of != Of::Card {
        items::after(db, &fact)?;
    }
    added_by(db, &fact)?.keep(db)
}

/// Adds what the answers on a paper add that the row at this place handed in.
pub(super) fn handed_in(db: &Connection, code: &str, seq: u64) -> Result<(), StoreError> {
    let facts = facts::handed_in(db, code, seq)?;
    let items: BTreeSet<(Of, &str)> = facts.iter().map(|fact| (fact.of, &*fact.id)).collect();
    items.into_iter().try_for_each(|(of, id)| items::rebuild(db, of, id, None))?;
    Tallies::of(&facts).keep(db)
}

/// Takes away what the answer at this place added: called before the row that takes it back is appended.
pub(super) fn take_back(db: &Connection, seq: u64) -> Result<(), StoreError> {
    let Some(fact) = facts::at(db, seq)? else { return Ok(()) };
    if fact.of != Of::Card {
        items::rebuild(db, fact.of, &fact.id, Some(seq))?;
    }
    Tallies::default().without(added_by(db, &fact)?).keep(db)
}

/// What an answer adds to the sums: of a card, also by what it makes of the ratings after it.
fn added_by(db: &Connection, fact: &Fact) -> Result<Tallies, StoreError> {
    if fact.of != Of::Card {
        return Ok(Tallies::of([fact]));
    }
    let facts = facts::of_item(db, fact.of, &fact.id)?;
    let others = Tallies::of(facts.iter().filter(|other| other.seq != fact.seq));
    Ok(Tallies::of(&facts).without(others))
}

/// All that is derived but the cards.
#[derive(Debug, PartialEq)]
pub(super) struct Derived {
    items: Items,
    sums: Rows,
    marks: On,
}

impl Derived {
    /// As the log gives it: by its answers that count.
    pub(super) fn replayed(db: &Connection, facts: &[Fact]) -> Result<Self, StoreError> {
        Ok(Self { items: items::replayed(facts), sums: Tallies::of(facts).rows(), marks: marks::replayed(db)? })
    }

    /// As it is kept.
    pub(super) fn kept(db: &Connection) -> Result<Self, StoreError> {
        Ok(Self { items: items::kept(db)?, sums: tallies::kept(db)?, marks: marks::kept(db)? })
    }
}

/// Brings all that is derived in line with the log.
pub(super) fn rebuild(db: &Connection, scheduler: &Scheduler) -> Result<(), StoreError> {
    let facts = facts::all(db)?;
    rebuild_by(db, &facts)?;
    cards::rebuild_by(db, &facts, scheduler)
}

/// The same but for the cards.
pub(super) fn rebuild_but_cards(db: &Connection) -> Result<(), StoreError> {
    rebuild_by(db, &facts::all(db)?)
}

fn rebuild_by(db: &Connection, facts: &[Fact]) -> Result<(), StoreError> {
    db.execute_batch("DELETE FROM items; DELETE FROM marks;")?;
    tallies::clear(db)?;
    items::replayed(facts).values().try_for_each(|item| items::keep(db, item))?;
    Tallies::of(facts).keep(db)?;
    marks::keep(db, &marks::replayed(db)?)
}

/// [`rebuild`], as a change of a record.
pub(super) fn rebuild_all(db: &Transaction<'_>, scheduler: &Scheduler) -> Result<(), StoreError> {
    rebuild(db, scheduler)
}
