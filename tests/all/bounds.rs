//! A number outside what its flag takes is refused with the bound as it is.

use crate::calc::{answers, refused};

#[test]
fn a_bound_is_said_as_it_is() {
    let adam = "optimizer --name adam --theta 1 --grads 1 --lr 0.1";
    for (line, said) in [
        ("optimizer --name sgd --theta 1 --grads 1 --lr -1", "--lr 至少为 0，却是 -1"),
        (
            "optimizer --name momentum --theta 1 --grads 1 --lr 0.1 --momentum -1",
            "--momentum 应至少为 0 且小于 1，却是 -1",
        ),
        ("lr-schedule --name cosine --lr 0.1 --epochs 4 --min-lr -0.5", "--min-lr 至少为 0，却是 -0.5"),
        (&format!("{adam} --beta1 1"), "--beta1 应至少为 0 且小于 1，却是 1"),
        (&format!("{adam} --beta2 1"), "--beta2 应至少为 0 且小于 1，却是 1"),
        ("optimizer --name rmsprop --theta 1 --grads 1 --lr 0.1 --alpha 1", "--alpha 应至少为 0 且小于 1，却是 1"),
        ("dropout --x 1,2 --mask 1,0 --p 1", "--p 应至少为 0 且小于 1，却是 1"),
    ] {
        refused(&format!("{line} --lang zh"), &[said], None);
    }
    refused(&format!("{adam} --beta2 1 --lang en"), &["--beta2 must be at least 0 and below 1, not 1"], None);
    assert!(answers(&format!("{adam} --beta2 0.9999999"))["theta"].is_array());
}
