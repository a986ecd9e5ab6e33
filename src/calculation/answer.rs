//! What a student types → values by answer key.

use super::exercise::{Ask, Exercise};
use crate::course::{Bilingual, formula_error};
use crate::math::{ExprKind, Machine, Value, number, parse_answer};
use crate::text::fold;

/// Why an answer cannot be read: it is sent back and costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// A formula that does not parse or come to a number.
    #[error("{}", what.en)]
    Formula {
        /// What the formula language says.
        what: Bilingual,
    },
    /// Another number of values than asked for.
    #[error("{wanted} values are asked for")]
    Count {
        /// As many are asked for.
        wanted: usize,
        /// How to write them.
        form: String,
    },
    /// A key that is not asked for.
    #[error("{key} is not asked for")]
    Key {
        /// The key.
        key: String,
        /// How to write what is.
        form: String,
    },
    /// A key with two values.
    #[error("{key} stands twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// A value that a parameter does not take.
    #[error("{}", what.en)]
    Value {
        /// What is wrong with it.
        what: Bilingual,
    },
    /// A value of another shape.
    #[error("{key} has the shape {wanted}")]
    Shape {
        /// The key.
        key: String,
        /// Its shape.
        wanted: String,
    },
}

impl Unreadable {
    /// One sentence in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        let (zh, en) = match self {
            Self::Empty => ("请输入一个值".to_owned(), "type a value".to_owned()),
            Self::Formula { what } => {
                (format!("读不懂这个值：{}", what.zh), format!("this cannot be read as a value: {}", what.en))
            }
            Self::Count { wanted, form } => {
                (format!("要答 {wanted} 个值，写成 {form}"), format!("{wanted} values are asked for: write {form}"))
            }
            Self::Key { key, form } => {
                (format!("没有问 {key}，写成 {form}"), format!("{key} is not asked for: write {form}"))
            }
            Self::Twice { key } => (format!("{key} 写了两次"), format!("{key} stands twice")),
            Self::Value { what } => (what.zh.clone(), what.en.clone()),
            Self::Shape { key, wanted } => {
                (format!("{key} 的形状应为 {wanted}"), format!("{key} has the shape {wanted}"))
            }
        };
        Bilingual { zh, en }
    }
}

/// The values of an answer line, in the order asked; `None` for one that is not there.
///
/// # Errors
/// A line that cannot be read.
pub fn read(exercise: &Exercise, line: &str) -> Result<Vec<Option<Value>>, Unreadable> {
    let line = line.trim().trim_end_matches([';', '；', '。']).trim_start_matches(['=', '＝']).trim();
    if line.is_empty() {
        return Err(Unreadable::Empty);
    }
    let asks = &exercise.ask;
    let pieces = assignments(line, &|key| asks.iter().any(|ask| fold(&ask.key) == fold(key)));
    if pieces.iter().any(|(key, _)| key.is_some()) {
        return by_key(exercise, &pieces);
    }
    if let [ask] = asks.as_slice() {
        return value(ask, line).map(|value| vec![Some(value)]);
    }
    // Several values without their names: `32x32x6`, or in the order asked.
    let read = evaluate(line)?;
    let Value::Tensor(list) = &read else { return Err(count(exercise)) };
    let apart = list.ndim() == 2 && list.shape()[1] == 1;
    if list.ndim() != 1 && !apart {
        return Err(count(exercise));
    }
    let list = ndarray::Array1::from_iter(list.iter().copied());
    if line.contains(['x', 'X', '×']) && list.len() >= 2 {
        let by_side: Option<Vec<_>> =
            asks.iter().map(|ask| side(&ask.key, list.len()).map(|at| Some(Value::scalar(list[at])))).collect();
        if let Some(values) = by_side {
            return Ok(values);
        }
    }
    if list.len() != asks.len() || asks.iter().any(|ask| ask.value.as_scalar().is_none()) {
        return Err(count(exercise));
    }
    Ok(list.iter().map(|x| Some(Value::scalar(*x))).collect())
}

fn by_key(exercise: &Exercise, pieces: &[(Option<String>, String)]) -> Result<Vec<Option<Value>>, Unreadable> {
    let mut values = vec![None; exercise.ask.len()];
    for (key, text) in pieces {
        let Some(key) = key else { return Err(count(exercise)) };
        let at = exercise.ask.iter().position(|ask| fold(&ask.key) == fold(key));
        let at = at.ok_or_else(|| Unreadable::Key { key: key.clone(), form: form(exercise) })?;
        if values[at].is_some() {
            return Err(Unreadable::Twice { key: key.clone() });
        }
        values[at] = Some(value(&exercise.ask[at], text)?);
    }
    Ok(values)
}

/// `out_h=28; out_w=28`
pub(super) fn form(exercise: &Exercise) -> String {
    exercise.ask.iter().map(|ask| format!("{}=…", ask.key)).collect::<Vec<_>>().join("; ")
}

pub(super) fn count(exercise: &Exercise) -> Unreadable {
    Unreadable::Count { wanted: exercise.ask.len(), form: form(exercise) }
}

/// The pieces of a line: `key=value` apart by `;`, where rows of a matrix may have `;` too, or by a comma before a key
/// that is known.
pub(super) fn assignments(line: &str, known: &dyn Fn(&str) -> bool) -> Vec<(Option<String>, String)> {
    let mut pieces: Vec<(Option<String>, String)> = Vec::new();
    for (at, part) in line.split([';', '；']).enumerate() {
        for (within, part) in part.split([',', '，']).enumerate() {
            let between = if within > 0 { ',' } else { ';' };
            let halves = |marks: [char; 2]| part.split_once(marks).map(|(key, value)| (key.trim(), value.trim()));
            let equals = halves(['=', '＝']).filter(|(key, _)| {
                let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
                known(key) || (word && (within == 0 || pieces.iter().any(|(key, _)| key.is_some())))
            });
            let named = equals.or_else(|| halves([':', '：']).filter(|(key, _)| known(key)));
            match (named, pieces.last_mut()) {
                (Some((key, value)), _) => pieces.push((Some(key.to_owned()), value.to_owned())),
                (None, Some((_, text))) if at + within > 0 => {
                    text.push(between);
                    text.push_str(part);
                }
                (None, _) => pieces.push((None, part.to_owned())),
            }
        }
    }
    pieces
}

/// Which of the numbers of `32x32x6` a key is.
fn side(key: &str, count: usize) -> Option<usize> {
    match key.rsplit_once('_')?.1 {
        "h" => Some(0),
        "w" => Some(1),
        "c" if count > 2 => Some(2),
        _ => None,
    }
}

fn evaluate(text: &str) -> Result<Value, Unreadable> {
    let expr =
        parse_answer(text).map_err(|error| Unreadable::Formula { what: formula_error::sentences(&error.kind) })?;
    Machine::new().evaluate(&expr).map_err(|error| Unreadable::Formula { what: formula_error::sentences(&error.kind) })
}

/// One value, of the shape that is asked for.
fn value(ask: &Ask, text: &str) -> Result<Value, Unreadable> {
    if let Value::Text(_) = ask.value {
        return Ok(Value::Text(fold(text).into()));
    }
    let read = evaluate(text)?;
    let wanted = match &ask.value {
        Value::Number(_) => return scalar(ask, text, &read),
        other => other.shape().to_vec(),
    };
    match read.as_tensor() {
        Some(t) if t.shape() == wanted => Ok(t.into()),
        // A single number or row for a vector or a matrix of one row.
        Some(t) if t.len() == wanted.iter().product::<usize>() && t.ndim() < wanted.len() => {
            Value::tensor(&wanted, t.iter().copied().collect()).ok_or(Unreadable::Empty)
        }
        _ => {
            let wanted = wanted.iter().map(ToString::to_string).collect::<Vec<_>>().join("×");
            Err(Unreadable::Shape { key: ask.key.to_string(), wanted })
        }
    }
}

/// A number; of `32x32x6` the side that is asked for; `3×4` as a product.
fn scalar(ask: &Ask, text: &str, read: &Value) -> Result<Value, Unreadable> {
    if let Some(number) = read.as_scalar() {
        return Ok(Value::scalar(number));
    }
    let wrong = || Unreadable::Shape { key: ask.key.to_string(), wanted: "1".to_owned() };
    let Value::Tensor(list) = read else { return Err(wrong()) };
    let product =
        parse_answer(text).is_ok_and(|e| matches!(e.kind, ExprKind::List(_))) && text.contains(['x', 'X', '×']);
    match side(&ask.key, list.len()) {
        Some(at) if list.ndim() == 1 && product => Ok(Value::scalar(list[at])),
        None if list.ndim() == 1 && product => Ok(Value::scalar(list.iter().product())),
        _ => Err(wrong()),
    }
}

/// A value as a student would type it, real numbers to the digits asked for.
#[must_use]
pub fn typed(value: &Value, digits: Option<u32>) -> String {
    let write = |x: f64| {
        let written = number::written(x, digits.map_or(12, |d| d as usize));
        written.exponent.map_or(written.digits.clone(), |e| format!("{}e{e}", written.digits))
    };
    match value {
        Value::Number(x) => write(*x),
        Value::Tensor(t) if t.ndim() == 1 => t.iter().map(|x| write(*x)).collect::<Vec<_>>().join(","),
        Value::Tensor(t) if t.ndim() == 2 => {
            let rows = t.outer_iter().map(|row| row.iter().map(|x| write(*x)).collect::<Vec<_>>().join(","));
            rows.collect::<Vec<_>>().join(";")
        }
        Value::Tensor(t) => {
            let parts = t.outer_iter().map(|part| nested(&Value::from(part.to_owned()), digits));
            format!("[{}]", parts.collect::<Vec<_>>().join(","))
        }
        Value::Text(text) => text.to_string(),
        Value::Pair([h, w]) => format!("{}x{}", write(*h), write(*w)),
        other => number::json(other).to_string(),
    }
}

fn nested(value: &Value, digits: Option<u32>) -> String {
    match value {
        Value::Tensor(t) => {
            let parts = t.outer_iter().map(|part| nested(&Value::from(part.to_owned()), digits));
            format!("[{}]", parts.collect::<Vec<_>>().join(","))
        }
        other => typed(other, digits),
    }
}
