//! Formulas given as values: what a name that stands for one comes to.

use super::{Machine, NodeId, Slot};
use crate::math::error::{MathError, MathErrorKind};
use crate::math::expr::{Expr, ExprKind, Span};
use crate::math::limits::Bound;
use crate::math::parse;
use crate::math::value::Value;

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
        let id = id?;
        match &self.tape[id].value {
            Value::Number(_) => Ok(id),
            other => Err(MathErrorKind::NotNumber { got: other.type_name() }.at(span)),
        }
    }

    /// `at(f, x[k])`: the formula f of x, where x is that value. Of anything but a name or a part of one (`at(f, 2)`),
    /// f may have any one variable.
    pub(super) fn at(&mut self, formula: &Expr, x: &Expr) -> Result<NodeId, MathError> {
        let error = |got| MathErrorKind::Type { operation: "at", expected: "a formula of one variable", got };
        let ExprKind::Name(name) = &formula.kind else { return Err(error("an expression").at(formula.span)) };
        let body = match self.names.get(name) {
            Some(Slot::One(id)) => match &self.tape[*id].value {
                Value::Formula(body) => body.clone(),
                other => return Err(error(other.type_name()).at(formula.span)),
            },
            _ => return Err(error("a name").at(formula.span)),
        };
        let mut variables = parse::names(&body);
        variables.retain(|v| !matches!(&**v, "pi" | "e"));
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
            _ => Err(error("one of several").at(formula.span)),
        }
    }
}
