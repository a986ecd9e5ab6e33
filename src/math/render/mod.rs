//! Writing expressions: the language's own source, one line of Unicode, two dimensions of text, LaTeX.
//!
//! All four walk the same tree with the same strengths, so that brackets stand where they are needed and only there.

mod block;
mod joint;
mod json;
mod latex;
mod layout;
mod line;
mod prose;
mod sharp;
mod source;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_notations;

pub use block::{Style, block, equation, has_matrix, inline, rows};
pub use joint::{Joint, as_shown, equality, joined};
pub use json::json;
pub use latex::latex;
pub use line::{function_name, line, shape, whole};
pub use prose::{Segment, Subscripts, Target, chain, prose, segments, segments_of_line, with_minus};
pub use sharp::sharp;
pub use source::source;

use std::borrow::Cow;

use super::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use super::number;
use super::ops::{self, Form, Notation, Told};
use super::value::Value;

/// How tightly an expression holds together when it is written; a looser one needs brackets inside a tighter one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Negation,
    Power,
    Atom,
    /// What nothing has: brackets stand in any case.
    Bracketed,
}

/// How tightly an operator binds.
const fn strength_of(op: BinaryOp) -> Strength {
    match op {
        BinaryOp::Or => Strength::Or,
        BinaryOp::And => Strength::And,
        BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => Strength::Comparison,
        BinaryOp::Add | BinaryOp::Sub => Strength::Sum,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Hadamard | BinaryOp::MatMul => Strength::Product,
        BinaryOp::Pow => Strength::Power,
    }
}

/// How tightly an expression holds together. A number with a power of ten is a product.
fn strength(expr: &Expr) -> Strength {
    match &expr.kind {
        ExprKind::Binary(op, ..) => strength_of(*op),
        ExprKind::Unary(UnaryOp::Neg, inner) if is_zero(inner) => Strength::Atom,
        ExprKind::Unary(UnaryOp::Neg, _) => Strength::Negation,
        ExprKind::Unary(UnaryOp::Not, _) => Strength::Not,
        ExprKind::Value(Value::Formula(inner)) => strength(inner),
        ExprKind::Call(..) if is_derivative(expr) => Strength::Product,
        ExprKind::Call(function, _) => match notation(function) {
            Notation::Cases => Strength::Or,
            Notation::Area => Strength::Product,
            Notation::Exponential | Notation::Transpose | Notation::Radical => Strength::Power,
            _ => Strength::Atom,
        },
        _ => match number_of(expr) {
            Some(number) if number::scientific(number) => Strength::Product,
            Some(number) if number < 0.0 => Strength::Negation,
            _ => Strength::Atom,
        },
    }
}

/// Whether every operation of an expression has a notation that a reader knows. What has none is told in words.
#[must_use]
pub fn is_notation(expr: &Expr) -> bool {
    let mut known = true;
    super::parse::visit(expr, &mut |part| {
        if let ExprKind::Call(function, _) = &part.kind {
            known &= ops::find(function).is_none_or(|operation| operation.told != Told::InWords);
        }
    });
    known
}

/// Whether a derivative by a name stands in an expression: ∂L/∂w.
#[must_use]
pub fn has_derivative(expr: &Expr) -> bool {
    let mut found = false;
    super::parse::visit(expr, &mut |part| found |= is_derivative(part));
    found
}

/// An expression with each operation that is written by means of others as those: x yᵀ for an outer product, x alone for
/// what only lays x out.
fn spelled(expr: &Expr) -> Cow<'_, Expr> {
    let other = |function: &str, operands: &[Expr]| match notation(function) {
        Notation::Operand | Notation::Outer | Notation::Quotient => true,
        Notation::Dot => are_vectors(operands),
        Notation::Apply => is_identity(operands),
        _ => false,
    };
    let mut plain = true;
    super::parse::visit(expr, &mut |part| {
        plain &= !matches!(&part.kind, ExprKind::Call(function, operands) if other(function, operands));
    });
    if plain {
        return Cow::Borrowed(expr);
    }
    Cow::Owned(expr.replace(&mut |part| {
        let ExprKind::Call(function, operands) = &part.kind else { return None };
        let operand = |at: usize| operands.get(at).map(|operand| spelled(operand).into_owned());
        match notation(function) {
            Notation::Operand => operand(0),
            Notation::Outer => Some(operand(0)?.with(BinaryOp::MatMul, Expr::call("T", vec![operand(1)?]))),
            Notation::Dot if are_vectors(operands) => {
                Some(Expr::call("T", vec![operand(0)?]).with(BinaryOp::MatMul, operand(1)?))
            }
            Notation::Quotient => Some(operand(0)?.with(BinaryOp::Div, operand(1)?)),
            Notation::Apply if is_identity(operands) => operand(1),
            _ => None,
        }
    }))
}

/// Whether none of some operands is a matrix, of which the product of the one transposed with the other is no number.
fn are_vectors(operands: &[Expr]) -> bool {
    let is_matrix = |operand: &Expr| match &operand.kind {
        ExprKind::Value(value) => value.shape().len() > 1,
        ExprKind::List(items) => items.iter().any(|item| matches!(item.kind, ExprKind::List(_))),
        _ => false,
    };
    !operands.iter().any(is_matrix)
}

/// Whether the function that the first of some operands names leaves the other as it is.
fn is_identity(operands: &[Expr]) -> bool {
    let [f, _] = operands else { return false };
    matches!(&f.kind, ExprKind::Text(name) | ExprKind::Value(Value::Text(name)) if **name == *"identity")
}

/// The letter of the axis that a sum, a mean or the like runs along: Σⱼ for the entries of a row.
fn along<'e>(function: &str, operands: &'e [Expr]) -> Option<(&'static str, &'e Expr)> {
    let [x, axis] = operands else { return None };
    if ops::find(function)?.operands != ["x", "axis?"] {
        return None;
    }
    let axis = match &axis.kind {
        ExprKind::Number(axis, _) => *axis,
        ExprKind::Value(value) => value.as_scalar()?,
        ExprKind::Unary(UnaryOp::Neg, inner) => -number_of_literal(inner)?,
        _ => return None,
    };
    match axis as i64 {
        1 => Some(("i", x)),
        2 | -1 => Some(("j", x)),
        3 => Some(("k", x)),
        _ => None,
    }
}

/// A number that stands as such.
fn number_of_literal(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(number, _) => Some(*number),
        ExprKind::Value(value) => value.as_scalar(),
        _ => None,
    }
}

/// How a function is called that runs along an axis.
fn called(function: &str) -> String {
    match notation(function) {
        Notation::Sum => "Σ".to_owned(),
        Notation::Named(name) => name.to_owned(),
        _ => function.replace('_', " "),
    }
}

/// The number that an expression is written as.
fn number_of(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(number, text) if text.contains(['e', 'E']) => Some(*number),
        ExprKind::Value(Value::Number(number)) => Some(*number),
        ExprKind::Value(Value::Pair([h, w])) if h == w => Some(*h),
        _ => None,
    }
}

/// Whether an expression is the number 0, which has no sign.
fn is_zero(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(number, _) => *number == 0.0,
        _ => number_of(expr) == Some(0.0),
    }
}

/// Whether an expression is written with a sign of its own in front, and no more than that: a negative factor.
fn negated(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Unary(UnaryOp::Neg, inner) => !is_zero(inner),
        _ => number_of(expr).is_some_and(|number| number < 0.0),
    }
}

/// Whether what is written begins with a minus. Where fractions are not `flat`, theirs is behind the bar.
fn signed(expr: &Expr, flat: bool) -> bool {
    match &expr.kind {
        ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, left, _) => signed(left, flat),
        ExprKind::Binary(BinaryOp::Div, left, _) => flat && signed(left, flat),
        ExprKind::Binary(BinaryOp::Mul | BinaryOp::Hadamard | BinaryOp::MatMul, left, _) => {
            !negated(left) && signed(left, flat)
        }
        ExprKind::Value(Value::Formula(inner)) => signed(inner, flat),
        _ => negated(expr),
    }
}

/// Whether an operator is one of arithmetic, where two signs never stand beside each other.
const fn arithmetic(op: BinaryOp) -> bool {
    !matches!(strength_of(op), Strength::Or | Strength::And | Strength::Comparison)
}

/// The least strength that the left operand may have without brackets: a negative factor stands in them.
fn left_of(op: BinaryOp, left: &Expr) -> Strength {
    match (op, strength_of(op)) {
        (BinaryOp::Mul | BinaryOp::Hadamard | BinaryOp::MatMul, _) if negated(left) => Strength::Atom,
        (_, Strength::Comparison) => Strength::Sum,
        (_, own) => own,
    }
}

/// The least strength that the right operand may have without brackets. What begins with a minus stands in them after
/// an operator of arithmetic; a power of ten is one more factor of a product.
fn right_of(op: BinaryOp, right: &Expr, flat: bool) -> Strength {
    let factor = matches!(op, BinaryOp::Mul | BinaryOp::Hadamard | BinaryOp::MatMul);
    match op {
        op if arithmetic(op) && signed(right, flat) => Strength::Bracketed,
        BinaryOp::Or => Strength::And,
        BinaryOp::And => Strength::Not,
        BinaryOp::Sub => Strength::Product,
        _ if factor && (number_of(right).is_some() || is_derivative(right)) => Strength::Product,
        _ if factor => Strength::Power,
        BinaryOp::Div => Strength::Power,
        BinaryOp::Pow => Strength::Atom,
        _ => Strength::Sum,
    }
}

/// The least strength that the operand of a minus may have without brackets: of a product, −a·b is the same as (−a)·b.
fn under_minus(inner: &Expr, flat: bool) -> Strength {
    if signed(inner, flat) { Strength::Bracketed } else { Strength::Product }
}

/// Whether an expression is drawn with a bar where there are two dimensions.
fn is_fraction(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Binary(BinaryOp::Div, ..) => true,
        _ => is_derivative(expr),
    }
}

/// Whether an expression is written ∂L/∂W.
fn is_derivative(expr: &Expr) -> bool {
    expr.form() == Some(Form::Gradient)
}

/// Whether an expression is written Σ x, without brackets around x, where there are two dimensions.
fn is_sum(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call(function, x) if notation(function) == Notation::Sum && x.len() == 1)
}

/// When the second of two cases holds.
fn opposite(condition: &Expr) -> Expr {
    if let ExprKind::Binary(op, left, right) = &condition.kind {
        let other = match op {
            BinaryOp::Eq => Some(BinaryOp::Ne),
            BinaryOp::Ne => Some(BinaryOp::Eq),
            BinaryOp::Lt => Some(BinaryOp::Ge),
            BinaryOp::Ge => Some(BinaryOp::Lt),
            BinaryOp::Gt => Some(BinaryOp::Le),
            BinaryOp::Le => Some(BinaryOp::Gt),
            _ => None,
        };
        if let Some(other) = other {
            return (**left).clone().with(other, (**right).clone());
        }
    }
    Expr::new(ExprKind::Unary(UnaryOp::Not, Box::new(condition.clone())))
}

/// Parts that an expression may have which is written twice.
const TWICE: usize = 32;

/// When the second of two cases holds, where the condition is too long to be written again.
const ELSE: &str = "else";

/// Whether an expression is short enough to be written twice: the condition of cases, the side of an area. Otherwise
/// what is written of nested ones would double with each.
fn stands_twice(expr: &Expr) -> bool {
    fn walk(expr: &Expr, left: &mut usize) -> bool {
        let Some(less) = left.checked_sub(1) else { return false };
        *left = less;
        let mut all = |items: &[Expr]| items.iter().all(|item| walk(item, left));
        match &expr.kind {
            ExprKind::Number(..) | ExprKind::Text(_) | ExprKind::Name(_) | ExprKind::Value(_) => true,
            ExprKind::List(items) => all(items),
            ExprKind::Unary(_, inner) | ExprKind::Field(inner, _) => walk(inner, left),
            ExprKind::Binary(_, a, b) => walk(a, left) && walk(b, left),
            ExprKind::Index(base, indices) => all(indices) && walk(base, left),
            ExprKind::Call(function, arguments) => {
                let again = match (notation(function), arguments.as_slice()) {
                    (Notation::Area, [x]) | (Notation::Cases, [x, ..]) => Some(x),
                    _ => None,
                };
                all(arguments) && again.is_none_or(|x| walk(x, left))
            }
        }
    }
    walk(expr, &mut TWICE.clone())
}

/// How a function is written.
fn notation(name: &str) -> Notation {
    ops::find(name).map_or(Notation::Function, |operation| operation.notation)
}

/// Whether a product needs a sign between its factors, or may be written side by side (2P, W x).
fn side_by_side(left: &Expr, right: &Expr) -> bool {
    let letter = |e: &Expr| match &e.kind {
        ExprKind::Name(name) => short(name),
        ExprKind::Index(base, _) => matches!(&base.kind, ExprKind::Name(name) if short(name)),
        _ => false,
    };
    let number = matches!(left.kind, ExprKind::Number(..));
    number && letter(right)
}

/// A name of one letter, perhaps with a subscript.
fn short(name: &str) -> bool {
    split(name).0.chars().count() == 1
}

/// A name's base and its subscript: `W_{xh}` is `W` and `xh`.
fn split(name: &str) -> (&str, Option<&str>) {
    match name.split_once('_') {
        Some((base, subscript)) if !base.is_empty() && !subscript.is_empty() => {
            (base, Some(subscript.trim_start_matches('{').trim_end_matches('}')))
        }
        _ => (name, None),
    }
}

/// The accent that a subscript stands for: `x_hat` is x̂.
fn accent(subscript: &str) -> Option<(char, &'static str)> {
    match subscript {
        "hat" => Some(('\u{302}', "\\hat")),
        "bar" => Some(('\u{304}', "\\bar")),
        _ => None,
    }
}

/// The Greek letter a word names.
fn greek(word: &str) -> Option<(char, &'static str)> {
    const LETTERS: [(&str, char, &str); 22] = [
        ("alpha", 'α', "\\alpha"),
        ("beta", 'β', "\\beta"),
        ("gamma", 'γ', "\\gamma"),
        ("delta", 'δ', "\\delta"),
        ("epsilon", 'ε', "\\epsilon"),
        ("eps", 'ε', "\\epsilon"),
        ("eta", 'η', "\\eta"),
        ("theta", 'θ', "\\theta"),
        ("kappa", 'κ', "\\kappa"),
        ("lambda", 'λ', "\\lambda"),
        ("mu", 'μ', "\\mu"),
        ("nu", 'ν', "\\nu"),
        ("pi", 'π', "\\pi"),
        ("rho", 'ρ', "\\rho"),
        ("sigma", 'σ', "\\sigma"),
        ("tau", 'τ', "\\tau"),
        ("phi", 'φ', "\\phi"),
        ("psi", 'ψ', "\\psi"),
        ("omega", 'ω', "\\omega"),
        ("Delta", 'Δ', "\\Delta"),
        ("Sigma", 'Σ', "\\Sigma"),
        ("Phi", 'Φ', "\\Phi"),
    ];
    LETTERS.iter().find(|(name, ..)| *name == word).map(|(_, letter, latex)| (*letter, *latex))
}

/// The word for a Greek letter.
fn greek_word(letter: char) -> Option<&'static str> {
    const WORDS: [(char, &str); 4] = [('φ', "phi"), ('σ', "sigma"), ('π', "pi"), ('Σ', "sum")];
    let known = [
        "alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "kappa", "lambda", "mu", "nu", "rho", "tau",
        "psi", "omega", "Delta", "Phi",
    ];
    let by_word = known.into_iter().find(|word| greek(word).is_some_and(|(l, _)| l == letter));
    by_word.or_else(|| WORDS.iter().find(|(l, _)| *l == letter).map(|(_, word)| *word))
}
