use std::borrow::Cow;

use crate::course::beside::{Shelf, Texts};
use crate::course::format::{Loaded, Reader};
use crate::course::spec::{Part, Place, Spec};
use crate::math::render::source;

const HEAD: &str = "format = 1\nid = 'c'\ntopic = 't'\ntitle = { zh = '算', en = 'count' }\n\
                    [params.n]\nkind = 'count'\nabout = { zh = '数', en = 'number' }\n";

/// A course with these parts.
#[derive(Debug)]
struct Parts(Vec<(&'static str, &'static str)>);

impl Shelf for Parts {
    fn text(&self, path: &str) -> Option<Cow<'static, str>> {
        self.0.iter().find(|(known, _)| *known == path).map(|(_, text)| Cow::Borrowed(*text))
    }

    fn paths(&self, _: &str) -> Vec<String> {
        self.0.iter().map(|(path, _)| (*path).to_owned()).collect()
    }
}

fn load(rest: &str, parts: &[(&'static str, &'static str)]) -> Loaded<Spec> {
    let (text, parts) = (format!("{HEAD}{rest}"), Parts(parts.to_vec()));
    Reader::new("calculations/c.toml", &text).with(&Texts::of(&parts)).load()
}

fn spec(rest: &str, parts: &[(&'static str, &'static str)]) -> Spec {
    let loaded = load(rest, parts);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.value.unwrap()
}

/// Code, file and the text at each problem.
fn problems(rest: &str, parts: &[(&'static str, &'static str)]) -> Vec<(&'static str, String, String)> {
    let text = format!("{HEAD}{rest}");
    let found = load(rest, parts).problems.into_iter().map(|problem| {
        let file = parts.iter().find(|(path, _)| *path == problem.path).map_or(&*text, |(_, text)| *text);
        (problem.code, problem.path, file[problem.span].to_owned())
    });
    found.collect()
}

/// `x = n + 1 when n > 2` of each step.
fn steps(spec: &Spec) -> Vec<String> {
    let step = |step: &crate::course::spec::Step| {
        let when = step.when.as_ref().map_or_else(String::new, |when| format!(" when {}", source(when)));
        format!("{} = {}{when}", step.binding.name, source(&step.binding.body))
    };
    spec.steps.iter().map(step).collect()
}

#[test]
fn a_term_stands_for_its_formula_wherever_it_is_named() {
    let short = "[terms]\nlarge = 'n > 3 or n == 2'\nonly = 'not large'\n\
                 [[require]]\nthat = 'large'\nwhen = 'only'\nsay = { zh = '$large$', en = '$large$' }\n\
                 [[steps]]\nlet = 'x = where(large, n, 0)'\n";
    let long = "[[require]]\nthat = 'n > 3 or n == 2'\nwhen = 'not (n > 3 or n == 2)'\n\
                say = { zh = '$n > 3 or n == 2$', en = '$n > 3 or n == 2$' }\n\
                [[steps]]\nlet = 'x = where(n > 3 or n == 2, n, 0)'\n";
    // The same to the last letter: the record knows it by the same hash.
    assert_eq!(spec(short, &[]), spec(long, &[]));
}

#[test]
fn a_way_takes_from_its_step_what_it_leaves_out() {
    let short = "[[steps]]\nwhen = 'n > 1'\nkeys = ['x']\ntitle = { zh = '题', en = 'title' }\nmistakes = [
        { id = 'off-by-one', let = 'n', say = { zh = '差一', en = 'one less' } },
        { id = 'sign', say = { zh = '符号', en = 'sign' } },
        ]\nways = [
        { when = 'n < 5', let = 'x = n + 1' },
        { when = 'n > 7 or n == 6', let = 'x = n - 1', mistakes = [{ id = 'sign', let = '1 - n' }] },
        ]\n";
    let spec = spec(short, &[]);
    assert_eq!(steps(&spec), ["x = n + 1 when n > 1 and n < 5", "x = n - 1 when n > 1 and (n > 7 or n == 6)"]);
    let mistakes = |at: usize| spec.steps[at].mistakes.iter().map(|m| (&*m.id, &*m.say.en)).collect::<Vec<_>>();
    assert_eq!((mistakes(0), mistakes(1)), (vec![("off-by-one", "one less")], vec![("sign", "sign")]));
    assert!(spec.steps.iter().all(|step| step.keys == ["x"] && step.title.is_some()));
}

#[test]
fn a_mistake_that_no_way_completes_is_told() {
    let step = "[[steps]]\nmistakes = [\n{ id = 'sign', say = { zh = '符号', en = 'sign' } },\n]\nways = [{ let = 'x = n' }]\n";
    let found = problems(step, &[]);
    assert!(matches!(&found[..], [("E004", _, text)] if text.starts_with("{ id = 'sign'")), "{found:?}");
}

#[test]
fn of_lists_of_ways_one_goes_with_every_other() {
    let short = "[[steps]]\nlet = 'x = a * b'\nways = [
        [{ when = 'n < 5', with = { a = 'n + 1' } }, { with = { a = '2' } }],
        [{ with = { b = 'n' } }, { when = 'n > 2', with = { b = 'T(n)' } }],
        ]\n";
    let long = [
        "x = (n + 1) * n when n < 5",
        "x = (n + 1) * T(n) when n < 5 and n > 2",
        "x = 2 * n",
        "x = 2 * T(n) when n > 2",
    ];
    assert_eq!(steps(&spec(short, &[])), long);
}

#[test]
fn names_of_a_way_stand_in_those_that_it_goes_with() {
    let short = "[[steps]]\nways = [
        [{ when = 'n < 5', with = { a = 'n + 1' } }, { with = { a = '2' } }],
        [{ let = 'x = -a' }, { when = 'n > 2', with = { b = 'a * n' }, let = 'x = b^2' }],
        ]\n";
    let long =
        ["x = -(n + 1) when n < 5", "x = ((n + 1) * n)^2 when n < 5 and n > 2", "x = -2", "x = (2 * n)^2 when n > 2"];
    assert_eq!(steps(&spec(short, &[])), long);
}

const SUMS: &str = "format = 1\n[terms]\nfew = 'm < 4'\n\
                    [params.n]\nkind = 'count'\nleast = 2\nabout = { zh = '项数', en = 'how many' }\n\
                    [[require]]\nthat = 'm > 0'\nflag = 'm'\nsay = { zh = '$m$ 太小', en = '$m$ is too small' }\n\
                    [[steps]]\nfor = 'i in 1..m'\nlet = 's[i] = m + i'\nwhen = 'few'\nkeys = ['s{i}']\n\
                    say = { zh = '$s[i]$', en = '$s[i]$' }\n";

#[test]
fn a_part_stands_where_it_is_named_under_other_names() {
    let parts = [("parts/sums.toml", SUMS)];
    let with = "part = 'sums'\nwith = { m = 'n', s = 'total' }\n";
    let short = format!(
        "[[require]]\npart = 'sums'\nwith = {{ m = 'n' }}\n[[steps]]\nlet = 'a = n'\n[[steps]]\n{with}when = 'n > 1'\n"
    );
    let spec = spec(&short, &parts);
    assert_eq!(steps(&spec), ["a = n", "total = n + i when n > 1 and n < 4"]);
    let step = &spec.steps[1];
    assert_eq!(
        (&step.keys[..], step.say.as_ref().map(|say| &*say.en)),
        (&["total{i}".to_owned()][..], Some("$total[i]$"))
    );
    let require = &spec.require[0];
    assert_eq!((require.flag.as_deref(), &*require.say.en), (Some("n"), "$n$ is too small"));
}

#[test]
fn a_parameter_is_completed_by_the_one_of_a_part() {
    let rest = "draw = { from = 3, to = 9 }\npart = 'sums'\n";
    let spec = spec(rest, &[("parts/sums.toml", SUMS)]);
    let param = &spec.params[0];
    assert_eq!((&*param.about.en, param.least, param.draw.len()), ("number", Some(2.0), 3));
}

#[test]
fn terms_of_a_part_can_be_taken() {
    let taken = spec(
        "[terms]\npart = 'sums'\n[[steps]]\nlet = 'm = n'\n[[steps]]\nlet = 'x = m'\nwhen = 'few'\n",
        &[("parts/sums.toml", SUMS)],
    );
    assert_eq!(steps(&taken), ["m = n", "x = m when m < 4"]);
}

#[test]
fn what_a_part_says_counts_as_content() {
    let rest = "[[steps]]\npart = 'p'\n";
    let [one, other] = ["let = 'x = n'", "let = 'x = n' # a note"].map(|step| {
        spec(rest, &[("parts/p.toml", Box::leak(format!("format = 1\n[[steps]]\n{step}\n").into_boxed_str()))])
    });
    assert_eq!(one.content, other.content);
    let changed = spec(rest, &[("parts/p.toml", "format = 1\n[[steps]]\nlet = 'x = n + 0'\n")]);
    assert_ne!(one.content, changed.content);
}

#[test]
fn what_is_wrong_in_a_part_is_told_at_its_place_in_the_part() {
    let bad = "format = 1\n\n[[steps]]\nlet = 'x = n +'\nways = [{ when = 'n > 1' }, { when = 'n < 2' }]\n[[steps]]\nlt = 'y = n'\n";
    let found = problems("[[steps]]\npart = 'bad'\n", &[("parts/bad.toml", bad)]);
    let (path, at) = ("parts/bad.toml".to_owned(), |text: &str| text.to_owned());
    // One formula that two ways have is wrong once.
    let formula = found.iter().filter(|(code, ..)| *code == "E008").collect::<Vec<_>>();
    assert!(matches!(formula[..], [(_, place, _)] if *place == path), "{found:?}");
    assert!(found.contains(&("E003n", path, at("lt"))), "{found:?}");
    let syntax = problems("[[steps]]\npart = 'bad'\n", &[("parts/bad.toml", "format = 1\nsteps = [\n")]);
    assert!(syntax.iter().any(|(code, path, _)| *code == "E002" && path == "parts/bad.toml"), "{syntax:?}");
}

#[test]
fn a_finding_in_a_part_has_its_place_there() {
    let (text, parts) =
        (format!("{HEAD}[[steps]]\nlet = 'a = n'\n[[steps]]\npart = 'sums'\n"), Parts(vec![("parts/sums.toml", SUMS)]));
    let texts = Texts::of(&parts);
    let (path, span) =
        Place::item("steps", 1).key("say").key("en").of(&Reader::new("calculations/c.toml", &text).with(&texts));
    assert_eq!((&*path, &SUMS[span]), ("parts/sums.toml", "'$s[i]$'"));
    let (path, span) = Place::item("steps", 0).key("let").of(&Reader::new("calculations/c.toml", &text).with(&texts));
    assert_eq!((&*path, &text[span]), ("calculations/c.toml", "'a = n'"));
}

#[test]
fn a_part_that_is_not_there_is_told_with_its_near_name() {
    let parts = [("parts/sums.toml", SUMS)];
    let own = |code, text: &str| vec![(code, "calculations/c.toml".to_owned(), text.to_owned())];
    assert_eq!(problems("[[steps]]\npart = 'sum'\n", &parts), own("E010n", "'sum'"));
    assert_eq!(problems("[[steps]]\npart = '../sums'\n", &parts), own("E010", "'../sums'"));
    assert_eq!(
        problems("[[steps]]\npart = 'empty'\n", &[("parts/empty.toml", "format = 1\n")]),
        own("E054", "'empty'")
    );
    assert_eq!(problems("[params.k]\npart = 'sums'\n", &parts)[0].0, "E054");
    assert_eq!(problems("[[steps]]\npart = 'sums'\ntitel = 1\nwith = { m = 'n' }\n", &parts), own("E003", "titel"));
}

#[test]
fn what_a_calculation_leaves_out_is_as_in_the_one_that_it_is_like() {
    let base = "format = 1\nid = 'b'\ntopic = 't'\ntitle = { zh = '底', en = 'base' }\naccept = ['n > 1']\n\
                [params.n]\nkind = 'count'\nleast = 1\nabout = { zh = '数', en = 'number' }\n\
                [params.m]\nkind = 'count'\nabout = { zh = '数', en = 'number' }\n\
                [[steps]]\nlet = 'x = n + m'\n";
    let parts = [("calculations/b.toml", base)];
    let read = |own: &str| {
        let loaded: Loaded<Spec> =
            Reader::new("calculations/c.toml", own).with(&Texts::of(&Parts(parts.to_vec()))).load();
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        loaded.value.unwrap()
    };
    let other = read(
        "format = 1\nlike = 'b'\nid = 'c'\naccept = []\n[params.k]\nkind = 'count'\nabout = { zh = '数', en = 'number' }\n\
         [params.m]\ndefault = '3'\n",
    );
    let flags: Vec<_> = other.params.iter().map(|param| (&*param.flag, param.default.as_ref().map(source))).collect();
    // New ones stand before those that were there.
    assert_eq!(flags, [("k", None), ("n", None), ("m", Some("3".to_owned()))]);
    assert_eq!((&*other.id, &*other.title.en, other.accept.len()), ("c", "base", 0));
    assert_eq!(steps(&other), ["x = n + m"]);
}

#[test]
fn calculations_that_are_like_none_or_each_other_are_told() {
    let found = |like: &str| {
        let own = format!("format = 1\nid = 'c'\nlike = '{like}'\n");
        let parts = Parts(vec![
            ("calculations/conv.toml", "format = 1\nlike = 'pool'\n"),
            ("calculations/pool.toml", "format = 1\nlike = 'conv'\n"),
        ]);
        let loaded: Loaded<Spec> = Reader::new("calculations/c.toml", &own).with(&Texts::of(&parts)).load();
        loaded.problems.first().map(|problem| (problem.code, problem.path.clone()))
    };
    assert_eq!(found("convs"), Some(("E010n", "calculations/c.toml".to_owned())));
    assert_eq!(found("../conv"), Some(("E010", "calculations/c.toml".to_owned())));
    assert_eq!(found("conv"), Some(("E053", "calculations/pool.toml".to_owned())));
}

#[test]
fn parts_that_take_from_each_other_in_a_circle_are_refused() {
    let parts = [
        ("parts/a.toml", "format = 1\n[[steps]]\npart = 'b'\n"),
        ("parts/b.toml", "format = 1\n[[steps]]\nlet = 'x = n'\n[[steps]]\npart = 'a'\n"),
    ];
    assert_eq!(problems("[[steps]]\npart = 'a'\n", &parts), [("E053", "parts/b.toml".to_owned(), "'a'".to_owned())]);
}

#[test]
fn a_name_that_stands_nowhere_is_told() {
    let parts = [("parts/sums.toml", SUMS)];
    let warned = |rest: &str, text: &str| {
        assert_eq!(problems(rest, &parts), [("W115", "calculations/c.toml".to_owned(), text.to_owned())], "{rest}");
    };
    warned("[terms]\nlarge = 'n > 3'\n", "large");
    warned("[[steps]]\npart = 'sums'\nwith = { m = 'n', t = 'n' }\n", "t");
    warned("[[steps]]\nways = [{ let = 'x = n', with = { a = 'n' } }]\n", "a");
    // Those of a part are there for others.
    assert!(Reader::new("parts/p.toml", "format = 1\n[terms]\nlarge = 'n > 3'\n").load::<Part>().problems.is_empty());
}

#[test]
fn what_a_file_grows_by_has_a_bound() {
    let double = |of: &str| format!("format = 1\n{}", format!("[[steps]]\npart = '{of}'\n").repeat(2));
    let mut parts: Vec<(&'static str, &'static str)> =
        vec![("parts/p0.toml", "format = 1\n[[steps]]\nlet = 'x = n'\n")];
    for at in 1..40_usize {
        let [path, text] = [format!("parts/p{at}.toml"), double(&format!("p{}", at - 1))];
        parts.push((Box::leak(path.into_boxed_str()), Box::leak(text.into_boxed_str())));
    }
    assert!(problems("[[steps]]\npart = 'p39'\n", &parts).iter().any(|(code, ..)| *code == "E055"));
    let terms: Vec<String> =
        (1..40).map(|at| format!("t{at} = '{}'\n", vec![format!("t{}", at - 1); 9].join("*"))).collect();
    let found = problems(&format!("[terms]\nt0 = 'n*n*n'\n{}[[steps]]\nlet = 'x = t39'\n", terms.concat()), &[]);
    assert!(found.len() < 50, "{found:?}");
}
