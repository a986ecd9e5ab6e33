//! Somebody's own working of a calculation, line by line: which lines are right, and what happened where one is not.
//!
//! A line is an expression or a chain of equal sides, with a name before it or not. What it comes to is compared with the
//! steps of the calculation, worked out from the values that earlier lines give: who rounds on the way is right, and who
//! goes on rightly from a wrong line follows.

mod judge;
mod line;
mod side;
mod target;
#[cfg(test)]
mod tests;
mod written;

use std::sync::Arc;

use super::derive::{Detail, derive};
use super::exercise::Slip;
use super::given::{Given, GivenError};
use super::idle::idle;
use crate::course::Bilingual;
use crate::course::spec::Spec;
use crate::math::Value;
use judge::Judge;

/// Lines that are read.
pub const LINES: usize = 1000;

/// What is said of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// It is right.
    Right,
    /// It is not, and what it comes to can be seen to come of these mistakes; of none that is known, where to look.
    Wrong {
        /// The mistakes that fit.
        slips: Vec<Slip>,
        /// Where to look.
        look: Option<Bilingual>,
    },
    /// Right, given an earlier line that was wrong.
    Follows,
    /// Its own sides differ.
    Contradicts {
        /// What they come to.
        say: Bilingual,
    },
    /// Right, and part of no step.
    Known,
    /// It cannot be read, and costs nothing.
    Unread {
        /// Why.
        why: Bilingual,
    },
}

impl Mark {
    /// What a report calls it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong { .. } => "wrong",
            Self::Follows => "follows",
            Self::Contradicts { .. } => "contradicts",
            Self::Known => "known",
            Self::Unread { .. } => "unread",
        }
    }

    /// Whether something is wrong with the line itself.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong { .. } | Self::Contradicts { .. })
    }
}

/// A line with what is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// Its number in the text, from 1.
    pub number: usize,
    /// The line as it stands there.
    pub text: String,
    /// How it was read.
    pub read_as: Option<String>,
    /// What is said of it.
    pub mark: Mark,
    /// The step that it is about: its answer key, else its symbol.
    pub step: Option<Arc<str>>,
    /// What it comes to.
    pub value: Option<Value>,
    /// What it should come to, where it does not.
    pub right: Option<Value>,
}

/// Marks a working, one line after another; empty lines are passed over.
///
/// # Errors
/// What is wrong with the given values.
pub fn mine(spec: &Spec, given: &Given, text: &str) -> Result<Vec<Marked>, GivenError> {
    let derivation = derive(spec, given, Detail::Steps)?;
    idle(spec, given)?;
    let mut judge = Judge::new(spec, given, &derivation);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(LINES);
    Ok(lines.flat_map(|(at, line)| judge.line(at + 1, line.trim())).collect())
}
