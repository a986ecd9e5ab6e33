//! What the answers come to under other conventions, for one who works a calculation out.

use super::derive::Derivation;
use super::derive::otherwise::{Answers, Otherwise};
use super::given::Given;
use super::same::same;
use crate::course::Bilingual;
use crate::course::spec::Spec;
use crate::math::Value;

/// A convention under which some answers come out otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// Whose convention it is, and which one the course uses.
    pub say: Bilingual,
    /// The answers that differ, by their keys.
    pub answers: Vec<(String, Value)>,
}

/// The conventions under which answers of a calculation with these values differ, in the order of its file.
#[must_use]
pub fn elsewhere(spec: &Spec, given: &Given, derivation: &Derivation) -> Vec<Elsewhere> {
    if spec.steps.iter().all(|step| step.conventions.is_empty()) {
        return Vec::new();
    }
    let keys: Vec<String> = derivation.answers.keys().cloned().collect();
    let differs =
        |key: &String, value: &Value| derivation.answers.get(key).is_some_and(|truth| !same(value, truth, None));
    let differing = |answers: Answers| answers.into_iter().filter(|(key, value)| differs(key, value)).collect();
    let conventions = Otherwise::by_conventions(spec, given, &keys).into_iter();
    let all =
        conventions.map(|(convention, answers)| Elsewhere { say: convention.say.clone(), answers: differing(answers) });
    all.filter(|elsewhere| !elsewhere.answers.is_empty()).collect()
}
