//! Values, expressions, evaluation with a trace, gradients, and rendering to Unicode and LaTeX.
//!
//! Knows no topic, no terminal and no file.

pub mod error;
pub mod expr;
mod lex;
pub mod limits;
pub mod parse;
pub mod value;

pub use error::{MathError, MathErrorKind};
pub use expr::{BinaryOp, Binding, Expr, ExprKind, Span, UnaryOp};
pub use parse::{names, parse, parse_answer, parse_binding, parse_chain};
pub use value::{Tensor, Value};
