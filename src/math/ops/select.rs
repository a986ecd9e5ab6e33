//! Which numbers: their order, their equality place by place, a mask of what came before, and quotients that may not
//! exist.

use ndarray::Array2;

use super::{Notation, Operation, Outcome, Rule, Trait, tensor, whole};
use crate::error::{Refusal, Sort, Unfit};
use crate::value::Value;

/// Places of a vector's numbers by falling value, from 1; of equal ones the first comes first.
pub(super) fn falling(numbers: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..numbers.len()).collect();
    places.sort_by(|a, b| numbers[*b].total_cmp(&numbers[*a]));
    places
}

fn order(operands: &[Value]) -> Outcome<Value> {
    let numbers: Vec<f64> = tensor(operands, 0)?.iter().copied().collect();
    Ok(Value::vector(falling(&numbers).into_iter().map(|place| place as f64 + 1.0).collect()))
}

fn causal_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    Ok(vec![whole(operands, 0)?, whole(operands, 1)?])
}

fn causal(operands: &[Value]) -> Outcome<Value> {
    let (rows, columns) = (whole(operands, 0)?, whole(operands, 1)?);
    Ok(Array2::from_shape_fn((rows, columns), |(i, j)| f64::from(j <= i)).into_dyn().into())
}

/// a/b number by number, nothing where b is 0.
fn ratios(operands: &[Value]) -> Outcome<Value> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    if a.shape() != b.shape() {
        return Err(Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() });
    }
    let each = a.iter().zip(b.iter()).map(|(a, b)| if *b == 0.0 { Value::Absent } else { Value::scalar(a / b) });
    Ok(Value::List(each.collect()))
}

/// The mean of those items of a list that are there.
fn known_mean(operands: &[Value]) -> Outcome<Value> {
    let Value::List(items) = &operands[0] else {
        let got = operands[0].sort();
        return Err(Refusal::Type { expected: Sort::List, got });
    };
    let known: Vec<f64> = items.iter().filter_map(Value::as_scalar).collect();
    if known.is_empty() {
        return Err(Refusal::Domain(Unfit::NoNumber));
    }
    Ok(Value::scalar(known.iter().sum::<f64>() / known.len() as f64))
}

/// `equals` of two tensors of one shape.
fn equal(x: f64, y: f64) -> f64 {
    f64::from(x == y)
}

/// The diagonal of a square matrix.
fn diagonal(operands: &[Value]) -> Outcome<Value> {
    let x = tensor(operands, 0)?;
    if x.ndim() != 2 || x.shape()[0] != x.shape()[1] {
        let side = x.shape().to_vec();
        return Err(Refusal::Shape { left: side.clone(), right: side });
    }
    let entries = (0..x.shape()[0]).map(|i| x[[i, i].as_slice()]).collect();
    Ok(Value::vector(entries))
}

/// The place of the first number that is not 0.
fn first(operands: &[Value]) -> Outcome<Value> {
    let found = tensor(operands, 0)?.iter().position(|x| *x != 0.0);
    Ok(found.map_or(Value::Absent, |place| Value::scalar(place as f64 + 1.0)))
}

fn tally_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    whole(operands, 2).map(|classes| vec![classes, classes])
}

/// How often each class of the one stands where each class of the other does.
fn tally(operands: &[Value]) -> Outcome<Value> {
    let (rows, columns) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let classes = whole(operands, 2)?;
    if rows.shape() != columns.shape() {
        let (left, right) = (rows.shape().to_vec(), columns.shape().to_vec());
        return Err(Refusal::Shape { left, right });
    }
    let mut counts = Array2::zeros((classes, classes));
    for (row, column) in rows.iter().zip(columns.iter()) {
        let place = |x: f64| (x >= 0.0 && x.fract() == 0.0 && x < classes as f64).then_some(x as usize);
        let (Some(row), Some(column)) = (place(*row), place(*column)) else {
            return Err(Refusal::Domain(Unfit::Classes));
        };
        counts[[row, column]] += 1.0;
    }
    Ok(counts.into_dyn().into())
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general(
        "order",
        &["x"],
        "places of the numbers by falling value, from 1",
        |o| Ok(vec![o[0].len()]),
        order,
    )
    .in_words()
    .examples(&["order([0.2,0.9,0.5])"]),
    Operation::new(
        "equals",
        &["x", "y"],
        "1 where two numbers are equal, else 0",
        Rule::Binary { f: equal, slopes: None },
    )
    .written(Notation::Bracket)
    .examples(&["equals([1,2,3], 2)"]),
    Operation::general("causal", &["n", "m"], "n×m with 1 on and below the diagonal", causal_shape, causal)
        .laying_out()
        .in_words()
        .examples(&["causal(3,3)"]),
    Operation::general(
        "diagonal",
        &["x"],
        "the diagonal of a square matrix",
        |o| Ok(vec![o[0].shape().first().copied().unwrap_or_default()]),
        diagonal,
    )
    .written(Notation::Named("diag"))
    .examples(&["diagonal([[1,2],[3,4]])"]),
    Operation::general("ratios", &["a", "b"], "a/b number by number, nothing where b is 0", |_| Ok(Vec::new()), ratios)
        .written(Notation::Quotient)
        .examples(&["ratios([1,2],[2,0])"]),
    Operation::general("known_mean", &["items"], "mean of the items that are there", |_| Ok(Vec::new()), known_mean)
        .with(&[Trait::Mean])
        .written(Notation::Named("mean"))
        .examples(&["known_mean(ratios([1,2],[2,0]))"]),
    Operation::general("first", &["x"], "place of the first number that is not 0, from 1", |_| Ok(Vec::new()), first)
        .in_words()
        .examples(&["first([0,0,2])"]),
    Operation::general(
        "tally",
        &["x", "y", "classes"],
        "how often class i of x (a row) stands where class j of y (a column) does, classes from 0",
        tally_shape,
        tally,
    )
    .in_words()
    .examples(&["tally([0,1,1], [0,0,1], 2)"]),
];
