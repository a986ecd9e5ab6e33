//! What an evaluation may cost. A formula can come from anyone: nothing runs long, recurses deep or allocates without
//! bound.

use std::fmt;

/// Bytes of source of one expression.
pub const SOURCE: usize = 10_000;
/// Brackets, function calls and powers inside each other.
pub const NESTING: usize = 64;
/// Operators of equal strength in a row: `1 + 1 + …`.
pub const CHAIN: usize = 256;
/// Elements of one value.
pub const ELEMENTS: usize = 10_000_000;
/// Multiply-adds of one evaluation.
pub const WORK: u64 = 1_000_000_000;
/// Lines of one trace.
pub const LINES: usize = 10_000;

/// A bound that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// [`SOURCE`]
    Source,
    /// [`NESTING`]
    Nesting,
    /// [`CHAIN`]
    Chain,
    /// [`ELEMENTS`]
    Elements,
    /// [`WORK`]
    Work,
    /// [`LINES`]
    Lines,
}

impl Bound {
    /// The number that must not be exceeded.
    #[must_use]
    pub const fn value(self) -> u64 {
        match self {
            Self::Source => SOURCE as u64,
            Self::Nesting => NESTING as u64,
            Self::Chain => CHAIN as u64,
            Self::Elements => ELEMENTS as u64,
            Self::Work => WORK,
            Self::Lines => LINES as u64,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.value(), self.key())
    }
}

impl Bound {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Source, Self::Nesting, Self::Chain, Self::Elements, Self::Work, Self::Lines];

    /// What is counted, in one word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Nesting => "nesting",
            Self::Chain => "chain",
            Self::Elements => "elements",
            Self::Work => "work",
            Self::Lines => "lines",
        }
    }
}
