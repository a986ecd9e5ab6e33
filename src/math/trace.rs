//! What an evaluation tells of itself: for each named step the formula, the formula with values put in, the
//! reduction to a value, and on request the steps inside its operations.

use std::sync::Arc;

use super::differentiate::Rule;
use super::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
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

/// One step inside an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which part of the result, or which node, it is about.
    pub place: Place,
    /// How that part is computed.
    pub expr: Expr,
    /// What it comes to.
    pub value: Value,
}

/// What a line is about. Indices count from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// One window of a convolution or pooling.
    Window {
        /// The output channel, where there are several.
        channel: Option<usize>,
        /// Row of the output.
        row: usize,
        /// Column of the output.
        column: usize,
    },
    /// One entry of a product; empty for a scalar.
    Entry(Vec<usize>),
    /// A node of the computational graph, on the way forward.
    Node(Expr),
    /// The derivative of one node by another, on the way back.
    Link {
        /// The loss.
        of: Expr,
        /// The node.
        by: Expr,
    },
    /// The n-th item of a list that an algorithm works through, with what it is.
    Item(usize),
    /// A named part of an algorithm's state.
    Named(Arc<str>),
    /// A rule of differentiation.
    Rule(Rule),
}

/// More terms than this are written as one dot product.
const TERMS: usize = 64;

/// a₁·b₁ + a₂·b₂ + …
#[must_use]
pub fn products(pairs: &[(f64, f64)]) -> Expr {
    if pairs.len() > TERMS {
        let side = |take: fn(&(f64, f64)) -> f64| Expr::value(Value::vector(pairs.iter().map(take).collect()));
        return Expr::call("dot", vec![side(|p| p.0), side(|p| p.1)]);
    }
    let number = |x: f64| Expr::value(Value::scalar(x));
    chain(pairs.iter().map(|(a, b)| number(*a).with(BinaryOp::Mul, number(*b))))
}

/// a₁ + a₂ + …
#[must_use]
pub fn sum_of(numbers: &[f64]) -> Expr {
    if numbers.len() > TERMS {
        return Expr::call("sum", vec![Expr::value(Value::vector(numbers.to_vec()))]);
    }
    chain(numbers.iter().map(|x| Expr::value(Value::scalar(*x))))
}

/// `function(a₁, a₂, …)`
#[must_use]
pub fn call(function: &str, numbers: &[f64]) -> Expr {
    Expr::call(function, numbers.iter().map(|x| Expr::value(Value::scalar(*x))).collect())
}

fn chain(terms: impl Iterator<Item = Expr>) -> Expr {
    terms.reduce(|sum, term| sum.with(BinaryOp::Add, term)).unwrap_or_else(|| Expr::value(Value::scalar(0.0)))
}

impl Expr {
    /// `self / n`
    #[must_use]
    pub fn over(self, n: f64) -> Self {
        self.with(BinaryOp::Div, Self::value(Value::scalar(n)))
    }
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
    while !current.is_literal() {
        let Some(next) = reduce(&current) else { return Vec::new() };
        if next == current || lines.len() > REDUCTIONS {
            return Vec::new();
        }
        if next.is_literal() {
            return lines;
        }
        lines.push(next.clone());
        current = next;
    }
    lines
}

/// Does every innermost operation once; `None` where a value is too large to show or something fails.
fn reduce(expr: &Expr) -> Option<Expr> {
    if expr.is_literal() {
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
        ExprKind::Binary(op, left, right) => ExprKind::Binary(*op, Box::new(reduce(left)?), Box::new(reduce(right)?)),
        ExprKind::Call(function, arguments) => ExprKind::Call(function.clone(), each(arguments)?),
        ExprKind::List(items) => ExprKind::List(each(items)?),
        ExprKind::Index(base, indices) => ExprKind::Index(Box::new(reduce(base)?), each(indices)?),
        ExprKind::Field(..) | ExprKind::Name(_) | ExprKind::Number(..) | ExprKind::Text(_) | ExprKind::Value(_) => {
            return None;
        }
    };
    Some(Expr { kind, span: expr.span })
}

/// The case that holds, of cases whose condition needs no more than one look.
fn decided(expr: &Expr) -> Option<&Expr> {
    let ExprKind::Call(function, arguments) = &expr.kind else { return None };
    let [condition, yes, no] = arguments.as_slice() else { return None };
    if &**function != "where" || !(condition.is_literal() || ready(condition)) {
        return None;
    }
    match evaluate(condition)? {
        Value::Truth(true) => Some(yes),
        Value::Truth(false) => Some(no),
        _ => None,
    }
}

/// Whether an operation's operands are all literal. A chain of sums (or of products) is one operation.
fn ready(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Unary(_, inner) => inner.is_literal(),
        ExprKind::Binary(op, left, right) => {
            right.is_literal() && (left.is_literal() || (same_strength(*op, left) && ready(left)))
        }
        ExprKind::Call(_, arguments) => arguments.iter().all(Expr::is_literal),
        ExprKind::List(items) => items.iter().all(Expr::is_literal),
        ExprKind::Index(base, indices) => base.is_literal() && indices.iter().all(Expr::is_literal),
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
        ExprKind::Unary(op, inner) => {
            let name = if *op == UnaryOp::Neg { "neg" } else { "not" };
            ops::find(name)?.evaluate(&[evaluate(inner)?]).ok()
        }
        ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
            let first = evaluate(left)?.as_truth()?;
            let settled = first == (*op == BinaryOp::Or);
            Some(Value::Truth(if settled { first } else { evaluate(right)?.as_truth()? }))
        }
        ExprKind::Binary(op, left, right) => {
            ops::find(super::machine::operator(*op)?)?.evaluate(&[evaluate(left)?, evaluate(right)?]).ok()
        }
        ExprKind::Call(function, arguments) => ops::find(function)?.evaluate(&all(arguments)?).ok(),
        ExprKind::List(items) => Some(Value::stack(all(items)?)),
        ExprKind::Index(base, indices) => {
            let mut operands = vec![evaluate(base)?];
            operands.extend(all(indices)?);
            ops::find("item")?.evaluate(&operands).ok()
        }
        ExprKind::Name(name) => super::machine::constant(name).map(Value::scalar),
        ExprKind::Field(..) => None,
    }
}
