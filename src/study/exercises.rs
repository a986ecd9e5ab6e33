//! What study needs of calculations: variants to ask, answers graded, hints, solutions.

use std::fmt::Debug;

use crate::calculation::{Code, Exercise, Grade, Hint, Worked};
use crate::course::messages::say;
use crate::course::{Bilingual, Computed, Id, Lang, Synonyms, prose};

/// The calculations of a course, as a session uses them.
pub trait Exercises: Debug {
    /// Every kind that can be drawn, in the course's order.
    fn kinds(&self) -> Vec<Id>;

    /// The variant that a question's calculation gives: of its given values, or drawn from `seed` at its level. Words of
    /// the calculation are looked for where the question is `alone`, without words of its own.
    fn of_question(&self, computed: &Computed, alone: bool, seed: u32) -> Result<Exercise, ExerciseError>;

    /// The variant of a question's calculation that `code` names.
    fn of_variant(&self, computed: &Computed, code: &Code) -> Result<Exercise, ExerciseError>;

    /// A random variant of `kind`.
    fn draw(&self, kind: &str, level: u8, seed: u32) -> Result<Exercise, ExerciseError>;

    /// The variant that `code` names.
    fn of_code(&self, code: &Code) -> Result<Exercise, ExerciseError>;

    /// Grades an answer line such as `out_h=28; out_w=28`.
    fn grade(&self, exercise: &Exercise, line: &str) -> Result<Grade, UnreadableValue>;

    /// The hint ladder.
    fn hints(&self, exercise: &Exercise) -> Vec<Hint>;

    /// The right answer as a student would type it: `28`, `out_h=28; out_w=28`.
    fn answer(&self, exercise: &Exercise) -> String;

    /// The worked solution, step by step.
    fn solution(&self, exercise: &Exercise, lang: Lang) -> Vec<Worked>;

    /// Options for the first value asked: the truth and what each mistake gives, all different as shown.
    fn options(&self, exercise: &Exercise) -> Vec<crate::course::Choice>;

    /// The mistakes that an answer to this variant can show: they give another value of something asked for.
    fn showable(&self, exercise: &Exercise) -> Vec<Id>;

    /// Whether the values that a mistake gives for this variant are those of no other mistake.
    fn shows_alone(&self, exercise: &Exercise, mistake: &str) -> bool;

    /// What the calculation says of a mistake, whatever the variant.
    fn mistake(&self, kind: &str, mistake: &str) -> Option<Bilingual>;

    /// The words that mean the same in short answers of the course.
    fn synonyms(&self) -> Synonyms {
        Synonyms::default()
    }

    /// The topic whose calculation it is.
    fn topic_of(&self, kind: &str) -> Option<Id>;

    /// A hash of the calculation's content, for the record.
    fn hash(&self, kind: &str) -> String;
}

/// A question's calculation as one variant has it, where that is one of its; else drawn from `seed`.
pub(super) fn posed(
    exercises: &dyn Exercises,
    computed: &Computed,
    alone: bool,
    variant: Option<&Code>,
    seed: u32,
) -> Result<Exercise, ExerciseError> {
    let is_own = |code: &&Code| *code.calculation == *computed.calculation && computed.given.is_empty();
    let variant = variant.filter(is_own).and_then(|code| exercises.of_variant(computed, code).ok());
    variant.map_or_else(|| exercises.of_question(computed, alone, seed), Ok)
}

/// Why there is no variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExerciseError {
    /// No calculation has this id.
    #[error("no calculation {0}")]
    Unknown(Id),
    /// The code belongs to another version of the drawing rules.
    #[error("{code} is of a version that is not here")]
    Version {
        /// The code.
        code: String,
    },
    /// No variant could be drawn or derived.
    #[error("{kind}: {}", why.en)]
    Failed {
        /// The calculation.
        kind: Id,
        /// What went wrong.
        why: Bilingual,
    },
}

impl ExerciseError {
    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Unknown(kind) => say(lang, "study.no-calculation", &[("kind", kind)]),
            Self::Version { code } => say(lang, "study.no-version", &[("code", code)]),
            Self::Failed { kind, why } => say(lang, "calc.titled", &[("title", kind), ("text", &prose(why.get(lang)))]),
        }
    }
}

/// Why an answer cannot be read as values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .what.en)]
pub struct UnreadableValue {
    /// What is wrong with it.
    pub what: Bilingual,
    /// The key of the value that this is about, where it is about one of several.
    pub key: Option<String>,
}
