//! Problems that others have published, with the answers printed there, to the digits printed there.

use serde_json::{Value, json};

use crate::calc::answers;

/// Whether a value is as printed, within half a unit of the last digit printed.
fn agrees(got: &Value, printed: &Value, half_unit: f64) -> bool {
    match (got, printed) {
        (Value::Array(got), Value::Array(printed)) => {
            got.len() == printed.len() && got.iter().zip(printed).all(|(got, printed)| agrees(got, printed, half_unit))
        }
        (Value::Number(got), Value::Number(printed)) => {
            (got.as_f64().unwrap() - printed.as_f64().unwrap()).abs() <= half_unit + 1e-12
        }
        _ => got == printed,
    }
}

#[test]
fn published_problems_come_out_as_they_are_printed() {
    for (source, line, printed, half_unit) in [
        (
            "BITS Pilani DNN mid-sem Dec 2025, Q3a: a step of logistic regression",
            "backprop --x 0.7,0.5 --w1 [[0.6,0.8]] --b1 [0] --t [1] --loss bce --lr 0.1",
            json!({"new_w1": [[0.6214, 0.8153]], "new_b1": [0.0306]}),
            5e-5,
        ),
        (
            "BITS Pilani AIML ZG511 practice set, Q1: a step of the perceptron",
            "perceptron --x 1,1 --w 0.5,-0.5 --b 0.1 --lr 0.2 --t 0",
            json!({"w": [[0.3, -0.7]], "b": [-0.1]}),
            0.0,
        ),
        (
            "CS231n notes, optimization-2: a circuit with a maximum",
            "chain --f 2*(x*y+max(z,w)) --at x=3,y=-4,z=2,w=-1",
            json!({"value": -20, "d_x": -8, "d_y": 6, "d_z": 2, "d_w": 0}),
            0.0,
        ),
        (
            "deeplearning.ai, course 4, week 4: a convolution in three dimensions",
            "conv --n 32x32x32 --f 3 --a 16 --b 32 --dims 3",
            json!({"out_d": 30, "out_h": 30, "out_w": 30, "out_c": 32}),
            0.0,
        ),
        ("BITS Pilani DNN module 5: absolute error of 5 for 3", "l1 --y 5 --t 3", json!({"loss": 2, "grad": 1}), 0.0),
        (
            "BITS Pilani DNN module 5: binary cross-entropy by the probability",
            "bce --prob 0.9 --target 1",
            json!({"loss": 0.105, "grad": -1.11}),
            5e-3,
        ),
        (
            "Dive into Deep Learning, information theory: two samples",
            "cross-entropy --probs 0.3,0.6,0.1;0.2,0.3,0.5 --target 0,2",
            json!({"loss": 0.9486}),
            5e-5,
        ),
        (
            "Dive into Deep Learning, information theory: an entropy in bits",
            "entropy --p 0.1,0.5,0.1,0.3 --base 2",
            json!({"entropy": 1.6855}),
            5e-5,
        ),
        (
            "BITS Pilani NLP end-sem 2025: the entropy of attention",
            "entropy --p 0.8,0.15,0.05 --base 2",
            json!({"entropy": 0.884}),
            5e-4,
        ),
        (
            "CS231n lecture: initialisation by 1/√n",
            "init --method lecun-normal --fan-in 10 --fan-out 5",
            json!({"std": 0.3162}),
            5e-5,
        ),
        (
            "BITS Pilani AIMLCZG511 practice, C2: a confusion matrix",
            "metrics --tp 85 --fp 10 --fn 15 --tn 890",
            json!({"accuracy": 0.975, "precision": 0.895, "recall": 0.85}),
            5e-4,
        ),
        (
            "BITS Pilani NLP end-sem 2025: named entities",
            "metrics --tp 5 --fp 1 --fn 4",
            json!({"precision": 0.8333, "recall": 0.5556, "f1": 0.6667}),
            5e-5,
        ),
    ] {
        let answers = answers(line);
        for (key, printed) in printed.as_object().unwrap() {
            assert!(agrees(&answers[key], printed, half_unit), "{source}: {key} is {}, not {printed}", answers[key]);
        }
    }
}
