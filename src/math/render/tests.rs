//! How formulas look, and that their source reads back.

use proptest::prelude::*;

use super::*;
use crate::parse::parse;
use crate::value::Value;

fn block_of(source: &str) -> String {
    block(&parse(source).unwrap(), 76, Style::default()).join("\n")
}

#[test]
fn a_line_looks_like_the_notes() {
    let line = |s: &str| super::line(&parse(s).unwrap());
    assert_eq!(line("floor((N_0 + 2*P - F) / S) + 1"), "⌊(N₀ + 2P − F)/S⌋ + 1");
    assert_eq!(line("softmax(Q @ T(K) / sqrt(d_k)) @ V"), "softmax(Q Kᵀ/√dₖ) V");
    assert_eq!(line("tanh(W_{xh} @ x[t] + W_{hh} @ h[t-1] + b_h)"), "tanh(Wₓₕ xₜ + Wₕₕ hₜ₋₁ + bₕ)");
    assert_eq!(line("-(a + b)^2 - (c - d) * -x"), "−(a + b)² − (c − d)·(−x)");
    assert_eq!(line("1 / (1 + exp(-z))"), "1/(1 + e⁻ᶻ)");
    assert_eq!(line("grad(L, W_1)"), "∂L/∂W₁");
    assert_eq!(line("F * F * A_0 * B"), "F·F·A₀·B");
    assert_eq!(line("gamma * x_hat + beta"), "γ·x̂ + β");
}

#[test]
fn latex_has_braces_where_it_needs_them() {
    let latex = |s: &str| super::latex(&parse(s).unwrap());
    assert_eq!(latex("floor((N_0 + 2*P - F) / S) + 1"), r"\left\lfloor \frac{N_{0} + 2 P - F}{S} \right\rfloor + 1");
    assert_eq!(
        latex("softmax(Q @ T(K) / sqrt(d_k))"),
        r"\operatorname{softmax}\left(\frac{Q \, K^{\top}}{\sqrt{d_{k}}}\right)"
    );
    assert_eq!(latex("exp(-x^2)"), "e^{-x^{2}}");
    assert_eq!(latex("(a / b)^2"), r"\left(\frac{a}{b}\right)^{2}");
    assert_eq!(latex("gamma[t]"), r"\gamma_{t}");
}

#[test]
fn the_output_size_of_a_convolution() {
    insta::assert_snapshot!(block_of("floor((N_0 + 2*P - F) / S) + 1"), @r"
    ⎢ N₀ + 2P − F ⎥
    ⎢ ─────────── ⎥ + 1
    ⎣      S      ⎦
    ");
}

#[test]
fn scaled_dot_product_attention() {
    insta::assert_snapshot!(block_of("softmax(Q @ T(K) / sqrt(d_k)) @ V"));
}

#[test]
fn a_sigmoid_and_a_nested_fraction() {
    insta::assert_snapshot!(block_of("1 / (1 + exp(-(z + b)))"));
    insta::assert_snapshot!(block_of("a / (b / c) + x^(y + 1)"));
}

#[test]
fn layer_normalisation() {
    insta::assert_snapshot!(block_of("gamma * (x - mu) / sqrt(sigma^2 + eps) + beta"));
}

#[test]
fn cases_and_matrices() {
    insta::assert_snapshot!(block_of("where(x >= 0, x, alpha * (exp(x) - 1))"));
    let matrix = Value::tensor(&[2, 3], vec![1.0, -2.5, 3.0, 10.0, 0.125, 6.0]).unwrap();
    let product = Expr::value(matrix).with(BinaryOp::MatMul, Expr::name("W_{hidden}"));
    insta::assert_snapshot!(block(&product, 76, Style::default()).join("\n"));
}

#[test]
fn cases_and_uneven_sizes_stand_in_brackets_inside_arithmetic() {
    let size = Expr::value(Value::Pair([31.0, 27.0])).with(BinaryOp::Add, parse("4").unwrap());
    assert_eq!(line(&size), "(31, 27) + 4");
    assert_eq!(latex(&size), "\\left(31, 27\\right) + 4");
    let even = Expr::value(Value::Pair([31.0, 31.0])).with(BinaryOp::Add, parse("4").unwrap());
    assert_eq!(line(&even), "31 + 4");
    let cases = parse("a * where(x > 0, x, 0)").unwrap();
    assert_eq!(line(&cases), "a·{x, x > 0; 0, x ≤ 0}");
    let drawn = latex(&cases);
    assert!(drawn.starts_with("a \\cdot \\left(\\begin{cases}") && drawn.contains("x \\le 0"), "{drawn}");
    assert_eq!(source(&cases), "a * where(x > 0, x, 0)");
}

#[test]
fn a_wide_matrix_is_elided() {
    let wide = Value::tensor(&[8, 9], (0..72).map(f64::from).collect()).unwrap();
    insta::assert_snapshot!(block(&Expr::value(wide), 76, Style::default()).join("\n"));
}

#[test]
fn an_equation_aligns_its_sides() {
    let (formula, numbers) =
        (parse("floor((N_0 + 2*P - F) / S) + 1").unwrap(), parse("floor((32 + 2*2 - 5) / 1) + 1").unwrap());
    let value = parse("32").unwrap();
    let rows = equation(&parse("N_1").unwrap(), &[&formula, &numbers, &value], 60, Style::default());
    insta::assert_snapshot!(rows.join("\n"));
}

#[test]
fn what_is_too_wide_falls_back_to_a_line_wrapped_at_operators() {
    let rows =
        block(&parse("alpha + beta + gamma + delta + epsilon + (theta + lambda) / mu").unwrap(), 20, Style::default());
    assert!(rows.iter().all(|row| unicode_width::UnicodeWidthStr::width(row.as_str()) <= 20), "{rows:?}");
    assert!(rows.len() > 1);
}

#[test]
fn ascii_is_ascii() {
    for source in
        ["floor((N_0 + 2*P - F) / S) + 1", "sqrt(sigma^2 + eps)", "where(x >= 0, x, -x)", "T(x) @ W_{xh} * pi"]
    {
        for row in block(&parse(source).unwrap(), 70, Style { ascii: true }) {
            assert!(row.is_ascii(), "{row}");
        }
    }
    let wide = Value::tensor(&[8, 9], (0..72).map(f64::from).collect()).unwrap();
    for row in block(&Expr::value(wide), 70, Style { ascii: true }) {
        assert!(row.is_ascii(), "{row}");
    }
}

#[test]
fn where_ambiguous_characters_are_wide_formulas_still_align() {
    crate::columns::set_ambiguous_wide(true);
    let rows = block(&parse("floor((N_1 + 2*P - F) / S) * 2").unwrap(), 70, Style::default());
    let column = |row: &String| row.find(['⎥', '⎦']).map(|at| crate::columns::width(&row[..at]));
    let columns: Vec<_> = rows.iter().map(column).collect();
    let root = block(&parse("sqrt(sigma_1 / (n_1 + 1))").unwrap(), 70, Style::default());
    let widths: Vec<usize> = root.iter().map(|row| crate::columns::width(row)).collect();
    let stroke: Vec<_> =
        root.iter().map(|row| row.find(['┌', '│']).map(|at| crate::columns::width(&row[..at]))).collect();
    crate::columns::set_ambiguous_wide(false);
    assert!(columns.windows(2).all(|pair| pair[0].is_some() && pair[0] == pair[1]), "{rows:?}");
    // The hook and the stroke, then the roof over a fraction of eight columns with a space on both sides.
    assert_eq!(widths[0], 2 + 2 + 10, "{root:?}");
    assert_eq!(stroke, [Some(2); 4], "the stroke is straight: {root:?}");
}

#[test]
fn prose_renders_its_formulas_and_keeps_its_words() {
    let text = "输出边长 $N_1 = floor((N_0 + 2*P - F)/S) + 1$，见 $5 的价格";
    assert_eq!(prose(text, Target::Line), "输出边长 N₁ = ⌊(N₀ + 2P − F)/S⌋ + 1，见 $5 的价格");
    assert_eq!(prose("$x^2$", Target::Latex), "$x^{2}$");
}

fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (0..100_u32).prop_map(|n| Expr::new(ExprKind::Number(f64::from(n), n.to_string().into()))),
        "[a-d](_[0-9]|_\\{[xyz]{1,3}\\})?".prop_map(|name| Expr::name(&name)),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let op = proptest::sample::select(vec![
            BinaryOp::Add,
            BinaryOp::Sub,
            BinaryOp::Mul,
            BinaryOp::Div,
            BinaryOp::Hadamard,
            BinaryOp::MatMul,
            BinaryOp::Pow,
            BinaryOp::Lt,
            BinaryOp::Ge,
            BinaryOp::Eq,
            BinaryOp::And,
            BinaryOp::Or,
        ]);
        prop_oneof![
            (op, inner.clone(), inner.clone()).prop_map(|(op, l, r)| l.with(op, r)),
            inner.clone().prop_map(|e| Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(e)))),
            inner.clone().prop_map(|e| Expr::new(ExprKind::Unary(UnaryOp::Not, Box::new(e)))),
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|items| Expr::call("max", items)),
            proptest::collection::vec(inner.clone(), 1..3).prop_map(|items| Expr::new(ExprKind::List(items))),
            (inner.clone(), inner).prop_map(|(base, index)| Expr::new(ExprKind::Index(Box::new(base), vec![index]))),
        ]
    })
}

proptest! {
    #[test]
    fn the_source_of_a_tree_reads_back_as_the_same_tree(expr in expression()) {
        let text = source(&expr);
        prop_assert_eq!(parse(&text).unwrap_or_else(|e| panic!("{text}: {e}")), expr, "{}", text);
    }

    #[test]
    fn every_face_draws_every_tree(expr in expression(), width in 1..80_usize) {
        let (unicode, ascii) = (Style::default(), Style { ascii: true });
        prop_assert!(!line(&expr).is_empty());
        prop_assert!(!latex(&expr).is_empty());
        let widths = |rows: Vec<String>| rows.iter().map(|r| unicode_width::UnicodeWidthStr::width(r.as_str())).max();
        prop_assert!(widths(block(&expr, 10_000, unicode)).is_some());
        prop_assert!(!block(&expr, width, ascii).is_empty());
    }
}

fn number(x: f64) -> Expr {
    Expr::value(Value::Number(x))
}

/// The expression in one line and in LaTeX.
fn both(expr: &Expr) -> [String; 2] {
    [line(expr), latex(expr)]
}

#[test]
fn a_power_of_ten_is_a_product() {
    let small = || number(2.5e-6);
    assert_eq!(
        both(&small().with(BinaryOp::Pow, number(2.0))),
        ["(2.5×10⁻⁶)²", "\\left(2.5 \\times 10^{-6}\\right)^{2}"]
    );
    assert_eq!(
        both(&small().with(BinaryOp::Pow, number(-2.0))),
        ["(2.5×10⁻⁶)⁻²", "\\left(2.5 \\times 10^{-6}\\right)^{-2}"]
    );
    assert_eq!(line(&number(0.5).with(BinaryOp::Pow, number(1e-5))), "0.5^(1×10⁻⁵)");
    assert_eq!(line(&number(1.0).with(BinaryOp::Div, small())), "1/(2.5×10⁻⁶)");
    assert_eq!(line(&small().with(BinaryOp::Div, number(3.0))), "2.5×10⁻⁶/3");
    assert_eq!(line(&Expr::call("sqrt", vec![small()])), "√(2.5×10⁻⁶)");
    assert_eq!(line(&number(2.0).with(BinaryOp::Mul, small())), "2·2.5×10⁻⁶");
    assert_eq!(line(&number(2.0).with(BinaryOp::Mul, number(-2.5e-6))), "2·(−2.5×10⁻⁶)");
    let power = Expr::call("sqrt", vec![small()]).with(BinaryOp::Pow, number(2.0));
    assert_eq!(block(&power, 70, Style::default()), ["(√(2.5×10⁻⁶))²"]);
    let typed = parse("1e-5^2").unwrap();
    assert_eq!(both(&typed), ["(1×10⁻⁵)²", "\\left(1 \\times 10^{-5}\\right)^{2}"]);
    assert_eq!(source(&typed), "1e-5^2");
}

#[test]
fn powers_of_powers_stand_in_brackets() {
    let latex = |s: &str| super::latex(&parse(s).unwrap());
    assert_eq!(latex("exp(x)^2"), "\\left(e^{x}\\right)^{2}");
    assert_eq!(latex("T(W)^2"), "\\left(W^{\\top}\\right)^{2}");
    assert_eq!(latex("(x^2)^3"), "\\left(x^{2}\\right)^{3}");
    assert_eq!(line(&parse("sqrt(2)^2").unwrap()), "(√2)²");
    assert_eq!(line(&parse("x^T").unwrap()), "x^T", "not a transposition");
    let sum = parse("sum(x)^2 * sum(y)").unwrap();
    assert_eq!(super::latex(&sum), "\\left(\\sum x\\right)^{2} \\cdot \\left(\\sum y\\right)");
    assert_eq!(block(&sum, 70, Style::default()), ["(Σ x)² · (Σ y)"]);
}

#[test]
fn two_signs_never_stand_beside_each_other() {
    let minus = |e: Expr| Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(e)));
    assert_eq!(both(&minus(number(-0.5))), ["−(−0.5)", "-\\left(-0.5\\right)"]);
    assert_eq!(line(&minus(minus(number(-3.0)))), "−(−(−3))");
    assert_eq!(line(&Expr::call("exp", vec![minus(number(-2.0))])), "exp(−(−2))");
    assert_eq!(line(&number(2.0).with(BinaryOp::Pow, minus(number(-3.0)))), "2^(−(−3))");
    assert_eq!(line(&minus(number(1e-5))), "−1×10⁻⁵");
    assert_eq!(line(&minus(number(-1e-5))), "−(−1×10⁻⁵)");
    let quotient = || number(-1.5).with(BinaryOp::Div, number(2.0));
    assert_eq!(line(&number(2.0).with(BinaryOp::Sub, quotient())), "2 − (−1.5/2)");
    assert_eq!(latex(&number(2.0).with(BinaryOp::Sub, quotient())), "2 - \\frac{-1.5}{2}");
    let sum = number(-1.0).with(BinaryOp::Add, number(4.0));
    assert_eq!(line(&number(2.0).with(BinaryOp::Add, sum)), "2 + (−1 + 4)");
    assert_eq!(both(&minus(number(0.0))), ["0", "0"]);
    assert_eq!(both(&number(-0.0)), ["0", "0"]);
    assert_eq!(line(&parse("x >= -1").unwrap()), "x ≥ −1");
}

#[test]
fn a_size_with_two_sides_is_a_pair_inside_arithmetic() {
    let size = || Expr::value(Value::Pair([30.0, 12.0]));
    assert_eq!(line(&size()), "30×12");
    let moved = size().with(BinaryOp::Sub, Expr::value(Value::Pair([3.0, 5.0]))).over(2.0);
    assert_eq!(
        both(&Expr::call("floor", vec![moved.clone()])),
        [
            "⌊((30, 12) − (3, 5))/2⌋",
            "\\left\\lfloor \\frac{\\left(30, 12\\right) - \\left(3, 5\\right)}{2} \\right\\rfloor"
        ]
    );
    let area = Expr::call("area", vec![Expr::value(Value::Pair([3.0, 5.0]))]);
    assert_eq!(line(&number(30.0).with(BinaryOp::Div, area)), "30/(3·5)");
}

#[test]
fn a_product_element_by_element_has_a_sign_of_its_own() {
    let expr = parse("f ⊙ c + i ⊙ g").unwrap();
    assert_eq!(both(&expr), ["f ⊙ c + i ⊙ g", "f \\odot c + i \\odot g"]);
    assert_eq!(parse(&source(&expr)).unwrap(), expr);
}

#[test]
fn what_is_nested_as_deep_as_may_be_takes_no_more_room_than_its_parts() {
    const DEPTH: usize = 60;
    let nested = |before: &str, after: &str| before.repeat(DEPTH) + "x" + &after.repeat(DEPTH);
    let sources = [
        ["x"; DEPTH].join("^"),
        nested("sqrt(", ")"),
        nested("exp(", ")"),
        nested("area(", ")"),
        nested("where(", " > 0, 1, 2)"),
        nested("xlog(", ", x)"),
        "1/(".repeat(DEPTH / 2) + "x" + &")".repeat(DEPTH / 2),
    ];
    for text in sources {
        let expr = parse(&text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let faces = [
            line(&expr),
            latex(&expr),
            source(&expr),
            block(&expr, 76, Style::default()).concat(),
            block(&expr, 76, Style { ascii: true }).concat(),
            equation(&expr, &[&expr, &expr], 76, Style::default()).concat(),
        ];
        let longest = faces.iter().map(String::len).max().unwrap();
        assert!(longest < 100_000, "{longest} bytes of {text}");
    }
}

#[test]
fn what_is_long_is_not_written_twice() {
    let side = ["x"; 80].join(" + ");
    let area = parse(&format!("area({side})")).unwrap();
    assert!(line(&area).ends_with("x)²") && latex(&area).ends_with("\\right)^{2}"), "{}", line(&area));
    let cases = parse(&format!("where({side} > 0, 1, 2)")).unwrap();
    assert!(line(&cases).ends_with("> 0; 2, else}") && latex(&cases).contains("2 & \\text{else}"), "{}", line(&cases));
}

#[test]
fn letters_of_subscripts_in_one_drawing_all_stand_alike() {
    let drawn = |text: &str| block(&parse(text).unwrap(), 40, Style::default());
    assert_eq!(drawn("W_k*x + d_1"), ["Wₖ · x + d₁"]);
    assert_eq!(drawn("W_q*x + W_k*y + d_1"), ["W  · x + W  · y + d₁", " q        k"]);
    let (left, side) = (Expr::name("y_q"), parse("x_k + 1").unwrap());
    assert_eq!(equation(&left, &[&side], 40, Style::default()), ["y  = x  + 1", " q    k"]);
}

#[test]
fn letters_of_subscripts_in_one_text_are_all_lowered_or_all_behind_a_line() {
    let line = |text: &str| prose(text, Target::Line);
    assert_eq!(line("$W_k$ and $d_1$"), "Wₖ and d₁");
    assert_eq!(line("$W_k*x + d_1$, $W_q$ and $h_{t-1}$"), "W_k·x + d₁, W_q and hₜ₋₁");
    assert_eq!(line("$d_model$ and $h_t$"), "d_model and h_t");
    assert_eq!(prose("$W_k$, $W_q$", Target::Latex), "$W_{k}$, $W_{q}$");
}

#[test]
fn what_a_formula_given_as_a_value_needs_around_it_is_what_it_needs_itself() {
    let given = |text: &str| Expr::value(Value::Formula(parse(text).unwrap().into()));
    assert_eq!(line(&given("a + b").with(BinaryOp::Mul, Expr::name("c"))), "(a + b)·c");
    assert_eq!(line(&Expr::name("b").with(BinaryOp::Add, given("-a"))), "b + (−a)");
    assert_eq!(line(&given("a * b").with(BinaryOp::Add, Expr::name("c"))), "a·b + c");
}

#[test]
fn a_zero_has_no_sign_and_a_derivative_is_a_quotient_under_a_power() {
    let square = |expr: Expr| line(&expr.with(BinaryOp::Pow, parse("2").unwrap()));
    let minus = |e: Expr| Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(e)));
    assert_eq!([square(number(0.0)), square(minus(number(0.0)))], ["0²", "0²"]);
    assert_eq!(square(parse("grad(L, w)").unwrap()), "(∂L/∂w)²");
    assert_eq!([source(&number(-2.0)), source(&number(2.0))], ["-2", "2"]);
    let of_source = |expr: Expr| source(&expr.with(BinaryOp::Pow, parse("2").unwrap()));
    assert_eq!(
        [of_source(number(-2.0)), of_source(number(2.0)), of_source(minus(parse("0").unwrap()))],
        ["(-2)^2", "2^2", "(-0)^2"]
    );
    assert_eq!(source(&number(2.0).with(BinaryOp::Pow, minus(Expr::name("x")))), "2^-x");
}

#[test]
fn an_axis_has_its_letter_where_there_is_one_for_it() {
    let sum = |text: &str| line(&parse(text).unwrap());
    assert_eq!([sum("sum(x, -1)"), sum("sum(x, -2)")], ["Σⱼ(x)", "sum(x, −2)"]);
    let minus = Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(number(1.0))));
    assert_eq!(line(&Expr::call("sum", vec![Expr::name("x"), minus])), "Σⱼ(x)");
}

#[test]
fn a_long_right_side_of_a_condition_is_not_written_twice_either() {
    let side = ["y"; 80].join(" + ");
    let cases = line(&parse(&format!("where(x < {side}, 1, 2)")).unwrap());
    assert!(cases.ends_with("; 2, else}"), "{cases}");
    assert_eq!(line(&parse("where(x < 1 + y, 1, 2)").unwrap()), "{1, x < 1 + y; 2, x ≥ 1 + y}");
}

#[test]
fn a_name_is_split_only_where_something_stands_on_both_sides() {
    let name = |name: &str| line(&Expr::name(name));
    assert_eq!([name("_a"), name("a_"), name("a_1")], ["_a", "a_", "a₁"]);
}
