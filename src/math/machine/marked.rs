//! A formula as it is shown: products of tensors element by element, and sizes with two sides, in a notation that cannot
//! be taken for another.

use super::{Machine, Slot};
use crate::expr::{BinaryOp, Expr, ExprKind};
use crate::ops::{self, Form, Notation, Rule, Told};
use crate::trace;
use crate::value::Value;

/// An operation on more elements is not tried out to find the shape of what it gives.
const TRIED: usize = 4096;

impl Machine {
    /// The expression with ⊙ for each product of two tensors, which beside matrix products would read as one of them, and
    /// ∂f/∂x for `derivative(f)`.
    pub(super) fn marked(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| match &part.kind {
            ExprKind::Binary(BinaryOp::Mul, left, right) => {
                let both = self.rank(left) > 0 && self.rank(right) > 0;
                let op = if both { BinaryOp::Hadamard } else { BinaryOp::Mul };
                let kind = ExprKind::Binary(op, self.marked(left).into(), self.marked(right).into());
                Some(Expr { kind, span: part.span })
            }
            ExprKind::Call(name, operands) => match (Form::of(name)?, operands.as_slice()) {
                (Form::ValueAt | Form::Gradient, _) => Some(part.clone()),
                (Form::Derivative, [formula, by @ ..]) if by.len() < 2 => {
                    let (_, variable) = self.to_differentiate(formula, by.first())?;
                    Some(Expr::gradient(formula.clone(), Expr::name(&variable)))
                }
                _ => None,
            },
            _ => None,
        })
    }

    /// The expression as a reader is told it: a number for how many there are, and functions by the names that were
    /// chosen for them.
    pub(super) fn counted(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| match &part.kind {
            ExprKind::Call(function, _) if is_counted(function) => {
                let number = trace::evaluate(&self.substituted(part))?;
                Some(Expr { kind: ExprKind::Value(number), span: part.span })
            }
            ExprKind::Call(function, operands) if is_chosen(function) => {
                let [chosen, rest @ ..] = operands.as_slice() else { return None };
                let named = self.substituted(chosen);
                let rest = rest.iter().map(|operand| self.counted(operand));
                Some(Expr {
                    kind: ExprKind::Call(function.clone(), std::iter::once(named).chain(rest).collect()),
                    span: part.span,
                })
            }
            _ => None,
        })
    }

    /// The expression with `height·width` for the area of a name whose sides differ.
    pub(super) fn with_sides(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| match &part.kind {
            ExprKind::Call(function, operands) if notation(function) == Some(Notation::Area) => {
                let [side] = operands.as_slice() else { return None };
                let ExprKind::Name(name) = &side.kind else { return None };
                let uneven = matches!(self.get(name), Some(Value::Pair([h, w])) if h != w);
                let of = |function| Expr::call(function, vec![side.clone()]);
                uneven.then(|| of("height").with(BinaryOp::Mul, of("width")))
            }
            _ => None,
        })
    }

    /// The number of axes of what an expression comes to; 0 of a number, and where that is not known.
    fn rank(&self, expr: &Expr) -> usize {
        match &expr.kind {
            ExprKind::Value(value) => rank(value),
            ExprKind::Name(name) => match self.names.get(name) {
                Some(Slot::One(id)) => rank(&self.tape[*id].value),
                Some(Slot::Series(_)) => self.get(name).as_ref().map_or(0, rank),
                None => 0,
            },
            ExprKind::Unary(_, inner) => self.rank(inner),
            ExprKind::Binary(BinaryOp::MatMul, left, right) => (self.rank(left) + self.rank(right)).saturating_sub(2),
            ExprKind::Binary(_, left, right) => self.rank(left).max(self.rank(right)),
            ExprKind::Call(name, operands) => match (ops::find(name).map(|o| (o.rule, o.form)), operands.as_slice()) {
                (Some((Rule::Elementwise { .. }, _)), [x, ..]) => self.rank(x),
                (Some((Rule::Binary { .. }, _)), [x, y]) => self.rank(x).max(self.rank(y)),
                (Some((_, Some(Form::Gradient))), _) => operands.get(1).map_or(0, |by| self.rank(by)),
                _ => self.tried(expr),
            },
            ExprKind::Index(..) | ExprKind::List(_) => self.tried(expr),
            ExprKind::Number(..) | ExprKind::Text(_) | ExprKind::Field(..) => 0,
        }
    }

    /// The rank of what an expression comes to, found by working it out.
    fn tried(&self, expr: &Expr) -> usize {
        let substituted = self.substituted(expr);
        let mut elements = 0;
        crate::parse::visit(&substituted, &mut |part| {
            if let ExprKind::Value(value) = &part.kind {
                elements += value.len();
            }
        });
        if elements > TRIED { 0 } else { trace::evaluate(&substituted).as_ref().map_or(0, rank) }
    }
}

fn notation(function: &str) -> Option<Notation> {
    ops::find(function).map(|operation| operation.notation)
}

/// Whether the first operand names the function.
fn is_chosen(function: &str) -> bool {
    matches!(notation(function), Some(Notation::Apply | Notation::Slope))
}

/// Whether an operation says how many there are of something.
fn is_counted(function: &str) -> bool {
    ops::find(function).is_some_and(|operation| operation.told == Told::Counted)
}

/// An expression without names with the result of each operation that only lays numbers out: nothing is computed there.
pub(super) fn laid_out(expr: &Expr) -> Expr {
    expr.replace(&mut |part| {
        let ExprKind::Call(function, operands) = &part.kind else { return None };
        let operation = ops::find(function).filter(|operation| operation.laid)?;
        let operands =
            operands.iter().map(|operand| trace::evaluate(&laid_out(operand))).collect::<Option<Vec<_>>>()?;
        let value = operation.evaluate(&operands).ok()?;
        // One number stands as such.
        let value = value.as_tensor().filter(|t| t.len() == 1).map_or(value, |t| Value::scalar(t.sum()));
        Some(Expr { kind: ExprKind::Value(value), span: part.span })
    })
}

fn rank(value: &Value) -> usize {
    match value {
        Value::Tensor(t) => t.ndim(),
        _ => 0,
    }
}
