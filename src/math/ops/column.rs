//! A matrix times one column.
//!
//! A product of matrices first copies both into the order in which it goes over them, which is worth its while for many
//! columns and not for one. Here each number is read once where it lies. Sums are added up in the same order and so have
//! the same digits.

use std::array;

use ndarray::{ArrayView1, ArrayView2};
use pulp::{Arch, NullaryFnOnce};

/// So many products are added up before the sum is added to those before, as a product of matrices does
/// (`matrixmultiply`, `D_KC`).
const BLOCK: usize = 256;

/// Rows that are gone over together: a sum waits for its last product, eight do not wait for each other.
const ROWS: usize = 8;

/// The entries of `a · x`; none where its numbers lie apart, or where the processor has no x·y + z in one instruction.
pub(super) fn product(a: ArrayView2<'_, f64>, x: ArrayView1<'_, f64>) -> Option<Vec<f64>> {
    let arch = Arch::new();
    if matches!(arch, Arch::Scalar) || x.is_empty() || a.is_empty() {
        return None;
    }
    let mut out = vec![0.0; a.nrows()];
    let x = x.iter().copied().collect::<Vec<f64>>();
    let across = a.reversed_axes();
    let (numbers, by_rows) = match (a.as_slice(), across.as_slice()) {
        (Some(rows), _) => (rows, true),
        (None, Some(columns)) => (columns, false),
        (None, None) => return None,
    };
    arch.dispatch(Product { numbers, by_rows, x: &x, out: &mut out });
    Some(out)
}

struct Product<'n> {
    /// Row by row, or column by column.
    numbers: &'n [f64],
    by_rows: bool,
    x: &'n [f64],
    out: &'n mut [f64],
}

impl NullaryFnOnce for Product<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "compiled for the wide registers only where it is inlined")]
    #[inline(always)]
    fn call(self) {
        if self.by_rows {
            by_rows(self.numbers, self.x, self.out);
        } else {
            by_columns(self.numbers, self.x, self.out);
        }
    }
}

#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn by_rows(numbers: &[f64], x: &[f64], out: &mut [f64]) {
    let width = x.len();
    for (rows, out) in numbers.chunks(ROWS * width).zip(out.chunks_mut(ROWS)) {
        match out.first_chunk_mut() {
            Some(out) => together::<ROWS>(rows, x, out),
            None => rows.chunks(width).zip(out).for_each(|(row, out)| together::<1>(row, x, array::from_mut(out))),
        }
    }
}

/// A few rows, each times the column.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn together<const N: usize>(rows: &[f64], x: &[f64], out: &mut [f64; N]) {
    let width = x.len();
    let rows: [&[f64]; N] = array::from_fn(|row| &rows[row * width..][..width]);
    for (block, x) in x.chunks(BLOCK).enumerate() {
        let rows = rows.map(|row| &row[block * BLOCK..][..x.len()]);
        let mut sums = [0.0_f64; N];
        for (at, x) in x.iter().enumerate() {
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum = row[at].mul_add(*x, *sum);
            }
        }
        put(out, &sums, block);
    }
}

/// All columns, each times its number.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn by_columns(numbers: &[f64], x: &[f64], out: &mut [f64]) {
    let height = out.len();
    let mut sums = vec![0.0_f64; height];
    for (block, (x, columns)) in x.chunks(BLOCK).zip(numbers.chunks(BLOCK * height)).enumerate() {
        sums.fill(0.0);
        let (fours, rest) = x.as_chunks::<4>();
        let (columns, last) = columns.split_at(fours.len() * 4 * height);
        for ([x, y, z, w], columns) in fours.iter().zip(columns.chunks(4 * height)) {
            let (a, columns) = columns.split_at(height);
            let (b, columns) = columns.split_at(height);
            let (c, d) = columns.split_at(height);
            for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *sum = d.mul_add(*w, c.mul_add(*z, b.mul_add(*y, a.mul_add(*x, *sum))));
            }
        }
        for (x, column) in rest.iter().zip(last.chunks(height)) {
            sums.iter_mut().zip(column).for_each(|(sum, a)| *sum = a.mul_add(*x, *sum));
        }
        put(out, &sums, block);
    }
}

/// The sums of a block, added to those of the blocks before.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn put(out: &mut [f64], sums: &[f64], block: usize) {
    let add = |(out, sum): (&mut f64, &f64)| *out = if block == 0 { *sum } else { *out + sum };
    out.iter_mut().zip(sums).for_each(add);
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2};

    use super::*;

    #[test]
    fn each_entry_has_the_digits_of_a_product_of_matrices() {
        for (height, width) in [(1, 1), (3, 5), (8, 7), (9, 256), (16, 257), (20, 600), (130, 64)] {
            let number = |at: usize| ((at * 7919 + 13) % 1009) as f64 / 504.5 - 1.0;
            let a = Array2::from_shape_fn((height, width), |(i, k)| number(i * width + k));
            let across = Array2::from_shape_fn((width, height), |(k, i)| a[(i, k)]);
            let x = Array1::from_shape_fn(width, |k| number(k + 5));
            // Two columns are packed; the first is what one alone comes to.
            let both = Array2::from_shape_fn((width, 2), |(k, _)| x[k]);
            let packed = a.dot(&both).column(0).to_vec();
            for matrix in [a.view(), across.t()] {
                let Some(product) = product(matrix, x.view()) else { continue };
                assert_eq!(product, packed, "{height}×{width}");
            }
        }
    }
}
