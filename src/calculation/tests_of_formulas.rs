//! No formula of a calculation can be misspelt without a word.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::check::{Finding, Flaw, check};
use crate::course::Course;
use crate::course::format::Reader;
use crate::course::schema::schema;
use crate::course::spec::Spec;
use crate::math::parse::visit;
use crate::math::{ExprKind, parse};

/// A calculation that has every formula there can be, each with a number of its own.
const FILE: &str = "format = 1\nid = 'cups'\ntopic = 'tea'\ntitle = { zh = '杯', en = 'cups' }\naccept = ['y < 101']\n\
    [params.n]\nkind = 'count'\nabout = { zh = '数', en = 'number' }\ndraw = { from = 2, to = 9 }\n\
    [params.d]\nkind = 'number'\ndefault = 'n + 102'\nabout = { zh = '数', en = 'number' }\ndraw = { formula = 'n + 103' }\n\
    [params.w]\nkind = 'number'\nabout = { zh = '数', en = 'number' }\nwords = { half = 'n + 104' }\n\
    draw = { from = 2, to = 9 }\n\
    [params.v]\nkind = 'vector'\nabout = { zh = '数', en = 'numbers' }\ndraw = { from = 1, to = 9, shape = ['n + 105'] }\n\
    [[require]]\nthat = 'n < 106'\nwhen = 'n < 107'\nfor = 'i in 1..108'\nsay = { zh = '错', en = 'wrong' }\n\
    [[steps]]\nlet = 'q[t + 0*109] = n + 110'\nfor = 't in 1*111..112'\nwhen = 'n < 113'\n\
    [[steps.require]]\nthat = 'n < 114'\nwhen = 'n < 115'\nfor = 'j in 1..116'\nsay = { zh = '错', en = 'wrong' }\n\
    [[steps.mistakes]]\nid = 'slip'\nwhen = 'n < 117'\nlet = 'n + 118'\nsay = { zh = '错', en = 'wrong' }\n\
    [[steps.conventions]]\nid = 'other'\nwhen = 'n < 119'\nlet = 'n + 120'\nsay = { zh = '异', en = 'other' }\n\
    [[steps]]\nlet = 'y = d + w + sum(v)'\nkeys = ['y']\n[[ask]]\nkeys = ['y']\n";

/// The keys of a formula in the format, and the number of the one that the file has there.
const FORMULAS: [(&str, u32); 19] = [
    ("accept", 101),
    ("params.default", 102),
    ("params.draw.formula", 103),
    ("params.words", 104),
    ("params.draw.shape", 105),
    ("require.that", 106),
    ("require.when", 107),
    ("require.for", 108),
    ("steps.let", 109),
    ("steps.let", 110),
    ("steps.for", 111),
    ("steps.for", 112),
    ("steps.when", 113),
    ("steps.require.that", 114),
    ("steps.require.when", 115),
    ("steps.require.for", 116),
    ("steps.mistakes.let", 118),
    ("steps.conventions.when", 119),
    ("steps.conventions.let", 120),
];

fn spec(text: &str) -> Spec {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    let folder = tempfile::tempdir().unwrap();
    for sub in ["topics", "calculations"] {
        fs::create_dir(folder.path().join(sub)).unwrap();
    }
    for path in ["course.toml", "topics/01-tea.toml"] {
        fs::copy(small.join(path), folder.path().join(path)).unwrap();
    }
    fs::write(folder.path().join("calculations/cups.toml"), text).unwrap();
    let read = Course::open(Some(folder.path())).unwrap().calculation("cups");
    read.value.unwrap_or_else(|| panic!("{:?}", read.problems))
}

/// The names that nothing has, each with what is marked in the file.
fn unknown(text: &str) -> Vec<(String, String)> {
    let reader = Reader::new("calculations/cups.toml", text);
    let found = check(&spec(text), 0).into_iter().filter_map(|Finding { place, flaw }| match flaw {
        Flaw::Unknown { name, .. } | Flaw::Never { name, .. } => Some((name, text[place.of(&reader).1].to_owned())),
        _ => None,
    });
    found.collect()
}

/// The keys under which the schema has a formula, without the short forms, which are written out before they are read.
fn formulas(at: &Value, root: &Value, way: &str, found: &mut BTreeSet<String>) {
    if let Some(name) = at["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return formulas(&root["$defs"][name], root, way, found);
    }
    if at["format"].as_str().is_some_and(|format| ["expression", "binding", "range"].contains(&format)) {
        found.insert(way.to_owned());
    }
    at["anyOf"].as_array().into_iter().flatten().for_each(|any| formulas(any, root, way, found));
    for (key, field) in at["properties"].as_object().into_iter().flatten() {
        if !["terms", "with", "ways"].contains(&&**key) {
            let way = if way.is_empty() { key.clone() } else { format!("{way}.{key}") };
            formulas(field, root, &way, found);
        }
    }
    for inner in ["items", "additionalProperties"] {
        if at[inner].is_object() {
            formulas(&at[inner], root, way, found);
        }
    }
}

#[test]
fn every_formula_that_is_misspelt_is_found_at_its_place() {
    assert_eq!(unknown(FILE), []);
    let all = FORMULAS.iter().chain([&("steps.mistakes.when", 117)]);
    for (key, number) in all.clone() {
        let (number, misspelt) = (number.to_string(), "zzz".to_owned());
        assert_eq!(unknown(&FILE.replace(&number, "zzz")), [(misspelt.clone(), misspelt)], "{key} {number}");
    }
    let root = schema("calculation").unwrap();
    let mut declared = BTreeSet::new();
    formulas(&root, &root, "", &mut declared);
    // A default may be a word, so that its type does not tell.
    declared.insert("params.default".to_owned());
    assert_eq!(declared, all.map(|(key, _)| (*key).to_owned()).collect());
}

#[test]
fn what_a_step_reads_are_the_names_of_all_its_formulas() {
    let mut text = FILE.to_owned();
    let of_step = FORMULAS.iter().chain([&("steps.mistakes.when", 117)]).filter(|(key, _)| key.starts_with("steps."));
    let names: Vec<String> = of_step
        .map(|(_, number)| {
            text = text.replace(&number.to_string(), &format!("z_{number}"));
            format!("z_{number}")
        })
        .collect();
    let spec = spec(&text);
    let read = spec.steps[0].reads();
    assert_eq!(names.iter().filter(|name| !read.iter().any(|known| **known == ***name)).count(), 0, "{read:?}");
}

#[test]
fn a_formula_with_names_of_its_own_says_so_at_the_place_that_uses_it() {
    let text = "format = 1\nid = 'cups'\ntopic = 'tea'\ntitle = { zh = '杯', en = 'cups' }\n\
        [params.f]\nkind = 'expression'\nabout = { zh = '式', en = 'formula' }\n\
        [params.at]\nkind = 'bindings'\nabout = { zh = '值', en = 'values' }\n\
        [[steps]]\nlet = 'y = 1 + f'\nkeys = ['y']\n[[ask]]\nkeys = ['y']\n";
    let spec = spec(text);
    let texts = [("f", "ln(x - 20*x)"), ("at", "x=1")].map(|(flag, text)| (flag.to_owned(), text.to_owned()));
    let given = super::given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let failed = super::derive(&spec, &given, super::Detail::Steps).unwrap_err();
    let place = failed.place().unwrap();
    assert_eq!(&text[place.of(&Reader::new("calculations/cups.toml", text)).1], "f");
}

#[test]
fn the_parts_of_a_range_have_their_places_in_its_text() {
    let spec = spec(FILE);
    let Some(crate::course::spec::Turns::Range { to, .. }) = &spec.steps[0].turns else { panic!() };
    assert_eq!(&"t in 1*111..112"[to.span.start..to.span.end], "112");
    // Equality does not look at places, so that steps that are spaced otherwise still run together.
    let mut same = true;
    visit(to, &mut |part| same &= matches!(part.kind, ExprKind::Number(..)));
    assert!(same && *to == parse("112").unwrap());
}
