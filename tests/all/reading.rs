//! What people type is read as they mean it, by one reader: answers of drills, flags of `calc`, statements of formulas.

use serde_json::{Value, json};

use crate::learner::Learner;

/// What comes of an answer to the exercise of a code.
fn answered(code: &str, line: &str, lang: &str) -> Value {
    let ran = Learner::new().run(&["drill", "--code", code, "--lang", lang, "--format", "jsonl"], &format!("{line}\n"));
    ran.lines().into_iter().find(|line| line["type"] == "feedback" || line["type"] == "rejected").unwrap()
}

#[test]
fn a_right_answer_is_taken_however_it_is_written() {
    for (code, line, read_as) in [
        ("conv@1.1:1898-AAD1", "3×3×2×2+2", None),
        ("conv@1.1:1898-AAD1", "3x3x2x2+2", None),
        ("conv@1.1:1898-AAD1", "３×３×２×２＋２", None),
        ("conv@1.1:1898-AAD1", "38 个", Some("38")),
        ("conv@1.3:2C0D-05DE", "64×11×11×64+64", None),
        ("conv@1.3:2C0D-05DE", "64*11²*64+64", Some("64 * 11^2 * 64 + 64")),
        ("conv@1.3:2C0D-05DE", "4.9568·10⁵", Some("4.9568 * 10^5")),
        ("conv@1.3:2C0D-05DE", "495,680", Some("495680")),
        ("conv@1.2:714B-46D1", "16·7²·16", Some("16 * 7^2 * 16")),
        ("conv@1.2:714B-46D1", "12 544", Some("12544")),
        ("conv@1.2:714B-46D1", "参数量：12544", None),
        ("conv@1.2:714B-46D1", "K = 16·49·16 = 12544", None),
        ("bce@1.1:568A-54A4", "7.99×10⁻¹", Some("7.99 * 10^-1")),
        ("bce@1.3:568A-54A4", "≈0.916", Some("0.916")),
        ("bce@1.3:568A-54A4", "-ln 0.4", None),
        ("bce@1.3:568A-54A4", "−log(0.4)", None),
        ("bce@1.3:568A-54A4", "损失=0.916 nats", Some("loss=0.916")),
        ("bce@1.3:568A-54A4", "91.6%", Some("91.6 / 100")),
        ("vae@1.1:DD9A-929D", "5.297 -0.2131.", None),
        ("gradient-flow@1.3:3767-C226", "per_layer=0.261; factor=1.74e−9", None),
        ("fit@1.1:568A-54A4", "过拟合", None),
        ("fit@1.1:568A-54A4", "overfitting", None),
        ("fit@1.1:568A-54A4", "Over-fit.", Some("overfit")),
    ] {
        let feedback = answered(code, line, "zh");
        assert_eq!(feedback["correct"], json!(true), "{code} {line}: {feedback}");
        let said = feedback["read_as"].as_str();
        assert!(said == read_as || read_as.is_none() && said.is_some_and(|s| s.contains('=')), "{line}: {feedback}");
    }
}

#[test]
fn what_cannot_be_read_is_sent_back_with_how_to_write_it_and_no_word_of_the_answer() {
    for (code, line, zh, en) in [
        ("conv@1.2:714B-46D1", "abc", "看不懂“abc”", "“abc” cannot be read"),
        ("conv@1.2:714B-46D1", "1,2,3", "只要一个数", "one number is wanted"),
        ("conv@1.2:714B-46D1", "3 ∞", "∞", "∞"),
        ("fit@1.1:568A-54A4", "什么", "可答：欠拟合", "is not one of the answers"),
        ("attention@1.2:D510-BB86", "1", "行与行用分号隔开", "semicolons between the rows"),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let back = answered(code, line, lang);
            let why = back["why"].as_str().unwrap();
            assert!(back["type"] == "rejected" && why.contains(words), "{line}: {back}");
            assert!(!why.contains("\\u") && !why.contains('×'), "{why}");
        }
    }
}

#[test]
fn another_length_is_a_wrong_answer_and_tells_nothing_beforehand() {
    let feedback = answered("nms@1.1:568A-54A4", "0", "en");
    assert_eq!((&feedback["type"], &feedback["correct"]), (&json!("feedback"), &json!(false)), "{feedback}");
}

#[test]
fn a_size_is_no_side_unless_its_sides_agree() {
    let learner = Learner::new();
    let ran = learner.run(&["drill", "--code", "conv@1.1:0C30-B0E2", "--format", "jsonl"], "8x3\n");
    assert_eq!(ran.lines()[1]["correct"], json!(false), "{}", ran.out);
    let ran = learner.run(&["drill", "--code", "conv@1.1:0C30-B0E2", "--format", "jsonl"], "8×8\n");
    assert_eq!(ran.lines()[1]["correct"], json!(true), "{}", ran.out);
}

#[test]
fn flags_and_formulas_are_read_alike() {
    for (args, answers) in [
        (
            &["chain", "--f", "q = x + y; q*z", "--at", "x=-2,y=5,z=-4"][..],
            "value = -12\nd_x = -4\nd_y = -4\nd_z = 3\n",
        ),
        (
            &["chain", "--f", "2*(x*y + max(z,w))", "--at", "x=3,y=-4,z=2,w=-1"],
            "value = -20\nd_x = -8\nd_y = 6\nd_z = 2\nd_w = 0\n",
        ),
        (
            &["chain", "--f", "sum(W @ x)", "--at", "W=[[1,2],[3,4]],x=[1,1]"],
            "value = 10\nd_W = [[1,1],[1,1]]\nd_x = [4,6]\n",
        ),
        (&["chain", "--f", "|x| + lg(x) + log2(x)", "--at", "x=-1"], ""),
        (&["iterations", "--samples", "60,000", "--batch", "2⁵", "--epochs", "1"], "per_epoch = 1875\ntotal = 1875\n"),
        (&["mse", "--y", "[[1]; [½]]", "--t", "[[0]; [0.5]]"], "loss = 0.5\ngrad = [[1],[0]]\n"),
    ] {
        let ran = Learner::new().run(&[&["calc"], args, &["--answer-only"]].concat(), "");
        assert_eq!(ran.out, answers, "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_size_has_as_many_sides_as_the_convolution_has_dimensions() {
    for (args, wanted) in [
        (["--n", "32x32", "--f", "3", "--dims", "3"], "--n takes one number for all sides where --dims is 3"),
        (["--n", "8", "--f", "[1,2]", "--dims", "3"], "--f takes one number for all sides where --dims is 3"),
        (["--n", "8x8x8", "--f", "3", "--dims", "2"], "--n takes one number for all sides where --dims is 2"),
        (["--n", "8x8", "--f", "3", "--dims", "1"], "--n takes one number where --dims is 1"),
    ] {
        let ran = Learner::new().run(&[&["calc", "conv", "--lang", "en"], &args[..]].concat(), "");
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.starts_with(wanted), "{args:?}: {}", ran.err);
    }
    let ran = Learner::new().run(&["calc", "conv", "--n", "8x9x7", "--f", "3", "--dims", "3", "--answer-only"], "");
    assert_eq!(ran.out, "out_d = 6\nout_h = 7\nout_w = 5\n", "{}", ran.err);
}
