//! Writing expressions: the language's own source, one line of Unicode, two dimensions of text, LaTeX.
//!
//! All four walk the same tree with the same strengths, so that brackets stand where they are needed and only there.

mod block;
pub mod curve;
mod latex;
mod layout;
mod line;
mod prose;
mod source;
#[cfg(test)]
mod tests;

pub use block::{Style, block, equation};
pub use latex::latex;
pub use line::{line, whole};
pub use prose::{Segment, Target, prose, segments};
pub use source::source;

use super::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use super::ops::{self, Notation};
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
}

/// How tightly an operator binds.
const fn strength_of(op: BinaryOp) -> Strength {
    match op {
        BinaryOp::Or => Strength::Or,
        BinaryOp::And => Strength::And,
        BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => Strength::Comparison,
        BinaryOp::Add | BinaryOp::Sub => Strength::Sum,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::MatMul => Strength::Product,
        BinaryOp::Pow => Strength::Power,
    }
}

/// How tightly an expression holds together.
fn strength(expr: &Expr) -> Strength {
    match &expr.kind {
        ExprKind::Binary(op, ..) => strength_of(*op),
        ExprKind::Unary(UnaryOp::Neg, _) => Strength::Negation,
        ExprKind::Unary(UnaryOp::Not, _) => Strength::Not,
        ExprKind::Value(value) if negative(value) => Strength::Negation,
        ExprKind::Value(Value::Pair([h, w])) if h != w => Strength::Comparison,
        ExprKind::Call(function, _) if notation(function) == Notation::Cases => Strength::Or,
        _ => Strength::Atom,
    }
}

/// Whether a value is written with a leading sign.
fn negative(value: &Value) -> bool {
    match value {
        Value::Number(x) => *x < 0.0,
        Value::Pair([h, w]) => h == w && *h < 0.0,
        _ => false,
    }
}

/// The least strength that the left operand may have without brackets: a negative factor stands in them.
fn left_of(op: BinaryOp, left: &Expr) -> Strength {
    match (op, strength_of(op)) {
        (BinaryOp::Mul | BinaryOp::MatMul, _) if strength(left) == Strength::Negation => Strength::Atom,
        (_, Strength::Comparison) => Strength::Sum,
        (_, own) => own,
    }
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

/// How a function is written.
fn notation(name: &str) -> Notation {
    match name {
        "grad" => Notation::Function,
        _ => ops::find(name).map_or(Notation::Function, |operation| operation.notation),
    }
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
