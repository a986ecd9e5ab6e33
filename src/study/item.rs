//! A question as one session asks it: its task, words and hints in the session's language.

use std::collections::HashSet;
use std::sync::Arc;

use super::event::Event;
use super::exercise::Posing;
use super::exercises::ExerciseError;
use super::feedback::Asks;
use super::hash;
use super::journal::Of;
use super::reasons::Reasons;
use super::session::{Setting, rounded};
use crate::calculation::Worked;
use crate::course::kinds::{Asking, Mark, Task};
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
    pub why: Reasons,
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
}

impl Asks for Item {
    fn of(&self) -> Of {
        Of::Question
    }

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn recorded(&self) -> String {
        self.recorded.to_string()
    }

    fn lang(&self) -> Lang {
        self.lang
    }

    fn stem(&self) -> Prose {
        self.stem.clone()
    }

    fn task(&self) -> &dyn Task {
        &*self.task
    }

    fn points(&self) -> f64 {
        self.points
    }

    fn score(&self, mark: &Mark) -> f64 {
        rounded(mark.share * self.points)
    }

    /// What is said about this very answer, then the explanation.
    fn reasons(&self, mark: Option<&Mark>) -> Reasons {
        Reasons::seen(mark.map_or(&[], |mark| &mark.notes)).and(self.why.clone())
    }

    fn solution(&self) -> Vec<Worked> {
        self.solution.clone()
    }

    fn hash(&self) -> String {
        self.hash.clone()
    }
}

/// Why the answer is right, then what is accurate where a statement behind it has an erratum.
fn why(question: &Question, statements: &Statements<'_>, lang: Lang) -> Reasons {
    let errata = errata(&question.tests, statements).map(|erratum| Reasons::accurately(erratum, lang));
    let why = errata.fold(Reasons::why(&prose(question.why.get(lang))), Reasons::and);
    if is_beyond(question, statements) { why.and(Reasons::why(&say(lang, "study.beyond", &[]))) } else { why }
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
