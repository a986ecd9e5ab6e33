//! Which steps some answers need.

use std::sync::Arc;

use super::{Derivation, Shown};
use crate::course::spec::{Spec, Step, Turns};
use crate::math::{Binding, names};

/// The steps that answers may be made of, by their place in the calculation's file.
pub(in crate::calculation) fn needed(spec: &Spec, wanted: &[String]) -> Arc<[bool]> {
    let over_variables = spec.steps.iter().any(|step| matches!(step.turns, Some(Turns::Variables { .. })));
    if over_variables {
        // The names of such steps depend on what is given.
        return vec![true; spec.steps.len()].into();
    }
    let mut needed = vec![false; spec.steps.len()];
    let mut names: Vec<&str> = Vec::new();
    loop {
        let mut more = false;
        for (at, step) in spec.steps.iter().enumerate().rev() {
            if needed[at] || !(names.contains(&&*step.binding.name) || wanted.iter().any(|key| step.gives(key))) {
                continue;
            }
            needed[at] = true;
            more = true;
            for name in step.reads() {
                if !names.contains(&&**name) {
                    names.push(name);
                }
            }
        }
        if !more {
            return needed.into();
        }
    }
}

/// The steps behind some answers of a derivation, by their place among its steps: what the formulas of the steps that
/// were taken read, and so on back. What a condition asks for is not behind the answer.
pub fn behind(spec: &Spec, derivation: &Derivation, wanted: &[String]) -> Vec<bool> {
    let taken = |at: usize| spec.steps[at].hidden || derivation.steps.iter().any(|shown| shown.step == at);
    let mut behind = vec![false; spec.steps.len()];
    let mut open: Vec<usize> =
        (0..spec.steps.len()).filter(|at| taken(*at) && wanted.iter().any(|key| spec.steps[*at].gives(key))).collect();
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut behind[at], true) {
            continue;
        }
        let Binding { body, index, .. } = &spec.steps[at].binding;
        let read: Vec<Arc<str>> = names(body).into_iter().chain(index.iter().flat_map(names)).collect();
        let made = (0..spec.steps.len()).filter(|at| read.contains(&spec.steps[*at].binding.name));
        open.extend(made.filter(|at| !behind[*at] && taken(*at)));
    }
    let asked = |shown: &Shown| shown.keys.iter().any(|key| wanted.contains(key));
    // Of a step that is taken for each variable, only the variables that are asked for.
    let each = |step: &Step| matches!(step.turns, Some(Turns::Variables { .. }));
    let steps = derivation.steps.iter();
    steps.map(|shown| behind[shown.step] && (!each(&spec.steps[shown.step]) || asked(shown))).collect()
}
