//! Why no variant was drawn, in words and with the place in the calculation's file that it is about.

use super::given::GivenError;
use super::sentence::sentence;
use crate::course::messages::say;
use crate::course::spec::{Place, Spec};
use crate::course::{Bilingual, Lang, formula_error};
use crate::math::MathError;

/// Draws before a calculation is said to have no acceptable variant.
pub const TRIES: u32 = 400;

/// Multiply-adds of all evaluations by which one variant is drawn: what is worked out by hand takes far fewer.
pub const DRAW: u64 = 200_000_000;

/// Why no variant was drawn. The sentence is made at the edge.
#[derive(Clone, Debug, PartialEq)]
pub enum DrawError {
    /// The calculation asks for nothing at this level.
    NothingAsked {
        /// The level.
        level: u8,
    },
    /// No task of the level asks for exactly these answers, so that nothing says what is wanted.
    NoTask {
        /// The answers that are wanted.
        keys: Vec<String>,
        /// The level.
        level: u8,
    },
    /// No draw out of [`TRIES`] was acceptable.
    NoneAcceptable {
        /// The level.
        level: u8,
        /// The task, by its place in the file.
        ask: usize,
        /// Why the last draw was not.
        last: Rejected,
    },
    /// Drawing one variant takes more work than it may.
    Work {
        /// The level.
        level: u8,
    },
    /// Values that cannot be worked out.
    Broken(Rejected),
}

/// Why a drawn variant is not asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Rejected {
    /// A parameter could not be drawn.
    Parameter {
        /// Its flag.
        flag: String,
        /// What is wrong with a formula of its rule.
        why: Option<Box<MathError>>,
    },
    /// The drawn values cannot be worked out, or a requirement of theirs does not hold.
    Failed(Box<GivenError>),
    /// A condition of the draw does not hold, by its place in the file.
    Condition(usize),
    /// An asked answer is not there.
    NoAnswer(String),
    /// A mistake gives the right answer.
    Collision(String),
    /// Nothing but zeros, or a distribution that is all in one place.
    Degenerate(String),
    /// The task in words has a place for a value that is not drawn.
    Unfilled(String),
    /// Who rounds on the way, to [`SPARE`](super::teach::SPARE) digits more than asked for, misses the answer.
    Rounding(String),
}

impl DrawError {
    /// The sentence.
    #[must_use]
    pub fn sentence(&self, spec: &Spec) -> Bilingual {
        Bilingual::of(|lang| self.told(spec, lang))
    }

    fn told(&self, spec: &Spec, lang: Lang) -> String {
        match self {
            Self::NothingAsked { level } => say(lang, "calc.undrawn.nothing-asked", &[("level", level)]),
            Self::NoTask { keys, level } => {
                let keys = keys.join(&say(lang, "calc.comma", &[]));
                say(lang, "calc.undrawn.no-task", &[("level", level), ("keys", &keys)])
            }
            Self::NoneAcceptable { level, last: unfilled @ Rejected::Unfilled(_), .. } => {
                say(lang, "calc.undrawn.at-level", &[("level", level), ("why", &unfilled.told(spec, lang))])
            }
            Self::NoneAcceptable { level, last, .. } => {
                let why = last.told(spec, lang);
                say(lang, "calc.undrawn.none", &[("level", level), ("tries", &TRIES), ("why", &why)])
            }
            Self::Work { level } => say(lang, "calc.costly-draw", &[("level", level), ("bound", &DRAW)]),
            Self::Broken(rejected) => rejected.told(spec, lang),
        }
    }

    /// What it is about.
    #[must_use]
    pub fn place(&self, spec: &Spec) -> Place {
        match self {
            Self::NoneAcceptable { ask, last, .. } => last.place(spec, Place::item("ask", *ask)),
            Self::Broken(rejected) => rejected.place(spec, Place::default()),
            Self::NothingAsked { .. } | Self::NoTask { .. } | Self::Work { .. } => Place::default(),
        }
    }
}

impl Rejected {
    fn told(&self, spec: &Spec, lang: Lang) -> String {
        let told = |key: &str, name: &str, value: &str| say(lang, &format!("calc.undrawn.{key}"), &[(name, &value)]);
        match self {
            Self::Parameter { flag, why: None } => told("parameter", "flag", flag),
            Self::Parameter { flag, why: Some(why) } => {
                let why = formula_error::sentence(&why.kind, lang);
                say(lang, "calc.undrawn.rule", &[("flag", flag), ("why", &why)])
            }
            Self::Failed(error) => sentence(spec, error, lang),
            Self::Condition(_) => say(lang, "calc.undrawn.condition", &[]),
            Self::NoAnswer(key) => told("no-answer", "key", key),
            Self::Collision(id) => told("collision", "id", id),
            Self::Degenerate(key) => told("degenerate", "key", key),
            Self::Unfilled(flag) => told("unfilled", "flag", flag),
            Self::Rounding(key) => told("rounding", "key", key),
        }
    }

    /// Where its cause stands, else the task.
    fn place(&self, spec: &Spec, task: Place) -> Place {
        match self {
            Self::Parameter { flag, .. } => Place::default().key("params").key(flag).key("draw"),
            Self::Failed(error) => error.place().cloned().unwrap_or(task),
            Self::Condition(at) => Place::item("accept", *at),
            Self::Collision(id) => spec.mistake_place(|mistake| *mistake.id == **id).unwrap_or(task),
            Self::Unfilled(_) => task.key("stem"),
            Self::NoAnswer(_) => task.key("keys"),
            Self::Degenerate(_) | Self::Rounding(_) => task,
        }
    }
}
