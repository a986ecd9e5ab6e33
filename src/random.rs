//! The random source of a session: the same seed gives the same session on any machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// A stable source of choices.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The source that `seed` gives for one purpose. Another `purpose`, such as the id of another question, gives an
    /// unrelated source, so that the order of a question's options hangs on nothing but the seed and the question.
    #[must_use]
    pub fn new(seed: u64, purpose: &str) -> Self {
        let digest = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(purpose).finalize();
        Self(ChaCha8Rng::from_seed(digest.into()))
    }

    /// A whole number from 0 to below `bound`, each as likely; 0 where `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        if bound == 0 {
            return 0;
        }
        // Numbers from the last, incomplete run of `bound` would favour the small ones.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let number = self.0.next_u64();
            if number < limit {
                return (number % bound) as usize;
            }
        }
    }

    /// Puts the items into an order, each order as likely.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A seed for a variant of a calculation.
    pub fn variant(&mut self) -> u32 {
        self.0.next_u32()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_a_seed_is_pinned() {
        let mut items: Vec<usize> = (0..8).collect();
        Dice::new(7, "quiz").shuffle(&mut items);
        assert_eq!(items, [3, 5, 2, 1, 6, 4, 0, 7]);
        let mut other: Vec<usize> = (0..8).collect();
        Dice::new(7, "review").shuffle(&mut other);
        assert_ne!(items, other);
    }

    #[test]
    fn every_place_is_as_likely() {
        let mut dice = Dice::new(1, "spread");
        let mut counts = [0_usize; 4];
        for _ in 0..4000 {
            counts[dice.below(4)] += 1;
        }
        assert!(counts.iter().all(|c| (900..1100).contains(c)), "{counts:?}");
    }
}
