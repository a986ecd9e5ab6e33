//! Answers that are no numbers: a word for a verdict, a formula that is asked for.

use std::sync::Arc;

use super::{Judge, Reading};
use crate::calculation::mine::Mark;
use crate::course::spec::Word;
use crate::math::{Machine, Value, parse_typed, variables};

/// Where two formulas are compared.
const POINTS: [f64; 6] = [0.31, 0.83, 1.7, 2.9, -0.45, -1.6];

impl Judge<'_> {
    /// A word for a verdict.
    pub(super) fn word(&self, at: usize, said: &str) -> Option<Reading> {
        let target = &self.targets[at];
        let Value::Text(truth) = &target.value else { return None };
        let known = Word::meant(target.words, said).map(|word| word.value.clone());
        let value = Value::Text(known.unwrap_or_else(|| crate::text::fold(said).into()));
        Some(self.judged_as(at, value == Value::Text(truth.clone()), value))
    }

    /// A formula that is asked for: right where it comes to the same wherever both come to something.
    pub(super) fn formula(&self, at: usize, said: &str) -> Option<Reading> {
        let Value::Formula(truth) = &self.targets[at].value else { return None };
        let said = parse_typed(said).ok()?;
        let variables: Vec<Arc<str>> = variables(truth).into_iter().chain(variables(&said)).collect();
        let mut compared = 0_usize;
        let mut equal = true;
        for point in POINTS {
            let mut machine = Machine::new();
            for (place, variable) in variables.iter().enumerate() {
                machine.set(variable, Value::scalar(point + 0.07 * place as f64));
            }
            let [own, other] = [&said, truth].map(|expr| machine.evaluate(expr).ok().and_then(|v| v.as_scalar()));
            if let (Some(own), Some(other)) = (own, other) {
                compared += 1;
                equal &= (own - other).abs() <= 1e-9 * other.abs().max(1.0);
            }
        }
        (compared > 0).then(|| self.judged_as(at, equal, Value::Formula(said.into())))
    }

    fn judged_as(&self, at: usize, right: bool, value: Value) -> Reading {
        let mark = if right { Mark::Right } else { Mark::Wrong { slips: Vec::new(), look: self.look(at) } };
        Reading::Judged { mark, at, value }
    }
}
