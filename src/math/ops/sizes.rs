//! Sizes: height and width, or the sides along any number of axes.

use super::{Notation, Operation, Outcome, number, tensor, whole};
use crate::error::{Refusal, Sort};
use crate::value::Value;

fn scalar_shape(_: &[Value]) -> Outcome<Vec<usize>> {
    Ok(Vec::new())
}

/// A size from two numbers.
fn make_pair(operands: &[Value]) -> Outcome<Value> {
    Ok(Value::Pair([number(operands, 0)?, number(operands, 1)?]))
}

/// A side of a size; a number stands for both.
fn side(operands: &[Value], at: usize) -> Outcome<Value> {
    match &operands[0] {
        Value::Pair(sides) => Ok(Value::scalar(sides[at])),
        _ => number(operands, 0).map(Value::scalar),
    }
}

fn area(operands: &[Value]) -> Outcome<Value> {
    match &operands[0] {
        Value::Pair([h, w]) => Ok(Value::scalar(h * w)),
        _ => number(operands, 0).map(|side| Value::scalar(side * side)),
    }
}

/// The sides of a size along so many axes: one number stands for all of them.
fn spread(operands: &[Value]) -> Outcome<Value> {
    let axes = whole(operands, 1)?;
    let sides = match &operands[0] {
        Value::Pair([h, w]) if axes == 2 => vec![*h, *w],
        Value::Pair([h, w]) if h == w => vec![*h; axes],
        Value::Number(side) => vec![*side; axes],
        Value::Tensor(t) if t.shape() == [axes] => t.iter().copied().collect(),
        other => {
            let left = other.shape().to_vec();
            return Err(Refusal::Shape { left, right: vec![axes] });
        }
    };
    Ok(Value::vector(sides))
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general("pair", &["h", "w"], "a size of height h and width w", |_| Ok(vec![2]), make_pair)
        .examples(&["pair(3,4)"]),
    Operation::general("height", &["size"], "the height of a size", scalar_shape, |o| side(o, 0))
        .examples(&["height(pair(3,4))"]),
    Operation::general("width", &["size"], "the width of a size", scalar_shape, |o| side(o, 1))
        .examples(&["width(pair(3,4))"]),
    Operation::general("area", &["size"], "height times width", scalar_shape, area)
        .written(Notation::Area)
        .examples(&["area(pair(3,4))", "area(5)"]),
    Operation::general(
        "sides",
        &["x"],
        "height and width of a tensor: its last two sides",
        |_| Ok(vec![2]),
        |o| match tensor(o, 0)?.shape() {
            [.., h, w] => Ok(Value::Pair([*h as f64, *w as f64])),
            _ => Err(Refusal::Type { expected: Sort::MatrixOrTensor, got: o[0].sort() }),
        },
    )
    .of_sides()
    .laying_out()
    .in_words()
    .examples(&["sides([[1,2,3],[4,5,6]])"]),
    Operation::general(
        "spread",
        &["size", "axes"],
        "the sides of a size along so many axes; one number stands for all",
        |o| Ok(vec![whole(o, 1)?]),
        spread,
    )
    .laying_out()
    .in_words()
    .examples(&["spread(3, 3)", "spread(pair(3,4), 2)"]),
];
