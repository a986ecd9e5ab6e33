//! Values of a calculation.

use super::{Mark, Unreadable};
use crate::calculation::{Exercise, Grade, Verdict};
use crate::course::messages::say;
use crate::course::{Id, Lang};
use crate::study::event::Asked;
use crate::study::exercises::Exercises;
use crate::study::words::prose;

/// An exercise as this session asks it.
#[derive(Clone, Debug)]
pub struct ComputedTask {
    /// The variant.
    pub exercise: Exercise,
    /// The language of the session.
    pub lang: Lang,
}

impl ComputedTask {
    /// The values asked for.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        let asked = |a: &crate::calculation::Ask| Asked {
            key: a.key.to_string(),
            digits: a.digits,
            title: prose(a.title.get(self.lang)),
        };
        self.exercise.ask.iter().map(asked).collect()
    }

    /// The code that brings the variant back, if it was drawn.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        self.exercise.code.as_ref().map(ToString::to_string)
    }

    /// Marks an answer line; what is known about a wrong value stands in the notes.
    pub fn mark(&self, line: &str, exercises: &dyn Exercises) -> Result<Mark, Unreadable> {
        if line.trim().is_empty() {
            return Err(Unreadable::Empty);
        }
        let grade = exercises
            .grade(&self.exercise, line)
            .map_err(|unreadable| Unreadable::Value(prose(unreadable.0.get(self.lang))))?;
        Ok(Mark {
            given: line.trim().to_owned(),
            share: grade.score,
            mistake: grade.mistake().map(|id| Id::from(&**id)),
            notes: self.notes(&grade),
        })
    }

    /// A sentence for each verdict that says something, named by its key where several values are asked for.
    fn notes(&self, grade: &Grade) -> Vec<String> {
        let several = grade.verdicts.len() > 1;
        let mut notes = Vec::new();
        for (ask, verdict) in self.exercise.ask.iter().zip(&grade.verdicts) {
            let note = match verdict {
                Verdict::Right => continue,
                Verdict::Convention { say: words } => {
                    say(self.lang, "study.convention", &[("why", &prose(words.get(self.lang)))])
                }
                Verdict::FollowOn => say(self.lang, "study.follow-on", &[]),
                Verdict::Mistake { say: words, .. } => {
                    say(self.lang, "study.mistake", &[("why", &prose(words.get(self.lang)))])
                }
                Verdict::Unmet { say: words } => prose(words.get(self.lang)),
                Verdict::Wrong => say(self.lang, "study.no-known-mistake", &[]),
                Verdict::Missing => say(self.lang, "study.missing", &[]),
            };
            notes.push(if several { format!("{}: {note}", ask.key) } else { note });
        }
        notes
    }
}
