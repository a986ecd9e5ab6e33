use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::random::Dice;
use crate::schedule::Scheduler;
use crate::store::testing::{self, minutes as at};
use crate::store::{Answered, Mark, Marked, Rated};

/// A machine with a record.
struct Machine {
    folder: TempDir,
    record: Option<Record>,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let record = Some(Record::open(folder.path(), Scheduler::default()).unwrap());
        Self { folder, record }
    }

    /// A machine whose files were copied from another.
    fn copied(other: &mut Self) -> Self {
        other.record = None;
        let folder = tempfile::tempdir().unwrap();
        fs::copy(other.folder.path().join(Record::FILE), folder.path().join(Record::FILE)).unwrap();
        other.record = Some(Record::open(other.folder.path(), Scheduler::default()).unwrap());
        let record = Some(Record::open(folder.path(), Scheduler::default()).unwrap());
        Self { folder, record }
    }

    fn record(&mut self) -> &mut Record {
        self.record.as_mut().unwrap()
    }

    fn answer(&mut self, minute: i64, id: &str, score: f64) -> u64 {
        let answer = Answered { at: at(minute), ..testing::answer(id, score) };
        self.record().answer(&answer).unwrap()
    }

    fn rate(&mut self, minute: i64, rating: u8) -> u64 {
        let rated = Rated { at: at(minute), ..testing::rating("c1", rating, 0) };
        self.record().rate(&rated).unwrap().seq
    }

    fn mark(&mut self, minute: i64, on: bool) {
        self.record().mark(&Marked { at: at(minute), id: "c1".into(), code: None, mark: Mark::Suspended, on }).unwrap();
    }

    fn sync(&mut self, cloud: &Path) -> Synced {
        let synced = self.record().sync(cloud).unwrap();
        assert_eq!(self.record().check().unwrap(), [], "sound after syncing");
        synced
    }

    /// Everything that follows from the log, whatever the places of its rows.
    fn state(&mut self) -> String {
        let today = "2026-11-23".parse().unwrap();
        let record = self.record();
        let mut scores: Vec<String> = record.last_scores().unwrap().into_iter().map(|s| format!("{s:?}")).collect();
        scores.sort();
        let marked = record.marked(Mark::Suspended, today).unwrap();
        format!("{:?} {scores:?} {:?} {marked:?}", record.cards().unwrap(), record.days().unwrap())
    }

    fn rows(&mut self) -> usize {
        let mut out = Vec::new();
        assert!(self.record().export(&mut out).unwrap().is_empty());
        String::from_utf8(out).unwrap().lines().filter(|line| !line.contains(r#""type":"card""#)).count()
    }
}

#[test]
fn two_machines_come_to_the_same_whoever_is_first() {
    for order in [[0_usize, 1, 0, 1], [1, 0, 1, 0]] {
        let cloud = tempfile::tempdir().unwrap();
        let mut machines = [Machine::new(), Machine::new()];
        machines[0].answer(1, "q1", 0.0);
        machines[0].rate(2, 3);
        machines[0].mark(9, true);
        machines[1].answer(3, "q1", 1.0);
        machines[1].rate(1, 1);
        machines[1].mark(8, false);
        machines[1].answer(4, "q2", 1.0);
        for at in order {
            machines[at].sync(cloud.path());
        }
        let [one, other] = machines.each_mut().map(Machine::state);
        assert_eq!(one, other);
        assert_eq!(machines.each_mut().map(Machine::rows), [7, 7]);
        assert_eq!(machines[0].sync(cloud.path()), Synced { others: 1, ..Synced::default() }, "nothing is left to do");
    }
}

#[test]
fn equal_answers_of_two_machines_are_two() {
    let cloud = tempfile::tempdir().unwrap();
    let mut machines = [Machine::new(), Machine::new()];
    for machine in &mut machines {
        machine.answer(1, "q1", 1.0);
        machine.sync(cloud.path());
    }
    machines[0].sync(cloud.path());
    assert_eq!(machines.each_mut().map(Machine::rows), [2, 2]);
}

#[test]
fn what_is_taken_back_on_another_machine_is_taken_back_everywhere() {
    let cloud = tempfile::tempdir().unwrap();
    let mut machines = [Machine::new(), Machine::new()];
    machines[0].answer(1, "q1", 1.0);
    machines[0].sync(cloud.path());
    machines[1].answer(2, "q2", 1.0);
    machines[1].sync(cloud.path());
    // The row has another place there.
    machines[1].record().undo(2, &at(3)).unwrap();
    machines[1].sync(cloud.path());
    machines[0].record().undo(1, &at(4)).unwrap();
    machines[0].sync(cloud.path());
    machines[1].sync(cloud.path());
    let [one, other] = machines.each_mut().map(Machine::state);
    assert_eq!(one, other);
    assert!(!one.contains("q1") && one.contains("q2"), "{one}");
}

#[test]
fn whatever_arrives_late_or_in_part_is_taken_when_it_is_there() {
    let (cloud, late) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut machines = [Machine::new(), Machine::new(), Machine::new()];
    machines[0].answer(1, "q1", 1.0);
    machines[0].sync(cloud.path());
    machines[1].sync(cloud.path());
    machines[1].record().undo(1, &at(2)).unwrap();
    machines[1].sync(cloud.path());
    // The third has got what takes back, not yet what it takes back, and half of that later.
    let mut files: Vec<_> = fs::read_dir(cloud.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|file| fs::read_to_string(file).unwrap().contains("undoes"));
    let [answer, undo] = files.as_slice() else { panic!("{files:?}") };
    let there = |file: &Path| late.path().join(file.file_name().unwrap());
    fs::copy(undo, there(undo)).unwrap();
    let synced = machines[2].sync(late.path());
    assert_eq!((synced.taken, synced.not_read.waiting), (0, vec![there(undo)]));
    let whole = fs::read(answer).unwrap();
    fs::write(there(answer), &whole[..whole.len() / 2]).unwrap();
    let synced = machines[2].sync(late.path());
    assert_eq!((synced.taken, synced.not_read.waiting.len()), (0, 2));
    fs::write(there(answer), &whole).unwrap();
    let synced = machines[2].sync(late.path());
    assert_eq!((synced.taken, synced.not_read.waiting), (2, vec![]));
    machines[0].sync(cloud.path());
    assert_eq!(machines[2].state(), machines[0].state());
}

#[test]
fn in_whatever_order_segments_arrive_all_come_to_the_same_and_no_row_is_lost() {
    for seed in 0..8 {
        let mut dice = Dice::new(seed, "arrival");
        let (cloud, late) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut machines = [Machine::new(), Machine::new(), Machine::new()];
        let mut answers = 0;
        for minute in 0..40 {
            let machine = &mut machines[dice.below(3)];
            match dice.below(6) {
                0 => {
                    machine.sync(cloud.path());
                }
                1 => machine.mark(minute, dice.below(2) == 0),
                2 => {
                    let any = dice.below(machine.rows() + 1) as u64;
                    // What is no answer, or is taken back already, is refused.
                    let _ = machine.record().undo(any, &at(minute));
                }
                3 => {
                    machine.rate(minute, dice.below(4) as u8 + 1);
                    answers += 1;
                }
                _ => {
                    machine.answer(minute, &format!("q{}", dice.below(4)), dice.below(2) as f64);
                    answers += 1;
                }
            }
        }
        for at in [0, 1, 2, 0, 1, 2] {
            machines[at].sync(cloud.path());
        }
        let mut files: Vec<_> = fs::read_dir(cloud.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        dice.shuffle(&mut files);
        let mut reader = Machine::new();
        for file in files {
            fs::copy(&file, late.path().join(file.file_name().unwrap())).unwrap();
            reader.sync(late.path());
        }
        let [one, two, three] = machines.each_mut().map(|machine| (machine.state(), machine.rows()));
        assert!(answers > 0 && one.1 >= answers, "{seed}: {one:?}");
        assert_eq!([&two, &three, &(reader.state(), reader.rows())], [&one; 3], "{seed}");
    }
}

#[test]
fn a_segment_that_was_changed_is_not_taken() {
    let cloud = tempfile::tempdir().unwrap();
    let mut machines = [Machine::new(), Machine::new()];
    machines[0].answer(1, "q1", 0.0);
    machines[0].sync(cloud.path());
    let file = fs::read_dir(cloud.path()).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace(r#""score":0"#, r#""score":1"#)).unwrap();
    let synced = machines[1].sync(cloud.path());
    assert_eq!((synced.taken, synced.not_read.waiting), (0, vec![file]));
    // Whoever wrote it writes it again.
    machines[0].sync(cloud.path());
    assert_eq!(machines[1].sync(cloud.path()).taken, 1);
}

#[test]
fn a_record_that_was_copied_and_written_in_two_places_loses_nothing() {
    let cloud = tempfile::tempdir().unwrap();
    let mut one = Machine::new();
    one.answer(1, "q1", 1.0);
    one.sync(cloud.path());
    let mut other = Machine::copied(&mut one);
    one.answer(2, "q2", 1.0);
    other.answer(2, "q3", 1.0);
    other.answer(3, "q4", 1.0);
    for _ in 0..2 {
        one.sync(cloud.path());
        other.sync(cloud.path());
    }
    assert_eq!((one.rows(), other.rows()), (4, 4));
    assert_eq!(one.state(), other.state());
}

#[test]
fn a_record_that_was_put_back_to_an_older_state_gets_its_rows_back() {
    let cloud = tempfile::tempdir().unwrap();
    let mut machine = Machine::new();
    machine.answer(1, "q1", 1.0);
    machine.sync(cloud.path());
    let mut older = Machine::copied(&mut machine);
    machine.answer(2, "q2", 1.0);
    machine.sync(cloud.path());
    older.answer(3, "q3", 1.0);
    assert_eq!(older.sync(cloud.path()).taken, 1);
    assert_eq!(older.rows(), 3);
}

#[test]
fn an_export_keeps_who_wrote_what() {
    let cloud = tempfile::tempdir().unwrap();
    let mut machines = [Machine::new(), Machine::new()];
    machines[0].answer(1, "q1", 1.0);
    machines[0].sync(cloud.path());
    machines[1].sync(cloud.path());
    let mut out = Vec::new();
    machines[1].record().export(&mut out).unwrap();
    let mut third = Machine::new();
    third.record().import(&mut out.as_slice()).unwrap();
    let mut again = Vec::new();
    third.record().export(&mut again).unwrap();
    assert_eq!(again, out);
    assert_eq!(third.sync(cloud.path()).taken, 0, "the row is known by who wrote it");
}

#[test]
fn what_is_no_segment_is_left_alone() {
    let cloud = tempfile::tempdir().unwrap();
    for name in ["notes.txt", "dlrev-.jsonl", "dlrev-ab-2-1.jsonl", "dlrev-ab-1-2-3.jsonl", "dlrev-a b-1-2.jsonl"] {
        fs::write(cloud.path().join(name), "x").unwrap();
    }
    let mut machine = Machine::new();
    machine.answer(1, "q1", 1.0);
    assert_eq!(machine.sync(cloud.path()), Synced { sent: 1, ..Synced::default() });
    assert!(matches!(machine.record().sync(&cloud.path().join("nowhere")), Err(StoreError::Folder { .. })));
}

/// A segment of these rows, written as a machine writes it.
fn segment(cloud: &Path, rows: &[serde_json::Value]) {
    let entries: Vec<Entry> = rows.iter().map(|row| serde_json::from_value(row.clone()).unwrap()).collect();
    Segment::write(cloud, "other", &entries).unwrap();
}

#[test]
fn a_segment_with_a_row_that_no_record_writes_waits_though_its_checksum_is_right() {
    let row = |seq: u64, at: &str, score: f64| {
        serde_json::json!({ "type": "answer", "seq": seq, "at": at, "of": "question", "id": format!("q{seq}"),
            "given": "A", "score": score, "ms": 7, "hash": "" })
    };
    let time = "2026-11-23T10:00:00.000+08:00";
    for (rows, taken) in [
        (vec![row(1, time, 1.0), row(2, time, 1.0)], 2),
        (vec![row(i64::MAX as u64, time, 1.0)], 1),
        (vec![row(1, time, 1.0), row(3, time, 1.0), row(2, time, 1.0), row(4, time, 1.0)], 0),
        (vec![row(1, time, 1.0), row(1, time, 1.0), row(2, time, 1.0)], 0),
        (vec![row(1, "yesterday", 1.0)], 0),
        (vec![row(1, time, 7.0)], 0),
        (vec![row(i64::MAX as u64 + 1, time, 1.0)], 0),
        (vec![row(1, time, 1.0), row(0, time, 1.0), row(2, time, 1.0)], 0),
    ] {
        let cloud = tempfile::tempdir().unwrap();
        segment(cloud.path(), &rows);
        let synced = Machine::new().sync(cloud.path());
        assert_eq!((synced.taken, synced.not_read.waiting.len()), (taken, usize::from(taken == 0)), "{rows:?}");
    }
}

#[test]
fn a_segment_whose_name_does_not_say_its_first_row_waits() {
    let cloud = tempfile::tempdir().unwrap();
    let mut writer = Machine::new();
    writer.answer(1, "q1", 1.0);
    writer.answer(2, "q2", 1.0);
    writer.sync(cloud.path());
    let from = fs::read_dir(cloud.path()).unwrap().next().unwrap().unwrap().path();
    let to = from.to_str().unwrap().replace("-1-2.", "-2-2.");
    fs::rename(&from, &to).unwrap();
    let synced = Machine::new().sync(cloud.path());
    assert_eq!((synced.taken, synced.not_read.waiting), (0, vec![to.into()]));
}

#[test]
fn a_segment_that_cannot_be_read_is_told_and_keeps_nothing_back() {
    let cloud = tempfile::tempdir().unwrap();
    let folder = cloud.path().join("dlrev-aaaa-1-2.jsonl");
    fs::create_dir(&folder).unwrap();
    let mut machines = [Machine::new(), Machine::new()];
    for (minute, machine) in (1..).zip(&mut machines) {
        machine.answer(minute, "q1", 1.0);
        let synced = machine.sync(cloud.path());
        assert_eq!((synced.sent, synced.taken), (1, usize::from(minute == 2)));
        assert_eq!(synced.not_read.refused.iter().map(|(path, _)| path).collect::<Vec<_>>(), [&folder]);
    }
}

#[test]
fn what_lies_in_no_whole_segment_any_more_is_written_again() {
    for harm in [|path: &Path| fs::write(path, "{").unwrap(), |path: &Path| fs::remove_file(path).unwrap()] {
        let cloud = tempfile::tempdir().unwrap();
        let mut machines = [Machine::new(), Machine::new()];
        for minute in 1..=4 {
            machines[0].answer(minute, "q1", 1.0);
            machines[0].sync(cloud.path());
        }
        let mut files: Vec<_> = fs::read_dir(cloud.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert_eq!(files.len(), 4);
        harm(&files[0]);
        harm(&files[2]);
        assert_eq!(machines[0].sync(cloud.path()).sent, 2);
        assert_eq!(machines[0].sync(cloud.path()).sent, 0);
        let synced = machines[1].sync(cloud.path());
        assert_eq!((synced.taken, synced.not_read.count()), (4, 0));
        assert_eq!(machines.each_mut().map(Machine::rows), [4, 4]);
    }
}

#[test]
fn others_are_the_records_of_other_machines_and_not_the_names_that_this_one_had() {
    let cloud = tempfile::tempdir().unwrap();
    let mut machines = [Machine::new(), Machine::new(), Machine::new()];
    for (minute, machine) in (1..).zip(&mut machines) {
        machine.answer(minute, "q1", 1.0);
        machine.sync(cloud.path());
    }
    assert_eq!(machines.each_mut().map(|machine| machine.sync(cloud.path()).others), [2, 2, 2]);
    let mut copied = Machine::copied(&mut machines[0]);
    machines[0].answer(4, "q2", 1.0);
    machines[0].sync(cloud.path());
    copied.answer(5, "q3", 1.0);
    copied.sync(cloud.path());
    assert_eq!(copied.sync(cloud.path()).others, 2, "the name that it had before is no other machine");
}
