//! What each kind of parameter takes of what can be typed, and what is said of the rest.

use super::*;
use crate::course::{Course, Lang};

fn spec(calculation: &str) -> Spec {
    Course::open(None).unwrap().calculation(calculation).value.unwrap()
}

/// What is read of these flags, where each file holds this value.
fn with_file(calculation: &str, texts: &[(&str, &str)], held: Option<Value>) -> Result<Given, GivenError> {
    let texts: Vec<_> = texts.iter().map(|(flag, text)| ((*flag).to_owned(), (*text).to_owned())).collect();
    read(&spec(calculation), &texts, &|_| held.clone().ok_or_else(|| "not there".to_owned()), 0)
}

fn of(calculation: &str, texts: &[(&str, &str)]) -> Result<Given, GivenError> {
    with_file(calculation, texts, None)
}

/// The value of one flag.
fn value_of(calculation: &str, flag: &str, text: &str) -> Result<Value, GivenError> {
    of(calculation, &[(flag, text)]).map(|given| given[flag].clone())
}

fn from_file(calculation: &str, flag: &str, path: &str, held: Value) -> Result<Value, GivenError> {
    with_file(calculation, &[(flag, path)], Some(held)).map(|given| given[flag].clone())
}

/// The kind that a text is said not to be of, what came, and why.
fn malformed_as(read: Result<Value, GivenError>) -> (&'static str, String, String) {
    match read {
        Err(GivenError::Malformed { kind, got, why, .. }) => {
            (kind, got, why.map_or_else(String::new, |why| why.get(Lang::En).to_owned()))
        }
        other => panic!("{other:?}"),
    }
}

/// The bounds that are named where a number is outside of them: least, most, below.
fn outside(read: Result<Value, GivenError>) -> [Option<f64>; 3] {
    match read {
        Err(GivenError::Range { least, most, below, .. }) => [least, most, below],
        other => panic!("{other:?}"),
    }
}

fn table(shape: &[usize], elements: &[f64]) -> Value {
    Value::tensor(shape, elements.to_vec()).unwrap()
}

#[test]
fn random_values_fill_the_range_from_minus_one_to_one_and_hang_on_the_seed_alone() {
    let drawn = |seed: u64| {
        let texts = [("y".to_owned(), "random(40, 25)".to_owned())];
        read(&spec("mse"), &texts, &|_| Err(String::new()), seed).unwrap()["y"].clone()
    };
    let value = drawn(7);
    assert_eq!(value.shape(), [40, 25]);
    assert_eq!(value, drawn(7));
    assert_ne!(value, drawn(8));
    let all: Vec<f64> = value.as_tensor().unwrap().iter().copied().collect();
    assert!(all.iter().all(|x| (-1.0..1.0).contains(x)));
    let (least, most) = all.iter().fold((0.0_f64, 0.0_f64), |(a, b), x| (a.min(*x), b.max(*x)));
    assert!(least < -0.98 && most > 0.98, "{least} {most}");
    assert!((all.iter().sum::<f64>() / 1000.0).abs() < 0.1);
}

#[test]
fn more_random_values_than_the_bound_are_refused_however_many() {
    for text in ["random(10000,1001)", "random(4294967296,4294967296)"] {
        assert_eq!(value_of("mse", "y", text), Err(GivenError::TooLarge { flag: "y".into() }), "{text}");
    }
    assert!(matches!(value_of("mse", "y", "random(3,0)"), Err(GivenError::Malformed { .. })));
}

#[test]
fn a_count_is_whole_and_within_its_bounds() {
    for (calculation, flag, text, value) in [
        ("conv", "groups", "1", 1.0),
        ("conv", "groups", "1e9", 1e9),
        ("conv", "groups", "1,000", 1000.0),
        ("conv", "dims", "3", 3.0),
        ("metrics", "tp", "0", 0.0),
    ] {
        assert_eq!(value_of(calculation, flag, text), Ok(Value::scalar(value)), "{text}");
    }
    assert_eq!(outside(value_of("conv", "groups", "0")), [Some(1.0), Some(1e9), None]);
    assert_eq!(outside(value_of("conv", "groups", "1000000001")), [Some(1.0), Some(1e9), None]);
    assert_eq!(outside(value_of("conv", "dims", "4")), [Some(1.0), Some(3.0), None]);
    assert_eq!(outside(value_of("metrics", "tp", "-1")), [Some(0.0), Some(1e9), None]);
    assert_eq!(malformed_as(value_of("conv", "groups", "1.5")).0, "count");
    assert_eq!(malformed_as(value_of("metrics", "tp", "1.5")).0, "count-or-0");
}

#[test]
fn a_number_that_must_be_less_than_another_may_come_near_it() {
    assert_eq!(value_of("dropout", "p", "0.999"), Ok(Value::scalar(0.999)));
    assert_eq!(outside(value_of("dropout", "p", "1")), [Some(0.0), None, Some(1.0)]);
    assert_eq!(outside(value_of("dropout", "p", "-0.1")), [Some(0.0), None, Some(1.0)]);
}

#[test]
fn a_size_has_whole_sides_from_one_on_and_padding_from_nothing() {
    assert_eq!(value_of("conv", "n", "32x28"), Ok(Value::Pair([32.0, 28.0])));
    assert_eq!(value_of("conv", "p", "0"), Ok(Value::Pair([0.0, 0.0])));
    assert_eq!(value_of("conv", "p", "same"), Ok(Value::Text("same".into())));
    assert_eq!(outside(value_of("conv", "n", "32x0")), [Some(1.0), Some(1e9), None]);
    assert_eq!(outside(value_of("conv", "p", "-1")), [Some(0.0), Some(1e9), None]);
    assert_eq!(malformed_as(value_of("conv", "n", "32x2.5")).0, "size");
    assert_eq!(malformed_as(value_of("conv", "n", "wide")).0, "size");
}

#[test]
fn a_size_has_as_many_sides_as_there_are_dimensions_or_one_for_all() {
    for texts in [
        &[("n", "8")][..],
        &[("n", "8x9")],
        &[("n", "8"), ("dims", "3")],
        &[("n", "8x9x10"), ("dims", "3")],
        &[("n", "8"), ("dims", "1")],
    ] {
        assert!(of("conv", texts).is_ok(), "{texts:?}");
    }
    for (text, dims, wanted) in [("8x9x10", "2", 2), ("8x9", "3", 3), ("8x9", "1", 1)] {
        let refused = of("conv", &[("n", text), ("dims", dims)]);
        let got = text.to_owned();
        assert_eq!(refused, Err(GivenError::Sides { flag: "n".into(), got, axes: "dims".into(), wanted }), "{text}");
    }
    // What is not said is as the calculation has it: two.
    assert!(matches!(of("conv", &[("n", "8x9x10")]), Err(GivenError::Sides { wanted: 2, .. })));
}

#[test]
fn a_vector_and_a_matrix_are_taken_without_brackets_where_nothing_else_may_stand() {
    assert_eq!(value_of("entropy", "p", "1"), Ok(Value::vector(vec![1.0])));
    assert_eq!(value_of("entropy", "p", "0.5,0.5"), Ok(Value::vector(vec![0.5, 0.5])));
    assert_eq!(value_of("attention", "q", "1,2"), Ok(table(&[1, 2], &[1.0, 2.0])));
    assert_eq!(value_of("attention", "q", "5"), Ok(table(&[1, 1], &[5.0])));
    assert_eq!(value_of("cross-entropy", "target", "2"), Ok(Value::scalar(2.0)));
    assert_eq!(value_of("cross-entropy", "target", "2,0"), Ok(Value::vector(vec![2.0, 0.0])));
    assert_eq!(value_of("cross-entropy", "logits", "1,2"), Ok(Value::vector(vec![1.0, 2.0])));
    for text in ["[1,2]", "random(2)"] {
        assert_eq!(malformed_as(value_of("attention", "q", text)).0, "matrix", "{text}");
    }
    let refused = from_file("attention", "q", "@q.npy", Value::vector(vec![1.0, 2.0]));
    assert_eq!(malformed_as(refused).1, "@q.npy (2)");
}

#[test]
fn what_has_another_rank_is_told_by_its_rank_and_by_its_text_or_its_shape() {
    let (_, got, why) = malformed_as(value_of("cross-entropy", "logits", "[[[1]]]"));
    assert_eq!(got, "[[[1]]]");
    assert!(why.contains('3') && why.contains("1, 2"), "{why}");
    // A matrix is no vector, which its name says already.
    let (kind, _, why) = malformed_as(value_of("entropy", "p", "[[0.5,0.5]]"));
    assert_eq!((kind, &*why), ("vector", ""));
    let forty = "[[0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.90]]";
    assert_eq!(forty.len(), 40);
    assert_eq!(malformed_as(value_of("entropy", "p", forty)).1, forty);
    let longer = forty.replace("0.90", "0.900");
    assert_eq!(malformed_as(value_of("entropy", "p", &longer)).1, format!("{longer} (1×9)"));
    assert_eq!(malformed_as(value_of("entropy", "p", "random(2,3)")).1, "random(2,3) (2×3)");
}

#[test]
fn each_entry_of_a_list_is_within_the_bounds_and_the_one_that_is_not_is_named() {
    assert!(value_of("bce", "prob", "[0,1]").is_ok());
    for (text, bad) in [("[0.5,1.5]", "1.5"), ("[-0.25,1.5]", "-0.25"), ("1.01", "1.01")] {
        match value_of("bce", "prob", text) {
            Err(GivenError::Range { least, most, below, got, .. }) => {
                assert_eq!((least, most, below, &*got), (Some(0.0), Some(1.0), None, bad), "{text}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_is_read_as_what_its_flag_takes() {
    assert_eq!(from_file("conv", "groups", "@g.csv", table(&[1, 1], &[2.0])), Ok(Value::scalar(2.0)));
    assert_eq!(from_file("conv", "n", "@n.npy", Value::vector(vec![32.0, 28.0])), Ok(Value::Pair([32.0, 28.0])));
    assert_eq!(malformed_as(from_file("conv", "groups", "@g.csv", Value::vector(vec![2.0, 3.0]))).1, "@g.csv");
    let not_finite = [("conv", "groups"), ("mse", "y")]
        .map(|(calculation, flag)| malformed_as(from_file(calculation, flag, "@x.npy", Value::vector(vec![f64::NAN]))));
    for (_, got, why) in not_finite {
        assert_eq!(got, "@x.npy");
        assert!(!why.is_empty());
    }
    assert_eq!(outside(from_file("conv", "groups", "@g.csv", Value::scalar(0.0))), [Some(1.0), Some(1e9), None]);
    for (calculation, flag) in [("conv", "groups"), ("mse", "y")] {
        let missing = with_file(calculation, &[(flag, "@x.npy")], None);
        let why = "not there".to_owned();
        assert_eq!(missing, Err(GivenError::File { flag: flag.into(), path: "x.npy".into(), why }));
    }
}

#[test]
fn a_table_of_one_row_or_column_is_a_vector_where_one_may_stand() {
    let (row, column) = (table(&[1, 2], &[0.25, 0.75]), table(&[2, 1], &[0.25, 0.75]));
    let vector = Value::vector(vec![0.25, 0.75]);
    for (calculation, flag, path, held, read) in [
        ("entropy", "p", "@p.csv", &row, &vector),
        ("entropy", "p", "@p.csv", &column, &vector),
        ("mse", "y", "@y.csv", &row, &vector),
        ("mse", "y", "@y.csv", &column, &column),
        ("attention", "q", "@q.csv", &row, &row),
        ("attention", "q", "@q.csv", &column, &column),
        ("cross-entropy", "probs", "@p.csv", &row, &row),
        ("cross-entropy", "probs", "@p.csv", &column, &column),
        // An array of NumPy's says its rank itself.
        ("mse", "y", "@y.npy", &row, &row),
    ] {
        assert_eq!(from_file(calculation, flag, path, held.clone()).as_ref(), Ok(read), "{calculation} {flag} {path}");
    }
}

#[test]
fn nothing_at_all_is_refused_as_empty() {
    let (_, _, why) = malformed_as(from_file("mse", "y", "@y.npy", table(&[0], &[])));
    assert!(!why.is_empty());
}

#[test]
fn a_choice_a_switch_and_a_network_are_taken_by_their_words() {
    assert_eq!(value_of("mse", "reduction", "sum"), Ok(Value::Text("sum".into())));
    match value_of("mse", "reduction", "total") {
        Err(GivenError::Choice { known, got, .. }) => {
            assert_eq!((known.contains(&"half-mean".to_owned()), &*got), (true, "total"));
        }
        other => panic!("{other:?}"),
    }
    let switch = spec("conv").params.into_iter().find(|param| param.kind == Kind::Flag).unwrap();
    for (text, read) in [("", Some(true)), ("true", Some(true)), ("false", Some(false)), ("maybe", None)] {
        assert_eq!(one(&switch, text).ok(), read.map(Value::Truth), "{text}");
    }
    assert!(!malformed_as(value_of("network", "name", "no-such-net")).2.is_empty());
}

#[test]
fn one_number_is_the_point_of_a_formula_in_one_variable() {
    let point = |name: &str| Value::Record([(std::sync::Arc::from(name), Value::scalar(2.0))].into_iter().collect());
    assert_eq!(of("chain", &[("f", "t^2"), ("at", "2")]).unwrap()["at"], point("t"));
    assert_eq!(of("chain", &[("f", "t^2"), ("at", "t=2")]).unwrap()["at"], point("t"));
    assert!(of("chain", &[("f", "t*s"), ("at", "2")]).is_err());
    assert!(of("chain", &[("f", "3"), ("at", "2")]).is_err());
}

#[test]
fn what_was_given_is_in_the_order_of_the_parameters() {
    let given = of("conv", &[("s", "2"), ("p", "1"), ("f", "3"), ("n", "8")]).unwrap();
    assert_eq!(given.keys().map(String::as_str).collect::<Vec<_>>(), ["n", "f", "p", "s"]);
}

#[test]
fn a_flag_that_does_not_exist_is_told_with_the_nearest() {
    let near = |flag: &str| near_flag(&spec("conv"), flag);
    assert_eq!(near("dilaton").as_deref(), Some("dilation"));
    assert_eq!(near("group").as_deref(), Some("groups"));
    assert_eq!(near("zzzzzzzz"), None);
    let near = Some("dilation".to_owned());
    assert_eq!(value_of("conv", "dilaton", "2"), Err(GivenError::Unknown { flag: "dilaton".into(), near }));
}

#[test]
fn what_is_printed_of_a_value_is_what_its_flag_takes() {
    let printed = |calculation: &str, flag: &str, value: &Value| text(spec(calculation).param(flag).unwrap(), value);
    for (calculation, flag, typed, shown) in [
        ("conv", "n", "32", "32"),
        ("conv", "n", "32x28", "32x28"),
        ("receptive-field", "layers", "3x1,2x2x1,3x1x4", "3,2x2,3x1x4"),
        ("network", "input", "3x32x1", "3x32x1"),
        ("mse", "reduction", "sum", "sum"),
        ("mse", "y", "1,0.5", "1,0.5"),
    ] {
        let value = value_of(calculation, flag, typed).unwrap();
        let text = printed(calculation, flag, &value);
        assert_eq!(value_of(calculation, flag, &text), Ok(value), "{typed}: {text}");
        assert_eq!(text.replace(['[', ']'], ""), shown, "{typed}");
    }
    assert_eq!(printed("conv", "n", &Value::vector(vec![8.0, 9.0, 10.0])), "8x9x10");
    assert_eq!(printed("chain", "f", &Value::Formula(formula("x^2+1").unwrap().into())), "x^2 + 1");
}
