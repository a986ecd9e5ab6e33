//! What a student is shown of an exercise, from the task to the solution.

use std::fmt::Write as _;

use super::*;
use crate::course::{Course, Lang};

/// Task, hints, solution, options and what is said of a far answer, of variants that differ in kind: sizes, lists,
/// turns, layers, words, something to be chosen.
const SHOWN: [(&str, u8, u32); 24] = [
    ("conv", 2, 0),
    ("im2col", 2, 2),
    ("conv", 1, 3),
    ("conv", 3, 8),
    ("mse", 2, 4),
    ("attention", 2, 2),
    ("optimizer", 2, 5),
    ("backprop", 2, 1),
    ("lstm-cell", 2, 6),
    ("lstm", 1, 2),
    ("receptive-field", 2, 3),
    ("layer-table", 2, 4),
    ("network", 1, 2),
    ("fit", 1, 1),
    ("early-stop", 2, 2),
    ("convolve", 2, 3),
    ("pooling", 1, 5),
    ("chain", 2, 7),
    ("derivative", 2, 3),
    ("perceptron", 2, 2),
    ("beam-search", 1, 1),
    ("batchnorm", 2, 4),
    ("iterations", 1, 9),
    ("bleu", 2, 3),
];

fn shown(calculation: &str, level: u8, seed: u32) -> String {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let exercise = draw::draw(&spec, level, seed, Wanted::default()).unwrap();
    let workings = Workings::of(&spec, &exercise);
    let mut text = String::new();
    for lang in Lang::ALL {
        writeln!(text, "{}", exercise.stem.get(lang)).unwrap();
        for ask in &exercise.ask {
            writeln!(text, "? {}: {}", ask.key, ask.title.get(lang)).unwrap();
        }
        for hint in workings.hints() {
            writeln!(text, "{}. {}", hint.level, hint.text.get(lang).replace('\n', "\n   ")).unwrap();
        }
        for worked in workings.solution(lang) {
            writeln!(text, "= {worked}").unwrap();
        }
        writeln!(text).unwrap();
    }
    for option in workings.options() {
        let why = option.why.map_or_else(String::new, |why| format!(": {}", why.en));
        writeln!(text, "{} {}{why}", if option.right { '+' } else { '-' }, option.text.en).unwrap();
    }
    let far = exercise.ask.iter().map(|ask| format!("{}=123456.75", ask.key)).collect::<Vec<_>>().join("; ");
    for verdict in workings.grade(&far).map_or_else(|_| Vec::new(), |grade| grade.verdicts) {
        if let Verdict::Wrong { look } = verdict {
            writeln!(text, "! {}", look.en.replace('\n', "\n  ")).unwrap();
        }
    }
    text
}

#[test]
fn what_is_shown_of_an_exercise_is_as_it_was_seen() {
    for (calculation, level, seed) in SHOWN {
        insta::assert_snapshot!(format!("{calculation}-{level}-{seed}"), shown(calculation, level, seed));
    }
}

/// What becomes of an answer to a question about given values: its verdict and what is said of it.
fn verdict(calculation: &str, values: &[(&str, &str)], key: &str, open: &[String], line: &str) -> Verdict {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let keys = [key.to_owned()];
    let exercise = draw::posed(&spec, &given, Wanted { keys: &keys, open, ..Wanted::default() }, false).unwrap();
    Workings::of(&spec, &exercise).grade(line).unwrap().verdicts.remove(0)
}

#[test]
fn a_few_wrong_entries_are_named_and_many_are_not() {
    let list = [("y", "1,2,3,4,5,6"), ("t", "0,0,0,0,0,0"), ("reduction", "half-sum")];
    let look = |line: &str| match verdict("mse", &list, "grad", &[], line) {
        Verdict::Wrong { look } => look.en,
        other => panic!("{line}: {other:?}"),
    };
    let named = look("1,2,3,4,50,60");
    assert!(named.contains("(5) is 50, should be 5") && named.contains("(6) is 60, should be 6"), "{named}");
    assert!(!named.contains("(4)"), "{named}");
    assert!(look("11,12,13,14,5,6").contains("(4) is 14, should be 4"));
    for line in ["11,12,13,14,15,6", "11,12,13,14,15,16.5"] {
        assert!(!look(line).contains("should be"), "{line}");
    }
}

#[test]
fn a_convention_that_the_task_leaves_open_is_right_and_one_that_it_settles_is_not() {
    let values = [("y", "2.5,0.5,1.25"), ("t", "3,-1,2")];
    // ½Σ of 0.25, 2.25, 0.5625.
    let of = |open: &[String]| verdict("mse", &values, "loss", open, "1.53125");
    assert!(matches!(of(&["half-sum".to_owned()]), Verdict::Convention { .. }));
    for open in [&[][..], &["another".to_owned()]] {
        assert!(matches!(of(open), Verdict::Mistake { id, .. } if &*id == "half-sum"));
    }
}

#[test]
fn what_plays_no_part_with_the_choices_made_is_named_with_them() {
    let idle_of = |calculation: &str, values: &[(&str, &str)]| {
        let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
        let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        idle(&spec, &given)
    };
    let plain = [("theta", "1"), ("grads", "1"), ("lr", "0.1")];
    let with = |name: &'static str, flag: &'static str| [&plain[..], &[("name", name), (flag, "0.5")]].concat();
    for (name, flag, plays) in
        [("sgd", "beta1", false), ("adam", "beta1", true), ("adam", "beta2", true), ("rmsprop", "beta1", false)]
    {
        match idle_of("optimizer", &with(name, flag)) {
            Ok(()) => assert!(plays, "{name} {flag}"),
            Err(given::GivenError::Idle { flag: idle, with }) => {
                assert!(!plays && idle == flag, "{name} {flag}");
                assert!(with.contains(&("name".to_owned(), crate::math::Value::Text(name.into()))), "{with:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}
