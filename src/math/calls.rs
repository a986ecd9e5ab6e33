//! Whether the calls of a formula can be taken at all: the functions exist and have as many operands as they take.

use super::error::{MathError, MathErrorKind, Refusal};
use super::expr::{Expr, ExprKind};
use super::near::near;
use super::ops::{self, Operation};
use super::parse::visit;

/// The first call of a function that does not exist or takes another number of operands; other names in `known` are
/// functions as well.
///
/// # Errors
/// [`MathErrorKind::UnknownFunction`] or [`Refusal::Arity`], with the place of the call.
pub fn check_calls(expr: &Expr, known: &[&str]) -> Result<(), MathError> {
    let mut checked = Ok(());
    visit(expr, &mut |part| {
        if let ExprKind::Call(name, operands) = &part.kind
            && checked.is_ok()
            && !known.contains(&&**name)
        {
            checked = call(name, operands.len()).map_err(|kind| kind.at(part.span));
        }
    });
    checked
}

fn call(name: &str, got: usize) -> Result<(), MathErrorKind> {
    let operation = ops::find(name).ok_or_else(|| unknown(name))?;
    operation.takes(got).map_err(|why| why.by(operation.name))
}

/// An operation's refusal, where an expression asks for it: by its sign or its name, at its place.
pub(super) fn refused(why: Refusal, operation: &Operation, expr: &Expr) -> MathError {
    let called = match &expr.kind {
        ExprKind::Binary(op, ..) if op.operation() == Some(operation.name) => op.sign(),
        ExprKind::Unary(op, _) if op.operation() == operation.name => op.sign(),
        _ => operation.name,
    };
    why.by(called).at(expr.span)
}

/// That there is no such function, with one spelled nearly so.
pub(super) fn unknown(name: &str) -> MathErrorKind {
    MathErrorKind::UnknownFunction { name: name.into(), near: near(name, ops::all().map(|o| o.name)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn checked(source: &str) -> Result<(), MathErrorKind> {
        check_calls(&parse(source).unwrap(), &["given"]).map_err(|error| error.kind)
    }

    #[test]
    fn a_call_that_can_be_taken_is_taken() {
        for source in ["exp(x) + sum(x, 0)", "grad(exp(x), x)", "derivative(x^2)", "given(x)", "where(x > 0, 1, 2)"] {
            assert_eq!(checked(source), Ok(()), "{source}");
        }
    }

    #[test]
    fn the_first_call_that_cannot_be_taken_is_told() {
        let unknown = MathErrorKind::UnknownFunction { name: "flor".into(), near: Some("floor") };
        assert_eq!(checked("1 + flor(exp(x))"), Err(unknown));
        let arity = |operation, least, most, got| Refusal::Arity { least, most, got }.by(operation);
        assert_eq!(checked("grad(x)"), Err(arity("grad", 2, 2, 1)));
        assert_eq!(checked("exp(x, y)"), Err(arity("exp", 1, 1, 2)));
    }

    #[test]
    fn what_is_refused_is_called_by_its_sign_where_it_was_written_with_one() {
        let said = |source: &str| match crate::Machine::new().evaluate(&parse(source).unwrap()).unwrap_err().kind {
            MathErrorKind::Refused { operation, .. } => operation.to_string(),
            other => panic!("{source}: {other}"),
        };
        for (source, by) in [("-\"a\"", "-"), ("1 + \"a\"", "+"), ("abs(\"a\")", "abs")] {
            assert_eq!(said(source), by, "{source}");
        }
    }
}
