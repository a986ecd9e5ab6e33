//! Given values → the steps of a calculation and its answers.

mod answers;
mod blame;
pub mod change;
mod left_out;
pub(super) mod needed;
pub mod otherwise;
mod parameters;
mod parts;
mod require;
pub mod stated;
pub mod told;
pub mod turn;
mod variables;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::given::{Given, GivenError};
use crate::course::spec::{Inside, Spec, Step, Turns};
use crate::math::limits::LINES;
use crate::math::parse::visit;
use crate::math::{self, Expr, ExprKind, Line, Machine, Value, names, number};
use change::At;
use parts::{Bound, Other, Outcome, Plan, Where};
use turn::Turn;

/// How much of the way is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The answers alone.
    Answers,
    /// Every step.
    Steps,
    /// Every step, and the steps inside its operations.
    Inside,
}

/// A calculation worked out.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// Values by flag, defaults included.
    pub given: Given,
    /// The flags that were given, not defaulted.
    pub said: HashSet<String>,
    /// The steps in order; empty where only the answers are wanted.
    pub steps: Vec<Shown>,
    /// Steps that are not shown by themselves: what their names stand for is told where a shown formula uses them.
    pub asides: Vec<Shown>,
    /// Values by answer key.
    pub answers: IndexMap<String, Value>,
    /// The step that gave each answer, by its place in the calculation's file.
    pub sources: HashMap<String, usize>,
    /// Answers that were left out, and the flags that would add them.
    pub missing: Vec<Missing>,
    /// Lists that stand as further columns beside the table of an answer: its key, their name, their values.
    pub columns: Vec<(String, String, Value)>,
}

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its place in the calculation's file.
    pub step: usize,
    /// When it was taken, among all steps.
    pub order: usize,
    /// The turn it was taken in.
    pub turn: Option<Turn>,
    /// The answer keys it gave.
    pub keys: Vec<String>,
    /// How its value came about.
    pub trace: math::Step,
    /// The computational graph under it, forward.
    pub graph: Vec<Line>,
}

/// Answers that need more than was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The answer keys.
    pub keys: Vec<String>,
    /// The flags that would add them.
    pub flags: Vec<String>,
    /// What was given and cannot stand beside these flags.
    pub instead_of: Vec<String>,
}

/// Works a calculation out.
///
/// # Errors
/// What is wrong with the given values, naming the flag.
pub fn derive(spec: &Spec, given: &Given, detail: Detail) -> Result<Derivation, GivenError> {
    let mut run = Run::new(spec, given, detail)?;
    run.steps()?;
    Ok(run.finish())
}

/// A calculation being worked out.
#[derive(Clone, Debug)]
struct Run<'a> {
    plan: Plan<'a>,
    bound: Bound,
    outcome: Outcome,
    other: Other<'a>,
    at: Where,
}

impl<'a> Run<'a> {
    fn new(spec: &'a Spec, given: &Given, detail: Detail) -> Result<Self, GivenError> {
        let mut run = Self {
            plan: Plan::new(spec, given, detail),
            bound: Bound::new(spec, detail),
            outcome: Outcome::default(),
            other: Other::default(),
            at: Where::at(At::Parameter(0, None)),
        };
        run.parameters(given)?;
        run.requirements(&spec.require, None, None)?;
        Ok(run)
    }

    fn steps(&mut self) -> Result<(), GivenError> {
        let mut at = 0;
        while at < self.plan.spec.steps.len() {
            at = self.take_group(at)?;
        }
        Ok(())
    }

    /// How many steps from `at` on run together.
    fn group(&self, at: usize) -> usize {
        let steps = &self.plan.spec.steps[at..];
        match &steps[0].turns {
            None => 1,
            turns => steps.iter().take_while(|s| s.turns == *turns).count(),
        }
    }

    /// Takes the steps that run together from `at` on, and gives the place after them.
    fn take_group(&mut self, at: usize) -> Result<usize, GivenError> {
        let group = at..at + self.group(at);
        if !group.clone().any(|at| self.is_needed(at)) {
            return Ok(group.end);
        }
        match &self.plan.spec.steps[at].turns {
            None => self.take(at, None)?,
            Some(Turns::Range { name, from, to, step }) => self.range(group.clone(), name, (from, to, *step))?,
            Some(Turns::Variables { name, of }) => {
                let given = self.plan.given.clone();
                if let Some(Value::Record(fields)) = given.get(&**of) {
                    for variable in fields.keys() {
                        for step in group.clone() {
                            self.take_for(step, name, variable)?;
                        }
                    }
                }
            }
        }
        Ok(group.end)
    }

    /// Takes a group of steps turn by turn, then gathers the sequences that are answers as a whole.
    fn range(
        &mut self,
        group: std::ops::Range<usize>,
        name: &Arc<str>,
        range: (&Expr, &Expr, i64),
    ) -> Result<(), GivenError> {
        let (from, to, step) = range;
        let unknown: Vec<Arc<str>> = self.unknown(from).into_iter().chain(self.unknown(to)).collect();
        if !unknown.is_empty() {
            for at in group {
                self.leave_out(&self.plan.spec.steps[at], &unknown, None);
            }
            return Ok(());
        }
        let needed: Vec<usize> = group.clone().filter(|at| self.is_needed(*at)).collect();
        self.at.place = At::Step(group.start, "for");
        let turns = self.turns((from, to, step))?;
        let least = turns.iter().copied().min();
        for turn in turns {
            self.bound.machine.set(name, Value::scalar(turn as f64));
            self.at.turn = Some((name.clone(), turn));
            for at in &needed {
                self.take(*at, Some((name, turn)))?;
            }
        }
        self.at.turn = None;
        self.bound.machine.unset(name);
        for at in group.filter(|at| self.bound.taken[*at]).collect::<Vec<_>>() {
            let step = &self.plan.spec.steps[at];
            if let [key] = step.keys.as_slice()
                && !key.contains('{')
                && !self.bound.absent.contains_key(&step.binding.name)
                && let Some(value) =
                    self.bound.machine.get_from(&step.binding.name, self.first_item(key, step, (name, least)))
            {
                self.outcome.answers.insert(key, value, at);
            }
        }
        Ok(())
    }

    /// The first item of a list that is an answer: 1, or what a step outside the turns gives of it, or 0 where the turns
    /// count from there.
    fn first_item(&self, key: &str, step: &Step, (turn, least): (&Arc<str>, Option<i64>)) -> i64 {
        let name = &step.binding.name;
        let start = self.plan.spec.steps.iter().find(|step| {
            step.turns.is_none() && step.binding.name == *name && step.keys.iter().any(|known| *known == key)
        });
        let number = |index: &Expr, machine: &mut Machine| Some(machine.evaluate(index).ok()?.as_scalar()? as i64);
        let outside = start.and_then(|step| number(step.binding.index.as_ref()?, &mut Machine::new()));
        let within = || {
            let mut machine = Machine::new();
            machine.set(turn, Value::scalar(least? as f64));
            number(step.binding.index.as_ref()?, &mut machine).filter(|first| *first < 1)
        };
        outside.or_else(within).unwrap_or(1)
    }

    /// The turns of a range.
    fn turns(&mut self, range: (&Expr, &Expr, i64)) -> Result<Vec<i64>, GivenError> {
        let (from, to, step) = range;
        let mut bound = |expr: &Expr| {
            let value = self.bound.machine.evaluate(expr).map_err(|error| self.failed(expr, error))?;
            Ok(value.as_scalar().unwrap_or(0.0) as i64)
        };
        let (from, to) = (bound(from)?, bound(to)?);
        if from.abs_diff(to) > LINES as u64 {
            let error = math::MathErrorKind::Limit(math::limits::Bound::Lines).at(math::Span::default());
            return Err(self.failed(range.1, error));
        }
        let turns = std::iter::successors(Some(from), |turn| Some(turn + step));
        Ok(turns.take_while(|turn| if step > 0 { *turn <= to } else { *turn >= to }).collect())
    }

    /// Takes a step for one variable of bindings, under the variable's own name.
    fn take_for(&mut self, at: usize, alias: &str, variable: &Arc<str>) -> Result<(), GivenError> {
        let step = &self.plan.spec.steps[at];
        let mut binding = step.binding.clone();
        let inner = variables::inner(variable);
        binding.body = variables::renamed(&binding.body, |name| (**name == *alias).then(|| inner.clone()));
        binding.name = binding.name.replace(&format!("_{alias}"), &format!("_{variable}")).into();
        let keys: Vec<String> = step.keys.iter().map(|k| k.replace(&format!("{{{alias}}}"), variable)).collect();
        self.at.alias = Some((alias.into(), inner));
        let taken = self.evaluate(at, &binding, &keys, Some(Turn::Variable(variable.clone())));
        self.at.alias = None;
        taken
    }

    fn take(&mut self, at: usize, turn: Option<(&Arc<str>, i64)>) -> Result<(), GivenError> {
        let step = &self.plan.spec.steps[at];
        if self.bound.held[at] == Some(false) {
            return Ok(());
        }
        if let Some(when) = step.when.as_ref().filter(|_| self.bound.held[at].is_none()) {
            self.at.place = At::Step(at, "when");
            let when = self.answered(when);
            let mut unknown = self.unknown(&when);
            if !unknown.is_empty() {
                unknown.extend(self.unknown(&step.binding.body));
                self.leave_out(step, &unknown, turn);
                return Ok(());
            }
            let holds = self.holds(&when)?;
            if step.settled {
                self.bound.held[at] = Some(holds);
            }
            if !holds {
                self.conditional(step, turn);
                return Ok(());
            }
        }
        let unknown = self.unknown(&step.binding.body);
        if !unknown.is_empty() {
            self.leave_out(step, &unknown, turn);
            return Ok(());
        }
        self.requirements(&step.require, Some(at), turn)?;
        let keys: Cow<'_, [String]> = match turn {
            Some((name, turn)) if !step.keys.is_empty() => {
                let mark = format!("{{{name}}}");
                step.keys.iter().filter(|k| k.contains(&mark)).map(|k| k.replace(&mark, &turn.to_string())).collect()
            }
            // One item of a list is not the list.
            None if step.binding.index.is_some() => Cow::Borrowed(&[]),
            _ => Cow::Borrowed(&step.keys),
        };
        self.bound.absent.remove(&step.binding.name);
        let turn = turn.filter(|_| self.plan.detail > Detail::Answers);
        let turn = turn.map(|(name, number)| Turn::Count { name: name.clone(), number });
        self.evaluate(at, &step.binding, &keys, turn)
    }

    fn evaluate(
        &mut self,
        at: usize,
        binding: &math::Binding,
        keys: &[String],
        turn: Option<Turn>,
    ) -> Result<(), GivenError> {
        let step = &self.plan.spec.steps[at];
        self.bound.taken[at] = true;
        self.at.place = At::Step(at, "let");
        let mut binding = Cow::Borrowed(binding);
        if let Some(formula) = self.changed(at)? {
            binding.to_mut().body = formula;
        }
        self.outcome.order += 1;
        if let Some(body) = self
            .at
            .turn
            .as_ref()
            .filter(|_| self.plan.detail > Detail::Answers)
            .map(|turn| turn::case(&binding.body, turn))
        {
            binding.to_mut().body = body;
        }
        let mut value = if self.plan.detail == Detail::Answers {
            self.bound.machine.bind(&binding).map_err(|error| self.refused(step, &binding.body, error))?
        } else {
            let inside = (self.plan.detail == Detail::Inside || step.inside == Inside::Always) && !step.hidden;
            let trace = self.bound.machine.step(&binding, inside);
            let trace = trace.map_err(|error| self.refused(step, &binding.body, error))?;
            let graph = if self.plan.detail == Detail::Inside && step.graph {
                self.bound.machine.graph(&binding.name)
            } else {
                Vec::new()
            };
            let value = trace.value.clone();
            if !trace.inside.iter().chain(&graph).all(|line| line.value.is_finite()) {
                return Err(self.infinite(&binding.body));
            }
            let told = if step.hidden { self.outcome.asides.len() } else { self.outcome.shown.len() };
            if told < LINES {
                let (trace, graph) = (self.in_turn(trace), self.lines_in_turn(graph));
                let shown = Shown {
                    step: at,
                    order: self.outcome.order,
                    turn: turn.clone(),
                    keys: keys.to_vec(),
                    trace,
                    graph,
                };
                let shown = self.plan.variables.shown(shown);
                if step.hidden { &mut self.outcome.asides } else { &mut self.outcome.shown }.push(shown);
            }
            value
        };
        if !value.is_finite() {
            return Err(self.infinite(&binding.body));
        }
        if let Some(other) = self.other.digits.and_then(|digits| number::rounded(&value, digits)) {
            self.bound.machine.amend(&binding.name, other.clone());
            value = other;
        }
        if let Some(said) = self.other.said
            && let Some(other) = answers::overridden(keys, &value, said)
        {
            value = other;
            let body = Expr::value(value.clone());
            let again = math::Binding { name: binding.name.clone(), index: binding.index.clone(), body };
            self.bound.machine.bind(&again).map_err(|error| self.failed(&again.body, error))?;
        }
        self.go_on_from(at, turn, &binding);
        if let Some(answer) = &step.beside {
            self.outcome.columns.push((answer.clone(), binding.name.to_string(), value.clone()));
        }
        self.outcome.answers.keep(keys, self.plan.variables.plain(value), at);
        Ok(())
    }

    /// A step that cannot be taken for what was given.
    fn refused(&self, step: &Step, body: &Expr, error: math::MathError) -> GivenError {
        let failed = self.failed(body, error);
        match &step.undefined {
            Some(say) => self.undefined(say, failed),
            None => failed,
        }
    }

    /// An expression of a step, with the variable in place of its alias.
    fn own<'e>(&self, expr: &'e Expr) -> Cow<'e, Expr> {
        match &self.at.alias {
            None => Cow::Borrowed(expr),
            Some((alias, inner)) => {
                Cow::Owned(variables::renamed(expr, |name| (**name == **alias).then(|| inner.clone())))
            }
        }
    }

    /// The names of an expression that stand for nothing.
    fn unknown(&self, expr: &Expr) -> Vec<Arc<str>> {
        let mut known = true;
        visit(expr, &mut |part| {
            if let ExprKind::Name(name) = &part.kind {
                known &= self.bound.machine.knows(name);
            }
        });
        if known {
            return Vec::new();
        }
        let steps = |name: &Arc<str>| self.plan.spec.steps.iter().any(|s| s.binding.name == *name);
        let found = names(expr).into_iter();
        found
            .filter(|name| {
                !self.bound.machine.knows(name)
                    && (self.bound.absent.contains_key(name) || steps(name) || self.plan.spec.by_symbol(name).is_some())
            })
            .collect()
    }

    fn holds(&mut self, when: &Expr) -> Result<bool, GivenError> {
        let value = self.bound.machine.evaluate(when).map_err(|error| self.failed(when, error))?;
        Ok(value.as_truth() == Some(true))
    }

    fn finish(mut self) -> Derivation {
        for missing in &mut self.outcome.missing {
            missing.keys.retain(|key| self.outcome.answers.get(key).is_none());
        }
        self.outcome.missing.retain(|missing| !missing.keys.is_empty());
        let (answers, sources) = self.outcome.answers.apart();
        Derivation {
            given: Arc::unwrap_or_clone(self.plan.given),
            said: Arc::unwrap_or_clone(self.plan.flags),
            steps: self.outcome.shown,
            asides: self.outcome.asides,
            answers,
            sources,
            missing: self.outcome.missing,
            columns: self.outcome.columns,
        }
    }
}

#[cfg(test)]
mod tests;
