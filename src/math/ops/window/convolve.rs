//! `convolve(x, k, p, s, d, groups)`: x is H×W or C×H×W; k is F×F, C×F×F or B×C×F×F.
//!
//! Windows become the columns of a matrix, so that the product does the work (im2col), block by block: a block stays
//! in the processor's cache, and memory does not grow with the kernel.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{ArcArray, Array2, Array3, ArrayD, ArrayView2, Axis, Ix2, Ix3, IxDyn, Slice};

use super::{Window, rows_first};
use crate::error::{Refusal, Unfit};
use crate::line::{Line, Place, products};
use crate::ops::{Gradients, Operation, Outcome, linear, pair, tensor, whole};
use crate::value::{Tensor, Value};

/// The operands with all their axes written out.
struct Layer {
    /// C×H×W
    x: ArcArray<f64, Ix3>,
    /// B × (C/groups · F·F): a kernel a row.
    kernels: ArcArray<f64, Ix2>,
    window: Window,
    groups: usize,
    /// How many windows there are, (height, width).
    out: [usize; 2],
    /// Whether the result keeps an axis for the kernels.
    stacked: bool,
}

impl Layer {
    fn read(operands: &[Value]) -> Outcome<Self> {
        let (x, k) = (tensor(operands, 0)?, tensor(operands, 1)?);
        let mismatch = || Refusal::Shape { left: x.shape().to_vec(), right: k.shape().to_vec() };
        let groups = if operands.len() > 5 { whole(operands, 5)? } else { 1 };
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
            padding: pair(operands, 2, 0)?,
            stride: pair(operands, 3, 1)?,
            dilation: pair(operands, 4, 1)?,
        };
        let out = window.count([height, width])?;
        let stacked = k.ndim() == 4;
        let x = rows_first(&x).into_shape_with_order((channels, height, width));
        let kernels = rows_first(&k).into_shape_with_order((count, deep * f_h * f_w));
        let (Ok(x), Ok(kernels)) = (x, kernels) else {
            return Err(Refusal::Domain(Unfit::Layout));
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

    /// The windows in blocks of rows, or of pieces of a row where one row is large already.
    fn blocks(&self, channels: &Range<usize>) -> impl Iterator<Item = Block> + use<> {
        let [out_h, out_w] = self.out;
        let column = channels.len() * self.window.side[0] * self.window.side[1];
        let fit = (BLOCK / column.max(1)).max(1);
        let (tall, wide) = if fit < out_w { (1, fit) } else { (fit / out_w.max(1), out_w) };
        (0..out_h).step_by(tall).flat_map(move |row| {
            let across = (0..out_w).step_by(wide);
            across.map(move |at| Block { rows: row..(row + tall).min(out_h), across: at..(at + wide).min(out_w) })
        })
    }

    /// The windows of a block over some channels, a window a column; `room` lends its memory.
    fn columns<'r>(&self, channels: &Range<usize>, block: &Block, room: &'r mut Array2<f64>) -> ArrayView2<'r, f64> {
        let Window { side: [f_h, f_w], stride: [_, stride], .. } = self.window;
        let (_, height, width) = self.x.dim();
        let across = block.across.len();
        let (tall, wide) = (channels.len() * f_h * f_w, block.rows.len() * across);
        if room.nrows() != tall || room.ncols() < wide {
            *room = Array2::zeros((tall, wide));
        }
        for (at, mut column) in room.rows_mut().into_iter().enumerate() {
            let Some(column) = column.as_slice_mut().and_then(|column| column.get_mut(..wide)) else { continue };
            let (channel, i, j) = (channels.start + at / (f_h * f_w), at / f_w % f_h, at % f_w);
            let (inside, first) = self.window.inside(1, j, width, &block.across);
            let plane = self.x.index_axis(Axis(0), channel);
            for (run, row) in column.chunks_exact_mut(across).zip(block.rows.clone()) {
                let line = self.window.cell(0, row, i, height).map(|y| plane.index_axis_move(Axis(0), y));
                let Some(line) = line.as_ref().and_then(|line| line.to_slice()?.get(first..)) else {
                    run.fill(0.0);
                    continue;
                };
                run[..inside.start].fill(0.0);
                run[inside.end..].fill(0.0);
                let run = &mut run[inside.clone()];
                if stride == 1 {
                    run.copy_from_slice(&line[..run.len()]);
                } else {
                    run.iter_mut().zip(line.iter().step_by(stride)).for_each(|(cell, x)| *cell = *x);
                }
            }
        }
        room.slice_axis(Axis(1), slice(&(0..wide)))
    }

    /// Adds a block of one group's windows back to the cells they came from.
    fn scatter(&self, channels: &Range<usize>, block: &Block, columns: &Array2<f64>, dx: &mut Array3<f64>) {
        let Window { side: [f_h, f_w], stride: [_, stride], .. } = self.window;
        let (_, height, width) = self.x.dim();
        for (at, column) in columns.rows().into_iter().enumerate() {
            let (channel, i, j) = (channels.start + at / (f_h * f_w), at / f_w % f_h, at % f_w);
            let (inside, first) = self.window.inside(1, j, width, &block.across);
            let Some(column) = column.to_slice().filter(|_| !inside.is_empty()) else { continue };
            for (run, row) in column.chunks_exact(block.across.len()).zip(block.rows.clone()) {
                let Some(y) = self.window.cell(0, row, i, height) else { continue };
                let mut plane = dx.index_axis_mut(Axis(0), channel);
                let line = plane.row_mut(y);
                let cells = line.into_iter().skip(first).step_by(stride);
                cells.zip(&run[inside.clone()]).for_each(|(cell, up)| *cell += up);
            }
        }
    }

    /// The numbers under one window, the padding's zeros among them.
    fn window(&self, channels: &Range<usize>, at: usize) -> Vec<f64> {
        let [f_h, f_w] = self.window.side;
        let (_, height, width) = self.x.dim();
        let cells = channels.clone().flat_map(|channel| (0..f_h * f_w).map(move |cell| (channel, cell)));
        let number = |(channel, cell): (usize, usize)| {
            let y = self.window.cell(0, at / self.out[1], cell / f_w, height);
            let x = self.window.cell(1, at % self.out[1], cell % f_w, width);
            y.zip(x).map_or(0.0, |(y, x)| self.x[[channel, y, x]])
        };
        cells.map(number).collect()
    }
}

/// A rectangle of windows whose places in the result lie one after another.
struct Block {
    rows: Range<usize>,
    across: Range<usize>,
}

impl Block {
    /// Where its windows stand in the result, of which a row has `out_w`.
    const fn places(&self, out_w: usize) -> Range<usize> {
        self.rows.start * out_w + self.across.start..(self.rows.end - 1) * out_w + self.across.end
    }
}

/// Elements of a block of windows: what stays in a processor's cache of the second level.
const BLOCK: usize = 1 << 16;

fn slice(range: &Range<usize>) -> Slice {
    Slice::from(range.start as isize..range.end as isize)
}

fn shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    Layer::read(operands).map(|layer| layer.shape())
}

fn evaluate(operands: &[Value]) -> Outcome<Value> {
    let layer = Layer::read(operands)?;
    let mut out = Array2::zeros((layer.kernels.nrows(), layer.out[0] * layer.out[1]));
    let mut room = Array2::default((0, 0));
    for group in 0..layer.groups {
        let (channels, kernels) = layer.group(group);
        for block in layer.blocks(&channels) {
            let columns = layer.columns(&channels, &block, &mut room);
            let mut rows = out.slice_axis_mut(Axis(0), slice(&kernels));
            let mut part = rows.slice_axis_mut(Axis(1), slice(&block.places(layer.out[1])));
            general_mat_mul(1.0, &layer.rows_of(&kernels), &columns, 0.0, &mut part);
        }
    }
    let shape = layer.shape();
    let mismatch = Refusal::Shape { left: shape.clone(), right: layer.out.to_vec() };
    out.into_shape_with_order(IxDyn(&shape)).map(Value::from).map_err(|_| mismatch)
}

/// By k: upstream times the windows; by x: each kernel times upstream, added back where its windows were.
fn gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let layer = Layer::read(operands)?;
    let flat = rows_first(upstream).into_shape_with_order((layer.kernels.nrows(), layer.out[0] * layer.out[1]));
    let Ok(up) = flat else {
        let right = upstream.shape().to_vec();
        return Err(Refusal::Shape { left: layer.shape(), right });
    };
    let mut dx = Array3::zeros(layer.x.raw_dim());
    let mut dk = Array2::zeros(layer.kernels.raw_dim());
    let mut room = Array2::default((0, 0));
    for group in 0..layer.groups {
        let (channels, kernels) = layer.group(group);
        for block in layer.blocks(&channels) {
            let columns = layer.columns(&channels, &block, &mut room);
            let rows = up.slice_axis(Axis(0), slice(&kernels));
            let up = rows.slice_axis(Axis(1), slice(&block.places(layer.out[1])));
            let mut part = dk.slice_axis_mut(Axis(0), slice(&kernels));
            general_mat_mul(1.0, &up, &columns.t(), 1.0, &mut part);
            let back = linear::product(layer.rows_of(&kernels).t(), up);
            layer.scatter(&channels, &block, &back, &mut dx);
        }
    }
    let like = |d: ArrayD<f64>, index: usize| -> Outcome<Option<Tensor>> {
        let shape = tensor(operands, index)?.raw_dim();
        Ok(d.into_shape_with_order(shape).ok().map(ndarray::ArrayBase::into_shared))
    };
    let mut gradients = vec![like(dx.into_dyn(), 0)?, like(dk.into_dyn(), 1)?];
    gradients.resize(operands.len(), None);
    Ok(gradients)
}

/// Each window: which numbers are multiplied and summed.
fn explain(operands: &[Value], result: &Value) -> Vec<Line> {
    let (Ok(layer), Some(result)) = (Layer::read(operands), result.as_tensor()) else { return Vec::new() };
    let windows = layer.out[0] * layer.out[1];
    let line = |(at, value): (usize, &f64)| {
        let (kernel, at) = (at / windows, at % windows);
        let (channels, _) = layer.group(kernel * layer.groups / layer.kernels.nrows());
        let pairs: Vec<_> =
            layer.window(&channels, at).into_iter().zip(layer.kernels.row(kernel).iter().copied()).collect();
        let place = Place::Window {
            channel: layer.stacked.then_some(kernel + 1),
            row: at / layer.out[1] + 1,
            column: at % layer.out[1] + 1,
        };
        Line { place, expr: products(&pairs), value: Value::scalar(*value) }
    };
    result.iter().enumerate().map(line).collect()
}

fn work(operands: &[Value]) -> f64 {
    Layer::read(operands).map_or(0.0, |layer| layer.kernels.len() as f64 * (layer.out[0] * layer.out[1]) as f64)
}

pub(super) const CONVOLVE: Operation = Operation::general(
    "convolve",
    &["x", "k", "p?", "s?", "d?", "groups?"],
    "cross-correlation of x with the kernels k: padding p, stride s, dilation d",
    shape,
    evaluate,
)
.differentiable(gradient)
.explained(explain)
.costing(work)
.in_words()
.examples(&[
    "convolve([[1,2,0],[3,4,1],[0,1,2]], [[1,-1],[2,0.5]])",
    "convolve([[1,2,0],[3,4,1],[0,1,2]], [[1,-1],[2,0.5]], 1, 2)",
    "convolve([[[1,2,0],[3,4,1],[0,1,2]],[[2,1,0],[1,0,1],[0,3,2]]], [[[1,0],[0,1]],[[2,1],[1,0]]], 1, pair(1,2))",
    "convolve([[[1,2,0],[3,4,1],[0,1,2]],[[2,1,0],[1,0,1],[0,3,2]]], [[[[1,2],[0,1]]],[[[2,1],[1,0]]]], 1, 1, 2, 2)",
]);
