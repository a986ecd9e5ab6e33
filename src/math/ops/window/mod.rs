//! Operations that slide a window over height and width: convolution (cross-correlation, as deep learning defines
//! it), pooling and transposed convolution. Definitions and gradients as PyTorch has them.

mod convolve;
mod pad;
mod pool;
mod transpose;

use std::ops::Range;

use super::{Operation, Outcome};
use crate::error::{Refusal, Unfit};
use crate::value::Tensor;

/// How a window moves: all sides are (height, width).
#[derive(Clone, Copy, Debug)]
struct Window {
    /// Sides of the window.
    side: [usize; 2],
    /// Zeros added on each side.
    padding: [usize; 2],
    /// Step from one window to the next.
    stride: [usize; 2],
    /// Distance between the cells of a window.
    dilation: [usize; 2],
}

impl Window {
    /// Cells from the first to the last that a window covers, along one axis.
    const fn reach(&self, axis: usize) -> usize {
        self.dilation[axis] * (self.side[axis] - 1) + 1
    }

    /// How many windows fit along each axis of an input of these sides.
    fn count(&self, input: [usize; 2]) -> Outcome<[usize; 2]> {
        let mut count = [0; 2];
        for axis in 0..2 {
            if self.side[axis] == 0 || self.stride[axis] == 0 || self.dilation[axis] == 0 {
                return Err(Refusal::Domain(Unfit::BelowOne));
            }
            let room = input[axis] + 2 * self.padding[axis];
            let left = room.checked_sub(self.reach(axis));
            let Some(left) = left else {
                return Err(Refusal::Shape { left: input.to_vec(), right: self.side.to_vec() });
            };
            count[axis] = left / self.stride[axis] + 1;
        }
        Ok(count)
    }

    /// Of the windows `at` along one axis, the places of those whose cell `cell` lies inside the input, and the input
    /// cell under the first of them; from one to the next it moves by the stride.
    fn inside(&self, axis: usize, cell: usize, side: usize, at: &Range<usize>) -> (Range<usize>, usize) {
        let (offset, stride) = (cell * self.dilation[axis], self.stride[axis]);
        // The first window whose cell lies at `edge` or beyond.
        let first = |edge: usize| (edge + self.padding[axis]).saturating_sub(offset).div_ceil(stride);
        let from = first(0).clamp(at.start, at.end);
        let to = first(side).clamp(from, at.end);
        (from - at.start..to - at.start, (from * stride + offset).saturating_sub(self.padding[axis]))
    }

    /// The input cell (`None` in the padding) under cell `cell` of the window at `at`, along one axis.
    fn cell(&self, axis: usize, at: usize, cell: usize, side: usize) -> Option<usize> {
        let padded = at * self.stride[axis] + cell * self.dilation[axis];
        padded.checked_sub(self.padding[axis]).filter(|i| *i < side)
    }
}

/// The same elements in the order of rows, shared where they are so already.
fn rows_first(t: &Tensor) -> Tensor {
    if t.is_standard_layout() { t.clone() } else { t.as_standard_layout().into_owned().into_shared() }
}

pub(super) const OPERATIONS: &[Operation] =
    &[convolve::CONVOLVE, pool::MAX_POOL, pool::AVG_POOL, transpose::CONVOLVE_TRANSPOSE, pad::PAD];
