//! What an author can forget of mistakes and conventions, found without drawing anything: a mistake that can never
//! apply, a task that does not say whether its words settle a convention.

use std::collections::HashSet;
use std::sync::Arc;

use super::derive::needed::needed;
use crate::course::spec::{Spec, Step, Turns};
use crate::math::parse::visit;
use crate::math::{Expr, ExprKind, names};

/// A mistake or convention whose condition or formula speaks of a name that its step, or a later one, is about to bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Never {
    /// Its id.
    pub id: Arc<str>,
    /// The name.
    pub name: Arc<str>,
}

/// Names that every formula knows.
const CONSTANTS: [&str; 3] = ["pi", "e", "inf"];

/// The mistakes and conventions that can never apply.
pub(super) fn never(spec: &Spec) -> Vec<Never> {
    let mut found = Vec::new();
    for (at, step) in spec.steps.iter().enumerate() {
        let mistakes = step.mistakes.iter().map(|m| (&m.id, &m.when, &m.formula));
        let conventions = step.conventions.iter().map(|c| (&c.id, &c.when, &c.formula));
        for (id, when, formula) in mistakes.chain(conventions) {
            let unknown = when.iter().chain([formula]).find_map(|expr| unknown(spec, at, expr));
            found.extend(unknown.map(|name| Never { id: id.clone(), name }));
        }
    }
    found
}

/// The first name of an expression that is not known where a step is taken.
fn unknown(spec: &Spec, at: usize, expr: &Expr) -> Option<Arc<str>> {
    let step = &spec.steps[at];
    let turn = match &step.turns {
        Some(Turns::Range { name, .. } | Turns::Variables { name, .. }) => Some(name),
        None => None,
    };
    let together = |other: &Step| step.turns.is_some() && other.turns == step.turns;
    let known = |name: &Arc<str>| {
        let bound = |other: &Step| other.binding.name == *name;
        CONSTANTS.contains(&&**name)
            || turn == Some(name)
            || spec.params.iter().any(|param| param.symbol == *name)
            || spec.steps[..at].iter().any(bound)
            // A later turn knows what an earlier one bound.
            || spec.steps[at..].iter().filter(|other| together(other)).any(bound) && !of_this_turn(step, name, expr)
    };
    names(expr).into_iter().find(|name| !known(name))
}

/// Whether an expression uses a step's own name for nothing but what this very turn is about to bind.
fn of_this_turn(step: &Step, name: &Arc<str>, expr: &Expr) -> bool {
    if step.binding.name != *name {
        return false;
    }
    let Some(own) = &step.binding.index else { return true };
    let mut another = false;
    visit(expr, &mut |part| {
        if let ExprKind::Index(of, at) = &part.kind {
            another |= matches!(&of.kind, ExprKind::Name(n) if n == name) && at.as_slice() != std::slice::from_ref(own);
        }
    });
    !another
}

/// The conventions that a task's answers can hang on and that it names neither as settled nor as open, with the keys it
/// asks for; and the names in these lists that are no convention of its steps.
pub(super) fn unsettled(spec: &Spec) -> (Vec<(String, Arc<str>)>, Vec<(String, String)>) {
    let (mut silent, mut unknown) = (Vec::new(), Vec::new());
    for ask in &spec.asks {
        let keys = || ask.keys.join(", ");
        let reached = needed(spec, &ask.keys);
        let steps = spec.steps.iter().zip(reached.iter()).filter(|(_, reached)| **reached);
        let acting: HashSet<&Arc<str>> = steps.flat_map(|(step, _)| &step.conventions).map(|c| &c.id).collect();
        let named = || ask.settles.iter().chain(&ask.open);
        let mut forgotten: Vec<_> = acting.iter().filter(|id| !named().any(|name| **name == ****id)).collect();
        forgotten.sort();
        silent.extend(forgotten.into_iter().map(|id| (keys(), (*id).clone())));
        unknown.extend(
            named().filter(|name| !acting.iter().any(|id| ***id == ***name)).map(|name| (keys(), name.clone())),
        );
    }
    (silent, unknown)
}
