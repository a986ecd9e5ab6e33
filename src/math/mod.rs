//! Values, expressions, evaluation with a trace, gradients, and rendering to Unicode and LaTeX.
//!
//! Knows no topic, no terminal and no file.

pub mod expr;
pub mod value;

pub use expr::{BinaryOp, Binding, Expr, ExprKind, Span, UnaryOp};
pub use value::{Tensor, Value};
