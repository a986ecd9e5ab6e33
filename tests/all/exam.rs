//! Mock exams, line by line.

use serde_json::{Value, json};

use crate::learner::{Learner, Ran};

/// A paper of three questions on one topic.
const SHORT: [&str; 9] = ["exam", "-n", "3", "--seed", "1", "--topic", "cnn", "--format", "jsonl"];

/// Its code.
const CODE: &str = "exam@3.7.cnn:0000-0001";

/// The first line of a run: what paper it is.
fn opening(ran: &Ran) -> Value {
    let line = ran.lines()[0].clone();
    assert_eq!(line["type"], "paper", "{}{}", ran.out, ran.err);
    line
}

/// What happened to papers, by the log.
fn events(learner: &Learner) -> Vec<String> {
    let rows = learner.export().into_iter().filter(|row| row["type"] == "paper");
    rows.map(|row| row["event"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_paper_is_written_handed_in_and_reported_as_json_lines() {
    let learner = Learner::new();
    let ran = learner.run(&SHORT, ":hint\nA\n:back\nB\n:go 9\n:submit\n\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let kinds =
        ["paper", "question", "rejected", "taken", "question", "question", "taken", "question", "rejected", "hand-in"];
    assert_eq!(ran.types(), [&kinds[..], &["marked", "summary"]].concat());
    let lines = ran.lines();
    assert_eq!(
        lines[0],
        json!({"type": "paper", "code": CODE, "of": 3, "points": 3, "minutes": 7, "left": 420, "answered": 0})
    );
    assert_eq!((&lines[1]["part"], &lines[1]["minutes"]), (&json!("Single choice"), &json!(7)));
    assert_eq!(lines[5]["given"], json!("A"));
    assert_eq!((&lines[9]["answered"], &lines[9]["open"]), (&json!(1), &json!([2, 3])));
    let summary = &lines[11];
    assert_eq!((&summary["answered"], summary["topics"][0]["id"].as_str()), (&json!(1), Some("cnn")));
    // Both answers stand in the log, the first one taken back, between the beginning and the end of the paper.
    let log = learner.export();
    let types = log.iter().map(|row| row["type"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(types, ["paper", "answer", "undo", "answer", "paper"]);
    assert_eq!(
        (&log[0]["code"], &log[0]["event"], &log[4]["event"]),
        (&json!(CODE), &json!("begun"), &json!("handed-in"))
    );
    assert_eq!((&log[2]["undoes"], &log[3]["given"], &log[3]["paper"]), (&json!(2), &json!("B"), &json!(CODE)));
    assert_eq!(learner.run(&["record", "check"], "").code, 0);
}

#[test]
fn the_whole_paper_has_the_points_of_its_blueprint_and_every_topic_and_the_same_seed_gives_it_again() {
    let paper = |seed: &str| Learner::new().run(&["exam", "--seed", seed, "--format", "jsonl"], ":submit\n\n").lines();
    assert_eq!(paper("5"), paper("5"));
    for seed in ["1", "5", "12", "77"] {
        let lines = paper(seed);
        let [opening, question, _, summary] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((&opening["of"], &opening["points"], &opening["left"]), (&json!(53), &json!(100), &json!(7200)));
        assert_eq!((&question["of"], &summary["points"], &summary["answered"]), (&json!(53), &json!(100), &json!(0)));
        assert_eq!(summary["topics"].as_array().unwrap().len(), 20, "every topic is on the paper: {summary}");
    }
}

#[test]
fn the_end_of_input_pauses_a_paper_and_the_same_command_goes_on_with_it() {
    for (input, ending) in [("A\n", "the end of input"), ("A\n:pause\n", ":pause"), ("A\n:quit\n", ":quit")] {
        let mut learner = Learner::new();
        let first = learner.run(&SHORT, input);
        assert_eq!(first.types(), ["paper", "question", "taken", "question", "paused", "summary"], "{ending}");
        let last = first.lines().pop().unwrap();
        assert_eq!(last, json!({"type": "summary", "answered": 1, "correct": 0, "score": 0, "points": 0}), "{ending}");
        learner.at("2026-11-25T12:00:00+08:00");
        let again = learner.run(&SHORT, ":back\n:go 2\nT\n7 | 7\n:submit\n");
        let opened = opening(&again);
        assert_eq!((&opened["code"], &opened["left"], &opened["answered"]), (&json!(CODE), &json!(420), &json!(1)));
        let lines = again.lines();
        assert_eq!((&lines[1]["number"], &lines[2]["number"], &lines[2]["given"]), (&json!(2), &json!(1), &json!("A")));
        assert_eq!(events(&learner), ["begun", "paused", "resumed", "handed-in"], "{ending}");
        assert_eq!(learner.run(&["record", "check"], "").code, 0);
    }
}

#[test]
fn without_new_the_paper_that_waits_goes_on_and_a_code_brings_any_back() {
    let learner = Learner::new();
    let exam = |args: &[&str], input: &str| {
        learner.run(&[&["exam", "--format", "jsonl", "--lang", "en"], args].concat(), input)
    };
    let code = |ran: &Ran| opening(ran)["code"].as_str().unwrap().to_owned();
    let first = code(&exam(&["-n", "3", "--topic", "cnn"], "A\n"));
    assert!(first.starts_with("exam@3.7.cnn:"), "{first}");
    let again = exam(&[], "");
    assert_eq!((code(&again), &opening(&again)["answered"], again.err.as_str()), (first.clone(), &json!(1), ""));
    // Whoever asks for another length is told, and gets what waits.
    let longer = exam(&["-n", "5"], "");
    assert!(code(&longer) == first && longer.err.contains("--new"), "{}", longer.err);
    let second = exam(&["--new", "-n", "2", "--topic", "rnn"], "");
    assert_ne!(code(&second), first);
    assert_eq!(opening(&second)["answered"], json!(0));
    // A seed names one paper.
    assert_eq!(code(&exam(&["--seed", "3", "-n", "2"], "")), "exam@2.5:0000-0003");
    let brought = exam(&["--code", &first], ":submit\n\n");
    assert_eq!((code(&brought), &opening(&brought)["answered"]), (first.clone(), &json!(1)));
    // It is handed in: the same code begins it anew.
    assert_eq!(opening(&exam(&["--code", &first], ""))["answered"], json!(0));
    let other = Learner::new().run(&["exam", "--code", &first, "--format", "jsonl"], "");
    assert_eq!((code(&other), &other.lines()[1]["id"]), (first, &brought_first(&other)));
    // A code of more questions than there are goes by those that there are, and its paper goes on.
    let of_many = ["--code", "exam@58.120:FFFF-FFFF"];
    let begun = code(&exam(&of_many, "A\n"));
    let again = exam(&of_many, "");
    assert_eq!((code(&again), &opening(&again)["answered"]), (begun, &json!(1)));
    assert_eq!(exam(&["--code", "conv@1.2:3"], "").code, 2);
    assert_eq!(exam(&["--code", CODE, "-n", "3"], "").code, 2);
}

/// The question that a run asks first.
fn brought_first(ran: &Ran) -> Value {
    ran.lines().iter().find(|line| line["type"] == "question").unwrap()["id"].clone()
}

#[test]
fn a_code_gives_the_same_questions_on_any_machine() {
    let ids = |args: &[&str]| {
        let ran = Learner::new().run(&[args, &["--format", "jsonl"]].concat(), ":next\n:next\n");
        ran.lines().iter().filter(|line| line["type"] == "question").map(|line| line["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&SHORT[..7]), ids(&["exam", "--code", CODE]));
    assert_eq!(ids(&SHORT[..7]).len(), 3);
}

#[test]
fn answers_on_a_paper_count_once_it_is_handed_in() {
    let learner = Learner::new();
    learner.run(&SHORT, "A\n");
    let asked_among = |filter: &str| {
        learner.run(&["quiz", filter, "--topic", "cnn", "-n", "500", "--format", "jsonl"], "").lines()[0]["of"].clone()
    };
    let (all, given) = (asked_among("--new"), learner.export()[1]["score"].as_f64());
    learner.run(&SHORT, ":submit\n\n");
    assert_eq!(asked_among("--new").as_u64().unwrap() + 1, all.as_u64().unwrap());
    let wrong = learner.run(&["quiz", "--wrong", "--format", "jsonl"], "");
    assert_eq!(wrong.code == 0, given < Some(1.0), "{}", wrong.err);
}

#[test]
fn papers_are_listed_with_date_and_points_and_their_reports_told_again() {
    let mut learner = Learner::new();
    let none = learner.run(&["exam", "report", "--lang", "en"], "");
    assert_eq!((none.code, none.out.as_str()), (1, ""), "{}", none.err);
    let written = learner.run(&SHORT, "A\nF\n7 | 7\n:submit\n");
    learner.at("2026-11-25T12:00:00+08:00");
    learner.run(&["exam", "-n", "2", "--seed", "4", "--format", "jsonl"], "A\n");
    let listed: Value = serde_json::from_str(&learner.run(&["exam", "list", "--format", "json"], "").out).unwrap();
    let summary = written.lines().pop().unwrap();
    assert_eq!(
        listed[0],
        json!({"code": CODE, "date": "2026-11-23", "state": "handed-in", "answered": 3, "points": summary["score"], "of": 3})
    );
    assert_eq!((&listed[1]["state"], &listed[1]["points"]), (&json!("paused"), &json!(null)));
    let text = learner.run(&["exam", "list", "--lang", "en"], "").out;
    assert!(text.contains(CODE) && text.contains("paused, 1 answered"), "{text}");
    for args in [&["exam", "report"][..], &["exam", "report", CODE]] {
        let report = learner.run(&[args, &["--format", "jsonl"]].concat(), "");
        assert_eq!(report.types(), ["paper", "marked", "marked", "marked", "summary"]);
        assert_eq!(report.lines().pop().unwrap(), summary);
        assert_eq!(report.lines()[1..4], written.lines()[written.lines().len() - 4..written.lines().len() - 1]);
    }
    let words = learner.run(&["exam", "report", "--lang", "en"], "").out;
    assert!(words.contains("Points by topic") && words.contains("Right answer"), "{words}");
    let waits = learner.run(&["exam", "report", "exam@2.5:0000-0004", "--lang", "en"], "");
    assert!(waits.code == 1 && waits.err.contains("--code"), "{}", waits.err);
}

#[test]
fn plain_lines_show_the_part_and_the_time_and_the_report() {
    let ran = Learner::new().run(&["exam", "-n", "2", "--seed", "1", "--minutes", "9"], "A\n:submit\n\n");
    assert!(ran.out.starts_with("Paper exam@2.9:0000-0001: 2 questions, 2 points, 9 minutes"), "{}", ran.out);
    assert!(ran.out.contains("Single choice · 1 of 2 · 1 point · 9 min left"), "{}", ran.out);
    assert!(ran.out.contains("Answer saved") && ran.out.contains("Points by topic"), "{}", ran.out);
    let (before, behind) = ran.out.split_once("Score").unwrap();
    assert!(!before.contains("Right answer") && behind.contains("Right answer"), "{}", ran.out);
}

#[test]
fn a_paper_that_waits_says_how_far_it_is_and_nothing_of_points() {
    let learner = Learner::new();
    let args = ["exam", "-n", "2", "--seed", "1", "--lang", "en"];
    let ran = learner.run(&args, "A\n");
    assert!(ran.out.contains("The paper waits: 1 of 2 answered"), "{}", ran.out);
    assert!(!ran.out.contains("Score") && !ran.out.contains("Right answer"), "{}", ran.out);
    assert!(learner.run(&args, "").out.contains("Resumed: 1 answered"));
}

#[test]
fn a_course_without_a_blueprint_says_so() {
    let ran = Learner::new().session(&["exam"], "");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("[exam]"), "{}", ran.err);
}

/// Answers the first question, then ends the program by a signal while it waits.
#[cfg(unix)]
fn ended_by(learner: &Learner, signal: &str) {
    use std::io::{BufRead as _, BufReader, Write as _};
    let mut child = learner.command(&SHORT).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"A\n").unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let taken = lines.by_ref().map(Result::unwrap).find(|line| line.contains(r#""type":"taken""#));
    assert!(taken.is_some());
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
    assert!(!child.wait().unwrap().success(), "{signal}");
}

#[cfg(unix)]
#[test]
fn a_signal_pauses_a_paper_and_a_kill_lets_its_clock_run_on() {
    let rest = |signal: &str, later: &str| {
        let mut learner = Learner::new();
        ended_by(&learner, signal);
        learner.at(later);
        let ran = learner.run(&SHORT, ":back\n");
        assert_eq!(learner.run(&["record", "check"], "").code, 0, "{signal}");
        let opened = opening(&ran);
        assert_eq!(opened["answered"], json!(1), "{signal}: what was taken is there");
        (opened["left"].as_u64().unwrap(), events(&learner), ran.types())
    };
    for signal in ["-TERM", "-HUP", "-INT"] {
        let (left, events, types) = rest(signal, "2026-11-23T20:00:00+08:00");
        assert_eq!(
            (left, events),
            (420, ["begun", "paused", "resumed", "paused"].map(str::to_owned).to_vec()),
            "{signal}"
        );
        assert_eq!(types, ["paper", "question", "question", "paused", "summary"]);
    }
    let (left, events, _) = rest("-KILL", "2026-11-23T10:02:00+08:00");
    assert_eq!((left, events), (300, ["begun", "resumed", "paused"].map(str::to_owned).to_vec()));
    // Its time was up in the meantime.
    let (left, events, types) = rest("-KILL", "2026-11-23T20:00:00+08:00");
    assert_eq!((left, events), (0, ["begun", "handed-in"].map(str::to_owned).to_vec()));
    assert_eq!(types, ["paper", "marked", "summary"]);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_leaves_the_paper_waiting() {
    use std::io::Write as _;
    let learner = Learner::new();
    let mut child = learner.command(&SHORT).spawn().unwrap();
    drop(child.stdout.take());
    let _ = child.stdin.take().unwrap().write_all(b"A\n");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(events(&learner), ["begun", "paused"]);
}

#[test]
fn a_paper_of_fewer_questions_than_asked_for_takes_the_time_of_those_there_are() {
    let ran = Learner::new().run(&["exam", "-n", "40", "--seed", "1", "--topic", "history", "--format", "jsonl"], "");
    let opened = opening(&ran);
    let (questions, minutes) = (opened["of"].as_u64().unwrap(), opened["minutes"].as_u64().unwrap());
    assert!(questions < 40 && minutes < 4 * questions, "{opened}");
    let code = opened["code"].as_str().unwrap().to_owned();
    let again = opening(&Learner::new().run(&["exam", "--code", &code, "--format", "jsonl"], ""));
    assert_eq!((&again["of"], &again["minutes"], &again["code"]), (&opened["of"], &opened["minutes"], &opened["code"]));
}

#[test]
fn a_report_is_a_value_too_and_the_list_has_days_as_people_say_them() {
    let learner = Learner::new();
    learner.run(&SHORT, "A\n:submit\n\n");
    let report = learner.run(&["exam", "report", "--format", "json"], "");
    let value: Value = serde_json::from_str(&report.out).unwrap_or_else(|why| panic!("{why}: {}", report.err));
    assert_eq!((&value["code"], &value["answered"], &value["points"]), (&json!(CODE), &json!(1), &json!(3)));
    assert_eq!(value["topics"][0]["id"], "cnn");
    let list = |lang: &str| learner.run(&["exam", "list", "--lang", lang], "").out;
    assert!(list("en").starts_with("23 Nov 2026") && list("zh").starts_with("2026年11月23日"), "{}", list("en"));
}
