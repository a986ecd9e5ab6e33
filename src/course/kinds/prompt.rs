//! How a question is answered: what a face lists, and what an answer is made of.

use serde::Serialize;

use crate::course::Lang;
use crate::course::messages::say;

/// What is asked for, as JSON lines write it beside the stem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Prompt {
    /// A text.
    Text {},
    /// `T` or `F`.
    Truth {},
    /// One of the options.
    One {
        /// Lettered.
        options: Vec<OptionLine>,
    },
    /// Any of the options.
    Some {
        /// Lettered.
        options: Vec<OptionLine>,
    },
    /// A text for each blank.
    Blanks {
        /// How many there are.
        blanks: usize,
    },
    /// A letter for each number.
    Pairs {
        /// Left sides, numbered.
        #[serde(rename = "options")]
        left: Vec<OptionLine>,
        /// Right sides, lettered.
        right: Vec<OptionLine>,
    },
    /// The items in another order.
    Order {
        /// Numbered.
        #[serde(rename = "options")]
        items: Vec<OptionLine>,
    },
    /// Values, by their keys.
    Values {
        /// What is asked for.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        ask: Vec<Asked>,
        /// The variant, of one that was drawn.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
}

impl Prompt {
    /// An answer as one reads it: true or false in words, an order by the words of its items, whose numbers are out of
    /// sight.
    #[must_use]
    pub fn in_words(&self, answer: &str, lang: Lang) -> String {
        let items = match self {
            Self::Order { items } => items,
            Self::Truth {} if answer == "T" => return say(lang, "tui.true", &[]),
            Self::Truth {} if answer == "F" => return say(lang, "tui.false", &[]),
            _ => return answer.to_owned(),
        };
        let word =
            |key: &str| items.iter().find(|item| item.key == key).map(|item| item.text.trim_end_matches(['。', '.']));
        let words: Option<Vec<&str>> = answer.split(',').map(word).collect();
        words.map_or_else(|| answer.to_owned(), |words| words.join(" → "))
    }
}

impl Prompt {
    /// Whether an answer line leaves parts out: values that are not named, left sides without a partner, empty blanks.
    #[must_use]
    pub fn is_in_part(&self, answer: &str) -> bool {
        match self {
            Self::Values { ask, .. } if ask.len() > 1 => {
                let is_named = |ask: &&Asked| {
                    answer.split(';').any(|part| part.split_once('=').is_some_and(|(name, _)| name.trim() == ask.key))
                };
                (1..ask.len()).contains(&ask.iter().filter(is_named).count())
            }
            Self::Pairs { left, .. } => answer.split(',').count() < left.len(),
            Self::Blanks { blanks } if *blanks > 1 => {
                let filled = answer.split('|').filter(|part| !part.trim().is_empty()).count();
                answer.contains('|') && filled < *blanks
            }
            _ => false,
        }
    }
}

impl Asked {
    /// What it is called, with what its writing has to keep to.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        let title = format!("{}{}", self.title, say(lang, "calc.aside", &[("what", &self.key)]));
        let parts: Vec<&str> = std::iter::once(&*title).chain(self.notes.iter().map(String::as_str)).collect();
        parts.join(&say(lang, "calc.and-also", &[]))
    }
}

/// An option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionLine {
    /// `A`, or `1`
    pub key: String,
    /// Its words.
    pub text: String,
}

/// A point of a key-points answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointLine {
    /// From `1`.
    pub key: String,
    /// Its words.
    pub text: String,
    /// Whether the free text seems to make it: what a front end ticks beforehand.
    pub seen: bool,
}

/// A value that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// `out_h`
    pub key: String,
    /// Significant digits wanted; `null` where the answer is exact.
    pub digits: Option<u32>,
    /// What it is called.
    pub title: String,
    /// What its writing has to keep to, where the stem does not say so: digits, a list. For a face that shows it.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// Whether it is one number.
    #[serde(skip)]
    pub is_number: bool,
    /// Whether it is a list of numbers, which has no semicolon in it.
    #[serde(skip)]
    pub is_list: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_which_parts_are_missing_is_told_from_a_whole_one() {
        let ask = |key: &str| Asked {
            key: key.to_owned(),
            digits: None,
            title: String::new(),
            notes: Vec::new(),
            is_number: true,
            is_list: false,
        };
        let values = Prompt::Values { ask: vec![ask("q"), ask("v")], code: None };
        let parts = ["q=1", "q=1,2;3,4; v=5", "q=1; v=2", "1; 2", ""].map(|line| values.is_in_part(line));
        assert_eq!(parts, [true, false, false, false, false]);
        let line = |key: &str| OptionLine { key: key.to_owned(), text: String::new() };
        let pairs = Prompt::Pairs { left: vec![line("1"), line("2")], right: vec![line("A"), line("B")] };
        assert_eq!(["1-A", "1-A,2-B"].map(|line| pairs.is_in_part(line)), [true, false]);
        let blanks = Prompt::Blanks { blanks: 2 };
        assert_eq!(["a | ", "a | b", "a, b"].map(|line| blanks.is_in_part(line)), [true, false, false]);
    }
}
