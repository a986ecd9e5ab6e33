//! `pad(x, before, after)`: zeros around the last two axes, as many before and after as two sizes say.

use ndarray::{ArrayD, IxDyn, Slice};

use crate::error::{Refusal, Sort, Unfit};
use crate::ops::{Gradients, Operation, Outcome, pair, tensor};
use crate::value::{Tensor, Value};

/// The shape with its padding, and the number of cells before along the last two axes.
fn padded(operands: &[Value]) -> Outcome<(Vec<usize>, [usize; 2])> {
    let x = tensor(operands, 0)?;
    let (before, after) = (pair(operands, 1, 0)?, pair(operands, 2, 0)?);
    let mut shape = x.shape().to_vec();
    let [.., height, width] = shape.as_mut_slice() else {
        let got = Value::from(x).sort();
        return Err(Refusal::Type { expected: Sort::Maps, got });
    };
    for (axis, side) in [height, width].into_iter().enumerate() {
        let wide = side.checked_add(before[axis]).and_then(|side| side.checked_add(after[axis]));
        *side = wide.ok_or(Refusal::Domain(Unfit::TooLarge))?;
    }
    Ok((shape, before))
}

/// Where the input lies in the padded tensor, along one of its axes.
fn inside(axis: usize, x: &[usize], before: [usize; 2]) -> Slice {
    let from = (axis + 2).checked_sub(x.len()).map_or(0, |at| before[at]);
    Slice::from(from..from + x[axis])
}

fn evaluate(operands: &[Value]) -> Outcome<Value> {
    let x = tensor(operands, 0)?;
    let (shape, before) = padded(operands)?;
    let mut padded: ArrayD<f64> = ArrayD::zeros(IxDyn(&shape));
    padded.slice_each_axis_mut(|axis| inside(axis.axis.index(), x.shape(), before)).assign(&x);
    Ok(padded.into())
}

fn gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let x = tensor(operands, 0)?;
    let (_, before) = padded(operands)?;
    let dx = upstream.slice_each_axis(|axis| inside(axis.axis.index(), x.shape(), before)).to_owned();
    Ok(vec![Some(dx.into_shared()), None, None])
}

pub(super) const PAD: Operation = Operation::general(
    "pad",
    &["x", "before", "after"],
    "zeros around the last two axes of x, as many before and after as two sizes say",
    |o| padded(o).map(|(shape, _)| shape),
    evaluate,
)
.differentiable(gradient)
.laying_out()
.in_words()
.examples(&["pad([[1,2],[3,4]], 0, 1)", "pad([[[1,2]]], pair(1,0), pair(0,1))"]);
