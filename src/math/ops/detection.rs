//! Algorithms over boxes: non-maximum suppression, and max pooling of a region.

use ndarray::{Array3, IxDyn};

use super::select::falling;
use super::{Operation, Outcome, number, pair, tensor};
use crate::error::{Refusal, Sort, Unfit};
use crate::expr::{BinaryOp, Expr};
use crate::line::{Line, Place};
use crate::value::{Tensor, Value};

/// x1, y1, x2, y2
type Corners = [f64; 4];

/// Overlap and union of two boxes.
fn overlap(a: Corners, b: Corners) -> (f64, f64) {
    let side = |low: usize| (a[low + 2].min(b[low + 2]) - a[low].max(b[low])).max(0.0);
    let area = |c: Corners| (c[2] - c[0]) * (c[3] - c[1]);
    let both = side(0) * side(1);
    (both, area(a) + area(b) - both)
}

/// What non-maximum suppression did with one box.
struct Judged {
    /// The box's place, from 0.
    index: usize,
    /// The kept box that it overlaps too much, with intersection and union.
    by: Option<(usize, f64, f64)>,
}

fn boxes(operands: &[Value]) -> Outcome<Vec<Corners>> {
    let table = tensor(operands, 0)?;
    if table.ndim() != 2 || table.shape()[1] != 4 {
        let got = operands[0].sort();
        return Err(Refusal::Type { expected: Sort::Boxes, got });
    }
    Ok(table.outer_iter().map(|row| [row[0], row[1], row[2], row[3]]).collect())
}

/// Goes through the boxes by falling score.
fn judge(operands: &[Value]) -> Outcome<Vec<Judged>> {
    let boxes = boxes(operands)?;
    let scores: Vec<f64> = tensor(operands, 1)?.iter().copied().collect();
    let threshold = number(operands, 2)?;
    if scores.len() != boxes.len() {
        let (left, right) = (operands[0].shape().to_vec(), operands[1].shape().to_vec());
        return Err(Refusal::Shape { left, right });
    }
    let mut kept: Vec<usize> = Vec::new();
    let mut judged = Vec::new();
    for index in falling(&scores) {
        let by = kept.iter().find_map(|winner| {
            let (both, union) = overlap(boxes[*winner], boxes[index]);
            (both > threshold * union).then_some((*winner, both, union))
        });
        if by.is_none() {
            kept.push(index);
        }
        judged.push(Judged { index, by });
    }
    Ok(judged)
}

fn nms(operands: &[Value]) -> Outcome<Value> {
    let kept = judge(operands)?.into_iter().filter(|j| j.by.is_none());
    Ok(Value::vector(kept.map(|j| j.index as f64).collect()))
}

/// Each box in turn: the overlap that costs it its place, or its score.
fn explain_nms(operands: &[Value], _: &Value) -> Vec<Line> {
    let (Ok(judged), Some(scores)) = (judge(operands), operands[1].as_tensor()) else { return Vec::new() };
    let scalar = |x: f64| Expr::value(Value::scalar(x));
    let each = judged.into_iter().filter_map(|judged| {
        let (place, expr, value) = match judged.by {
            Some((_, both, union)) => {
                let overlap = scalar(both).with(BinaryOp::Div, scalar(union));
                (Place::Overlap(judged.index), overlap, Value::scalar(both / union))
            }
            None => {
                let score = Value::scalar(*scores.iter().nth(judged.index)?);
                (Place::Kept(judged.index), Expr::value(score.clone()), score)
            }
        };
        Some(Line { place, expr, value })
    });
    each.collect()
}

/// A map, the cells of a region, and the bins they fall into.
struct Region {
    /// C×H×W
    map: Array3<f64>,
    /// Of the region: top and left, height and width.
    corner: [i64; 2],
    sides: [i64; 2],
    bins: [usize; 2],
    stacked: bool,
}

impl Region {
    fn read(operands: &[Value]) -> Outcome<Self> {
        let map = tensor(operands, 0)?;
        let dim = match *map.shape() {
            [h, w] => (1, h, w),
            [c, h, w] => (c, h, w),
            _ => {
                let got = operands[0].sort();
                return Err(Refusal::Type { expected: Sort::Maps, got });
            }
        };
        let stacked = map.ndim() == 3;
        let map = map.as_standard_layout().into_owned().into_shape_with_order(dim);
        let map = map.map_err(|_| Refusal::Domain(Unfit::Layout))?;
        let corners: Tensor = tensor(operands, 1)?;
        let corners: Vec<i64> = corners.iter().map(|x| libm::round(*x) as i64).collect();
        let [left, top, right, bottom] = *corners.as_slice() else {
            return Err(Refusal::Domain(Unfit::NoRegion));
        };
        let sides = [(bottom - top + 1).max(1), (right - left + 1).max(1)];
        Ok(Self { map, corner: [top, left], sides, bins: pair(operands, 2, 1)?, stacked })
    }

    fn shape(&self) -> Vec<usize> {
        self.stacked.then_some(self.map.dim().0).into_iter().chain(self.bins).collect()
    }

    /// The cells of one axis that fall into a bin: from ⌊i·size⌋ to ⌈(i+1)·size⌉, cut off at the border.
    fn cells(&self, axis: usize, bin: usize) -> std::ops::Range<usize> {
        let size = self.sides[axis] as f64 / self.bins[axis] as f64;
        let border = [self.map.dim().1, self.map.dim().2][axis] as i64;
        let edge = |cell: f64| (cell as i64 + self.corner[axis]).clamp(0, border) as usize;
        edge(libm::floor(bin as f64 * size))..edge(libm::ceil((bin + 1) as f64 * size))
    }

    /// Each bin in order: channel, row and column, and the numbers in it.
    fn each(&self) -> impl Iterator<Item = ([usize; 3], Vec<f64>)> {
        let [rows, columns] = self.bins;
        (0..self.map.dim().0 * rows * columns).map(move |at| {
            let [channel, row, column] = [at / (rows * columns), at / columns % rows, at % columns];
            let across = self.cells(1, column);
            let cells = self.cells(0, row).flat_map(|y| across.clone().map(move |x| (y, x)));
            ([channel, row, column], cells.map(|(y, x)| self.map[[channel, y, x]]).collect())
        })
    }
}

/// The largest number of a bin; 0 of an empty one.
fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().reduce(f64::max).unwrap_or(0.0)
}

fn roi_pool(operands: &[Value]) -> Outcome<Value> {
    let region = Region::read(operands)?;
    let elements = region.each().map(|(_, numbers)| largest(&numbers)).collect();
    let out = ndarray::ArrayD::from_shape_vec(IxDyn(&region.shape()), elements);
    out.map(Value::from).map_err(|_| Refusal::Domain(Unfit::NoBins))
}

fn explain_roi(operands: &[Value], _: &Value) -> Vec<Line> {
    let Ok(region) = Region::read(operands) else { return Vec::new() };
    let lines = region.each().map(|([channel, row, column], numbers)| {
        let place = Place::Window { channel: region.stacked.then_some(channel + 1), row: row + 1, column: column + 1 };
        let value = Value::scalar(largest(&numbers));
        Line { place, expr: Expr::call("max", vec![Expr::value(Value::vector(numbers))]), value }
    });
    lines.collect()
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general(
        "nms",
        &["boxes", "scores", "threshold"],
        "places, from 0, of the boxes that stay: by falling score, one goes whose IoU with a kept one is greater",
        |o| nms(o).map(|kept| kept.shape().to_vec()),
        nms,
    )
    .explained(explain_nms)
    .costing(|o| 8.0 * (o[1].len() * o[1].len()) as f64)
    .in_words()
    .examples(&["nms([[0,0,2,2],[0,0,2,1.9],[3,3,4,4]], [0.8,0.9,0.7], 0.5)"]),
    Operation::general(
        "roi_pool",
        &["x", "region", "out"],
        "the maximum of each bin of a region x1,y1,x2,y2 of cells, both ends inside",
        |o| Region::read(o).map(|region| region.shape()),
        roi_pool,
    )
    .explained(explain_roi)
    .costing(|o| 4.0 * o[0].len() as f64)
    .in_words()
    .examples(&["roi_pool([[1,2,3],[4,5,6],[7,8,9]], [0,0,2,1], 2)"]),
];
