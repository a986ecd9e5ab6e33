//! Formulas given as values: what a name that stands for one comes to.

use std::sync::Arc;

use super::{Machine, NodeId, Slot};
use crate::differentiate::{Slip, differentiate, misderive};
use crate::error::{MathError, MathErrorKind, Refusal, Sort};
use crate::expr::constant;
use crate::expr::{Expr, ExprKind};
use crate::limits::Bound;
use crate::ops::{Form, forms};
use crate::parse;
use crate::span::Span;
use crate::value::Value;

/// Formulas given as values may refer to each other so deep.
const INLINE: usize = 16;

impl Machine {
    /// Evaluates a formula that was given as a value, in place of its name. It comes to a number.
    pub(super) fn inline(&mut self, formula: &Expr, span: Span) -> Result<NodeId, MathError> {
        self.depth += 1;
        if self.depth > INLINE {
            return Err(MathErrorKind::Limit(Bound::Nesting).at(span));
        }
        let id = self.node(formula);
        self.depth -= 1;
        // It stands in no text that could be shown: the place is that of the name.
        let id = id.map_err(|error| error.kind.at(span))?;
        match &self.tape[id].value {
            Value::Number(_) => Ok(id),
            other => Err(MathErrorKind::NotNumber { got: other.sort() }.at(span)),
        }
    }

    /// `derivative(f, v)`: the derivative of the formula f by the variable that v names, as a formula; without v, by the
    /// only one it has. `derivative(f, v, "chain")` is what comes of it with that rule taken for another.
    pub(super) fn derivative_of(
        &mut self,
        formula: &Expr,
        by: Option<&Expr>,
        slip: Option<&Expr>,
        expr: &Expr,
    ) -> Result<NodeId, MathError> {
        let Some((body, variable)) = self.to_differentiate(formula, by) else {
            let error = Refusal::Type { expected: Sort::Function, got: Sort::Expression };
            return Err(error.by(forms::DERIVATIVE).at(formula.span));
        };
        let derived = match slip {
            None => differentiate(&body, &variable),
            Some(name) => misderive(&body, &variable, slip_of(name)?),
        };
        let derived = derived.map_err(|error| error.kind.at(expr.span))?;
        self.tell(|_| derived.lines.clone());
        Ok(self.given(Value::Formula(derived.value.into())))
    }

    /// The formula that a name stands for, and the variable it is differentiated by.
    pub(super) fn to_differentiate(&self, formula: &Expr, by: Option<&Expr>) -> Option<(Expr, Arc<str>)> {
        let ExprKind::Name(_) = &formula.kind else { return None };
        let body = self.inlined(formula);
        if body == *formula {
            return None;
        }
        let variable = match by.map(|by| self.inlined(by).kind) {
            Some(ExprKind::Name(variable)) => variable,
            Some(_) => return None,
            None => {
                let mut variables = variables(&body);
                let first = variables.next().unwrap_or_else(|| "x".into());
                if variables.next().is_some() {
                    return None;
                }
                first
            }
        };
        Some((body, variable))
    }

    /// The formula that a name stands for with a value in place of its variable, where it has but one.
    pub(super) fn put_into(&self, formula: &Expr, x: &Value) -> Option<Expr> {
        let body = self.inlined(formula);
        let names: Vec<Arc<str>> = variables(&body).collect();
        match names.as_slice() {
            [] => Some(body),
            [variable] => Some(body.replace(&mut |part| match &part.kind {
                ExprKind::Name(name) if name == variable => Some(Expr::value(x.clone())),
                _ => None,
            })),
            _ => None,
        }
    }

    /// `at(f, x[k])`: the formula f of x, where x is that value. Of anything but a name or a part of one (`at(f, 2)`),
    /// f may have any one variable.
    pub(super) fn at(&mut self, formula: &Expr, x: &Expr) -> Result<NodeId, MathError> {
        let error = |got| Refusal::Type { expected: Sort::Function, got }.by(forms::VALUE_AT);
        let id = match &formula.kind {
            ExprKind::Name(name) => match self.names.get(name) {
                Some(Slot::One(id)) => *id,
                _ => return Err(error(Sort::Name).at(formula.span)),
            },
            // The derivative of a formula is one, too.
            _ if formula.form() == Some(Form::Derivative) => self.node(formula)?,
            _ => return Err(error(Sort::Expression).at(formula.span)),
        };
        let body = match &self.tape[id].value {
            Value::Formula(body) => body.clone(),
            other => return Err(error(other.sort()).at(formula.span)),
        };
        let variables: Vec<Arc<str>> = variables(&body).collect();
        let called = match &x.kind {
            ExprKind::Name(name) => Some(name),
            ExprKind::Index(base, _) => match &base.kind {
                ExprKind::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        };
        if let Some(called) = called
            && let Some(other) = variables.iter().find(|variable| *variable != called)
        {
            return Err(MathErrorKind::UnknownName { name: other.clone(), near: None }.at(formula.span));
        }
        let id = self.node(x)?;
        match variables.as_slice() {
            [] => self.inline(&body, formula.span),
            [variable] => {
                let before = self.names.insert(variable.clone(), Slot::One(id));
                // The variable may occur several times: it lends nothing.
                let lent = self.lent.map(|_| self.tape.len());
                let result = self.lending(lent, |machine| machine.inline(&body, formula.span));
                match before {
                    Some(slot) => self.names.insert(variable.clone(), slot),
                    None => self.names.remove(variable),
                };
                result
            }
            _ => Err(error(Sort::SeveralVariables).at(formula.span)),
        }
    }
}

/// The rule that is got wrong, by its name between quotes.
fn slip_of(name: &Expr) -> Result<Slip, MathError> {
    let known = match &name.kind {
        ExprKind::Text(text) => Slip::named(text),
        _ => None,
    };
    let expected = Refusal::Type { expected: Sort::Text, got: Sort::Expression };
    known.ok_or_else(|| expected.by(forms::DERIVATIVE).at(name.span))
}

/// The names of a formula that stand for no constant.
fn variables(formula: &Expr) -> impl Iterator<Item = Arc<str>> {
    parse::names(formula).into_iter().filter(|name| constant(name).is_none())
}
