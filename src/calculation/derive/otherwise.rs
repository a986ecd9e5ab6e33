//! What comes of a calculation otherwise: by a typical mistake, under another convention, from a student's own earlier
//! answers, or with every value rounded on the way.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use super::needed::needed;
use super::parts::{At, Other, Plan, Where};
use super::{Change, Derivation, Detail, Run};
use crate::calculation::given::{Given, GivenError};
use crate::course::spec::{Convention, Mistake, Spec, Step};
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
        changes.retain(|change| self.run.bound.taken[change.step] && self.run.is_needed(change.step));
        let Some(last) = changes.iter().map(|change| change.step).max() else { return Ok(None) };
        let Some((group, fork)) = self.forks.iter().find(|(group, _)| changes.iter().any(|c| group.contains(&c.step)))
        else {
            return Ok(None);
        };
        changes.retain(|change| fork.is_needed(change.step));
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
    /// Mistakes whose formula cannot be worked out with these values.
    pub failed: Vec<(Arc<Mistake>, GivenError)>,
}

impl Otherwise {
    /// What they give for some answers of a calculation with these values.
    #[must_use]
    pub fn of(spec: &Spec, given: &Given, wanted: &[String]) -> Self {
        let Ok(base) = Base::towards(spec, given, wanted) else { return Self::default() };
        let (mut mistakes, mut failed) = (Vec::new(), Vec::new());
        for (step, mistake) in spec.steps.iter().enumerate().flat_map(|(at, s)| s.mistakes.iter().map(move |m| (at, m)))
        {
            let change = Change { step, when: mistake.when.as_ref(), formula: &mistake.formula };
            match base.changed_together(vec![change]) {
                Ok(Some(answers)) => mistakes.push(Mistaken { step, mistake: mistake.clone(), answers }),
                Ok(None) => {}
                Err(why) => failed.push((mistake.clone(), why)),
            }
        }
        Self { conventions: Self::conventions_of(spec, &base), mistakes, failed }
    }

    /// What the conventions alone give.
    #[must_use]
    pub fn by_conventions(spec: &Spec, given: &Given, wanted: &[String]) -> Vec<(Arc<Convention>, Answers)> {
        Base::towards(spec, given, wanted).map_or_else(|_| Vec::new(), |base| Self::conventions_of(spec, &base))
    }

    fn conventions_of<'a>(spec: &'a Spec, base: &Base<'a>) -> Vec<(Arc<Convention>, Answers)> {
        let steps = spec.steps.iter().enumerate();
        let conventions = steps.flat_map(|(at, step)| step.conventions.iter().map(move |c| (at, c)));
        let change = |step, c: &'a Arc<Convention>| Change { step, when: c.when.as_ref(), formula: &c.formula };
        // Whoever follows a convention does so in every step that has it.
        let mut by_id: IndexMap<&str, Vec<(usize, &'a Arc<Convention>)>> = IndexMap::new();
        for (at, convention) in conventions.filter(|(at, _)| base.run.bound.taken[*at]) {
            by_id.entry(&*convention.id).or_default().push((at, convention));
        }
        let together = |all: Vec<(usize, &'a Arc<Convention>)>| {
            let convention = Arc::clone(all.first()?.1);
            let changes = all.into_iter().map(|(at, c)| change(at, c)).collect();
            Some((convention, base.changed_together(changes).ok().flatten()?))
        };
        by_id.into_values().filter_map(together).collect()
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
    run.other.changes = vec![Change { step: *step, when: mistake.when.as_ref(), formula: &mistake.formula }];
    run.steps().ok()?;
    Some(run.finish())
}
