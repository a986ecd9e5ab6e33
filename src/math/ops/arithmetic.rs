//! The operators `+ - * / ^` and the sign, element by element; greater and lesser of two.

use super::{Notation, Operation, Rule, noise};

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

/// ∂x^y/∂x = y·x^(y−1); ∂x^y/∂y = x^y·ln x, which is 0 for x = 0 < y and does not exist elsewhere at x ≤ 0.
fn power_slopes(x: f64, y: f64, out: f64) -> (f64, f64) {
    let left = if y == 0.0 { 0.0 } else { y * libm::pow(x, y - 1.0) };
    let right = if x > 0.0 {
        out * libm::log(x)
    } else if x == 0.0 && y > 0.0 {
        0.0
    } else {
        f64::NAN
    };
    (left, right)
}

/// The left derivatives of the larger of two, by each while the other stands still: at a tie both are 0.
fn larger_slopes(x: f64, y: f64, _: f64) -> (f64, f64) {
    (f64::from(x > y), f64::from(y > x))
}

/// The left derivatives of the smaller of two, by each while the other stands still: at a tie both are 1.
fn smaller_slopes(x: f64, y: f64, _: f64) -> (f64, f64) {
    (f64::from(x <= y), f64::from(y <= x))
}

/// Where both vary together, a tie shares the slope.
const fn shared(x: f64, y: f64, larger: bool) -> (f64, f64) {
    if x == y {
        return (0.5, 0.5);
    }
    if (x > y) == larger { (1.0, 0.0) } else { (0.0, 1.0) }
}

pub(super) const OPERATIONS: &[Operation] = &[
    infix!("add", "x + y", |x: f64, y: f64| noise::of_two(x + y, x, y), |_, _, _| (1.0, 1.0))
        .examples(&["[1,2] + 3", "[[1,2],[3,4]] + [5,6]"]),
    infix!("sub", "x - y", |x: f64, y: f64| noise::of_two(x - y, x, y), |_, _, _| (1.0, -1.0))
        .examples(&["[1,2] - 3", "4 - [[1],[2]]"]),
    infix!("mul", "x * y", |x: f64, y: f64| x * y, |x, y, _| (y, x)).examples(&["[1,2] * [3,4]", "2 * [[1,2],[3,4]]"]),
    infix!("div", "x / y", |x: f64, y: f64| x / y, |x, y, _| (1.0 / y, -x / (y * y)))
        .examples(&["[1,2] / [4,8]", "6 / [2,3]"]),
    infix!("pow", "x ^ y", power, power_slopes).examples(&["[1,2,3] ^ 2", "2 ^ [1.5,0.5]"]),
    Operation::elementwise("neg", "-x", |x, _| -x, |_, _| -1.0).written(Notation::Infix).examples(&["-[1,-2]"]),
    Operation::new(
        "xlog",
        &["x", "y"],
        "x·ln y, and 0 where x is 0",
        Rule::Binary {
            f: |x, y| if x == 0.0 { 0.0 } else { x * libm::log(y) },
            slopes: Some(|x, y, _| (libm::log(y), x / y)),
        },
    )
    .derived(&["ln(y)", "x/y"])
    .written(Notation::TimesLn)
    .examples(&["xlog([0.5,2], [0.25,3])", "xlog(0, 2)"]),
    Operation::new(
        "larger",
        &["x", "y"],
        "the larger of two, element by element; where they are equal the derivative is the left one, as of ReLU",
        Rule::Binary { f: f64::max, slopes: Some(larger_slopes) },
    )
    .together(|x, y, _| shared(x, y, true))
    .derived(&["where(x > y, 1, 0)", "where(y > x, 1, 0)"])
    .written(Notation::Named("max"))
    .examples(&["larger(0, [-1,2])"]),
    Operation::new(
        "smaller",
        &["x", "y"],
        "the smaller of two, element by element; where they are equal the derivative is the left one",
        Rule::Binary { f: f64::min, slopes: Some(smaller_slopes) },
    )
    .together(|x, y, _| shared(x, y, false))
    .derived(&["where(x <= y, 1, 0)", "where(y <= x, 1, 0)"])
    .written(Notation::Named("min"))
    .examples(&["smaller(1, [-1,2])"]),
];
