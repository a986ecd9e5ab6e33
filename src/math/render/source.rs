//! An expression in the language itself: what the parser reads back as the same tree.

use super::{Strength, strength, strength_of};
use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::number;
use crate::value::Value;

/// The expression as source text, with no more brackets than it needs: `parse(source(e)) == e` for every tree that the
/// parser makes.
#[must_use]
pub fn source(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(_, text) | ExprKind::Name(text) => text.to_string(),
        ExprKind::Text(text) => format!("\"{text}\""),
        ExprKind::List(items) => format!("[{}]", list(items)),
        ExprKind::Call(function, arguments) => format!("{function}({})", list(arguments)),
        ExprKind::Index(base, indices) => format!("{}[{}]", within(base, Strength::Atom), list(indices)),
        ExprKind::Field(base, field) => format!("{}.{field}", within(base, Strength::Atom)),
        ExprKind::Unary(UnaryOp::Neg, inner) => format!("-{}", within(inner, Strength::Negation)),
        ExprKind::Unary(UnaryOp::Not, inner) => format!("not {}", within(inner, Strength::Not)),
        ExprKind::Binary(op, left, right) => {
            let own = strength_of(*op);
            match op {
                BinaryOp::Pow => format!("{}^{}", within(left, Strength::Atom), exponent(right)),
                _ => format!("{} {op} {}", left_of(left, own), within(right, above(own))),
            }
        }
        ExprKind::Value(value) => self::value(value),
    }
}

/// The left operand of a left-associative operator; comparisons do not associate.
fn left_of(expr: &Expr, own: Strength) -> String {
    within(expr, if own == Strength::Comparison { Strength::Sum } else { own })
}

/// An exponent may be a power itself, or have a sign.
fn exponent(expr: &Expr) -> String {
    match expr.kind {
        ExprKind::Unary(UnaryOp::Neg, _) => source(expr),
        _ => within(expr, Strength::Power),
    }
}

/// In the language itself a call is closed by its brackets, however it is drawn elsewhere.
fn within(expr: &Expr, least: Strength) -> String {
    let closed = match &expr.kind {
        ExprKind::Value(Value::Number(number)) => *number >= 0.0,
        ExprKind::Number(..) | ExprKind::Call(..) | ExprKind::Value(Value::Pair(_)) => true,
        _ => false,
    };
    let own = if is_zero_negated(expr) { Strength::Negation } else { strength(expr) };
    if own < least && !closed { format!("({})", source(expr)) } else { source(expr) }
}

/// In the language itself a minus is written before a 0 too.
fn is_zero_negated(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Unary(UnaryOp::Neg, _))
}

const fn above(own: Strength) -> Strength {
    match own {
        Strength::Or => Strength::And,
        Strength::And => Strength::Not,
        Strength::Not | Strength::Comparison => Strength::Sum,
        Strength::Sum => Strength::Product,
        Strength::Product => Strength::Negation,
        Strength::Negation => Strength::Power,
        Strength::Power | Strength::Atom | Strength::Bracketed => Strength::Atom,
    }
}

fn list(items: &[Expr]) -> String {
    items.iter().map(source).collect::<Vec<_>>().join(", ")
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(x) => number::exact(*x),
        Value::Tensor(t) => {
            let rows = t.outer_iter().map(|part| self::value(&Value::from(part.to_owned())));
            format!("[{}]", rows.collect::<Vec<_>>().join(", "))
        }
        Value::Pair([h, w]) => format!("pair({}, {})", number::exact(*h), number::exact(*w)),
        Value::Text(text) => format!("\"{text}\""),
        Value::List(items) => format!("[{}]", items.iter().map(self::value).collect::<Vec<_>>().join(", ")),
        Value::Formula(expr) => source(expr),
        Value::Truth(truth) => truth.to_string(),
        Value::Record(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name} = {}", self::value(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Absent => "none".to_owned(),
    }
}
