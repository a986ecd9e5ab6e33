//! One line of a working: a part of a result, how it is computed, and what it comes to.

use std::sync::Arc;

use super::expr::{BinaryOp, Expr};
use super::rule::Rule;
use super::value::Value;

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
    /// A box that stays, with its score. Boxes count from 0.
    Kept(usize),
    /// A box that goes, with its overlap with one that stays.
    Overlap(usize),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::ExprKind;

    #[test]
    fn sixty_four_terms_are_written_and_one_more_is_a_call() {
        let called = |expr: &Expr| match &expr.kind {
            ExprKind::Call(name, _) => Some(name.to_string()),
            _ => None,
        };
        let terms = |count: usize| [called(&sum_of(&vec![1.0; count])), called(&products(&vec![(1.0, 2.0); count]))];
        assert_eq!(terms(64), [None, None]);
        assert_eq!(terms(65), [Some("sum".to_owned()), Some("dot".to_owned())]);
    }
}
