//! How `dlrev calc` shows formulas with their numbers.

use serde_json::json;

use crate::calc::{answers, json_of, shown};

#[test]
fn what_goes_by_another_name_in_a_formula_goes_by_its_own() {
    let formulas = |line: &str| -> Vec<String> {
        let steps = json_of(&line.split(' ').collect::<Vec<_>>(), None)["steps"].take();
        steps.as_array().unwrap().iter().map(|step| step["formula"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(formulas("gram --features 1,2;0,3"), ["X \\, X^{\\top}"]);
    let sgd = formulas("optimizer --name sgd --theta 1 --grads 0.5 --lr 0.1");
    assert!(sgd[0].contains("g_{1}") && !sgd[0].contains("d_{1}"), "{sgd:?}");
    // Another name for what no step shows tells less than the value, and a case that the turn decides on tells nothing.
    assert_eq!(formulas("detector-cost --proposals 2 --network lenet")[0], "58920");
    let layers = formulas("recurrent-params --cell rnn --input 3 --hidden 4 --layers 2");
    assert!(layers.iter().all(|layer| !layer.contains("cases")), "{layers:?}");
    assert!(shown("conv --n 32 --f 5 --a 3 --b 8 --bias").contains("B = 8, each kernel has a bias"));
}

#[test]
fn a_power_of_ten_stands_in_brackets_where_it_is_one_factor_of_something_tighter() {
    let flow = "gradient-flow --act sigmoid --depth 2 --z -12";
    assert!(shown(flow).contains("= (6.14414×10⁻⁶)²\n       ≈ 3.77504×10⁻¹¹"), "{}", shown(flow));
    let latex = shown(&format!("{flow} --format markdown"));
    assert!(latex.contains(r"\left(6.14414 \times 10^{-6}\right)^{2}"), "{latex}");
    let chain = shown("chain --f x^y --at x=2.5e-6,y=-2 --detail");
    assert!(chain.contains("(2.5×10⁻⁶)⁻² = 1.6×10¹¹"), "{chain}");
}

#[test]
fn a_minus_before_a_negative_number_stands_in_brackets() {
    let loss = shown("cross-entropy --logits 2,1,0.1 --target 0");
    assert!(loss.contains("= −(−0.41703)\n"), "{loss}");
    for line in [
        "chain --f exp(-x)+2^-x-x --at x=-2 --detail",
        "bce --prob 0.4 --target 1",
        "newton --f x^2-2 --x0 -1 --steps 2",
    ] {
        let text = shown(line);
        assert!(!text.contains("−−") && !text.contains("− −") && !text.contains("−0 "), "{text}");
    }
}

#[test]
fn what_cancels_is_shown_as_0_and_decimals_compare_as_decimals() {
    assert_eq!(answers("layernorm --x 0.1,0.1,0.1")["var"], json!(0));
    assert_eq!(answers("layernorm --x 0.1,0.2,-0.3")["mean"], json!(0));
    assert_eq!(answers("batchnorm --x 0.8;0.9;0.7")["xhat"][0], json!([0]));
    assert_eq!(answers("optimizer --name sgd --theta 0.3 --grads 1;1;1 --lr 0.1")["theta"][2], json!([0]));
    let stop =
        |val: &str| answers(&format!("early-stop --val {val} --patience 2 --min-delta 0.1"))["best_epoch"].clone();
    assert_eq!((stop("0.4,0.3,0.35,0.36"), stop("0.9,0.8,0.85,0.86")), (json!(1), json!(1)));
    assert_eq!(stop("0.4,0.29,0.35,0.36"), json!(2));
}

#[test]
fn what_hidden_digits_alone_lead_to_is_nearly_equal() {
    let flow = shown("gradient-flow --act silu --depth 33 --z 1.7 --w 2.3");
    assert!(flow.contains("= 2.4554³³\n       ≈ 7.48212×10¹²"), "{flow}");
    let gates = shown("gru-cell --z 0.9999999 --n .5 --h .2");
    assert!(gates.contains("(1 − 0.9999999)"), "{gates}");
}

#[test]
fn sizes_with_two_sides_do_not_read_as_products() {
    let text = shown("conv --n 30x12 --f 3x5 --s 2 --a 3 --b 4");
    for says in [
        "(27, 7)",
        "⌊(13.5, 3.5)⌋ + 1",
        "= (13, 3) + 1\n        = 14×4",
        "height(F) · width(F) · A₀ · B",
        "3·5 · 3 · 4",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn a_product_of_tensors_element_by_element_is_no_matrix_product() {
    let text = shown("activation --fn softmax --z 1,2");
    assert!(text.contains("⊙") && !text.contains("]] ·"), "{text}");
    let text = shown("layernorm --x 1,2,4");
    assert!(text.contains("γ ⊙ (x − μ)"), "{text}");
}

#[test]
fn a_function_is_shown_with_its_numbers_and_its_derivative_as_a_formula() {
    let newton = shown("newton --f x^2-2 --x0 1 --steps 2");
    for says in [
        "           = 2x\n",
        "     y₀ = f(x₀)\n        = 1² − 2\n        = 1 − 2\n        = −1\n",
        "     d₀ = f′(x₀)\n        = 2 · 1\n        = 2\n",
        "     y₁ = f(x₁)\n        = 1.5² − 2\n",
        "power rule: ∂(x²)/∂x = 2x",
        "x = [1, 1.5, 1.41667]",
    ] {
        assert!(newton.contains(says), "{says}: {newton}");
    }
    let json = json_of(&["newton", "--f", "x^2-2", "--x0", "1", "--steps", "1"], None);
    assert_eq!(json["steps"][1]["substituted"], "1^{2} - 2");
    assert_eq!(json["steps"][0]["value"], "2 * x");
    let descent = shown("descent --f x^2 --x0 10 --lr 0.2 --steps 2");
    assert!(descent.contains("d₁ = f′(x₁)\n        = 2 · 6\n        = 12"), "{descent}");
}

#[test]
fn a_derivative_is_a_text_that_reads_back_and_a_value() {
    assert_eq!(
        answers("derivative --f x^2*sin(x) --at x=0"),
        json!({"derivative": "2 * x * sin(x) + x^2 * cos(x)", "value": 0})
    );
    assert_eq!(answers("derivative --f x^2*y --by y"), json!({"derivative": "x^2"}));
    assert_eq!(answers("derivative --f exp(2*x) --at 0"), json!({"derivative": "2 * exp(2 * x)", "value": 2}));
    let english = shown("derivative --f x^2*sin(3*x)+5");
    for rule in ["sum rule: ", "product rule: ", "power rule: ", "chain rule: "] {
        assert!(english.contains(rule), "{english}");
    }
}

#[test]
fn padding_of_an_odd_number_of_cells_shows_no_half_cell() {
    let text = shown("conv --n 5 --f 2 --p same");
    assert!(!text.contains("0.5") && text.contains("5 + 1 − 1 · (2 − 1) − 1"), "{text}");
    assert_eq!(
        answers("conv --n 5x6 --f 2x3 --p same"),
        json!({"out_h": 5, "out_w": 6, "pad_before": [0, 1], "pad_after": [1, 1]})
    );
    assert_eq!(
        answers("conv --n 7 --f 4 --s 2 --p same"),
        json!({"out_h": 4, "out_w": 4, "pad_before": [1, 1], "pad_after": [2, 2]})
    );
}
