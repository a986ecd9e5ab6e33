//! `convolve(x, k, p, s, d, groups)`: x is H×W or C×H×W; k is F×F, C×F×F or B×C×F×F.
//!
//! Windows become the columns of a matrix, so that the product does the work (im2col).

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayD, ArrayView2, Axis, IxDyn, Slice};

use super::Window;
use crate::math::error::MathErrorKind;
use crate::math::ops::{Gradients, Operation, Outcome, linear, pair, tensor, whole};
use crate::math::trace::{Line, Place, products};
use crate::math::value::{Tensor, Value};

const NAME: &str = "convolve";

/// The operands with all their axes written out.
struct Layer {
    /// C×H×W
    x: Array3<f64>,
    /// B × (C/groups · F·F): a kernel a row.
    kernels: Array2<f64>,
    window: Window,
    groups: usize,
    /// How many windows there are, (height, width).
    out: [usize; 2],
    /// Whether the result keeps an axis for the kernels.
    stacked: bool,
}

impl Layer {
    fn read(operands: &[Value]) -> Outcome<Self> {
        let (x, k) = (tensor(NAME, operands, 0)?, tensor(NAME, operands, 1)?);
        let mismatch = || MathErrorKind::Shape { operation: NAME, left: x.shape().to_vec(), right: k.shape().to_vec() };
        let groups = if operands.len() > 5 { whole(NAME, operands, 5)? } else { 1 };
        let [channels, height, width] = match *x.shape() {
            [h, w] => [1, h, w],
            [c, h, w] => [c, h, w],
            _ => return Err(mismatch()),
        };
        let [count, deep, f_h, f_w] = match *k.shape() {
            [h, w] => [1, 1, h, w],
            [c, h, w] => [1, c, h, w],
            [b, c, h, w] => [b, c, h, w],
            _ => return Err(mismatch()),
        };
        if groups == 0 || deep * groups != channels || count % groups != 0 || count == 0 || deep == 0 {
            return Err(mismatch());
        }
        let window = Window {
            side: [f_h, f_w],
            padding: pair(NAME, operands, 2, 0)?,
            stride: pair(NAME, operands, 3, 1)?,
            dilation: pair(NAME, operands, 4, 1)?,
        };
        let out = window.count(NAME, [height, width])?;
        let stacked = k.ndim() == 4;
        let x = x.as_standard_layout().into_owned().into_shape_with_order((channels, height, width));
        let kernels = k.as_standard_layout().into_owned().into_shape_with_order((count, deep * f_h * f_w));
        let (Ok(x), Ok(kernels)) = (x, kernels) else {
            return Err(MathErrorKind::Domain { operation: NAME, what: "cannot lay its operands out" });
        };
        Ok(Self { x, kernels, window, groups, out, stacked })
    }

    /// The shape of the result: Ho×Wo, or B×Ho×Wo.
    fn shape(&self) -> Vec<usize> {
        let kernels = self.stacked.then_some(self.kernels.nrows());
        kernels.into_iter().chain(self.out).collect()
    }

    /// The channels and the kernels of one group.
    fn group(&self, group: usize) -> (Range<usize>, Range<usize>) {
        let (deep, count) = (self.x.dim().0 / self.groups, self.kernels.nrows() / self.groups);
        (group * deep..(group + 1) * deep, group * count..(group + 1) * count)
    }

    /// Some of the kernels, a kernel a row.
    fn rows_of(&self, kernels: &Range<usize>) -> ArrayView2<'_, f64> {
        self.kernels.slice_axis(Axis(0), slice(kernels))
    }

    /// The windows over some channels, a window a column.
    fn columns(&self, channels: Range<usize>) -> Array2<f64> {
        let Window { side: [f_h, f_w], padding, stride, dilation } = self.window;
        let (_, height, width) = self.x.dim();
        let [out_h, out_w] = self.out;
        let mut columns = Array2::zeros((channels.len() * f_h * f_w, out_h * out_w));
        let mut rows = columns.rows_mut().into_iter();
        for channel in channels {
            let plane = self.x.index_axis(Axis(0), channel);
            for i in 0..f_h {
                for j in 0..f_w {
                    let Some(row) = rows.next() else { return columns };
                    let Some(row) = row.into_slice() else { continue };
                    for (at, run) in row.chunks_exact_mut(out_w).enumerate() {
                        let Some(y) = self.window.cell(0, at, i, height) else { continue };
                        let line = plane.row(y);
                        let Some(line) = line.to_slice() else { continue };
                        let start = j * dilation[1];
                        if stride[1] == 1 {
                            // The run is one piece of the input's row.
                            let from = padding[1].saturating_sub(start).min(out_w);
                            let to = (width + padding[1]).saturating_sub(start).min(out_w);
                            if from < to {
                                let first = from + start - padding[1];
                                run[from..to].copy_from_slice(&line[first..first + to - from]);
                            }
                        } else {
                            for (at, cell) in run.iter_mut().enumerate() {
                                if let Some(x) = self.window.cell(1, at, j, width) {
                                    *cell = line[x];
                                }
                            }
                        }
                    }
                }
            }
        }
        columns
    }

    /// Adds the columns of one group's windows back to the cells they came from.
    fn scatter(&self, channels: Range<usize>, columns: &ArrayView2<'_, f64>, dx: &mut Array3<f64>) {
        let [f_h, f_w] = self.window.side;
        let (_, height, width) = self.x.dim();
        let first = channels.start;
        for channel in channels {
            for i in 0..f_h {
                for j in 0..f_w {
                    let row = columns.row(((channel - first) * f_h + i) * f_w + j);
                    for (at, up) in row.iter().enumerate() {
                        let y = self.window.cell(0, at / self.out[1], i, height);
                        let x = self.window.cell(1, at % self.out[1], j, width);
                        if let (Some(y), Some(x)) = (y, x) {
                            dx[[channel, y, x]] += up;
                        }
                    }
                }
            }
        }
    }
}

fn slice(range: &Range<usize>) -> Slice {
    Slice::from(range.start as isize..range.end as isize)
}

fn shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    Layer::read(operands).map(|layer| layer.shape())
}

fn evaluate(operands: &[Value]) -> Outcome<Value> {
    let layer = Layer::read(operands)?;
    let mut out = Array2::zeros((layer.kernels.nrows(), layer.out[0] * layer.out[1]));
    for group in 0..layer.groups {
        let (channels, kernels) = layer.group(group);
        let columns = layer.columns(channels);
        let product = linear::product(layer.rows_of(&kernels), columns.view());
        out.slice_axis_mut(Axis(0), slice(&kernels)).assign(&product);
    }
    let shape = layer.shape();
    let mismatch = MathErrorKind::Shape { operation: NAME, left: shape.clone(), right: layer.out.to_vec() };
    out.into_shape_with_order(IxDyn(&shape)).map(Value::from).map_err(|_| mismatch)
}

/// By k: upstream times the windows; by x: each kernel times upstream, added back where its windows were.
fn gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let layer = Layer::read(operands)?;
    let flat = upstream.as_standard_layout().into_owned();
    let flat = flat.into_shape_with_order((layer.kernels.nrows(), layer.out[0] * layer.out[1]));
    let Ok(up) = flat else {
        let right = upstream.shape().to_vec();
        return Err(MathErrorKind::Shape { operation: NAME, left: layer.shape(), right });
    };
    let mut dx = Array3::zeros(layer.x.raw_dim());
    let mut dk = Array2::zeros(layer.kernels.raw_dim());
    for group in 0..layer.groups {
        let (channels, kernels) = layer.group(group);
        let up = up.slice_axis(Axis(0), slice(&kernels));
        let columns = layer.columns(channels.clone());
        dk.slice_axis_mut(Axis(0), slice(&kernels)).assign(&linear::product(up, columns.t()));
        let back = linear::product(layer.rows_of(&kernels).t(), up);
        layer.scatter(channels, &back.view(), &mut dx);
    }
    let like = |d: ArrayD<f64>, index: usize| -> Outcome<Option<Tensor>> {
        let shape = tensor(NAME, operands, index)?.raw_dim();
        Ok(d.into_shape_with_order(shape).ok().map(ndarray::ArrayBase::into_shared))
    };
    let mut gradients = vec![like(dx.into_dyn(), 0)?, like(dk.into_dyn(), 1)?];
    gradients.resize(operands.len(), None);
    Ok(gradients)
}

/// Each window: which numbers are multiplied and summed.
fn explain(operands: &[Value], result: &Value) -> Vec<Line> {
    let (Ok(layer), Some(result)) = (Layer::read(operands), result.as_tensor()) else { return Vec::new() };
    let values: Vec<f64> = result.iter().copied().collect();
    let mut lines = Vec::new();
    for group in 0..layer.groups {
        let (channels, kernels) = layer.group(group);
        let columns = layer.columns(channels);
        for kernel in kernels {
            for (at, window) in columns.columns().into_iter().enumerate() {
                let pairs: Vec<_> = window.iter().copied().zip(layer.kernels.row(kernel).iter().copied()).collect();
                let place = Place::Window {
                    channel: layer.stacked.then_some(kernel + 1),
                    row: at / layer.out[1] + 1,
                    column: at % layer.out[1] + 1,
                };
                let value = values.get(kernel * columns.ncols() + at).copied().unwrap_or_default();
                lines.push(Line { place, expr: products(&pairs), value: Value::scalar(value) });
            }
        }
    }
    lines
}

fn work(operands: &[Value]) -> f64 {
    Layer::read(operands).map_or(0.0, |layer| layer.kernels.len() as f64 * (layer.out[0] * layer.out[1]) as f64)
}

pub(super) const CONVOLVE: Operation = Operation::general(
    NAME,
    &["x", "k", "p?", "s?", "d?", "groups?"],
    "cross-correlation of x with the kernels k: padding p, stride s, dilation d",
    shape,
    evaluate,
)
.differentiable(gradient)
.explained(explain)
.costing(work)
.examples(&[
    "convolve([[1,2,0],[3,4,1],[0,1,2]], [[1,-1],[2,0.5]])",
    "convolve([[1,2,0],[3,4,1],[0,1,2]], [[1,-1],[2,0.5]], 1, 2)",
    "convolve([[[1,2,0],[3,4,1],[0,1,2]],[[2,1,0],[1,0,1],[0,3,2]]], [[[1,0],[0,1]],[[2,1],[1,0]]], 1, pair(1,2))",
    "convolve([[[1,2,0],[3,4,1],[0,1,2]],[[2,1,0],[1,0,1],[0,3,2]]], [[[[1,2],[0,1]]],[[[2,1],[1,0]]]], 1, 1, 2, 2)",
]);
