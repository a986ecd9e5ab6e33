//! Folds over many numbers, in lanes that do not wait for each other and in the widest registers that the processor
//! has.

use pulp::{Arch, NullaryFnOnce};

/// Fewer numbers than this are gone over as they are.
const MANY: usize = 64;

/// Lanes of a fold whose order does not matter: as many as keep eight wide registers busy.
const LANES: usize = 32;

/// A fold over lanes, then over what each came to and what is left.
#[expect(clippy::inline_always, reason = "compiled for the wide registers only where it is inlined")]
#[inline(always)]
pub(super) fn fold<const LANES: usize>(numbers: &[f64], start: f64, f: impl Fn(f64, f64) -> f64) -> f64 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut lanes = [start; LANES];
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane = f(*lane, *x));
    }
    lanes.iter().chain(rest).fold(start, |all, x| f(all, *x))
}

/// The size of the largest number; 0 where there is none.
pub(super) fn largest(numbers: &[f64]) -> f64 {
    wide(numbers, |numbers| fold::<LANES>(numbers, 0.0, |top, x| if x.abs() > top { x.abs() } else { top }))
}

/// Whether every number is finite.
pub(super) fn all_finite(numbers: &[f64]) -> bool {
    wide(numbers, |numbers| numbers.iter().fold(0, |odd, x| odd | u64::from(!x.is_finite()))) == 0
}

/// What numbers come to, in the widest registers where they are many.
#[inline(always)]
fn wide<T>(numbers: &[f64], f: impl Fn(&[f64]) -> T) -> T {
    struct Wide<'n, F>(&'n [f64], F);

    impl<T, F: Fn(&[f64]) -> T> NullaryFnOnce for Wide<'_, F> {
        type Output = T;

        #[expect(clippy::inline_always, reason = "see `fold`")]
        #[inline(always)]
        fn call(self) -> T {
            self.1(self.0)
        }
    }

    if numbers.len() < MANY { f(numbers) } else { Arch::new().dispatch(Wide(numbers, f)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_and_what_is_not_finite_are_found_wherever_they_stand() {
        for length in [1, 31, 32, 63, 64, 100, 200] {
            for at in 0..length {
                let mut numbers = vec![1.0; length];
                assert!(all_finite(&numbers));
                numbers[at] = -3.0;
                assert_eq!(largest(&numbers), 3.0, "{at} of {length}");
                for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                    numbers[at] = odd;
                    assert!(!all_finite(&numbers), "{odd} at {at} of {length}");
                }
            }
        }
        assert_eq!((largest(&[]), all_finite(&[])), (0.0, true));
    }
}
