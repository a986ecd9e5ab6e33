//! What both faces are made of, once their spelling is read.

use std::fmt;

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

/// What it begins with, as it is written in one line.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = |f: &mut fmt::Formatter<'_>, tokens: &[Self]| tokens.first().map_or(Ok(()), |token| token.fmt(f));
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => f.write_str(word),
            Self::Sign(sign) => sign.fmt(f),
            Self::Raised(raised) => {
                f.write_str("^")?;
                first(f, raised)
            }
            Self::Lowered => f.write_str("_"),
            Self::Fraction(above, _) => first(f, above),
            Self::Root(_) => f.write_str("√"),
            Self::Matrix(_) => f.write_str("["),
            Self::Cases(_) => f.write_str("{"),
        }
    }
}
