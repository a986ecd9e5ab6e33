//! Which steps some answers need.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::told::{Use, uses};
use super::{Derivation, Shown};
use crate::course::spec::{Spec, Turns};
use crate::math::{Value, names};

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
    let taken = || derivation.steps.iter().chain(&derivation.asides);
    let by_name = ByName::of(taken());
    let mut behind: HashSet<usize> = HashSet::new();
    let mut open: Vec<&Shown> = taken().filter(|s| asked(s) || (gives(s) && !each(s))).collect();
    while let Some(shown) = open.pop() {
        if behind.insert(shown.order) {
            // A formula that was given, or derived, stands in the trace in place of its name.
            let named = names(&spec.steps[shown.step].binding.body).into_iter().map(|name| Use { name, index: None });
            let is_formula = |used: &Use| {
                let meant = by_name.meant(used, shown.order);
                meant.into_iter().any(|shown| matches!(shown.trace.value, Value::Formula(_)))
            };
            let used = uses(&shown.trace.formula).into_iter().chain(named.filter(is_formula));
            open.extend(used.flat_map(|used| by_name.meant(&used, shown.order)));
        }
    }
    let steps = derivation.steps.iter();
    steps.map(|shown| behind.contains(&shown.order) && (!each(shown) || asked(shown))).collect()
}

/// The steps that bind a name, as a whole and item by item.
#[derive(Debug, Default)]
struct Named<'a> {
    whole: Vec<&'a Shown>,
    items: HashMap<i64, Vec<&'a Shown>>,
}

/// The steps of a derivation by what they bind.
#[derive(Debug, Default)]
struct ByName<'a>(HashMap<&'a str, Named<'a>>);

impl<'a> ByName<'a> {
    fn of(steps: impl Iterator<Item = &'a Shown>) -> Self {
        let mut found = Self::default();
        for shown in steps {
            let named = found.0.entry(&*shown.trace.name).or_default();
            match shown.trace.index {
                None => named.whole.push(shown),
                Some(index) => named.items.entry(index).or_default().push(shown),
            }
        }
        found
    }

    /// What a name stands for in a step: the last before it that binds the name as a whole, or the item that is meant;
    /// of a whole its items too, from then on.
    fn meant(&self, used: &Use, order: usize) -> Vec<&'a Shown> {
        let Some(named) = self.0.get(&*used.name) else { return Vec::new() };
        let before = |steps: &[&'a Shown]| steps.iter().copied().filter(|s| s.order < order).max_by_key(|s| s.order);
        let whole = before(&named.whole);
        match used.index {
            Some(index) => {
                let item = named.items.get(&index).and_then(|steps| before(steps));
                whole.into_iter().chain(item).max_by_key(|step| step.order).into_iter().collect()
            }
            None => {
                let since = |step: &&Shown| step.order < order && whole.is_none_or(|whole| step.order > whole.order);
                let items = named.items.values().flatten().copied().filter(since);
                whole.into_iter().chain(items).collect()
            }
        }
    }
}
