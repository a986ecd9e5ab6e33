//! How many axes a value has, and one more.

use ndarray::Axis;

use super::{Gradients, Notation, Operation, Outcome, Trait, tensor};
use crate::value::{Tensor, Value};

fn column_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let mut shape = tensor(operands, 0)?.shape().to_vec();
    shape.push(1);
    Ok(shape)
}

fn column(operands: &[Value]) -> Outcome<Value> {
    let x = tensor(operands, 0)?;
    let last = Axis(x.ndim());
    Ok(x.insert_axis(last).into())
}

fn column_gradient(_: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let last = Axis(upstream.ndim().saturating_sub(1));
    Ok(vec![Some(upstream.clone().index_axis_move(last, 0))])
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general(
        "count",
        &["x"],
        "how many numbers",
        |_| Ok(Vec::new()),
        |o| Ok(Value::scalar(tensor(o, 0)?.len() as f64)),
    )
    .with(&[Trait::Count])
    .of_sides()
    .counted()
    .examples(&["count([[1,2],[3,4]])"]),
    Operation::general(
        "rank",
        &["x"],
        "how many axes: 0 of a number, 1 of a vector, 2 of a matrix",
        |_| Ok(Vec::new()),
        |o| Ok(Value::scalar(tensor(o, 0)?.ndim() as f64)),
    )
    .of_sides()
    .counted()
    .examples(&["rank([[1,2],[3,4]])"]),
    Operation::general("column", &["x"], "with a last axis of side 1: a vector as a column", column_shape, column)
        .differentiable(column_gradient)
        .laying_out()
        .written(Notation::Operand)
        .examples(&["column([1,2,3])"]),
];
