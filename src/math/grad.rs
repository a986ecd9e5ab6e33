//! Reverse mode: from a loss back to every value it was made of, by the chain rule.

use super::error::{MathError, MathErrorKind, Refusal, Sort};
use super::expr::{BinaryOp, Expr, ExprKind};
use super::line::{Line, Place};
use super::machine::{Machine, NodeId};
use super::ops;
use super::ops::forms::GRADIENT;
use super::value::{Tensor, Value};

impl Machine {
    /// `grad(loss, by)`: the derivative of a scalar by a value it was made of, of that value's shape; zeros where the
    /// loss does not depend on it.
    pub(super) fn gradient(&mut self, loss: &Expr, by: &Expr, expr: &Expr) -> Result<NodeId, MathError> {
        self.lending(None, |machine| machine.derivative(loss, by, expr))
    }

    fn derivative(&mut self, loss: &Expr, by: &Expr, expr: &Expr) -> Result<NodeId, MathError> {
        let target = match &by.kind {
            ExprKind::Name(_) | ExprKind::Index(..) => self.node(by)?,
            _ => {
                return Err(Refusal::Type { expected: Sort::Name, got: Sort::Expression }.by(GRADIENT).at(by.span));
            }
        };
        let root = self.node(loss)?;
        if self.tape[root].value.len() != 1 {
            let got = self.tape[root].value.sort();
            return Err(Refusal::Type { expected: Sort::Loss, got }.by(GRADIENT).at(loss.span));
        }
        let Some(like) = self.tape[target].value.as_tensor() else {
            let got = self.tape[target].value.sort();
            return Err(Refusal::Type { expected: Sort::Variable, got }.by(GRADIENT).at(by.span));
        };
        let last = root.max(target);
        let adjoints = self.adjoints(root, target, last).map_err(|kind| kind.at(expr.span))?;
        let gradient = adjoints[target].clone().unwrap_or_else(|| Tensor::zeros(like.raw_dim()));
        if gradient.iter().any(|x| !x.is_finite()) {
            return Err(Refusal::NoSlope.by(GRADIENT).at(expr.span));
        }
        let loss = loss.clone();
        self.tell(|machine| machine.links(&loss, root, target, &adjoints));
        Ok(self.given(gradient.into()))
    }

    /// The derivative of node `root` by each node between it and `target`.
    fn adjoints(&self, root: NodeId, target: NodeId, last: NodeId) -> Result<Vec<Option<Tensor>>, MathErrorKind> {
        let needed = self.depends_on(target, last);
        let mut adjoints: Vec<Option<Tensor>> = vec![None; last + 1];
        if let Some(one) = self.tape[root].value.as_tensor() {
            adjoints[root] = Some(Tensor::ones(one.raw_dim()));
        }
        for id in (0..=root).rev() {
            let node = &self.tape[id];
            let (Some((operation, ids)), true) = (&node.made, needed[id] && id != target) else { continue };
            let Some(upstream) = adjoints[id].clone() else { continue };
            let operands: Vec<Value> = ids.iter().map(|id| self.tape[*id].value.clone()).collect();
            let all = ids.len() > 1 && ids.iter().all(|id| needed[*id]);
            let gradients = if all {
                operation.joint_gradient(&operands, &node.value, &upstream)
            } else {
                operation.gradient(&operands, &node.value, &upstream)
            };
            let gradients = gradients.map_err(|why| why.by(operation.name))?;
            for (operand, gradient) in ids.iter().zip(gradients) {
                let (true, Some(gradient)) = (needed[*operand], gradient) else { continue };
                adjoints[*operand] = Some(match adjoints[*operand].take() {
                    Some(sum) => ops::added(&sum, &gradient),
                    None => gradient,
                });
            }
        }
        Ok(adjoints)
    }

    /// Which nodes were made of `target`, itself included. What looks at its sides alone does not vary with it.
    fn depends_on(&self, target: NodeId, last: NodeId) -> Vec<bool> {
        let mut depends = vec![false; last + 1];
        depends[target] = true;
        for id in target + 1..=last {
            let made = self.tape[id].made.as_ref().filter(|(operation, _)| !operation.of_sides);
            depends[id] = made.is_some_and(|(_, ids)| ids.iter().any(|id| depends[*id]));
        }
        depends
    }

    /// The chain rule node by node, from the loss back to `target`: for numbers, each link is the derivative by the
    /// node above times the local derivative.
    fn links(&self, loss: &Expr, root: NodeId, target: NodeId, adjoints: &[Option<Tensor>]) -> Vec<Line> {
        let needed = self.depends_on(target, adjoints.len() - 1);
        let mut terms: Vec<Vec<Expr>> = vec![Vec::new(); adjoints.len()];
        let mut lines = Vec::new();
        for id in (0..=root).rev() {
            let (Some(adjoint), true) = (&adjoints[id], needed[id]) else { continue };
            let node = &self.tape[id];
            let value = Value::from(adjoint.clone());
            if let (true, Some(by)) = (id != root, &node.label) {
                let sum = terms[id].drain(..).reduce(|sum, term| sum.with(BinaryOp::Add, term));
                let expr = sum.unwrap_or_else(|| Expr::value(value.clone()));
                lines.push(Line { place: Place::Link { of: loss.clone(), by: (**by).clone() }, expr, value });
            }
            let (Some((operation, ids)), true) = (&node.made, id != target) else { continue };
            let operands: Vec<Value> = ids.iter().map(|id| self.tape[*id].value.clone()).collect();
            if adjoint.ndim() > 0 || operands.iter().any(|o| !matches!(o, Value::Number(_))) {
                continue;
            }
            let Ok(local) = operation.gradient(&operands, &node.value, &Tensor::ones(adjoint.raw_dim())) else {
                continue;
            };
            for (operand, local) in ids.iter().zip(local) {
                if let Some(local) = local {
                    let upstream = Expr::value(adjoint.clone().into());
                    terms[*operand].push(upstream.with(BinaryOp::Mul, Expr::value(local.into())));
                }
            }
        }
        lines
    }
}
