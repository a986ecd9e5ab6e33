//! Values of a calculation: of given numbers, or of numbers drawn afresh.
//!
//! The calculation itself is not this room's: a [`Poser`] poses it and marks what is answered.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::choices::Choice;
use super::{Asking, Body, Kind, Task};
use crate::course::Prose;
use crate::course::format::{Digits, Fields, Id, Keys, Table, table};

/// The kind.
pub static KIND: Kind = Kind::of::<Computed>("computed", ["计算", "computation"], ["答案", "the answer"]);

table! {
    /// The calculation behind a question.
    #[derive(Serialize, Deserialize)]
    pub struct Computed {
        /// Its kind: `conv`.
        calculation: Id = "calculation",
        /// Options and values as `dlrev calc` takes them; none to draw them.
        given: Vec<(String, String)> = "given",
        /// The level to draw at: 1 mental arithmetic, 2 paper, 3 calculator.
        level: u8 = "level" [1],
        /// The answers asked for; those of the level where none is named.
        ask: Vec<String> = "ask",
        /// The options whose values are to be chosen so that those answers come out.
        choose: Vec<String> = "choose",
        /// Significant digits wanted of a real number; none where the answer is exact.
        digits: Option<Digits> = "digits",
        /// The conventions that its words leave open, by id; all others they settle.
        open: Vec<String> = "open",
    }
}

/// A calculation that a question may have: it has one where `calculation` names it.
impl Table for Option<Computed> {
    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        match fields.get("calculation") {
            Some(_) => Computed::read_from(fields).map(Some),
            None => Some(None),
        }
    }

    fn properties(generator: &mut schemars::SchemaGenerator, keys: &mut Keys) {
        keys.extend(Keys::of::<Computed>(generator).optional("calculation"));
    }
}

/// Who poses calculations.
pub trait Poser: Debug {
    /// Poses a calculation, with the numbers that `seed` gives where they are drawn.
    ///
    /// # Errors
    /// It cannot be posed; the poser knows why.
    fn pose(&mut self, computed: &Computed, seed: u32) -> Result<Posed, Unposed>;

    /// Poses it as a choice: its words, and the truth among what typical mistakes give.
    ///
    /// # Errors
    /// It cannot be posed; the poser knows why.
    fn options(&mut self, computed: &Computed, seed: u32) -> Result<(Prose, Vec<Choice>), Unposed>;
}

/// A calculation that was posed.
#[derive(Debug)]
pub struct Posed {
    /// Its words.
    pub stem: Prose,
    /// How it is answered and marked.
    pub task: Box<dyn Task>,
}

/// A calculation cannot be posed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unposed;

impl Computed {
    /// The words of the question, with those of the calculation where it needs them: where there are no others, or the
    /// numbers are drawn.
    pub(super) fn worded(&self, asking: &mut Asking<'_>, posed: Prose) {
        if asking.stem.is_empty() {
            asking.stem = posed;
        } else if self.given.is_empty() {
            asking.stem = std::mem::take(&mut asking.stem).then(posed);
        }
    }
}

impl Body for Computed {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        self.given.len() + self.ask.len() + self.choose.len() + self.open.len()
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, super::Unposed> {
        let seed = asking.dice.variant();
        let posed = asking.poser.pose(self, seed)?;
        self.worded(asking, posed.stem);
        Ok(posed.task)
    }

    fn computed(&self) -> Option<&Computed> {
        Some(self)
    }
}
