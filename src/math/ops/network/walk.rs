//! Going through the layers of a network: what each puts out and costs.

use std::collections::HashMap;
use std::sync::Arc;

use super::read::{Item, Layer, Padding, Window, malformed};
use crate::error::Refusal;
use crate::limits::Bound;
use crate::ops::Outcome;

/// Rows of one table.
const MOST: usize = 10_000;

/// More numbers than any tensor has.
const LARGEST: f64 = 1e15;

/// One row of the table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) out: Vec<usize>,
    pub(super) weights: f64,
    pub(super) biases: f64,
    pub(super) macs: f64,
    /// Side of the receptive field; 0 once a layer sees everything, or in no simple window.
    pub(super) rf: f64,
}

impl Row {
    /// How many numbers it puts out.
    pub(super) fn activations(&self) -> f64 {
        count(&self.out)
    }
}

/// What flows through the network.
#[derive(Clone)]
pub(super) struct Flow {
    pub(super) shape: Vec<usize>,
    pub(super) rf: f64,
    pub(super) jump: f64,
}

/// How many numbers have a shape.
fn count(shape: &[usize]) -> f64 {
    shape.iter().map(|side| *side as f64).product()
}

/// What a layer costs: weights, biases, multiply-accumulates.
type Cost = (f64, f64, f64);

const FREE: Cost = (0.0, 0.0, 0.0);

/// Goes through the layers and fills the table.
pub(super) struct Walk {
    pub(super) rows: Vec<Row>,
    counts: HashMap<&'static str, usize>,
    bias: bool,
}

impl Walk {
    pub(super) fn new(bias: bool) -> Self {
        Self { rows: Vec::new(), counts: HashMap::new(), bias }
    }

    fn row(&mut self, kind: &'static str, flow: &Flow, cost: Cost) -> Outcome<()> {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if self.rows.len() >= MOST {
            return Err(Refusal::Limit(Bound::Lines));
        }
        let (weights, biases, macs) = cost;
        let (out, rf) = (flow.shape.clone(), flow.rf);
        self.rows.push(Row { name: format!("{kind}{count}"), kind, out, weights, biases, macs, rf });
        Ok(())
    }

    pub(super) fn list(&mut self, items: &[Item], mut flow: Flow) -> Outcome<Flow> {
        for item in items {
            flow = match item {
                Item::Layer(layer) => self.layer(layer, flow)?,
                Item::Join { kind, lists } => self.join(kind, lists, &flow)?,
            };
        }
        Ok(flow)
    }

    /// What a layer that does not fit is refused with: its name, what comes and what it needs.
    fn refuse(&self, kind: &'static str, flow: &Flow, needs: Vec<usize>) -> Refusal {
        let number = self.counts.get(kind).copied().unwrap_or_default() + 1;
        let layer: Arc<str> = format!("{kind}{number}").into();
        Refusal::Layer { layer, got: flow.shape.clone(), needs }
    }

    fn layer(&mut self, layer: &Layer, mut flow: Flow) -> Outcome<Flow> {
        match layer {
            Layer::Conv { kernels, window, normalised } => {
                let channels = flow.shape.first().copied().unwrap_or_default();
                let mut flow = self.slide("conv", *window, false, flow)?;
                flow.shape[0] = *kernels;
                let weights = count(&[*kernels, channels, window.side, window.side]);
                let cost = (weights, self.biases(*kernels, !normalised), weights * count(&flow.shape[1..]));
                self.row("conv", &flow, cost)?;
                if *normalised { self.normalise(flow) } else { Ok(flow) }
            }
            Layer::Depthwise(window) => {
                let flow = self.slide("dwconv", *window, false, flow)?;
                let channels = flow.shape[0];
                let weights = count(&[channels, window.side, window.side]);
                self.row("dwconv", &flow, (weights, self.biases(channels, true), weights * count(&flow.shape[1..])))?;
                Ok(flow)
            }
            Layer::Transposed { kernels, window, extra } => self.spread(*kernels, *window, *extra, flow),
            Layer::Pool { kind, window, up } => {
                let flow = self.slide(kind, *window, *up, flow)?;
                self.row(kind, &flow, FREE)?;
                Ok(flow)
            }
            Layer::Adapt { kind, side } => {
                let [channels, _, _] = *flow.shape else { return Err(self.refuse(kind, &flow, vec![1, 1, 1])) };
                let flow = Flow { shape: vec![channels, *side, *side], rf: 0.0, jump: flow.jump };
                self.row(kind, &flow, FREE)?;
                Ok(flow)
            }
            Layer::Linear(outputs) => {
                let weights = count(&flow.shape) * *outputs as f64;
                let flow = Flow { shape: vec![*outputs], rf: 0.0, jump: flow.jump };
                self.row("fc", &flow, (weights, self.biases(*outputs, true), weights))?;
                Ok(flow)
            }
            Layer::Normalise => self.normalise(flow),
            Layer::Pass(kind) => {
                self.row(kind, &flow, FREE)?;
                Ok(flow)
            }
            Layer::Flatten => {
                if count(&flow.shape) > LARGEST {
                    return Err(self.refuse("flatten", &flow, vec![1, 1, 1]));
                }
                flow.shape = vec![flow.shape.iter().product()];
                self.row("flatten", &flow, FREE)?;
                Ok(flow)
            }
            Layer::Reshape(sides) => {
                if count(sides) != count(&flow.shape) {
                    return Err(self.refuse("reshape", &flow, sides.clone()));
                }
                let flow = Flow { shape: sides.clone(), rf: 0.0, jump: flow.jump };
                self.row("reshape", &flow, FREE)?;
                Ok(flow)
            }
        }
    }

    /// One bias for each of so many outputs, where the network and the layer have any.
    fn biases(&self, outputs: usize, own: bool) -> f64 {
        if self.bias && own { outputs as f64 } else { 0.0 }
    }

    /// A scale and a shift for each channel.
    fn normalise(&mut self, flow: Flow) -> Outcome<Flow> {
        let channels = flow.shape[0] as f64;
        self.row("bn", &flow, (channels, channels, 0.0))?;
        Ok(flow)
    }

    /// A transposed convolution: every input cell meets all weights once. With the padding `same` the output is as many
    /// times the input as the stride says; with output padding too, half the kernel is cut off each side, as Keras does.
    fn spread(&mut self, kernels: usize, window: Window, extra: usize, flow: Flow) -> Outcome<Flow> {
        let Window { side, stride, padding } = window;
        let [channels, height, width] = *flow.shape else {
            return Err(self.refuse("tconv", &flow, vec![1, 1, 1]));
        };
        let out = |cells: usize| {
            let around = match (padding, extra) {
                (Padding::Same, 0) => return Some(cells * stride),
                (Padding::Same, _) => side / 2,
                (Padding::Cells(around), _) => around,
            };
            ((cells - 1) * stride + side + extra).checked_sub(2 * around)
        };
        let out = |cells: usize| out(cells).filter(|side| *side > 0 && (*side as f64) < LARGEST.sqrt());
        let (Some(h), Some(w)) = (out(height), out(width)) else {
            return Err(self.refuse("tconv", &flow, vec![channels, height + 1, width + 1]));
        };
        let weights = count(&[channels, kernels, side, side]);
        let flow = Flow { shape: vec![kernels, h, w], rf: 0.0, jump: flow.jump };
        self.row("tconv", &flow, (weights, self.biases(kernels, true), weights * count(&[height, width])))?;
        Ok(flow)
    }

    /// The shape after a window has gone over the input.
    fn slide(&self, kind: &'static str, window: Window, up: bool, flow: Flow) -> Outcome<Flow> {
        let Window { side, stride, padding } = window;
        let [channels, height, width] = *flow.shape else {
            return Err(self.refuse(kind, &flow, vec![1, side, side]));
        };
        let count = |cells: usize| {
            let Padding::Cells(around) = padding else { return Some(cells.div_ceil(stride)) };
            // Rounding up, a window may reach over the end by less than a stride.
            let over = if up { stride - 1 } else { 0 };
            let count = (cells + 2 * around + over).checked_sub(side)? / stride;
            // no window starts in the right padding
            Some(if up && count * stride >= cells + around { count } else { count + 1 })
        };
        let (Some(h), Some(w)) = (count(height), count(width)) else {
            let around = if let Padding::Cells(around) = padding { around } else { 0 };
            let least = side.saturating_sub(2 * around).max(1);
            return Err(self.refuse(kind, &flow, vec![channels, least, least]));
        };
        let rf = if flow.rf == 0.0 { 0.0 } else { flow.rf + (side - 1) as f64 * flow.jump };
        Ok(Flow { shape: vec![channels, h, w], rf, jump: flow.jump * stride as f64 })
    }

    fn join(&mut self, kind: &'static str, lists: &[Vec<Item>], flow: &Flow) -> Outcome<Flow> {
        let ends = lists.iter().map(|list| self.list(list, flow.clone())).collect::<Outcome<Vec<_>>>()?;
        let Some(mut joined) = ends.first().cloned() else { return Err(malformed()) };
        for end in &ends[1..] {
            let fits = if kind == "add" { end.shape == joined.shape } else { end.shape[1..] == joined.shape[1..] };
            if !fits || end.shape.len() != joined.shape.len() {
                return Err(self.refuse(kind, end, joined.shape));
            }
            if kind == "concat" {
                joined.shape[0] += end.shape[0];
            }
            joined.rf = joined.rf.max(end.rf);
        }
        self.row(kind, &joined, FREE)?;
        Ok(joined)
    }
}
