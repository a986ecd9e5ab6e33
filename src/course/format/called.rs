//! What the formulas of statements and prose may call.

use crate::math::{self, Expr, MathError, MathErrorKind};

/// No function in a formula is a misspelt one, or one with a number of operands that it does not take. A letter before
/// brackets may be notation: `p(x)`.
pub(super) fn called(sides: &[Expr]) -> Result<(), MathError> {
    let notation = |error: &MathError| matches!(&error.kind, MathErrorKind::UnknownFunction { near: None, .. });
    let wrong = sides.iter().find_map(|side| math::check_calls(side, &[]).err().filter(|error| !notation(error)));
    wrong.map_or(Ok(()), Err)
}
