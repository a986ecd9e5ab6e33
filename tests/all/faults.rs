//! What is wrong in a course of a teacher's own is found, once, at its place.

use crate::learner::Learner;
use crate::teacher::{BAYES, FALL, SPREAD, errors, own, with};

const COURSE: &str = "course.toml";
const DESC: &str = "topics/01-desc.toml";
const TINY: &str = "networks/tiny.toml";

/// An edit of the course, the error that it leads to, and what its line has.
type Fault = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Each edit of the course leads to its error in its line, and to no other. Several are tried together: of a topic those
/// of different texts, of other files one, as one error there may hide another.
fn each_is_found(faults: &[Fault]) {
    let mut rounds: Vec<Vec<&Fault>> = Vec::new();
    for fault in faults {
        let clashes = |other: &&Fault| other.0 == fault.0 && (fault.0 != DESC || other.1 == fault.1);
        match rounds.iter_mut().find(|round| !round.iter().any(clashes)) {
            Some(round) => round.push(fault),
            None => rounds.push(vec![fault]),
        }
    }
    for round in rounds {
        let edits: Vec<_> = round.iter().map(|(path, old, new, ..)| (*path, *old, *new)).collect();
        let found = errors(with(&edits).path());
        for (_, _, new, code, line) in &round {
            assert!(found.iter().any(|(found, at)| found == code && at.contains(line)), "{new}: {found:#?}");
        }
        assert_eq!(found.len(), round.len(), "{edits:?}: {found:#?}");
    }
}

#[test]
fn a_plot_that_cannot_be_drawn_is_an_error() {
    each_is_found(&[
        (DESC, "f = sqrt(v)'\nplot = [0, 9]", "f = sqrt(v)'\nplot = [-9, -1]", "E060", "plot = [-9"),
        (DESC, "f = sqrt(v)'\nplot = [0, 9]", "f = sqrt(v)*q'\nplot = [0, 9]", "E060", "plot = [0, 9]"),
        (DESC, "f = sqrt(v)'\nplot = [0, 9]", "f = [v, v]'\nplot = [0, 9]", "E060", "plot = [0, 9]"),
        (DESC, "exp(-z^2/8)", "ln(-z^2)", "E060", "of = ["),
        (COURSE, "exp(-x^2/2)'\nd", "exp(-x^2/q)'\nd", "E060", "formula"),
    ]);
}

#[test]
fn a_question_that_asks_nothing_is_an_error() {
    let pairs = " {left={zh='标准差',en='standard deviation'}, right={zh='离散',en='spread'}},\n {left={zh='相关系数',en='correlation'}, right={zh='关联',en='association'}},\n";
    let options = " {zh='2', en='2', mistake='median-instead', why={zh='那是中位数',en='that is the median'}},\n {zh='9', en='9', mistake='no-division', why={zh='那是总和',en='that is the sum'}},\n";
    let items = " {zh='求偏差',en='take the deviations', after=[1]},\n {zh='平方',en='square', after=[2]},\n {zh='数个数',en='count'},\n {zh='除以 n−1',en='divide by n−1', after=[3,4]},\n";
    each_is_found(&[
        (DESC, pairs, "", "E066", "pairs = ["),
        (DESC, options, "", "E066", "options = ["),
        (DESC, items, "", "E066", "items = ["),
        (DESC, "The {{median}} does", "The {{ }} does", "E005", "The {{ }}"),
        (DESC, "reject=['n', 'n+1']", "reject=['n', '']", "E005", "reject"),
        (DESC, "synonyms=['方差增大', 'v", "synonyms=['', 'v", "E005", "方差增大"),
        (DESC, "contrary=['均值不变', 'mean stays']", "contrary=['mean  increases']", "E016", "contrary"),
        (DESC, "shown-en='square root'", "shown-en='radix'", "E071", "radix"),
        (DESC, "equals='1.5'", "equals='many'", "E005", "equals"),
    ]);
    let unforced =
        with(&[(DESC, "after=[1]", "after=[]"), (DESC, "after=[2]", "after=[]"), (DESC, "after=[3,4]", "after=[]")]);
    assert_eq!(errors(unforced.path()), [("E067".to_owned(), "items = [".to_owned())]);
}

#[test]
fn two_that_are_the_same_are_told_at_the_second() {
    each_is_found(&[
        (DESC, "zh='求偏差',en='take the deviations'", "zh='求均值',en='take the mean'", "E025", "after=[1]"),
        (
            DESC,
            "left={zh='标准差',en='standard deviation'}",
            "left={zh='均值',en='mean'}",
            "E025",
            "left={zh='均值',en='mean'}, right={zh='位",
        ),
        (
            DESC,
            "right={zh='离散',en='spread'}",
            "right={zh='位置',en='location'}",
            "E017",
            "left={zh='均值',en='mean'}, right={zh='位",
        ),
        (DESC, "extra = [{zh='形状',en='shape'}]", "extra = [{zh='位置',en='location'}]", "E017", "extra"),
        (DESC, "{zh='极差', en='range'}", "{zh='均值', en='mean'}", "E025", "mean"),
        (FALL, "id = 'no-square'", "id = 'no-half'", "E068", "no-half"),
        (FALL, "keys = ['v', 's']", "keys = ['s', 's']", "E068", "keys"),
        (BAYES, "forms=['不可能','improbable']", "forms=['不可能','probable']", "E068", "不可能"),
        (BAYES, "symbol = 's'", "symbol = 'p'", "E069", "symbol"),
    ]);
}

#[test]
fn a_drawing_rule_keeps_to_what_its_parameter_takes() {
    let sens = "draw = {one-of=['0.8','0.9','0.95']}";
    each_is_found(&[
        (FALL, "draw = {from=2,to=4}", "draw = {from=5,to=1}", "E005", "from=5"),
        (FALL, "draw = {from=2,to=4}", "draw = {from=0,to=4}", "E026", "from=0"),
        (BAYES, sens, "draw = {one-of=['0.8','95']}", "E026", "one-of"),
        (BAYES, sens, "draw = {one-of=['0.8','x9']}", "E026", "one-of"),
        (BAYES, sens, "draw = {one-of=[]}", "E066", "one-of"),
        (BAYES, sens, "draw = {from=0.5,to=1.5,step=0.1}", "E026", "to=1.5"),
        (BAYES, sens, "draw = {one-of=['0.8'], from=0, to=1}", "E070", "from=0"),
        (BAYES, "default = '0.9'", "default = '9'", "E026", "default"),
        (
            BAYES,
            "least = 0\nmost = 1\nabout.zh = '患病率'",
            "least = 1\nmost = 0\nabout.zh = '患病率'",
            "E005",
            "most = 0",
        ),
    ]);
}

#[test]
fn a_task_asks_for_answers_and_names_options_that_there_are() {
    each_is_found(&[
        (FALL, "keys = ['v', 's']", "keys = ['v', 'ss']", "E010n", "ss"),
        (FALL, "keys = ['v', 's']", "keys = []", "E066", "keys = []"),
        (FALL, "keys = ['v', 's']", "keys = ['v', 's']\nlevels = []", "E066", "levels"),
        (FALL, "keys = ['v', 's']", "keys = ['v', 's']\nwith = ['stepz']", "E010n", "stepz"),
        (FALL, "keys = ['v', 's']", "keys = ['v', 's']\nsays = ['zz9']", "E010", "zz9"),
        (FALL, "choose = ['t']", "choose = ['u9']", "E010", "u9"),
        (SPREAD, "expect = { m = 3, s2 = 7 }", "expect = { m = 3, s3 = 7 }", "E010n", "s3"),
    ]);
}

#[test]
fn layers_of_a_network_that_do_not_fit_are_an_error() {
    each_is_found(&[
        (TINY, "'pool:2', 'two:3'", "'pool:20', 'two:3'", "E051", "layers"),
        (TINY, "'fc:2']", "'fc:2', 'conv:3:3']", "E051", "layers"),
        (TINY, "join = 'concat'", "join = 'add'", "E051", "layers"),
        (TINY, "'pool:2'", "'pol:2'", "E051", "layers"),
        (TINY, "'two:3'", "'two'", "E051", "layers"),
    ]);
}

#[test]
fn a_layer_and_a_key_that_there_are_not_come_with_those_that_may_be_meant() {
    let said = |old: &'static str, new: &'static str| {
        let course = with(&[(TINY, old, new)]);
        Learner::new().run(&["content", "check", course.path().to_str().unwrap(), "--lang", "en"], "").out
    };
    for (old, new, meant) in [
        ("'pool:2'", "'pol:2'", "did you mean pool?"),
        ("'two:3'", "'twoo:3'", "did you mean two?"),
        ("layers", "lairs", "did you mean “layers”?"),
    ] {
        let said = said(old, new);
        assert!(said.contains(meant), "{new}: {said}");
    }
    let listed = said("join = 'concat'", "join = 'concat'\nzzzzzzzz = 1");
    assert!(listed.contains("the keys here are with, join, branches"), "{listed}");
}

#[test]
fn a_function_that_there_is_not_is_told_in_a_formula_of_a_statement() {
    each_is_found(&[
        (DESC, "formula = 'm = sum(x)/n'", "formula = 'm = summ(x)/n'", "E008", "summ"),
        (DESC, "formula = 'm = sum(x)/n'", "formula = 'm = sqrt(x, 2, 3)/n'", "E008", "sqrt"),
        (DESC, "$m = sum(x)/n$'\nformula", "$m = summ(x)/n$'\nformula", "E008", "summ"),
    ]);
    // A letter before brackets may be notation.
    let notation = with(&[(DESC, "formula = 'm = sum(x)/n'", "formula = 'm = sum(x)/p(x)'")]);
    assert_eq!(errors(notation.path()), []);
}

#[test]
fn one_name_that_is_wrong_in_a_calculation_is_told_once() {
    each_is_found(&[
        (SPREAD, "sum((x - m)^2)/(len(x) - 1)'\nkeys", "sum((x - mm)^2)/(len(x) - 1)'\nkeys", "E049n", "mm"),
        (SPREAD, "let = 'm = sum(x)/len(x)'", "let = 'm = summ(x)/len(x)'", "E008", "summ"),
        (SPREAD, "symbol = 'x'", "symbol = 'xs'", "E049", "len(x) > 1"),
        (SPREAD, "keys = ['s2']\ntitle", "keys = ['sq2']\ntitle", "E010n", "keys = ['m', 's2']"),
        (FALL, "draw = {from=2,to=4}", "draw = {from=2,to=4,shape=['zz']}", "E049", "zz"),
    ]);
}

#[test]
fn a_step_may_bind_a_parameter_again() {
    let again = with(&[(FALL, "let = 'v = g*t'", "let = 'g = g*1'\nhidden = true\n[[steps]]\nlet = 'v = g*t'")]);
    assert_eq!(errors(again.path()), []);
}

#[test]
fn a_question_leaves_open_conventions_that_there_are() {
    let open = "calculation = 'spread'\nask = ['m', 's2']";
    each_is_found(&[(DESC, open, "calculation = 'spread'\nopen = ['biassed']\nask = ['m', 's2']", "E045", "desc.q8")]);
    let biased = with(&[(DESC, open, "calculation = 'spread'\nopen = ['biased']\nask = ['m', 's2']")]);
    assert_eq!(errors(biased.path()), []);
}

#[test]
fn a_curve_of_a_calculation_that_answers_no_numbers_is_an_error() {
    let old = "formula = 'exp(-x^2/2)'\nderivative = '-x*exp(-x^2/2)'\nrange = [-4, 4]";
    let of = "calculation = 'fall'\ngiven = { t = '2', steps = '3' }\nanswer = ";
    let unknown = format!("{of}'nope'");
    let found = errors(with(&[(COURSE, old, &unknown)]).path());
    assert_eq!(found, [("E028".to_owned(), "names = ['gauss']".to_owned())]);
    // One number is no curve.
    let one = format!("{of}'s'");
    assert_eq!(errors(with(&[(COURSE, old, &one)]).path()).len(), 1);
}

#[test]
fn two_ways_that_go_together_are_an_error() {
    let when = "when='P_{post} < 1/2'";
    let found = errors(with(&[(BAYES, when, "when='P_{post} < 2'")]).path());
    assert_eq!(found.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["E072"], "{found:?}");
    assert!(found[0].1.contains("P_{post} < 2"), "{found:?}");
}

#[test]
fn a_verdict_has_its_word_and_a_unit_its_base() {
    each_is_found(&[
        (BAYES, "value='likely'", "value='likly'", "E010n", "likely"),
        (FALL, "unit = ['m', ", "unit = ['base B', ", "E010", "base B"),
        (FALL, "unit = ['m', ", "units = ['m', ", "E003n", "units"),
        (FALL, "unit = ['m', ", "unit = ['', ", "E005", "unit"),
    ]);
}

#[test]
fn the_course_is_the_folder_that_is_named_or_the_one_of_the_author() {
    let learner = Learner::new();
    let own = own();
    let own = own.to_str().unwrap();
    let named = learner.run(&["content", "stress", own, "fall", "--variants", "2"], "");
    assert!(named.out.starts_with("fall level 1: 2 drawn"), "{named:?}");
    let all = learner.run(&["content", "stress", own, "--variants", "1"], "").out;
    assert!(all.starts_with("bayes level 1") && !all.contains("conv level 1"), "{all}");
    let inside = learner.command(&["content", "stress", "fall", "--variants", "2"]).current_dir(own).output().unwrap();
    let untimed = |out: &str| out.replace(|c: char| c.is_ascii_digit(), "");
    assert_eq!(untimed(&String::from_utf8(inside.stdout).unwrap()), untimed(&named.out));
    let check = learner.command(&["content", "check"]).current_dir(own).output().unwrap();
    assert!(String::from_utf8(check.stderr).unwrap().contains("errors: 0"));
    let coverage = learner.run(&["content", "coverage", own], "").out;
    assert!(coverage.contains("desc") && !coverage.contains("cnn"), "{coverage}");
}
