//! Which of the given flags a failure is about, and what to tell of their values.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Run, variables};
use crate::calculation::given::{Came, GivenError, Told, text};
use crate::course::spec::Kind;
use crate::math::{Expr, ExprKind, MathError, MathErrorKind, Refusal, Span, Value, names, ops};

impl Run<'_> {
    /// An evaluation of an expression that failed.
    pub(super) fn failed(&self, expr: &Expr, mut error: MathError) -> GivenError {
        if let MathErrorKind::UnknownName { name, .. } = &mut error.kind {
            *name = variables::outer(name);
        }
        let refusal = error.kind.refusal();
        let shapes = matches!(refusal, Some(Refusal::Shape { .. } | Refusal::Type { .. }));
        let whole = matches!(error.kind, MathErrorKind::NotFinite | MathErrorKind::Limit(_))
            || matches!(refusal, Some(Refusal::NotFinite | Refusal::NoSlope));
        let direct = if whole { Vec::new() } else { self.flags_of(expr, false) };
        let mut flags = if direct.is_empty() { self.flags_of(expr, true) } else { direct };
        let mut got: Vec<Came> = Vec::new();
        let of = |kind: Kind| move |flag: &String| self.plan.spec.param(flag).is_some_and(|p| p.kind == kind);
        if let MathErrorKind::UnknownName { .. } | MathErrorKind::UnknownFunction { .. } = error.kind {
            // A name that a given formula has is one that the given values do not.
            let values = self.plan.flags.iter().filter(|flag| of(Kind::Bindings)(flag)).cloned();
            let formulas = self.plan.flags.iter().filter(|flag| of(Kind::Expression)(flag)).cloned();
            let named = matches!(error.kind, MathErrorKind::UnknownName { .. });
            let formulas: Vec<String> = formulas.collect();
            flags = if named { values.collect() } else { Vec::new() };
            got.extend(formulas.iter().filter_map(|flag| self.came(flag, false)));
            if flags.is_empty() {
                (flags, got) = (formulas, Vec::new());
            }
        }
        got.extend(flags.iter().filter_map(|flag| self.came(flag, shapes)));
        if let Some(Refusal::Shape { .. }) = refusal {
            // A shape that comes out of earlier steps may be the one that is wrong.
            let behind = self.flags_of(expr, true).into_iter().filter(|flag| !flags.contains(flag));
            got.extend(behind.filter_map(|flag| self.came(&flag, true)));
        }
        let place = self.at.place.of(self.plan.spec, error.span);
        GivenError::Math { flags, error: Box::new(error), got, place }
    }

    /// A result of an expression that is not finite.
    pub(super) fn infinite(&self, expr: &Expr) -> GivenError {
        self.failed(expr, MathErrorKind::NotFinite.at(Span::default()))
    }

    /// The flags that were given and whose values an expression is made of: directly, or through earlier steps too.
    pub(super) fn flags_of(&self, expr: &Expr, through: bool) -> Vec<String> {
        let mut seen: HashSet<Arc<str>> = HashSet::new();
        let mut waiting = names(expr);
        let mut flags: Vec<String> = Vec::new();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if self.plan.variables.has(&name) {
                let bindings = |flag: &&String| self.plan.spec.param(flag).is_some_and(|p| p.kind == Kind::Bindings);
                flags.extend(self.plan.flags.iter().filter(bindings).cloned());
            }
            if let Some(param) = self.plan.spec.by_symbol(&name) {
                let own = self.plan.flags.iter().filter(|flag| param.takes(flag));
                let before = flags.len();
                flags.extend(own.cloned());
                // A default is made of other parameters.
                if let (true, Some(default)) = (flags.len() == before, &param.default) {
                    waiting.extend(names(default));
                }
                if let Some(Value::Formula(formula)) = flags.last().and_then(|flag| self.plan.given.get(flag)) {
                    waiting.extend(
                        names(&self.plan.variables.hidden(formula)).into_iter().filter(|n| self.plan.variables.has(n)),
                    );
                }
            }
            if through {
                let steps = self.plan.spec.steps.iter().filter(|s| s.binding.name == name);
                waiting.extend(steps.flat_map(|step| names(&step.binding.body)));
            }
        }
        flags.sort_by(|a, b| self.plan.spec.order(a).cmp(&self.plan.spec.order(b)));
        flags.dedup();
        flags
    }

    /// What to tell of a flag's value: the value, or its shape; nothing of one that was not given.
    pub(super) fn came(&self, flag: &str, shape: bool) -> Option<Came> {
        let value = self.plan.given.get(flag).filter(|_| self.plan.flags.contains(flag))?;
        let what = match value {
            Value::Tensor(t) if shape => Told::Shape(t.shape().to_vec()),
            Value::Formula(_) | Value::Record(_) => Told::Value(crate::math::render::json(value).to_string()),
            _ => Told::Value(text(self.plan.spec.param(flag)?, value)),
        };
        Some(Came { flag: flag.to_owned(), what })
    }

    /// The same of each parameter in a condition: the shape of one whose shape alone it looks at.
    pub(super) fn came_to(&self, condition: &Expr) -> Vec<Came> {
        let by_value = names(&condition.replace(&mut |part| match &part.kind {
            ExprKind::Call(function, _) if ops::find(function).is_some_and(|operation| operation.of_sides) => {
                Some(Expr::value(Value::Absent))
            }
            _ => None,
        }));
        let flags = |name: &Arc<str>| match self.plan.spec.by_symbol(name) {
            Some(_) => self.flags_of(&Expr::name(name), false),
            None => Vec::new(),
        };
        let values: HashSet<String> = by_value.iter().flat_map(flags).collect();
        let all = self.flags_of(condition, false);
        all.iter().filter_map(|flag| self.came(flag, !values.contains(flag))).collect()
    }
}
