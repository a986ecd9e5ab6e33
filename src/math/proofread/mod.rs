//! Reading again what was written. Every side of an equation is written in one line and in LaTeX, read by rules of its
//! own that know nothing of the tree it was written from, and worked out with nothing but the digits that stand there:
//! it comes to what the tree comes to, and where two sides are joined by `=`, to what stands beside it.
//!
//! For tests and the content check; nobody waits for it at a key.

mod latex;
mod line;
mod parse;
mod token;

use super::error::MathErrorKind;
use super::expr::{Expr, ExprKind};
use super::number;
use super::render::{Joint, joined};
use super::trace;
use super::value::Value;

/// A face that is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// One line of Unicode.
    Line,
    /// LaTeX.
    Latex,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 2] = [Self::Line, Self::Latex];

    /// An expression in this face.
    #[must_use]
    pub fn write(self, expr: &Expr) -> String {
        match self {
            Self::Line => super::render::line(expr),
            Self::Latex => super::render::latex(expr),
        }
    }

    /// What this face says.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(self, text: &str) -> Result<Expr, Unread> {
        parse::parse(match self {
            Self::Line => line::tokens(text)?,
            Self::Latex => latex::tokens(text)?,
        })
    }
}

/// Why something written cannot be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It leaves something out: `[1, 2, …, 9]`.
    Elided,
    /// It breaks the rules of what is written: two signs beside each other, a power of a power without brackets.
    Malformed(String),
}

/// A fault of something that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In which face.
    pub face: Face,
    /// The text, of two sides with the sign between them.
    pub text: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong with something written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It does not follow the rules.
    Malformed(String),
    /// Read by the rules it comes to something else than what is meant.
    Meaning {
        /// What it comes to.
        reads: String,
        /// What is meant.
        means: String,
    },
    /// The sides of an equation differ.
    Sides {
        /// What the left side comes to.
        left: String,
        /// What the right side comes to.
        right: String,
    },
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Sides that were read and worked out.
    pub read: usize,
    /// Sides with names, which were read without a value.
    pub named: usize,
    /// Sides that leave something out, or whose operation has no notation that says all.
    pub open: usize,
}

/// Proofreads the sides of an equation in every face.
pub fn proofread(sides: &[Expr], count: &mut Count) -> Vec<Fault> {
    let mut faults = Vec::new();
    for face in Face::ALL {
        let mut before: Option<(&Expr, Value)> = None;
        for (joint, side) in joined(sides) {
            let now = match side_of(face, side, count) {
                Ok(now) => now,
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            };
            if let (Some((left, a)), Some(b), Joint::Equal) = (&before, &now, joint)
                && !agree(a, b)
            {
                faults.push(Fault {
                    face,
                    text: format!("{} = {}", face.write(left), face.write(side)),
                    what: Wrong::Sides { left: shown(a), right: shown(b) },
                });
            }
            before = now.map(|value| (side, value));
        }
    }
    faults
}

/// What one side comes to as it is written; nothing where that cannot be told.
fn side_of(face: Face, side: &Expr, count: &mut Count) -> Result<Option<Value>, Fault> {
    if matches!(side.kind, ExprKind::Value(Value::Absent)) {
        // A dash says that there is nothing.
        return Ok(None);
    }
    let text = face.write(side);
    let fault = |what| Fault { face, text: text.clone(), what };
    if let ExprKind::Value(value @ (Value::Pair(_) | Value::Truth(_) | Value::Text(_))) = &side.kind {
        return Ok(Some(value.clone()));
    }
    let read = match face.read(&text) {
        Ok(read) => read,
        Err(Unread::Elided) => {
            count.open += 1;
            return Ok(None);
        }
        Err(Unread::Malformed(why)) => return Err(fault(Wrong::Malformed(why))),
    };
    let Some(meant) = trace::evaluate(&super::render::as_shown(side)) else {
        count.named += 1;
        // Of a formula the brackets and signs are read, with numbers for its names.
        return match with_numbers(side) {
            Some(numbers) => side_of(face, &numbers, &mut Count::default()).map(|_| None),
            None => Ok(None),
        };
    };
    let readings = parse::readings(&read);
    let values: Vec<Value> = readings.iter().filter_map(trace::evaluate).collect();
    let right = values.iter().find(|value| near(value, &meant, 0.0)).or_else(|| {
        // What nearly cancels keeps the rounding of the numbers that it was made of.
        let within = largest_within(side);
        values.iter().find(|value| near(value, &meant, within))
    });
    match (right, values.first()) {
        (Some(value), _) => {
            count.read += 1;
            Ok(Some(value.clone()))
        }
        (None, Some(value)) => Err(fault(Wrong::Meaning { reads: shown(value), means: shown(&meant) })),
        (None, None) => {
            count.open += 1;
            Ok(None)
        }
    }
}

/// A formula with a number for each of its names, where it comes to something so.
fn with_numbers(side: &Expr) -> Option<Expr> {
    const NUMBERS: [f64; 5] = [1.25, -0.5, 3.0, -2.0e-6, 0.75];
    let mut names: Vec<Expr> = Vec::new();
    let numbers = side.replace(&mut |part| match &part.kind {
        ExprKind::Name(_) | ExprKind::Index(..) | ExprKind::Field(..) => {
            let at = names.iter().position(|known| known == part).unwrap_or_else(|| {
                names.push(part.clone());
                names.len() - 1
            });
            Some(Expr::value(Value::Number(NUMBERS[at % NUMBERS.len()])))
        }
        _ => None,
    });
    let comes_to_something = trace::evaluate(&super::render::as_shown(&numbers)).is_some();
    (!names.is_empty() && comes_to_something).then_some(numbers)
}

fn shown(value: &Value) -> String {
    super::render::line(&Expr::value(value.clone()))
}

/// The numbers of a value, where it has nothing else.
fn numbers(value: &Value) -> Option<Vec<f64>> {
    match value {
        Value::List(items) => items.iter().map(numbers).collect::<Option<Vec<_>>>().map(|parts| parts.concat()),
        other => other.as_scalar().map(|x| vec![x]).or_else(|| Some(other.as_tensor()?.iter().copied().collect())),
    }
}

/// The largest size of a number that occurs on the way to the value of `side`.
fn largest_within(side: &Expr) -> f64 {
    let mut most = 0.0_f64;
    let _ = side.replace(&mut |part| {
        let value = trace::evaluate(&super::render::as_shown(part));
        let sizes = value.as_ref().and_then(numbers).unwrap_or_default();
        most = sizes.iter().filter(|x| x.is_finite()).fold(most, |most, x| most.max(x.abs()));
        None
    });
    most
}

/// Whether two values have the same numbers, but for the rounding of numbers up to `within`.
fn near(a: &Value, b: &Value, within: f64) -> bool {
    match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) => {
            let scale = a.iter().chain(&b).fold(within, |most, x| most.max(x.abs()));
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) || (a - b).abs() <= 1e-13 * scale;
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| close(*a, *b))
        }
        _ => a == b,
    }
}

/// Whether who works out the left side gets the right one, to the digits that stand there.
fn agree(a: &Value, b: &Value) -> bool {
    match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| number::shown_as(*a, *b)),
        _ => a == b,
    }
}

impl From<MathErrorKind> for Unread {
    fn from(kind: MathErrorKind) -> Self {
        Self::Malformed(kind.to_string())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::expr::{BinaryOp, UnaryOp};
    use crate::parse::parse as source;

    /// What a text comes to.
    fn value(face: Face, text: &str) -> Result<f64, Unread> {
        let read = face.read(text)?;
        let values: Vec<f64> = parse::readings(&read).iter().filter_map(|e| trace::evaluate(e)?.as_scalar()).collect();
        values.first().copied().ok_or(Unread::Malformed("no value".to_owned()))
    }

    #[test]
    fn a_line_means_what_its_signs_say() {
        for (text, means) in [
            ("1 + 2·3", 7.0),
            ("6.14414×10⁻⁶²", 6.14414e-62),
            ("(2×10⁻³)²", 4e-6),
            ("1/2.5×10⁻⁶", 0.4e-6),
            ("√4×10²", 200.0),
            ("−(−0.5)", 0.5),
            ("−2²", -4.0),
            ("(−2)²", 4.0),
            ("⌊7/2⌋ + 1", 4.0),
            ("|−3| + ‖[3, 4]‖", 8.0),
            ("e⁻¹", std::f64::consts::E.recip()),
            ("2^(1/2)", 2.0_f64.sqrt()),
            ("max(1, 2)", 2.0),
            ("[1, 2] [3, 4]", 11.0),
            ("σ(0)", 0.5),
            ("σ′(0)", 0.25),
            ("{1, 2 > 3; 5, 2 ≤ 3}", 5.0),
            ("Σ([1, 2]·2)", 6.0),
            ("log2(8)", 3.0),
            ("3·5·2", 30.0),
            ("{1, 2 > 3 ∧ 1 < 2; 5, 2 ≤ 3}", 5.0),
            ("{1, 2 > 3 ∨ 1 < 2; 5, 2 ≤ 3}", 1.0),
            ("{1, ¬(2 ≥ 2); 5, 2 ≥ 2}", 5.0),
            ("{1, 2 ≠ 2; 5, 2 = 2}", 5.0),
            ("log2(8)·e² / e²", 3.0),
            ("log softmax([0, 0]) [1, 1]", 2.0 * 0.5_f64.ln()),
        ] {
            let got = value(Face::Line, text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert!((got - means).abs() <= 1e-12 * means.abs(), "{text}: {got}");
        }
    }

    #[test]
    fn latex_means_what_its_commands_say() {
        for (text, means) in [
            (r"6.14414 \times 10^{-6}", 6.14414e-6),
            (r"\left(2 \times 10^{-3}\right)^{2}", 4e-6),
            (r"\frac{1}{2.5 \times 10^{-6}}", 4e5),
            (r"\sqrt{4} - \left(-0.5\right)", 2.5),
            (r"\left\lfloor \frac{7}{2} \right\rfloor + 1", 4.0),
            (r"\left| -3 \right| + \left\| \left[3, 4\right] \right\|", 8.0),
            (r"e^{-\left(-1\right)}", std::f64::consts::E),
            (r"\operatorname{softplus}\left(0\right)", 2.0_f64.ln()),
            (r"\sigma'\left(0\right)", 0.25),
            (r"\begin{cases} 1 & 2 > 3 \\ 5 & 2 \le 3 \end{cases}", 5.0),
            (r"\left[1, 2\right] \, \left[3, 4\right]", 11.0),
            (r"\sum \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", 10.0),
        ] {
            let got = value(Face::Latex, text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert!((got - means).abs() <= 1e-12 * means.abs(), "{text}: {got}");
        }
    }

    #[test]
    fn what_nearly_cancels_keeps_the_rounding_of_what_it_is_made_of() {
        // Read from the left, (−2 + 2) + 10⁻⁷ is exact; −2 + (2 + 10⁻⁷) is not.
        let number = |x: f64| Expr::value(x.into());
        let sum = number(-2.0).with(BinaryOp::Add, number(2.0).with(BinaryOp::Add, number(1e-7)));
        assert_eq!(proofread(&[sum], &mut Count::default()), []);
        assert!(near(&Value::Number(1e-7), &Value::Number(1.000_000_5e-7), 2.0));
        assert!(!near(&Value::Number(1e-7), &Value::Number(1.000_005e-7), 2.0));
    }

    #[test]
    fn what_no_reader_should_meet_is_a_fault() {
        for text in ["−−0.5", "2 − −1", "1 ≈ 2", "2⁻⁻³", "−", "(1", "1 + ", "3·−2"] {
            assert!(matches!(Face::Line.read(text), Err(Unread::Malformed(_))), "{text}: {:?}", Face::Line.read(text));
        }
        for text in [r"x^{2}^{3}", r"6 \times 10^{-6}^{2}", r"--1", r"\frac{1}{2", r"\unknown{1}"] {
            assert!(
                matches!(Face::Latex.read(text), Err(Unread::Malformed(_))),
                "{text}: {:?}",
                Face::Latex.read(text)
            );
        }
        assert_eq!(Face::Line.read("[1, 2, …, 9]"), Err(Unread::Elided));
    }

    #[test]
    fn sides_that_differ_are_a_fault_and_nearly_equal_ones_are_none() {
        let sides = |texts: &[&str]| texts.iter().map(|text| source(text).unwrap()).collect::<Vec<_>>();
        let mut count = Count::default();
        assert_eq!(proofread(&sides(&["(32 + 4 - 5)/1 + 1", "31/1 + 1", "32"]), &mut count), []);
        assert_eq!(proofread(&sides(&["2 + 2", "5"]), &mut count), [], "joined by ≈, which says no more");
        assert_eq!(count.read, 10, "each side in each face");
    }

    #[test]
    fn every_bracket_is_closed_and_no_power_has_a_power() {
        for text in
            ["2²^3", "2^3²", "2^3^2", "{1, 2 > 1", "{1; 2 > 1}", "(1, 2", "[1, 2", "max(1, 2", "⌊2", "|2", "1 +"]
        {
            assert!(matches!(Face::Line.read(text), Err(Unread::Malformed(_))), "{text}: {:?}", Face::Line.read(text));
        }
        for (text, means) in [
            ("2^3·2", 16.0),
            ("2^(3·2)", 64.0),
            ("5 − 2 − 1", 2.0),
            ("8/2/2", 2.0),
            ("⌈7/2⌉·2", 8.0),
            ("min(3, 2)", 2.0),
            ("max([1, 5])", 5.0),
            ("{1, 2 < 1; 2, 3 < 1; 3, 1 ≤ 3}", 3.0),
            ("Σ([1, 2])·2", 6.0),
            ("√(4)·√9", 6.0),
            ("‖[3, 4]‖²", 25.0),
            ("2×3²", 18.0),
        ] {
            let got = value(Face::Line, text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert!((got - means).abs() <= 1e-12 * means.abs(), "{text}: {got}");
        }
    }

    #[test]
    fn values_are_compared_number_by_number_and_words_as_they_stand() {
        let (one, list) = (Value::Number, |entries: &[f64]| Value::vector(entries.to_vec()));
        assert!(near(&one(1.0), &one(1.0 + 5e-10), 0.0) && !near(&one(1.0), &one(1.0 + 2e-9), 0.0));
        assert!(near(&list(&[1.0, 2.0]), &Value::List(vec![one(1.0), one(2.0)]), 0.0));
        assert!(!near(&list(&[1.0]), &list(&[1.0, 2.0]), 0.0) && !near(&list(&[1.0, 2.0]), &list(&[1.0, 3.0]), 0.0));
        assert!(near(&list(&[1e-14, 1.0]), &list(&[0.0, 1.0]), 0.0) && !near(&one(1e-14), &one(0.0), 0.0));
        assert!(agree(&one(1.0 / 3.0), &one(0.333_333)) && !agree(&one(1.0 / 3.0), &one(0.3334)));
        assert!(!agree(&list(&[1.0]), &list(&[1.0, 2.0])) && !agree(&list(&[1.0, 2.0]), &list(&[1.0, 3.0])));
        for same in [near as fn(&Value, &Value, f64) -> bool, |a, b, _| agree(a, b)] {
            let word = |word: &str| Value::Text(word.into());
            assert!(same(&word("good"), &word("good"), 0.0) && !same(&word("good"), &word("bad"), 0.0));
            assert!(!same(&word("1"), &one(1.0), 0.0));
        }
    }

    #[test]
    fn a_formula_is_read_with_a_number_for_each_of_its_names() {
        let with = |text: &str| with_numbers(&source(text).unwrap()).map(|expr| Face::Line.write(&expr));
        assert_eq!(with("a + b*a").as_deref(), Some("1.25 + (−0.5)·1.25"));
        assert_eq!(with("x[1] - x[2]").as_deref(), Some("1.25 − (−0.5)"));
        assert_eq!(with("a + b + c + d + e2 + f").as_deref(), Some("1.25 + (−0.5) + 3 + (−2×10⁻⁶) + 0.75 + 1.25"));
        assert_eq!(with("1 + 2"), None);
        assert_eq!(with("ln(a - 2)"), None);
        assert_eq!(largest_within(&source("(2 - 3*4) + 10").unwrap()), 12.0);
    }

    fn number() -> impl Strategy<Value = Expr> {
        let number = prop_oneof![
            (-9..10_i32).prop_map(f64::from),
            -3.0..3.0_f64,
            (1.0..10.0_f64, -9..-3_i32).prop_map(|(x, n)| x * libm::pow(10.0, f64::from(n))),
            (-10.0..-1.0_f64, -9..-3_i32).prop_map(|(x, n)| x * libm::pow(10.0, f64::from(n))),
            (1.0..10.0_f64, 7..12_i32).prop_map(|(x, n)| x * libm::pow(10.0, f64::from(n)) + 0.5),
        ];
        number.prop_map(|x| Expr::value(Value::Number(x)))
    }

    /// Expressions of numbers, with every notation that has rules of its own.
    fn expression() -> impl Strategy<Value = Expr> {
        number().prop_recursive(4, 24, 2, |inner| {
            let op = proptest::sample::select(vec![
                BinaryOp::Add,
                BinaryOp::Sub,
                BinaryOp::Mul,
                BinaryOp::Hadamard,
                BinaryOp::Div,
            ]);
            let function = proptest::sample::select(vec![
                "sqrt", "exp", "abs", "floor", "ceil", "sigmoid", "tanh", "ln", "area", "sum", "norm", "softplus",
            ]);
            prop_oneof![
                (op, inner.clone(), inner.clone()).prop_map(|(op, a, b)| a.with(op, b)),
                inner.clone().prop_map(|a| Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(a)))),
                // A negative number has a power only where the exponent is whole to the last digit.
                (inner.clone(), inner.clone()).prop_map(|(a, b)| Expr::call("abs", vec![a]).with(BinaryOp::Pow, b)),
                (inner.clone(), -3..4_i32).prop_map(|(a, n)| a.with(BinaryOp::Pow, Expr::value(f64::from(n).into()))),
                (function, inner.clone()).prop_map(|(name, x)| Expr::call(name, vec![x])),
                (inner.clone(), inner.clone(), inner).prop_map(|(x, a, b)| {
                    let above = x.with(BinaryOp::Gt, Expr::value(Value::Number(0.0)));
                    Expr::cases(above, a, b)
                }),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn every_expression_of_numbers_reads_as_it_is_meant(expr in expression()) {
            let mut count = Count::default();
            let text = Face::Line.write(&expr);
            let faults = proofread(&[expr], &mut count);
            prop_assert!(faults.is_empty(), "{faults:?}");
            prop_assert_eq!(count.open, 0, "{}", text);
        }
    }
}
