//! A step's formula changed: what a mistake or another convention computes.

use std::sync::Arc;

use super::Run;
use crate::calculation::given::GivenError;
use crate::course::spec::{Convention, Mistake, Place, Spec, Step};
use crate::math::{Expr, Span};

/// What is being worked out, by its place in the file.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    /// The default of a parameter, or what one of its words stands for.
    Parameter(usize, Option<usize>),
    /// A requirement, of a step or of the whole, and its key.
    Requirement(Option<usize>, usize, &'static str),
    /// A step, and its key.
    Step(usize, &'static str),
    /// A change of a step, and its key.
    Change(Origin, &'static str),
    /// A condition of the draw.
    Acceptance(usize),
}

impl At {
    /// The place in the file, and of its formula the part.
    pub fn of(self, spec: &Spec, part: Span) -> Place {
        let place = match self {
            Self::Parameter(at, word) => {
                let place = Place::default().key("params");
                let Some(param) = spec.params.get(at) else { return place };
                let place = place.key(&param.flag);
                match word.and_then(|word| param.words.get(word)) {
                    Some((word, _)) => place.key("words").key(word),
                    None => place.key("default"),
                }
            }
            Self::Requirement(None, at, key) => Place::item("require", at).key(key),
            Self::Requirement(Some(step), at, key) => Place::item("steps", step).key("require").at(at).key(key),
            Self::Step(at, key) => Place::item("steps", at).key(key),
            Self::Change(origin, key) => origin.place().key(key),
            Self::Acceptance(at) => Place::item("accept", at),
        };
        place.part(part)
    }
}

/// A step's formula changed.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Where it stands.
    pub origin: Origin,
    /// Only where this holds.
    when: Option<&'a Expr>,
    /// The other formula.
    formula: &'a Expr,
}

/// Where in the file a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The step's place in the file.
    pub step: usize,
    /// The list of the step.
    list: &'static str,
    /// Its place in that list.
    at: usize,
}

impl Origin {
    /// The place in the file.
    #[must_use]
    pub fn place(self) -> Place {
        Place::item("steps", self.step).key(self.list).at(self.at)
    }
}

impl<'a> Change<'a> {
    /// What each mistake of the step at a place changes.
    pub fn mistakes(step: usize, of: &'a Step) -> impl Iterator<Item = (Self, &'a Arc<Mistake>)> {
        let change = move |at, mistake: &'a Mistake| Self {
            origin: Origin { step, list: "mistakes", at },
            when: mistake.when.as_ref(),
            formula: &mistake.formula,
        };
        of.mistakes.iter().enumerate().map(move |(at, mistake)| (change(at, mistake), mistake))
    }

    /// What each convention of the step at a place changes.
    pub fn conventions(step: usize, of: &'a Step) -> impl Iterator<Item = (Self, &'a Arc<Convention>)> {
        let change = move |at, convention: &'a Convention| Self {
            origin: Origin { step, list: "conventions", at },
            when: convention.when.as_ref(),
            formula: &convention.formula,
        };
        of.conventions.iter().enumerate().map(move |(at, convention)| (change(at, convention), convention))
    }
}

impl Run<'_> {
    /// The formula that takes the place of a step's own, where a change of it applies.
    pub(super) fn changed(&mut self, step: usize) -> Result<Option<Expr>, GivenError> {
        let change = self.other.changes.iter().find(|change| change.origin.step == step).copied();
        let Some(Change { origin, when, formula }) = change else { return Ok(None) };
        let formula = self.own(formula).into_owned();
        if !self.unknown(&formula).is_empty() {
            return Ok(None);
        }
        if let Some(when) = when {
            self.at.place = At::Change(origin, "when");
            let when = self.own(when);
            let when = self.answered(&when).into_owned();
            if !self.unknown(&when).is_empty() || !self.holds(&when)? {
                return Ok(None);
            }
        }
        self.at.place = At::Change(origin, "let");
        self.other.applied = true;
        Ok(Some(formula))
    }
}
