//! Simplification as a person does it: numbers worked out, like terms and equal factors gathered, no x¹, no 0·, no
//! bracket multiplied out.

use super::ratio::Ratio;
use super::{minus, number, power, product, quotient, sum};
use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::ops::{self, Form, Notation};
use crate::parse::visit;
use crate::render::source;

/// An exponent beyond this is not worked out.
const HIGHEST: i64 = 64;

/// More terms than these nobody multiplies out.
const MOST: usize = 24;

/// A coefficient times powers.
#[derive(Clone, Debug)]
struct Term {
    coefficient: Ratio,
    /// Bases with their exponents, each base once.
    factors: Vec<(Expr, Expr)>,
}

/// The same expression, as simple as a person would leave it. What cannot be simplified stays as it is.
#[must_use]
pub fn simplify(expr: &Expr) -> Expr {
    gathered(terms(expr))
}

/// The shorter of an expression and what it is with its brackets multiplied out: eˣ for eˣ·(1 + eˣ) − e²ˣ. What is still
/// to be differentiated stays as it is.
pub(super) fn shorter(expr: Expr) -> Expr {
    let mut pending = false;
    visit(&expr, &mut |part| pending |= part.form() == Some(Form::Gradient));
    let Some(out) = multiplied_out(&expr).filter(|_| !pending).map(gathered) else { return expr };
    let length = |expr: &Expr| source(expr).len();
    if length(&out) < length(&simplify(&expr)) { out } else { expr }
}

/// The terms of a sum of products whose factors are sums.
fn multiplied_out(expr: &Expr) -> Option<Vec<Term>> {
    let negative = |terms: Vec<Term>| terms.into_iter().map(Term::negative).collect::<Vec<_>>();
    let all = match &expr.kind {
        ExprKind::Binary(BinaryOp::Add, a, b) => [multiplied_out(a)?, multiplied_out(b)?].concat(),
        ExprKind::Binary(BinaryOp::Sub, a, b) => [multiplied_out(a)?, negative(multiplied_out(b)?)].concat(),
        ExprKind::Unary(UnaryOp::Neg, a) => negative(multiplied_out(a)?),
        ExprKind::Binary(BinaryOp::Mul | BinaryOp::Hadamard, a, b) => {
            let (left, right) = (multiplied_out(a)?, multiplied_out(b)?);
            let each = left.iter().flat_map(|a| right.iter().map(move |b| a.clone().times(b.clone())));
            each.take(MOST + 1).collect::<Option<Vec<Term>>>()?
        }
        _ => terms(expr),
    };
    (all.len() <= MOST).then_some(all)
}

impl Term {
    const fn of(coefficient: Ratio) -> Self {
        Self { coefficient, factors: Vec::new() }
    }

    /// A single factor.
    fn one(base: Expr) -> Self {
        Self { coefficient: Ratio::ONE, factors: vec![(base, number(1))] }
    }

    fn negative(mut self) -> Self {
        self.coefficient = self.coefficient.negative();
        self
    }

    fn times(mut self, other: Self) -> Option<Self> {
        self.coefficient = self.coefficient.times(other.coefficient)?;
        for (base, exponent) in other.factors {
            self.put(base, exponent);
        }
        Some(self)
    }

    /// Multiplies by a power of a base.
    fn put(&mut self, base: Expr, exponent: Expr) {
        match self.factors.iter().position(|(known, _)| *known == base) {
            None if Ratio::of_signed(&exponent).is_some_and(|n| n.above == 0) => {}
            None => self.factors.push((base, exponent)),
            Some(at) => {
                let together = simplify(&sum(self.factors[at].1.clone(), exponent));
                match Ratio::of_signed(&together) {
                    Some(n) if n.above == 0 => {
                        self.factors.remove(at);
                    }
                    _ => self.factors[at].1 = together,
                }
            }
        }
    }

    /// To a whole power.
    fn to_the(&self, n: i64) -> Option<Self> {
        let coefficient = self.coefficient.to_the(n)?;
        let exponent = |exponent: &Expr| simplify(&product(whole(n), exponent.clone()));
        let mut raised = Self::of(coefficient);
        for (base, own) in &self.factors {
            let exponent = exponent(own);
            match (root_of(base), Ratio::of_signed(&exponent).and_then(Ratio::as_whole)) {
                // (√u)² = u
                (Some(inside), Some(even)) if even % 2 == 0 => {
                    raised = raised.times(term(&power(inside.clone(), whole(even / 2))))?;
                }
                _ => raised.put(base.clone(), exponent),
            }
        }
        Some(raised)
    }

    /// What makes two terms alike.
    fn key(&self) -> Vec<String> {
        let mut key: Vec<String> =
            self.factors.iter().map(|(b, e)| format!("({})^({})", source(b), source(e))).collect();
        key.sort();
        key
    }

    /// The term without its sign.
    fn written(&self) -> Expr {
        let (mut above, mut below): (Vec<Expr>, Vec<Expr>) = (Vec::new(), Vec::new());
        let (numerator, denominator) = self.coefficient.parts();
        if numerator != "1" {
            above.push(literal(&numerator));
        }
        below.extend(denominator.map(|text| literal(&text)));
        let mut factors: Vec<&(Expr, Expr)> = self.factors.iter().collect();
        factors.sort_by_key(|(base, _)| rank(base));
        for (base, exponent) in factors {
            match Ratio::of_signed(exponent) {
                Some(n) if n.above < 0 => below.push(raised(base, &simplify(&minus(exponent.clone())))),
                _ => above.push(raised(base, exponent)),
            }
        }
        let above = above.into_iter().reduce(product).unwrap_or_else(|| number(1));
        match below.into_iter().reduce(product) {
            Some(below) => quotient(above, below),
            None => above,
        }
    }
}

impl Ratio {
    /// The number that an expression is, with its sign or its fraction bar.
    fn of_signed(expr: &Expr) -> Option<Self> {
        match &expr.kind {
            ExprKind::Unary(UnaryOp::Neg, inner) => Self::of_signed(inner).map(Self::negative),
            ExprKind::Binary(BinaryOp::Div, a, b) => Self::of_signed(a)?.times(Self::of_signed(b)?.inverse()?),
            _ => Self::of(expr),
        }
    }
}

fn literal(text: &str) -> Expr {
    Expr::new(ExprKind::Number(text.parse().unwrap_or_default(), text.into()))
}

fn whole(n: i64) -> Expr {
    let size = literal(&n.unsigned_abs().to_string());
    if n < 0 { minus(size) } else { size }
}

fn is_sum(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, ..))
}

/// u, of √u.
fn root_of(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Call(name, operands) if ops::find(name)?.notation == Notation::Radical => operands.first(),
        _ => None,
    }
}

/// Names first, then functions, then brackets.
fn rank(base: &Expr) -> u8 {
    match &base.kind {
        _ if base.form() == Some(Form::Gradient) => 3,
        ExprKind::Call(..) => 1,
        _ if is_sum(base) => 2,
        _ => 0,
    }
}

fn raised(base: &Expr, exponent: &Expr) -> Expr {
    match Ratio::of_signed(exponent).map(|n| (n.above, n.below)) {
        Some((1, 1)) => base.clone(),
        Some((1, 2)) => Expr::call("sqrt", vec![base.clone()]),
        _ => power(base.clone(), exponent.clone()),
    }
}

/// The terms of a sum.
fn terms(expr: &Expr) -> Vec<Term> {
    let negative = |terms: Vec<Term>| terms.into_iter().map(Term::negative);
    match &expr.kind {
        ExprKind::Binary(BinaryOp::Add, a, b) => terms(a).into_iter().chain(terms(b)).collect(),
        ExprKind::Binary(BinaryOp::Sub, a, b) => terms(a).into_iter().chain(negative(terms(b))).collect(),
        ExprKind::Unary(UnaryOp::Neg, a) => negative(terms(a)).collect(),
        _ => {
            let term = term(expr);
            match term.factors.as_slice() {
                // ±(a + b) has no bracket among other terms.
                [(base, exponent)] if is_sum(base) && is_one(exponent) && term.coefficient.is_one() => terms(base),
                [(base, exponent)] if is_sum(base) && is_one(exponent) && term.coefficient.negative().is_one() => {
                    negative(terms(base)).collect()
                }
                _ => vec![term],
            }
        }
    }
}

fn is_one(exponent: &Expr) -> bool {
    Ratio::of(exponent).is_some_and(Ratio::is_one)
}

/// Like terms gathered, and written as one expression.
fn gathered(terms: Vec<Term>) -> Expr {
    let mut kept: Vec<(Vec<String>, Term)> = Vec::new();
    for term in terms {
        let key = term.key();
        let known = kept.iter_mut().find(|(known, _)| *known == key);
        match known.map(|(_, known)| (known.coefficient.plus(term.coefficient), known)) {
            Some((Some(together), known)) => known.coefficient = together,
            _ => kept.push((key, term)),
        }
    }
    let mut kept: Vec<Term> =
        kept.into_iter().map(|(_, term)| term).filter(|term| term.coefficient.above != 0).collect();
    // 1 − x², not −x² + 1.
    if let Some(first) = kept.iter().position(|term| term.coefficient.above > 0) {
        kept[..=first].rotate_right(1);
    }
    let together = kept.into_iter().fold(None, |sum: Option<Expr>, term| {
        let (negative, written) = (term.coefficient.above < 0, term.written());
        Some(match sum {
            None if negative => minus(written),
            None => written,
            Some(sum) => sum.with(if negative { BinaryOp::Sub } else { BinaryOp::Add }, written),
        })
    });
    together.unwrap_or_else(|| number(0))
}

/// An expression as one term; a sum is one factor of it.
fn term(expr: &Expr) -> Term {
    if let Some(coefficient) = Ratio::of(expr) {
        return Term::of(coefficient);
    }
    let as_it_is = || Term::one(inside_simplified(expr));
    match &expr.kind {
        ExprKind::Unary(UnaryOp::Neg, a) => term(a).negative(),
        ExprKind::Binary(BinaryOp::Mul | BinaryOp::Hadamard, a, b) => term(a).times(term(b)).unwrap_or_else(as_it_is),
        ExprKind::Binary(BinaryOp::Div, a, b) => {
            let inverse = term(b).to_the(-1);
            inverse.and_then(|inverse| term(a).times(inverse)).unwrap_or_else(as_it_is)
        }
        ExprKind::Binary(BinaryOp::Pow, a, b) => {
            let exponent = simplify(b);
            match Ratio::of_signed(&exponent).map(|n| (n, n.as_whole())) {
                Some((_, Some(n))) if n.abs() <= HIGHEST => term(a).to_the(n).unwrap_or_else(as_it_is),
                _ => Term { coefficient: Ratio::ONE, factors: vec![(simplify(a), exponent)] },
            }
        }
        ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, ..) => {
            let simple = simplify(expr);
            if is_sum(&simple) { Term::one(simple) } else { term(&simple) }
        }
        ExprKind::Call(..) => {
            let simple = inside_simplified(expr);
            known(&simple).unwrap_or_else(|| Term::one(simple))
        }
        _ => as_it_is(),
    }
}

/// A function where its value is a plain number, or one of its cases.
fn known(call: &Expr) -> Option<Term> {
    if let Some([_, a, b]) = call.as_cases() {
        return (a == b).then(|| term(a));
    }
    let ExprKind::Call(name, operands) = &call.kind else { return None };
    let [x] = operands.as_slice() else { return None };
    let x = Ratio::of_signed(x)?;
    let (_, value) = ops::find(name)?.exact.iter().find(|(at, _)| x == Ratio::whole(*at))?;
    Some(Term::of(Ratio::whole(*value)))
}

/// The same with simple parts.
fn inside_simplified(expr: &Expr) -> Expr {
    let mut whole = true;
    expr.replace(&mut |part| {
        if std::mem::take(&mut whole) {
            return None;
        }
        match &part.kind {
            // Of a condition both sides.
            ExprKind::Binary(op, a, b) if op.is_comparison() => Some(simplify(a).with(*op, simplify(b))),
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..) | ExprKind::Unary(UnaryOp::Not, _) => None,
            _ => Some(simplify(part)),
        }
    })
}
