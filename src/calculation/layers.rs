//! A list of layers as a task says it: `conv:6:5,pool:2` → `convolution (6 kernels of 5×5, …), max pooling (2×2, …)`.

use crate::course::Lang;
use crate::course::messages::say;
use crate::math::ops::{Layer, Padding, Window, layers};
use crate::math::{Expr, Value, render};

/// The layers one after another; nothing where the text is no plain list of layers.
pub(super) fn in_words(text: &str, lang: Lang) -> Option<String> {
    let each: Vec<String> = layers(text)?.iter().map(|layer| one(layer, lang)).collect();
    (!each.is_empty()).then(|| each.join(&say(lang, "layer.and", &[])))
}

fn one(layer: &Layer, lang: Lang) -> String {
    let number = |key: &str, n: &usize| say(lang, key, &[("n", n)]);
    // What a layer is, with what belongs to it in brackets.
    let with = |what: &str, parts: Vec<String>| {
        let inside = parts.join(&say(lang, "layer.comma", &[]));
        say(lang, "layer.with", &[("layer", &say(lang, what, &[])), ("inside", &inside)])
    };
    let square = |side: &usize| format!("{side}×{side}");
    let moves = |window: &Window| {
        let padding = match window.padding {
            Padding::Cells(0) => say(lang, "layer.no-padding", &[]),
            Padding::Cells(cells) => number("layer.padding", &cells),
            Padding::Same => say(lang, "layer.same-padding", &[]),
        };
        vec![number("layer.stride", &window.stride), padding]
    };
    let kernels = |kernels: &usize, window: &Window| {
        let of = say(lang, "layer.kernels", &[("n", kernels), ("size", &square(&window.side))]);
        [vec![of], moves(window)].concat()
    };
    match layer {
        Layer::Conv { kernels: n, window, normalised: false } => with("layer.conv", kernels(n, window)),
        Layer::Conv { kernels: n, window, normalised: true } => with("layer.conv-normalised", kernels(n, window)),
        Layer::Depthwise(window) => with("layer.depthwise", [vec![square(&window.side)], moves(window)].concat()),
        Layer::Transposed { kernels: n, window, extra } => {
            let extra = (*extra > 0).then(|| number("layer.extra", extra));
            with("layer.transposed", kernels(n, window).into_iter().chain(extra).collect())
        }
        Layer::Pool { kind, window, up } => {
            let padded = (window.padding != Padding::Cells(0)).then(|| moves(window)).into_iter().flatten().skip(1);
            let up = up.then(|| say(lang, "layer.rounded-up", &[]));
            let parts = [square(&window.side), number("layer.stride", &window.stride)];
            let what = if *kind == "avgpool" { "layer.average-pooling" } else { "layer.max-pooling" };
            with(what, parts.into_iter().chain(padded).chain(up).collect())
        }
        Layer::Adapt { side: 1, .. } => say(lang, "layer.global-pooling", &[]),
        Layer::Adapt { side, .. } => say(lang, "layer.adaptive-pooling", &[("size", &square(side))]),
        Layer::Linear(outputs) => with("layer.linear", vec![number("layer.outputs", outputs)]),
        Layer::Normalise => say(lang, "layer.normalise", &[]),
        Layer::Pass("dropout") => say(lang, "layer.dropout", &[]),
        Layer::Pass(function) => render::function_name(&Expr::value(Value::Text((*function).into()))),
        Layer::Flatten => say(lang, "layer.flatten", &[]),
        Layer::Reshape(sides) => {
            let sides: Vec<String> = sides.iter().map(ToString::to_string).collect();
            say(lang, "layer.reshape", &[("size", &sides.join("×"))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_layers_reads_as_words() {
        let en = |text: &str| in_words(text, Lang::En);
        assert_eq!(
            en("conv:6:5,pool:2,fc:1").as_deref(),
            Some(
                "convolution (6 kernels of 5×5, stride 1, no padding), max pooling (2×2, stride 2), \
                 fully connected layer (1 output)"
            )
        );
        assert_eq!(
            in_words("convbn:1:3:2:1,relu,adapt:1", Lang::Zh).as_deref(),
            Some("带批量规范化的卷积层（1 个 3×3 卷积核，步幅 2，每侧填充 1）、ReLU、全局平均池化")
        );
        assert_eq!(
            en("ceilpool:3:2:1,tconv:4:2:2:0:1,dropout").as_deref(),
            Some(
                "max pooling (3×3, stride 2, padding 1 on each side, sides rounded up), transposed convolution \
                 (4 kernels of 2×2, stride 2, no padding, 1 cell added on one side of the output), dropout"
            )
        );
    }

    #[test]
    fn names_of_networks_and_joins_are_no_list() {
        assert_eq!(in_words("vgg16", Lang::En), None);
        assert_eq!(in_words("add(conv:1:1|)", Lang::En), None);
    }
}
