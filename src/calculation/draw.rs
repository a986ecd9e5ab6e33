//! Random variants, drawn so that they teach: the requirements hold, and the right answer differs from what every
//! mistake gives by more than the tolerance and the shown digits.
//!
//! Values come from whole or decimal grids by a stable generator, so that a code brings the same variant back on any
//! machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

use super::derive::{Change, Detail, changed, derive, satisfies};
use super::exercise::{Ask, Code, Exercise};
use super::given::{self, Given};
use super::grade::same;
use crate::course::Bilingual;
use crate::course::spec::{self, Draw, Kind, Param, Spec};
use crate::math::{Expr, Machine, Value, render};

/// Draws before a calculation is said to have no acceptable variant.
pub const TRIES: u32 = 400;

/// Why no variant was drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The calculation asks for nothing at this level.
    #[error("nothing is asked at level {level}")]
    NothingAsked {
        /// The level.
        level: u8,
    },
    /// No draw out of [`TRIES`] was acceptable; the last reason.
    #[error("no variant in {TRIES} draws: {0}")]
    NoneAcceptable(Rejected),
    /// Values that cannot be worked out.
    #[error("{0}")]
    Broken(String),
}

/// Why a drawn variant is not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// A parameter could not be drawn.
    #[error("--{0} has no drawing rule that works")]
    Parameter(String),
    /// A requirement or a condition of the draw does not hold.
    #[error("a condition does not hold")]
    Condition,
    /// An asked answer is not there.
    #[error("there is no answer {0}")]
    NoAnswer(String),
    /// A mistake gives the right answer.
    #[error("the mistake {0} gives the right answer")]
    Collision(String),
}

/// What to ask instead of what the calculation's file lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The answer keys; empty for one of the file's asks.
    pub keys: &'a [String],
    /// Significant digits of real numbers.
    pub digits: Option<u32>,
}

/// Draws the variant of a level and seed.
///
/// # Errors
/// Where nothing is asked at the level, or no draw is acceptable.
pub fn draw(spec: &Spec, level: u8, seed: u32, wanted: Wanted<'_>) -> Result<Exercise, DrawError> {
    let mut random = ChaCha8Rng::seed_from_u64(u64::from(level) << 32 | u64::from(seed));
    let asks: Vec<&spec::Ask> = spec
        .asks
        .iter()
        .filter(|ask| {
            if wanted.keys.is_empty() {
                ask.levels.contains(&level)
            } else {
                wanted.keys.iter().all(|k| ask.keys.contains(k))
            }
        })
        .collect();
    if asks.is_empty() {
        return Err(DrawError::NothingAsked { level });
    }
    let ask = asks[below(&mut random, asks.len())];
    let keys = if wanted.keys.is_empty() { &ask.keys } else { wanted.keys };
    let digits = wanted.digits.or(ask.digits);
    let mut last = Rejected::Condition;
    for _ in 0..TRIES {
        match attempt(spec, ask, level, &mut random, (keys, digits)) {
            Ok(mut exercise) => {
                let calculation = spec.id.clone();
                exercise.code = Some(Code { calculation, version: spec.version, level, seed });
                return Ok(exercise);
            }
            Err(rejected) => last = rejected,
        }
    }
    Err(DrawError::NoneAcceptable(last))
}

/// The exercise of given values: a question of the course.
///
/// # Errors
/// Values that cannot be worked out, or an answer that is not there.
pub fn posed(spec: &Spec, given: &Given, wanted: Wanted<'_>) -> Result<Exercise, DrawError> {
    exercise(spec, given.clone(), None, (wanted.keys, wanted.digits))
        .map_err(|rejected| DrawError::Broken(rejected.to_string()))
}

fn attempt(
    spec: &Spec,
    ask: &spec::Ask,
    level: u8,
    random: &mut ChaCha8Rng,
    wanted: (&[String], Option<u32>),
) -> Result<Exercise, Rejected> {
    let given = values(spec, ask, level, random)?;
    if !satisfies(spec, &given, &spec.accept).unwrap_or(false) {
        return Err(Rejected::Condition);
    }
    let exercise = exercise(spec, given, Some(ask), wanted)?;
    match collision(spec, &exercise) {
        Some(mistake) => Err(Rejected::Collision(mistake)),
        None => Ok(exercise),
    }
}

/// The id of a mistake that applies to an asked step and gives the right answer.
#[must_use]
pub fn collision(spec: &Spec, exercise: &Exercise) -> Option<String> {
    for (at, step) in spec.steps.iter().enumerate() {
        let direct = |ask: &&Ask| step.keys.iter().any(|key| **key == *ask.key);
        for mistake in &step.mistakes {
            let change = Change { step: at, when: mistake.when.as_ref(), formula: &mistake.formula };
            let Some(wrong) = changed(spec, &exercise.given, change) else { continue };
            for ask in exercise.ask.iter().filter(direct) {
                if wrong.get(&*ask.key).is_some_and(|value| same(value, &ask.value, ask.digits)) {
                    return Some(mistake.id.to_string());
                }
            }
        }
    }
    None
}

fn values(spec: &Spec, ask: &spec::Ask, level: u8, random: &mut ChaCha8Rng) -> Result<Given, Rejected> {
    let mut given = Given::new();
    let mut machine = Machine::new();
    for param in &spec.params {
        let with = ask.with.iter().any(|flag| **flag == *param.flag);
        let Some(rule) = param.draw.get(usize::from(level) - 1).or(param.draw.last()) else {
            if !with && (param.optional || param.default.is_some() || param.kind == Kind::Flag) {
                continue;
            }
            return Err(Rejected::Parameter(param.flag.to_string()));
        };
        if (param.optional || param.kind == Kind::Flag) && !with {
            continue;
        }
        let value =
            value(param, rule, &mut machine, random).ok_or_else(|| Rejected::Parameter(param.flag.to_string()))?;
        if param.default.is_some() && matches!(rule, Draw::OneOf(words) if words.len() == 1) {
            // Always the same: a default that the task need not mention.
            machine.set(&param.symbol, value);
            continue;
        }
        let value = if param.repeat { members(value) } else { value };
        if let Value::List(members) = &value {
            for (at, member) in members.iter().enumerate() {
                given.insert(format!("{}{}", param.flag, at + 1), member.clone());
            }
        } else if value == Value::Truth(false) {
            continue;
        } else {
            given.insert(param.flag.to_string(), value.clone());
        }
        machine.set(&param.symbol, value);
    }
    Ok(given)
}

/// A family's members: the parts of a tensor along its first axis.
fn members(value: Value) -> Value {
    match value {
        Value::Tensor(t) if t.ndim() > 0 => Value::List(t.outer_iter().map(|part| part.to_owned().into()).collect()),
        other => other,
    }
}

fn value(param: &Param, rule: &Draw, machine: &mut Machine, random: &mut ChaCha8Rng) -> Option<Value> {
    match rule {
        Draw::Grid { from, to, step, shape } => {
            let mut sides = Vec::new();
            for side in shape {
                sides.push(machine.evaluate(side).ok()?.as_scalar().filter(|side| *side >= 1.0)? as usize);
            }
            let count = ((to - from) / step).floor() as usize + 1;
            let mut next = || on_grid(from + step * below(random, count) as f64);
            if sides.is_empty() {
                let number = next();
                return Some(if param.kind == Kind::Size { Value::Pair([number; 2]) } else { Value::scalar(number) });
            }
            let elements = (0..sides.iter().product::<usize>()).map(|_| next()).collect();
            Value::tensor(&sides, elements)
        }
        Draw::OneOf(words) => {
            let word = words.get(below(random, words.len()))?;
            given::one(param, word).ok()
        }
        Draw::Formula(formula) => {
            let value = machine.evaluate(formula).ok()?;
            match (&param.kind, value.as_scalar()) {
                (Kind::Size, Some(side)) => Some(Value::Pair([side; 2])),
                _ => Some(value),
            }
        }
    }
}

/// A multiple of a decimal step without the noise of its binary form.
fn on_grid(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// A whole number from 0, below `count`.
fn below(random: &mut ChaCha8Rng, count: usize) -> usize {
    (random.next_u64() % count.max(1) as u64) as usize
}

/// Works the asked answers out and writes the task.
fn exercise(
    spec: &Spec,
    given: Given,
    ask: Option<&spec::Ask>,
    wanted: (&[String], Option<u32>),
) -> Result<Exercise, Rejected> {
    let derivation = derive(spec, &given, Detail::Answers).map_err(|_| Rejected::Condition)?;
    let (keys, digits) = wanted;
    let mut asked = Vec::new();
    for key in keys {
        let value = derivation.answers.get(key).cloned().ok_or_else(|| Rejected::NoAnswer(key.clone()))?;
        let real = digits.or_else(|| (!whole(&value)).then_some(4)).filter(|_| !exact(&value));
        asked.push(Ask { key: key.as_str().into(), title: title(spec, key), digits: real, value });
    }
    let stem = ask.and_then(|ask| ask.stem.clone()).map_or_else(|| stem(spec, &given), |stem| filled(&stem, &given));
    Ok(Exercise { code: None, calculation: spec.id.clone(), given, stem, ask: asked })
}

/// Whether every number is whole.
fn whole(value: &Value) -> bool {
    match value {
        Value::Tensor(t) => t.iter().all(|x| x.fract() == 0.0),
        Value::Pair(sides) => sides.iter().all(|x| x.fract() == 0.0),
        _ => true,
    }
}

/// Whether it is no number at all.
const fn exact(value: &Value) -> bool {
    !matches!(value, Value::Tensor(_) | Value::Pair(_))
}

/// What an answer key is called: the title of its step.
fn title(spec: &Spec, key: &str) -> Bilingual {
    let step = spec.steps.iter().find(|s| s.title.is_some() && s.keys.iter().any(|k| k == key || family(k, key)));
    step.and_then(|s| s.title.clone()).unwrap_or_else(|| Bilingual { zh: key.to_owned(), en: key.to_owned() })
}

/// Whether `key` is a turn of `pattern`: `dw2` of `dw{l}`.
fn family(pattern: &str, key: &str) -> bool {
    pattern.split_once('{').is_some_and(|(stem, _)| key.strip_prefix(stem).is_some_and(|rest| !rest.is_empty()))
}

/// The task in words: the title and the values.
fn stem(spec: &Spec, given: &Given) -> Bilingual {
    let values: Vec<String> = given.iter().map(|(flag, value)| written(spec, flag, value)).collect();
    Bilingual {
        zh: format!("{}。已知 {}。", spec.title.zh, values.join("，")),
        en: format!("{}. Given {}.", spec.title.en, values.join(", ")),
    }
}

/// `F = 5`, or the name of a switch that is on.
fn written(spec: &Spec, flag: &str, value: &Value) -> String {
    let symbol = spec.param(flag).map_or(flag, |p| if p.repeat { flag } else { &p.symbol });
    let value = match value {
        Value::Truth(_) => return flag.to_owned(),
        Value::Record(fields) => {
            let fields = fields.iter().map(|(name, v)| format!("{} = {}", render::line(&Expr::name(name)), text(v)));
            return fields.collect::<Vec<_>>().join(", ");
        }
        other => text(other),
    };
    format!("{} = {value}", render::line(&Expr::name(symbol)))
}

fn text(value: &Value) -> String {
    render::line(&Expr::value(value.clone()))
}

/// The file's own words with `{flag}` replaced by the values.
fn filled(stem: &Bilingual, given: &Given) -> Bilingual {
    let fill = |words: &str| {
        given.iter().fold(words.to_owned(), |words, (flag, value)| words.replace(&format!("{{{flag}}}"), &text(value)))
    };
    Bilingual { zh: fill(&stem.zh), en: fill(&stem.en) }
}
