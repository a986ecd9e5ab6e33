//! Comparisons, which come to one truth: of tensors and sizes, every number must compare so. Numbers that differ by
//! rounding noise alone are equal: 0.3 is not less than 0.4 − 0.1.

use std::cmp::Ordering;

use super::{Notation, Operation, Outcome, broadcast, noise};
use crate::error::{Refusal, Sort};
use crate::value::Value;

fn no_shape(_: &[Value]) -> Outcome<Vec<usize>> {
    Ok(Vec::new())
}

const fn comparison(
    name: &'static str,
    about: &'static str,
    evaluate: fn(&[Value]) -> Outcome<Value>,
    examples: &'static [&'static str],
) -> Operation {
    Operation::general(name, &["x", "y"], about, no_shape, evaluate).written(Notation::Infix).examples(examples)
}

/// Whether every pair of numbers compares so.
fn every(operands: &[Value], holds: fn(f64, f64) -> f64) -> Outcome<Value> {
    if let (Value::Number(x), Value::Number(y)) = (&operands[0], &operands[1]) {
        return Ok(Value::Truth(holds(*x, *y) == 1.0));
    }
    let answers = broadcast::zip(operands[0].clone(), &operands[1], holds, None)?;
    Ok(Value::Truth(answers.as_tensor().is_some_and(|t| t.iter().all(|x| *x == 1.0))))
}

/// Texts, truths and absence are equal as such; numbers where every one is.
fn equal(operands: &[Value]) -> Outcome<bool> {
    Ok(match (&operands[0], &operands[1]) {
        (x, y) if x.is_numeric() && y.is_numeric() => {
            every(operands, |x, y| f64::from(noise::order(x, y) == Some(Ordering::Equal)))? == Value::Truth(true)
        }
        (Value::Text(_) | Value::Truth(_) | Value::Absent, _)
        | (_, Value::Text(_) | Value::Truth(_) | Value::Absent) => operands[0] == operands[1],
        (other, _) => return Err(Refusal::Type { expected: Sort::Numbers, got: other.sort() }),
    })
}

pub(super) const OPERATIONS: &[Operation] = &[
    comparison("eq", "x == y", |o| Ok(Value::Truth(equal(o)?)), &["2 == 2", "\"max\" == \"avg\""]),
    comparison("ne", "x != y", |o| Ok(Value::Truth(!equal(o)?)), &["2 != 3"]),
    comparison("lt", "x < y", |o| every(o, |x, y| f64::from(noise::order(x, y) == Some(Ordering::Less))), &["2 < 3"]),
    comparison(
        "le",
        "x <= y",
        |o| every(o, |x, y| f64::from(noise::order(x, y).is_some_and(Ordering::is_le))),
        &["[1,2] <= 2"],
    ),
    comparison(
        "gt",
        "x > y",
        |o| every(o, |x, y| f64::from(noise::order(x, y) == Some(Ordering::Greater))),
        &["2 > 3"],
    ),
    comparison(
        "ge",
        "x >= y",
        |o| every(o, |x, y| f64::from(noise::order(x, y).is_some_and(Ordering::is_ge))),
        &["[3,4] >= [3,4]"],
    ),
    Operation::general("not", &["x"], "not x", no_shape, |o| match &o[0] {
        Value::Truth(truth) => Ok(Value::Truth(!truth)),
        other => Err(Refusal::Type { expected: Sort::Truth, got: other.sort() }),
    })
    .written(Notation::Infix)
    .examples(&["not 1 == 2"]),
    Operation::general("same_shape", &["x", "y"], "whether x and y have the same sides", no_shape, |o| {
        Ok(Value::Truth(o[0].shape() == o[1].shape()))
    })
    .of_sides()
    .in_words()
    .examples(&["same_shape([1,2], [3,4])"]),
];
