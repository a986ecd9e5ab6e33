//! Parts of sequences: neighbours, what two sequences have in common, and what stands at given places.

use ndarray::{Array2, Axis};

use super::{Operation, Outcome, tensor, whole};
use crate::error::{Refusal, Unfit};
use crate::value::{Tensor, Value};

/// How many runs of n neighbours a vector has: len − n + 1, and none of a shorter one.
fn grams_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let (x, n) = (tensor(operands, 0)?, whole(operands, 1)?);
    if x.ndim() != 1 || n == 0 {
        return Err(Refusal::Domain(Unfit::NoNumberOrList));
    }
    Ok(vec![(x.len() + 1).saturating_sub(n), n])
}

fn grams(operands: &[Value]) -> Outcome<Value> {
    let shape = grams_shape(operands)?;
    let x = tensor(operands, 0)?;
    Ok(Array2::from_shape_fn((shape[0], shape[1]), |(i, j)| x[[i + j].as_slice()]).into_dyn().into())
}

/// The rows of two matrices, or the numbers of two vectors.
fn rows(operands: &[Value]) -> Outcome<[Vec<Vec<f64>>; 2]> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    if a.ndim() == 0 || a.ndim() != b.ndim() || a.shape()[1..] != b.shape()[1..] {
        return Err(Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() });
    }
    let each = |t: &Tensor| t.outer_iter().map(|row| row.iter().copied().collect()).collect();
    Ok([each(&a), each(&b)])
}

/// How many rows of the one have a partner in the other, each partner taken once.
fn common(operands: &[Value]) -> Outcome<Value> {
    let [a, mut left] = rows(operands)?;
    let mut count = 0.0;
    for row in &a {
        if let Some(partner) = left.iter().position(|other| other == row) {
            left.swap_remove(partner);
            count += 1.0;
        }
    }
    Ok(Value::scalar(count))
}

fn found(operands: &[Value]) -> Outcome<Value> {
    let [a, b] = rows(operands)?;
    Ok(Value::vector(a.iter().map(|row| f64::from(b.contains(row))).collect()))
}

fn pick_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let (x, places) = (tensor(operands, 0)?, tensor(operands, 1)?);
    if x.ndim() == 0 || places.ndim() != 1 {
        return Err(Refusal::Domain(Unfit::NoNumberOrList));
    }
    Ok(std::iter::once(places.len()).chain(x.shape()[1..].iter().copied()).collect())
}

/// The numbers of a vector, or the rows of a tensor, at given places from 1.
fn pick(operands: &[Value]) -> Outcome<Value> {
    let (x, places) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let count = x.shape().first().copied().unwrap_or_default();
    let place = |number: &f64| {
        let place = whole(&[Value::scalar(*number)], 0)?;
        let index = Refusal::Index { index: place as i64, from: 1, to: count as i64 + 1 };
        if (1..=count).contains(&place) { Ok(place - 1) } else { Err(index) }
    };
    let places = places.iter().map(place).collect::<Outcome<Vec<usize>>>()?;
    Ok(x.select(Axis(0), &places).into())
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general(
        "grams",
        &["x", "n"],
        "every run of n neighbours of a vector, a row for each",
        grams_shape,
        grams,
    )
    .in_words()
    .examples(&["grams([1,2,2,3], 2)"]),
    Operation::general(
        "common",
        &["a", "b"],
        "how many rows of a have a partner in b that is the same, each row of b taken once",
        |_| Ok(Vec::new()),
        common,
    )
    .costing(|o| (o[0].len() * o[1].len()) as f64)
    .in_words()
    .examples(&["common([1,1,2], [1,2,3])", "common([[1,2],[2,2]], [[2,2],[3,4]])"]),
    Operation::general(
        "found",
        &["a", "b"],
        "1 for each row of a that stands in b, else 0",
        |o| rows(o).map(|[a, _]| vec![a.len()]),
        found,
    )
    .costing(|o| (o[0].len() * o[1].len()) as f64)
    .in_words()
    .examples(&["found([1,1,2], [1,3])"]),
    Operation::general(
        "pick",
        &["x", "places"],
        "the items or rows of x at the given places, from 1",
        pick_shape,
        pick,
    )
    .laying_out()
    .in_words()
    .examples(&["pick([5,6,7], [3,1])", "pick([[1,2],[3,4]], [2,2,1])"]),
];
