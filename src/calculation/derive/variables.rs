//! The variables of a formula that was given: they have names of their own inside, which neither a parameter nor a step
//! can have, and the names they were given in everything that is shown.

use std::collections::HashMap;
use std::sync::Arc;

use super::Shown;
use crate::math::{Expr, ExprKind, Line, Place, Value};

/// What a variable is called inside: no formula can be typed with such a name.
pub(super) fn inner(variable: &str) -> Arc<str> {
    format!("{variable}\u{1}").into()
}

/// What a name was given as, if it is a variable's inner one.
pub(super) fn outer(name: &Arc<str>) -> Arc<str> {
    name.strip_suffix('\u{1}').map_or_else(|| name.clone(), Arc::from)
}

/// An expression with other names.
pub(super) fn renamed(expr: &Expr, other: impl Fn(&Arc<str>) -> Option<Arc<str>>) -> Expr {
    expr.replace(&mut |part| match &part.kind {
        ExprKind::Name(name) => other(name).map(|name| Expr { kind: ExprKind::Name(name), span: part.span }),
        _ => None,
    })
}

/// The variables that were given, by their inner names.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(HashMap<Arc<str>, Arc<str>>);

impl Variables {
    pub(super) fn insert(&mut self, variable: &Arc<str>) {
        self.0.insert(inner(variable), variable.clone());
    }

    /// Whether a name is a variable's inner one.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A formula that was given, with the inner names of its variables.
    pub(super) fn hidden(&self, formula: &Expr) -> Expr {
        renamed(formula, |name| Some(inner(name)).filter(|inner| self.has(inner)))
    }

    /// A step as it is shown.
    pub(super) fn shown(&self, mut shown: Shown) -> Shown {
        if self.0.is_empty() {
            return shown;
        }
        let trace = &mut shown.trace;
        trace.value = self.plain(trace.value.clone());
        for expr in [&mut trace.formula, &mut trace.substituted].into_iter().chain(&mut trace.reductions) {
            *expr = self.told(expr);
        }
        for line in trace.inside.iter_mut().chain(&mut shown.graph) {
            self.line(line);
        }
        shown
    }

    /// A value, of a formula with the names of its variables as they were given.
    pub(super) fn plain(&self, value: Value) -> Value {
        match value {
            Value::Formula(formula) if !self.0.is_empty() => Value::Formula(self.told(&formula).into()),
            other => other,
        }
    }

    fn line(&self, line: &mut Line) {
        line.value = self.plain(line.value.clone());
        line.expr = self.told(&line.expr);
        match &mut line.place {
            Place::Node(node) => *node = self.told(node),
            Place::Link { of, by } => (*of, *by) = (self.told(of), self.told(by)),
            Place::Window { .. }
            | Place::Entry(_)
            | Place::Kept(_)
            | Place::Overlap(_)
            | Place::Named(_)
            | Place::Rule(_) => {}
        }
    }

    fn told(&self, expr: &Expr) -> Expr {
        renamed(expr, |name| self.0.get(name).cloned())
    }
}
