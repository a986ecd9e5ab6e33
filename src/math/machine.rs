//! Evaluation. Every value that an expression comes to is a node on a tape, with the operation that made it, so that
//! `grad(L, W)` can walk back from any value to any other.

mod formula;
mod marked;
mod show;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::budget;
use super::calls;
use super::error::{MathError, MathErrorKind, Refusal, Sort, Unfit};
use super::expr::{BinaryOp, Binding, Expr, ExprKind, INDEXED, LISTED, constant};
use super::limits::{Bound, ELEMENTS, LINES, WORK};
use super::line::Line;
use super::near::near;
use super::ops::{self, Form, Operation, Outcome, Rule};
use super::span::Span;
use super::trace::{self, Step};
use super::value::Value;

/// A place on the tape.
pub(super) type NodeId = usize;

/// The operands of an operation, which are few.
pub(super) type Operands = SmallVec<[NodeId; 3]>;

/// A value and how it was made.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    /// The operation and its operands; `None` for what was given.
    pub(super) made: Option<(&'static Operation, Operands)>,
    /// What it is called, for a trace: a name, or the expression that made it.
    pub(super) label: Option<Arc<Expr>>,
    /// The expression that made it, for a trace.
    pub(super) formula: Option<Arc<Expr>>,
}

/// What a name stands for.
#[derive(Clone, Debug)]
enum Slot {
    One(NodeId),
    /// A sequence built turn by turn, by index.
    Series(BTreeMap<i64, NodeId>),
}

/// Evaluates expressions over named values, and remembers how each came about.
///
/// A name is one value or a sequence, by whole-number indices. A sequence read as a whole is its items from index 1 on
/// (`h[0]` is an initial state and no part of it): a tensor where their shapes agree, else a list. Indices into
/// tensors count from 1 too.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    names: FxHashMap<Arc<str>, Slot>,
    pub(super) tape: Vec<Node>,
    work: f64,
    elements: usize,
    depth: usize,
    /// From here on, each value is the operand of one operation and of nothing else: it lends it its memory.
    lent: Option<NodeId>,
    /// Nodes are labelled, so that a trace can name them.
    labels: bool,
    /// Where the steps inside operations are collected, while they are asked for.
    inside: Option<Vec<Line>>,
}

/// Values of one evaluation together hold at most so many elements.
const TOTAL: usize = 8 * ELEMENTS;

impl Machine {
    /// A machine that knows no name, for plain evaluation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A machine whose steps can be traced.
    #[must_use]
    pub fn tracing() -> Self {
        Self { labels: true, ..Self::default() }
    }

    /// Binds `name` to a value. A list becomes a sequence with indices from 1, so that each item has a gradient.
    pub fn set(&mut self, name: &str, value: Value) {
        let name: Arc<str> = name.into();
        let slot = match value {
            Value::List(items) => {
                let indexed = (1_i64..).zip(items);
                Slot::Series(
                    indexed.map(|(index, item)| (index, self.labelled(item, || Expr::name(&name).at(index)))).collect(),
                )
            }
            value => Slot::One(self.labelled(value, || Expr::name(&name))),
        };
        self.names.insert(name, slot);
    }

    /// Gives what was bound last under `name` another value, as if it had been made the same way: gradients still reach
    /// what it was made of.
    pub fn amend(&mut self, name: &str, value: Value) {
        let last = match self.names.get(name) {
            Some(Slot::One(id)) => Some(*id),
            Some(Slot::Series(items)) => items.values().max().copied(),
            None => None,
        };
        if let Some(id) = last {
            self.tape[id].value = value;
        }
    }

    /// Forgets a name.
    pub fn unset(&mut self, name: &str) {
        self.names.remove(name);
    }

    /// Whether `name` is bound.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The value of `name`, of a sequence as a whole.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        self.get_from(name, 1)
    }

    /// The same, of a sequence from another index on.
    #[must_use]
    pub fn get_from(&self, name: &str, first: i64) -> Option<Value> {
        match self.names.get(name)? {
            Slot::One(id) => Some(self.tape[*id].value.clone()),
            Slot::Series(items) => {
                Some(Value::stack(items.range(first..).map(|(_, id)| self.tape[*id].value.clone()).collect()))
            }
        }
    }

    /// The value of `name[index]`, of a sequence.
    #[must_use]
    pub fn get_item(&self, name: &str, index: i64) -> Option<Value> {
        match self.names.get(name)? {
            Slot::Series(items) => items.get(&index).map(|id| self.tape[*id].value.clone()),
            Slot::One(_) => None,
        }
    }

    /// What an expression comes to. It gets no name, so that how it came about is forgotten at once.
    ///
    /// # Errors
    /// The first problem, with its place in the expression's source.
    pub fn evaluate(&mut self, expr: &Expr) -> Result<Value, MathError> {
        let length = self.tape.len();
        let id = self.lending(Some(length), |machine| machine.node(expr));
        let value = id.map(|id| self.tape[id].value.clone());
        self.tape.truncate(length);
        value
    }

    /// Does something while the values from `lent` on lend their memory, or none does.
    pub(super) fn lending<T>(&mut self, lent: Option<NodeId>, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.lent, lent);
        let done = act(self);
        self.lent = before;
        done
    }

    /// Evaluates the right-hand side and binds the left.
    ///
    /// # Errors
    /// What is wrong with the right-hand side or the index on the left, and where in them.
    pub fn bind(&mut self, binding: &Binding) -> Result<Value, MathError> {
        self.bind_index(binding).map(|(value, _)| value)
    }

    /// The same, telling how the value came about; with `inside`, also the steps inside its operations.
    ///
    /// # Errors
    /// The same.
    pub fn step(&mut self, binding: &Binding, inside: bool) -> Result<Step, MathError> {
        let formula = self.marked(&self.settled(&self.inlined(&binding.body)));
        let formula = self.counted(&formula);
        let substituted = marked::laid_out(&self.substituted(&formula));
        let formula = self.with_sides(&formula);
        self.inside = inside.then(Vec::new);
        let bound = self.bind_index(binding);
        let inside = self.inside.take().unwrap_or_default();
        let (value, index) = bound?;
        let reductions = trace::reductions(&substituted);
        Ok(Step { name: binding.name.clone(), index, formula, substituted, reductions, value, inside })
    }

    fn bind_index(&mut self, binding: &Binding) -> Result<(Value, Option<i64>), MathError> {
        let index = binding.index.as_ref().map(|index| self.index(index)).transpose()?;
        let id = self.node(&binding.body)?;
        let slot = self.names.remove(&binding.name);
        let slot = match index {
            None => Slot::One(id),
            Some(index) => {
                let mut items = if let Some(Slot::Series(items)) = slot { items } else { BTreeMap::new() };
                items.insert(index, id);
                Slot::Series(items)
            }
        };
        if self.labels {
            let name = Expr::name(&binding.name);
            let label = match index {
                None => name,
                Some(index) => name.at(index),
            };
            if self.tape[id].made.is_some() {
                self.tape[id].label = Some(label.into());
            }
        }
        self.names.insert(binding.name.clone(), slot);
        Ok((self.tape[id].value.clone(), index))
    }

    /// A whole number.
    fn index(&mut self, expr: &Expr) -> Result<i64, MathError> {
        let id = self.node(expr)?;
        match self.tape[id].value.as_scalar() {
            Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => Ok(number as i64),
            _ => Err(Refusal::Domain(Unfit::NotWhole).by("index").at(expr.span)),
        }
    }

    /// Puts a value that was given on the tape.
    pub(super) fn given(&mut self, value: Value) -> NodeId {
        self.tape.push(Node { value, made: None, label: None, formula: None });
        self.tape.len() - 1
    }

    /// The same, under a name.
    fn labelled(&mut self, value: Value, label: impl FnOnce() -> Expr) -> NodeId {
        let id = self.given(value);
        self.tape[id].label = self.labels.then(|| label().into());
        id
    }

    /// The node of an expression.
    pub(super) fn node(&mut self, expr: &Expr) -> Result<NodeId, MathError> {
        match &expr.kind {
            ExprKind::Number(number, _) => Ok(self.given(Value::scalar(*number))),
            ExprKind::Text(text) => Ok(self.given(Value::Text(text.clone()))),
            ExprKind::Value(value) => Ok(self.given(value.clone())),
            ExprKind::Name(name) => self.named(name, expr.span),
            ExprKind::List(items) => {
                let ids = items.iter().map(|item| self.node(item)).collect::<Result<_, _>>()?;
                self.listed(ids, expr)
            }
            ExprKind::Unary(op, inner) => {
                let id = self.node(inner)?;
                self.apply(op.operation(), smallvec![id], expr)
            }
            ExprKind::Binary(op, left, right) => match op.operation() {
                Some(name) => {
                    let ids = smallvec![self.node(left)?, self.node(right)?];
                    self.apply(name, ids, expr)
                }
                None => self.logic(*op, left, right),
            },
            ExprKind::Call(name, arguments) => self.call(name, arguments, expr),
            ExprKind::Index(base, indices) => self.indexed(base, indices, expr),
            ExprKind::Field(base, field) => {
                let id = self.node(base)?;
                let Value::Record(fields) = &self.tape[id].value else {
                    let got = self.tape[id].value.sort();
                    return Err(Refusal::Type { expected: Sort::Record, got }.by("field").at(base.span));
                };
                let Some(value) = fields.get(field).cloned() else {
                    let near = near(field, fields.keys().map(AsRef::as_ref)).map(Arc::from);
                    return Err(MathErrorKind::UnknownName { name: field.clone(), near }.at(expr.span));
                };
                Ok(self.given(value))
            }
        }
    }

    fn named(&mut self, name: &Arc<str>, span: Span) -> Result<NodeId, MathError> {
        match self.names.get(name) {
            Some(Slot::One(id)) => match &self.tape[*id].value {
                Value::Formula(formula) => {
                    let formula = formula.clone();
                    self.inline(&formula, span)
                }
                _ => Ok(*id),
            },
            Some(Slot::Series(items)) => {
                let ids = items.range(1..).map(|(_, id)| *id).collect();
                self.listed(ids, &Expr { kind: ExprKind::Name(name.clone()), span })
            }
            None => match constant(name) {
                Some(number) => Ok(self.given(Value::scalar(number))),
                None => {
                    let near = near(name, self.names.keys().map(AsRef::as_ref)).map(Arc::from);
                    Err(MathErrorKind::UnknownName { name: name.clone(), near }.at(span))
                }
            },
        }
    }

    /// A list of nodes: one tensor where their shapes agree.
    fn listed(&mut self, ids: Operands, expr: &Expr) -> Result<NodeId, MathError> {
        let value = |id: &NodeId| &self.tape[*id].value;
        let same = ids.first().is_some_and(|first| {
            let like = value(first).shape();
            ids.iter().all(|id| matches!(value(id), Value::Number(_) | Value::Tensor(_)) && value(id).shape() == like)
        });
        if same {
            return self.apply(LISTED, ids, expr);
        }
        let items = ids.iter().map(|id| self.tape[*id].value.clone()).collect();
        Ok(self.given(Value::List(items)))
    }

    /// `and` and `or` look at the right side only where the left leaves it open.
    fn logic(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Result<NodeId, MathError> {
        let mut truth = |expr: &Expr| {
            let id = self.node(expr)?;
            let value = &self.tape[id].value;
            let error = Refusal::Type { expected: Sort::Truth, got: value.sort() };
            value.as_truth().map(|truth| (id, truth)).ok_or_else(|| error.by(op.sign()).at(expr.span))
        };
        let (id, first) = truth(left)?;
        if first == (op == BinaryOp::Or) { Ok(id) } else { Ok(truth(right)?.0) }
    }

    fn call(&mut self, name: &Arc<str>, arguments: &[Expr], expr: &Expr) -> Result<NodeId, MathError> {
        let Some(operation) = ops::find(name) else {
            // What is wrong inside is told first.
            arguments.iter().try_for_each(|argument| self.node(argument).map(drop))?;
            return Err(calls::unknown(name).at(expr.span));
        };
        match (operation.form, arguments) {
            (Some(Form::Gradient), [loss, by]) => self.gradient(loss, by, expr),
            (Some(Form::ValueAt), [formula, x]) => self.at(formula, x),
            (Some(Form::Derivative), [formula]) => self.derivative_of(formula, None, None, expr),
            (Some(Form::Derivative), [formula, by]) => self.derivative_of(formula, Some(by), None, expr),
            (Some(Form::Derivative), [formula, by, slip]) => self.derivative_of(formula, Some(by), Some(slip), expr),
            (Some(Form::Cases), [condition, a, b]) => {
                let id = self.node(condition)?;
                match self.tape[id].value {
                    Value::Truth(truth) => self.node(if truth { a } else { b }),
                    _ => {
                        let ids = smallvec![id, self.node(a)?, self.node(b)?];
                        self.operate(operation, ids, expr)
                    }
                }
            }
            (Some(form), _) if form.is_of_formulas() => {
                Err(operation.uncounted(arguments.len()).by(operation.name).at(expr.span))
            }
            _ => {
                let ids = arguments.iter().map(|argument| self.node(argument)).collect::<Result<_, _>>()?;
                self.operate(operation, ids, expr)
            }
        }
    }

    fn indexed(&mut self, base: &Expr, indices: &[Expr], expr: &Expr) -> Result<NodeId, MathError> {
        if let ExprKind::Name(name) = &base.kind
            && let Some(Slot::Series(_)) = self.names.get(name)
            && let Some((first, rest)) = indices.split_first()
        {
            let index = self.index(first)?;
            let Some(Slot::Series(items)) = self.names.get(name) else { return self.named(name, base.span) };
            let Some(id) = items.get(&index).copied() else {
                let from = items.keys().next().copied().unwrap_or(1);
                let to = items.keys().next_back().map_or(from, |last| last + 1);
                return Err(Refusal::Index { index, from, to }.by(INDEXED).at(expr.span));
            };
            if rest.is_empty() {
                return Ok(id);
            }
            let mut ids: Operands = smallvec![id];
            for index in rest {
                ids.push(self.node(index)?);
            }
            return self.apply(INDEXED, ids, expr);
        }
        let mut ids: Operands = smallvec![self.node(base)?];
        for index in indices {
            ids.push(self.node(index)?);
        }
        self.apply(INDEXED, ids, expr)
    }

    /// The same by the name of an operation.
    fn apply(&mut self, name: &str, ids: Operands, expr: &Expr) -> Result<NodeId, MathError> {
        match ops::find(name) {
            Some(operation) => self.operate(operation, ids, expr),
            None => Err(calls::unknown(name).at(expr.span)),
        }
    }

    /// Evaluates one operation within the bounds and puts its result on the tape.
    fn operate(&mut self, operation: &'static Operation, ids: Operands, expr: &Expr) -> Result<NodeId, MathError> {
        if let Some(value) = self.of_numbers(operation, &ids) {
            let value = value.map_err(|why| calls::refused(why, operation, expr))?;
            self.spend(1, 1.0).map_err(|kind| kind.at(expr.span))?;
            return Ok(self.make(value, operation, ids, expr));
        }
        let operand = |id: &NodeId| match self.lent {
            Some(first) if *id >= first => std::mem::replace(&mut self.tape[*id].value, Value::Absent),
            _ => self.tape[*id].value.clone(),
        };
        let mut operands: Vec<Value> = ids.iter().map(operand).collect();
        let shape = operation.shape(&operands).map_err(|why| calls::refused(why, operation, expr))?;
        let elements = shape.iter().try_fold(1_usize, |product, side| product.checked_mul(*side));
        let elements = elements.filter(|n| *n <= ELEMENTS);
        let elements = elements.ok_or_else(|| MathErrorKind::Limit(Bound::Elements).at(expr.span))?;
        let work = operation.work.map_or(elements as f64, |work| work(&operands)).max(1.0);
        self.spend(elements, work).map_err(|kind| kind.at(expr.span))?;
        let explain = operation.explain.filter(|_| self.inside.is_some());
        // A line for each element, a term for each multiply-add.
        let bounds = [(elements > LINES, Bound::Lines), (work > ELEMENTS as f64, Bound::Elements)];
        if let (Some(_), Some((_, bound))) = (explain, bounds.iter().find(|(reached, _)| *reached)) {
            return Err(MathErrorKind::Limit(*bound).at(expr.span));
        }
        let kept = explain.map(|explain| (explain, operands.clone()));
        let value = operation.compute(&mut operands).map_err(|why| calls::refused(why, operation, expr))?;
        if let (Some(lines), Some((explain, operands))) = (&mut self.inside, kept) {
            lines.extend(explain(&operands, &value));
            if lines.len() > LINES {
                return Err(MathErrorKind::Limit(Bound::Lines).at(expr.span));
            }
        }
        Ok(self.make(value, operation, ids, expr))
    }

    /// The result of an operation number by number on numbers alone: most of what is worked out by hand.
    fn of_numbers(&self, operation: &Operation, ids: &[NodeId]) -> Option<Outcome<Value>> {
        let number = |id: NodeId| if let Value::Number(x) = self.tape[id].value { Some(x) } else { None };
        let value = match (&operation.rule, ids) {
            (Rule::Elementwise { f, constant, .. }, [x]) => f(number(*x)?, *constant),
            (Rule::Binary { f, .. }, [x, y]) => f(number(*x)?, number(*y)?),
            _ => return None,
        };
        Some(if value.is_finite() { Ok(Value::Number(value)) } else { Err(Refusal::NotFinite) })
    }

    /// Counts elements and work, within the bounds.
    fn spend(&mut self, elements: usize, work: f64) -> Result<(), MathErrorKind> {
        self.elements += elements;
        if self.elements > TOTAL {
            return Err(MathErrorKind::Limit(Bound::Elements));
        }
        self.work += work;
        if !budget::spend(work) || self.work > WORK as f64 {
            return Err(MathErrorKind::Limit(Bound::Work));
        }
        Ok(())
    }

    /// Puts what an operation came to on the tape.
    fn make(&mut self, value: Value, operation: &'static Operation, ids: Operands, expr: &Expr) -> NodeId {
        let formula: Option<Arc<Expr>> = self.labels.then(|| expr.clone().into());
        self.tape.push(Node { value, made: Some((operation, ids)), label: formula.clone(), formula });
        self.tape.len() - 1
    }

    /// Adds lines to the steps inside operations, where they are asked for.
    pub(super) fn tell(&mut self, lines: impl FnOnce(&Self) -> Vec<Line>) {
        if self.inside.is_some() {
            let told = lines(self);
            if let Some(inside) = &mut self.inside {
                inside.extend(told);
                inside.truncate(LINES);
            }
        }
    }
}
