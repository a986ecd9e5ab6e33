//! Softmax of one row. A long row goes several numbers at a time.

use pulp::{Arch, NullaryFnOnce};

use crate::lanes::fold;

/// Rows shorter than this take `libm`'s exponential, which gives every digit, number by number: those that a person
/// works out, and those that are drawn.
const LONG: usize = 64;

/// Turns each number of a row into its share, e^x over the sum of all; −∞ has none. `None` where no number is finite.
pub(super) fn shares(row: &mut [f64]) -> Option<()> {
    if row.len() < LONG {
        return shares_by(row, libm::exp);
    }
    let arch = Arch::new();
    if matches!(arch, Arch::Scalar) { shares_by(row, unfused) } else { arch.dispatch(Fused(row)) }
}

/// A row whose shares are wanted, on a processor with wide registers and with x·y + z in one instruction.
struct Fused<'r>(&'r mut [f64]);

impl NullaryFnOnce for Fused<'_> {
    type Output = Option<()>;

    #[expect(clippy::inline_always, reason = "compiled for the wide registers only where it is inlined")]
    #[inline(always)]
    fn call(self) -> Option<()> {
        shares_by(self.0, |x| below_zero(x, f64::mul_add))
    }
}

/// The exponential for a processor without.
fn unfused(x: f64) -> f64 {
    below_zero(x, |x, y, z| x * y + z)
}

#[expect(clippy::inline_always, reason = "see `Fused`")]
#[inline(always)]
fn shares_by(row: &mut [f64], exp: impl Fn(f64) -> f64) -> Option<()> {
    let top = fold::<8>(row, f64::NEG_INFINITY, |top, x| if x > top { x } else { top });
    if top == f64::NEG_INFINITY {
        return None;
    }
    for x in row.iter_mut() {
        *x = exp(*x - top);
    }
    let sum = fold::<8>(row, 0.0, |sum, x| sum + x);
    for x in row.iter_mut() {
        *x /= sum;
    }
    Some(())
}

/// eˣ for x ≤ 0, to within two units in the last place, without a branch so that several go at once: 2ᵏ·eʳ with
/// |r| ≤ ½ ln 2, and the Taylor series of eʳ. Below e⁻⁷⁰⁸, where doubles lose digits, it is 0. `add` gives x·y + z.
#[inline(always)]
fn below_zero(x: f64, add: impl Fn(f64, f64, f64) -> f64) -> f64 {
    /// Adding it rounds to a whole number, which is then in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    /// ln 2 in two parts, of which the first times a k of eleven bits is exact (fdlibm, `e_exp.c`).
    const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    let inside = x.max(-708.0);
    let rounded = add(inside, std::f64::consts::LOG2_E, ROUND);
    let k = rounded - ROUND;
    let r = add(k, -LN_2[1], add(k, -LN_2[0], inside));
    let series = SERIES.iter().fold(0.0, |sum, term| add(sum, r, *term));
    let power = f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52));
    if x < -708.0 { 0.0 } else { series * power }
}

/// 1/13!, 1/12!, …, 1/1!, 1/0!
const SERIES: [f64; 14] = {
    let mut series = [1.0; 14];
    let mut at = 13;
    while at > 0 {
        at -= 1;
        series[at] = series[at + 1] / (13 - at) as f64;
    }
    series
};

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_long_row_is_as_one_number_after_another(row in proptest::collection::vec(-1000.0..1000.0_f64, LONG..200)) {
            let (mut fast, mut plain, mut exact) = (row.clone(), row.clone(), row);
            let _ = (shares(&mut fast), shares_by(&mut plain, unfused), shares_by(&mut exact, libm::exp));
            for (fast, exact) in fast.iter().chain(&plain).zip(exact.iter().chain(&exact)) {
                proptest::prop_assert!((fast - exact).abs() <= 1e-15 * exact + 1e-306, "{fast} {exact}");
            }
        }
    }

    #[test]
    fn what_is_hidden_has_no_share() {
        let mut row = vec![f64::NEG_INFINITY; LONG];
        assert_eq!(shares(&mut row), None);
        row[3] = 5.0;
        assert_eq!(shares(&mut row), Some(()));
        assert_eq!(row.iter().sum::<f64>(), 1.0);
        assert_eq!(row[3], 1.0);
    }
}
