//! What an exercise is, and what comes of an answer to it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::given::Given;
use crate::course::messages::say;
pub use crate::course::spec::Word;
use crate::course::{Bilingual, Lang};
use crate::math::{Value, number};

/// The short code that brings a variant back on any machine: `conv@1.2:8F3A-C21D`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `conv`
    pub calculation: Arc<str>,
    /// The version of its drawing rules.
    pub version: u32,
    /// 1 mental arithmetic, 2 paper, 3 calculator.
    pub level: u8,
    /// What the generator is seeded with.
    pub seed: u32,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (high, low) = (self.seed >> 16, self.seed & 0xFFFF);
        write!(f, "{}@{}.{}:{high:04X}-{low:04X}", self.calculation, self.version, self.level)
    }
}

/// Something that is no variant's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a variant code such as conv@1.2:8F3A-C21D")]
pub struct CodeError;

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let (calculation, rest) = s.trim().split_once('@').ok_or(CodeError)?;
        let (place, seed) = rest.split_once(':').ok_or(CodeError)?;
        let (version, level) = place.split_once('.').ok_or(CodeError)?;
        let (high, low) = seed.split_once('-').ok_or(CodeError)?;
        let hex = |s: &str| u16::from_str_radix(s, 16).ok().filter(|_| s.len() == 4 && !s.starts_with('+'));
        let level = level.parse().ok().filter(|l| (1..=3).contains(l)).ok_or(CodeError)?;
        let (high, low) = (hex(high).ok_or(CodeError)?, hex(low).ok_or(CodeError)?);
        if calculation.is_empty() {
            return Err(CodeError);
        }
        Ok(Self {
            calculation: calculation.into(),
            version: version.parse().map_err(|_| CodeError)?,
            level,
            seed: (u32::from(high) << 16) | u32::from(low),
        })
    }
}

/// What to ask instead of what the calculation's file lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The answer keys: a task that asks for exactly these; empty for any of the file's tasks.
    pub keys: &'a [String],
    /// The flags whose values are to be chosen, of an inverse question.
    pub choose: &'a [String],
    /// Significant digits of real numbers.
    pub digits: Option<u32>,
    /// The conventions that the words leave open.
    pub open: &'a [String],
}

/// One answer that an exercise asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The answer key: `out_h`.
    pub key: Arc<str>,
    /// What it is called, for the prompt.
    pub title: Bilingual,
    /// The name that its step binds, or of the parameter that is to be chosen.
    pub symbol: Arc<str>,
    /// Other names that a student may call it by.
    pub called: Vec<String>,
    /// The key of its unit, where it has one: an answer in another is sent back.
    pub unit: Option<String>,
    /// The words that may be answered, of a verdict.
    pub words: Vec<Word>,
    /// The course's own words for its unit; where that is none that is known, the task is told in the first.
    pub units: Vec<String>,
    /// Significant digits wanted of a real number; `None` where the answer is exact.
    pub digits: Option<u32>,
    /// Whether the task tells how many numbers there are; else that is a part of the answer.
    pub sized: bool,
    /// The right value.
    pub value: Value,
}

/// An exercise ready to be asked: a calculation with its values put in.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// What brings it back; `None` where its values stand in a question of the course.
    pub code: Option<Code>,
    /// The calculation.
    pub calculation: Arc<str>,
    /// Its values by flag.
    pub given: Given,
    /// The task in words, with the values.
    pub stem: Bilingual,
    /// Whether these words say what is asked, as those of a task in the calculation's file do; the title with the values
    /// does not.
    pub says_asked: bool,
    /// What is asked for; of an inverse question the values to choose, each with one that fits.
    pub ask: Vec<Ask>,
    /// What chosen values must come to; empty where answers are asked for.
    pub goal: Vec<Ask>,
    /// The conventions that its words leave open: an answer by one of these counts. All others its words settle.
    pub open: Vec<Arc<str>>,
}

impl Exercise {
    /// The answers that the exercise is about: those asked for, or those that a choice must come to.
    #[must_use]
    pub fn sought(&self) -> &[Ask] {
        if self.goal.is_empty() { &self.ask } else { &self.goal }
    }

    /// The task in words, with so many of the asked values named where its words do not say what is asked, or not that it
    /// is these alone: for who is not shown what is asked beside it.
    #[must_use]
    pub fn in_full(&self, values: usize) -> Bilingual {
        if !self.goal.is_empty() || self.says_asked && values >= self.ask.len() {
            return self.stem.clone();
        }
        Bilingual::of(|lang| {
            let titles: Vec<&str> = self.ask.iter().take(values).map(|ask| ask.title.get(lang)).collect();
            let what = titles.join(&say(lang, "calc.comma", &[]));
            say(lang, "calc.task-asked", &[("task", &self.stem.get(lang)), ("what", &what)])
        })
    }

    /// Their keys.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.sought().iter().map(|ask| ask.key.to_string()).collect()
    }
}

impl Ask {
    /// The significant digits that a learner is told to write: none of whole numbers that have no more, as that would
    /// leave in doubt whether 19 is to be written 19.0.
    #[must_use]
    pub fn digits_told(&self) -> Option<u32> {
        let digits = self.digits?;
        let short = |x: &f64| x.fract() == 0.0 && number::to_digits(*x, digits).to_bits() == x.to_bits();
        let whole = self.value.as_tensor().is_some_and(|t| t.iter().all(short));
        (!whole).then_some(digits)
    }
}

/// How one asked value was met.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is the right value.
    Right,
    /// Right under another convention: not marked wrong, explained.
    Convention {
        /// Which convention, and which one the course uses.
        say: Bilingual,
    },
    /// Right given the student's own earlier mistake: credited, and said to be.
    FollowOn,
    /// Exactly what a known mistake gives.
    Mistake {
        /// `padding-once`
        id: Arc<str>,
        /// What the student did.
        say: Bilingual,
        /// How the wrong value comes about, from the step where it was made to the value: `N₁ = ⌊(33 − 7)/1⌋ + 1 = 27`.
        arises: Arises,
        /// Further mistakes that give the same value: which of them was made cannot be told.
        others: Vec<Slip>,
    },
    /// A choice of values that does not come to what is wanted.
    Unmet {
        /// What it comes to, or why it comes to nothing.
        say: Bilingual,
    },
    /// Wrong in a way that no known mistake gives.
    Wrong {
        /// Where to look: by what formula the value comes about.
        look: Bilingual,
    },
    /// Not answered.
    Missing,
}

/// How a wrong value comes about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arises {
    /// From the step where the mistake was made to the value.
    pub equations: Vec<String>,
    /// What names of them stand for that the words of the task do not have; nothing where it has all.
    pub names: Bilingual,
}

impl Arises {
    /// In a line; nothing where no formula tells.
    #[must_use]
    pub fn line(&self, lang: Lang) -> Option<String> {
        let line = self.equations.join(&say(lang, "calc.semicolon", &[]));
        (!line.is_empty()).then(|| line + self.names.get(lang))
    }
}

/// What a wrong value can be seen to come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// `padding-once`
    pub id: Arc<str>,
    /// What the student did.
    pub say: Bilingual,
    /// How the wrong value comes about, where formulas tell.
    pub arises: Arises,
}

impl Verdict {
    /// The verdict on a value that some mistakes give; `None` where there are none.
    #[must_use]
    pub fn of_slips(slips: Vec<Slip>) -> Option<Self> {
        let mut slips = slips.into_iter();
        let Slip { id, say, arises } = slips.next()?;
        Some(Self::Mistake { id, say, arises, others: slips.collect() })
    }

    /// Whether it counts as right.
    #[must_use]
    pub const fn credited(&self) -> bool {
        matches!(self, Self::Right | Self::Convention { .. } | Self::FollowOn)
    }
}

/// What came of an answer to an exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// One for each asked value, in the order asked.
    pub verdicts: Vec<Verdict>,
    /// From 0 to 1: the share of asked values that were credited.
    pub score: f64,
    /// How the line was read, where that differs from how it looks.
    pub read_as: Option<String>,
    /// What was read for each asked value; none where nothing was given, and none at all of values to choose.
    pub replies: Vec<Option<Value>>,
}

impl Grade {
    /// The first known mistake in it.
    #[must_use]
    pub fn mistake(&self) -> Option<&Arc<str>> {
        self.mistakes().into_iter().next()
    }

    /// All mistakes that fit the values, each once, the likeliest first.
    #[must_use]
    pub fn mistakes(&self) -> Vec<&Arc<str>> {
        let mut ids = Vec::new();
        for verdict in &self.verdicts {
            if let Verdict::Mistake { id, others, .. } = verdict {
                for id in std::iter::once(id).chain(others.iter().map(|slip| &slip.id)) {
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
            }
        }
        ids
    }
}

/// One rung of the hint ladder: name of the formula → formula → numbers in → value.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    /// From 1.
    pub level: u8,
    /// Its words, formulas in one line.
    pub text: Bilingual,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_as_it_is_written() {
        let code: Code = "conv@1.2:8F3A-C21D".parse().unwrap();
        assert_eq!((code.version, code.level, code.seed), (1, 2, 0x8F3A_C21D));
        assert_eq!(code.to_string(), "conv@1.2:8F3A-C21D");
    }

    #[test]
    fn a_broken_code_is_refused() {
        for code in
            ["", "conv", "conv@1.2", "conv@1.9:8F3A-C21D", "conv@1.2:8F3-C21D", "@1.2:8F3A-C21D", "conv@1.2:+F3A-C21D"]
        {
            assert_eq!(code.parse::<Code>(), Err(CodeError), "{code}");
        }
    }
}
