//! What comes of a calculation otherwise: by a typical mistake, under another convention, from a student's own earlier
//! answers, or with every value rounded on the way.

use indexmap::IndexMap;

use super::{Change, Detail, Run};
use crate::calculation::exercise::Ask;
use crate::calculation::given::Given;
use crate::course::spec::{Convention, Mistake, Spec};
use crate::math::Value;

/// Values by answer key.
pub type Answers = IndexMap<String, Value>;

/// What every convention and mistake that applies gives.
#[derive(Debug, Default)]
pub struct Otherwise<'a> {
    /// Right elsewhere.
    pub conventions: Vec<(&'a Convention, Answers)>,
    /// Wrong.
    pub mistakes: Vec<(&'a Mistake, Answers)>,
}

impl<'a> Otherwise<'a> {
    /// What they give for some answers of a calculation with these values.
    #[must_use]
    pub fn of(spec: &'a Spec, given: &Given, wanted: &[Ask]) -> Self {
        let steps = || spec.steps.iter().enumerate();
        let conventions: Vec<(usize, &Convention)> =
            steps().flat_map(|(at, step)| step.conventions.iter().map(move |c| (at, c))).collect();
        let mistakes: Vec<(usize, &Mistake)> =
            steps().flat_map(|(at, step)| step.mistakes.iter().map(move |m| (at, m))).collect();
        let first =
            conventions.iter().map(|(step, c)| Change { step: *step, when: c.when.as_ref(), formula: &c.formula });
        let second =
            mistakes.iter().map(|(step, m)| Change { step: *step, when: m.when.as_ref(), formula: &m.formula });
        let mut came = changed(spec, given, &first.chain(second).collect::<Vec<_>>(), wanted).into_iter();
        let conventions = conventions.into_iter().zip(came.by_ref());
        let conventions = conventions.filter_map(|((_, c), answers)| Some((c, answers?))).collect();
        let mistakes = mistakes.into_iter().zip(came).filter_map(|((_, m), answers)| Some((m, answers?))).collect();
        Self { conventions, mistakes }
    }
}

/// The answers under each change by itself, up to those that are wanted; `None` where it does not apply or fails. What
/// stands before a changed step is worked out once for all of them.
#[must_use]
pub fn changed(spec: &Spec, given: &Given, changes: &[Change<'_>], wanted: &[Ask]) -> Vec<Option<Answers>> {
    let mut came: Vec<Option<Answers>> = vec![None; changes.len()];
    let Ok(mut run) = Run::new(spec, given, Detail::Answers) else { return came };
    let Some(end) = spec.steps.iter().rposition(|step| wanted.iter().any(|ask| step.gives(&ask.key))) else {
        return came;
    };
    let last = changes.iter().map(|change| change.step).filter(|step| *step <= end).max();
    let mut at = 0;
    while last.is_some_and(|last| at <= last) {
        let group = at..at + run.group(at);
        for (change, came) in changes.iter().zip(&mut came).filter(|(change, _)| group.contains(&change.step)) {
            let mut branch = run.clone();
            branch.change = Some(*change);
            *came = branch.rest(at, end);
        }
        match run.take_group(at) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    came
}

impl Run<'_> {
    /// The answers of a changed run that stands before the group at `at`, up to the step `end`.
    fn rest(mut self, at: usize, end: usize) -> Option<Answers> {
        let mut at = self.take_group(at).ok().filter(|_| self.applied)?;
        while at <= end {
            at = self.take_group(at).ok()?;
        }
        Some(self.answers)
    }
}

/// The answers where some of them are what a student says: every later step goes on from those.
#[must_use]
pub fn followed(spec: &Spec, given: &Given, said: &Answers) -> Option<Answers> {
    let mut run = Run::new(spec, given, Detail::Answers).ok()?;
    run.said = Some(said);
    run.steps().ok()?;
    Some(run.answers)
}

/// The answers where every step's value is rounded to so many significant digits before it is used.
#[must_use]
pub fn rounded(spec: &Spec, given: &Given, digits: u32) -> Option<Answers> {
    let mut run = Run::new(spec, given, Detail::Answers).ok()?;
    run.digits = Some(digits);
    run.steps().ok()?;
    Some(run.answers)
}
