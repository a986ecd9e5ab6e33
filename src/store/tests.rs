use std::io::Cursor;

use proptest::prelude::*;

use super::testing::{answer, at, rating, record, unless_handed_in};
use super::*;
use crate::schedule::Scheduler;

fn export(record: &Record) -> String {
    let mut out = Vec::new();
    assert_eq!(record.export(&mut out).unwrap(), Vec::<u64>::new());
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
fn another_retention_holds_for_the_record_that_is_open() {
    let mut record = record();
    record.rate(&rating("c", 4, 0)).unwrap();
    let before = record.due().unwrap()["c"];
    record.reschedule(&Scheduler::new(Some(0.97))).unwrap();
    assert!(record.due().unwrap()["c"] < before, "{before}");
    assert!(record.preview("c", &at(50)).unwrap()[3] < self::record().preview("c", &at(50)).unwrap()[3]);
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
    record.db.execute("UPDATE days SET answers = 9", []).unwrap();
    assert_eq!(record.check().unwrap(), [Flaw::Card { id: "c".into() }, Flaw::Derived]);
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

#[test]
fn a_mark_says_with_which_numbers_it_was_set_until_it_is_taken_away() {
    let mut record = record();
    let mark = |code: Option<&str>, on, hours| Marked {
        at: at(hours),
        id: "q1".into(),
        code: code.map(str::to_owned),
        mark: Mark::Flagged,
        on,
    };
    let variants = |record: &Record| record.marked_variants(Mark::Flagged).unwrap().into_values().collect::<Vec<_>>();
    record.mark(&mark(Some("conv@1.2:8F3A-C21D"), true, 0)).unwrap();
    assert_eq!(variants(&record), ["conv@1.2:8F3A-C21D"]);
    let lines = export(&record);
    assert!(lines.contains(r#""id":"q1","code":"conv@1.2:8F3A-C21D","mark":"flagged","on":true}"#), "{lines}");
    let mut copy = self::record();
    copy.import(&mut Cursor::new(lines)).unwrap();
    assert_eq!((variants(&copy), copy.check().unwrap()), (variants(&record), vec![]));
    record.mark(&mark(None, false, 1)).unwrap();
    assert!(variants(&record).is_empty());
    record.mark(&mark(None, true, 2)).unwrap();
    assert!(variants(&record).is_empty(), "what has no numbers has none");
}

#[test]
fn hints_confidence_marks_and_papers_are_in_the_log_and_come_back() {
    let mut record = record();
    let with = Answered { hints: 2, confidence: Some(0.7), points: 2.0, ..answer("q1", 1.0) };
    record.answer(&with).unwrap();
    record.rate(&Rated { cram: true, ..rating("c", 1, 0) }).unwrap();
    let mark = |id: &str, mark, on| Marked { at: at(0), id: id.into(), code: None, mark, on };
    record.mark(&mark("c", Mark::Suspended, true)).unwrap();
    record.mark(&mark("d", Mark::Buried, true)).unwrap();
    record.mark(&mark("q1", Mark::Flagged, true)).unwrap();
    record.mark(&mark("q1", Mark::Flagged, false)).unwrap();
    let paper = |event| PaperRow { at: at(0), code: "exam:1".into(), event, plan: None };
    record.paper(&paper(PaperEvent::Begun)).unwrap();
    let on_paper = Answered { paper: Some("exam:1".into()), ..answer("q2", 1.0) };
    record.answer(&on_paper).unwrap();
    let lines = export(&record);
    for part in [
        r#""score":1,"points":2,"mistake":"padding-once","ms":8120,"hash":"ab","hints":2,"confidence":0.7}"#,
        r#""rating":1,"ms":5,"hash":"ab","cram":true}"#,
        r#"{"type":"mark","seq":3,"at":"2026-11-23T10:00:00.000+08:00","id":"c","mark":"suspended","on":true}"#,
        r#"{"type":"paper","seq":7,"at":"2026-11-23T10:00:00.000+08:00","code":"exam:1","event":"begun"}"#,
        r#""hash":"ab","paper":"exam:1"}"#,
    ] {
        assert!(lines.contains(part), "{part}\n{lines}");
    }
    let mut copy = self::record();
    copy.import(&mut Cursor::new(lines.clone())).unwrap();
    assert_eq!(export(&copy), lines);
    for record in [&record, &copy] {
        assert_eq!(record.check().unwrap(), []);
        assert_eq!(record.cards().unwrap(), [], "a card that was crammed is not learnt");
        let today = crate::schedule::day_of(&at(0));
        let marked = |mark, day| record.marked(mark, day).unwrap().into_iter().collect::<Vec<_>>();
        assert_eq!(marked(Mark::Suspended, today), ["c"]);
        assert_eq!(
            (marked(Mark::Buried, today), marked(Mark::Buried, today.tomorrow().unwrap())),
            (vec!["d".into()], vec![])
        );
        assert_eq!(marked(Mark::Flagged, today), Vec::<String>::new());
        let sittings = record.sittings().unwrap();
        let [sitting] = sittings.as_slice() else { panic!("{sittings:?}") };
        assert_eq!((sitting.code.as_str(), &sitting.begun), ("exam:1", &paper(PaperEvent::Begun).at));
        assert_eq!(sitting.answers, [(8, on_paper.clone())]);
    }
}

#[test]
fn the_last_answer_of_the_day_is_found_once_it_is_not_taken_back() {
    let mut record = record();
    let today = crate::schedule::day_of(&at(0));
    let last = |record: &Record, of| record.last_answer(of, today).unwrap().map(|last| last.seq);
    assert_eq!(last(&record, None), None);
    record.answer(&answer("q1", 1.0)).unwrap();
    record.rate(&rating("c", 3, 0)).unwrap();
    record.answer(&Answered { paper: Some("p".into()), ..answer("q2", 1.0) }).unwrap();
    assert_eq!([last(&record, None), last(&record, Some(Of::Question))], [Some(2), Some(1)]);
    record.undo(2, &at(0)).unwrap();
    assert_eq!([last(&record, None), last(&record, Some(Of::Card))], [Some(1), None]);
    assert_eq!(record.last_answer(None, today.tomorrow().unwrap()).unwrap(), None);
}

/// A step of a random session: a rating of a card some hours later, or taking back the last rating that stands.
#[derive(Clone, Debug)]
enum Step {
    Rate(u8, u8, i64),
    Answer(u8, bool, Option<u8>),
    Mark(u8, u8, bool),
    Paper(u8, u8),
    Undo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let rate = (0..4_u8, 1..=4_u8, -5..100_i64).prop_map(|(card, rating, hours)| Step::Rate(card, rating, hours));
    let answer = (0..4_u8, any::<bool>(), prop::option::of(0..2_u8))
        .prop_map(|(question, right, paper)| Step::Answer(question, right, paper));
    let mark = (0..4_u8, 0..3_u8, any::<bool>()).prop_map(|(item, mark, on)| Step::Mark(item, mark, on));
    let paper = (0..2_u8, 0..4_u8).prop_map(|(paper, event)| Step::Paper(paper, event));
    prop::collection::vec(prop_oneof![3 => rate, 3 => answer, 1 => mark, 1 => paper, 2 => Just(Step::Undo)], 0..40)
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
            Step::Answer(question, right, paper) => {
                let paper = paper.map(|paper| format!("p{paper}"));
                let given = Answered { paper, at: at(hours), ..answer(&format!("q{question}"), f64::from(*right)) };
                standing.extend(unless_handed_in(record.answer(&given)));
            }
            Step::Mark(item, mark, on) => {
                let mark = [Mark::Suspended, Mark::Buried, Mark::Flagged][usize::from(*mark)];
                record.mark(&Marked { at: at(hours), id: format!("c{item}"), code: None, mark, on: *on }).unwrap();
            }
            Step::Paper(paper, event) => {
                let events = [PaperEvent::Begun, PaperEvent::Paused, PaperEvent::Resumed, PaperEvent::HandedIn];
                let (code, event) = (format!("p{paper}"), events[usize::from(*event)]);
                unless_handed_in(record.paper(&PaperRow { at: at(hours), code, event, plan: None }));
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

#[test]
fn a_card_lapses_on_each_day_after_the_first_on_which_it_is_forgotten() {
    let mut record = record();
    let lapses = [(1, 0), (1, 1), (1, 24), (1, 25), (3, 48), (1, 72)]
        .map(|(score, hours)| record.rate(&rating("c1", score, hours)).unwrap().lapses);
    assert_eq!(lapses, [0, 0, 1, 1, 0, 2]);
}
