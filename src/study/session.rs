//! What quiz, review, drill and exam have in common.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::rc::Rc;

use jiff::{SignedDuration, ZonedDateTime};

use super::action::Command;
use super::event::{Event, Share};
use super::exercises::{ExerciseError, Exercises};
use super::journal::{Journal, JournalError, Of};
use super::reasons::Reasons;
use crate::calculation::{Code, Worked};
use crate::course::kinds::{Again, Mark, Unreadable};
use crate::course::messages::say;
use crate::course::{Lang, Prose};
use crate::store::StoreError;

/// A session: answers and commands in, events out.
///
/// The events of [`start`](Session::start) and [`submit`](Session::submit) end with the prompt that waits, or with the
/// summary.
pub trait Session: Debug {
    /// Asks the first item.
    fn start(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError>;

    /// Takes an answer or a command. What its events say is taken is in the record.
    fn submit(
        &mut self,
        command: Command,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError>;

    /// Tells the time, where nothing was submitted for a while. An exam ends when its time is up: `draft`, what stands
    /// in the answer by then, is kept as by [`keep`](Session::keep).
    fn tick(
        &mut self,
        _draft: Option<&str>,
        _now: &ZonedDateTime,
        _journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        Ok(Vec::new())
    }

    /// Takes what stands in the answer to a question of a paper that is left, as the answer to it: what cannot be read
    /// stands there as it is, and an empty line takes back what stood there. The question stays open.
    fn keep(
        &mut self,
        _draft: &str,
        _now: &ZonedDateTime,
        _journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        Ok(Vec::new())
    }

    /// Lets the clock of a paper stand, or run again.
    fn hold(&mut self, _stands: bool, _now: &ZonedDateTime, _journal: &mut dyn Journal) -> Result<(), StudyError> {
        Ok(())
    }

    /// What `:undo` would take back of an earlier session, in words; nothing where it takes back an answer of this one, or
    /// none.
    fn earlier(&mut self, _now: &ZonedDateTime, _journal: &mut dyn Journal) -> Result<Option<String>, StudyError> {
        Ok(None)
    }

    /// How many items were still to come when the session was left.
    fn left_over(&self) -> usize {
        0
    }

    /// Goes on with a session that was left.
    fn go_on(&mut self, _now: &ZonedDateTime, _journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        Ok(Vec::new())
    }

    /// Whether the summary has been said. `:undo` opens a session again.
    fn is_over(&self) -> bool;

    /// How far it has come.
    fn progress(&self) -> Progress;

    /// What went wrong so far, for the look back at the end. Of what came once more, how it went then.
    fn missed(&self) -> Vec<Missed>;

    /// How each item went, in order: of a paper every question, else what was closed.
    fn trail(&self) -> Vec<Went> {
        Vec::new()
    }

    /// What was asked so far, in words, and how it went: of what is no paper.
    fn so_far(&self) -> Vec<(Went, String)> {
        Vec::new()
    }

    /// What can come once more, with [`Action::Again`](super::Action::Again) when the session is over.
    fn wanting(&self) -> Wanting {
        Wanting::default()
    }

    /// The code of the paper that waits if the session is left.
    fn paper(&self) -> Option<&str> {
        None
    }

    /// Whether what was answered stays as it is once the session is over.
    fn is_final(&self) -> bool {
        false
    }

    /// The questions of a paper, in order; none of what is no paper.
    fn sheet(&self) -> Vec<Place> {
        Vec::new()
    }

    /// What paper it is, before it begins or goes on; nothing of what is no paper.
    fn cover(&self, _now: &ZonedDateTime) -> Option<Cover> {
        None
    }

    /// Whether the item that is open is marked as one to look at again.
    fn is_flagged(&self) -> bool {
        false
    }

    /// Whether the item that was closed last is.
    fn is_last_flagged(&self) -> bool {
        false
    }

    /// Marks the item that was closed last as one to look at again, or takes that mark away. Gives which; nothing where
    /// none was closed.
    fn flag_last(&mut self, _now: &ZonedDateTime, _journal: &mut dyn Journal) -> Result<Option<bool>, StudyError> {
        Ok(None)
    }

    /// Says everything in another language from now on. Gives again what was said last.
    fn speak(&mut self, _lang: Lang, _now: &ZonedDateTime, _journal: &mut dyn Journal) -> Result<Spoken, StudyError> {
        Ok(Spoken::default())
    }
}

/// What a session has said last, in another language.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// The item that was closed last: its prompt, and the feedback on it.
    pub closed: Option<(Event, Event)>,
    /// The prompt that waits, of a card that is turned behind its front; or the summary.
    pub open: Vec<Event>,
    /// The hints that were taken.
    pub hints: Vec<String>,
}

/// How an item went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// Full marks; of a card, that it was remembered.
    Right,
    /// Some of the points.
    Partly,
    /// None of them.
    Wrong,
    /// It was left without an answer.
    Skipped,
    /// It was answered, and is not marked yet.
    Taken,
    /// It is still to be answered.
    Open,
}

impl Went {
    /// Whether something was done: it was answered or skipped.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        !matches!(self, Self::Open)
    }

    /// How an answer went that was marked so.
    #[must_use]
    pub fn of(mark: &Mark) -> Self {
        match mark.share {
            _ if mark.is_full() => Self::Right,
            share if share > 0.0 => Self::Partly,
            _ => Self::Wrong,
        }
    }
}

/// What can come once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanting {
    /// Items that were answered, and not right.
    pub wrong: usize,
    /// Items that were skipped.
    pub skipped: usize,
}

impl Wanting {
    /// Whether there is nothing.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        self.wrong == 0 && self.skipped == 0
    }
}

/// A question's place on a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its number.
    pub number: usize,
    /// The title of its part.
    pub part: String,
    /// What is asked.
    pub stem: String,
    /// Whether an answer stands there.
    pub answered: bool,
    /// Whether parts of that answer are missing: values, pairs, blanks.
    pub in_part: bool,
    /// What the record calls it.
    pub recorded: String,
    /// Whether it is marked as one to look at again.
    pub flagged: bool,
}

/// What paper an exam is.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// Its code.
    pub code: String,
    /// Minutes that it takes.
    pub minutes: usize,
    /// Time that is left, of one that was begun.
    pub left: Option<SignedDuration>,
    /// Questions that are answered.
    pub answered: usize,
    /// How much of each part may go beyond the outline, from 0 to 1.
    pub beyond: f64,
    /// Each part: its title, how many questions it has, and what each is worth.
    pub parts: Vec<(String, usize, f64)>,
}

impl Cover {
    /// How many questions there are.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.parts.iter().map(|(_, count, _)| count).sum()
    }

    /// What all of them are worth.
    #[must_use]
    pub fn points(&self) -> f64 {
        rounded(self.parts.iter().fold(0.0, |sum, (_, count, points)| sum + *count as f64 * points))
    }
}

/// What every session is given.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The language of everything it says.
    pub lang: Lang,
    /// What its choices hang on.
    pub seed: u64,
    /// The calculations of the course.
    pub exercises: Rc<dyn Exercises>,
    /// The items that are marked as ones to look at again, as the record names them.
    pub flagged: HashSet<String>,
    /// The variants in which items come that have numbers drawn, as the record names them; all others are drawn.
    pub variants: HashMap<String, Code>,
    /// Whether what was not right comes once more at the end by itself.
    pub again: bool,
}

impl Setting {
    /// One in which nothing is marked and no choice made.
    #[must_use]
    pub fn new(lang: Lang, exercises: Rc<dyn Exercises>) -> Self {
        Self { lang, seed: 0, exercises, flagged: HashSet::new(), variants: HashMap::new(), again: false }
    }
}

/// How far a session has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items closed, answered or skipped; cards that do not come back.
    pub done: usize,
    /// All items, as far as is known.
    pub total: usize,
    /// Whether these are what comes once more.
    pub again: bool,
    /// Time that is left, of an exam.
    pub left: Option<SignedDuration>,
}

/// An item that did not reach full marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// What it is: an exercise has no statement behind it.
    pub of: Of,
    /// The question, kind or card.
    pub id: String,
    /// The variant, where there is one.
    pub code: Option<String>,
    /// What was asked.
    pub stem: Prose,
    /// What was answered, in words; nothing where that is told by `again`.
    pub given: Prose,
    /// What is right, in words; nothing where that is told by `again`.
    pub answer: Prose,
    /// Why.
    pub why: Reasons,
    /// The question beside the answer, where its parts tell more than the answer's letters.
    pub again: Vec<Again>,
    /// The worked solution, of what is computed.
    pub solution: Vec<Worked>,
    /// How it went.
    pub went: Went,
    /// Where it stood on a paper, and what it came to there.
    pub place: Option<OnPaper>,
}

/// What a question of a paper came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnPaper {
    /// Its number.
    pub number: usize,
    /// Points reached.
    pub score: f64,
    /// Points that could be reached.
    pub points: f64,
}

/// Why a session cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The record.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A calculation.
    #[error(transparent)]
    Exercise(#[from] ExerciseError),
    /// Nothing fits what was asked for.
    #[error("nothing to ask")]
    Nothing,
}

impl StudyError {
    /// Whether the paper was handed in meanwhile, in another session: nothing can be answered on it any more.
    #[must_use]
    pub const fn is_handed_in(&self) -> bool {
        matches!(self, Self::Journal(JournalError(StoreError::HandedIn(_))))
    }

    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Journal(JournalError(why)) => why.sentence(lang),
            Self::Exercise(why) => say(lang, "study.exercise-failed", &[("why", &why.sentence(lang))]),
            Self::Nothing => say(lang, "study.nothing", &[]),
        }
    }
}

/// Why a line is sent back. No try is spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// It cannot be read as an answer.
    Unreadable(Unreadable),
    /// A rating was wanted.
    Rating,
    /// An empty line was wanted.
    Turn,
    /// A command that this session does not have.
    Command {
        /// What was typed.
        name: String,
        /// The commands that there are.
        known: Vec<&'static str>,
    },
    /// There is no further hint.
    NoHint,
    /// An exam gives no hints.
    NoHintInExam,
    /// The paper is at its end.
    HandIn,
    /// There is no question with that number.
    NoQuestion {
        /// The number of the last one.
        last: usize,
    },
    /// There is nothing to take back.
    NothingToUndo,
    /// How sure one is takes a number.
    NotSure,
}

impl Rejected {
    /// The sentence for the student.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let said = |key: &str| say(lang, key, &[]);
        match self {
            Self::Unreadable(why) => why.sentence(lang),
            Self::Rating => said("study.rating"),
            Self::Turn => said("study.turn"),
            Self::Command { name, known } => {
                let known: Vec<String> = known.iter().map(|name| format!(":{name}")).collect();
                say(lang, "study.no-command", &[("name", name), ("known", &known.join(" "))])
            }
            Self::NoHint => said("study.no-hint"),
            Self::NoHintInExam => said("study.no-hint-in-exam"),
            Self::HandIn => said("study.hand-in"),
            Self::NoQuestion { last } => say(lang, "study.no-question", &[("last", last)]),
            Self::NothingToUndo => said("study.nothing-to-undo"),
            Self::NotSure => said("study.not-sure"),
        }
    }

    /// The key of the value that could not be read, where it is one of several.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Unreadable(why) => why.key(),
            _ => None,
        }
    }
}

/// Milliseconds from `shown` to `now`; none where the clock went back.
pub(super) fn milliseconds(shown: Option<&ZonedDateTime>, now: &ZonedDateTime) -> u64 {
    let passed = shown.map_or(0, |s| now.timestamp().as_millisecond() - s.timestamp().as_millisecond());
    u64::try_from(passed).unwrap_or(0)
}

/// Adds points, reached and to be reached, to the share of this id and title, which is made where it is not there.
pub(super) fn add(shares: &mut Vec<Share>, (id, title): (&str, &str), (score, points): (f64, f64)) {
    let at = shares.iter().position(|share| share.id == id && share.title == title).unwrap_or_else(|| {
        shares.push(Share { id: id.to_owned(), title: title.to_owned(), ..Share::default() });
        shares.len() - 1
    });
    shares[at].score = rounded(shares[at].score + score);
    shares[at].points += points;
}

/// Points to the hundredth, so that thirds add up without a tail of digits.
pub(super) fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}
