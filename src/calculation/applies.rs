//! What hangs on the file alone and is found without drawing anything: a task that does not say whether its words settle
//! a convention, a mistake that no task can show.

use std::collections::HashSet;
use std::sync::Arc;

use super::derive::needed::needed;
use crate::course::spec::{Mistake, Spec, Step};
use crate::math::{Expr, names};

/// A convention that a task leaves unsaid, or says without ground.
pub(super) struct Unsettled {
    /// The task's place in the file.
    pub task: usize,
    /// The convention's id.
    pub id: String,
    /// Whether the task's answers can hang on it and the task names it neither as settled nor as open; else it names
    /// what is no convention of its steps.
    pub silent: bool,
}

/// The conventions that tasks leave unsaid, then those that they say without ground.
pub(super) fn unsettled(spec: &Spec) -> Vec<Unsettled> {
    let (mut silent, mut unfounded) = (Vec::new(), Vec::new());
    for (task, ask) in spec.asks.iter().enumerate() {
        let reached = needed(spec, &ask.keys);
        let steps = spec.steps.iter().zip(reached.iter()).filter(|(_, reached)| **reached);
        let acting: HashSet<&Arc<str>> = steps.flat_map(|(step, _)| &step.conventions).map(|c| &c.id).collect();
        let named = || ask.settles.iter().chain(&ask.open);
        let mut forgotten: Vec<_> = acting.iter().filter(|id| !named().any(|name| **name == ****id)).collect();
        forgotten.sort();
        silent.extend(forgotten.into_iter().map(|id| Unsettled { task, id: id.to_string(), silent: true }));
        let unknown = named().filter(|name| !acting.iter().any(|id| ***id == ***name));
        unfounded.extend(unknown.map(|id| Unsettled { task, id: id.clone(), silent: false }));
    }
    silent.append(&mut unfounded);
    silent
}

/// The first of some conventions by which none of these answers could come out otherwise.
#[must_use]
pub fn unfounded<'a>(spec: &Spec, keys: &[String], conventions: &'a [String]) -> Option<&'a String> {
    let reached = needed(spec, keys);
    let steps = || spec.steps.iter().zip(reached.iter()).filter(|(_, reached)| **reached).map(|(step, _)| step);
    conventions.iter().find(|id| !steps().flat_map(|step| &*step.conventions).any(|other| *other.id == ***id))
}

/// The options without a drawing rule that a mistake hangs on, itself or by the conditions of its step: no task has them,
/// so that none shows the mistake.
#[must_use]
pub fn without_draw(spec: &Spec, step: &Step, mistake: &Mistake) -> Vec<Arc<str>> {
    let mut read: Vec<Arc<str>> = [&step.binding.body, &mistake.formula].into_iter().flat_map(names).collect();
    let mut conditions: Vec<&Expr> = step.when.iter().chain(&mistake.when).collect();
    let mut seen: HashSet<Arc<str>> = HashSet::new();
    while let Some(condition) = conditions.pop() {
        for name in names(condition) {
            // What a condition asks for may be a step, with conditions of its own.
            if seen.insert(name.clone()) {
                let steps = spec.steps.iter().filter(|step| step.binding.name == name);
                conditions.extend(steps.flat_map(|step| step.when.iter().chain([&step.binding.body])));
                read.push(name);
            }
        }
    }
    let undrawn = spec.params.iter().filter(|param| param.draw.is_empty() && read.contains(&param.symbol));
    undrawn.map(|param| param.flag.clone()).collect()
}
