//! Answers and records for the tests of this room.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{ToSpan as _, ZonedDateTime};
use rusqlite::Connection;

use super::{Answered, Of, Rated, Record, StoreError};
use crate::schedule::{Clock, Scheduler};

/// So many minutes after ten o'clock on a Monday.
pub(super) fn minutes(minutes: i64) -> ZonedDateTime {
    Clock::still("2026-11-23T10:00:00+08:00").unwrap().now().saturating_add(minutes.minutes())
}

/// So many hours after it.
pub(super) fn at(hours: i64) -> ZonedDateTime {
    minutes(60 * hours)
}

/// An empty record.
pub(super) fn record() -> Record {
    Record::in_memory(Scheduler::default()).unwrap()
}

/// An answer to a question.
pub(super) fn answer(id: &str, score: f64) -> Answered {
    Answered {
        at: at(0),
        of: Of::Question,
        id: id.into(),
        code: None,
        given: "A".into(),
        score,
        mistake: Some("padding-once".into()),
        ms: 8120,
        hash: "ab".into(),
        points: 1.0,
        hints: 0,
        confidence: None,
        paper: None,
    }
}

/// A rating of a card.
pub(super) fn rating(id: &str, rating: u8, hours: i64) -> Rated {
    Rated { at: at(hours), id: id.into(), code: None, rating, ms: 5, hash: "ab".into(), cram: false }
}

/// A record that is opened to be written.
pub(super) fn opened(folder: &Path) -> Result<Record, StoreError> {
    Record::open(folder, Scheduler::default())
}

/// The same to be read.
pub(super) fn read(folder: &Path) -> Result<Record, StoreError> {
    Record::open_to_read(folder, Scheduler::default())
}

/// The lines of an export, and the rows that it passed over.
pub(super) fn export(record: &Record) -> (String, Vec<u64>) {
    let mut out = Vec::new();
    let passed_over = record.export(&mut out).unwrap();
    (String::from_utf8(out).unwrap(), passed_over)
}

/// A closed record of so many answers in a folder of its own.
pub(super) fn record_of(answers: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fill(&mut opened(folder.path()).unwrap(), answers);
    folder
}

/// Answers so many questions.
pub(super) fn fill(record: &mut Record, answers: usize) {
    for n in 0..answers {
        let answer = Answered { given: format!("given {n}"), ..answer(&format!("q{}", n % 7), 1.0) };
        record.answer(&answer).unwrap();
    }
}

/// What came of a change, but for one of a paper that was handed in already.
pub(super) fn unless_handed_in<T>(done: Result<T, StoreError>) -> Option<T> {
    match done {
        Err(StoreError::HandedIn(_)) => None,
        done => Some(done.unwrap()),
    }
}

/// The database in a folder.
pub(super) fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join(Record::FILE)
}

/// Changes the record with `SQL`, as nothing of the program does.
pub(super) fn tamper(folder: &tempfile::TempDir, sql: &str) {
    Connection::open(file(folder)).unwrap().execute_batch(sql).unwrap();
}

/// The same with the guards of the log out of the way.
pub(super) fn change_log(folder: &tempfile::TempDir, sql: &str) {
    let db = Connection::open(file(folder)).unwrap();
    let guards: Vec<(String, String)> = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &guards {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    db.execute_batch(sql).unwrap();
    for (_, made_with) in &guards {
        db.execute_batch(made_with).unwrap();
    }
}

/// A copy of a record of an older format.
pub(super) fn of_format(format: u8) -> (tempfile::TempDir, String) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/record-{format}"));
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixture.join(Record::FILE), file(&folder)).unwrap();
    (folder, fs::read_to_string(fixture.join("export.jsonl")).unwrap())
}

/// The files of a record as a program that is killed leaves them: copied while it is open.
pub(super) fn killed(answers: usize) -> (tempfile::TempDir, tempfile::TempDir) {
    let (alive, dead) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut record = opened(alive.path()).unwrap();
    fill(&mut record, answers);
    for suffix in ["", "-wal"] {
        let name = format!("{}{suffix}", Record::FILE);
        fs::copy(alive.path().join(&name), dead.path().join(&name)).unwrap();
    }
    drop(record);
    (alive, dead)
}
