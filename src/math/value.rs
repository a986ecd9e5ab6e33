//! Values: scalars, vectors, matrices and tensors are one type over ndarray.

use std::sync::Arc;

use indexmap::IndexMap;
use ndarray::{ArcArray, IxDyn};

use super::expr::Expr;

/// A tensor of any rank; rank 0 is a scalar. Clones share their elements.
pub type Tensor = ArcArray<f64, IxDyn>;

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, vector, matrix or tensor.
    Tensor(Tensor),
    /// A size, (height, width). Arithmetic on it is element by element; equal sides display once.
    Pair([f64; 2]),
    /// `true` or `false`, what `when` and `require` come to.
    Truth(bool),
    /// The name of a choice: `"max"`.
    Text(Arc<str>),
    /// Values whose shapes may differ: the weights of each layer.
    List(Vec<Value>),
    /// Named values: what an LSTM step or a layer table returns.
    Record(IndexMap<Arc<str>, Value>),
    /// An expression given as a value: the `f` of `chain`.
    Formula(Arc<Expr>),
    /// Nothing there: `null` in JSON, as the IoU of a class that does not occur.
    Absent,
}
