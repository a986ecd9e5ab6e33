//! Which steps some answers need.

use std::sync::Arc;

use crate::course::spec::{Spec, Turns};

/// The steps that answers may be made of, by their place in the calculation's file.
pub(super) fn needed(spec: &Spec, wanted: &[String]) -> Arc<[bool]> {
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
