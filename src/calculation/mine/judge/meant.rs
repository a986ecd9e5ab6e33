//! What a line may mean that is no step's value as it stands: the part of one layer, the last of a list, a comparison.

use super::super::side::Side;
use super::Judge;
use crate::math::{BinaryOp, ExprKind, Value};

impl Judge<'_> {
    /// Whether a side is what a target has so many times: the part of one layer.
    pub(super) fn is_share(&self, at: usize, side: &Side) -> bool {
        let target = &self.targets[at];
        let (Some((step, _)), Some(value), Some(part)) =
            (&target.step, target.value.as_scalar(), side.value.as_scalar())
        else {
            return false;
        };
        let mut counts: Vec<f64> = Vec::new();
        let mut open = vec![&self.spec.steps[*step].binding.body];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Binary(BinaryOp::Mul, left, right) => open.extend([&**left, &**right]),
                ExprKind::Name(name) => {
                    let given = self.targets.iter().find(|given| given.step.is_none() && given.is_named(name));
                    counts.extend(given.and_then(|given| given.value.as_scalar()));
                }
                _ => {}
            }
        }
        counts.iter().any(|count| *count > 1.0 && (part * count - value).abs() <= 1e-9 * value.abs())
    }

    /// The targets of a number among those that a name means, where all of these are lists: what is taken over from such
    /// a list, as its last entry is, then its entries.
    pub(super) fn of_number(&self, places: &[usize]) -> Option<Vec<usize>> {
        if !places.iter().all(|at| matches!(&self.targets[*at].value, Value::Tensor(list) if list.ndim() > 0)) {
            return None;
        }
        let steps: Vec<usize> = places.iter().filter_map(|at| Some(self.targets[*at].step.as_ref()?.0)).collect();
        let takes_over = |step: usize| {
            let body = &self.spec.steps[step].binding.body;
            let ExprKind::Index(of, _) = &body.kind else { return false };
            matches!(&of.kind, ExprKind::Name(name) if steps.iter().any(|at| self.spec.steps[*at].binding.name == *name))
        };
        let numbers = || {
            let all = self.targets.iter().enumerate().filter(|(_, target)| target.value.as_scalar().is_some());
            all.filter_map(|(at, target)| Some((at, target.step.as_ref()?.0)))
        };
        let over = numbers().filter(|(_, step)| takes_over(*step));
        let entries = numbers().filter(|(_, step)| steps.contains(step));
        let found: Vec<usize> = over.chain(entries).map(|(at, _)| at).collect();
        (!found.is_empty()).then_some(found)
    }

    /// A side without the comparison behind it, where that holds: `5` of `5 > 1`.
    pub(super) fn without_comparison(&self, side: &str) -> String {
        let first = side.find(['<', '>', '≤', '≥']).map(|at| side[..at].trim()).filter(|first| !first.is_empty());
        let holds = || self.side(side, None).is_ok_and(|side| matches!(side.value, Value::Truth(true)));
        first.filter(|_| holds()).unwrap_or(side).to_owned()
    }
}

/// Whether a name means one thing wherever it stands: an abbreviation in capitals, a Chinese word.
pub(super) fn is_a_term(name: &str) -> bool {
    let capitals = name.chars().filter(char::is_ascii_uppercase).count();
    capitals > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) || !name.is_ascii()
}
