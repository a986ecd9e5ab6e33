//! A question as one session asks it: its task, words and hints in the session's language.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::ZonedDateTime;

use super::event::{self, Event, OptionLine, PointLine};
use super::exercises::{ExerciseError, Exercises};
use super::hash;
use super::journal::{Answered, Of};
use super::marking::{Choices, ComputedTask, Fill, KeyPoints, Mark, Matching, Ordering, Task, TrueFalse, Unreadable};
use super::random::Dice;
use super::session::{Missed, Setting, rounded};
use super::words::prose;
use crate::calculation::Worked;
use crate::course::messages::say;
use crate::course::{Body, Erratum, Id, Lang, Question, QuestionKind, Statement, Topic};

/// A question ready to be asked.
#[derive(Clone, Debug)]
pub struct Item {
    /// `cnn.q12`
    pub id: Id,
    /// `cnn`
    pub topic: Id,
    /// What it counts as.
    pub kind: QuestionKind,
    /// What it is worth.
    pub points: f64,
    /// What is asked.
    pub stem: String,
    /// Why the answer is right, with what is accurate where the outline is loose.
    pub why: String,
    /// How it is marked.
    pub task: Task,
    /// Hash of its content.
    pub hash: String,
    /// From a gentle hint to a strong one.
    pub hints: Vec<String>,
    /// The worked solution, of a computed question.
    pub solution: Vec<Worked>,
}

/// The statements of the topics in a session, by id.
pub type Statements<'a> = HashMap<&'a str, &'a Statement>;

/// The statements of `topics`, by id.
#[must_use]
pub fn statements(topics: &[Arc<Topic>]) -> Statements<'_> {
    topics.iter().flat_map(|t| &t.statements).map(|s| (&*s.id, s)).collect()
}

impl Item {
    /// Prepares `question` of `topic`. The order of its options and its numbers hang on the setting's seed and its id.
    pub fn new(
        question: &Question,
        topic: &Topic,
        statements: &Statements<'_>,
        setting: &Setting,
    ) -> Result<Self, ExerciseError> {
        let lang = setting.lang;
        let mut dice = Dice::new(setting.seed, &question.id);
        let exercises = &*setting.exercises;
        let mut stem = prose(question.stem.get(lang));
        let mut solution = Vec::new();
        let task = match &question.body {
            Body::Single { options, fixed } => Task::Single(Choices::new(options, *fixed, lang, &mut dice)),
            Body::Multiple { options, fixed } => Task::Multiple(Choices::new(options, *fixed, lang, &mut dice)),
            Body::TrueFalse { answer } => Task::TrueFalse(TrueFalse { answer: *answer }),
            Body::Fill { blanks, any_order } => Task::Fill(Fill::new(blanks, *any_order, lang)),
            Body::Matching { pairs, extra } => Task::Matching(Matching::new(pairs, extra, lang, &mut dice)),
            Body::Ordering { items } => Task::Ordering(Ordering::new(items, lang, &mut dice)),
            Body::KeyPoints { asked, points } => Task::KeyPoints(KeyPoints::new(&stem, *asked, points, lang)),
            Body::Computed(computed) | Body::ComputedSingle(computed) => {
                let exercise = exercises.of_question(computed, dice.variant())?;
                if stem.is_empty() || computed.given.is_empty() {
                    let task = prose(exercise.stem.get(lang));
                    stem = if stem.is_empty() { task } else { format!("{stem} {task}") };
                }
                solution = exercises.solution(&exercise, lang);
                if matches!(question.body, Body::Computed(_)) {
                    Task::Computed(ComputedTask { exercise, lang })
                } else {
                    Task::Single(Choices::new(&exercises.options(&exercise), false, lang, &mut dice))
                }
            }
        };
        let mut item = Self {
            id: question.id.clone(),
            topic: topic.id.clone(),
            kind: question.body.kind(),
            points: question.points,
            stem,
            why: why(question, statements, lang),
            task,
            hash: hash::written(question.content),
            hints: Vec::new(),
            solution,
        };
        item.hints = item.ladder(place(question, topic, statements, lang), exercises, lang);
        Ok(item)
    }

    /// What the session says when it asks this item as number `number` of `of`.
    #[must_use]
    pub fn event(&self, number: usize, of: usize, lang: Lang) -> Event {
        let (mut options, mut right, mut blanks, mut ask, mut code) = (Vec::new(), Vec::new(), None, Vec::new(), None);
        match &self.task {
            Task::Single(choices) | Task::Multiple(choices) => options = choices.lines(),
            Task::Matching(matching) => {
                options = matching.left_lines();
                right = matching.right_lines();
            }
            Task::Ordering(ordering) => options = ordering.lines(),
            Task::Fill(fill) => blanks = Some(fill.count()),
            Task::Computed(computed) => {
                ask = computed.asked();
                code = computed.code();
            }
            Task::TrueFalse(_) | Task::KeyPoints(_) => {}
        }
        Event::Question {
            id: self.id.to_string(),
            kind: self.kind.key(),
            topic: self.topic.to_string(),
            number,
            of,
            points: self.points,
            stem: self.stem.clone(),
            options,
            right,
            blanks,
            ask,
            code,
            rule: self.rule(lang),
            paper: None,
        }
    }

    /// The options of a choice, for a face that lists them.
    #[must_use]
    pub fn options(&self) -> Vec<OptionLine> {
        match &self.task {
            Task::Single(choices) | Task::Multiple(choices) => choices.lines(),
            Task::Matching(matching) => matching.left_lines(),
            Task::Ordering(ordering) => ordering.lines(),
            Task::TrueFalse(_) | Task::Fill(_) | Task::KeyPoints(_) | Task::Computed(_) => Vec::new(),
        }
    }

    /// Marks an answer line; of a key-points question, `text` is the free text given before.
    pub fn mark(&self, line: &str, text: &str, exercises: &dyn Exercises) -> Result<Mark, Unreadable> {
        match &self.task {
            Task::Single(choices) => choices.mark_single(line),
            Task::Multiple(choices) => choices.mark_multiple(line),
            Task::TrueFalse(truth) => truth.mark(line),
            Task::Fill(fill) => fill.mark(line),
            Task::Matching(matching) => matching.mark(line),
            Task::Ordering(ordering) => ordering.mark(line),
            Task::KeyPoints(points) => points.mark(text, line),
            Task::Computed(computed) => computed.mark(line, exercises),
        }
    }

    /// The points of a key-points question, those ticked that the free text `line` seems to make: what is asked next.
    #[must_use]
    pub fn further(&self, line: &str) -> Option<Vec<PointLine>> {
        match &self.task {
            Task::KeyPoints(points) => Some(points.lines(line)),
            _ => None,
        }
    }

    /// Marks an answer that nobody ticks: of a key-points question, those points count that the text makes.
    pub fn mark_alone(&self, line: &str, exercises: &dyn Exercises) -> Result<Mark, Unreadable> {
        match &self.task {
            Task::KeyPoints(_) if line.is_empty() => Err(Unreadable::Empty),
            Task::KeyPoints(points) => points.mark(line, &points.seen(line)),
            _ => self.mark(line, "", exercises),
        }
    }

    /// The look back at this question: it was answered so, or not at all.
    #[must_use]
    pub fn missed(&self, mark: Option<&Mark>, exercises: &dyn Exercises) -> Missed {
        Missed {
            id: self.id.to_string(),
            code: self.code(),
            stem: self.stem.clone(),
            given: mark.map_or_else(String::new, |mark| self.in_words(&mark.given)),
            answer: self.in_words(&self.answer(exercises)),
            why: mark.map_or_else(|| self.why.clone(), |mark| self.explained(mark)),
        }
    }

    /// The right answer, in the letters and numbers of this session.
    #[must_use]
    pub fn answer(&self, exercises: &dyn Exercises) -> String {
        match &self.task {
            Task::Single(choices) | Task::Multiple(choices) => choices.answer(),
            Task::TrueFalse(truth) => TrueFalse::spelled(truth.answer).to_owned(),
            Task::Fill(fill) => fill.answer(),
            Task::Matching(matching) => matching.answer(),
            Task::Ordering(ordering) => ordering.answer(),
            Task::KeyPoints(points) => points.answer(),
            Task::Computed(computed) => exercises.answer(&computed.exercise),
        }
    }

    /// An answer as one reads it when the items with their numbers are out of sight: an order by the items' words.
    fn in_words(&self, answer: &str) -> String {
        match &self.task {
            Task::Ordering(ordering) => event::in_words(answer, &ordering.lines()),
            _ => answer.to_owned(),
        }
    }

    /// What is said about this very answer, then the explanation.
    #[must_use]
    pub fn explained(&self, mark: &Mark) -> String {
        let parts = mark.notes.iter().map(String::as_str).chain([self.why.as_str()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The variant's code, for the record.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        match &self.task {
            Task::Computed(computed) => computed.code(),
            _ => None,
        }
    }

    /// What the record gets of an answer that was marked.
    #[must_use]
    pub fn answered(&self, mark: &Mark, now: &ZonedDateTime, ms: u64) -> Answered {
        Answered {
            at: now.clone(),
            of: Of::Question,
            id: self.id.to_string(),
            code: self.code(),
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

    /// How an answer that is right in part is marked.
    fn rule(&self, lang: Lang) -> Option<String> {
        let key = match &self.task {
            Task::Multiple(_) => "study.rule-multiple",
            Task::Fill(fill) if fill.count() > 1 => "study.rule-fill",
            Task::Matching(_) => "study.rule-matching",
            Task::Ordering(_) => "study.rule-ordering",
            Task::KeyPoints(points) => {
                return Some(say(lang, "study.rule-key-points", &[("asked", &points.asked())]));
            }
            Task::Computed(computed) if computed.exercise.ask.len() > 1 => "study.rule-computed",
            Task::Single(_) | Task::TrueFalse(_) | Task::Fill(_) | Task::Computed(_) => return None,
        };
        Some(say(lang, key, &[]))
    }

    /// The hints: where it stands in the outline, then something of the answer.
    fn ladder(&self, place: String, exercises: &dyn Exercises, lang: Lang) -> Vec<String> {
        let mut hints = vec![place];
        match &self.task {
            Task::Single(choices) | Task::Multiple(choices) => {
                let ruled_out = choices.ruled_out();
                hints.extend(ruled_out.iter().map(|letter| say(lang, "study.hint-ruled-out", &[("letter", letter)])));
            }
            Task::Fill(fill) => {
                for ((first, count), blank) in fill.beginnings().into_iter().zip(1_usize..) {
                    let args: [(&str, &dyn std::fmt::Display); 3] =
                        [("blank", &blank), ("first", &first), ("count", &count)];
                    hints.push(say(lang, "study.hint-beginning", &args));
                }
            }
            Task::Matching(matching) => {
                hints.extend(matching.first_pair().map(|pair| say(lang, "study.hint-pair", &[("pair", &pair)])));
            }
            Task::Ordering(ordering) => {
                hints.extend(ordering.first().map(|first| say(lang, "study.hint-first", &[("first", &first)])));
            }
            Task::KeyPoints(points) => {
                hints.extend(points.beginning().map(|words| say(lang, "study.hint-point", &[("words", &words)])));
            }
            Task::Computed(computed) => {
                hints = exercises.hints(&computed.exercise).iter().map(|h| prose(h.text.get(lang))).collect();
            }
            Task::TrueFalse(_) => {}
        }
        hints.retain(|h| !h.is_empty());
        hints
    }
}

/// Why the answer is right, then what is accurate where a statement behind it has an erratum.
fn why(question: &Question, statements: &Statements<'_>, lang: Lang) -> String {
    let mut parts = vec![prose(question.why.get(lang))];
    parts.extend(errata(&question.tests, statements).map(|erratum| accurately(erratum, lang)));
    let mut tested = question.tests.iter().filter_map(|id| statements.get(&**id)).peekable();
    if tested.peek().is_some() && tested.all(|statement| statement.beyond) {
        parts.push(say(lang, "study.beyond", &[]));
    }
    parts.retain(|p| !p.is_empty());
    parts.join("\n")
}

/// The errata of the statements that something tests.
pub(super) fn errata<'a>(
    tests: &'a [Id],
    statements: &'a Statements<'_>,
) -> impl Iterator<Item = &'a Erratum> + use<'a> {
    tests.iter().filter_map(|id| statements.get(&**id)?.erratum.as_ref())
}

/// What is accurate, with its source.
pub(super) fn accurately(erratum: &Erratum, lang: Lang) -> String {
    let (text, source) = (prose(erratum.text.get(lang)), prose(&erratum.source));
    say(lang, "study.erratum", &[("text", &text), ("source", &source)])
}

/// Where in the outline the first statement behind a question stands.
fn place(question: &Question, topic: &Topic, statements: &Statements<'_>, lang: Lang) -> String {
    let heading = question.tests.first().and_then(|id| statements.get(&**id)).and_then(|s| s.heading.as_ref());
    let title = heading.and_then(|id| topic.headings.iter().find(|h| h.id == *id)).map_or(&topic.title, |h| &h.title);
    say(lang, "study.hint-place", &[("place", &prose(title.get(lang)))])
}
