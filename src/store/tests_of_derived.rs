//! What is derived is what the log gives, whatever happened in between.

use std::io::Cursor;

use proptest::prelude::*;

use super::testing::{answer, at, rating, record, unless_handed_in};
use super::*;
use crate::schedule::Scheduler;

/// Something that happens to one of two records, at a time that may be earlier than the last.
#[derive(Clone, Debug)]
struct Step {
    record: usize,
    hours: i64,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Rate {
        card: u8,
        rating: u8,
        ms: u64,
        cram: bool,
    },
    Answer(Given),
    /// The last answer is replaced by another.
    Replace(Given),
    Mark {
        item: u8,
        mark: u8,
        on: bool,
    },
    HandIn(u8),
    Undo,
    /// The other record's export is read.
    Import,
    /// Both write and read the same folder.
    Sync,
}

/// An answer to a question or an exercise.
#[derive(Clone, Debug)]
struct Given {
    item: u8,
    of: Of,
    thirds: u8,
    ms: u64,
    confidence: Option<u8>,
    mistake: bool,
    paper: Option<u8>,
}

impl Given {
    fn answered(&self, hours: i64) -> Answered {
        Answered {
            at: at(hours),
            of: self.of,
            score: f64::from(self.thirds),
            points: 3.0,
            mistake: self.mistake.then(|| "slip".to_owned()),
            ms: self.ms,
            confidence: self.confidence.map(|tenths| f64::from(tenths) / 10.0),
            paper: self.paper.map(|paper| format!("p{paper}")),
            ..answer(&format!("i{}", self.item), 0.0)
        }
    }
}

fn given() -> impl Strategy<Value = Given> {
    let of = prop_oneof![Just(Of::Question), Just(Of::Exercise)];
    let (confidence, paper) = (prop::option::of(0..=10_u8), prop::option::weighted(0.2, 0..2_u8));
    (0..3_u8, of, 0..=3_u8, ms(), confidence, any::<bool>(), paper).prop_map(
        |(item, of, thirds, ms, confidence, mistake, paper)| Given { item, of, thirds, ms, confidence, mistake, paper },
    )
}

fn ms() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(499), Just(500), Just(180_000), Just(180_001), 1000..60_000_u64]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![
        6 => (0..3_u8, 1..=4_u8, ms(), prop::bool::weighted(0.25))
            .prop_map(|(card, rating, ms, cram)| What::Rate { card, rating, ms, cram }),
        6 => given().prop_map(What::Answer),
        1 => given().prop_map(What::Replace),
        1 => (0..3_u8, 0..3_u8, any::<bool>()).prop_map(|(item, mark, on)| What::Mark { item, mark, on }),
        1 => (0..2_u8).prop_map(What::HandIn),
        2 => Just(What::Undo),
        1 => Just(What::Import),
        1 => Just(What::Sync),
    ];
    let step = (0..2_usize, -40..60_i64, what).prop_map(|(record, hours, what)| Step { record, hours, what });
    prop::collection::vec(step, 0..50)
}

/// Two records after these steps.
fn played(steps: &[Step]) -> [Record; 2] {
    let cloud = tempfile::tempdir().unwrap();
    let mut records = [record(), record()];
    let mut standing = [Vec::new(), Vec::new()];
    let mut hours = 0;
    for Step { record: which, hours: later, what } in steps {
        hours += later;
        let (one, other) = records.split_at_mut(1);
        let (record, other) = if *which == 0 { (&mut one[0], &other[0]) } else { (&mut other[0], &one[0]) };
        let standing = &mut standing[*which];
        match what {
            What::Rate { card, rating, ms, cram } => {
                let rated = Rated { ms: *ms, cram: *cram, ..self::rating(&format!("c{card}"), *rating, hours) };
                standing.push((Of::Card, record.rate(&rated).unwrap().seq));
            }
            What::Answer(given) => {
                let seq = unless_handed_in(record.answer(&given.answered(hours)));
                standing.extend(seq.map(|seq| (given.of, seq)));
            }
            What::Replace(given) => {
                if let Some((of, seq)) = standing.pop_if(|(of, _)| *of == Of::Question) {
                    let replaced = unless_handed_in(record.replace(seq, &given.answered(hours)));
                    standing.push(replaced.map_or((of, seq), |seq| (given.of, seq)));
                }
            }
            What::Mark { item, mark, on } => {
                let mark = [Mark::Suspended, Mark::Buried, Mark::Flagged][usize::from(*mark)];
                record.mark(&Marked { at: at(hours), id: format!("c{item}"), code: None, mark, on: *on }).unwrap();
            }
            What::HandIn(paper) => {
                let (code, event) = (format!("p{paper}"), PaperEvent::HandedIn);
                unless_handed_in(record.paper(&PaperRow { at: at(hours), code, event, plan: None }));
            }
            What::Undo => {
                if let Some((_, seq)) = standing.pop() {
                    // Another record may have taken it back.
                    let _ = record.undo(seq, &at(hours));
                }
            }
            What::Import => {
                let mut lines = Vec::new();
                other.export(&mut lines).unwrap();
                record.import(&mut Cursor::new(lines)).unwrap();
            }
            What::Sync => records.iter_mut().for_each(|record| drop(record.sync(cloud.path()).unwrap())),
        }
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_kept_is_what_the_log_gives(steps in steps()) {
        for record in played(&steps) {
            prop_assert_eq!(record.check().unwrap(), vec![]);
        }
    }

    #[test]
    fn sums_are_those_of_an_import_of_the_same_log(steps in steps()) {
        for record in played(&steps) {
            let mut lines = Vec::new();
            record.export(&mut lines).unwrap();
            let mut again = self::record();
            again.import(&mut Cursor::new(lines)).unwrap();
            prop_assert_eq!(again.sums().unwrap(), record.sums().unwrap());
        }
    }

    #[test]
    fn taking_back_an_answer_leaves_the_sums_as_they_were(steps in steps(), given in given()) {
        let [mut record, _] = played(&steps);
        let before = record.sums().unwrap();
        let Some(seq) = unless_handed_in(record.answer(&given.answered(200))) else { return Ok(()) };
        record.undo(seq, &at(200)).unwrap();
        prop_assert_eq!(record.sums().unwrap(), before);
    }
}

#[test]
fn each_table_that_is_damaged_is_noticed_and_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Record::open(folder.path(), Scheduler::default()).unwrap();
    let mut record = open();
    let given =
        Given { item: 1, of: Of::Question, thirds: 2, ms: 5000, confidence: Some(7), mistake: true, paper: None };
    record.answer(&given.answered(0)).unwrap();
    for (hours, cram) in [(0, false), (24, false), (24, true)] {
        record.rate(&Rated { ms: 5000, cram, ..rating("c1", 3, hours) }).unwrap();
    }
    let sums = record.sums().unwrap();
    drop(record);
    for (table, column) in [
        ("items", "level"),
        ("items", "correct"),
        ("days", "ms"),
        ("paces", "ms"),
        ("intervals", "known"),
        ("confidences", "share"),
        ("crammed", "answers"),
    ] {
        let record = open();
        record.db.execute(&format!("UPDATE {table} SET {column} = {column} + 1"), []).unwrap();
        assert_eq!(record.check().unwrap(), [Flaw::Derived], "{table}");
        drop(record);
        assert_eq!(Record::repair(folder.path(), &Scheduler::default()).unwrap(), Repaired::Derived);
        assert_eq!(open().sums().unwrap(), sums, "{table}");
    }
}

#[test]
fn the_last_answers_to_an_item_are_found_and_all_that_showed_a_mistake() {
    let mut record = record();
    let given = |item: u8, mistake: bool| {
        let of = Of::Exercise;
        Given { item, of, thirds: u8::from(!mistake) * 3, ms: item.into(), confidence: None, mistake, paper: None }
    };
    for (item, mistake) in [(1, true), (2, false), (1, false), (1, false), (2, true), (1, false)] {
        record.answer(&given(item, mistake).answered(0)).unwrap();
    }
    record.undo(5, &at(0)).unwrap();
    assert_eq!(record.mistaken().unwrap(), [(Of::Exercise, "i1".to_owned())]);
    let lately = |items: &[&str], most| {
        let items: Vec<(Of, String)> = items.iter().map(|id| (Of::Exercise, (*id).to_owned())).collect();
        let answers = record.lately(&items, most).unwrap().into_iter();
        answers.map(|past| (past.id, past.mistake.is_some())).collect::<Vec<_>>()
    };
    let of = |id: &str, mistake| (id.to_owned(), mistake);
    assert_eq!(lately(&["i1"], 1), [of("i1", true), of("i1", false)]);
    assert_eq!(
        lately(&["i2", "i1"], 9),
        [of("i1", true), of("i2", false), of("i1", false), of("i1", false), of("i1", false)]
    );
    assert_eq!(lately(&["i9"], 9), []);
}

#[test]
fn rows_of_few_items_change_what_is_derived_of_these_alone_and_rows_of_many_the_whole() {
    let export = |cards: std::ops::Range<u8>| {
        let mut other = self::record();
        for card in cards {
            other.rate(&rating(&format!("c{card}"), 3, 5)).unwrap();
        }
        let mut lines = Vec::new();
        other.export(&mut lines).unwrap();
        Cursor::new(lines)
    };
    let mut record = record();
    record.rate(&rating("c0", 3, 0)).unwrap();
    record.db.execute("UPDATE cards SET reviews = 7 WHERE id = 'c0'", []).unwrap();
    record.import(&mut export(1..3)).unwrap();
    assert_eq!(record.check().unwrap(), [Flaw::Card { id: "c0".to_owned() }]);
    record.import(&mut export(3..200)).unwrap();
    assert_eq!(record.check().unwrap(), []);
}
