//! What may be wrong with a calculation, as a value: the sentence is made where it is told.

use crate::course::Bilingual;
use crate::course::spec::Place;

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
    Formula {
        /// What is wrong with it.
        what: Bilingual,
    },
    /// Something that cannot be worked out or drawn.
    Broken {
        /// What.
        what: Bilingual,
    },
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
        what: Bilingual,
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
