//! What is told of a wrong value without knowing the calculation.

use super::super::{Verdict, Wanted, Workings, draw, given};
use super::*;
use crate::course::Course;

/// What is told of each of these answers to one question.
fn told_of(calculation: &str, values: &[(&str, &str)], key: &str, lines: &[(&str, &str)]) {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let exercise = draw::posed(&spec, &given, Wanted { keys: &[key.to_owned()], ..Wanted::default() }, false).unwrap();
    for (line, expected) in lines {
        let told = match Workings::of(&spec, &exercise).grade(line).unwrap().verdicts.remove(0) {
            Verdict::Right => "right".into(),
            Verdict::Mistake { id, .. } => id,
            _ => "".into(),
        };
        assert_eq!(&*told, *expected, "{line}");
    }
}

/// The loss is 1.0208333…, to four digits.
#[test]
fn a_wrong_number_is_told_by_what_was_done_to_the_right_one() {
    told_of(
        "mse",
        &[("y", "2.5,0.5,1.25"), ("t", "3,-1,2")],
        "loss",
        &[
            ("1.021", "right"),
            ("0", "not-nothing"),
            ("-1.021", "sign"),
            ("3.0625", "sum-for-mean"),
            ("0.34028", "averaged-twice"),
            ("2.0417", "twice"),
            ("0.5104", "half"),
            ("102.1", "decimal-point"),
            ("1.0421", "squared"),
            ("1.0104", "root-taken"),
            ("0.97959", "reciprocal"),
            ("-0.02083", ""),
            ("10.208", "decimal-point"),
            ("0.0010208", "decimal-point"),
            ("0.010208", "decimal-point"),
            ("0.10208", "decimal-point"),
            ("1020.8", "decimal-point"),
            ("1.02", "too-few-digits"),
            ("1", "perhaps-rounded"),
            ("1.0", "too-few-digits"),
            ("1.00", ""),
            ("1.022", "last-digit"),
            ("1.019", ""),
            ("1.023", ""),
        ],
    );
}

/// The gradient is −1/3, 1, −1/2.
#[test]
fn a_wrong_list_is_told_by_its_order_and_its_entries() {
    told_of(
        "mse",
        &[("y", "2.5,0.5,1.25"), ("t", "3,-1,2")],
        "grad",
        &[
            ("-0.3333,1,-0.5", "right"),
            ("1,-0.3333,-0.5", "other-order"),
            ("0.3333,1,0.5", "absolute"),
            ("-0.33,1,-0.5", "too-few-digits"),
            ("-0.3334,1,-0.5", "last-digit"),
            ("-33.33,100,-50", "decimal-point"),
            ("0,0,0", ""),
        ],
    );
}

#[test]
fn a_list_in_another_shape_is_told_from_one_in_another_order() {
    let ask = |x: &str, lines: &[(&str, &str)]| told_of("convolve", &[("x", x), ("k", "[[1]]")], "y", lines);
    ask(
        "1,2,3;4,5,6",
        &[
            ("1,2,3;4,5,6", "right"),
            ("1,4;2,5;3,6", "transposed"),
            ("1,2;3,4;5,6", "other-rows"),
            ("1,2;3,4", "other-length"),
            ("4,5,6;1,2,3", "other-order"),
            ("4,5,6;1,2,7", ""),
        ],
    );
    ask("1,2;3,4", &[("1,3;2,4", "transposed"), ("4,3;2,1", "other-order"), ("1,2;3,5", "")]);
    told_of("clip", &[("g", "1,3"), ("max-norm", "1000")], "g", &[("1,3", "right"), ("3,1", "other-order")]);
}

#[test]
fn a_count_that_is_one_off_is_told() {
    let values = [("name", "fc:5"), ("input", "1x2x2")];
    told_of("network", &values, "params", &[("25", "right"), ("26", "one-more"), ("24", "one-less"), ("27", "")]);
}

/// The entropy is 1.48547…
#[test]
fn digits_that_were_cut_off_are_told_from_rounded_ones() {
    told_of(
        "entropy",
        &[("p", "0.5,0.3,0.2"), ("q", "0.4,0.4,0.2")],
        "entropy",
        &[("1.485", "right"), ("1.48", "cut-off"), ("1.49", "too-few-digits"), ("1.486", "last-digit"), ("1.4", "")],
    );
}

#[test]
fn what_stands_behind_the_digits_asked_for_is_cut_off() {
    for (x, digits, kept) in
        [(1.489, 3, 1.48), (-1.489, 3, -1.48), (0.001_99, 2, 0.0019), (1999.0, 2, 1900.0), (0.0, 3, 0.0)]
    {
        assert_eq!(cut_off(x, digits), kept, "{x}");
    }
    assert_eq!((unit(1.489, 3), unit(1489.0, 3)), (0.01, 10.0));
}
/// The output is 32 × 28.
#[test]
fn the_value_of_another_answer_is_told_and_a_swap_of_two() {
    let spec = Course::open(None).unwrap().calculation("conv").value.unwrap();
    let texts = [("n", "32x28"), ("f", "3"), ("p", "1")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let keys = ["out_h".to_owned(), "out_w".to_owned()];
    let exercise = draw::posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
    let told = |line: &str| {
        let verdicts = Workings::of(&spec, &exercise).grade(line).unwrap().verdicts;
        verdicts.into_iter().map(|verdict| match verdict {
            Verdict::Right => "right".to_owned(),
            Verdict::Mistake { id, .. } => id.to_string(),
            _ => String::new(),
        })
    };
    let told = |line: &str| told(line).collect::<Vec<_>>();
    assert_eq!(told("out_h=32; out_w=28"), ["right", "right"]);
    assert_eq!(told("out_h=28; out_w=32"), ["swapped", "swapped"]);
    assert_eq!(told("out_h=28; out_w=28"), ["other-answer", "right"]);
    assert_eq!(told("out_h=32; out_w=32"), ["right", "other-answer"]);
    assert_eq!(told("out_h=33; out_w=29"), ["one-more", "one-more"]);
}

#[test]
fn slips_of_writing_are_told_from_those_of_understanding() {
    for (id, of_writing) in [("cut-off", true), ("too-few-digits", true), ("sign", false), ("swapped", false)] {
        assert_eq!(is_of_writing(id), of_writing, "{id}");
    }
}

#[test]
fn only_shares_have_a_complement_and_only_means_a_count_to_divide_by() {
    let counts = [("tp", "30"), ("fp", "7"), ("fn", "11"), ("tn", "50")];
    told_of("metrics", &counts, "precision", &[("0.1892", "false-for-true"), ("81.08", "percent")]);
    told_of("metrics", &counts, "f1", &[("0.2308", "complement")]);
    // An L1 penalty is a sum: three times it misses no division.
    let penalty = [("w", "0.11,-0.13,0.07"), ("lambda", "0.7"), ("kind", "l1")];
    told_of("penalty", &penalty, "penalty", &[("0.651", ""), ("0.07233", "averaged"), ("0.783", "")]);
    // A logarithm to base 2 is no slip where it is asked for.
    told_of("entropy", &[("p", "0.5,0.3,0.2"), ("base", "2")], "entropy", &[("2.143", "")]);
    told_of("bce", &[("prob", "0.8"), ("target", "1")], "loss", &[("0.3219", "base-two")]);
}

/// The overlap is 1 of 7.
#[test]
fn of_a_share_the_rest_is_told_and_of_a_loss_that_was_summed_one_count_alone() {
    let boxes = [("a", "0,0,2,2"), ("b", "1,1,3,3")];
    told_of("iou", &boxes, "iou", &[("0.1429", "right"), ("0.8571", "complement"), ("1.143", "")]);
    let spec = Course::open(None).unwrap().calculation("mse").value.unwrap();
    let texts = [("y", "2.5,0.5,1.25"), ("t", "3,-1,2")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let keys = ["loss".to_owned()];
    let exercise = draw::posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
    let verdict = Workings::of(&spec, &exercise).grade("3.0625").unwrap().verdicts.remove(0);
    assert!(matches!(&verdict, Verdict::Mistake { others, .. } if others.is_empty()), "{verdict:?}");
}

/// What is told of each value of an answer line to some answers.
fn told_of_all(
    calculation: &str,
    values: &[(&str, &str)],
    keys: &[&str],
    digits: Option<u32>,
    line: &str,
) -> Vec<String> {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let exercise = draw::posed(&spec, &given, Wanted { keys: &keys, digits, ..Wanted::default() }, false).unwrap();
    let verdicts = Workings::of(&spec, &exercise).grade(line).unwrap().verdicts;
    let told = verdicts.into_iter().map(|verdict| match verdict {
        Verdict::Right => "right".to_owned(),
        Verdict::FollowOn => "follows".to_owned(),
        Verdict::Mistake { id, others, .. } => std::iter::once(id.to_string())
            .chain(others.iter().map(|slip| slip.id.to_string()))
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
    });
    told.collect()
}

/// Precision 20/21, recall 20/27.
#[test]
fn a_mistake_in_another_answer_is_none_in_this_one() {
    let counts = [("tp", "20"), ("fp", "1"), ("fn", "7"), ("tn", "50")];
    let told = told_of_all("metrics", &counts, &["precision", "recall"], Some(3), "0.95; 0.74");
    assert_eq!(told, ["too-few-digits", "too-few-digits"]);
}

/// The overlap of the boxes and what they cover together come to the same sum in whatever order.
#[test]
fn of_two_values_in_each_others_place_none_follows_from_the_other() {
    let boxes = [("a", "0,0,2,2"), ("b", "1,1,3,3")];
    assert_eq!(told_of_all("iou", &boxes, &["intersection", "union"], None, "7; 1"), ["swapped", "swapped"]);
}

/// Two numbers: no factor of two says that a mean was taken.
#[test]
fn a_factor_of_two_is_told_as_what_it_is() {
    let kl = [("mu1", "1,1"), ("sigma1", "1,1")];
    let told = told_of_all("gaussian-kl", &kl, &["kl"], None, "0.25");
    assert!(told.iter().all(|told| !told.contains("averaged") && !told.contains("summed")), "{told:?}");
    let text = say(Lang::Zh, "slip.twice", &[]);
    assert!(!text.contains("平均"), "{text}");
}

/// A warm restart of digits: 1.5, 1.4375, 1.3867 to four.
#[test]
fn digits_are_only_perhaps_too_few_where_one_could_be_right_by_chance() {
    let p = [("prob", "0.1"), ("target", "0")];
    // 0.105361
    for (line, id) in [("0.1", "perhaps-rounded"), ("0.10", "cut-off"), ("0.11", "too-few-digits"), ("0.105", "right")]
    {
        assert_eq!(told_of_all("bce", &p, &["loss"], Some(3), line), [id], "{line}");
    }
}

#[test]
fn storage_is_told_in_its_own_unit() {
    let values = [("params", "1000"), ("bytes", "4")];
    let told = |values: &[(&str, &str)], line: &str| told_of_all("memory", values, &["weights_bytes"], None, line);
    for (line, id) in [("4 kB", "right"), ("4 KiB", "binary-unit"), ("4000个字节", "right"), ("4.0 kB", "right")] {
        assert_eq!(told(&values, line), [id], "{line}");
    }
    let large = [("params", "25000000"), ("bytes", "2")];
    for (line, id) in [("47.7 MiB", "count-rounded"), ("47.68 MiB", "count-rounded"), ("50 MiB", "binary-unit")] {
        assert_eq!(told(&large, line), [id], "{line}");
    }
}
