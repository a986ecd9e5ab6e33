//! Drills over the bundled calculations, line by line.

use serde_json::json;

use crate::learner::Learner;

fn drill(args: &[&str], input: &str) -> Vec<serde_json::Value> {
    Learner::new().run(&[&["drill", "--format", "jsonl"], args].concat(), input).lines()
}

#[test]
fn a_code_brings_back_the_variant_and_the_hints_lead_to_its_value() {
    let first = &drill(&["mlp", "--level", "1", "--seed", "1", "-n", "1"], "")[0];
    let code = first["code"].as_str().unwrap();
    let lines = drill(&["--code", code], ":hint\n:hint\n:hint\n:hint\n:hint\n1+0\n");
    assert_eq!((&lines[0]["stem"], &lines[0]["code"]), (&first["stem"], &first["code"]));
    let levels: Vec<_> = lines.iter().filter_map(|l| l["level"].as_u64()).collect();
    assert_eq!(levels, [1, 2, 3, 4]);
    assert_eq!(lines[5]["type"], "rejected");
    let feedback = &lines[6];
    assert_eq!(feedback["type"], "feedback");
    let answer = feedback["answer"].as_str().unwrap().to_owned();
    let right = drill(&["--code", code], &format!("{answer}\n"));
    assert_eq!((&right[1]["correct"], &right[1]["score"]), (&json!(true), &json!(1)));
}

#[test]
fn any_choice_that_fits_an_inverse_exercise_is_right() {
    let inverse = |line: &&serde_json::Value| {
        line["stem"].as_str().is_some_and(|stem| stem.contains("Give a batch size for which"))
    };
    let lines = drill(&["iterations", "--level", "3", "-n", "20", "--seed", "2"], &":skip\n".repeat(20));
    let exercise = lines.iter().find(inverse).unwrap();
    let code = exercise["code"].as_str().unwrap();
    assert_eq!(exercise["ask"][0]["key"], "batch");
    let shown = drill(&["--code", code], "batch=1\n");
    let (answer, why) = (shown[1]["answer"].as_str().unwrap(), shown[1]["why"].as_str().unwrap());
    assert!(shown[1]["score"] == 0 && why.contains("with these values"), "{why}");
    for (line, kind) in
        [(answer.to_owned(), "feedback"), ("0".to_owned(), "rejected"), ("B=many".to_owned(), "rejected")]
    {
        assert_eq!(drill(&["--code", code], &format!("{line}\n"))[1]["type"], kind, "{line}");
    }
    // The stem has the samples and the iterations wanted; a batch fits where the samples fill just so many.
    let stem = exercise["stem"].as_str().unwrap();
    let numbers: Vec<u32> = stem.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let (samples, wanted) = (numbers[0], numbers[1]);
    let fits = |batch: &u32| samples.div_ceil(*batch) == wanted;
    let right: Vec<u32> = (1..=samples).filter(fits).collect();
    assert!(right.len() > 1 && right.contains(&answer.parse().unwrap()), "{stem}");
    for batch in [right[0], right[right.len() - 1], right[0] - 1, right[right.len() - 1] + 1] {
        let marked = &drill(&["--code", code], &format!("{batch}\n"))[1];
        assert_eq!(marked["correct"], fits(&batch), "{batch}: {marked}");
    }
}

#[test]
fn the_record_keeps_the_variant_that_was_answered() {
    let learner = Learner::new();
    let ran = learner.run(&["drill", "pool", "--seed", "3", "-n", "2", "--format", "jsonl"], "0\n0\n");
    let asked: Vec<_> = ran.lines().iter().filter(|l| l["type"] == "exercise").map(|l| l["code"].clone()).collect();
    let kept: Vec<_> = learner.export().iter().map(|r| r["code"].clone()).collect();
    assert_eq!((asked.len(), asked), (2, kept));
    assert_eq!(learner.export()[0]["of"], "exercise");
}

#[test]
fn the_same_seed_draws_the_same_exercises() {
    let codes = |seed: &str| -> Vec<_> {
        let lines = drill(&["--seed", seed, "-n", "5"], &":skip\n".repeat(5));
        lines.iter().filter(|l| l["type"] == "exercise").map(|l| l["code"].clone()).collect()
    };
    assert_eq!(codes("4").len(), 5);
    assert_eq!(codes("4"), codes("4"));
    assert_ne!(codes("4"), codes("5"));
}

#[test]
fn a_number_that_an_option_does_not_take_is_refused_with_those_that_it_does() {
    for (args, said) in [
        (["drill", "--level", "9"], ["1 到 3", "from 1 to 3"]),
        (["plan", "--minutes", "0"], ["1 到 1440", "from 1 to 1440"]),
        (["quiz", "-n", "0"], ["不小于 1", "from 1 on"]),
        (["drill", "--seed", "x"], ["不小于 0", "from 0 on"]),
    ] {
        for (lang, words) in ["zh", "en"].into_iter().zip(said) {
            let ran = Learner::new().run(&[&args[..], &["--lang", lang]].concat(), "");
            assert!(ran.code == 2 && ran.err.contains(words) && ran.err.contains(args[2]), "{}", ran.err);
        }
    }
}

#[test]
fn what_was_not_right_comes_once_more_before_the_summary_where_that_is_asked_for() {
    let lines = drill(&["pool", "--seed", "3", "-n", "2", "--again"], "out_h=0\n:skip\n:skip\n:skip\n");
    let asked: Vec<_> = lines.iter().filter(|line| line["type"] == "exercise").collect();
    // What was skipped is not wanted.
    assert_eq!(asked.len(), 3);
    assert!(asked[..2].iter().all(|first| first["stem"] != asked[2]["stem"]), "other numbers");
    let last = lines.last().unwrap();
    assert_eq!(
        (&last["type"], &last["answered"], &last["second"]["answered"]),
        (&json!("summary"), &json!(1), &json!(0))
    );
    // A setting is for people: a program that does not ask for it gets what it asked for.
    let counted = drill(&["pool", "--seed", "3", "-n", "2"], "out_h=0\n:skip\n");
    assert!(counted.last().unwrap()["second"].is_null());
    assert_eq!(counted.iter().filter(|line| line["type"] == "exercise").count(), 2);
}

#[test]
fn a_code_of_a_version_or_a_calculation_that_is_not_there_is_told_as_such() {
    let learner = Learner::new();
    for (code, en, zh) in [
        ("conv@9.2:8F3A-C21D", "conv has no version 9", "conv 没有第 9 版"),
        ("konv@1.2:8F3A-C21D", "no computation “konv”", "没有计算“konv”"),
        ("conv@1.9:8F3A-C21D", "no code of a variant", "不是可用的题目编号"),
    ] {
        for (lang, said) in [("en", en), ("zh", zh)] {
            let ran = learner.run(&["drill", "--code", code, "--lang", lang], "");
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{code}");
            assert!(ran.err.contains(said), "{}", ran.err);
        }
    }
}

#[test]
fn what_was_just_told_of_the_one_exercise_is_not_told_again_at_the_end() {
    let learner = Learner::new();
    let ran = learner.run(&["drill", "--code", "conv@1.2:8F3A-C21D", "--plain"], "5\n");
    assert_eq!(ran.out.matches("Right answer: 6").count(), 1, "{}", ran.out);
    let two = learner.run(&["drill", "conv", "-n", "2", "--seed", "3", "--plain"], "1\n1;1\n");
    assert_eq!(two.out.matches("Right answer: 37").count(), 2, "of several the look back tells: {}", two.out);
    let skipped = learner.run(&["drill", "conv", "-n", "1", "--plain"], ":skip\n");
    assert!(skipped.out.contains("Nothing was answered this time, 1 skipped"), "{}", skipped.out);
    assert!(!skipped.out.contains("0 answers"), "{}", skipped.out);
}
