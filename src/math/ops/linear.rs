//! Matrix products and transposition.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, Ix1, Ix2};

use super::{Gradients, Notation, Operation, Outcome, column, noise, tensor};
use crate::error::Refusal;
use crate::expr::Expr;
use crate::lanes;
use crate::line::{Line, Place, products};
use crate::value::{Tensor, Value};

/// The matrix product, row after row: of a column and a row ndarray makes columns.
pub(super) fn product(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    if let Some(out) = with_one(a, b) {
        return out;
    }
    let mut out = a.dot(&b);
    settle(&mut out, a, b);
    if out.is_standard_layout() { out } else { out.as_standard_layout().into_owned() }
}

/// The product where one of both is a single column or row, if it can be had without packing the other.
fn with_one(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Option<Array2<f64>> {
    let entries = match (a.nrows(), b.ncols()) {
        (_, 1) => of_column(a, b.column(0)),
        (1, _) => of_column(b.reversed_axes(), a.row(0)),
        _ => None,
    };
    Array2::from_shape_vec((a.nrows(), b.ncols()), entries?).ok()
}

/// The entries of a matrix times a column; those that are nothing but rounding noise are 0.
fn of_column(a: ArrayView2<'_, f64>, x: ArrayView1<'_, f64>) -> Option<Vec<f64>> {
    let column::Entries { mut sums, squares } = column::product(a, x)?;
    let length = length(x);
    for ((entry, square), row) in sums.iter_mut().zip(squares).zip(a.rows()) {
        if *entry != 0.0 && noise::settled(*entry, libm::sqrt(square) * length) == 0.0 {
            *entry = noise::sum(&mut row.iter().zip(x).map(|(a, x)| a * x));
        }
    }
    Some(sums)
}

/// The length of a row or column.
fn length(line: ArrayView1<'_, f64>) -> f64 {
    libm::sqrt(line.iter().map(|x| x * x).sum())
}

/// Entries that are nothing but rounding noise are 0. Only where an entry is small beside its row and column is it worth
/// while to look at what was added, and only where it is small beside the largest numbers of all to look at these.
fn settle(out: &mut Array2<f64>, a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) {
    let most = a.ncols() as f64 * largest(a) * largest(b);
    for ((i, j), entry) in out.indexed_iter_mut() {
        if *entry == 0.0 || !noise::small(*entry, most) {
            continue;
        }
        if noise::settled(*entry, length(a.row(i)) * length(b.column(j))) == 0.0 {
            *entry = noise::sum(&mut a.row(i).iter().zip(b.column(j)).map(|(x, y)| x * y));
        }
    }
}

/// The size of the largest number, in whatever order they lie in memory.
fn largest(matrix: ArrayView2<'_, f64>) -> f64 {
    match matrix.as_slice_memory_order() {
        Some(numbers) => lanes::largest(numbers),
        None => matrix.iter().fold(0.0, |top, x| if x.abs() > top { x.abs() } else { top }),
    }
}

/// An operand of a product as a matrix: a vector on the left is a row, on the right a column.
fn matrix(t: &Tensor, left: bool) -> Option<ArrayView2<'_, f64>> {
    match t.ndim() {
        1 => {
            let v = t.view().into_dimensionality::<Ix1>().ok()?;
            Some(v.insert_axis(Axis(usize::from(!left))))
        }
        2 => t.view().into_dimensionality::<Ix2>().ok(),
        _ => None,
    }
}

/// The shape of `a @ b`; a vector's added side is left out of it.
fn shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let error = || Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() };
    let (a, b) = (a.shape(), b.shape());
    if !(1..=2).contains(&a.len()) || !(1..=2).contains(&b.len()) || a[a.len() - 1] != b[0] {
        return Err(error());
    }
    Ok(a[..a.len() - 1].iter().chain(&b[1..]).copied().collect())
}

fn evaluate(operands: &[Value]) -> Outcome<Value> {
    let shape = shape(operands)?;
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let error = || Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() };
    let (left, right) = (matrix(&a, true).ok_or_else(error)?, matrix(&b, false).ok_or_else(error)?);
    let out = product(left, right);
    out.into_shape_with_order(shape).map(Value::from).map_err(|_| error())
}

/// d(AB): by A it is G·Bᵀ, by B it is Aᵀ·G.
fn gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let error = || Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() };
    let (left, right) = (matrix(&a, true).ok_or_else(error)?, matrix(&b, false).ok_or_else(error)?);
    let up = upstream
        .as_standard_layout()
        .into_owned()
        .into_shape_with_order((left.nrows(), right.ncols()))
        .map_err(|_| error())?;
    let da = product(up.view(), right.t());
    let db = product(left.t(), up.view());
    let back =
        |d: Array2<f64>, like: &Tensor| d.as_standard_layout().into_owned().into_shape_with_order(like.raw_dim()).ok();
    Ok(vec![back(da, &a).map(ndarray::ArrayBase::into_shared), back(db, &b).map(ndarray::ArrayBase::into_shared)])
}

/// Each entry is a row of the left times a column of the right.
fn explain(operands: &[Value], result: &Value) -> Vec<Line> {
    let (Some(a), Some(b)) = (operands[0].as_tensor(), operands[1].as_tensor()) else { return Vec::new() };
    let (Some(left), Some(right)) = (matrix(&a, true), matrix(&b, false)) else { return Vec::new() };
    let Some(out) = result.as_tensor() else { return Vec::new() };
    out.indexed_iter()
        .map(|(index, value)| {
            let index: Vec<usize> = (0..out.ndim()).map(|axis| index[axis]).collect();
            let row = if a.ndim() == 2 { index[0] } else { 0 };
            let column = if b.ndim() == 2 { index[index.len() - 1] } else { 0 };
            let pairs = left.row(row).iter().copied().zip(right.column(column).iter().copied()).collect::<Vec<_>>();
            let place = Place::Entry(index.iter().map(|i| i + 1).collect());
            Line { place, expr: products(&pairs), value: Value::scalar(*value) }
        })
        .collect()
}

fn work(operands: &[Value]) -> f64 {
    let (a, b) = (operands[0].shape(), operands[1].shape());
    operands[0].len() as f64 * if b.len() == 2 { b[1] as f64 } else { 1.0 } + a.len() as f64
}

fn transpose(operands: &[Value]) -> Outcome<Value> {
    // The same memory read the other way.
    Ok(tensor(operands, 0)?.reversed_axes().into())
}

fn transpose_gradient(_: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    Ok(vec![Some(upstream.t().as_standard_layout().into_owned().into_shared())])
}

fn outer_shape(operands: &[Value]) -> Outcome<Vec<usize>> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    if a.ndim() == 1 && b.ndim() == 1 {
        return Ok(vec![a.len(), b.len()]);
    }
    Err(Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() })
}

fn outer(operands: &[Value]) -> Outcome<Value> {
    let shape = outer_shape(operands)?;
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let elements = a.iter().flat_map(|x| b.iter().map(move |y| x * y)).collect();
    Value::tensor(&shape, elements).ok_or(Refusal::Shape { left: shape.clone(), right: shape })
}

fn dot(operands: &[Value]) -> Outcome<Value> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    if a.shape() != b.shape() {
        return Err(Refusal::Shape { left: a.shape().to_vec(), right: b.shape().to_vec() });
    }
    Ok(Value::scalar(noise::sum(&mut a.iter().zip(b.iter()).map(|(x, y)| x * y))))
}

fn dot_gradient(operands: &[Value], _: &Value, upstream: &Tensor) -> Outcome<Gradients> {
    let (a, b) = (tensor(operands, 0)?, tensor(operands, 1)?);
    let up = upstream.first().copied().unwrap_or_default();
    Ok(vec![Some(b.mapv(|y| y * up).into_shared()), Some(a.mapv(|x| x * up).into_shared())])
}

fn explain_dot(operands: &[Value], result: &Value) -> Vec<Line> {
    let (Some(a), Some(b)) = (operands[0].as_tensor(), operands[1].as_tensor()) else { return Vec::new() };
    let pairs: Vec<_> = a.iter().copied().zip(b.iter().copied()).collect();
    let expr: Expr = products(&pairs);
    vec![Line { place: Place::Entry(Vec::new()), expr, value: result.clone() }]
}

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::general(
        "matmul",
        &["a", "b"],
        "matrix product; a vector is a row on the left, a column on the right",
        shape,
        evaluate,
    )
    .differentiable(gradient)
    .explained(explain)
    .costing(work)
    .written(Notation::Infix)
    .examples(&[
        "[[1,2],[3,4]] @ [5,6]",
        "[[1,2],[3,4]] @ [[5,6],[7,8]]",
        "[1,2] @ [[1,2,3],[4,5,6]]",
        "[1,2] @ [3,4]",
        "[[1],[2],[3]] @ [[4,5,6]]",
    ]),
    Operation::general("T", &["x"], "transpose", |o| Ok(o[0].shape().iter().rev().copied().collect()), transpose)
        .differentiable(transpose_gradient)
        .written(Notation::Transpose)
        .examples(&["T([[1,2,3],[4,5,6]])"]),
    Operation::general("outer", &["a", "b"], "every product of an entry of a with one of b", outer_shape, outer)
        .written(Notation::Outer)
        .examples(&["outer([1,2],[3,4])"]),
    Operation::general("dot", &["a", "b"], "sum of the products of entries at the same place", |_| Ok(Vec::new()), dot)
        .differentiable(dot_gradient)
        .explained(explain_dot)
        .written(Notation::Dot)
        .examples(&["dot([1,2],[3,4])", "dot([[1,2]],[[3,4]])"]),
];
