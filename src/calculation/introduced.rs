//! Whether a reader can follow the letters of a derivation: every name in a formula is given, or bound by a step that
//! was shown before, or told where it first stands.

use std::collections::HashSet;
use std::sync::Arc;

use super::derive::told::{Told, Use};
use super::derive::{Derivation, Shown};
use super::pose::names_flag;
use super::workings::Workings;
use crate::course::spec::{Ask, Kind, Param, Spec, Turns};
use crate::math::render::line;
use crate::math::{Expr, ExprKind, Value, constant, names};

/// A name that a formula uses and nothing introduces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The step whose formula it stands in, by its place in the calculation's file.
    pub step: usize,
    /// The name.
    pub name: Arc<str>,
}

/// The names that nothing introduces in these steps of a derivation.
pub fn strangers<'a>(
    spec: &Spec,
    derivation: &'a Derivation,
    steps: impl IntoIterator<Item = &'a Shown>,
) -> Vec<Stranger> {
    let mut known = given(spec, derivation);
    let symbols: HashSet<String> = spec.params.iter().map(|param| line(&Expr::name(&param.symbol))).collect();
    // `h₀` of a sequence that begins with what is given as h₀.
    let called = |used: &Use| used.index.is_some_and(|at| symbols.contains(&line(&Expr::name(&used.name).at(at))));
    let mut strangers: Vec<Stranger> = Vec::new();
    for told in derivation.told(steps) {
        let shown = told.shown;
        if let Some(Turns::Range { name, .. } | Turns::Variables { name, .. }) = &spec.steps[shown.step].turns {
            known.insert(name.clone());
        }
        known.extend(told.introduced.iter().filter_map(|equation| base(&equation.left)));
        // A recursion starts from what is said of it; its later turns are bound by itself.
        known.extend(shown.trace.index.map(|_| shown.trace.name.clone()));
        for used in told.uses().into_iter().filter(|used| !called(used)) {
            let stranger = Stranger { step: shown.step, name: used.name };
            if !known.contains(&stranger.name) && constant(&stranger.name).is_none() && !strangers.contains(&stranger) {
                strangers.push(stranger);
            }
        }
        known.insert(shown.trace.name.clone());
    }
    strangers
}

/// The parameters whose value stands in an exercise's solution while its task does not give it.
#[must_use]
pub fn unsaid(spec: &Spec, workings: &Workings<'_>) -> Vec<Arc<str>> {
    let Some(derivation) = workings.derivation() else { return Vec::new() };
    let (given, keys) = (&workings.exercise.given, workings.exercise.keys());
    let asks = spec.asks.iter().filter(|ask| ask.keys == keys && ask.choose.is_empty());
    let words: Vec<&String> = asks.flat_map(|ask| &ask.says).collect();
    let read: Vec<Arc<str>> =
        derivation.told(workings.behind()).iter().flat_map(Told::uses).map(|used| used.name).collect();
    let unsaid = spec.params.iter().filter(|param| {
        let said = given.keys().chain(words.iter().copied()).any(|flag| param.takes(flag));
        param.default.is_some() && !said && read.contains(&param.symbol)
    });
    unsaid.map(|param| param.flag.clone()).collect()
}

/// The options whose drawn values stand in an exercise's solution while the words of its task have no place for them.
pub fn untold(spec: &Spec, workings: &Workings<'_>, ask: &Ask) -> Vec<Arc<str>> {
    let (Some(stem), Some(derivation)) = (&ask.stem, workings.derivation()) else { return Vec::new() };
    let read: HashSet<Arc<str>> =
        derivation.told(workings.behind()).iter().flat_map(Told::uses).map(|used| used.name).collect();
    let given = workings.exercise.given.keys().filter(|flag| {
        let said = ask.says.contains(flag) || ask.choose.contains(flag) || names_flag(stem, flag, &['}', ':', '=']);
        let counts = |param: &Param| param.kind != Kind::Flag && read.contains(&param.symbol);
        !said && spec.param(flag).is_some_and(counts)
    });
    given.map(|flag| Arc::from(flag.as_str())).collect()
}

/// The name of an equation's left side.
fn base(left: &Expr) -> Option<Arc<str>> {
    match &left.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Index(base, _) => self::base(base),
        _ => None,
    }
}

/// The names that the given values have, the variables of a given formula among them.
fn given(spec: &Spec, derivation: &Derivation) -> HashSet<Arc<str>> {
    let mut known = HashSet::new();
    for (flag, value) in &derivation.given {
        let Some(param) = spec.params.iter().find(|param| param.takes(flag)) else { continue };
        known.insert(param.symbol.clone());
        match (&param.kind, value) {
            (Kind::Expression, Value::Formula(formula)) => known.extend(names(formula)),
            (_, Value::Record(fields)) => known.extend(fields.keys().cloned()),
            _ => {}
        }
    }
    known
}
