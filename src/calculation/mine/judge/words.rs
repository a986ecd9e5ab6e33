//! Answers that are no numbers: a word for a verdict, a formula that is asked for.

use std::sync::Arc;

use super::{Judge, Reading};
use crate::calculation::exercise::{Arises, Slip};
use crate::calculation::mine::Mark;
use crate::course::spec::{Step, Word};
use crate::math::{BinaryOp, Expr, ExprKind, Machine, Value, ops, parse_typed, variables};

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

    /// A formula that is asked for: right where each side comes to the same wherever both come to something.
    pub(super) fn formula(&self, at: usize, sides: &[String]) -> Option<Reading> {
        let Value::Formula(truth) = &self.targets[at].value else { return None };
        let read = sides.iter().map(|side| parse_typed(side).ok().map(|expr| multiplied(&expr)));
        let read = read.collect::<Option<Vec<Expr>>>()?;
        // A number is its value somewhere.
        if read.last().is_some_and(|last| variables(last).is_empty()) && !variables(truth).is_empty() {
            return None;
        }
        let equal = read.iter().map(|said| are_equal(said, truth)).collect::<Option<Vec<bool>>>()?;
        let said = read.last()?.clone();
        let wrong = read.iter().zip(&equal).find(|(_, equal)| !**equal).map(|(said, _)| self.formula_slips(at, said));
        let mut judged = self.judged_as(at, wrong.is_none(), Value::Formula(said.into()));
        if let (Reading::Judged { mark: Mark::Wrong { slips, look }, .. }, Some(found)) = (&mut judged, wrong)
            && !found.is_empty()
        {
            (*slips, *look) = (found, None);
        }
        Some(judged)
    }

    /// The mistakes of the step that takes a formula's value over, as formulas, by which it becomes what is said.
    fn formula_slips(&self, at: usize, said: &Expr) -> Vec<Slip> {
        let formulas = self.targets.iter().filter_map(|target| match (&target.step, &target.value) {
            (Some((step, _)), Value::Formula(formula)) => {
                Some((self.spec.steps[*step].binding.name.clone(), formula.clone()))
            }
            _ => None,
        });
        let formulas: Vec<_> = formulas.collect();
        let of = |expr: &Expr| {
            expr.replace(&mut |part| match &part.kind {
                ExprKind::Name(name) => formulas.iter().find(|(known, _)| known == name).map(|(_, f)| (**f).clone()),
                _ => None,
            })
        };
        let own = &self.targets[at];
        let takes_over = |step: &&Step| matches!(&step.binding.body.kind, ExprKind::Name(name) if own.is_named(name));
        let mistakes = self.spec.steps.iter().filter(takes_over).flat_map(|step| &step.mistakes);
        let fits = mistakes.filter(|mistake| are_equal(said, &of(&mistake.formula)) == Some(true));
        fits.map(|mistake| Slip { id: mistake.id.clone(), say: mistake.say.clone(), arises: Arises::default() })
            .collect()
    }

    fn judged_as(&self, at: usize, right: bool, value: Value) -> Reading {
        let of_step = self.targets[at].step.is_some();
        let mark = match (right, of_step) {
            (true, false) => Mark::Known,
            (true, true) => Mark::Right,
            (false, _) => Mark::Wrong { slips: Vec::new(), look: self.look(at) },
        };
        Reading::Judged { mark, at, value }
    }
}

/// With products for what stands before brackets and is no function: `x(1 - x)`.
fn multiplied(expr: &Expr) -> Expr {
    expr.replace(&mut |part| match &part.kind {
        ExprKind::Call(name, factors) if factors.len() == 1 && ops::find(name).is_none() => {
            Some(Expr::name(name).with(BinaryOp::Mul, multiplied(&factors[0])))
        }
        _ => None,
    })
}

/// Whether two formulas come to the same wherever both come to something; none where they nowhere do.
fn are_equal(said: &Expr, truth: &Expr) -> Option<bool> {
    let names: Vec<Arc<str>> = variables(truth).into_iter().chain(variables(said)).collect();
    let mut compared = 0_usize;
    let mut equal = true;
    for point in POINTS {
        let mut machine = Machine::new();
        for (place, variable) in names.iter().enumerate() {
            machine.set(variable, Value::scalar(point + 0.07 * place as f64));
        }
        let [own, other] = [said, truth].map(|expr| machine.evaluate(expr).ok().and_then(|v| v.as_scalar()));
        if let (Some(own), Some(other)) = (own, other) {
            compared += 1;
            equal &= (own - other).abs() <= 1e-9 * other.abs().max(1.0);
        }
    }
    (compared > 0).then_some(equal)
}
