//! Problems that others have published, with the answers printed there, to the digits printed there: their text is
//! `tests/fixtures/published.toml`.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::calc::answers;

/// What comes of adding decimal fractions in binary.
const NOISE: f64 = 1e-12;

#[derive(Deserialize)]
struct Published {
    problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct Problem {
    /// Where it is printed, and what it asks.
    source: String,
    /// The call of `dlrev calc`.
    line: String,
    /// How far an answer may be from the printed one.
    #[serde(default)]
    within: f64,
    /// The printed answers by their keys.
    expect: Map<String, Value>,
}

/// Whether a value is as printed, or as near as `within`.
fn agrees(got: &Value, printed: &Value, within: f64) -> bool {
    match (got, printed) {
        (Value::Array(got), Value::Array(printed)) => {
            got.len() == printed.len() && got.iter().zip(printed).all(|(got, printed)| agrees(got, printed, within))
        }
        (Value::Number(got), Value::Number(printed)) => {
            (got.as_f64().unwrap() - printed.as_f64().unwrap()).abs() <= within + NOISE
        }
        _ => got == printed,
    }
}

#[test]
fn published_problems_come_out_as_they_are_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/published.toml");
    let published: Published = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for Problem { source, line, within, expect } in published.problems {
        let answers = answers(&line);
        for (key, printed) in &expect {
            assert!(agrees(&answers[key], printed, within), "{source}: {key} is {}, not {printed}", answers[key]);
        }
    }
}
