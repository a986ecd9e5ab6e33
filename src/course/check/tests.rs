use std::fs;
use std::path::Path;

use super::*;

/// A course of one topic with these items, in a folder of its own.
fn course(folder: &Path, items: &str) -> Course {
    fs::create_dir_all(folder.join("topics")).unwrap();
    fs::write(folder.join("course.toml"), "format = 1\nid = 't'\ntitle = { zh = '课', en = 'c' }\ntopics = ['t']\n")
        .unwrap();
    let head = "format = 1\nid = 't'\nsection = 1\ntitle = { zh = '题', en = 't' }\n[[headings]]\nid = 'h'\nzh = '节'\nen = 'h'\n";
    fs::write(folder.join("topics/01-t.toml"), format!("{head}{items}")).unwrap();
    Course::open(Some(folder)).unwrap()
}

/// Code and marked text of each problem of a course with these items.
fn found(items: &str) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    let course = course(folder.path(), items);
    let marked = |p: &Problem| course.file(&p.path).unwrap()[p.span.clone()].to_owned();
    check(&course).problems.iter().map(|p| (p.code, marked(p))).collect()
}

/// Code and file of each problem of a topic in these files.
fn found_in(files: &[(&str, String)]) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    let course = course(folder.path(), "");
    fs::remove_file(folder.path().join("topics/01-t.toml")).unwrap();
    fs::create_dir(folder.path().join("topics/t")).unwrap();
    for (path, text) in files {
        fs::write(folder.path().join("topics").join(path), format!("format = 1\nid = 't'\n{text}")).unwrap();
    }
    check(&course).problems.into_iter().map(|p| (p.code, p.path)).collect()
}

fn statement(id: &str, rest: &str) -> String {
    format!("[[statements]]\nid = '{id}'\nheading = 'h'\nzh = '句'\nen = 's'\n{rest}\n")
}

#[test]
fn an_id_that_is_not_there_is_marked_where_it_is_named() {
    let items = statement("t.known", "")
        + "[[cards]]\nid = 't.c1'\nkind = 'basic'\ntests = ['t.knwon']\nfront = { zh = '前', en = 'f' }\nback = { zh = '后', en = 'b' }\n";
    let found = found(&items);
    assert!(found.contains(&("E010n", "'t.knwon'".to_owned())), "{found:?}");
    // What seems to be meant is not told to be without a card as well.
    assert!(!found.iter().any(|(code, _)| *code == "W101"), "{found:?}");
}

#[test]
fn a_topic_may_stand_in_several_files_of_which_one_says_its_title() {
    const TITLE: &str = "title = { zh = '题', en = 't' }\n[[headings]]\nid = 'h'\nzh = '节'\nen = 'h'\n";
    let question = |number: usize, answer: bool| {
        format!(
            "[[questions]]\nid = 't.q{number}'\nkind = 'true-false'\ntests = ['t.a']\nstem = {{ zh = '句{number}', en = 's{number}' }}\n\
             why = {{ zh = '因', en = 'w' }}\nanswer = {answer}\n"
        )
    };
    let questions = |numbers: std::ops::Range<usize>, answer| numbers.map(|n| question(n, answer)).collect::<String>();
    let files = |title: &str, seen: bool| {
        let parts = [
            ("t.toml", title.to_owned()),
            ("t/statements.toml", statement("t.a", "")),
            ("t/1.toml", questions(0..8, true)),
        ];
        found_in(&[&parts[..], &[("t/2.toml", questions(8..16, !seen))]].concat())
    };
    let codes = |found: &[(&'static str, String)]| found.iter().map(|(code, _)| *code).collect::<Vec<_>>();
    assert_eq!(codes(&files(TITLE, true)), ["W101", "W102"], "what a statement names is in another file");
    let uneven = files(TITLE, false);
    assert!(uneven.contains(&("W103", "topics/t/1.toml".to_owned())), "{uneven:?}");
    assert_eq!(codes(&uneven).iter().filter(|code| **code == "W103").count(), 1, "{uneven:?}");
    let untitled = files("", true);
    assert!(untitled.contains(&("E004", "topics/t/1.toml".to_owned())), "{untitled:?}");
}

#[test]
fn an_id_stands_once_and_the_second_place_is_marked_with_the_first_one_named() {
    let folder = tempfile::tempdir().unwrap();
    let course = course(folder.path(), &(statement("t.a", "") + &statement("t.a", "")));
    let source = course.file("topics/01-t.toml").unwrap();
    let problems = check(&course).problems;
    let twice: Vec<_> = problems.iter().filter(|problem| problem.code == "E009").collect();
    assert_eq!(twice.len(), 1);
    assert_eq!(twice[0].span.start, source.rfind("'t.a'").unwrap());
    assert!(twice[0].sentence(crate::course::Lang::En).contains("topics/01-t.toml:"), "{:?}", twice[0]);
}

#[test]
fn what_is_only_missing_because_a_file_could_not_be_read_is_not_told() {
    let card = "[[cards]]\nid = 't.c1'\nkind = 'basic'\ntests = ['t.a'\nfront = { zh = '前', en = 'f' }\n";
    let found = found(&(statement("t.a", "") + card));
    assert!(!found.is_empty() && found.iter().all(|(code, _)| *code == "E002"), "{found:?}");
}

#[test]
fn a_misspelt_key_is_told_once() {
    let found = found("[[statements]]\nid = 't.a'\nheading = 'h'\nzhh = '句'\nen = 's'\n");
    let codes: Vec<_> = found.iter().map(|(code, _)| *code).filter(|code| code.starts_with('E')).collect();
    assert_eq!(codes, ["E003n"], "{found:?}");
}

#[test]
fn points_are_a_number_above_0() {
    let question = |points: &str| {
        found(
            &(statement("t.a", "")
                + &format!(
                    "[[questions]]\nid = 't.q1'\nkind = 'true-false'\ntests = ['t.a']\npoints = {points}\nanswer = true\n\
                 stem = {{ zh = '句', en = 's' }}\nwhy = {{ zh = '因', en = 'w' }}\n"
                )),
        )
    };
    for points in ["-4", "0", "nan", "inf", "99999999999999999999"] {
        assert!(question(points).contains(&("E005", points.to_owned())), "{points}");
    }
    assert!(question("0.5").iter().all(|(code, _)| *code != "E005"));
}

/// The problems of `course.toml` with these lines behind its head.
fn of_syllabus(lines: &str) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    course(folder.path(), "");
    let head = "format = 1\nid = 't'\ntitle = { zh = '课', en = 'c' }\ntopics = ['t']\n";
    fs::write(folder.path().join("course.toml"), format!("{head}{lines}")).unwrap();
    let course = Course::open(Some(folder.path())).unwrap();
    let marked = |p: &Problem| course.file(&p.path).unwrap_or_default()[p.span.clone()].to_owned();
    check(&course).problems.iter().map(|p| (p.code, marked(p))).collect()
}

#[test]
fn the_numbers_of_a_blueprint_have_bounds() {
    for (lines, value) in [
        ("[exam]\nminutes = 0\n", "0"),
        ("[exam]\nbeyond = 7\n", "7"),
        ("[[exam.weights]]\ntopic = 't'\nweight = -2\n", "-2"),
        ("[[exam.weights]]\ntopic = 't'\nweight = nan\n", "nan"),
    ] {
        assert!(of_syllabus(lines).contains(&("E005", value.to_owned())), "{lines}: {:?}", of_syllabus(lines));
    }
}

#[test]
fn an_outline_is_there_and_can_be_read() {
    let codes = |found: &[(&'static str, String)]| found.iter().map(|(code, _)| *code).collect::<Vec<_>>();
    assert_eq!(codes(&of_syllabus("outline = 'outlin.toml'\n")), ["E001"]);
    assert_eq!(codes(&of_syllabus("")), [""; 0]);
}

/// The problems of a course with the topics `t`, `u` and `v` that build on each other so.
fn built_on(needs: &str) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().unwrap();
    course(folder.path(), "");
    for topic in ["u", "v"] {
        let text = format!("format = 1\nid = '{topic}'\nsection = 2\ntitle = {{ zh = '题', en = 't' }}\n");
        fs::write(folder.path().join(format!("topics/{topic}.toml")), text).unwrap();
    }
    let head = "format = 1\nid = 't'\ntitle = { zh = '课', en = 'c' }\ntopics = ['t', 'u', 'v']\n";
    fs::write(folder.path().join("course.toml"), format!("{head}needs = [{needs}]\n")).unwrap();
    let problems = check(&Course::open(Some(folder.path())).unwrap()).problems;
    let said = |p: Problem| (p.code, p.args.into_iter().map(|(_, value)| value.en).collect());
    problems.into_iter().filter(|p| p.path == "course.toml").map(said).collect()
}

#[test]
fn topics_build_on_others_that_are_there_and_not_on_themselves() {
    assert_eq!(built_on("{ topic = 'v', on = ['t', 'u'] }, { topic = 'u', on = ['t'] }"), []);
    assert_eq!(built_on("{ topic = 'v', on = ['faraway'] }"), [("E010", "faraway".to_owned())]);
    let circle = "{ topic = 't', on = ['v'] }, { topic = 'v', on = ['u'] }, { topic = 'u', on = ['v'] }";
    assert_eq!(built_on(circle), [("E052", "v → u → v".to_owned())]);
    assert_eq!(built_on("{ topic = 't', on = ['t'] }"), [("E052", "t → t".to_owned())]);
}

#[test]
fn a_declared_derivative_is_proven() {
    let sigmoid = statement("t.f", "formula = 'y = 1/(1+exp(-z))'");
    let derivative = |formula: &str| {
        let rest = format!("formula = '{formula}'\nderivative-of = {{ statement = 't.f', by = 'z' }}");
        let found = found(&(sigmoid.clone() + &statement("t.d", &rest)));
        found.into_iter().any(|(code, marked)| code == "E021" && marked == "'t.d'")
    };
    assert!(!derivative("d = y*(1-y)"));
    assert!(!derivative("d = exp(-z)/(1+exp(-z))^2"));
    assert!(derivative("d = y*(1+y)"));
    let of_root = |formula: &str| {
        let rest = format!("formula = '{formula}'\nderivative-of = {{ statement = 't.f', by = 'x' }}");
        let found = found(&(statement("t.f", "formula = 'y = sqrt(x)'") + &statement("t.d", &rest)));
        found.into_iter().any(|(code, _)| code == "E021")
    };
    assert!(!of_root("d = 1/(2*sqrt(x))"), "it is compared where the root is defined");
    assert!(of_root("d = 1/sqrt(x)"));
}

#[test]
fn a_figure_stands_on_a_page_and_is_told_in_words() {
    let figure = |zh: &str, alt: &str| {
        let rest = format!("[statements.figure]\nzh = '{zh}'\nen = 'a'\nalt = {{ zh = '{alt}', en = 'a' }}");
        let found = found(&statement("t.a", &rest));
        found.into_iter().map(|(code, _)| code).find(|code| code.starts_with('E'))
    };
    assert_eq!(figure(&"─".repeat(72), "图"), None);
    assert_eq!(figure(&"─".repeat(73), "图"), Some("E050"));
    assert_eq!(figure(&"汉".repeat(37), "图"), Some("E050"));
    assert_eq!(figure("", "图"), Some("E013"));
    assert_eq!(figure("─", ""), Some("E013"));
}

#[test]
fn curves_are_of_formulas_of_one_variable_that_are_finite() {
    let curves = |formula: &str, range: &str| {
        let rest = format!("[statements.curves]\nrange = {range}\nof = [{{ formula = '{formula}' }}]");
        let found = found(&statement("t.a", &rest));
        found.into_iter().map(|(code, _)| code).find(|code| code.starts_with('E'))
    };
    assert_eq!(curves("apply(\"gelu\", z)", "[-5, 5]"), None);
    assert_eq!(curves("ln(p)", "[0.01, 1]"), None);
    assert_eq!(curves("ln(p)", "[-1, 1]"), Some("E060"));
    assert_eq!(curves("a*z", "[-1, 1]"), Some("E060"));
    assert_eq!(curves("a*", "[-1, 1]"), Some("E008"));
}

#[test]
fn what_a_statement_is_akin_to_is_there() {
    let found = found(&(statement("t.known", "") + &statement("t.a", "akin = ['t.known', 't.knwon']")));
    assert!(found.contains(&("E010n", "'t.knwon'".to_owned())), "{found:?}");
    assert_eq!(found.iter().filter(|(code, _)| code.starts_with('E')).count(), 1, "{found:?}");
}

#[test]
fn how_many_points_are_wanted_stands_in_the_stem() {
    let question = |stem: &str| {
        let items = statement("t.a", "")
            + &format!(
                "[[questions]]\nid = 't.q1'\nkind = 'key-points'\ntests = ['t.a']\nstem = {{ zh = '{stem}', en = 'give two' }}\nwhy = {{ zh = '因', en = 'w' }}\nasked = 2\nkey-points = [{{ zh = '一', en = 'a' }}, {{ zh = '二', en = 'b' }}]\n"
            );
        found(&items).iter().any(|(code, _)| *code == "W106")
    };
    assert!(!question("写出两点"));
    assert!(!question("写出 2 点"));
    assert!(question("写出要点"));
}

#[test]
fn the_languages_have_the_same_numbers() {
    let differs = |zh: &str, en: &str| {
        let item = format!("[[statements]]\nid = 't.a'\nheading = 'h'\nzh = '{zh}'\nen = '{en}'\n");
        found(&item).iter().any(|(code, _)| *code == "W107")
    };
    assert!(!differs("1998 年有 60,000 个", "60000 in 1998"));
    assert!(!differs("有 2 个", "two of them"));
    assert!(differs("1998 年", "in 1989"));
}

#[test]
fn a_topic_that_the_course_names_but_does_not_have_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let course = course(folder.path(), "");
    fs::write(
        folder.path().join("course.toml"),
        "format = 1\nid = 't'\ntitle = { zh = '课', en = 'c' }\ntopics = ['t', 'tt']\n",
    )
    .unwrap();
    let problems = check(&course).problems;
    assert!(problems.iter().any(|p| p.code == "E010n" && p.path == "course.toml"), "{problems:?}");
}
