//! Turns of a step, and its formulas as one turn has them: `W₂ h₁` where the file has `W[l] @ h[l-1]`.

use std::fmt;
use std::sync::Arc;

use super::Run;
use crate::math::{self, Expr, ExprKind, Line, Machine, Place, Value, names};

/// The turn that a step is taken in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// Of a range.
    Count {
        /// What formulas call it.
        name: Arc<str>,
        /// Which it is.
        number: i64,
    },
    /// Of the variables of bindings: this one.
    Variable(Arc<str>),
}

/// `t = 3`, and a variable by its name.
impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { name, number } => write!(f, "{name} = {number}"),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

impl Run<'_> {
    /// A trace whose formulas have numbers for indices: `W₂ h₁` where the file has `W[l] @ h[l-1]`.
    pub(super) fn in_turn(&mut self, mut trace: math::Step) -> math::Step {
        trace.formula = self.indexed(&trace.formula);
        trace.substituted = self.indexed(&trace.substituted);
        trace.reductions = trace.reductions.iter().map(|side| self.indexed(side)).collect();
        trace.inside = self.lines_in_turn(trace.inside);
        trace
    }

    /// The same of lines inside operations.
    pub(super) fn lines_in_turn(&mut self, lines: Vec<Line>) -> Vec<Line> {
        let mut line = |Line { place, expr, value }| {
            let place = match place {
                Place::Node(node) => Place::Node(self.indexed(&node)),
                Place::Link { of, by } => Place::Link { of: self.indexed(&of), by: self.indexed(&by) },
                other => other,
            };
            Line { place, expr: self.indexed(&expr), value }
        };
        lines.into_iter().map(&mut line).collect()
    }

    fn indexed(&mut self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| {
            let ExprKind::Index(base, indices) = &part.kind else { return None };
            let indices = indices.iter().map(|index| self.index(index)).collect();
            Some(Expr { kind: ExprKind::Index(base.clone(), indices), span: part.span })
        })
    }

    /// An index as a number, where it comes to one.
    fn index(&mut self, index: &Expr) -> Expr {
        if index.is_literal() {
            return index.clone();
        }
        if let Some(number) = self.bound.machine.evaluate(index).ok().and_then(|value| value.as_scalar()) {
            return Expr::value(Value::scalar(number));
        }
        let number = |name: &Arc<str>| match &self.at.turn {
            Some((turn, number)) if turn == name => Some(*number as f64),
            _ => {
                let aside = self.outcome.asides.iter().rev().find(|aside| aside.trace.name == *name)?;
                aside.trace.value.as_scalar().filter(|_| aside.trace.index.is_none())
            }
        };
        let mut known = index.clone();
        for name in names(index) {
            let Some(number) = number(&name) else { return self.indexed(index) };
            known = known.put(&name, number);
        }
        Machine::new().evaluate(&known).map_or(known, Expr::value)
    }
}

/// A formula with the case that the turn decides on: `l = 1` is told above it.
pub(super) fn case(formula: &Expr, turn: &(Arc<str>, i64)) -> Expr {
    let (name, number) = turn;
    formula.replace(&mut |part| {
        let [condition, yes, no] = part.as_cases()?;
        if names(condition) != [name.clone()] {
            return None;
        }
        let holds = Machine::new().evaluate(&condition.put(name, *number as f64)).ok()?.as_truth()?;
        Some(case(if holds { yes } else { no }, turn))
    })
}
