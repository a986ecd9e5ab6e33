//! A derivation as it is told: each step with the names that stand first in its formula and that no step shows.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use super::turn::Turn;
use super::{Derivation, Shown};
use crate::course::Bilingual;
use crate::course::spec::{Kind, Spec, Whether};
use crate::math::ops::Form;
use crate::math::parse::visit;
use crate::math::{Expr, ExprKind, Step, Value, render};

/// A formula longer than this, or one that decides between cases, tells less than its value.
const SHORT: usize = 40;

/// Definitions that hang on each other are followed so far.
const DEPTH: usize = 8;

/// A step with what its formula takes for known.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// The step.
    pub shown: &'a Shown,
    /// Its formula, by the names that a reader knows: what only goes by another name in it goes by its own.
    pub formula: Expr,
    /// The names that stand in it and in no step before it.
    pub introduced: Vec<Equation>,
}

/// What a name stands for: `u = log softmax(z) = [−0.4, −1.4]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    /// The name, with its index.
    pub left: Expr,
    /// Its formula, where that is short, and its value.
    pub sides: Vec<Expr>,
}

impl Equation {
    /// In LaTeX, without dollars.
    #[must_use]
    pub fn latex(&self) -> String {
        let sides =
            render::joined(&self.sides).map(|(joint, side)| format!(" {} {}", joint.latex(), render::latex(side)));
        render::latex(&self.left) + &sides.collect::<String>()
    }
}

/// In one line.
impl fmt::Display for Equation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::line(&self.left))?;
        render::joined(&self.sides).try_for_each(|(joint, side)| write!(f, " {joint} {}", render::line(side)))
    }
}

/// A name as a formula uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::calculation) struct Use {
    pub name: Arc<str>,
    /// The index, of one item of a sequence.
    pub index: Option<i64>,
}

impl Told<'_> {
    /// The turn that the step is taken in, where its formula asks for it: `t = 3`.
    #[must_use]
    pub fn turn(&self) -> Option<Equation> {
        let Turn::Count { name, number } = self.shown.turn.as_ref()? else { return None };
        let asked = self.uses().iter().any(|used| used.name == *name);
        let sides = vec![Expr::value(Value::scalar(*number as f64))];
        asked.then(|| Equation { left: Expr::name(name), sides })
    }

    /// The names that its formulas use.
    pub(in crate::calculation) fn uses(&self) -> Vec<Use> {
        let introduced = self.introduced.iter().flat_map(|equation| &equation.sides);
        introduced.chain([&self.formula]).flat_map(uses).collect()
    }
}

impl Derivation {
    /// These of its steps, in order, each with the names that stand first in it.
    pub fn told<'a>(&'a self, steps: impl IntoIterator<Item = &'a Shown>) -> Vec<Told<'a>> {
        let mut known: Vec<Use> = Vec::new();
        let mut told = Vec::new();
        for shown in steps {
            let mut introduced = Vec::new();
            let mut formula = self.by_own_names(&shown.trace.formula, shown.order, DEPTH);
            if self.is_dark(&formula, shown.order) {
                formula = Expr::value(shown.trace.value.clone());
            }
            self.introduce(&formula, shown.order, &mut known, &mut introduced, DEPTH);
            told.push(Told { shown, formula, introduced });
        }
        told
    }

    /// The values that a reader is told are given: what was said, and each default that a formula reads.
    pub fn stated<'a>(&'a self, spec: &'a Spec) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let told = self.told(&self.steps);
        let read: HashSet<Arc<str>> = told.iter().flat_map(Told::uses).map(|used| used.name).collect();
        let plays = move |flag: &str| spec.param(flag).is_some_and(|param| read.contains(&param.symbol));
        let stated = self.given.iter().filter(move |(flag, _)| self.said.contains(*flag) || plays(flag));
        stated.map(|(flag, value)| (&**flag, value))
    }

    /// What a reader should know of what is given: which variant of a network stands behind its name.
    #[must_use]
    pub fn remarks(&self, spec: &Spec) -> Vec<Bilingual> {
        let remark = |(flag, value): (&String, &Value)| match (&spec.param(flag)?.kind, value) {
            (Kind::Network(networks), Value::Text(text)) => networks.remark(text),
            _ => None,
        };
        self.given.iter().filter_map(remark).collect()
    }

    /// Adds what the names of a formula stand for that are bound by steps before `order` that are not shown.
    fn introduce(&self, formula: &Expr, order: usize, known: &mut Vec<Use>, into: &mut Vec<Equation>, depth: usize) {
        for used in uses(formula) {
            if depth == 0 || known.contains(&used) || self.is_shown(&used, order) {
                continue;
            }
            let Some((used, value, aside)) = self.aside(&used, order) else { continue };
            if known.contains(&used) {
                continue;
            }
            known.push(used.clone());
            let name = Expr::name(&used.name);
            let left = used.index.map_or_else(|| name.clone(), |index| name.clone().at(index));
            let formula = aside.filter(|trace| is_readable(trace) && !is_entry(&trace.formula));
            let formula = formula.map(|trace| self.by_own_names(&trace.formula, order, depth));
            let mut sides: Vec<Expr> = formula.into_iter().collect();
            for side in &sides {
                self.introduce(side, order, known, into, depth - 1);
            }
            if sides.first().is_some_and(|side| render::line(side) == render::line(&left)) {
                // `h₀ = h₀`: the item goes by the name of what is given.
                continue;
            }
            sides.push(Expr::value(value));
            sides.dedup_by(|a, b| render::line(a) == render::line(b));
            into.push(Equation { left, sides });
        }
    }

    /// A formula with each name that stands for nothing but another one replaced by that: `F Fᵀ` is `X Xᵀ` where no
    /// step shows `F = X`, and `g₁` stands for `d₁ = g₁`.
    fn by_own_names(&self, formula: &Expr, order: usize, depth: usize) -> Expr {
        let meant = |used: &Use| {
            let known = depth == 0 || self.is_shown(used, order);
            let (of, _, trace) = self.aside(used, order).filter(|_| !known)?;
            let named = |trace: &&Step| is_name(&trace.formula) && !is_entry(&trace.formula);
            let meant = self.by_own_names(&trace.filter(named)?.formula, order, depth - 1);
            Some((of.index, meant))
        };
        formula.replace(&mut |part| match &part.kind {
            ExprKind::Name(name) => meant(&Use { name: name.clone(), index: None }).map(|(_, meant)| meant),
            ExprKind::Index(base, indices) => {
                let ExprKind::Name(name) = &base.kind else { return None };
                let index = Some(literal(indices.first()?)?);
                let (of, meant) = meant(&Use { name: name.clone(), index })?;
                let left = if of.is_some() { &indices[1..] } else { indices };
                Some(if left.is_empty() {
                    meant
                } else {
                    Expr { kind: ExprKind::Index(Box::new(meant), left.to_vec()), span: part.span }
                })
            }
            _ => None,
        })
    }

    /// Whether a formula is no more than a name of what no step shows and whose own formula tells nothing.
    fn is_dark(&self, formula: &Expr, order: usize) -> bool {
        let ExprKind::Name(name) = &formula.kind else { return false };
        let used = Use { name: name.clone(), index: None };
        let dark = |trace: Option<&Step>| trace.is_some_and(|trace| !is_readable(trace));
        !self.is_shown(&used, order) && self.aside(&used, order).is_some_and(|(.., trace)| dark(trace))
    }

    /// Whether the last step before `order` that binds a name is shown by itself.
    fn is_shown(&self, used: &Use, order: usize) -> bool {
        let last = |steps: &[Shown]| steps.iter().filter(|step| binds(step, used, order)).map(|s| s.order).max();
        last(&self.steps) > last(&self.asides)
    }

    /// What a step that is not shown binds a name to, and by which formula: the item, or all that it is made of.
    fn aside(&self, used: &Use, order: usize) -> Option<(Use, Value, Option<&Step>)> {
        let before = |name: &Arc<str>| {
            let name = name.clone();
            self.asides.iter().rev().filter(move |aside| aside.order < order && aside.trace.name == name)
        };
        let whole = || before(&used.name).find(|aside| aside.trace.index.is_none());
        let item = used.index.and_then(|_| before(&used.name).find(|aside| aside.trace.index == used.index));
        if let Some(aside) = item.or_else(whole) {
            let used = Use { name: used.name.clone(), index: aside.trace.index };
            return Some((used, aside.trace.value.clone(), Some(&aside.trace)));
        }
        // A list of which a reader would see the other items alone is none: those that are shown belong to it.
        let is_item = |step: &&Shown| step.trace.index > Some(0);
        let shown = self.steps.iter().filter(|step| step.order < order && step.trace.name == used.name);
        let aside = before(&used.name).any(|aside| is_item(&aside));
        let mut items: Vec<&Shown> = before(&used.name).chain(shown).filter(is_item).collect();
        items.sort_by_key(|item| (item.trace.index, Reverse(item.order)));
        items.dedup_by_key(|item| item.trace.index);
        let all = Value::stack(items.iter().map(|item| item.trace.value.clone()).collect());
        aside.then(|| (Use { name: used.name.clone(), index: None }, all, None))
    }
}

/// Whether a step before `order` binds a name, or the item of it that is meant.
fn binds(step: &Shown, used: &Use, order: usize) -> bool {
    let item = used.index.is_none() || step.trace.index.is_none() || step.trace.index == used.index;
    step.order < order && step.trace.name == used.name && item
}

/// Whether an expression is a name, or one item of what it names.
fn is_name(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Index(base, indices) => indices.iter().all(|index| literal(index).is_some()) && is_name(base),
        _ => false,
    }
}

/// Whether an expression is an entry of a table: `layers[1,3]` tells a reader less than the name that it was given.
fn is_entry(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Index(_, indices) if indices.len() > 1)
}

/// Whether a step's formula tells more than its value.
fn is_readable(trace: &Step) -> bool {
    let mut plain = render::is_notation(&trace.formula);
    visit(&trace.substituted, &mut |part| {
        plain &= match &part.kind {
            ExprKind::Text(_) | ExprKind::Value(Value::Truth(_) | Value::Record(_)) => false,
            ExprKind::Call(..) => part.form() != Some(Form::Cases) && Whether::of(part).is_none(),
            _ => true,
        };
    });
    plain && render::line(&trace.formula).chars().count() <= SHORT
}

/// The names that a formula uses, in order, each once.
pub(in crate::calculation) fn uses(formula: &Expr) -> Vec<Use> {
    let mut found: Vec<Use> = Vec::new();
    let mut indexed = Vec::new();
    visit(formula, &mut |part| {
        let used = match &part.kind {
            ExprKind::Index(base, indices) => {
                let ExprKind::Name(name) = &base.kind else { return };
                let index = indices.first().and_then(literal);
                // The base itself is visited next.
                indexed.push(std::ptr::from_ref(&**base));
                Use { name: name.clone(), index }
            }
            ExprKind::Name(_) if indexed.contains(&std::ptr::from_ref(part)) => return,
            ExprKind::Name(name) => Use { name: name.clone(), index: None },
            _ => return,
        };
        if !found.contains(&used) {
            found.push(used);
        }
    });
    found
}

/// A whole number that stands as such.
fn literal(index: &Expr) -> Option<i64> {
    let number = match &index.kind {
        ExprKind::Number(number, _) => Some(*number),
        ExprKind::Value(value) => value.as_scalar(),
        _ => None,
    };
    number.filter(|number| number.fract() == 0.0).map(|number| number as i64)
}
