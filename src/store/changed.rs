//! Many rows at once: what is derived from the log is brought in line for the items alone that they are of.
//!
//! A synchronisation or an import may bring three rows to a log of a million. Where the items are many beside the log,
//! making everything anew from the whole log is faster than one item after the other.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::error::StoreError;
use super::facts;
use super::log::{Entry, Mark, Of, PaperEvent};
use super::tallies::Tallies;
use super::{cards, derived, items, marks};
use crate::schedule::Scheduler;

/// Items that are always few.
const FEW: usize = 100;

/// Rows of the log for each item, where items are few.
const FEW_OF: usize = 100;

/// What is changed by rows that are appended one after the other.
#[derive(Debug)]
pub(super) struct Changed {
    items: BTreeSet<(Of, String)>,
    /// What the items added to the sums before any of the rows.
    before: Tallies,
    marks: BTreeSet<(String, Mark)>,
    /// The most items that are few.
    most: usize,
}

impl Changed {
    pub(super) fn new(db: &Connection) -> Result<Self, StoreError> {
        let rows: usize = db.query_row("SELECT coalesce(max(seq), 0) FROM log", [], |row| row.get(0))?;
        let most = (rows / FEW_OF).max(FEW);
        Ok(Self { items: BTreeSet::new(), before: Tallies::default(), marks: BTreeSet::new(), most })
    }

    /// Notes what a row will change: called before it is appended.
    pub(super) fn note(&mut self, db: &Connection, entry: &Entry) -> Result<(), StoreError> {
        match entry {
            Entry::Answer(answer) => self.note_item(db, answer.of, &answer.id),
            Entry::Undo { undoes, .. } => {
                let mut statement = db.prepare_cached("SELECT of, id FROM log WHERE seq = ?1 AND type = 'answer'")?;
                self.note_each(db, &mut statement, undoes)
            }
            Entry::Paper { code, event: PaperEvent::HandedIn, .. } => {
                let mut statement =
                    db.prepare_cached("SELECT DISTINCT of, id FROM log WHERE paper = ?1 AND type = 'answer'")?;
                self.note_each(db, &mut statement, code)
            }
            Entry::Mark { id, mark, .. } => {
                self.marks.insert((id.clone(), *mark));
                Ok(())
            }
            Entry::Paper { .. } | Entry::Card { .. } => Ok(()),
        }
    }

    fn note_each(
        &mut self,
        db: &Connection,
        statement: &mut rusqlite::Statement<'_>,
        of: &dyn rusqlite::ToSql,
    ) -> Result<(), StoreError> {
        let items: Vec<(Of, String)> =
            statement.query_map([of], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        items.iter().try_for_each(|(of, id)| self.note_item(db, *of, id))
    }

    fn note_item(&mut self, db: &Connection, of: Of, id: &str) -> Result<(), StoreError> {
        if self.is_much() || !self.items.insert((of, id.to_owned())) {
            return Ok(());
        }
        self.before.add_all(Tallies::of(&facts::of_item(db, of, id)?));
        Ok(())
    }

    fn is_much(&self) -> bool {
        self.items.len() > self.most
    }

    /// Brings what is derived in line with the log: called after the rows were appended.
    pub(super) fn settle(self, db: &Connection, scheduler: &Scheduler) -> Result<(), StoreError> {
        if self.is_much() {
            return derived::rebuild(db, scheduler);
        }
        let mut after = Tallies::default();
        for (of, id) in &self.items {
            after.add_all(Tallies::of(&facts::of_item(db, *of, id)?));
            match of {
                Of::Card => cards::rebuild(db, id, scheduler)?,
                Of::Question | Of::Exercise => items::rebuild(db, *of, id, None)?,
            }
        }
        after.without(self.before).keep(db)?;
        self.marks.iter().try_for_each(|(id, mark)| marks::marked(db, id, *mark))
    }
}
