//! The operators `+ - * / ^` and the sign, element by element; greater and lesser of two.

use super::{Notation, Operation, Rule};

/// An operator between two operands. Its function stands in the sweep too, so that the compiler sees into it there.
macro_rules! infix {
    ($name:literal, $about:literal, $f:expr, $slopes:expr) => {
        Operation::new($name, &["x", "y"], $about, Rule::Binary { f: $f, slopes: Some($slopes) })
            .sweeping(|xs, y| xs.iter_mut().for_each(|x| *x = $f(*x, y)))
            .written(Notation::Infix)
    };
}

/// x^y with whole exponents multiplied out by the platform-independent library.
fn power(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// ∂x^y/∂x = y·x^(y−1); ∂x^y/∂y = x^y·ln x, which is 0 where x is 0 or less.
fn power_slopes(x: f64, y: f64, out: f64) -> (f64, f64) {
    let left = if y == 0.0 { 0.0 } else { y * libm::pow(x, y - 1.0) };
    (left, if x > 0.0 { out * libm::log(x) } else { 0.0 })
}

pub(super) const OPERATIONS: &[Operation] = &[
    infix!("add", "x + y", |x: f64, y: f64| x + y, |_, _, _| (1.0, 1.0))
        .examples(&["[1,2] + 3", "[[1,2],[3,4]] + [5,6]"]),
    infix!("sub", "x - y", |x: f64, y: f64| x - y, |_, _, _| (1.0, -1.0)).examples(&["[1,2] - 3", "4 - [[1],[2]]"]),
    infix!("mul", "x * y", |x: f64, y: f64| x * y, |x, y, _| (y, x)).examples(&["[1,2] * [3,4]", "2 * [[1,2],[3,4]]"]),
    infix!("div", "x / y", |x: f64, y: f64| x / y, |x, y, _| (1.0 / y, -x / (y * y)))
        .examples(&["[1,2] / [4,8]", "6 / [2,3]"]),
    infix!("pow", "x ^ y", power, power_slopes).examples(&["[1,2,3] ^ 2", "2 ^ [1.5,0.5]"]),
    Operation::elementwise("neg", "-x", |x, _| -x, |_, _| -1.0).written(Notation::Infix).examples(&["-[1,-2]"]),
    Operation::new(
        "larger",
        &["x", "y"],
        "the larger of two, element by element; of equal ones the gradient goes to the second",
        Rule::Binary { f: f64::max, slopes: Some(|x, y, _| if x > y { (1.0, 0.0) } else { (0.0, 1.0) }) },
    )
    .written(Notation::Named("max"))
    .examples(&["larger(0, [-1,2])"]),
    Operation::new(
        "smaller",
        &["x", "y"],
        "the smaller of two, element by element; of equal ones the gradient goes to the second",
        Rule::Binary { f: f64::min, slopes: Some(|x, y, _| if x < y { (1.0, 0.0) } else { (0.0, 1.0) }) },
    )
    .written(Notation::Named("min"))
    .examples(&["smaller(1, [-1,2])"]),
];
