//! What can be wrong with an expression, and where.

mod words;

use std::sync::Arc;

use thiserror::Error;

pub use words::{Expected, Sort, Unfit};

use super::limits::Bound;
use super::span::Span;

/// A problem and the place in the source it is about.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{kind}")]
pub struct MathError {
    /// What is wrong.
    pub kind: MathErrorKind,
    /// Where.
    pub span: Span,
}

/// What can be wrong with an expression.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum MathErrorKind {
    /// The source has a character that the language does not.
    #[error("the character {0:?} is not part of a formula")]
    Character(char),
    /// A number that does not fit a double.
    #[error("{0} is not a number a double can hold")]
    Number(String),
    /// The source goes on where it should not, or the other way round.
    #[error("expected {expected}, found {}", found.as_deref().unwrap_or("the end"))]
    Unexpected {
        /// What was found: a token; nothing at the end.
        found: Option<String>,
        /// What could have stood there.
        expected: Expected,
    },
    /// A name that is bound to nothing.
    #[error("nothing is called {name}")]
    UnknownName {
        /// The name.
        name: Arc<str>,
        /// A bound name spelled nearly so.
        near: Option<Arc<str>>,
    },
    /// A function that does not exist.
    #[error("there is no function {name}")]
    UnknownFunction {
        /// The name.
        name: Arc<str>,
        /// A function spelled nearly so.
        near: Option<&'static str>,
    },
    /// An operation that refuses its operands.
    #[error("{operation}: {why}")]
    Refused {
        /// The operation as it is written: its sign, else its name.
        operation: &'static str,
        /// Why.
        why: Refusal,
    },
    /// A formula given as a value that comes to something else than a number.
    #[error("the formula comes to {got}, not to a number")]
    NotNumber {
        /// What it comes to.
        got: Sort,
    },
    /// A value that is infinite or not a number, and of no operation.
    #[error("the value is not finite")]
    NotFinite,
    /// A bound that was reached.
    #[error("more than {0}")]
    Limit(Bound),
}

/// Why an operation refuses its operands. It knows neither what it is called nor where it stands: whoever asked it adds
/// both.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    /// The wrong number of operands.
    #[error("takes {least} to {most} arguments, not {got}")]
    Arity {
        /// At least so many.
        least: usize,
        /// At most so many.
        most: usize,
        /// So many were given.
        got: usize,
    },
    /// A value of another type than it takes.
    #[error("takes {expected}, not {got}")]
    Type {
        /// What it takes.
        expected: Sort,
        /// What it was given.
        got: Sort,
    },
    /// Shapes that do not go together.
    #[error("shapes {left:?} and {right:?} do not go together")]
    Shape {
        /// Shape of its first operand.
        left: Vec<usize>,
        /// Shape of its second operand, or the shape it wants.
        right: Vec<usize>,
    },
    /// A layer of a network that what comes to it does not fit.
    #[error("the layer {layer} does not fit: {got:?} comes to it, it needs {needs:?}")]
    Layer {
        /// The layer's name.
        layer: Arc<str>,
        /// The shape that comes to it.
        got: Vec<usize>,
        /// The shape it needs: the least, or that of the branch beside it.
        needs: Vec<usize>,
    },
    /// An index outside of what is indexed.
    #[error("index {index} is outside of {from}..{to}")]
    Index {
        /// The index.
        index: i64,
        /// The first that exists.
        from: i64,
        /// One past the last that exists.
        to: i64,
    },
    /// A function that an operand names and that does not exist.
    #[error("there is no function {name}")]
    Function {
        /// The name.
        name: Arc<str>,
        /// One that is spelled nearly so.
        near: Option<&'static str>,
    },
    /// A word that is no layer's.
    #[error("there is no layer {name}")]
    UnknownLayer {
        /// The word.
        name: Arc<str>,
        /// One that is spelled nearly so.
        near: Option<&'static str>,
    },
    /// An operand for which it is not defined.
    #[error("{0}")]
    Domain(Unfit),
    /// A result that is infinite or not a number.
    #[error("the result is not finite")]
    NotFinite,
    /// A derivative that does not exist where it is taken.
    #[error("the derivative does not exist")]
    NoSlope,
    /// It has no gradient, and stands on the way from a loss to a weight.
    #[error("has no gradient")]
    NoGradient,
    /// A bound that was reached.
    #[error("more than {0}")]
    Limit(Bound),
}

impl Refusal {
    /// This, of the operation that is written so.
    #[must_use]
    pub fn by(self, operation: &'static str) -> MathErrorKind {
        match self {
            Self::Function { name, near } => MathErrorKind::UnknownFunction { name, near },
            Self::Limit(bound) => MathErrorKind::Limit(bound),
            why => MathErrorKind::Refused { operation, why },
        }
    }
}

impl MathErrorKind {
    /// Why an operation was refused, if one was.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { why, .. } => Some(why),
            _ => None,
        }
    }

    /// This problem, at a place.
    #[must_use]
    pub const fn at(self, span: Span) -> MathError {
        MathError { kind: self, span }
    }
}
