//! What a run of a calculation consists of.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::answers::Answered;
use super::change::{At, Change};
use super::stated::Stated;
use super::variables::Variables;
use super::{Detail, Missing, Shown};
use crate::calculation::given::Given;
use crate::course::spec::Spec;
use crate::math::{Machine, Value};

/// What is worked out, and how much of it.
#[derive(Clone, Debug)]
pub(super) struct Plan<'a> {
    pub spec: &'a Spec,
    pub detail: Detail,
    /// Values by flag, defaults included.
    pub given: Arc<Given>,
    /// The flags that were given.
    pub flags: Arc<HashSet<String>>,
    /// The variables of formulas that were given.
    pub variables: Arc<Variables>,
    /// The steps that are taken at all, by their place in the file; all where nothing is said.
    pub needed: Option<Arc<[bool]>>,
}

impl<'a> Plan<'a> {
    pub fn new(spec: &'a Spec, given: &Given, detail: Detail) -> Self {
        let flags = Arc::new(given.keys().cloned().collect());
        Self { spec, detail, given: Arc::default(), flags, variables: Arc::default(), needed: None }
    }
}

/// What names stand for so far.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub machine: Machine,
    /// Names that stand for nothing, with the flags that would change that.
    pub absent: HashMap<Arc<str>, Vec<String>>,
    /// Which steps were taken, by their place in the file.
    pub taken: Vec<bool>,
    /// Of each step whose condition asks for parameters alone: whether it holds, once that is known.
    pub held: Vec<Option<bool>>,
}

impl Bound {
    pub fn new(spec: &Spec, detail: Detail) -> Self {
        let machine = if detail == Detail::Inside { Machine::tracing() } else { Machine::new() };
        let steps = spec.steps.len();
        Self { machine, absent: HashMap::new(), taken: vec![false; steps], held: vec![None; steps] }
    }
}

/// What has come of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub shown: Vec<Shown>,
    /// Steps that are not shown by themselves.
    pub asides: Vec<Shown>,
    /// Steps taken so far, shown or not.
    pub order: usize,
    pub answers: Answered,
    pub missing: Vec<Missing>,
    /// Further columns beside the table of an answer.
    pub columns: Vec<(String, String, Value)>,
}

impl Outcome {
    /// Nothing but the wanted answers of what is there.
    pub fn towards(&self, wanted: &[String]) -> Self {
        let answers = self.answers.of(|key| wanted.iter().any(|wanted| wanted == key));
        Self { order: self.order, answers, ..Self::default() }
    }
}

/// What is otherwise than the file says.
#[derive(Clone, Debug, Default)]
pub(super) struct Other<'a> {
    /// Steps with another formula.
    pub changes: Vec<Change<'a>>,
    /// Whether one of these was used.
    pub applied: bool,
    /// What a student says for answers.
    pub said: Option<&'a IndexMap<String, Value>>,
    /// What a student says for steps.
    pub stated: Option<&'a Stated>,
    /// Significant digits to which every value is rounded.
    pub digits: Option<u32>,
}

/// Where the run is.
#[derive(Clone, Debug)]
pub(super) struct Where {
    /// What is being worked out.
    pub place: At,
    /// The turn of a range that is being taken.
    pub turn: Option<(Arc<str>, i64)>,
    /// An alias of a step that runs over variables, and the variable it stands for.
    pub alias: Option<(Arc<str>, Arc<str>)>,
}

impl Where {
    /// Outside all turns.
    pub const fn at(place: At) -> Self {
        Self { place, turn: None, alias: None }
    }
}
