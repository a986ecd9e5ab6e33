//! Softmax over the last axis, shifted by its maximum; a mask (1 = visible) is applied inside, so that no −∞ ever
//! reaches a gradient.

use ndarray::{ArrayD, Axis, IxDyn, Zip};

use super::{Gradients, Operation, Outcome, tensor};
use crate::math::error::MathErrorKind;
use crate::math::value::{Tensor, Value};

/// The mask of the second operand, spread over the first one's shape; all visible where there is none.
fn mask(operation: &'static str, operands: &[Value], x: &Tensor) -> Outcome<ArrayD<f64>> {
    if operands.len() < 2 {
        return Ok(ArrayD::ones(x.raw_dim()));
    }
    let mask = tensor(operation, operands, 1)?;
    let wide = mask.broadcast(x.raw_dim()).map(|view| view.to_owned());
    wide.ok_or_else(|| MathErrorKind::Shape { operation, left: x.shape().to_vec(), right: mask.shape().to_vec() })
}

/// Each row's ln Σ eˣ over what is visible.
fn log_sum(operation: &'static str, x: &Tensor, mask: &ArrayD<f64>) -> Outcome<ArrayD<f64>> {
    let Some(last) = x.ndim().checked_sub(1) else {
        return Err(MathErrorKind::Type { operation, expected: "a vector or matrix", got: "a number" });
    };
    let mut sums = Vec::with_capacity(x.len() / x.shape()[last].max(1));
    for (row, seen) in x.lanes(Axis(last)).into_iter().zip(mask.lanes(Axis(last))) {
        let visible = || row.iter().zip(seen.iter()).filter(|(_, m)| **m != 0.0).map(|(x, _)| *x);
        let top = visible().fold(f64::NEG_INFINITY, f64::max);
        if top == f64::NEG_INFINITY {
            return Err(MathErrorKind::Domain { operation, what: "a row of the mask leaves nothing visible" });
        }
        sums.push(top + libm::log(visible().map(|x| libm::exp(x - top)).sum()));
    }
    let mut shape = x.shape().to_vec();
    shape[last] = 1;
    ArrayD::from_shape_vec(IxDyn(&shape), sums).map_err(|_| MathErrorKind::Shape {
        operation,
        left: x.shape().to_vec(),
        right: shape,
    })
}

fn log_softmax(operands: &[Value]) -> Outcome<Value> {
    let x = tensor("log_softmax", operands, 0)?;
    let sums = log_sum("log_softmax", &x, &ArrayD::ones(x.raw_dim()))?;
    Ok((x.to_owned() - sums).into())
}

fn softmax(operands: &[Value]) -> Outcome<Value> {
    let x = tensor("softmax", operands, 0)?;
    let mask = mask("softmax", operands, &x)?;
    let Some(last) = x.ndim().checked_sub(1) else {
        return Err(MathErrorKind::Type { operation: "softmax", expected: "a vector or matrix", got: "a number" });
    };
    let mut out = x.as_standard_layout().into_owned();
    for (mut row, seen) in out.lanes_mut(Axis(last)).into_iter().zip(mask.lanes(Axis(last))) {
        let top = row.iter().zip(seen).filter(|(_, m)| **m != 0.0).fold(f64::NEG_INFINITY, |top, (x, _)| top.max(*x));
        if top == f64::NEG_INFINITY {
            return Err(MathErrorKind::Domain {
                operation: "softmax",
                what: "a row of the mask leaves nothing visible",
            });
        }
        let mut sum = 0.0;
        for (x, seen) in row.iter_mut().zip(seen) {
            *x = if *seen == 0.0 { 0.0 } else { libm::exp(*x - top) };
            sum += *x;
        }
        row.map_inplace(|x| *x /= sum);
    }
    Ok(out.into())
}

/// dx = y ⊙ (g − Σ g·y) along the last axis.
fn softmax_gradient(_: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let y = tensor("softmax", std::slice::from_ref(result), 0)?;
    let last = Axis(y.ndim().saturating_sub(1));
    let weighted = &y * upstream;
    let sums = weighted.sum_axis(last).insert_axis(last);
    let mut dx = weighted.to_owned();
    Zip::from(&mut dx).and(&y).and_broadcast(&sums).for_each(|d, y, sum| *d -= y * sum);
    Ok(vec![Some(dx.into_shared()), None])
}

/// dx = g − softmax(x)·Σ g along the last axis.
fn log_softmax_gradient(_: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let y = tensor("log_softmax", std::slice::from_ref(result), 0)?;
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
        softmax,
    )
    .differentiable(softmax_gradient)
    .costing(work)
    .examples(&["softmax([1,2,3])", "softmax([[1,2],[3,5]], [[1,0],[1,1]])"]),
    Operation::general("log_softmax", &["x"], "x - ln of the sum of e^x, along the last axis", same_shape, log_softmax)
        .differentiable(log_softmax_gradient)
        .costing(work)
        .examples(&["log_softmax([1,2,3])", "log_softmax([[1,2],[3,5]])"]),
];
