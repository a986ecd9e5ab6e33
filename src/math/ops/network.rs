//! `layer_table(layers, input, classes, bias)`: what each layer of a network puts out and costs.
//!
//! Layers are written `conv:6:5,pool:2,fc:120`, that is `kind:numbers`, apart by commas:
//! `conv:kernels:side[:stride[:padding]]`, `convbn` (the same without biases, then a batch normalisation),
//! `pool:side[:stride[:padding]]`, `ceilpool` (rounding up), `avgpool`, `adapt:side` (averages to a size), `fc:outputs`.
//! `add(a,b|c)` and `concat(a|b|c)` run lists side by side and join them; an empty list passes its input on.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Operation, Outcome, number, tensor, text};
use crate::math::error::MathErrorKind;
use crate::math::value::Value;

const TABLE: &str = "layer_table";
/// Layers of one network.
const MOST: usize = 10_000;
/// Joins inside each other.
const DEEP: usize = 16;

/// One layer or join, as it is written.
enum Item {
    Layer { kind: String, numbers: Vec<usize> },
    Join { kind: String, lists: Vec<Vec<Item>> },
}

/// One row of the table.
struct Row {
    name: String,
    kind: &'static str,
    out: Vec<usize>,
    weights: f64,
    biases: f64,
    macs: f64,
    /// Side of the receptive field; 0 once a layer sees everything.
    rf: f64,
}

/// What flows through the network.
#[derive(Clone)]
struct Flow {
    shape: Vec<usize>,
    rf: f64,
    jump: f64,
}

fn malformed() -> MathErrorKind {
    MathErrorKind::Domain { operation: TABLE, what: "needs layers such as conv:6:5,pool:2,fc:120" }
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

fn parse(source: &str, depth: usize) -> Outcome<Vec<Item>> {
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
    if let Some((kind, inside)) = source.strip_suffix(')').and_then(|s| s.split_once('(')) {
        if !["add", "concat"].contains(&kind) {
            return Err(malformed());
        }
        let lists = split(inside, '|').into_iter().map(|list| parse(list, depth + 1)).collect::<Outcome<_>>()?;
        return Ok(Item::Join { kind: kind.to_owned(), lists });
    }
    let mut parts = source.split(':');
    let kind = parts.next().unwrap_or_default().to_owned();
    let numbers: Vec<usize> = parts
        .map(|part| part.trim().parse().ok().filter(|n| *n <= 1_000_000))
        .collect::<Option<_>>()
        .ok_or_else(malformed)?;
    let (least, most) = match kind.as_str() {
        "conv" | "convbn" => (2, 4),
        "pool" | "ceilpool" | "avgpool" => (1, 3),
        "adapt" | "fc" => (1, 1),
        _ => return Err(malformed()),
    };
    let side = usize::from(kind.starts_with("conv"));
    let positive = numbers.iter().take(2 + side).all(|n| *n > 0);
    if !(least..=most).contains(&numbers.len()) || !positive {
        return Err(malformed());
    }
    Ok(Item::Layer { kind, numbers })
}

/// Goes through the layers and fills the table.
struct Walk {
    rows: Vec<Row>,
    counts: HashMap<&'static str, usize>,
    bias: bool,
}

impl Walk {
    fn row(&mut self, kind: &'static str, flow: &Flow, cost: (f64, f64, f64)) -> Outcome<()> {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if self.rows.len() >= MOST {
            return Err(MathErrorKind::Limit(crate::math::limits::Bound::Lines));
        }
        let (weights, biases, macs) = cost;
        let (out, rf) = (flow.shape.clone(), flow.rf);
        self.rows.push(Row { name: format!("{kind}{count}"), kind, out, weights, biases, macs, rf });
        Ok(())
    }

    fn list(&mut self, items: &[Item], mut flow: Flow) -> Outcome<Flow> {
        for item in items {
            flow = match item {
                Item::Layer { kind, numbers } => self.layer(kind, numbers, flow)?,
                Item::Join { kind, lists } => self.join(kind, lists, &flow)?,
            };
        }
        Ok(flow)
    }

    /// What a layer that does not fit is refused with: its name, what comes and what it needs.
    fn refuse(&self, kind: &'static str, flow: &Flow, needs: Vec<usize>) -> MathErrorKind {
        let number = self.counts.get(kind).copied().unwrap_or_default() + 1;
        let layer: Arc<str> = format!("{kind}{number}").into();
        MathErrorKind::Layer { layer, got: flow.shape.clone(), needs }
    }

    fn layer(&mut self, kind: &str, numbers: &[usize], flow: Flow) -> Outcome<Flow> {
        let at = |index: usize, default: usize| numbers.get(index).copied().unwrap_or(default);
        match kind {
            "conv" => self.convolve(numbers, flow, self.bias),
            "convbn" => {
                let flow = self.convolve(numbers, flow, false)?;
                let channels = flow.shape[0] as f64;
                self.row("bn", &flow, (channels, channels, 0.0))?;
                Ok(flow)
            }
            "adapt" => {
                let [channels, _, _] = *flow.shape else { return Err(self.refuse("adapt", &flow, vec![1, 1, 1])) };
                let flow = Flow { shape: vec![channels, numbers[0], numbers[0]], rf: 0.0, jump: flow.jump };
                self.row("adapt", &flow, (0.0, 0.0, 0.0))?;
                Ok(flow)
            }
            "fc" => {
                let inputs = flow.shape.iter().map(|side| *side as f64).product::<f64>();
                let outputs = numbers[0] as f64;
                let flow = Flow { shape: vec![numbers[0]], rf: 0.0, jump: flow.jump };
                let biases = if self.bias { outputs } else { 0.0 };
                self.row("fc", &flow, (inputs * outputs, biases, inputs * outputs))?;
                Ok(flow)
            }
            _ => {
                let (side, padding) = (numbers[0], at(2, 0));
                let window = (side, at(1, side), padding);
                let flow = self.slide("pool", window, kind == "ceilpool", flow)?;
                self.row("pool", &flow, (0.0, 0.0, 0.0))?;
                Ok(flow)
            }
        }
    }

    fn convolve(&mut self, numbers: &[usize], flow: Flow, bias: bool) -> Outcome<Flow> {
        let (kernels, side) = (numbers[0], numbers[1]);
        let window = (side, numbers.get(2).copied().unwrap_or(1), numbers.get(3).copied().unwrap_or(0));
        let channels = flow.shape.first().copied().unwrap_or_default();
        let mut flow = self.slide("conv", window, false, flow)?;
        flow.shape[0] = kernels;
        let weights = (kernels * channels) as f64 * (side * side) as f64;
        let places = flow.shape[1] as f64 * flow.shape[2] as f64;
        self.row("conv", &flow, (weights, if bias { kernels as f64 } else { 0.0 }, weights * places))?;
        Ok(flow)
    }

    /// The shape after a window of side, stride and padding has gone over the input.
    fn slide(&self, kind: &'static str, window: (usize, usize, usize), up: bool, flow: Flow) -> Outcome<Flow> {
        let (side, stride, padding) = window;
        let [channels, height, width] = *flow.shape else {
            return Err(self.refuse(kind, &flow, vec![1, side, side]));
        };
        let count = |cells: usize| {
            // Rounding up, a window may reach over the end by less than a stride.
            let over = if up { stride - 1 } else { 0 };
            let count = (cells + 2 * padding + over).checked_sub(side)? / stride;
            // no window starts in the right padding
            Some(if up && count * stride >= cells + padding { count } else { count + 1 })
        };
        let (Some(h), Some(w)) = (count(height), count(width)) else {
            let least = side.saturating_sub(2 * padding).max(1);
            return Err(self.refuse(kind, &flow, vec![channels, least, least]));
        };
        let rf = if flow.rf == 0.0 { 0.0 } else { flow.rf + (side - 1) as f64 * flow.jump };
        Ok(Flow { shape: vec![channels, h, w], rf, jump: flow.jump * stride as f64 })
    }

    fn join(&mut self, kind: &str, lists: &[Vec<Item>], flow: &Flow) -> Outcome<Flow> {
        let ends = lists.iter().map(|list| self.list(list, flow.clone())).collect::<Outcome<Vec<_>>>()?;
        let Some(mut joined) = ends.first().cloned() else { return Err(malformed()) };
        let kind = if kind == "add" { "add" } else { "concat" };
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
        self.row(kind, &joined, (0.0, 0.0, 0.0))?;
        Ok(joined)
    }
}

/// Gives the last linear layer another number of outputs.
fn replace_last(items: &mut [Item], classes: usize) -> Outcome<()> {
    let layers = items.iter_mut().rev().filter_map(|item| match item {
        Item::Layer { kind, numbers } if kind == "fc" => Some(numbers),
        _ => None,
    });
    let none = || MathErrorKind::Domain { operation: TABLE, what: "there is no linear layer to give the classes" };
    layers.take(1).next().ok_or_else(none)?[0] = classes;
    Ok(())
}

/// Whether a text is a list of layers.
///
/// # Errors
/// What a list looks like.
pub fn check_layers(source: &str) -> Outcome<()> {
    if parse(source, 0)?.is_empty() { Err(malformed()) } else { Ok(()) }
}

fn table(operands: &[Value]) -> Outcome<Value> {
    let mut items = parse(text(TABLE, operands, 0)?, 0)?;
    let shape: Vec<f64> = tensor(TABLE, operands, 1)?.iter().copied().collect();
    let good = shape.len() == 3 && shape.iter().all(|side| *side >= 1.0 && side.fract() == 0.0 && *side <= 1e6);
    if items.is_empty() || !good {
        return Err(malformed());
    }
    let classes = number(TABLE, operands, 2)?;
    if classes > 0.0 {
        replace_last(&mut items, classes as usize)?;
    }
    let shape = shape.into_iter().map(|side| side as usize).collect();
    let bias = operands[3].as_truth().unwrap_or(true);
    let mut walk = Walk { rows: Vec::new(), counts: HashMap::new(), bias };
    walk.list(&items, Flow { shape, rf: 1.0, jump: 1.0 })?;
    Ok(record(&walk.rows))
}

/// The columns as vectors, the rows as records, and where the classifier (the linear layers at the end) begins.
fn record(rows: &[Row]) -> Value {
    let column = |of: fn(&Row) -> f64| Value::vector(rows.iter().map(of).collect());
    let each = |row: &Row| -> Value {
        let out = Value::vector(row.out.iter().map(|side| *side as f64).collect());
        let fields = [
            ("name", Value::Text(row.name.as_str().into())),
            ("kind", Value::Text(row.kind.into())),
            ("out", out),
            ("params", Value::scalar(row.weights + row.biases)),
            ("macs", Value::scalar(row.macs)),
        ];
        Value::Record(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
    };
    let last = rows.iter().rposition(|row| row.kind != "fc").map_or(0, |at| at + 1);
    let trained = |row: &&Row| row.weights > 0.0;
    let mut fields: IndexMap<Arc<str>, Value> = IndexMap::new();
    let weighted: Vec<f64> = rows.iter().filter(trained).map(|row| row.weights + row.biases).collect();
    fields.insert("params".into(), column(|row| row.weights + row.biases));
    fields.insert("weights".into(), column(|row| row.weights));
    fields.insert("macs".into(), column(|row| row.macs));
    fields.insert("trained".into(), Value::vector(weighted));
    fields.insert("features".into(), Value::scalar(rows[..last].iter().filter(trained).count() as f64));
    fields.insert("head".into(), Value::scalar(rows[last..].iter().map(|row| row.macs).sum()));
    let field = |row: &Row| if row.rf == 0.0 { Value::Absent } else { Value::scalar(row.rf) };
    fields.insert("rf".into(), Value::List(rows.iter().map(field).collect()));
    fields.insert("layers".into(), Value::List(rows.iter().map(each).collect()));
    Value::Record(fields)
}

pub(super) const OPERATIONS: &[Operation] = &[Operation::general(
    TABLE,
    &["layers", "input", "classes", "bias"],
    "shapes, parameters, multiply-accumulates and receptive fields of a network's layers; classes 0 leaves the last layer as it is",
    |_| Ok(Vec::new()),
    table,
)
.examples(&["layer_table(\"conv:6:5,pool:2,add(conv:6:3:1:1|),fc:10\", [1,32,32], 0, 1 == 1)"])];
