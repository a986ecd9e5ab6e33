//! An expression in LaTeX.

use ndarray::ArrayViewD;

use super::line::elided_with;
use super::{
    ELSE, Strength, accent, along, called, greek, is_fraction, is_sum, is_zero, left_of, notation, number_of, opposite,
    right_of, side_by_side, spelled, split, stands_twice, strength, strength_of, under_minus,
};
use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::number;
use crate::ops::Notation;
use crate::value::Value;

/// The expression as LaTeX, without dollars.
#[must_use]
pub fn latex(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Value(value) => self::value(value),
        _ => part(&spelled(expr)),
    }
}

/// An expression inside another: there a size with two sides is a pair.
fn part(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(..) if let Some(number) = number_of(expr) => number::latex(number),
        ExprKind::Number(_, text) => text.to_string(),
        ExprKind::Text(text) => format!("\\text{{{}}}", text.replace('_', "\\_")),
        ExprKind::Name(name) => self::name(name),
        ExprKind::List(items) => format!("\\left[{}\\right]", list(items)),
        ExprKind::Unary(UnaryOp::Neg, inner) if is_zero(inner) => part(inner),
        ExprKind::Unary(UnaryOp::Neg, inner) => format!("-{}", within(inner, under_minus(inner, false))),
        ExprKind::Unary(UnaryOp::Not, inner) => format!("\\lnot {}", within(inner, Strength::Atom)),
        ExprKind::Binary(op, left, right) => binary(*op, left, right),
        ExprKind::Call(function, arguments) => call(function, arguments),
        ExprKind::Index(base, indices) => match &base.kind {
            ExprKind::Name(name) if split(name).1.is_none() => format!("{}_{{{}}}", self::name(name), list(indices)),
            _ => format!("{}\\left[{}\\right]", within(base, Strength::Atom), list(indices)),
        },
        ExprKind::Field(base, field) => format!("{}.\\mathrm{{{field}}}", within(base, Strength::Atom)),
        ExprKind::Value(Value::Pair([h, w])) if h != w => {
            bracketed(&format!("{}, {}", number::latex(*h), number::latex(*w)))
        }
        ExprKind::Value(value) => self::value(value),
    }
}

fn name(name: &str) -> String {
    let (base, subscript) = split(name);
    let primes = base.len() - base.trim_end_matches('\'').len();
    let word = base.trim_end_matches('\'');
    let base = match greek(word) {
        Some((_, latex)) => latex.to_owned(),
        None if word.chars().count() == 1 => word.to_owned(),
        None => format!("\\mathrm{{{}}}", word.replace('_', "\\_")),
    };
    let base = base + &"'".repeat(primes);
    match subscript {
        None => base,
        Some(sub) if let Some((_, command)) = accent(sub) => format!("{command}{{{base}}}"),
        Some(sub) => {
            let sub = greek(sub).map_or_else(|| sub.replace('_', "\\_"), |(_, latex)| latex.to_owned());
            format!("{base}_{{{sub}}}")
        }
    }
}

const fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => " \\lor ",
        BinaryOp::And => " \\land ",
        BinaryOp::Eq => " = ",
        BinaryOp::Ne => " \\ne ",
        BinaryOp::Lt => " < ",
        BinaryOp::Le => " \\le ",
        BinaryOp::Gt => " > ",
        BinaryOp::Ge => " \\ge ",
        BinaryOp::Add => " + ",
        BinaryOp::Sub => " - ",
        BinaryOp::Mul => " \\cdot ",
        BinaryOp::Div => " / ",
        BinaryOp::Hadamard => " \\odot ",
        BinaryOp::MatMul => " \\, ",
        BinaryOp::Pow => "^",
    }
}

fn binary(op: BinaryOp, left: &Expr, right: &Expr) -> String {
    match op {
        BinaryOp::Div => format!("\\frac{{{}}}{{{}}}", part(left), part(right)),
        BinaryOp::Pow => format!("{}^{{{}}}", within(left, prefixed(op, left, Strength::Atom)), part(right)),
        _ => {
            let left_text = within(left, prefixed(op, left, left_of(op, left)));
            let right_text = within(right, prefixed(op, right, right_of(op, right, false)));
            let sign = if op == BinaryOp::Mul && side_by_side(left, right) { " " } else { sign(op) };
            format!("{left_text}{sign}{right_text}")
        }
    }
}

fn bracketed(inner: &str) -> String {
    format!("\\left({inner}\\right)")
}

/// The least strength of an operand: a factor that is a sum stands in brackets, as Σ reaches over what follows.
fn prefixed(op: BinaryOp, operand: &Expr, least: Strength) -> Strength {
    if is_sum(operand) && strength_of(op) >= Strength::Product { Strength::Bracketed } else { least }
}

/// A fraction is an atom to look at, but not under a power.
fn within(expr: &Expr, least: Strength) -> String {
    let own = if is_fraction(expr) && least < Strength::Atom { Strength::Atom } else { strength(expr) };
    if own < least { bracketed(&part(expr)) } else { part(expr) }
}

fn call(function: &str, arguments: &[Expr]) -> String {
    let operator = |name: &str| {
        let name = match name {
            "exp" | "ln" | "max" | "min" | "sin" | "cos" | "tan" | "tanh" => format!("\\{name}"),
            "σ" => "\\sigma".to_owned(),
            _ => format!("\\operatorname{{{}}}", name.replace('_', "\\_")),
        };
        format!("{name}\\left({}\\right)", list(arguments))
    };
    match (notation(function), arguments) {
        (Notation::Floor, [x]) => format!("\\left\\lfloor {} \\right\\rfloor", part(x)),
        (Notation::Ceil, [x]) => format!("\\left\\lceil {} \\right\\rceil", part(x)),
        (Notation::TimesLn, [x, y]) => part(&x.clone().times_ln(y)),
        (Notation::Absolute, [x]) => format!("\\left| {} \\right|", part(x)),
        (Notation::Norm, [x]) => format!("\\left\\| {} \\right\\|", part(x)),
        (Notation::Radical, [x]) => format!("\\sqrt{{{}}}", part(x)),
        (Notation::Exponential, [x]) => format!("e^{{{}}}", part(x)),
        (Notation::Transpose, [x]) => format!("{}^{{\\top}}", within(x, Strength::Atom)),
        (Notation::Sum, [x]) => format!("\\sum {}", within(x, under_minus(x, false))),
        _ if let Some((letter, x)) = along(function, arguments) => match notation(function) {
            Notation::Sum => format!("\\sum _{{{letter}}} {}", bracketed(&part(x))),
            Notation::Norm => format!("\\left\\| {} \\right\\|_{{{letter}}}", part(x)),
            _ => format!("\\operatorname{{{}}}_{{{letter}}}{}", called(function), bracketed(&part(x))),
        },
        (Notation::Joined, items) => format!("\\left[{}\\right]", list(items)),
        (Notation::Bracket, [x, y]) => {
            format!("\\left[{} = {}\\right]", within(x, Strength::Sum), within(y, Strength::Sum))
        }
        (by @ (Notation::Rows | Notation::Columns), [x, from, to]) => {
            let side = if by == Notation::Columns { "\\text{:}, " } else { "" };
            format!("{}\\left[{side}{}\\dots {}\\right]", within(x, Strength::Atom), part(from), part(to))
        }
        (Notation::Area, [x]) => match &x.kind {
            ExprKind::Value(Value::Pair([h, w])) => format!("{} \\cdot {}", number::latex(*h), number::latex(*w)),
            _ if stands_twice(x) => format!("{0} \\cdot {0}", within(x, Strength::Power)),
            _ => format!("{}^{{2}}", within(x, Strength::Atom)),
        },
        (Notation::Apply | Notation::Slope, [f, rest @ ..]) => {
            let prime = if notation(function) == Notation::Slope { "'" } else { "" };
            let name = match super::line::function_name(f).as_str() {
                "σ" => "\\sigma".to_owned(),
                name => format!("\\operatorname{{{}}}", name.replace('_', "\\_")),
            };
            format!("{name}{prime}\\left({}\\right)", list(rest))
        }
        (Notation::Cases, [condition, a, b]) => {
            let other = if stands_twice(condition) { part(&opposite(condition)) } else { format!("\\text{{{ELSE}}}") };
            let (a, b) = (part(a), part(b));
            format!("\\begin{{cases}} {a} & {} \\\\ {b} & {other} \\end{{cases}}", part(condition))
        }
        (Notation::Named(name), _) => operator(name),
        (Notation::Partial, [loss, by]) => {
            format!("\\frac{{\\partial {}}}{{\\partial {}}}", within(loss, Strength::Atom), within(by, Strength::Atom))
        }
        (Notation::ValueAt, [f, x @ ..]) => format!("{}\\left({}\\right)", part(f), list(x)),
        _ => operator(function),
    }
}

fn list(items: &[Expr]) -> String {
    items.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn value(value: &Value) -> String {
    let row =
        |cells: ArrayViewD<'_, f64>| elided_with(cells.iter(), |x| number::latex(*x), "\\cdots".to_owned()).join(" & ");
    match value {
        Value::Number(x) => number::latex(*x),
        Value::Tensor(t) if t.ndim() == 1 => {
            // Neither a row nor a column: only a matrix stands as one.
            let entries = elided_with(t.iter(), |x| number::latex(*x), "\\dots".to_owned()).join(", ");
            format!("\\left[{entries}\\right]")
        }
        Value::Tensor(t) if t.ndim() == 2 => {
            let rows = elided_with(t.outer_iter(), row, "\\vdots".to_owned()).join(" \\\\ ");
            format!("\\begin{{pmatrix}} {rows} \\end{{pmatrix}}")
        }
        Value::Tensor(t) if t.ndim() > 2 && super::line::is_written(t) => {
            let part = |part: ArrayViewD<'_, f64>| self::value(&Value::from(part.to_owned()));
            let parts = elided_with(t.outer_iter(), part, "\\dots".to_owned());
            format!("\\left[{}\\right]", parts.join(", "))
        }
        Value::Tensor(t) => {
            let sides: Vec<String> = t.shape().iter().map(ToString::to_string).collect();
            format!("\\left[{}\\right]", sides.join(" \\times "))
        }
        Value::Pair([h, w]) if h == w => number::latex(*h),
        Value::Pair([h, w]) if !super::line::is_size(value) => {
            format!("\\left({}, {}\\right)", number::latex(*h), number::latex(*w))
        }
        Value::Pair([h, w]) => format!("{} \\times {}", number::latex(*h), number::latex(*w)),
        Value::Text(text) => format!("\\text{{{}}}", text.replace('_', "\\_")),
        Value::List(items) => {
            let items = elided_with(items.iter(), self::value, "\\dots".to_owned());
            format!("\\left[{}\\right]", items.join(", "))
        }
        Value::Formula(expr) => latex(expr),
        Value::Truth(truth) => format!("\\text{{{truth}}}"),
        Value::Record(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("\\mathrm{{{}}} = {}", name.replace('_', "\\_"), self::value(value)));
            fields.collect::<Vec<_>>().join(",\\ ")
        }
        Value::Absent => "\\text{—}".to_owned(),
    }
}
