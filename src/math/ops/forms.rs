//! What looks at its operands as they are written, not only at their values: the machine takes each in its own way.

use super::{Notation, Operation, Outcome};
use crate::error::{Refusal, Sort};
use crate::expr::{Expr, ExprKind};
use crate::value::Value;

/// How the machine takes the operands of an operation that needs more of them than their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The gradient of a number by a value that it was made of.
    Gradient,
    /// The derivative of a formula that was given, as a formula.
    Derivative,
    /// The value of a formula that was given.
    ValueAt,
    /// The case whose condition holds; the other is not looked at. Of conditions number by number both are, as values.
    Cases,
}

impl Form {
    /// The form of the function called `name`, if it has one.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        super::find(name)?.form
    }

    /// Whether it looks at formulas alone, so that there is nothing to compute from values.
    #[must_use]
    pub const fn is_of_formulas(self) -> bool {
        !matches!(self, Self::Cases)
    }
}

pub(crate) const GRADIENT: &str = "grad";
pub(crate) const DERIVATIVE: &str = "derivative";
pub(crate) const VALUE_AT: &str = "at";
pub(super) const CASES: &str = "where";

/// Of values alone there is no formula to look at.
fn refused<T>(operands: &[Value]) -> Outcome<T> {
    let got = operands.first().unwrap_or(&Value::Absent).sort();
    Err(Refusal::Type { expected: Sort::Function, got })
}

const fn of_formulas(
    name: &'static str,
    operands: &'static [&'static str],
    about: &'static str,
    form: Form,
) -> Operation {
    Operation::general(name, operands, about, refused, refused).formed(form)
}

pub(super) const OPERATIONS: &[Operation] = &[
    of_formulas(
        GRADIENT,
        &["loss", "x"],
        "the gradient of a number by a name, worked out link by link of the chain rule",
        Form::Gradient,
    )
    .written(Notation::Partial)
    .examples(&["grad(sum([1,2,3]^2), x)"]),
    of_formulas(
        DERIVATIVE,
        &["f", "x?", "slip?"],
        "the derivative of a formula that was given, as a formula; with a slip (chain, product, quotient, \
         quotient-reversed, power, factor), what comes of that rule got wrong",
        Form::Derivative,
    )
    .examples(&["derivative(f)"]),
    of_formulas(VALUE_AT, &["f", "x"], "the value of a formula of one variable that was given", Form::ValueAt)
        .written(Notation::ValueAt)
        .examples(&["at(f, 2)"]),
];

impl Expr {
    /// ∂of/∂by
    #[must_use]
    pub fn gradient(of: Self, by: Self) -> Self {
        Self::call(GRADIENT, vec![of, by])
    }

    /// `yes` where the condition holds, else `no`.
    #[must_use]
    pub fn cases(condition: Self, yes: Self, no: Self) -> Self {
        Self::call(CASES, vec![condition, yes, no])
    }

    /// The formula that `f` names, of these variables: f(x, y).
    #[must_use]
    pub fn value_at(f: Self, variables: impl IntoIterator<Item = Self>) -> Self {
        Self::call(VALUE_AT, std::iter::once(f).chain(variables).collect())
    }

    /// The form of the operation that is called, if it has one.
    #[must_use]
    pub fn form(&self) -> Option<Form> {
        match &self.kind {
            ExprKind::Call(name, _) => Form::of(name),
            _ => None,
        }
    }

    /// Of cases the condition, what stands where it holds, and what stands elsewhere.
    #[must_use]
    pub fn as_cases(&self) -> Option<[&Self; 3]> {
        match &self.kind {
            ExprKind::Call(name, operands) if Form::of(name) == Some(Form::Cases) => match operands.as_slice() {
                [condition, yes, no] => Some([condition, yes, no]),
                _ => None,
            },
            _ => None,
        }
    }
}
