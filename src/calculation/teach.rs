//! Whether a variant teaches: no mistake gives the right answer, nothing is degenerate, and a person who rounds on the
//! way with care comes to the same digits.

use super::derive::Change;
use super::derive::otherwise::Base;
use super::exercise::{Ask, Exercise};
use super::given::{Given, GivenError};
use super::same::same;
use super::undrawn::Rejected;
use crate::course::spec::{Spec, Step};
use crate::math::Value;

/// Digits that are kept on the way beyond those asked for.
const SPARE: u32 = 2;

/// The share above which a distribution is all in one place; exactly 1 is what a mask leaves.
const SATURATED: f64 = 0.9995;

/// Works a calculation out so that mistakes at the steps that give the asked answers can be tried.
///
/// # Errors
/// What is wrong with the given values.
pub fn base<'a>(spec: &'a Spec, given: &Given, keys: &[String]) -> Result<Base<'a>, GivenError> {
    let direct = |step: &Step, keys: &[String]| step.keys.iter().any(|key| keys.contains(key));
    Base::whole(spec, given, keys, direct)
}

/// Why a variant is not worth asking.
#[must_use]
pub fn flaw<'a>(spec: &'a Spec, exercise: &Exercise, base: &Base<'a>) -> Option<Rejected> {
    collision(spec, exercise, base)
        .map(Rejected::Collision)
        .or_else(|| degenerate(exercise).map(Rejected::Degenerate))
        .or_else(|| rounding(exercise, base).map(Rejected::Rounding))
}

/// The id of a mistake that applies to an asked step and gives the right answer.
#[must_use]
pub fn collision<'a>(spec: &'a Spec, exercise: &Exercise, base: &Base<'a>) -> Option<String> {
    for (at, step) in spec.steps.iter().enumerate() {
        let asks: Vec<&Ask> = exercise.ask.iter().filter(|ask| step.keys.iter().any(|key| **key == *ask.key)).collect();
        for mistake in step.mistakes.iter().filter(|_| !asks.is_empty()) {
            let change = Change { step: at, when: mistake.when.as_ref(), formula: &mistake.formula };
            let Some(wrong) = base.changed(change) else { continue };
            let gives = |ask: &&Ask| wrong.get(&*ask.key).is_some_and(|value| same(value, &ask.value, ask.digits));
            if asks.iter().any(gives) {
                return Some(mistake.id.to_string());
            }
        }
    }
    None
}

/// Below this a number is the noise of doubles.
const NOISE: f64 = 1e-10;

/// Below this a whole tensor is nothing.
const NOTHING: f64 = 1e-5;

/// The key of a real answer that is nothing, has noise in it, or is a distribution that is all in one place.
#[must_use]
pub fn degenerate(exercise: &Exercise) -> Option<String> {
    let real = exercise.sought().iter().filter(|ask| ask.digits.is_some());
    let flat = |ask: &&Ask| match &ask.value {
        Value::Number(x) => x.abs() < NOISE,
        Value::Tensor(t) => {
            let share = |row: ndarray::ArrayView1<'_, f64>| {
                row.len() > 1 && row.iter().all(|x| *x >= 0.0) && (row.sum() - 1.0).abs() < 1e-9
            };
            let shares = t.rows().into_iter().all(share);
            let noise = t.iter().any(|x| *x != 0.0 && x.abs() < NOISE);
            noise || t.iter().all(|x| x.abs() < NOTHING) || shares && t.iter().any(|x| *x > SATURATED && *x < 1.0)
        }
        _ => false,
    };
    real.filter(flat).map(|ask| ask.key.to_string()).next()
}

/// The key of a real answer that is missed by rounding each step to [`SPARE`] digits more than are asked for.
#[must_use]
pub fn rounding(exercise: &Exercise, base: &Base<'_>) -> Option<String> {
    let digits = exercise.sought().iter().filter_map(|ask| ask.digits).max()?;
    let answers = base.rounded(digits + SPARE)?;
    let missed = |ask: &&Ask| !answers.get(&*ask.key).is_some_and(|value| same(value, &ask.value, ask.digits));
    exercise.sought().iter().find(missed).map(|ask| ask.key.to_string())
}
