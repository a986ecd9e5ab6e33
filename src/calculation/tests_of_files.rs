//! What a calculation's own file decides: which flags play a part, and what more would add.

use std::fs;
use std::path::Path;

use super::derive::{Detail, derive};
use super::given::{self, Given, GivenError};
use super::idle::idle;
use crate::course::Course;
use crate::course::spec::Spec;

const PARAMS: &str = "format = 1\nid = 'cups'\ntopic = 'tea'\ntitle = { zh = '杯', en = 'cups' }\n\
    [params.x]\nkind = 'number'\nabout = { zh = '数', en = 'number' }\ndraw = { from = 2, to = 9 }\n\
    [params.a]\nkind = 'number'\noptional = true\nabout = { zh = '甲', en = 'one' }\n\
    [params.b]\nkind = 'number'\noptional = true\nabout = { zh = '乙', en = 'other' }\n\
    [params.n]\nkind = 'count'\ndefault = '3'\nabout = { zh = '次数', en = 'turns' }\n\
    [params.hot]\nkind = 'flag'\nabout = { zh = '热', en = 'hot' }\n\
    [params.k]\nkind = 'choice'\nchoices = ['tea', 'milk']\ndefault = 'tea'\nabout = { zh = '种类', en = 'kind' }\n";

/// A calculation with these parameters, and whatever follows.
fn spec(more: &str) -> Spec {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let folder = tempfile::tempdir().unwrap();
    for sub in ["topics", "calculations"] {
        fs::create_dir(folder.path().join(sub)).unwrap();
    }
    for path in ["course.toml", "topics/01-tea.toml"] {
        fs::copy(small.join(path), folder.path().join(path)).unwrap();
    }
    fs::write(folder.path().join("calculations/cups.toml"), format!("{PARAMS}{more}\n[[ask]]\nkeys = ['y']\n"))
        .unwrap();
    let read = Course::open(Some(folder.path())).unwrap().calculation("cups");
    read.value.unwrap_or_else(|| panic!("{:?}", read.problems))
}

fn given(spec: &Spec, values: &[(&str, &str)]) -> Given {
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    given::read(spec, &texts, &|path| Err(path.to_owned()), 0).unwrap()
}

fn step(text: &str) -> String {
    format!("[[steps]]\ntitle = {{ zh = '步', en = 'step' }}\n{text}\n")
}

/// The flag that plays no part with these values.
fn idle_flag(spec: &Spec, values: &[(&str, &str)]) -> Option<String> {
    match idle(spec, &given(spec, values)) {
        Ok(()) => None,
        Err(GivenError::Idle { flag, .. }) => Some(flag),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_flag_that_only_another_choice_reads_is_idle() {
    let of = |steps: &[&str]| spec(&steps.iter().map(|text| step(text)).collect::<String>());
    let sum = "let = 'y = x'\nkeys = ['y']";
    let by_word = of(&[sum, "let = 'z = a + x'\nwhen = 'k != \"tea\"'\nkeys = ['z']"]);
    assert_eq!(idle_flag(&by_word, &[("x", "1"), ("a", "2")]).as_deref(), Some("a"), "k is tea by itself");
    assert_eq!(idle_flag(&by_word, &[("x", "1"), ("a", "2"), ("k", "milk")]), None);
    let by_switch = of(&[sum, "let = 'z = a + x'\nwhen = 'hot'\nkeys = ['z']"]);
    assert_eq!(idle_flag(&by_switch, &[("x", "1"), ("a", "2")]).as_deref(), Some("a"));
    assert_eq!(idle_flag(&by_switch, &[("x", "1"), ("a", "2"), ("hot", "true")]), None);
    let by_both = of(&["let = 'y = where(hot and k == \"milk\", a, b) + x'\nkeys = ['y']"]);
    let both = [("x", "1"), ("a", "2"), ("b", "3"), ("hot", "true"), ("k", "milk")];
    assert_eq!(idle_flag(&by_both, &both).as_deref(), Some("b"));
    assert_eq!(idle_flag(&by_both, &[("x", "1"), ("a", "2"), ("b", "3"), ("hot", "true")]).as_deref(), Some("a"));
    let by_presence = of(&["let = 'y = where(given(a), a, b) + x'\nkeys = ['y']"]);
    assert_eq!(idle_flag(&by_presence, &[("x", "1"), ("a", "2"), ("b", "3")]).as_deref(), Some("b"));
    assert_eq!(idle_flag(&by_presence, &[("x", "1"), ("b", "3")]), None);
    let by_turns = of(&[sum, "for = 'i in 1..n'\nlet = 'z[i] = x*i'\nwhen = 'hot'\nkeys = ['z']"]);
    assert_eq!(idle_flag(&by_turns, &[("x", "1"), ("n", "2")]).as_deref(), Some("n"));
    assert_eq!(idle_flag(&by_turns, &[("x", "1"), ("n", "2"), ("hot", "true")]), None);
}

/// What more flags would add: the flags, the answers, what cannot stand beside them.
fn missing(spec: &Spec, values: &[(&str, &str)]) -> Vec<[String; 3]> {
    let missing = derive(spec, &given(spec, values), Detail::Steps).unwrap().missing;
    missing.into_iter().map(|one| [one.flags.join(" "), one.keys.join(" "), one.instead_of.join(" ")]).collect()
}

#[test]
fn what_more_would_add_says_what_it_cannot_stand_beside() {
    let steps = [
        "let = 'y = x'\nkeys = ['y']",
        "let = 'u = a * x'\nkeys = ['u']",
        "let = 'v = b * x'\nkeys = ['v']",
        "let = 'w = a + 1'\nhidden = true",
    ];
    let steps: String = steps.iter().map(|text| step(text)).collect();
    let with = |require: &str| spec(&format!("{require}{steps}"));
    let says = "say = { zh = '二者选一', en = 'one of both' }\n";
    let apart = with(&format!("[[require]]\nthat = 'not (given(a) and given(b))'\n{says}"));
    assert_eq!(missing(&apart, &[("x", "1"), ("b", "2")]), [["a", "u", "b"]]);
    assert_eq!(missing(&apart, &[("x", "1"), ("a", "2")]), [["b", "v", "a"]]);
    assert_eq!(missing(&apart, &[("x", "1")]), [["a", "u", ""], ["b", "v", ""]]);
    let at_times = with(&format!("[[require]]\nthat = 'not (given(a) and given(b))'\nwhen = 'hot'\n{says}"));
    assert_eq!(missing(&at_times, &[("x", "1"), ("b", "2")]), [["a", "u", ""]]);
    let free = with("");
    assert_eq!(missing(&free, &[("x", "1"), ("b", "2")]), [["a", "u", ""]]);
}
