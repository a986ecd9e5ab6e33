//! Rounding noise: what is left over where numbers that a person writes down cancel, 0.3 − 0.1 − 0.1 − 0.1 = −2.8·10⁻¹⁷.
//!
//! A sum that is smaller than the rounding of what was added is the 0 that it is on paper, and two numbers nearer to
//! each other than their rounding are equal. Small values that come about in another way stay as small as they are.

use std::cmp::Ordering;

/// A sum below this part of what was added is rounding noise: a few steps of arithmetic lose no more.
const NOISE: f64 = 64.0 * f64::EPSILON;

/// Whether a sum is so small beside a size that it may be noise.
pub(super) fn small(sum: f64, size: f64) -> bool {
    sum.abs() <= NOISE * size
}

/// A sum, given the size of what was added: 0 where nothing but noise is left.
pub(super) fn settled(sum: f64, scale: f64) -> f64 {
    if small(sum, scale) && scale < f64::MAX { 0.0 } else { sum }
}

/// `sum`, which is x + y or x − y.
pub(super) fn of_two(sum: f64, x: f64, y: f64) -> f64 {
    // Whole numbers lose nothing.
    if sum.abs() > NOISE * x.abs() || (x.fract() == 0.0 && y.fract() == 0.0) { sum } else { settled(sum, x.abs()) }
}

/// The sum of numbers.
pub(super) fn sum(numbers: &mut dyn Iterator<Item = f64>) -> f64 {
    let (mut sum, mut scale, mut whole) = (0.0, 0.0_f64, true);
    for x in numbers {
        sum += x;
        scale += x.abs();
        whole &= x.fract() == 0.0;
    }
    if whole { sum } else { settled(sum, scale) }
}

/// How two numbers compare, those that differ by nothing but noise being equal.
pub(super) fn order(x: f64, y: f64) -> Option<Ordering> {
    if of_two(x - y, x, y) == 0.0 { Some(Ordering::Equal) } else { x.partial_cmp(&y) }
}

/// The whole number that a number is, but for noise; else the number.
pub(super) fn whole(x: f64) -> f64 {
    let nearest = libm::round(x);
    if order(x, nearest) == Some(Ordering::Equal) { nearest } else { x }
}

#[cfg(test)]
mod tests {
    use crate::parse::parse;
    use crate::{Machine, Value};

    fn value(source: &str) -> Value {
        Machine::new().evaluate(&parse(source).unwrap()).unwrap()
    }

    #[test]
    fn what_cancels_is_0() {
        for source in [
            "0.3 - 0.1 - 0.1 - 0.1",
            "0.1 + 0.2 - 0.3",
            "var([0.1, 0.1, 0.1])",
            "mean([0.1, 0.2, -0.3])",
            "sum([0.1, 0.2, -0.3])",
            "0.8 - mean([0.8, 0.9, 0.7])",
            "[0.1, 0.2] @ [0.2, -0.1]",
            "sqrt(2)^2 - 2",
            "sin(pi)",
            "cos(pi/2)",
        ] {
            assert_eq!(value(source), Value::Number(0.0), "{source}");
        }
        assert_eq!(value("var([[0.1, 0.1], [0.1, 0.1]], 1)"), Value::vector(vec![0.0, 0.0]));
    }

    #[test]
    fn what_is_small_stays_small() {
        for source in [
            "slope(\"sigmoid\", -30)",
            "1e-300 - 3e-300",
            "1 - sigmoid(30)",
            "9007199254740991 - 9007199254740990",
            "1e-17 + 2e-17",
            "1.0000001 - 1",
            "var([1e-9, 2e-9])",
            "[1e10, 1e-5] @ [0, 1e-5]",
            "sin(1e-20)",
        ] {
            assert_ne!(value(source), Value::Number(0.0), "{source}");
        }
    }

    #[test]
    fn decimals_compare_as_decimals() {
        for (source, holds) in [
            ("0.3 < 0.4 - 0.1", false),
            ("0.8 < 0.9 - 0.1", false),
            ("0.1 + 0.2 == 0.3", true),
            ("0.1 + 0.2 != 0.3", false),
            ("0.1 + 0.2 <= 0.3", true),
            ("0.3 >= 0.1 + 0.2", true),
            ("0.1 + 0.2 > 0.3", false),
            ("0.29 < 0.4 - 0.1", true),
            ("0 < 1e-300", true),
            ("9007199254740990 < 9007199254740991", true),
        ] {
            assert_eq!(value(source), Value::Truth(holds), "{source}");
        }
        assert_eq!(value("floor(0.3/0.1)"), Value::Number(3.0));
        assert_eq!(value("ceil(0.7/0.1)"), Value::Number(7.0));
        assert_eq!(value("floor(2.9999999)"), Value::Number(2.0));
    }
}
