//! What is said of a line of somebody's own working, whatever way it is written in.

mod books;

use super::*;
use crate::calculation::given;
use crate::course::messages::say;
use crate::course::{Course, Lang};
use crate::math::render;

/// The lines of a working of a calculation with these values, marked.
fn marked(calculation: &str, values: &[(&str, &str)], working: &str) -> Vec<Marked> {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    mine(&spec, &given, working).unwrap()
}

const CONV: [(&str, &str); 5] = [("n", "32"), ("f", "5"), ("p", "2"), ("a", "3"), ("b", "6")];
const WIDE: [(&str, &str); 3] = [("n", "32x28"), ("f", "5"), ("p", "2")];
const MSE: [(&str, &str); 2] = [("y", "2.5,0.5,1.25"), ("t", "3,-1,2")];

fn verdicts(calculation: &str, values: &[(&str, &str)], working: &str) -> Vec<&'static str> {
    marked(calculation, values, working).iter().map(|line| line.mark.name()).collect()
}

/// The verdict on each of these lines alone.
fn each(calculation: &str, values: &[(&str, &str)], lines: &[(&str, &str)]) {
    for (line, wanted) in lines {
        assert_eq!(verdicts(calculation, values, line), [*wanted], "{line}");
    }
}

/// What is said of a line that is not right.
fn said(calculation: &str, values: &[(&str, &str)], line: &str) -> String {
    match marked(calculation, values, line).remove(0).mark {
        Mark::Wrong { look: Some(look), .. } => look.get(Lang::En).to_owned(),
        Mark::Contradicts { say } => say.get(Lang::En).to_owned(),
        Mark::Unread { why } => why.get(Lang::En).to_owned(),
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_value_is_as_exact_as_it_is_written_and_a_whole_one_is_exact() {
    // The loss is 1.0208333…
    each(
        "mse",
        &MSE,
        &[
            ("loss = 1.0208333", "right"),
            ("loss = 1.02", "right"),
            ("loss = 1.0", "right"),
            ("loss = 1", "wrong"),
            ("loss = 1.03", "right"),
            ("loss = 1.04", "wrong"),
            ("loss = 1.021", "right"),
            ("loss = 1.023", "wrong"),
            ("loss = 1.1", "wrong"),
        ],
    );
    each("conv", &CONV, &[("N1 = 32", "right"), ("N1 = 32.0", "right"), ("N1 = 32.1", "wrong"), ("N1 = 31", "wrong")]);
}

#[test]
fn sides_that_differ_contradict_each_other_in_words_that_fit_them() {
    let of = |line: &str| said("conv", &CONV, line);
    assert!(of("3*4 = 13").contains("13") && of("3*4 = 13").contains("12"));
    let kinds = ["12 = 13", "3*4 = 13", "13 = 3*4", "3*4 = 3*5"].map(of);
    assert_ne!(kinds[0].replace("12", "3 · 4"), kinds[1]);
    assert!(kinds[3].contains("15") && kinds[3].contains("12"), "{}", kinds[3]);
    each("conv", &CONV, &[("3*4 = 12", "known"), ("3*4 = 12 = 13", "contradicts"), ("N1 = 32 = 31", "contradicts")]);
    each("mse", &MSE, &[("2/3 = 0.67", "known"), ("2/3 = 0.68", "contradicts"), ("1/3 = 0.3333 = 0.333", "known")]);
}

#[test]
fn a_size_is_said_by_its_side_by_both_or_as_a_list() {
    each(
        "conv",
        &WIDE,
        &[
            ("N1 = 32x28", "right"),
            ("N1 = (32, 28)", "right"),
            ("N1 = [32, 28]", "right"),
            ("out_h = 32", "right"),
            ("out_w = 28", "right"),
            ("out_w = 32", "wrong"),
            ("N1 = 28x32", "wrong"),
            ("N1 = 32x29", "wrong"),
            ("N1 = 32", "wrong"),
        ],
    );
    each("conv", &CONV, &[("N1 = 32x32", "right"), ("N1 = 32", "right"), ("N1 = 32x31", "wrong")]);
}

#[test]
fn later_lines_follow_from_a_wrong_one_and_only_from_that() {
    let values = [("n", "32"), ("f", "5"), ("a", "3"), ("b", "6"), ("bias", "true")];
    let working = |lines: &[&str]| verdicts("conv", &values, &lines.join("\n"));
    assert_eq!(working(&["W = 150", "K = 156"]), ["wrong", "follows"]);
    assert_eq!(working(&["W = 450", "K = 156"]), ["right", "wrong"]);
    assert_eq!(working(&["W = 150", "K = 456"]), ["wrong", "right"]);
    assert_eq!(working(&["W = 150", "K = 157"]), ["wrong", "wrong"]);
    assert_eq!(working(&["W = 150", "K = W + 6"]), ["wrong", "follows"]);
    assert_eq!(working(&["W = 150", "156"]), ["wrong", "follows"]);
    assert_eq!(working(&["156"]), ["wrong"]);
}

#[test]
fn a_name_is_read_whatever_way_it_is_typed() {
    let read_as = |line: &str| marked("conv", &CONV, line).remove(0).read_as;
    for name in ["N1", "N_1", "N₁", "N_{1}"] {
        assert_eq!(read_as(&format!("{name} = 32")).as_deref(), Some("N₁ = 32"), "{name}");
    }
    assert_eq!(read_as("out_h = 32").as_deref(), Some("out_h = 32"));
    assert_eq!(read_as("OUTPUT SIDE: 32").as_deref(), Some("OUTPUT SIDE = 32"));
}

#[test]
fn a_word_that_is_no_name_is_not_read_unless_what_it_is_said_to_be_fits() {
    each(
        "conv",
        &CONV,
        &[
            ("foo = 17", "unread"),
            ("foo bar = 17", "unread"),
            ("foo = 32", "right"),
            ("my-side = 32", "right"),
            ("the side = 32", "right"),
            ("foo", "unread"),
            ("x +", "unread"),
            ("=", "unread"),
        ],
    );
    assert!(said("conv", &CONV, "foo = 17").contains("foo"));
    assert!(said("conv", &CONV, "N1 = 3*bar").contains("bar"));
    assert_ne!(said("conv", &CONV, "x +"), said("conv", &CONV, "="));
}

#[test]
fn what_was_given_is_known_and_told_where_it_is_wrong() {
    each("conv", &CONV, &[("P = 2", "known"), ("p = 2", "known"), ("P = 3", "wrong"), ("F = 5", "known")]);
    let look = said("conv", &CONV, "P = 3");
    assert!(look.contains('2') && !look.contains('3'), "{look}");
    let line = marked("conv", &CONV, "P = 3").remove(0);
    assert_eq!((line.step, line.right.map(|v| render::whole(&v))), (None, Some("2".to_owned())));
}

#[test]
fn a_part_of_a_step_is_known_and_a_number_alone_is_not() {
    // N₁ = (32 + 2·2 − 5)/1 + 1
    each("conv", &CONV, &[("32 + 2*2", "known"), ("2*2", "known"), ("36", "wrong"), ("32 + 7", "wrong")]);
    assert_eq!(verdicts("conv", &CONV, "32\n32"), ["right", "right"]);
}

#[test]
fn a_line_without_a_name_is_about_the_step_that_it_fits() {
    let steps = |working: &str| {
        let lines = marked("conv", &CONV, working);
        lines.into_iter().map(|line| line.step.map(|step| step.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(steps("(32+4-5)/1+1"), [Some("out_h".to_owned())]);
    assert_eq!(steps("450"), [Some("weights".to_owned())]);
    // A mistake makes it.
    let line = marked("conv", &CONV, "31").remove(0);
    assert_eq!((line.mark.name(), line.step.as_deref()), ("wrong", Some("out_h")));
    assert!(matches!(line.mark, Mark::Wrong { slips, .. } if slips.iter().any(|slip| &*slip.id == "no-plus-one")));
    // Of sides that agree and fit nothing it is as true as it goes.
    each("conv", &CONV, &[("30+1 = 31", "known"), ("31", "wrong"), ("77", "wrong")]);
    assert_eq!(marked("conv", &CONV, "77").remove(0).step, None);
}

#[test]
fn a_wrong_line_says_which_formula_the_step_has() {
    let look = said("conv", &CONV, "N1 = 77");
    assert!(look.contains("Output side") || look.contains("N₁"), "{look}");
    assert_ne!(look, said("conv", &CONV, "params = 77"));
}

#[test]
fn a_formula_is_right_where_it_comes_to_the_same_wherever_both_come_to_something() {
    each(
        "derivative",
        &[("f", "x^2 + x")],
        &[
            ("derivative = 2x + 1", "right"),
            ("derivative = 1 + x + x", "right"),
            ("derivative = 2x", "wrong"),
            ("derivative = 2x + 1.001", "wrong"),
            ("derivative = 2x + 1 + 1e-12", "right"),
        ],
    );
    // ln x comes to something on one side of nothing alone.
    each(
        "derivative",
        &[("f", "x*ln(x)")],
        &[
            ("derivative = ln(x) + 1", "right"),
            ("derivative = ln(x)", "wrong"),
            ("derivative = 1 + ln(x^2)/2", "right"),
        ],
    );
    each(
        "derivative",
        &[("f", "x^2*w"), ("by", "x")],
        &[("derivative = 2w*x", "right"), ("derivative = 2x", "wrong"), ("derivative = 2x*x", "wrong")],
    );
}

#[test]
fn a_word_is_right_in_either_language() {
    let fit = [("train", "0.01"), ("test", "0.25")];
    each(
        "fit",
        &fit,
        &[
            ("verdict = overfitting", "right"),
            ("verdict: Overfitting", "right"),
            ("verdict = 过拟合", "right"),
            ("verdict = underfitting", "wrong"),
            ("verdict = good", "wrong"),
        ],
    );
    let line = marked("fit", &fit, "verdict = underfitting").remove(0);
    assert_eq!((line.step.as_deref(), line.read_as), (Some("verdict"), None));
    assert!(line.right.is_some());
}

#[test]
fn lists_are_compared_entry_by_entry() {
    // The gradient is −1/3, 1, −1/2.
    each(
        "mse",
        &MSE,
        &[
            ("grad = -0.333, 1, -0.5", "right"),
            ("grad = [-0.333, 1, -0.5]", "right"),
            ("grad = -1/3, 1, -1/2", "right"),
            ("grad = -0.333, 1, 0.5", "wrong"),
            ("grad = -0.333, 1", "wrong"),
            ("grad = 1, -0.333, -0.5", "wrong"),
        ],
    );
}

#[test]
fn later_lines_go_on_from_each_side_of_a_wrong_size() {
    // 450 weights at 32 × 28 places.
    let wide = [&WIDE[..], &[("a", "3"), ("b", "6")]].concat();
    let working = |values: &[(&str, &str)], lines: &[&str]| verdicts("conv", values, &lines.join("\n"));
    assert_eq!(working(&wide, &["macs = 403200"]), ["right"]);
    assert_eq!(working(&wide, &["out_h = 31", "macs = 390600"]), ["wrong", "follows"]);
    assert_eq!(working(&wide, &["out_w = 27", "macs = 388800"]), ["wrong", "follows"]);
    assert_eq!(working(&wide, &["out_h = 31", "out_w = 27", "macs = 376650"]), ["wrong", "wrong", "follows"]);
    assert_eq!(working(&wide, &["N1 = 31x27", "macs = 376650"]), ["wrong", "follows"]);
    assert_eq!(working(&CONV, &["N1 = 31", "macs = 432450"]), ["wrong", "follows"]);
    assert_eq!(working(&CONV, &["out_h = 31", "macs = 446400"]), ["wrong", "follows"]);
}

#[test]
fn a_size_that_is_called_by_its_name_has_its_sides() {
    each("conv", &CONV, &[("N1 = N0", "right"), ("N1 = F", "wrong"), ("N0 = 32", "known"), ("N0 = F", "wrong")]);
    each("conv", &WIDE, &[("N1 = N0", "right"), ("N1 = F", "wrong"), ("N0 = 32x28", "known"), ("N0 = 28x32", "wrong")]);
}

#[test]
fn a_row_stands_for_a_matrix_of_one_row_and_for_no_other() {
    let row = [("x", "1,2,3"), ("k", "[[1]]")];
    each(
        "convolve",
        &row,
        &[("y = 1, 2, 3", "right"), ("y = [[1, 2, 3]]", "right"), ("y = 1, 2, 4", "wrong"), ("y = 1, 2", "wrong")],
    );
    let rows = [("x", "1,2;3,4"), ("k", "[[1]]")];
    each(
        "convolve",
        &rows,
        &[("y = [[1, 2], [3, 4]]", "right"), ("y = [[1, 3], [2, 4]]", "wrong"), ("y = [[1, 2]]", "wrong")],
    );
}

#[test]
fn a_wrong_line_about_one_turn_is_told_the_formula_of_that_turn() {
    let layers = [("layers", "3x1,3x2,3x1")];
    let look = |line: &str| said("receptive-field", &layers, line);
    assert!(look("r_2 = 77").contains("r₂ =") && look("r_3 = 77").contains("r₃ ="), "{}", look("r_2 = 77"));
}

#[test]
fn what_two_sides_come_to_is_said_as_far_as_they_do_not_say_it_themselves() {
    let of = |line: &str| said("conv", &CONV, line);
    let say = |key: &str, [left, is, right, other]: [&str; 4]| {
        say(Lang::En, key, &[("left", &left), ("is", &is), ("right", &right), ("other", &other)])
    };
    assert_eq!(of("12 = 13"), say("mine.is-not", ["12", "12", "13", "13"]));
    assert_eq!(of("3*4 = 13"), say("mine.differs-from", ["3·4", "12", "13", "13"]));
    assert_eq!(of("3*4 = 3*5"), say("mine.differ", ["3·4", "12", "3·5", "15"]));
}

#[test]
fn crosses_between_numbers_are_a_product_beside_a_number() {
    let conv = [("n", "224"), ("f", "3"), ("p", "1"), ("a", "1"), ("b", "64")];
    each("conv", &conv, &[("K = 3×3×64 = 576", "right"), ("MACs = 224×224×576", "right"), ("N1 = 224×224", "right")]);
    each(
        "iou",
        &[("a", "0,0,2,2"), ("b", "0,0,2,2")],
        &[("交集 = 2×2 = 4", "right"), ("交集 = 2x3 = 4", "contradicts")],
    );
}

#[test]
fn a_value_that_is_given_anew_is_the_old_one_on_the_right() {
    let cell = [("z", "0.9"), ("n", "0.5"), ("h", "-1")];
    each("gru-cell", &cell, &[("h = (1-z)*n + z*h = -0.85", "right"), ("h = (1-z)*n + z*h = -0.715", "contradicts")]);
    each(
        "penalty",
        &[("kind", "l2"), ("grad", "0"), ("w", "1"), ("lr", "0.5"), ("lambda", "0.1")],
        &[("w = w - 0.5*0.1*w = 0.95", "right")],
    );
    each(
        "clip",
        &[("g", "3,4"), ("max-norm", "1")],
        &[("g = g/5 = [0.6, 0.8]", "right"), ("|g| = sqrt(9+16) = 5", "right")],
    );
}

#[test]
fn an_earlier_line_may_be_rounded() {
    let bce = [("logit", "1"), ("target", "0")];
    assert_eq!(verdicts("bce", &bce, "p = 0.7311\nL = -ln(1-p) = 1.3133"), ["right", "right"]);
    assert_eq!(verdicts("bce", &bce, "p = 0.6\nL = -ln(1-p) = 1.3133"), ["wrong", "contradicts"]);
}

#[test]
fn the_last_of_a_list_is_a_number_and_so_is_each_of_it() {
    let layers = [("layers", "3x1,3x1,3x1")];
    for (line, verdict) in
        [("RF = 1+2+2+2 = 7", "right"), ("rf = 7", "right"), ("RF = 1+2+2 = 5", "right"), ("RF = 8", "wrong")]
    {
        assert_eq!(verdicts("receptive-field", &layers, line), [verdict], "{line}");
    }
    assert_eq!(verdicts("receptive-field", &layers, "RF = 3,5,7"), ["right"]);
}

#[test]
fn the_part_of_one_layer_is_no_wrong_total() {
    let values = [("d-model", "8"), ("heads", "2"), ("d-ff", "16"), ("layers", "6")];
    let working =
        "attention = 4*8*8+4*8 = 288\nffn = 2*8*16+16+8 = 280\nnorm = 2*2*8\nlayer = 288+280+32 = 600\nparams = 6*600";
    assert_eq!(verdicts("transformer-params", &values, working), ["known", "known", "known", "known", "right"]);
    assert_eq!(verdicts("transformer-params", &values, "attention = 3*8*8+3*8 = 216"), ["wrong"]);
}

#[test]
fn a_quantity_of_another_name_is_no_mistake_and_a_comparison_is_true_or_not() {
    let counts = [("tp", "30"), ("fp", "7"), ("fn", "10"), ("tn", "21")];
    each(
        "metrics",
        &counts,
        &[
            ("FPR = 7/28", "known"),
            ("误报率 = 7/28", "known"),
            ("TPR = 30/40", "right"),
            ("specificity = 7/28", "wrong"),
            ("5 > 1", "known"),
            ("1 > 5", "wrong"),
        ],
    );
    let clip = [("g", "3,4"), ("max-norm", "1")];
    each(
        "clip",
        &clip,
        &[
            ("‖g‖ = 5", "right"),
            ("‖g‖ = √(3²+4²) = 5 > 1", "right"),
            ("norm = 5 > 10", "wrong"),
            ("g ← g·1/5 = [0.6,0.8]", "right"),
        ],
    );
}

#[test]
fn hats_arrows_and_turned_matrices_are_read() {
    let adam = [("name", "adam"), ("theta", "1"), ("grads", "[[0.5]]"), ("lr", "0.1")];
    each("optimizer", &adam, &[("m̂ = 0.05/(1-0.9) = 0.5", "right"), ("v̂ = 0.25", "right"), ("m̂ = 0.05", "wrong")]);
    let attention = [("q", "1,2;0,1"), ("k", "1,0;3,1"), ("v", "2,0;0,4")];
    each("attention", &attention, &[("S = Q·Kᵀ = 1,5;0,1", "right"), ("S = Q·K^T", "right")]);
}

#[test]
fn a_title_leads_its_value_without_a_sign() {
    let values = [("n", "32"), ("f", "5"), ("p", "2"), ("a", "3"), ("b", "6"), ("bias", "true")];
    each(
        "conv",
        &values,
        &[
            ("参数量 456", "right"),
            ("参数量456", "right"),
            ("输出边长 32", "right"),
            ("参数量 450", "wrong"),
            ("参数量 450+6 = 456", "right"),
            ("weights 450", "right"),
            ("W - 450 = 0", "known"),
        ],
    );
    assert_eq!(verdicts("conv", &values, "权重数 450，参数量 456"), ["right", "right"]);
    let line = marked("conv", &values, "参数量 450").remove(0);
    assert!(matches!(line.mark, Mark::Wrong { slips, .. } if !slips.is_empty()));
    let cell = [("z", "0.8"), ("n", "0.5"), ("h", "-1")];
    each("gru-cell", &cell, &[("新状态 -0.7", "right"), ("新状态 −0.7", "right"), ("新状态 0.7", "wrong")]);
}

#[test]
fn crosses_in_a_chain_with_numbers_are_a_product_whatever_stands_around_them() {
    each(
        "conv",
        &CONV,
        &[
            ("每个核 5×5×3=75 个权重", "known"),
            ("输出大小为 32×32×6 = 6144", "right"),
            ("5×5×3 = 76", "contradicts"),
            ("N1 = 32×32", "right"),
        ],
    );
    let boxes = [("a", "1,1,5,4"), ("b", "3,2,6,6")];
    each("iou", &boxes, &[("B = 3×4 = 12", "known"), ("A = 4*3 = 12", "known"), ("B = 3×4 = 13", "contradicts")]);
    each("receptive-field", &[("layers", "3x1,3x1,3x1")], &[("final = 7×7", "right"), ("final = 8×8", "wrong")]);
}

#[test]
fn several_equations_on_a_line_are_read_one_after_the_other() {
    let values = [("n", "32"), ("f", "5"), ("a", "3"), ("b", "6"), ("bias", "true")];
    let of = |line: &str| verdicts("conv", &values, line);
    assert_eq!(of("W=450, K=456"), ["right", "right"]);
    assert_eq!(of("W=450；K=456"), ["right", "right"]);
    assert_eq!(of("75×6 = 450, 450+6=456"), ["right", "right"]);
    assert_eq!(of("W=150，K=W+6=156"), ["wrong", "follows"]);
    assert_eq!(of("W=450, K=457"), ["right", "wrong"]);
    // Lists on both sides stay one equation.
    assert_eq!(verdicts("mse", &MSE, "grad = -1/3, 1, -1/2 = -0.333, 1, 0.5"), ["contradicts"]);
    assert_eq!(verdicts("mse", &MSE, "grad = -1/3, 1, -1/2 = -0.333, 1, -0.5"), ["right"]);
}

#[test]
fn brackets_beside_each_other_and_behind_a_value_are_a_product() {
    let values = [("n", "32"), ("f", "5"), ("a", "3"), ("b", "6"), ("bias", "true")];
    each("conv", &values, &[("(75+1)(6)=456", "right"), ("5·5(3)(6) = 450", "right"), ("W = A(25)(B) = 450", "right")]);
    each(
        "bce",
        &[("prob", "0.1"), ("target", "0")],
        &[("p(1-p) = 0.09", "known"), ("(1-0)ln(1-0.1) = -0.1054", "known")],
    );
}

#[test]
fn one_entry_of_a_list_is_right_as_far_as_it_goes() {
    let logits = [("logits", "2,1,0.1"), ("target", "0")];
    each("cross-entropy", &logits, &[("probs = 7.389/11.212 = 0.659", "known"), ("probs = 0.9", "wrong")]);
}
