//! A course of a teacher's own (`tests/fixtures/own`), as it is written, checked and practised.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::learner::{Learner, Ran};

pub const SPREAD: &str = "calculations/spread.toml";
pub const BAYES: &str = "calculations/bayes.toml";
pub const FALL: &str = "calculations/fall.toml";

pub fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/own")
}

/// The course with some texts of its files replaced.
pub fn with(edits: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&own(), folder.path());
    for (path, old, new) in edits {
        let path = folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old} in {}", path.display());
        fs::write(&path, text.replacen(old, new, 1)).unwrap();
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// The errors of a check, each with its line as the file has it.
pub fn errors(folder: &Path) -> Vec<(String, String)> {
    let ran = Learner::new().run(&["content", "check", folder.to_str().unwrap(), "--format", "json"], "");
    let problems: Vec<Value> = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    let errors = problems.iter().filter(|problem| problem["severity"] == "error");
    errors
        .map(|problem| {
            let file = fs::read_to_string(folder.join(problem["path"].as_str().unwrap())).unwrap_or_default();
            let line = problem["line"].as_u64().unwrap() as usize;
            (problem["code"].as_str().unwrap().to_owned(), file.lines().nth(line - 1).unwrap_or_default().to_owned())
        })
        .collect()
}

fn run(folder: &Path, args: &[&str], input: &str) -> Ran {
    Learner::new().run(&[args, &["--course", folder.to_str().unwrap()]].concat(), input)
}

/// The objects of a session over the course.
fn session(folder: &Path, args: &[&str], input: &str) -> Vec<Value> {
    run(folder, &[args, &["--format", "jsonl"]].concat(), input).lines()
}

fn first<'a>(lines: &'a [Value], kind: &str) -> &'a Value {
    lines.iter().find(|line| line["type"] == kind).unwrap_or_else(|| panic!("{kind}: {lines:?}"))
}

#[test]
fn the_course_of_a_teacher_is_sound() {
    assert_eq!(errors(&own()), []);
}

#[test]
fn a_choice_of_a_calculation_says_what_is_asked() {
    let stem = |folder: &Path, lang: &str| {
        let quiz = ["quiz", "--topic", "desc", "--kind", "single", "--seed", "3", "-n", "9", "--lang", lang];
        let lines = session(folder, &quiz, "A\nA\n");
        let line = lines.iter().find(|line| line["id"] == "desc.q11").unwrap();
        line["stem"].as_str().unwrap().to_owned()
    };
    // The words of the task that asks the same.
    assert_eq!(stem(&own(), "en"), "What is the variance of the sample [2, 4, 9]?");
    assert_eq!(stem(&own(), "zh"), "求样本 [2, 4, 9] 的方差。");
    // No task asks for the mean alone: what is asked is named behind the values.
    let mean = with(&[(
        "topics/01-desc.toml",
        "given = { x = '2,4,9' }\nask = ['s2']",
        "given = { x = '2,4,9' }\nask = ['m']",
    )]);
    assert_eq!(stem(mean.path(), "en"), "Mean and variance. Given x = [2, 4, 9] (sample). Find: Mean.");
    assert_eq!(stem(mean.path(), "zh"), "均值与方差。已知 样本 x = [2, 4, 9]。求：均值。");
    // Of two that are asked the options are the first.
    let both = with(&[(
        "topics/01-desc.toml",
        "given = { x = '2,4,9' }\nask = ['s2']",
        "given = { x = '2,4,9' }\nask = ['m', 's2']",
    )]);
    assert_eq!(stem(both.path(), "en"), "Give mean and variance (over n−1) of the sample [2, 4, 9]. Find: Mean.");
}

#[test]
fn a_convention_that_the_words_of_the_task_leave_open_counts_in_a_question_that_takes_them() {
    let asked = "calculation = 'spread'\ngiven = { x = '1,2,6' }\nask = ['s2']\nstem = {zh='样本 1, 2, 6 的样本方差？', en='The sample variance of 1, 2, 6?'}\nwhy = {zh='除以 n−1', en='over n−1'}";
    let without =
        with(&[("topics/01-desc.toml", asked, "calculation = 'spread'\ngiven = { x = '1,2,6' }\nask = ['s2']")]);
    let correct = |folder: &Path| {
        let quiz = ["quiz", "--topic", "desc", "--kind", "computed", "--seed", "1", "-n", "9"];
        let lines = session(folder, &quiz, ":skip\n4.667\n");
        let feedback = |line: &&Value| line["type"] == "feedback" && line["id"] == "desc.q9";
        lines.iter().find(feedback).unwrap_or_else(|| panic!("{lines:?}"))["correct"].clone()
    };
    assert_eq!((correct(without.path()), correct(&own())), (Value::Bool(true), Value::Bool(false)));
}

#[test]
fn a_card_of_a_calculation_says_what_is_asked() {
    let lines = session(&own(), &["review", "--topic", "bayes", "-n", "1"], "\n3\n");
    let front = first(&lines, "card")["front"].as_str().unwrap();
    assert!(front.ends_with("(specificity). Find: Posterior."), "{front}");
}

#[test]
fn a_task_whose_words_withhold_a_value_is_an_error() {
    let withheld =
        [("zh", "的方差。", "求样本 {x} 的方差。"), ("en", "What", "What is the variance of the sample {x}?")];
    for (_, start, old) in withheld {
        let folder = with(&[(SPREAD, old, &old.replace(" {x}", ""))]);
        let found = errors(folder.path());
        assert!(found.iter().any(|(code, line)| code == "E063" && line.contains("stem")), "{start}: {found:?}");
    }
    // One that its words say otherwise is named under says.
    let said = with(&[
        (SPREAD, "求样本 {x} 的方差。", "求样本的方差。"),
        (SPREAD, "sample {x}?", "sample?"),
        (SPREAD, "open = ['biased']\nstem", "open = ['biased']\nsays = ['x']\nstem"),
    ]);
    assert_eq!(errors(said.path()), []);
}

#[test]
fn a_place_in_words_that_nothing_fills_is_an_error() {
    for (path, old, new, code) in [
        (SPREAD, "sample {x}?", "sample {x?", "E064"),
        (FALL, "title.en = 'Way after step {k}'", "title.en = 'Way after step {kk}'", "E065"),
        (FALL, "title.en = 'Way after step {k}'", "title.en = 'Way after step {k'", "E064"),
        (SPREAD, "say.en = 'not divided by the count'", "say.en = 'not divided by {n}'", "E065"),
        (BAYES, "undefined.en = 'no test is ever positive'", "undefined.en = 'no test {k}'", "E065"),
    ] {
        let found = errors(with(&[(path, old, new)]).path());
        assert!(found.iter().any(|(found, _)| found == code), "{new}: {found:?}");
    }
}

#[test]
fn a_title_with_a_place_for_the_turn_says_it_once() {
    let worked = run(&own(), &["calc", "fall", "--t", "2", "--steps", "2"], "").out;
    assert!(worked.contains("3. Way after step 1\n") && worked.contains("4. Way after step 2\n"), "{worked}");
    let worked = run(&own(), &["calc", "fall", "--t", "2", "--steps", "2", "--lang", "zh"], "").out;
    assert!(worked.contains("3. 第 1 步的路程\n"), "{worked}");
}

/// What is said of an answer to the variant of `bayes` that asks for the probability and the verdict: 0.95·0.05 and as
/// much again, and so likely.
fn of_bayes(answer: &str) -> Value {
    let lines = session(&own(), &["drill", "--code", "bayes@1.2:D510-BB86"], &format!("{answer}\n"));
    lines[1].clone()
}

#[test]
fn a_mistake_that_a_right_answer_rules_out_is_not_told() {
    // With the right probability nobody has left the false positives out.
    let told = of_bayes("ppos=0.095; verdict=unlikely");
    assert_eq!((told["score"].as_f64(), told["mistake"].as_str()), (Some(0.5), None), "{told}");
    let code = ["drill", "--code", "bayes@1.2:30D9-B935"];
    let mistake = |answer: &str| session(&own(), &code, &format!("{answer}\n"))[1]["mistake"].clone();
    assert_eq!(mistake("ppos=0.0575; verdict=likely"), "base-rate");
    assert_eq!(mistake("ppos=0.9; verdict=likely"), "base-rate");
    assert_eq!(mistake("ppos=0.008; verdict=likely"), "only-true");
}

#[test]
fn a_word_among_numbers_is_kept_apart_by_what_stands_there() {
    for answer in ["0.095; likely", "0.095, likely", "0.095，很可能", "0.095 likely", "0.095、可能"] {
        assert_eq!(of_bayes(answer)["correct"], true, "{answer}");
    }
    let told = of_bayes("likely")["why"].as_str().unwrap().to_owned();
    assert!(told.contains("apart by semicolons"), "{told}");
}

#[test]
fn the_square_of_a_symbol_is_the_step_that_is_called_so() {
    let learner = Learner::new();
    let mine = learner.data().join("mine.txt");
    fs::write(&mine, "m = 5\ns^2 = 26/3 = 8.667\n").unwrap();
    let args = ["calc", "spread", "--x", "2,4,9", "--mine", mine.to_str().unwrap()];
    let told = run(&own(), &args, "").out;
    assert!(told.contains("wrong (s2): some divide by n"), "{told}");
}

#[test]
fn an_answer_may_have_the_unit_of_its_step_alone() {
    let lines = session(&own(), &["drill", "fall", "--level", "1", "--seed", "2", "-n", "1"], "x\n");
    let asked = first(&lines, "exercise");
    let code = asked["code"].as_str().unwrap();
    assert!(asked["stem"].as_str().unwrap().contains("How many metres?"), "{asked}");
    let right = {
        let lines = session(&own(), &["drill", "--code", code], "1e9 m\n");
        first(&lines, "feedback")["answer"].as_str().unwrap().to_owned()
    };
    for unit in ["m", " m", " metres", " 米", "米"] {
        let lines = session(&own(), &["drill", "--code", code], &format!("{right}{unit}\n"));
        assert_eq!(lines[1]["correct"], true, "{right}{unit}: {lines:?}");
    }
    let lines = session(&own(), &["drill", "--code", code], &format!("{right} kg\n"));
    assert_eq!(lines[1]["type"], "rejected", "{lines:?}");
    let plain = run(&own(), &["drill", "--code", code, "--plain"], "").out;
    assert!(plain.contains("s: Way (in m"), "{plain}");
}
