//! A function named by a text: the activation that a student chose, and its derivative.

use super::{Gradients, Notation, Operation, Outcome, Rule, all, find, tensor, text};
use crate::error::Refusal;
use crate::near::near;
use crate::value::{Tensor, Value};

/// The operation that the first operand names, if it works number by number.
fn named(operands: &[Value]) -> Outcome<&'static Operation> {
    let name = text(operands, 0)?.replace('-', "_");
    let fits = |operation: &&Operation| matches!(operation.rule, Rule::Elementwise { .. });
    let near = || near(&name, all().filter(fits).map(|operation| operation.name));
    find(&name).filter(fits).ok_or_else(|| Refusal::Function { name: name.as_str().into(), near: near() })
}

fn shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    named(operands)?;
    Ok(operands[1].shape().to_vec())
}

fn apply(operands: &[Value]) -> Outcome<Value> {
    named(operands)?.evaluate(&operands[1..])
}

fn apply_gradient(operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let inner = named(operands)?.gradient(&operands[1..], result, upstream)?;
    Ok(std::iter::once(None).chain(inner).collect())
}

fn slope(operands: &[Value]) -> Outcome<Value> {
    let operation = named(operands)?;
    let ones = Tensor::ones(tensor(operands, 1)?.raw_dim());
    let slopes = operation.gradient(&operands[1..], &Value::Absent, &ones)?;
    slopes.into_iter().flatten().next().map(Value::from).ok_or(Refusal::NoGradient)
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general("apply", &["f", "x", "alpha?"], "the function named f, of x", shape, apply)
        .differentiable(apply_gradient)
        .written(Notation::Apply)
        .examples(&["apply(\"tanh\", [0.5,-1])", "apply(\"elu\", [0.5,-1], 0.5)"]),
    Operation::general("slope", &["f", "x", "alpha?"], "the derivative of the function named f, at x", shape, slope)
        .written(Notation::Slope)
        .examples(&["slope(\"tanh\", [0.5,-1])"]),
];
