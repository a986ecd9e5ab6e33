//! Why an answer cannot be read, and how it is to be written.

use super::super::exercise::Ask;
use crate::course::messages::say;
use crate::course::{Bilingual, Lang, formula_error, typed};
use crate::math::{MathError, MathErrorKind, Value, render};

/// Why an answer cannot be read: it is sent back and costs nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// A formula that does not parse or come to a value.
    #[error("{0}")]
    Formula(MathError),
    /// Another number of values than asked for.
    #[error("{wanted} values are asked for")]
    Count {
        /// As many are asked for.
        wanted: usize,
        /// What they are called, in their order.
        titles: Vec<Bilingual>,
        /// How to write them by their names.
        form: String,
    },
    /// Another number of values in a list than the task tells.
    #[error("{wanted} numbers are asked for")]
    Length {
        /// What the list is called.
        title: Bilingual,
        /// As many are asked for.
        wanted: usize,
    },
    /// A key that is not asked for.
    #[error("{key} is not asked for")]
    Key {
        /// The key.
        key: String,
        /// How to write what is.
        form: String,
    },
    /// A key with two values.
    #[error("{key} stands twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// A value that a parameter does not take.
    #[error("{}", what.en)]
    Value {
        /// What is wrong with it.
        what: Bilingual,
    },
    /// A value in another unit than the answer's.
    #[error("{} is no {wanted}", given.1)]
    Unit {
        /// The key of the unit that is wanted.
        wanted: String,
        /// The number, and the key of the unit that it was given in.
        given: (String, &'static str),
        /// What it is in the unit that is wanted, where both measure the same.
        number: Option<f64>,
    },
    /// A value in a unit of information or storage, which the answer has not.
    #[error("the answer is not in {unit}")]
    NoUnit {
        /// The key of the unit.
        unit: &'static str,
    },
    /// A value of another form: a list where a number is asked for.
    #[error("{form:?} is asked for")]
    Form {
        /// What the value is called.
        title: Bilingual,
        /// What is asked for.
        form: Form,
    },
    /// A word that is none of those that are asked for.
    #[error("{got} is no word for the answer")]
    Word {
        /// What was typed.
        got: String,
        /// The words that may be answered.
        known: Vec<Bilingual>,
    },
    /// One of several values.
    #[error("{key}: {why}")]
    One {
        /// The key of the value.
        key: String,
        /// What is wrong with it.
        why: Box<Unreadable>,
    },
}

/// How an asked value is to be written, where that is no mere number.
#[must_use]
pub fn note(ask: &Ask, lang: Lang) -> Option<String> {
    Form::of(ask).note(lang)
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `12544`
    Number,
    /// `1,2,3`; so many numbers, where the task tells how many.
    List(Option<usize>),
    /// `1,2;3,4`
    Matrix,
    /// `[[[1,2],[3,4]]]`
    Nested,
}

impl Form {
    /// The form of a value that is asked for.
    pub(super) fn of(ask: &Ask) -> Self {
        match ask.value.shape() {
            [] => Self::Number,
            [count] => Self::List(ask.sized.then_some(*count)),
            [_, _] => Self::Matrix,
            _ => Self::Nested,
        }
    }

    /// How to write it, in short; nothing of a number.
    fn note(self, lang: Lang) -> Option<String> {
        match self {
            Self::Number => None,
            Self::List(count) => Some(say(lang, "answer.as-list", &[("example", &example(count))])),
            Self::Matrix => Some(say(lang, "answer.as-matrix", &[])),
            Self::Nested => Some(say(lang, "answer.as-nested", &[])),
        }
    }

    /// How to write it.
    fn how(self, lang: Lang) -> String {
        match self {
            Self::Number => say(lang, "answer.number", &[]),
            Self::List(count) => say(lang, "answer.list", &[("example", &example(count))]),
            Self::Matrix => say(lang, "answer.matrix", &[]),
            Self::Nested => say(lang, "answer.nested", &[]),
        }
    }
}

/// A list of so many numbers as one writes it; of many only how it begins and ends.
fn example(count: Option<usize>) -> String {
    match count.unwrap_or(SEVERAL) {
        0 | 1 => "1".to_owned(),
        2 => "1,2".to_owned(),
        SEVERAL => "1,2,3".to_owned(),
        count => format!("1,2,…,{count}"),
    }
}

/// Numbers of a list whose length is not told.
const SEVERAL: usize = 3;

/// What the unit of a key is called.
fn unit_name(key: &str, lang: Lang) -> String {
    let words = say(lang, &format!("answer.unit-{key}"), &[]);
    words.split(' ').next().unwrap_or_default().to_owned()
}

impl Unreadable {
    /// One sentence in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        Bilingual::of(|lang| match self {
            Self::Empty => say(lang, "answer.empty", &[]),
            Self::Formula(MathError { kind: MathErrorKind::UnknownName { name: got, .. }, .. }) => {
                say(lang, "answer.unknown", &[("got", got)])
            }
            Self::Formula(MathError { kind: MathErrorKind::Character(got), .. }) => {
                say(lang, "answer.unknown", &[("got", got)])
            }
            Self::Formula(MathError { kind: MathErrorKind::Unexpected { found: None, .. }, .. }) => {
                say(lang, "answer.unfinished", &[])
            }
            Self::Formula(error) => say(lang, "answer.formula", &[("what", &formula_error::plain(&error.kind, lang))]),
            Self::Count { wanted, titles, form } => {
                let titles: Vec<String> =
                    titles.iter().map(|title| render::prose(title.get(lang), render::Target::Line)).collect();
                let titles = titles.join(&say(lang, "calc.semicolon", &[]));
                say(lang, "answer.count", &[("wanted", wanted), ("titles", &titles), ("form", form)])
            }
            Self::Length { title, wanted } => {
                let title = render::prose(title.get(lang), render::Target::Line);
                say(lang, "answer.length", &[("title", &title), ("wanted", wanted)])
            }
            Self::Key { key, form } => say(lang, "answer.key", &[("key", key), ("form", form)]),
            Self::Twice { key } => say(lang, "answer.twice", &[("key", key)]),
            Self::Value { what } => what.get(lang).to_owned(),
            Self::NoUnit { unit } => say(lang, "answer.unit-none", &[("unit", &unit_name(unit, lang))]),
            Self::Unit { wanted, given: (given, unit), number } => {
                let (wanted, unit) = (unit_name(wanted, lang), unit_name(unit, lang));
                let number = number.map(|x| typed::written(&Value::scalar(x), Some(4)));
                match number {
                    Some(number) => say(
                        lang,
                        "answer.unit-converted",
                        &[("wanted", &wanted), ("given", given), ("unit", &unit), ("number", &number)],
                    ),
                    None => say(lang, "answer.unit-other", &[("wanted", &wanted), ("unit", &unit)]),
                }
            }
            Self::Form { title, form } => {
                let how = form.how(lang);
                say(lang, "answer.form", &[("title", &title.get(lang)), ("how", &how)])
            }
            Self::Word { got, known } => {
                let known: Vec<&str> = known.iter().map(|word| word.get(lang)).collect();
                let known = known.join(&say(lang, "calc.comma", &[]));
                say(lang, "answer.word", &[("got", got), ("known", &known)])
            }
            Self::One { why, .. } => why.sentence().get(lang).to_owned(),
        })
    }

    /// The key of the value that it is about, where it is about one of several.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::One { key, .. } | Self::Twice { key } => Some(key),
            _ => None,
        }
    }

    /// The same of the value that has this key.
    pub(in crate::calculation) fn of(self, key: &str) -> Self {
        Self::One { key: key.to_owned(), why: Box::new(self) }
    }
}
