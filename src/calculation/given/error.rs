//! What can be wrong with what was given.

use super::parse::shortened;
use crate::course::Bilingual;
use crate::course::spec::Place;
use crate::math::{MathError, Value};

/// A value that came, as a message tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The flag.
    pub flag: String,
    /// What is told of its value.
    pub what: Told,
}

/// What a message tells of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The value itself, as a flag takes it.
    Value(String),
    /// Its shape, where that is at fault.
    Shape(Vec<usize>),
}

/// What is wrong with what was given. The sentence is made at the edge.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenError {
    /// A flag that must be there is not.
    Missing {
        /// The flag.
        flag: String,
    },
    /// A flag that the calculation does not have.
    Unknown {
        /// The flag.
        flag: String,
        /// One spelled nearly so.
        near: Option<String>,
    },
    /// A text that cannot be read as a value of the parameter's kind.
    Malformed {
        /// The flag.
        flag: String,
        /// What it takes: a key of the messages `calc.kind.…`.
        kind: &'static str,
        /// What came.
        got: String,
        /// What the formula language says of it.
        why: Option<Bilingual>,
    },
    /// A number below or above what the parameter takes.
    Range {
        /// The flag.
        flag: String,
        /// The least that is taken.
        least: Option<f64>,
        /// The greatest that is taken.
        most: Option<f64>,
        /// What it must be less than.
        below: Option<f64>,
        /// What came.
        got: String,
    },
    /// A size with another number of sides than a parameter says.
    Sides {
        /// The flag.
        flag: String,
        /// What came.
        got: String,
        /// The flag of the parameter that says how many.
        axes: String,
        /// As many sides, or one for all.
        wanted: usize,
    },
    /// A word that is not among the choices.
    Choice {
        /// The flag.
        flag: String,
        /// What there is.
        known: Vec<String>,
        /// What came.
        got: String,
    },
    /// A value with more elements than the bound.
    TooLarge {
        /// The flag.
        flag: String,
    },
    /// A file that cannot be read as a value.
    File {
        /// The flag.
        flag: String,
        /// The file.
        path: String,
        /// What went wrong.
        why: String,
    },
    /// A requirement of the calculation that does not hold.
    Require {
        /// The flag it is about.
        flag: Option<String>,
        /// What is required.
        say: Bilingual,
        /// The values it is about.
        got: Vec<Came>,
    },
    /// A flag that plays no part with the choices made.
    Idle {
        /// The flag.
        flag: String,
        /// The choices and switches that keep it from playing one, by flag.
        with: Vec<(String, Value)>,
    },
    /// A flag that has no effect without another one.
    Alone {
        /// The flag.
        flag: String,
        /// Those of which one at least must be given too.
        with: Vec<String>,
    },
    /// An evaluation that fails: shapes that do not go together, a result that is not finite.
    Math {
        /// The flags whose values are in it.
        flags: Vec<String>,
        /// What is wrong.
        error: Box<MathError>,
        /// Those values.
        got: Vec<Came>,
        /// The formula, in the calculation's file.
        place: Place,
    },
}

impl GivenError {
    /// Where in the calculation's file the formula stands that could not be worked out.
    #[must_use]
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::Math { place, .. } => Some(place),
            _ => None,
        }
    }

    /// The flag that it is about, where it is about one.
    #[must_use]
    pub fn flag(&self) -> Option<&str> {
        match self {
            Self::Missing { flag }
            | Self::Unknown { flag, .. }
            | Self::Malformed { flag, .. }
            | Self::Range { flag, .. }
            | Self::Sides { flag, .. }
            | Self::Choice { flag, .. }
            | Self::TooLarge { flag }
            | Self::File { flag, .. }
            | Self::Idle { flag, .. }
            | Self::Alone { flag, .. } => Some(flag),
            Self::Require { flag, .. } => flag.as_deref(),
            Self::Math { flags, .. } => flags.first().map(String::as_str),
        }
    }

    /// The same, telling of values as they were typed: `1/3`, `@x.npy`.
    #[must_use]
    pub fn as_typed(mut self, texts: &[(String, String)]) -> Self {
        if let Self::Require { got, .. } | Self::Math { got, .. } = &mut self {
            for came in got {
                let typed = texts.iter().find(|(flag, _)| *flag == came.flag);
                if let (Told::Value(value), Some((_, text))) = (&mut came.what, typed) {
                    *value = shortened(text);
                }
            }
        }
        self
    }
}
