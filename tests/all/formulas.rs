//! Wrong formulas of a calculation: each is told at its own place, with its own cause.

use serde_json::Value;

use crate::learner::{Learner, course_with};

/// A calculation with these steps and whatever else follows them.
fn problems(draw: &str, steps: &str) -> Vec<(String, String, String)> {
    let text = format!(
        "format = 1\nid = 'bad'\ntopic = 'tea'\ntitle = {{ zh = '坏', en = 'bad' }}\n\
         [params.n]\nkind = 'number'\nabout = {{ zh = '数', en = 'number' }}\ndraw = {{ from = 1, to = 9 }}\n\
         [params.m]\nkind = 'vector'\nabout = {{ zh = '数', en = 'numbers' }}\ndraw = {{ from = 1, to = 9, shape = ['{draw}'] }}\n\
         {steps}\n[[ask]]\nkeys = ['a', 'b']\n"
    );
    let folder = course_with(&[("calculations/bad.toml", text.as_bytes())]);
    let ran = Learner::new()
        .run(&["content", "check", folder.path().to_str().unwrap(), "--format", "json", "--lang", "en"], "");
    let found: Vec<Value> = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    let found = found.iter().filter(|problem| problem["path"] == "calculations/bad.toml");
    let lines: Vec<&str> = text.lines().collect();
    let at = |problem: &Value| {
        let line = lines[problem["line"].as_u64().unwrap() as usize - 1];
        line.chars().skip(problem["column"].as_u64().unwrap() as usize - 1).collect()
    };
    let word = |problem: &Value, key: &str| problem[key].as_str().unwrap().to_owned();
    found.map(|problem| (word(problem, "code"), at(problem), word(problem, "message"))).collect()
}

#[test]
fn every_name_and_function_that_is_not_there_is_told_at_once() {
    let steps = "[[steps]]\nlet = 'A = n + zzz'\nkeys = ['a']\n[[steps.mistakes]]\nid = 'early'\nlet = 'A + 1'\n\
                 say = { zh = '错', en = 'wrong' }\n[[steps]]\nlet = 'B = foo(n)'\nkeys = ['b']\n\
                 [[steps]]\nlet = 'C = exp(n, n)'\nwhen = 'n > w'\n";
    let found = problems("q", steps);
    let places: Vec<(&str, &str)> = found.iter().map(|(code, at, _)| (code.as_str(), at.as_str())).collect();
    let expected = [
        ("E049", "q'] }"),
        ("E049", "zzz'"),
        ("E046", "A + 1'"),
        ("E008", "foo(n)'"),
        ("E008", "exp(n, n)'"),
        ("E049", "w'"),
    ];
    assert_eq!(places, expected, "{found:?}");
    assert!(found[3].2.contains("foo") && found[4].2.contains("exp"), "{found:?}");
}

#[test]
fn what_fails_with_values_is_told_at_its_formula_and_says_why() {
    let found =
        problems("3", "[[steps]]\nlet = 'A = n'\nkeys = ['a']\n[[steps]]\nlet = 'B = m @ [1,2]'\nkeys = ['b']\n");
    let [(code, at, message)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((code.as_str(), at.as_str()), ("E026", "m @ [1,2]'"));
    assert!(message.contains("shapes 3 and 2"), "{message}");
}

#[test]
fn a_mistake_that_never_comes_to_anything_is_told() {
    let steps = "[[steps]]\nlet = 'A = n'\nkeys = ['a']\n[[steps.mistakes]]\nid = 'long'\nlet = 'm @ [1,2,3,4,5]'\n\
                 say = { zh = '错', en = 'wrong' }\n[[steps]]\nlet = 'B = sum(m)'\nkeys = ['b']\n";
    let found = problems("3", steps);
    let [(code, at, message)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((code.as_str(), at.as_str()), ("E026", "m @ [1,2,3,4,5]'"));
    assert!(message.contains("shapes 3 and 5"), "{message}");
}

#[test]
fn an_answer_that_is_not_there_is_told_at_the_task() {
    let found = problems("3", "[[steps]]\nlet = 'A = n'\nkeys = ['a']\n");
    let [(code, at, message)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((code.as_str(), at.as_str()), ("E010", "['a', 'b']"));
    assert!(message.contains("“b”"), "{message}");
}

#[test]
fn a_course_has_networks_of_its_own() {
    let tiny = "format = 1\ninput = [1, 4, 4]\nlayers = ['2 * block:3', 'fc:5']\n\
                blocks.block = { with = ['k'], join = 'add', branches = [['conv:k:3:1:1'], ['conv:k:1']] }\n";
    let bad = "format = 1\nlayers = ['convo:3:3', 'fc:5']\n";
    let folder = course_with(&[("networks/tiny.toml", tiny.as_bytes()), ("networks/bad.toml", bad.as_bytes())]);
    let course = folder.path().to_str().unwrap();
    let run = |args: &[&str]| Learner::new().run(args, "");
    let ran = run(&["calc", "network", "tiny", "--course", course, "--format", "json"]);
    let answers: Value = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    // (9+1)·3 twice over, then from three channels, then 3·4·4 inputs to 5 outputs.
    let (first, second, last) = (3 * 9 + 3 + 3 + 3, 3 * 3 * 9 + 3 + 3 * 3 + 3, 48 * 5 + 5);
    assert_eq!(answers["answers"]["params"], first + second + last, "{answers}");
    assert_eq!(run(&["calc", "network", "vgg16", "--course", course, "--answer-only"]).code, 0);
    let unknown = run(&["calc", "network", "tini", "--course", course, "--lang", "en"]);
    assert!(unknown.code == 2 && unknown.err.contains("tiny") && unknown.err.contains("vgg16"), "{unknown:?}");
    let checked = run(&["content", "check", course, "--lang", "en"]);
    assert!(checked.code == 3 && checked.out.contains("networks/bad.toml:2:11"), "{checked:?}");
    assert!(!checked.out.contains("tiny.toml"), "{checked:?}");
}

/// Places and messages of what cannot be worked out with these steps.
fn broken(steps: &str) -> Vec<(String, String)> {
    let found = problems("3", steps);
    found.into_iter().filter(|(code, ..)| code == "E026").map(|(_, at, message)| (at, message)).collect()
}

#[test]
fn a_condition_that_cannot_be_worked_out_is_told_at_its_place() {
    let says = "say = { zh = '错', en = 'wrong' }";
    let steps = |more: &str| {
        format!("[[steps]]\nlet = 'A = n'\nkeys = ['a']\n{more}\n[[steps]]\nlet = 'B = sum(m)'\nkeys = ['b']\n")
    };
    let cases = [
        format!("[[steps.require]]\nthat = 'n > 0'\nwhen = 'm @ [1,2] > 0'\n{says}"),
        format!("[[steps.mistakes]]\nid = 'long'\nlet = 'n + 1'\nwhen = 'm @ [1,2] > 0'\n{says}"),
        format!("[[steps.conventions]]\nid = 'long'\nlet = 'n + 1'\nwhen = 'm @ [1,2] > 0'\n{says}"),
        format!("[[steps.conventions]]\nid = 'long'\nlet = 'm @ [1,2] + 1'\n{says}"),
    ];
    for case in cases {
        let found = broken(&steps(&case));
        let [(at, message)] = found.as_slice() else { panic!("{case}: {found:?}") };
        assert!(at.starts_with("m @ [1,2]") && message.contains("shapes 3 and 2"), "{case}: {found:?}");
    }
}

#[test]
fn a_requirement_of_a_step_holds_in_each_of_its_own_turns() {
    let steps = |least: &str| {
        format!(
            "[[steps]]\nlet = 'A = n'\nkeys = ['a']\n[[steps.require]]\nthat = 'm[i] > {least}'\nfor = 'i in 1..3'\n\
             say = {{ zh = '第 {{i}} 个太小', en = 'number {{i}} is too small' }}\n\
             [[steps]]\nlet = 'B = sum(m)'\nkeys = ['b']\n"
        )
    };
    assert_eq!(broken(&steps("0")), []);
    let found = broken(&steps("9"));
    assert!(found.len() == 1 && found[0].1.contains("number 1 is too small"), "{found:?}");
}
