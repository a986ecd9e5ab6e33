//! The tree of an expression, as the parser reads it and the renderers write it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::span::Span;
use super::value::Value;

/// An expression with the place it was read from. Equality ignores the place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stood; empty for a tree made by the program.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ExprKind {
    /// A literal number, with its digits as they were written (`1e-3`, `0.50`).
    Number(f64, Arc<str>),
    /// A literal text in double quotes: the name of a choice (`mode == "max"`).
    Text(Arc<str>),
    /// A name in the notes' own notation: `N_0`, `W_{xh}`, `d_k`.
    Name(Arc<str>),
    /// `[1, 2; 3, 4]` is not part of the language: rows are nested, `[[1, 2], [3, 4]]`.
    List(Vec<Expr>),
    /// One operand.
    Unary(UnaryOp, Box<Expr>),
    /// Two operands.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// A function of `math::ops`: `floor(x)`.
    Call(Arc<str>, Vec<Expr>),
    /// `x[t]`, `x[i, j]`.
    Index(Box<Expr>, Vec<Expr>),
    /// A named value of a record: `cell.h`.
    Field(Box<Expr>, Arc<str>),
    /// A value put in for a name. The parser never makes one, and it is never kept in a file.
    #[serde(skip)]
    Value(Value),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnaryOp {
    /// `-x`, binds looser than `^`: −x^2 = −(x²).
    Neg,
    /// `not x`.
    Not,
}

/// Operators with two operands, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BinaryOp {
    /// `a or b`
    Or,
    /// `a and b`
    And,
    /// `a == b`
    Eq,
    /// `a != b`
    Ne,
    /// `a < b`
    Lt,
    /// `a <= b`
    Le,
    /// `a > b`
    Gt,
    /// `a >= b`
    Ge,
    /// `a + b`
    Add,
    /// `a - b`
    Sub,
    /// `a * b`, element by element
    Mul,
    /// `a / b`, element by element
    Div,
    /// `a ⊙ b`: the same as `a * b`, written so that of tensors it does not read as a matrix product
    Hadamard,
    /// `a @ b`, the matrix product
    MatMul,
    /// `a ^ b`, right-associative
    Pow,
}

impl fmt::Display for BinaryOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

/// A named step: `N_1 = floor(…) + 1`, or `h[t] = tanh(…)` inside a loop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// The name on the left.
    pub name: Arc<str>,
    /// The index on the left, when the name is a sequence built turn by turn.
    pub index: Option<Expr>,
    /// The right-hand side.
    pub body: Expr,
}

impl Expr {
    /// The item of a sequence: `h[2]`.
    #[must_use]
    pub fn at(self, index: i64) -> Self {
        Self::new(ExprKind::Index(Box::new(self), vec![Self::value(Value::scalar(index as f64))]))
    }

    /// The part of a list or matrix at this place, counted from 1: `y[1, 2]`.
    #[must_use]
    pub fn part(self, place: &[usize]) -> Self {
        let place = place.iter().map(|index| Self::value(Value::scalar(*index as f64))).collect();
        Self::new(ExprKind::Index(Box::new(self), place))
    }

    /// The expression with a number in place of a name.
    #[must_use]
    pub fn put(&self, name: &str, number: f64) -> Self {
        self.replace(&mut |part| match &part.kind {
            ExprKind::Name(known) if **known == *name => Some(Self::value(Value::scalar(number))),
            _ => None,
        })
    }

    /// An expression made by the program: it stands nowhere in a source.
    #[must_use]
    pub const fn new(kind: ExprKind) -> Self {
        Self { kind, span: Span::new(0, 0) }
    }

    /// A value put in for a name.
    #[must_use]
    pub const fn value(value: Value) -> Self {
        Self::new(ExprKind::Value(value))
    }

    /// A name.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self::new(ExprKind::Name(name.into()))
    }

    /// `function(arguments…)`
    #[must_use]
    pub fn call(function: &str, arguments: Vec<Self>) -> Self {
        Self::new(ExprKind::Call(function.into(), arguments))
    }

    /// `self op right`
    #[must_use]
    pub fn with(self, op: BinaryOp, right: Self) -> Self {
        Self::new(ExprKind::Binary(op, Box::new(self), Box::new(right)))
    }

    /// `self * ln(y)`
    #[must_use]
    pub fn times_ln(self, y: &Self) -> Self {
        self.with(BinaryOp::Mul, Self::call("ln", vec![y.clone()]))
    }

    /// Whether it is a number, a value put in, or the negative of one.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        match &self.kind {
            ExprKind::Number(..) | ExprKind::Value(_) | ExprKind::Text(_) => true,
            ExprKind::Unary(UnaryOp::Neg, inner) => matches!(inner.kind, ExprKind::Number(..)),
            _ => false,
        }
    }

    /// The same with each part that `change` has an answer for replaced by it, outside in.
    #[must_use]
    pub fn replace(&self, change: &mut dyn FnMut(&Self) -> Option<Self>) -> Self {
        if let Some(other) = change(self) {
            return other;
        }
        let mut each = |items: &[Self]| items.iter().map(|e| e.replace(change)).collect::<Vec<_>>();
        let kind = match &self.kind {
            ExprKind::List(items) => ExprKind::List(each(items)),
            ExprKind::Call(function, arguments) => ExprKind::Call(function.clone(), each(arguments)),
            ExprKind::Unary(op, inner) => ExprKind::Unary(*op, Box::new(inner.replace(change))),
            ExprKind::Field(inner, field) => ExprKind::Field(Box::new(inner.replace(change)), field.clone()),
            ExprKind::Binary(op, left, right) => {
                ExprKind::Binary(*op, Box::new(left.replace(change)), Box::new(right.replace(change)))
            }
            ExprKind::Index(base, indices) => {
                let indices = each(indices);
                ExprKind::Index(Box::new(base.replace(change)), indices)
            }
            leaf => leaf.clone(),
        };
        Self { kind, span: self.span }
    }
}

impl UnaryOp {
    /// How it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Neg => "-",
            Self::Not => "not",
        }
    }

    /// The operation that it stands for.
    #[must_use]
    pub const fn operation(self) -> &'static str {
        match self {
            Self::Neg => "neg",
            Self::Not => "not",
        }
    }
}

impl BinaryOp {
    /// Whether it compares its operands.
    #[must_use]
    pub const fn is_comparison(self) -> bool {
        matches!(self, Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge)
    }

    /// How it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Hadamard => "⊙",
            Self::MatMul => "@",
            Self::Pow => "^",
        }
    }

    /// The operation that it stands for; none of what stops at its first operand.
    #[must_use]
    pub const fn operation(self) -> Option<&'static str> {
        Some(match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul | Self::Hadamard => "mul",
            Self::Div => "div",
            Self::MatMul => "matmul",
            Self::Pow => "pow",
            Self::Or | Self::And => return None,
        })
    }
}

/// The operation that `x[i]` stands for.
pub(crate) const INDEXED: &str = "item";

/// The operation that `[a, b]` stands for, of items of one shape.
pub(crate) const LISTED: &str = "stack";

/// The number that a name stands for where nothing else is called so.
#[must_use]
pub fn constant(name: &str) -> Option<f64> {
    match name {
        "pi" => Some(std::f64::consts::PI),
        "e" => Some(std::f64::consts::E),
        _ => None,
    }
}
