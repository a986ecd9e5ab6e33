//! True or false.

use super::{Mark, Unreadable};
use crate::text::fold;

/// Whether the stem is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrueFalse {
    /// The right answer.
    pub answer: bool,
}

impl TrueFalse {
    /// `T` or `F`.
    #[must_use]
    pub const fn spelled(truth: bool) -> &'static str {
        if truth { "T" } else { "F" }
    }

    /// Marks `T`, `F`, 对, 错 and their like.
    pub fn mark(self, line: &str) -> Result<Mark, Unreadable> {
        let given = match fold(line).trim_end_matches(['.', '!']) {
            "" => return Err(Unreadable::Empty),
            "t" | "true" | "y" | "yes" | "right" | "对" | "正确" | "是" | "真" | "√" | "✓" | "✔" => true,
            "f" | "false" | "n" | "no" | "wrong" | "错" | "错误" | "否" | "不对" | "假" | "x" | "✗" | "✘" => {
                false
            }
            _ => return Err(Unreadable::TrueFalse),
        };
        Ok(Mark {
            given: Self::spelled(given).to_owned(),
            share: f64::from(u8::from(given == self.answer)),
            mistake: None,
            notes: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_and_signs_are_read() {
        let truth = TrueFalse { answer: true };
        for line in ["T", "true", "对", "是", "Ｔ", " 正确。", "√"] {
            assert_eq!(truth.mark(line).unwrap().share, 1.0, "{line}");
        }
        for line in ["F", "False", "错", "否", "×"] {
            assert_eq!(truth.mark(line).unwrap().share, 0.0, "{line}");
        }
        assert_eq!(truth.mark("maybe"), Err(Unreadable::TrueFalse));
    }
}
