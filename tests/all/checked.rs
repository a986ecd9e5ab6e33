//! What `content check` finds of a calculation that can be worked out and does not hold.

use serde_json::Value;

use crate::learner::{Learner, course_with};

/// A calculation with a choice of a factor, a convention, and whatever follows.
fn problems(ask: &str, more: &str) -> Vec<(String, String)> {
    let text = format!(
        "format = 1\nid = 'cups'\ntopic = 'tea'\ntitle = {{ zh = '杯', en = 'cups' }}\n\
         [params.x]\nkind = 'number'\nabout = {{ zh = '数', en = 'number' }}\ndraw = {{ from = 2, to = 9 }}\n\
         [params.k]\nkind = 'number'\nabout = {{ zh = '倍数', en = 'factor' }}\ndefault = '3'\n\
         [[steps]]\nlet = 'y = k * x'\nkeys = ['cups']\ntitle = {{ zh = '杯', en = 'Cups' }}\n\
         conventions = [{{ id = 'halved', let = 'k * x / 2', say = {{ zh = '一半', en = 'half of it' }} }}]\n\
         [[steps]]\nlet = 'v = [0 * x, x, 1e-8 * x]'\nkeys = ['list']\ntitle = {{ zh = '列', en = 'List' }}\n\
         [[ask]]\nkeys = ['cups']\n{ask}\n{more}\n"
    );
    let folder = course_with(&[("calculations/cups.toml", text.as_bytes())]);
    let ran = Learner::new()
        .run(&["content", "check", folder.path().to_str().unwrap(), "--format", "json", "--lang", "en"], "");
    let found: Vec<Value> = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    let found = found.iter().filter(|problem| problem["path"] == "calculations/cups.toml");
    let word = |problem: &Value, key: &str| problem[key].as_str().unwrap().to_owned();
    found.map(|problem| (word(problem, "code"), word(problem, "message"))).collect()
}

/// The codes of the problems.
fn codes(ask: &str, more: &str) -> Vec<String> {
    problems(ask, more).into_iter().map(|(code, _)| code).collect()
}

const SOUND: &str = "settles = ['halved']\nsays = ['k']";

#[test]
fn a_task_says_what_its_convention_and_its_defaults_are() {
    assert_eq!(codes(SOUND, ""), [""; 0]);
    assert_eq!(codes("open = ['halved']\nsays = ['k']", ""), [""; 0]);
    let silent = problems("says = ['k']", "");
    assert_eq!(silent.iter().map(|(code, _)| &**code).collect::<Vec<_>>(), ["E044"]);
    assert!(silent[0].1.contains("halved") && silent[0].1.contains("cups"), "{}", silent[0].1);
    let unfounded = problems("settles = ['halved', 'doubled']\nsays = ['k']", "");
    assert_eq!(unfounded.iter().map(|(code, _)| &**code).collect::<Vec<_>>(), ["E045"]);
    assert!(unfounded[0].1.contains("doubled"), "{}", unfounded[0].1);
}

#[test]
fn a_value_that_the_task_does_not_give_is_told_once_and_not_for_each_variant() {
    let unsaid = problems("settles = ['halved']", "");
    assert_eq!(unsaid.iter().map(|(code, _)| &**code).collect::<Vec<_>>(), ["E042"]);
    assert!(unsaid[0].1.contains("--k"), "{}", unsaid[0].1);
}

#[test]
fn an_example_holds_as_exactly_as_it_says_and_in_its_own_shape() {
    let found = |expect: &str| {
        let example = format!("[[examples]]\nsource = 'A book'\ngiven = {{ x = 2 }}\nexpect = {{ {expect} }}");
        problems(SOUND, &example)
    };
    let codes: Vec<String> = found("saucers = 6").into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["E010"], "an answer that no step gives");
    let holds = |expect: &str| {
        let found = found(expect);
        assert!(found.len() < 2, "{found:?}");
        found.first().is_none_or(|(_, message)| {
            assert!(message.contains("A book"), "{message}");
            false
        })
    };
    for expect in ["cups = 6", "list = [0, 2, 2e-8]", "cups = 6, list = [0, 2, 2e-8]"] {
        assert!(holds(expect), "{expect}");
    }
    for expect in [
        "cups = 7",
        "cups = -6",
        "cups = [6]",
        "cups = 'six'",
        "cups = 6, list = [0, 3, 2e-8]",
        "list = [0, 2, 3e-8]",
        "list = [0.1, 2, 2e-8]",
        "list = [0, 2]",
        "list = [[0, 2, 2e-8]]",
    ] {
        assert!(!holds(expect), "{expect}");
    }
}
