//! A matrix times one column.
//!
//! A product of matrices first copies both into the order in which it goes over them, which is worth its while for many
//! columns and not for one. Here each number is read once where it lies. Sums of rows of fewer than [`LONG`] numbers are
//! added up in the same order and so have the same digits; those of longer ones in lanes, which do not wait for each
//! other.

use std::array;

use ndarray::{ArrayView1, ArrayView2};
use pulp::{Arch, NullaryFnOnce};

/// So many products are added up before the sum is added to those before, as a product of matrices does
/// (`matrixmultiply`, `D_KC`).
const BLOCK: usize = 256;

/// Rows of so many numbers are added up in lanes.
const LONG: usize = 64;

/// Rows that are gone over together: a sum waits for its last product, eight do not wait for each other.
const ROWS: usize = 8;

/// Long rows that are gone over together, each in so many lanes: what the registers hold.
const WIDE: usize = 2;

/// See [`WIDE`].
const LANES: usize = 8;

/// What `a · x` comes to, and the squared length of each row of `a`, which tells what in it is nothing but rounding.
pub(super) struct Entries {
    pub(super) sums: Vec<f64>,
    pub(super) squares: Vec<f64>,
}

/// The entries of `a · x`; none where its numbers lie apart, or where the processor has no x·y + z in one instruction.
pub(super) fn product(a: ArrayView2<'_, f64>, x: ArrayView1<'_, f64>) -> Option<Entries> {
    let arch = Arch::new();
    if matches!(arch, Arch::Scalar) || x.is_empty() || a.is_empty() {
        return None;
    }
    let mut entries = Entries { sums: vec![0.0; a.nrows()], squares: vec![0.0; a.nrows()] };
    let x = x.iter().copied().collect::<Vec<f64>>();
    let across = a.reversed_axes();
    let (numbers, by_rows) = match (a.as_slice(), across.as_slice()) {
        (Some(rows), _) => (rows, true),
        (None, Some(columns)) => (columns, false),
        (None, None) => return None,
    };
    arch.dispatch(Product { numbers, by_rows, x: &x, out: &mut entries });
    Some(entries)
}

struct Product<'n> {
    /// Row by row, or column by column.
    numbers: &'n [f64],
    by_rows: bool,
    x: &'n [f64],
    out: &'n mut Entries,
}

impl NullaryFnOnce for Product<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "compiled for the wide registers only where it is inlined")]
    #[inline(always)]
    fn call(self) {
        let Entries { sums, squares } = self.out;
        match (self.by_rows, self.x.len() >= LONG) {
            (true, true) => by_rows(self.numbers, self.x, sums, squares, in_lanes::<WIDE>, in_lanes::<1>),
            (true, false) => by_rows(self.numbers, self.x, sums, squares, in_order::<ROWS>, in_order::<1>),
            (false, _) => by_columns(self.numbers, self.x, sums, squares),
        }
    }
}

/// A few rows at a time, and one by one what is left; each function gives the sums and the squared lengths of its rows.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn by_rows<const N: usize>(
    numbers: &[f64],
    x: &[f64],
    sums: &mut [f64],
    squares: &mut [f64],
    few: impl Fn([&[f64]; N], &[f64]) -> [[f64; N]; 2],
    one: impl Fn([&[f64]; 1], &[f64]) -> [[f64; 1]; 2],
) {
    let width = x.len();
    let (sums, last_sums) = sums.as_chunks_mut::<N>();
    let (squares, last_squares) = squares.as_chunks_mut::<N>();
    let (rows, last) = numbers.split_at(sums.len() * N * width);
    for ((rows, sums), squares) in rows.chunks_exact(N * width).zip(sums).zip(squares) {
        [*sums, *squares] = few(array::from_fn(|row| &rows[row * width..][..width]), x);
    }
    for ((row, sum), square) in last.chunks_exact(width).zip(last_sums).zip(last_squares) {
        [[*sum], [*square]] = one([row], x);
    }
}

/// Rows whose numbers are added up one after another.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn in_order<const N: usize>(rows: [&[f64]; N], x: &[f64]) -> [[f64; N]; 2] {
    let (mut sums, mut squares) = ([0.0_f64; N], [0.0_f64; N]);
    for (at, x) in x.iter().enumerate() {
        for ((sum, square), row) in sums.iter_mut().zip(&mut squares).zip(rows) {
            *sum = row[at].mul_add(*x, *sum);
            *square = row[at].mul_add(row[at], *square);
        }
    }
    [sums, squares]
}

/// Rows whose numbers are added up in lanes, then the lanes.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn in_lanes<const N: usize>(rows: [&[f64]; N], x: &[f64]) -> [[f64; N]; 2] {
    let (chunks, rest) = x.as_chunks::<LANES>();
    let parts = rows.map(<[f64]>::as_chunks::<LANES>);
    let (mut sums, mut squares) = ([[0.0_f64; LANES]; N], [[0.0_f64; LANES]; N]);
    for (at, x) in chunks.iter().enumerate() {
        for ((sums, squares), (row, _)) in sums.iter_mut().zip(&mut squares).zip(parts) {
            for lane in 0..LANES {
                sums[lane] = row[at][lane].mul_add(x[lane], sums[lane]);
                squares[lane] = row[at][lane].mul_add(row[at][lane], squares[lane]);
            }
        }
    }
    let ends = |row: usize| parts[row].1.iter().zip(rest);
    [
        array::from_fn(|row| ends(row).fold(sums[row].iter().sum(), |sum, (a, x)| a.mul_add(*x, sum))),
        array::from_fn(|row| ends(row).fold(squares[row].iter().sum(), |sum, (a, _)| a.mul_add(*a, sum))),
    ]
}

/// All columns, each times its number.
#[expect(clippy::inline_always, reason = "see `Product`")]
#[inline(always)]
fn by_columns(numbers: &[f64], x: &[f64], out: &mut [f64], squares: &mut [f64]) {
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
            let entries = sums.iter_mut().zip(&mut *squares);
            for (((((sum, square), a), b), c), d) in entries.zip(a).zip(b).zip(c).zip(d) {
                *sum = d.mul_add(*w, c.mul_add(*z, b.mul_add(*y, a.mul_add(*x, *sum))));
                *square = d.mul_add(*d, c.mul_add(*c, b.mul_add(*b, a.mul_add(*a, *square))));
            }
        }
        for (x, column) in rest.iter().zip(last.chunks(height)) {
            for ((sum, square), a) in sums.iter_mut().zip(&mut *squares).zip(column) {
                *sum = a.mul_add(*x, *sum);
                *square = a.mul_add(*a, *square);
            }
        }
        // The sums of a block are added to those of the blocks before.
        let add = |(out, sum): (&mut f64, &f64)| *out = if block == 0 { *sum } else { *out + sum };
        out.iter_mut().zip(&sums).for_each(add);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2};

    use super::*;

    /// A matrix, the same turned in memory, a column, and their product by ndarray.
    fn case(height: usize, width: usize) -> ([Array2<f64>; 2], Array1<f64>, Vec<f64>) {
        let number = |at: usize| ((at * 7919 + 13) % 1009) as f64 / 504.5 - 1.0;
        let a = Array2::from_shape_fn((height, width), |(i, k)| number(i * width + k));
        let across = Array2::from_shape_fn((width, height), |(k, i)| a[(i, k)]).reversed_axes();
        let x = Array1::from_shape_fn(width, |k| number(k + 5));
        // Two columns are packed; the first is what one alone comes to.
        let both = Array2::from_shape_fn((width, 2), |(k, _)| x[k]);
        let packed = a.dot(&both).column(0).to_vec();
        ([a, across], x, packed)
    }

    #[test]
    fn each_entry_of_short_rows_has_the_digits_of_a_product_of_matrices() {
        for (height, width) in [(1, 1), (3, 5), (8, 7), (9, 63), (130, 40)] {
            let (matrices, x, packed) = case(height, width);
            for matrix in &matrices {
                let Some(product) = product(matrix.view(), x.view()) else { continue };
                assert_eq!(product.sums, packed, "{height}×{width}");
            }
        }
    }

    #[test]
    fn each_entry_of_long_rows_is_that_of_a_product_of_matrices_but_for_rounding() {
        for (height, width) in [(1, 64), (9, 256), (16, 257), (20, 600), (131, 65)] {
            let (matrices, x, packed) = case(height, width);
            for matrix in &matrices {
                let Some(product) = product(matrix.view(), x.view()) else { continue };
                for (sum, packed) in product.sums.iter().zip(&packed) {
                    assert!((sum - packed).abs() <= 1e-13, "{height}×{width}: {sum} {packed}");
                }
            }
        }
    }

    #[test]
    fn each_row_has_the_sum_of_its_squares() {
        for (height, width) in [(1, 1), (3, 5), (9, 63), (9, 256), (131, 65)] {
            let (matrices, x, _) = case(height, width);
            for matrix in &matrices {
                let Some(product) = product(matrix.view(), x.view()) else { continue };
                for (square, row) in product.squares.iter().zip(matrix.rows()) {
                    let sum: f64 = row.iter().map(|a| a * a).sum();
                    assert!((square - sum).abs() <= 1e-13 * sum, "{height}×{width}: {square} {sum}");
                }
            }
        }
    }
}
