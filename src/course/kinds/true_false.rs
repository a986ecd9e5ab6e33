//! True or false.

use serde::{Deserialize, Serialize};

use super::{Asking, Body, Kind, Mark, Prompt, Task, Unposed, Unreadable};
use crate::course::format::table;
use crate::text::fold;

/// The kind.
pub static KIND: Kind = Kind::of::<TrueFalse>("true-false", ["判断", "true or false"], ["T 对，F 错", "T or F"]);

table! {
    /// What a true-or-false question has.
    #[derive(Serialize, Deserialize)]
    pub struct TrueFalse {
        /// Whether the stem is true.
        answer: bool = "answer" must,
    }
}

impl Body for TrueFalse {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        0
    }

    fn ask(&self, _: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        Ok(Box::new(Truth(self.answer)))
    }

    fn truth(&self) -> Option<bool> {
        Some(self.answer)
    }
}

/// Whether the stem is true.
#[derive(Clone, Copy, Debug)]
struct Truth(bool);

/// `T` or `F`.
fn spelled(truth: bool) -> String {
    if truth { "T" } else { "F" }.to_owned()
}

impl Task for Truth {
    fn prompt(&self) -> Prompt {
        Prompt::Truth {}
    }

    /// Takes `T`, `F`, 对, 错 and their like.
    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        let given = match fold(line).trim_end_matches(['.', '!']) {
            "" => return Err(Unreadable::Empty),
            "t" | "true" | "y" | "yes" | "right" | "对" | "正确" | "是" | "真" | "√" | "✓" | "✔" => true,
            "f" | "false" | "n" | "no" | "wrong" | "错" | "错误" | "否" | "不对" | "假" | "x" | "✗" | "✘" => {
                false
            }
            _ => return Err(Unreadable::TrueFalse),
        };
        let share = f64::from(u8::from(given == self.0));
        Ok(Mark { given: spelled(given), share, ..Mark::default() })
    }

    fn answer(&self) -> String {
        spelled(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_and_signs_are_read() {
        let truth = Truth(true);
        for line in ["T", "true", "对", "是", "Ｔ", " 正确。", "√"] {
            assert_eq!(truth.mark(line, None).unwrap().share, 1.0, "{line}");
        }
        for line in ["F", "False", "错", "否", "×"] {
            assert_eq!(truth.mark(line, None).unwrap().share, 0.0, "{line}");
        }
        assert_eq!(truth.mark("maybe", None), Err(Unreadable::TrueFalse));
    }
}
