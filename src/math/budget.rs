//! One budget for many evaluations: what belongs together, such as the draws of a variant, may come to no more than so
//! much work in all, however many evaluations it takes.

use std::cell::Cell;

thread_local! {
    /// Multiply-adds that are left to what is being done; nothing where nobody counts.
    static LEFT: Cell<Option<f64>> = const { Cell::new(None) };
}

/// What stands around an act, to which what is left goes back, also where the act panics.
struct Around {
    left: Option<f64>,
    given: f64,
}

impl Drop for Around {
    fn drop(&mut self) {
        let spent = self.given - LEFT.get().unwrap_or(self.given);
        LEFT.set(self.left.map(|left| left - spent));
    }
}

/// Does something whose evaluations may come to so many multiply-adds together, and to no more than what stands around
/// it has left.
pub fn within<T>(work: u64, act: impl FnOnce() -> T) -> T {
    let left = LEFT.get();
    let given = left.map_or(work as f64, |left| left.min(work as f64));
    LEFT.set(Some(given));
    let _around = Around { left, given };
    act()
}

/// Takes work from what is left, and gives whether there was as much.
pub(super) fn spend(work: f64) -> bool {
    let Some(left) = LEFT.get() else { return true };
    LEFT.set(Some(left - work));
    left >= work
}

/// Whether more was asked for than there was: every further evaluation fails.
#[must_use]
pub fn is_spent() -> bool {
    LEFT.get().is_some_and(|left| left < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_inside_is_paid_outside() {
        within(100, || {
            assert!(within(30, || spend(20.0) && !spend(20.0) && is_spent()));
            assert!(!is_spent() && spend(60.0) && !is_spent());
            within(1000, || assert!(!spend(1.0) && is_spent()));
            assert!(is_spent());
        });
        assert!(!is_spent() && spend(1e30));
    }

    #[test]
    fn an_act_that_panics_leaves_what_was_left() {
        within(100, || {
            let panicked = std::panic::catch_unwind(|| within(10, || assert!(spend(99.0))));
            assert!(panicked.is_err() && spend(1.0) && !is_spent());
        });
    }
}
