//! Derivatives as a person writes them, and that they are those of the gradient engine.

use proptest::prelude::*;

use super::*;
use crate::machine::Machine;
use crate::ops::Rule as Computed;
use crate::parse::visit;
use crate::render::{line, source};

fn by_x(formula: &str) -> String {
    source(&differentiate(&parse(formula).unwrap(), "x").unwrap_or_else(|e| panic!("{formula}: {e}")).value)
}

#[test]
fn a_derivative_is_written_as_a_person_does() {
    for (formula, derivative) in [
        ("7", "0"),
        ("y", "0"),
        ("x", "1"),
        ("x^2 - 2", "2 * x"),
        ("x^3", "3 * x^2"),
        ("2*x - 6", "2"),
        ("5 - 2*x", "-2"),
        ("x^2 + 3*x - 5", "2 * x + 3"),
        ("x*x", "2 * x"),
        ("x*x*x", "3 * x^2"),
        ("(x - 3)^2", "2 * (x - 3)"),
        ("(3*x + 1)^2", "6 * (3 * x + 1)"),
        ("(x^2 + 1)^3", "6 * x * (x^2 + 1)^2"),
        ("1/x", "-(1 / x^2)"),
        ("x/2", "1 / 2"),
        ("x^2/2", "x"),
        ("x/(x^2 + 1)", "(1 - x^2) / (x^2 + 1)^2"),
        ("exp(x)/(1 + exp(x))", "exp(x) / (1 + exp(x))^2"),
        ("x^2/(x + 1)", "(x^2 + 2 * x) / (x + 1)^2"),
        ("ln(x)/x", "(1 - ln(x)) / x^2"),
        ("exp(x)/(x + y)", "(exp(x) * (x + y) - exp(x)) / (x + y)^2"),
        ("0.5*x^2", "x"),
        ("0.1*x^3", "0.3 * x^2"),
        ("x^-2", "-(2 / x^3)"),
        ("sqrt(x)", "1 / (2 * sqrt(x))"),
        ("x^(1/2)", "1 / (2 * sqrt(x))"),
        ("sqrt(x^2 + 1)", "x / sqrt(x^2 + 1)"),
        ("exp(x)", "exp(x)"),
        ("exp(-x)", "-exp(-x)"),
        ("x*exp(x)", "exp(x) + x * exp(x)"),
        ("exp(x) - 2*x - 1.5", "exp(x) - 2"),
        ("e^(2*x)", "2 * e^(2 * x)"),
        ("2^x", "2^x * ln(2)"),
        ("x^x", "x^x * (ln(x) + 1)"),
        ("x^y", "y * x^(y - 1)"),
        ("ln(x)", "1 / x"),
        ("ln(x^2 + 1)", "2 * x / (x^2 + 1)"),
        ("x^2 - 2 - ln(x)", "2 * x - 1 / x"),
        ("sin(x)", "cos(x)"),
        ("cos(x) - x", "-sin(x) - 1"),
        ("sin(x^2)", "2 * x * cos(x^2)"),
        ("sin(x) - x/2", "cos(x) - 1 / 2"),
        ("x*sin(x)", "sin(x) + x * cos(x)"),
        ("sigmoid(x)", "sigmoid(x) * (1 - sigmoid(x))"),
        ("tanh(x)", "1 - tanh(x)^2"),
        ("tanh(2*x)", "2 * (1 - tanh(2 * x)^2)"),
        ("relu(x)", "where(x > 0, 1, 0)"),
        ("larger(0, x)", "where(x > 0, 1, 0)"),
        ("larger(x^2, 3*x)", "where(x^2 > 3 * x, 2 * x, 3)"),
        ("abs(x)", "where(x > 0, 1, -1)"),
        ("where(x > 1, x^2, 2*x)", "where(x > 1, 2 * x, 2)"),
        ("leaky_relu(x, 0.1)", "where(x > 0, 1, 0.1)"),
        ("-(x + 1)", "-1"),
        ("2*(x - 3)", "2"),
        ("a*x^2 + b*x + c", "2 * a * x + b"),
    ] {
        assert_eq!(by_x(formula), derivative, "{formula}");
    }
}

#[test]
fn what_is_simple_stays_and_what_is_not_becomes_so() {
    for (given, simple) in [
        ("x + x", "2 * x"),
        ("2*x - x*2", "0"),
        ("x/x", "1"),
        ("0*x + 1*y + 0", "y"),
        ("2*3*x*4", "24 * x"),
        ("x^1 * x^2", "x^3"),
        ("1/2 + 1/3", "5 / 6"),
        ("-(-x)", "x"),
        ("x - (y - x)", "2 * x - y"),
        ("sqrt(x)^2", "x"),
        ("ln(1) + exp(0)", "1"),
        ("(x + 1)*(x + 1)", "(x + 1)^2"),
        ("x^0", "1"),
        ("-x^2 + 1", "1 - x^2"),
        ("1/(2*x)*4", "2 / x"),
        ("1/0", "1 / 0"),
        ("0.5*x + x/4", "0.75 * x"),
        ("-(x - 3) + x", "3"),
        ("y - (x + 1)*(-1)", "y + x + 1"),
        ("where(1 + 1 > x + x, x + x, y)", "where(2 > 2 * x, 2 * x, y)"),
        ("where(x > 0 and x + x > 1, x, y)", "where(x > 0 and 2 * x > 1, x, y)"),
    ] {
        assert_eq!(source(&simplify(&parse(given).unwrap())), simple, "{given}");
    }
}

#[test]
fn a_rule_is_named_at_each_step() {
    let derived = differentiate(&parse("x^2*sin(3*x) + 5").unwrap(), "x").unwrap();
    let lines: Vec<String> = derived
        .lines
        .iter()
        .map(|found| {
            let Place::Rule(rule) = found.place else { panic!("{found:?}") };
            format!("{rule:?}: {} = {}", line(&found.expr), line(&Expr::value(found.value.clone())))
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Sum: ∂(x²·sin(3x) + 5)/∂x = ∂(x²·sin(3x))/∂x",
            "Product: ∂(x²·sin(3x))/∂x = sin(3x)·∂(x²)/∂x + x²·∂sin(3x)/∂x",
            "Power: ∂(x²)/∂x = 2x",
            "Chain: ∂sin(3x)/∂x = cos(3x)·∂(3x)/∂x",
        ]
    );
    assert_eq!(line(&derived.value), "2x·sin(3x) + 3x²·cos(3x)".replace("3x²", "3·x²"));
}

#[test]
fn a_function_without_a_rule_is_refused() {
    for formula in ["softmax([x, 1])", "x > 1", "max(x)"] {
        let error = differentiate(&parse(formula).unwrap(), "x").unwrap_err();
        assert_eq!(error.kind.refusal(), Some(&Refusal::NoGradient), "{formula}: {error}");
    }
}

#[test]
fn a_rule_got_wrong_gives_what_comes_of_it() {
    for (formula, name, gives) in [
        ("(2*x + 1)^3", "chain", "3 * (2 * x + 1)^2"),
        ("exp(-x^2)", "chain", "exp(-x^2)"),
        ("e^(2*x)", "chain", "e^(2 * x)"),
        ("x^2*exp(x)", "product", "2 * x * exp(x)"),
        ("x^2/(x + 1)", "quotient", "2 * x"),
        ("x/(x + 1)", "quotient-reversed", "-1 / (x + 1)^2"),
        ("x^3", "power", "3 * x^3"),
        ("x^3 - 2*x", "factor", "x^2 - 2"),
    ] {
        let formula = parse(formula).unwrap();
        let wrong = misderive(&formula, "x", Slip::named(name).unwrap()).unwrap().value;
        let at = |of: &Expr| {
            let mut machine = Machine::new();
            machine.set("x", Value::scalar(1.3));
            machine.evaluate(of).unwrap().as_scalar().unwrap()
        };
        let (got, wanted) = (at(&wrong), at(&parse(gives).unwrap()));
        assert!((got - wanted).abs() < 1e-12, "{name}: {} and not {gives}", source(&wrong));
        assert_ne!(got, at(&differentiate(&formula, "x").unwrap().value), "{name}");
    }
    assert_eq!(Slip::named("sum"), None);
}

/// The derivative of a formula at a point: by rules, and by the gradient engine.
fn both(formula: &Expr, x: f64, y: f64) -> Option<(f64, f64)> {
    let mut machine = Machine::new();
    machine.set("x", Value::scalar(x));
    machine.set("y", Value::scalar(y));
    let engine = machine.evaluate(&Expr::call("grad", vec![formula.clone(), Expr::name("x")])).ok()?.as_scalar()?;
    let derived = differentiate(formula, "x").unwrap().value;
    Some((machine.evaluate(&derived).ok()?.as_scalar()?, engine))
}

/// Every function number by number has a rule, and the rule is its slope.
#[test]
fn every_function_has_its_derivative_as_a_formula() {
    let mut checked = 0;
    for operation in ops::all() {
        let operators = ["add", "sub", "mul", "div", "pow", "neg"];
        let plain = match operation.rule {
            Computed::Elementwise { .. } => true,
            Computed::Binary { slopes, .. } => slopes.is_some(),
            Computed::General { .. } => false,
        };
        if !plain || operators.contains(&operation.name) {
            continue;
        }
        let most = operation.operands.len();
        for count in operation.arity().0..=most {
            let operands = [Expr::name("x"), Expr::name("y")];
            let formula = Expr::call(operation.name, operands[..count].to_vec());
            for (x, y) in [(0.7, 0.3), (1.9, 2.4), (-1.3, 0.2), (-0.4, -2.0)] {
                let Some((rule, engine)) = both(&formula, x, y) else { continue };
                assert!(
                    (rule - engine).abs() <= 1e-12 * (1.0 + engine.abs()),
                    "{} at {x}: {rule}, {engine}",
                    line(&formula)
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 70, "{checked}");
}

fn formula() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        3 => Just(Expr::name("x")),
        1 => Just(Expr::name("y")),
        2 => (1..6_i32).prop_map(number),
        1 => (1..40_i32).prop_map(|tenths| parse(&format!("{}.{}", tenths / 10, tenths % 10)).unwrap()),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        let name = proptest::sample::select(vec![
            "sin", "cos", "exp", "tanh", "sigmoid", "relu", "softplus", "silu", "gelu", "sqrt", "ln", "abs", "elu",
        ]);
        let op =
            proptest::sample::select(vec![BinaryOp::Add, BinaryOp::Sub, BinaryOp::Mul, BinaryOp::Mul, BinaryOp::Div]);
        prop_oneof![
            (op, inner.clone(), inner.clone()).prop_map(|(op, a, b)| a.with(op, b)),
            (inner.clone(), -2..4_i32).prop_map(|(a, n)| power(a, if n < 0 { minus(number(-n)) } else { number(n) })),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| power(sum(number(1), function("abs", a)), b)),
            inner.clone().prop_map(minus),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Expr::call("larger", vec![a, b])),
            (name, inner).prop_map(|(name, x)| function(name, x)),
        ]
    })
}

/// Whether doubles tell the value of a formula apart from that of one that is written otherwise: sin(2·10⁸) is all noise
/// in its last digits.
fn is_told_apart(formula: &Expr, machine: &mut Machine) -> bool {
    let mut parts = Vec::new();
    visit(formula, &mut |part| parts.push(part.clone()));
    parts.iter().all(|part| {
        let value = machine.evaluate(part).ok().and_then(|value| value.as_scalar());
        value.is_none_or(|value| value.abs() < 1e6)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn rules_and_gradients_agree(formula in formula(), x in -2.0..2.0_f64, y in 0.1..2.0_f64) {
        let mut machine = Machine::new();
        machine.set("x", Value::scalar(x));
        machine.set("y", Value::scalar(y));
        prop_assume!(is_told_apart(&formula, &mut machine));
        if let Some((rule, engine)) = both(&formula, x, y) {
            prop_assume!(engine.abs() < 1e6);
            prop_assert!((rule - engine).abs() <= 1e-7 * (1.0 + engine.abs()), "{}: {rule}, {engine}", line(&formula));
        }
    }

    #[test]
    fn a_simplified_formula_has_the_same_value(formula in formula(), x in -2.0..2.0_f64, y in 0.1..2.0_f64) {
        let mut machine = Machine::new();
        machine.set("x", Value::scalar(x));
        machine.set("y", Value::scalar(y));
        prop_assume!(is_told_apart(&formula, &mut machine));
        let value = |machine: &mut Machine, e: &Expr| machine.evaluate(e).ok().and_then(|v| v.as_scalar());
        if let Some(before) = value(&mut machine, &formula).filter(|v| v.abs() < 1e6) {
            let simple = simplify(&formula);
            let after = value(&mut machine, &simple);
            prop_assert!(
                after.is_some_and(|after| (after - before).abs() <= 1e-7 * (1.0 + before.abs())),
                "{} → {}: {before}, {after:?}", line(&formula), line(&simple)
            );
        }
    }
}

#[test]
fn what_has_no_rule_is_called_by_what_is_typed() {
    for (formula, sign) in [("x @ y", "@"), ("x[1]", "index"), ("[x, 1]", "list"), ("-(x.a)", "field"), ("x > 1", ">")]
    {
        let error = differentiate(&parse(formula).unwrap(), "x").unwrap_err();
        let expected = Refusal::NoGradient.by(sign);
        assert_eq!(error.kind, expected, "{formula}");
    }
}

#[test]
fn a_number_that_was_put_in_is_simplified_like_one_that_is_written() {
    let two = || Expr::value(Value::Number(2.0));
    let product = two().with(BinaryOp::Mul, Expr::name("x")).with(BinaryOp::Mul, two());
    assert_eq!(source(&simplify(&product)), "4 * x");
}

#[test]
fn a_formula_given_as_a_value_is_differentiated_like_any() {
    let given = Expr::value(Value::Formula(Arc::new(parse("x^2 + 3").unwrap())));
    assert_eq!(line(&differentiate(&given, "x").unwrap().value), "2x");
}

#[test]
fn a_function_of_the_variable_alone_needs_no_chain_and_one_whose_other_operand_varies_has_no_rule() {
    let rules = |formula: &str| -> Vec<String> {
        let derived = differentiate(&parse(formula).unwrap(), "x").unwrap();
        derived.lines.iter().map(|line| format!("{:?}", line.place)).collect()
    };
    assert_eq!(rules("sin(x)"), ["Rule(Standard)"]);
    assert_eq!(rules("sin(2*x)"), ["Rule(Chain)"]);
    assert_eq!(rules("leaky_relu(x, 0.1)"), ["Rule(Standard)"]);
    for formula in ["leaky_relu(2*x, x)", "leaky_relu(x, x)"] {
        let error = differentiate(&parse(formula).unwrap(), "x").unwrap_err();
        assert_eq!(error.kind.refusal(), Some(&Refusal::NoGradient), "{formula}");
    }
}
