//! `layer_table(layers, input, classes, bias)`: what each layer of a network puts out and costs.
//!
//! Layers are written `conv:6:5,pool:2,fc:120`, that is `kind:numbers`, apart by commas:
//! `conv:kernels:side[:stride[:padding]]`, `convbn` (the same without biases, then a batch normalisation),
//! `dwconv:side[:stride[:padding]]`, `tconv:kernels:side[:stride[:padding[:output-padding]]]`,
//! `pool:side[:stride[:padding]]`, `ceilpool` (rounding up), `avgpool`, `adapt:side` (averages to a size), `gap`,
//! `fc:outputs`, `bn`, `dropout`, `relu` and the other activations, `flatten`, `reshape:CxHxW`; a padding may be `same`.
//! `add(a,b|c)` and `concat(a|b|c)` run lists side by side and join them; an empty list passes its input on.

mod read;
mod walk;

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Operation, Outcome, number, tensor, text};
use crate::error::{Refusal, Unfit};
use crate::value::Value;
use read::{Item, list, malformed, passes};
pub use read::{JOINS, Layer, Padding, Window, words as layer_words};
use walk::{Flow, Row, Walk};

/// Gives the last linear layer another number of outputs.
fn replace_last(items: &mut [Item], classes: usize) -> Outcome<()> {
    let mut layers = items.iter_mut().rev().filter_map(|item| match item {
        Item::Layer(Layer::Linear(outputs)) => Some(outputs),
        _ => None,
    });
    let none = || Refusal::Domain(Unfit::NoLinearLayer);
    *layers.next().ok_or_else(none)? = classes;
    Ok(())
}

/// Whether a text is a list of layers.
///
/// # Errors
/// What a list looks like.
pub fn check_layers(source: &str) -> Outcome<()> {
    if list(source, 0)?.is_empty() { Err(malformed()) } else { Ok(()) }
}

/// The layers of a list that runs one after another; none of one with joins, or of what is no list.
#[must_use]
pub fn layers(source: &str) -> Option<Vec<Layer>> {
    let items = list(source, 0).ok()?;
    let one = |item| match item {
        Item::Layer(layer) => Some(layer),
        Item::Join { .. } => None,
    };
    items.into_iter().map(one).collect()
}

fn table(operands: &[Value]) -> Outcome<Value> {
    let mut items = list(text(operands, 0)?, 0)?;
    let shape: Vec<f64> = tensor(operands, 1)?.iter().copied().collect();
    let good = shape.len() == 3 && shape.iter().all(|side| *side >= 1.0 && side.fract() == 0.0 && *side <= 1e6);
    if items.is_empty() || !good {
        return Err(malformed());
    }
    let classes = number(operands, 2)?;
    if classes > 0.0 {
        replace_last(&mut items, classes as usize)?;
    }
    let shape = shape.into_iter().map(|side| side as usize).collect();
    let mut walk = Walk::new(operands[3].as_truth().unwrap_or(true));
    walk.list(&items, Flow { shape, rf: 1.0, jump: 1.0 })?;
    Ok(record(&walk.rows))
}

/// Where the classifier begins: at the first of the linear layers at the end, between which others may pass on.
fn head(rows: &[Row]) -> usize {
    let end = rows.iter().rposition(|row| row.kind != "fc" && !passes(row.kind)).map_or(0, |at| at + 1);
    rows[end..].iter().position(|row| row.kind == "fc").map_or(rows.len(), |at| end + at)
}

/// The columns as vectors, the rows as records, and where the classifier begins.
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
            ("activations", Value::scalar(row.activations())),
        ];
        Value::Record(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
    };
    let last = head(rows);
    let trained = |row: &&Row| row.weights > 0.0;
    let mut fields: IndexMap<Arc<str>, Value> = IndexMap::new();
    let weighted: Vec<f64> = rows.iter().filter(trained).map(|row| row.weights + row.biases).collect();
    fields.insert("params".into(), column(|row| row.weights + row.biases));
    fields.insert("weights".into(), column(|row| row.weights));
    fields.insert("macs".into(), column(|row| row.macs));
    fields.insert("activations".into(), column(Row::activations));
    fields.insert("trained".into(), Value::vector(weighted));
    fields.insert("features".into(), Value::scalar(rows[..last].iter().filter(trained).count() as f64));
    fields.insert("head".into(), Value::scalar(rows[last..].iter().map(|row| row.macs).sum()));
    let field = |row: &Row| if row.rf == 0.0 { Value::Absent } else { Value::scalar(row.rf) };
    fields.insert("rf".into(), Value::List(rows.iter().map(field).collect()));
    fields.insert("layers".into(), Value::List(rows.iter().map(each).collect()));
    Value::Record(fields)
}

pub(super) const OPERATIONS: &[Operation] = &[Operation::general(
    "layer_table",
    &["layers", "input", "classes", "bias"],
    "shapes, parameters, multiply-accumulates, outputs and receptive fields of a network's layers; classes 0 leaves the last layer as it is",
    |_| Ok(Vec::new()),
    table,
)
.in_words()
.examples(&["layer_table(\"conv:6:5,pool:2,add(conv:6:3:1:1|),fc:10\", [1,32,32], 0, 1 == 1)"])];
