//! Lines as books and students write them: letters of their own, parts of a step, one entry of several.

use super::*;

const BIASED: [(&str, &str); 6] = [("n", "32"), ("f", "5"), ("p", "2"), ("a", "3"), ("b", "6"), ("bias", "true")];
const LOGITS: [(&str, &str); 2] = [("logits", "2,1,0.1"), ("target", "0")];
const CELL: [(&str, &str); 5] = [("f", "0.3"), ("i", "0.6"), ("g", "0.2"), ("o", "0.9"), ("c", "0.5")];

/// The mistakes that are named for a line alone.
fn slips(calculation: &str, values: &[(&str, &str)], line: &str) -> Vec<String> {
    match marked(calculation, values, line).remove(0).mark {
        Mark::Wrong { slips, .. } => slips.into_iter().map(|slip| slip.id.to_string()).collect(),
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn titles_lead_several_values_on_a_line() {
    let of = |line: &str| verdicts("conv", &BIASED, line);
    assert_eq!(of("权重数 450，参数量 456"), ["right", "right"]);
    assert_eq!(of("权重数 450，参数量 450"), ["right", "wrong"]);
    assert_eq!(of("weights 450; parameters 456"), ["right", "right"]);
}

#[test]
fn what_is_said_of_one_among_several_is_no_wrong_total() {
    each(
        "conv",
        &BIASED,
        &[("一个核有 75 个权重", "known"), ("每个核 5×5×3=75 个权重", "known"), ("每个核 77 个参数", "unread")],
    );
    let stack = [("d-model", "8"), ("heads", "2"), ("d-ff", "16"), ("layers", "6")];
    each("transformer-params", &stack, &[("每层 600", "known"), ("一层 600 个参数", "known"), ("参数 600", "wrong")]);
}

#[test]
fn a_shape_is_the_sides_of_an_output_with_its_channels() {
    each(
        "conv",
        &BIASED,
        &[
            ("输出为 32×32×6", "right"),
            ("output: 32x32x6", "right"),
            ("6×32×32", "right"),
            ("输出 31×31×6", "wrong"),
            ("32×32×6 = 6144", "right"),
        ],
    );
    each("pool", &[("n", "30"), ("f", "2"), ("a", "6")], &[("输出 15×15×6", "right"), ("输出 14×14×6", "wrong")]);
}

#[test]
fn the_usual_letter_of_a_quantity_is_judged_as_the_step_that_it_means() {
    let network = [("x", "2,1"), ("w1", "2,3"), ("b1", "2"), ("act", "relu"), ("t", "2"), ("lr", "0.1")];
    each(
        "backprop",
        &network,
        &[
            ("L = (2-9)^2 = 49", "wrong"),
            ("L = ½(2−9)² = 24.5", "right"),
            ("J = 24.5", "right"),
            ("δ = 2-9 = -7", "wrong"),
            ("δ = 7", "right"),
            ("∂L/∂w1 = 14", "known"),
            ("dL/dw1 = [14,7]", "right"),
        ],
    );
    assert!(slips("backprop", &network, "L = (2-9)^2 = 49").contains(&"half-forgotten".to_owned()));
    assert_eq!(slips("backprop", &network, "δ = -7"), ["sign-reversed"]);
    let adam = [("name", "adam"), ("theta", "1"), ("grads", "2"), ("lr", "0.1")];
    assert_eq!(slips("optimizer", &adam, "θ = 1-0.1·0.2/√0.004 = 0.684"), ["no-correction"]);
    let momentum = [("name", "momentum"), ("theta", "1"), ("grads", "4;3"), ("lr", "0.5")];
    let lines = "第一步：v=4, θ=-1\n第二步：v = 6.6，θ = -4.3";
    assert_eq!(verdicts("optimizer", &momentum, lines), ["right"; 4]);
    each("optimizer", &momentum, &[("v2 = 0.9*4+0.1*3 = 3.9", "wrong")]);
    let batch = [("x", "1;-1;2"), ("gamma", "3"), ("beta", "-1")];
    each(
        "batchnorm",
        &batch,
        &[("σ² = 1.556", "right"), ("σ² = 3", "wrong"), ("σ = 1.247", "known"), ("σ = √1.556", "known")],
    );
    assert_eq!(slips("batchnorm", &batch, "σ² = 2.333"), ["sample-variance"]);
    each("perplexity", &[("probs", "0.125,0.125")], &[("PPL = 8", "right"), ("PPL = 64", "wrong")]);
}

#[test]
fn a_derivative_is_judged_as_a_formula_and_at_its_point() {
    let values = [("f", "(1-x^2)^2"), ("at", "x=3")];
    each(
        "derivative",
        &values,
        &[
            ("f'(x) = 2(1-x^2)(-2x)", "right"),
            ("f′(x) = 2(1−x²)(−2x) = −4x(1−x²)", "right"),
            ("df/dx = -4x(1-x^2)", "right"),
            ("f'(x) = 2(1-x^2)", "wrong"),
            ("f'(x) = 2(1-x^2) = -4x(1-x^2)", "wrong"),
            ("f'(3) = 2(1-9)(-6) = 96", "right"),
            ("f'(3) = 2(1-9) = -16", "wrong"),
            ("f'(3) = 97", "wrong"),
            ("f'(2) = 24", "known"),
            ("f(3) = 64", "right"),
            ("f(3) = 65", "wrong"),
        ],
    );
    assert_eq!(slips("derivative", &values, "f'(x) = 2(1-x^2)"), ["inner-derivative-forgotten"]);
    assert_eq!(slips("derivative", &values, "f'(3) = 2(1-9) = -16"), ["inner-derivative-forgotten"]);
    let steps = [("f", "x^2"), ("x0", "10"), ("lr", "0.2"), ("steps", "2")];
    each(
        "descent",
        &steps,
        &[("x1 = x0 - η f'(x0) = 10 - 0.2*20 = 6", "right"), ("f'(10) = 20", "right"), ("x = 6, 3.6", "known")],
    );
}

#[test]
fn the_slope_of_an_activation_is_no_wrong_factor() {
    let layers = [("act", "sigmoid"), ("depth", "3"), ("z", "0"), ("w", "2")];
    each(
        "gradient-flow",
        &layers,
        &[
            ("导数 0.25", "known"),
            ("σ′(0) = 0.25", "known"),
            ("f'(0) = 0.25", "known"),
            ("σ'(0) = 0.5", "contradicts"),
            ("总因子 0.125", "right"),
            ("总因子 1.5", "wrong"),
        ],
    );
}

#[test]
fn another_base_of_the_logarithm_and_too_few_digits_are_told() {
    let one = [("prob", "0.9"), ("target", "1")];
    assert!(slips("bce", &one, "L = -lg 0.9 = 0.0458").contains(&"other-base".to_owned()));
    assert_eq!(slips("bce", &one, "L = 0.1"), ["perhaps-rounded"]);
    each("bce", &one, &[("L = 0.11", "right"), ("L = -ln 0.9 = 0.105", "right")]);
    each("cross-entropy", &LOGITS, &[("L = -log10(0.659) = 0.181", "wrong")]);
}

#[test]
fn an_entry_of_a_list_may_have_its_index_counted_from_either_number() {
    each(
        "cross-entropy",
        &LOGITS,
        &[
            ("p0 = 0.659", "known"),
            ("p_1 = 0.659", "known"),
            ("p₂ = 0.0986", "known"),
            ("p0 = 0.5", "wrong"),
            ("dz0 = 0.659-1 = -0.341", "known"),
        ],
    );
    let layer = [("x", "1,2"), ("w1", "1,-1;2,0"), ("b1", "0,1"), ("act", "relu")];
    each("forward", &layer, &[("z₁ = 1·1+(−1)·2+0 = −1", "known"), ("h = ReLU(z) = (0, 3)", "right")]);
    let rows = [("x", "1,0;1,2;2,2"), ("t", "1,1,0"), ("w", "1,0"), ("b", "-1"), ("lr", "0.5")];
    each("perceptron", &rows, &[("w = [1,0]+0.5*(0-1)*[2,2] = [0,-1]", "known")]);
}

#[test]
fn what_is_one_function_away_from_a_value_is_known() {
    each(
        "cross-entropy",
        &LOGITS,
        &[
            ("Σ = 11.212", "known"),
            ("sum = 11.212", "known"),
            ("exp: 7.389, 2.718, 1.105", "known"),
            ("sum = 11.4", "unread"),
        ],
    );
    let decay = [("w", "1,-2,3"), ("lambda", "0.1"), ("kind", "l2")];
    each("penalty", &decay, &[("‖w‖² = 14", "known")]);
}

#[test]
fn old_and_new_state_are_both_meant_by_a_letter() {
    let lines = "c = 0.27\nC_t = f*c + i*g = 0.15+0.12 = 0.27\nh = o·tanh(C_t) = 0.237\nh = o·tanh(c)";
    assert_eq!(verdicts("lstm-cell", &CELL, lines), ["right"; 4]);
    each(
        "lstm-cell",
        &CELL,
        &[
            ("C_t = f*C_{t-1} + i*g = 0.27", "right"),
            ("h = o·tanh(c) = 0.237", "right"),
            ("h = 0.9*0.27 = 0.243", "wrong"),
            ("c_t = 0.36", "wrong"),
        ],
    );
    let gate = [("z", "0.8"), ("n", "0.5"), ("h", "-1")];
    each("gru-cell", &gate, &[("h' = 0.2×0.5+0.8×(-1) = -0.7", "right"), ("h' = 0.7", "wrong")]);
}

#[test]
fn letters_beside_each_other_are_a_product_and_names_of_ones_own_are_kept() {
    let counts = [("tp", "20"), ("fp", "1"), ("fn", "7"), ("tn", "5")];
    each("metrics", &counts, &[("F1 = 2PR/(P+R) = 0.833", "right"), ("F1 = PR/(P+R) = 0.417", "wrong")]);
    let attention = [("q", "1,0"), ("k", "1,2;2,2"), ("v", "1;2")];
    each(
        "attention",
        &attention,
        &[("QKᵀ/√2 = [0.707,1.414]", "right"), ("权重 = softmax(0.707, 1.414) = (0.330, 0.670)", "right")],
    );
    let graph = [("f", "(x + y)*z"), ("at", "x=-2,y=5,z=-4")];
    let lines = "q = x+y = 3\nf = q·z = 3·(−4) = −12\n∂f/∂z = q = 3\n∂f/∂x = z = −4";
    assert_eq!(verdicts("chain", &graph, lines), ["right"; 4]);
    each("chain", &graph, &[("f = -11", "wrong"), ("∂f/∂x = 3", "wrong")]);
}

#[test]
fn a_shortened_title_is_known_and_a_word_of_something_else_is_not_read() {
    let cell = [("cell", "lstm"), ("input", "5"), ("hidden", "9")];
    each(
        "recurrent-params",
        &cell,
        &[("参数 = 576", "right"), ("参数=540", "wrong"), ("4*(5*9+9*9+9) = 540", "wrong"), ("4×144 = 576", "right")],
    );
    each(
        "conv",
        &BIASED,
        &[
            ("参数=450", "wrong"),
            ("学习率 12", "unread"),
            ("答案 31", "wrong"),
            ("所以 N1 = 32", "right"),
            ("so N1 = 31", "wrong"),
            ("∴ N1 = 32", "right"),
        ],
    );
}

#[test]
fn letters_between_a_name_and_its_value_are_passed_over() {
    each(
        "cross-entropy",
        &LOGITS,
        &[("grad = p - y = [-0.341, 0.242, 0.099]", "right"), ("grad = p - y = [0.659, 0.242, 0.099]", "wrong")],
    );
    each("bce", &[("logit", "-1.5"), ("target", "1")], &[("dL/dz = p - y = 0.182-1 = -0.818", "right")]);
}
