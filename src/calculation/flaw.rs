//! What may be wrong with a calculation, as a value: the sentence is made where it is told.

use super::given::GivenError;
use super::sentence::{sentence, sentences};
use super::undrawn::DrawError;
use crate::course::messages::say;
use crate::course::spec::{Place, Spec};
use crate::course::{Bilingual, Lang};
use crate::math::MathErrorKind;
use crate::math::proofread::{Malformed, Wrong};

/// Something that does not hold, and where in the calculation's file.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The place that is to be changed.
    pub place: Place,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Flaw {
    /// An answer of an example differs.
    Example {
        /// The example's source.
        source: String,
        /// The answer key.
        key: String,
        /// What the file says.
        expected: String,
        /// What the calculation gives.
        got: String,
    },
    /// A name in a formula that stands for nothing there.
    Unknown {
        /// The name.
        name: String,
        /// What may be meant.
        near: Option<String>,
    },
    /// A formula that nobody can work out.
    Formula(MathErrorKind),
    /// Something that cannot be worked out or drawn.
    Broken(Broken),
    /// A name stands in a formula that a reader has not met.
    Stranger {
        /// The step: its title, else its formula.
        step: Bilingual,
        /// The name.
        name: String,
    },
    /// A value stands in a solution that the task does not give.
    Unsaid {
        /// The flag.
        flag: String,
        /// The variant.
        code: String,
    },
    /// A name that is none of those there are.
    Missing {
        /// What is named.
        id: String,
        /// What may be meant.
        near: Option<String>,
    },
    /// A symbol that is a parameter's already.
    Taken {
        /// The symbol.
        name: String,
    },
    /// Something that is said twice.
    Twice {
        /// What is.
        id: String,
    },
    /// The words of a task do not say a value that its answers hang on.
    Untold {
        /// The answers.
        keys: String,
        /// The flag.
        flag: String,
    },
    /// A brace in words without its other one.
    Open,
    /// A place in words that nothing fills.
    Unfilled {
        /// What stands between the braces.
        place: String,
    },
    /// A line that does not read as what it means.
    Written {
        /// The variant, or the example's source.
        of: String,
        /// The line.
        text: String,
        /// What is wrong with it.
        why: Wrong,
    },
    /// A mistake or convention whose condition or formula uses a name that is not known where its step is taken.
    Never {
        /// Its id.
        id: String,
        /// The name.
        name: String,
    },
    /// A task does not say whether its words settle a convention.
    Unsettled {
        /// The answer keys that it asks for.
        keys: String,
        /// The convention.
        id: String,
    },
    /// A task names a convention that its answers do not hang on.
    Unfounded {
        /// The answer keys that it asks for.
        keys: String,
        /// What it names.
        id: String,
    },
    /// Two steps that are both taken give the same answer.
    Both {
        /// Its key.
        key: String,
    },
    /// The right answer is not graded as right.
    Grading {
        /// The variant.
        code: String,
    },
}

/// Why something cannot be worked out or drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    /// What is wrong with values of the file.
    Given(GivenError),
    /// What is wrong with those of an example.
    Example {
        /// The example's source.
        source: String,
        /// What is wrong.
        why: GivenError,
    },
    /// Why nothing is drawn.
    Undrawn(DrawError),
    /// All that it takes to prove the calculation comes to more than this many multiply-adds.
    Costly(u64),
}

impl Broken {
    /// The sentence in both languages.
    #[must_use]
    pub fn sentences(&self, spec: &Spec) -> Bilingual {
        match self {
            Self::Given(why) => sentences(spec, why),
            Self::Example { source, why } => Bilingual::of(|lang| format!("{source}: {}", sentence(spec, why, lang))),
            Self::Undrawn(why) => why.sentence(spec),
            Self::Costly(bound) => Bilingual::of(|lang| say(lang, "calc.costly", &[("bound", bound)])),
        }
    }
}

/// What is wrong with a line that was written, in both languages.
#[must_use]
pub fn misread(why: &Wrong) -> Bilingual {
    Bilingual::of(|lang| match why {
        Wrong::Malformed(rule) => malformed(rule, lang),
        Wrong::Meaning { reads, means } => say(lang, "calc.misread.meaning", &[("reads", reads), ("means", means)]),
        Wrong::Sides { left, right } => say(lang, "calc.misread.sides", &[("left", left), ("right", right)]),
    })
}

/// The rule of notation that a line breaks.
fn malformed(rule: &Malformed, lang: Lang) -> String {
    match rule {
        Malformed::Unexpected(Some(what)) => say(lang, "calc.misread.unexpected", &[("what", what)]),
        Malformed::Unexpected(None) => say(lang, "calc.misread.ends", &[]),
        Malformed::DoubleScript => say(lang, "calc.misread.double-script", &[]),
        Malformed::PowerOfPower => say(lang, "calc.misread.power-of-power", &[]),
        Malformed::NoCase => say(lang, "calc.misread.no-case", &[]),
    }
}

impl Flaw {
    /// With its place.
    pub(super) const fn at(self, place: Place) -> Finding {
        Finding { place, flaw: self }
    }
}

impl Finding {
    /// Whether it says that a task does not give this flag.
    pub(super) fn is_unsaid(&self, of: &str) -> bool {
        matches!(&self.flaw, Flaw::Unsaid { flag, .. } if flag == of)
    }
}
