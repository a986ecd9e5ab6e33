//! Reading a list of layers: `conv:6:5,pool:2,fc:120`.

use crate::error::{Refusal, Unfit};
use crate::near::near;
use crate::ops::Outcome;

/// Layers of one list.
const MOST: usize = 10_000;
/// Joins inside each other.
const DEEP: usize = 16;
/// The greatest number of a layer.
const LARGEST: usize = 1_000_000;

/// The layers with numbers or a way of their own, each with how many numbers may stand behind its word.
const COUNTED: [(&str, usize); 13] = [
    ("conv", 4),
    ("convbn", 4),
    ("dwconv", 3),
    ("tconv", 5),
    ("pool", 3),
    ("ceilpool", 3),
    ("avgpool", 3),
    ("adapt", 1),
    ("fc", 1),
    ("reshape", 1),
    ("gap", 0),
    ("bn", 0),
    ("flatten", 0),
];

/// How lists that run side by side come together.
pub const JOINS: [&str; 2] = ["add", "concat"];

/// Layers that put out as many numbers as come to them, each from its own.
const PASSING: [&str; 16] = [
    "dropout",
    "relu",
    "sigmoid",
    "tanh",
    "leaky-relu",
    "elu",
    "gelu",
    "silu",
    "softplus",
    "softmax",
    "swish",
    "selu",
    "hard-sigmoid",
    "step",
    "sign",
    "identity",
];

/// What lies around an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// So many cells on each side.
    Cells(usize),
    /// As many as make the output as large as the input over the stride.
    Same,
}

/// A window that moves over an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Cells of a side.
    pub side: usize,
    /// Cells from one place to the next.
    pub stride: usize,
    /// What lies around the input.
    pub padding: Padding,
}

/// One layer, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    /// A convolution over all channels.
    Conv {
        /// Channels that come out.
        kernels: usize,
        /// Where they look.
        window: Window,
        /// With a batch normalisation after it, and so without biases.
        normalised: bool,
    },
    /// One kernel for each channel.
    Depthwise(Window),
    /// A transposed convolution.
    Transposed {
        /// Channels that come out.
        kernels: usize,
        /// Where they write.
        window: Window,
        /// Cells that are added on the far side of the output.
        extra: usize,
    },
    /// A pooling.
    Pool {
        /// `pool` of the largest, `avgpool` of the mean.
        kind: &'static str,
        /// Where it looks.
        window: Window,
        /// Whether the output's side is rounded up.
        up: bool,
    },
    /// Averages to a given side.
    Adapt {
        /// `adapt` or, to the side 1, `gap`.
        kind: &'static str,
        /// The side that comes out.
        side: usize,
    },
    /// A fully connected layer with so many outputs.
    Linear(usize),
    /// A batch normalisation.
    Normalise,
    /// An activation or a dropout, by its word.
    Pass(&'static str),
    /// All numbers in one row.
    Flatten,
    /// The sides that come out.
    Reshape(Vec<usize>),
}

/// One layer or join, as it is written.
pub(super) enum Item {
    Layer(Layer),
    Join { kind: &'static str, lists: Vec<Vec<Self>> },
}

pub(super) const fn malformed() -> Refusal {
    Refusal::Domain(Unfit::NoLayers)
}

/// Whether rows of this kind may stand between the linear layers at the end.
pub(super) fn passes(kind: &str) -> bool {
    PASSING.contains(&kind) || matches!(kind, "flatten" | "bn")
}

/// The words of all layers and joins.
pub fn words() -> impl Iterator<Item = &'static str> {
    COUNTED.into_iter().map(|(word, _)| word).chain(PASSING).chain(JOINS)
}

/// What is wrong with a layer or join of this word: that there is none such, or what stands behind the word.
fn refused(word: &str) -> Refusal {
    if word.is_empty() || words().any(|known| known == word) {
        return malformed();
    }
    Refusal::UnknownLayer { name: word.into(), near: near(word, words()) }
}

/// Splits at commas or bars that stand in no brackets.
fn split(source: &str, at: char) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (place, c) in source.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c == at && depth == 0 => {
                parts.push(&source[from..place]);
                from = place + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&source[from..]);
    parts
}

/// The layers of a list.
pub(super) fn list(source: &str, depth: usize) -> Outcome<Vec<Item>> {
    if depth > DEEP {
        return Err(malformed());
    }
    let source = source.trim();
    if source.is_empty() {
        return Ok(Vec::new());
    }
    let parts = split(source, ',');
    if parts.len() > MOST {
        return Err(malformed());
    }
    parts.into_iter().map(|part| item(part.trim(), depth)).collect()
}

fn item(source: &str, depth: usize) -> Outcome<Item> {
    let Some((word, inside)) = source.strip_suffix(')').and_then(|s| s.split_once('(')) else {
        let words = Words::of(source);
        return words.layer().map(Item::Layer).ok_or_else(|| refused(words.kind));
    };
    let kind = JOINS.into_iter().find(|kind| *kind == word).ok_or_else(|| refused(word))?;
    let lists = split(inside, '|').into_iter().map(|part| list(part, depth + 1)).collect::<Outcome<_>>()?;
    Ok(Item::Join { kind, lists })
}

/// A layer's word and what stands behind its colons.
struct Words<'a> {
    kind: &'a str,
    parts: Vec<&'a str>,
}

impl<'a> Words<'a> {
    fn of(source: &'a str) -> Self {
        let mut parts = source.split(':').map(str::trim);
        Self { kind: parts.next().unwrap_or_default(), parts: parts.collect() }
    }

    fn layer(&self) -> Option<Layer> {
        let most = COUNTED.into_iter().find(|(word, _)| *word == self.kind).map_or(0, |(_, most)| most);
        if self.parts.len() > most {
            return None;
        }
        Some(match self.kind {
            "conv" | "convbn" => {
                let normalised = self.kind == "convbn";
                Layer::Conv { kernels: self.positive(0)?, window: self.window(1, Some(1))?, normalised }
            }
            "dwconv" => Layer::Depthwise(self.window(0, Some(1))?),
            "tconv" => {
                let (kernels, window, extra) = (self.positive(0)?, self.window(1, Some(1))?, self.number(4, 0)?);
                let fits = extra == 0 || extra < window.stride;
                fits.then_some(Layer::Transposed { kernels, window, extra })?
            }
            "pool" | "ceilpool" => {
                Layer::Pool { kind: "pool", window: self.window(0, None)?, up: self.kind == "ceilpool" }
            }
            "avgpool" => Layer::Pool { kind: "avgpool", window: self.window(0, None)?, up: false },
            "adapt" => Layer::Adapt { kind: "adapt", side: self.positive(0)? },
            "gap" => Layer::Adapt { kind: "gap", side: 1 },
            "fc" => Layer::Linear(self.positive(0)?),
            "bn" => Layer::Normalise,
            "flatten" => Layer::Flatten,
            "reshape" => {
                let sides = self.parts.first()?.split(['x', '×']).map(|side| side.trim().parse().ok());
                Layer::Reshape(sides.map(|side| side.filter(|n| (1..=LARGEST).contains(n))).collect::<Option<_>>()?)
            }
            kind => Layer::Pass(PASSING.into_iter().find(|known| *known == kind)?),
        })
    }

    /// The number behind the colon `at`.
    fn number(&self, at: usize, default: usize) -> Option<usize> {
        self.parts.get(at).map_or(Some(default), |part| part.parse().ok()).filter(|n| *n <= LARGEST)
    }

    fn positive(&self, at: usize) -> Option<usize> {
        self.number(at, 0).filter(|n| *n > 0)
    }

    /// A side, a stride (the side where there is no default) and a padding, from `at` on.
    fn window(&self, at: usize, stride: Option<usize>) -> Option<Window> {
        let side = self.positive(at)?;
        let stride = self.number(at + 1, stride.unwrap_or(side)).filter(|n| *n > 0)?;
        let padding = match self.parts.get(at + 2) {
            Some(&"same") => Padding::Same,
            _ => Padding::Cells(self.number(at + 2, 0)?),
        };
        Some(Window { side, stride, padding })
    }
}
