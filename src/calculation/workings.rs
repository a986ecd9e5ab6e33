//! An exercise with all that is known of it.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use super::derive::otherwise::{Answers, Otherwise};
use super::derive::{Derivation, Detail, derive};
use super::exercise::Exercise;
use super::same::same;
use crate::course::spec::Spec;
use crate::math::Expr;
use crate::math::render::{has_derivative, is_notation};

/// What grading, hints and solution of an exercise share: each is worked out once, when it is first needed.
#[derive(Debug, Default)]
pub struct Shared {
    derivation: OnceCell<Option<Derivation>>,
    otherwise: OnceCell<Otherwise>,
}

/// An exercise at hand: it grades answers, gives hints, and shows its solution.
#[derive(Debug)]
pub struct Workings<'a> {
    pub(super) spec: &'a Spec,
    pub(super) exercise: &'a Exercise,
    shared: Rc<Shared>,
}

impl<'a> Workings<'a> {
    /// Those of an exercise of this calculation.
    #[must_use]
    pub fn of(spec: &'a Spec, exercise: &'a Exercise) -> Self {
        Self::with(spec, exercise, Rc::default())
    }

    /// The same with what was worked out before, of the same values and answers.
    #[must_use]
    pub const fn with(spec: &'a Spec, exercise: &'a Exercise, shared: Rc<Shared>) -> Self {
        Self { spec, exercise, shared }
    }

    /// Every step; `None` where the values cannot be worked out, as no exercise's are.
    pub(super) fn derivation(&self) -> Option<&Derivation> {
        self.shared.derivation.get_or_init(|| self.derived()).as_ref()
    }

    /// Every step; with the steps inside operations where a formula alone would tell a reader nothing.
    fn derived(&self) -> Option<Derivation> {
        let derivation = derive(self.spec, &self.exercise.given, Detail::Steps).ok()?;
        if derivation.steps.iter().all(|shown| tells(&shown.trace.formula)) {
            return Some(derivation);
        }
        Some(derive(self.spec, &self.exercise.given, Detail::Inside).unwrap_or(derivation))
    }

    /// The mistakes that give another value of something asked for: those that an answer can show.
    #[must_use]
    pub fn showable(&self) -> Vec<Arc<str>> {
        if !self.exercise.goal.is_empty() {
            return Vec::new();
        }
        let differs = |answers: &Answers| {
            self.exercise.ask.iter().any(|ask| answers.get(&*ask.key).is_some_and(|v| !same(v, &ask.value, ask.digits)))
        };
        let mistakes = self.otherwise().mistakes.iter();
        mistakes.filter(|made| differs(&made.answers)).map(|made| made.mistake.id.clone()).collect()
    }

    /// Whether a mistake gives something else than the truth, and than every other mistake.
    #[must_use]
    pub fn shows_alone(&self, id: &str) -> bool {
        if !self.showable().iter().any(|shown| **shown == *id) {
            return false;
        }
        let mistakes = &self.otherwise().mistakes;
        let Some(own) = mistakes.iter().find(|made| &*made.mistake.id == id).map(|made| &made.answers) else {
            return false;
        };
        let as_its = |answers: &Answers| {
            self.exercise.ask.iter().all(|ask| match (own.get(&*ask.key), answers.get(&*ask.key)) {
                (Some(own), Some(other)) => same(other, own, ask.digits),
                (own, other) => own.is_none() && other.is_none(),
            })
        };
        mistakes.iter().filter(|made| &*made.mistake.id != id).all(|made| !as_its(&made.answers))
    }

    /// What every mistake and convention gives for the answers.
    pub(super) fn otherwise(&self) -> &Otherwise {
        self.shared.otherwise.get_or_init(|| Otherwise::of(self.spec, &self.exercise.given, &self.exercise.keys()))
    }
}

/// Whether a formula tells how its value comes about: by known notation, and without a derivative still to be taken.
pub(super) fn tells(formula: &Expr) -> bool {
    is_notation(formula) && !has_derivative(formula)
}
