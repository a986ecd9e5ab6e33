//! What is said to be missing, and what goes by which name.

use super::*;
use crate::calculation::given;
use crate::course::Course;

/// What more flags would add: the flags, the answers, what cannot stand beside them.
fn missing(calculation: &str, values: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let missing = derive(&spec, &given, Detail::Steps).unwrap().missing;
    missing.into_iter().map(|one| (one.flags.join(" "), one.keys.join(" "), one.instead_of.join(" "))).collect()
}

fn is(flags: &str, keys: &str) -> (String, String, String) {
    (flags.to_owned(), keys.to_owned(), String::new())
}

#[test]
fn the_flags_that_would_add_answers_are_told_together_with_all_that_they_add() {
    let square = [("n", "8"), ("f", "3")];
    assert_eq!(missing("conv", &square), [is("b", "out_c neurons"), is("a b", "weights biases params macs unshared")]);
    let channels = [("n", "8"), ("f", "3"), ("a", "2")];
    assert_eq!(missing("conv", &channels), [is("b", "out_c weights biases params macs neurons unshared")]);
    let all = [("n", "8"), ("f", "3"), ("a", "2"), ("b", "4")];
    assert_eq!(missing("conv", &all), []);
}

#[test]
fn what_is_given_may_stand_in_the_way_of_what_more_would_add() {
    let all = missing("batchnorm", &[("x", "1,2;3,4")]);
    let flags: Vec<&str> = all.iter().map(|(flags, ..)| &**flags).collect();
    assert!(flags.contains(&"dy") && flags.contains(&"running-mean") && flags.contains(&"running-var"), "{all:?}");
    let clip = missing("clip", &[("g", "3,4"), ("max-value", "9")]);
    assert_eq!(clip.len(), 1, "{clip:?}");
    let (flags, keys, instead_of) = &clip[0];
    assert_eq!((&**flags, &**keys), ("max-norm", "scale"));
    assert!(instead_of.is_empty() || instead_of == "max-value", "{instead_of}");
    assert_eq!(missing("attention", &[("q", "1,0"), ("k", "1,0;0,1"), ("v", "1;2")]), [is("dout", "dv dq dk")]);
}

#[test]
fn what_would_be_added_is_named_as_answers_are() {
    let course = Course::open(None).unwrap();
    for id in course.calculation_ids() {
        let spec = course.calculation(&id).value.unwrap();
        for example in &spec.examples {
            let given = given::read(&spec, &example.given, &|path| Err(path.to_owned()), 0).unwrap();
            for missing in derive(&spec, &given, Detail::Steps).unwrap().missing {
                assert!(missing.keys.iter().all(|key| !key.contains('{')), "{id}: {missing:?}");
            }
        }
    }
    let one = [("x", "1"), ("w1", "1"), ("b1", "0"), ("t", "1"), ("lr", "0.1")];
    let all = missing("backprop", &one);
    assert!(all.iter().all(|(flags, keys, _)| flags != "weight-decay" || !keys.contains("new_w1")), "{all:?}");
}

#[test]
fn an_equation_is_in_latex_what_it_is_in_a_line() {
    let sides = vec![crate::math::parse("a/b").unwrap(), Expr::value(Value::Number(0.5))];
    let equation = told::Equation { left: Expr::name("y_1"), sides };
    assert_eq!(
        (equation.latex().as_str(), equation.to_string().as_str()),
        ("y_{1} = \\frac{a}{b} = 0.5", "y₁ = a/b = 0.5")
    );
}
