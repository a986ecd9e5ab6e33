//! Many numbers into fewer: over everything, or over one axis (counted from 1, negative from the end).

use ndarray::{ArrayD, Axis, IxDyn, Zip};

use super::{Gradients, Notation, Operation, Outcome, Trait, noise, number, tensor};
use crate::error::{Refusal, Sort, Unfit};
use crate::value::{Tensor, Value};

/// The axis an operand names: 1 is the first, -1 the last.
pub(super) fn axis(operands: &[Value], index: usize, rank: usize) -> Outcome<usize> {
    if rank == 0 {
        return Err(Refusal::Type { expected: Sort::VectorOrMatrix, got: Sort::Number });
    }
    let given = number(operands, index)?;
    let at = if given < 0.0 { given + rank as f64 } else { given - 1.0 };
    if at >= 0.0 && at < rank as f64 && at.fract() == 0.0 {
        return Ok(at as usize);
    }
    Err(Refusal::Index { index: given as i64, from: 1, to: rank as i64 + 1 })
}

fn shape_of(operands: &[Value]) -> Outcome<Vec<usize>> {
    let x = tensor(operands, 0)?;
    if operands.len() < 2 {
        return Ok(Vec::new());
    }
    let at = axis(operands, 1, x.ndim())?;
    let mut shape = x.shape().to_vec();
    shape.remove(at);
    Ok(shape)
}

/// Applies `fold` to all numbers, or to each lane along the axis.
fn reduce(operands: &[Value], fold: fn(&mut dyn Iterator<Item = f64>) -> f64) -> Outcome<Value> {
    let x = tensor(operands, 0)?;
    if x.is_empty() {
        return Err(Refusal::Domain(Unfit::NoNumber));
    }
    if operands.len() < 2 {
        return Ok(Value::scalar(fold(&mut x.iter().copied())));
    }
    let at = axis(operands, 1, x.ndim())?;
    Ok(x.map_axis(Axis(at), |lane| fold(&mut lane.iter().copied())).into())
}

/// A reduced gradient spread back over the operand's shape.
fn spread(operands: &[Value], reduced: &Tensor) -> Outcome<(Tensor, ArrayD<f64>)> {
    let x = tensor(operands, 0)?;
    let wide = if operands.len() < 2 {
        ArrayD::from_elem(x.raw_dim(), reduced.first().copied().unwrap_or_default())
    } else {
        let at = axis(operands, 1, x.ndim())?;
        let lanes = reduced.clone().insert_axis(Axis(at));
        let Some(view) = lanes.broadcast(x.raw_dim()) else {
            return Err(Refusal::Shape { left: x.shape().to_vec(), right: lanes.shape().to_vec() });
        };
        view.to_owned()
    };
    Ok((x, wide))
}

fn sum_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (_, wide) = spread(operands, upstream)?;
    Ok(vec![Some(wide.into_shared()), None])
}

fn mean_gradient(operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (x, wide) = spread(operands, upstream)?;
    let lane = x.len() as f64 / result.len() as f64;
    Ok(vec![Some((wide / lane).into_shared()), None])
}

/// Biased variance: d/dx = 2(x − mean)/n.
fn var_gradient(operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (x, wide) = spread(operands, upstream)?;
    let means = reduce(operands, mean)?;
    let (_, means) = spread(operands, &tensor(&[means], 0)?)?;
    let lane = x.len() as f64 / result.len() as f64;
    let dx = Zip::from(&x).and(&means).and(&wide).map_collect(|x, mean, up| up * 2.0 * (x - mean) / lane);
    Ok(vec![Some(dx.into_shared()), None])
}

/// The gradient goes to the first of equal extremes.
fn extreme_gradient(operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (x, wide) = spread(operands, upstream)?;
    let (_, extremes) = spread(operands, &tensor(std::slice::from_ref(result), 0)?)?;
    let mut taken = ArrayD::from_elem(IxDyn(result.shape()), false);
    let at = if operands.len() < 2 { None } else { Some(axis(operands, 1, x.ndim())?) };
    let mut dx = ArrayD::zeros(x.raw_dim());
    for (index, value) in x.indexed_iter() {
        let lane: Vec<usize> = match at {
            None => Vec::new(),
            Some(at) => (0..x.ndim()).filter(|i| *i != at).map(|i| index[i]).collect(),
        };
        if *value == extremes[&index] && !taken[IxDyn(&lane)] {
            taken[IxDyn(&lane)] = true;
            dx[&index] = wide[&index];
        }
    }
    Ok(vec![Some(dx.into_shared()), None])
}

fn norm_gradient(operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (x, wide) = spread(operands, upstream)?;
    let (_, norms) = spread(operands, &tensor(std::slice::from_ref(result), 0)?)?;
    let dx =
        Zip::from(&x).and(&norms).and(&wide).map_collect(|x, norm, up| if *norm == 0.0 { 0.0 } else { up * x / norm });
    Ok(vec![Some(dx.into_shared()), None])
}

fn mean(numbers: &mut dyn Iterator<Item = f64>) -> f64 {
    let mut count = 0.0;
    let total = noise::sum(&mut numbers.inspect(|_| count += 1.0));
    total / count
}

/// Two passes, so that a large mean costs no digits.
fn var(numbers: &mut dyn Iterator<Item = f64>) -> f64 {
    let numbers: Vec<f64> = numbers.collect();
    let mean = mean(&mut numbers.iter().copied());
    let squares = numbers.iter().map(|x| noise::of_two(x - mean, *x, mean)).map(|d| d * d);
    squares.sum::<f64>() / numbers.len() as f64
}

fn first_extreme(numbers: &mut dyn Iterator<Item = f64>) -> f64 {
    let (mut best, mut at) = (f64::NEG_INFINITY, 0.0);
    for (i, x) in numbers.enumerate() {
        if x > best {
            (best, at) = (x, i as f64 + 1.0);
        }
    }
    at
}

const OPERANDS: &[&str] = &["x", "axis?"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general("sum", OPERANDS, "sum of all numbers, or along an axis", shape_of, |o| reduce(o, noise::sum))
        .differentiable(sum_gradient)
        .with(&[Trait::Sum])
        .written(Notation::Sum)
        .examples(&["sum([1,2,3])", "sum([[1,2],[3,4]], 1)", "sum([[1,2],[3,4]], -1)"]),
    Operation::general("mean", OPERANDS, "mean of all numbers, or along an axis", shape_of, |o| reduce(o, mean))
        .with(&[Trait::Mean])
        .differentiable(mean_gradient)
        .examples(&["mean([1,2,6])", "mean([[1,2],[3,4]], 2)"]),
    Operation::general("var", OPERANDS, "biased variance, of all numbers or along an axis", shape_of, |o| {
        reduce(o, var)
    })
    .with(&[Trait::Mean, Trait::NoShare])
    .differentiable(var_gradient)
    .written(Notation::Named("Var"))
    .examples(&["var([1,2,6])", "var([[1,2],[5,4]], 1)"]),
    Operation::general("max", OPERANDS, "largest number, of all or along an axis", shape_of, |o| {
        reduce(o, |n| n.fold(f64::NEG_INFINITY, f64::max))
    })
    .differentiable(extreme_gradient)
    .examples(&["max([1,5,2])", "max([[1,7],[3,4]], 2)"]),
    Operation::general("min", OPERANDS, "smallest number, of all or along an axis", shape_of, |o| {
        reduce(o, |n| n.fold(f64::INFINITY, f64::min))
    })
    .differentiable(extreme_gradient)
    .examples(&["min([1,5,2])"]),
    Operation::general("product", OPERANDS, "product of all numbers, or along an axis", shape_of, |o| {
        reduce(o, |n| n.product())
    })
    .written(Notation::Named("Π"))
    .examples(&["product([2,3,4])"]),
    Operation::general("norm", OPERANDS, "Euclidean length, of everything or along an axis", shape_of, |o| {
        reduce(o, |n| libm::sqrt(n.map(|x| x * x).sum()))
    })
    .with(&[Trait::NoShare])
    .differentiable(norm_gradient)
    .written(Notation::Norm)
    .examples(&["norm([3,4])", "norm([[3,4],[1,1]], 2)"]),
    Operation::general(
        "argmax",
        OPERANDS,
        "place of the largest number, from 1, the first of equal ones",
        shape_of,
        |o| reduce(o, first_extreme),
    )
    .examples(&["argmax([1,5,2])"]),
];
