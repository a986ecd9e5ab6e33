//! The language as a whole.

use super::*;

fn machine(values: &[(&str, Value)]) -> Machine {
    let mut machine = Machine::tracing();
    for (name, value) in values {
        machine.set(name, value.clone());
    }
    machine
}

fn scalar(machine: &mut Machine, source: &str) -> f64 {
    machine.evaluate(&parse(source).unwrap()).unwrap().as_scalar().unwrap()
}

#[test]
fn the_size_of_a_convolution_is_worked_out_line_by_line() {
    let mut machine = machine(&[
        ("N_0", Value::Pair([32.0, 32.0])),
        ("F", Value::Pair([5.0, 5.0])),
        ("P", Value::Pair([2.0, 2.0])),
        ("S", Value::Pair([1.0, 1.0])),
    ]);
    let step = machine.step(&parse_binding("N_1 = floor((N_0 + 2*P - F) / S) + 1").unwrap(), false).unwrap();
    assert_eq!(step.value, Value::Pair([32.0, 32.0]));
    assert_eq!(step.reductions.len(), 4, "2*2, the sum, the quotient, the floor");
    assert_eq!(machine.get("N_1"), Some(Value::Pair([32.0, 32.0])));
}

#[test]
fn a_recurrence_reads_what_it_wrote_a_turn_before() {
    let mut machine = machine(&[("x", Value::vector(vec![1.0, 2.0, 3.0])), ("h0", Value::scalar(10.0))]);
    machine.bind(&parse_binding("h[0] = h0").unwrap()).unwrap();
    for t in 1..=3 {
        machine.set("t", Value::scalar(f64::from(t)));
        machine.bind(&parse_binding("h[t] = h[t-1] / 2 + x[t]").unwrap()).unwrap();
    }
    assert_eq!(machine.get("h"), Some(Value::vector(vec![6.0, 5.0, 5.5])), "the initial state is no part of it");
    assert_eq!(scalar(&mut machine, "grad(h[3], h0)"), 0.125);
}

#[test]
fn a_gradient_walks_through_earlier_steps() {
    let mut machine = machine(&[("x", (-2.0).into()), ("y", 5.0.into()), ("z", (-4.0).into())]);
    machine.bind(&parse_binding("q = x + y").unwrap()).unwrap();
    machine.bind(&parse_binding("f = q * z").unwrap()).unwrap();
    assert_eq!(["x", "y", "z", "q"].map(|v| scalar(&mut machine, &format!("grad(f, {v})"))), [-4.0, -4.0, 3.0, -4.0]);
    let step = machine.step(&parse_binding("d = grad(f, x)").unwrap(), true).unwrap();
    assert_eq!(step.inside.len(), 2, "one link to q, one to x: {:?}", step.inside);
}

#[test]
fn weights_of_each_layer_have_gradients_of_their_own() {
    let w = Value::List(vec![Value::vector(vec![1.0, 2.0]), Value::vector(vec![3.0])]);
    let mut machine = machine(&[("W", w)]);
    machine.bind(&parse_binding("L = sum(W[1]) * sum(W[2])").unwrap()).unwrap();
    let gradient = machine.evaluate(&parse("grad(L, W[1])").unwrap()).unwrap();
    assert_eq!(gradient, Value::vector(vec![3.0, 3.0]));
}

#[test]
fn a_formula_given_as_a_value_is_evaluated_in_its_place() {
    let mut machine = machine(&[("f", Value::Formula(parse("x^2 + 3*x").unwrap().into()))]);
    machine.set("x", Value::scalar(2.0));
    assert_eq!(scalar(&mut machine, "at(f, x)"), 10.0);
    assert_eq!(scalar(&mut machine, "grad(at(f, x), x)"), 7.0);
    assert_eq!(scalar(&mut machine, "at(f, 2 + 0)"), 10.0);
}

#[test]
fn a_formula_of_another_name_or_of_no_number_is_refused() {
    for (source, wrong) in [("y^2", "nothing is called y"), ("x > 0", "the formula comes to truth, not to a number")] {
        let mut machine = machine(&[("f", Value::Formula(parse(source).unwrap().into())), ("x", Value::scalar(2.0))]);
        let error = machine.evaluate(&parse("at(f, x)").unwrap()).unwrap_err();
        assert_eq!(error.to_string(), wrong);
    }
}

#[test]
fn a_shape_error_names_the_operation_both_shapes_and_the_place() {
    let mut machine = machine(&[("A", Value::tensor(&[2, 3], vec![0.0; 6]).unwrap())]);
    let error = machine.evaluate(&parse("1 + A @ A").unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "@: shapes [2, 3] and [2, 3] do not go together");
    assert_eq!((error.span.start, error.span.end), (4, 9));
}

#[test]
fn errors_suggest_the_near_name() {
    let mut machine = machine(&[("momentum", 1.0.into())]);
    let error = machine.evaluate(&parse("momentun + 1").unwrap()).unwrap_err();
    assert!(matches!(error.kind, MathErrorKind::UnknownName { near: Some(near), .. } if &*near == "momentum"));
    let error = machine.evaluate(&parse("flor(2)").unwrap()).unwrap_err();
    assert!(matches!(error.kind, MathErrorKind::UnknownFunction { near: Some("floor"), .. }));
}

#[test]
fn cost_is_bounded_before_it_is_paid() {
    use limits::Bound;
    let limit = |source: &str| Machine::new().evaluate(&parse(source).unwrap()).unwrap_err().kind;
    assert_eq!(limit("zeros(100000, 100000)"), MathErrorKind::Limit(Bound::Elements));
    assert_eq!(limit("zeros(9000000000000, 9000000000000)"), MathErrorKind::Limit(Bound::Elements));
    assert_eq!(limit("zeros(3000,3000) @ zeros(3000,3000)"), MathErrorKind::Limit(Bound::Work));
    let mut machine = machine(&[("f", Value::Formula(parse("f + 1").unwrap().into()))]);
    let error = machine.evaluate(&parse("f").unwrap()).unwrap_err();
    assert_eq!(error.kind, MathErrorKind::Limit(Bound::Nesting));
}

#[test]
fn what_is_not_finite_is_an_error() {
    for source in ["1/0", "ln(0)", "sqrt(-1)", "exp(1000)"] {
        let error = Machine::new().evaluate(&parse(source).unwrap()).unwrap_err();
        assert_eq!(error.kind.refusal(), Some(&Refusal::NotFinite), "{source}");
    }
}

#[test]
fn a_masked_softmax_has_zeros_and_a_finite_gradient() {
    let mut machine = machine(&[("s", Value::vector(vec![1.0, 2.0, 3.0]))]);
    let weights = machine.evaluate(&parse("softmax(s, [1,1,0])").unwrap()).unwrap();
    assert_eq!(weights.as_tensor().unwrap()[2], 0.0);
    let gradient = machine.evaluate(&parse("grad(sum(softmax(s, [1,1,0])^2), s)").unwrap()).unwrap();
    assert!(gradient.is_finite());
}

#[test]
fn a_convolution_shows_each_window() {
    let mut machine = Machine::tracing();
    let step = machine.step(&parse_binding("y = convolve([[1,2],[3,4]], [[1,1]])").unwrap(), true).unwrap();
    assert_eq!(step.inside.len(), 2);
    assert_eq!(step.inside[1].value, Value::scalar(7.0));
    assert!(matches!(step.inside[1].place, Place::Window { channel: None, row: 2, column: 1 }));
}

proptest::proptest! {
    #[test]
    fn a_traced_step_has_the_value_of_plain_evaluation(source in "[xy]([-+*/^][1-9xy]){0,6}", x in 0.5..3.0_f64, y in 0.5..3.0_f64) {
        let values = [("x", Value::scalar(x)), ("y", Value::scalar(y))];
        let plain = machine(&values).evaluate(&parse(&source).unwrap());
        let traced = machine(&values).step(&parse_binding(&format!("z = {source}")).unwrap(), true).map(|s| s.value);
        proptest::prop_assert_eq!(plain.ok(), traced.ok());
    }
}
