//! The record itself: appending to it, asking it.
//!
//! Below it stand the tables, as functions of a connection; above it what is done with a whole record (opening, checking,
//! copying, …), as blocks of its `impl`.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::cards::{self, CardState};
use super::daily::Daily;
use super::error::StoreError;
use super::log::{self, Answered, Entry, Last, Mark, Marked, Of, PaperEvent, PaperRow, Rated, Reviewed};
use super::notice::Notice;
use super::{derived, life, marks, memory};
use crate::files::Identity;
use crate::schedule::{Known, Scheduler, day_of, read_time};

/// Statements that are kept prepared: all that answering needs.
const STATEMENTS: usize = 64;

/// The learner's record.
#[derive(Debug)]
pub struct Record {
    pub(super) db: Connection,
    pub(super) scheduler: Scheduler,
    /// Where it lies, if it is one that is written.
    pub(super) path: Option<PathBuf>,
    /// The file that was opened there.
    pub(super) file: Option<Identity>,
    pub(super) notices: Vec<Notice>,
    /// Whether something was written, or is to be said to be closed.
    pub(super) written: bool,
    /// The day's backup, if it is being made.
    pub(super) daily: Option<Daily>,
}

/// What a day came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The learner's day.
    pub day: Date,
    /// What was answered.
    pub of: Of,
    /// Answers that count.
    pub answers: u64,
    /// Of them, with full points; of cards, rated above 1.
    pub correct: u64,
    /// How long they took, in milliseconds.
    pub ms: u64,
}

impl Record {
    /// A record in a database of this program's format.
    pub(super) fn of(db: Connection, scheduler: &Scheduler) -> Result<Self, StoreError> {
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        let scheduler = memory::applied(&db, scheduler)?;
        Ok(Self { db, scheduler, path: None, file: None, notices: Vec::new(), written: false, daily: None })
    }

    /// What was noticed when it was opened.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Waits for the day's backup if one is being made, and gives how that went.
    pub fn daily_backup_done(&mut self) -> Result<(), StoreError> {
        self.daily.take().map_or(Ok(()), Daily::done)
    }

    /// Changes the log and what is derived from it in one transaction, which is on disk when this returns. Refused where
    /// another file has taken the place of the record: nobody would find what is written to this one.
    pub(super) fn change<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>, &Scheduler) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let done = self.committed(change);
        match &self.path {
            Some(path) => done.map_err(|why| why.of_writing(path)),
            None => done,
        }
    }

    fn committed<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>, &Scheduler) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let (Some(path), Some(file)) = (&self.path, self.file)
            && Identity::of(path).ok() != Some(file)
        {
            return Err(StoreError::Moved(path.clone()));
        }
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let opened = life::begin(&transaction)?;
        // Another process may have fitted the memory model in the meantime.
        self.scheduler = memory::applied(&transaction, &self.scheduler)?;
        let done = change(&transaction, &self.scheduler)?;
        transaction.commit()?;
        self.written = true;
        if opened {
            life::settle(&self.db);
        }
        Ok(done)
    }

    /// Appends an answer to a question or an exercise; it is on disk when this returns. Gives its place in the log.
    ///
    /// One on a paper that was handed in is refused: it would count nowhere.
    pub fn answer(&mut self, answer: &Answered) -> Result<u64, StoreError> {
        self.change(|db, _| answered(db, answer))
    }

    /// Appends that the answer `seq` to a question is taken back, and the answer that takes its place, in one
    /// transaction. Gives the new answer's place in the log.
    pub fn replace(&mut self, seq: u64, answer: &Answered) -> Result<u64, StoreError> {
        self.change(|db, _| {
            derived::take_back(db, seq)?;
            log::append(db, Entry::Undo { seq: 0, at: log::written(&answer.at), undoes: seq, from: None })?;
            answered(db, answer)
        })
    }

    /// Appends a rating and moves the card's state, in one transaction; both are on disk when this returns. A rating
    /// given while cramming leaves the state as it is.
    pub fn rate(&mut self, rated: &Rated) -> Result<Reviewed, StoreError> {
        self.change(|db, scheduler| {
            let seq = log::append(db, rated.entry())?;
            derived::answered(db, seq)?;
            let after = if rated.cram {
                let kept = cards::kept(db, &rated.id)?;
                let first = || cards::rated(None, &rated.id, rated.rating, day_of(&rated.at), scheduler);
                kept.map_or_else(first, Ok)?
            } else {
                cards::after(db, rated, seq, scheduler)?
            };
            let memory = after.known.memory;
            let due = scheduler.due(after.known);
            let lapses = if rated.rating == 1 && !rated.cram { cards::lapses(db, &rated.id, after.met)? } else { 0 };
            Ok(Reviewed { seq, due, stability: memory.stability, difficulty: memory.difficulty, lapses })
        })
    }

    /// The days on which the ratings 1 to 4, given at `now`, would bring a card back.
    pub fn preview(&self, card: &str, now: &ZonedDateTime) -> Result<[Date; 4], StoreError> {
        let known = cards::kept(&self.db, card)?.map(|c| c.known);
        let states = self.scheduler.ratings(known, day_of(now)).ok_or_else(|| StoreError::State(card.to_owned()))?;
        Ok(states.map(|state| self.scheduler.due(state)))
    }

    /// Appends that the answer `seq` is taken back, and brings what is derived from it in line.
    pub fn undo(&mut self, seq: u64, at: &ZonedDateTime) -> Result<(), StoreError> {
        self.change(|db, scheduler| {
            let row: Option<(Option<String>, String)> = db
                .query_row(
                    "SELECT of, id FROM log WHERE seq = ?1 AND type = 'answer'
                     AND NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = ?1)",
                    [seq],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let (of, id) = row.ok_or(StoreError::Undo(seq))?;
            derived::take_back(db, seq)?;
            log::append(db, Entry::Undo { seq: 0, at: log::written(at), undoes: seq, from: None })?;
            if of.as_deref() == Some(Of::Card.key()) {
                cards::rebuild(db, &id, scheduler)?;
            }
            Ok(())
        })
    }

    /// Appends that an item is set apart, or is so no more. Gives its place in the log.
    pub fn mark(&mut self, marked: &Marked) -> Result<u64, StoreError> {
        let Marked { at, id, code, mark, on } = marked;
        self.change(|db, _| {
            let (at, id_of, code) = (log::written(at), id.clone(), code.clone());
            let entry = Entry::Mark { seq: 0, at, id: id_of, code, mark: *mark, on: *on, from: None };
            let seq = log::append(db, entry)?;
            marks::marked(db, id, *mark)?;
            Ok(seq)
        })
    }

    /// Reckons from now on when cards are due with this.
    pub fn reschedule(&mut self, scheduler: &Scheduler) -> Result<(), StoreError> {
        self.scheduler = memory::applied(&self.db, scheduler)?;
        Ok(())
    }

    /// Appends what happens to a paper; when it is handed in, its answers count. Gives its place in the log. One that was
    /// handed in already, by another session, is not handed in again.
    pub fn paper(&mut self, paper: &PaperRow) -> Result<u64, StoreError> {
        let PaperRow { at, code, event, plan } = paper;
        self.change(|db, _| {
            match (log::handed_in(db, code)?, event) {
                // Its clock stands.
                (Some(seq), PaperEvent::Paused) => return Ok(seq),
                (Some(_), PaperEvent::Resumed | PaperEvent::HandedIn) => {
                    return Err(StoreError::HandedIn(code.clone()));
                }
                (Some(_), PaperEvent::Begun) | (None, _) => {}
            }
            let (at, code_of, plan) = (log::written(at), code.clone(), plan.clone());
            let entry = Entry::Paper { seq: 0, at, code: code_of, event: *event, plan, from: None };
            let seq = log::append(db, entry)?;
            if matches!(event, PaperEvent::Begun | PaperEvent::HandedIn) {
                db.prepare_cached("DELETE FROM places WHERE code = ?1")?.execute([code])?;
            }
            if *event == PaperEvent::HandedIn {
                derived::handed_in(db, code, seq)?;
            }
            Ok(seq)
        })
    }

    /// Keeps which question of a paper is open while its clock runs, in the words of who writes it.
    pub fn place(&mut self, code: &str, at: &str) -> Result<(), StoreError> {
        self.change(|db, _| {
            db.prepare_cached("INSERT OR REPLACE INTO places (code, at) VALUES (?1, ?2)")?.execute([code, at])?;
            Ok(())
        })
    }

    /// Where every card stands that has been reviewed, by id.
    pub fn cards(&self) -> Result<Vec<CardState>, StoreError> {
        cards::all_kept(&self.db)
    }

    /// Tells `take` how well each card that has been reviewed was remembered after its last review, and when that was.
    pub fn each_known(&self, take: impl FnMut(&str, Known)) -> Result<(), StoreError> {
        cards::each_known(&self.db, take)
    }

    /// The day on which each reviewed card is due.
    pub fn due(&self) -> Result<HashMap<String, Date>, StoreError> {
        let mut due = HashMap::new();
        self.each_known(|id, known| {
            due.insert(id.to_owned(), self.scheduler.due(known));
        })?;
        Ok(due)
    }

    /// The time of the last row of the log.
    pub fn last_at(&self) -> Result<Option<ZonedDateTime>, StoreError> {
        let last = self.db.query_row("SELECT at FROM log ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok(row.get_ref(0)?.as_str().ok().and_then(read_time))
        });
        Ok(last.optional()?.flatten())
    }

    /// How many cards were met for the first time on this day of the learner's.
    pub fn first_met_on(&self, day: Date) -> Result<usize, StoreError> {
        cards::first_met_on(&self.db, day)
    }

    /// What each day came to on which something was answered that counts, oldest first.
    pub fn days(&self) -> Result<Vec<DayCount>, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT day, of, answers, correct, ms FROM days ORDER BY day, of")?;
        let days = statement.query_map([], |row| {
            let day: Option<Date> = row.get_ref(0)?.as_str()?.parse().ok();
            let (of, answers, correct, ms) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(day.map(|day| DayCount { day, of, answers, correct, ms }))
        })?;
        Ok(days.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// The items that are marked so on this day of the learner's: what is buried comes back on the next.
    pub fn marked(&self, mark: Mark, today: Date) -> Result<HashSet<String>, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT id FROM marks WHERE mark = ?1 AND (?1 <> 'buried' OR day >= ?2)")?;
        let ids = statement.query_map([mark.key(), &today.to_string()], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The variants that were seen when items were marked so, of drawn values, by item.
    pub fn marked_variants(&self, mark: Mark) -> Result<HashMap<String, String>, StoreError> {
        let mut statement =
            self.db.prepare_cached("SELECT id, code FROM marks WHERE mark = ?1 AND code IS NOT NULL")?;
        let variants = statement.query_map([mark.key()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(variants.collect::<Result<_, _>>()?)
    }

    /// The last answer of this day of the learner's that was given here, stands and is on no paper, of this sort or of any.
    pub fn last_answer(&self, of: Option<Of>, today: Date) -> Result<Option<Last>, StoreError> {
        let of = of.map(Of::key);
        let mut any =
            self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM days WHERE day = ?1 AND (?2 IS NULL OR of = ?2))")?;
        // Without one the query would walk the log.
        if !any.query_row(params![today.to_string(), of], |row| row.get(0))? {
            return Ok(None);
        }
        let mut statement = self.db.prepare_cached(
            "SELECT seq, at, of, id, code FROM log a WHERE type = 'answer' AND paper IS NULL AND device IS NULL AND (?1 IS NULL OR of = ?1)
             AND NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = a.seq) ORDER BY seq DESC LIMIT 1",
        )?;
        let last = statement.query_row([of], |row| {
            let day = read_time(row.get_ref(1)?.as_str()?).map(|at| day_of(&at));
            let last = Last { seq: row.get(0)?, of: row.get(2)?, id: row.get(3)?, code: row.get(4)? };
            Ok((day, last))
        });
        Ok(last.optional()?.filter(|(day, _)| *day == Some(today)).map(|(_, last)| last))
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        let _ = self.daily_backup_done();
        if self.written {
            life::end(&self.db);
        }
    }
}

fn answered(db: &Connection, answer: &Answered) -> Result<u64, StoreError> {
    if let Some(paper) = &answer.paper
        && log::handed_in(db, paper)?.is_some()
    {
        return Err(StoreError::HandedIn(paper.clone()));
    }
    let seq = log::append(db, answer.entry())?;
    derived::answered(db, seq)?;
    Ok(seq)
}
