//! Reviews, line by line, and the record that they write.

use std::fs;

use serde_json::{Value, json};

use dlrev::course::Course;
use dlrev::study::{Catalog, Exercises as _};

use crate::learner::{Learner, Ran, course_with, small_course};

#[test]
fn a_rating_is_shown_recorded_and_scheduled() {
    let learner = Learner::new();
    let ran = learner.session(&["review", "-n", "1"], "\n3\n");
    assert_eq!(ran.types(), ["card", "back", "reviewed", "summary"]);
    let lines = ran.lines();
    assert_eq!(lines[1]["due"], json!({"1": "2026-11-24", "2": "2026-11-24", "3": "2026-11-25", "4": "2026-12-01"}));
    assert!(ran.out.contains(r#""rating":3,"due":"2026-11-25","stability":2.3065,"difficulty":2.118"#), "{}", ran.out);
    let rows = learner.export();
    assert_eq!((&rows[0]["of"], &rows[0]["rating"]), (&json!("card"), &json!(3)));
    assert_eq!(
        (&rows[1]["type"], &rows[1]["due"], &rows[1]["reviews"]),
        (&json!("card"), &json!("2026-11-25"), &json!(1))
    );
}

#[test]
fn a_card_comes_back_on_its_day_and_not_before() {
    let mut learner = Learner::new();
    learner.session(&["review", "-n", "1"], "\n3\n");
    let first = |learner: &Learner| learner.session(&["review", "-n", "1"], "").lines()[0]["id"].clone();
    learner.at("2026-11-24T12:00:00+08:00");
    assert_eq!(first(&learner), "tea.c2");
    // The learner's day turns at four in the morning.
    learner.at("2026-11-25T03:00:00+08:00");
    assert_eq!(first(&learner), "tea.c2");
    learner.at("2026-11-25T05:00:00+08:00");
    assert_eq!(first(&learner), "tea.c1");
}

#[test]
fn a_card_asked_in_both_directions_counts_as_two() {
    let ran = Learner::new().session(&["review", "-n", "9"], ":skip\n:skip\n:skip\n:skip\n");
    let ids: Vec<String> =
        ran.lines().iter().filter(|l| l["type"] == "card").map(|l| l["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["tea.c1", "tea.c2", "tea.c3", "tea.c2~r"]);
}

#[test]
fn its_other_direction_comes_on_another_day_unless_a_number_is_asked_for() {
    let mut learner = Learner::new();
    let ids = |learner: &Learner, input: &str| -> Vec<String> {
        let lines = learner.session(&["review"], input).lines();
        lines.iter().filter(|l| l["type"] == "card").map(|l| l["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&learner, &"\n4\n".repeat(3)), ["tea.c1", "tea.c2", "tea.c3"]);
    assert_eq!(ids(&learner, "").len(), 0);
    learner.at("2026-11-24T10:00:00+08:00");
    assert_eq!(ids(&learner, ""), ["tea.c2~r"]);
}

#[test]
fn with_a_day_of_the_exam_a_review_goes_by_the_plan() {
    let mut learner = Learner::new();
    let config = learner.data().join("config.toml");
    fs::write(&config, "exam = 2026-11-26\nminutes = 1\n").unwrap();
    let course = small_course();
    let mut review = learner.command(&["review", "--format", "jsonl", "--course", course.to_str().unwrap()]);
    let ran = review.env("DLREV_CONFIG", &config).stdin(std::process::Stdio::null()).output().unwrap();
    let ran = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.contains(r#""type":"card""#), "{ran}");
    learner.session(&["review"], "\n3\n\n3\n\n3\n");
    // The day before the exam everything comes once more, due or not.
    learner.at("2026-11-25T04:30:00+08:00");
    let plan =
        learner.run(&["plan", "--exam", "2026-11-26", "--format", "json", "--course", course.to_str().unwrap()], "");
    let plan: serde_json::Value = serde_json::from_str(&plan.out).unwrap();
    assert_eq!(plan["today"]["due"], 3, "{plan}");
}

/// A topic `NAME` with one card.
fn topic_of_one_card(name: &str) -> String {
    format!(
        "format = 1\nid = '{name}'\nsection = 1\ntitle.zh = '{name}'\ntitle.en = '{name}'\n\
         [[statements]]\nid = '{name}.s'\nzh = 's'\nen = 's'\n\
         [[cards]]\nid = '{name}.c1'\nkind = 'basic'\ntests = ['{name}.s']\n\
         front = {{ zh = 'f', en = 'f' }}\nback = {{ zh = 'b', en = 'b' }}\n"
    )
}

#[test]
fn without_a_day_of_the_exam_new_cards_come_by_the_weight_of_their_topics_and_after_what_these_build_on() {
    let course = |rest: &str| {
        let head = "format = 1\nid = 'c'\ntitle.zh = 'c'\ntitle.en = 'c'\nlanguages = ['zh', 'en']\n";
        let topics = "topics = ['cup', 'pot', 'tea']\n";
        let [cup, pot] = ["cup", "pot"].map(topic_of_one_card);
        let files: [(&str, &[u8]); 3] = [
            ("course.toml", &[head, topics, rest].concat().into_bytes()),
            ("topics/02-cup.toml", cup.as_bytes()),
            ("topics/03-pot.toml", pot.as_bytes()),
        ];
        course_with(&files)
    };
    let order = |rest: &str| {
        let (learner, course) = (Learner::new(), course(rest));
        let ran = learner
            .run(&["review", "--format", "jsonl", "--course", course.path().to_str().unwrap()], &"\n3\n".repeat(9));
        let mut topics: Vec<String> = cards(&ran).iter().map(|id| id.split('.').next().unwrap().to_owned()).collect();
        topics.dedup();
        topics
    };
    let exam = "[[exam.parts]]\ntitle.zh = 'a'\ntitle.en = 'a'\nkinds = ['single']\ncount = 1\npoints = 1\n\
                [[exam.weights]]\ntopic = 'pot'\nweight = 3\n";
    assert_eq!(order(""), ["cup", "pot", "tea"]);
    assert_eq!(order(exam), ["pot", "cup", "tea"]);
    assert_eq!(order("needs = [{ topic = 'cup', on = ['tea'] }]\n"), ["pot", "tea", "cup"]);
    let needs = format!("needs = [{{ topic = 'pot', on = ['tea'] }}]\n{exam}");
    assert_eq!(order(&needs), ["tea", "cup", "pot"], "what the heaviest builds on comes first");
}

#[test]
fn again_brings_a_card_back_at_the_end_at_most_three_times() {
    let ran = Learner::new().session(&["review", "-n", "2"], &"\n1\n\n4\n".repeat(9));
    let asked = ran.lines().iter().filter(|l| l["type"] == "card" && l["id"] == "tea.c1").count();
    // Again, again, then easy.
    assert_eq!(asked, 3, "{}", ran.out);
    let only_again = Learner::new().session(&["review", "-n", "1"], &"\n1\n".repeat(9));
    assert_eq!(only_again.types().iter().filter(|t| *t == "card").count(), 4);
}

#[test]
fn undo_goes_back_any_number_of_steps() {
    let learner = Learner::new();
    let ran = learner.session(&["review", "-n", "3"], "\n3\n\n3\n:undo\n:undo\n:undo\n:quit\n");
    assert_eq!(
        ran.types(),
        [
            "card", "back", "reviewed", "card", "back", "reviewed", "card", "undone", "card", "undone", "card",
            "rejected", "summary"
        ]
    );
    let rows = learner.export();
    assert_eq!(
        rows.iter().map(|r| r["undoes"].clone()).collect::<Vec<_>>(),
        [json!(null), json!(null), json!(2), json!(1)]
    );
    assert_eq!(learner.run(&["record", "check"], "").code, 0);
}

#[test]
fn an_export_is_read_back_as_it_was() {
    let learner = Learner::new();
    learner.session(&["review"], "\n3\n\n1\n:undo\n\n2\n:quit\n");
    let export = learner.run(&["record", "export"], "").out;
    let other = Learner::new();
    let imported = other.run(&["record", "import", "-"], &export);
    assert_eq!((imported.code, imported.out.as_str()), (0, ""), "{}", imported.err);
    assert_eq!(other.run(&["record", "export"], "").out, export);
    let broken = other.run(&["record", "import", "-"], "{\"type\":\"answer\"}\n");
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("line 1"), "{}", broken.err);
    assert_eq!(other.run(&["record", "export"], "").out, export);
    assert_eq!(other.run(&["record", "import", "no-such-file"], "").code, 2);
}

#[test]
fn a_backup_is_a_record() {
    let learner = Learner::new();
    learner.session(&["review", "-n", "1"], "\n3\n");
    let other = Learner::new();
    let copy = other.data().join("record.db");
    assert_eq!(learner.run(&["record", "backup", copy.to_str().unwrap()], "").code, 0);
    assert_eq!(other.run(&["record", "export"], "").out, learner.run(&["record", "export"], "").out);
    assert_eq!(learner.run(&["record", "backup", copy.to_str().unwrap()], "").code, 1);
}

#[test]
fn every_computed_card_asks_for_what_its_back_says_and_its_code_brings_the_task_back() {
    let course = Course::open(None).unwrap();
    let topics = course.topics();
    let catalog = Catalog::new(course);
    let cards = topics.iter().flat_map(|topic| &topic.cards);
    let computed: Vec<_> = cards.filter_map(|card| Some((&card.id, card.face.computed()?))).collect();
    assert!(computed.len() > 10, "{}", computed.len());
    for (id, computed) in computed {
        for seed in (0..100_u32).map(|n| n.wrapping_mul(0x9E37_79B9)) {
            let exercise = catalog.of_question(&computed, true, seed).unwrap();
            let asked: Vec<String> = exercise.ask.iter().map(|ask| ask.key.to_string()).collect();
            assert_eq!(asked, computed.ask, "{id}");
            for words in [&exercise.stem.zh, &exercise.stem.en] {
                assert!(!words.contains(['{', '}']), "{id}: {words}");
            }
            let code = exercise.code.as_ref().unwrap();
            assert_eq!(catalog.of_code(code).unwrap().stem, exercise.stem, "{id}: {code}");
        }
    }
}

#[test]
fn a_card_that_was_renamed_keeps_its_record() {
    let learner = Learner::new();
    learner.session(&["review", "-n", "1"], "\n4\n");
    let topic = fs::read_to_string(small_course().join("topics/01-tea.toml")).unwrap();
    let renamed = topic.replace("'tea.c1'", "'tea.leaves'\nrenamed-from = ['tea.c1']");
    assert_ne!(renamed, topic);
    let course = course_with(&[("topics/01-tea.toml", renamed.as_bytes())]);
    let review = |args: &[&str], input: &str| {
        let all = ["review", "--format", "jsonl", "--course", course.path().to_str().unwrap()];
        learner.run(&[&all[..], args].concat(), input).lines()
    };
    // It is not new, and not due yet.
    assert!(review(&[], &":skip\n".repeat(9)).iter().all(|line| line["id"] != "tea.leaves"));
    let export = learner.export();
    let kept: Vec<_> = export.iter().filter(|row| row["type"] == "card").map(|row| row["id"].clone()).collect();
    assert_eq!(kept, ["tea.c1"]);
}

/// The ids of the cards that a run asks.
fn cards(ran: &Ran) -> Vec<String> {
    let cards = ran.lines().into_iter().filter(|line| line["type"] == "card");
    cards.map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

const SKIPS: &str = ":skip\n:skip\n:skip\n:skip\n:skip\n";

#[test]
fn a_buried_card_comes_back_tomorrow_and_a_suspended_one_not_at_all() {
    let mut learner = Learner::new();
    let ran = learner.session(&["review"], ":bury\n\n:suspend\n:quit\n");
    assert_eq!(ran.types(), ["card", "buried", "card", "back", "suspended", "card", "summary"]);
    let marks: Vec<_> = learner.export();
    assert_eq!(
        (&marks[0]["type"], &marks[0]["id"], &marks[0]["mark"], &marks[0]["on"]),
        (&json!("mark"), &json!("tea.c1"), &json!("buried"), &json!(true))
    );
    assert_eq!((&marks[1]["id"], &marks[1]["mark"]), (&json!("tea.c2"), &json!("suspended")));
    assert_eq!(cards(&learner.session(&["review"], SKIPS)), ["tea.c3", "tea.c2~r"]);
    learner.at("2026-11-24T05:00:00+08:00");
    assert_eq!(cards(&learner.session(&["review"], SKIPS)), ["tea.c1", "tea.c3", "tea.c2~r"]);
    // Undo lifts a mark as it takes back a rating.
    let undone = learner.session(&["review"], ":suspend\n:undo\n:quit\n");
    assert_eq!(undone.types(), ["card", "suspended", "card", "undone", "card", "summary"]);
    assert_eq!(cards(&learner.session(&["review"], SKIPS))[0], "tea.c1");
    assert_eq!(learner.run(&["record", "check"], "").code, 0);
}

#[test]
fn cramming_leaves_memory_states_as_they_are() {
    let learner = Learner::new();
    learner.session(&["review", "-n", "1"], "\n3\n");
    let state =
        |learner: &Learner| learner.export().into_iter().filter(|row| row["type"] == "card").collect::<Vec<_>>();
    let before = state(&learner);
    let ran = learner.session(&["review", "--cram"], "\n1\n\n4\n:quit\n");
    assert_eq!(cards(&ran)[..2], ["tea.c1", "tea.c2"]);
    let lines = ran.lines();
    assert!(lines[1]["due"].as_object().unwrap().values().all(|day| day == "2026-11-25"), "{}", lines[1]);
    assert_eq!((&lines[2]["type"], &lines[2]["due"]), (&json!("reviewed"), &json!("2026-11-25")));
    // The second card is new, and cramming gives it no state that could be told of.
    assert!(lines[4]["due"].as_object().unwrap().values().all(Value::is_null), "{}", lines[4]);
    assert_eq!(lines[5]["type"], "reviewed");
    for key in ["due", "stability", "difficulty"] {
        assert_eq!((lines[2][key].is_null(), lines[5].get(key)), (false, Some(&Value::Null)), "{key}");
    }
    assert_eq!(state(&learner), before);
    let crammed = learner.export().into_iter().filter(|row| row["cram"] == json!(true)).count();
    assert_eq!(crammed, 2);
}

#[test]
fn undo_takes_back_answers_of_earlier_sessions_of_the_day_and_no_others() {
    let mut learner = Learner::new();
    learner.session(&["review", "-n", "1"], "\n3\n");
    learner.at("2026-11-24T02:00:00+08:00");
    learner.session(&["quiz", "--kind", "true-false"], "T\n");
    let ran = learner.session(&["review", "-n", "1"], ":undo\n\n4\n:quit\n");
    assert_eq!(ran.types(), ["card", "undone", "card", "back", "reviewed", "card", "summary"]);
    assert_eq!(ran.lines()[1]["id"], "tea.c1");
    assert_eq!(cards(&ran), ["tea.c2", "tea.c1", "tea.c2"]);
    // The day has turned.
    learner.at("2026-11-24T04:00:00+08:00");
    assert_eq!(learner.session(&["review", "-n", "1"], ":undo\n").types(), ["card", "rejected", "summary"]);
    let refused = learner.run(&["record", "undo"], "");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
}

#[test]
fn record_undo_takes_back_the_last_answer_of_the_day_one_after_the_other() {
    let learner = Learner::new();
    learner.session(&["review", "-n", "1"], "\n3\n");
    learner.session(&["quiz", "--kind", "true-false"], "T\n");
    for what in ["tea.q3", "tea.c1"] {
        let ran = learner.run(&["record", "undo"], "");
        assert!(ran.code == 0 && ran.err.contains(what), "{}", ran.err);
    }
    assert_eq!(learner.run(&["record", "undo"], "").code, 1);
    let undone: Vec<_> = learner.export().iter().filter_map(|row| row["undoes"].as_u64()).collect();
    assert_eq!(undone, [2, 1]);
    assert_eq!(learner.run(&["record", "check"], "").code, 0);
}

#[test]
fn what_is_marked_is_reviewed_by_itself_whether_due_or_not() {
    let learner = Learner::new();
    let none = learner.session(&["review", "--flagged", "--lang", "en"], "");
    assert!(none.code == 1 && none.err.contains("no card is marked"), "{}", none.err);
    let first = learner.session(&["review", "-n", "2"], ":flag\n\n3\n");
    let marked = first.lines()[0]["id"].clone();
    let again = learner.session(&["review", "--flagged"], "\n3\n");
    assert_eq!(again.types(), ["card", "back", "reviewed", "summary"], "{}", again.err);
    assert_eq!(again.lines()[0]["id"], marked);
}
