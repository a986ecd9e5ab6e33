//! Steps that were left out, and the flags that would add them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Missing, Run};
use crate::course::spec::{Step, Whether};
use crate::math::parse::{self, visit};
use crate::math::{Expr, Machine, Value};

/// The name in `given(name)`.
fn asked(part: &Expr) -> Option<&Arc<str>> {
    Whether::of(part).filter(|(ask, _)| *ask == Whether::Given).map(|(_, name)| name)
}

/// The first of the keys that one with a hole stands for: `delta1` of `delta{l}`.
fn of_first(key: &str) -> String {
    match (key.split_once('{'), key.split_once('}')) {
        (Some((before, _)), Some((_, behind))) => format!("{before}1{behind}"),
        _ => key.to_owned(),
    }
}

impl Run<'_> {
    /// `given(x)` answered by whether x was given, `word(x)` by whether a word stands for its value.
    pub(super) fn answered<'e>(&self, expr: &'e Expr) -> Cow<'e, Expr> {
        let mut any = false;
        visit(expr, &mut |part| any |= Whether::of(part).is_some());
        if !any {
            return Cow::Borrowed(expr);
        }
        Cow::Owned(expr.replace(&mut |part| {
            let (ask, name) = Whether::of(part)?;
            let truth = match ask {
                Whether::Given => self.bound.machine.knows(name),
                Whether::Word => self.is_word(name),
            };
            Some(Expr::value(Value::Truth(truth)))
        }))
    }

    /// Whether a parameter was given as a word that stands for an expression.
    fn is_word(&self, name: &str) -> bool {
        let param = self.plan.spec.by_symbol(name).filter(|param| !param.words.is_empty());
        param.and_then(|param| self.plan.given.get(&*param.flag)).is_some_and(|value| matches!(value, Value::Text(_)))
    }

    /// Notes that a step was left out because names in it stand for nothing.
    pub(super) fn leave_out(&mut self, step: &Step, unknown: &[Arc<str>], turn: Option<(&Arc<str>, i64)>) {
        let flags = self.wanting(unknown);
        if !self.bound.machine.knows(&step.binding.name) {
            self.bound.absent.insert(step.binding.name.clone(), flags.clone());
        }
        self.note_missing(step, flags, turn);
    }

    /// Notes which flags a step waits for whose condition asks whether they were given.
    pub(super) fn conditional(&mut self, step: &Step, turn: Option<(&Arc<str>, i64)>) {
        let Some(when) = step.when.as_ref().filter(|_| !step.keys.is_empty()) else { return };
        let mut waiting = Vec::new();
        visit(when, &mut |part| {
            waiting.extend(asked(part).filter(|name| self.bound.absent.contains_key(*name)).cloned());
        });
        if waiting.is_empty() {
            return;
        }
        let granted = when.replace(&mut |part| {
            let name = asked(part)?;
            Some(Expr::value(Value::Truth(waiting.contains(name) || self.bound.machine.knows(name))))
        });
        if !self.unknown(&granted).is_empty() || self.holds(&granted).unwrap_or(false) {
            waiting.extend(self.unknown(&step.binding.body));
            self.note_missing(step, self.wanting(&waiting), turn);
        }
    }

    /// The flags that would give names a value.
    fn wanting(&self, unknown: &[Arc<str>]) -> Vec<String> {
        let mut flags: Vec<String> =
            unknown.iter().filter_map(|name| self.bound.absent.get(name)).flatten().cloned().collect();
        let mut seen = HashSet::new();
        flags.retain(|flag| seen.insert(flag.clone()));
        flags.sort_by(|a, b| self.plan.spec.order(a).cmp(&self.plan.spec.order(b)));
        flags
    }

    fn note_missing(&mut self, step: &Step, flags: Vec<String>, turn: Option<(&Arc<str>, i64)>) {
        if step.keys.is_empty() || flags.is_empty() || turn.is_some_and(|(_, turn)| turn > 1) {
            return;
        }
        let keys = step.keys.iter().map(|key| of_first(key));
        match self.outcome.missing.iter_mut().find(|missing| missing.flags == flags) {
            Some(known) => {
                let new: Vec<String> = keys.filter(|key| !known.keys.contains(key)).collect();
                known.keys.extend(new);
            }
            None => {
                let (keys, instead_of) = (keys.collect(), self.beside(&flags));
                self.outcome.missing.push(Missing { keys, flags, instead_of });
            }
        }
    }

    /// What was given that cannot stand beside these flags: a requirement that asks for nothing but what is given would
    /// not hold with all of them.
    fn beside(&self, flags: &[String]) -> Vec<String> {
        let mut given = Vec::new();
        for require in self.plan.spec.require.iter().filter(|require| require.turns.is_none() && require.when.is_none())
        {
            let mut asks: Vec<&str> = Vec::new();
            let supposed = require.that.replace(&mut |part| {
                let name = asked(part)?;
                let flag = &*self.plan.spec.by_symbol(name)?.flag;
                let added = flags.iter().any(|other| other == flag);
                if !added && self.plan.given.contains_key(flag) {
                    asks.push(flag);
                }
                Some(Expr::value(Value::Truth(added || self.bound.machine.knows(name))))
            });
            let plain = parse::names(&supposed).is_empty();
            if plain && matches!(Machine::new().evaluate(&supposed), Ok(Value::Truth(false))) {
                given.extend(asks.into_iter().map(str::to_owned));
            }
        }
        given
    }
}
