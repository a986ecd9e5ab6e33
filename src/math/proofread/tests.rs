use proptest::prelude::*;

use super::*;
use crate::expr::{BinaryOp, UnaryOp};
use crate::parse::parse as source;

/// What a text comes to.
fn value(face: Face, text: &str) -> Result<f64, Unread> {
    let read = face.read(text)?;
    let values: Vec<f64> = parse::readings(&read).iter().filter_map(|e| trace::evaluate(e)?.as_scalar()).collect();
    values.first().copied().ok_or(Unread::Elided)
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

/// What a line reads as, written in the language.
fn read_as(face: Face, text: &str) -> String {
    face.read(text).map_or_else(|why| format!("{why:?}"), |expr| crate::render::source(&expr))
}

#[test]
fn what_the_signs_alone_do_not_tell_is_read_as_unknown_and_no_further() {
    for (text, reads) in [
        ("Σⱼ x·2", "unknown @ x * 2"),
        ("‖[3, 4]‖ⱼ + 1", "unknown + 1"),
        ("‖[3, 4]‖ + 1", "norm([3, 4]) + 1"),
        ("∂L/∂w + 1", "unknown / unknown + 1"),
        ("x₁ + 1", "unknown + 1"),
        ("x[2] + 1", "unknown + 1"),
        ("xⁿ", "x^n"),
        ("xᵀ", "T(x)"),
        ("eᵀ", "T(e)"),
        ("max([1, 5])", "max([1, 5])"),
        ("leaky-relu(x)", "leaky_relu(x)"),
        ("2ⱼ", "Malformed(Unexpected(Some(\"_\")))"),
        ("1 + )", "Malformed(Unexpected(Some(\")\")))"),
    ] {
        assert_eq!(read_as(Face::Line, text), reads, "{text}");
    }
    for (text, reads) in [
        (r"x_{1} + 1", "unknown + 1"),
        (r"\sum _{j} x \cdot 2 + 1", "unknown + 1"),
        (r"\sum x \cdot 2 + 1", "sum(x * 2) + 1"),
        (r"\hat{x} + 1", "x + 1"),
        (r"\bar{x} + 1", "x + 1"),
        ("—", "Elided"),
        ("1 ≤ 2", "Malformed(Unexpected(Some(\"≤\")))"),
    ] {
        assert_eq!(read_as(Face::Latex, text), reads, "{text}");
    }
}

#[test]
fn the_digits_of_a_number_with_a_power_of_ten_are_that_number() {
    for (text, number) in
        [("6.14414×10⁻⁶²", 6.14414e-62), ("1.1×10⁻⁷", 1.1e-7), ("2.3×10⁻⁹", 2.3e-9), ("4.7×10²³", 4.7e23)]
    {
        assert_eq!(value(Face::Line, text), Ok(number), "{text}");
    }
    assert_eq!(value(Face::Latex, r"\pi^{2}"), Ok(std::f64::consts::PI.powi(2)));
    assert_eq!(value(Face::Line, "Σ([[1, 2]; [3, 4]]ᵀ [1, 0])"), Ok(3.0));
}

#[test]
fn a_notation_that_stands_for_two_things_is_right_for_either() {
    for (text, read) in [
        ("max([[1, 5], [3, 2]], 1 + 1)", 2),
        ("larger([[1, 5], [3, 2]], 1 + 1)", 2),
        ("outer([1, 2], [3, 4])", 2),
        ("larger([1, 4], [3, 2]) @ T([1, 2])", 2),
    ] {
        let mut count = Count::default();
        assert_eq!(proofread(&[source(text).unwrap()], &mut count), [], "{text}");
        assert_eq!(count, Count { read, named: 0, open: 0 }, "{text}");
    }
}

#[test]
fn each_side_is_counted_by_how_far_it_was_read() {
    let counted = |side: Expr| {
        let mut count = Count::default();
        assert_eq!(proofread(&[side], &mut count), []);
        (count.read, count.named, count.open)
    };
    assert_eq!(counted(source("2 + 2").unwrap()), (2, 0, 0));
    assert_eq!(counted(source("a + b").unwrap()), (0, 2, 0));
    assert_eq!(counted(source("sum([[1, 2], [3, 4]], 1)").unwrap()), (0, 0, 2));
    assert_eq!(counted(Expr::value(Value::vector((0..40).map(f64::from).collect()))), (0, 0, 2));
    assert_eq!(counted(Expr::value(Value::Absent)), (0, 0, 0));
    assert_eq!(shown(&Value::vector(vec![1.0, -0.5])), "[1, −0.5]");
}

#[test]
fn what_no_reader_should_meet_is_a_fault() {
    for text in ["−−0.5", "2 − −1", "1 ≈ 2", "2⁻⁻³", "−", "(1", "1 + ", "3·−2"] {
        assert!(matches!(Face::Line.read(text), Err(Unread::Malformed(_))), "{text}: {:?}", Face::Line.read(text));
    }
    for text in [r"x^{2}^{3}", r"6 \times 10^{-6}^{2}", r"--1", r"\frac{1}{2", r"\unknown{1}"] {
        assert!(matches!(Face::Latex.read(text), Err(Unread::Malformed(_))), "{text}: {:?}", Face::Latex.read(text));
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
    for text in ["2²^3", "2^3²", "2^3^2", "{1, 2 > 1", "{1; 2 > 1}", "(1, 2", "[1, 2", "max(1, 2", "⌊2", "|2", "1 +"]
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

#[test]
fn a_rule_that_is_broken_is_told_as_a_value() {
    let unexpected = |what: &str| Malformed::Unexpected(Some(what.to_owned()));
    for (face, text, rule) in [
        (Face::Line, "1 +", Malformed::Unexpected(None)),
        (Face::Line, "2 + · 3", unexpected("·")),
        (Face::Line, "1.2.3", unexpected("1.2.3")),
        (Face::Line, "x^2^3", Malformed::PowerOfPower),
        (Face::Latex, r"x^{2}^{3}", Malformed::DoubleScript),
        (Face::Latex, r"\foo{1}", unexpected(r"\foo")),
        (Face::Latex, r"\begin{cases}1\end{cases}", Malformed::NoCase),
    ] {
        assert_eq!(face.read(text), Err(Unread::Malformed(rule)), "{text}");
    }
}
