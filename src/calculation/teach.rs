//! Whether a variant teaches: no mistake gives the right answer, nothing is degenerate, and a person who rounds on the
//! way with care comes to the same digits.

use super::derive::change::Change;
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
        for (change, mistake) in Change::mistakes(at, step).filter(|_| !asks.is_empty()) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Bilingual;

    /// The key of what is degenerate among answers of these values, each with its digits.
    fn degenerate_of(asked: &[(&str, Value, Option<u32>)]) -> Option<String> {
        let ask = |(key, value, digits): &(&str, Value, Option<u32>)| Ask {
            key: (*key).into(),
            title: Bilingual::from((*key).to_owned()),
            symbol: (*key).into(),
            called: Vec::new(),
            unit: None,
            words: Vec::new(),
            units: Vec::new(),
            digits: *digits,
            sized: true,
            value: value.clone(),
        };
        degenerate(&Exercise {
            code: None,
            calculation: "mse".into(),
            given: Given::new(),
            stem: Bilingual::from(String::new()),
            says_asked: true,
            ask: asked.iter().map(ask).collect(),
            goal: Vec::new(),
            open: Vec::new(),
        })
    }

    fn is_degenerate(value: Value) -> bool {
        degenerate_of(&[("a", value, Some(4))]).is_some()
    }

    #[test]
    fn a_real_answer_that_is_nothing_is_not_worth_asking_and_a_small_one_is() {
        for (x, nothing) in [(0.0, true), (9e-11, true), (-9e-11, true), (2e-10, false), (-0.3, false), (1.0, false)] {
            assert_eq!(is_degenerate(Value::scalar(x)), nothing, "{x}");
        }
    }

    #[test]
    fn a_count_may_be_nothing_and_the_first_that_may_not_is_named() {
        let nothing = Value::scalar(0.0);
        assert_eq!(degenerate_of(&[("params", nothing.clone(), None)]), None);
        let asked = [
            ("params", nothing.clone(), None),
            ("loss", Value::scalar(0.5), Some(4)),
            ("slope", nothing.clone(), Some(4)),
            ("grad", nothing, Some(4)),
        ];
        assert_eq!(degenerate_of(&asked).as_deref(), Some("slope"));
    }

    #[test]
    fn a_list_is_not_worth_asking_where_all_of_it_is_nothing_or_one_entry_is_noise() {
        for (list, flat) in [
            (vec![0.0, 0.0], true),
            (vec![9e-6, -9e-6], true),
            (vec![9e-6, 2e-5], false),
            (vec![0.0, 0.3], false),
            (vec![0.3, 5e-11], true),
            (vec![-5e-11, 0.3], true),
            (vec![0.3, 2e-10], false),
        ] {
            assert_eq!(is_degenerate(Value::vector(list.clone())), flat, "{list:?}");
        }
    }

    #[test]
    fn a_distribution_that_is_all_in_one_place_is_not_worth_asking() {
        for (list, flat) in [
            (vec![0.9999, 0.0001], true),
            (vec![0.0001, 0.0, 0.9999], true),
            (vec![0.9, 0.1], false),
            // All of it in one place is what a mask leaves.
            (vec![1.0, 0.0], false),
            // These are no distributions: another sum, a number below nothing, one number alone.
            (vec![0.9999, 0.5], false),
            (vec![0.9999, -0.0001], false),
            (vec![0.9999, 0.5, -0.4999], false),
            (vec![1.0 - 1e-10], false),
        ] {
            assert_eq!(is_degenerate(Value::vector(list.clone())), flat, "{list:?}");
        }
        let rows = |elements: Vec<f64>| Value::tensor(&[2, 2], elements).unwrap();
        assert!(is_degenerate(rows(vec![0.5, 0.5, 0.9999, 0.0001])));
        assert!(!is_degenerate(rows(vec![0.5, 0.6, 0.9999, 0.0001])));
    }

    #[test]
    fn words_are_never_degenerate() {
        assert!(!is_degenerate(Value::Text("zero".into())));
    }
}
