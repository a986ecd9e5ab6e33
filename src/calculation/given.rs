//! What was given: flag texts → values, checked against what each parameter takes.

use indexmap::IndexMap;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

use super::answer::typed;
use crate::course::spec::{Kind, Param, Spec};
use crate::course::{Bilingual, formula_error, network};
use crate::math::limits::ELEMENTS;
use crate::math::{Expr, ExprKind, Machine, MathError, Value, parse};

/// Values by flag, in the order of the parameters.
pub type Given = IndexMap<String, Value>;

/// What is wrong with what was given. The sentence is made at the edge.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenError {
    /// A flag that must be there is not.
    Missing {
        /// The flag.
        flag: String,
    },
    /// A flag that the calculation does not have.
    Unknown {
        /// The flag.
        flag: String,
        /// One spelled nearly so.
        near: Option<String>,
    },
    /// A text that cannot be read as a value of the parameter's kind.
    Malformed {
        /// The flag.
        flag: String,
        /// What it takes: a key of the messages `calc.kind.…`.
        kind: &'static str,
        /// What came.
        got: String,
        /// What the formula language says of it.
        why: Option<Bilingual>,
    },
    /// A number below or above what the parameter takes.
    Range {
        /// The flag.
        flag: String,
        /// The least that is taken.
        least: Option<f64>,
        /// The greatest that is taken.
        most: Option<f64>,
        /// What came.
        got: String,
    },
    /// A word that is not among the choices.
    Choice {
        /// The flag.
        flag: String,
        /// What there is.
        known: Vec<String>,
        /// What came.
        got: String,
    },
    /// A value with more elements than the bound.
    TooLarge {
        /// The flag.
        flag: String,
    },
    /// A file that cannot be read as a value.
    File {
        /// The flag.
        flag: String,
        /// The file.
        path: String,
        /// What went wrong.
        why: String,
    },
    /// A requirement of the calculation that does not hold.
    Require {
        /// The flag it is about.
        flag: Option<String>,
        /// What is required.
        say: Bilingual,
        /// What came.
        got: String,
    },
    /// An evaluation that fails: shapes that do not go together, a result that is not finite.
    Math {
        /// The flags whose values are in it.
        flags: Vec<String>,
        /// What is wrong.
        error: Box<MathError>,
        /// Those values' shapes.
        got: String,
    },
}

/// Reads a file for `@path`; the caller knows the disk.
pub type Files<'a> = &'a dyn Fn(&str) -> Result<Value, String>;

/// Values of a seeded random tensor lie in −1…1.
struct Random(ChaCha8Rng);

impl Random {
    fn tensor(&mut self, shape: &[usize]) -> Option<Value> {
        let count = shape.iter().try_fold(1_usize, |product, side| product.checked_mul(*side))?;
        let elements = (0..count).map(|_| (self.0.next_u64() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0).collect();
        Value::tensor(shape, elements)
    }
}

/// Reads every flag's text. A flag that was not given is left out; defaults are the derivation's business.
///
/// # Errors
/// The first flag with something wrong.
pub fn read(spec: &Spec, texts: &[(String, String)], files: Files<'_>, seed: u64) -> Result<Given, GivenError> {
    let mut random = Random(ChaCha8Rng::seed_from_u64(seed));
    let mut given = Given::new();
    for (flag, text) in texts {
        let Some(param) = spec.param(flag) else {
            return Err(GivenError::Unknown { flag: flag.clone(), near: near_flag(spec, flag) });
        };
        given.insert(flag.clone(), value(param, flag, text, files, &mut random)?);
    }
    let order = |flag: &str| spec.params.iter().position(|p| p.takes(flag)).unwrap_or(usize::MAX);
    given.sort_by(|a, _, b, _| order(a).cmp(&order(b)).then_with(|| a.len().cmp(&b.len())).then_with(|| a.cmp(b)));
    Ok(given)
}

/// The value of one parameter's text, without files.
///
/// # Errors
/// What is wrong with it.
pub fn one(param: &Param, text: &str) -> Result<Value, GivenError> {
    let mut random = Random(ChaCha8Rng::seed_from_u64(0));
    value(param, &param.flag, text, &|path| Err(path.to_owned()), &mut random)
}

/// A value as the parameter's flag takes it.
#[must_use]
pub fn text(param: &Param, value: &Value) -> String {
    match (&param.kind, value) {
        (_, Value::Pair([h, w])) if h == w => typed(&Value::scalar(*h), None),
        (Kind::Layers(_), Value::Tensor(rows)) if rows.ndim() == 2 => {
            let layer = |row: ndarray::ArrayView1<'_, f64>| {
                let used = row.iter().rposition(|x| *x != 1.0).map_or(1, |last| last + 1);
                row.iter().take(used).map(ToString::to_string).collect::<Vec<_>>().join("x")
            };
            rows.outer_iter()
                .map(|row| row.into_dimensionality().map_or_else(|_| String::new(), layer))
                .collect::<Vec<_>>()
                .join(",")
        }
        _ => typed(value, None),
    }
}

/// The flag spelled nearly as one that does not exist.
#[must_use]
pub fn near_flag(spec: &Spec, flag: &str) -> Option<String> {
    let scored = spec.params.iter().map(|p| (strsim::damerau_levenshtein(flag, &p.flag), p.flag.to_string()));
    scored.filter(|(distance, known)| *distance <= 1 + known.len() / 4).min().map(|(_, known)| known)
}

fn value(param: &Param, flag: &str, text: &str, files: Files<'_>, random: &mut Random) -> Result<Value, GivenError> {
    let text = text.trim();
    if param.words.iter().any(|(word, _)| word == text) {
        return Ok(Value::Text(text.into()));
    }
    let malformed = |why: Option<Bilingual>| GivenError::Malformed {
        flag: flag.to_owned(),
        kind: param.kind.key(),
        got: text.to_owned(),
        why,
    };
    match &param.kind {
        Kind::Number => bounded(param, flag, text, number(text).map_err(malformed)?).map(Value::scalar),
        Kind::Count => {
            let count = number(text).map_err(malformed)?;
            if count.fract() != 0.0 {
                return Err(malformed(None));
            }
            bounded(param, flag, text, count).map(Value::scalar)
        }
        Kind::Size => {
            let sides = size(text).ok_or_else(|| malformed(None))?;
            for side in sides {
                if side.fract() != 0.0 {
                    return Err(malformed(None));
                }
                bounded(param, flag, text, side)?;
            }
            Ok(Value::Pair(sides))
        }
        Kind::Choice(known) => {
            if known.iter().any(|word| word == text) {
                return Ok(Value::Text(text.into()));
            }
            Err(GivenError::Choice { flag: flag.to_owned(), known: known.clone(), got: text.to_owned() })
        }
        Kind::Flag => match text {
            "true" | "" => Ok(Value::Truth(true)),
            "false" => Ok(Value::Truth(false)),
            _ => Err(malformed(None)),
        },
        Kind::Expression => {
            let expr = parse(text).map_err(|error| malformed(Some(said(&error))))?;
            Ok(Value::Formula(expr.into()))
        }
        Kind::Bindings => bindings(text).map_err(malformed),
        Kind::Layers(columns) => layers(text, *columns).ok_or_else(|| malformed(None)),
        Kind::Network => {
            network::resolve(text).map_err(|error| malformed(Some(error.to_string().into())))?;
            Ok(Value::Text(text.into()))
        }
        Kind::Vector | Kind::Matrix | Kind::Tensor => {
            let value = if let Some(path) = text.strip_prefix('@') {
                files(path).map_err(|why| GivenError::File { flag: flag.to_owned(), path: path.to_owned(), why })?
            } else if let Some(shape) = random_shape(text) {
                let elements = shape.iter().try_fold(1_usize, |product, side| product.checked_mul(*side));
                if elements.is_none_or(|n| n > ELEMENTS) {
                    return Err(GivenError::TooLarge { flag: flag.to_owned() });
                }
                random.tensor(&shape).ok_or_else(|| malformed(None))?
            } else {
                tensor(text).map_err(malformed)?
            };
            ranked(param, flag, text, value)
        }
    }
}

/// A tensor must have the rank the parameter takes, a number alone being a vector of one.
fn ranked(param: &Param, flag: &str, text: &str, value: Value) -> Result<Value, GivenError> {
    let ranks: &[usize] = match param.kind {
        Kind::Vector => &[1],
        Kind::Matrix => &[2],
        _ => &param.ranks,
    };
    let value = match value {
        Value::Tensor(t) if t.ndim() == 0 && ranks.contains(&1) && !ranks.contains(&0) => {
            Value::vector(t.iter().copied().collect())
        }
        Value::Tensor(t) if t.ndim() <= 1 && ranks == [2] => {
            let row: Vec<f64> = t.iter().copied().collect();
            Value::tensor(&[1, row.len()], row).unwrap_or(Value::Absent)
        }
        other => other,
    };
    let error = |why: Option<Bilingual>| GivenError::Malformed {
        flag: flag.to_owned(),
        kind: param.kind.key(),
        got: shown(text, &value),
        why,
    };
    if value.len() > ELEMENTS {
        return Err(GivenError::TooLarge { flag: flag.to_owned() });
    }
    if !value.is_finite() || value.is_empty() {
        return Err(error(None));
    }
    if !ranks.is_empty() && !ranks.contains(&value.shape().len()) {
        return Err(error(None));
    }
    if let (Some(least), Value::Tensor(t)) = (param.least, &value)
        && let Some(bad) = t.iter().find(|x| **x < least || param.most.is_some_and(|most| **x > most))
    {
        let got = bad.to_string();
        return Err(GivenError::Range { flag: flag.to_owned(), least: param.least, most: param.most, got });
    }
    Ok(value)
}

/// What came, short enough for a sentence.
fn shown(text: &str, value: &Value) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { shape_text(value) }
}

/// A value's shape in words: `3×4`.
#[must_use]
pub fn shape_text(value: &Value) -> String {
    match value {
        Value::Tensor(t) if t.ndim() > 0 => t.shape().iter().map(ToString::to_string).collect::<Vec<_>>().join("×"),
        other => crate::math::render::line(&Expr::value(other.clone())),
    }
}

fn bounded(param: &Param, flag: &str, text: &str, number: f64) -> Result<f64, GivenError> {
    let least = param.least.or(match param.kind {
        Kind::Count | Kind::Size => Some(1.0),
        _ => None,
    });
    let most = param.most.or(match param.kind {
        Kind::Count | Kind::Size => Some(1e9),
        _ => None,
    });
    if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
        return Err(GivenError::Range {
            flag: flag.to_owned(),
            least,
            most: param.most.or(most),
            got: text.to_owned(),
        });
    }
    Ok(number)
}

/// What the formula language says of a text.
fn said(error: &MathError) -> Bilingual {
    formula_error::sentences(&error.kind)
}

/// A number: any constant expression of the language.
fn number(text: &str) -> Result<f64, Option<Bilingual>> {
    let expr = parse(text).map_err(|error| Some(said(&error)))?;
    let value = Machine::new().evaluate(&expr).map_err(|error| Some(said(&error)))?;
    value.as_scalar().filter(|x| x.is_finite()).ok_or(None)
}

/// `32` or `32x28`.
fn size(text: &str) -> Option<[f64; 2]> {
    match text.split(['x', 'X', '×']).collect::<Vec<_>>().as_slice() {
        [side] => number(side).ok().map(|side| [side; 2]),
        [h, w] => Some([number(h).ok()?, number(w).ok()?]),
        _ => None,
    }
}

/// The shape of `random(3,4)`.
fn random_shape(text: &str) -> Option<Vec<usize>> {
    let inside = text.strip_prefix("random(")?.strip_suffix(')')?;
    inside.split(',').map(|side| side.trim().parse().ok().filter(|side| *side > 0)).collect()
}

/// `1,2;3,4`, `[[1,2],[3,4]]`, or a number. Large ones are read without the formula language.
fn tensor(text: &str) -> Result<Value, Option<Bilingual>> {
    if text.starts_with('[')
        && let Ok(json) = serde_json::from_str::<serde_json::Value>(text)
    {
        return from_json(&json).ok_or(None);
    }
    let text = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).filter(|t| !t.contains('[')).unwrap_or(text);
    let mut rows = Vec::new();
    for row in text.split(';') {
        rows.push(row.split(',').map(|cell| number(cell.trim())).collect::<Result<Vec<f64>, _>>()?);
    }
    match rows.as_slice() {
        [row] if row.len() == 1 => Ok(Value::scalar(row[0])),
        [row] => Ok(Value::vector(row.clone())),
        _ => {
            let width = rows.first().map_or(0, Vec::len);
            if rows.iter().any(|row| row.len() != width) {
                return Err(None);
            }
            Value::tensor(&[rows.len(), width], rows.concat()).ok_or(None)
        }
    }
}

/// Nested JSON arrays of numbers as a tensor.
#[must_use]
pub fn from_json(json: &serde_json::Value) -> Option<Value> {
    fn walk(json: &serde_json::Value, depth: usize, shape: &mut Vec<usize>, elements: &mut Vec<f64>) -> bool {
        match json {
            serde_json::Value::Number(n) => {
                let number = n.as_f64().filter(|x| x.is_finite());
                elements.extend(number);
                number.is_some() && depth == shape.len()
            }
            serde_json::Value::Array(items) => {
                if depth == shape.len() {
                    if !elements.is_empty() || depth > 16 {
                        return false;
                    }
                    shape.push(items.len());
                }
                shape[depth] == items.len() && items.iter().all(|item| walk(item, depth + 1, shape, elements))
            }
            _ => false,
        }
    }
    let (mut shape, mut elements) = (Vec::new(), Vec::new());
    walk(json, 0, &mut shape, &mut elements).then(|| Value::tensor(&shape, elements)).flatten()
}

/// `x=-2,y=5`
fn bindings(text: &str) -> Result<Value, Option<Bilingual>> {
    let mut fields = IndexMap::new();
    for part in text.split(',') {
        let (name, value) = part.split_once('=').ok_or(None)?;
        let name = parse(name).map_err(|error| Some(said(&error)))?;
        let ExprKind::Name(name) = name.kind else { return Err(None) };
        fields.insert(name, Value::scalar(number(value.trim())?));
    }
    Ok(Value::Record(fields))
}

/// `3x1,2x2,3x1x2` as rows of `columns` numbers.
fn layers(text: &str, columns: usize) -> Option<Value> {
    let mut elements = Vec::new();
    let mut rows = 0;
    for layer in text.split(',') {
        let parts = layer.split(['x', 'X', '×']).map(|part| part.trim().parse::<u32>().ok().filter(|n| *n > 0));
        let mut row: Vec<f64> = parts.map(|part| part.map(f64::from)).collect::<Option<_>>()?;
        if row.is_empty() || row.len() > columns {
            return None;
        }
        row.resize(columns, 1.0);
        elements.extend(row);
        rows += 1;
    }
    Value::tensor(&[rows, columns], elements)
}
