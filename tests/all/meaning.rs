//! A value has a meaning: a gate lets through between nothing and all, a rate does not step back.

use serde_json::json;

use crate::calc::{answers, refused};

#[test]
fn a_value_outside_its_meaning_is_refused() {
    refused("lstm-cell --f 2 --i 0.5 --g 0.5 --o 0.5 --c 0", &["--f", "2"], None);
    refused("lstm-cell --f 0.5 --i 0.5,-0.1 --g 0.5,0 --o 0.5,0 --c 0,0", &["--i", "-0.1"], None);
    refused("gru-cell --z 1.2 --n 0.5 --h 0.1", &["--z", "1.2"], None);
    refused("lr-schedule --name cosine --lr 0.1 --min-lr 0.5 --epochs 3", &["--min-lr", "0.5"], None);
    refused("optimizer --name sgd --theta 1 --grads 1 --lr -0.1", &["--lr", "-0.1"], None);
    refused("optimizer --name adam --theta 1 --grads 1 --lr 0.1 --beta1 1.5", &["--beta1", "1.5"], None);
    refused("descent --f x^2 --x0 1 --lr -1 --steps 2", &["--lr", "-1"], None);
}

#[test]
fn the_layers_of_a_network_go_without_biases_however_they_are_given() {
    for given in ["conv:6:5,fc:10", "--layers conv:6:5,fc:10"] {
        let line = format!("network {given} --input 1x28x28 --no-bias");
        assert_eq!(answers(&line)["params"], json!(6 * 25 + 6 * 24 * 24 * 10), "{given}");
    }
}
