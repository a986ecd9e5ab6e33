//! What an answer is worth, and how question and answer are shown again.

use std::fmt::Display;

use crate::course::messages::say;
use crate::course::{Id, Lang, Prose};

/// What an answer is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// The answer as it was understood: `A,C`.
    pub given: String,
    /// From 0 to 1.
    pub share: f64,
    /// The misconception behind it, where it is known.
    pub mistake: Option<Id>,
    /// All that fit, where several misconceptions give the same answer; the one above first.
    pub mistakes: Vec<Id>,
    /// How the answer was read, where that differs from how it looks.
    pub read_as: Option<String>,
    /// What is to be said about this very answer: why the chosen option is wrong.
    pub notes: Vec<Note>,
    /// How the share came about, of an answer that can be right in part.
    pub earned: Option<String>,
}

impl Mark {
    /// Whether it reaches everything. Shares are sums of equal parts, hence the tolerance.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.share > 1.0 - 1e-9
    }
}

/// A line of what is to be said about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Words.
    Said(String),
    /// One of several things of which it cannot be told which it was.
    Listed {
        /// What stands before one of a list.
        mark: String,
        /// What it is.
        what: String,
    },
}

impl Note {
    /// One for each line of a text.
    #[must_use]
    pub fn lines(text: &str) -> Vec<Self> {
        text.lines().map(Self::from).collect()
    }
}

impl From<&str> for Note {
    fn from(words: &str) -> Self {
        Self::Said(words.to_owned())
    }
}

impl Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Said(words) => f.write_str(words),
            Self::Listed { mark, what } => write!(f, "{mark}{what}"),
        }
    }
}

/// A part of a question shown again beside the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Again {
    /// Its letter or number.
    pub key: String,
    /// Its words, with what was answered to it.
    pub text: Prose,
    /// What became of it.
    pub state: State,
    /// What else is said of it: what would have been right, or where it was put, where that is not seen from the rest.
    pub aside: Option<Prose>,
}

/// What would have been right of a part.
pub(super) fn right_is(right: &str, lang: Lang) -> Prose {
    say(lang, "study.should", &[("should", &right)]).into()
}

/// What became of a part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was answered rightly, or is the right one.
    Right,
    /// It is right and was not given.
    Missed,
    /// It was given and is wrong.
    Wrong,
    /// It was rightly left.
    Left,
}

impl State {
    /// Of something that is `right` and was `given`, or not.
    #[must_use]
    pub const fn of(right: bool, given: bool) -> Self {
        match (right, given) {
            (true, true) => Self::Right,
            (true, false) => Self::Missed,
            (false, true) => Self::Wrong,
            (false, false) => Self::Left,
        }
    }

    /// Its mark, in one column.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Right => "✓",
            Self::Missed => "○",
            Self::Wrong => "✗",
            Self::Left => " ",
        }
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
    /// What the calculation says of the line, already in the session's language, and the key of the value that this is
    /// about, where it is about one of several.
    #[error("{what}")]
    Value { what: String, key: Option<String> },
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
            Self::Value { what, .. } => what.clone(),
        }
    }

    /// The key of the value that it is about, where it is about one of several.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Value { key, .. } => key.as_deref(),
            _ => None,
        }
    }
}

/// The share that `right` hits and `wrong` misses earn of `of`: a miss costs what a hit earns, never below nothing,
/// so that guessing gains nothing on average.
pub(super) fn balanced(right: usize, wrong: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { right.saturating_sub(wrong) as f64 / of as f64 }
}
