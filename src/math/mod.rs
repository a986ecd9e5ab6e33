//! Values, expressions, evaluation with a trace, gradients, and rendering to Unicode and LaTeX.
//!
//! Knows no topic, no terminal and no file.

pub mod budget;
pub mod differentiate;
pub mod error;
pub mod expr;
mod grad;
mod lex;
pub mod limits;
pub mod machine;
pub mod number;
pub mod ops;
pub mod parse;
pub mod proofread;
pub mod render;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod value;

pub use error::{Expected, MathError, MathErrorKind, Sort, Unfit};
pub use expr::{BinaryOp, Binding, Expr, ExprKind, Span, UnaryOp};
pub use machine::Machine;
pub use parse::{names, parse, parse_answer, parse_binding, parse_chain, parse_typed};
pub use trace::{Line, Place, Step};
pub use value::{Tensor, Value};
