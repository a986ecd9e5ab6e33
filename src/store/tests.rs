use std::io::Cursor;

use jiff::ToSpan as _;
use proptest::prelude::*;

use super::*;
use crate::schedule::{Clock, Scheduler};

fn at(hours: i64) -> jiff::ZonedDateTime {
    Clock::still("2026-11-23T10:00:00+08:00").unwrap().now().saturating_add(hours.hours())
}

fn record() -> Record {
    Record::in_memory(Scheduler::default()).unwrap()
}

fn rating(id: &str, rating: u8, hours: i64) -> Rated {
    Rated { at: at(hours), id: id.into(), code: None, rating, ms: 5, hash: "ab".into() }
}

fn answer(id: &str, score: f64) -> Answered {
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
    }
}

fn export(record: &Record) -> String {
    let mut out = Vec::new();
    record.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_export_is_what_the_contract_shows() {
    let mut record = record();
    record.answer(&answer("cnn.q12", 0.0)).unwrap();
    let reviewed = record.rate(&rating("cnn.c3", 3, 0)).unwrap();
    record.rate(&rating("cnn.c4", 3, 0)).unwrap();
    record.undo(3, &at(0)).unwrap();
    assert_eq!((reviewed.seq, reviewed.due.to_string()), (2, "2026-11-25".to_owned()));
    let expected = concat!(
        r#"{"type":"answer","seq":1,"at":"2026-11-23T10:00:00.000+08:00","of":"question","id":"cnn.q12","given":"A","score":0,"mistake":"padding-once","ms":8120,"hash":"ab"}"#,
        "\n",
        r#"{"type":"answer","seq":2,"at":"2026-11-23T10:00:00.000+08:00","of":"card","id":"cnn.c3","rating":3,"ms":5,"hash":"ab"}"#,
        "\n",
        r#"{"type":"answer","seq":3,"at":"2026-11-23T10:00:00.000+08:00","of":"card","id":"cnn.c4","rating":3,"ms":5,"hash":"ab"}"#,
        "\n",
        r#"{"type":"undo","seq":4,"at":"2026-11-23T10:00:00.000+08:00","undoes":3}"#,
        "\n",
        r#"{"type":"card","id":"cnn.c3","stability":2.3065,"difficulty":2.118104,"due":"2026-11-25","reviews":1}"#,
        "\n",
    );
    assert_eq!(export(&record), expected);
}

#[test]
fn what_is_previewed_is_what_a_rating_gives() {
    let mut record = record();
    record.rate(&rating("c", 3, 0)).unwrap();
    for number in 1..=4 {
        let preview = record.preview("c", &at(50)).unwrap();
        let reviewed = record.rate(&rating("c", number, 50)).unwrap();
        assert_eq!(preview[usize::from(number) - 1], reviewed.due);
        record.undo(reviewed.seq, &at(50)).unwrap();
    }
}

#[test]
fn nothing_is_taken_back_twice_or_that_is_not_there() {
    let mut record = record();
    let seq = record.answer(&answer("q", 1.0)).unwrap();
    record.undo(seq, &at(0)).unwrap();
    assert!(matches!(record.undo(seq, &at(0)), Err(StoreError::Undo(1))));
    assert!(matches!(record.undo(2, &at(0)), Err(StoreError::Undo(2))));
    assert!(matches!(record.undo(9, &at(0)), Err(StoreError::Undo(9))));
    assert!(record.last_scores().unwrap().is_empty());
}

#[test]
fn the_log_cannot_be_changed() {
    let mut record = record();
    record.answer(&answer("q", 1.0)).unwrap();
    assert!(record.db.execute("UPDATE log SET score = 2", []).is_err());
    assert!(record.db.execute("DELETE FROM log", []).is_err());
}

#[test]
fn a_state_that_the_log_does_not_give_is_found() {
    let mut record = record();
    record.rate(&rating("c", 3, 0)).unwrap();
    assert_eq!(record.check().unwrap(), []);
    record.db.execute("UPDATE cards SET stability = 9", []).unwrap();
    assert_eq!(record.check().unwrap(), [Flaw::Card { id: "c".into() }]);
}

#[test]
fn a_wrong_line_leaves_the_record_as_it_was() {
    let good = r#"{"type":"answer","seq":1,"at":"2026-11-23T10:00:00.000+08:00","of":"card","id":"c","rating":3,"ms":5,"hash":"ab"}"#;
    for bad in [
        "{",
        r#"{"type":"answer","seq":1,"at":"2026-11-23T10:00:00.000+08:00","of":"card","id":"c","rating":3,"ms":5,"hash":"ab"}"#,
        r#"{"type":"answer","seq":2,"at":"yesterday","of":"card","id":"c","rating":3,"ms":5,"hash":"ab"}"#,
        r#"{"type":"answer","seq":2,"at":"2026-11-23T10:00:00Z","of":"card","id":"c","rating":5,"ms":5,"hash":"ab"}"#,
        r#"{"type":"answer","seq":2,"at":"2026-11-23T10:00:00Z","of":"question","id":"c","rating":3,"ms":5,"hash":"ab"}"#,
        r#"{"type":"undo","seq":2,"at":"2026-11-23T10:00:00Z","undoes":7}"#,
        r#"{"type":"undo","seq":2,"at":"2026-11-23T10:00:00Z","undoes":2}"#,
        r#"{"type":"undo","seq":2,"at":"2026-11-23T10:00:00Z","undoes":1,"more":1}"#,
    ] {
        let mut record = record();
        let failed = record.import(&mut Cursor::new(format!("{good}\n{bad}\n")));
        assert!(matches!(failed, Err(StoreError::Import { line: 2, .. })), "{bad}: {failed:?}");
        assert_eq!(export(&record), "", "{bad}");
    }
}

#[test]
fn a_derived_line_is_passed_over_whatever_stands_in_it() {
    let mut record = record();
    record.rate(&rating("c", 3, 0)).unwrap();
    let lines = export(&record) + "{\"type\":\"card\",\"id\":7,\"of a later version\":true}\n";
    let mut copy = self::record();
    copy.import(&mut Cursor::new(lines)).unwrap();
    assert_eq!(export(&copy), export(&record));
}

#[test]
fn rows_without_gaps_keep_their_places_and_others_are_numbered_anew() {
    let mut whole = record();
    for n in 0..3 {
        whole.rate(&rating("c", 3, n)).unwrap();
    }
    let lines = export(&whole);
    let second_gone: String =
        lines.lines().filter(|line| !line.contains("\"seq\":2")).map(|l| l.to_owned() + "\n").collect();
    let mut copy = record();
    assert_eq!(copy.import(&mut Cursor::new(second_gone)).unwrap(), Imported { added: 2, known: 0 });
    assert_eq!(copy.check().unwrap(), []);
}

#[test]
fn what_both_took_back_is_taken_back_once() {
    let (mut ours, mut theirs) = (record(), record());
    for (hours, r) in [&mut ours, &mut theirs].into_iter().enumerate() {
        r.rate(&rating("shared", 3, 0)).unwrap();
        r.undo(1, &at(1 + hours as i64)).unwrap();
    }
    assert_eq!(ours.import(&mut Cursor::new(export(&theirs))).unwrap(), Imported { added: 0, known: 2 });
    assert_eq!(ours.check().unwrap(), []);
}

#[test]
fn two_devices_come_to_the_same_states() {
    let (mut ours, mut theirs) = (record(), record());
    ours.rate(&rating("c", 3, 0)).unwrap();
    theirs.rate(&rating("c", 2, 24)).unwrap();
    ours.rate(&rating("c", 1, 48)).unwrap();
    theirs.rate(&rating("c", 3, 96)).unwrap();
    let (from_ours, from_theirs) = (export(&ours), export(&theirs));
    ours.import(&mut Cursor::new(from_theirs)).unwrap();
    theirs.import(&mut Cursor::new(from_ours)).unwrap();
    assert_eq!(ours.cards().unwrap(), theirs.cards().unwrap());
    assert_eq!((ours.check().unwrap(), theirs.check().unwrap()), (vec![], vec![]));
}

#[test]
fn a_rating_before_an_earlier_one_takes_its_place_in_time() {
    let (mut set_back, mut in_order) = (record(), record());
    for hours in [0, 72, 24] {
        set_back.rate(&rating("c", 3, hours)).unwrap();
    }
    for hours in [0, 24, 72] {
        in_order.rate(&rating("c", 3, hours)).unwrap();
    }
    assert_eq!(set_back.cards().unwrap(), in_order.cards().unwrap());
    assert_eq!(set_back.check().unwrap(), []);
    assert_eq!(set_back.last_at().unwrap().unwrap().timestamp(), at(24).timestamp());
}

#[test]
fn two_records_are_merged_without_doubles() {
    let (mut ours, mut theirs) = (record(), record());
    for r in [&mut ours, &mut theirs] {
        r.rate(&rating("shared", 3, 0)).unwrap();
    }
    ours.rate(&rating("a", 3, 1)).unwrap();
    theirs.rate(&rating("b", 2, 2)).unwrap();
    theirs.undo(1, &at(3)).unwrap();
    let imported = ours.import(&mut Cursor::new(export(&theirs))).unwrap();
    assert_eq!(imported, Imported { added: 2, known: 1 });
    let ids: Vec<String> = ours.cards().unwrap().into_iter().map(|c| c.id).collect();
    assert_eq!(ids, ["a", "b"]);
    let again = ours.import(&mut Cursor::new(export(&theirs))).unwrap();
    assert_eq!(again, Imported { added: 0, known: 3 });
    assert_eq!(ours.check().unwrap(), []);
}

#[test]
fn a_newer_record_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    Record::open(folder.path(), Scheduler::default()).unwrap().db.pragma_update(None, "user_version", 99).unwrap();
    let refused = Record::open(folder.path(), Scheduler::default());
    assert!(matches!(refused, Err(StoreError::Newer { found: 99, .. })), "{refused:?}");
}

#[test]
fn a_backup_is_the_same_record_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = Record::open(&folder.path().join("a"), Scheduler::default()).unwrap();
    record.rate(&rating("c", 3, 0)).unwrap();
    let copy = folder.path().join("b");
    std::fs::create_dir(&copy).unwrap();
    record.backup(&copy.join(Record::FILE)).unwrap();
    assert_eq!(export(&Record::open(&copy, Scheduler::default()).unwrap()), export(&record));
    assert!(matches!(record.backup(&copy.join(Record::FILE)), Err(StoreError::Exists(_))));
}

#[test]
fn two_processes_write_one_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    std::thread::scope(|scope| {
        for name in ["a", "b"] {
            let path = path.clone();
            scope.spawn(move || {
                let mut record = Record::open(&path, Scheduler::default()).unwrap();
                for n in 0..10 {
                    record.rate(&rating(&format!("{name}{n}"), 3, 0)).unwrap();
                }
            });
        }
    });
    let record = Record::open(&path, Scheduler::default()).unwrap();
    assert_eq!(record.cards().unwrap().len(), 20);
    assert_eq!(record.check().unwrap(), []);
}

/// A step of a random session: a rating of a card some hours later, or taking back the last rating that stands.
#[derive(Clone, Debug)]
enum Step {
    Rate(u8, u8, i64),
    Undo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let rate = (0..4_u8, 1..=4_u8, -5..100_i64).prop_map(|(card, rating, hours)| Step::Rate(card, rating, hours));
    prop::collection::vec(prop_oneof![3 => rate, 1 => Just(Step::Undo)], 0..25)
}

fn played(steps: &[Step]) -> Record {
    let mut record = record();
    let (mut hours, mut standing) = (0, Vec::new());
    for step in steps {
        match step {
            Step::Rate(card, number, later) => {
                hours += later;
                standing.push(record.rate(&rating(&format!("c{card}"), *number, hours)).unwrap().seq);
            }
            Step::Undo => {
                if let Some(seq) = standing.pop() {
                    record.undo(seq, &at(hours)).unwrap();
                }
            }
        }
    }
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn replaying_the_log_gives_the_kept_states(steps in steps()) {
        prop_assert_eq!(played(&steps).check().unwrap(), vec![]);
    }

    #[test]
    fn an_export_on_an_empty_record_gives_the_same_export(steps in steps()) {
        let first = export(&played(&steps));
        let mut copy = record();
        copy.import(&mut Cursor::new(first.clone())).unwrap();
        prop_assert_eq!(export(&copy), first);
    }

    #[test]
    fn taking_back_an_answer_leaves_the_states_as_they_were(steps in steps(), card in 0..4_u8, number in 1..=4_u8) {
        let mut record = played(&steps);
        let before = record.cards().unwrap();
        let seq = record.rate(&rating(&format!("c{card}"), number, 900)).unwrap().seq;
        record.undo(seq, &at(900)).unwrap();
        prop_assert_eq!(record.cards().unwrap(), before);
    }
}
