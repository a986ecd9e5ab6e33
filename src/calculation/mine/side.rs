//! A side of a line, worked out, beside other values: equal as far as it is written.

use super::line::{Exactness, significant};
use crate::course::typed::differ_whole;
use crate::math::{BinaryOp, Expr, ExprKind, Value};

/// What doubles lose on the way, relative to the value, or to the largest entry of a tensor.
const NOISE: f64 = 1e-9;

/// Significant digits of a real number, at least: one digit tells too little.
const LEAST: i32 = 2;

/// Significant digits of a real number, at most: as many as exercises ask for.
const MOST: u32 = 4;

/// A side of a line, worked out.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) expr: Expr,
    pub(super) value: Value,
    /// What else it comes to: with the values of its names as they were before earlier lines rounded them, or before they
    /// were given anew.
    pub(super) others: Vec<Value>,
    pub(super) exactness: Exactness,
    /// Whether it is nothing but numbers apart by crosses: a size, or a product.
    pub(super) is_size: bool,
}

impl Side {
    pub(super) fn new(expr: Expr, value: Value) -> Self {
        Self { exactness: Exactness::of(&expr), expr, value, others: Vec::new(), is_size: false }
    }

    /// All that it may come to, the likeliest first.
    pub(super) fn values(&self) -> impl Iterator<Item = &Value> {
        std::iter::once(&self.value).chain(&self.others)
    }

    /// Whether it is a mere number.
    pub(super) const fn is_number(&self) -> bool {
        matches!(self.expr.kind, ExprKind::Number(..))
    }

    /// Whether nothing is worked out in it: a number, with a sign or not, or a list of them.
    pub(super) fn is_literal(&self) -> bool {
        fn all(expr: &Expr) -> bool {
            match &expr.kind {
                ExprKind::List(items) => items.iter().all(all),
                _ => expr.is_literal(),
            }
        }
        all(&self.expr)
    }

    /// The same with another of its values.
    pub(super) fn with(&self, value: &Value) -> Self {
        Self { value: value.clone(), others: Vec::new(), ..self.clone() }
    }

    /// The side with that of its values that is a true one, where one is.
    pub(super) fn meant(self, truth: &Value) -> Self {
        let fits = |side: &Self| same(side, truth);
        if fits(&self) {
            return self;
        }
        self.others.iter().map(|other| self.with(other)).find(fits).unwrap_or(self)
    }

    /// The significant digits to which it is to be taken: as it is written, but neither fewer than tell something nor more
    /// than are asked for elsewhere.
    pub(super) fn digits(&self) -> u32 {
        let written = match &self.expr.kind {
            ExprKind::Number(_, text) => significant(text),
            ExprKind::Unary(_, inner) => match &inner.kind {
                ExprKind::Number(_, text) => significant(text),
                _ => MOST,
            },
            _ => MOST,
        };
        written.clamp(LEAST.unsigned_abs(), MOST)
    }

    /// A size as the product of its numbers.
    pub(super) fn multiplied(self) -> Self {
        let ExprKind::List(factors) = &self.expr.kind else { return self };
        let product =
            factors.iter().cloned().reduce(|a, b| Expr::new(ExprKind::Binary(BinaryOp::Mul, Box::new(a), Box::new(b))));
        let value = self.value.as_tensor().map(|sides| Value::scalar(sides.product()));
        match (product, value) {
            (Some(product), Some(value)) => Self { is_size: false, ..Self::new(product, value) },
            _ => self,
        }
    }

    /// The one side of a size of equal ones.
    pub(super) fn of_square(&self) -> Option<Self> {
        let ExprKind::List(sides) = &self.expr.kind else { return None };
        let values = self.value.as_tensor().filter(|_| self.is_size)?;
        let first = *values.first()?;
        values.iter().all(|side| *side == first).then(|| Self::new(sides[0].clone(), Value::scalar(first)))
    }
}

/// A value in the shape of another that has as many numbers.
pub(super) fn adapted(value: &Value, like: &Value) -> Value {
    let (Some(own), Some(other)) = (value.as_tensor(), like.as_tensor()) else { return value.clone() };
    let row = own.ndim() < other.ndim() || own.ndim() == 2 && own.shape()[1] == 1;
    if own.shape() == other.shape() || own.len() != other.len() || !row {
        return value.clone();
    }
    match like {
        Value::Tensor(_) => {
            Value::tensor(other.shape(), own.iter().copied().collect()).unwrap_or_else(|| value.clone())
        }
        _ => value.clone(),
    }
}

/// The numbers of a value; of a size both sides.
fn numbers(value: &Value) -> Option<(Vec<usize>, Vec<f64>)> {
    match value {
        Value::Pair(sides) if (sides[0] - sides[1]).abs() < f64::EPSILON => Some((Vec::new(), vec![sides[0]])),
        Value::Pair(sides) => Some((vec![2], sides.to_vec())),
        Value::List(items) => {
            let numbers = items.iter().map(Value::as_scalar).collect::<Option<Vec<f64>>>()?;
            Some((vec![numbers.len()], numbers))
        }
        other => other.as_tensor().map(|t| (t.shape().to_vec(), t.iter().copied().collect())),
    }
}

/// The numbers of two values side by side, where they have one shape; one number stands for both sides of a size.
fn together(own: &Value, other: &Value) -> Option<Vec<(f64, f64)>> {
    if let (Value::Pair(sides), Some((_, own))) = (other, numbers(own)) {
        return match own.as_slice() {
            [one] => Some(sides.iter().map(|side| (*one, *side)).collect()),
            [h, w] => Some(vec![(*h, sides[0]), (*w, sides[1])]),
            _ => None,
        };
    }
    let own = adapted(own, other);
    let ((shape, own), (like, other)) = (numbers(&own)?, numbers(other)?);
    (shape == like).then(|| own.into_iter().zip(other).collect())
}

/// Whether two sides of a line are equal, as exact as they are written and as the values of their names were written.
pub(super) fn agree(left: &Side, right: &Side) -> bool {
    left.values().any(|own| right.values().any(|other| equal((left, own), (right, other))))
}

fn equal((left, own): (&Side, &Value), (right, other): (&Side, &Value)) -> bool {
    let pairs = together(own, other).or_else(|| together(other, own));
    let Some(pairs) = pairs else { return own == other };
    let largest = pairs.iter().fold(0.0_f64, |largest, (a, b)| largest.max(a.abs()).max(b.abs()));
    pairs.iter().all(|(a, b)| {
        let size = a.abs().max(b.abs());
        let tolerance = left.exactness.tolerance(size) + right.exactness.tolerance(size);
        !(tolerance == 0.0 && differ_whole(*a, *b)) && (a - b).abs() <= tolerance.max(NOISE * largest)
    })
}

/// Whether a side is a true value: whole numbers exactly, others as far as it is written.
pub(super) fn same(side: &Side, truth: &Value) -> bool {
    let Some(pairs) = together(&side.value, truth) else { return side.value == *truth };
    let largest = pairs.iter().fold(0.0_f64, |largest, (_, truth)| largest.max(truth.abs()));
    let whole = pairs.iter().all(|(_, truth)| truth.fract() == 0.0);
    pairs.iter().all(|(own, truth)| {
        let size = if *truth == 0.0 { largest.min(1.0) } else { truth.abs() };
        let place = if size == 0.0 { 0.0 } else { libm::floor(libm::log10(size)) + 1.0 - f64::from(LEAST) };
        let most = 0.5 * libm::pow(10.0, place) * (1.0 + 1e-6);
        let rounded = side.exactness.tolerance(size).min(most);
        let other = side.exactness == Exactness::Exact && differ_whole(*own, *truth);
        !other && (own - truth).abs() <= if whole { 0.0 } else { rounded }.max(NOISE * largest.max(f64::MIN_POSITIVE))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: Value) -> Side {
        Side { exactness: Exactness::Exact, ..Side::new(Expr::value(value.clone()), value) }
    }

    fn tensor(shape: &[usize]) -> Value {
        Value::tensor(shape, (1..=shape.iter().product::<usize>()).map(|n| n as f64).collect()).unwrap()
    }

    #[test]
    fn a_row_or_a_column_takes_the_shape_of_what_it_stands_for_and_a_matrix_keeps_its_own() {
        let shape = |own: &[usize], like: &[usize]| adapted(&tensor(own), &tensor(like)).shape().to_vec();
        assert_eq!(shape(&[3], &[1, 3]), [1, 3]);
        assert_eq!(shape(&[3, 1], &[3]), [3]);
        assert_eq!(shape(&[3, 1], &[1, 3]), [1, 3]);
        assert_eq!(shape(&[2, 2], &[4, 1]), [2, 2]);
        assert_eq!(shape(&[1, 3], &[3, 1]), [1, 3]);
        assert_eq!(shape(&[3], &[2, 2]), [3]);
    }

    #[test]
    fn a_size_of_equal_sides_is_its_side_and_no_other_is() {
        for (sides, truth, right) in [([3.0, 3.0], 3.0, true), ([3.0, 4.0], 3.0, false), ([4.0, 4.0], 3.0, false)] {
            assert_eq!(same(&exact(Value::Pair(sides)), &Value::Number(truth)), right, "{sides:?}");
        }
        assert!(same(&exact(Value::Number(3.0)), &Value::Pair([3.0, 3.0])));
        assert!(!same(&exact(Value::Number(3.0)), &Value::Pair([3.0, 4.0])));
        assert!(agree(&exact(Value::Pair([3.0, 3.0])), &exact(Value::Number(3.0))));
    }

    #[test]
    fn a_rounded_side_is_as_near_as_it_was_written_and_no_nearer_than_two_digits() {
        let within = |value: f64, room: f64| Side { exactness: Exactness::Within(room), ..exact(Value::Number(value)) };
        for (value, room, truth, right) in [
            (0.73, 0.005, 0.731, true),
            (0.7, 0.05, 0.731, false),
            (0.73, 0.001, 0.733, false),
            (73.0, 5.0, 73.4, true),
            (70.0, 50.0, 71.1, false),
            (7300.0, 50.0, 7340.5, true),
            (7300.0, 5000.0, 7360.5, false),
            (0.0, 0.001, 0.0, true),
            (0.001, 0.002, 0.0, false),
        ] {
            assert_eq!(same(&within(value, room), &Value::Number(truth)), right, "{value} {truth}");
        }
        let share = |value: f64| Side { exactness: Exactness::Share(0.1), ..exact(Value::Number(value)) };
        assert!(agree(&share(20.0), &exact(Value::Number(21.9))) && !agree(&share(20.0), &exact(Value::Number(22.5))));
    }
}
