//! Whether two values are the same: as far as two computations can be told apart, which drawing asks, and as far as a
//! student's own words go, which grading asks.

use crate::course::typed::{self, Typed};
use crate::math::Value;
use crate::text::fold;

/// What doubles lose on the way, relative to the value, or to the largest entry of a tensor.
const NOISE: f64 = 1e-9;

/// A value as a student gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// What it comes to.
    pub value: Value,
    /// Whether nothing in it was rounded: it is of whole numbers with all their digits.
    pub exact: bool,
    /// The significant digits that each of its numbers was written with, where all are mere numbers.
    pub digits: Option<Vec<u32>>,
    /// How many of the answer's unit one of the unit is that it was given in: 1000 of `4 kB`.
    pub each: f64,
}

impl Reply {
    /// A value in the answer's own unit.
    #[must_use]
    pub const fn new(value: Value, exact: bool) -> Self {
        Self { value, exact, digits: None, each: 1.0 }
    }

    /// A value with how it was written.
    #[must_use]
    pub fn of(value: Value, typed: &Typed) -> Self {
        Self { digits: typed.digits(), ..Self::new(value, typed.is_exact()) }
    }

    /// Whether it is a true value: a whole number that was given with all its digits is that number or another one,
    /// however little they differ.
    #[must_use]
    pub fn is(&self, truth: &Value, digits: Option<u32>) -> bool {
        let exact = self.exact && digits.is_none();
        same(&self.value, truth, digits) && !(exact && differ_whole(&self.value, truth))
    }
}

/// Whether somewhere in two values of one shape a whole number stands for another one.
fn differ_whole(given: &Value, truth: &Value) -> bool {
    let (Some(given), Some(truth)) = (given.as_tensor(), truth.as_tensor()) else { return false };
    given.iter().zip(truth.iter()).any(|(given, truth)| typed::differ_whole(*given, *truth))
}

/// Whether two values are the same but for what doubles lose on the way, which is more than 1 of a large count: counts
/// and sizes to that, real numbers to `digits` significant digits. Pinned variants hang on it.
#[must_use]
pub fn same(given: &Value, truth: &Value, digits: Option<u32>) -> bool {
    match (given, truth) {
        (Value::Text(a), Value::Text(b)) => fold(a) == fold(b),
        (Value::Number(a), Value::Number(b)) => close(*a, *b, digits, if *b == 0.0 { 1.0 } else { b.abs() }),
        (a, b) if a.is_numeric() && b.is_numeric() => {
            let (Some(a), Some(b)) = (given.as_tensor(), truth.as_tensor()) else { return false };
            let largest = b.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
            let scale = if largest == 0.0 { 1.0 } else { largest };
            a.shape() == b.shape() && a.iter().zip(b.iter()).all(|(a, b)| close(*a, *b, digits, scale))
        }
        _ => given == truth,
    }
}

/// Within half a unit of the last digit asked for; exactly, but for the noise of doubles, where none is. `scale` is the
/// size of what stands around the number: a 0 among numbers of that size is 0 to as many places.
fn close(given: f64, truth: f64, digits: Option<u32>, scale: f64) -> bool {
    let tolerance = match digits {
        Some(digits) if truth != 0.0 => {
            let place = libm::floor(libm::log10(truth.abs())) + 1.0 - f64::from(digits);
            0.5 * libm::pow(10.0, place) * (1.0 + 1e-6)
        }
        Some(digits) => 0.5 * libm::pow(10.0, -f64::from(digits)) * scale.min(1.0),
        None => 0.0,
    };
    (given - truth).abs() <= tolerance.max(NOISE * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(x: f64) -> Value {
        Value::scalar(x)
    }

    #[test]
    fn what_is_tiny_is_not_nothing() {
        let truth = number(2.72e-10);
        assert!(same(&number(2.72e-10), &truth, Some(3)));
        for given in [0.0, 1e-9, -5e-10, 1.2e-9, 2.7e-10] {
            assert!(!same(&number(given), &truth, Some(3)), "{given}");
        }
    }

    #[test]
    fn a_whole_number_with_all_its_digits_is_that_one_alone() {
        let truth = number(32_212_189_184.0);
        let reply = |x: f64, exact: bool| Reply::new(number(x), exact);
        assert!(reply(32_212_189_184.0, true).is(&truth, None));
        assert!(!reply(32_212_189_216.0, true).is(&truth, None));
        assert!(!reply(32_212_189_185.0, true).is(&truth, None));
        // Rounded, it is judged by its digits.
        assert!(reply(32_212_189_200.0, false).is(&truth, None) && reply(32_212_189_216.0, true).is(&truth, Some(4)));
        // Beyond what doubles hold exactly, and between, only closeness tells.
        assert!(reply(2e16 + 4.0, true).is(&number(2e16), None) && reply(3.0, true).is(&number(3.0 + 1e-12), None));
        let reply = Reply::new(list(&[2e10, 2.0]), true);
        assert!(reply.is(&list(&[2e10, 2.0]), None) && !reply.is(&list(&[2e10 + 1.0, 2.0]), None));
    }

    #[test]
    fn the_noise_of_doubles_costs_nothing() {
        let truth = Value::tensor(&[2], vec![1.0, 3e-17]).unwrap();
        assert!(same(&Value::tensor(&[2], vec![1.0, 0.0]).unwrap(), &truth, Some(4)));
        assert!(same(&number(0.1 + 0.2), &number(0.3), None));
    }
    fn list(entries: &[f64]) -> Value {
        Value::vector(entries.to_vec())
    }

    #[test]
    fn half_a_unit_of_the_last_digit_is_allowed_and_no_more() {
        for (given, truth, digits, right) in [
            (1.0204, 1.020_83, Some(4), true),
            (1.0202, 1.020_83, Some(4), false),
            (-1.021, 1.020_83, Some(4), false),
            (1234.4, 1234.0, Some(4), true),
            (1234.6, 1234.0, Some(4), false),
            (0.000_04, 0.0, Some(4), true),
            (0.000_06, 0.0, Some(4), false),
            (1e-10, 0.0, None, true),
            (1e-8, 0.0, None, false),
            (100_000.0, 100_001.0, None, false),
        ] {
            assert_eq!(same(&number(given), &number(truth), digits), right, "{given} {truth}");
        }
    }

    #[test]
    fn nothing_among_numbers_is_nothing_to_as_many_places_as_they_are_large() {
        for (given, truth, right) in [
            ([0.000_04, 100.0], [0.0, 100.0], true),
            ([0.000_06, 100.0], [0.0, 100.0], false),
            ([4e-7, 0.01], [0.0, 0.01], true),
            ([6e-7, 0.01], [0.0, 0.01], false),
            ([0.000_04, 0.0], [0.0, 0.0], true),
        ] {
            assert_eq!(same(&list(&given), &list(&truth), Some(4)), right, "{given:?}");
        }
    }

    #[test]
    fn another_shape_or_another_kind_is_not_the_same() {
        assert!(!same(&number(2.0), &list(&[2.0]), None));
        assert!(!same(&list(&[1.0, 2.0]), &list(&[1.0, 2.0, 3.0]), None));
        let matrix = Value::tensor(&[1, 2], vec![1.0, 2.0]).unwrap();
        assert!(!same(&list(&[1.0, 2.0]), &matrix, None));
        assert!(same(&matrix, &matrix, None));
        assert!(
            !same(&Value::Text("2".into()), &number(2.0), None) && !same(&number(2.0), &Value::Text("2".into()), None)
        );
        assert!(same(&Value::Text("Over-Fit".into()), &Value::Text("over-fit".into()), None));
        assert!(!same(&Value::Text("overfit".into()), &Value::Text("underfit".into()), None));
        assert!(same(&Value::Pair([3.0, 3.0]), &Value::Pair([3.0, 3.0]), None));
        assert!(!same(&Value::Pair([3.0, 3.0]), &Value::Pair([3.0, 4.0]), None));
    }
}
