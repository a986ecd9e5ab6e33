//! The unit that an answer is in, and what is told of one that is given in another.

use std::f64::consts::{LN_2, LN_10};

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::around::words;
use crate::course::format::{Reader, SEEN, Value};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    Information,
    Storage,
    Iterations,
    Epochs,
}

use Quantity::{Epochs, Information, Iterations, Storage};

/// Units that people write behind a number: their key, under which `answer.unit-` of the messages has the words for
/// them, what they measure, and how large each is.
const UNITS: [(&str, Quantity, f64); 16] = [
    ("nat", Information, 1.0),
    ("bit", Information, LN_2),
    ("hartley", Information, LN_10),
    ("bit", Storage, 0.125),
    ("kilobit", Storage, 125.0),
    ("megabit", Storage, 125e3),
    ("gigabit", Storage, 125e6),
    ("byte", Storage, 1.0),
    ("kilobyte", Storage, 1e3),
    ("megabyte", Storage, 1e6),
    ("gigabyte", Storage, 1e9),
    ("kibibyte", Storage, 1024.0),
    ("mebibyte", Storage, 1_048_576.0),
    ("gibibyte", Storage, 1_073_741_824.0),
    ("step", Iterations, 1.0),
    ("epoch", Epochs, 1.0),
];

/// The unit of 1000, and that of 1024, one of which is of this size: by their signs, with their sizes in bytes.
#[must_use]
pub fn taken_for_each_other(size: f64) -> Option<[(&'static str, f64); 2]> {
    const PAIRS: [[(&str, &str); 2]; 3] = [
        [("kB", "kilobyte"), ("KiB", "kibibyte")],
        [("MB", "megabyte"), ("MiB", "mebibyte")],
        [("GB", "gigabyte"), ("GiB", "gibibyte")],
    ];
    let sized = |(sign, key)| Some((sign, UNITS.iter().find(|(known, ..)| *known == key)?.2));
    let mut pairs = PAIRS.into_iter().filter_map(|[decimal, binary]| Some([sized(decimal)?, sized(binary)?]));
    pairs.find(|pair| pair.iter().any(|(_, each)| *each == size))
}

/// The unit of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The one that it is of those that are known, and converted.
    known: Option<Known>,
    /// The course's own words for it, the one that tasks are told in first where it is none of those.
    pub words: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Known {
    /// `nat`, `byte`
    Key(String),
    /// Nats or bits, by the base of the logarithm that goes by this name.
    Base(String),
}

/// `byte`; `base B`; `['m', 'metres', '米']`
impl Value for Unit {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let mut words = match item.get_ref() {
            DeValue::Array(_) => Vec::<String>::read(reader, item)?,
            _ => vec![reader.text(item)?],
        };
        if words.is_empty() || words.iter().any(|word| word.trim().is_empty()) {
            return reader.wrong(item, "check.wants.unit");
        }
        let first = words[0].trim();
        let known = match first.strip_prefix("base ") {
            Some(base) => Some(Known::Base(base.trim().to_owned())),
            None => UNITS.iter().find(|(key, ..)| *key == first).map(|(key, ..)| Known::Key((*key).to_owned())),
        };
        if known.is_some() {
            words.remove(0);
        }
        Some(Self { known, words })
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        let word = json_schema!({ "type": "string", "pattern": SEEN });
        json_schema!({ "anyOf": [word, { "type": "array", "items": word, "minItems": 1 }] })
    }
}

impl Unit {
    /// The key of the known one, where `base` says what the base of a logarithm is; none where that has no unit.
    #[must_use]
    pub fn key(&self, base: impl Fn(&str) -> Option<f64>) -> Option<&str> {
        match self.known.as_ref()? {
            Known::Key(key) => Some(key),
            Known::Base(name) => {
                let ln = libm::log(base(name)?);
                let fits = |(_, of, size): &&(&str, Quantity, f64)| *of == Information && (ln - size).abs() < 1e-9;
                UNITS.iter().find(fits).map(|(key, ..)| *key)
            }
        }
    }

    /// The name of the base that it hangs on.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        match self.known.as_ref()? {
            Known::Base(name) => Some(name),
            Known::Key(_) => None,
        }
    }
}

/// A number that was given in a unit of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Stated<'a> {
    /// In the unit that is asked for, or in so many of it: what stands before it, times this.
    Times(&'a str, f64),
    /// In another unit: what stands before it, the key of the unit, and how many of the one asked for each is, where
    /// both measure the same.
    Other(&'a str, &'static str, Option<f64>),
}

/// What a text says of the unit behind its number, where it names one; `wanted` is the key of that of the answer.
#[must_use]
pub fn stated<'a>(text: &'a str, wanted: &str) -> Option<Stated<'a>> {
    let text = text.trim().trim_end_matches(['.', '。', '!', ';', '；', ' ']);
    let end = |key: &str| {
        let before = |word: String| {
            let rest = text.strip_suffix(word.as_str())?.trim_end().trim_end_matches('个').trim_end();
            let begins = rest.ends_with(|c: char| c.is_numeric() || matches!(c, ')' | '）' | ']' | '千' | '万' | '亿'));
            begins.then_some(rest)
        };
        words(&format!("answer.unit-{key}")).into_iter().find_map(before)
    };
    let keys = UNITS.iter().map(|(key, ..)| *key).filter_map(|key| Some((key, end(key)?)));
    // Of `KB` and `B` it is the longer one.
    let (key, rest) = keys.min_by_key(|(_, rest)| rest.len())?;
    let of = |(_, quantity, size): &(&str, Quantity, f64)| {
        UNITS.iter().find(|(key, other, _)| *key == wanted && other == quantity).map(|(.., wanted)| size / wanted)
    };
    let each = UNITS.iter().filter(|(other, ..)| *other == key).find_map(of);
    // Bytes by the thousand are bytes; a bit is none.
    let multiple = each.filter(|each| key == wanted || wanted == "byte" && *each > 1.0 && !key.ends_with("bit"));
    Some(multiple.map_or(Stated::Other(rest, key, each), |each| Stated::Times(rest, each)))
}

/// The key of the unit of information or storage behind a number whose answer has no unit at all.
#[must_use]
pub fn foreign(text: &str) -> Option<&'static str> {
    let found = ["nat", "bit", "byte"].into_iter().find_map(|wanted| match stated(text, wanted)? {
        // `5B` may be billions.
        Stated::Times(rest, _) => (text.trim()[rest.len()..].trim() != "B").then_some(wanted),
        Stated::Other(..) => None,
    });
    found.filter(|_| text.chars().next().is_some_and(|c| !c.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_of_the_same_quantity_is_converted_and_another_is_none() {
        for (text, wanted, meant) in [
            ("1.2 nats", "nat", Some(Stated::Times("1.2", 1.0))),
            ("1.2 bits", "nat", Some(Stated::Other("1.2", "bit", Some(LN_2)))),
            ("0.5 奈特。", "bit", Some(Stated::Other("0.5", "nat", Some(1.0 / LN_2)))),
            ("50 MB", "byte", Some(Stated::Times("50", 1e6))),
            ("50000000B", "byte", Some(Stated::Times("50000000", 1.0))),
            ("4000个字节", "byte", Some(Stated::Times("4000", 1.0))),
            ("400Mbit", "byte", Some(Stated::Other("400", "megabit", Some(125e3)))),
            ("400 bit", "byte", Some(Stated::Other("400", "bit", Some(0.125)))),
            ("17 epochs", "step", Some(Stated::Other("17", "epoch", None))),
            ("5168 步", "step", Some(Stated::Times("5168", 1.0))),
            ("1.2", "nat", None),
            ("abits", "nat", None),
        ] {
            assert_eq!(stated(text, wanted), meant, "{text}");
        }
    }

    #[test]
    fn the_base_of_a_logarithm_is_its_unit() {
        let unit = Unit { known: Some(Known::Base("B".into())), words: Vec::new() };
        let base = |x: f64| unit.key(|_| Some(x)).map(str::to_owned);
        assert_eq!([base(2.0), base(std::f64::consts::E)], [Some("bit".into()), Some("nat".into())]);
        assert_eq!(base(3.0), None);
    }
}
