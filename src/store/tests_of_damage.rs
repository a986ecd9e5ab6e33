//! Records that were damaged, and the first release's record.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use rusqlite::Connection;

use super::testing::{answer, at, change_log, export, file, fill, of_format, opened, read, record_of, tamper};
use super::*;
use crate::schedule::Scheduler;

/// A copy of the record that the first release wrote.
fn first_release() -> (tempfile::TempDir, String) {
    of_format(1)
}

#[test]
fn the_record_of_the_first_release_loses_nothing() {
    let (folder, lines) = first_release();
    let record = opened(folder.path()).unwrap();
    assert_eq!(export(&record), (lines, vec![]));
    assert_eq!((record.check().unwrap(), record.notices()), (vec![], &[][..]));
    let days: u64 = record.days().unwrap().iter().map(|day| day.answers).sum();
    assert_eq!((days, record.last_scores().unwrap().len()), (16, 7));
}

#[test]
fn a_record_of_an_older_format_loses_nothing_whether_it_is_written_or_read() {
    // The second has a suspended card; the third has the rows of a second machine, which suspended it; the fourth has
    // confidences and ratings given while cramming; the fifth and the sixth have the rows of the fourth.
    for format in [2, 3, 4, 5, 6] {
        for open in [opened, read] {
            let (folder, lines) = of_format(format);
            let record = open(folder.path()).unwrap();
            assert_eq!(export(&record), (lines, vec![]), "{format}");
            assert_eq!((record.check().unwrap(), record.notices()), (vec![], &[][..]), "{format}");
            assert_eq!(record.sittings().unwrap().len(), 1, "{format}");
            let today = "2026-11-23".parse().unwrap();
            assert_eq!(record.marked(Mark::Suspended, today).unwrap().len(), 1, "{format}");
        }
    }
}

#[test]
fn a_reader_leaves_the_record_of_the_first_release_as_it_is() {
    let (folder, lines) = first_release();
    let before = fs::read(file(&folder)).unwrap();
    let record = read(folder.path()).unwrap();
    assert_eq!((export(&record), record.check().unwrap()), ((lines, vec![]), vec![]));
    drop(record);
    assert_eq!(fs::read(file(&folder)).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_damaged_row_of_the_first_release_is_carried_over_as_it_is() {
    let (folder, _) = first_release();
    change_log(&folder, "UPDATE log SET given = CAST(x'ff41' AS TEXT) WHERE seq = 14");
    let record = opened(folder.path()).unwrap();
    assert_eq!(record.check().unwrap(), [Flaw::Undecoded { seq: 14 }]);
    assert_eq!(export(&record).1, [14]);
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let (folder, _) = first_release();
    tamper(&folder, "CREATE TABLE days (mine TEXT)");
    let before = fs::read(file(&folder)).unwrap();
    assert!(opened(folder.path()).is_err());
    assert_eq!(fs::read(file(&folder)).unwrap(), before);
}

#[test]
fn a_row_that_was_changed_or_lost_is_named() {
    for (sql, flaws) in [
        ("UPDATE log SET given = 'x' WHERE seq = 12", vec![Flaw::Changed { seq: 12 }]),
        ("UPDATE log SET hash = 'cd' WHERE seq = 3", vec![Flaw::Changed { seq: 3 }]),
        ("UPDATE log SET sum = 1 WHERE seq = 3", vec![Flaw::Changed { seq: 3 }, Flaw::Changed { seq: 4 }]),
        (
            "UPDATE log SET mistake = CAST(x'ff' AS TEXT) WHERE seq = 9",
            vec![Flaw::Changed { seq: 9 }, Flaw::Undecoded { seq: 9 }],
        ),
        ("DELETE FROM log WHERE seq = 20", vec![Flaw::Gap { seq: 21 }, Flaw::Changed { seq: 21 }]),
    ] {
        let folder = record_of(40);
        change_log(&folder, sql);
        let found = read(folder.path()).unwrap().check().unwrap();
        let of_log: Vec<Flaw> = found.into_iter().filter(|flaw| !flaw.is_derived()).collect();
        assert_eq!(of_log, flaws, "{sql}");
    }
}

#[test]
fn damage_near_the_end_is_noticed_at_opening() {
    for (seq, notices) in [(38, vec![Notice::Row { seq: 38 }]), (2, vec![])] {
        let folder = record_of(40);
        change_log(&folder, &format!("UPDATE log SET given = 'x' WHERE seq = {seq}"));
        assert_eq!(read(folder.path()).unwrap().notices(), notices);
        assert_eq!(opened(folder.path()).unwrap().notices(), notices);
    }
}

#[test]
fn a_schema_that_was_changed_is_named() {
    for (sql, name) in [
        ("DROP TRIGGER log_is_never_changed", "log_is_never_changed"),
        ("DROP INDEX log_of_undone", "log_of_undone"),
        ("CREATE TRIGGER more AFTER INSERT ON log BEGIN DELETE FROM cards; END", "more"),
    ] {
        let folder = record_of(3);
        tamper(&folder, sql);
        assert_eq!(read(folder.path()).unwrap().check().unwrap(), [Flaw::Schema { name: name.into() }], "{sql}");
    }
}

#[test]
fn another_programs_database_is_refused_and_left_alone() {
    for sql in [
        "CREATE TABLE notes (text TEXT)",
        "CREATE TABLE log (text TEXT); PRAGMA user_version = 1",
        "PRAGMA application_id = 7; PRAGMA user_version = 2; CREATE TABLE log (text TEXT)",
        "CREATE TABLE t (x); PRAGMA user_version = -1",
    ] {
        let folder = tempfile::tempdir().unwrap();
        Connection::open(file(&folder)).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(file(&folder)).unwrap();
        assert!(matches!(opened(folder.path()), Err(StoreError::Foreign)), "{sql}");
        assert!(matches!(read(folder.path()), Err(StoreError::Foreign)), "{sql}");
        assert_eq!(fs::read(file(&folder)).unwrap(), before, "{sql}");
    }
}

#[test]
fn reading_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("typo");
    assert!(matches!(read(&inside), Err(StoreError::Absent(_))));
    assert!(!inside.exists());
    let folder = record_of(3);
    assert_eq!(read(folder.path()).unwrap().check().unwrap(), []);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_record_that_was_cut_to_nothing_is_told_and_kept() {
    for bytes in [0, 1, 100] {
        let folder = record_of(3);
        fs::OpenOptions::new().write(true).open(file(&folder)).unwrap().set_len(bytes).unwrap();
        assert!(matches!(read(folder.path()), Err(StoreError::CutOff { bytes: found, .. }) if found == bytes));
        let record = opened(folder.path()).unwrap();
        assert!(
            matches!(record.notices(), [Notice::Begun { bytes: found, aside }] if *found == bytes && aside.exists())
        );
        drop(record);
        assert_eq!(opened(folder.path()).unwrap().notices(), []);
    }
}

#[test]
fn a_backup_is_made_whole_or_not_at_all() {
    let folder = record_of(40);
    let to = folder.path().join("copy.db");
    change_log(&folder, "UPDATE log SET given = 'x' WHERE seq = 12");
    let refused = read(folder.path()).unwrap().backup(&to);
    assert!(matches!(refused, Err(StoreError::Damaged(flaws)) if flaws == [Flaw::Changed { seq: 12 }]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_name_like_a_uri_is_a_name() {
    let folder = record_of(3);
    let odd = folder.path().join("file:a?mode=memory");
    fill(&mut opened(&odd).unwrap(), 2);
    assert!(odd.join(Record::FILE).exists());
    for name in ["file:zz.db?mode=memory", ":memory:", "100% #1.db"] {
        let to = folder.path().join(name);
        read(&odd).unwrap().backup(&to).unwrap();
        assert_eq!(Record::read_file(&to, Scheduler::default()).unwrap().check().unwrap(), [], "{name}");
    }
}

#[test]
fn a_day_has_one_backup_and_ten_are_kept() {
    let folder = record_of(2);
    let first: jiff::civil::Date = "2026-11-23".parse().unwrap();
    for days in 0..12 {
        let day = first.saturating_add(jiff::ToSpan::days(days));
        for _ in 0..2 {
            let mut record = opened(folder.path()).unwrap();
            record.begin_daily_backup(day);
            fill(&mut record, 1);
            record.daily_backup_done().unwrap();
        }
    }
    let backups = Record::backups(folder.path(), "2026-12-04".parse().unwrap());
    assert_eq!(backups.len(), 10);
    assert!(backups[0].ends_with("backups/record-2026-12-04.db"), "{backups:?}");
    let kept = Record::read_file(&backups[0], Scheduler::default()).unwrap();
    assert_eq!(kept.check().unwrap(), []);
    assert!((24..=25).contains(&export(&kept).0.lines().count()));
}

#[test]
fn backups_of_days_that_a_wrong_clock_named_are_the_first_to_go() {
    let folder = record_of(2);
    let backup = |day: jiff::civil::Date| {
        let mut record = opened(folder.path()).unwrap();
        record.begin_daily_backup(day);
        record.daily_backup_done().unwrap();
    };
    (1..=11).for_each(|day| backup(jiff::civil::date(2099, 1, day)));
    let days = [jiff::civil::date(2026, 12, 5), jiff::civil::date(2026, 12, 6)];
    days.into_iter().for_each(backup);
    let backups = Record::backups(folder.path(), days[1]);
    let names: Vec<_> = backups.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(
        (names.len(), &names[..3]),
        (10, &["record-2026-12-06.db", "record-2026-12-05.db", "record-2099-01-11.db"][..])
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_the_record_is_kept_and_what_it_leads_to_is_restored() {
    let (folder, real) = (record_of(3), tempfile::tempdir().unwrap());
    let there = real.path().join("real.db");
    fs::rename(file(&folder), &there).unwrap();
    std::os::unix::fs::symlink(&there, file(&folder)).unwrap();
    let backup = real.path().join("backup.db");
    read(folder.path()).unwrap().backup(&backup).unwrap();
    fill(&mut opened(folder.path()).unwrap(), 2);
    let restored = Record::restore(folder.path(), &backup, &Scheduler::default()).unwrap();
    assert!(fs::symlink_metadata(file(&folder)).unwrap().is_symlink());
    assert_eq!(export(&read(folder.path()).unwrap()).0.lines().count(), 3);
    let aside = Record::read_file(&restored.aside.unwrap(), Scheduler::default()).unwrap();
    assert_eq!(export(&aside).0.lines().count(), 5);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_where_another_file_took_the_place_of_the_record() {
    let harm: [fn(&Path); 3] = [
        |path| fs::remove_file(path).unwrap(),
        |path| fs::remove_dir_all(path.parent().unwrap()).unwrap(),
        |path| {
            fs::copy(path, path.with_extension("new")).unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        },
    ];
    for harm in harm {
        let folder = record_of(3);
        let mut record = opened(folder.path()).unwrap();
        fill(&mut record, 1);
        harm(&file(&folder));
        let refused = record.answer(&answer("q1", 1.0));
        assert!(matches!(refused, Err(StoreError::Moved(path)) if path == file(&folder)));
    }
}

#[test]
fn a_restored_record_takes_the_place_of_the_old_one_which_is_kept() {
    let (folder, other) = (record_of(9), record_of(4));
    let restored = Record::restore(folder.path(), &file(&other), &Scheduler::default()).unwrap();
    let aside = restored.aside.unwrap();
    assert_eq!(export(&opened(folder.path()).unwrap()).0.lines().count(), 4);
    assert_eq!(export(&Record::read_file(&aside, Scheduler::default()).unwrap()).0.lines().count(), 9);
    change_log(&other, "UPDATE log SET given = 'x' WHERE seq = 2");
    let damaged = Record::restore(folder.path(), &file(&other), &Scheduler::default());
    assert!(matches!(damaged, Err(StoreError::Damaged(_))), "{damaged:?}");
    assert_eq!(export(&opened(folder.path()).unwrap()).0.lines().count(), 4);
}

#[test]
fn a_record_that_is_open_is_not_replaced() {
    let (folder, other) = (record_of(9), record_of(4));
    let mut record = opened(folder.path()).unwrap();
    fill(&mut record, 1);
    let refused = Record::restore(folder.path(), &file(&other), &Scheduler::default());
    assert!(matches!(refused, Err(StoreError::InUse)), "{refused:?}");
    fill(&mut record, 1);
    assert_eq!((export(&record).0.lines().count(), record.check().unwrap()), (11, vec![]));
}

#[test]
fn what_is_derived_is_made_anew() {
    let folder = record_of(9);
    tamper(&folder, "UPDATE items SET score = 7; DELETE FROM days");
    assert_eq!(read(folder.path()).unwrap().check().unwrap(), [Flaw::Derived]);
    assert_eq!(Record::repair(folder.path(), &Scheduler::default()).unwrap(), Repaired::Derived);
    assert_eq!(Record::repair(folder.path(), &Scheduler::default()).unwrap(), Repaired::Sound);
}

#[test]
fn a_damaged_log_gives_up_all_rows_that_can_be_read() {
    let folder = record_of(40);
    let mut record = opened(folder.path()).unwrap();
    record.undo(20, &at(0)).unwrap();
    record.undo(21, &at(0)).unwrap();
    drop(record);
    change_log(
        &folder,
        "UPDATE log SET given = CAST(x'ff' AS TEXT) WHERE seq = 20; UPDATE log SET hash = 'cd' WHERE seq = 5",
    );
    let (_, passed_over) = export(&read(folder.path()).unwrap());
    assert_eq!(passed_over, [20]);
    let repaired = Record::repair(folder.path(), &Scheduler::default()).unwrap();
    assert!(matches!(&repaired, Repaired::Salvaged { kept: 40, lost: 2, aside } if aside.exists()), "{repaired:?}");
    let record = opened(folder.path()).unwrap();
    assert_eq!((record.check().unwrap(), export(&record).0.lines().count()), (vec![], 40));
}

#[test]
fn bits_that_flip_are_told_and_never_pass_for_sound() {
    let folder = record_of(300);
    let whole = fs::read(file(&folder)).unwrap();
    let (expected, _) = export(&read(folder.path()).unwrap());
    for n in 0..120_usize {
        let mut bytes = whole.clone();
        // Spread over the file, in an order without a pattern.
        bytes[(n * 7919 + 1009) * 37 % whole.len()] ^= 1 << (n % 8);
        fs::write(file(&folder), &bytes).unwrap();
        let Ok(record) = read(folder.path()) else { continue };
        let flaws = record.check();
        let mut out = Vec::new();
        let exported = record.export(&mut out);
        if flaws.is_ok_and(|flaws| flaws.is_empty()) {
            assert!(exported.is_ok_and(|passed_over| passed_over.is_empty()), "flip {n}");
            assert_eq!(String::from_utf8(out).unwrap(), expected, "flip {n}");
        }
    }
}

#[test]
fn a_page_that_cannot_be_read_costs_its_rows_alone() {
    let folder = record_of(2000);
    let page = 4096;
    let mut bytes = fs::read(file(&folder)).unwrap();
    let middle = bytes.windows(9).position(|w| w == b"given 999").unwrap() / page * page;
    bytes[middle..middle + page].fill(0);
    fs::write(file(&folder), &bytes).unwrap();
    let record = read(folder.path()).unwrap();
    let (lines, passed_over) = export(&record);
    assert!(lines.lines().count() > 1800 && !passed_over.is_empty(), "{} {passed_over:?}", lines.lines().count());
    drop(record);
    let repaired = Record::repair(folder.path(), &Scheduler::default()).unwrap();
    assert!(matches!(repaired, Repaired::Salvaged { kept, .. } if kept == lines.lines().count()), "{repaired:?}");
    assert_eq!(opened(folder.path()).unwrap().check().unwrap(), []);
}

#[cfg(unix)]
#[test]
fn the_record_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/b");
    let mut record = opened(&data).unwrap();
    fill(&mut record, 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join(Record::FILE)), mode(&data.join("record.db-wal"))), (0o700, 0o600, 0o600));
    record.backup(&data.join("copy.db")).unwrap();
    assert_eq!(mode(&data.join("copy.db")), 0o600);
}

#[test]
fn an_import_tells_the_line_of_whatever_is_wrong() {
    let row =
        r#"{"type":"answer","seq":1,"at":"2026-11-23T10:00:00Z","of":"card","id":"c","rating":3,"ms":5,"hash":""}"#;
    let long = format!("{row}\n\"{}\"\n", "x".repeat(2 << 20));
    let large = format!("{row}\n{}\n", row.replace("\"seq\":1", "\"seq\":2").replace(":5,", ":9999999999999999999,"));
    let bytes = [row.as_bytes(), b"\n\xff\n"].concat();
    for (input, fault) in [
        (long.into_bytes(), ImportFault::Long { bound: 1 << 20 }),
        (large.into_bytes(), ImportFault::Row { of: "card" }),
        (bytes, ImportFault::Text),
    ] {
        let mut record = Record::in_memory(Scheduler::default()).unwrap();
        let failed = record.import(&mut Cursor::new(input));
        assert!(matches!(&failed, Err(StoreError::Import { line: 2, fault: found }) if *found == fault), "{failed:?}");
        assert_eq!(export(&record).0, "");
    }
}
