//! The write-ahead log beside a record: brought home, lost, or that of another record or state.

use std::fs;

use rusqlite::Connection;

use super::testing::{export, file, fill, killed, opened, read, record_of};
use super::*;
use crate::schedule::Scheduler;

#[test]
fn what_a_killed_program_wrote_is_there_without_a_word() {
    let (_, dead) = killed(12);
    let record = opened(dead.path()).unwrap();
    assert_eq!((record.notices(), export(&record).0.lines().count()), (&[][..], 12));
}

#[test]
fn whoever_opens_what_a_killed_program_left_is_told_nothing_the_time_after() {
    for open_again in [read, opened] {
        let (_, dead) = killed(12);
        for _ in 0..2 {
            let record = open_again(dead.path()).unwrap();
            assert_eq!((record.notices(), export(&record).0.lines().count()), (&[][..], 12));
        }
        assert_eq!(read(dead.path()).unwrap().notices(), []);
    }
}

#[test]
fn a_record_says_that_it_is_closed_only_when_its_rows_are_in_the_database() {
    let (folder, alone) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut record = opened(folder.path()).unwrap();
    fill(&mut record, 12);
    life::end(&record.db);
    fs::copy(file(&folder), file(&alone)).unwrap();
    assert_eq!(export(&read(alone.path()).unwrap()).0.lines().count(), 12, "without its log");
}

#[test]
fn a_log_that_was_brought_home_and_not_taken_away_belongs_to_its_record() {
    let (folder, dead) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut record = opened(folder.path()).unwrap();
    fill(&mut record, 12);
    life::end(&record.db);
    life::settle(&record.db);
    for suffix in ["", "-wal"] {
        let name = format!("{}{suffix}", Record::FILE);
        fs::copy(folder.path().join(&name), dead.path().join(&name)).unwrap();
    }
    assert!(life::has_log(&file(&dead)));
    assert_eq!(export(&opened(dead.path()).unwrap()).0.lines().count(), 12);
}

#[test]
fn a_log_that_is_gone_is_told() {
    let (_, dead) = killed(12);
    fs::remove_file(dead.path().join("record.db-wal")).unwrap();
    assert_eq!(read(dead.path()).unwrap().notices(), [Notice::LostLog]);
    assert_eq!(opened(dead.path()).unwrap().notices(), [Notice::LostLog]);
    assert_eq!(opened(dead.path()).unwrap().notices(), []);
}

#[test]
fn a_backup_copied_under_the_log_of_a_killed_program_is_not_mixed_with_it() {
    let (alive, dead) = killed(12);
    let copy = alive.path().join("copy.db");
    read(alive.path()).unwrap().backup(&copy).unwrap();
    fs::copy(&copy, file(&dead)).unwrap();
    let before = fs::read(file(&dead)).unwrap();
    assert!(matches!(opened(dead.path()), Err(StoreError::ForeignLog(_))));
    assert!(matches!(read(dead.path()), Err(StoreError::ForeignLog(_))));
    assert_eq!(fs::read(file(&dead)).unwrap(), before);
    // The way that the words show.
    let restored = Record::restore(dead.path(), &copy, &Scheduler::default()).unwrap();
    assert_eq!((restored.rows, opened(dead.path()).unwrap().check().unwrap()), (12, vec![]));
}

/// The record of `from` as it lies on the disk, its log for its own, put over that of `to`: only what has these suffixes.
fn put_over(from: &tempfile::TempDir, to: &tempfile::TempDir, suffixes: &[&str]) {
    for suffix in suffixes {
        let name = format!("{}{suffix}", Record::FILE);
        fs::copy(from.path().join(&name), to.path().join(&name)).unwrap();
    }
}

#[test]
fn a_log_of_another_killed_program_is_foreign_however_many_answers_it_has() {
    for (mine, others) in [(1, 2), (2, 2), (5, 3), (3, 9), (40, 12)] {
        let (_mine, dead) = killed(mine);
        let (_others, foreign) = killed(others);
        put_over(&foreign, &dead, &["-wal"]);
        let before = fs::read(file(&dead)).unwrap();
        assert!(matches!(opened(dead.path()), Err(StoreError::ForeignLog(_))), "{mine} {others}");
        assert!(matches!(read(dead.path()), Err(StoreError::ForeignLog(_))), "{mine} {others}");
        assert_eq!(fs::read(file(&dead)).unwrap(), before);
    }
}

#[test]
fn a_log_of_an_earlier_or_later_state_of_the_record_is_foreign() {
    let (alive, early, late) = (record_of(4), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let leave = |more: usize, to: &tempfile::TempDir| {
        let mut record = opened(alive.path()).unwrap();
        fill(&mut record, more);
        put_over(&alive, to, &["", "-wal"]);
    };
    leave(3, &early);
    fill(&mut opened(alive.path()).unwrap(), 20);
    leave(5, &late);
    for folder in [&early, &late] {
        assert_eq!(read(folder.path()).unwrap().notices(), []);
    }
    for (log, database) in [(&early, &late), (&late, &early), (&late, &record_of(4))] {
        let mixed = tempfile::tempdir().unwrap();
        put_over(database, &mixed, &[""]);
        put_over(log, &mixed, &["-wal"]);
        assert!(matches!(read(mixed.path()), Err(StoreError::ForeignLog(_))));
    }
}

#[test]
fn every_change_is_counted_and_stands_in_the_log() {
    let (_, dead) = killed(7);
    let count = |db: &Connection| db.query_row("SELECT changes FROM life", [], |row| row.get::<_, i64>(0)).unwrap();
    let alone = count(&life::read_only(&file(&dead), true).unwrap());
    let whole = count(&life::read_only(&file(&dead), false).unwrap());
    assert_eq!((alone, whole, wal::transactions(&file(&dead)).unwrap()), (1, 7, 6), "the first was brought home");
}

#[cfg(unix)]
#[test]
fn the_log_of_a_killed_program_lies_beside_what_a_link_leads_to() {
    let ((_, dead), folder) = (killed(7), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(file(&dead), file(&folder)).unwrap();
    let record = opened(folder.path()).unwrap();
    assert_eq!((record.notices(), export(&record).0.lines().count()), (&[][..], 7));
}
