//! What the tests of the kinds share.

use super::choices::Choice;
use super::{Asking, Computed, Posed, Poser, Unposed};
use crate::course::{Lang, Prose, Synonyms};
use crate::random::Dice;

/// Poses nothing.
#[derive(Debug)]
struct Nobody;

impl Poser for Nobody {
    fn pose(&mut self, _: &Computed, _: u32) -> Result<Posed, Unposed> {
        Err(Unposed)
    }

    fn options(&mut self, _: &Computed, _: u32) -> Result<(Prose, Vec<Choice>), Unposed> {
        Err(Unposed)
    }
}

/// What comes of asking in a language, with the dice of a seed.
pub fn asking<T>(lang: Lang, seed: u64, ask: impl FnOnce(&mut Asking<'_>) -> T) -> T {
    let dice = Dice::new(seed, "t");
    ask(&mut Asking { stem: Prose::default(), lang, dice, synonyms: Synonyms::default(), poser: &mut Nobody })
}
