//! More digits where those that a screen shows cancel: 1.414213562² − 2 where 1.41421² − 2 says nothing.

use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::number;
use crate::parse::visit;
use crate::trace;
use crate::value::Value;

use super::as_shown;

/// More digits than these are rounding noise.
const MOST: usize = 14;

/// With fewer digits the difference of two numbers tells little of itself.
const TELLING: f64 = 5e-4;

/// The sides of an equation, with as many digits of its numbers as lead to a difference, or make it seen, where those
/// that a screen shows do not.
#[must_use]
pub fn sharp(sides: Vec<Expr>) -> Vec<Expr> {
    let Some(digits) = sides.iter().filter_map(wanted).max() else { return sides };
    let hidden = sides.iter().any(|side| matches!(blurred(side), Some(Blurred::Unseen(_)) if wanted(side).is_some()));
    let sharper = |side: &Expr| if hidden && side.is_literal() { to(side, digits) } else { sharpened(side, digits) };
    sides.iter().map(sharper).collect()
}

/// What the digits of a screen do not tell of a difference.
enum Blurred {
    /// What is left of it: the digits in front are equal.
    Left(f64),
    /// How little was taken away, as a part of the whole.
    Unseen(f64),
}

/// What of a sum or difference is not told by the digits shown.
fn blurred(side: &Expr) -> Option<Blurred> {
    let ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), left, right) = &side.kind else { return None };
    let value = |side: &Expr| trace::evaluate(side)?.as_scalar().filter(|x| x.is_finite());
    let (a, b, result) = (value(left)?, value(right)?, value(side)?);
    let seen = value(&as_shown(side)).unwrap_or(f64::NAN);
    let tells = (seen - result).abs() <= TELLING * result.abs();
    if result.abs() <= 1e-3 * a.abs().max(b.abs()) && !tells {
        return Some(Blurred::Left(result));
    }
    let little = b != 0.0 && b.abs() <= 1e-5 * a.abs() && a != result;
    let unseen = *op == BinaryOp::Sub && left.is_literal() && little;
    unseen.then(|| Blurred::Unseen(b / a))
}

/// How many digits a side wants, where it wants more than are shown.
fn wanted(side: &Expr) -> Option<usize> {
    let mut most = None;
    visit(side, &mut |part| most = most.max(wanted_of(part)));
    most
}

fn wanted_of(part: &Expr) -> Option<usize> {
    let least = number::DIGITS + 2;
    match blurred(part)? {
        // Nothing is left: that is seen with ten.
        Blurred::Left(0.0) => Some(10),
        Blurred::Left(result) => {
            let tells = |digits: &usize| {
                let seen = trace::evaluate(&as_shown(&sharpened(part, *digits))).and_then(|value| value.as_scalar());
                seen.is_some_and(|seen| (seen - result).abs() <= TELLING * result.abs())
            };
            Some((least..MOST).find(tells).unwrap_or(MOST))
        }
        Blurred::Unseen(part) => {
            let digits = libm::ceil(-libm::log10(part.abs())) + 2.0;
            (digits <= MOST as f64).then(|| (digits as usize).max(least))
        }
    }
}

/// A side with the digits in its differences.
fn sharpened(side: &Expr, digits: usize) -> Expr {
    side.replace(&mut |part| {
        let ExprKind::Binary(op, left, right) = &part.kind else { return None };
        let right = match blurred(part)? {
            Blurred::Left(_) => to(right, digits),
            Blurred::Unseen(_) => (**right).clone(),
        };
        Some(Expr { kind: ExprKind::Binary(*op, Box::new(to(left, digits)), Box::new(right)), span: part.span })
    })
}

/// An expression with its numbers to so many digits. One with a power of ten stays as it is.
fn to(expr: &Expr, digits: usize) -> Expr {
    expr.replace(&mut |part| {
        let ExprKind::Value(Value::Number(x)) = &part.kind else { return None };
        let written = number::written(x.abs(), digits);
        let more = written.exponent.is_none() && x.fract() != 0.0;
        let shown = written.digits.parse().ok().filter(|_| more)?;
        let size = Expr { kind: ExprKind::Number(shown, written.digits.into()), span: part.span };
        let signed = |size| Expr { kind: ExprKind::Unary(UnaryOp::Neg, Box::new(size)), span: part.span };
        Some(if *x < 0.0 { signed(size) } else { size })
    })
}

#[cfg(test)]
mod tests {
    use super::super::{joined, line};
    use super::*;
    use crate::parse::parse;

    fn number(x: f64) -> Expr {
        Expr::value(Value::Number(x))
    }

    /// The sides as a line shows them.
    fn shown(sides: Vec<Expr>) -> String {
        let sides = sharp(sides);
        let each = joined(&sides).map(|(joint, side)| format!("{joint} {}", line(side)));
        each.collect::<Vec<_>>().join(" ")
    }

    /// x² − 2, its square worked out, and its value.
    fn square(x: f64) -> Vec<Expr> {
        let two = || parse("2").unwrap();
        let power = number(x).with(BinaryOp::Pow, two()).with(BinaryOp::Sub, two());
        vec![power, number(x * x).with(BinaryOp::Sub, two()), number(x * x - 2.0)]
    }

    #[test]
    fn digits_that_cancel_are_followed_by_those_that_are_left() {
        assert_eq!(shown(square(1.5)), "= 1.5² − 2 = 2.25 − 2 = 0.25");
        assert_eq!(shown(square(17.0 / 12.0)), "= 1.41667² − 2 ≈ 2.00694 − 2 ≈ 0.00694444");
        let near = shown(square(1.414_215_686_274_509_9));
        assert_eq!(near, "= 1.414215686² − 2 ≈ 2.000006007 − 2 ≈ 6.0073×10⁻⁶");
    }

    #[test]
    fn a_step_that_moves_the_last_digits_alone_is_seen() {
        let (x, step) = (1.414_215_686_274_509_9, 2.123_899_820e-6);
        let sides = vec![number(x).with(BinaryOp::Sub, number(step)), number(x - step)];
        assert_eq!(shown(sides), "= 1.4142157 − 2.1239×10⁻⁶ = 1.4142136");
        let twice =
            vec![parse("2").unwrap().with(BinaryOp::Mul, number(3.000_000_000_7).with(BinaryOp::Sub, number(3.0)))];
        assert_eq!(shown(twice), "= 2·(3.0000000007 − 3)");
        let gone = vec![number(x).with(BinaryOp::Sub, number(1e-15)), number(x - 1e-15)];
        assert_eq!(shown(gone), "= 1.41422 − 1×10⁻¹⁵ = 1.41422");
    }

    #[test]
    fn what_is_told_already_keeps_its_digits() {
        let sides = vec![number(1.0 / 3.0).with(BinaryOp::Sub, number(1.0 / 3.0)), number(0.0)];
        assert_eq!(shown(sides), "= 0.333333 − 0.333333 = 0");
        let sides = vec![number(0.5).with(BinaryOp::Add, number(1e-8)), number(0.500_000_01)];
        assert_eq!(shown(sides), "= 0.5 + 1×10⁻⁸ = 0.50000001");
    }

    #[test]
    fn a_number_below_zero_keeps_its_sign_with_its_digits() {
        let sides = vec![number(-3.000_000_000_7).with(BinaryOp::Add, number(3.0)), number(-3.000_000_000_7 + 3.0)];
        assert_eq!(shown(sides), "= −3.0000000007 + 3 = −7×10⁻¹⁰");
    }
}
