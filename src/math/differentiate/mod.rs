//! Differentiation by rules, as a person does it: a rule named at each step, and what comes out simplified.
//!
//! The derivative of a function stands with the operation in [`super::ops`], as its gradient does; the rules of
//! sums, products, quotients, powers and nested functions are here. A test holds them against the gradient engine.

mod ratio;
mod simplify;
mod slip;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::calls;
use super::error::{MathError, MathErrorKind, Refusal};
use super::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use super::limits::LINES;
use super::line::{Line, Place};
use super::ops;
use super::parse::{names, parse};
use super::rule::Rule;
use super::value::Value;
pub use simplify::simplify;
pub use slip::Slip;

/// A derivative and the steps to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// Each rule that was used, with what it was used on, outside in. What is still to be differentiated stands as
    /// `grad(u, x)`.
    pub lines: Vec<Line>,
    /// The derivative, simplified.
    pub value: Expr,
}

/// Differentiates an expression by a name.
///
/// # Errors
/// A function without a rule, or too many steps.
pub fn differentiate(expr: &Expr, by: &str) -> Result<Derived, MathError> {
    derived(expr, by, None)
}

/// The same with one rule taken for another wherever it applies: what somebody gets who differentiates so.
///
/// # Errors
/// A function without a rule, or too many steps.
pub fn misderive(expr: &Expr, by: &str, slip: Slip) -> Result<Derived, MathError> {
    derived(expr, by, Some(slip))
}

fn derived(expr: &Expr, by: &str, slip: Option<Slip>) -> Result<Derived, MathError> {
    let mut run = Run { by, slip, lines: Vec::new() };
    let expr = expr.replace(&mut |part| match &part.kind {
        ExprKind::Value(Value::Formula(inner)) => Some((**inner).clone()),
        _ => None,
    });
    let value = simplify(&run.derivative(&expr)?);
    Ok(Derived { lines: run.lines, value })
}

fn number(n: i32) -> Expr {
    Expr::new(ExprKind::Number(f64::from(n), n.to_string().into()))
}

fn minus(expr: Expr) -> Expr {
    Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(expr)))
}

fn sum(a: Expr, b: Expr) -> Expr {
    a.with(BinaryOp::Add, b)
}

fn difference(a: Expr, b: Expr) -> Expr {
    a.with(BinaryOp::Sub, b)
}

fn product(a: Expr, b: Expr) -> Expr {
    a.with(BinaryOp::Mul, b)
}

fn quotient(a: Expr, b: Expr) -> Expr {
    a.with(BinaryOp::Div, b)
}

fn power(a: Expr, b: Expr) -> Expr {
    a.with(BinaryOp::Pow, b)
}

fn function(name: &str, x: Expr) -> Expr {
    Expr::call(name, vec![x])
}

struct Run<'a> {
    by: &'a str,
    /// The rule that is taken for another.
    slip: Option<Slip>,
    lines: Vec<Line>,
}

impl Run<'_> {
    /// Whether an expression does not change with the variable.
    fn constant(&self, expr: &Expr) -> bool {
        !names(expr).iter().any(|name| **name == *self.by)
    }

    fn is_variable(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Name(name) if **name == *self.by)
    }

    /// `u′`, still to be found: at once where there is nothing to find.
    fn pending(&self, expr: &Expr) -> Expr {
        if self.constant(expr) {
            number(0)
        } else if self.is_variable(expr) {
            number(1)
        } else {
            Expr::gradient(expr.clone(), Expr::name(self.by))
        }
    }

    /// Notes a rule that was used.
    fn used(&mut self, rule: Rule, on: &Expr, gives: &Expr) -> Result<(), MathError> {
        if self.lines.len() == LINES {
            return Err(MathErrorKind::Limit(super::limits::Bound::Lines).at(on.span));
        }
        let expr = Expr::gradient(on.clone(), Expr::name(self.by));
        let value = Value::Formula(Arc::new(simplify(gives)));
        self.lines.push(Line { place: Place::Rule(rule), expr, value });
        Ok(())
    }

    /// Uses a rule on an expression made of `parts`: once with what is still to be found, for the step, and once with
    /// what was found.
    fn apply<const N: usize>(
        &mut self,
        rule: Rule,
        on: &Expr,
        parts: [&Expr; N],
        gives: impl Fn([Expr; N]) -> Expr,
    ) -> Result<Expr, MathError> {
        let pending = parts.map(|part| self.pending(part));
        self.used(rule, on, &gives(pending))?;
        let mut found = parts.map(|_| number(0));
        let inner = matches!(rule, Rule::Chain | Rule::Exponential) && self.slip == Some(Slip::Chain);
        for (found, part) in found.iter_mut().zip(parts) {
            *found = if inner && !self.constant(part) { number(1) } else { self.derivative(part)? };
        }
        Ok(gives(found))
    }

    fn derivative(&mut self, expr: &Expr) -> Result<Expr, MathError> {
        if self.constant(expr) {
            return Ok(number(0));
        }
        match &expr.kind {
            ExprKind::Name(_) => Ok(number(1)),
            ExprKind::Unary(UnaryOp::Neg, inner) => Ok(minus(self.derivative(inner)?)),
            ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, ..) => self.sum(expr),
            ExprKind::Binary(BinaryOp::Mul | BinaryOp::Hadamard, u, v) => self.product(expr, u, v),
            ExprKind::Binary(BinaryOp::Div, u, v) => self.quotient(expr, u, v),
            ExprKind::Binary(BinaryOp::Pow, u, v) => self.power(expr, u, v),
            ExprKind::Call(name, operands) => self.call(expr, name, operands),
            other => {
                let operation = match other {
                    ExprKind::Binary(op, ..) => op.sign(),
                    ExprKind::Index(..) => "index",
                    ExprKind::List(_) => "list",
                    _ => "field",
                };
                Err(Refusal::NoGradient.by(operation).at(expr.span))
            }
        }
    }

    /// All terms of a sum at once.
    fn sum(&mut self, expr: &Expr) -> Result<Expr, MathError> {
        fn terms<'e>(expr: &'e Expr, minus: bool, found: &mut Vec<(&'e Expr, bool)>) {
            match &expr.kind {
                ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), left, right) => {
                    terms(left, minus, found);
                    terms(right, minus != (*op == BinaryOp::Sub), found);
                }
                _ => found.push((expr, minus)),
            }
        }
        let mut all = Vec::new();
        terms(expr, false, &mut all);
        let together = |derivatives: Vec<Expr>| {
            let signed =
                derivatives.into_iter().zip(&all).map(|(d, (_, negative))| if *negative { minus(d) } else { d });
            signed.reduce(sum).unwrap_or_else(|| number(0))
        };
        let pending = together(all.iter().map(|(term, _)| self.pending(term)).collect());
        self.used(Rule::Sum, expr, &pending)?;
        let found = all.iter().map(|(term, _)| self.derivative(term)).collect::<Result<_, _>>()?;
        Ok(together(found))
    }

    fn product(&mut self, expr: &Expr, u: &Expr, v: &Expr) -> Result<Expr, MathError> {
        let [u_constant, v_constant] = [u, v].map(|factor| self.constant(factor));
        if u_constant || v_constant {
            let (factor, rest) = if u_constant { (u, v) } else { (v, u) };
            if self.is_variable(rest) {
                return Ok(factor.clone());
            }
            return self.apply(Rule::ConstantFactor, expr, [rest], |[d]| product(factor.clone(), d));
        }
        let slip = self.slip;
        self.apply(Rule::Product, expr, [u, v], |[du, dv]| match slip {
            Some(Slip::Product) => product(du, dv),
            _ => sum(product(du, v.clone()), product(u.clone(), dv)),
        })
    }

    fn quotient(&mut self, expr: &Expr, u: &Expr, v: &Expr) -> Result<Expr, MathError> {
        if self.constant(v) {
            if self.is_variable(u) {
                return Ok(quotient(number(1), v.clone()));
            }
            return self.apply(Rule::ConstantFactor, expr, [u], |[du]| quotient(du, v.clone()));
        }
        let slip = self.slip;
        self.apply(Rule::Quotient, expr, [u, v], |[du, dv]| {
            let by_u = product(du.clone(), v.clone());
            let by_v = product(u.clone(), dv.clone());
            let above = match slip {
                Some(Slip::Quotient) => return quotient(du, dv),
                Some(Slip::QuotientReversed) => difference(by_v, by_u),
                _ => difference(by_u, by_v),
            };
            quotient(simplify::shorter(above), power(v.clone(), number(2)))
        })
    }

    fn power(&mut self, expr: &Expr, u: &Expr, n: &Expr) -> Result<Expr, MathError> {
        if self.constant(n) {
            let lowered = || power(u.clone(), difference(n.clone(), number(1)));
            let outer = match self.slip {
                Some(Slip::Power) => product(n.clone(), expr.clone()),
                Some(Slip::Factor) => lowered(),
                _ => product(n.clone(), lowered()),
            };
            if self.is_variable(u) {
                self.used(Rule::Power, expr, &outer)?;
                return Ok(outer);
            }
            return self.apply(Rule::Chain, expr, [u], |[du]| product(outer.clone(), du));
        }
        if self.constant(u) {
            let is_e = matches!(&u.kind, ExprKind::Name(name) if **name == *"e");
            let outer = if is_e { expr.clone() } else { product(expr.clone(), function("ln", u.clone())) };
            return self.apply(Rule::Exponential, expr, [n], |[dn]| product(outer.clone(), dn));
        }
        self.apply(Rule::PowerOfTwo, expr, [u, n], |[du, dn]| {
            let inner = sum(product(dn, function("ln", u.clone())), product(n.clone(), quotient(du, u.clone())));
            product(expr.clone(), inner)
        })
    }

    fn call(&mut self, expr: &Expr, name: &str, operands: &[Expr]) -> Result<Expr, MathError> {
        if let Some([condition, a, b]) = expr.as_cases() {
            return self.apply(Rule::Cases, expr, [a, b], |[da, db]| Expr::cases(condition.clone(), da, db));
        }
        let operation = ops::find(name)
            .ok_or_else(|| MathErrorKind::UnknownFunction { name: name.into(), near: None }.at(expr.span))?;
        // A source that does not parse has no rule; a test reads them all.
        let outer: Vec<Expr> = operation
            .derivatives
            .iter()
            .filter_map(|source| parse(source).ok())
            .map(|rule| put_in(&rule, operation.operands, operands, operation.constant()))
            .collect();
        let varying: Vec<(&Expr, &Expr)> =
            operands.iter().zip(&outer).filter(|(operand, _)| !self.constant(operand)).collect();
        let covered = operands.iter().skip(outer.len()).all(|operand| self.constant(operand));
        match varying.as_slice() {
            // Of two that vary, the one that is larger or smaller.
            [(u, by_u), (v, _)] if operation.together.is_some() => {
                let Some([condition, ..]) = by_u.as_cases() else { return Ok(number(0)) };
                self.apply(Rule::Cases, expr, [u, v], |[du, dv]| Expr::cases(condition.clone(), du, dv))
            }
            [(x, outer)] if covered && self.is_variable(x) => {
                self.used(Rule::Standard, expr, outer)?;
                Ok((*outer).clone())
            }
            [(u, outer)] if covered => self.apply(Rule::Chain, expr, [u], |[du]| product((*outer).clone(), du)),
            [(u, by_u), (v, by_v)] if covered => self.apply(Rule::Chain, expr, [u, v], |[du, dv]| {
                sum(product((*by_u).clone(), du), product((*by_v).clone(), dv))
            }),
            _ => Err(calls::refused(Refusal::NoGradient, operation, expr)),
        }
    }
}

/// A rule with a function's operands in place of their names; one that was left out is its default.
fn put_in(rule: &Expr, names: &[&str], operands: &[Expr], default: Option<f64>) -> Expr {
    rule.replace(&mut |part| {
        let ExprKind::Name(name) = &part.kind else { return None };
        let at = names.iter().position(|known| known.trim_end_matches('?') == &**name)?;
        operands.get(at).cloned().or_else(|| default.map(|number| Expr::value(Value::Number(number))))
    })
}
