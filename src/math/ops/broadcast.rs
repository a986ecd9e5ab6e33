//! Element-by-element evaluation with broadcasting as NumPy has it: shapes are aligned at their ends, and a side of
//! one is repeated. A size with a number or another size is a size.

use ndarray::{ArrayD, Axis, IxDyn, Zip};

use super::{Gradients, Outcome, Slopes, noise, tensor};
use crate::error::{Refusal, Sort};
use crate::value::{Tensor, Value};

/// The shape that two operands come to.
pub(super) fn shape(left: &Value, right: &Value) -> Outcome<Vec<usize>> {
    shapes(left.shape(), right.shape())
}

fn shapes(left: &[usize], right: &[usize]) -> Outcome<Vec<usize>> {
    let rank = left.len().max(right.len());
    let side = |shape: &[usize], at: usize| (at + shape.len()).checked_sub(rank).map_or(1, |i| shape[i]);
    (0..rank)
        .map(|at| match (side(left, at), side(right, at)) {
            (a, b) if a == b => Ok(a),
            (1, b) => Ok(b),
            (a, 1) => Ok(a),
            _ => Err(Refusal::Shape { left: left.to_vec(), right: right.to_vec() }),
        })
        .collect()
}

/// `f(x, constant)` of every number.
pub(super) fn map(x: Value, f: fn(f64, f64) -> f64, sweep: Option<Sweep>, constant: f64) -> Outcome<Value> {
    match x {
        Value::Number(x) => Ok(Value::Number(f(x, constant))),
        Value::Tensor(t) => Ok(with_one(t, constant, f, sweep).into()),
        Value::Pair(sides) => Ok(Value::Pair(sides.map(|x| f(x, constant)))),
        other => Err(Refusal::Type { expected: Sort::Tensor, got: other.sort() }),
    }
}

/// `f` of every number, in the same memory where nobody shares it.
fn each(t: Tensor, f: impl Fn(f64) -> f64) -> ArrayD<f64> {
    match t.try_into_owned_nocopy() {
        Ok(own) => own.mapv_into(f),
        Err(shared) => shared.mapv(f),
    }
}

/// `f` of every number and one other, by a sweep where there is one.
fn with_one(t: Tensor, y: f64, f: fn(f64, f64) -> f64, sweep: Option<Sweep>) -> ArrayD<f64> {
    let Some(sweep) = sweep else { return each(t, |x| f(x, y)) };
    let mut own = t.into_owned();
    match own.as_slice_memory_order_mut() {
        Some(numbers) => sweep(numbers, y),
        None => own.mapv_inplace(|x| f(x, y)),
    }
    own
}

/// A function of each of many numbers and one other, over the numbers.
type Sweep = fn(&mut [f64], f64);

/// `f` of every pair of numbers.
pub(super) fn zip(left: Value, right: &Value, f: fn(f64, f64) -> f64, sweep: Option<Sweep>) -> Outcome<Value> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Ok(Value::Number(f(a, *b))),
        (Value::Pair(a), Value::Pair(b)) => Ok(Value::Pair([f(a[0], b[0]), f(a[1], b[1])])),
        (Value::Pair(a), Value::Number(b)) => Ok(Value::Pair(a.map(|a| f(a, *b)))),
        (Value::Number(a), Value::Pair(b)) => Ok(Value::Pair(b.map(|b| f(a, b)))),
        (Value::Tensor(a), Value::Number(b)) => Ok(with_one(a, *b, f, sweep).into()),
        (left, right) => {
            let shape = shape(&left, right)?;
            let operands = [left, right.clone()];
            let (a, b) = (tensor(&operands, 0)?, tensor(&operands, 1)?);
            drop(operands);
            if let (true, Some(b)) = (a.shape() == shape, b.first().filter(|_| b.len() == 1)) {
                return Ok(each(a, |a| f(a, *b)).into());
            }
            let (Some(a), Some(b)) = (a.broadcast(IxDyn(&shape)), b.broadcast(IxDyn(&shape))) else {
                return Err(Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() });
            };
            Ok(Zip::from(a).and(b).map_collect(|a, b| f(*a, *b)).into())
        }
    }
}

/// The gradients of an element-by-element operation: slopes times upstream, summed over what was repeated.
pub(super) fn gradients(operands: &[Value], result: &Value, upstream: &Tensor, slopes: Slopes) -> Outcome<Gradients> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let out = tensor(std::slice::from_ref(result), 0)?;
    let shape = out.raw_dim();
    let mismatch = || Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() };
    let (wide_a, wide_b) = (a.broadcast(shape.clone()), b.broadcast(shape));
    let (wide_a, wide_b) = (wide_a.ok_or_else(mismatch)?, wide_b.ok_or_else(mismatch)?);
    let local = |left: bool| {
        let slope = move |a: f64, b: f64, out: f64| if left { slopes(a, b, out).0 } else { slopes(a, b, out).1 };
        Zip::from(&wide_a).and(&wide_b).and(&out).and(upstream).map_collect(|a, b, out, up| up * slope(*a, *b, *out))
    };
    let (da, db) = (local(true), local(false));
    Ok(vec![Some(reduce_to(da, a.shape())), Some(reduce_to(db, b.shape()))])
}

/// Sums over the axes that broadcasting added or repeated, so that the result has `shape`.
pub(super) fn reduce_to(mut wide: ArrayD<f64>, shape: &[usize]) -> Tensor {
    while wide.ndim() > shape.len() {
        wide = summed(&wide, 0);
    }
    for (axis, side) in shape.iter().enumerate() {
        if *side == 1 && wide.shape()[axis] != 1 {
            wide = summed(&wide, axis).insert_axis(Axis(axis));
        }
    }
    wide.into_shared()
}

/// The sum along an axis, where gradients that cancel leave no rounding noise.
fn summed(wide: &ArrayD<f64>, axis: usize) -> ArrayD<f64> {
    wide.map_axis(Axis(axis), |lane| noise::sum(&mut lane.iter().copied()))
}
