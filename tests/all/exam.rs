//! Mock exams, line by line.

use serde_json::json;

use crate::learner::Learner;

#[test]
fn a_paper_is_written_handed_in_and_reported_as_json_lines() {
    let learner = Learner::new();
    let ran = learner.run(
        &["exam", "-n", "3", "--seed", "1", "--topic", "cnn", "--format", "jsonl"],
        ":hint\nA\n:back\nB\n:go 9\n:submit\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let kinds = ["question", "rejected", "taken", "question", "question", "taken", "question", "rejected", "marked"];
    assert_eq!(ran.types(), [&kinds[..], &["summary"]].concat());
    let lines = ran.lines();
    assert_eq!((&lines[0]["part"], &lines[0]["minutes"]), (&json!("Single choice"), &json!(7)));
    assert_eq!(lines[4]["given"], json!("A"));
    let summary = &lines[9];
    assert_eq!((&summary["answered"], summary["topics"][0]["id"].as_str()), (&json!(1), Some("cnn")));
    // Both answers stand in the log, the first one taken back.
    let log = learner.export();
    assert_eq!(log.iter().map(|row| row["type"].as_str().unwrap()).collect::<Vec<_>>(), ["answer", "undo", "answer"]);
    assert_eq!((&log[1]["undoes"], &log[2]["given"]), (&json!(1), &json!("B")));
    assert_eq!(learner.run(&["record", "check"], "").code, 0);
}

#[test]
fn the_whole_paper_has_the_points_of_its_blueprint_and_every_topic_and_the_same_seed_gives_it_again() {
    let paper = |seed: &str| Learner::new().run(&["exam", "--seed", seed, "--format", "jsonl"], "").lines();
    assert_eq!(paper("5"), paper("5"));
    for seed in ["1", "5", "12", "77"] {
        let lines = paper(seed);
        let [question, summary] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((&question["of"], &summary["points"], &summary["answered"]), (&json!(58), &json!(100), &json!(0)));
        assert_eq!(summary["topics"].as_array().unwrap().len(), 20, "every topic is on the paper: {summary}");
    }
}

#[test]
fn plain_lines_show_the_part_and_the_time_and_the_report() {
    let ran = Learner::new().run(&["exam", "-n", "2", "--seed", "1", "--minutes", "9"], "A\n:submit\n");
    assert!(ran.out.contains("Single choice · 1 of 2 · points: 1 · 9 min left"), "{}", ran.out);
    assert!(ran.out.contains("taken down: A") && ran.out.contains("Points by topic"), "{}", ran.out);
    assert!(!ran.out.contains("Right answer") || ran.out.find("Score") < ran.out.find("Right answer"), "{}", ran.out);
}

#[test]
fn a_course_without_a_blueprint_says_so() {
    let ran = Learner::new().session(&["exam"], "");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("[exam]"), "{}", ran.err);
}
