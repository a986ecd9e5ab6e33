//! Softmax over the last axis, shifted by its maximum; a mask (1 = visible) is applied inside, so that no −∞ ever
//! reaches a gradient.

use ndarray::{Axis, Zip};

use super::{Gradients, Operation, Outcome, Trait, exponential, taken, tensor};
use crate::error::{Refusal, Sort, Unfit};
use crate::value::{Tensor, Value};

/// The numbers of a tensor row by row along its last axis, to be overwritten; what others share is copied first.
fn rows(x: &mut Tensor) -> Outcome<impl Iterator<Item = &mut [f64]>> {
    let Some(length) = x.shape().last().copied() else {
        return Err(Refusal::Type { expected: Sort::VectorOrMatrix, got: Sort::Number });
    };
    if !x.is_standard_layout() {
        *x = x.as_standard_layout().into_owned().into_shared();
    }
    Ok(x.as_slice_mut().unwrap_or_default().chunks_mut(length.max(1)))
}

fn log_softmax(operands: &[Value]) -> Outcome<Value> {
    let mut x = tensor(operands, 0)?;
    for row in rows(&mut x)? {
        let Some(first) = (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b])) else { continue };
        let top = row[first];
        // ln Σe^(x−top), where the greatest adds 1 and the others may add very little to it.
        let others = row.iter().enumerate().filter(|(at, _)| *at != first).map(|(_, x)| libm::exp(x - top));
        let log = libm::log1p(others.sum());
        for x in row {
            *x = (*x - top) - log;
        }
    }
    Ok(x.into())
}

fn softmax(operands: &mut [Value]) -> Outcome<Value> {
    let mut x = tensor(operands, 0)?;
    drop(taken(operands));
    if operands.len() > 1 {
        let mask = tensor(operands, 1)?;
        let mismatch = || Refusal::Shape { left: x.shape().to_vec(), right: mask.shape().to_vec() };
        let wide = mask.broadcast(x.raw_dim()).ok_or_else(mismatch)?;
        // e^−∞ = 0: what is hidden gets no share.
        Zip::from(x.view_mut()).and(wide).for_each(|x, seen| *x = if *seen == 0.0 { f64::NEG_INFINITY } else { *x });
    }
    for row in rows(&mut x)? {
        let what = Unfit::NothingVisible;
        exponential::shares(row).ok_or(Refusal::Domain(what))?;
    }
    Ok(x.into())
}

/// dx = y ⊙ (g − Σ g·y) along the last axis.
fn softmax_gradient(_: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let y = tensor(std::slice::from_ref(result), 0)?;
    let last = Axis(y.ndim().saturating_sub(1));
    let weighted = &y * upstream;
    let sums = weighted.sum_axis(last).insert_axis(last);
    let mut dx = weighted.to_owned();
    Zip::from(&mut dx).and(&y).and_broadcast(&sums).for_each(|d, y, sum| *d -= y * sum);
    Ok(vec![Some(dx.into_shared()), None])
}

/// dx = g − softmax(x)·Σ g along the last axis.
fn log_softmax_gradient(_: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let y = tensor(std::slice::from_ref(result), 0)?;
    let last = Axis(y.ndim().saturating_sub(1));
    let sums = upstream.sum_axis(last).insert_axis(last);
    let mut dx = upstream.to_owned();
    Zip::from(&mut dx).and(&y).and_broadcast(&sums).for_each(|d, y, sum| *d -= libm::exp(*y) * sum);
    Ok(vec![Some(dx.into_shared())])
}

fn same_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    Ok(operands[0].shape().to_vec())
}

fn work(operands: &[Value]) -> f64 {
    4.0 * operands[0].len() as f64
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general(
        "softmax",
        &["x", "mask?"],
        "e^x over its sum, along the last axis; a mask has 1 where visible",
        same_shape,
        |operands| softmax(&mut operands.to_vec()),
    )
    .with(&[Trait::Share])
    .in_place(softmax)
    .differentiable(softmax_gradient)
    .costing(work)
    .examples(&["softmax([1,2,3])", "softmax([[1,2],[3,5]], [[1,0],[1,1]])"]),
    Operation::general("log_softmax", &["x"], "x - ln of the sum of e^x, along the last axis", same_shape, log_softmax)
        .with(&[Trait::Logarithm])
        .differentiable(log_softmax_gradient)
        .costing(work)
        .examples(&["log_softmax([1,2,3])", "log_softmax([[1,2],[3,5]])"]),
];
