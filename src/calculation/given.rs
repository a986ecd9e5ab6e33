//! What was given: flag texts → values, checked against what each parameter takes.

mod error;
pub mod npy;
mod parse;
#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

use crate::course::messages::say;
use crate::course::spec::{Kind, Param, Spec};
use crate::course::typed::written;
use crate::course::{Bilingual, formula_error};
use crate::math::limits::ELEMENTS;
use crate::math::{Machine, Value, check_calls, near, ops, parse_typed as formula, proofread, render, variables};
use parse::{Why, bindings, layers, number, random_shape, reason, said, shortened, sides, single, size, tensor};

pub use error::{Came, GivenError, Told};
pub use parse::from_json;

/// Values by flag, in the order of the parameters.
pub type Given = IndexMap<String, Value>;

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
        let bound = bound(spec, param, texts, text);
        given.insert(flag.clone(), value(param, flag, bound.as_deref().unwrap_or(text), files, &mut random)?);
    }
    for (flag, text) in texts {
        matching_sides(spec, &given, flag, text)?;
    }
    given.sort_by(|a, _, b, _| spec.order(a).cmp(&spec.order(b)));
    Ok(given)
}

/// A size has as many sides as another parameter says, or one for all of them.
fn matching_sides(spec: &Spec, given: &Given, flag: &str, text: &str) -> Result<(), GivenError> {
    let Some(axes) = spec.param(flag).and_then(|param| param.axes.as_ref()) else { return Ok(()) };
    let default = || Machine::new().evaluate(spec.param(axes)?.default.as_ref()?).ok();
    let wanted = given.get(axes.as_str()).cloned().or_else(default).and_then(|value| value.as_scalar());
    let Some((wanted, written)) = wanted.zip(sides(text.trim())) else { return Ok(()) };
    if written.len() < 2 || written.len() == wanted as usize {
        return Ok(());
    }
    let (flag, got) = (flag.to_owned(), shortened(text));
    Err(GivenError::Sides { flag, got, axes: axes.clone(), wanted: wanted as usize })
}

/// `x=2` for the number 2 alone, where the formulas that were given have no variable but x.
fn bound(spec: &Spec, param: &Param, texts: &[(String, String)], text: &str) -> Option<String> {
    if param.kind != Kind::Bindings || number(text.trim()).is_err() {
        return None;
    }
    let formulas = texts.iter().filter(|(flag, _)| spec.param(flag).is_some_and(|p| p.kind == Kind::Expression));
    let read: Vec<_> = formulas.filter_map(|(_, text)| formula(text).ok()).collect();
    let mut variables: Vec<_> = read.iter().flat_map(variables).collect();
    variables.dedup();
    let [variable] = variables.as_slice() else { return None };
    Some(format!("{variable}={text}"))
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
        (_, Value::Pair([h, w])) if h == w => written(&Value::scalar(*h), None),
        (Kind::Size, Value::Tensor(sides)) => sides.iter().map(ToString::to_string).collect::<Vec<_>>().join("x"),
        (Kind::Layers(_), Value::Tensor(rows)) if rows.ndim() == 2 => {
            let layer = |row: ndarray::ArrayView1<'_, f64>| {
                let used = row.iter().rposition(|x| *x != 1.0).map_or(1, |last| last + 1).max(param.needs);
                row.iter().take(used).map(ToString::to_string).collect::<Vec<_>>().join("x")
            };
            rows.outer_iter()
                .map(|row| row.into_dimensionality().map_or_else(|_| String::new(), layer))
                .collect::<Vec<_>>()
                .join(",")
        }
        (_, Value::Formula(formula)) => render::source(formula),
        _ => written(value, None),
    }
}

/// The flag spelled nearly as one that does not exist.
#[must_use]
pub fn near_flag(spec: &Spec, flag: &str) -> Option<String> {
    near(flag, spec.params.iter().map(|param| &*param.flag)).map(str::to_owned)
}

fn value(param: &Param, flag: &str, text: &str, files: Files<'_>, random: &mut Random) -> Result<Value, GivenError> {
    let text = text.trim();
    if param.words.iter().any(|(word, _)| word == text) {
        return Ok(Value::Text(text.into()));
    }
    let malformed = |why: Why| malformed(param, flag, shortened(text), why);
    let plain = matches!(param.kind, Kind::Number | Kind::Count | Kind::Size | Kind::Layers(_));
    if let Some(path) = text.strip_prefix('@').filter(|_| plain) {
        let read = file(flag, path, files)?;
        if !read.is_finite() {
            return Err(malformed(reason("calc.why.not-finite")));
        }
        // A table of one number is that number.
        let json =
            if read.len() == 1 { read.as_tensor().and_then(|t| t.first().copied().map(Value::scalar)) } else { None };
        let written = render::json(json.as_ref().unwrap_or(&read)).to_string();
        return value(param, flag, &written, files, random).map_err(|error| match error {
            GivenError::Malformed { why, .. } => malformed(why),
            other => other,
        });
    }
    match &param.kind {
        Kind::Number => bounded(param, flag, text, single(text).map_err(malformed)?).map(Value::scalar),
        Kind::Count => {
            let count = single(text).map_err(malformed)?;
            if count.fract() != 0.0 {
                return Err(malformed(None));
            }
            bounded(param, flag, text, count).map(Value::scalar)
        }
        Kind::Size => {
            let size = size(text, param.sides).ok_or_else(|| malformed(None))?;
            let sides = match &size {
                Value::Pair(sides) => sides.to_vec(),
                other => other.as_tensor().map(|sides| sides.iter().copied().collect()).unwrap_or_default(),
            };
            for side in sides {
                if side.fract() != 0.0 {
                    return Err(malformed(None));
                }
                bounded(param, flag, text, side)?;
            }
            Ok(size)
        }
        Kind::Choice(known) => {
            if known.iter().any(|word| word == text) {
                return Ok(Value::Text(text.into()));
            }
            Err(GivenError::Choice { flag: flag.to_owned(), known: known.clone(), got: shortened(text) })
        }
        Kind::Flag => match text {
            "true" | "" => Ok(Value::Truth(true)),
            "false" => Ok(Value::Truth(false)),
            _ => Err(malformed(None)),
        },
        Kind::Expression => {
            let read = formula(text);
            let takes = read.as_ref().is_ok_and(|read| check_calls(read, &[]).is_ok());
            let printed = if takes { None } else { proofread::printed(text) };
            let expr = printed.map_or(read, Ok).map_err(|error| malformed(Some(said(&error))))?;
            Ok(Value::Formula(expr.into()))
        }
        Kind::Bindings => bindings(text).map_err(malformed),
        Kind::Layers(columns) => layers(text, *columns, param.needs).ok_or_else(|| malformed(None)),
        Kind::Network(networks) => {
            let network = networks.resolve(text).map_err(|error| malformed(Some(error.sentences())))?;
            if let Value::Record(fields) = &network
                && let Some(Value::Text(layers)) = fields.get("layers")
            {
                let reason = |why| Some(Bilingual::of(|lang| formula_error::reason(&why, lang)));
                ops::check_layers(layers).map_err(|why| malformed(reason(why)))?;
            }
            Ok(Value::Text(text.into()))
        }
        Kind::Vector | Kind::Matrix | Kind::Tensor => {
            let value = if let Some(path) = text.strip_prefix('@') {
                let read = file(flag, path, files)?;
                if std::path::Path::new(path).extension().is_some_and(|e| e == "csv") {
                    unwrapped(param, read)
                } else {
                    read
                }
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

/// An error about a text that is not of the parameter's kind.
fn malformed(param: &Param, flag: &str, got: String, why: Why) -> GivenError {
    let kind = match &param.kind {
        Kind::Count if param.least == Some(0.0) => "count-or-0",
        Kind::Layers(columns) if param.needs == *columns => "sides",
        kind => kind.key(),
    };
    GivenError::Malformed { flag: flag.to_owned(), kind, got, why }
}

fn file(flag: &str, path: &str, files: Files<'_>) -> Result<Value, GivenError> {
    files(path).map_err(|why| GivenError::File { flag: flag.to_owned(), path: path.to_owned(), why })
}

/// The ranks a tensor may have; empty for any.
fn ranks(param: &Param) -> &[usize] {
    match param.kind {
        Kind::Vector => &[1],
        Kind::Matrix => &[2],
        _ => &param.ranks,
    }
}

/// A table of one row is a vector where one may stand; so is one of one column where only a vector may.
fn unwrapped(param: &Param, value: Value) -> Value {
    let ranks = ranks(param);
    let flat = match value.shape() {
        [1, _] => ranks.is_empty() || !ranks.contains(&2),
        [_, 1] => ranks.contains(&1) && !ranks.contains(&2),
        _ => false,
    };
    match value {
        Value::Tensor(t) if flat => Value::vector(t.iter().copied().collect()),
        other => other,
    }
}

/// A tensor must have the rank the parameter takes, a number alone being a vector of one; `1,2` without brackets is the
/// only row of a matrix where no vector may stand.
fn ranked(param: &Param, flag: &str, text: &str, value: Value) -> Result<Value, GivenError> {
    let ranks = ranks(param);
    let value = match value {
        Value::Number(x) if ranks.contains(&1) && !ranks.contains(&0) => Value::vector(vec![x]),
        Value::Number(_) | Value::Tensor(_)
            if value.shape().len() < 2
                && ranks.contains(&2)
                && !ranks.contains(&value.shape().len())
                && !text.starts_with(['[', '@'])
                && random_shape(text).is_none() =>
        {
            let row = value.as_tensor().and_then(|t| Value::tensor(&[1, t.len()], t.iter().copied().collect()));
            row.unwrap_or(value)
        }
        other => other,
    };
    let error = |got: String, why: Why| malformed(param, flag, got, why);
    if value.len() > ELEMENTS {
        return Err(GivenError::TooLarge { flag: flag.to_owned() });
    }
    if value.is_empty() {
        return Err(error(shortened(text), reason("calc.why.empty")));
    }
    if !value.is_finite() {
        return Err(error(shortened(text), reason("calc.why.not-finite")));
    }
    if !ranks.is_empty() && !ranks.contains(&value.shape().len()) {
        return Err(error(shown(text, &value), rank(param, &value)));
    }
    if let Some(t) = value.as_tensor()
        && let Some(bad) = t.iter().find(|x| {
            param.least.is_some_and(|least| **x < least)
                || param.most.is_some_and(|most| **x > most)
                || param.below.is_some_and(|below| **x >= below)
        })
    {
        let got = bad.to_string();
        return Err(GivenError::Range {
            flag: flag.to_owned(),
            least: param.least,
            most: param.most,
            below: param.below,
            got,
        });
    }
    Ok(value)
}

/// That a tensor has another rank than its parameter's; of a vector or matrix its name says so.
fn rank(param: &Param, value: &Value) -> Why {
    let wanted = param.ranks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let told = |lang| say(lang, "calc.why.rank", &[("got", &value.shape().len()), ("wanted", &wanted)]);
    (param.kind == Kind::Tensor).then(|| Bilingual::of(told))
}

/// What came, where its rank is wrong: the text if that is short and shows it, else the shape too.
fn shown(text: &str, value: &Value) -> String {
    let plain = text.chars().count() <= 40 && !text.starts_with(['@', 'r']);
    if plain { text.to_owned() } else { format!("{} ({})", shortened(text), render::shape(value.shape())) }
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
    let above = most.is_some_and(|most| number > most) || param.below.is_some_and(|below| number >= below);
    if above || least.is_some_and(|least| number < least) {
        return Err(GivenError::Range { flag: flag.to_owned(), least, most, below: param.below, got: shortened(text) });
    }
    Ok(number)
}
