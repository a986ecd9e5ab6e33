//! Somebody's own working, marked line by line: `calc KIND … --mine FILE`.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

use dlrev::calculation::given;
use dlrev::calculation::mine::{Mark, mine};
use dlrev::calculation::{Detail, derive};
use dlrev::course::spec::Spec;
use dlrev::course::{Course, typed};
use dlrev::math::render;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::program::dlrev;

const CONV: [&str; 14] = ["conv", "--n", "32", "--f", "5", "--p", "2", "--s", "1", "--a", "3", "--b", "6", "--bias"];

/// What comes of a working that is typed in.
fn marked(kind: &[&str], working: &str, more: &[&str]) -> Output {
    let mut command = dlrev();
    command.arg("calc").args(kind).args(["--mine", "-"]).args(more);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(working.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// The same as JSON.
fn lines(kind: &[&str], working: &str) -> Vec<Value> {
    let out = marked(kind, working, &["--format", "json"]);
    let json: Value = serde_json::from_slice(&out.stdout).unwrap();
    json["lines"].as_array().unwrap().clone()
}

/// The verdicts on the lines of a working.
fn verdicts(kind: &[&str], working: &str) -> Vec<String> {
    lines(kind, working).iter().map(|line| line["verdict"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_contracts_example_is_answered_to_the_letter() {
    let out = marked(&CONV[..9], "N1 = (32+4-5)/1 = 31\n", &["--format", "json"]);
    assert_eq!((out.status.code(), out.stderr.len()), (Some(1), 0));
    let json: Value = serde_json::from_slice(&out.stdout).unwrap();
    let say = json["lines"][0]["say"].clone();
    assert_eq!(
        json,
        json!({
            "kind": "conv",
            "lines": [{
                "number": 1, "text": "N1 = (32+4-5)/1 = 31", "read_as": "N₁ = (32 + 4 − 5)/1 = 31", "verdict": "wrong",
                "step": "out_h", "value": 31, "right": 32, "mistake": "no-plus-one", "say": say,
            }],
            "first_wrong": 1,
            "right": false,
        })
    );
    assert!(say.as_str().unwrap().contains("+1"));
}

#[test]
fn a_name_is_a_symbol_a_key_or_a_title_in_either_language() {
    for name in ["N1", "N_1", "N₁", "out_h", "Output side", "输出边长"] {
        for working in [format!("{name} = (32+4-5)/1+1 = 32"), format!("{name}: 32"), format!("1. {name} = 32")] {
            assert_eq!(verdicts(&CONV, &working), ["right"], "{working}");
        }
    }
    assert_eq!(verdicts(&CONV, "N1 = (N0 + 2P - F)/S + 1 = 32"), ["right"]);
    assert_eq!(verdicts(&CONV, "(32+2·2-5)/1+1\n32x32\n32×32"), ["right", "right", "right"]);
}

#[test]
fn what_says_nothing_is_not_right() {
    for working in ["out_h=", "out_h", "out_h =  ", "out_h=28=", "N1", "输出边长", "输出边长 ="] {
        assert_eq!(verdicts(&CONV, working), ["unread"], "{working}");
    }
    assert_eq!(verdicts(&CONV, "out_h = (N0 + 2P - F)/S + 1"), ["right"]);
}

#[test]
fn each_verdict_has_its_line() {
    let working =
        "W = 5*5*6 = 150\nK = W + 6 = 156\n32+4 = 36\n3*4 = 13\nP = 2\nx +\nfoo = 17\n\nparams = 456\n17\nS = 2";
    let all = lines(&CONV, working);
    let verdicts: Vec<&str> = all.iter().map(|line| line["verdict"].as_str().unwrap()).collect();
    let wanted = ["wrong", "follows", "known", "contradicts", "known", "unread", "unread", "right", "wrong", "wrong"];
    assert_eq!(verdicts, wanted);
    assert_eq!(all[0]["mistake"], "channels-forgotten");
    assert_eq!((&all[0]["right"], &all[1]["right"]), (&json!(450), &Value::Null));
    assert!(all[5]["why"].is_string() && all[5].get("value").is_none(), "{}", all[5]);
    // Empty lines have no mark, and lines keep their number.
    assert_eq!((&all[7]["number"], &all[7]["step"]), (&json!(9), &json!("params")));
}

#[test]
fn who_rounds_on_the_way_is_right_and_several_mistakes_are_all_told() {
    let kind = ["cross-entropy", "--logits", "2,1,0.1", "--target", "0"];
    let working = "p = 0.659, 0.242, 0.0986\nloss = -ln 0.659 = 0.417\n对 z 的梯度 = -0.341, 0.242, 0.0986";
    assert_eq!(verdicts(&kind, working), ["right"; 3]);
    assert_eq!(verdicts(&kind, "loss = 0.4"), ["wrong"], "one digit tells too little");
    let square = ["conv", "--n", "4", "--f", "3", "--a", "2", "--b", "2"];
    let several = lines(&square, "W = 18")[0].clone();
    assert_eq!(several["verdict"], "wrong");
    assert!(several["mistakes"].as_array().is_some_and(|all| all.len() > 1), "{several}");
}

#[test]
fn words_and_formulas_are_marked_too() {
    let fit = ["fit", "--train", "0.01", "--test", "0.25"];
    assert_eq!(verdicts(&fit, "verdict = overfitting\nverdict: good"), ["right", "wrong"]);
    let derivative = ["derivative", "--f", "x^2 + x"];
    assert_eq!(verdicts(&derivative, "derivative = 1 + 2x\nderivative = 2x"), ["right", "wrong"]);
}

#[test]
fn a_file_is_read_and_what_cannot_be_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.txt");
    fs::write(&file, "out_h = 32\n").unwrap();
    let run = |file: &str| dlrev().arg("calc").args(CONV).args(["--mine", file]).output().unwrap();
    let right = run(file.to_str().unwrap());
    assert_eq!(right.status.code(), Some(0));
    assert!(String::from_utf8(right.stdout).unwrap().contains("Nothing is wrong."));
    let refused = run(folder.path().join("none").to_str().unwrap());
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    let wrong = marked(&["conv", "--n", "32"], "N1 = 32", &[]);
    assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(2), 0), "--f is missing");
    let chinese = marked(&CONV, "N1 = 31", &["--lang", "zh"]);
    let said = String::from_utf8(chinese.stdout).unwrap();
    assert!(said.contains("漏了最后的 +1") && said.contains("第一处不对在第 1 行"), "{said}");
}

fn specs() -> Vec<Spec> {
    let course = Course::open(None).unwrap();
    course.calculation_ids().iter().map(|id| course.calculation(id).value.unwrap()).collect()
}

#[test]
fn what_a_solution_says_is_right_line_by_line() {
    for spec in specs() {
        for example in &spec.examples {
            let given = given::read(&spec, &example.given, &|path| Err(path.to_owned()), 0).unwrap();
            let derivation = derive(&spec, &given, Detail::Steps).unwrap();
            let typed = |value: &dlrev::math::Value| typed::written(value, None);
            let numeric = |value: &dlrev::math::Value| value.is_numeric() && value.len() < 200;
            let answers = derivation.answers.iter().filter(|(_, value)| numeric(value));
            let working: Vec<String> = answers.map(|(key, value)| format!("{key} = {}", typed(value))).collect();
            let marked = mine(&spec, &given, &working.join("\n")).unwrap();
            for line in marked {
                assert_eq!(line.mark, Mark::Right, "{}, {}: {line:?}", spec.id, example.source);
            }
            let steps = derivation.steps.iter().filter(|shown| numeric(&shown.trace.value));
            let symbol = |shown: &dlrev::calculation::Shown| {
                let index = shown.trace.index.map_or_else(String::new, |index| format!("[{index}]"));
                render::line(&dlrev::math::parse(&format!("{}{index}", shown.trace.name)).unwrap())
            };
            for shown in steps {
                let line = format!("{} = {}", symbol(shown), typed(&shown.trace.value));
                let marked = mine(&spec, &given, &line).unwrap();
                assert!(matches!(marked[0].mark, Mark::Right | Mark::Known), "{}: {:?}", spec.id, marked[0]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_line_panics(lines in proptest::collection::vec("[N10-9x+*/=(),.:;a-dK \\[\\]−²]{0,24}", 1..6)) {
        let course = Course::open(None).unwrap();
        let spec = course.calculation("conv").value.unwrap();
        let texts = [("n", "32"), ("f", "5")].map(|(flag, text)| (flag.to_owned(), text.to_owned()));
        let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        prop_assert!(mine(&spec, &given, &lines.join("\n")).is_ok());
    }
}
