//! `dlrev calc` against its contract: names that clash, shapes, numbers that are not finite, files, messages.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::dlrev;

/// What a run came to: exit code, standard output, standard error.
fn run(arguments: &[&str], folder: Option<&Path>) -> (Option<i32>, String, String) {
    let mut command = dlrev();
    command.arg("calc").args(arguments);
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let ran = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (ran.status.code(), text(ran.stdout), text(ran.stderr))
}

pub fn json_of(arguments: &[&str], folder: Option<&Path>) -> Value {
    let (code, out, err) = run(&[arguments, &["--format", "json"]].concat(), folder);
    assert_eq!(code, Some(0), "{arguments:?}: {err}");
    serde_json::from_str(&out).unwrap()
}

pub fn answers(line: &str) -> Value {
    json_of(&line.split(' ').collect::<Vec<_>>(), None)["answers"].take()
}

/// What `calc` prints in English.
pub fn shown(line: &str) -> String {
    let (_, shown, _) = run(&line.split(' ').chain(["--lang", "en"]).collect::<Vec<_>>(), None);
    shown
}

/// Refused with exit code 2, nothing on standard output and one line that says each of `said`.
pub fn refused(line: &str, said: &[&str], folder: Option<&Path>) {
    let (code, out, err) = run(&line.split(' ').collect::<Vec<_>>(), folder);
    assert_eq!((code, out.as_str(), err.lines().count()), (Some(2), "", 1), "{line}: {err}");
    for said in said {
        assert!(err.contains(said), "{line}: {err}");
    }
}

#[test]
fn one_row_without_brackets_is_a_matrix_where_only_a_matrix_may_stand() {
    for (line, answer) in [
        ("attention --q 1,0 --k 1,0;0,1 --v 1;1", "output = [[1]]"),
        ("nms --boxes 0,0,10,10 --scores 0.9", "kept = [0]"),
        ("convolve --x 1,2,3 --k 1,1", "y = [[3,5]]"),
    ] {
        let mut command = dlrev();
        let ran = command.arg("calc").args(line.split(' ')).arg("--answer-only").output().unwrap();
        assert!(String::from_utf8(ran.stdout).unwrap().contains(answer), "{line}");
    }
    let refused = dlrev().args(["calc", "nms", "--boxes", "[0,0,10,10]", "--scores", "0.9"]).output().unwrap();
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
}

#[test]
fn a_variable_may_be_called_as_anything_inside() {
    for (f, at, expected) in [
        ("f*x", "x=2,f=3", json!({"value": 6, "d_x": 3, "d_f": 2})),
        ("f*2", "f=2", json!({"value": 4, "d_f": 2})),
        ("value*value*2", "value=3", json!({"value": 18, "d_value": 12})),
        ("x*value+value", "x=2,value=3", json!({"value": 9, "d_x": 3, "d_value": 3})),
        ("at*v", "at=2,v=5", json!({"value": 10, "d_at": 5, "d_v": 2})),
        ("d_x*x", "x=2,d_x=5", json!({"value": 10, "d_x": 5, "d_d_x": 2})),
        ("e*pi", "e=2,pi=3", json!({"value": 6, "d_e": 3, "d_pi": 2})),
    ] {
        assert_eq!(answers(&format!("chain --f {f} --at {at}")), expected, "{f}");
    }
    let (_, shown, _) = run(&["chain", "--f", "f*value", "--at", "f=2,value=3", "--detail"], None);
    assert!(shown.contains("f · value") && !shown.contains('\u{1}'), "{shown}");
}

#[test]
fn nothing_that_is_not_finite_is_answered() {
    for line in ["chain --f sqrt(x-1)*y --at x=1,y=0", "chain --f ln(x) --at x=1e-320"] {
        refused(line, &["derivative does not exist", "--"], None);
    }
    for line in [
        "convolve --x [[1e-200]] --k [[1e200]] --dy [[1e200]]",
        "convolve --x [[1e200]] --k [[1e-200]] --dy [[1e200]] --save dk=never.npy",
        "fgsm --x 0 --w1 [[1e200]] --b1 0 --w2 [[1e200]] --b2 0 --act identity --t 1 --eps 1e-300",
        "optimizer --name sgd --theta 1e308 --grads [[-1e308]] --lr 10",
    ] {
        refused(line, &["not finite", "--"], None);
    }
    assert!(!Path::new("never.npy").exists());
}

#[test]
fn a_wrong_shape_is_refused_and_its_flag_named() {
    let cell = "--g 1,2 --o 1,0.5 --c 1,2";
    for (line, flag) in [
        ("forward --x 1,2 --w1 1,2;3,4 --b1 1", "--b1"),
        ("forward --x 1,2 --w1 [[1,2]] --b1 1,2,3", "--b1"),
        ("forward --x 1,2 --w1 [[1,2,3]] --b1 1", "--w1"),
        ("forward --x 1,2 --w1 1,2;3,4 --b1 1 --w2 [[1,2]] --b2 1", "--b1"),
        ("forward --x 1,2 --w1 [[1,2]] --b1 1 --w2 [[1]]", "--b2"),
        ("forward --x 1,2 --w1 [[1,2]] --b1 1 --w2 [[1,1]] --b2 1", "--w2"),
        ("backprop --x 1,2 --w1 [[1,2]] --b1 1,2 --t 1,0 --lr 1", "--b1"),
        ("fgsm --x 1,2 --w1 1,2;3,4 --b1 1 --t 1 --eps 0.1", "--b1"),
        ("saliency --x 1,2 --w1 1,2;3,4 --b1 1 --class 0", "--b1"),
        ("activation --fn maxout --z 1,2 --w 1,2;3,4 --b 1", "--b"),
        ("rnn --x 1;2 --wxh 1;2 --whh 1,0;0,1 --bh 1,1 --why 1,1;2,2 --by 1", "--by"),
        ("rnn --x 1;2 --wxh 1;2 --whh 1,0;0,1 --bh 1,1 --why [[1,1]] --by 1,2", "--by"),
        ("mse --y [[1,2]] --t 1;2", "--t"),
        ("dropout --x 1;2 --mask [[1,0]] --p 0.5", "--mask"),
        ("penalty --w 1;2 --grad [[1,0]] --lambda 1 --kind l1 --lr 1", "--grad"),
        ("segmentation --pred 1;0;1 --truth [[1,0,1]] --classes 2", "--truth"),
        (&format!("lstm-cell --f 1,0.5 --i [1] {cell}"), "--i"),
        (&format!("lstm-cell --f 0.5 --i 1,0.5 {cell}"), "--f"),
        ("gru-cell --z 0.5 --n 1,2 --h 1,2", "--z"),
        ("attention --q 1 --k 1,0;0,1 --v 1;2", "--q"),
        ("deconvolve --x [1,2,3] --k 1,2;3,4", "--x"),
        ("convolve --x 1,2;3,4 --k [[1]] --dy [[1,2]]", "--dy"),
        ("pooling --x 1,2;3,4 --f 3", "--f"),
        ("network lenet --input 3x8", "--input"),
    ] {
        refused(line, &[flag], None);
    }
}

#[test]
fn brackets_make_a_tensor_of_their_rank() {
    assert_eq!(answers("activation --fn relu --z [1/4]"), json!({"y": [0.25], "dy": [1]}));
    assert_eq!(answers("clip --g [[1/4,-2],[1e-3,sqrt(4)]] --max-norm 9")["g"], json!([[0.25, -2], [0.001, 2]]));
    assert_eq!(answers("activation --fn softmax --z [1/3]")["y"], json!([1]));
}

#[test]
fn a_formula_is_of_what_it_may_be_of_and_comes_to_a_number() {
    for f in ["abc", "y^2", "nan", "null", "relu"] {
        let name = f.trim_end_matches("^2");
        refused(&format!("descent --f {f} --x0 1 --lr 1 --steps 1"), &["--f", name], None);
        refused(&format!("newton --f {f} --x0 1 --steps 1"), &["--f", name], None);
    }
    for f in ["\"a\"", "[\"a\"]", "x>0"] {
        refused(&format!("chain --f {f} --at x=1"), &["--f", "not to a number"], None);
    }
    refused("chain --f x*y --at x=1", &["--at", "y"], None);
    refused("chain --f x --at x=1,y=2,x=3", &["--at", "x is given twice"], None);
}

#[test]
fn what_is_printed_as_given_can_be_given_again() {
    let folder = tempfile::tempdir().unwrap();
    for line in [
        "conv --n 32x28 --f 5 --p same --a 3 --b 6 --bias",
        "receptive-field --layers 3x1,2x2,3x1x2",
        "network --layers conv:6:5,pool:2,fc:3 --input 1x12x12",
        "chain --f x*y^2 --at x=1,y=-2.5",
        "finetune --network lenet --freeze features --classes 3",
        "attention --q [[1,0]] --k 1,0;0,1 --v 1;2 --mask causal",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let first = json_of(&arguments, None);
        fs::write(folder.path().join("given.json"), first["given"].to_string()).unwrap();
        let again = json_of(&[arguments[0], "--given", "given.json"], Some(folder.path()));
        assert_eq!(first, again, "{line}");
    }
    let given = json_of(&["finetune", "--network", "lenet", "--freeze", "features", "--classes", "3"], None);
    assert_eq!(given["given"]["freeze"], json!("features"));
    fs::write(folder.path().join("n.toml"), "n = [32, 28]\nf = 5\n").unwrap();
    assert_eq!(
        json_of(&["conv", "--given", "n.toml"], Some(folder.path()))["answers"],
        json!({"out_h": 28, "out_w": 24})
    );
    fs::write(folder.path().join("twice.json"), "{\"n\":3,\"f\":1,\"n\":5}").unwrap();
    refused("conv --given twice.json", &["--given", "n occurs twice"], Some(folder.path()));
    fs::write(folder.path().join("more.toml"), "n = 3\nnosuch = 1\n").unwrap();
    refused("conv --given more.toml --f 1", &["--given", "more.toml", "--nosuch"], Some(folder.path()));
}

#[test]
fn a_layer_has_six_fields_and_the_table_its_receptive_field() {
    let arguments = ["network", "--layers", "conv:6:5,fc:3", "--input", "1x12x12"];
    let layers = json_of(&arguments, None)["answers"]["layers"].take();
    let keys: Vec<&String> = layers[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["name", "kind", "out", "params", "macs", "activations"]);
    let (_, shown, _) = run(&arguments, None);
    assert!(shown.contains("params  macs  activations  rf"), "{shown}");
}

#[test]
fn answers_come_with_what_they_need_and_say_what_would_add_them() {
    assert_eq!(answers("clip --g 3,4 --max-value 9"), json!({"g": [3, 4], "norm": 5}));
    assert!(answers("conv-transpose --n 4 --f 2 --b 3").get("biases").is_none());
    for (line, says) in [
        ("conv --n 5 --f 2", "--b would add out_c, neurons"),
        ("attention --q 1,0 --k 1,0;0,1 --v 1;2", "--dout would add dv, dq, dk"),
        ("clip --g 3,4 --max-value 9", "--max-norm would add scale\n"),
    ] {
        let (_, shown, _) = run(&line.split(' ').collect::<Vec<_>>(), None);
        assert!(shown.contains(says), "{shown}");
    }
}

#[test]
fn tables_are_read_as_what_is_due() {
    let folder = tempfile::tempdir().unwrap();
    let at = Some(folder.path());
    for (name, text) in [
        ("row.csv", "\u{feff}1,2,3\n"),
        ("column.csv", "5\n4\n6\n"),
        ("one.csv", "0.25\n"),
        ("one.json", "0.25"),
        ("nan.csv", "1,nan\n"),
        ("ragged.csv", "1,2\n3\n"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let answers = |line: &str| json_of(&line.split(' ').collect::<Vec<_>>(), at)["answers"].take();
    assert_eq!(answers("deconvolve --x @row.csv --k [[1]]")["y"], json!([[1, 2, 3]]));
    assert_eq!(answers("roi-pool --x @row.csv --roi 0,0,2,0 --out 1")["y"], json!([[3]]));
    assert_eq!(answers("early-stop --val @column.csv --patience 1")["stop_epoch"], json!(3));
    for file in ["one.csv", "one.json"] {
        assert_eq!(answers(&format!("perplexity --loss @{file}"))["loss"], json!(0.25));
    }
    refused("activation --fn relu --z @nan.csv", &["--z", "not finite"], at);
    refused("activation --fn relu --z @ragged.csv", &["--z", "line 2 has 1 number, not 2"], at);
    refused("activation --fn relu --z @none.csv", &["--z", "none.csv", "no such file"], at);
}

#[test]
fn answers_are_saved_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let at = Some(folder.path());
    for wrong in ["nosuch=b.json", "y=b.xyz", "y=no/such/folder.json", "y="] {
        let line = format!("activation --fn relu --z 1,2 --save y=a.json --save {wrong}");
        let (code, out, _) = run(&line.split(' ').collect::<Vec<_>>(), at);
        assert!(matches!(code, Some(1 | 2)) && out.is_empty(), "{wrong}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{wrong}");
    }
    json_of(&["activation", "--fn", "relu", "--z", "1,2", "--save", "y=a.json", "--save", "dy=b.csv"], at);
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), "[1,2]");
    assert_eq!(fs::read_to_string(folder.path().join("b.csv")).unwrap(), "1,1\n");
}

#[test]
fn a_message_names_the_flag_and_what_was_typed_and_nothing_else() {
    for (line, message) in [
        ("iou --a 2,2,1,1 --b 0,0,1,1", "--a: x1 < x2 and y1 < y2; what came is --a 2,2,1,1"),
        ("iou --a 1/3,0,1/4,1 --b 0,0,1,1", "--a: x1 < x2 and y1 < y2; what came is --a 1/3,0,1/4,1"),
        ("cross-entropy --target 0", "--logits: give --logits or --probs"),
        ("network", "NAME: give a network, a file or --layers"),
        (
            "multi-head-params --d-model 10 --heads 3",
            "--heads: the heads divide the width of the model; what came is --d-model 10, --heads 3",
        ),
        (
            "chain --f x*y --at x=1",
            "--at cannot be computed with: no value is given to y; what came is --f x*y, --at x=1",
        ),
        (
            "cross-entropy --logits 1,2 --target 0.5",
            "--target: class indices are whole numbers; what came is --target 0.5",
        ),
        ("activation --fn relu --z 1 --seed -1", "--seed takes a whole number that is not negative, not -1"),
        ("activation --fn relu --z 1 --seed abc", "--seed takes a whole number that is not negative, not abc"),
        ("conv --n=--f 3", "--n needs a value"),
        ("conv --n --f 3", "--n needs a value"),
        ("conv --n 5 --f --lang en", "--f needs a value"),
        ("conv --n 5 --seed --f 3", "--seed needs a value"),
        ("conv --n 3 --f 1 --bias=true", "--bias is on when it is named and takes no value, not true"),
        ("conv --n 3 --f 1 --p half", "--p takes a size such as 32 or 32x28 or a word (valid, same, full), not half"),
        (
            "convolve --x 1,2;3,4 --k [[1]] --dy [[1,2]]",
            "--dy cannot be computed with: the shapes 2×2 and 1×2 do not go together; what came is --dy of shape 1×2, \
             --x of shape 2×2, --k of shape 1×1",
        ),
    ] {
        let (code, out, err) = run(&line.split(' ').collect::<Vec<_>>(), None);
        assert_eq!((code, out.as_str(), err.trim_end()), (Some(2), "", message), "{line}");
    }
}

#[test]
fn a_message_in_chinese_is_chinese_throughout() {
    for line in [
        "activation --fn relu --z @none.json",
        "activation --fn relu --z @Cargo.toml",
        "network vgg17",
        "conv --n 3 --f 1 --bias=true",
        "mse --y 1,2 --t 1,2,3",
        "chain --f x>0 --at x=1",
        "optimizer --name sgd --theta 1e308 --grads [[-1e308]] --lr 10",
    ] {
        let (code, _, err) = run(&[&line.split(' ').collect::<Vec<_>>()[..], &["--lang", "zh"]].concat(), None);
        let english = ["No such", "error", "cannot", "takes", "there is", "not "];
        assert_eq!(code, Some(2), "{line}");
        assert!(english.iter().all(|word| !err.contains(word)), "{line}: {err}");
    }
}

/// The steps of a call in English, as they are shown.
#[test]
fn a_flag_that_plays_no_part_with_the_choices_made_is_refused() {
    let adam = "optimizer --theta 1 --grads 0.5 --lr 0.1";
    for (line, flag, choice) in [
        ("activation --fn sigmoid --z 1 --alpha 0.2", "--alpha", "--fn sigmoid"),
        (&*format!("{adam} --name sgd --beta1 0.5"), "--beta1", "--name sgd"),
        (&*format!("{adam} --name adagrad --momentum 0.5"), "--momentum", "--name adagrad"),
        ("init --method he-normal --fan-in 3 --fan-out 4 --std 0.1", "--std", "--method he-normal"),
        ("lr-schedule --name cosine --lr 1 --epochs 3 --gamma 0.5", "--gamma", "--name cosine"),
    ] {
        refused(line, &[flag, choice, "plays no part"], None);
        refused(&format!("{line} --lang zh"), &[flag, choice, "不起作用"], None);
    }
    // A momentum of 0 is one, and what only waits for another value plays its part as soon as that is given.
    for line in [
        &*format!("{adam} --name sgd --momentum 0"),
        &*format!("{adam} --name rmsprop --momentum 0.9"),
        "conv --n 32 --f 5 --bias",
        "activation --fn elu --z -1 --alpha 0.2",
        "init --method normal --fan-in 3 --fan-out 4 --std 0.1",
        "saliency --x 1,2 --w1 1,2;3,4 --b1 0,0 --out-act softmax --class 0",
    ] {
        answers(line);
    }
}

#[test]
fn given_is_what_was_said_and_what_a_formula_reads() {
    let given = |line: &str| -> Vec<String> {
        let given = json_of(&line.split(' ').collect::<Vec<_>>(), None)["given"].take();
        given.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(given("activation --fn sigmoid --z 1"), ["fn", "z"]);
    assert_eq!(given("conv --n 32 --f 5 --p 2"), ["n", "f", "p", "s"]);
    let adam = ["name", "theta", "grads", "lr", "beta1", "beta2", "eps"];
    assert_eq!(given("optimizer --name adam --theta 1 --grads 0.5 --lr 0.1"), adam);
}

#[test]
fn small_losses_and_large_counts_are_what_they_are() {
    let close = |value: &Value, expected: f64| (value.as_f64().unwrap() / expected - 1.0).abs() < 1e-12;
    let loss = answers("cross-entropy --logits 1000030,1000000 --target 0")["loss"].clone();
    assert!(close(&loss, 9.357_622_968_839_737e-14), "{loss}");
    let loss = answers("cross-entropy --logits 1000020,1000000 --target 0")["loss"].clone();
    assert!(close(&loss, 2.061_153_620_314_38e-9), "{loss}");
    let slope = answers("activation --fn tanh --z 15")["dy"].clone();
    assert!(close(&slope, 3.743_049_187_535_369e-13), "{slope}");
    // 999999937·999999929 = 999999866000004473, which no double holds.
    let text = shown("mlp --sizes 999999937,999999929");
    assert!(!text.contains("999999866000004480") && text.contains("×10¹⁸"), "{text}");
}

#[test]
fn derivatives_that_do_not_exist_are_refused() {
    refused("chain --f x^y --at x=-2,y=3", &["derivative does not exist"], None);
    refused("chain --f x^x --at x=-2", &["derivative does not exist"], None);
    refused("chain --f x^x --at x=0", &["derivative does not exist"], None);
    assert_eq!(answers("chain --f larger(0,x) --at x=0"), answers("chain --f relu(x) --at x=0"));
    assert_eq!(answers("chain --f larger(x,0) --at x=0"), answers("chain --f relu(x) --at x=0"));
}

#[test]
fn a_step_that_does_not_exist_is_refused_with_a_sentence_of_its_own() {
    refused("newton --f x^2 --x0 0 --steps 1", &["--x0: f′ is 0 at point 0"], None);
    refused("newton --f ln(x) --x0 3 --steps 2", &["f is not defined at point 1"], None);
    refused("newton --f ln(x) --x0 -1 --steps 2", &["f is not defined at the start"], None);
    refused("newton --f x^x --x0 -1 --steps 2", &["f has no derivative at point 0"], None);
    refused("descent --f sqrt(x) --x0 0 --lr 1 --steps 1", &["f has no derivative at point 0"], None);
    refused("derivative --f ln(x) --at -1", &["not defined there, and so has no derivative"], None);
    refused("derivative --f x^x --at 0", &["the derivative is not defined there"], None);
}

#[test]
fn a_flag_that_has_no_effect_alone_is_refused_and_says_what_it_needs() {
    let rnn = "rnn --x [[1]] --wxh [[1]] --whh [[1]] --bh 0";
    let backprop = "backprop --x 1,2 --w1 [[1,3]] --b1 0 --t 4";
    let transformer = "transformer-params --d-model 8 --heads 2 --d-ff 16 --layers 1";
    for (base, alone, with) in [
        (rnn, "--out-act sigmoid", "--why [[1]] --by 0"),
        (backprop, "--weight-decay 0.1", "--lr 0.1"),
        (transformer, "--max-len 4", "--vocab 10"),
        (transformer, "--segments 2", "--vocab 10"),
        (transformer, "--tied", "--vocab 10"),
        ("batchnorm --x 1;3", "--momentum 0.2", "--running-mean 0"),
        ("batchnorm --x 1;3", "--momentum 0.2", "--running-var 1"),
        ("memory --params 10", "--batch 3", "--activations 5"),
    ] {
        let with_flags = |rest: &str| {
            let line = format!("{base} {rest} --lang en");
            run(&line.split_whitespace().collect::<Vec<_>>(), None)
        };
        assert_eq!(with_flags("").0, Some(0), "{base}");
        assert_eq!(with_flags(&format!("{alone} {with}")).0, Some(0), "{base} {alone} {with}");
        let (code, out, err) = with_flags(alone);
        let needed = with.split_whitespace().find(|word| word.starts_with("--")).unwrap();
        assert_eq!((code, &*out), (Some(2), ""), "{base} {alone}");
        let flag = alone.split(' ').next().unwrap();
        assert!(err.contains(&format!("{flag} has no effect alone")), "{err}");
        assert!(err.contains(needed), "{err}");
    }
}

#[test]
fn what_a_method_does_not_look_at_may_be_left_out_and_a_state_goes_on() {
    for line in ["init --method he-normal --fan-in 8", "init --method he-normal --fan-in 8 --fan-out 3"] {
        assert_eq!(answers(line)["std"], 0.5, "{line}");
    }
    let refused = |line: &str| {
        let (code, _, err) = run(&line.split(' ').collect::<Vec<_>>(), None);
        assert_eq!(code, Some(2), "{line}");
        err
    };
    assert!(refused("init --method xavier-normal --fan-in 8").contains("--fan-out"));
    let whole = answers("optimizer --name adagrad --theta 1 --grads 1;2 --lr 0.1");
    let first = answers("optimizer --name adagrad --theta 1 --grads [[1]] --lr 0.1");
    let theta = first["theta"][0][0].to_string();
    let on = answers(&format!("optimizer --name adagrad --theta {theta} --grads [[2]] --lr 0.1 --sum0 1"));
    assert_eq!(on["theta"][0], whole["theta"][1]);
    assert!(refused("optimizer --name adam --theta 1 --grads 1 --lr 0.1 --sum0 1").contains("--sum0"));
    assert!(refused("batchnorm --x 1,2,3").contains("1;2;3"));
}
