//! What must hold of what was given.

use std::sync::Arc;

use super::Run;
use super::change::At;
use crate::calculation::given::GivenError;
use crate::course::Bilingual;
use crate::course::spec::{Require, Turns};
use crate::math::{MathErrorKind, Refusal, Value};

impl Run<'_> {
    /// Sees whether all of a list of requirements hold: that of a step which is being taken, or of the whole.
    pub(super) fn requirements(
        &mut self,
        list: &[Require],
        step: Option<usize>,
        turn: Option<(&Arc<str>, i64)>,
    ) -> Result<(), GivenError> {
        for (at, require) in list.iter().enumerate() {
            let Some(Turns::Range { name, from, to, step: by }) = &require.turns else {
                self.require(require, (step, at), turn)?;
                continue;
            };
            if !self.unknown(from).is_empty() || !self.unknown(to).is_empty() {
                continue;
            }
            self.at.place = At::Requirement(step, at, "for");
            for turn in self.turns((from, to, *by))? {
                self.bound.machine.set(name, Value::scalar(turn as f64));
                self.require(require, (step, at), Some((name, turn)))?;
            }
            self.bound.machine.unset(name);
        }
        Ok(())
    }

    /// What a step that is not defined for what was given says.
    pub(super) fn undefined(&self, say: &Bilingual, failed: GivenError) -> GivenError {
        let GivenError::Math { flags, error, got, place } = failed else { return failed };
        let refusal = error.kind.refusal();
        let undefined = matches!(refusal, Some(Refusal::NotFinite | Refusal::NoSlope | Refusal::Domain(_)));
        if !undefined && error.kind != MathErrorKind::NotFinite {
            return GivenError::Math { flags, error, got, place };
        }
        let put = |text: &String| match &self.at.turn {
            Some((name, turn)) => text.replace(&format!("{{{name}}}"), &turn.to_string()),
            None => text.clone(),
        };
        let say = Bilingual { zh: put(&say.zh), en: put(&say.en) };
        GivenError::Require { flag: flags.into_iter().next(), say, got }
    }

    fn require(
        &mut self,
        require: &Require,
        (step, at): (Option<usize>, usize),
        turn: Option<(&Arc<str>, i64)>,
    ) -> Result<(), GivenError> {
        let that = self.answered(&require.that);
        if !self.unknown(&that).is_empty() {
            return Ok(());
        }
        if let Some(when) = &require.when {
            let when = self.answered(when);
            self.at.place = At::Requirement(step, at, "when");
            if !self.unknown(&when).is_empty() || !self.holds(&when)? {
                return Ok(());
            }
        }
        self.at.place = At::Requirement(step, at, "that");
        if self.holds(&that)? {
            return Ok(());
        }
        let put = |text: &String| match turn {
            Some((name, turn)) => text.replace(&format!("{{{name}}}"), &turn.to_string()),
            None => text.clone(),
        };
        let flag = require.flag.as_ref().map(put);
        // Of a flag that is missing there is nothing to tell.
        let missing = flag.as_ref().is_some_and(|flag| !self.plan.flags.contains(flag));
        let mut got = if missing { Vec::new() } else { self.came_to(&require.that) };
        if let Some((_, turn)) = turn {
            // Of families, this turn's members.
            let index = |flag: &str| self.plan.spec.param(flag).filter(|p| p.repeat).and_then(|p| p.index(flag));
            got.retain(|came| index(&came.flag).is_none_or(|at| at as i64 == turn));
        }
        let flag = flag.or_else(|| self.flags_of(&that, false).into_iter().next());
        let say = Bilingual { zh: put(&require.say.zh), en: put(&require.say.en) };
        Err(GivenError::Require { flag, say, got })
    }
}
