//! One topic of the review outline: its statements, cards and questions.
//!
//! Prose may hold `$…$` segments: expressions of the formula language, rendered by `math::render`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::lang::{Bilingual, Lang};
use super::messages::say;

/// A stable identifier such as `cnn`, `cnn.output-size` or `cnn.q12`.
pub type Id = Arc<str>;

/// One topic of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// `cnn`
    pub id: Id,
    /// Its number in the outline, from 1.
    pub section: u32,
    /// What the outline calls it.
    pub title: Bilingual,
    /// Its headings in order; a statement names one.
    pub headings: Vec<Heading>,
    /// Tables of the outline.
    pub tables: Vec<Table>,
    /// What is to be known.
    pub statements: Vec<Statement>,
    /// Flashcards.
    pub cards: Vec<Card>,
    /// Questions.
    pub questions: Vec<Question>,
}

/// A heading inside a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Unique in its topic: `padding`.
    pub id: Id,
    /// Its words.
    pub title: Bilingual,
}

/// A table whose cells are statements or short words.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// `activation.table`
    pub id: Id,
    /// The heading it stands under.
    pub heading: Option<Id>,
    /// Its caption.
    pub title: Bilingual,
    /// The head of each column.
    pub columns: Vec<Bilingual>,
    /// Rows of cells, as many as there are columns.
    pub rows: Vec<Vec<Bilingual>>,
}

/// One thing to know, as the exam expects it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// `cnn.output-size`
    pub id: Id,
    /// The heading it stands under.
    pub heading: Option<Id>,
    /// The lines of the outline it comes from: `5.7`.
    pub from: Vec<Id>,
    /// Its words.
    pub text: Bilingual,
    /// Whether it says more than the outline does: what a student of the outline need not know by heart.
    pub beyond: bool,
    /// Its formula, in the formula language.
    pub formula: Option<Formula>,
    /// What is accurate where the outline simplifies or errs.
    pub erratum: Option<Erratum>,
}

impl Statement {
    /// Its words as a reader sees them: what goes beyond the outline is marked.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Cow<'_, str> {
        match self.text.get(lang) {
            text if self.beyond => say(lang, "notes.beyond", &[("text", &text)]).into(),
            text => text.into(),
        }
    }
}

/// A formula of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// A binding or expression in the formula language.
    pub source: String,
    /// Another statement's formula of which this one is the derivative, and by which name.
    pub derivative_of: Option<DerivativeOf>,
    /// Draw the curve over this range of its only variable.
    pub plot: Option<(f64, f64)>,
    /// Numbers that stand for the formula's other names in its curve.
    pub plot_with: Vec<(String, f64)>,
}

/// Declares a formula to be the derivative of another; `content check` compares it with the gradient engine.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivativeOf {
    /// The other statement.
    pub statement: Id,
    /// The variable.
    pub by: String,
}

/// What is accurate, beside what the outline says.
#[derive(Clone, Debug, PartialEq)]
pub struct Erratum {
    /// Its words.
    pub text: Bilingual,
    /// Where that is written: paper, section, page.
    pub source: String,
    /// The accurate formula, where the outline's is loose.
    pub formula: Option<String>,
}

/// A flashcard.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// `cnn.c3`
    pub id: Id,
    /// The statements it practises.
    pub tests: Vec<Id>,
    /// What stands on it.
    pub face: Face,
    /// A hash of its content.
    pub content: u64,
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq)]
pub enum Face {
    /// Front, then back.
    Basic { front: Bilingual, back: Bilingual },
    /// Asked in both directions: the card counts as two, `id` and `id~r`.
    Reversed { front: Bilingual, back: Bilingual },
    /// A sentence with `{{…}}` around what is hidden. Each hole is asked by itself, with the others shown: a card with
    /// several counts as so many, `id~1`, `id~2`, …
    Cloze { text: Bilingual },
    /// Names a formula; its back is the formula in the formula language.
    Formula { front: Bilingual, formula: String },
    /// An exercise of a calculation with fresh numbers each time.
    Computed { calculation: Id, ask: Vec<String>, level: u8 },
}

impl Face {
    /// What a computed card asks, as a computed question would.
    #[must_use]
    pub fn computed(&self) -> Option<Computed> {
        let Self::Computed { calculation, ask, level } = self else { return None };
        Some(Computed {
            calculation: calculation.clone(),
            given: Vec::new(),
            level: *level,
            ask: ask.clone(),
            choose: Vec::new(),
            digits: None,
        })
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `cnn.q12`
    pub id: Id,
    /// The statements it tests.
    pub tests: Vec<Id>,
    /// What it is worth.
    pub points: f64,
    /// What is asked; empty for a computed question whose words come from its calculation.
    pub stem: Bilingual,
    /// Why the answer is right.
    pub why: Bilingual,
    /// What is asked for and what is right.
    pub body: Body,
    /// A hash of its content.
    pub content: u64,
}

/// The kinds of question, as `--kind` and `"kind"` name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuestionKind {
    /// One right option.
    Single,
    /// One or more right options.
    Multiple,
    /// True or false.
    TrueFalse,
    /// Blanks to fill.
    Fill,
    /// Pairs to match.
    Matching,
    /// Items to put in order.
    Ordering,
    /// A short answer marked point by point.
    KeyPoints,
    /// A number or several.
    Computed,
}

impl QuestionKind {
    /// All, in the order in which a paper has them.
    pub const ALL: [Self; 8] = [
        Self::Single,
        Self::Multiple,
        Self::TrueFalse,
        Self::Fill,
        Self::Matching,
        Self::Ordering,
        Self::KeyPoints,
        Self::Computed,
    ];

    /// `single`, `true-false`, …
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true-false",
            Self::Fill => "fill",
            Self::Matching => "matching",
            Self::Ordering => "ordering",
            Self::KeyPoints => "key-points",
            Self::Computed => "computed",
        }
    }
}

impl fmt::Display for QuestionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Exactly one option is right. `fixed` keeps the options in the order written.
    Single { options: Vec<Choice>, fixed: bool },
    /// Any number of options, at least one, is right; marked option by option.
    Multiple { options: Vec<Choice>, fixed: bool },
    /// Whether the stem is true.
    TrueFalse { answer: bool },
    /// The stem has one `____` for each blank.
    Fill { blanks: Vec<Blank>, any_order: bool },
    /// Left and right of each pair stand at the same index; `extra` are right sides without a partner.
    Matching { pairs: Vec<(Bilingual, Bilingual)>, extra: Vec<Bilingual> },
    /// Items with the indices of those that must come before each.
    Ordering { items: Vec<Item> },
    /// `asked` of the points are wanted.
    KeyPoints { asked: usize, points: Vec<Point> },
    /// A calculation: with `given` values, or drawn at `level` where that is empty.
    Computed(Computed),
    /// Single choice whose options are the truth and the mistakes of a calculation.
    ComputedSingle(Computed),
}

impl Body {
    /// The kind it counts as.
    #[must_use]
    pub const fn kind(&self) -> QuestionKind {
        match self {
            Self::Single { .. } | Self::ComputedSingle(_) => QuestionKind::Single,
            Self::Multiple { .. } => QuestionKind::Multiple,
            Self::TrueFalse { .. } => QuestionKind::TrueFalse,
            Self::Fill { .. } => QuestionKind::Fill,
            Self::Matching { .. } => QuestionKind::Matching,
            Self::Ordering { .. } => QuestionKind::Ordering,
            Self::KeyPoints { .. } => QuestionKind::KeyPoints,
            Self::Computed(_) => QuestionKind::Computed,
        }
    }
}

/// An option of a choice question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its words.
    pub text: Bilingual,
    /// Whether it is right.
    pub right: bool,
    /// For a wrong one: the misconception behind it, and why it is wrong.
    pub why: Option<Bilingual>,
    /// The id of the misconception.
    pub mistake: Option<Id>,
}

/// A blank of a fill-in question. Answers are compared after folding width, case and spaces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blank {
    /// Answers that count; the first is shown as the answer. Both languages, abbreviations, symbols.
    pub accept: Vec<String>,
    /// The answer shown in English, where it differs from the first accepted.
    pub shown_en: Option<String>,
    /// Near misses that must not count: tests of the question itself.
    pub reject: Vec<String>,
}

/// An item of an ordering question.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its words.
    pub text: Bilingual,
    /// Indices of items that must come before it.
    pub after: Vec<usize>,
}

/// A point of a key-points answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its words.
    pub text: Bilingual,
    /// Words by which a free text is seen to make this point.
    pub synonyms: Vec<String>,
}

/// The calculation behind a computed question.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Its kind: `conv`.
    pub calculation: Id,
    /// Flags and values as `dlrev calc` takes them; empty to draw.
    pub given: Vec<(String, String)>,
    /// Level to draw at, 1 to 3.
    pub level: u8,
    /// The answer keys asked for.
    pub ask: Vec<String>,
    /// The flags whose values are to be chosen so that those answers come out.
    pub choose: Vec<String>,
    /// Significant digits wanted of a real number; `None` where the answer is exact.
    pub digits: Option<u32>,
}
