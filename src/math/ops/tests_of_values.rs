//! What the operations give, beside numbers from elsewhere: PyTorch 2.15 where nothing else is said, else the
//! definition, by hand.

use super::*;
use crate::error::MathErrorKind;
use crate::expr::Expr;
use crate::line::Place;
use crate::machine::Machine;
use crate::parse::{parse, parse_binding};
use crate::render;

pub(super) fn value(source: &str) -> Value {
    Machine::new().evaluate(&parse(source).unwrap()).unwrap_or_else(|error| panic!("{source}: {error}"))
}

/// Each formula comes to what the other one says.
pub(super) fn same(rows: &[(&str, &str)]) {
    for (source, expected) in rows {
        let (got, expected) = (value(source), value(expected));
        let (Some(x), Some(y)) = (got.as_tensor(), expected.as_tensor()) else {
            assert_eq!(got, expected, "{source}");
            continue;
        };
        assert_eq!(x.shape(), y.shape(), "{source}");
        let near = x.iter().zip(&y).all(|(x, y)| (x - y).abs() <= 1e-11 * (1.0 + y.abs()));
        assert!(near, "{source}: {got:?}, not {expected:?}");
    }
}

/// Each formula is refused, and by an operation.
pub(super) fn refused(sources: &[&str]) {
    for source in sources {
        let error = Machine::new().evaluate(&parse(source).unwrap()).expect_err(source);
        assert!(matches!(error.kind, MathErrorKind::Refused { .. }), "{source}: {error:?}");
    }
}

/// The steps inside an operation, each with what it comes to.
fn inside(source: &str) -> Vec<String> {
    let mut machine = Machine::tracing();
    let step = machine.step(&parse_binding(&format!("y = {source}")).unwrap(), true).unwrap();
    let line = |line: &Line| {
        let place = match &line.place {
            Place::Window { channel, row, column } => {
                channel.map_or_else(String::new, |channel| format!("{channel}/")) + &format!("{row},{column}")
            }
            Place::Entry(at) => at.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
            Place::Kept(index) => format!("kept {index}"),
            Place::Overlap(index) => format!("overlap {index}"),
            other => panic!("{source}: {other:?}"),
        };
        format!("{place}: {} = {}", render::line(&line.expr), render::line(&Expr::value(line.value.clone())))
    };
    step.inside.iter().map(line).collect()
}

#[test]
fn a_convolution_is_that_of_pytorch() {
    same(&[
        ("convolve([[1,2,0,-1],[3,4,1,5],[0,1,2,-2]], [[1,-1],[2,3]])", "[[17,13,18],[2,11,-6]]"),
        ("convolve([[1,2,0,-1],[3,4,1,5],[0,1,2,-2]], [[1,-1],[2,3]], pair(1,2), pair(2,3))", "[[0,4,0],[0,11,0]]"),
        ("convolve([[1,2,0,-1],[3,4,1,5],[0,1,2,-2]], [[1,-1],[2,3]], pair(0,1), 1, pair(2,3))", "[[6,-4,4]]"),
        ("convolve([[1,2,0,-1],[3,4,1,5],[0,1,2,-2]], [[1,2,-1]], pair(0,1), pair(2,1))", "[[0,5,3,-2],[-1,0,7,-2]]"),
        (
            "convolve([[[1,2,0],[3,4,1]],[[2,1,0],[1,0,1]],[[0,3,2],[1,1,4]],[[5,0,1],[2,2,0]]], [[[[1,2]],[[0,1]]],[[[2,1]],[[1,0]]],[[[1,1]],[[3,-1]]],[[[0,2]],[[1,5]]]], 0, 1, 1, 2)",
            "[[[6,2],[11,7]],[[6,5],[11,9]],[[18,4],[6,11]],[[11,9],[14,10]]]",
        ),
        (
            "convolve([[[1,2,0],[3,4,1]],[[2,1,0],[1,0,1]],[[0,3,2],[1,1,4]],[[5,0,1],[2,2,0]]], [[[[1,2]]],[[[2,1]]],[[[1,-1]]],[[[0,2]]]], pair(0,1), pair(1,2), 1, 4)",
            "[[[2,2],[6,6]],[[2,2],[1,1]],[[0,1],[-1,-3]],[[10,2],[4,0]]]",
        ),
    ]);
}

#[test]
fn a_pooling_is_that_of_pytorch() {
    same(&[
        (
            "max_pool([[[1,2,0,-1],[3,4,1,5],[0,1,2,-2]],[[-1,-2,-3,-4],[-5,-1,-7,-8],[-9,-3,-2,-6]]], pair(2,2), pair(2,2), pair(0,0))",
            "[[[4,5]],[[-1,-3]]]",
        ),
        (
            "avg_pool([[[1,2,0,-1],[3,4,1,5],[0,1,2,-2]],[[-1,-2,-3,-4],[-5,-1,-7,-8],[-9,-3,-2,-6]]], pair(2,2), pair(2,2), pair(0,0))",
            "[[[2.5,1.25]],[[-2.25,-5.5]]]",
        ),
        (
            "max_pool([[[1,2,0,-1],[3,4,1,5],[0,1,2,-2]],[[-1,-2,-3,-4],[-5,-1,-7,-8],[-9,-3,-2,-6]]], pair(2,3), pair(1,2), pair(1,1))",
            "[[[2,2],[4,5],[4,5],[1,2]],[[-1,-2],[-1,-1],[-1,-1],[-3,-2]]]",
        ),
        (
            "avg_pool([[[1,2,0,-1],[3,4,1,5],[0,1,2,-2]],[[-1,-2,-3,-4],[-5,-1,-7,-8],[-9,-3,-2,-6]]], pair(2,3), pair(1,2), pair(1,1))",
            "[[[0.5,0.166666666667],[1.666666666667,1.833333333333],[1.333333333333,1.833333333333],[0.166666666667,0.166666666667]],[[-0.5,-1.5],[-1.5,-4.166666666667],[-3,-4.5],[-2,-1.833333333333]]]",
        ),
        (
            "max_pool([[[1,2,0,-1],[3,4,1,5],[0,1,2,-2]],[[-1,-2,-3,-4],[-5,-1,-7,-8],[-9,-3,-2,-6]]], pair(3,2), pair(2,1), pair(1,0))",
            "[[[4,4,5],[4,4,5]],[[-1,-1,-3],[-1,-1,-2]]]",
        ),
        (
            "avg_pool([[[1,2,0,-1],[3,4,1,5],[0,1,2,-2]],[[-1,-2,-3,-4],[-5,-1,-7,-8],[-9,-3,-2,-6]]], pair(3,2), pair(2,1), pair(1,0))",
            "[[[1.666666666667,1.166666666667,0.833333333333],[1.333333333333,1.333333333333,1]],[[-1.5,-2.166666666667,-3.666666666667],[-3,-2.166666666667,-3.833333333333]]]",
        ),
        ("max_pool([[1,2,0,-1],[3,4,1,5],[0,1,2,-2]], 2)", "[[4,5]]"),
    ]);
}

#[test]
fn a_transposed_convolution_is_that_of_pytorch() {
    same(&[
        ("convolve_transpose([[1,2,-1],[3,4,5]], [[1,0,1],[2,1,-3]])", "[[1,2,0,2,-1],[5,9,5,-3,8],[6,11,5,-7,-15]]"),
        (
            "convolve_transpose([[1,2,-1],[3,4,5]], [[1,0,1],[2,1,-3]], pair(0,1), pair(2,3), pair(1,2))",
            "[[0,1,2,0,2,-1,0,-1,0],[1,-3,4,2,-6,-2,-1,3,0],[0,3,4,0,4,5,0,5,0],[3,-9,8,4,-12,10,5,-15,0],[0,0,0,0,0,0,0,0,0]]",
        ),
        ("convolve_transpose([[1,2,-1],[3,4,5]], [[1,0,1],[2,1,-3]], 1, 2)", "[[1,1,2,-8,-1],[0,7,0,9,0]]"),
        ("convolve_transpose([[2]], [[3]])", "[[6]]"),
    ]);
}

#[test]
fn an_activation_is_that_of_pytorch() {
    same(&[
        ("hard_sigmoid([-3.5,-3,-1,0,0.5,3,4])", "[0,0,0.333333333333,0.5,0.583333333333,1,1]"),
        (
            "selu([-3.5,-3,-1,0,0.5,3,4])",
            "[-1.705009340957,-1.670568728767,-1.111330737813,0,0.525350493678,3.152102962066,4.202803949422]",
        ),
        ("elu([-3.5,-3,-1,0,0.5,3,4])", "[-0.969802616578,-0.950212931632,-0.632120558829,0,0.5,3,4]"),
        (
            "gelu([-3.5,-3,-1,0,0.5,3,4])",
            "[-0.000814201777,-0.004049694095,-0.158655253931,0,0.345731230637,2.995950305905,3.999873315033]",
        ),
        (
            "silu([-3.5,-3,-1,0,0.5,3,4])",
            "[-0.10259280763,-0.142277619533,-0.26894142137,0,0.311229665601,2.857722380467,3.928055160152]",
        ),
        (
            "softplus([-3.5,-3,-1,0,0.5,3,4])",
            "[0.029750418273,0.048587351574,0.313261687518,0.69314718056,0.97407698418,3.048587351574,4.018149927918]",
        ),
        ("leaky_relu([-3.5,-3,-1,0,0.5,3,4])", "[-0.35,-0.3,-0.1,0,0.5,3,4]"),
        ("sign([-3.5,-3,-1,0,0.5,3,4])", "[-1,-1,-1,0,1,1,1]"),
        ("step([-3.5,-3,-1,0,0.5,3,4])", "[0,0,0,1,1,1,1]"),
        (
            "swish([-3.5,-3,-1,0,0.5,3,4], 1.5)",
            "[-0.018270439927,-0.032960827892,-0.182425523806,0,0.339589349588,2.967039172108,3.990109507373]",
        ),
        ("relu([-3.5,-3,-1,0,0.5,3,4])", "[0,0,0,0,0.5,3,4]"),
        (
            "erf([-3.5,-3,-1,0,0.5,3,4])",
            "[-0.999999256902,-0.999977909503,-0.84270079295,0,0.520499877813,0.999977909503,0.999999984583]",
        ),
        ("softmax([1,2,4])", "[0.042010066134,0.114195199385,0.843794734481]"),
    ]);
}

#[test]
fn windows_that_do_not_fit_are_refused() {
    refused(&[
        "convolve(ones(3,3), ones(2,2), 0, 0)",
        "convolve(ones(3,3), ones(2,2), 0, 1, 0)",
        "convolve(ones(3,3), ones(0,2))",
        "convolve(ones(3,3), ones(2,4))",
        "convolve(ones(3,3), ones(2,2), 0, 1, pair(1,3))",
        "convolve(ones(2,3,3), ones(3,2,2))",
        "convolve(ones(4,3,3), ones(2,4,2,2), 0, 1, 1, 0)",
        "convolve(ones(4,3,3), ones(3,2,2,2), 0, 1, 1, 2)",
        "convolve(ones(4,3,3), ones(2,4,2,2), 0, 1, 1, 2)",
        "convolve(ones(4,3,3), ones(0,4,2,2))",
        "convolve(ones(0,3,3), ones(2,0,2,2))",
        "convolve(ones(3), ones(2,2))",
        "convolve(ones(3,3), ones(2,2), 0-1)",
        "convolve(ones(3,3), ones(2,2), 0.5)",
        "convolve(ones(3,3), ones(2,2), pair(0,0.5))",
        "convolve(ones(3,3), ones(2,2), pair(0.5,0))",
        "convolve(ones(3,3), ones(2,2), pair(0,-1))",
        "convolve(ones(3,3), ones(2,2), pair(-1,0))",
        "max_pool(ones(4,4), 2, 2, 2)",
        "max_pool(ones(4,4), pair(2,4), 2, pair(1,3))",
        "avg_pool(ones(4,4), 3, 2, 2)",
        "max_pool(ones(4), 2)",
        "convolve_transpose(ones(2,2), ones(2,2), 0, 2, 2)",
        "convolve_transpose(ones(2,2), ones(2,2), 0, pair(2,3), pair(1,3))",
        "convolve_transpose(ones(2,2), ones(2,2), 0, 0)",
        "convolve_transpose(ones(2,2), ones(2,2), pair(2,0), 1)",
        "convolve_transpose(ones(0,2), ones(2,2))",
        "convolve_transpose(ones(2,2), ones(2,0))",
        "pad(ones(3), 1, 1)",
    ]);
    // Half of a window may be padding, and output padding may be none at any stride.
    same(&[
        ("max_pool(ones(2,2), 2, 2, 1)", "ones(2,2)"),
        ("convolve_transpose(ones(1,1), ones(1,1), 0, 1, 0)", "[[1]]"),
        ("pad([[[1,2]]], pair(1,0), pair(0,1))", "[[[0,0,0],[1,2,0]]]"),
        ("pad([[1],[2]], pair(0,2), 1)", "[[0,0,1,0],[0,0,2,0],[0,0,0,0]]"),
        ("pad([[[[5]]]], pair(0,1), 0)", "[[[[0,5]]]]"),
    ]);
}

/// By definition.
#[test]
fn boxes_are_kept_and_regions_pooled() {
    same(&[
        // 1 overlaps 0 by 1/7; 2 lies on 0 but for a strip: 3/4; 3 stands apart; 4 touches 3 along a side.
        ("nms([[0,0,2,2],[1,1,3,3],[0,0,2,1.5],[5,1,6,2],[6,1,7,2]], [0.6,0.9,0.8,0.1,0.2], 0.5)", "[1,2,4,3]"),
        ("nms([[0,0,2,2],[1,1,3,3],[0,0,2,1.5],[5,1,6,2],[6,1,7,2]], [0.6,0.9,0.8,0.1,0.2], 0.75)", "[1,2,0,4,3]"),
        ("nms([[0,0,2,2],[1,1,3,3],[0,0,2,1.5],[5,1,6,2],[6,1,7,2]], [0.6,0.9,0.8,0.1,0.2], 0.1)", "[1,2,4,3]"),
        ("nms([[0,0,2,2],[1,1,3,3]], [0.6,0.9], 0.1)", "[1]"),
        ("nms([[1,2,5,5],[3,1,6,4]], [1,2], 0.23)", "[1]"),
        ("nms([[1,2,5,5],[3,1,6,4]], [1,2], 4/17)", "[1,0]"),
        ("roi_pool([[1,2,3,9],[4,5,6,8],[7,8,9,0]], [0,0,2,1], 2)", "[[2,3],[5,6]]"),
        ("roi_pool([[1,2,3,9],[4,5,6,8],[7,8,0,0]], [1,0,3,2], pair(1,2))", "[[8,9]]"),
        ("roi_pool([[1,2,3,9],[4,5,6,8],[7,8,9,0]], [1.4,0.6,3.4,2], pair(2,1))", "[[8],[9]]"),
        ("roi_pool([[1,2,3,9],[4,5,6,8],[7,8,9,0]], [2,1,2,1], pair(2,3))", "[[6,6,6],[6,6,6]]"),
        ("roi_pool([[-1,-2],[-3,-4]], [1,1,4,4], 2)", "[[-4,0],[0,0]]"),
        ("roi_pool([[[1,2],[3,4]],[[8,7],[6,5]]], [0,0,1,1], pair(2,1))", "[[[2],[4]],[[8],[6]]]"),
    ]);
    refused(&[
        "nms([[0,0,2]], [1], 0.5)",
        "nms([0,0,2,2], [1], 0.5)",
        "nms([[0,0,2,2]], [1,2], 0.5)",
        "roi_pool([1,2], [0,0,1,1], 2)",
        "roi_pool([[1,2],[3,4]], [0,0,1], 2)",
    ]);
}

/// By definition.
#[test]
fn parts_of_sequences_are_found_in_their_order() {
    same(&[
        ("grams([1,2,2,3], 2)", "[[1,2],[2,2],[2,3]]"),
        ("grams([1,2,2,3], 4)", "[[1,2,2,3]]"),
        ("common([1,1,2,5], [1,2,3,1])", "3"),
        ("common([1,1,1], [1,2])", "1"),
        ("common([[1,2],[2,2],[3,4]], [[2,2],[3,4],[0,0]])", "2"),
        ("found([1,1,2], [1,3])", "[1,1,0]"),
        ("pick([5,6,7], [3,1])", "[7,5]"),
        ("pick([[1,2],[3,4]], [2,2,1])", "[[3,4],[3,4],[1,2]]"),
        ("order([0.2,0.9,0.5,0.9])", "[2,4,3,1]"),
        ("equals([1,2,3], 2)", "[0,1,0]"),
        ("causal(2,3)", "[[1,0,0],[1,1,0]]"),
        ("diagonal([[1,2],[3,4]])", "[1,4]"),
        ("known_mean(ratios([1,2,3],[4,0,2]))", "0.875"),
        ("ratios([1,3],[4,2])[2]", "1.5"),
        ("first([0,0,2,1])", "3"),
        ("tally([0,1,1,2], [0,0,1,2], 3)", "[[1,0,0],[1,1,0],[0,0,1]]"),
        ("tally([0,0,0], [1,1,0], 2)", "[[1,2],[0,0]]"),
        ("argmax([1,5,2,5])", "2"),
        ("argmax([[1,7],[3,4]], 1)", "[2,1]"),
        ("onehot([2,0],3)", "[[0,0,1],[1,0,0]]"),
        ("range(2,5)", "[2,3,4,5]"),
        ("rows([[1,2],[3,4],[5,6]], 2, 3)", "[[3,4],[5,6]]"),
        ("cols([[1,2,3],[3,4,5]], 2, 2)", "[[2],[4]]"),
        ("concat([[1],[2]],[[3,4],[5,6]])", "[[1,3,4],[2,5,6]]"),
        ("stack([1,2],[3,4])", "[[1,2],[3,4]]"),
        ("[[1,2],[3,4]][2,1]", "3"),
        ("pair(3,4)[2]", "4"),
        ("dim(ones(2,5), 2)", "5"),
        ("dim(ones(2,5), -2)", "2"),
        ("area(pair(3,4))", "12"),
        ("area(5)", "25"),
        ("spread(3, 3)", "[3,3,3]"),
        ("spread(pair(3,4), 2)", "[3,4]"),
        ("spread(pair(3,3), 3)", "[3,3,3]"),
        ("spread([1,2,3], 3)", "[1,2,3]"),
        ("outer([1,2],[3,4,5])", "[[3,4,5],[6,8,10]]"),
        ("where(1 == 1, [1,2], 3)", "[1,2]"),
        ("where([1,0], [5,6], 7)", "[5,7]"),
        ("where([[1],[0]], 2, [3,4])", "[[2,2],[3,4]]"),
    ]);
    refused(&[
        "grams([[1,2]], 1)",
        "grams([1,2], 0)",
        "common(1, 2)",
        "common([1], [[1]])",
        "common([[1,2]], [[1,2,3]])",
        "pick(5, [1])",
        "pick([1,2], 1)",
        "pick([1,2], [3])",
        "pick([1,2], [0])",
        "diagonal([[1,2,3],[4,5,6]])",
        "diagonal([1,2])",
        "tally([0,2], [0,1], 2)",
        "tally([0,0.5], [0,1], 2)",
        "tally([0,-1], [0,1], 2)",
        "tally([0,1], [0], 2)",
        "ratios([1,2], [1])",
        "known_mean(ratios([1],[0]))",
        "rows([1,2], 0, 1)",
        "rows([1,2], 1, 3)",
        "[1,2][3]",
        "[1,2][0]",
        "[1,2][1.5]",
        "onehot(3, 3)",
        "outer([[1]], [1])",
        "outer([1], [[1]])",
        "outer(1, 2)",
        "spread(pair(3,4), 3)",
        "spread([1,2], 3)",
        "concat([1,2], [[3]])",
        "concat([1,2], 3)",
        "convolve_transpose(ones(2,2), ones(2,2), pair(0,2), 1)",
        "concat([[1,2]], [[3],[4]])",
        "[1,2] @ [1,2,3]",
        "1 @ [1]",
        "[1] @ 1",
        "ones(1,1,1) @ [1]",
        "[1] @ ones(1,1,1)",
        "sum([1,2], 2)",
        "sum([1,2], -2)",
        "sum([1,2], 0)",
    ]);
}

#[test]
fn each_part_of_a_result_is_worked_out() {
    for (source, lines) in [
        (
            "convolve([[1,2,0],[3,4,1]], [[1,-1],[2,3]])",
            "1,1: 1·1 + 2·(−1) + 3·2 + 4·3 = 17; 1,2: 2·1 + 0·(−1) + 4·2 + 1·3 = 13",
        ),
        (
            "convolve([[[1,2]],[[3,4]],[[5,6]],[[7,8]]], [[[[1]],[[2]]],[[[3]],[[4]]]], pair(1,0), pair(2,1), 1, 2)",
            "1/1,1: 0·1 + 0·2 = 0; 1/1,2: 0·1 + 0·2 = 0; 1/2,1: 0·1 + 0·2 = 0; 1/2,2: 0·1 + 0·2 = 0; \
             2/1,1: 0·3 + 0·4 = 0; 2/1,2: 0·3 + 0·4 = 0; 2/2,1: 0·3 + 0·4 = 0; 2/2,2: 0·3 + 0·4 = 0",
        ),
        (
            "convolve([[[1,2]],[[3,4]],[[5,6]],[[7,8]]], [[[[1]],[[2]]],[[[3]],[[4]]]], 0, 1, 1, 2)",
            "1/1,1: 1·1 + 3·2 = 7; 1/1,2: 2·1 + 4·2 = 10; 2/1,1: 5·3 + 7·4 = 43; 2/1,2: 6·3 + 8·4 = 50",
        ),
        (
            "convolve_transpose([[1,2],[3,4]], [[1,5],[2,3]], pair(0,1), 1)",
            "1,1: 1·5 + 2·1 = 7; 2,1: 1·3 + 2·2 + 3·5 + 4·1 = 26; 3,1: 3·3 + 4·2 = 17",
        ),
        (
            "convolve_transpose([[1,2]], [[1,5],[2,3]])",
            "1,1: 1·1 = 1; 1,2: 1·5 + 2·1 = 7; 1,3: 2·5 = 10; 2,1: 1·2 = 2; 2,2: 1·3 + 2·2 = 7; 2,3: 2·3 = 6",
        ),
        (
            "max_pool([[[1,2,5],[3,4,6]],[[8,7,0],[6,5,9]]], pair(1,2), pair(1,2), pair(0,1))",
            "1/1,1: max(1) = 1; 1/1,2: max([2, 5]) = 5; 1/2,1: max(3) = 3; 1/2,2: max([4, 6]) = 6; \
             2/1,1: max(8) = 8; 2/1,2: max([7, 0]) = 7; 2/2,1: max(6) = 6; 2/2,2: max([5, 9]) = 9",
        ),
        ("avg_pool([[1,2],[3,4],[5,6]], 2, 1)", "1,1: (1 + 2 + 3 + 4)/4 = 2.5; 2,1: (3 + 4 + 5 + 6)/4 = 4.5"),
        (
            "nms([[0,0,2,2],[1,1,3,3],[0,0,2,1.5]], [0.6,0.9,0.8], 0.5)",
            "kept 1: 0.9 = 0.9; kept 2: 0.8 = 0.8; overlap 0: 3/4 = 0.75",
        ),
        (
            "roi_pool([[[1,2],[3,4]],[[8,7],[6,5]]], [0,0,1,1], 2)",
            "1/1,1: max([1]) = 1; 1/1,2: max([2]) = 2; 1/2,1: max([3]) = 3; 1/2,2: max([4]) = 4; \
             2/1,1: max([8]) = 8; 2/1,2: max([7]) = 7; 2/2,1: max([6]) = 6; 2/2,2: max([5]) = 5",
        ),
        (
            "[[1,2],[3,4]] @ [[5,6],[7,8]]",
            "1,1: 1·5 + 2·7 = 19; 1,2: 1·6 + 2·8 = 22; 2,1: 3·5 + 4·7 = 43; 2,2: 3·6 + 4·8 = 50",
        ),
        ("[1,2] @ [[5,6],[7,8]]", "1: 1·5 + 2·7 = 19; 2: 1·6 + 2·8 = 22"),
        ("[[1,2],[3,4]] @ [5,6]", "1: 1·5 + 2·6 = 17; 2: 3·5 + 4·6 = 39"),
        ("dot([1,2],[3,4])", ": 1·3 + 2·4 = 11"),
    ] {
        assert_eq!(inside(source).join("; "), lines, "{source}");
    }
}

/// Multiply-adds, counted by hand: what limits how much a formula may ask for.
#[test]
fn what_an_operation_costs_is_what_it_does() {
    for (name, operands, work) in [
        ("convolve", &["ones(4,5,6)", "ones(8,2,3,3)", "1", "1", "1", "2"][..], 8.0 * 18.0 * 30.0),
        ("convolve", &["ones(5,6)", "ones(3,3)"], 9.0 * 12.0),
        ("max_pool", &["ones(3,4,6)", "pair(2,3)"], 6.0 * 3.0 * 2.0 * 2.0),
        ("convolve_transpose", &["ones(4,5)", "ones(2,3)"], 120.0),
        ("matmul", &["ones(4,5)", "ones(5,3)"], 60.0 + 2.0),
        ("matmul", &["ones(4,5)", "ones(5)"], 20.0 + 2.0),
        ("nms", &["ones(5,4)", "ones(5)", "0.5"], 8.0 * 25.0),
        ("roi_pool", &["ones(5,4)", "[0,0,1,1]", "2"], 4.0 * 20.0),
        ("common", &["ones(5)", "ones(3)"], 15.0),
        ("found", &["ones(5)", "ones(3)"], 15.0),
        ("softmax", &["ones(2,5)"], 40.0),
    ] {
        let operands: Vec<Value> = operands.iter().map(|source| value(source)).collect();
        assert_eq!(find(name).unwrap().work.unwrap()(&operands), work, "{name}");
    }
}

/// Where windows are worked on piece by piece, the pieces join to the same.
#[test]
fn a_large_convolution_is_the_sum_of_shifted_inputs() {
    let by_parts = |x: &str, h: usize, w: usize, gradient: &str| {
        let mut machine = Machine::new();
        machine.set("x", value(x));
        let part = |i: usize, j: usize| format!("cols(rows(x, {}, {}), {}, {})", i + 1, h - 1 + i, j + 1, w - 1 + j);
        let sum = format!("{} + 2*{} - 3*{} + 5*{}", part(0, 0), part(0, 1), part(1, 0), part(1, 1));
        machine.set("sum", machine.clone().evaluate(&parse(&sum).unwrap()).unwrap());
        machine.set("k", value("[[1,2],[-3,5]]"));
        machine.bind(&parse_binding("y = convolve(x, k)").unwrap()).unwrap();
        let largest = machine.evaluate(&parse("max(abs(y - sum))").unwrap()).unwrap();
        assert_eq!(largest, Value::scalar(0.0), "{x}");
        machine.bind(&parse_binding("L = sum(y*y)/2").unwrap()).unwrap();
        let by_k = machine.evaluate(&parse("grad(L, k)").unwrap()).unwrap();
        let entry = |i, j| format!("sum(sum*{})", part(i, j));
        let expected = format!("[[{}, {}], [{}, {}]]", entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1));
        assert_eq!(machine.evaluate(&parse(&expected).unwrap()).unwrap(), by_k, "{x}: {gradient}");
        let by_x = machine.evaluate(&parse("sum(grad(L, x))").unwrap()).unwrap();
        assert_eq!(machine.evaluate(&parse("5*sum(sum)").unwrap()).unwrap(), by_x, "{x}");
    };
    by_parts("outer(range(1, 3), range(1, 40000) - 20000)", 3, 40000, "one row in pieces");
    by_parts("outer(range(1, 400) - 200, range(1, 300) - 100)", 400, 300, "some rows at once");
}

#[test]
fn a_refused_place_is_told_with_the_places_there_are() {
    let places = |source: &str| match Machine::new().evaluate(&parse(source).unwrap()).unwrap_err().kind {
        MathErrorKind::Refused { why: Refusal::Index { index, from, to }, .. } => (index, from, to),
        other => panic!("{source}: {other:?}"),
    };
    assert_eq!(places("[5,6,7][4]"), (4, 1, 4));
    assert_eq!(places("rows([5,6,7], 0, 2)"), (0, 1, 4));
    assert_eq!(places("pick([5,6,7], [4])"), (4, 1, 4));
    assert_eq!(places("onehot(3, 3)"), (3, 0, 3));
    assert_eq!(places("sum([[5,6,7]], 3)"), (3, 1, 3));
}

#[test]
fn a_choice_has_the_gradient_of_what_was_chosen() {
    let gradient = |source: &str, by: &str| {
        let mut machine = Machine::new();
        machine.set("a", Value::vector(vec![1.0, 2.0]));
        machine.set("b", Value::vector(vec![3.0, 4.0]));
        machine.evaluate(&parse(&format!("grad(sum(a*a*{source}), {by})")).unwrap()).unwrap()
    };
    assert_eq!(gradient("where(1 == 1, b, 2*b)", "b"), Value::vector(vec![1.0, 4.0]));
    assert_eq!(gradient("where(1 == 2, b, 2*b)", "b"), Value::vector(vec![2.0, 8.0]));
    assert_eq!(gradient("where([1, 0], b, 2*b)", "b"), Value::vector(vec![1.0, 8.0]));
    assert_eq!(gradient("stack(b, 3*b)[2]", "b"), Value::vector(vec![3.0, 12.0]));
}

#[test]
fn a_gradient_goes_back_to_the_channel_and_the_cell_that_it_came_from() {
    let gradient = |source: &str, by: &str| {
        let mut machine = Machine::new();
        machine.set("x", value("reshape(range(1, 24), 2, 3, 4)"));
        machine.set("k", value("reshape(range(1, 12), 1, 2, 2, 3)"));
        machine.evaluate(&parse(&format!("grad({source}, {by})")).unwrap()).unwrap()
    };
    // Each cell has the sum of the weights that pass over it.
    let expected = "[[[1,3,5,3],[5,12,16,9],[4,9,11,6]],[[7,15,17,9],[17,36,40,21],[10,21,23,12]]]";
    assert_eq!(gradient("sum(convolve(x, k))", "x"), value(expected));
}

#[test]
fn a_comparison_holds_where_each_number_does() {
    for (source, holds) in [
        ("[1,2] <= 2", true),
        ("[1,3] <= 2", false),
        ("[3,4] == [3,4]", true),
        ("[3,4] == [3,5]", false),
        ("[3,4] != [3,5]", true),
        ("1 == \"a\"", false),
        ("\"a\" == \"a\"", true),
    ] {
        assert_eq!(value(source), Value::Truth(holds), "{source}");
    }
}

#[test]
fn what_cancels_in_a_product_with_a_long_column_is_0_and_a_cut_from_behind_its_end_is_empty() {
    assert_eq!(value("([[0.1, 0.3], [1, 0]] @ [3e6, -1e6])[1]"), Value::Number(0.0));
    assert_eq!(value("len(rows([[1],[2],[3]], 3, 2))"), Value::Number(0.0));
    assert_eq!(value("len(rows([[1],[2],[3]], 3, 1))"), Value::Number(0.0));
}
