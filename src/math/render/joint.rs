//! Which sign joins two sides of a chain: `=` where the digits that are shown lead from one to the other, `≈` where only
//! hidden ones do.

use std::fmt;

use crate::expr::constant;
use crate::expr::{Expr, ExprKind};
use crate::number;
use crate::ops::Form;
use crate::parse::{of_numbers, visit};
use crate::trace;
use crate::value::Value;

/// A value with more elements is not shown whole, so that nobody can check its side.
const SEEN: usize = 256;

/// The sign between two sides. Displays as it stands in a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// What is shown of both is equal, to the digits shown; or one of them has names, which stand for the other's values.
    Equal,
    /// What is shown of both differs in the digits shown.
    Nearly,
}

impl Joint {
    /// The sign between two sides of a chain.
    #[must_use]
    pub fn between(left: &Expr, right: &Expr) -> Self {
        match (seen(left), seen(right)) {
            (Seen::Value(a), Seen::Value(b)) if a.is_numeric() && b.is_numeric() && !leads_to(&a, &b) => Self::Nearly,
            // A choice is no number that another could be nearly.
            (Seen::Undefined, Seen::Value(x)) | (Seen::Value(x), Seen::Undefined) if x.is_numeric() => Self::Nearly,
            _ => Self::Equal,
        }
    }

    /// The sign in LaTeX.
    #[must_use]
    pub const fn latex(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Nearly => "\\approx",
        }
    }
}

impl fmt::Display for Joint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::Nearly => "≈",
        })
    }
}

/// Each side with the sign in front of it; the first stands behind a name.
pub fn joined(sides: &[Expr]) -> impl Iterator<Item = (Joint, &Expr)> {
    let before = std::iter::once(None).chain(sides.iter().map(Some));
    before.zip(sides).map(|(before, side)| {
        let joint = before.map_or(Joint::Equal, |before| Joint::between(before, side));
        (joint, side)
    })
}

/// `left = right`, or `left ≈ right`, in one line.
#[must_use]
pub fn equality(left: &Expr, right: &Expr) -> String {
    format!("{} {} {}", super::line(left), Joint::between(left, right), super::line(right))
}

/// What a side comes to for somebody who has nothing but what is shown.
enum Seen {
    /// This, to the digits shown.
    Value(Value),
    /// Nothing: `ln(0)`, where what is shown as 0 is a little more.
    Undefined,
    /// There are names in it, or more numbers than are shown.
    Open,
}

fn seen(expr: &Expr) -> Seen {
    let mut open = false;
    visit(expr, &mut |part| match &part.kind {
        ExprKind::Name(name) => open |= constant(name).is_none(),
        ExprKind::Field(..) => open = true,
        ExprKind::Call(name, _) => open |= matches!(Form::of(name), Some(Form::Gradient | Form::ValueAt)),
        ExprKind::Value(value) => open |= value.len() > SEEN || matches!(value, Value::Formula(_)),
        _ => {}
    });
    if open {
        return Seen::Open;
    }
    trace::evaluate(&as_shown(expr)).map_or(Seen::Undefined, Seen::Value)
}

/// An expression with no more digits than are shown, and the largest of several numbers as who reads `max(3, 1, 8)` takes it.
#[must_use]
pub fn as_shown(expr: &Expr) -> Expr {
    let is_number =
        |part: &Expr| matches!(part.kind, ExprKind::Number(..) | ExprKind::Value(Value::Number(_) | Value::Pair(_)));
    expr.replace(&mut |part| match &part.kind {
        ExprKind::Call(name, arguments) if arguments.len() > 1 && arguments.iter().all(is_number) => {
            let arguments = arguments.iter().map(as_shown).collect();
            Some(of_numbers(&Expr { kind: ExprKind::Call(name.clone(), arguments), span: part.span }))
        }
        ExprKind::Value(Value::Formula(formula)) => Some(as_shown(formula)),
        ExprKind::Value(value) => Some(Expr { kind: ExprKind::Value(to_digits(value)), span: part.span }),
        _ => None,
    })
}

/// A value of which no more is known than the digits shown.
fn to_digits(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(number::shown(*number)),
        Value::Tensor(t) => t.mapv(number::shown).into(),
        Value::Pair(sides) => Value::Pair(sides.map(number::shown)),
        Value::List(items) => Value::List(items.iter().map(to_digits).collect()),
        Value::Record(fields) => {
            Value::Record(fields.iter().map(|(name, value)| (name.clone(), to_digits(value))).collect())
        }
        other => other.clone(),
    }
}

/// Whether a reader who works out the one gets the other, to the digits that are shown of it. A size with equal sides is
/// a number.
fn leads_to(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Tensor(a), Value::Tensor(b)) => {
            a.shape() == b.shape() && a.iter().zip(b).all(|(a, b)| number::shown_as(*a, *b))
        }
        // A list of one number is that number to who works it out.
        (Value::Tensor(list), one) | (one, Value::Tensor(list)) if list.len() == 1 && one.as_scalar().is_some() => {
            list.iter().zip(one.as_scalar()).all(|(a, b)| number::shown_as(*a, b))
        }
        (Value::Pair(a), Value::Pair(b)) => a.iter().zip(b).all(|(a, b)| number::shown_as(*a, *b)),
        _ => match (a.as_scalar(), b.as_scalar()) {
            (Some(a), Some(b)) => number::shown_as(a, b),
            _ => a == b,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BinaryOp;
    use crate::parse::parse;

    fn number(x: f64) -> Expr {
        Expr::value(Value::Number(x))
    }

    #[test]
    fn sides_that_agree_in_the_digits_shown_are_equal() {
        assert_eq!(equality(&number(1.0).over(3.0), &number(1.0 / 3.0)), "1/3 = 0.333333");
        let root = number(1.5).with(BinaryOp::Sub, number(0.25 / 3.0));
        assert_eq!(equality(&root, &number(17.0 / 12.0)), "1.5 − 0.0833333 = 1.41667");
        assert_eq!(equality(&parse("2^10").unwrap(), &number(1024.0)), "2^10 = 1024".replace("^10", "¹⁰"));
        let half = Expr::value(Value::vector(vec![0.5, 1.0])).with(BinaryOp::Mul, number(2.0));
        assert_eq!(equality(&half, &Expr::value(Value::vector(vec![1.0, 2.0]))), "[0.5, 1]·2 = [1, 2]");
        assert_eq!(equality(&number(0.5), &Expr::value(Value::vector(vec![0.5]))), "0.5 = [0.5]");
        assert_eq!(equality(&number(0.5), &Expr::value(Value::vector(vec![0.6]))), "0.5 ≈ [0.6]");
    }

    #[test]
    fn sides_that_agree_by_hidden_digits_alone_are_nearly_equal() {
        let power = number(2.455_401_700_01).with(BinaryOp::Pow, number(33.0));
        assert_eq!(equality(&power, &number(libm::pow(2.455_401_700_01, 33.0))), "2.4554³³ ≈ 7.48246×10¹²");
        let z = 0.999_999_999_9;
        let left = number(1.0).with(BinaryOp::Sub, number(z)).with(BinaryOp::Mul, number(0.5));
        assert_eq!(equality(&left, &number((1.0 - z) * 0.5)), "(1 − 1)·0.5 ≈ 5×10⁻¹¹");
        let probability = Expr::value(Value::vector(vec![0.999_876_605_4]));
        let left = probability.with(BinaryOp::Sub, Expr::value(Value::vector(vec![1.0])));
        assert_eq!(
            equality(&left, &Expr::value(Value::vector(vec![-0.000_123_394_612_3]))),
            "[0.999877] − [1] ≈ [−0.000123395]"
        );
    }

    #[test]
    fn what_is_not_defined_for_the_digits_shown_is_nearly_equal_to_its_value() {
        let left = Expr::call("ln", vec![number(1.0).with(BinaryOp::Sub, number(1.0 - 1e-9))]);
        assert_eq!(equality(&left, &number(libm::log(1e-9))), "ln(1 − 1) ≈ −20.7233");
    }

    #[test]
    fn the_largest_of_numbers_is_equal_to_it() {
        let of = |name: &str, numbers: &[f64]| Expr::call(name, numbers.iter().map(|x| number(*x)).collect());
        assert_eq!(equality(&of("max", &[3.0, 1.0, 8.0, 6.0]), &number(8.0)), "max(3, 1, 8, 6) = 8");
        assert_eq!(equality(&of("max", &[0.5, 2.0, 1.0]), &number(2.0)), "max(0.5, 2, 1) = 2");
        assert_eq!(equality(&of("min", &[0.5, 2.0, 1.0]), &number(2.0)), "min(0.5, 2, 1) ≈ 2");
    }

    #[test]
    fn a_choice_is_equal_to_the_cases_it_comes_from() {
        let cases = parse("where(0.3 > 2*0.085 and 0.3 > 0.1, \"overfit\", \"good\")").unwrap();
        let chosen = Expr::value(Value::Text("overfit".into()));
        assert!(equality(&cases, &chosen).ends_with(" = overfit"));
    }

    #[test]
    fn a_formula_is_equal_to_what_its_names_stand_for() {
        assert_eq!(Joint::between(&parse("x + 1").unwrap(), &number(3.0)), Joint::Equal);
        let size = Expr::value(Value::Pair([3.0, 3.0]));
        assert_eq!(Joint::between(&size, &number(3.0)), Joint::Equal);
    }
}
