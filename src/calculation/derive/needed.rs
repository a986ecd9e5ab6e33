//! Which steps some answers need.

use std::collections::HashSet;
use std::sync::Arc;

use super::told::{binds, uses};
use super::{Derivation, Shown};
use crate::course::spec::{Spec, Turns};

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
/// were taken read, turn by turn, and so on back. What a condition asks for is not behind the answer.
pub fn behind(spec: &Spec, derivation: &Derivation, wanted: &[String]) -> Vec<bool> {
    let asked = |shown: &Shown| shown.keys.iter().any(|key| wanted.contains(key));
    // Of a step that is taken for each variable, only the variables that are asked for.
    let each = |shown: &Shown| matches!(spec.steps[shown.step].turns, Some(Turns::Variables { .. }));
    let gives = |shown: &Shown| spec.steps[shown.step].keys.iter().any(|key| wanted.contains(key));
    let taken: Vec<&Shown> = derivation.steps.iter().chain(&derivation.asides).collect();
    let mut behind: HashSet<usize> = HashSet::new();
    let mut open: Vec<&Shown> = taken.iter().copied().filter(|s| asked(s) || (gives(s) && !each(s))).collect();
    while let Some(shown) = open.pop() {
        if !behind.insert(shown.order) {
            continue;
        }
        for used in uses(&shown.trace.formula) {
            let bound = || taken.iter().copied().filter(|step| binds(step, &used, shown.order));
            // The last that binds it as a whole, or the item that is meant; of a whole its items too, from then on.
            let whole = |step: &&Shown| step.trace.index.is_none() || used.index.is_some();
            let last = bound().filter(whole).max_by_key(|step| step.order);
            open.extend(last);
            if used.index.is_none() {
                open.extend(bound().filter(|step| last.is_none_or(|last| step.order > last.order)));
            }
        }
    }
    let steps = derivation.steps.iter();
    steps.map(|shown| behind.contains(&shown.order) && (!each(shown) || asked(shown))).collect()
}
