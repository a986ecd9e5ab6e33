//! Functions of one number: exponentials, roots, rounding and activations, finite and accurate for |x| up to 1000.
//! At a kink the derivative is the left one (ReLU′(0) = 0), as PyTorch has it.

use super::exponential::{self, sigmoid};
use super::{Notation, Operation, Outcome, Rule, Trait, noise, number};
use crate::value::Value;

/// ln(1+e^x), without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

/// Φ(x), the standard normal distribution function.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// φ(x), its density.
fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * std::f64::consts::PI)
}

fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

/// The derivative of the size of a number; at 0 the left one.
fn side(x: f64) -> f64 {
    if x > 0.0 { 1.0 } else { -1.0 }
}

/// tanh′(x) = 1/cosh²x = 4e^(−2|x|)/(1+e^(−2|x|))², without the cancellation of 1 − tanh²x.
fn tanh_slope(x: f64) -> f64 {
    let e = libm::exp(-2.0 * x.abs());
    4.0 * e / ((1.0 + e) * (1.0 + e))
}

/// α and λ of the self-normalising unit (Klambauer et al. 2017), as PyTorch has them.
const SELU: (f64, f64) = (1.673_263_242_354_377_2, 1.050_700_987_355_480_5);

/// The slope of (x + 3)/6 between −3 and 3.
const SIXTH: f64 = 1.0 / 6.0;

fn flat(_: f64, _: f64) -> f64 {
    0.0
}

/// An activation with a constant of its own.
const fn with_constant(
    name: &'static str,
    about: &'static str,
    constant: f64,
    f: fn(f64, f64) -> f64,
    slope: fn(f64, f64) -> f64,
) -> Operation {
    Operation::new(name, &["x", "alpha?"], about, Rule::Elementwise { f, slope, constant })
}

/// The constant of an elementwise operation: its second operand, or the default.
pub(super) fn constant(operands: &[Value], default: f64) -> Outcome<f64> {
    if operands.len() > 1 { number(operands, 1) } else { Ok(default) }
}

const fn plain(
    name: &'static str,
    about: &'static str,
    f: fn(f64, f64) -> f64,
    slope: fn(f64, f64) -> f64,
    examples: &'static [&'static str],
) -> Operation {
    Operation::elementwise(name, about, f, slope).examples(examples)
}

pub(super) const OPERATIONS: &[Operation] = &[
    plain("exp", "e to the x", |x, _| libm::exp(x), |x, _| libm::exp(x), &["exp([0,1,-2])"])
        .derived(&["exp(x)"])
        .exactly(&[(0, 1)])
        .written(Notation::Exponential),
    plain("ln", "natural logarithm", |x, _| libm::log(x), |x, _| 1.0 / x, &["ln([1,2.5])"])
        .with(&[Trait::Logarithm])
        .derived(&["1/x"])
        .exactly(&[(1, 0)]),
    plain(
        "log2",
        "logarithm to base 2",
        |x, _| libm::log2(x),
        |x, _| 1.0 / (x * std::f64::consts::LN_2),
        &["log2([1,8])"],
    )
    .derived(&["1/(x*ln(2))"])
    .exactly(&[(1, 0)]),
    plain(
        "log10",
        "logarithm to base 10",
        |x, _| libm::log10(x),
        |x, _| 1.0 / (x * std::f64::consts::LN_10),
        &["log10([1,50])"],
    )
    .derived(&["1/(x*ln(10))"])
    .written(Notation::Named("lg")),
    plain("sqrt", "square root", |x, _| libm::sqrt(x), |x, _| 0.5 / libm::sqrt(x), &["sqrt([4,2])"])
        .with(&[Trait::NoShare])
        .derived(&["1/(2*sqrt(x))"])
        .exactly(&[(0, 0), (1, 1)])
        .written(Notation::Radical),
    plain("abs", "size of a number", |x, _| x.abs(), |x, _| side(x), &["abs([-3,2])"])
        .with(&[Trait::NoShare])
        .derived(&["where(x > 0, 1, -1)"])
        .exactly(&[(0, 0)])
        .written(Notation::Absolute),
    plain("sign", "-1, 0 or 1", |x, _| sign(x), flat, &["sign([-3,0.5,2])"]).derived(&["0"]),
    plain(
        "floor",
        "greatest whole number not above x",
        |x, _| libm::floor(noise::whole(x)),
        flat,
        &["floor([2.5,-1.2])"],
    )
    .derived(&["0"])
    .written(Notation::Floor),
    plain("ceil", "least whole number not below x", |x, _| libm::ceil(noise::whole(x)), flat, &["ceil([2.5,-1.2])"])
        .derived(&["0"])
        .written(Notation::Ceil),
    plain("round", "nearest whole number, halves away from zero", |x, _| libm::round(x), flat, &["round([2.4,-1.2])"])
        .derived(&["0"]),
    plain("sin", "sine", |x, _| noise::settled(libm::sin(x), x.abs()), |x, _| libm::cos(x), &["sin([0.5,2])"])
        .derived(&["cos(x)"])
        .exactly(&[(0, 0)]),
    plain("cos", "cosine", |x, _| noise::settled(libm::cos(x), x.abs()), |x, _| -libm::sin(x), &["cos([0.5,2])"])
        .derived(&["-sin(x)"])
        .exactly(&[(0, 1)]),
    plain(
        "tan",
        "tangent",
        |x, _| noise::settled(libm::tan(x), x.abs()),
        |x, _| 1.0 + libm::tan(x) * libm::tan(x),
        &["tan([0.5,1])"],
    )
    .derived(&["1 + tan(x)^2"])
    .exactly(&[(0, 0)]),
    plain(
        "erf",
        "error function",
        |x, _| libm::erf(x),
        |x, _| std::f64::consts::FRAC_2_SQRT_PI * libm::exp(-x * x),
        &["erf([0.5,-1])"],
    )
    .derived(&["2/sqrt(pi)*exp(-x^2)"]),
    plain("tanh", "hyperbolic tangent", |x, _| libm::tanh(x), |x, _| tanh_slope(x), &["tanh([0.5,-2])"])
        .with(&[Trait::NoShare])
        .derived(&["1 - tanh(x)^2"])
        .exactly(&[(0, 0)])
        .sweeping(|xs, _| exponential::tanhs(xs)),
    plain("sigmoid", "1/(1+e^-x)", |x, _| sigmoid(x), |x, _| sigmoid(x) * sigmoid(-x), &["sigmoid([0.5,-2])"])
        .with(&[Trait::Share])
        .derived(&["sigmoid(x)*(1 - sigmoid(x))"])
        .sweeping(|xs, _| exponential::sigmoids(xs))
        .written(Notation::Named("σ")),
    plain("relu", "x above 0, else 0", |x, _| x.max(0.0), |x, _| f64::from(x > 0.0), &["relu([0.5,-2])"])
        .derived(&["where(x > 0, 1, 0)"])
        .written(Notation::Named("ReLU")),
    plain("softplus", "ln(1+e^x)", |x, _| softplus(x), |x, _| sigmoid(x), &["softplus([0.5,-2])"])
        .with(&[Trait::Logarithm])
        .derived(&["sigmoid(x)"]),
    plain("silu", "x·σ(x)", |x, _| x * sigmoid(x), |x, _| sigmoid(x) * (1.0 + x * sigmoid(-x)), &["silu([0.5,-2])"])
        .derived(&["sigmoid(x)*(1 + x*(1 - sigmoid(x)))"])
        .written(Notation::Named("SiLU")),
    plain(
        "gelu",
        "x·Φ(x), by the error function",
        |x, _| x * normal(x),
        |x, _| normal(x) + x * density(x),
        &["gelu([0.5,-2])"],
    )
    .derived(&["(1 + erf(x/sqrt(2)))/2 + x*exp(-x^2/2)/sqrt(2*pi)"])
    .written(Notation::Named("GELU")),
    with_constant(
        "leaky_relu",
        "x above 0, else alpha·x",
        0.1,
        |x, a| if x > 0.0 { x } else { a * x },
        |x, a| if x > 0.0 { 1.0 } else { a },
    )
    .derived(&["where(x > 0, 1, alpha)"])
    .written(Notation::Named("LeakyReLU"))
    .examples(&["leaky_relu([0.5,-2])", "leaky_relu([0.5,-2], 0.1)"]),
    with_constant(
        "elu",
        "x above 0, else alpha·(e^x-1)",
        1.0,
        |x, a| if x > 0.0 { x } else { a * libm::expm1(x) },
        |x, a| if x > 0.0 { 1.0 } else { a * libm::exp(x) },
    )
    .derived(&["where(x > 0, 1, alpha*exp(x))"])
    .written(Notation::Named("ELU"))
    .examples(&["elu([0.5,-2])", "elu([0.5,-2], 0.3)"]),
    with_constant(
        "swish",
        "x·σ(beta·x)",
        1.0,
        |x, b| x * sigmoid(b * x),
        |x, b| sigmoid(b * x) * (1.0 + b * x * sigmoid(-b * x)),
    )
    .derived(&["sigmoid(alpha*x)*(1 + alpha*x*(1 - sigmoid(alpha*x)))"])
    .written(Notation::Named("swish"))
    .examples(&["swish([0.5,-2])", "swish([0.5,-2], 1.5)"]),
    plain(
        "selu",
        "lambda·x above 0, else lambda·alpha·(e^x-1), with the constants of Klambauer et al.",
        |x, _| if x > 0.0 { SELU.1 * x } else { SELU.1 * SELU.0 * libm::expm1(x) },
        |x, _| if x > 0.0 { SELU.1 } else { SELU.1 * SELU.0 * libm::exp(x) },
        &["selu([0.5,-2])"],
    )
    .derived(&["where(x > 0, 1.0507009873554805, 1.0507009873554805*1.6732632423543772*exp(x))"])
    .written(Notation::Named("SELU")),
    plain(
        "hard_sigmoid",
        "(x+3)/6, cut to 0…1",
        |x, _| ((x + 3.0) / 6.0).clamp(0.0, 1.0),
        |x, _| if x > -3.0 && x <= 3.0 { SIXTH } else { 0.0 },
        &["hard_sigmoid([0.5,-2,4])"],
    )
    .derived(&["where(x > -3, where(x <= 3, 1/6, 0), 0)"])
    .written(Notation::Named("hard-sigmoid")),
    plain("step", "1 from 0 on, else 0", |x, _| f64::from(x >= 0.0), flat, &["step([-3,0.5,2])"]).derived(&["0"]),
    plain("identity", "x itself", |x, _| x, |_, _| 1.0, &["identity([1,-2])"]).derived(&["1"]),
];
