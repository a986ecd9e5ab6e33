//! How answers are marked: what counts, what does not, and what is told of a wrong value.

use dlrev::course::Course;
use serde_json::{Value, json};

use crate::learner::Learner;

/// What the program says of an answer to a variant.
fn feedback(code: &str, answer: &str, lang: &str) -> Value {
    let args = ["drill", "--format", "jsonl", "--lang", lang, "--code", code];
    let lines = Learner::new().run(&args, &format!("{answer}\n")).lines();
    lines.into_iter().find(|line| line["type"] == "feedback").unwrap_or_else(|| panic!("{code}: {answer}"))
}

#[test]
fn what_the_words_of_a_task_exclude_is_a_mistake_with_a_name() {
    for (code, answer, mistake) in
        [("recurrent-params@1.1:9B84-73B1", "params=280", "single-bias"), ("conv@1.1:9B84-73B1", "4", "rounded-up")]
    {
        for lang in ["zh", "en"] {
            let said = feedback(code, answer, lang);
            assert_eq!((&said["score"], &said["mistake"]), (&json!(0), &json!(mistake)), "{said}");
            assert!(!said["why"].as_str().unwrap().contains("Right"), "{said}");
        }
    }
}

#[test]
fn what_is_tiny_is_not_0() {
    let said = feedback("gradient-flow@1.3:4692-18C1", "0", "en");
    assert_eq!((&said["score"], &said["mistake"]), (&json!(0), &json!("not-nothing")), "{said}");
}

#[test]
fn who_goes_on_from_an_accepted_rounded_answer_is_right() {
    let code = "gradient-flow@1.2:4528-7F49";
    assert_eq!(feedback(code, "per_layer=0.366; factor=0.00657", "en")["score"], 1);
    for nonsense in ["per_layer=0; factor=0", "per_layer=1; factor=1"] {
        assert_eq!(feedback(code, nonsense, "en")["score"], 0, "{nonsense}");
    }
    assert_eq!(feedback(code, "per_layer=0.5; factor=0.03125", "en")["score"], 0.5);
}

#[test]
fn slips_are_told_from_not_right() {
    let bce = "bce@1.3:568A-54A4";
    for (answer, slip) in [
        ("0.92", "too-few-digits"),
        ("0.9", "perhaps-rounded"),
        ("0.917", "last-digit"),
        ("0.398", "other-base"),
        ("9.16", "decimal-point"),
    ] {
        for lang in ["zh", "en"] {
            let said = feedback(bce, answer, lang);
            assert_eq!((&said["mistake"], &said["score"]), (&json!(slip), &json!(0)), "{answer}: {said}");
        }
    }
}

#[test]
fn all_mistakes_that_give_a_value_are_named() {
    let said = feedback("conv@1.2:8F3A-C21D", "5", "en");
    assert_eq!(said["mistakes"], json!(["padding-once", "no-plus-one"]));
    let why = said["why"].as_str().unwrap();
    assert!(why.contains("padding counted once") && why.contains("⌊(13 + 2 − 7)/2⌋ + 1 = 5"), "{said}");
    assert!(why.contains("the final +1 is missing") && why.contains("⌊(13 + 2·2 − 7)/2⌋ = 5"), "{said}");
    assert_eq!(said["mistake"], "padding-once");
}

#[test]
fn a_mistake_of_a_step_of_its_own_applies() {
    let said = feedback("segmentation@1.1:E20B-95C2", "1,2;1,2", "en");
    assert_eq!(said["mistake"], "rows-and-columns-swapped", "{said}");
}

#[test]
fn what_nothing_explains_says_where_to_look() {
    for (lang, words) in [("zh", "请对照"), ("en", "compare your way")] {
        let said = feedback("conv@1.2:8F3A-C21D", "1234", lang);
        assert!(said["why"].as_str().unwrap().contains(words) && said["mistake"].is_null(), "{said}");
    }
}

#[test]
fn calc_says_what_the_answers_are_under_other_conventions() {
    let args = ["calc", "mse", "--y", "1.5,-1.5,2.5", "--t", "0.5,2,-1", "--format", "json"];
    let lines = Learner::new().run(&args, "").lines();
    let told = &lines[0]["conventions"];
    assert_eq!((&told[0]["key"], &told[0]["value"]), (&json!("loss"), &json!(12.75)), "{told}");
    assert!(told[0]["say"].as_str().is_some_and(|say| !say.is_empty()));
}

/// What a person sees of a variant, answered with a line.
fn seen(code: &str, answer: &str, lang: &str) -> String {
    Learner::new().run(&["drill", "--lang", lang, "--code", code], &format!("{answer}\n")).out
}

#[test]
fn one_choice_of_many_is_an_example_and_its_symbols_are_named() {
    let code = "pool@1.3:568A-54A4";
    for (lang, example, symbols) in [
        ("zh", "正确答案：例如 f=", "给出一组窗口边长 F 和步幅 S，"),
        ("en", "Right answer: for example f=", "Give a window side F and a stride S for which"),
    ] {
        let seen = seen(code, "f=66; s=1", lang);
        assert!(seen.contains(example) && seen.contains(symbols), "{seen}");
        let answer = feedback(code, "f=66; s=1", lang)["answer"].clone();
        assert!(answer.as_str().unwrap().starts_with("f="), "{answer}");
    }
}

#[test]
fn a_long_problem_is_marked_step_by_step_and_an_error_is_carried_on() {
    // The first scores are wrong, and the next step goes on from them.
    let wrong = "scores=4,2;1,-2; scaled=2.828,1.414;0.7071,-1.414; weights=1,0;0.893,0.107; output=-1;-0.465";
    let marked = feedback("attention@2.2:5192-8EE5", wrong, "en");
    assert_eq!(marked["score"], 0.75, "{marked}");
    let nothing_carried = wrong.replace("2.828,1.414", "0,2.828");
    assert_eq!(feedback("attention@2.2:5192-8EE5", &nothing_carried, "en")["score"], 0.75);
    let right = nothing_carried.replace("4,2", "0,4");
    assert_eq!(feedback("attention@2.2:5192-8EE5", &right, "en")["score"], 1.0);
}

#[test]
fn a_drill_says_how_a_list_or_a_matrix_is_written() {
    for (code, zh, en) in [
        (
            "segmentation@1.1:E20B-95C2",
            "（写成 1,2;3,4，行与行之间用分号）",
            " (written as 1,2;3,4 with a semicolon between rows)",
        ),
        ("activation@1.2:4A86-5D5C", "（保留 3 位有效数字；写成 1,2）", " (3 significant digits; written as 1,2)"),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let seen = seen(code, ":skip", lang);
            assert!(seen.contains(words), "{seen}");
        }
    }
    let seen = seen("conv@1.2:8F3A-C21D", ":skip", "en");
    assert!(!seen.contains("written as"), "{seen}");
}

#[test]
fn the_words_of_a_computed_question_leave_its_digits_to_what_stands_beside_the_answer() {
    let course = Course::open(None).unwrap();
    let mut asked = 0;
    for topic in course.topics() {
        for question in &topic.questions {
            if question.body.computed().is_none() {
                continue;
            }
            asked += 1;
            for (words, digits) in [(&question.stem.zh, "有效数字"), (&question.stem.en, "significant digit")] {
                assert!(!words.contains(digits), "{}: {words}", question.id);
            }
        }
    }
    assert!(asked > 20, "{asked}");
}

#[test]
fn biases_that_are_not_there_and_outputs_that_are_gone_are_told() {
    for (code, answer, mistake) in [
        ("conv@1.2:D5F5-3AB2", "12832", "bias-counted"),
        ("conv@1.3:E064-9E2A", "17520000", "bias-counted"),
        ("finetune@1.2:1898-AAD1", "210", "old-outputs"),
        ("early-stop@1.1:2C0D-05DE", "stop_epoch=5; best_epoch=3", "one-more-than-patience"),
    ] {
        let said = feedback(code, answer, "en");
        assert_eq!(said["mistake"], mistake, "{said}");
        assert!(said["score"].as_f64().unwrap() < 1.0, "{said}");
    }
}

#[test]
fn a_softmax_of_one_output_is_refused_in_a_sentence() {
    let network = ["--x", "1,2", "--w1", "[[1,1]]", "--b1", "[0]", "--t", "[1]", "--out-act", "softmax"];
    for (kind, rest) in [("backprop", ["--loss", "ce", "--lr", "0.1"]), ("fgsm", ["--loss", "ce", "--eps", "0.1"])] {
        let ran = Learner::new().run(&[&["calc", kind, "--lang", "en"], &network[..], &rest[..]].concat(), "");
        assert!(ran.code != 0 && ran.err.contains("at least two outputs are needed"), "{}", ran.err);
    }
}

#[test]
fn one_of_something_is_singular_and_a_list_of_one_is_a_number() {
    let stem = |code: &str| seen(code, ":skip", "en");
    assert!(stem("early-stop@1.1:2C0D-05DE").contains("after 1 epoch without an improvement"));
    assert!(stem("network@1.1:1898-AAD1").contains("An input of 2×6×6 (channels × height × width)"));
    assert!(stem("fit@1.1:1898-AAD1").contains("The training error is 0.2, the test error 0.46."));
}

#[test]
fn stress_counts_how_often_each_mistake_can_be_seen() {
    let ran = Learner::new().run(&["content", "stress", "finetune", "mlp", "--variants", "20", "--lang", "en"], "");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let counted = ran.out.lines().find(|line| line.contains("how often each mistake can be seen: ")).unwrap();
    assert!(counted.contains("old-outputs ") && counted.contains("frozen-for-trainable "), "{counted}");
    let undrawn = ran.out.lines().find(|line| line.contains("no task has: ")).unwrap();
    assert!(undrawn.starts_with("mlp") && undrawn.contains("bias-counted (--no-bias)"), "{undrawn}");
    assert!(!ran.out.contains("never seen"), "{}", ran.out);
}

#[test]
fn the_slope_of_another_library_is_explained_where_the_task_says_its_own() {
    for (code, answer) in [
        ("activation@1.1:E064-9E2A", "-0.035,4,4.5"),
        ("gradient-flow@1.2:14B2-6BE7", "7.59e-10"),
        ("saliency@1.1:D5F5-3AB2", "0.01,0.02"),
        // Whoever takes it does so in every step: hidden layer, output, and both on the way back.
        ("forward@1.2:E064-9E2A", "1.135,-0.00565"),
        ("backprop@1.2:7418-48D3", "-0.00933128,0.00933128;-0.454165,0.454165"),
        ("fgsm@1.2:D5F5-3AB2", "-0.00979375,-0.00445"),
    ] {
        assert!(seen(code, ":skip", "en").contains("has the slope 0.1 where negative"), "{code}");
        let said = feedback(code, answer, "en");
        assert_eq!((&said["mistake"], &said["score"]), (&json!("leaky-hundredth"), &json!(0)), "{said}");
        assert!(said["why"].as_str().unwrap().contains("PyTorch"), "{said}");
    }
}

#[test]
fn a_task_that_can_hang_on_a_kink_says_which_derivative_is_taken() {
    let mut kinked = 0;
    for kind in ["activation", "gradient-flow", "backprop", "fgsm", "saliency"] {
        for level in ["2", "3"] {
            let args =
                ["drill", kind, "--level", level, "-n", "12", "--seed", "4", "--lang", "en", "--format", "jsonl"];
            for line in Learner::new().run(&args, &":skip\n".repeat(12)).lines() {
                let Some(stem) = line["stem"].as_str() else { continue };
                let derivative = !stem.contains("Compute f(z)");
                if derivative
                    && ["f = ReLU", "f = leaky", "activation ReLU", "activation leaky"].iter().any(|f| stem.contains(f))
                {
                    kinked += 1;
                    assert!(stem.to_lowercase().contains("at a kink take the left derivative"), "{stem}");
                }
            }
        }
    }
    assert!(kinked > 10, "{kinked}");
}
