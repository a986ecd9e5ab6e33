//! What an author can forget of conventions, found without drawing anything: a task that does not say whether its words
//! settle one.

use std::collections::HashSet;
use std::sync::Arc;

use super::derive::needed::needed;
use crate::course::spec::Spec;

/// The conventions that a task's answers can hang on and that it names neither as settled nor as open, with the keys it
/// asks for; and the names in these lists that are no convention of its steps. Each with the task's place in the file.
#[expect(clippy::type_complexity, reason = "two lists of the same three")]
pub(super) fn unsettled(spec: &Spec) -> (Vec<(usize, String, Arc<str>)>, Vec<(usize, String, String)>) {
    let (mut silent, mut unknown) = (Vec::new(), Vec::new());
    for (at, ask) in spec.asks.iter().enumerate() {
        let keys = || ask.keys.join(", ");
        let reached = needed(spec, &ask.keys);
        let steps = spec.steps.iter().zip(reached.iter()).filter(|(_, reached)| **reached);
        let acting: HashSet<&Arc<str>> = steps.flat_map(|(step, _)| &step.conventions).map(|c| &c.id).collect();
        let named = || ask.settles.iter().chain(&ask.open);
        let mut forgotten: Vec<_> = acting.iter().filter(|id| !named().any(|name| **name == ****id)).collect();
        forgotten.sort();
        silent.extend(forgotten.into_iter().map(|id| (at, keys(), (*id).clone())));
        unknown.extend(
            named().filter(|name| !acting.iter().any(|id| ***id == ***name)).map(|name| (at, keys(), name.clone())),
        );
    }
    (silent, unknown)
}
