//! A derivation that goes on from what somebody says of its steps, or in which a step is worked out by another formula.

use std::collections::HashMap;

use super::change::Change;
use super::turn::Turn;
use super::{Derivation, Detail, Run};
use crate::calculation::given::Given;
use crate::course::spec::Spec;
use crate::math::{Binding, Expr, Value};

/// Values by the step that they are said of: its place in the calculation's file, and its turn.
pub type Stated = HashMap<(usize, Option<Turn>), Value>;

/// Every step, each worked out from what is said of the ones before it; with one of them changed, `None` where the change
/// does not apply. `None` also where it cannot be worked out.
#[must_use]
pub fn going_on(spec: &Spec, given: &Given, stated: &Stated, change: Option<Change<'_>>) -> Option<Derivation> {
    let mut run = Run::new(spec, given, Detail::Steps).ok()?;
    run.other.stated = Some(stated);
    run.other.changes = change.into_iter().collect();
    run.steps().ok()?;
    (change.is_none() || run.other.applied).then(|| run.finish())
}

impl Run<'_> {
    /// Binds what is said of a step in the place of what it came to.
    pub(super) fn go_on_from(&mut self, at: usize, turn: Option<Turn>, binding: &Binding) {
        let Some(said) = self.other.stated.and_then(|stated| stated.get(&(at, turn))) else {
            return;
        };
        let (name, index) = (binding.name.clone(), binding.index.clone());
        // What was said has been read and can be bound.
        let _ = self.bound.machine.bind(&Binding { name, index, body: Expr::value(said.clone()) });
    }
}
