//! What PyTorch answers, case by case: `tests/golden/KIND.json`, made by `tests/golden/make.py`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use dlrev::course::bundle;
use serde_json::{Map, Value};

use crate::program::dlrev;

/// How far an answer may be from PyTorch's, as a part of its size.
const RELATIVE: f64 = 1e-9;

/// How far an answer may be where a subtraction of numbers near 1 has eaten digits.
const FLOOR: f64 = 1e-12;

/// The golden file of every kind that has one.
fn files() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let json = paths.filter(|path| path.extension().is_some_and(|e| e == "json"));
    json.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path)).collect()
}

/// Where an answer differs from what is expected: the place inside it, and both.
fn difference(place: &str, got: &Value, expected: &Value, floor: f64) -> Option<String> {
    let differs = || Some(format!("{place} is {got}, not {expected}"));
    match (got, expected) {
        (Value::Number(got), Value::Number(expected)) => {
            let (got, expected) = (got.as_f64().unwrap(), expected.as_f64().unwrap());
            if (got - expected).abs() <= (RELATIVE * expected.abs()).max(floor) { None } else { differs() }
        }
        (Value::Array(got), Value::Array(expected)) if got.len() == expected.len() => {
            let mut pairs = got.iter().zip(expected).enumerate();
            pairs.find_map(|(at, (got, expected))| difference(&format!("{place}[{at}]"), got, expected, floor))
        }
        _ if got == expected => None,
        _ => differs(),
    }
}

/// What the program answers to one case.
fn answers(kind: &str, args: &[Value]) -> Result<Map<String, Value>, String> {
    let mut command = dlrev();
    command.args(["calc", kind]).args(args.iter().map(|arg| arg.as_str().unwrap())).args(["--format", "json"]);
    let output = command.output().unwrap();
    if !output.status.success() {
        return Err(format!("refused: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let json: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("no JSON: {error}"))?;
    json["answers"].as_object().cloned().ok_or_else(|| "no answers".to_owned())
}

/// What is wrong with the answers to one case.
fn wrong(kind: &str, case: &Value) -> Vec<String> {
    let named = |what: String| format!("{kind}, {}: {what}", case["name"].as_str().unwrap());
    let answers = match answers(kind, case["args"].as_array().unwrap()) {
        Ok(answers) => answers,
        Err(why) => return vec![named(why)],
    };
    let floor = case["floor"].as_f64().unwrap_or(FLOOR);
    let expected = case["expect"].as_object().unwrap();
    let each = expected.iter().filter_map(|(key, expected)| match answers.get(key) {
        Some(got) => difference(key, got, expected, floor),
        None => Some(format!("{key} is not answered")),
    });
    each.map(named).collect()
}

#[test]
fn every_kind_answers_as_pytorch_does() {
    let known: Vec<&str> = bundle::calculations().iter().map(|entry| entry.id).collect();
    let mut cases = Vec::new();
    for (kind, path) in files() {
        assert!(known.contains(&kind.as_str()), "{kind} has golden vectors and no calculation");
        let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let own = file["cases"].as_array().unwrap();
        assert!(own.len() >= 5, "{kind} has only {} cases", own.len());
        cases.extend(own.iter().map(|case| (kind.clone(), case.clone())));
    }
    let share = cases.len().div_ceil(thread::available_parallelism().map_or(1, Into::into)).max(1);
    let failures: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = cases
            .chunks(share)
            .map(|cases| scope.spawn(|| cases.iter().flat_map(|(kind, case)| wrong(kind, case)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn every_calculation_has_golden_vectors() {
    let files = files();
    let bare: Vec<&str> =
        bundle::calculations().iter().map(|entry| entry.id).filter(|kind| !files.contains_key(*kind)).collect();
    assert!(bare.is_empty(), "no tests/golden/*.json: {bare:?}; describe them in tests/golden/reference");
}
