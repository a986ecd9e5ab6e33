//! The commands for authors and readers of a course, and courses that mean harm.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dlrev::course::kinds::{KINDS, Kind};
use serde_json::Value;

use crate::learner::{Learner, Ran, course_with, small_course};

fn check(folder: &Path, args: &[&str]) -> Ran {
    Learner::new().run(&[&["content", "check", folder.to_str().unwrap()], args].concat(), "")
}

/// A folder with the small course and this topic beside it.
fn beside(name: &str, topic: impl AsRef<[u8]>) -> tempfile::TempDir {
    course_with(&[(&format!("topics/{name}"), topic.as_ref())])
}

/// Codes of a check.
fn codes(folder: &Path) -> Vec<String> {
    let ran = check(folder, &["--format", "json"]);
    let problems: Vec<Value> = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    problems.iter().map(|p| p["code"].as_str().unwrap().to_owned()).collect()
}

const HEAD: &str = "format = 1\nid = 'bad'\nsection = 2\ntitle = { zh = '坏', en = 'bad' }\n";

#[test]
fn every_problem_is_reported_at_once_with_its_place_and_the_rest_still_loads() {
    let topic = format!(
        "{HEAD}colour = 1\n[[statements]]\nid = 'bad.a'\nzh = \"损失 \\\\frac\"\nen = 'loss'\nformula = 'a +* b'\n\
         [[cards]]\nid = 'bad.c1'\nkind = 'basic'\ntests = ['tea.watre']\nfront = {{ zh = '前', en = 'f' }}\nback = {{ zh = '后', en = 'b' }}\n"
    );
    let folder = beside("02-bad.toml", &topic);
    let found = codes(folder.path());
    for code in ["E003", "E007", "E008", "E010n"] {
        assert!(found.iter().any(|c| c == code), "{code} in {found:?}");
    }
    let ran = check(folder.path(), &[]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("topics/02-bad.toml:14:10") && ran.out.contains("^^^^^^^^^^^"), "{}", ran.out);
    let course = ["--course", folder.path().to_str().unwrap()];
    let quiz = Learner::new().run(&[&["quiz", "--topic", "tea", "--format", "jsonl"], &course[..]].concat(), "");
    assert_eq!(quiz.code, 0, "{}", quiz.err);
    assert!(quiz.err.starts_with("topics/02-bad.toml:") && quiz.err.contains("content check"), "{}", quiz.err);
}

#[test]
fn a_new_course_passes_its_own_check_and_can_be_practised() {
    let learner = Learner::new();
    let folder = learner.data().join("course");
    let folder = folder.to_str().unwrap();
    assert_eq!(learner.run(&["content", "new", folder], "").code, 0);
    let checked = check(Path::new(folder), &[]);
    assert_eq!((checked.code, checked.out.as_str()), (0, ""), "{}", checked.err);
    assert_eq!(learner.run(&["content", "new", folder], "").code, 1, "nothing is overwritten");
    let drill = learner.run(&["drill", "sum", "-n", "1", "--course", folder, "--format", "jsonl"], "x\n1\n");
    assert_eq!(drill.types(), ["exercise", "rejected", "feedback", "summary"]);
}

#[test]
fn coverage_is_counted_as_the_contract_shows() {
    let course = small_course();
    let args = ["content", "coverage", "--format", "json", "--course", course.to_str().unwrap()];
    let ran = Learner::new().run(&args, "");
    let topic = std::fs::read_to_string(course.join("topics/01-tea.toml")).unwrap();
    let count = |kind: &Kind| topic.matches(&format!("'{}'", kind.key)).count();
    let questions: Vec<String> = KINDS.iter().map(|kind| format!(r#""{}":{}"#, kind.key, count(kind))).collect();
    let tea = format!(
        r#"{{"topics":[{{"id":"tea","statements":2,"cards":3,"questions":{{{}}},"calculations":0,"errata":1}}],"bare":[],"uncovered":[]}}{}"#,
        questions.join(","),
        "\n"
    );
    assert_eq!(ran.out, tea);
    assert_eq!(questions[..3], [r#""single":1"#, r#""multiple":1"#, r#""true-false":1"#]);
}

#[test]
fn notes_print_every_statement_under_its_heading_and_search_finds_them() {
    let course = small_course();
    let run = |args: &[&str]| Learner::new().run(&[args, &["--course", course.to_str().unwrap()]].concat(), "");
    let notes = "1. Tea
======

Making tea
----------
• Green tea takes water of 80 degrees
  ! More accurately: it varies with the tea (A book of tea)
• Heat the water, put in the leaves, pour

";
    assert_eq!(run(&["notes", "--plain"]).out, notes);
    assert_eq!(run(&["notes", "tea"]).out, notes);
    for words in [&["search", "leaves"][..], &["search", "投茶"], &["search", "xssz"], &["notes", "pour", "HEAT"]] {
        let found = run(words);
        assert!(found.out.contains("put in the leaves") && !found.out.contains("80"), "{words:?}: {found:?}");
    }
    let nothing = run(&["search", "coffee"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
}

#[test]
fn a_code_is_explained() {
    let learner = Learner::new();
    assert!(learner.run(&["content", "check", "--explain", "e007"], "").out.contains("single quotes"));
    assert_eq!(learner.run(&["content", "check", "--explain", "E999"], "").code, 2);
}

/// That a course with this topic is refused or loaded in short time, and that nothing harmful is printed.
fn is_harmless(what: &str, folder: &Path) {
    let start = Instant::now();
    let course = ["--course", folder.to_str().unwrap()];
    for args in [
        &["content", "check"][..],
        &["quiz", "--seed", "1"],
        &["review"],
        &["notes", "--plain"],
        &["content", "coverage"],
    ] {
        let ran = Learner::new().run(&[args, &course].concat(), ":skip\n");
        assert!([0, 1, 3].contains(&ran.code), "{what} {args:?}: {ran:?}");
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{what} {args:?}: {}", ran.out);
        assert!(!ran.err.contains("panicked"), "{what} {args:?}: {}", ran.err);
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{what}: {:?}", start.elapsed());
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let topic = format!(
        "{HEAD}[[statements]]\nid = 'bad.a'\nzh = \"红\\u001b[31m\"\nen = \"red\\u001b[31m \\u202e\"\n\
         [[headings]]\nid = 'h'\nzh = \"\\u0007\"\nen = \"\\u0007\"\n"
    );
    let folder = beside("02-bad.toml", topic);
    is_harmless("control characters", folder.path());
    assert!(codes(folder.path()).contains(&"E006".to_owned()));
}

#[test]
fn formulas_that_would_run_for_ever_or_fill_the_memory_are_refused() {
    let deep = "(".repeat(100_000);
    let statements: Vec<String> = ["sum(zeros(100000, 100000))", "9^9^9^9^9", &deep, "1/0", "exp(exp(exp(exp(9))))"]
        .iter()
        .enumerate()
        .map(|(n, formula)| {
            format!("[[statements]]\nid = 'bad.s{n}'\nzh = '${formula}$'\nen = '${formula}$'\nformula = 'y = {formula}'\nplot = [-1, 1]\n")
        })
        .collect();
    is_harmless("formulas", beside("02-bad.toml", format!("{HEAD}{}", statements.concat())).path());
}

#[test]
fn deep_nesting_wrong_bytes_and_large_files_are_refused() {
    let nested = format!("{HEAD}x = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    is_harmless("deep nesting", beside("02-bad.toml", nested).path());
    let wrong = [HEAD.as_bytes(), b"x = '\xff\xfe'\n"].concat();
    let folder = beside("02-bad.toml", wrong);
    is_harmless("wrong bytes", folder.path());
    assert!(codes(folder.path()).contains(&"E001".to_owned()));
    let folder = beside("02-bad.toml", "");
    // A file of a gigabyte that takes no room on the disk.
    fs::File::create(folder.path().join("topics/02-bad.toml")).unwrap().set_len(1 << 30).unwrap();
    is_harmless("a gigabyte", folder.path());
    assert!(codes(folder.path()).contains(&"E001".to_owned()));
}

#[test]
fn very_many_questions_do_not_take_long() {
    let question = |n: usize| {
        format!(
            "[[questions]]\nid='bad.q{n}'\nkind='true-false'\ntests=['no.{n}']\nstem={{zh='题',en='q'}}\nwhy={{zh='因',en='w'}}\nanswer=true\n"
        )
    };
    let topic: String = (0..5_000).map(question).collect();
    is_harmless("very many questions", beside("02-bad.toml", format!("{HEAD}{topic}")).path());
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_folder_or_lead_back_to_it_are_refused() {
    use std::os::unix::fs::symlink;
    let secret = tempfile::tempdir().unwrap();
    let file = secret.path().join("secret.toml");
    fs::write(&file, format!("{HEAD}[[statements]]\nid = 'bad.secret'\nzh = '秘密'\nen = 'secret words'\n")).unwrap();
    let folder = beside("02-bad.toml", "");
    fs::remove_file(folder.path().join("topics/02-bad.toml")).unwrap();
    symlink(&file, folder.path().join("topics/02-bad.toml")).unwrap();
    symlink(folder.path(), folder.path().join("topics/loop")).unwrap();
    symlink(folder.path().join("topics/03-self.toml"), folder.path().join("topics/03-self.toml")).unwrap();
    is_harmless("links", folder.path());
    let course = ["notes", "--plain", "--course", folder.path().to_str().unwrap()];
    assert!(!Learner::new().run(&course, "").out.contains("secret words"));
    assert!(codes(folder.path()).contains(&"E001".to_owned()));
}

#[test]
fn numbers_beyond_all_bounds_in_a_drawing_rule_are_reported() {
    let checked = |grid: &str, digits: u32| {
        let rules = format!(
            "format = 1\nid = 'vast'\nversion = 1\ntopic = 'cnn'\ntitle = {{ zh = '大', en = 'vast' }}\n\
             [params.x]\nsymbol = 'x'\nkind = 'tensor'\nabout = {{ zh = '数', en = 'numbers' }}\ndraw = {{ {grid} }}\n\
             [[steps]]\nlet = 's = sum(x)/3'\nkeys = ['s']\ntitle = {{ zh = '和', en = 'sum' }}\n\
             [[ask]]\nkeys = ['s']\ndigits = {digits}\n"
        );
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("calculations")).unwrap();
        fs::write(folder.path().join("calculations/vast.toml"), rules).unwrap();
        let ran = check(folder.path(), &["--lang", "en"]);
        (ran.code, ran.out + &ran.err)
    };
    let (code, vast) = checked("from = 0, to = 9, shape = ['1e9', '1e9', '1e9']", 3);
    assert!(
        code == 3 && vast.contains("the drawing rule of --x cannot be worked out") && vast.contains("10000000"),
        "{vast}"
    );
    let (code, fine) = checked("from = 0, to = 1e300, step = 1e-300, shape = ['2']", 15);
    assert!(code == 3 && fine.contains("none of 400 draws can be asked"), "{fine}");
    let (code, long) = checked("from = 0.1, to = 0.9, step = 0.1, shape = ['2']", 70_000);
    assert!(code == 3 && long.contains("expected a whole number from 1 to 15"), "{long}");
}

#[test]
fn errors_are_told_by_the_exit_code_though_nobody_reads_them() {
    let folder = beside("02-bad.toml", format!("{HEAD}colour = 1\n"));
    let learner = Learner::new();
    for (args, code) in [
        (vec!["content", "check", folder.path().to_str().unwrap()], 3),
        (vec!["calc", "conv", "--n", "8", "--f", "3", "--mine", "-"], 1),
        (vec!["notes"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut child = learner.command(&args).stdout(writer).spawn().unwrap();
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"N_1 = 7\n");
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    }
}

/// A part that counts leaves, and a calculation that takes from it.
const LEAVES: &str =
    "format = 1\n[[steps]]\nlet = 'l = 2 * n'\nkeys = ['leaves']\ntitle = { zh = '叶', en = 'Leaves' }\n";
const POT: &str = "format = 1\nid = 'pot'\ntopic = 'tea'\ntitle = { zh = '壶', en = 'Pot' }\n\
                   [params.n]\nkind = 'count'\nabout = { zh = '杯数', en = 'cups' }\n[[steps]]\npart = 'leaves'\n";

#[test]
fn calculations_of_a_course_share_its_parts() {
    let folder = course_with(&[("parts/leaves.toml", LEAVES.as_bytes()), ("calculations/pot.toml", POT.as_bytes())]);
    assert_eq!(check(folder.path(), &[]).out, "");
    let course = ["--course", folder.path().to_str().unwrap()];
    let leaves = |learner: &Learner| {
        learner.run(&[&["calc", "pot", "--n", "4", "--answer-only", "--format", "json"], &course[..]].concat(), "")
    };
    let learner = Learner::new();
    assert!(leaves(&learner).out.contains("\"leaves\":8"), "{:?}", leaves(&learner));
    // What was found good is looked at again when a part changes.
    let quiz = || learner.run(&[&["quiz", "-n", "1", "--format", "jsonl"], &course[..]].concat(), "");
    assert_eq!(quiz().err, "");
    fs::write(folder.path().join("parts/leaves.toml"), LEAVES.replace("2 * n", "2 *")).unwrap();
    assert!(quiz().err.starts_with("parts/leaves.toml:3:"), "{}", quiz().err);
    let ran = check(folder.path(), &[]);
    assert!(ran.code == 3 && ran.out.contains("parts/leaves.toml:3:") && ran.err.contains("errors: 1,"), "{ran:?}");
    fs::write(folder.path().join("parts/leaves.toml"), LEAVES.replace("2 * n", "2 * cups")).unwrap();
    let ran = check(folder.path(), &[]);
    assert!(ran.out.contains("[E049]") && ran.out.contains("parts/leaves.toml:3:"), "{}", ran.out);
}

#[test]
fn what_is_missing_only_because_of_something_else_is_not_told() {
    let codes_of = |calculation: &str| codes(course_with(&[("calculations/pot.toml", calculation.as_bytes())]).path());
    assert_eq!(codes_of("like = 'cnov'\n[params.n]\nlesat = 1\n"), ["E010n", "E003n"].map(str::to_owned));
    assert_eq!(codes_of("lik = 'conv'\n"), ["E003n"]);
    let pot = POT.replace("part = 'leaves'", "let = 'm = n'");
    assert_eq!(codes_of(&pot.replace("about =", "part = 'leafs'\n#")), ["E010"]);
    assert_eq!(codes_of(&pot.replace("topic =", "topci =")), ["E003n"]);
    // What is missing besides is told.
    assert_eq!(codes_of(&pot.replace("topic =", "topci =").replace("id =", "#")), ["E004", "E003n"].map(str::to_owned));
    assert!(codes_of("like = 'cnov'\n[[steps]]\n").contains(&"E004".to_owned()));
}

#[test]
fn a_part_that_no_calculation_takes_from_is_told_and_read_all_the_same() {
    let folder = course_with(&[("parts/leaves.toml", LEAVES.replace("keys", "kyes").as_bytes())]);
    assert_eq!(codes(folder.path()).iter().filter(|code| ["W116", "E003n"].contains(&code.as_str())).count(), 2);
    assert!(check(folder.path(), &["--explain", "W116"]).out.contains("W116"));
}

#[test]
fn a_course_whose_own_file_is_broken_says_so_before_anything_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("course.toml"), "format = 1\n").unwrap();
    let ran = Learner::new().run(&["quiz", "--lang", "en", "--course", folder.path().to_str().unwrap()], "");
    assert!(ran.err.contains("course.toml") && ran.err.contains("content check"), "{}", ran.err);
}

/// A calculation of a course of one's own.
const SUM: &str = include_str!("../../src/cli/content/template/calculation.toml");

#[test]
fn a_course_of_its_own_drills_its_own_calculations_and_may_name_others() {
    let course = course_with(&[("calculations/sum.toml", SUM.replace("'first'", "'tea'").as_bytes())]);
    let folder = ["--course", course.path().to_str().unwrap(), "--format", "jsonl"];
    let drill =
        |args: &[&str]| Learner::new().run(&[&["drill", "-n", "4", "--seed", "3"], args, &folder[..]].concat(), "");
    let all = drill(&[]);
    assert_eq!(all.code, 0, "{}", all.err);
    assert!(all.out.contains("sum@1") && !all.out.contains("conv@"), "{}", all.out);
    let named = drill(&["conv"]);
    assert!(named.out.contains("conv@"), "{named:?}");
}

#[test]
fn a_calculation_is_called_as_its_file_and_belongs_to_a_topic() {
    let of = |text: &str| {
        let folder = course_with(&[("calculations/sum.toml", text.as_bytes())]);
        let found = codes(folder.path());
        found.into_iter().filter(|code| code.starts_with('E')).collect::<Vec<_>>()
    };
    let sum = SUM.replace("'first'", "'tea'");
    assert_eq!(of(&sum), [""; 0]);
    assert_eq!(of(&sum.replacen("'sum'", "'summ'", 1)), ["E061"]);
    assert_eq!(of(&sum.replacen("'tea'", "'te'", 1)), ["E010n"]);
}

#[test]
fn lines_may_end_as_elsewhere_and_an_empty_folder_is_no_course() {
    let topic = format!("{HEAD}[[statements]]\nid = 'bad.a'\nzh = \"\"\"\n一\n二\"\"\"\nen = \"\"\"\na\nb\"\"\"\n");
    let folder = beside("02-bad.toml", topic.replace('\n', "\r\n"));
    let found = codes(folder.path());
    assert!(found.iter().all(|code| code.starts_with('W')), "{found:?}");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(codes(empty.path()), ["E062"]);
    assert_eq!(check(empty.path(), &[]).code, 3);
}
