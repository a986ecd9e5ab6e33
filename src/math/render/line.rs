//! An expression in one line of Unicode: `N₁ = ⌊(N₀ + 2P − F)/S⌋ + 1`.

use super::{
    ELSE, Strength, accent, along, called, greek, is_zero, left_of, notation, number_of, opposite, right_of,
    side_by_side, spelled, split, stands_twice, strength, under_minus,
};
use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::number;
use crate::ops::Notation;
use crate::value::{Tensor, Value};

/// Sides of a matrix beyond this are elided.
pub(super) const SHOWN: usize = 6;

/// The expression in one line.
#[must_use]
pub fn line(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Value(value) => self::value(value),
        _ => part(&spelled(expr)),
    }
}

/// An expression inside another: there a size with two sides is a pair, `(30, 12)`, which no one takes for a product.
pub(super) fn part(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(..) if let Some(number) = number_of(expr) => number::line(number),
        ExprKind::Number(_, text) => text.to_string(),
        ExprKind::Text(text) => text.to_string(),
        ExprKind::Name(name) => self::name(name),
        ExprKind::List(items) if are_lists(items) => {
            format!("[{}]", items.iter().map(part).collect::<Vec<_>>().join("; "))
        }
        ExprKind::List(items) => format!("[{}]", list(items)),
        ExprKind::Unary(UnaryOp::Neg, inner) if is_zero(inner) => part(inner),
        ExprKind::Unary(UnaryOp::Neg, inner) => format!("−{}", within(inner, under_minus(inner, true))),
        ExprKind::Unary(UnaryOp::Not, inner) => format!("¬{}", within(inner, Strength::Atom)),
        ExprKind::Binary(op, left, right) => binary(*op, left, right),
        ExprKind::Call(function, arguments) => call(function, arguments),
        ExprKind::Index(base, indices) => index(base, indices),
        ExprKind::Field(base, field) => format!("{}.{field}", within(base, Strength::Atom)),
        ExprKind::Value(Value::Pair([h, w])) if h != w => format!("({}, {})", number::line(*h), number::line(*w)),
        ExprKind::Value(value) => self::value(value),
    }
}

/// Whether there are lists alone: the rows of a matrix, the layers of a tensor.
fn are_lists(items: &[Expr]) -> bool {
    !items.is_empty() && items.iter().all(|item| matches!(item.kind, ExprKind::List(_)))
}

/// A name whose subscript is written behind `_` though it has a lowered form.
pub(super) fn behind(base: &str, subscript: &str) -> String {
    format!("{base}__{subscript}")
}

/// A name with Greek letters and a subscript.
pub(super) fn name(name: &str) -> String {
    let (base, subscript) = split(name);
    let base = greek(base).map_or_else(|| base.replace('\'', "′"), |(letter, _)| letter.to_string());
    match subscript {
        None => base,
        Some(sub) if let Some((mark, _)) = accent(sub) => format!("{base}{mark}"),
        Some(sub) if sub.starts_with('_') => base + sub,
        Some(sub) => match number::subscript(sub) {
            Some(sub) => base + &sub,
            None => format!("{base}_{}", greek(sub).map_or_else(|| sub.to_owned(), |(letter, _)| letter.to_string())),
        },
    }
}

/// The sign of an operator, with its spaces.
pub(super) const fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => " ∨ ",
        BinaryOp::And => " ∧ ",
        BinaryOp::Eq => " = ",
        BinaryOp::Ne => " ≠ ",
        BinaryOp::Lt => " < ",
        BinaryOp::Le => " ≤ ",
        BinaryOp::Gt => " > ",
        BinaryOp::Ge => " ≥ ",
        BinaryOp::Add => " + ",
        BinaryOp::Sub => " − ",
        BinaryOp::Mul => "·",
        BinaryOp::Div => "/",
        BinaryOp::Hadamard => " ⊙ ",
        BinaryOp::MatMul => " ",
        BinaryOp::Pow => "^",
    }
}

fn binary(op: BinaryOp, left: &Expr, right: &Expr) -> String {
    let left_text = within(left, if op == BinaryOp::Pow { Strength::Atom } else { left_of(op, left) });
    let (right_text, least) = (part(right), right_of(op, right, true));
    if op == BinaryOp::Pow
        && let Some(raised) = raised(&right_text)
    {
        return left_text + &raised;
    }
    let right_text = bracketed(right, right_text, least);
    let sign = if op == BinaryOp::Mul && side_by_side(left, right) { "" } else { sign(op) };
    format!("{left_text}{sign}{right_text}")
}

/// An exponent in superscript characters, where every one exists; a raised T would read as a transposition.
pub(super) fn exponent(expr: &Expr) -> Option<String> {
    raised(&part(expr))
}

/// A written exponent in superscript characters.
fn raised(text: &str) -> Option<String> {
    number::superscript(text).filter(|raised| !raised.contains('ᵀ'))
}

pub(super) fn within(expr: &Expr, least: Strength) -> String {
    bracketed(expr, part(expr), least)
}

/// An expression that is written, with brackets where it needs them.
fn bracketed(expr: &Expr, text: String, least: Strength) -> String {
    let braced = matches!(&expr.kind, ExprKind::Call(function, _) if notation(function) == Notation::Cases);
    if strength(expr) < least && !braced { format!("({text})") } else { text }
}

fn index(base: &Expr, indices: &[Expr]) -> String {
    let inner = indices.iter().map(part).collect::<Vec<_>>().join(",").replace(' ', "");
    let base = within(base, Strength::Atom);
    match number::subscript(&inner) {
        Some(sub) if !base.ends_with(|c: char| number::subscript("0123456789").is_some_and(|s| s.contains(c))) => {
            base + &sub
        }
        _ => format!("{base}[{inner}]"),
    }
}

fn call(function: &str, arguments: &[Expr]) -> String {
    let plain = |name: &str| format!("{name}({})", list(arguments));
    match (notation(function), arguments) {
        (Notation::Floor, [x]) => format!("⌊{}⌋", part(x)),
        (Notation::Ceil, [x]) => format!("⌈{}⌉", part(x)),
        (Notation::TimesLn, [x, y]) => part(&x.clone().times_ln(y)),
        (Notation::Absolute, [x]) => format!("|{}|", part(x)),
        (Notation::Norm, [x]) => format!("‖{}‖", part(x)),
        (Notation::Radical, [x]) => format!("√{}", within(x, Strength::Atom)),
        (Notation::Exponential, [x]) => {
            let text = part(x);
            raised(&text).map_or_else(|| format!("exp({text})"), |raised| format!("e{raised}"))
        }
        (Notation::Transpose, [x]) => format!("{}ᵀ", within(x, Strength::Atom)),
        (Notation::Sum, [x]) => format!("Σ({})", part(x)),
        (Notation::Norm, _) if let Some((letter, x)) = along(function, arguments) => {
            format!("‖{}‖{}", part(x), number::subscript(letter).unwrap_or_default())
        }
        _ if let Some((letter, x)) = along(function, arguments) => {
            format!("{}{}({})", called(function), number::subscript(letter).unwrap_or_default(), part(x))
        }
        (Notation::Joined, items) => format!("[{}]", list(items)),
        (Notation::Bracket, [x, y]) => format!("[{} = {}]", within(x, Strength::Sum), within(y, Strength::Sum)),
        (by @ (Notation::Rows | Notation::Columns), [x, from, to]) => {
            let side = if by == Notation::Columns { ":, " } else { "" };
            format!("{}[{side}{}…{}]", within(x, Strength::Atom), part(from), part(to))
        }
        (Notation::Area, [x]) => area(x),
        (Notation::Apply | Notation::Slope, [f, rest @ ..]) => {
            let prime = if notation(function) == Notation::Slope { "′" } else { "" };
            format!("{}{prime}({})", function_name(f), list(rest))
        }
        (Notation::Named(name), _) => plain(name),
        (Notation::Cases, [condition, a, b]) => {
            let other = if stands_twice(condition) { part(&opposite(condition)) } else { ELSE.to_owned() };
            format!("{{{}, {}; {}, {other}}}", part(a), part(condition), part(b))
        }
        (Notation::Partial, [loss, by]) => {
            format!("∂{}/∂{}", within(loss, Strength::Atom), within(by, Strength::Atom))
        }
        (Notation::ValueAt, [f, x @ ..]) => format!("{}({})", part(f), list(x)),
        _ => plain(&function.replace('_', " ")),
    }
}

/// How the function is written that a text names: `leaky-relu` as `LeakyReLU`.
#[must_use]
pub fn function_name(f: &Expr) -> String {
    let (ExprKind::Text(text) | ExprKind::Value(Value::Text(text))) = &f.kind else { return line(f) };
    match notation(&text.replace('-', "_")) {
        Notation::Named(name) => name.to_owned(),
        _ => text.to_string(),
    }
}

/// The area of a size: `F·F`, or its two sides; a long side is squared.
fn area(x: &Expr) -> String {
    match &x.kind {
        ExprKind::Value(Value::Pair(sides)) => number::size(*sides).replace('×', "·"),
        _ if stands_twice(x) => {
            let side = within(x, Strength::Power);
            format!("{side}·{side}")
        }
        _ => format!("{}²", within(x, Strength::Atom)),
    }
}

pub(super) fn list(items: &[Expr]) -> String {
    items.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// A value in one line; long ones are elided.
pub(super) fn value(value: &Value) -> String {
    written(value, SHOWN)
}

/// A value in one line, every number of it.
#[must_use]
pub fn whole(value: &Value) -> String {
    written(value, usize::MAX)
}

/// A value with no more than so many of the parts of each of its lists.
fn written(value: &Value, most: usize) -> String {
    match value {
        Value::Number(x) => number::line(*x),
        Value::Tensor(t) if !is_written(t) => format!("[{}]", shape(t.shape())),
        Value::Tensor(t) => {
            let parts =
                first_and_last(t.outer_iter(), most, |part| written(&Value::from(part.to_owned()), most), "…".into());
            format!("[{}]", parts.join(if t.ndim() > 1 { "; " } else { ", " }))
        }
        Value::Pair([h, w]) if h != w && !is_size(value) => format!("({}, {})", number::line(*h), number::line(*w)),
        Value::Pair(sides) => number::size_once(*sides),
        Value::Text(text) => text.to_string(),
        Value::List(items) => {
            let parts = first_and_last(items.iter(), most, |item| written(item, most), "…".into());
            format!("[{}]", parts.join(", "))
        }
        Value::Formula(expr) => line(expr),
        Value::Truth(truth) => truth.to_string(),
        Value::Record(fields) => fields
            .iter()
            .map(|(name, value)| format!("{name} = {}", written(value, most)))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Absent => "—".to_owned(),
    }
}

/// Whether a pair may be written as a size, `30×12`: its sides are whole.
pub(super) fn is_size(value: &Value) -> bool {
    matches!(value, Value::Pair(sides) if sides.iter().all(|side| side.fract() == 0.0))
}

/// Whether a tensor is written by its numbers; a larger one is written by its shape alone.
pub(super) fn is_written(t: &Tensor) -> bool {
    t.len() <= if t.ndim() > 3 { 256 } else { 4096 }
}

/// The sides of a shape: `64×56×56`.
#[must_use]
pub fn shape(sides: &[usize]) -> String {
    sides.iter().map(ToString::to_string).collect::<Vec<_>>().join("×")
}

/// The first few and the last of many, written; nothing else is.
pub(super) fn elided<I: ExactSizeIterator>(items: I, write: impl FnMut(I::Item) -> String) -> Vec<String> {
    elided_with(items, write, "…".to_owned())
}

/// The same with another sign for what is left out.
pub(super) fn elided_with<I: ExactSizeIterator, T>(items: I, write: impl FnMut(I::Item) -> T, sign: T) -> Vec<T> {
    first_and_last(items, SHOWN, write, sign)
}

fn first_and_last<I: ExactSizeIterator, T>(
    mut items: I,
    most: usize,
    mut write: impl FnMut(I::Item) -> T,
    sign: T,
) -> Vec<T> {
    let count = items.len();
    if count <= most {
        return items.map(write).collect();
    }
    let mut parts: Vec<T> = items.by_ref().take(most - 2).map(&mut write).collect();
    parts.push(sign);
    parts.extend(items.last().map(write));
    parts
}
