//! The record itself: opening it, appending to it, asking it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use jiff::ZonedDateTime;
use jiff::civil::Date;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, TransactionBehavior};

use super::cards::{self, CardState};
use super::error::StoreError;
use super::log::{self, Answered, Entry, Of, Rated, Reviewed};
use crate::schedule::{Scheduler, day_of, read_time};

/// The format of the database that this program writes.
const FORMAT: i64 = 1;

/// How long one process waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it waits before it tries again what `SQLite` does not wait for by itself.
const PAUSE: Duration = Duration::from_millis(10);

/// The learner's record.
#[derive(Debug)]
pub struct Record {
    pub(super) db: Connection,
    pub(super) scheduler: Scheduler,
}

impl Record {
    /// The name of the database in its folder.
    pub const FILE: &'static str = "record.db";

    /// Opens the record in `folder`; both are made where they do not exist.
    pub fn open(folder: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|why| StoreError::Folder { path: folder.to_owned(), why })?;
        let path = folder.join(Self::FILE);
        // Turning to WAL does not wait for another process that is just doing the same: it is tried again.
        let start = Instant::now();
        loop {
            match Self::open_once(&path, scheduler.clone()) {
                Err(StoreError::Database(rusqlite::Error::SqliteFailure(why, _)))
                    if why.code == ErrorCode::DatabaseBusy && start.elapsed() < PATIENCE =>
                {
                    thread::sleep(PAUSE);
                }
                opened => return opened,
            }
        }
    }

    fn open_once(path: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        let db = Connection::open(path)?;
        db.busy_timeout(PATIENCE)?;
        let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
        if mode != "wal" {
            db.pragma_update(None, "journal_mode", "WAL")?;
        }
        Self::prepare(db, scheduler)
    }

    /// Opens the record in `folder` as [`Self::open`] does; one that cannot be written is opened to be read.
    pub fn open_to_read(folder: &Path, scheduler: Scheduler) -> Result<Self, StoreError> {
        let opened = Self::open(folder, scheduler.clone());
        let Err(StoreError::Database(rusqlite::Error::SqliteFailure(why, _))) = &opened else { return opened };
        if !matches!(why.code, ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) {
            return opened;
        }
        let file = folder.join(Self::FILE);
        // Without a log of its own beside it the file is all there is, and needs no lock.
        let alone = !folder.join(format!("{}-wal", Self::FILE)).exists();
        let path: String = file.to_string_lossy().chars().flat_map(in_uri).collect();
        let uri = format!("file:{path}?mode=ro{}", if alone { "&immutable=1" } else { "" });
        let db = Connection::open_with_flags(uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)?;
        db.busy_timeout(PATIENCE)?;
        match db.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))? {
            FORMAT => Ok(Self { db, scheduler }),
            found => Err(StoreError::Newer { found, known: FORMAT }),
        }
    }

    /// A record that is gone with the program.
    pub fn in_memory(scheduler: Scheduler) -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, scheduler)
    }

    fn prepare(mut db: Connection, scheduler: Scheduler) -> Result<Self, StoreError> {
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        let version = |db: &Connection| db.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
        if version(&db)? == 0 {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another process may have made the tables in the meantime.
            if version(&transaction)? == 0 {
                transaction.execute_batch(include_str!("schema.sql"))?;
                transaction.pragma_update(None, "user_version", FORMAT)?;
            }
            transaction.commit()?;
        }
        let found = version(&db)?;
        if found > FORMAT { Err(StoreError::Newer { found, known: FORMAT }) } else { Ok(Self { db, scheduler }) }
    }

    /// Appends an answer to a question or an exercise; it is on disk when this returns. Gives its place in the log.
    pub fn answer(&mut self, answer: &Answered) -> Result<u64, StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let seq = log::append(&transaction, &answer.entry())?;
        transaction.commit()?;
        Ok(seq)
    }

    /// Appends that the answer `seq` to a question is taken back, and the answer that takes its place, in one
    /// transaction. Gives the new answer's place in the log.
    pub fn replace(&mut self, seq: u64, answer: &Answered) -> Result<u64, StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        log::append(&transaction, &Entry::Undo { seq: 0, at: log::written(&answer.at), undoes: seq })?;
        let seq = log::append(&transaction, &answer.entry())?;
        transaction.commit()?;
        Ok(seq)
    }

    /// Appends a rating and moves the card's state, in one transaction; both are on disk when this returns.
    pub fn rate(&mut self, rated: &Rated) -> Result<Reviewed, StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let seq = log::append(
            &transaction,
            &Entry::Answer {
                seq: 0,
                at: log::written(&rated.at),
                of: Of::Card,
                id: rated.id.clone(),
                code: rated.code.clone(),
                given: None,
                rating: Some(rated.rating),
                score: None,
                mistake: None,
                ms: rated.ms,
                hash: rated.hash.clone(),
            },
        )?;
        let after = cards::after(&transaction, rated, &self.scheduler)?;
        transaction.commit()?;
        let memory = after.known.memory;
        Ok(Reviewed {
            seq,
            due: self.scheduler.due(after.known),
            stability: memory.stability,
            difficulty: memory.difficulty,
        })
    }

    /// The days on which the ratings 1 to 4, given at `now`, would bring a card back.
    pub fn preview(&self, card: &str, now: &ZonedDateTime) -> Result<[Date; 4], StoreError> {
        let known = cards::kept(&self.db, card)?.map(|c| c.known);
        let states = self.scheduler.ratings(known, day_of(now)).ok_or_else(|| StoreError::State(card.to_owned()))?;
        Ok(states.map(|state| self.scheduler.due(state)))
    }

    /// Appends that the answer `seq` is taken back, and brings its card in line.
    pub fn undo(&mut self, seq: u64, at: &ZonedDateTime) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let row: Option<(Option<String>, String)> = transaction
            .query_row(
                "SELECT of, id FROM log WHERE seq = ?1 AND type = 'answer'
                 AND NOT EXISTS (SELECT 1 FROM log WHERE undoes = ?1)",
                [seq],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (of, id) = row.ok_or(StoreError::Undo(seq))?;
        log::append(&transaction, &Entry::Undo { seq: 0, at: log::written(at), undoes: seq })?;
        if of.as_deref() == Some(Of::Card.key()) {
            cards::rebuild(&transaction, Some(&id), &self.scheduler)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Where every card stands that has been reviewed, by id.
    pub fn cards(&self) -> Result<Vec<CardState>, StoreError> {
        cards::all_kept(&self.db)
    }

    /// The day on which each reviewed card is due.
    pub fn due(&self) -> Result<HashMap<String, Date>, StoreError> {
        Ok(self.cards()?.into_iter().map(|card| (card.id, self.scheduler.due(card.known))).collect())
    }

    /// The time of the last row of the log.
    pub fn last_at(&self) -> Result<Option<ZonedDateTime>, StoreError> {
        let last = self.db.query_row("SELECT at FROM log ORDER BY seq DESC LIMIT 1", [], |row| row.get::<_, String>(0));
        Ok(last.optional()?.and_then(|at| read_time(&at)))
    }

    /// How many cards were met for the first time on this day of the learner's.
    pub fn first_met_on(&self, day: Date) -> Result<usize, StoreError> {
        cards::first_met_on(&self.db, day)
    }

    /// The points of the last answer that stands to each question.
    pub fn last_scores(&self) -> Result<HashMap<String, f64>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, score FROM log
             WHERE of = 'question' AND seq NOT IN (SELECT undoes FROM log WHERE undoes IS NOT NULL) ORDER BY seq",
        )?;
        let scores = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(scores)
    }

    /// Writes a copy of the whole record to a new file.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        self.db.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
        Ok(())
    }
}

/// A character of a path as it stands in a URI.
fn in_uri(c: char) -> Vec<char> {
    match c {
        '?' | '#' | '%' => format!("%{:02x}", u32::from(c)).chars().collect(),
        other => vec![other],
    }
}
