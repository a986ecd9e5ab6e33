//! A question as one session asks it: its task, words and hints in the session's language.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::ZonedDateTime;

use super::event::Event;
use super::exercise::Posing;
use super::exercises::ExerciseError;
use super::hash;
use super::journal::{Answered, Of};
use super::session::{Missed, Setting, Went, rounded};
use crate::calculation::Worked;
use crate::course::kinds::{Asking, Mark, Prompt, Task};
use crate::course::messages::say;
use crate::course::{Erratum, Id, Kind, Lang, Prose, Question, Statement, Topic, prose};
use crate::random::Dice;

/// A question ready to be asked.
#[derive(Debug)]
pub struct Item {
    /// The language of its words.
    pub lang: Lang,
    /// `cnn.q12`
    pub id: Id,
    /// The name by which the record knows it.
    pub recorded: Id,
    /// `cnn`
    pub topic: Id,
    /// What it counts as.
    pub kind: &'static Kind,
    /// What it is worth.
    pub points: f64,
    /// What is asked.
    pub stem: Prose,
    /// Why the answer is right, with what is accurate where the outline is loose.
    pub why: String,
    /// How it is answered and marked.
    pub task: Box<dyn Task>,
    /// Hash of its content.
    pub hash: String,
    /// From a gentle hint to a strong one.
    pub hints: Vec<String>,
    /// The worked solution, of a computed question.
    pub solution: Vec<Worked>,
    /// The variant, of drawn numbers.
    pub variant: Option<String>,
}

/// The statements of the topics in a session, by id.
#[derive(Clone, Copy, Debug, Default)]
pub struct Statements<'a>(&'a [Arc<Topic>]);

impl<'a> Statements<'a> {
    /// The statement with this id, where there is one.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'a Statement> {
        self.0.iter().rev().find_map(|topic| topic.statements.find(id))
    }
}

/// The statements of `topics`, by id.
#[must_use]
pub const fn statements(topics: &[Arc<Topic>]) -> Statements<'_> {
    Statements(topics)
}

impl Item {
    /// Prepares `question` of `topic`. The order of its options and its numbers hang on the setting's seed and its id.
    ///
    /// # Errors
    /// A calculation that cannot be posed.
    pub fn new(
        question: &Question,
        topic: &Topic,
        statements: &Statements<'_>,
        setting: &Setting,
    ) -> Result<Self, ExerciseError> {
        let lang = setting.lang;
        let (variant, alone) = (setting.variants.get(&**question.recorded()), question.stem.zh.is_empty());
        let mut posing = Posing::new(&setting.exercises, lang, variant, alone);
        let (stem, dice) = (Prose::of(question.stem.get(lang)), Dice::new(setting.seed, &question.id));
        let mut asking = Asking { stem, lang, dice, synonyms: setting.exercises.synonyms(), poser: &mut posing };
        let asked = question.body.ask(&mut asking);
        let stem = asking.stem;
        let Ok(task) = asked else { return Err(posing.failed(&question.id)) };
        let mut hints = task.hints();
        if task.is_placed() {
            hints.insert(0, place(question, topic, statements, lang));
        }
        let mut told = HashSet::new();
        hints.retain(|hint| !hint.is_empty() && told.insert(hint.clone()));
        Ok(Self {
            lang,
            id: question.id.clone(),
            recorded: question.recorded().clone(),
            topic: topic.id.clone(),
            kind: question.body.kind(),
            points: question.points,
            stem,
            why: why(question, statements, lang),
            solution: posing.solution(),
            variant: posing.code(),
            task,
            hash: hash::written(question.content),
            hints,
        })
    }

    /// What the session says when it asks this item as number `number` of `of`.
    #[must_use]
    pub fn event(&self, number: usize, of: usize) -> Event {
        Event::Question {
            id: self.id.to_string(),
            kind: self.kind,
            topic: self.topic.to_string(),
            number,
            of,
            points: self.points,
            stem: self.stem.clone(),
            prompt: self.task.prompt(),
            rule: self.task.rule(),
            paper: None,
        }
    }

    /// The look back at this question: it was answered so, or not at all.
    #[must_use]
    pub fn missed(&self, mark: Option<&Mark>) -> Missed {
        let again = self.task.again(mark.map_or("", |mark| &mark.given));
        // A text is told beside the points that it makes; of other parts each tells what was answered to it.
        let given = mark.filter(|_| again.is_empty() || self.task.prompt() == Prompt::Text {});
        Missed {
            id: self.id.to_string(),
            code: self.task.code(),
            stem: self.stem.clone(),
            given: given.map_or_else(Prose::default, |mark| self.said(mark)),
            answer: if again.is_empty() { self.told_answer() } else { Prose::default() },
            why: mark.map_or_else(|| self.why.clone(), |mark| self.explained(mark)),
            again,
            solution: self.solution.clone(),
            went: mark.map_or(Went::Open, Went::of),
            place: None,
        }
    }

    /// What was answered, in words.
    #[must_use]
    pub fn said(&self, mark: &Mark) -> Prose {
        self.in_words(self.task.said(&mark.given))
    }

    /// What is right, in words.
    #[must_use]
    pub fn told_answer(&self) -> Prose {
        self.in_words(self.task.told_answer())
    }

    fn in_words(&self, answer: Prose) -> Prose {
        let words = self.task.prompt().in_words(&answer, self.lang);
        if words == *answer { answer } else { words.into() }
    }

    /// Puts what is said about an answer into the language of this item.
    pub fn retell(&self, mark: &mut Mark) {
        if let Ok(again) = self.task.mark(&self.task.typed(&mark.given), self.task.ticks(&mark.given).as_deref()) {
            (mark.notes, mark.earned) = (again.notes, again.earned);
        }
    }

    /// What is said about this very answer, then the explanation.
    #[must_use]
    pub fn explained(&self, mark: &Mark) -> String {
        let parts = mark.notes.iter().map(String::as_str).chain([self.why.as_str()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// What the record gets of an answer that was marked.
    #[must_use]
    pub fn answered(&self, mark: &Mark, now: &ZonedDateTime, ms: u64) -> Answered {
        Answered {
            at: now.clone(),
            of: Of::Question,
            id: self.recorded.to_string(),
            code: self.task.code(),
            given: mark.given.clone(),
            score: rounded(mark.share * self.points),
            points: self.points,
            mistake: mark.mistake.as_ref().map(ToString::to_string),
            ms,
            hash: self.hash.clone(),
            hints: 0,
            confidence: None,
            paper: None,
        }
    }
}

/// Why the answer is right, then what is accurate where a statement behind it has an erratum.
fn why(question: &Question, statements: &Statements<'_>, lang: Lang) -> String {
    let mut parts = vec![prose(question.why.get(lang))];
    parts.extend(errata(&question.tests, statements).map(|erratum| accurately(erratum, lang)));
    if is_beyond(question, statements) {
        parts.push(say(lang, "study.beyond", &[]));
    }
    parts.retain(|p| !p.is_empty());
    parts.join("\n")
}

/// Whether all that a question tests is beyond the outline.
pub(super) fn is_beyond(question: &Question, statements: &Statements<'_>) -> bool {
    let mut tested = question.tests.iter().filter_map(|id| statements.get(id)).peekable();
    tested.peek().is_some() && tested.all(|statement| statement.beyond)
}

/// The statements that say in part the same as those that something tests, as far as these name them.
pub(super) fn akin<'a>(tests: &'a [Id], statements: &'a Statements<'_>) -> impl Iterator<Item = &'a Id> + use<'a> {
    tests.iter().filter_map(|id| statements.get(id)).flat_map(|statement| &statement.akin)
}

/// The errata of the statements that something tests.
pub(super) fn errata<'a>(
    tests: &'a [Id],
    statements: &'a Statements<'_>,
) -> impl Iterator<Item = &'a Erratum> + use<'a> {
    tests.iter().filter_map(|id| statements.get(id)?.erratum.as_ref())
}

/// What is accurate, with its source.
pub(super) fn accurately(erratum: &Erratum, lang: Lang) -> String {
    let (text, source) = (prose(erratum.text.get(lang)), prose(&erratum.source));
    say(lang, "study.erratum", &[("text", &text), ("source", &source)])
}

/// Words as they stand within quotation marks: their own marks are the inner ones.
pub(super) fn within_quotes(words: &str) -> String {
    words.replace('“', "‘").replace('”', "’")
}

/// Where in the outline the first statement behind a question stands.
fn place(question: &Question, topic: &Topic, statements: &Statements<'_>, lang: Lang) -> String {
    let heading = question.tests.first().and_then(|id| statements.get(id)).and_then(|s| s.heading.as_ref());
    let title = heading.and_then(|id| topic.headings.iter().find(|h| h.id == *id)).map_or(topic.title(), |h| &h.title);
    say(lang, "study.hint-place", &[("place", &within_quotes(&prose(title.get(lang))))])
}
