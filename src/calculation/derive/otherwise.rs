//! What comes of a calculation otherwise: by a typical mistake, under another convention, from a student's own earlier
//! answers, or with every value rounded on the way.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use super::change::{At, Change};
use super::needed::needed;
use super::parts::{Other, Plan, Where};
use super::{Derivation, Detail, Run};
use crate::calculation::given::{Given, GivenError};
use crate::course::spec::{Convention, Mistake, Place, Spec, Step};
use crate::math::{Expr, Value};

/// Values by answer key.
pub type Answers = IndexMap<String, Value>;

/// A calculation worked out to its end, which also keeps how it stood where a change could set in: what stands before
/// a changed step is worked out once for all changes.
#[derive(Debug)]
pub struct Base<'a> {
    /// How it stood before the first step.
    start: Run<'a>,
    run: Run<'a>,
    /// Groups of steps that run together, and how it stood before each.
    forks: Vec<(Range<usize>, Run<'a>)>,
    /// One past the last step that gives something wanted.
    end: usize,
}

impl<'a> Base<'a> {
    /// Works out every step; changes of steps that `changes` names can be tried for their effect on the wanted answers.
    ///
    /// # Errors
    /// What is wrong with the given values.
    pub fn whole(
        spec: &'a Spec,
        given: &Given,
        wanted: &[String],
        changes: fn(&Step, &[String]) -> bool,
    ) -> Result<Self, GivenError> {
        let run = Run::new(spec, given, Detail::Answers)?;
        Self::of(run, wanted, changes)
    }

    /// Works out what the wanted answers need; every mistake and convention on the way to them can be tried.
    ///
    /// # Errors
    /// What is wrong with the given values.
    pub fn towards(spec: &'a Spec, given: &Given, wanted: &[String]) -> Result<Self, GivenError> {
        let mut run = Run::new(spec, given, Detail::Answers)?;
        run.plan.needed = Some(needed(spec, wanted));
        Self::of(run, wanted, |step, _| !(step.mistakes.is_empty() && step.conventions.is_empty()))
    }

    fn of(mut run: Run<'a>, wanted: &[String], changes: fn(&Step, &[String]) -> bool) -> Result<Self, GivenError> {
        let steps = &run.plan.spec.steps;
        let gives = |step: &Step| wanted.iter().any(|key| step.gives(key));
        let end = steps.iter().rposition(gives).map_or(0, |last| last + 1);
        let all = run.plan.needed.clone().unwrap_or_else(|| needed(run.plan.spec, wanted));
        let start = run.fork(wanted, &all);
        let mut forks = Vec::new();
        let mut at = 0;
        while at < steps.len() {
            let group = at..at + run.group(at);
            if group.start < end && group.clone().any(|at| all[at] && changes(&steps[at], wanted)) {
                forks.push((group, run.fork(wanted, &all)));
            }
            at = run.take_group(at)?;
        }
        Ok(Self { start, run, forks, end })
    }

    /// The answer of a key.
    #[must_use]
    pub fn answer(&self, key: &str) -> Option<&Value> {
        self.run.outcome.answers.get(key)
    }

    /// What a step came to, by its name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value> {
        self.run.bound.machine.get(name)
    }

    /// The step that gave an answer.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&'a Step> {
        self.run.plan.spec.steps.get(self.run.outcome.answers.source(key)?)
    }

    /// Whether the condition of the draw that stands at a place of the file holds; one whose names stand for nothing
    /// does.
    ///
    /// # Errors
    /// A condition that cannot be worked out.
    pub fn satisfies(&mut self, at: usize, condition: &Expr) -> Result<bool, GivenError> {
        self.run.at.place = At::Acceptance(at);
        let condition = self.run.answered(condition).into_owned();
        Ok(!self.run.unknown(&condition).is_empty() || self.run.holds(&condition)?)
    }

    /// The wanted answers where every step's value is rounded to so many significant digits before it is used.
    #[must_use]
    pub fn rounded(&self, digits: u32) -> Option<Answers> {
        let mut run = self.start.clone();
        run.other.digits = Some(digits);
        run.go_on(0, self.end)
    }

    /// The wanted answers with one step changed; `None` where the change does not apply, has no effect on them or
    /// cannot be worked out.
    #[must_use]
    pub fn changed(&self, change: Change<'a>) -> Option<Answers> {
        self.changed_together(vec![change]).ok().flatten()
    }

    /// The same with several steps changed at once: those of them that are taken.
    ///
    /// # Errors
    /// A changed formula that cannot be worked out.
    fn changed_together(&self, mut changes: Vec<Change<'a>>) -> Result<Option<Answers>, GivenError> {
        changes.retain(|change| self.run.bound.taken[change.origin.step] && self.run.is_needed(change.origin.step));
        let Some(last) = changes.iter().map(|change| change.origin.step).max() else { return Ok(None) };
        let Some((group, fork)) =
            self.forks.iter().find(|(group, _)| changes.iter().any(|c| group.contains(&c.origin.step)))
        else {
            return Ok(None);
        };
        changes.retain(|change| fork.is_needed(change.origin.step));
        let mut branch = fork.clone();
        branch.other.changes = changes;
        let mut at = group.start;
        while at <= last {
            at = branch.take_group(at)?;
        }
        Ok(if branch.other.applied { branch.go_on(at, self.end) } else { None })
    }
}

/// A mistake that applies.
#[derive(Debug)]
pub struct Mistaken {
    /// The step that it is made in, by its place in the file: several may have one of this id.
    pub step: usize,
    /// The mistake.
    pub mistake: Arc<Mistake>,
    /// What it comes to.
    pub answers: Answers,
}

/// What every convention and mistake that applies gives.
#[derive(Debug, Default)]
pub struct Otherwise {
    /// Right elsewhere.
    pub conventions: Vec<(Arc<Convention>, Answers)>,
    /// Wrong.
    pub mistakes: Vec<Mistaken>,
    /// Those whose condition or formula cannot be worked out with these values.
    pub failed: Vec<(Alternative, GivenError)>,
}

/// A mistake or a convention.
#[derive(Clone, Debug)]
pub enum Alternative {
    /// A mistake of one step.
    Mistake(Arc<Mistake>),
    /// A convention of all steps that have it.
    Convention(Arc<Convention>),
}

impl Alternative {
    /// Whether it is this mistake, or this convention.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Mistake(one), Self::Mistake(other)) => Arc::ptr_eq(one, other),
            (Self::Convention(one), Self::Convention(other)) => one.id == other.id,
            (Self::Mistake(_), Self::Convention(_)) | (Self::Convention(_), Self::Mistake(_)) => false,
        }
    }

    /// Where it stands in the file, of a convention each place of it.
    #[must_use]
    pub fn places(&self, spec: &Spec) -> Vec<Place> {
        let steps = || spec.steps.iter().enumerate();
        let changes: Vec<Change<'_>> = match self {
            Self::Mistake(one) => {
                let all = steps().flat_map(|(at, step)| Change::mistakes(at, step));
                all.filter(|(_, mistake)| Arc::ptr_eq(mistake, one)).map(|(change, _)| change).collect()
            }
            Self::Convention(one) => {
                let all = steps().flat_map(|(at, step)| Change::conventions(at, step));
                all.filter(|(_, convention)| convention.id == one.id).map(|(change, _)| change).collect()
            }
        };
        changes.into_iter().map(|change| change.origin.place()).collect()
    }
}

impl Otherwise {
    /// What they give for some answers of a calculation with these values.
    #[must_use]
    pub fn of(spec: &Spec, given: &Given, wanted: &[String]) -> Self {
        let Ok(base) = Base::towards(spec, given, wanted) else { return Self::default() };
        let mut all = Self::default();
        all.follow_conventions(spec, &base);
        for (change, mistake) in spec.steps.iter().enumerate().flat_map(|(at, step)| Change::mistakes(at, step)) {
            match base.changed_together(vec![change]) {
                Ok(Some(answers)) => {
                    all.mistakes.push(Mistaken { step: change.origin.step, mistake: mistake.clone(), answers });
                }
                Ok(None) => {}
                Err(why) => all.failed.push((Alternative::Mistake(mistake.clone()), why)),
            }
        }
        all
    }

    /// What the conventions alone give.
    #[must_use]
    pub fn by_conventions(spec: &Spec, given: &Given, wanted: &[String]) -> Vec<(Arc<Convention>, Answers)> {
        let Ok(base) = Base::towards(spec, given, wanted) else { return Vec::new() };
        let mut all = Self::default();
        all.follow_conventions(spec, &base);
        all.conventions
    }

    fn follow_conventions<'a>(&mut self, spec: &'a Spec, base: &Base<'a>) {
        // Whoever follows a convention does so in every step that has it.
        let mut by_id: IndexMap<&str, (&Arc<Convention>, Vec<Change<'a>>)> = IndexMap::new();
        let steps = spec.steps.iter().enumerate().filter(|(at, _)| base.run.bound.taken[*at]);
        for (change, convention) in steps.flat_map(|(at, step)| Change::conventions(at, step)) {
            by_id.entry(&*convention.id).or_insert((convention, Vec::new())).1.push(change);
        }
        for (convention, changes) in by_id.into_values() {
            match base.changed_together(changes) {
                Ok(Some(answers)) => self.conventions.push((convention.clone(), answers)),
                Ok(None) => {}
                Err(why) => self.failed.push((Alternative::Convention(convention.clone()), why)),
            }
        }
    }
}

impl Run<'_> {
    /// The same run from here on towards the wanted answers, of which it keeps those that are there.
    fn fork(&self, wanted: &[String], needed: &Arc<[bool]>) -> Self {
        Self {
            plan: Plan { detail: Detail::Answers, needed: Some(needed.clone()), ..self.plan.clone() },
            bound: self.bound.clone(),
            outcome: self.outcome.towards(wanted),
            other: Other { changes: Vec::new(), applied: false, ..self.other.clone() },
            at: Where::at(self.at.place),
        }
    }

    /// Takes the groups from `at` to `end`; the answers.
    fn go_on(mut self, mut at: usize, end: usize) -> Option<Answers> {
        while at < end {
            at = self.take_group(at).ok()?;
        }
        Some(self.outcome.answers.values())
    }

    /// Whether the step at a place is taken at all.
    pub(super) fn is_needed(&self, at: usize) -> bool {
        self.plan.needed.as_ref().is_none_or(|needed| needed[at])
    }
}

/// The wanted answers where some of them are what a student says: every later step goes on from those.
#[must_use]
pub fn followed(spec: &Spec, given: &Given, said: &Answers, wanted: &[String]) -> Option<Answers> {
    let mut run = Run::new(spec, given, Detail::Answers).ok()?;
    run.other.said = Some(said);
    run.plan.needed = Some(needed(spec, wanted));
    run.go_on(0, spec.steps.len())
}

/// The whole way with one mistake made; nothing where it cannot be gone.
#[must_use]
pub fn by_mistake(spec: &Spec, given: &Given, made: &Mistaken, wanted: &[String]) -> Option<Derivation> {
    let Mistaken { step, mistake, .. } = made;
    let mut run = Run::new(spec, given, Detail::Steps).ok()?;
    run.plan.needed = Some(needed(spec, wanted));
    let mut changes = Change::mistakes(*step, spec.steps.get(*step)?);
    run.other.changes = vec![changes.find(|(_, other)| Arc::ptr_eq(other, mistake))?.0];
    run.steps().ok()?;
    Some(run.finish())
}
