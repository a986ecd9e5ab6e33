//! Making, cutting and joining values.

use ndarray::{ArrayD, Axis, IxDyn, Slice};

use super::forms::CASES;
use super::{Form, Gradients, Notation, Operation, Outcome, Trait, broadcast, number, reduce, tensor, whole};
use crate::error::{Refusal, Sort, Unfit};
use crate::expr::{INDEXED, LISTED};
use crate::value::{Tensor, Value};

fn scalar_shape(_: &[Value]) -> Outcome<Vec<usize>> {
    Ok(Vec::new())
}

/// The shape that whole-number operands from `first` on spell.
fn sides(operands: &[Value], first: usize) -> Outcome<Vec<usize>> {
    (first..operands.len()).map(|i| whole(operands, i)).collect()
}

fn filled(operands: &[Value], number: f64) -> Outcome<Value> {
    Ok(ArrayD::from_elem(IxDyn(&sides(operands, 0)?), number).into())
}

/// A row of zeros with 1 at an index: one row for one index, a matrix for a list of them.
fn onehot(operands: &[Value]) -> Outcome<Value> {
    let count = whole(operands, 1)?;
    let indices = tensor(operands, 0)?;
    let mut elements = Vec::with_capacity(indices.len() * count);
    for index in &indices {
        let index = whole(&[Value::scalar(*index)], 0)?;
        if index >= count {
            return Err(Refusal::Index { index: index as i64, from: 0, to: count as i64 });
        }
        elements.extend((0..count).map(|i| f64::from(i == index)));
    }
    Value::tensor(&onehot_shape(operands)?, elements).ok_or(Refusal::Domain(Unfit::NoNumberOrList))
}

fn onehot_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let indices = tensor(operands, 0)?;
    if indices.ndim() > 1 {
        return Err(Refusal::Domain(Unfit::NoNumberOrList));
    }
    Ok(indices.shape().iter().copied().chain([whole(operands, 1)?]).collect())
}

fn range(operands: &[Value]) -> Outcome<Value> {
    let (from, to) = (number(operands, 0)?, number(operands, 1)?);
    let count = (to - from + 1.0).max(0.0) as usize;
    Ok(Value::vector((0..count).map(|i| from + i as f64).collect()))
}

fn range_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let (from, to) = (number(operands, 0)?, number(operands, 1)?);
    Ok(vec![(to - from + 1.0).max(0.0) as usize])
}

/// `from` and `to` of a cut, both inside and counted from 1.
fn cut(operands: &[Value], side: usize) -> Outcome<Slice> {
    let (from, to) = (whole(operands, 1)?, whole(operands, 2)?);
    for index in [from, to] {
        if index < 1 || index > side {
            return Err(Refusal::Index { index: index as i64, from: 1, to: side as i64 + 1 });
        }
    }
    Ok(Slice::from((from - 1) as isize..to.max(from - 1) as isize))
}

/// What a cut goes through.
#[derive(Clone, Copy)]
enum Across {
    /// The first axis.
    Rows,
    /// The last axis.
    Columns,
}

/// The axis that is cut.
fn cut_axis(across: Across, x: &Tensor) -> Outcome<usize> {
    let axis = match across {
        Across::Rows => Some(0),
        Across::Columns => x.ndim().checked_sub(1),
    };
    axis.filter(|at| *at < x.ndim()).ok_or(Refusal::Type { expected: Sort::VectorOrMatrix, got: Sort::Number })
}

fn slice(across: Across, operands: &[Value]) -> Outcome<Value> {
    let x = tensor(operands, 0)?;
    let axis = cut_axis(across, &x)?;
    let cut = cut(operands, x.shape()[axis])?;
    Ok(x.slice_axis(Axis(axis), cut).to_owned().into())
}

fn slice_shape(across: Across, operands: &[Value]) -> Outcome<Vec<usize>> {
    let x = tensor(operands, 0)?;
    let axis = cut_axis(across, &x)?;
    let cut = cut(operands, x.shape()[axis])?;
    let mut shape = x.shape().to_vec();
    shape[axis] = cut.end.map_or(0, |end| (end - cut.start) as usize);
    Ok(shape)
}

fn slice_gradient(across: Across, operands: &[Value], upstream: &Tensor) -> Outcome<Gradients> {
    let x = tensor(operands, 0)?;
    let axis = cut_axis(across, &x)?;
    let cut = cut(operands, x.shape()[axis])?;
    let mut dx = ArrayD::zeros(x.raw_dim());
    dx.slice_axis_mut(Axis(axis), cut).assign(upstream);
    Ok(vec![Some(dx.into_shared()), None, None])
}

/// Joins along the last axis.
fn concat(operands: &[Value]) -> Outcome<Value> {
    let parts = (0..operands.len()).map(|i| tensor(operands, i)).collect::<Outcome<Vec<_>>>()?;
    let views: Vec<_> = parts.iter().map(|part| part.view()).collect();
    let error = || Refusal::Shape { left: parts[0].shape().to_vec(), right: parts[parts.len() - 1].shape().to_vec() };
    let axis = parts[0].ndim().checked_sub(1).ok_or_else(error)?;
    ndarray::concatenate(Axis(axis), &views).map(Value::from).map_err(|_| error())
}

fn concat_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let mut shape = tensor(operands, 0)?.shape().to_vec();
    let Some(last) = shape.len().checked_sub(1) else {
        return Err(Refusal::Type { expected: Sort::VectorsOrMatrices, got: Sort::Number });
    };
    shape[last] = 0;
    for i in 0..operands.len() {
        let part = tensor(operands, i)?;
        if part.ndim() != shape.len() || part.shape()[..last] != shape[..last] {
            return Err(Refusal::Shape { left: shape, right: part.shape().to_vec() });
        }
        shape[last] += part.shape()[last];
    }
    Ok(shape)
}

fn concat_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let axis = Axis(upstream.ndim().saturating_sub(1));
    let mut from = 0;
    let mut parts = Vec::new();
    for i in 0..operands.len() {
        let side = tensor(operands, i)?.shape()[axis.index()];
        let part = upstream.slice_axis(axis, Slice::from(from as isize..(from + side) as isize));
        parts.push(Some(part.to_owned().into_shared()));
        from += side;
    }
    Ok(parts)
}

fn stack_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    Ok(std::iter::once(operands.len()).chain(operands[0].shape().iter().copied()).collect())
}

fn stack_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    if upstream.ndim() == 0 || upstream.shape()[0] != operands.len() {
        return Err(Refusal::NoGradient);
    }
    Ok(upstream.outer_iter().map(|part| Some(part.to_owned().into_shared())).collect())
}

fn reshape(operands: &[Value]) -> Outcome<Value> {
    let (x, to) = (tensor(operands, 0)?, sides(operands, 1)?);
    let error = Refusal::Shape { left: x.shape().to_vec(), right: to.clone() };
    x.as_standard_layout().into_owned().into_shape_with_order(to).map(Value::from).map_err(|_| error)
}

fn reshape_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let x = tensor(operands, 0)?;
    let flat = upstream.as_standard_layout().into_owned();
    let dx = flat.into_shape_with_order(x.raw_dim()).ok().map(ndarray::ArrayBase::into_shared);
    Ok(vec![dx])
}

/// How many items a list has, or rows a tensor.
fn length(operands: &[Value]) -> Outcome<Value> {
    match &operands[0] {
        Value::List(items) => Ok(Value::scalar(items.len() as f64)),
        Value::Tensor(t) => Ok(Value::scalar(t.shape()[0] as f64)),
        other => Err(Refusal::Type { expected: Sort::ListOrVector, got: other.sort() }),
    }
}

fn dim(operands: &[Value]) -> Outcome<Value> {
    let x = tensor(operands, 0)?;
    let axis = reduce::axis(operands, 1, x.ndim())?;
    Ok(Value::scalar(x.shape()[axis] as f64))
}

/// One item: of a list, or a tensor's part at the given indices, all counted from 1.
fn item(operands: &[Value]) -> Outcome<Value> {
    let mut value = operands[0].clone();
    for i in 1..operands.len() {
        let index = number(operands, i)?;
        let side = match &value {
            Value::List(items) => items.len(),
            Value::Tensor(t) => t.shape()[0],
            Value::Pair(_) => 2,
            other => {
                return Err(Refusal::Type { expected: Sort::ListOrVector, got: other.sort() });
            }
        };
        if index < 1.0 || index > side as f64 || index.fract() != 0.0 {
            return Err(Refusal::Index { index: index as i64, from: 1, to: side as i64 + 1 });
        }
        let at = index as usize - 1;
        value = match value {
            Value::List(mut items) => items.swap_remove(at),
            Value::Pair(sides) => Value::scalar(sides[at]),
            Value::Tensor(t) => t.index_axis(Axis(0), at).to_owned().into(),
            other => other,
        };
    }
    Ok(value)
}

fn item_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    item(operands).map(|value| value.shape().to_vec())
}

fn item_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let x = tensor(operands, 0)?;
    let mut dx = ArrayD::zeros(x.raw_dim());
    {
        let mut part = dx.view_mut();
        for i in 1..operands.len() {
            part = part.index_axis_move(Axis(0), whole(operands, i)? - 1);
        }
        part.assign(upstream);
    }
    Ok(vec![Some(dx.into_shared())])
}

/// `where(condition, a, b)`: one of two by a truth, or number by number where the condition is not 0.
fn choose(operands: &[Value]) -> Outcome<Value> {
    match &operands[0] {
        Value::Truth(true) => Ok(operands[1].clone()),
        Value::Truth(false) => Ok(operands[2].clone()),
        _ => {
            let shape = choose_shape(operands)?;
            let parts = (0..3).map(|i| tensor(operands, i)).collect::<Outcome<Vec<_>>>()?;
            let wide = |i: usize| parts[i].broadcast(IxDyn(&shape));
            let (Some(c), Some(a), Some(b)) = (wide(0), wide(1), wide(2)) else {
                return Err(Refusal::Shape { left: parts[0].shape().to_vec(), right: shape });
            };
            Ok(ndarray::Zip::from(c).and(a).and(b).map_collect(|c, a, b| if *c == 0.0 { *b } else { *a }).into())
        }
    }
}

fn choose_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    match &operands[0] {
        Value::Truth(truth) => Ok(operands[if *truth { 1 } else { 2 }].shape().to_vec()),
        _ => {
            let sides = broadcast::shape(&operands[1], &operands[2])?;
            let like = ArrayD::<f64>::zeros(IxDyn(&sides));
            broadcast::shape(&operands[0], &like.into())
        }
    }
}

fn choose_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let condition = match &operands[0] {
        Value::Truth(truth) => Tensor::from_elem(IxDyn(&[]), f64::from(*truth)),
        _ => tensor(operands, 0)?,
    };
    let Some(condition) = condition.broadcast(upstream.raw_dim()) else {
        return Err(Refusal::NoGradient);
    };
    let part = |index: usize, taken: bool| -> Outcome<Option<Tensor>> {
        let like = tensor(operands, index)?;
        let wide = ndarray::Zip::from(upstream)
            .and(&condition)
            .map_collect(|up, c| if (*c != 0.0) == taken { *up } else { 0.0 });
        Ok(Some(broadcast::reduce_to(wide, like.shape())))
    };
    match &operands[0] {
        Value::Truth(true) => Ok(vec![None, part(1, true)?, None]),
        Value::Truth(false) => Ok(vec![None, None, part(2, false)?]),
        _ => Ok(vec![None, part(1, true)?, part(2, false)?]),
    }
}

fn channels_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let (x, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let channels = if x.ndim() == 3 { x.shape()[0] } else { 1 };
    if !(2..=3).contains(&x.ndim()) || b.shape() != [channels] {
        let (left, right) = (x.shape().to_vec(), b.shape().to_vec());
        return Err(Refusal::Shape { left, right });
    }
    Ok(x.shape().to_vec())
}

fn add_channels(operands: &[Value]) -> Outcome<Value> {
    let (x, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let mut out = x.to_owned();
    match out.ndim() {
        3 => {
            for (mut plane, bias) in out.outer_iter_mut().zip(b.iter()) {
                plane += *bias;
            }
        }
        _ => out += b.first().copied().unwrap_or_default(),
    }
    Ok(out.into())
}

fn add_channels_gradient(_: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let by_channel = match upstream.ndim() {
        3 => upstream.outer_iter().map(|plane| plane.sum()).collect(),
        _ => vec![upstream.sum()],
    };
    Ok(vec![Some(upstream.clone()), Some(ndarray::Array1::from_vec(by_channel).into_dyn().into_shared())])
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general("zeros", &["side…"], "a tensor of zeros", |o| sides(o, 0), |o| filled(o, 0.0))
        .laying_out()
        .examples(&["zeros(2,3)"]),
    Operation::general("ones", &["side…"], "a tensor of ones", |o| sides(o, 0), |o| filled(o, 1.0))
        .laying_out()
        .examples(&["ones(3)"]),
    Operation::general(
        "eye",
        &["n"],
        "the identity matrix",
        |o| whole(o, 0).map(|n| vec![n, n]),
        |o| whole(o, 0).map(|n| ndarray::Array2::eye(n).into_dyn().into()),
    )
    .laying_out()
    .written(Notation::Named("I"))
    .examples(&["eye(3)"]),
    Operation::general(
        "onehot",
        &["index", "n"],
        "a vector of n with 1 at the index (from 0); of a list of indices a row each",
        onehot_shape,
        onehot,
    )
    .laying_out()
    .examples(&["onehot(1,3)", "onehot([2,0],3)"]),
    Operation::general("range", &["from", "to"], "from, from+1, … to", range_shape, range)
        .laying_out()
        .in_words()
        .examples(&["range(1,4)"]),
    Operation::general(
        "rows",
        &["x", "from", "to"],
        "rows from … to, counted from 1, both inside",
        |o| slice_shape(Across::Rows, o),
        |o| slice(Across::Rows, o),
    )
    .differentiable(|o, _, up| slice_gradient(Across::Rows, o, up))
    .laying_out()
    .written(Notation::Rows)
    .examples(&["rows([[1,2],[3,4],[5,6]], 2, 3)", "rows([1,2,3], 1, 2)"]),
    Operation::general(
        "cols",
        &["x", "from", "to"],
        "columns from … to, counted from 1, both inside",
        |o| slice_shape(Across::Columns, o),
        |o| slice(Across::Columns, o),
    )
    .differentiable(|o, _, up| slice_gradient(Across::Columns, o, up))
    .laying_out()
    .written(Notation::Columns)
    .examples(&["cols([[1,2,3],[3,4,5]], 2, 3)"]),
    Operation::general("concat", &["x", "y…"], "joined along the last axis", concat_shape, concat)
        .differentiable(concat_gradient)
        .laying_out()
        .written(Notation::Joined)
        .examples(&["concat([1,2],[3])", "concat([[1],[2]],[[3,4],[5,6]])"]),
    Operation::general(LISTED, &["x", "y…"], "values of one shape under a new first axis", stack_shape, |o| {
        Ok(Value::stack(o.to_vec()))
    })
    .differentiable(stack_gradient)
    .laying_out()
    .written(Notation::Joined)
    .examples(&["stack([1,2],[3,4])"]),
    Operation::general("reshape", &["x", "side…"], "the same numbers in another shape", |o| sides(o, 1), reshape)
        .differentiable(reshape_gradient)
        .laying_out()
        .written(Notation::Operand)
        .examples(&["reshape([1,2,3,4], 2, 2)"]),
    Operation::general("len", &["x"], "how many items or rows", scalar_shape, length)
        .with(&[Trait::Count])
        .of_sides()
        .counted()
        .examples(&["len([1,2,3])"]),
    Operation::general("dim", &["x", "axis"], "the side along an axis", scalar_shape, dim)
        .with(&[Trait::Count])
        .of_sides()
        .counted()
        .examples(&["dim([[1,2,3],[4,5,6]], 2)"]),
    Operation::general(INDEXED, &["x", "index…"], "one part, counted from 1", item_shape, item)
        .differentiable(item_gradient)
        .examples(&["[4,5,6][2]", "[[1,2],[3,4]][2,1]"]),
    Operation::general(CASES, &["condition", "a", "b"], "a where the condition holds, else b", choose_shape, choose)
        .formed(Form::Cases)
        .differentiable(choose_gradient)
        .written(Notation::Cases)
        .examples(&["where(2 > 1, [1,2], [3,4])", "where([1,0], [5,6], [7,8])"]),
    Operation::general(
        "flip",
        &["x"],
        "the same turned by 180° in its last two axes",
        |o| Ok(o[0].shape().to_vec()),
        |o| {
            let mut x = tensor(o, 0)?.to_owned();
            for axis in x.ndim().saturating_sub(2)..x.ndim() {
                x.invert_axis(Axis(axis));
            }
            Ok(x.as_standard_layout().into_owned().into())
        },
    )
    .laying_out()
    .in_words()
    .examples(&["flip([[1,2],[3,4]])"]),
    Operation::general(
        "add_channels",
        &["x", "b"],
        "x (C×H×W, or H×W with one b) with b added channel by channel",
        channels_shape,
        add_channels,
    )
    .differentiable(add_channels_gradient)
    .in_words()
    .examples(&["add_channels([[[1,2]],[[3,4]]], [10,20])", "add_channels([[1,2],[3,4]], [5])"]),
];
