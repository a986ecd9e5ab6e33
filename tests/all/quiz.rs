//! Quizzes, line by line.

use serde_json::json;

use crate::learner::{Learner, small_course};

/// What is asked and how it goes for one question of the small course.
fn answered(id_kind: &str, lines: &str) -> Vec<serde_json::Value> {
    Learner::new().session(&["quiz", "--kind", id_kind, "--seed", "1"], lines).lines()
}

#[test]
fn a_wrong_option_is_marked_explained_and_recorded() {
    let learner = Learner::new();
    let ran = learner.session(&["quiz", "--kind", "single", "--seed", "1"], "B\n");
    assert_eq!(ran.types(), ["question", "feedback", "summary"]);
    let lines = ran.lines();
    assert_eq!(
        lines[0],
        json!({"type": "question", "id": "tea.q1", "kind": "single", "topic": "tea", "number": 1, "of": 1, "points": 1,
            "stem": "Per the outline, how hot is the water for green tea?",
            "options": [{"key": "A", "text": "80"}, {"key": "B", "text": "60"}, {"key": "C", "text": "95"}]})
    );
    assert_eq!(
        (&lines[1]["correct"], &lines[1]["score"], &lines[1]["given"], &lines[1]["answer"], &lines[1]["mistake"]),
        (&json!(false), &json!(0), &json!("B"), &json!("A"), &json!("too-cold"))
    );
    assert!(lines[1]["why"].as_str().unwrap().contains("A book of tea"), "{}", lines[1]);
    assert_eq!(lines[2], json!({"type": "summary", "answered": 1, "correct": 0, "score": 0, "points": 1}));
    let row = &learner.export()[0];
    assert_eq!((&row["of"], &row["id"], &row["given"]), (&json!("question"), &json!("tea.q1"), &json!("B")));
}

#[test]
fn what_cannot_be_read_spends_no_try() {
    let learner = Learner::new();
    let ran = learner.session(&["quiz", "--kind", "single", "--seed", "1"], "\nAB\nZ\n:what\na\n");
    assert_eq!(ran.types(), ["question", "rejected", "rejected", "rejected", "rejected", "feedback", "summary"]);
    assert_eq!(learner.export().len(), 1);
}

#[test]
fn key_points_are_written_then_ticked() {
    let lines = answered("key-points", "boil it and pour\n1,3\n");
    let points = lines[1]["points"].as_array().unwrap();
    assert_eq!(lines[1]["type"], "points");
    assert_eq!(points.iter().map(|p| p["seen"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!((&lines[2]["correct"], &lines[2]["score"]), (&json!(true), &json!(1)));
    let stem = answered("key-points", "Name two steps of making tea\n1,2\n");
    assert_eq!(stem[2]["score"], json!(0));
    let none = answered("key-points", "no idea\n\n");
    assert_eq!((none[2]["type"].as_str(), &none[2]["score"]), (Some("feedback"), &json!(0)));
}

#[test]
fn every_valid_order_is_right() {
    let question = &answered("ordering", "")[0];
    let key = |text: &str| {
        let options = question["options"].as_array().unwrap();
        options.iter().find(|o| o["text"] == text).unwrap()["key"].as_str().unwrap().to_owned()
    };
    let (water, leaves, pour) = (key("heat the water"), key("take the leaves"), key("pour"));
    for order in [[&water, &leaves, &pour], [&leaves, &water, &pour]] {
        let line = order.map(String::as_str).join(",");
        assert_eq!(answered("ordering", &line)[1]["correct"], json!(true), "{line}");
    }
    let line = [pour, water, leaves].join(",");
    assert_eq!(answered("ordering", &line)[1]["score"], json!(0));
}

#[test]
fn the_choice_hangs_on_the_seed_and_not_on_the_record() {
    let learner = Learner::new();
    let first = learner.session(&["quiz", "--seed", "7", "-n", "3"], ":skip\n:skip\n:skip\n").out;
    learner.session(&["quiz", "--kind", "true-false"], "T\n");
    let mut later = Learner::new();
    later.at("2027-01-01T00:00:00Z");
    for learner in [&learner, &later] {
        assert_eq!(learner.session(&["quiz", "--seed", "7", "-n", "3"], ":skip\n:skip\n:skip\n").out, first);
    }
    assert_eq!(learner.session(&["quiz", "--seed", "7", "-n", "99"], "").lines()[0]["of"], json!(7));
}

#[test]
fn without_a_seed_what_is_mastered_is_not_asked_again() {
    let learner = Learner::new();
    learner.session(&["quiz", "--kind", "true-false"], "T\n");
    for _ in 0..5 {
        let asked = learner.session(&["quiz", "-n", "6"], ":skip\n:skip\n:skip\n:skip\n:skip\n:skip\n");
        assert!(!asked.out.contains("tea.q3"), "{}", asked.out);
    }
}

#[test]
fn undo_asks_again_and_takes_the_row_back() {
    let learner = Learner::new();
    let ran =
        learner.session(&["quiz", "--seed", "1", "--kind", "single", "--kind", "true-false"], ":undo\nT\n:undo\n");
    let types = ran.types();
    assert_eq!(types[..2], ["question", "rejected"]);
    let undone = learner.session(
        &["quiz", "--seed", "1", "--kind", "single", "--kind", "true-false"],
        if ran.lines()[0]["id"] == "tea.q1" { "A\n:undo\nA\nT\n" } else { "T\n:undo\nT\nA\n" },
    );
    assert_eq!(
        undone.types(),
        ["question", "feedback", "question", "undone", "question", "feedback", "question", "feedback", "summary"]
    );
    assert_eq!(undone.lines().last().unwrap()["correct"], json!(2));
    let rows = learner.export();
    let undo = rows.iter().find(|r| r["type"] == "undo" && r["seq"].as_u64() > Some(1)).unwrap();
    assert!(rows.iter().any(|r| r["seq"] == undo["undoes"] && r["type"] == "answer"));
}

#[test]
fn wrong_usage_begins_with_one_sentence_and_prints_nothing() {
    let learner = Learner::new();
    for (args, word) in [
        (&["quiz", "--topic", "te"][..], "tea"),
        (&["quiz", "--kind", "sngle"], "single"),
        (&["quiz", "-n", "0"], "-n"),
        (&["quiz", "--format", "xml"], "jsonl"),
        (&["quiz", "--seed", "x"], "--seed"),
        (&["drill", "cnv"], "conv"),
        (&["drill", "--code", "nonsense"], "conv@"),
        (&["drill", "--level", "4"], "--level"),
    ] {
        let course = small_course();
        let ran = learner.run(&[args, &["--course", course.to_str().unwrap()]].concat(), "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        let first = ran.err.lines().next().unwrap();
        assert!(first.contains(word), "{args:?}: {}", ran.err);
    }
}

/// What plain lines show of a single choice that is answered wrong, of so many questions.
fn single_choice(of: usize) -> String {
    format!(
        "
1 of {of} · single choice · 1 point
Per the outline, how hot is the water for green tea?
  A. 80
  B. 60
  C. 95
one letter, such as B >
Not right.
Your answer: C
Right answer: A
  ✓ A. 80
  ✗ C. 95
  C. too hot
  hotter water makes it bitter
  More accurately: it varies with the tea (A book of tea)
"
    )
}

#[test]
fn plain_lines_show_letters_and_look_back_at_the_end() {
    let course = small_course();
    let usual = ["--seed", "1", "--plain", "--course", course.to_str().unwrap()];
    let run = |kinds: &[&str], input: &str| {
        let ran = Learner::new().run(&[&["quiz"], kinds, &usual].concat(), input);
        assert_eq!(ran.err, "");
        ran.out
    };
    // Of the one question that was asked everything stands right above.
    let one = single_choice(1) + "\n1 answer, 0 with full marks; 0 of 1 point\n";
    assert_eq!(run(&["--kind", "single"], "C\n"), one);
    let two = single_choice(2)
        + "
2 of 2 · true or false · 1 point
Green tea takes water of 80 degrees
T or F >
Not right.
Your answer: false
Right answer: true
  see the outline
  More accurately: it varies with the tea (A book of tea)

2 answers, 0 with full marks; 0 of 2 points

What went wrong

1. Per the outline, how hot is the water for green tea?
   ✓ A. 80
   ✗ C. 95
   C. too hot
   hotter water makes it bitter
   More accurately: it varies with the tea (A book of tea)

2. Green tea takes water of 80 degrees
   Your answer: false
   Right answer: true
   see the outline
   More accurately: it varies with the tea (A book of tea)
";
    assert_eq!(run(&["--kind", "single", "--kind", "true-false"], "C\nF\n"), two);
}

#[test]
fn the_program_ends_without_waiting_for_the_end_of_its_input() {
    use std::io::{Read as _, Write as _};
    let learner = Learner::new();
    let course = small_course();
    let args = ["quiz", "--kind", "true-false", "--format", "jsonl", "--course", course.to_str().unwrap()];
    let mut child = learner.command(&args).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"T\n").unwrap();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(out.lines().last().unwrap().contains("summary"));
    drop(input);
}

/// The ids of the questions that a quiz with these flags asks, in their order.
fn asked(learner: &Learner, flags: &[&str]) -> Vec<String> {
    let ran = learner.session(&[&["quiz", "-n", "20"], flags].concat(), &":skip\n".repeat(20));
    let questions = ran.lines().into_iter().filter(|line| line["type"] == "question");
    let mut ids: Vec<String> = questions.map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn a_quiz_can_be_of_what_went_wrong_is_new_or_is_flagged() {
    let learner = Learner::new();
    let all = asked(&learner, &[]);
    let nothing = learner.session(&["quiz", "--wrong"], "");
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    learner.session(&["quiz", "--kind", "single", "--seed", "1"], ":flag\nB\n");
    learner.session(&["quiz", "--kind", "true-false"], "T\n");
    assert_eq!(asked(&learner, &["--wrong"]), ["tea.q1"]);
    assert_eq!(asked(&learner, &["--flagged"]), ["tea.q1"]);
    assert_eq!(
        asked(&learner, &["--new"]),
        all.iter().filter(|id| !["tea.q1", "tea.q3"].contains(&&***id)).cloned().collect::<Vec<_>>()
    );
    // Answered right it leaves the ones that went wrong; flagged once more it is flagged no more.
    let ran = learner.session(&["quiz", "--flagged", "--seed", "1"], ":flag\nA\n");
    assert_eq!((&ran.lines()[1]["type"], &ran.lines()[1]["on"]), (&json!("flagged"), &json!(false)));
    for filter in ["--wrong", "--flagged"] {
        assert_eq!(learner.session(&["quiz", filter], "").code, 1, "{filter}");
    }
    assert_eq!(learner.session(&["quiz", "--wrong", "--new"], "").code, 2);
}

#[test]
fn a_computed_question_that_was_marked_comes_with_the_numbers_that_were_seen() {
    let learner = Learner::new();
    let quiz = |flags: &[&str], lines: &str| {
        let ran = learner.run(&[&["quiz", "--format", "jsonl"], flags].concat(), lines);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.lines()[0].clone()
    };
    let marked = quiz(&["--kind", "computed", "--topic", "cnn", "-n", "1", "--seed", "3"], ":flag\n");
    for seed in ["4", "5"] {
        let again = quiz(&["--flagged", "--seed", seed], "");
        assert_eq!((&again["id"], &again["stem"]), (&marked["id"], &marked["stem"]), "{seed}");
    }
    // The log says with which numbers; another machine asks the same.
    let log = learner.run(&["record", "export"], "").out;
    let code = log
        .lines()
        .find_map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].as_str().map(str::to_owned));
    assert!(code.is_some_and(|code| code.contains('@')), "{log}");
    let other = Learner::new();
    assert_eq!(other.run(&["record", "import", "-"], &log).code, 0);
    let there = other.run(&["quiz", "--format", "jsonl", "--flagged"], "");
    assert_eq!(there.lines()[0]["stem"], marked["stem"]);
}

#[test]
fn where_nothing_was_answered_wrong_that_is_said() {
    let learner = Learner::new();
    for (lang, all, topic) in [
        ("en", "No question waits that was answered wrong", "No question of this topic was answered wrong"),
        ("zh", "没有答错待重做的题", "这一章没有答错的题"),
    ] {
        let wrong = learner.run(&["quiz", "--wrong", "--lang", lang], "");
        assert!(wrong.code == 1 && wrong.err.contains(all), "{}", wrong.err);
        let wrong = learner.run(&["quiz", "--wrong", "--topic", "cnn", "--lang", lang], "");
        assert!(wrong.code == 1 && wrong.err.contains(topic), "{}", wrong.err);
    }
}
