//! Whether a record is sound: the database, the log, and the states that follow from it.

use std::collections::BTreeMap;

use super::cards;
use super::error::StoreError;
use super::record::Record;

/// Something that is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// What the database's own check says.
    Database(String),
    /// A row is missing before this one.
    Gap {
        /// The row after the gap.
        seq: u64,
    },
    /// A row takes back what is no answer before it.
    Undo {
        /// The row that takes back.
        seq: u64,
    },
    /// The kept state of a card is not the one that the log gives.
    Card {
        /// The card.
        id: String,
    },
}

impl Record {
    /// Replays the log and compares.
    pub fn check(&self) -> Result<Vec<Flaw>, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let mut flaws = Vec::new();
        let said: Vec<String> =
            db.prepare("PRAGMA integrity_check")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        flaws.extend(said.into_iter().filter(|s| s != "ok").map(Flaw::Database));
        let rows = |query: &str| -> Result<Vec<u64>, StoreError> {
            Ok(db.prepare(query)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        let gaps =
            rows("SELECT seq FROM log a WHERE seq > 1 AND NOT EXISTS (SELECT 1 FROM log WHERE seq = a.seq - 1)")?;
        flaws.extend(gaps.into_iter().map(|seq| Flaw::Gap { seq }));
        let undos = rows(
            "SELECT u.seq FROM log u WHERE u.type = 'undo' AND NOT EXISTS
             (SELECT 1 FROM log a WHERE a.seq = u.undoes AND a.seq < u.seq AND a.type = 'answer')",
        )?;
        flaws.extend(undos.into_iter().map(|seq| Flaw::Undo { seq }));
        let replayed = cards::replayed(&db, None, &self.scheduler)?;
        let kept: BTreeMap<_, _> = cards::all_kept(&db)?.into_iter().map(|c| (c.id.clone(), c)).collect();
        let ids = replayed.keys().chain(kept.keys().filter(|id| !replayed.contains_key(*id)));
        flaws.extend(ids.filter(|id| replayed.get(*id) != kept.get(*id)).map(|id| Flaw::Card { id: id.clone() }));
        Ok(flaws)
    }
}
