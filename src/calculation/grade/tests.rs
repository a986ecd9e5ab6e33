//! What is carried on, and that a diagnosis shows how the typed number arises.

use std::sync::Arc;

use super::super::{Wanted, draw, given};
use super::*;
use crate::course::Course;
use crate::math::number;

fn number_of(x: f64) -> Value {
    Value::scalar(x)
}

#[test]
fn nothing_is_computed_from_zeros_or_ones() {
    for x in [0.0, 1.0, f64::INFINITY] {
        assert!(!carries_on(&number_of(x)));
    }
    assert!(carries_on(&number_of(0.366)) && carries_on(&Value::tensor(&[2], vec![0.0, 1.0]).unwrap()));
}

/// What is told of a value of an asked answer, as its step was done wrong.
fn told(workings: &Workings<'_>, ask: &Ask, value: &Value) -> Vec<(Arc<str>, Vec<String>)> {
    let line = format!("{}={}", ask.key, typed::written(value, ask.digits));
    let Ok(grade) = workings.grade(&line) else { return Vec::new() };
    let told = grade.verdicts.into_iter().find_map(|verdict| match verdict {
        Verdict::Mistake { id, arises, others, .. } => {
            Some(std::iter::once((id, arises)).chain(others.into_iter().map(|slip| (slip.id, slip.arises))))
        }
        _ => None,
    });
    told.into_iter().flatten().map(|(id, arises)| (id, arises.equations)).collect()
}

#[test]
fn every_working_of_a_mistake_ends_in_the_number_that_was_typed_and_says_nothing_twice() {
    let course = Course::open(None).unwrap();
    let mut shown = 0;
    for id in course.calculation_ids() {
        let spec = course.calculation(&id).value.unwrap();
        for (level, seed) in (1..=3).flat_map(|level| [1, 0x8F3A_C21D].map(|seed| (level, seed))) {
            let Ok(exercise) = draw::draw(&spec, level, seed, Wanted::default()) else { continue };
            let workings = Workings::of(&spec, &exercise);
            let asked = exercise.ask.iter().filter(|_| exercise.goal.is_empty());
            for (ask, made) in asked.flat_map(|ask| workings.otherwise().mistakes.iter().map(move |made| (ask, made))) {
                let Some(value) = made.answers.get(&*ask.key) else { continue };
                let value =
                    &ask.digits.and_then(|digits| number::rounded(value, digits)).unwrap_or_else(|| value.clone());
                for (mistake, arises) in told(&workings, ask, value) {
                    let place = format!("{id}, level {level}, seed {seed:X}, {mistake}, {}: {arises:?}", ask.key);
                    for equation in &arises {
                        let sides: Vec<&str> = equation.split(['=', '≈']).map(str::trim).collect();
                        assert!(sides.len() > 1 && sides.windows(2).all(|pair| pair[0] != pair[1]), "{place}");
                    }
                    let Some(last) = arises.last() else { continue };
                    shown += 1;
                    let text = last.rsplit(['=', '≈']).next().map(str::trim).unwrap();
                    let Ok(end) = typed::read(text) else { panic!("{place}") };
                    // A screen shows six digits.
                    let digits = ask.digits.or(Some(6));
                    let ends = is_or_has(value, &end.value, digits) || is_or_has(&end.value, value, digits);
                    assert!(ends, "{place}");
                }
            }
        }
    }
    assert!(shown > 500, "{shown}");
}

/// The verdict on one line about a calculation with these values.
fn verdict(calculation: &str, values: &[(&str, &str)], key: &str, line: &str) -> Verdict {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let digits = line.contains('.').then_some(4).filter(|_| !line.contains('e'));
    let wanted = Wanted { keys: &[key.to_owned()], digits, ..Wanted::default() };
    let exercise = draw::posed(&spec, &given, wanted, false).unwrap();
    Workings::of(&spec, &exercise).grade(line).unwrap().verdicts.remove(0)
}

/// The mistake that is told first, and how the value comes about.
fn mistake(calculation: &str, values: &[(&str, &str)], key: &str, line: &str) -> (String, Vec<String>) {
    match verdict(calculation, values, key, line) {
        Verdict::Mistake { id, arises, .. } => (id.to_string(), arises.equations),
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_count_is_right_with_all_its_digits_or_not_at_all() {
    let cost = |line: &str| verdict("detector-cost", &[("proposals", "1500"), ("network", "vgg11")], "fast_macs", line);
    let Verdict::Right = cost("7485456384+1500*123633664") else { panic!("the features once, the classifier each") };
    assert!(matches!(cost("192935952384"), Verdict::Right), "all of its digits");
    assert!(matches!(cost("192935952416"), Verdict::Wrong { .. }), "32 too many");
    assert!(matches!(cost("192935952385"), Verdict::Mistake { id, .. } if &*id == "one-more"));
    assert_eq!(told_first(&cost("1.929e11")), "count-rounded");
    assert!(matches!(cost("1.92935952384e11"), Verdict::Right), "rounded nowhere");
}

#[test]
fn of_two_mistakes_of_one_name_the_one_that_was_made_is_shown() {
    let values = [("a", "0,0"), ("p", "2,2"), ("n", "1,2"), ("margin", "4")];
    for (line, working) in [
        ("1.828", ["Dₚ = √Σ(([0, 0] − [2, 2])²) = 2.82843", "L = max(0, 2.82843 − 5 + 4) = 1.82843"]),
        ("9.764", ["Dₙ = √Σ(([0, 0] − [1, 2])²) = 2.23607", "L = max(0, 8 − 2.23607 + 4) = 9.76393"]),
    ] {
        let (id, arises) = mistake("triplet", &values, "loss", line);
        assert_eq!((&*id, arises), ("root-taken", working.map(String::from).to_vec()), "{line}");
    }
}

#[test]
fn a_mistake_that_takes_one_name_for_another_shows_the_name_and_its_value() {
    let he = [("method", "he-uniform"), ("fan-in", "80"), ("fan-out", "80")];
    assert_eq!(mistake("init", &he, "bound", "0.1581").1, ["r = σ = 0.158114"]);
}

#[test]
fn binary_cross_entropy_is_told_in_the_form_that_is_learnt() {
    let (id, arises) = mistake("bce", &[("logit", "-0.25"), ("target", "1")], "loss", "-0.8259");
    assert_eq!((&*id, &*arises[0]), ("sign-forgotten", "L = 1·ln(0.437823) + (1 − 1)·ln(1 − 0.437823) ≈ −0.825939"));
    let (id, arises) = mistake("bce", &[("logit", "-2.5"), ("target", "0")], "grad", "-0.9241");
    assert_eq!((&*id, &*arises[0]), ("other-label", "dz = 0.0758582 − (1 − 0) = −0.924142"));
}

#[test]
fn the_classic_slips_are_told() {
    let conv = [("n", "32"), ("f", "3"), ("s", "2")];
    let dilated = [("n", "32"), ("f", "3"), ("s", "2"), ("dilation", "2")];
    let depthwise = [("n", "32"), ("f", "3"), ("s", "2"), ("a", "4"), ("b", "8")];
    let batch = [("x", "1;3;8"), ("gamma", "2"), ("beta", "1")];
    let layer = [("x", "1,3,8")];
    let adamw = [
        ("name", "adamw"),
        ("theta", "1"),
        ("grads", "[[-0.1]]"),
        ("lr", "0.1"),
        ("weight-decay", "0.2"),
        ("eps", "0"),
    ];
    let two = [("x", "1,2"), ("w1", "1,0;2,-1;-1,0"), ("b1", "0,0,0"), ("w2", "1,2,1"), ("b2", "0"), ("act", "relu")];
    let trained = [two.as_slice(), &[("out-act", "identity"), ("t", "3")]].concat();
    let class = [two.as_slice(), &[("class", "0")]].concat();
    for (kind, values, key, line, id) in [
        ("conv", &conv[..], "out_h", "15.5", "not-rounded-down"),
        ("conv", &dilated, "out_h", "14.5", "not-rounded-down"),
        ("conv", &dilated, "out_h", "13", "no-plus-one"),
        ("pool", &[("n", "7"), ("f", "2")], "out_h", "3.5", "not-rounded-down"),
        ("depthwise", &depthwise, "out_h", "15.5", "not-rounded-down"),
        ("depthwise", &depthwise, "params_depthwise", "40", "bias-counted"),
        ("iterations", &[("samples", "10"), ("batch", "4"), ("epochs", "2")], "per_epoch", "2.5", "not-rounded"),
        ("activation", &[("fn", "relu"), ("z", "-1,0,2")], "dy", "0,1,1", "kink-from-the-right"),
        (
            "gradient-flow",
            &[("act", "relu"), ("depth", "2"), ("z", "0"), ("w", "2")],
            "per_layer",
            "2",
            "kink-from-the-right",
        ),
        ("backprop", &trained, "dw1", "-2,-4;-4,-8;0,0", "kink-from-the-right"),
        ("saliency", &class, "grad", "5,-2", "kink-from-the-right"),
        ("batchnorm", &batch, "xhat", "-3;-1;4", "only-centred"),
        ("batchnorm", &batch, "xhat", "0.3397;1.019;2.717", "mean-kept"),
        ("batchnorm", &batch, "y", "-0.01905;0.6603;2.359", "not-scaled"),
        ("layernorm", &layer, "y", "-3,-1,4", "only-centred"),
        ("multi-head-params", &[("d-model", "8"), ("heads", "2")], "params", "288", "bias-counted"),
        ("bce", &[("prob", "0.8"), ("target", "1")], "loss", "1.609", "other-label"),
        ("entropy", &[("p", "0.2,0.8"), ("q", "0.5,0.5")], "kl", "0.3219", "distributions-swapped"),
        ("gaussian-kl", &[("mu1", "1"), ("sigma1", "2")], "kl", "0.4431", "distributions-swapped"),
        ("vae", &[("mu", "0.5"), ("logvar", "1")], "kl", "0.2299", "distributions-swapped"),
        ("init", &[("method", "he-normal"), ("fan-in", "50"), ("fan-out", "30")], "variance", "0.025", "xavier-for-he"),
        ("init", &[("method", "xavier-normal"), ("fan-in", "50"), ("fan-out", "30")], "std", "0.2", "he-for-xavier"),
        ("early-stop", &[("val", "9,7,8,8,5"), ("patience", "2")], "best_epoch", "5", "minimum-after-stop"),
        ("early-stop", &[("val", "9,7,8,8,5"), ("patience", "2")], "best", "5", "minimum-after-stop"),
        ("clip", &[("g", "3,-4"), ("max-norm", "2")], "g", "2,-2", "value-for-norm"),
        ("mse", &[("y", "1,3"), ("t", "0,1")], "loss", "5", "sum-for-mean"),
        ("mse", &[("y", "1,3,2"), ("t", "0,1,2")], "grad", "2,4,0", "not-averaged"),
        ("huber", &[("y", "3,0.5,0.5"), ("t", "0,0,0"), ("delta", "1")], "loss", "2.75", "sum-for-mean"),
        ("focal", &[("prob", "0.8"), ("target", "1"), ("alpha", "0.25")], "loss", "0.2231", "plain-cross-entropy"),
        ("recurrent-params", &[("cell", "lstm"), ("input", "3"), ("hidden", "2")], "params", "12", "one-bias-no-gates"),
        ("receptive-field", &[("layers", "3x1,3x1x2")], "final", "5", "dilation-ignored"),
        ("conv", &[("n", "12"), ("f", "3"), ("dilation", "2"), ("dims", "1")], "out_w", "10", "dilation-ignored"),
        ("optimizer", &adamw, "theta", "0.900", "decay-in-the-gradient"),
        ("hinge", &[("scores", "1,4,2"), ("target", "2")], "loss", "0", "class-from-one"),
        ("bce", &[("prob", "0.8"), ("target", "1")], "grad", "5.000", "other-label"),
    ] {
        assert_eq!(mistake(kind, values, key, line).0, id, "{kind} {key}: {line}");
    }
}

fn told_first(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Mistake { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn few_digits_are_no_rounding_where_something_else_was_done() {
    let l1 = [("w", "-3,4"), ("lambda", "0.1"), ("kind", "l1"), ("lr", "0.5")];
    assert_eq!(mistake("penalty", &l1, "new_w", "-3.0,4.0").0, "penalty-forgotten");
    assert_eq!(mistake("clip", &[("g", "1.5,2.6"), ("max-norm", "1")], "g", "1.5,2.6").0, "as-given");
    let small = [("w", "0.1,0.2,0"), ("lambda", "0.5"), ("kind", "l2")];
    // λΣ|w| = 0.15, (λ/2)Σw² = 0.0125.
    assert_eq!(mistake("penalty", &small, "penalty", "0.1500").0, "sizes-for-squares");
    let vae = [("mu", "0,2"), ("logvar", "-1,2")];
    // The KL term is 4.378518…; without ½ it is 8.757.
    assert_eq!(mistake("vae", &vae, "kl", "8.76").0, "half-forgotten");
    assert_eq!(mistake("vae", &vae, "kl", "4.38").0, "too-few-digits");
    let hinge = [("scores", "6,5.5,-2.5,4"), ("target", "3"), ("margin", "2.2")];
    // 4.2 + 3.7 = 7.9 ends before four digits: 8 is no rounding of it.
    assert!(matches!(verdict("hinge", &hinge, "loss", "8.0"), Verdict::Wrong { .. }));
    let cost =
        |line: &str| verdict("iterations", &[("samples", "73000"), ("batch", "24"), ("epochs", "17")], "total", line);
    assert_eq!(told_first(&cost("5.17e4")), "count-rounded");
    assert!(matches!(cost("3042"), Verdict::Mistake { id, .. } if &*id == "epochs-forgotten"));
}

#[test]
fn where_to_look_is_the_turn_that_gives_the_answer() {
    let look = |kind: &str, values: &[(&str, &str)], key: &str, line: &str| match verdict(kind, values, key, line) {
        Verdict::Wrong { look } => look.en,
        other => panic!("{other:?}"),
    };
    let chain = [("f", "a*b + b^2"), ("at", "a=2,b=3")];
    assert!(look("chain", &chain, "d_a", "17.77").contains("∂a"), "{}", look("chain", &chain, "d_a", "17.77"));
    let line = [("x", "1;2;4"), ("t", "1,3,2"), ("w", "0.5"), ("b", "0.25"), ("lr", "0.1")];
    assert!(look("regression", &line, "dw", "17.77").contains("respect to the weights"));
    assert!(look("regression", &line, "db", "17.77").contains("respect to the bias"));
}

/// Of the scores 2 and 1 the weights are 0.731 and 0.269.
#[test]
fn what_follows_from_a_wrong_value_may_be_computed_before_that_was_rounded() {
    let spec = Course::open(None).unwrap().calculation("attention").value.unwrap();
    let texts = [("q", "[[1.3,0.4]]"), ("k", "1,0;0,1"), ("v", "1.5,0.25;-0.75,2")];
    let texts = texts.map(|(k, v)| (k.to_owned(), v.to_owned()));
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let keys = ["weights".to_owned(), "output".to_owned()];
    let wanted = Wanted { keys: &keys, digits: Some(3), ..Wanted::default() };
    let exercise = draw::posed(&spec, &given, wanted, false).unwrap();
    let verdicts = |line: &str| Workings::of(&spec, &exercise).grade(line).unwrap().verdicts;
    // 0.777 and 0.223: an output of −0.75 + 2.25·0.7772 = 0.9987, from what is written 0.998.
    let second = |line: &str| matches!(verdicts(line)[1], Verdict::FollowOn);
    assert_eq!(
        [
            "weights=0.777,0.223; output=0.999,0.640",
            "weights=0.777,0.223; output=0.998,0.640",
            "weights=0.777,0.223; output=0.9,0.640"
        ]
        .map(second),
        [true, true, false]
    );
}
