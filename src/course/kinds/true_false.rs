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

/// What says that it is true.
const TRUE: [&str; 24] = [
    "t", "true", "y", "yes", "yep", "right", "correct", "ok", "1", "对", "正确", "是", "真", "没错", "属实", "成立",
    "√", "✓", "✔", "☑", "✅", "v", "notfalse", "notwrong",
];

/// What says that it is not.
const FALSE: [&str; 33] = [
    "f",
    "false",
    "n",
    "no",
    "nope",
    "wrong",
    "incorrect",
    "untrue",
    "nottrue",
    "notcorrect",
    "notright",
    "isnottrue",
    "0",
    "错",
    "错误",
    "否",
    "不对",
    "不正确",
    "不是",
    "不真",
    "不成立",
    "有误",
    "不属实",
    "假",
    "非",
    "x",
    "✗",
    "✘",
    "✕",
    "✖",
    "❌",
    "╳",
    "isfalse",
];

/// Words before and behind it, folded: `this statement is true`, 答案是对的.
const BEFORE: [&str; 16] = [
    "答案",
    "我认为",
    "我选",
    "选",
    "这句话",
    "该说法",
    "这个说法",
    "这",
    "说法",
    "判断",
    "是",
    "that",
    "this",
    "statement",
    "it",
    "is",
];
const AFTER: [&str; 3] = ["了", "的", "项"];

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
        let line = fold(line);
        let word = line.trim_end_matches(['.', '!', ';', ',']);
        if word.is_empty() {
            return Err(Unreadable::Empty);
        }
        let bare = BEFORE.iter().fold(word, |rest, before| rest.strip_prefix(before).unwrap_or(rest));
        let bare = bare.strip_prefix("'s").unwrap_or(bare);
        let bare = AFTER.iter().fold(bare, |rest, after| rest.strip_suffix(after).unwrap_or(rest));
        let is = |words: &[&str]| words.contains(&word) || words.contains(&bare);
        let given = match (is(&TRUE), is(&FALSE)) {
            (true, false) => true,
            (false, true) => false,
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
        for line in
            ["T", "true", "对", "是", "Ｔ", " 正确。", "√", "对的", "这句话是对的", "It is true.", "it's true", "没错"]
        {
            assert_eq!(truth.mark(line, None).unwrap().share, 1.0, "{line}");
        }
        for line in [
            "F",
            "False",
            "错",
            "否",
            "×",
            "不正确",
            "错误",
            "不对",
            "no",
            "✕",
            "incorrect",
            "错的",
            "Ｆ",
            "Not true.",
            "不是",
            "This statement is wrong",
            "说法错误",
            "it's false",
        ] {
            assert_eq!(truth.mark(line, None).unwrap().share, 0.0, "{line}");
        }
        for line in ["maybe", "T or F", "是对是错", "right or wrong"] {
            assert_eq!(truth.mark(line, None), Err(Unreadable::TrueFalse), "{line}");
        }
    }
}
