//! What a row, a segment and a line of an import must have to be taken.

use std::fs::{self, File};
use std::io::Cursor;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::log::{Answer, Origin};
use super::testing::{answer, minutes, rating, record};
use super::*;
use crate::schedule::Scheduler;

/// A row with some of its fields changed; null takes one away.
fn with(row: &Value, changes: &Value) -> Value {
    let mut row = row.clone();
    for (key, value) in changes.as_object().unwrap() {
        row[key] = value.clone();
    }
    row.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    row
}

#[test]
fn an_answer_has_what_its_kind_has_within_bounds_and_nothing_of_another_kind() {
    let at = "2026-11-23T10:00:00.000+08:00";
    let question = json!({ "seq": 1, "at": at, "of": "question", "id": "q", "given": "A", "score": 0.5, "ms": 7 });
    let card = json!({ "seq": 1, "at": at, "of": "card", "id": "c", "rating": 3, "ms": 7 });
    for (row, changes, formed) in [
        (&question, json!({}), true),
        (&question, json!({ "points": 2.5, "confidence": 1.0, "hints": 1, "paper": "p" }), true),
        (&question, json!({ "of": "exercise", "confidence": 0.0 }), true),
        (&question, json!({ "score": 0.5 }), true),
        (&question, json!({ "score": 2.5, "points": 2.5 }), true),
        (&question, json!({ "score": 1.01 }), false),
        (&question, json!({ "score": 3.0, "points": 2.5 }), false),
        (&question, json!({ "score": -0.5 }), false),
        (&question, json!({ "points": 0.0 }), false),
        (&question, json!({ "points": -1.0 }), false),
        (&question, json!({ "confidence": 1.01 }), false),
        (&question, json!({ "confidence": -0.01 }), false),
        (&question, json!({ "hints": 0 }), false),
        (&question, json!({ "ms": i64::MAX as u64 + 1 }), false),
        (&question, json!({ "given": null }), false),
        (&question, json!({ "score": null }), false),
        (&question, json!({ "rating": 3 }), false),
        (&question, json!({ "cram": true }), false),
        (&card, json!({}), true),
        (&card, json!({ "rating": 1, "cram": true }), true),
        (&card, json!({ "rating": 4 }), true),
        (&card, json!({ "rating": 0 }), false),
        (&card, json!({ "rating": 5 }), false),
        (&card, json!({ "rating": null }), false),
        (&card, json!({ "given": "A" }), false),
        (&card, json!({ "score": 1.0 }), false),
        (&card, json!({ "points": 1.0 }), false),
        (&card, json!({ "paper": "p" }), false),
    ] {
        let answer: Answer = serde_json::from_value(with(row, &changes)).unwrap();
        assert_eq!(answer.is_formed(), formed, "{changes} of {row}");
        let endless = Answer { points: Some(f64::INFINITY), ..answer };
        assert!(!endless.is_formed());
    }
}

#[test]
fn the_origin_of_a_row_is_a_device_and_a_place() {
    let read = |text: &str| Origin::try_from(text.to_owned()).ok().map(String::from);
    let longest = "a".repeat(64);
    for good in ["abc/1", "A1/9223372036854775807", &format!("{longest}/2")] {
        assert_eq!(read(good).as_deref(), Some(good));
    }
    for bad in
        ["abc", "abc/", "/1", "abc/0", "abc/-1", "abc/9223372036854775808", "a b/1", "a/b/1", &format!("{longest}a/2")]
    {
        assert_eq!(read(bad), None, "{bad}");
    }
}

fn export(record: &Record) -> String {
    let mut out = Vec::new();
    record.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_import_may_begin_with_a_mark_and_end_without_a_line_break() {
    let mut whole = record();
    whole.rate(&rating("c", 3, 0)).unwrap();
    let lines = export(&whole);
    let mut copy = record();
    let imported = copy.import(&mut Cursor::new(format!("\u{feff}{}", lines.trim_end()))).unwrap();
    assert_eq!((imported, export(&copy)), (Imported { added: 1, known: 0 }, lines));
}

#[test]
fn the_later_part_of_an_export_is_numbered_from_1() {
    let mut whole = record();
    for hours in 0..3 {
        whole.rate(&rating("c", 3, hours)).unwrap();
    }
    let later = export(&whole).lines().skip(1).collect::<Vec<_>>().join("\n");
    let mut copy = record();
    copy.import(&mut Cursor::new(later)).unwrap();
    assert!(export(&copy).starts_with(r#"{"type":"answer","seq":1,"#), "{}", export(&copy));
    assert_eq!(copy.check().unwrap(), []);
}

#[test]
fn what_was_said_last_of_a_mark_holds_whenever_it_was_written_down() {
    let mut record = record();
    let mut mark = |minute, id: &str, on| {
        record.mark(&Marked { at: minutes(minute), id: id.into(), code: None, mark: Mark::Suspended, on }).unwrap();
    };
    mark(5, "kept", true);
    mark(3, "kept", false);
    mark(3, "gone", true);
    mark(5, "gone", false);
    mark(7, "twice", false);
    mark(7, "twice", true);
    let marked = record.marked(Mark::Suspended, minutes(60).date()).unwrap();
    assert_eq!(marked, ["kept".to_owned(), "twice".to_owned()].into());
    assert_eq!(record.check().unwrap(), [], "the log replayed says the same");
}

#[test]
fn an_answer_that_comes_late_takes_its_place_among_those_of_its_question() {
    let mut record = record();
    for (minute, score) in [(5, 1.0), (3, 0.0), (9, 0.5), (9, 0.25)] {
        record.answer(&Answered { at: minutes(minute), ..answer("q", score) }).unwrap();
    }
    let scores = record.last_scores().unwrap();
    assert_eq!(scores, [("q".to_owned(), 0.25)].into(), "the last in time, and of one time the last written");
    assert_eq!(record.check().unwrap(), []);
}

#[test]
fn what_a_copy_left_unfinished_goes_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let backups = folder.path().join(Record::BACKUPS);
    fs::create_dir(&backups).unwrap();
    let old = SystemTime::now() - Duration::from_secs(25 * 60 * 60);
    for (name, aged) in [(".dlrev-old", true), (".dlrev-new", false), ("notes.txt", true)] {
        let file = File::create(backups.join(name)).unwrap();
        if aged {
            file.set_modified(old).unwrap();
        }
    }
    let mut record = Record::open(folder.path(), Scheduler::default()).unwrap();
    record.answer(&answer("q", 1.0)).unwrap();
    record.begin_daily_backup(minutes(0).date());
    record.daily_backup_done().unwrap();
    let there = |name: &str| backups.join(name).exists();
    assert_eq!([there(".dlrev-old"), there(".dlrev-new"), there("notes.txt")], [false, true, true]);
}

#[test]
fn two_rows_of_one_place_of_another_record_are_told_by_their_line() {
    let row = |seq: u64, given: &str, ms: u64| {
        format!(
            r#"{{"type":"answer","seq":{seq},"at":"2026-11-23T10:00:00.000+08:00","of":"question","id":"q1","given":"{given}","score":1,"ms":{ms},"hash":"","from":"abc/1"}}"#
        )
    };
    let import = |record: &mut Record, lines: &[String]| record.import(&mut Cursor::new(lines.join("\n")));
    let fault = |done: Result<Imported, StoreError>| match done {
        Err(StoreError::Import { line, fault }) => (line, fault),
        other => panic!("{other:?}"),
    };
    let origin = ImportFault::Origin { device: "abc".into(), seq: 1 };
    let mut record = record();
    assert_eq!(fault(import(&mut record, &[row(1, "A", 7), row(2, "B", 7)])), (2, origin.clone()));
    assert_eq!(import(&mut record, &[row(1, "A", 7)]).unwrap().added, 1);
    assert_eq!(import(&mut record, &[row(1, "A", 7)]).unwrap().known, 1);
    assert_eq!(fault(import(&mut record, &[row(1, "B", 7)])), (1, origin));
    // A time that no answer takes: sums of such would leave their bounds.
    let endless = fault(import(&mut record, &[row(1, "C", i64::MAX as u64)]));
    assert_eq!(endless, (1, ImportFault::Row { of: "question" }));
}
