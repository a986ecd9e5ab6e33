//! What is told of a task: in notation that a reader knows, by names of its own for each asked value, and by the same
//! letters in the diagnosis as in the working.

use dlrev::calculation::draw::draw;
use dlrev::calculation::{Wanted, Workings};
use dlrev::course::{Course, Lang};
use dlrev::math::ops::{self, Told};
use serde_json::Value;

use crate::learner::Learner;

/// Seeds that are looked at, of each calculation at each level.
const SEEDS: [u32; 3] = [1, 0x8F3A_C21D, 0x9E37_79B9];

/// Calls `look` with each task's calculation and level, and its workings.
fn each_task(mut look: impl FnMut(&str, &Workings<'_>)) {
    let course = Course::open(None).unwrap();
    for id in course.calculation_ids() {
        let spec = course.calculation(&id).value.unwrap();
        for (level, seed) in (1..=3).flat_map(|level| SEEDS.map(|seed| (level, seed))) {
            if let Ok(exercise) = draw(&spec, level, seed, Wanted::default()) {
                look(&format!("{id}, level {level}, seed {seed:X}"), &Workings::of(&spec, &exercise));
            }
        }
    }
}

#[test]
fn no_hint_and_no_solution_speaks_the_formula_language() {
    let unknown: Vec<String> = ops::all()
        .filter(|operation| operation.told != Told::Written)
        .map(|operation| format!("{}(", operation.name.replace('_', " ")))
        .chain(
            ["outer(", "column(", "reshape(", "rows(", "cols(", "ratios(", "known mean(", "equals("].map(String::from),
        )
        .collect();
    let speaks = |text: &str| {
        let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        unknown.iter().find(|call| text.match_indices(call.as_str()).any(|(at, _)| begins(at))).cloned()
    };
    each_task(|task, workings| {
        for lang in [Lang::Zh, Lang::En] {
            let hints = workings.hints().into_iter().map(|hint| hint.text.get(lang).to_owned());
            for text in hints.chain(workings.solution(lang).iter().map(ToString::to_string)) {
                assert_eq!(speaks(&text), None, "{task}: {text}");
                assert!(!text.contains(" l l = ") && !text.contains("act("), "{task}: {text}");
            }
        }
        assert!(workings.hints().iter().all(|hint| !hint.text.en.is_empty()), "{task}");
    });
}

#[test]
fn no_two_asked_values_are_called_alike() {
    let course = Course::open(None).unwrap();
    for id in course.calculation_ids() {
        let spec = course.calculation(&id).value.unwrap();
        for (level, seed) in (1..=3).flat_map(|level| SEEDS.map(|seed| (level, seed))) {
            let Ok(exercise) = draw(&spec, level, seed, Wanted::default()) else { continue };
            for lang in [Lang::Zh, Lang::En] {
                let mut titles: Vec<&str> = exercise.ask.iter().map(|ask| ask.title.get(lang)).collect();
                titles.sort_unstable();
                let count = titles.len();
                titles.dedup();
                assert_eq!(titles.len(), count, "{id}, level {level}: {titles:?}");
            }
        }
    }
}

fn drill(code: &str, lines: &str) -> Vec<Value> {
    Learner::new().run(&["drill", "--lang", "en", "--format", "jsonl", "--code", code], lines).lines()
}

fn why(code: &str, line: &str) -> String {
    let lines = drill(code, &format!("{line}\n"));
    let said = lines.iter().find(|line| line["why"].is_string()).unwrap_or_else(|| panic!("{code}: {lines:?}"));
    said["why"].as_str().unwrap().to_owned()
}

#[test]
fn the_diagnosis_has_the_letters_of_the_working() {
    assert!(why("conv@1.1:1898-AAD1", "7").ends_with("K = W + B (W: Weights; B: number of kernels)"));
    assert!(why("recurrent-params@1.2:B998-BF01", "480").contains("“Recurrent part”: R = Σ(P)"));
}

#[test]
fn the_diagnosis_shows_how_the_wrong_number_arises() {
    assert_eq!(why("conv@1.2:1E74-9ED9", "27"), "the padding 2P is left out: N₁ = ⌊(33 − 7)/1⌋ + 1 = 27");
}

#[test]
fn a_convolution_is_worked_out_window_by_window() {
    let lines = drill("convolve@1.1:2C0D-05DE", ":hint\n:hint\n:hint\n4,6;11,5\n");
    let hints: Vec<&str> = lines.iter().filter_map(|line| line["text"].as_str()).collect();
    assert_eq!(hints[1], "window (1, 1): 0·2 + 2·1 + 3·0 + 2·1 = 4");
    assert!(hints[2].contains("window (2, 2): 2·2 + 2·1 + 3·0 + 0·1") && !hints[2].contains("= 6"), "{}", hints[2]);
    let said = lines.iter().find(|line| line["type"] == "feedback").unwrap();
    assert!(said["why"].as_str().unwrap().starts_with("not right: (2, 2) is 5, should be 6"), "{said}");
    assert!(said["solution"].to_string().contains("window (1, 2): y[1,2] = 2·2 + 0·1 + 2·0 + 2·1 = 6"), "{said}");
}

#[test]
fn every_asked_value_has_its_formula_in_the_hints() {
    let lines = drill("backprop@3.2:D510-BB86", ":hint\n:hint\n");
    let formulas = lines.iter().filter_map(|line| line["text"].as_str()).nth(1).unwrap();
    for formula in ["dW₂ = δ₂ h₁ᵀ", "dW₁ = δ₁ xᵀ", "h₁ = LeakyReLU(z₁)"] {
        assert!(formulas.contains(formula), "{formulas}");
    }
}

#[test]
fn epochs_count_from_0_in_the_task_and_in_the_solution() {
    let lines = drill("lr-schedule@1.3:E6F7-50AA", "1,1,1,1,1,1\n");
    let said = lines.iter().find(|line| line["type"] == "feedback").unwrap();
    let first = said["solution"][0].as_str().unwrap();
    assert!(first.starts_with("Learning rate, t = 0: η₀ = ηₘᵢₙ + (ηₘₐₓ − ηₘᵢₙ)·"), "{first}");
    assert_eq!(said["answer"], "1,0.933,0.75,0.5,0.25,0.0671");
}

#[test]
fn a_wrong_count_of_numbers_is_sent_back_unless_the_count_is_a_part_of_the_answer() {
    let back = |code: &str, line: &str| drill(code, &format!("{line}\n"))[1]["type"].as_str().unwrap().to_owned();
    for line in ["1", "1,0.5"] {
        assert_eq!(back("average-precision@1.1:1F1D-5D37", line), "rejected", "{line}");
    }
    assert!(why("average-precision@1.1:1F1D-5D37", "1").contains("3 numbers are wanted"));
    let first = Learner::new().run(&["drill", "nms", "--seed", "3", "-n", "1", "--format", "jsonl"], "0\n").lines();
    assert_eq!(first[1]["type"], "feedback", "how many boxes stay is what is asked");
}

#[test]
fn several_values_may_stand_in_their_order() {
    let right = |code: &str, line: &str| {
        let lines = drill(code, &format!("{line}\n"));
        let said = lines.iter().find(|line| line["type"] == "feedback");
        said.unwrap_or_else(|| panic!("{line}: {lines:?}"))["score"].as_f64().unwrap()
    };
    let in_order = "0.156; [-0.25,0.05]; [[-0.563,-0.125],[0.113,0.025]]; (0, 0.075); [0,0;-0.075,0.0375]; \
                    [[-1,1.5],[1.04,0.981]]";
    assert!(right("backprop@3.2:D510-BB86", in_order) > 0.99);
    assert!(why("bottleneck@1.1:5F52-9434", "5184").contains("in this order"));
    assert!(right("conv@1.1:1898-AAD1", "params 38") > 0.99, "the name, then the value");
}

#[test]
fn partial_credit_is_told_to_the_hundredth() {
    let lines = drill("layer-table@1.3:B998-BF01", "156; 1760; 156800\n");
    let said = lines.iter().find(|line| line["type"] == "feedback").unwrap();
    assert_eq!(said["score"].as_f64(), Some(0.67), "{said}");
}

#[test]
fn what_has_no_value_is_refused_in_plain_words_said_once() {
    for (line, words) in
        [("1/0", "a division by zero has no value"), ("1e999", "too large a number"), ("1+", "it is not finished")]
    {
        let why = why("conv@1.1:1898-AAD1", line);
        assert!(why.contains(words) && !why.contains("cannot be read"), "{line}: {why}");
    }
}

#[test]
fn digits_are_asked_for_where_there_are_more_than_are_written() {
    let notes = |code: &str| drill(code, "")[0]["ask"].to_string();
    assert!(!notes("gram@1.1:BA4A-CE1B").contains("significant"), "{}", notes("gram@1.1:BA4A-CE1B"));
    assert!(notes("lr-schedule@1.3:E6F7-50AA").contains("digits"));
}

#[test]
fn the_words_of_a_verdict_are_those_of_the_reader() {
    let calc = |lang: &str| {
        let args = ["calc", "fit", "--train", "0.01", "--test", "0.3", "--lang", lang, "--color", "never"];
        Learner::new().run(&args, "").out
    };
    let (working, answers) = calc("zh").split_once("答：").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(working.contains("欠拟合") && working.contains("过拟合") && working.contains("真 ∧ 真"), "{working}");
    for word in ["underfit", "overfit", "good", "true"] {
        assert!(!working.contains(word), "{word}: {working}");
    }
    assert!(answers.contains("verdict = overfit"), "scripts read the key: {answers}");
    assert!(calc("en").contains("true ∧ true"));
    let hints = Learner::new()
        .run(&["drill", "fit", "--level", "1", "--seed", "4", "-n", "1", "--lang", "zh"], &":hint\n".repeat(4));
    assert!(hints.out.contains("u = 欠拟合") && !hints.out.contains("underfit"), "{}", hints.out);
}

#[test]
fn where_a_formula_has_names_that_nothing_shows_its_words_are_told() {
    let told = |kind: &str| {
        let lines = Learner::new()
            .run(&["drill", kind, "--seed", "1", "-n", "1", "--lang", "en", "--format", "jsonl"], "987654\n")
            .lines();
        lines.into_iter().find(|line| line["type"] == "feedback").unwrap()["why"].as_str().unwrap().to_owned()
    };
    let network = told("network");
    assert!(network.contains("no mistake was recognised") && !network.contains("Σ(p)"), "{network}");
    let field = told("receptive-field");
    assert!(!field.contains("R = r"), "{field}");
}
