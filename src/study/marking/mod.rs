//! What an answer line is worth: a file for each kind of question.
//!
//! A [`Task`] is a question as this session asks it: its options in their shuffled order, in the session's language.

mod choice;
mod computed;
mod fill;
mod key_points;
mod letters;
mod matching;
mod ordering;
mod true_false;

use std::fmt::Display;

pub use choice::Choices;
pub use computed::ComputedTask;
pub use fill::Fill;
pub use key_points::KeyPoints;
pub use matching::Matching;
pub use ordering::Ordering;
pub use true_false::TrueFalse;

use crate::course::messages::say;
use crate::course::{Id, Lang};

/// What is asked for, and how an answer to it is marked.
#[derive(Clone, Debug)]
pub enum Task {
    /// One option is right.
    Single(Choices),
    /// Options marked one by one.
    Multiple(Choices),
    /// True or false.
    TrueFalse(TrueFalse),
    /// Blanks.
    Fill(Fill),
    /// Pairs.
    Matching(Matching),
    /// Items in order.
    Ordering(Ordering),
    /// A free text, then the points that it makes.
    KeyPoints(KeyPoints),
    /// Values of a calculation.
    Computed(ComputedTask),
}

/// What an answer is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The answer as it was understood: `A,C`.
    pub given: String,
    /// From 0 to 1.
    pub share: f64,
    /// The misconception behind it, where it is known.
    pub mistake: Option<Id>,
    /// What is to be said about this very answer: why the chosen option is wrong.
    pub notes: Vec<String>,
}

impl Mark {
    /// Whether it reaches everything. Shares are sums of equal parts, hence the tolerance.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.share > 1.0 - 1e-9
    }
}

/// Why an answer line cannot be read. No try is spent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// One letter was wanted.
    #[error("not one of the letters up to {last}")]
    OneLetter { last: char },
    /// Letters were wanted.
    #[error("not letters up to {last}")]
    Letters { last: char },
    /// True or false was wanted.
    #[error("neither true nor false")]
    TrueFalse,
    /// Another number of blanks.
    #[error("{wanted} blanks, {given} given")]
    Blanks { wanted: usize, given: usize },
    /// Pairs such as `1-C` were wanted.
    #[error("not pairs of 1 to {lefts} with A to {last}")]
    Pairs { lefts: usize, last: char },
    /// A left side was given two partners.
    #[error("{left} stands in two pairs")]
    TwicePaired { left: usize },
    /// Each number once was wanted.
    #[error("not the numbers 1 to {last}, each once")]
    Order { last: usize },
    /// Numbers of points were wanted.
    #[error("not numbers from 1 to {last}")]
    Points { last: usize },
    /// A rating was wanted.
    #[error("not a rating from 1 to 4")]
    Rating,
    /// An empty line was wanted.
    #[error("a card is turned by an empty line")]
    Turn,
    /// A command that does not exist.
    #[error("no command {name}")]
    Command {
        /// What was typed.
        name: String,
        /// The commands that there are.
        known: Vec<&'static str>,
    },
    /// There is no further hint.
    #[error("no further hint")]
    NoHint,
    /// An exam gives no hints.
    #[error("no hints in an exam")]
    NoHintInExam,
    /// The paper is at its end.
    #[error("the paper is at its end")]
    HandIn,
    /// There is no question with that number.
    #[error("no question but 1 to {last}")]
    NoQuestion { last: usize },
    /// There is nothing to take back.
    #[error("nothing to undo")]
    NothingToUndo,
    /// What the calculation says of the line, already in the session's language.
    #[error("{0}")]
    Value(String),
}

impl Unreadable {
    /// The sentence for the student.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let said = |key: &str, args: &[(&str, &dyn Display)]| say(lang, key, args);
        match self {
            Self::Empty => said("study.empty", &[]),
            Self::OneLetter { last } => said("study.one-letter", &[("last", last)]),
            Self::Letters { last } => said("study.letters", &[("last", last)]),
            Self::TrueFalse => said("study.true-false", &[]),
            Self::Blanks { wanted, given } => said("study.blanks", &[("wanted", wanted), ("given", given)]),
            Self::Pairs { lefts, last } => said("study.pairs", &[("lefts", lefts), ("last", last)]),
            Self::TwicePaired { left } => said("study.twice-paired", &[("left", left)]),
            Self::Order { last } => said("study.order", &[("last", last)]),
            Self::Points { last } => said("study.points", &[("last", last)]),
            Self::Rating => said("study.rating", &[]),
            Self::Turn => said("study.turn", &[]),
            Self::Command { name, known } => {
                let known: Vec<String> = known.iter().map(|name| format!(":{name}")).collect();
                said("study.no-command", &[("name", name), ("known", &known.join(" "))])
            }
            Self::NoHint => said("study.no-hint", &[]),
            Self::NoHintInExam => said("study.no-hint-in-exam", &[]),
            Self::HandIn => said("study.hand-in", &[]),
            Self::NoQuestion { last } => said("study.no-question", &[("last", last)]),
            Self::NothingToUndo => said("study.nothing-to-undo", &[]),
            Self::Value(sentence) => sentence.clone(),
        }
    }
}

/// The share that `right` hits and `wrong` misses earn of `of`: a miss costs what a hit earns, never below nothing,
/// so that guessing gains nothing on average.
pub(super) fn balanced(right: usize, wrong: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { right.saturating_sub(wrong) as f64 / of as f64 }
}
