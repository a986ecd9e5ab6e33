//! `max_pool(x, f, s, p)` and `avg_pool(x, f, s, p)`: padding counts in the average and never wins a maximum.

use ndarray::{ArcArray, Array3, Ix3, IxDyn};

use super::{Window, rows_first};
use crate::error::{Refusal, Sort, Unfit};
use crate::expr::{Expr, ExprKind};
use crate::line::{Line, Place, call, sum_of};
use crate::ops::{Gradients, Operation, Outcome, pair, tensor};
use crate::value::{Tensor, Value};

/// The operands with all their axes written out.
struct Pool {
    /// C×H×W
    x: ArcArray<f64, Ix3>,
    window: Window,
    out: [usize; 2],
    /// Whether x came with an axis for the channels.
    stacked: bool,
}

impl Pool {
    fn read(operands: &[Value]) -> Outcome<Self> {
        let x = tensor(operands, 0)?;
        let [channels, height, width] = match *x.shape() {
            [h, w] => [1, h, w],
            [c, h, w] => [c, h, w],
            _ => {
                let got = Value::from(x).sort();
                return Err(Refusal::Type { expected: Sort::Maps, got });
            }
        };
        let side = pair(operands, 1, 1)?;
        let stride = if operands.len() > 2 { pair(operands, 2, 1)? } else { side };
        let window = Window { side, padding: pair(operands, 3, 0)?, stride, dilation: [1; 2] };
        if (0..2).any(|axis| 2 * window.padding[axis] > side[axis]) {
            return Err(Refusal::Domain(Unfit::PaddingOverHalf));
        }
        let out = window.count([height, width])?;
        let stacked = x.ndim() == 3;
        let x = rows_first(&x).into_shape_with_order((channels, height, width));
        let x = x.map_err(|_| Refusal::Domain(Unfit::Layout))?;
        Ok(Self { x, window, out, stacked })
    }

    fn shape(&self) -> Vec<usize> {
        self.stacked.then_some(self.x.dim().0).into_iter().chain(self.out).collect()
    }

    /// Each window in order: channel, output row and column, and its cells that are no padding.
    fn windows(&self) -> impl Iterator<Item = ([usize; 3], Vec<[usize; 3]>)> {
        let (channels, height, width) = self.x.dim();
        let [out_h, out_w] = self.out;
        (0..channels * out_h * out_w).map(move |at| {
            let [channel, row, column] = [at / (out_h * out_w), at / out_w % out_h, at % out_w];
            let rows = (0..self.window.side[0]).filter_map(|i| self.window.cell(0, row, i, height));
            let cells = rows.flat_map(|y| {
                let columns = (0..self.window.side[1]).filter_map(move |j| self.window.cell(1, column, j, width));
                columns.map(move |x| [channel, y, x])
            });
            ([channel, row, column], cells.collect())
        })
    }

    fn area(&self) -> f64 {
        (self.window.side[0] * self.window.side[1]) as f64
    }

    /// The first cell that holds the maximum.
    fn winner(&self, cells: &[[usize; 3]]) -> Outcome<[usize; 3]> {
        let mut best = *cells.first().ok_or(Refusal::Domain(Unfit::OnlyPadding))?;
        for cell in cells {
            if self.x[*cell] > self.x[best] {
                best = *cell;
            }
        }
        Ok(best)
    }

    /// `f` of each window as the result.
    fn each(&self, f: impl Fn(&Self, &[[usize; 3]]) -> Outcome<f64>) -> Outcome<Value> {
        let elements = self.windows().map(|(_, cells)| f(self, &cells)).collect::<Outcome<Vec<_>>>()?;
        let shape = self.shape();
        Value::tensor(&shape, elements).ok_or(Refusal::Domain(Unfit::NoWindows))
    }

    /// Spreads each window's gradient over its cells.
    fn spread(
        &self,
        operands: &[Value],
        upstream: &Tensor,
        give: impl Fn(&Self, &[[usize; 3]], f64, &mut Array3<f64>) -> Outcome<()>,
    ) -> Outcome<Gradients> {
        let mut dx = Array3::zeros(self.x.raw_dim());
        for ((_, cells), up) in self.windows().zip(upstream.iter()) {
            give(self, &cells, *up, &mut dx)?;
        }
        let shape = tensor(operands, 0)?.shape().to_vec();
        let dx = dx.into_shape_with_order(IxDyn(&shape)).ok().map(ndarray::ArrayBase::into_shared);
        let mut gradients = vec![dx];
        gradients.resize(operands.len(), None);
        Ok(gradients)
    }

    /// Each window with the numbers in it.
    fn lines(&self, result: &Value, write: impl Fn(&[f64]) -> crate::expr::Expr) -> Vec<Line> {
        let Some(result) = result.as_tensor() else { return Vec::new() };
        let each = self.windows().zip(result.iter()).map(|(([channel, row, column], cells), value)| {
            let numbers: Vec<f64> = cells.iter().map(|cell| self.x[*cell]).collect();
            let place =
                Place::Window { channel: self.stacked.then_some(channel + 1), row: row + 1, column: column + 1 };
            Line { place, expr: write(&numbers), value: Value::scalar(*value) }
        });
        each.collect()
    }
}

fn max(operands: &[Value]) -> Outcome<Value> {
    Pool::read(operands)?.each(|pool, cells| Ok(pool.x[pool.winner(cells)?]))
}

fn max_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    Pool::read(operands)?.spread(operands, upstream, |pool, cells, up, dx| {
        dx[pool.winner(cells)?] += up;
        Ok(())
    })
}

fn max_lines(operands: &[Value], result: &Value) -> Vec<Line> {
    // A second operand would be an axis: two numbers stand as one list.
    let largest = |numbers: &[f64]| match call("max", numbers).kind {
        ExprKind::Call(name, two) if two.len() == 2 => Expr::call(&name, vec![Expr::new(ExprKind::List(two))]),
        kind => Expr::new(kind),
    };
    Pool::read(operands).map_or_else(|_| Vec::new(), |pool| pool.lines(result, largest))
}

fn avg(operands: &[Value]) -> Outcome<Value> {
    Pool::read(operands)?.each(|pool, cells| {
        let total: f64 = cells.iter().map(|cell| pool.x[*cell]).sum();
        Ok(total / pool.area())
    })
}

fn avg_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    Pool::read(operands)?.spread(operands, upstream, |pool, cells, up, dx| {
        for cell in cells {
            dx[*cell] += up / pool.area();
        }
        Ok(())
    })
}

fn avg_lines(operands: &[Value], result: &Value) -> Vec<Line> {
    let Ok(pool) = Pool::read(operands) else { return Vec::new() };
    pool.lines(result, |numbers| sum_of(numbers).over(pool.area()))
}

fn work(operands: &[Value]) -> f64 {
    Pool::read(operands).map_or(0.0, |pool| pool.area() * pool.shape().iter().product::<usize>() as f64)
}

const OPERANDS: &[&str] = &["x", "f", "s?", "p?"];

pub(super) const MAX_POOL: Operation = Operation::general(
    "max_pool",
    OPERANDS,
    "the largest number of each f×f window at stride s; padding never wins",
    |o| Pool::read(o).map(|pool| pool.shape()),
    max,
)
.differentiable(max_gradient)
.explained(max_lines)
.in_words()
.costing(work)
.examples(&["max_pool([[1,2,0],[3,4,1],[0,1,7]], 2, 1)", "max_pool([[1,2,0],[3,4,1],[0,1,7]], 2, 2, 1)"]);

pub(super) const AVG_POOL: Operation = Operation::general(
    "avg_pool",
    OPERANDS,
    "the mean of each f×f window at stride s; padding counts as zeros",
    |o| Pool::read(o).map(|pool| pool.shape()),
    avg,
)
.differentiable(avg_gradient)
.explained(avg_lines)
.in_words()
.costing(work)
.examples(&["avg_pool([[1,2,0],[3,4,1],[0,1,7]], 2, 1)", "avg_pool([[[1,2,0],[3,4,1],[0,1,7]]], pair(3,2), 2, 1)"]);
