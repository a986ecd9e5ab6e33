//! `convolve_transpose(x, k, p, s, output_padding)` of one channel: every input cell adds a scaled kernel to the
//! output at stride s; p cells are cut off each side. It is the gradient of `convolve` by its input, not its inverse.

use ndarray::{Array2, Ix2};

use crate::error::{Refusal, Unfit};
use crate::line::{Line, Place, products};
use crate::ops::{Gradients, Operation, Outcome, pair, tensor};
use crate::value::{Tensor, Value};

struct Layer {
    x: Array2<f64>,
    k: Array2<f64>,
    padding: [usize; 2],
    stride: [usize; 2],
    out: [usize; 2],
}

impl Layer {
    fn read(operands: &[Value]) -> Outcome<Self> {
        let (x, k) = (tensor(operands, 0)?, tensor(operands, 1)?);
        let mismatch = || Refusal::Shape { left: x.shape().to_vec(), right: k.shape().to_vec() };
        let flat = |t: &Tensor| t.to_owned().into_dimensionality::<Ix2>().ok().filter(|t| !t.is_empty());
        let (matrix, kernel) = (flat(&x).ok_or_else(mismatch)?, flat(&k).ok_or_else(mismatch)?);
        let (padding, stride) = (pair(operands, 2, 0)?, pair(operands, 3, 1)?);
        let extra = pair(operands, 4, 0)?;
        if (0..2).any(|axis| stride[axis] == 0 || (extra[axis] > 0 && extra[axis] >= stride[axis])) {
            return Err(Refusal::Domain(Unfit::OutputPadding));
        }
        let side = |axis: usize, x: usize, k: usize| {
            ((x - 1) * stride[axis] + k + extra[axis]).checked_sub(2 * padding[axis]).filter(|side| *side > 0)
        };
        let (height, width) = (side(0, matrix.nrows(), kernel.nrows()), side(1, matrix.ncols(), kernel.ncols()));
        let (Some(height), Some(width)) = (height, width) else { return Err(mismatch()) };
        Ok(Self { x: matrix, k: kernel, padding, stride, out: [height, width] })
    }

    /// Calls `each(input cell, kernel cell, output cell)` for every product.
    fn each(&self, mut each: impl FnMut([usize; 2], [usize; 2], [usize; 2])) {
        for (i, j) in ndarray::indices(self.x.raw_dim()) {
            for (u, v) in ndarray::indices(self.k.raw_dim()) {
                let y = (i * self.stride[0] + u).checked_sub(self.padding[0]).filter(|y| *y < self.out[0]);
                let x = (j * self.stride[1] + v).checked_sub(self.padding[1]).filter(|x| *x < self.out[1]);
                if let (Some(y), Some(x)) = (y, x) {
                    each([i, j], [u, v], [y, x]);
                }
            }
        }
    }
}

fn evaluate(operands: &[Value]) -> Outcome<Value> {
    let layer = Layer::read(operands)?;
    let mut out = Array2::zeros(layer.out);
    layer.each(|input, kernel, output| out[output] += layer.x[input] * layer.k[kernel]);
    Ok(out.into_dyn().into())
}

fn gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let layer = Layer::read(operands)?;
    let (mut dx, mut dk) = (Array2::zeros(layer.x.raw_dim()), Array2::zeros(layer.k.raw_dim()));
    layer.each(|input, kernel, output| {
        let up = upstream[output.as_slice()];
        dx[input] += up * layer.k[kernel];
        dk[kernel] += up * layer.x[input];
    });
    let mut gradients = vec![Some(dx.into_dyn().into_shared()), Some(dk.into_dyn().into_shared())];
    gradients.resize(operands.len(), None);
    Ok(gradients)
}

fn explain(operands: &[Value], result: &Value) -> Vec<Line> {
    let (Ok(layer), Some(result)) = (Layer::read(operands), result.as_tensor()) else { return Vec::new() };
    let mut pairs = vec![Vec::new(); layer.out[0] * layer.out[1]];
    layer.each(|input, kernel, [y, x]| pairs[y * layer.out[1] + x].push((layer.x[input], layer.k[kernel])));
    let each = pairs.iter().zip(result.iter()).enumerate().map(|(at, (pairs, value))| Line {
        place: Place::Entry(vec![at / layer.out[1] + 1, at % layer.out[1] + 1]),
        expr: products(pairs),
        value: Value::scalar(*value),
    });
    each.collect()
}

pub(super) const CONVOLVE_TRANSPOSE: Operation = Operation::general(
    "convolve_transpose",
    &["x", "k", "p?", "s?", "output_padding?"],
    "transposed convolution of one channel",
    |o| Layer::read(o).map(|layer| layer.out.to_vec()),
    evaluate,
)
.differentiable(gradient)
.explained(explain)
.in_words()
.costing(|o| o[0].len() as f64 * o[1].len() as f64)
.examples(&[
    "convolve_transpose([[1,2],[3,4]], [[1,0],[2,1]], 0, 2)",
    "convolve_transpose([[1,2],[3,4]], [[1,0,1],[2,1,0],[1,1,1]], 1, 2, 1)",
]);
