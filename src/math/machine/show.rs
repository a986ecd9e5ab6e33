//! How a machine shows what it did: values put in for names, the graph under a value.

use super::{Machine, Slot};
use crate::expr::{Expr, ExprKind, INDEXED};
use crate::line::{Line, Place};
use crate::ops::Form;
use crate::value::Value;
use crate::{ops, parse};

impl Machine {
    /// The nodes of the graph under `name`, forward, each with the values put in.
    #[must_use]
    pub fn graph(&self, name: &str) -> Vec<Line> {
        let Some(Slot::One(root)) = self.names.get(name) else { return Vec::new() };
        let mut reached = vec![false; root + 1];
        reached[*root] = true;
        for id in (0..=*root).rev() {
            if let (true, Some((_, ids))) = (reached[id], &self.tape[id].made) {
                for id in ids {
                    reached[*id] = true;
                }
            }
        }
        let nodes = (0..=*root).filter(|id| reached[*id]).map(|id| &self.tape[id]);
        let made = nodes.filter(|node| node.made.is_some()).filter_map(|node| {
            let place = Place::Node((**node.label.as_ref()?).clone());
            let expr = self.substituted(&self.marked(node.formula.as_ref()?));
            Some(Line { place, expr, value: node.value.clone() })
        });
        made.collect()
    }

    /// An expression with formulas put in for the names of formulas.
    pub(super) fn inlined(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| match &part.kind {
            ExprKind::Name(name) => match self.names.get(name) {
                Some(Slot::One(id)) => match &self.tape[*id].value {
                    Value::Formula(formula) => Some((**formula).clone()),
                    _ => None,
                },
                _ => None,
            },
            _ => part.form().filter(|form| form.is_of_formulas()).map(|_| part.clone()),
        })
    }

    /// An expression with the case that switches and choices decide on: with those put in its conditions would tell
    /// nothing.
    pub(super) fn settled(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| {
            let [condition, yes, no] = part.as_cases()?;
            Some(self.settled(if self.switched(condition)? { yes } else { no }))
        })
    }

    /// An expression with values put in for names.
    pub(super) fn substituted(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| match &part.kind {
            ExprKind::Name(name) => self.get(name).map(|value| Expr { kind: ExprKind::Value(value), span: part.span }),
            ExprKind::Call(name, operands) => match (Form::of(name)?, operands.as_slice()) {
                (Form::ValueAt, [formula, x]) => {
                    let put = match self.substituted(x).kind {
                        ExprKind::Value(x) => self.put_into(formula, &x),
                        _ => None,
                    };
                    Some(put.unwrap_or_else(|| part.clone()))
                }
                (Form::Gradient, [formula, by]) => Some(Expr::gradient(self.inlined(formula), by.clone())),
                (Form::Cases, [condition, yes, no]) => {
                    Some(self.substituted(if self.switched(condition)? { yes } else { no }))
                }
                _ => None,
            },
            ExprKind::Index(base, indices) => {
                let ExprKind::Name(name) = &base.kind else { return None };
                let mut scratch = Self::new();
                for free in indices.iter().flat_map(parse::names) {
                    scratch.set(&free, self.get(&free)?);
                }
                let indices = indices.iter().map(|index| scratch.index(index).ok()).collect::<Option<Vec<_>>>()?;
                let (first, rest) = indices.split_first()?;
                let whole = self.get_item(name, *first);
                let taken = if whole.is_some() { rest } else { &indices };
                let mut operands = vec![whole.or_else(|| self.get(name))?];
                operands.extend(taken.iter().map(|index| Value::scalar(*index as f64)));
                let value = match operands.len() {
                    1 => operands.swap_remove(0),
                    _ => ops::find(INDEXED)?.evaluate(&operands).ok()?,
                };
                Some(Expr { kind: ExprKind::Value(value), span: part.span })
            }
            _ => None,
        })
    }

    /// Whether a condition holds, where it asks only for switches and choices: with those put in it would tell nothing.
    fn switched(&self, condition: &Expr) -> Option<bool> {
        let names = parse::names(condition);
        if names.iter().any(|name| !matches!(self.get(name), Some(Value::Truth(_) | Value::Text(_)))) {
            return None;
        }
        let mut scratch = Self::new();
        for name in &names {
            scratch.set(name, self.get(name)?);
        }
        match scratch.evaluate(condition) {
            Ok(Value::Truth(truth)) => Some(truth),
            _ => None,
        }
    }
}
