//! Which mistakes the answers of a course could have shown, and what is said of each.

use std::collections::HashMap;
use std::sync::Arc;

use super::exercises::Exercises;
use crate::calculation::{Exercise, Verdict, is_of_writing};
use crate::course::messages::say;
use crate::course::{Bilingual, Choice, Id, Lang, Question, Topic, prose};
use crate::learner::{Misconception, Showable, Source};
use crate::store::{Of, Past};

/// The mistakes of a course.
#[derive(Debug)]
pub struct Mistakes<'a> {
    questions: HashMap<&'a str, &'a Question>,
    exercises: &'a dyn Exercises,
}

impl<'a> Mistakes<'a> {
    /// Those of these topics and calculations.
    #[must_use]
    pub fn of(topics: &'a [Arc<Topic>], exercises: &'a dyn Exercises) -> Self {
        let questions = topics.iter().flat_map(|topic| &topic.questions);
        Self { questions: questions.map(|question| (&**question.recorded(), question)).collect(), exercises }
    }

    /// The variant that was answered, where the record tells.
    fn variant(&self, past: &Past) -> Option<Exercise> {
        if let Some(code) = &past.code {
            return self.exercises.of_code(&code.parse().ok()?).ok();
        }
        let question = self.questions.get(&*past.id)?;
        let computed = question.body.computed().filter(|computed| !computed.given.is_empty())?;
        self.exercises.of_question(computed, question.stem.zh.is_empty(), 0).ok()
    }

    /// What is said of a misconception: of the last answer that showed it, with its numbers, where that can be worked
    /// out again; else as its file has it.
    #[must_use]
    pub fn said(&self, entry: &Misconception, lang: Lang) -> String {
        let said = self.said_then(entry).or_else(|| match &entry.source {
            Source::Calculation(kind) => self.exercises.mistake(kind, &entry.mistake),
            Source::Question(id) => {
                let body = &self.questions.get(&**id)?.body;
                let chosen = body.mistaken(&entry.mistake);
                // Why an option is wrong says little without it.
                if let Some(Choice { text, why: Some(why), .. }) = chosen {
                    return Some(Bilingual::of(|lang| {
                        say(lang, "mistakes.chose", &[("option", &text.get(lang)), ("why", &why.get(lang))])
                    }));
                }
                let mistakes = body.mistakes();
                mistakes.into_iter().find(|(known, _)| ***known == *entry.mistake).map(|(_, say)| say.clone())
            }
        });
        said.map_or_else(|| entry.mistake.clone(), |said| prose(said.get(lang)))
    }

    /// Whether a misconception is worth being told: that one wrong option was chosen once is a wrong answer, and no more.
    #[must_use]
    pub fn is_telling(&self, entry: &Misconception) -> bool {
        entry.count > 1 || !self.is_option(entry)
    }

    /// Whether it is an option of a question.
    fn is_option(&self, entry: &Misconception) -> bool {
        let Source::Question(id) = &entry.source else { return false };
        self.questions.get(&**id).is_some_and(|question| question.body.mistaken(&entry.mistake).is_some())
    }

    /// The words of a question that the record calls so.
    #[must_use]
    pub fn stem(&self, id: &str) -> Option<&'a Bilingual> {
        self.questions.get(id).map(|question| &question.stem)
    }

    /// Whether a mistake of a calculation is a formula, so that variants can be drawn on which it shows.
    #[must_use]
    pub fn is_formula(&self, kind: &str, mistake: &str) -> bool {
        self.exercises.mistake(kind, mistake).is_some()
    }

    fn said_then(&self, entry: &Misconception) -> Option<Bilingual> {
        let exercise = self.variant(&entry.latest)?;
        let grade = self.exercises.grade(&exercise, entry.latest.given.as_deref()?).ok()?;
        grade.verdicts.into_iter().find_map(|verdict| match verdict {
            Verdict::Mistake { id, say, .. } if *id == *entry.mistake => Some(say),
            Verdict::Mistake { others, .. } => {
                others.into_iter().find(|slip| *slip.id == *entry.mistake).map(|slip| slip.say)
            }
            _ => None,
        })
    }

    /// The calculation of an answer to a question.
    fn calculation(&self, question: &str) -> Option<&Id> {
        self.questions.get(question)?.body.computed().map(|computed| &computed.calculation)
    }
}

impl Showable for Mistakes<'_> {
    fn source(&self, of: Of, id: &str) -> Option<Source> {
        match of {
            Of::Exercise => Some(Source::Calculation(id.to_owned())),
            Of::Question => Some(match self.calculation(id) {
                Some(kind) => Source::Calculation(kind.to_string()),
                None => Source::Question(id.to_owned()),
            }),
            Of::Card => None,
        }
    }

    fn is_misconception(&self, mistake: &str) -> bool {
        !is_of_writing(mistake)
    }

    fn shows(&self, past: &Past) -> Vec<String> {
        match self.variant(past) {
            Some(exercise) => self.exercises.showable(&exercise).iter().map(ToString::to_string).collect(),
            None => {
                let question = self.questions.get(&*past.id);
                let mistakes = question.map(|question| question.body.mistakes()).unwrap_or_default();
                mistakes.into_iter().map(|(id, _)| id.to_string()).collect()
            }
        }
    }
}
