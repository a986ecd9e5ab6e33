//! Values, expressions, evaluation with a trace, gradients, and rendering to Unicode and LaTeX.
//!
//! Knows no course, no topic, no terminal and no file. A formula is read once; it is evaluated, differentiated, shown and
//! checked from the same tree.
//!
//! Reading and evaluating:
//!
//! ```
//! use dlrev_math::{Machine, Value, parse};
//!
//! let mut machine = Machine::new();
//! machine.set("N", Value::scalar(32.0));
//! let side = parse("floor((N + 2*2 - 5) / 1) + 1")?;
//! assert_eq!(machine.evaluate(&side)?, Value::scalar(32.0));
//! # Ok::<(), dlrev_math::MathError>(())
//! ```
//!
//! A step is a binding with how its value comes about: the formula, the formula with values put in, the value.
//!
//! ```
//! use dlrev_math::{Machine, Value, parse_binding, render};
//!
//! let mut machine = Machine::tracing();
//! machine.set("F", Value::scalar(3.0));
//! let step = machine.step(&parse_binding("K = F^2 + 1")?, false)?;
//! assert_eq!((render::line(&step.substituted), step.value), ("3² + 1".to_owned(), Value::scalar(10.0)));
//! # Ok::<(), dlrev_math::MathError>(())
//! ```
//!
//! A gradient is an operation like others, in reverse mode over the tree of the loss:
//!
//! ```
//! use dlrev_math::{Machine, Value, parse, parse_binding};
//!
//! let mut machine = Machine::new();
//! machine.set("w", Value::tensor(&[2], vec![1.0, -2.0]).expect("two numbers"));
//! machine.bind(&parse_binding("L = sum(w^2)")?)?;
//! let gradient = machine.evaluate(&parse("grad(L, w)")?)?;
//! assert_eq!(gradient, Value::tensor(&[2], vec![2.0, -4.0]).expect("two numbers"));
//! # Ok::<(), dlrev_math::MathError>(())
//! ```
//!
//! Faces of a formula:
//!
//! ```
//! use dlrev_math::{parse, render};
//!
//! let formula = parse("sqrt(d_k) / 2")?;
//! assert_eq!(render::line(&formula), "√dₖ/2");
//! assert_eq!(render::latex(&formula), r"\frac{\sqrt{d_{k}}}{2}");
//! # Ok::<(), dlrev_math::MathError>(())
//! ```

#![warn(clippy::missing_errors_doc)]
#![deny(missing_docs)]

pub mod budget;
mod calls;
pub mod columns;
pub mod curve;
pub mod differentiate;
pub mod error;
pub mod expr;
mod grad;
mod lanes;
mod lex;
pub mod limits;
pub mod line;
pub mod machine;
mod near;
pub mod number;
pub mod ops;
pub mod parse;
pub mod proofread;
mod put_in;
pub mod render;
pub mod rule;
mod span;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod value;

pub use calls::check_calls;
pub use error::{Expected, MathError, MathErrorKind, Refusal, Sort, Unfit};
pub use expr::{BinaryOp, Binding, Expr, ExprKind, UnaryOp, constant};
pub use line::{Line, Place};
pub use machine::Machine;
pub use near::near;
pub use parse::{names, parse, parse_answer, parse_binding, parse_chain, parse_size, parse_typed, variables};
pub use put_in::put_in;
pub use span::Span;
pub use trace::Step;
pub use value::{Tensor, Value};
