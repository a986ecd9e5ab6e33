//! The code of a paper: what brings the same one back on any machine.

use std::fmt::{self, Display};
use std::str::FromStr;

use crate::course::Id;

/// What the codes of papers begin with.
const PREFIX: &str = "exam@";

/// How many questions a paper has and how many minutes it takes, of which topics it is, and the seed that it is drawn
/// with: `exam@58.120:0000-0003`, `exam@8.17.cnn+rnn:8F3A-C21D`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperCode {
    /// How many questions are wanted.
    pub questions: usize,
    /// How many minutes it takes.
    pub minutes: usize,
    /// The topics that it is of; of all where none is named.
    pub topics: Vec<Id>,
    /// The seed.
    pub seed: u64,
}

/// A text that is no code of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPaperCode;

impl Display for PaperCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { questions, minutes, topics, seed } = self;
        write!(f, "{PREFIX}{questions}.{minutes}")?;
        for (at, topic) in topics.iter().enumerate() {
            write!(f, "{}{topic}", if at == 0 { '.' } else { '+' })?;
        }
        let width = if u32::try_from(*seed).is_ok() { 8 } else { 16 };
        let digits = format!("{seed:0width$X}");
        for (at, digit) in digits.chars().enumerate() {
            match at {
                0 => write!(f, ":{digit}")?,
                _ if at % 4 == 0 => write!(f, "-{digit}")?,
                _ => write!(f, "{digit}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for PaperCode {
    type Err = NoPaperCode;

    fn from_str(text: &str) -> Result<Self, NoPaperCode> {
        let read = || {
            let (plan, seed) = text.trim().strip_prefix(PREFIX)?.split_once(':')?;
            let mut parts = plan.splitn(3, '.');
            let mut number = || parts.next()?.parse().ok().filter(|number: &u16| *number > 0).map(usize::from);
            let (questions, minutes) = (number()?, number()?);
            let topics = parts.next().into_iter().flat_map(|topics| topics.split('+')).map(Id::from);
            let digits: String = seed.chars().filter(|c| *c != '-').collect();
            let is_hex = digits.chars().all(|c| c.is_ascii_hexdigit());
            let seed = u64::from_str_radix(&digits, 16).ok().filter(|_| is_hex)?;
            Some(Self { questions, minutes, topics: topics.collect(), seed })
        };
        read().ok_or(NoPaperCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written() {
        let code = |topics: &[&str], seed| PaperCode {
            questions: 8,
            minutes: 17,
            topics: topics.iter().map(|id| Id::from(*id)).collect(),
            seed,
        };
        for (code, text) in [
            (code(&[], 3), "exam@8.17:0000-0003"),
            (code(&["cnn", "self-supervised"], 0x8F3A_C21D), "exam@8.17.cnn+self-supervised:8F3A-C21D"),
            (code(&["cnn"], u64::MAX), "exam@8.17.cnn:FFFF-FFFF-FFFF-FFFF"),
        ] {
            assert_eq!(code.to_string(), text);
            assert_eq!(text.parse(), Ok(code));
        }
        assert_eq!("exam@8.17:3".parse(), Ok(code(&[], 3)));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in
            ["", "exam@", "exam@8:3", "exam@0.17:3", "exam@8.17:", "exam@8.17:+3", "exam@8.17:xyz", "conv@1.2:3"]
        {
            assert_eq!(text.parse::<PaperCode>(), Err(NoPaperCode), "{text}");
        }
    }
}
