//! Values: scalars, vectors, matrices and tensors are one type over ndarray.
//!
//! It and `expr` import each other: they are one recursive type, an expression holds values and a value may be a formula.

use std::sync::Arc;

use indexmap::IndexMap;
use ndarray::{ArcArray, IxDyn};

use super::error::Sort;
use super::expr::Expr;
use super::lanes;

/// A tensor of any rank. Clones share their elements.
pub type Tensor = ArcArray<f64, IxDyn>;

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number: a tensor of rank 0, which no other variant holds.
    Number(f64),
    /// A vector, matrix or tensor of a higher rank.
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

impl Value {
    /// A number.
    #[must_use]
    pub const fn scalar(number: f64) -> Self {
        Self::Number(number)
    }

    /// A vector.
    #[must_use]
    pub fn vector(entries: Vec<f64>) -> Self {
        Self::Tensor(ndarray::Array1::from_vec(entries).into_dyn().into_shared())
    }

    /// A tensor of `shape` with `elements` in row-major order; `None` if their number is another.
    #[must_use]
    pub fn tensor(shape: &[usize], elements: Vec<f64>) -> Option<Self> {
        let array = ndarray::ArrayD::from_shape_vec(IxDyn(shape), elements).ok()?;
        Some(array.into())
    }

    /// The number, of a scalar; the side, of a pair with equal sides.
    #[must_use]
    pub const fn as_scalar(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Pair([h, w]) if *h == *w => Some(*h),
            _ => None,
        }
    }

    /// The tensor; a number is one of rank 0, a pair a vector of two.
    #[must_use]
    pub fn as_tensor(&self) -> Option<Tensor> {
        match self {
            Self::Number(number) => Some(Tensor::from_elem(IxDyn(&[]), *number)),
            Self::Tensor(t) => Some(t.clone()),
            Self::Pair(sides) => Some(ndarray::arr1(sides).into_dyn().into_shared()),
            _ => None,
        }
    }

    /// The truth.
    #[must_use]
    pub const fn as_truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The shape: empty for a scalar and for what is no tensor.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        match self {
            Self::Tensor(t) => t.shape(),
            Self::Pair(_) => &[2],
            _ => &[],
        }
    }

    /// How many numbers it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Tensor(t) => t.len(),
            Self::Pair(_) => 2,
            Self::Number(_) | Self::Truth(_) | Self::Text(_) | Self::Formula(_) | Self::Absent => 1,
            Self::List(items) => items.iter().map(Self::len).sum(),
            Self::Record(fields) => fields.values().map(Self::len).sum(),
        }
    }

    /// Whether it is a number or made of numbers alone: what arithmetic takes.
    #[must_use]
    pub const fn is_numeric(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Tensor(_) | Self::Pair(_))
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every number in it is finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        match self {
            Self::Number(number) => number.is_finite(),
            Self::Tensor(t) => all_finite(t),
            Self::Pair(sides) => sides.iter().all(|x| x.is_finite()),
            Self::List(items) => items.iter().all(Self::is_finite),
            Self::Record(fields) => fields.values().all(Self::is_finite),
            Self::Truth(_) | Self::Text(_) | Self::Formula(_) | Self::Absent => true,
        }
    }

    /// What messages call its type.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self {
            Self::Number(_) => Sort::Number,
            Self::Tensor(t) => match t.ndim() {
                1 => Sort::Vector,
                2 => Sort::Matrix,
                _ => Sort::Tensor,
            },
            Self::Pair(_) => Sort::Size,
            Self::Truth(_) => Sort::Truth,
            Self::Text(_) => Sort::Text,
            Self::List(_) => Sort::List,
            Self::Record(_) => Sort::Record,
            Self::Formula(_) => Sort::Formula,
            Self::Absent => Sort::Nothing,
        }
    }

    /// Values as one tensor with a new first axis where their shapes agree, else as a list.
    #[must_use]
    pub fn stack(items: Vec<Self>) -> Self {
        let number = |item: &Self| if let Self::Number(number) = item { Some(*number) } else { None };
        if let Some(numbers) = items.iter().map(number).collect::<Option<Vec<f64>>>()
            && !numbers.is_empty()
        {
            return Self::vector(numbers);
        }
        let tensors: Option<Vec<&Tensor>> =
            items.iter().map(|v| if let Self::Tensor(t) = v { Some(t) } else { None }).collect();
        if let Some(tensors) = tensors
            && let Some(first) = tensors.first()
            && tensors.iter().all(|t| t.shape() == first.shape())
        {
            let shape: Vec<usize> = std::iter::once(tensors.len()).chain(first.shape().iter().copied()).collect();
            let mut elements = Vec::with_capacity(shape.iter().product());
            for tensor in tensors {
                match tensor.as_slice() {
                    Some(numbers) => elements.extend_from_slice(numbers),
                    None => elements.extend(tensor.iter()),
                }
            }
            if let Some(stacked) = Self::tensor(&shape, elements) {
                return stacked;
            }
        }
        Self::List(items)
    }
}

/// Whether every number is finite.
fn all_finite(t: &Tensor) -> bool {
    t.as_slice_memory_order().map_or_else(|| t.iter().all(|x| x.is_finite()), lanes::all_finite)
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::scalar(number)
    }
}

impl From<Tensor> for Value {
    fn from(tensor: Tensor) -> Self {
        match tensor.ndim() {
            0 => Self::Number(tensor.first().copied().unwrap_or_default()),
            _ => Self::Tensor(tensor),
        }
    }
}

impl From<ndarray::ArrayD<f64>> for Value {
    fn from(array: ndarray::ArrayD<f64>) -> Self {
        array.into_shared().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_knows_how_much_it_holds_and_of_what_sort_it_is() {
        let tensor = |shape: &[usize]| Value::tensor(shape, vec![1.0; shape.iter().product()]).unwrap();
        assert_eq!(
            [tensor(&[2]), tensor(&[2, 3]), tensor(&[1, 2, 3])].map(|v| v.sort()),
            [Sort::Vector, Sort::Matrix, Sort::Tensor]
        );
        assert!(Value::vector(Vec::new()).is_empty() && Value::List(Vec::new()).is_empty());
        assert!(!Value::scalar(0.0).is_empty() && !Value::Absent.is_empty());
        assert_eq!(Value::Pair([3.0, 4.0]).as_tensor(), Value::vector(vec![3.0, 4.0]).as_tensor());
    }

    #[test]
    fn one_number_that_is_not_finite_is_found_wherever_it_stands() {
        for at in 0..21 {
            for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let mut numbers = vec![f64::MAX; 21];
                assert!(Value::vector(numbers.clone()).is_finite());
                numbers[at] = odd;
                assert!(!Value::vector(numbers).is_finite(), "{odd} at {at}");
            }
        }
    }
}
