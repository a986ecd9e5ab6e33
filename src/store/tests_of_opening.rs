//! What opening, copying and closing a record come to where something stands in the way.

use std::cell::Cell;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use super::error::is_unwritable;
use super::open::patiently;
use super::testing::{answer, change_log, export, file, fill, killed, of_format, opened, read, record_of, tamper};
use super::*;
use crate::course::Lang;
use crate::schedule::Scheduler;

/// What the database says when something failed.
fn failure(code: std::ffi::c_int) -> StoreError {
    StoreError::Database(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None))
}

#[test]
fn who_opens_a_record_waits_while_another_has_it_locked_and_for_nothing_else() {
    let attempt = |says: std::ffi::c_int, times: usize| {
        let tried = Cell::new(0);
        let done = patiently(|| {
            tried.set(tried.get() + 1);
            if tried.get() > times { Ok(()) } else { Err(failure(says)) }
        });
        (done.is_ok(), tried.get())
    };
    assert_eq!(attempt(rusqlite::ffi::SQLITE_BUSY, 2), (true, 3));
    assert_eq!(attempt(rusqlite::ffi::SQLITE_CORRUPT, 2), (false, 1));
}

#[test]
fn what_cannot_be_written_may_still_be_read_but_not_what_is_no_record() {
    use ErrorCode::{CannotOpen, DatabaseCorrupt, DiskFull, NotADatabase, PermissionDenied, ReadOnly};
    assert_eq!([ReadOnly, CannotOpen, PermissionDenied, DiskFull].map(is_unwritable), [true; 4]);
    assert_eq!([DatabaseCorrupt, NotADatabase].map(is_unwritable), [false; 2]);
}

#[test]
fn a_folder_in_the_place_of_the_record_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(file(&folder)).unwrap();
    for open in [opened, read] {
        assert!(matches!(open(folder.path()), Err(StoreError::NoFile(path)) if path == file(&folder)));
    }
}

#[cfg(unix)]
#[test]
fn what_lies_in_the_place_of_a_file_of_the_database_and_is_none_is_named() {
    for suffix in ["-wal", "-shm", "-journal"] {
        let folder = record_of(1);
        let beside = wal::beside(&file(&folder), suffix);
        let _ = fs::remove_file(&beside);
        fs::create_dir(&beside).unwrap();
        for open in [opened, read] {
            assert!(matches!(open(folder.path()), Err(StoreError::NoFile(path)) if path == beside));
        }
        fs::remove_dir(&beside).unwrap();
        std::os::unix::fs::symlink(&beside, &beside).unwrap();
        assert!(matches!(opened(folder.path()), Err(StoreError::NoFile(path)) if path == beside));
    }
}

#[test]
fn a_record_below_a_file_is_told_by_what_the_system_says() {
    let folder = record_of(1);
    let below = file(&folder);
    let refused = read(&below);
    assert!(matches!(&refused, Err(StoreError::Folder { why, .. }) if why.kind() == ErrorKind::NotADirectory));
}

#[test]
fn what_is_as_long_as_a_database_is_never_put_aside_for_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = [7; 512];
    fs::write(file(&folder), bytes).unwrap();
    for open in [opened, read] {
        assert!(matches!(open(folder.path()), Err(StoreError::Database(_))));
    }
    assert_eq!(fs::read(file(&folder)).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_record_that_another_tool_took_out_of_its_log_gets_one_again() {
    let folder = record_of(2);
    let mode = || -> String {
        Connection::open(file(&folder)).unwrap().query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap()
    };
    tamper(&folder, "PRAGMA journal_mode = DELETE");
    assert_eq!(mode(), "delete");
    fill(&mut opened(folder.path()).unwrap(), 1);
    assert_eq!(mode(), "wal");
}

#[test]
fn a_reader_of_an_older_format_reads_what_a_killed_program_left_in_the_log() {
    let (alive, lines) = of_format(5);
    tamper(&alive, "PRAGMA journal_mode = WAL");
    let open = Connection::open(file(&alive)).unwrap();
    let dead = tempfile::tempdir().unwrap();
    fs::copy(file(&alive), file(&dead)).unwrap();
    open.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF").unwrap();
    change_log(&alive, "UPDATE life SET open = 1; UPDATE log SET hash = 'late' WHERE seq = 2");
    fs::copy(alive.path().join("record.db-wal"), dead.path().join("record.db-wal")).unwrap();
    let (found, _) = export(&read(dead.path()).unwrap());
    assert_ne!(found, lines);
    assert!(found.lines().nth(1).unwrap().contains(r#""hash":"late""#), "{found}");
}

#[test]
fn another_programs_mark_is_refused_whatever_stands_in_the_file() {
    let of_first = || of_format(1).0;
    let of_this = || record_of(2);
    let cases: [(&dyn Fn() -> tempfile::TempDir, &str); 2] =
        [(&of_first, "PRAGMA application_id = 7"), (&of_this, "PRAGMA application_id = 0")];
    for (made, sql) in cases {
        let folder = made();
        tamper(&folder, sql);
        for open in [opened, read] {
            assert!(matches!(open(folder.path()), Err(StoreError::Foreign)), "{sql}");
        }
    }
}

#[test]
fn the_first_answer_is_safe_in_the_database_itself_and_a_lost_log_is_told_from_then_on() {
    let (_, dead) = killed(1);
    fs::remove_file(dead.path().join("record.db-wal")).unwrap();
    let record = read(dead.path()).unwrap();
    assert_eq!((record.notices(), export(&record).0.lines().count()), (&[Notice::LostLog][..], 1));
}

#[test]
fn a_copy_of_a_record_that_is_open_is_closed_and_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = opened(folder.path()).unwrap();
    fill(&mut record, 3);
    let copy = folder.path().join("copy.db");
    record.backup(&copy).unwrap();
    assert_eq!(Record::read_file(&copy, Scheduler::default()).unwrap().notices(), []);
    let line = |db: &Connection| -> i64 { db.query_row("SELECT line FROM life", [], |row| row.get(0)).unwrap() };
    assert_ne!(line(&Connection::open(&copy).unwrap()), line(&record.db));
}

#[test]
fn what_cannot_be_opened_is_nobodys_and_makes_room_for_a_backup() {
    let (folder, other) = (tempfile::tempdir().unwrap(), record_of(4));
    fs::write(file(&folder), [7; 4096]).unwrap();
    let restored = Record::restore(folder.path(), &file(&other), &Scheduler::default()).unwrap();
    assert_eq!(restored.rows, 4);
    assert_eq!(fs::read(restored.aside.unwrap()).unwrap(), [7; 4096]);
}

#[test]
fn a_record_that_is_closed_has_the_backup_of_its_day_and_one_that_cannot_be_made_says_so() {
    let day: jiff::civil::Date = "2026-11-23".parse().unwrap();
    let folder = record_of(2);
    let mut record = opened(folder.path()).unwrap();
    record.begin_daily_backup(day);
    drop(record);
    assert_eq!(Record::backups(folder.path(), day).len(), 1);
    let folder = record_of(2);
    fs::write(folder.path().join(Record::BACKUPS), "no folder").unwrap();
    let mut record = opened(folder.path()).unwrap();
    record.begin_daily_backup(day);
    assert!(matches!(record.daily_backup_done(), Err(StoreError::Folder { .. })));
}

#[test]
fn the_last_sixteen_rows_are_looked_at_when_a_record_is_opened() {
    for (seq, notices) in [(25, vec![Notice::Row { seq: 25 }]), (24, vec![])] {
        let folder = record_of(40);
        change_log(&folder, &format!("UPDATE log SET given = 'x' WHERE seq = {seq}"));
        assert_eq!(read(folder.path()).unwrap().notices(), notices, "{seq}");
    }
}

#[test]
fn a_check_names_what_no_program_writes_and_says_each_thing_once() {
    for (sql, expected) in [
        ("UPDATE log SET score = 7 WHERE seq = 3", vec![Flaw::Changed { seq: 3 }, Flaw::Undecoded { seq: 3 }]),
        ("UPDATE log SET undoes = 6 WHERE undoes = 2", vec![Flaw::Changed { seq: 6 }, Flaw::Undo { seq: 6 }]),
        ("DROP TABLE cards", ["cards", "cards_met"].map(|name| Flaw::Schema { name: name.to_owned() }).to_vec()),
    ] {
        let folder = record_of(5);
        opened(folder.path()).unwrap().undo(2, &testing::at(0)).unwrap();
        change_log(&folder, sql);
        let found = read(folder.path()).unwrap().check().unwrap();
        let found: Vec<Flaw> = found.into_iter().filter(|flaw| !flaw.is_derived()).collect();
        assert_eq!(found, expected, "{sql}");
    }
}

#[test]
fn whatever_is_wrong_with_a_record_is_said_in_the_users_language() {
    let said = |error: &StoreError| [Lang::En, Lang::Zh].map(|lang| error.sentence(lang));
    for (code, words) in [
        (rusqlite::ffi::SQLITE_FULL, ["disk", "磁盘"]),
        (rusqlite::ffi::SQLITE_BUSY, ["program", "程序"]),
        (rusqlite::ffi::SQLITE_NOTADB, ["damaged", "损坏"]),
    ] {
        for (sentence, word) in said(&failure(code)).iter().zip(words) {
            assert!(sentence.contains(word), "{sentence}");
        }
    }
    for (kind, words, advice) in [
        (ErrorKind::ReadOnlyFilesystem, ["read-only", "只能读"], "--data"),
        (ErrorKind::PermissionDenied, ["access is denied", "没有权限"], "/exam/mine,"),
        (ErrorKind::StorageFull, ["the disk is full", "磁盘已满"], "--data"),
        (ErrorKind::NotADirectory, ["is no folder", "不是文件夹"], ""),
    ] {
        let unwritable = StoreError::Unwritable { path: "/exam/mine/record.db".into(), why: kind.into() };
        for (sentence, word) in said(&unwritable).iter().zip(words) {
            assert!(sentence.contains("/exam/mine/record.db") && sentence.contains(word), "{sentence}");
            assert!(sentence.replace(' ', ",").contains(advice), "{sentence}");
        }
    }
    let import = StoreError::Import { line: 3, fault: ImportFault::Order { seq: 41, last: 57 } };
    assert!(said(&import).iter().all(|said| said.contains("41") && said.contains("57")), "{:?}", said(&import));
    let begun = Notice::Begun { bytes: 77, aside: Path::new("aside.db").to_owned() };
    for (notice, word) in [(&begun, "aside.db"), (&Notice::Row { seq: 91 }, "91")] {
        assert!([Lang::En, Lang::Zh].iter().all(|lang| notice.sentence(*lang).contains(word)), "{notice:?}");
    }
}

#[test]
fn why_a_record_cannot_be_written_is_what_the_system_says_of_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("none/record.db");
    for code in [rusqlite::ffi::SQLITE_CANTOPEN, rusqlite::ffi::SQLITE_READONLY, rusqlite::ffi::SQLITE_IOERR] {
        let written = failure(code).of_writing(&nowhere);
        assert!(
            matches!(&written, StoreError::Unwritable { why, .. } if why.kind() == ErrorKind::NotFound),
            "{written}"
        );
        let copied = failure(code).of_copying(&nowhere);
        assert!(matches!(&copied, StoreError::Folder { why, .. } if why.kind() == ErrorKind::NotFound), "{copied}");
        let read = failure(code).of_reading(&nowhere);
        assert!(matches!(&read, StoreError::Folder { why, .. } if why.kind() == ErrorKind::NotFound), "{read}");
    }
    // There is room again, or there was never any other cause than the database's own.
    let full = failure(rusqlite::ffi::SQLITE_FULL).of_writing(&file(&folder));
    assert!(matches!(&full, StoreError::Unwritable { why, .. } if why.kind() == ErrorKind::StorageFull), "{full}");
    assert!(matches!(failure(rusqlite::ffi::SQLITE_CORRUPT).of_writing(&nowhere), StoreError::Database(_)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "trying leaves nothing behind");
}

#[test]
fn a_log_of_pages_larger_than_a_database_can_have_is_none_and_what_is_unfinished_in_it_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    let is_home = |size: u32, ends: u32, page: u8| {
        fs::write(&path, vec![1; size as usize]).unwrap();
        let mut log = [[0; 8].as_slice(), &size.to_be_bytes(), &[0; 4], &[9; 8], &[0; 8]].concat();
        log.extend([[0, 0, 0, 1], ends.to_be_bytes(), [9; 4], [9; 4], [0; 4], [0; 4]].concat());
        log.extend(vec![page; size as usize]);
        fs::write(wal::log_of(&path), log).unwrap();
        wal::is_home(&path).map_err(|why| why.kind())
    };
    assert_eq!([is_home(512, 1, 1), is_home(512, 1, 2), is_home(512, 0, 2)], [Ok(true), Ok(false), Ok(true)]);
    assert_eq!([is_home(1 << 16, 1, 2), is_home(1 << 17, 1, 2)], [Ok(false), Err(ErrorKind::InvalidData)]);
}

#[test]
fn half_the_points_of_an_answer_are_half_a_share() {
    let share = facts::share;
    assert_eq!(
        [share(None, Some(1.0), Some(2.0)), share(None, Some(1.0), None), share(None, None, None)],
        [0.5, 1.0, 0.0]
    );
    assert_eq!([1, 2, 3, 4].map(|rating| share(Some(rating), None, None)), [0.0, 1.0, 1.0, 1.0]);
}

#[test]
fn the_cards_that_were_met_on_a_day_are_those_first_rated_on_it() {
    let mut record = testing::record();
    for (id, hours) in [("a", 0), ("b", 1), ("a", 24), ("c", 25), ("d", 26), ("e", 27)] {
        record.rate(&testing::rating(id, 3, hours)).unwrap();
    }
    record.answer(&answer("q", 1.0)).unwrap();
    let met = |day: &str| record.first_met_on(day.parse().unwrap()).unwrap();
    assert_eq!([met("2026-11-23"), met("2026-11-24"), met("2026-11-25")], [2, 3, 0]);
}
