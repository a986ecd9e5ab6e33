use super::*;

/// The tree with every bracket written.
fn shape(source: &str) -> String {
    fn write(e: &Expr) -> String {
        match &e.kind {
            ExprKind::Number(_, text) | ExprKind::Name(text) => text.to_string(),
            ExprKind::Text(text) => format!("\"{text}\""),
            ExprKind::List(items) => format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(",")),
            ExprKind::Unary(op, e) => format!("({} {})", if *op == UnaryOp::Neg { "-" } else { "not" }, write(e)),
            ExprKind::Binary(op, l, r) => format!("({} {op} {})", write(l), write(r)),
            ExprKind::Call(f, args) => {
                format!("{f}({})", args.iter().map(write).collect::<Vec<_>>().join(","))
            }
            ExprKind::Index(b, i) => format!("{}[{}]", write(b), i.iter().map(write).collect::<Vec<_>>().join(",")),
            ExprKind::Field(b, f) => format!("{}.{f}", write(b)),
            ExprKind::Value(v) => format!("{v:?}"),
        }
    }
    write(&parse(source).unwrap())
}

#[test]
fn a_power_binds_tighter_than_a_sign_and_to_the_right() {
    assert_eq!(shape("-x^2"), "(- (x ^ 2))");
    assert_eq!(shape("2^-1"), "(2 ^ (- 1))");
    assert_eq!(shape("a^b^c"), "(a ^ (b ^ c))");
    assert_eq!(shape("-2*x"), "((- 2) * x)");
}

#[test]
fn products_bind_tighter_than_sums_and_both_to_the_left() {
    assert_eq!(shape("a - b - c*d/e"), "((a - b) - ((c * d) / e))");
    assert_eq!(shape("Q @ T(K) / sqrt(d_k)"), "((Q @ T(K)) / sqrt(d_k))");
    assert_eq!(shape("not a == b and c > 0 or d"), "(((not (a == b)) and (c > 0)) or d)");
}

#[test]
fn names_keep_the_notation_of_the_notes() {
    assert_eq!(shape("W_{xh} @ x[t] + b_h"), "((W_{xh} @ x[t]) + b_h)");
    assert_eq!(shape("h[t-1].c"), "h[(t - 1)].c");
    assert_eq!(shape("γ * x'"), "(γ * x')");
}

#[test]
fn rows_stand_apart_by_semicolons() {
    assert_eq!(shape("[1,2;3,4]"), "[[1,2],[3,4]]");
    assert_eq!(shape("[[1,2]]"), "[[1,2]]");
    assert_eq!(shape("[1]"), "[1]");
}

#[test]
fn an_answer_may_be_typed_as_students_do() {
    let answer = |s: &str| parse_answer(s).unwrap();
    assert_eq!(answer("55x55x96"), parse("[55,55,96]").unwrap());
    assert_eq!(answer("３２×２８"), parse("[32,28]").unwrap());
    assert_eq!(answer("1，2；3，4"), parse("[[1,2],[3,4]]").unwrap());
    assert_eq!(answer(" (32+4-5)/1+1 "), parse("(32+4-5)/1+1").unwrap());
    assert_eq!(answer("[1,2]"), parse("[1,2]").unwrap());
    for typed in ["(6, 0)", "6 0", " 6  0 ", "（6，0）"] {
        assert_eq!(crate::render::line(&answer(typed)), "[6, 0]", "{typed}");
    }
    assert_eq!(answer("1 2; 3 4"), answer("1,2;3,4").clone());
    assert!(parse_answer("").is_err());
    assert!(parse_answer("   ").is_err());
}

/// What a line comes to as it was typed.
fn value(typed: &str) -> f64 {
    let expr = parse_answer(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
    crate::Machine::new().evaluate(&expr).unwrap().as_scalar().unwrap()
}

#[test]
fn what_people_write_by_hand_is_read_as_they_mean_it() {
    for (typed, meant) in [
        ("11²", 121.0),
        ("64*11²*64+64", 495_680.0),
        ("3³+11", 38.0),
        ("7.99×10⁻¹", 0.799),
        ("4.9568·10⁵", 495_680.0),
        ("2⁻¹", 0.5),
        ("3×3×2×2+2", 38.0),
        ("3x3x2x2+2", 38.0),
        ("(3*3*2+1)×2", 38.0),
        ("２＋３", 5.0),
        ("⌊10/3⌋", 3.0),
        ("⌈10/3⌉", 4.0),
        ("|−3|+1", 4.0),
        ("√16/2", 2.0),
        ("√(9+16)", 5.0),
        ("½", 0.5),
        ("2½", 2.5),
        ("50%", 0.5),
        ("ln 1 + 2", 2.0),
        ("log(1)", 0.0),
        ("lg 100", 2.0),
        ("log10(1000)", 3.0),
        ("log2 8", 3.0),
        ("max(2, 3, 1)", 3.0),
        ("min(2,3)", 2.0),
        ("max([2,5])", 5.0),
        ("2(3+1)", 8.0),
        ("2(1-9)(-6)", 96.0),
        ("(-8)(-12)", 96.0),
        ("-4(3)(1-9)", 96.0),
        ("½(2−9)²", 24.5),
        ("(1-9)²(2)", 128.0),
        ("2⌊7/2⌋(1+1)", 12.0),
        ("(1-0)ln(1)+(1+1)√4", 4.0),
        ("50%(4)", 2.0),
        ("12/(1+1)(3)", 18.0),
        ("+38", 38.0),
        ("−2²", -4.0),
        ("e⁰", 1.0),
    ] {
        assert!((value(typed) - meant).abs() < 1e-9, "{typed} is {} and not {meant}", value(typed));
    }
}

#[test]
fn signs_of_other_hands_are_those_of_the_language() {
    for (typed, read) in [
        ("2**3*4", "2^3*4"),
        ("{1,2}", "[1,2]"),
        ("⟨1,2⟩ 《3》【4】〔5〕", "[1,2] [3][4][5]"),
        ("W_{xh}+x^{2}", "W_{xh}+x^{2}"),
        ("{x_{1},{2}}", "[x_{1},[2]]"),
        ("}", "]"),
        ("5‰", "5/1000"),
        ("3。5", "3.5"),
        ("3。", "3。"),
        ("。5", "。5"),
        // A point ends a number where something else follows it.
        ("1.", "1"),
        ("[1., 2.；3.]", "[1, 2；3]"),
        ("(1.)", "(1)"),
        ("1.5", "1.5"),
        ("1.e3", "1.e3"),
        ("1.5.", "1.5."),
        ("a1.", "a1."),
        ("x_2.", "x_2."),
        // Signs between thousands.
        ("1_024", "1024"),
        ("1’024’000", "1024000"),
        ("12\u{2009}345", "12345"),
        ("1_02", "1_02"),
        ("1_0244", "1_0244"),
        ("x_024", "x_024"),
        ("a1_024", "a1_024"),
        ("0.5_024", "0.5_024"),
        // A function right before its number.
        ("ln2", "ln 2"),
        ("3*ln0.4", "3*ln 0.4"),
        ("sqrt16+tanh1", "sqrt 16+tanh 1"),
        ("log2", "log2"),
        ("log0.5", "log 0.5"),
        ("log05", "log05"),
        ("log1.5", "log1.5"),
        ("2ln2", "2ln2"),
        ("x_ln2", "x_ln2"),
        ("kln2", "kln2"),
        ("y2", "y2"),
    ] {
        assert_eq!(super::spelling::spelled(typed), read, "{typed}");
    }
}

#[test]
fn symbols_are_read_as_they_are_printed() {
    for (printed, source) in
        [("N₀ + 2P", "N_0 + 2*P"), ("Wₓₕ", "W_{xh}"), ("Kᵀ", "T(K)"), ("x²ⁿ", "x^(2*n)"), ("2π", "2*pi")]
    {
        assert_eq!(parse(printed).unwrap(), parse(source).unwrap(), "{printed}");
    }
    assert_eq!(parse_answer("[[0]; [−1.99]]").unwrap(), parse("[[0], [-1.99]]").unwrap());
}

#[test]
fn statements_stand_in_the_last_one() {
    assert_eq!(parse_typed("q = x + y; q*z").unwrap(), parse("(x + y)*z").unwrap());
    assert_eq!(parse_typed("a = 2x; b = a + 1; max(a, b)").unwrap(), parse("larger(2*x, 2*x + 1)").unwrap());
    assert!(parse_typed("x + y; z").is_err());
}

#[test]
fn an_error_says_where() {
    let error = parse("1 + )").unwrap_err();
    assert_eq!((error.span.start, error.to_string().as_str()), (4, "expected value, found )"));
    assert!(parse("a < b < c").is_err());
    assert!(parse("1 2").is_err());
    assert!(parse("x y").is_err());
    assert!(parse("1e999").is_err());
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = "(".repeat(5000);
    assert_eq!(parse(&deep).unwrap_err().kind, MathErrorKind::Limit(Bound::Nesting));
    assert_eq!(parse(&"-".repeat(5000)).unwrap_err().kind, MathErrorKind::Limit(Bound::Nesting));
    assert_eq!(parse(&"1+".repeat(4000)).unwrap_err().kind, MathErrorKind::Limit(Bound::Chain));
    assert_eq!(parse(&"x".repeat(20_000)).unwrap_err().kind, MathErrorKind::Limit(Bound::Source));
}

proptest::proptest! {
    #[test]
    fn nothing_panics_on_any_source(source in ".{0,80}") {
        let _ = (parse(&source), parse_binding(&source), parse_answer(&source), parse_chain(&source));
    }

    #[test]
    fn nothing_panics_on_scrambled_tokens(parts in proptest::collection::vec("[a-c]|[0-9]|[-+*/@^(),.;=<>!\\[\\]]|not |_\\{|\\}", 0..40)) {
        let _ = (parse(&parts.concat()), parse_answer(&parts.concat()));
    }
}

#[test]
fn lists_are_read_however_they_are_set_apart() {
    for (typed, read) in [
        ("(1,2);(3,4)", "[[1, 2], [3, 4]]"),
        ("((1,2),(3,4))", "[[1, 2], [3, 4]]"),
        ("[1,2] [3,4]", "[[1, 2], [3, 4]]"),
        ("[[1 2] [3 4]]", "[[1, 2], [3, 4]]"),
        ("1 2; 3 4", "[[1, 2], [3, 4]]"),
        ("(1;2)", "[[1], [2]]"),
        ("f(1,2)", "f(1, 2)"),
        ("x_(1,2)", "x_(1, 2)"),
        ("(1+2, 3)", "[1 + 2, 3]"),
        ("1 e-3", "1e-3"),
        ("1 e3", "1e3"),
        ("1 E+03 2", "[1E+03, 2]"),
        ("1 em", "1 * em"),
        ("2 e", "2 * e"),
        ("2 x 3 x 4 + 1", "2 * 3 * 4 + 1"),
        ("(1+1)x(2+1)", "(1 + 1) * (2 + 1)"),
        ("2x3", "[2, 3]"),
        ("2.5x3", "[2.5, 3]"),
        ("x3", "x3"),
        ("3 x + 1", "3 * x + 1"),
        ("3\u{200b}2", "32"),
        ("max(1,2)", "larger(1, 2)"),
        ("min(1,2,3)", "smaller(smaller(1, 2), 3)"),
    ] {
        let expr = parse_answer(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!(crate::render::source(&expr), read, "{typed}");
    }
    assert_eq!(parse_size("32 × 28"), parse("[32, 28]").ok());
    for none in ["32", "32x", "ax3", "3x4+1"] {
        assert_eq!(parse_size(none), None, "{none}");
    }
}

#[test]
fn a_formula_is_as_deep_and_as_long_as_the_bounds_say_and_no_more() {
    let deep = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
    let powers = |n: usize| vec!["1"; n + 1].join("^");
    let long = |n: usize, sign: &str| vec!["1"; n + 1].join(sign);
    let indexed = |n: usize| format!("x{}", "[1]".repeat(n));
    let accepted = |source: &str| parse(source).map_err(|error| error.kind);
    let refused = |bound| Err(MathErrorKind::Limit(bound));
    assert!(accepted(&deep(NESTING - 1)).is_ok());
    assert_eq!(accepted(&deep(NESTING)), refused(Bound::Nesting));
    assert!(accepted(&powers(NESTING / 2)).is_ok());
    assert_eq!(accepted(&powers(2 * NESTING)), refused(Bound::Nesting));
    for sign in ["+", "*", "-"] {
        assert!(accepted(&long(CHAIN, sign)).is_ok(), "{sign}");
        assert_eq!(accepted(&long(CHAIN + 1, sign)), refused(Bound::Chain), "{sign}");
    }
    assert!(accepted(&indexed(NESTING - 1)).is_ok());
    assert_eq!(accepted(&indexed(NESTING)), refused(Bound::Nesting));
}

#[test]
fn the_names_of_a_formula_are_told_once_and_constants_apart() {
    let told = |names: Vec<Arc<str>>| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let expr = parse("x*pi + f(y, x)[k]").unwrap();
    assert_eq!(told(names(&expr)), ["x", "pi", "y", "k"]);
    assert_eq!(told(variables(&expr)), ["x", "y", "k"]);
}

#[test]
fn braces_of_a_subscript_hold_letters_digits_and_plain_signs() {
    for name in ["W_{xh}", "a_{t-1}", "x_{1,2}", "h_{t + 1}"] {
        assert_eq!(shape(name), name);
    }
    for wrong in ["W_{}", "W_{x*y}", "W{x}", "a_{b(c)}"] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_source_may_be_as_long_as_the_bound_says() {
    let long = |length: usize| parse(&format!("{:<length$}", "1")).is_ok();
    assert_eq!([long(crate::limits::SOURCE), long(crate::limits::SOURCE + 1)], [true, false]);
}

#[test]
fn a_function_without_brackets_takes_what_is_one_thing() {
    for (typed, read) in [("ln 2", "ln(2)"), ("sin x", "sin(x)"), ("√2", "sqrt(2)"), ("σ(2)", "sigmoid(2)")] {
        assert_eq!(shape(typed), shape(read), "{typed}");
    }
    for wrong in ["ln + 2", "ln * 2", "ln"] {
        assert_ne!(parse(wrong).map(|expr| format!("{expr:?}").contains("Call")), Ok(true), "{wrong}");
    }
}

#[test]
fn several_values_in_brackets_are_a_list_and_those_of_a_call_are_its_operands() {
    for (typed, read) in [
        ("max(1,2);(3,4)", "max(1,2);[3,4]"),
        ("(1,2)", "[1,2]"),
        ("2(1,2)", "2(1,2)"),
        ("a_(1,2)", "a_(1,2)"),
        ("((1,2),(3,4))", "[[1,2],[3,4]]"),
    ] {
        assert_eq!(typed::tuples(typed), read);
    }
    for (typed, read) in [("1 23", "1 23"), ("1 e-3", "1e-3"), ("1 e3", "1e3"), ("1 e", "1 e"), ("[1] [2]", "[1], [2]")]
    {
        assert_eq!(typed::joined(typed), read);
    }
}
