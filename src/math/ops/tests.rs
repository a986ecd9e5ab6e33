//! What every operation promises.

use proptest::prelude::*;

use super::*;
use crate::error::MathErrorKind;
use crate::expr::{Expr, ExprKind};
use crate::machine::Machine;
use crate::parse::parse;

/// The operation of an example and its operands as they are written.
fn written(source: &str) -> (&'static Operation, Vec<Expr>) {
    let expr = parse(source).unwrap();
    let (name, operands) = match &expr.kind {
        ExprKind::Call(name, operands) => (name.to_string(), operands.clone()),
        ExprKind::Unary(op, x) => (op.operation().to_owned(), vec![(**x).clone()]),
        ExprKind::Binary(op, x, y) => (op.operation().unwrap().to_owned(), vec![(**x).clone(), (**y).clone()]),
        ExprKind::Index(base, indices) => {
            ("item".to_owned(), std::iter::once((**base).clone()).chain(indices.iter().cloned()).collect())
        }
        other => panic!("{source} is no use of an operation: {other:?}"),
    };
    (find(&name).unwrap(), operands)
}

/// The same with its operands as constant values.
fn example(source: &str) -> (&'static Operation, Vec<Value>) {
    let (operation, operands) = written(source);
    (operation, operands.iter().map(|e| Machine::new().evaluate(e).unwrap()).collect())
}

/// Σ weights·op(operands), with the operand at `index` moved by `move_by` at `place`.
fn weighted(operation: &Operation, operands: &[Value], index: usize, place: usize, move_by: f64) -> f64 {
    let mut moved = operands.to_vec();
    let mut x = moved[index].as_tensor().unwrap().to_owned();
    *x.iter_mut().nth(place).unwrap() += move_by;
    moved[index] = x.into();
    let out = operation.evaluate(&moved).unwrap().as_tensor().unwrap();
    out.iter().enumerate().map(|(i, y)| weight(i) * y).sum()
}

fn weight(i: usize) -> f64 {
    1.0 + 0.37 * i as f64
}

#[test]
fn names_are_unique_and_every_operation_has_an_example() {
    let mut names: Vec<_> = all().map(|o| o.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for operation in all() {
        assert!(!operation.examples.is_empty(), "{} has no example", operation.name);
        assert!(!operation.about.is_empty());
        for source in operation.examples {
            assert_eq!(written(source).0.name, operation.name, "{source}");
        }
    }
}

/// Those that are computed from values.
fn of_values() -> impl Iterator<Item = &'static Operation> {
    all().filter(|operation| !operation.form.is_some_and(Form::is_of_formulas))
}

#[test]
fn what_looks_at_formulas_refuses_values() {
    let refused: Vec<&str> = all()
        .filter(|operation| {
            let number = Value::scalar(1.0);
            let operands = vec![number.clone(); operation.arity().0];
            operation.form.is_some_and(Form::is_of_formulas)
                && matches!(operation.evaluate(&operands), Err(Refusal::Type { .. }))
        })
        .map(|operation| operation.name)
        .collect();
    assert_eq!(refused, ["grad", "derivative", "at"]);
    assert_eq!(parse("where(x, 1, 2)").unwrap().form(), Some(Form::Cases));
}

#[test]
fn what_is_exact_is_what_the_function_gives() {
    let mut checked = 0;
    for operation in all() {
        for (at, value) in operation.exact {
            assert_eq!(
                operation.evaluate(&[Value::scalar(*at as f64)]),
                Ok(Value::scalar(*value as f64)),
                "{}",
                operation.name
            );
            checked += 1;
        }
    }
    assert!(checked > 8, "{checked}");
}

#[test]
fn the_shape_rule_agrees_with_the_result() {
    for operation in of_values() {
        for source in operation.examples {
            let (_, operands) = example(source);
            let value = operation.evaluate(&operands).unwrap_or_else(|e| panic!("{source}: {e}"));
            assert_eq!(operation.shape(&operands).unwrap(), value.shape(), "{source}");
        }
    }
}

#[test]
fn every_gradient_agrees_with_central_differences() {
    const STEP: f64 = 1e-5;
    let mut checked = 0;
    for operation in of_values() {
        for source in operation.examples {
            let (_, operands) = example(source);
            let result = operation.evaluate(&operands).unwrap();
            let Some(out) = result.as_tensor() else { continue };
            let upstream = Value::tensor(out.shape(), (0..out.len()).map(weight).collect()).unwrap();
            let upstream = upstream.as_tensor().unwrap();
            let gradients = match operation.gradient(&operands, &result, &upstream) {
                Ok(gradients) => gradients,
                Err(Refusal::NoGradient) => continue,
                Err(other) => panic!("{source}: {other}"),
            };
            for (index, gradient) in gradients.iter().enumerate() {
                let Some(gradient) = gradient else { continue };
                assert_eq!(gradient.shape(), operands[index].shape(), "{source}: shape of gradient {index}");
                for (place, slope) in gradient.iter().enumerate() {
                    let up = weighted(operation, &operands, index, place, STEP);
                    let down = weighted(operation, &operands, index, place, -STEP);
                    let expected = (up - down) / (2.0 * STEP);
                    assert!(
                        (slope - expected).abs() <= 1e-6 * (1.0 + expected.abs()),
                        "{source}: by operand {index}, entry {place}: {slope} and {expected}"
                    );
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 150, "only {checked} entries were compared");
}

#[test]
fn activations_are_finite_up_to_a_thousand() {
    for name in
        ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "swish", "selu", "hard_sigmoid"]
    {
        for x in [-1000.0, -745.0, -30.0, -1e-9, 0.0, 1e-9, 30.0, 745.0, 1000.0] {
            for function in ["apply", "slope"] {
                let value = find(function).unwrap().evaluate(&[Value::Text(name.into()), Value::scalar(x)]);
                assert!(value.is_ok(), "{function}({name}, {x}): {value:?}");
            }
        }
    }
}

#[test]
fn a_kink_takes_the_left_derivative() {
    let slope = |name: &str| {
        find("slope").unwrap().evaluate(&[Value::Text(name.into()), Value::scalar(0.0)]).unwrap().as_scalar().unwrap()
    };
    assert_eq!((slope("relu"), slope("leaky_relu"), slope("elu")), (0.0, 0.1, 1.0));
}

/// The derivative of a formula of x (and y, a constant) by x, or by what `by` names.
fn derivative(source: &str, by: &str, x: f64, y: f64) -> Result<f64, MathErrorKind> {
    let mut machine = Machine::new();
    machine.set("x", Value::scalar(x));
    machine.set("y", Value::scalar(y));
    let gradient = machine.evaluate(&Expr::call("grad", vec![parse(source).unwrap(), Expr::name(by)]));
    gradient.map(|value| value.as_scalar().unwrap()).map_err(|error| error.kind)
}

#[test]
fn kinks_are_alike_however_they_are_written() {
    for source in ["larger(0, x)", "larger(x, 0)", "relu(x)", "larger(x, y)", "larger(y, x)"] {
        assert_eq!(derivative(source, "x", 0.0, 0.0), Ok(0.0), "{source}");
    }
    for (source, slope) in [("abs(x)", -1.0), ("smaller(x, 0)", 1.0), ("smaller(0, x)", 1.0)] {
        assert_eq!(derivative(source, "x", 0.0, 0.0), Ok(slope), "{source}");
    }
    for source in ["larger(x, x)", "smaller(x, x)"] {
        assert_eq!(derivative(source, "x", 0.0, 0.0), Ok(1.0), "{source} is x");
    }
    assert_eq!(derivative("larger(x^2, 2*x)", "x", 3.0, 0.0), Ok(6.0));
    assert_eq!(derivative("smaller(x^2, 2*x)", "x", 3.0, 0.0), Ok(2.0));
}

#[test]
fn a_derivative_that_does_not_exist_is_refused() {
    let refused = Err(Refusal::NoSlope.by("grad"));
    for (source, by, x, y) in [
        ("x^y", "y", -2.0, 3.0),
        ("x^y", "y", 0.0, -0.0),
        ("x^x", "x", -2.0, 0.0),
        ("x^x", "x", 0.0, 0.0),
        ("sqrt(x)", "x", 0.0, 0.0),
        ("x^(1/3)", "x", 0.0, 0.0),
    ] {
        assert_eq!(derivative(source, by, x, y), refused, "{source} by {by} at x = {x}, y = {y}");
    }
    assert_eq!(derivative("x^y", "x", -2.0, 3.0), Ok(12.0));
    assert_eq!(derivative("x^y", "y", 0.0, 3.0), Ok(0.0));
    assert_eq!(derivative("x^2", "x", 0.0, 0.0), Ok(0.0));
}

#[test]
fn an_operation_is_called_as_it_is_written() {
    for (source, called) in [
        ("[1,2] + [1,2,3]", "+"),
        ("[1,2] @ [1,2,3]", "@"),
        ("not 1", "not"),
        ("min([], 1)", "min"),
        ("min([1,2], 5)", "min"),
        ("cols(1, 1, 1)", "cols"),
        ("1 and 2", "and"),
    ] {
        let error = Machine::new().evaluate(&parse(source).unwrap()).unwrap_err();
        let MathErrorKind::Refused { operation, .. } = error.kind else { panic!("{source}: {error}") };
        assert_eq!(operation, called, "{source}");
    }
}

#[test]
fn what_looks_at_sides_alone_has_no_part_in_a_gradient() {
    let mut machine = Machine::new();
    machine.set("s", Value::vector(vec![1.0, 2.0, 3.0]));
    let gradient = |source: &str, machine: &mut Machine| machine.evaluate(&parse(source).unwrap()).unwrap();
    assert_eq!(gradient("grad(sum(s * onehot(1, len(s))), s)", &mut machine), Value::vector(vec![0.0, 1.0, 0.0]));
    assert_eq!(gradient("grad(dim(s, 1) + rank(s), s)", &mut machine), Value::vector(vec![0.0; 3]));
}

/// Against mpmath at 50 digits.
#[test]
fn small_values_keep_their_digits() {
    let near = |source: &str, expected: f64| {
        let value = Machine::new().evaluate(&parse(source).unwrap()).unwrap().as_scalar().unwrap();
        assert!((value / expected - 1.0).abs() < 1e-13, "{source}: {value}, not {expected}");
    };
    near("slope(\"tanh\", 15)", 3.743_049_187_535_369e-13);
    near("slope(\"tanh\", 20)", 1.699_341_702_116_635e-17);
    near("slope(\"tanh\", -0.5)", 0.786_447_732_965_927_4);
    near("log_softmax([1000030, 1000000])[1]", -9.357_622_968_839_737e-14);
    near("log_softmax([1000020, 1000000])[1]", -2.061_153_620_314_381e-9);
    near("log_softmax([1, 2, 3])[1]", -2.407_605_964_444_38);
}

proptest! {
    #[test]
    fn operations_refuse_odd_operands_without_panicking(
        at in 0..1000_usize,
        shapes in proptest::collection::vec(proptest::collection::vec(0..4_usize, 0..4), 0..5),
    ) {
        let operations: Vec<_> = all().collect();
        let operation = operations[at % operations.len()];
        let operands: Vec<Value> = shapes
            .iter()
            .map(|shape| Value::tensor(shape, (0..shape.iter().product()).map(|i| i as f64 - 1.0).collect()).unwrap())
            .collect();
        if let (Ok(_), Ok(value)) = (operation.shape(&operands), operation.evaluate(&operands))
            && let Some(out) = value.as_tensor()
        {
            let _ = operation.gradient(&operands, &value, &out);
            if let Some(explain) = operation.explain {
                explain(&operands, &value);
            }
        }
    }

    #[test]
    fn a_random_expression_has_the_gradient_of_central_differences(
        a in 0.2..2.0_f64, b in -2.0..2.0_f64, picks in proptest::collection::vec(0..8_usize, 1..6),
    ) {
        let mut source = "x".to_owned();
        for pick in picks {
            source = match pick {
                0 => format!("tanh({source} + {a})"),
                1 => format!("sigmoid({source}) * x"),
                2 => format!("({source} - {b})^2"),
                3 => format!("sin({source})"),
                4 => format!("{source} / ({a} + 1)"),
                5 => format!("softplus(-({source}))"),
                6 => format!("exp(tanh({source}))"),
                _ => format!("{source} + x * {b}"),
            };
        }
        let at = |x: f64| {
            let mut machine = Machine::new();
            machine.set("x", Value::scalar(x));
            machine.evaluate(&parse(&source).unwrap()).unwrap().as_scalar().unwrap()
        };
        let mut machine = Machine::new();
        machine.set("x", Value::scalar(a));
        let slope = machine.evaluate(&Expr::call("grad", vec![parse(&source).unwrap(), Expr::name("x")])).unwrap();
        let central = |h: f64| (at(a + h) - at(a - h)) / (2.0 * h);
        let (expected, wider) = (central(1e-5), central(2e-5));
        // Where the curve bends wildly, halving the step says how much of the difference is the step's.
        let tolerance = 1e-4 * (1.0 + expected.abs()) + 2.0 * (expected - wider).abs();
        prop_assume!(tolerance < 0.1 * (1.0 + expected.abs()));
        let slope = slope.as_scalar().unwrap();
        prop_assert!((slope - expected).abs() <= tolerance, "{source} at {a}: {slope} and {expected}");
    }
}

#[test]
fn what_counts_looks_at_sides_alone_and_what_is_a_share_lies_between_0_and_1() {
    let with = |what| all().filter(move |operation| operation.is(what));
    for operation in with(Trait::Count) {
        assert!(operation.of_sides && operation.told == Told::Counted, "{}", operation.name);
    }
    let numbers = Value::vector(vec![3.0, -2.0, 0.5]);
    for operation in with(Trait::Share) {
        let shares = operation.evaluate(std::slice::from_ref(&numbers)).unwrap().as_tensor().unwrap();
        assert!(shares.iter().all(|x| (0.0..=1.0).contains(x)), "{}", operation.name);
        assert!(!operation.is(Trait::NoShare), "{}", operation.name);
    }
    // A mean is what is there once, however often; a sum is not.
    let (once, twice) = (Value::vector(vec![2.0, 4.0]), Value::vector(vec![2.0, 4.0, 2.0, 4.0]));
    let of = |operation: &Operation, of: &Value| operation.evaluate(std::slice::from_ref(of)).unwrap();
    for operation in with(Trait::Mean).filter(|operation| operation.operands[0] == "x") {
        assert_eq!(of(operation, &once), of(operation, &twice), "{}", operation.name);
    }
    for operation in with(Trait::Sum) {
        assert_ne!(of(operation, &once), of(operation, &twice), "{}", operation.name);
    }
    for what in [Trait::Logarithm, Trait::Sum, Trait::Mean, Trait::Count, Trait::Share, Trait::NoShare] {
        assert!(with(what).next().is_some(), "{what:?}");
    }
}
