//! Tables of layers, beside counts by hand.

use super::tests_of_values::{refused, same, value};
use super::*;
use crate::error::MathErrorKind;
use crate::machine::Machine;
use crate::parse::parse;

/// By the definitions of Dumoulin & Visin 2016; rounding up as PyTorch's `ceil_mode` does.
#[test]
fn a_network_is_counted_layer_by_layer() {
    const NET: &str = r#"layer_table("conv:6:5,pool:2,conv:16:5:2:2,fc:10", [3,32,32], 0, 1 == 1)"#;
    for (field, expected) in [
        ("params", "[456,0,2416,7850]"),
        ("weights", "[450,0,2400,7840]"),
        ("macs", "[352800,0,117600,7840]"),
        ("activations", "[4704,1176,784,10]"),
        ("trained", "[456,2416,7850]"),
        ("features", "2"),
        ("head", "7840"),
        ("rf[1]", "5"),
        ("rf[2]", "6"),
        ("rf[3]", "14"),
        ("layers[3].out", "[16,7,7]"),
        ("layers[3].name", "\"conv2\""),
        ("layers[2].kind", "\"pool\""),
        ("layers[4].params", "7850"),
    ] {
        same(&[(&format!("{NET}.{field}"), expected)]);
    }
    assert_eq!(value(&format!("{NET}.rf[4]")), Value::Absent, "a linear layer sees everything");
    for (layers, input, field, expected) in [
        ("convbn:4:3:1:1", "[2,5,6]", "params", "[72,8]"),
        ("convbn:4:3:1:1", "[2,5,6]", "macs", "[2160,0]"),
        ("dwconv:3:2:1", "[4,7,5]", "params", "[40]"),
        ("dwconv:3:2:1", "[4,7,5]", "macs", "[432]"),
        ("dwconv:3:2:1", "[4,7,5]", "layers[1].out", "[4,4,3]"),
        ("tconv:8:3:2:1:1", "[4,5,6]", "layers[1].out", "[8,10,12]"),
        ("tconv:8:3:2:1:1", "[4,5,6]", "params", "[296]"),
        ("tconv:8:3:2:1:1", "[4,5,6]", "macs", "[8640]"),
        ("tconv:8:4:3:same", "[4,5,6]", "layers[1].out", "[8,15,18]"),
        ("tconv:8:5:2:same:1", "[4,5,6]", "layers[1].out", "[8,10,12]"),
        ("tconv:1:1", "[1,1,1]", "layers[1].out", "[1,1,1]"),
        ("tconv:1:2:1:1", "[1,3,2]", "layers[1].out", "[1,2,1]"),
        ("ceilpool:3:2", "[1,6,7]", "layers[1].out", "[1,3,3]"),
        ("ceilpool:2:3", "[1,6,7]", "layers[1].out", "[1,2,3]"),
        ("ceilpool:3:3:1", "[1,7,5]", "layers[1].out", "[1,3,2]"),
        ("pool:3:2", "[1,6,8]", "layers[1].out", "[1,2,3]"),
        ("avgpool:3:3:1", "[2,6,4]", "layers[1].out", "[2,2,2]"),
        ("conv:4:3:2:same", "[1,7,8]", "layers[1].out", "[4,4,4]"),
        ("adapt:2", "[3,7,8]", "layers[1].out", "[3,2,2]"),
        ("gap", "[3,7,8]", "layers[1].out", "[3,1,1]"),
        ("pool:2,bn,relu", "[3,4,4]", "params", "[0,6,0]"),
        ("flatten", "[3,2,4]", "layers[1].out", "[24]"),
        ("reshape:2x3×4", "[24,1,1]", "layers[1].out", "[2,3,4]"),
        ("add(conv:6:3:1:1|)", "[6,8,8]", "activations", "[384,384]"),
        ("add(conv:6:3:1:1,conv:6:3:1:1|)", "[6,8,8]", "rf[3]", "5"),
        ("add(|conv:6:3:1:1)", "[6,8,8]", "rf[2]", "3"),
        ("concat(conv:2:1|conv:3:1|)", "[1,4,5]", "layers[3].out", "[6,4,5]"),
        ("concat(add(|pool:1)|)", "[1,4,5]", "layers[3].out", "[2,4,5]"),
        ("fc:4,reshape:1x2x2,conv:1:1,flatten,fc:3,relu,fc:2", "[1,1,2]", "head", "18"),
        ("fc:4,reshape:1x2x2,conv:1:1,flatten,fc:3,relu,fc:2", "[1,1,2]", "features", "2"),
        ("conv:1:1,flatten", "[1,1,2]", "head", "0"),
        ("conv:1:1,flatten", "[1,1,2]", "features", "1"),
        ("fc:3,dropout,bn,fc:2", "[1,1,2]", "features", "0"),
    ] {
        same(&[(&format!("layer_table(\"{layers}\", {input}, 0, 1 == 1).{field}"), expected)]);
    }
    same(&[
        ("layer_table(\"fc:3,relu,fc:2\", [1,1,2], 5, 1 == 1).params", "[9,0,20]"),
        ("layer_table(\"fc:3,relu\", [1,1,2], 5, 1 == 1).params", "[15,0]"),
        ("layer_table(\"conv:2:1,bn,dwconv:1,fc:3\", [1,1,2], 0, 1 == 2).params", "[2,4,2,12]"),
    ]);
}

#[test]
fn layers_that_do_not_fit_are_refused() {
    for (layers, input) in [
        ("", "[1,4,4]"),
        ("conv:2:3", "[1,4]"),
        ("conv:2:3", "[1,4,4,4]"),
        ("conv:2:3", "[1,4,0]"),
        ("conv:2:3", "[1,4,4.5]"),
        ("conv:2:3", "[1,4,1000001]"),
        ("conv:2:5", "[1,4,4]"),
        ("conv:2:3:0", "[1,4,4]"),
        ("conv:0:3", "[1,4,4]"),
        ("conv:2", "[1,4,4]"),
        ("conv:2:3:1:0:0", "[1,4,4]"),
        ("fc:3:1", "[1,4,4]"),
        ("fc:3,conv:2:1", "[1,4,4]"),
        ("fc:3,gap", "[1,4,4]"),
        ("fc:3,tconv:2:2", "[1,4,4]"),
        ("relu:1", "[1,4,4]"),
        ("tconv:2:3:2:0:2", "[1,4,4]"),
        ("tconv:1:1:1:2", "[1,4,4]"),
        ("tconv:1:1:1:1", "[1,2,4]"),
        ("pool:2:2:0:1", "[1,4,4]"),
        ("reshape:2x3", "[1,4,4]"),
        ("reshape:0x3", "[1,1,0]"),
        ("add(conv:2:1|)", "[1,4,4]"),
        ("concat(pool:2|)", "[1,4,4]"),
        ("concat(fc:3|conv:1:1)", "[1,4,4]"),
        ("mul(pool:1|)", "[1,4,4]"),
        ("add(pool:1|", "[1,4,4]"),
        ("pool:1,,pool:1", "[1,4,4]"),
    ] {
        refused(&[&format!("layer_table(\"{layers}\", {input}, 0, 1 == 1)")]);
    }
    refused(&["layer_table(\"conv:2:3\", [1,4,4], 5, 1 == 1)"]);
    let refusal = |source: &str| match Machine::new().evaluate(&parse(source).unwrap()).unwrap_err().kind {
        MathErrorKind::Refused { why, .. } => why,
        other => panic!("{source}: {other:?}"),
    };
    assert_eq!(
        refusal("layer_table(\"conv:2:3:1:1,conv:2:7:1:1\", [1,4,4], 0, 1 == 1)"),
        Refusal::Layer { layer: "conv2".into(), got: vec![2, 4, 4], needs: vec![2, 5, 5] }
    );
    assert_eq!(
        refusal("layer_table(\"fc:4,tconv:2:3\", [1,4,4], 0, 1 == 1)"),
        Refusal::Layer { layer: "tconv1".into(), got: vec![4], needs: vec![1, 1, 1] }
    );
    let unknown = |name: &str, near| Refusal::UnknownLayer { name: name.into(), near };
    assert_eq!(refusal("layer_table(\"cnov:2:3\", [1,4,4], 0, 1 == 1)"), unknown("cnov", Some("conv")));
    assert_eq!(refusal("layer_table(\"conact(pool:1|)\", [1,4,4], 0, 1 == 1)"), unknown("conact", Some("concat")));
    assert_eq!(refusal("layer_table(\"zzzzzz:2\", [1,4,4], 0, 1 == 1)"), unknown("zzzzzz", None));
    assert_eq!(refusal("layer_table(\"conv:0\", [1,4,4], 0, 1 == 1)"), Refusal::Domain(Unfit::NoLayers));
    // A list is nested sixteen deep, and no deeper.
    let nested = |deep: usize| format!("{}pool:1{}", "add(".repeat(deep), ")".repeat(deep));
    assert!(check_layers(&nested(16)).is_ok());
    assert!(check_layers(&nested(17)).is_err());
    assert!(check_layers(&vec!["relu"; 10_000].join(",")).is_ok());
    assert!(check_layers(&vec!["relu"; 10_001].join(",")).is_err());
}

#[test]
fn a_list_of_layers_is_read_as_it_is_written() {
    let window = |side, stride, padding| Window { side, stride, padding };
    let read = layers("conv:6:5, convbn:6:5:2:same,tconv:3:4:2:1:1,pool:2,avgpool:3:1:1,fc:7,leaky-relu").unwrap();
    assert_eq!(
        read,
        [
            Layer::Conv { kernels: 6, window: window(5, 1, Padding::Cells(0)), normalised: false },
            Layer::Conv { kernels: 6, window: window(5, 2, Padding::Same), normalised: true },
            Layer::Transposed { kernels: 3, window: window(4, 2, Padding::Cells(1)), extra: 1 },
            Layer::Pool { kind: "pool", window: window(2, 2, Padding::Cells(0)), up: false },
            Layer::Pool { kind: "avgpool", window: window(3, 1, Padding::Cells(1)), up: false },
            Layer::Linear(7),
            Layer::Pass("leaky-relu"),
        ]
    );
    assert_eq!(layers("add(pool:1|)"), None);
    assert_eq!(layers("nothing"), None);
}
