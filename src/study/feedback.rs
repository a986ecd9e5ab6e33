//! What is said of an answer that was marked, and what the record gets of it: built once, for a question and for an
//! exercise of a drill.

use jiff::ZonedDateTime;

use super::event::{Event, Judged};
use super::journal::{Answered, Of};
use super::reasons::Reasons;
use super::session::{Missed, Went, rounded};
use crate::calculation::Worked;
use crate::course::kinds::{Mark, Prompt, Task};
use crate::course::{Lang, Prose};

/// Something that is answered and marked.
pub trait Asks {
    /// What it is to the record.
    fn of(&self) -> Of;

    /// What the session calls it.
    fn id(&self) -> String;

    /// What the record calls it.
    fn recorded(&self) -> String {
        self.id()
    }

    /// The language of its words.
    fn lang(&self) -> Lang;

    /// What is asked.
    fn stem(&self) -> Prose;

    /// How it is answered and marked.
    fn task(&self) -> &dyn Task;

    /// What it is worth.
    fn points(&self) -> f64;

    /// What an answer earns.
    fn score(&self, mark: &Mark) -> f64;

    /// Why an answer counts as it does; what would have been right of one that was left open.
    fn reasons(&self, mark: Option<&Mark>) -> Reasons;

    /// The worked solution, of what is computed.
    fn solution(&self) -> Vec<Worked>;

    /// Hash of its content.
    fn hash(&self) -> String;
}

/// An answer in words: what was answered, or what is right.
fn in_words(asked: &dyn Asks, answer: Prose) -> Prose {
    let words = asked.task().prompt().in_words(&answer, asked.lang());
    if words == *answer { answer } else { words.into() }
}

/// What an answer came to.
pub(super) fn judged(asked: &dyn Asks, mark: &Mark, score: f64) -> Judged {
    Judged {
        id: asked.id(),
        correct: mark.is_full(),
        score: rounded(score),
        given: mark.given.clone(),
        answer: asked.task().answer(),
        why: asked.reasons(Some(mark)),
        mistake: mark.mistake.as_ref().map(ToString::to_string),
    }
}

/// What is said of an answer.
pub(super) fn feedback(asked: &dyn Asks, mark: &Mark, score: f64) -> Event {
    let task = asked.task();
    Event::Feedback {
        judged: judged(asked, mark, score),
        said: in_words(asked, task.said(&mark.given)),
        told: in_words(asked, task.told_answer()),
        earned: mark.earned.clone(),
        mistakes: mark.mistakes.iter().map(ToString::to_string).collect(),
        read_as: mark.read_as.clone(),
        solution: asked.solution(),
        again: task.again(&mark.given),
    }
}

/// The look back at it: it was answered so, or not at all.
pub(super) fn missed(asked: &dyn Asks, mark: Option<&Mark>) -> Missed {
    let task = asked.task();
    let again = task.again(mark.map_or("", |mark| &mark.given));
    // A text is told beside the points that it makes; of other parts each tells what was answered to it.
    let given = mark.filter(|_| again.is_empty() || task.prompt() == Prompt::Text {});
    Missed {
        of: asked.of(),
        id: asked.id(),
        code: task.code(),
        stem: asked.stem(),
        given: given.map_or_else(Prose::default, |mark| in_words(asked, task.said(&mark.given))),
        answer: if again.is_empty() { in_words(asked, task.told_answer()) } else { Prose::default() },
        why: asked.reasons(mark),
        again,
        solution: asked.solution(),
        went: mark.map_or(Went::Open, Went::of),
        place: None,
    }
}

/// Puts what is said about an answer into the language that it is asked in by now.
pub(super) fn retell(asked: &dyn Asks, mark: &mut Mark) {
    let task = asked.task();
    if let Ok(again) = task.mark(&task.typed(&mark.given), task.ticks(&mark.given).as_deref()) {
        (mark.notes, mark.earned) = (again.notes, again.earned);
    }
}

/// What the record gets of an answer that was marked.
pub(super) fn answered(asked: &dyn Asks, mark: &Mark, now: &ZonedDateTime, ms: u64) -> Answered {
    Answered {
        at: now.clone(),
        of: asked.of(),
        id: asked.recorded(),
        code: asked.task().code(),
        given: mark.given.clone(),
        score: asked.score(mark),
        points: asked.points(),
        mistake: mark.mistake.as_ref().map(ToString::to_string),
        ms,
        hash: asked.hash(),
        hints: 0,
        confidence: None,
        paper: None,
    }
}
