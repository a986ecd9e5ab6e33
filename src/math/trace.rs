//! What an evaluation tells of itself: for each named step the formula, the formula with values put in, the
//! reduction to a value, and on request the steps inside its operations.

use std::sync::Arc;

use super::expr::{BinaryOp, Expr, ExprKind, INDEXED, constant};
use super::line::Line;
use super::ops;
use super::value::Value;

/// A named step and how its value came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The name it bound.
    pub name: Arc<str>,
    /// The index it bound, of a sequence.
    pub index: Option<i64>,
    /// The right-hand side as it is written.
    pub formula: Expr,
    /// The same with values in place of names.
    pub substituted: Expr,
    /// Successive simplifications between that and the value, both exclusive.
    pub reductions: Vec<Expr>,
    /// What it came to.
    pub value: Value,
    /// The steps inside its operations, where they were asked for.
    pub inside: Vec<Line>,
}

/// A reduction longer than this tells nobody anything.
const REDUCTIONS: usize = 6;
/// Values with more elements are not written into a reduction.
const SMALL: usize = 16;

/// The lines between an expression without names and its value: in each, every innermost operation is done.
pub(super) fn reductions(substituted: &Expr) -> Vec<Expr> {
    let mut large = ready(substituted);
    super::parse::visit(substituted, &mut |part| {
        large |= matches!(&part.kind, ExprKind::Value(value) if value.len() > SMALL * SMALL);
    });
    if large {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut current = substituted.clone();
    while !is_worked_out(&current) {
        let Some(next) = reduce(&current) else { return Vec::new() };
        if next == current || lines.len() > REDUCTIONS {
            return Vec::new();
        }
        if is_worked_out(&next) {
            return lines;
        }
        lines.push(next.clone());
        current = next;
    }
    lines
}

/// Does every innermost operation once; `None` where a value is too large to show or something fails.
fn reduce(expr: &Expr) -> Option<Expr> {
    if is_worked_out(expr) {
        return Some(expr.clone());
    }
    if ready(expr) {
        let value = evaluate(expr)?;
        return (value.len() <= SMALL).then(|| Expr { kind: ExprKind::Value(value), span: expr.span });
    }
    if let Some(case) = decided(expr) {
        return reduce(case);
    }
    let each = |items: &[Expr]| items.iter().map(reduce).collect::<Option<Vec<_>>>();
    let kind = match &expr.kind {
        ExprKind::Unary(op, inner) => ExprKind::Unary(*op, Box::new(reduce(inner)?)),
        ExprKind::Binary(op, left, right) => {
            let (left, right) = (reduce(left)?, reduce(right)?);
            match op {
                // What adds nothing is written no further.
                BinaryOp::Add | BinaryOp::Sub if is_nothing(&right) => return Some(left),
                _ => ExprKind::Binary(*op, Box::new(left), Box::new(right)),
            }
        }
        ExprKind::Call(function, arguments) => ExprKind::Call(function.clone(), each(arguments)?),
        ExprKind::List(items) => ExprKind::List(each(items)?),
        ExprKind::Index(base, indices) => ExprKind::Index(Box::new(reduce(base)?), each(indices)?),
        ExprKind::Field(..) | ExprKind::Name(_) | ExprKind::Number(..) | ExprKind::Text(_) | ExprKind::Value(_) => {
            return None;
        }
    };
    Some(Expr { kind, span: expr.span })
}

/// Whether an expression is the number 0.
fn is_nothing(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(number, _) => *number == 0.0,
        ExprKind::Value(Value::Number(number)) => *number == 0.0,
        _ => false,
    }
}

/// The case that holds, of cases whose condition needs no more than one look.
fn decided(expr: &Expr) -> Option<&Expr> {
    let [condition, yes, no] = expr.as_cases()?;
    if !(condition.is_literal() || ready(condition)) {
        return None;
    }
    match evaluate(condition)? {
        Value::Truth(true) => Some(yes),
        Value::Truth(false) => Some(no),
        _ => None,
    }
}

/// Whether nothing is left to do in an expression: it is literal, or a list of what is.
fn is_worked_out(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::List(items) => items.iter().all(is_worked_out),
        _ => expr.is_literal(),
    }
}

/// Whether an operation's operands are all worked out. A chain of sums (or of products) is one operation.
fn ready(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Unary(_, inner) => is_worked_out(inner),
        ExprKind::Binary(op, left, right) => {
            is_worked_out(right) && (is_worked_out(left) || (same_strength(*op, left) && ready(left)))
        }
        ExprKind::Call(_, arguments) => arguments.iter().all(is_worked_out),
        ExprKind::Index(base, indices) => is_worked_out(base) && indices.iter().all(is_worked_out),
        _ => false,
    }
}

fn same_strength(op: BinaryOp, left: &Expr) -> bool {
    let ExprKind::Binary(inner, ..) = &left.kind else { return false };
    matches!(
        (op, inner),
        (BinaryOp::Add | BinaryOp::Sub, BinaryOp::Add | BinaryOp::Sub)
            | (BinaryOp::Mul | BinaryOp::Hadamard, BinaryOp::Mul | BinaryOp::Hadamard)
    )
}

/// The value of an expression without names.
pub(super) fn evaluate(expr: &Expr) -> Option<Value> {
    let all = |items: &[Expr]| items.iter().map(evaluate).collect::<Option<Vec<_>>>();
    match &expr.kind {
        ExprKind::Number(number, _) => Some(Value::scalar(*number)),
        ExprKind::Text(text) => Some(Value::Text(text.clone())),
        ExprKind::Value(value) => Some(value.clone()),
        ExprKind::Unary(op, inner) => ops::find(op.operation())?.evaluate(&[evaluate(inner)?]).ok(),
        ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
            let first = evaluate(left)?.as_truth()?;
            let settled = first == (*op == BinaryOp::Or);
            Some(Value::Truth(if settled { first } else { evaluate(right)?.as_truth()? }))
        }
        ExprKind::Binary(op, left, right) => {
            ops::find(op.operation()?)?.evaluate(&[evaluate(left)?, evaluate(right)?]).ok()
        }
        ExprKind::Call(function, arguments) => ops::find(function)?.evaluate(&all(arguments)?).ok(),
        ExprKind::List(items) => Some(Value::stack(all(items)?)),
        ExprKind::Index(base, indices) => {
            let mut operands = vec![evaluate(base)?];
            operands.extend(all(indices)?);
            ops::find(INDEXED)?.evaluate(&operands).ok()
        }
        ExprKind::Name(name) => constant(name).map(Value::scalar),
        ExprKind::Field(..) => None,
    }
}
