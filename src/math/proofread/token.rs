//! What both faces are made of, once their spelling is read.

/// A piece of something written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    /// A name or the name of a function.
    Word(String),
    /// An operator, a bracket or a mark, by one character: `−·/⊙×^,;≤`…
    Sign(char),
    /// What stands raised.
    Raised(Vec<Token>),
    /// What stands lowered: a part of a name.
    Lowered,
    Fraction(Vec<Token>, Vec<Token>),
    Root(Vec<Token>),
    /// Rows of cells.
    Matrix(Vec<Vec<Vec<Token>>>),
    /// A value and when it holds.
    Cases(Vec<(Vec<Token>, Vec<Token>)>),
}
