//! How each notation is written: in one line, in LaTeX, in two dimensions, and in these with ASCII alone.

use super::*;
use crate::machine::Machine;
use crate::parse::{parse, parse_chain};

fn value(source: &str) -> Value {
    Machine::new().evaluate(&parse(source).unwrap()).unwrap()
}

#[test]
fn each_notation_has_a_line_and_its_latex() {
    for (source, line, latex) in [
        (
            "floor(x/2) + ceil((a+b)/c)",
            "⌊x/2⌋ + ⌈(a + b)/c⌉",
            r"\left\lfloor \frac{x}{2} \right\rfloor + \left\lceil \frac{a + b}{c} \right\rceil",
        ),
        ("abs(x - y)", "|x − y|", r"\left| x - y \right|"),
        ("norm(w)", "‖w‖", r"\left\| w \right\|"),
        ("norm(w, 1)", "‖w‖ᵢ", r"\left\| w \right\|_{i}"),
        ("sqrt(x/2)", "√(x/2)", r"\sqrt{\frac{x}{2}}"),
        ("sqrt(x + 1)", "√(x + 1)", r"\sqrt{x + 1}"),
        ("exp(x)", "eˣ", "e^{x}"),
        ("exp(x/2)", "exp(x/2)", r"e^{\frac{x}{2}}"),
        ("T(a + b)", "(a + b)ᵀ", r"\left(a + b\right)^{\top}"),
        ("sum(x, 2)", "Σⱼ(x)", r"\sum _{j} \left(x\right)"),
        ("-sum(x)", "−Σ(x)", r"-\sum x"),
        ("sum(x) * 2", "Σ(x)·2", r"\left(\sum x\right) \cdot 2"),
        ("sum(x)^2", "Σ(x)²", r"\left(\sum x\right)^{2}"),
        ("mean(x, 1)", "meanᵢ(x)", r"\operatorname{mean}_{i}\left(x\right)"),
        ("mean(x, 3)", "meanₖ(x)", r"\operatorname{mean}_{k}\left(x\right)"),
        ("mean(x, -1)", "meanⱼ(x)", r"\operatorname{mean}_{j}\left(x\right)"),
        ("var(x, 2)", "Varⱼ(x)", r"\operatorname{Var}_{j}\left(x\right)"),
        ("stack(a, b)", "[a, b]", r"\left[a, b\right]"),
        ("equals(a + 1, b)", "[a + 1 = b]", r"\left[a + 1 = b\right]"),
        ("rows(a + b, i, j)", "(a + b)[i…j]", r"\left(a + b\right)\left[i\dots j\right]"),
        ("cols(X, 2, 2)", "X[:, 2…2]", r"X\left[\text{:}, 2\dots 2\right]"),
        ("area(F + 1)", "(F + 1)·(F + 1)", r"\left(F + 1\right) \cdot \left(F + 1\right)"),
        (r#"apply("relu", z)"#, "ReLU(z)", r"\operatorname{ReLU}\left(z\right)"),
        (r#"slope("leaky_relu", z, a)"#, "LeakyReLU′(z, a)", r"\operatorname{LeakyReLU}'\left(z, a\right)"),
        ("slope(f, z)", "f′(z)", r"\operatorname{f}'\left(z\right)"),
        (
            "where(x > 0, x, a*x)",
            "{x, x > 0; a·x, x ≤ 0}",
            r"\begin{cases} x & x > 0 \\ a \cdot x & x \le 0 \end{cases}",
        ),
        ("where(x < 0, 1, 0)", "{1, x < 0; 0, x ≥ 0}", r"\begin{cases} 1 & x < 0 \\ 0 & x \ge 0 \end{cases}"),
        ("where(x <= 0, 1, 0)", "{1, x ≤ 0; 0, x > 0}", r"\begin{cases} 1 & x \le 0 \\ 0 & x > 0 \end{cases}"),
        ("where(x == 0, 1, 0)", "{1, x = 0; 0, x ≠ 0}", r"\begin{cases} 1 & x = 0 \\ 0 & x \ne 0 \end{cases}"),
        ("where(x != 0, 1, 0)", "{1, x ≠ 0; 0, x = 0}", r"\begin{cases} 1 & x \ne 0 \\ 0 & x = 0 \end{cases}"),
        (
            "where(x > 0 and y > 0, 1, 0)",
            "{1, x > 0 ∧ y > 0; 0, ¬(x > 0 ∧ y > 0)}",
            r"\begin{cases} 1 & x > 0 \land y > 0 \\ 0 & \lnot \left(x > 0 \land y > 0\right) \end{cases}",
        ),
        ("sigmoid(x + 1)", "σ(x + 1)", r"\sigma\left(x + 1\right)"),
        ("x * grad(L, W)", "x·∂L/∂W", r"x \cdot \frac{\partial L}{\partial W}"),
        ("at(f, x, y)", "f(x, y)", r"f\left(x, y\right)"),
        ("outer(a, b)", "a bᵀ", r"a \, b^{\top}"),
        ("ratios(a, b)", "a/b", r"\frac{a}{b}"),
        ("reshape(x, 2, 2) + 1", "x + 1", "x + 1"),
        ("W_xh @ x_t", "Wₓₕ xₜ", r"W_{xh} \, x_{t}"),
        ("W_{ab}", "W_ab", "W_{ab}"),
        ("x_hat + y_bar", "x\u{302} + y\u{304}", r"\hat{x} + \bar{y}"),
        ("X[i,j]", "X[i,j]", "X_{i, j}"),
        ("x[k+1]", "xₖ₊₁", "x_{k + 1}"),
        ("(a + b).x", "(a + b).x", r"\left(a + b\right).\mathrm{x}"),
        ("not (a and b) or c", "¬(a ∧ b) ∨ c", r"\lnot \left(a \land b\right) \lor c"),
        ("(-3)^2", "(−3)²", r"\left(-3\right)^{2}"),
        ("(a/b)^2", "(a/b)²", r"\left(\frac{a}{b}\right)^{2}"),
        ("a/(b/c)", "a/(b/c)", r"\frac{a}{\frac{b}{c}}"),
        ("a - (-b)", "a − (−b)", r"a - \left(-b\right)"),
        ("(-a) * b", "(−a)·b", r"\left(-a\right) \cdot b"),
        ("-(-a)", "−(−a)", r"-\left(-a\right)"),
        ("2*W_x", "2Wₓ", "2 W_{x}"),
        ("2*ab", "2·ab", r"2 \cdot \mathrm{ab}"),
        ("2*x[1]", "2x₁", "2 x_{1}"),
        ("2*1e-7", "2·1×10⁻⁷", r"2 \cdot 1 \times 10^{-7}"),
        ("(1e-7)^2", "(1×10⁻⁷)²", r"\left(1 \times 10^{-7}\right)^{2}"),
        ("[[a,b],[c,d]] @ x", "[[a, b]; [c, d]] x", r"\left[\left[a, b\right], \left[c, d\right]\right] \, x"),
        (
            "[[[1,2],[3,4]],[[5,6],[7,8]]]",
            "[[[1, 2]; [3, 4]]; [[5, 6]; [7, 8]]]",
            r"\left[\left[\left[1, 2\right], \left[3, 4\right]\right], \left[\left[5, 6\right], \left[7, 8\right]\right]\right]",
        ),
        ("larger(a, 0)", "max(a, 0)", r"\max\left(a, 0\right)"),
        ("xlog(p, q)", "p·ln(q)", r"p \cdot \ln\left(q\right)"),
        ("a or b and c", "a ∨ b ∧ c", r"a \lor b \land c"),
        ("a and not b", "a ∧ ¬b", r"a \land \lnot b"),
        ("c * (a/b)", "c·(a/b)", r"c \cdot \frac{a}{b}"),
        ("c / (a*b)", "c/(a·b)", r"\frac{c}{a \cdot b}"),
        ("x - (-a)/b*c", "x − (−a/b·c)", r"x - \frac{-a}{b} \cdot c"),
        ("-0 * x", "0·x", r"0 \cdot x"),
        ("log2(x)", "log2(x)", r"\operatorname{log2}\left(x\right)"),
    ] {
        let expr = parse(source).unwrap();
        assert_eq!((super::line(&expr), super::latex(&expr)), (line.to_owned(), latex.to_owned()), "{source}");
    }
}

#[test]
fn each_notation_is_drawn_in_two_dimensions() {
    let drawn: [(&str, &[&str]); _] = [
        ("c * (a/b)", &["     a", "c ·  ─", "     b"]),
        ("x - (-a)/b*c", &["     −a", "x −  ──  · c", "     b"]),
        ("floor(x/2) + ceil((a+b)/c)", &["⎢ x ⎥   ⎡ a + b ⎤", "⎢ ─ ⎥ + ⎢ ───── ⎥", "⎣ 2 ⎦   ⎢   c   ⎥"]),
        ("sqrt(x/2)", &[" ┌───", " │ x", " │ ─", "╲│ 2"]),
        ("sqrt(1/(a + b))/c", &["  ┌───────", "  │   1", "  │ ─────", " ╲│ a + b", " ─────────", "     c"]),
        ("exp(x/2)", &["  x", "  ─", "  2", "e"]),
        ("-sum(x)", &["−Σ x"]),
        ("sum(x) * 2", &["(Σ x) · 2"]),
        ("sum(x)^2", &["(Σ x)²"]),
        ("area(F + 1)", &["(F + 1) · (F + 1)"]),
        ("where(x > 0, x, a*x)", &["⎧x        x > 0", "⎩a · x    x ≤ 0"]),
        ("where(x < 0, 1, 0)", &["⎧1    x < 0", "⎩0    x ≥ 0"]),
        ("where(x <= 0, 1, 0)", &["⎧1    x ≤ 0", "⎩0    x > 0"]),
        ("where(x == 0, 1, 0)", &["⎧1    x = 0", "⎩0    x ≠ 0"]),
        ("where(x != 0, 1, 0)", &["⎧1    x ≠ 0", "⎩0    x = 0"]),
        ("where(x > 0 and y > 0, 1, 0)", &["⎧1    x > 0 ∧ y > 0", "⎩0    ¬(x > 0 ∧ y > 0)"]),
        ("x * grad(L, W)", &["     ∂L", "x ·  ──", "     ∂W"]),
        ("ratios(a, b)", &[" a", " ─", " b"]),
        ("W_{ab}", &["W", " ab"]),
        ("(a/b)^2", &["⎛ a ⎞", "⎜ ─ ⎟²", "⎝ b ⎠"]),
        ("a/(b/c)", &["  a", " ───", "  b", "  ─", "  c"]),
        ("(-a) * b", &["(−a) · b"]),
        ("2*ab", &["2 · ab"]),
        ("2*1e-7", &["2 · 1×10⁻⁷"]),
        ("[[a,b],[c,d]] @ x", &["⎡a  b⎤ x", "⎣c  d⎦"]),
        ("[[[1,2],[3,4]],[[5,6],[7,8]]]", &["⎡⎡1  2⎤, ⎡5  6⎤⎤", "⎣⎣3  4⎦  ⎣7  8⎦⎦"]),
    ];
    for (source, rows) in drawn {
        assert_eq!(block(&parse(source).unwrap(), 60, Style::default()), rows, "{source}");
    }
    // What needs one row has the signs of a line.
    for source in ["norm(w)", "norm(w, 1)", "mean(x, 1)", "x[k+1]", "xlog(p, q)", "a and not b", "-0 * x", "pair(3, 4)"]
    {
        let expr = parse(source).unwrap();
        let line = super::line(&expr).replace('·', " · ");
        assert_eq!(block(&expr, 60, Style::default()), [line], "{source}");
    }
}

#[test]
fn each_notation_is_drawn_with_ascii_alone() {
    let drawn: [(&str, &[&str]); _] = [
        ("alpha + phi + pi + Sigma + sigma_1", &["alpha + phi + pi + sum + sigma1"]),
        (
            "floor(x/2) + ceil((a+b)/c)",
            &[r"     / x \       / a + b \", "floor| - | + ceil| ----- |", r"     \ 2 /       \   c   /"],
        ),
        ("abs(x - y)", &["|x - y|"]),
        ("norm(w)", &["norm(w)"]),
        ("norm(w, 1)", &["norm_i(w)"]),
        ("sqrt(x/2)", &[r"    / x \", "sqrt| - |", r"    \ 2 /"]),
        ("sqrt(x + 1)", &["sqrt(x + 1)"]),
        ("exp(x)", &[" x", "e"]),
        ("exp(x/2)", &["  x", "  -", "  2", "e"]),
        ("T(a + b)", &["(a + b)^T"]),
        ("sum(x, 2)", &["sum_j(x)"]),
        ("-sum(x)", &["-sum x"]),
        ("sum(x) * 2", &["(sum x) * 2"]),
        ("sum(x)^2", &["       2", "(sum x)"]),
        ("mean(x, -1)", &["mean_j(x)"]),
        ("var(x, 2)", &["Var_j(x)"]),
        ("stack(a, b)", &["[a, b]"]),
        ("equals(a + 1, b)", &["[a + 1 = b]"]),
        ("rows(a + b, i, j)", &["(a + b)[i...j]"]),
        ("cols(X, 2, 2)", &["X[:, 2...2]"]),
        ("area(F + 1)", &["(F + 1) * (F + 1)"]),
        (r#"apply("relu", z)"#, &["ReLU(z)"]),
        (r#"slope("leaky_relu", z, a)"#, &["LeakyReLU'(z, a)"]),
        ("slope(f, z)", &["f'(z)"]),
        ("where(x > 0, x, a*x)", &["{x        x > 0", "{a * x    x <= 0"]),
        ("where(x < 0, 1, 0)", &["{1    x < 0", "{0    x >= 0"]),
        ("where(x == 0, 1, 0)", &["{1    x = 0", "{0    x != 0"]),
        ("where(x != 0, 1, 0)", &["{1    x != 0", "{0    x = 0"]),
        ("where(x > 0 and y > 0, 1, 0)", &["{1    x > 0 and y > 0", "{0    not (x > 0 and y > 0)"]),
        ("sigmoid(x + 1)", &["sigma(x + 1)"]),
        ("x * grad(L, W)", &["     dL", "x *  --", "     dW"]),
        ("at(f, x, y)", &["f(x, y)"]),
        ("outer(a, b)", &["a b^T"]),
        ("ratios(a, b)", &[" a", " -", " b"]),
        ("reshape(x, 2, 2) + 1", &["x + 1"]),
        ("W_xh @ x_t", &["Wxh xt"]),
        ("W_{ab}", &["W_ab"]),
        ("x_hat + y_bar", &["x_hat + y_bar"]),
        ("X[i,j]", &["X[i,j]"]),
        ("x[k+1]", &["x[k+1]"]),
        ("(a + b).x", &["(a + b).x"]),
        ("not (a and b) or c", &["not (a and b) or c"]),
        ("(-3)^2", &["    2", "(-3)"]),
        ("(a/b)^2", &["     2", r"/ a \", "| - |", r"\ b /"]),
        ("a/(b/c)", &["  a", " ---", "  b", "  -", "  c"]),
        ("a - (-b)", &["a - (-b)"]),
        ("(-a) * b", &["(-a) * b"]),
        ("-(-a)", &["-(-a)"]),
        ("2*W_x", &["2Wx"]),
        ("2*x[1]", &["2x[1]"]),
        ("2*1e-7", &["2 * 1*10^-7"]),
        ("(1e-7)^2", &["         2", "(1*10^-7)"]),
        ("[[a,b],[c,d]] @ x", &["[a  b] x", "[c  d]"]),
        ("[[[1,2],[3,4]],[[5,6],[7,8]]]", &["[[1  2], [5  6]]", "[[3  4]  [7  8]]"]),
        ("larger(a, 0)", &["max(a, 0)"]),
        ("log2(x)", &["log2(x)"]),
    ];
    for (source, rows) in drawn {
        assert_eq!(block(&parse(source).unwrap(), 60, Style { ascii: true }), rows, "{source}");
    }
}

#[test]
fn a_value_has_a_line_its_latex_and_its_source() {
    const MATRIX: &str = r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}";
    for (source, line, latex, back) in [
        ("[1,2.5,-3]", "[1, 2.5, −3]", r"\left[1, 2.5, -3\right]", "[1, 2.5, -3]"),
        ("[[1,2],[3,4]]", "[[1, 2]; [3, 4]]", MATRIX, "[[1, 2], [3, 4]]"),
        (
            "[[[1,2],[3,4]],[[1,2],[3,4]]]",
            "[[[1, 2]; [3, 4]]; [[1, 2]; [3, 4]]]",
            &format!(r"\left[{MATRIX}, {MATRIX}\right]"),
            "[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]",
        ),
        ("pair(3,4)", "3×4", r"3 \times 4", "pair(3, 4)"),
        ("pair(3,3)", "3", "3", "pair(3, 3)"),
        ("pair(0.5,2)", "(0.5, 2)", r"\left(0.5, 2\right)", "pair(0.5, 2)"),
        ("1e-7", "1×10⁻⁷", r"1 \times 10^{-7}", "1e-7"),
        ("1 == 1", "true", r"\text{true}", "true"),
        ("range(1,5)", "[1, 2, 3, 4, 5]", r"\left[1, 2, 3, 4, 5\right]", "[1, 2, 3, 4, 5]"),
        ("range(1,8)", "[1, 2, 3, 4, …, 8]", r"\left[1, 2, 3, 4, \dots, 8\right]", "[1, 2, 3, 4, 5, 6, 7, 8]"),
        ("ratios([1,2],[2,0])", "[0.5, —]", r"\left[0.5, \text{—}\right]", "[0.5, none]"),
    ] {
        let expr = Expr::value(value(source));
        let faces = (super::line(&expr), super::latex(&expr), super::source(&expr));
        assert_eq!(faces, (line.to_owned(), latex.to_owned(), back.to_owned()), "{source}");
    }
    let along = |axis: f64| Expr::call("sum", vec![Expr::name("x"), Expr::value(Value::scalar(axis))]);
    assert_eq!((super::line(&along(2.0)), super::line(&along(4.0))), ("Σⱼ(x)".into(), "sum(x, 4)".into()));
    let squared =
        |h: f64, w: f64| super::line(&Expr::value(Value::Pair([h, w])).with(BinaryOp::Pow, parse("2").unwrap()));
    assert_eq!(
        (squared(-3.0, -3.0), squared(3.0, 3.0), squared(-3.0, 2.0)),
        ("(−3)²".into(), "3²".into(), "(−3, 2)²".into())
    );
    assert_eq!(whole(&value("range(1,8)")), "[1, 2, 3, 4, 5, 6, 7, 8]");
}

#[test]
fn a_tensor_of_more_numbers_than_anybody_reads_is_written_by_its_shape() {
    let line = |source: &str| super::line(&Expr::value(value(source)));
    for (source, shape) in [("ones(65,64)", "[65×64]"), ("ones(17,2,2,4)", "[17×2×2×4]"), ("ones(4097)", "[4097]")]
    {
        assert_eq!(line(source), shape);
    }
    for source in ["ones(64,64)", "ones(16,2,2,4)", "ones(4096)", "ones(16,4,4)", "ones(17,4,4)"] {
        assert!(line(source).starts_with("[1") || line(source).starts_with("[["), "{source}");
    }
    let expr = Expr::value(value("ones(17,2,2,4)"));
    assert_eq!(super::latex(&expr), r"\left[17 \times 2 \times 2 \times 4\right]");
    assert_eq!(block(&expr, 60, Style { ascii: true }), ["[17*2*2*4]"]);
    assert_eq!(shape(&[64, 56, 56]), "64×56×56");
}

#[test]
fn a_tensor_stands_matrix_beside_matrix() {
    let expr = Expr::value(value("[[[1,2],[3,4]],[[5,6],[70,8]]]"));
    assert_eq!(block(&expr, 60, Style::default()), ["⎡⎡1  2⎤, ⎡ 5  6⎤⎤", "⎣⎣3  4⎦  ⎣70  8⎦⎦"]);
}

#[test]
fn the_sides_of_an_equation_stand_below_each_other_and_wrap_where_they_are_long() {
    let rows = |source: &str, width: usize, ascii: bool| {
        let sides = parse_chain(source).unwrap();
        equation(&sides[0], &sides[1..].iter().collect::<Vec<_>>(), width, Style { ascii })
    };
    assert_eq!(
        rows("y = x/2 + a*b = 3/2 + 4*5 = 21.5", 20, false),
        ["     x", "y =  ─  + a · b", "     2", "     3", "  =  ─  + 4 · 5", "     2", "  = 21.5"]
    );
    let long = "y = a*b + c*d + e*f + g*h + a*b = 3*4 + 5*6 + 7*8 + 9*10 + 11*12";
    assert_eq!(
        rows(long, 30, false),
        ["y = a·b + c·d + e·f + g·h + a·", "    b", "  = 3·4 + 5·6 + 7·8 + 9·10 +", "    11·12"]
    );
    assert_eq!(
        rows(long, 30, true),
        ["y = a*b + c*d + e*f + g*h +", "    a*b", "  = 3*4 + 5*6 + 7*8 + 9*10 +", "    11*12"]
    );
    let left = "yyyyyyyyyyyyyyyyyyy = a*b + c*d + e*f = 12";
    assert_eq!(
        rows(left, 24, false),
        ["yyyyyyyyyyyyyyyyyyy = a·b + c·d +", "e·f", "                    = 12"],
        "what has no room beside the left side stands at the edge"
    );
}

#[test]
fn a_formula_inside_a_line_of_words_stands_in_two_dimensions_where_that_fits() {
    let inline = |source: &str, width: usize| super::inline(&parse_chain(source).unwrap(), width, Style::default());
    let rows = ["     ┌───    ", "     │ x     ", "y =  │ ─  = 3", "    ╲│ 2     "].map(str::to_owned).to_vec();
    assert_eq!(inline("y = sqrt(x/2) = 3", 13), Some((rows, 2)));
    assert_eq!(inline("y = sqrt(x/2) = 3", 12), None, "it does not fit");
    assert_eq!(inline("y = x + 2", 40), None, "one row is enough");
}

#[test]
fn what_stands_in_an_expression_is_known() {
    for (source, matrix, notation, derivative) in [
        ("[[1,2],[3,4]]", true, true, false),
        ("[[1,2]]", false, true, false),
        ("x + [[a],[b]] @ y", true, true, false),
        ("[[a],[b]] @ y + x", true, true, false),
        ("f(x, [[a],[b]])", true, true, false),
        ("[x, [[a],[b]]]", true, true, false),
        ("x[[[1],[2]]]", true, true, false),
        ("-[[a],[b]]", true, true, false),
        ("x + 1", false, true, false),
        ("pick(x, [1]) + 1", false, false, false),
        ("1 + relu(x)", false, true, false),
        ("relu(x) + pick(x, [1]) + relu(x)", false, false, false),
        ("2*grad(L, w) + 1", false, true, true),
    ] {
        let expr = parse(source).unwrap();
        assert_eq!(
            (has_matrix(&expr), is_notation(&expr), has_derivative(&expr)),
            (matrix, notation, derivative),
            "{source}"
        );
    }
    let of = |source: &str| has_matrix(&Expr::value(value(source)));
    assert_eq!([of("ones(2,2)"), of("ones(1,2)"), of("ones(3)"), of("ones(2,2,2)")], [true, false, false, false]);
}

#[test]
fn digits_that_are_shown_lead_to_what_is_told_as_equal() {
    for (left, right, joint) in [
        (value("1/3"), value("0.333333"), "="),
        (value("1/3"), value("0.33"), "≈"),
        (value("[1/3, 2]"), value("[0.333333, 2]"), "="),
        (value("[1/3, 2]"), value("[0.333333, 3]"), "≈"),
        (value("[2, 2]"), value("[[2, 2]]"), "≈"),
        (value("[0.3333333, 2]"), value("[0.333333, 2]"), "="),
        (value("pair(0.3333333, 2)"), value("pair(0.333333, 2)"), "="),
        (value("pair(1/3, 2)"), value("pair(0.333333, 2)"), "="),
        (value("pair(1/3, 2)"), value("pair(0.333333, 3)"), "≈"),
        (value("pair(3, 3)"), value("3"), "="),
        (value("ratios([1,2],[3,0])"), value("ratios([1,2],[4,0])"), "="),
    ] {
        assert_eq!(
            Joint::between(&Expr::value(left.clone()), &Expr::value(right.clone())).to_string(),
            joint,
            "{left:?} {right:?}"
        );
    }
    let between = |left: &str, right: &str| Joint::between(&parse(left).unwrap(), &parse(right).unwrap()).to_string();
    assert_eq!(between("1/3 + 1", "1.3"), "≈");
    assert_eq!(between("x/3 + 1", "1.3"), "=", "a name stands for anything");
    assert_eq!(between("n.layers", "1.3"), "=");
    assert_eq!(between("grad(1, 2)", "1.3"), "=");
    assert_eq!(between("ln(0)", "1.3"), "≈", "what is shown has no value");
    let sum = |count: usize| Expr::call("sum", vec![Expr::value(Value::vector(vec![0.5; count]))]);
    let one = parse("1").unwrap();
    assert_eq!(Joint::between(&sum(256), &one).to_string(), "≈");
    assert_eq!(Joint::between(&sum(257), &one).to_string(), "=", "more numbers than are shown");
    let formula = Expr::value(Value::Formula(parse("x/3 + 1").unwrap().into()));
    assert_eq!(as_shown(&formula), parse("x/3 + 1").unwrap(), "a formula is shown as such");
    let truth = Expr::value(Value::Truth(true));
    assert_eq!(Joint::between(&parse("ln(0)").unwrap(), &truth).to_string(), "=", "a choice is no number");
}

fn drawn(expr: &Expr, room: usize) -> Vec<String> {
    block(expr, room, Style::default())
}

#[test]
fn what_is_as_wide_as_the_room_is_drawn_and_what_is_wider_is_a_line() {
    let quotient = parse("a/b + c").unwrap();
    let rows = drawn(&quotient, 60);
    let wide = rows.iter().map(|row| row.chars().count()).max().unwrap();
    assert_eq!(drawn(&quotient, wide), rows);
    assert_eq!(drawn(&quotient, wide - 1), ["a/b +", "c"]);
}

#[test]
fn a_brace_points_at_the_middle_and_what_stands_beside_a_matrix_is_level_with_it() {
    assert_eq!(
        drawn(&parse("where(x > 0, a/b, c) + 1").unwrap(), 60),
        ["⎛⎧ a          ⎞", "⎜⎨ ─     x > 0⎟ + 1", "⎜⎪ b          ⎟", "⎝⎩c      x ≤ 0⎠"]
    );
    let both = [
        "⎛⎧ a          ⎞",
        "⎜⎪ ─     x > 0⎟",
        "⎜⎨ b          ⎟ + 1",
        "⎜⎪ c          ⎟",
        "⎜⎪ ─     x ≤ 0⎟",
        "⎝⎩ d          ⎠",
    ];
    assert_eq!(drawn(&parse("where(x > 0, a/b, c/d) + 1").unwrap(), 60), both);
    let matrix = Expr::value(value("[[1,2],[3,4]]"));
    assert_eq!(
        drawn(&matrix.with(BinaryOp::Add, parse("a/b").unwrap()), 60),
        ["          a", "⎡1  2⎤ +  ─", "⎣3  4⎦    b"]
    );
}

#[test]
fn a_size_and_its_area_are_drawn_as_they_are_written() {
    let size = value("pair(3,4)");
    assert_eq!(drawn(&Expr::value(size.clone()), 60), ["3×4"]);
    assert_eq!(drawn(&Expr::call("area", vec![Expr::value(size)]), 60), ["3·4"]);
    assert_eq!(drawn(&parse("area(a)").unwrap(), 60), ["a · a"]);
    let large = Expr::value(value("zeros(9,9,9,9)"));
    assert_eq!(drawn(&large, 60), [line(&large)]);
}

#[test]
fn products_of_vectors_and_the_identity_are_written_as_lecturers_do() {
    for (source, written) in [
        ("dot(w, x) + b", "wᵀ x + b"),
        ("dot(u, W @ v)", "uᵀ (W v)"),
        ("apply(\"identity\", z)", "z"),
        ("apply(\"tanh\", z)", "tanh(z)"),
    ] {
        let expr = parse(source).unwrap();
        assert_eq!((line(&expr), block(&expr, 40, Style { ascii: false }).len()), (written.to_owned(), 1), "{source}");
    }
}
