//! Random variants, drawn so that they teach: the requirements hold, and the right answer differs from what every
//! mistake gives by more than the tolerance and the shown digits.
//!
//! Values come from whole or decimal grids by a stable generator, so that a code brings the same variant back on any
//! machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

use super::derive::otherwise::Base;
use super::exercise::{Code, Exercise, Wanted};
use super::given::{self, Given, GivenError};
use super::undrawn::{DRAW, DrawError, Rejected, TRIES};
use super::{pose, teach};
use crate::course::spec::{self, Draw, Kind, Param, Spec};
use crate::math::limits::{Bound, ELEMENTS};
use crate::math::{Machine, MathError, MathErrorKind, Span, Value, budget};

/// One seed in so many asks an inverse question, where the calculation has one.
const INVERSE: u32 = 4;

/// How many draws were turned down before one was taken, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declined {
    /// A requirement or a condition did not hold, or an asked answer was not there.
    pub condition: u32,
    /// A mistake gave the right answer.
    pub collision: u32,
    /// Something was degenerate.
    pub degenerate: u32,
    /// Rounding on the way would have missed the answer.
    pub rounding: u32,
}

impl Declined {
    const fn count(&mut self, why: &Rejected) {
        let counter = match why {
            Rejected::Parameter { .. }
            | Rejected::Failed(_)
            | Rejected::Condition(_)
            | Rejected::NoAnswer(_)
            | Rejected::Unfilled(_) => &mut self.condition,
            Rejected::Collision(_) => &mut self.collision,
            Rejected::Degenerate(_) => &mut self.degenerate,
            Rejected::Rounding(_) => &mut self.rounding,
        };
        *counter += 1;
    }
}

/// Draws the variant of a level and seed.
///
/// # Errors
/// Where nothing is asked at the level, or no draw is acceptable.
pub fn draw(spec: &Spec, level: u8, seed: u32, wanted: Wanted<'_>) -> Result<Exercise, DrawError> {
    draw_counting(spec, level, seed, wanted, &mut Declined::default())
}

/// Draws a variant as [`draw`] does, and counts what was turned down.
///
/// # Errors
/// As [`draw`].
pub fn draw_counting(
    spec: &Spec,
    level: u8,
    seed: u32,
    wanted: Wanted<'_>,
    declined: &mut Declined,
) -> Result<Exercise, DrawError> {
    budget::within(DRAW, || {
        let (seed, Task { ask, mut random }) = if wanted.keys.is_empty() {
            (seed, task(spec, level, seed).ok_or(DrawError::NothingAsked { level })?)
        } else {
            task_for(spec, level, seed, wanted)?
        };
        let digits = wanted.digits.or(ask.digits.map(|digits| digits.0));
        let wanted = Wanted { keys: &ask.keys, choose: &ask.choose, digits, open: &ask.open };
        let mut last = None;
        for _ in 0..TRIES {
            match attempt(spec, ask, level, &mut random, wanted) {
                Ok(mut exercise) => {
                    let calculation = spec.id.clone();
                    exercise.code = Some(Code { calculation, version: spec.version, level, seed });
                    return Ok(exercise);
                }
                Err(_) if budget::is_spent() => return Err(DrawError::Work { level }),
                Err(rejected) => {
                    declined.count(&rejected);
                    last = Some(rejected);
                }
            }
        }
        let ask = spec.asks.iter().position(|other| std::ptr::eq(other, ask)).unwrap_or_default();
        Err(last.map_or(DrawError::NothingAsked { level }, |last| DrawError::NoneAcceptable { level, ask, last }))
    })
}

/// What a level and seed ask, and the generator that draws its values.
struct Task<'a> {
    ask: &'a spec::Ask,
    random: ChaCha8Rng,
}

/// The task of a level and seed; none where nothing is asked at the level.
fn task(spec: &Spec, level: u8, seed: u32) -> Option<Task<'_>> {
    let mut random = ChaCha8Rng::seed_from_u64(u64::from(level) << 32 | u64::from(seed));
    let at_level = spec.asks.iter().filter(|ask| ask.levels.contains(&level));
    let (inverse, plain): (Vec<&spec::Ask>, Vec<&spec::Ask>) = at_level.partition(|ask| !ask.choose.is_empty());
    let inverted = plain.is_empty() || seed.is_multiple_of(INVERSE) && !inverse.is_empty();
    let asks = if inverted { inverse } else { plain };
    (!asks.is_empty()).then(|| {
        let ask = asks[below(&mut random, asks.len())];
        Task { ask, random }
    })
}

/// Which of the file's tasks a code draws.
pub(super) fn asked_by(spec: &Spec, code: &Code) -> Option<usize> {
    let task = task(spec, code.level, code.seed)?;
    spec.asks.iter().position(|ask| std::ptr::eq(ask, task.ask))
}

/// The first task from `seed` on that asks for exactly what is wanted, with its own seed: its code brings it back.
fn task_for<'a>(spec: &'a Spec, level: u8, seed: u32, wanted: Wanted<'_>) -> Result<(u32, Task<'a>), DrawError> {
    let fits = |ask: &spec::Ask| ask.keys == wanted.keys && ask.choose == wanted.choose;
    let none = || DrawError::NoTask { keys: wanted.keys.to_vec(), level };
    if !spec.asks.iter().any(|ask| ask.levels.contains(&level) && fits(ask)) {
        return Err(none());
    }
    // Each task of a level has its turn among a few dozen seeds.
    let seeds = (0..u32::from(u16::MAX)).map(|further| seed.wrapping_add(further));
    let mut tasks = seeds.filter_map(|seed| Some((seed, task(spec, level, seed)?)));
    tasks.find(|(_, task)| fits(task.ask)).ok_or_else(none)
}

/// The exercise of given values: a question of the course, in the words of the file's task that asks the same and says
/// all that is given, where the question has none of its own (`alone`).
///
/// # Errors
/// Values that cannot be worked out, or an answer that is not there.
pub fn posed(spec: &Spec, given: &Given, wanted: Wanted<'_>, alone: bool) -> Result<Exercise, DrawError> {
    let base = Base::whole(spec, given, wanted.keys, |_, _| false);
    let base = base.map_err(|error| DrawError::Broken(Rejected::Failed(Box::new(error))))?;
    let fits =
        |ask: &&spec::Ask| ask.keys == wanted.keys && ask.choose == wanted.choose && says_all(ask, given, wanted);
    let mut worded = spec.asks.iter().filter(|_| alone).filter(fits).filter_map(|ask| {
        let wanted = Wanted { open: &ask.open, digits: wanted.digits.or(ask.digits.map(|digits| digits.0)), ..wanted };
        pose::exercise(spec, given.clone(), Some(ask), wanted, &base).ok()
    });
    let plain = || pose::exercise(spec, given.clone(), None, wanted, &base).map_err(DrawError::Broken);
    worded.next().map_or_else(plain, Ok)
}

/// Whether a task has words that say every value that is given, and nothing else of it or of what is left open.
fn says_all(ask: &spec::Ask, given: &Given, wanted: Wanted<'_>) -> bool {
    let Some(stem) = &ask.stem else { return false };
    let chosen = |flag: &String| wanted.choose.contains(flag);
    given.keys().all(|flag| chosen(flag) || pose::names_flag(stem, flag, &['}', ':']))
        && !ask.says.iter().any(|flag| given.contains_key(flag))
        && wanted.open.iter().all(|id| ask.open.contains(id))
}

fn attempt(
    spec: &Spec,
    ask: &spec::Ask,
    level: u8,
    random: &mut ChaCha8Rng,
    wanted: Wanted<'_>,
) -> Result<Exercise, Rejected> {
    let given = values(spec, ask, level, random)?;
    let failed = |error: GivenError| Rejected::Failed(Box::new(error));
    let mut base = teach::base(spec, &given, wanted.keys).map_err(failed)?;
    for (at, condition) in spec.accept.iter().enumerate() {
        if !base.satisfies(at, condition).map_err(failed)? {
            return Err(Rejected::Condition(at));
        }
    }
    let exercise = pose::exercise(spec, given, Some(ask), wanted, &base)?;
    match teach::flaw(spec, &exercise, &base) {
        Some(flaw) => Err(flaw),
        None => Ok(exercise),
    }
}

fn values(spec: &Spec, ask: &spec::Ask, level: u8, random: &mut ChaCha8Rng) -> Result<Given, Rejected> {
    let mut given = Given::new();
    let mut machine = Machine::new();
    for param in &spec.params {
        let named = |flags: &[String]| flags.iter().any(|flag| **flag == *param.flag);
        let chosen = named(&ask.choose);
        let with = chosen || named(&ask.with);
        let Some(rule) = param.draw.get(usize::from(level) - 1).or(param.draw.last()) else {
            if !with && (param.optional || param.default.is_some() || param.kind == Kind::Flag) {
                continue;
            }
            return Err(Rejected::Parameter { flag: param.flag.to_string(), why: None });
        };
        if (param.optional || param.kind == Kind::Flag) && !with {
            continue;
        }
        let value = value(param, rule, &mut machine, random)
            .map_err(|why| Rejected::Parameter { flag: param.flag.to_string(), why: why.map(Box::new) })?;
        let always = matches!(rule, Draw::OneOf(words) if words.len() == 1);
        if !chosen && always && is_default(param, &value, &mut machine) {
            // Always the default, which the task need not mention.
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

/// Whether a value is the one that a parameter has when it is left out.
fn is_default(param: &Param, value: &Value, machine: &mut Machine) -> bool {
    let default = param.default.as_ref().and_then(|default| machine.evaluate(default).ok());
    match (default.as_ref().and_then(Value::as_scalar), value) {
        (Some(side), Value::Pair(sides)) => sides.iter().all(|s| *s == side),
        _ => default.as_ref() == Some(value),
    }
}

/// A family's members: the parts of a tensor along its first axis.
fn members(value: Value) -> Value {
    match value {
        Value::Tensor(t) => Value::List(t.outer_iter().map(|part| part.to_owned().into()).collect()),
        other => other,
    }
}

/// A value by a rule; else what is wrong with the rule's formula, where it is that.
fn value(
    param: &Param,
    rule: &Draw,
    machine: &mut Machine,
    random: &mut ChaCha8Rng,
) -> Result<Value, Option<MathError>> {
    match rule {
        Draw::Grid { from, to, step, shape } => {
            let mut sides = Vec::new();
            for side in shape {
                let side = machine.evaluate(side).map_err(Some)?.as_scalar();
                sides.push(side.filter(|side| *side >= 1.0).ok_or(None)? as usize);
            }
            let count = (((to - from) / step).floor() as usize).saturating_add(1);
            let mut next = || on_grid(from + step * below(random, count) as f64);
            if sides.is_empty() {
                let number = next();
                return Ok(if param.kind == Kind::Size { Value::Pair([number; 2]) } else { Value::scalar(number) });
            }
            let count = sides.iter().try_fold(1_usize, |count, side| count.checked_mul(*side));
            let many = || Some(MathErrorKind::Limit(Bound::Elements).at(Span::default()));
            let count = count.filter(|count| *count <= ELEMENTS).ok_or_else(many)?;
            let elements = (0..count).map(|_| next()).collect();
            Value::tensor(&sides, elements).ok_or(None)
        }
        Draw::OneOf(words) => {
            let word = words.get(below(random, words.len())).ok_or(None)?;
            given::one(param, word).map_err(|_| None)
        }
        Draw::Formula(formula) => {
            let value = machine.evaluate(formula).map_err(Some)?;
            Ok(match (&param.kind, value.as_scalar()) {
                (Kind::Size, Some(side)) => Value::Pair([side; 2]),
                _ => value,
            })
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
