//! Whether two values are the same, as far as a student can tell.

use crate::math::Value;
use crate::text::fold;

/// What doubles lose on the way, relative to the value, or to the largest entry of a tensor.
const NOISE: f64 = 1e-9;

/// Whether two values are the same: counts and sizes exactly, real numbers to `digits` significant digits.
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
    fn the_noise_of_doubles_costs_nothing() {
        let truth = Value::tensor(&[2], vec![1.0, 3e-17]).unwrap();
        assert!(same(&Value::tensor(&[2], vec![1.0, 0.0]).unwrap(), &truth, Some(4)));
        assert!(same(&number(0.1 + 0.2), &number(0.3), None));
    }
}
