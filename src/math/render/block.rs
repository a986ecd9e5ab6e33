//! An expression in two dimensions: stacked fractions, raised exponents, brackets that grow, matrices.

use ndarray::ArrayViewD;

use super::layout::{Bracket, Layout};
use super::line::{self, elided, elided_with};
use super::{
    ELSE, Joint, Strength, Subscripts, along, called, is_fraction, is_sum, is_zero, left_of, notation, opposite,
    right_of, side_by_side, spelled, split, stands_twice, strength, strength_of, under_minus,
};
use crate::columns::width as columns;
use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::number;
use crate::ops::Notation;
use crate::value::Value;

/// What the terminal can draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// ASCII alone.
    pub ascii: bool,
}

/// The expression as rows of text at most `width` columns wide: in two dimensions where that fits, else in one line,
/// wrapped at operators.
#[must_use]
pub fn block(expr: &Expr, width: usize, style: Style) -> Vec<String> {
    let layout = Draw::of(style, width, &[expr]).whole(expr);
    if layout.width() <= width {
        return layout.rows().map(|row| row.trim_end().to_owned()).collect();
    }
    let text = line::line(expr);
    wrapped(&if style.ascii { ascii(&text) } else { text }, width)
}

/// What stands inside a line of words: formulas apart by `=`, in two dimensions and at most `width` columns wide, with the
/// row on which the words stand. Nothing where they need but one row, or do not fit.
#[must_use]
pub fn inline(sides: &[Expr], width: usize, style: Style) -> Option<(Vec<String>, usize)> {
    let draw = Draw::of(style, width, &sides.iter().collect::<Vec<_>>());
    let mut parts = Vec::new();
    for side in sides {
        if !parts.is_empty() {
            parts.push(draw.text(" = "));
        }
        parts.push(draw.layout(&spelled(side)));
    }
    let layout = Layout::beside(&parts);
    let fits = layout.height() > 1 && layout.width() <= width;
    fits.then(|| (layout.rows().map(str::to_owned).collect(), layout.baseline()))
}

/// Whether a matrix of several rows stands in an expression: what is hard to read in one line.
#[must_use]
pub fn has_matrix(expr: &Expr) -> bool {
    let all = |items: &[Expr]| items.iter().any(has_matrix);
    match &expr.kind {
        ExprKind::List(items) => matrix(items).is_some_and(|rows| rows.len() > 1) || all(items),
        ExprKind::Value(Value::Tensor(tensor)) => tensor.ndim() == 2 && tensor.shape()[0] > 1,
        ExprKind::Value(_) | ExprKind::Number(..) | ExprKind::Text(_) | ExprKind::Name(_) => false,
        ExprKind::Unary(_, inner) | ExprKind::Field(inner, _) => has_matrix(inner),
        ExprKind::Binary(_, a, b) => has_matrix(a) || has_matrix(b),
        ExprKind::Index(base, indices) => has_matrix(base) || all(indices),
        ExprKind::Call(_, arguments) => all(arguments),
    }
}

/// The rows of a list that is written as a matrix: lists of the same length that hold no lists.
fn matrix(items: &[Expr]) -> Option<Vec<&[Expr]>> {
    let rows: Vec<&[Expr]> = items.iter().map(row).collect::<Option<_>>()?;
    let wide = rows.first().map(|row| row.len()).filter(|wide| *wide > 0)?;
    rows.iter().all(|row| row.len() == wide).then_some(rows)
}

/// The numbers of a matrix of several rows, row by row, each as it is written; nothing of anything else.
#[must_use]
pub fn rows(expr: &Expr) -> Option<Vec<Vec<String>>> {
    let rows: Vec<Vec<String>> = match &expr.kind {
        ExprKind::List(items) => matrix(items)?.into_iter().map(|row| row.iter().map(line::part).collect()).collect(),
        ExprKind::Value(Value::Tensor(tensor)) if tensor.ndim() == 2 => {
            tensor.outer_iter().map(|row| row.iter().map(|x| number::line(*x)).collect()).collect()
        }
        _ => return None,
    };
    (rows.len() > 1).then_some(rows)
}

/// The cells of a list that holds no lists.
fn row(expr: &Expr) -> Option<&[Expr]> {
    match &expr.kind {
        ExprKind::List(cells) if !cells.iter().any(|cell| matches!(cell.kind, ExprKind::List(_))) => Some(cells),
        _ => None,
    }
}

/// Columns that a wrapped side has at least.
const LEAST: usize = 12;

/// `left = first`, then each further side under it, aligned at the `=` or `≈` in front of it.
#[must_use]
pub fn equation(left: &Expr, sides: &[&Expr], width: usize, style: Style) -> Vec<String> {
    let draw = Draw::of(style, width, &[&[left], sides].concat());
    let head = draw.layout(left);
    let indent = Layout::text(&" ".repeat(head.width()));
    let mut rows: Vec<String> = Vec::new();
    for (at, side) in sides.iter().enumerate() {
        let lead = if at == 0 { &head } else { &indent };
        let joint = at.checked_sub(1).map_or(Joint::Equal, |before| Joint::between(sides[before], side));
        let joint = format!(" {joint} ");
        let joint = if style.ascii { ascii(&joint) } else { joint };
        let equals = Layout::text(&joint);
        let whole = Layout::beside(&[lead.clone(), equals.clone(), draw.whole(side)]);
        if whole.width() <= width {
            rows.extend(whole.rows().map(|row| row.trim_end().to_owned()));
            continue;
        }
        let text = line::line(side);
        let text = if style.ascii { ascii(&text) } else { text };
        let lead_text = if at == 0 { line::line(left) } else { " ".repeat(head.width()) };
        let lead_text = if style.ascii { ascii(&lead_text) } else { lead_text };
        let margin = columns(&lead_text) + columns(&joint);
        let room = width.saturating_sub(margin).max(LEAST);
        // Where the left side leaves no room, what follows stands at the edge.
        let margin = if margin + room > width { 0 } else { margin };
        for (row, part) in wrapped(&text, room).into_iter().enumerate() {
            rows.push(if row == 0 {
                format!("{lead_text}{joint}{part}")
            } else {
                format!("{}{part}", " ".repeat(margin))
            });
        }
    }
    rows
}

/// One line broken after operators and commas so that no part is wider than `width`, where that can be done.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut piece = String::new();
    let flush = |piece: &mut String, rows: &mut Vec<String>| {
        if let Some(last) = rows.last_mut() {
            if !last.is_empty() && columns(last) + columns(piece.trim_end()) > width {
                rows.push(std::mem::take(piece).trim_start().to_owned());
            } else {
                last.push_str(&std::mem::take(piece));
            }
        }
    };
    for c in text.chars() {
        piece.push(c);
        if " ,;·/".contains(c) {
            flush(&mut piece, &mut rows);
        }
    }
    flush(&mut piece, &mut rows);
    rows.iter().map(|row| row.trim_end().to_owned()).collect()
}

/// The nearest ASCII of a rendered line.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        // The sign of a power stands before the first character that is raised.
        let raised = |c: char| number::plain_of_raised(c).is_some();
        if raised(c) && !before.is_some_and(raised) {
            out.push('^');
        }
        before = Some(c);
        let plain = match c {
            '−' | '₋' | '⁻' => "-",
            '·' | '×' | '⊙' => "*",
            '≈' => "~",
            '√' => "sqrt ",
            '≤' => "<=",
            '≥' => ">=",
            '≠' => "!=",
            '⌊' => "floor(",
            '⌈' => "ceil(",
            '⌋' | '⌉' => ")",
            '‖' => "||",
            'σ' => "sigma",
            'Σ' => "sum",
            '∂' => "d",
            '′' => "'",
            '\u{302}' => "_hat",
            '\u{304}' => "_bar",
            '…' | '⋮' => "...",
            '—' => "-",
            '∧' => "and",
            '∨' => "or",
            '¬' => "not ",
            c if c.is_ascii() => {
                out.push(c);
                continue;
            }
            c => match number::plain(c) {
                Some(c) => {
                    out.push(c);
                    continue;
                }
                None => {
                    out.push_str(super::greek_word(c).unwrap_or("?"));
                    continue;
                }
            },
        };
        out.push_str(plain);
    }
    out
}

/// The least strength of an operand: a factor that is a sum stands in brackets, as Σ reaches over what follows.
fn prefixed(op: BinaryOp, operand: &Expr, least: Strength) -> Strength {
    if is_sum(operand) && strength_of(op) >= Strength::Product { Strength::Bracketed } else { least }
}

struct Draw {
    style: Style,
    /// Columns beyond which nothing is laid out.
    room: usize,
    /// How the letters of subscripts stand.
    subscripts: Subscripts,
}

impl Draw {
    /// What draws these expressions in so many columns.
    fn of(style: Style, room: usize, exprs: &[&Expr]) -> Self {
        Self { style, room, subscripts: Subscripts::among(exprs.iter().copied()) }
    }

    fn text(&self, text: &str) -> Layout {
        if self.style.ascii { Layout::text(&ascii(text)) } else { Layout::text(text) }
    }

    fn brackets(&self, unicode: [Bracket; 2]) -> [Bracket; 2] {
        match (self.style.ascii, unicode[0].single) {
            (false, _) => unicode,
            (true, "(") => Bracket::ASCII_ROUND,
            (true, "|") => Bracket::ASCII_BAR,
            (true, _) => Bracket::ASCII_SQUARE,
        }
    }

    fn bracketed(&self, inner: &Layout, unicode: [Bracket; 2]) -> Layout {
        let [open, close] = self.brackets(unicode);
        inner.between(&open, &close)
    }

    /// The expression; one that is wider than there is room for, as its width alone: no more comes of what holds it.
    fn layout(&self, expr: &Expr) -> Layout {
        let layout = self.drawn(expr);
        if layout.width() > self.room { Layout::wide(self.room + 1) } else { layout }
    }

    fn drawn(&self, expr: &Expr) -> Layout {
        match &expr.kind {
            ExprKind::Number(..) | ExprKind::Text(_) => self.text(&line::part(expr)),
            ExprKind::Name(name) => self.name(name),
            ExprKind::List(items) if let Some(rows) = matrix(items) => {
                let cell = |cell: &Expr| if self.style.ascii { ascii(&line::part(cell)) } else { line::part(cell) };
                let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
                self.bracketed(&Layout::grid(&rows), Bracket::SQUARE)
            }
            ExprKind::List(items) => self.bracketed(&self.list(items), Bracket::SQUARE),
            ExprKind::Unary(UnaryOp::Neg, inner) if is_zero(inner) => self.layout(inner),
            ExprKind::Unary(UnaryOp::Neg, inner) => {
                Layout::beside(&[self.text("−"), self.within(inner, under_minus(inner, false))])
            }
            ExprKind::Unary(UnaryOp::Not, inner) => {
                Layout::beside(&[self.text("¬"), self.within(inner, Strength::Atom)])
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right),
            ExprKind::Call(function, arguments) => self.call(function, arguments),
            ExprKind::Index(base, indices) => self.index(base, indices),
            ExprKind::Field(base, field) => {
                Layout::beside(&[self.within(base, Strength::Atom), self.text(&format!(".{field}"))])
            }
            ExprKind::Value(Value::Pair(_)) => self.text(&line::part(expr)),
            ExprKind::Value(value) => self.value(value),
        }
    }

    /// The whole, which alone may be a size: inside another expression that is a pair.
    fn whole(&self, expr: &Expr) -> Layout {
        match &expr.kind {
            ExprKind::Value(Value::Pair(_)) => self.text(&line::line(expr)),
            _ => self.layout(&spelled(expr)),
        }
    }

    /// A name; a subscript without subscript characters stands a row lower, and with it all others of letters.
    fn name(&self, name: &str) -> Layout {
        let (base, sub) = split(name);
        match sub {
            Some(sub)
                if super::accent(sub).is_none()
                    && (number::subscript(sub).is_none() || self.subscripts.sets_apart(name))
                    && !self.style.ascii =>
            {
                Layout::text(&line::name(base)).lowered(&Layout::text(&line::name(sub)))
            }
            _ => self.text(&line::name(name)),
        }
    }

    fn within(&self, expr: &Expr, least: Strength) -> Layout {
        self.bracketed_within(expr, self.layout(expr), least)
    }

    /// An expression that is laid out, with brackets where it needs them.
    fn bracketed_within(&self, expr: &Expr, inner: Layout, least: Strength) -> Layout {
        let own = if is_fraction(expr) && least < Strength::Atom { Strength::Atom } else { strength(expr) };
        if own < least { self.bracketed(&inner, Bracket::ROUND) } else { inner }
    }

    fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr) -> Layout {
        match op {
            BinaryOp::Div => {
                let bar = if self.style.ascii { "-" } else { "─" };
                Layout::fraction(&self.layout(left), &self.layout(right), bar)
            }
            BinaryOp::Pow => {
                let base = self.within(left, prefixed(op, left, Strength::Atom));
                match line::exponent(right) {
                    Some(raised) if !self.style.ascii => Layout::beside(&[base, Layout::text(&raised)]),
                    _ => base.raised(&self.layout(right)),
                }
            }
            _ => {
                let left_part = self.within(left, prefixed(op, left, left_of(op, left)));
                let right_part = self.within(right, prefixed(op, right, right_of(op, right, false)));
                let sign = match op {
                    BinaryOp::Mul if side_by_side(left, right) => "",
                    BinaryOp::Mul => " · ",
                    op => line::sign(op),
                };
                Layout::beside(&[left_part, self.text(sign), right_part])
            }
        }
    }

    fn index(&self, base: &Expr, indices: &[Expr]) -> Layout {
        let inner = line::list(indices).replace(' ', "");
        let base = self.within(base, Strength::Atom);
        match number::subscript(&inner) {
            Some(sub) if !self.style.ascii => Layout::beside(&[base, Layout::text(&sub)]),
            _ => Layout::beside(&[base, self.text(&format!("[{inner}]"))]),
        }
    }

    fn call(&self, function: &str, arguments: &[Expr]) -> Layout {
        let named = |name: &str, arguments: &[Expr]| {
            Layout::beside(&[self.text(name), self.bracketed(&self.list(arguments), Bracket::ROUND)])
        };
        match (notation(function), arguments) {
            (Notation::Floor | Notation::Ceil, _) if self.style.ascii => named(function, arguments),
            (Notation::Floor, [x]) => self.bracketed(&self.layout(x), Bracket::FLOOR),
            (Notation::Ceil, [x]) => self.bracketed(&self.layout(x), Bracket::CEIL),
            (Notation::TimesLn, [x, y]) => self.layout(&x.clone().times_ln(y)),
            (Notation::Absolute, [x]) => self.bracketed(&self.layout(x), Bracket::BAR),
            (Notation::Norm, [x]) if !self.style.ascii => self.bracketed(&self.layout(x), Bracket::NORM),
            (Notation::Radical, [x]) if !self.style.ascii => {
                let inner = self.layout(x);
                if inner.height() > 1 {
                    return inner.radical();
                }
                Layout::beside(&[self.text("√"), self.bracketed_within(x, inner, Strength::Atom)])
            }
            (Notation::Exponential, [x]) => match line::exponent(x) {
                Some(raised) if !self.style.ascii => Layout::text(&format!("e{raised}")),
                _ => Layout::text("e").raised(&self.layout(x)),
            },
            (Notation::Transpose, [x]) => Layout::beside(&[self.within(x, Strength::Atom), self.text("ᵀ")]),
            (Notation::Sum, [x]) => Layout::beside(&[self.text("Σ "), self.within(x, under_minus(x, false))]),
            _ if let Some((letter, x)) = along(function, arguments) => {
                let letter = match number::subscript(letter) {
                    Some(letter) if !self.style.ascii => letter,
                    _ => format!("_{letter}"),
                };
                let letter = Layout::text(&letter);
                if notation(function) == Notation::Norm && !self.style.ascii {
                    return Layout::beside(&[self.bracketed(&self.layout(x), Bracket::NORM), letter]);
                }
                let name = Layout::beside(&[self.text(&called(function)), letter]);
                Layout::beside(&[name, self.bracketed(&self.layout(x), Bracket::ROUND)])
            }
            (Notation::Joined, items) => self.bracketed(&self.list(items), Bracket::SQUARE),
            (Notation::Bracket, [x, y]) => {
                let sides = [self.within(x, Strength::Sum), self.text(" = "), self.within(y, Strength::Sum)];
                self.bracketed(&Layout::beside(&sides), Bracket::SQUARE)
            }
            (Notation::Rows | Notation::Columns, [x, ..]) => {
                let base = Layout::beside(&[self.within(x, Strength::Atom)]);
                let whole = line::line(&Expr::call(function, arguments.to_vec()));
                let alone = line::within(x, Strength::Atom);
                Layout::beside(&[base, self.text(whole.strip_prefix(&alone).unwrap_or(&whole))])
            }
            (Notation::Area, [x]) => match &x.kind {
                ExprKind::Value(_) => self.text(&line::line(&Expr::call(function, arguments.to_vec()))),
                _ if stands_twice(x) => {
                    let side = self.within(x, Strength::Power);
                    Layout::beside(&[side.clone(), self.text(" · "), side])
                }
                _ => self.within(x, Strength::Atom).raised(&self.text("2")),
            },
            (Notation::Apply | Notation::Slope, [f, rest @ ..]) => {
                let prime = if notation(function) == Notation::Slope { "′" } else { "" };
                named(&format!("{}{prime}", line::function_name(f)), rest)
            }
            (Notation::Cases, [condition, a, b]) => {
                let values = [self.layout(a), self.layout(b)];
                let other = if stands_twice(condition) { self.layout(&opposite(condition)) } else { self.text(ELSE) };
                let conditions = [self.layout(condition), other];
                let widest = values.iter().map(Layout::width).max().unwrap_or(0);
                let turns = values.into_iter().zip(conditions).map(|(value, condition)| {
                    let gap = self.text(&" ".repeat(widest - value.width() + 4));
                    Layout::beside(&[value, gap, condition])
                });
                let rows = Layout::column(&turns.collect::<Vec<_>>());
                let brace = if self.style.ascii { Bracket::ASCII_BRACE } else { Bracket::BRACE };
                rows.between(&brace, &Bracket::NOTHING)
            }
            (Notation::Named(name), _) => named(name, arguments),
            (Notation::Partial, [loss, by]) => {
                let d = |e: &Expr| Layout::beside(&[self.text("∂"), self.within(e, Strength::Atom)]);
                Layout::fraction(&d(loss), &d(by), if self.style.ascii { "-" } else { "─" })
            }
            (Notation::ValueAt, [f, x @ ..]) => {
                Layout::beside(&[self.layout(f), self.bracketed(&self.list(x), Bracket::ROUND)])
            }
            _ => named(&function.replace('_', " "), arguments),
        }
    }

    fn list(&self, items: &[Expr]) -> Layout {
        self.apart(&items.iter().map(|item| self.layout(item)).collect::<Vec<_>>())
    }

    /// What stands side by side, with commas between.
    fn apart(&self, items: &[Layout]) -> Layout {
        let mut parts = Vec::new();
        for item in items {
            if !parts.is_empty() {
                parts.push(self.text(", "));
            }
            parts.push(item.clone());
        }
        if parts.is_empty() { self.text("") } else { Layout::beside(&parts) }
    }

    fn value(&self, value: &Value) -> Layout {
        match value {
            Value::Tensor(t) if t.ndim() == 2 => {
                let row = |row: ArrayViewD<'_, f64>| elided(row.iter(), |x| number::line(*x));
                let mut rows: Vec<Vec<String>> = elided_with(t.outer_iter(), row, Vec::new());
                let columns = rows.first().map_or(1, Vec::len);
                rows.iter_mut().filter(|row| row.is_empty()).for_each(|row| *row = vec!["⋮".to_owned(); columns]);
                if self.style.ascii {
                    rows.iter_mut().flatten().for_each(|cell| *cell = ascii(cell));
                }
                self.bracketed(&Layout::grid(&rows), Bracket::SQUARE)
            }
            Value::Tensor(t) if t.ndim() > 2 && line::is_written(t) => {
                let part = |part: ArrayViewD<'_, f64>| self.value(&Value::from(part.to_owned()));
                let parts = elided_with(t.outer_iter(), part, self.text("…"));
                self.bracketed(&self.apart(&parts), Bracket::SQUARE)
            }
            Value::Formula(expr) => self.layout(expr),
            other => self.text(&line::value(other)),
        }
    }
}
