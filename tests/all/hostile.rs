//! Courses that mean harm: numbers, names and lists beyond all bounds are refused with a problem at their place, in
//! little time, and nothing that is left of them keeps a machine busy.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::learner::{Learner, Ran, course_with};

/// What one command may take, on a machine that is busy with much else; without the bounds each of these took many
/// minutes, or all memory.
const PATIENCE: Duration = Duration::from_secs(240);

const HEAD: &str = "format = 1\nid = 'bad'\nsection = 2\ntitle = { zh = '坏', en = 'bad' }\n";

fn ran(args: &[&str], input: &str) -> Ran {
    let start = Instant::now();
    let ran = Learner::new().run(args, input);
    assert!(start.elapsed() < PATIENCE, "{args:?} took {:?}", start.elapsed());
    assert!([0, 1, 2, 3].contains(&ran.code), "{args:?}: {ran:?}");
    ran
}

/// The codes and sentences of a check.
fn problems(folder: &Path) -> Vec<(String, String)> {
    let ran = ran(&["content", "check", folder.to_str().unwrap(), "--format", "json"], "");
    let problems: Vec<Value> = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    let text = |problem: &Value, key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    problems.iter().map(|problem| (text(problem, "code"), text(problem, "message"))).collect()
}

/// A calculation beside the small course, with this in its head, this behind its parameter, and this at its end.
fn calculation(head: &str, parameter: &str, end: &str) -> tempfile::TempDir {
    let text = format!(
        "format = 1\nid = 'heavy'\nversion = 1\ntopic = 'tea'\ntitle = {{ zh = '重', en = 'heavy' }}\n{head}\n
         [params.n]\nkind = 'count'\nabout = {{ zh = '数', en = 'a number' }}\n{parameter}\n
         [[steps]]\nlet = 'y = 2 * n'\nkeys = ['y']\ntitle = {{ zh = '值', en = 'value' }}\n{end}\n"
    );
    course_with(&[("calculations/heavy.toml", text.as_bytes())])
}

/// A topic beside the small course with a question of this kind.
fn question(kind: &str, body: &str) -> tempfile::TempDir {
    let words = "stem = { zh = '题____', en = 'asked ____' }\nwhy = { zh = '因', en = 'because' }";
    let text = format!("{HEAD}[[questions]]\nid = 'bad.q1'\nkind = '{kind}'\ntests = ['tea.water']\n{words}\n{body}\n");
    course_with(&[("topics/02-bad.toml", text.as_bytes())])
}

/// `n` texts of TOML, apart by commas.
fn many(n: usize, one: impl Fn(usize) -> String) -> String {
    apart(n, ", ", one)
}

fn apart(n: usize, comma: &str, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect::<Vec<_>>().join(comma)
}

#[test]
fn digits_are_as_many_as_a_number_can_have() {
    for digits in ["0", "16", "999999999"] {
        let folder =
            calculation("", "draw = { from = 2, to = 9 }", &format!("[[ask]]\nkeys = ['y']\ndigits = {digits}"));
        assert!(problems(folder.path()).iter().any(|(code, _)| code == "E005"), "{digits}");
        ran(&["drill", "heavy", "--course", folder.path().to_str().unwrap(), "--format", "jsonl"], ":answer\n");
        let folder = question("computed", &format!("calculation = 'conv'\ndigits = {digits}"));
        assert!(problems(folder.path()).iter().any(|(code, _)| code == "E005"), "{digits}");
    }
    let folder = calculation("", "draw = { from = 2, to = 9 }", "[[ask]]\nkeys = ['y']\ndigits = 15");
    assert!(problems(folder.path()).is_empty());
}

#[test]
fn the_flag_of_a_parameter_is_a_word_that_can_be_typed() {
    for flag in [r"z\u001b]52;c;aGk=\u0007", r"z\u009b31m", r"n\u202eabc", "N", "1n", "-n", "a b", ""] {
        let more =
            format!("[params.\"{flag}\"]\nkind = 'number'\noptional = true\nabout = {{ zh = '数', en = 'a number' }}");
        let folder = calculation("", &more, "");
        let found = problems(folder.path());
        assert!(found.iter().any(|(code, _)| code == "E011"), "{flag}: {found:?}");
        let course = folder.path().to_str().unwrap();
        for args in [["calc", "heavy", "--help", "--course", course], ["calc", "heavy", "--n=2", "--course", course]] {
            let ran = ran(&args, "");
            let harmful = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!(ran.out + &ran.err).contains(harmful), "{flag} {args:?}");
        }
    }
}

#[test]
fn drawing_a_variant_has_a_budget() {
    let draw = "draw = { from = 2, to = 9 }";
    let heavy = calculation("accept = ['sum(ones(990,1000) @ ones(1000,1000)) < 0']", draw, "[[ask]]\nkeys = ['y']");
    let found = problems(heavy.path());
    assert!(found.iter().any(|(code, said)| code == "E026" && said.contains("multiply-adds")), "{found:?}");
    let drill = ran(&["drill", "heavy", "-n", "1", "--course", heavy.path().to_str().unwrap()], "");
    assert_ne!(drill.code, 0, "{drill:?}");
    let shaped = |shape: &str| {
        calculation("", &format!("draw = {{ from = 1, to = 5, shape = [{shape}] }}"), "[[ask]]\nkeys = ['y']")
    };
    for shape in ["'1e300'", "'1e9'", "'1e9', '1e9'", "'1e5', '1e5', '1e5'"] {
        assert!(!problems(shaped(shape).path()).is_empty(), "{shape}");
    }
}

#[test]
fn examples_and_mistakes_of_a_calculation_have_one_budget() {
    let mut examples = String::new();
    for n in 0..40 {
        let _ = write!(
            examples,
            "[[examples]]\nsource = 'a book, {n}'\ngiven = {{ n = 3 }}\nexpect = {{ y = 6, z = 1 }}\n"
        );
    }
    let step = "[[steps]]\nlet = 'z = sum(ones(990,1000) @ ones(1000,1000)) / 990000000'\nkeys = ['z']\ntitle = { zh = '和', en = 'sum' }\n";
    let folder = calculation("", "", &(step.to_owned() + &examples));
    let found = problems(folder.path());
    assert!(found.iter().any(|(code, said)| code == "E026" && said.contains("multiply-adds")), "{found:?}");
}

#[test]
fn a_calculation_lists_no_more_than_can_be_looked_at() {
    let step = |n: usize| format!("[[steps]]\nlet = 'z{n} = n + {n}'\nhidden = true\n");
    let mistake =
        |n: usize| format!("[[steps.mistakes]]\nid = 'm{n}'\nlet = 'n + {n}'\nsay = {{ zh = '错', en = 'wrong' }}\n");
    for end in [apart(3000, "", step), apart(3000, "", mistake), "[[ask]]\nkeys = ['y']\n".repeat(3000)] {
        let folder = calculation("", "draw = { from = 2, to = 9 }", &end);
        let found = problems(folder.path());
        assert!(found.iter().any(|(code, _)| code == "E073"), "{found:?}");
        let ran = ran(&["calc", "heavy", "--n", "3", "--course", folder.path().to_str().unwrap()], "");
        assert_ne!(ran.code, 0, "it is not worked out");
    }
}

#[test]
fn a_search_for_very_many_words_ends() {
    let words = "a ".repeat(5000) + &apart(5000, " ", |n| format!("w{n}"));
    assert_eq!(ran(&["search", &words], "").code, 1);
}

#[test]
fn a_question_has_no_more_parts_than_can_be_looked_at() {
    let words = |n: usize| format!("zh = '选{n}', en = 'option {n}'");
    let pair = |n: usize| format!("{{ left = {{ {} }}, right = {{ {} }} }}", words(n), words(n));
    let bodies = [
        (
            "single",
            format!(
                "options = [{{ zh = '对', en = 'it', right = true }}, {}]",
                many(8000, |n| format!("{{ {} }}", words(n)))
            ),
        ),
        (
            "multiple",
            format!(
                "options = [{{ zh = '对', en = 'it', right = true }}, {}]",
                many(8000, |n| format!("{{ {} }}", words(n)))
            ),
        ),
        ("matching", format!("pairs = [{}]", many(8000, pair))),
        ("ordering", format!("items = [{}]", many(16_000, |n| format!("{{ {} }}", words(n))))),
        (
            "fill",
            format!(
                "blanks = [{{ accept = [{}], reject = [{}] }}]",
                many(5000, |n| format!("'a{n}'")),
                many(5000, |n| format!("'b{n}'"))
            ),
        ),
        ("key-points", format!("asked = 1\nkey-points = [{}]", many(8000, |n| format!("{{ {} }}", words(n))))),
    ];
    for (kind, body) in bodies {
        let folder = question(kind, &body);
        let found = problems(folder.path());
        assert!(found.iter().any(|(code, _)| code == "E047"), "{kind}: {found:?}");
        let args = ["quiz", "--topic", "bad", "--course", folder.path().to_str().unwrap(), "--format", "jsonl"];
        assert_eq!(ran(&args, "").code, 1, "{kind}: it is not asked");
    }
    // As many as may be are compared in no time, however many such questions there are.
    let one = |q: usize| {
        let options = many(299, |n| format!("{{ {} }}", words(n)));
        format!(
            "[[questions]]\nid = 'bad.q{q}'\nkind = 'single'\ntests = ['tea.water']\nstem = {{ zh = '题{q}', en = 'asked {q}' }}\n\
             why = {{ zh = '因', en = 'because' }}\noptions = [{{ zh = '对', en = 'it', right = true }}, {options}]\n"
        )
    };
    let folder =
        course_with(&[("topics/02-bad.toml", (HEAD.to_owned() + &(0..40).map(one).collect::<String>()).as_bytes())]);
    assert!(problems(folder.path()).iter().all(|(code, _)| code.starts_with('W')));
}

#[test]
fn a_file_with_a_million_faults_is_told_of_and_left() {
    let key = "k".repeat(1 << 20);
    let sentence = |text: &str| format!("{HEAD}[[statements]]\nid = 'bad.s'\nzh = '{text}'\nen = '{text}'\n");
    let numbers: String = apart(20_000, "", |n| format!("[[statements]]\nid = 'bad.s{n}'\nzh = '{n}'\nen = '1{n}'\n"));
    let files = [
        "= \n".repeat(300_000),
        format!("{HEAD}{key} = 1\n"),
        sentence(&"$".repeat(500_000)),
        sentence(&"$a+$ ".repeat(200_000)),
        format!("{HEAD}{numbers}"),
        format!("{HEAD}{}", apart(100_000, "", |n| format!("key{n} = 1\n"))),
    ];
    for text in files {
        let folder = course_with(&[("topics/02-bad.toml", text.as_bytes())]);
        let found = problems(folder.path());
        assert!(!found.is_empty() && found.iter().all(|(_, said)| said.len() < 8_000), "{}", &text[..60]);
        ran(&["quiz", "--course", folder.path().to_str().unwrap(), "--format", "jsonl"], "");
    }
}

#[test]
fn topics_that_are_named_and_not_there_are_told_of_in_little_time() {
    let course = format!(
        "format = 1\nid = 'small'\ntitle = {{ zh = '小', en = 'small' }}\ntopics = [{}]\n",
        many(20_000, |n| format!("'no-topic-{n}'"))
    );
    let folder = course_with(&[("course.toml", course.as_bytes())]);
    assert!(problems(folder.path()).len() > 10);
}

#[test]
fn two_thousand_topics_are_read_once_each() {
    let topics: Vec<(String, String)> = (0..1500)
        .map(|n| {
            (format!("topics/{n:04}.toml"), format!("id = 't{n}'\nsection = {n}\ntitle = {{ zh = '题', en = 't' }}\n"))
        })
        .collect();
    let files: Vec<(&str, &[u8])> = topics.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let folder = course_with(&files);
    for args in [["quiz", "--topic", "tea"], ["notes", "tea", "--plain"]] {
        let course =
            ["--course", folder.path().to_str().unwrap(), "--format", if args[0] == "quiz" { "jsonl" } else { "text" }];
        assert_eq!(ran(&[&args[..], &course[..]].concat(), "").code, 0);
    }
}
