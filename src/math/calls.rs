//! Whether the calls of a formula can be taken at all: the functions exist and have as many operands as they take.

use super::error::{MathError, MathErrorKind, Refusal};
use super::expr::{Expr, ExprKind};
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

/// Bytes of a name that may be another, misspelt.
const LONGEST: usize = 64;

/// The candidate that is most like `name`, if one is spelled nearly so.
#[must_use]
pub fn near<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = candidates.filter(|_| name.len() <= LONGEST).map(|c| (strsim::damerau_levenshtein(name, c), c));
    // One letter for another, or for two, is another name, unless it is the same letter.
    let letter = name.chars().count() < 2;
    let alike =
        |distance: usize, c: &str| !letter && distance < name.len().max(c.len()) || name.eq_ignore_ascii_case(c);
    scored.filter(|(distance, c)| *distance <= 1 + c.chars().count() / 4 && alike(*distance, c)).min().map(|(_, c)| c)
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
    fn a_name_of_one_letter_is_near_to_none_but_itself() {
        assert_eq!(near("s", ["v", "x", "st"].into_iter()), None);
        assert_eq!(near("S", ["v", "s"].into_iter()), Some("s"));
        assert_eq!(near("ss", ["v", "s"].into_iter()), Some("s"));
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

    #[test]
    fn the_longer_a_name_is_the_more_of_its_letters_may_be_wrong() {
        let known = |name: &str| near(name, ["exp", "convolve"].into_iter());
        assert_eq!(
            [known("ex"), known("konfolwe"), known("xyz"), known("gonfalwa")],
            [Some("exp"), Some("convolve"), None, None]
        );
    }
}
