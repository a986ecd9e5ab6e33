//! Several values in one line, and forms that another shape is asked for in.

use super::*;
use crate::calculation::draw::posed;
use crate::calculation::{Wanted, Workings, given};
use crate::course::Course;

/// What an answer of these keys of a calculation comes to: its score and how it was read, or why it was not.
fn answered(
    calculation: &str,
    values: &[(&str, &str)],
    keys: &[&str],
    line: &str,
) -> Result<(f64, Option<String>), Unreadable> {
    let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
    let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let exercise = posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
    Workings::of(&spec, &exercise).grade(line).map(|grade| (grade.score, grade.read_as))
}

/// A layer whose output is 32 × 28 × 6 with 1,216 parameters.
fn layer(keys: &[&str], line: &str) -> Result<(f64, Option<String>), Unreadable> {
    let values = [("n", "32x28"), ("f", "3"), ("p", "1"), ("a", "8"), ("b", "16"), ("groups", "1")];
    answered("conv", &values, keys, line)
}

fn right(read_as: &str) -> Result<(f64, Option<String>), Unreadable> {
    Ok((1.0, Some(read_as.to_owned()).filter(|read| !read.is_empty())))
}

#[test]
fn several_values_in_order_are_read_one_by_one() {
    assert_eq!(layer(&["out_h", "params"], "32; 1152"), right(""));
    assert_eq!(layer(&["out_h", "params"], "32; 1,152"), right("32; 1152"));
    assert_eq!(layer(&["params", "out_h"], "1,152; 32"), right("1152; 32"));
    assert_eq!(layer(&["out_h", "params"], "1152; 32").unwrap().0, 0.0);
    for line in ["32; 1152; 1", "32, 1152, 1", "32", "[[32, 1152]]", "[[[32], [1152]]]"] {
        match layer(&["out_h", "params"], line) {
            Err(Unreadable::Count { wanted, form, .. }) => {
                assert_eq!((wanted, &*form), (2, "out_h=…; params=…"), "{line}");
            }
            other => panic!("{line}: {other:?}"),
        }
    }
    assert_eq!(layer(&["out_h", "params"], "32, 1152").unwrap().0, 1.0);
    assert_eq!(layer(&["out_h", "params"], "[[32], [1152]]").unwrap().0, 1.0);
}

#[test]
fn a_size_gives_each_side_to_the_answer_that_asks_for_it() {
    for (keys, line, score) in [
        (&["out_h", "out_w"][..], "32x28", 1.0),
        (&["out_w", "out_h"], "32x28", 1.0),
        (&["out_h", "out_w"], "32*28", 1.0),
        (&["out_h", "out_w"], "28x32", 0.0),
        (&["out_h", "out_w", "out_c"], "32x28x16", 1.0),
        (&["out_c", "out_h", "out_w"], "32×28×16", 1.0),
        (&["out_c"], "32x28x16", 1.0),
        (&["out_h"], "32x28x16", 0.0),
    ] {
        assert_eq!(layer(keys, line).map(|(score, _)| score), Ok(score), "{keys:?} {line}");
    }
    assert!(matches!(layer(&["out_h", "out_c"], "32x16"), Err(Unreadable::Count { .. })));
    assert_eq!(layer(&["out_h", "out_w"], "32*28"), right("32×28"));
}

#[test]
fn a_list_or_a_matrix_of_another_shape_is_wrong_or_sent_back_but_never_put_in_shape() {
    let matrix = |line: &str| answered("convolve", &[("x", "1,2,3;4,5,6"), ("k", "[[1]]")], &["y"], line);
    let list = |line: &str| answered("clip", &[("g", "1,2,3,4"), ("max-norm", "1000")], &["g"], line);
    for line in ["1,2,3;4,5,6", "[[1,2,3],[4,5,6]]", "1,2,3,4,5,6"] {
        assert_eq!(matrix(line).map(|(score, _)| score), Ok(1.0), "{line}");
    }
    for line in ["1,2;3,4;5,6", "1,2,3", "1,2,3,4,5,6,7"] {
        assert_eq!(matrix(line).map(|(score, _)| score), Ok(0.0), "{line}");
    }
    for line in ["1,2,3,4", "(1, 2, 3, 4)", "（1，2，3，4）", "1;2;3;4", "[[1,2,3,4]]"] {
        assert_eq!(list(line).map(|(score, _)| score), Ok(1.0), "{line}");
    }
    for line in ["1,2;3,4", "[[1,2],[3,4]]", "[[[1,2,3,4]]]"] {
        assert!(matches!(list(line), Err(Unreadable::Form { .. })), "{line}: {:?}", list(line));
    }
}

#[test]
fn a_name_before_a_value_is_a_word_or_one_that_is_asked_for() {
    let apart = |line: &str| {
        let pieces = assignments(line, &|key| key == "known one");
        pieces.into_iter().map(|(key, text)| format!("{}|{text}", key.unwrap_or_default())).collect::<Vec<_>>()
    };
    assert_eq!(apart("x_y=3; z≈4"), ["x_y|3", "z|4"]);
    assert_eq!(apart("x y=3"), ["|x y=3"]);
    assert_eq!(apart("known one=3, 4"), ["known one|3, 4"]);
    assert_eq!(apart("a=1,2;3,4; b: 5"), ["a|1,2;3,4", "b|5"]);
    assert_eq!(apart("a=1, b=2"), ["a|1", "b|2"]);
    assert_eq!(apart("1, b=2"), ["|1, b=2"]);
    assert_eq!(apart("1,2;3"), ["|1,2;3"]);
}

#[test]
fn values_with_names_may_be_apart_by_a_space() {
    let pieces = |line: &str| -> Vec<(Option<String>, String)> {
        assignments(line, &|name| ["loss", "grad", "键", "值", "Attention weights"].contains(&name))
    };
    let two = |a: (&str, &str), b: (&str, &str)| [a, b].map(|(name, text)| (Some(name.to_owned()), text.to_owned()));
    for line in
        ["loss=0.5 grad=-1", "loss: 0.5  grad: -1", "loss = 0.5 grad ≈ -1", "loss=0.5; grad=-1", "loss=0.5, grad=-1"]
    {
        assert_eq!(pieces(line), two(("loss", "0.5"), ("grad", "-1")), "{line}");
    }
    assert_eq!(pieces("键=2,1;1,0 值=5,2;2,1"), two(("键", "2,1;1,0"), ("值", "5,2;2,1")));
    let titled = two(("Attention weights", "1,0"), ("grad", "2"));
    assert_eq!(pieces("grad=2; Attention weights=1,0"), [titled[1].clone(), titled[0].clone()]);
    assert_eq!(pieces("loss=2 - 1"), [(Some("loss".to_owned()), "2 - 1".to_owned())]);
}

#[test]
fn a_row_that_is_typed_as_a_column_is_the_same_list_of_numbers() {
    let attended = |key: &str, line: &str| {
        let values = [("q", "[[1,0]]"), ("k", "1,0;0,1"), ("v", "2,0;0,4")];
        answered("attention", &values, &[key], line).map(|(score, _)| score)
    };
    for line in ["1,0", "1;0", "[[1,0]]", "[[1],[0]]"] {
        assert_eq!(attended("scores", line), Ok(1.0), "{line}");
    }
    assert_eq!(attended("scores", "0;1"), Ok(0.0));
    let square = [("q", "1,0;1,1"), ("k", "1,0;0,1"), ("v", "2;4")];
    assert_eq!(answered("attention", &square, &["scores"], "1,1;0,1").unwrap().0, 0.0, "a matrix has its rows");
}

#[test]
fn several_lists_may_stand_in_their_order_apart_by_semicolons() {
    let values = [("logits", "0,0"), ("target", "0")];
    let right = |line: &str| answered("cross-entropy", &values, &["probs", "grad"], line).map(|(score, _)| score);
    for line in ["0.5,0.5; -0.5,0.5", "[0.5,0.5]; [-0.5,0.5]", "probs=0.5,0.5; grad=-0.5,0.5"] {
        assert_eq!(right(line), Ok(1.0), "{line}");
    }
}

#[test]
fn a_unit_that_is_not_the_answers_is_sent_back_with_what_it_comes_to() {
    let loss = |line: &str| answered("perplexity", &[("probs", "0.5,0.7")], &["loss"], line);
    for line in ["0.5249 nats", "0.5249 奈特", "0.5249"] {
        assert_eq!(loss(line).map(|(score, _)| score), Ok(1.0), "{line}");
    }
    let refused = loss("0.7573 bits").unwrap_err();
    assert_eq!(refused.sentence().en, "the answer is wanted in nats: 0.7573 bits are 0.5249 nats");
    let entropy = |base: &str, line: &str| answered("entropy", &[("p", "0.5,0.5"), ("base", base)], &["entropy"], line);
    assert_eq!(entropy("2", "1 bit").unwrap().0, 1.0);
    assert_eq!(entropy("2", "0.6931 nats").unwrap_err().sentence().zh, "要以比特为单位：0.6931 奈特是 0.9999 比特");
    assert_eq!(entropy("e", "0.6931 nats").unwrap().0, 1.0);
    let weights = |line: &str| answered("memory", &[("params", "25000000"), ("bytes", "2")], &["weights_bytes"], line);
    for line in ["50 MB", "50 million bytes", "0.05GB", "5千万字节", "50000000 B"] {
        assert_eq!(weights(line).map(|(score, _)| score), Ok(1.0), "{line}");
    }
    assert!(matches!(weights("400000000 bits"), Err(Unreadable::Unit { .. })));
    let values = [("samples", "100"), ("batch", "10"), ("epochs", "3")];
    let total = |line: &str| answered("iterations", &values, &["total"], line);
    assert_eq!(total("30 steps").unwrap().0, 1.0);
    assert_eq!(total("30 epochs").unwrap_err().sentence().en, "the answer is wanted in steps, not in epochs");
    assert!(matches!(layer(&["params"], "1152 bytes"), Err(Unreadable::NoUnit { unit: "byte" })));
}

#[test]
fn one_value_goes_by_any_name_but_that_of_another() {
    let recall =
        |line: &str| answered("metrics", &[("tp", "3"), ("fp", "1"), ("fn", "1"), ("tn", "5")], &["recall"], line);
    for line in
        ["TPR=0.75", "查全率 = 0.75", "召回率为0.75", "recall is 0.75", "R=0.75", "我的答案=0.75", "四分之三", "3/4"]
    {
        assert_eq!(recall(line).map(|(score, _)| score), Ok(1.0), "{line}");
    }
    assert!(matches!(recall("精确率=0.75"), Err(Unreadable::Key { .. })));
    let two = [("tp", "3"), ("fp", "1"), ("fn", "1"), ("tn", "5")];
    let both = |line: &str| answered("metrics", &two, &["accuracy", "recall"], line).map(|(score, _)| score);
    for line in
        ["准确率为0.8，召回率为0.75", "ACC=0.8, TPR=0.75", "准确率0.8；召回率0.75", "accuracy is 0.8, recall is 0.75"]
    {
        assert_eq!(both(line), Ok(1.0), "{line}");
    }
    for line in ["80%，75%", "0.8 和 0.75", "五分之四；四分之三", "五分之四，四分之三"] {
        assert_eq!(both(line), Ok(1.0), "{line}");
    }
    let side = |line: &str| layer(&["out_h"], line).map(|(score, _)| score);
    for line in ["边长32", "输出边长为 32", "32 格", "三十二", "答：32"] {
        assert_eq!(side(line), Ok(1.0), "{line}");
    }
    for line in ["大于32", "不是32", "不到32"] {
        assert!(side(line).is_err(), "{line}");
    }
    let each = |line: &str| answered("activation", &[("fn", "tanh"), ("z", "2,1")], &["y"], line);
    for line in
        ["tanh(2)=0.9640, tanh(1)=0.7616", "f(2)=0.9640；f(1)=0.7616", "tanh(x)=0.9640,0.7616", "y1=0.9640,y2=0.7616"]
    {
        assert_eq!(each(line).map(|(score, _)| score), Ok(1.0), "{line}");
    }
}

#[test]
fn a_whole_size_gives_its_side_where_the_task_tells_how_deep_it_is() {
    let square = [("n", "32"), ("f", "3"), ("p", "1"), ("a", "8"), ("b", "16")];
    let side = |values: &[(&str, &str)], line: &str| answered("conv", values, &["out_h"], line).map(|(score, _)| score);
    assert_eq!(side(&square, "32x32x16"), Ok(1.0));
    assert_eq!(side(&square, "32x32x3"), Ok(0.0));
    assert_eq!(side(&square[..3], "32x32x3"), Ok(1.0));
}

/// A layer whose output is 11 × 11 × 8.
#[test]
fn a_square_output_and_its_channels_may_be_written_in_any_order_that_says_which_is_which() {
    let values = [("n", "11"), ("f", "3"), ("p", "1"), ("a", "3"), ("b", "8")];
    let score = |keys: &[&str], line: &str| answered("conv", &values, keys, line).map(|(score, _)| score);
    for line in [
        "11×11, 8",
        "11×11; 8",
        "11*11; 8",
        "输出 11×11，8 通道",
        "11×11×8",
        "8×11×11",
        "8通道，11×11",
        "8 channels, 11x11",
        "11; 8",
        "11（边长）；8（通道数）",
    ] {
        assert_eq!(score(&["out_h", "out_c"], line), Ok(1.0), "{line}");
    }
    assert_eq!(score(&["out_h", "out_c"], "8; 11"), Ok(0.0));
    for line in ["11×11; 8", "8×11×11", "11; 11; 8"] {
        assert_eq!(score(&["out_h", "out_w", "out_c"], line), Ok(1.0), "{line}");
    }
    for (line, right) in [("11*11", 1.0), ("11·11", 1.0), ("11×11", 1.0), ("8×11×11", 1.0), ("121", 0.0), ("8*8", 0.0)]
    {
        assert_eq!(score(&["out_h"], line), Ok(right), "{line}");
    }
    let field = |line: &str| answered("receptive-field", &[("layers", "3x1,3x1,3x1")], &["final"], line).unwrap().0;
    assert_eq!([field("7×7"), field("7*7"), field("7"), field("49"), field("3*2+1")], [1.0, 1.0, 1.0, 0.0, 1.0]);
    // No side: how many weights a product has.
    assert_eq!(score(&["biases"], "8×8"), Ok(0.0));
}

#[test]
fn a_value_goes_to_the_name_that_stands_behind_it() {
    let counts = [("tp", "20"), ("fp", "1"), ("fn", "7"), ("tn", "50")];
    let both = |line: &str| answered("metrics", &counts, &["precision", "recall"], line).map(|(score, _)| score);
    for line in [
        "0.9524 (precision); 0.7407 (recall)",
        "0.7407 (recall); 0.9524 (precision)",
        "0.7407（召回率）；0.9524（精确率）",
        "20/27 (recall), 20/21",
        "0.9524 (20/21); 0.7407 (20/27)",
    ] {
        assert_eq!(both(line), Ok(1.0), "{line}");
    }
    assert!(matches!(both("0.7407 (recall); 0.92 (accuracy)"), Err(Unreadable::Key { .. })));
}

#[test]
fn brackets_beside_each_other_are_a_product_and_no_remark() {
    let side = |line: &str| layer(&["params"], line).map(|(score, _)| score);
    for line in [
        "(8)(16)(9)",
        "8(16)(9)",
        "2(8-4)(16)(9)",
        "1152 (8*16*9)",
        "1152 (=8*16*9)",
        "(-8)(-16)9.",
        "1152（八个通道）",
    ] {
        let expected = if line.starts_with("(-8)") { Err(()) } else { Ok(1.0) };
        assert_eq!(side(line).map_err(|_| ()), expected, "{line}");
    }
    assert!(matches!(
        answered("bce", &[("prob", "0.1"), ("target", "0")], &["loss"], "0,105"),
        Err(Unreadable::Form { .. })
    ));
}

#[test]
fn a_name_that_is_not_asked_for_takes_no_place_of_another_and_a_short_one_is_that_of_its_title() {
    let bce = |line: &str| {
        answered("bce", &[("logit", "1.5"), ("target", "0")], &["loss", "grad"], line).map(|(score, _)| score)
    };
    for line in
        ["L=1.701; dL/dz=0.8176", "L=1.701, ∂L/∂z=0.8176", "loss: 1.701; dL/dz: 0.8176", "dL/dz = 0.8176; L = 1.701"]
    {
        assert_eq!(bce(line), Ok(1.0), "{line}");
    }
    for line in ["L=1.701; hidden=0.8176", "loss: 1.701; slope at z: 0.8176"] {
        assert!(matches!(bce(line), Err(Unreadable::Key { .. })), "{line}: {:?}", bce(line));
    }
    let counts = [("tp", "20"), ("fp", "1"), ("fn", "7"), ("tn", "50")];
    let both = |line: &str| answered("metrics", &counts, &["precision", "recall"], line).map(|(score, _)| score);
    for line in ["召回：0.7407；精确：0.9524", "召回0.7407，精确0.9524", "prec=0.9524; rec=0.7407"] {
        assert!(both(line) == Ok(1.0) || line.is_ascii() && both(line).is_err(), "{line}: {:?}", both(line));
    }
    let conv = [("n", "32"), ("f", "5"), ("a", "3"), ("b", "6"), ("bias", "true")];
    let parts = |line: &str| answered("conv", &conv, &["weights", "params"], line).map(|(score, _)| score);
    for line in ["权重450，参数456", "参数456，权重450", "weight: 450; param: 456", "参数 456；权重 450"]
    {
        assert_eq!(parts(line), Ok(1.0), "{line}");
    }
}

#[test]
fn a_name_is_not_looked_for_all_through_a_long_answer() {
    let looked = std::cell::Cell::new(0);
    let known = |_: &str| {
        looked.set(looked.get() + 1);
        false
    };
    assert_eq!(assignments(&"长".repeat(20_000), &known).len(), 1);
    assert!(looked.get() < 1_000, "{}", looked.get());
}
