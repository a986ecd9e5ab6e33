//! Softmax, σ and tanh of one row. A long row goes several numbers at a time.

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

/// σ(x) = 1/(1+e^(−x)), without overflow for large −x.
pub(super) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + libm::exp(-x))
    } else {
        let e = libm::exp(x);
        e / (1.0 + e)
    }
}

/// Turns each number of a row into σ of it.
pub(super) fn sigmoids(row: &mut [f64]) {
    each(row, sigmoid, |x| {
        let e = below_zero(-x.abs(), f64::mul_add);
        if x < 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
    });
}

/// Turns each number of a row into tanh of it, which is (1 − e^(−2|x|))/(1 + e^(−2|x|)) with the sign of x.
pub(super) fn tanhs(row: &mut [f64]) {
    each(row, libm::tanh, |x| {
        let less = less_one(-2.0 * x.abs(), f64::mul_add);
        (-less / (2.0 + less)).copysign(x)
    });
}

/// Turns each number of a row into a function of it: a short one, or on a plain processor, by `one`, else by `fused`.
fn each(row: &mut [f64], one: fn(f64) -> f64, fused: impl Fn(f64) -> f64) {
    struct Each<'r, F>(&'r mut [f64], F);

    impl<F: Fn(f64) -> f64> NullaryFnOnce for Each<'_, F> {
        type Output = ();

        #[expect(clippy::inline_always, reason = "see `Fused`")]
        #[inline(always)]
        fn call(self) {
            for x in self.0 {
                *x = self.1(*x);
            }
        }
    }

    let arch = Arch::new();
    if row.len() < LONG || matches!(arch, Arch::Scalar) {
        for x in row {
            *x = one(*x);
        }
    } else {
        arch.dispatch(Each(row, fused));
    }
}

/// eˣ for x ≤ 0, to within two units in the last place, without a branch so that several go at once. Below e⁻⁷⁰⁸, where
/// doubles lose digits, it is 0. `add` gives x·y + z.
#[expect(clippy::inline_always, reason = "see `Fused`")]
#[inline(always)]
fn below_zero(x: f64, add: impl Fn(f64, f64, f64) -> f64) -> f64 {
    let (power, r) = reduced(x, &add);
    let series = SERIES.iter().fold(0.0, |sum, term| add(sum, r, *term));
    if x < -708.0 { 0.0 } else { series * power }
}

/// eˣ − 1 for x ≤ 0, likewise, to within a few units in the last place: 2ᵏ·(eʳ − 1) + (2ᵏ − 1).
#[expect(clippy::inline_always, reason = "see `Fused`")]
#[inline(always)]
fn less_one(x: f64, add: impl Fn(f64, f64, f64) -> f64) -> f64 {
    let (power, r) = reduced(x, &add);
    let series = SERIES[..13].iter().fold(0.0, |sum, term| add(sum, r, *term));
    add(power, series * r, power - 1.0)
}

/// 2ᵏ and r of x = k·ln 2 + r with |r| ≤ ½ ln 2, for −708 ≤ x ≤ 0; what is below is taken for −708.
#[inline(always)]
fn reduced(x: f64, add: &impl Fn(f64, f64, f64) -> f64) -> (f64, f64) {
    /// Adding it rounds to a whole number, which is then in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    /// ln 2 in two parts, of which the first times a k of eleven bits is exact (fdlibm, `e_exp.c`).
    const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    let inside = x.max(-708.0);
    let rounded = add(inside, std::f64::consts::LOG2_E, ROUND);
    let k = rounded - ROUND;
    let r = add(k, -LN_2[1], add(k, -LN_2[0], inside));
    (f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52)), r)
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

    proptest::proptest! {
        #[test]
        fn long_rows_of_sigmoid_and_tanh_are_as_one_number_after_another(
            row in proptest::collection::vec(-40.0..40.0_f64, LONG..200),
            part in -9..1,
        ) {
            let row = row.iter().map(|x| x * 10.0_f64.powi(part)).collect::<Vec<_>>();
            let cases: [(fn(&mut [f64]), fn(f64) -> f64); 2] = [(sigmoids, sigmoid), (tanhs, libm::tanh)];
            for (fast, exact) in cases {
                let mut all = row.clone();
                fast(&mut all);
                for (fast, exact) in all.iter().zip(row.iter().map(|x| exact(*x))) {
                    proptest::prop_assert!((fast - exact).abs() <= 2e-15 * exact.abs(), "{fast} {exact}");
                }
            }
        }
    }

    #[test]
    fn at_the_ends_sigmoid_is_0_or_1_and_tanh_minus_1_or_1() {
        let row = [vec![0.0; LONG], vec![-1000.0, -0.0, 1000.0, 1e-300]].concat();
        let (mut sigmoid, mut tanh) = (row.clone(), row);
        sigmoids(&mut sigmoid);
        tanhs(&mut tanh);
        assert_eq!(sigmoid[LONG - 1..], [0.5, 0.0, 0.5, 1.0, 0.5]);
        assert_eq!(tanh[LONG - 1..], [0.0, -1.0, 0.0, 1.0, 1e-300]);
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
