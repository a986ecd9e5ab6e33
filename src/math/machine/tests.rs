//! What a machine tells of a step: its formula, the formula with values put in, the way to the value.

use super::*;
use crate::parse::{parse, parse_binding};
use crate::render::line;

/// The last of the steps, with the machine that took them.
fn last(steps: &str) -> (Machine, Step) {
    let mut machine = Machine::tracing();
    let taken = steps.split("; ").map(|step| {
        let binding = parse_binding(step).unwrap();
        machine.step(&binding, true).unwrap_or_else(|error| panic!("{step}: {error}"))
    });
    let step = taken.last().unwrap();
    (machine, step)
}

#[test]
fn a_step_is_told_by_its_formula_and_the_numbers_in_it() {
    for (steps, formula, substituted) in [
        ("A = [[1,2],[3,4]]; B = [[5,6],[7,8]]; y = A * B", "A ⊙ B", "[[1, 2]; [3, 4]] ⊙ [[5, 6]; [7, 8]]"),
        ("A = [1,2]; b = 2; y = A * b", "A·b", "[1, 2]·2"),
        ("A = [1,2]; b = 2; y = b * A", "b·A", "2·[1, 2]"),
        ("A = [[1,2],[3,4]]; b = [5,6]; y = (A @ b) * b", "A b ⊙ b", "[[1, 2]; [3, 4]] [5, 6] ⊙ [5, 6]"),
        ("a = [1,2]; b = [5,6]; y = (a @ b) * b", "a b·b", "[1, 2] [5, 6]·[5, 6]"),
        ("A = [1,2]; b = 3; y = relu(A) * (b + A)", "ReLU(A) ⊙ (b + A)", "ReLU([1, 2]) ⊙ (3 + [1, 2])"),
        ("A = [[1,2],[3,4]]; y = -A * A[1]", "(−A) ⊙ A₁", "(−[[1, 2]; [3, 4]]) ⊙ [1, 2]"),
        ("A = [1,2]; y = larger(A, 0) * A", "max(A, 0) ⊙ A", "max([1, 2], 0) ⊙ [1, 2]"),
        ("A = [1,2]; L = sum(A*A); y = grad(L, A) * A", "∂L/∂A ⊙ A", "∂L/∂A ⊙ [1, 2]"),
        // How many there are is told by the number, a function by the name that was chosen.
        ("A = [1,2,3]; y = sum(A) / len(A)", "Σ(A)/3", "Σ([1, 2, 3])/3"),
        ("f = \"tanh\"; x = 0; y = apply(f, x) + slope(f, x)", "tanh(x) + tanh′(x)", "tanh(0) + tanh′(0)"),
        // Sides that differ are written out.
        ("a = pair(3,4); y = area(a) + 1", "height(a)·width(a) + 1", "3·4 + 1"),
        ("a = pair(3,3); y = area(a) + 1", "a·a + 1", "3·3 + 1"),
        // A switch or a choice is settled; what hangs on a number is shown.
        ("p = 1 == 2; x = 4; y = where(p, x, 2*x)", "2x", "2·4"),
        ("k = \"a\"; x = 4; y = where(k == \"a\", x, 2*x)", "x", "4"),
        ("k = 3; x = 4; y = where(k == 3, x, 2*x)", "{x, k = 3; 2x, k ≠ 3}", "{4, 3 = 3; 2·4, 3 ≠ 3}"),
        // What only lays numbers out stands as it came out.
        ("x = 2; y = zeros(2) + x", "zeros(2) + x", "[0, 0] + 2"),
        ("x = 3; y = ones(1) * x", "ones(1)·x", "1·3"),
        ("k = [1,2,3]; t = 2; y = k[t] + k[t-1]", "kₜ + kₜ₋₁", "2 + 1"),
        ("W = [[1,2],[3,4]]; y = W[2,1] * 3", "W[2,1]·3", "3·3"),
        ("h[0] = 5; h[1] = 2*h[0]; y = h[1] - h[0]", "h₁ − h₀", "10 − 5"),
    ] {
        let (_, step) = last(steps);
        assert_eq!((line(&step.formula), line(&step.substituted)), (formula.into(), substituted.into()), "{steps}");
    }
}

#[test]
fn the_way_to_a_value_does_every_innermost_operation_at_once() {
    for (steps, way) in [
        ("x = 2; y = (x + 1)*(x - 1)/(x*x)", &["3·1/4", "3/4"][..]),
        ("x = 2; y = floor(x/3) + 1", &["⌊0.666667⌋ + 1", "0 + 1"]),
        ("x = 2; y = 2*x + 3*x", &["4 + 6"]),
        ("x = 2; y = x + 3 - x", &[]),
        ("x = 2; y = 2*x*3", &[]),
        ("x = 2; y = x - 3*x", &["2 − 6"]),
        ("x = 5; y = -x^2", &["−25"]),
        ("p = 1 == 1; y = p and not (1 == 2)", &["true ∧ ¬false", "true ∧ true"]),
        ("A = [[1,2],[3,4]]; b = [5,6]; y = (A @ b) * b", &["[17, 39] ⊙ [5, 6]"]),
        ("x = 3; y = where(x > 2, x^2, -x) + 1", &["9 + 1"]),
        ("x = 1; y = where(x > 2, x^2, -x) + 1", &["−1 + 1"]),
        ("x = 1; y = [x + 1, 2*x] * 3", &["[2, 2]·3"]),
        ("x = 1; y = [x + 1, 2*x][1] + 1", &["[2, 2]₁ + 1", "2 + 1"]),
        ("x = 1; y = [1, 2][2] + x", &["2 + 1"]),
        // A matrix of more than sixteen numbers is not written on the way, nor is a value on it.
        ("A = ones(17, 1); y = sum(2*A) + 1", &[]),
        ("A = ones(16, 1); y = sum(2*A)", &["Σ([[2]; [2]; [2]; [2]; …; [2]])"]),
    ] {
        let (_, step) = last(steps);
        assert_eq!(step.reductions.iter().map(line).collect::<Vec<_>>(), way, "{steps}");
    }
}

#[test]
fn the_graph_of_a_value_holds_what_it_was_made_of_and_nothing_else() {
    let (machine, _) = last("a = 1; b = a + 1; unused = b * 5; c = b * 3");
    let graph: Vec<_> = machine.graph("c").iter().map(|node| line(&node.expr)).collect();
    assert_eq!(graph, ["1 + 1", "2·3"]);
    assert_eq!(machine.graph("nothing"), []);
}

#[test]
fn a_name_is_bound_changed_and_forgotten() {
    let (mut machine, _) = last("a = [1,2]; h[1] = 4; h[2] = 5; L = sum(a*a) + h[2]");
    assert!(machine.knows("a") && !machine.knows("b"));
    assert_eq!(machine.get_item("h", 2), Some(Value::scalar(5.0)));
    assert_eq!((machine.get_item("h", 3), machine.get_item("a", 1)), (None, None));
    machine.amend("h", Value::scalar(7.0));
    assert_eq!(machine.get("h"), Some(Value::vector(vec![4.0, 7.0])), "the last of a sequence is amended");
    machine.amend("a", Value::vector(vec![3.0, 0.0]));
    let gradient = machine.evaluate(&parse("grad(L, a)").unwrap()).unwrap();
    assert_eq!(gradient, Value::vector(vec![6.0, 0.0]), "a gradient sees what was amended");
    machine.unset("a");
    assert!(!machine.knows("a") && machine.knows("h"));
}

#[test]
fn a_formula_given_as_a_value_is_a_function() {
    let with = |formula: &str| {
        let mut machine = Machine::tracing();
        machine.set("f", Value::Formula(parse(formula).unwrap().into()));
        machine.set("x", Value::scalar(3.0));
        machine.set("u", Value::vector(vec![4.0, 5.0]));
        machine
    };
    let value = |formula: &str, source: &str| with(formula).evaluate(&parse(source).unwrap());
    assert_eq!(value("x^2 + 1", "at(f, x)"), Ok(Value::scalar(10.0)));
    assert_eq!(value("x^2 + 1", "at(f, 2)"), Ok(Value::scalar(5.0)));
    assert_eq!(value("u^2 + 1", "at(f, u[2])"), Ok(Value::scalar(26.0)));
    assert_eq!(value("z^2 + 1", "at(f, 2) + x"), Ok(Value::scalar(8.0)));
    assert_eq!(value("7", "at(f, 2)"), Ok(Value::scalar(7.0)));
    assert!(value("z^2", "at(f, x)").is_err(), "the formula is of z, not of x");
    assert!(value("z^2", "at(f, u[1])").is_err());
    assert!(value("y*z", "at(f, 2)").is_err(), "of two variables none is meant");
    let told = |formula: &str, source: &str| {
        let step = with(formula).step(&parse_binding(&format!("r = {source}")).unwrap(), false).unwrap();
        (line(&step.formula), line(&step.substituted))
    };
    assert_eq!(told("x^2 + 1", "at(f, x)"), ("f(x)".into(), "3² + 1".into()));
    assert_eq!(told("x^2 + 1", "derivative(f)"), ("∂f/∂x".into(), "∂(x² + 1)/∂x".into()));
    assert_eq!(told("x^2*y", "derivative(f, y)"), ("∂f/∂y".into(), "∂(x²·y)/∂y".into()));
    let derived = |formula: &str, source: &str| value(formula, source).map(|value| line(&crate::Expr::value(value)));
    assert_eq!(derived("x^2 + x", "derivative(f)"), Ok("2x + 1".into()));
    assert_eq!(derived("x^2*y", "derivative(f, y)"), Ok("x²".into()));
    assert!(derived("x*y", "derivative(f)").is_err(), "of two variables none is meant");
    assert!(derived("x*y", "derivative(f, 2)").is_err());
}

#[test]
fn what_is_not_asked_for_is_not_worked_out() {
    let value = |source: &str| Machine::new().evaluate(&parse(source).unwrap());
    for (source, truth) in [
        ("1 == 1 or 1/0 > 1", true),
        ("1 == 2 or 1 == 1", true),
        ("1 == 2 and 1/0 > 1", false),
        ("1 == 1 and 1 == 2", false),
        ("1 == 1 and 1 == 1", true),
    ] {
        assert_eq!(value(source), Ok(Value::Truth(truth)), "{source}");
    }
    assert_eq!(value("where(1 == 1, 2, 1/0)"), Ok(Value::scalar(2.0)));
    assert_eq!(value("where(1 == 2, 1/0, 3)"), Ok(Value::scalar(3.0)));
    assert!(value("where([1, 0], 1/0, 3)").is_err(), "number by number both are");
}

#[test]
fn a_sequence_is_asked_by_whole_places_that_it_has() {
    let refused = |index: &str| {
        let (mut machine, _) = last("h[2] = 4; h[3] = 5");
        let error = machine.evaluate(&parse(&format!("h[{index}]")).unwrap()).unwrap_err();
        let MathErrorKind::Refused { why, .. } = error.kind else { panic!("{index}: {error}") };
        why
    };
    assert_eq!(refused("4"), Refusal::Index { index: 4, from: 2, to: 4 });
    for index in ["2.5", "1e16", "[2, 3]"] {
        assert_eq!(refused(index), Refusal::Domain(Unfit::NotWhole), "{index}");
    }
}

#[test]
fn formulas_may_refer_to_each_other_sixteen_deep_and_side_by_side_as_often_as_one_likes() {
    let chained = |deep: usize| {
        let mut machine = Machine::new();
        machine.set("f0", Value::Formula(parse("1").unwrap().into()));
        for at in 1..deep {
            machine.set(&format!("f{at}"), Value::Formula(parse(&format!("f{} + 1", at - 1)).unwrap().into()));
        }
        machine.evaluate(&parse(&format!("f{}", deep - 1)).unwrap()).map_err(|error| error.kind)
    };
    assert_eq!(chained(16), Ok(Value::scalar(16.0)));
    assert_eq!(chained(17), Err(MathErrorKind::Limit(Bound::Nesting)));
    let mut machine = Machine::new();
    machine.set("f", Value::Formula(parse("1").unwrap().into()));
    assert_eq!(machine.evaluate(&parse(&vec!["f"; 40].join("+")).unwrap()), Ok(Value::scalar(40.0)));
}

#[test]
fn a_function_of_formulas_is_refused_with_another_number_of_operands() {
    for source in ["grad(1)", "at(1)", "derivative()", "derivative(1, 2, 3, 4)"] {
        let error = Machine::new().evaluate(&parse(source).unwrap()).unwrap_err();
        assert!(matches!(error.kind, MathErrorKind::Refused { why: Refusal::Arity { .. }, .. }), "{source}: {error:?}");
    }
    let mut machine = Machine::new();
    machine.set("f", Value::Formula(parse("sin(2*x)").unwrap().into()));
    let derived =
        |machine: &mut Machine, source: &str| line(&Expr::value(machine.evaluate(&parse(source).unwrap()).unwrap()));
    assert_eq!(derived(&mut machine, "derivative(f, x, \"chain\")"), "cos(2x)", "the inner derivative is forgotten");
    assert!(machine.evaluate(&parse("derivative(f, x, chain)").unwrap()).is_err());
}

#[test]
fn each_bound_says_itself_with_its_number() {
    use crate::limits::{Bound, LINES};
    assert_eq!(Bound::Lines.to_string(), format!("{LINES} ({})", Bound::Lines.key()));
}

#[test]
fn a_number_is_put_in_for_its_own_name_alone_and_one_with_a_sign_is_literal() {
    assert_eq!(line(&parse("a + b*a").unwrap().put("a", 2.0)), "2 + b·2");
    let literal = |text: &str| parse(text).unwrap().is_literal();
    assert_eq!([literal("-2"), literal("2"), literal("-x"), literal("--2")], [true, true, false, false]);
}

#[test]
fn a_link_of_the_chain_is_a_product_where_it_is_one_of_numbers() {
    let links = |steps: &str| -> Vec<String> {
        let (_, step) = last(steps);
        let link = |found: &crate::line::Line| match &found.place {
            crate::line::Place::Link { of, by } => {
                let value = Expr::value(found.value.clone());
                Some(format!("∂{}/∂{} = {} = {}", line(of), line(by), line(&found.expr), line(&value)))
            }
            _ => None,
        };
        step.inside.iter().filter_map(link).collect()
    };
    assert_eq!(links("x = 3; y = x*x; L = 2*y; g = grad(L, x)"), ["∂L/∂y = 1·2 = 2"]);
    assert_eq!(
        links("x = 3; y = x*x; z = 2*y; L = z + y; g = grad(L, x)"),
        ["∂L/∂z = 1·1 = 1", "∂L/∂y = 1·1 + 1·2 = 3"]
    );
    // What sums up a list has no one number for its slope.
    assert_eq!(
        links("x = [1, 2]; y = 2*x; L = sum(y); g = grad(L, x)"),
        ["∂L/∂y = [1, 1] = [1, 1]", "∂L/∂x = [2, 2] = [2, 2]"]
    );
}

#[test]
fn what_is_too_large_to_show_is_not_reduced_and_what_takes_too_many_lines_neither() {
    let lines = |steps: &str| last(steps).1.reductions.len();
    let deep = |depth: usize| (0..depth).fold("x".to_owned(), |inner, _| format!("abs({inner} + 1)"));
    assert_eq!(lines(&format!("x = 1; y = {}", deep(3))), 5);
    assert_eq!(lines(&format!("x = 1; y = 1 + {}", deep(3))), 6);
    assert_eq!(lines(&format!("x = 1; y = {}", deep(4))), 0);
    assert_eq!(lines("A = ones(20, 20); y = sum(A)*2 + 1"), 0);
}
