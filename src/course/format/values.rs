//! What can stand behind a key of a file: texts, numbers, lists, words, formulas.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::called::called;
use super::{Fields, Keys, Reader, Table, Value, flag_text};
use crate::course::lang::{Bilingual, Lang};
use crate::math::{self, Binding, Expr};

impl Value for String {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.text(item)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// A stable identifier such as `cnn`, `cnn.output-size` or `cnn.q12`: lower-case words apart by `-`, parts by `.`.
pub type Id = Arc<str>;

impl Value for Id {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let text = reader.text(item)?;
        let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c));
        if !plain || text.is_empty() {
            reader.problem("E011", item.span(), &[("given", text), ("known", "a-z 0-9 . - _".to_owned())]);
            return None;
        }
        Some(text.into())
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z0-9._-]+$" })
    }
}

impl Value for f64 {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.number(item)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

impl Value for usize {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let number = reader.number(item)?;
        if number >= 0.0 && number.fract() == 0.0 && number < 1e9 {
            return Some(number as Self);
        }
        reader.wrong(item, "check.wants.whole")
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0, "maximum": 999_999_999 })
    }
}

impl Value for u32 {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        usize::read(reader, item).map(|whole| whole as Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        usize::schema(generator)
    }
}

/// Truth, false where it is missing.
impl Value for bool {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match item.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => reader.wrong(item, "check.wants.truth"),
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "boolean" })
    }
}

/// What may be left out. What is there and wrong is a problem, and otherwise as if it were not there.
impl<T: Value> Value for Option<T> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        Some(T::read(reader, item))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        T::schema(generator)
    }
}

/// A list, empty where it is missing. What is wrong of it is a problem and left out.
impl<T: Value> Value for Vec<T> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match item.get_ref() {
            DeValue::Array(items) => Some(items.iter().filter_map(|item| T::read(reader, item)).collect()),
            _ => reader.wrong(item, "check.wants.list"),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": T::schema(generator) })
    }
}

/// A table with any keys, in the order of the file; empty where it is missing.
impl<T: Value> Value for IndexMap<String, T> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.filter_map(|(key, _, item)| Some((key, T::read(reader, item)?))).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": T::schema(generator) })
    }
}

/// What words are, as JSON Schema says it: there is something to be seen, and no backslash.
const WORDS: &str = r"^[^\\]*[^\\ \t\r\n][^\\]*$";

/// Words in both languages; `$…$` in them are formulas.
impl Table for Bilingual {
    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        fields.words()
    }

    fn properties(_: &mut SchemaGenerator, keys: &mut Keys) {
        let text = || json_schema!({ "type": "string", "pattern": WORDS });
        keys.add("zh", text(), true, "The words in Chinese; formulas stand between dollars.");
        keys.add("en", text(), true, "The words in English.");
    }
}

impl JsonSchema for Bilingual {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Keys::of::<Self>(generator).table("Words in both languages.")
    }
}

impl Value for Bilingual {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let words = fields.words();
        fields.finish();
        words
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

/// What JSON Schema says of a formula.
fn formula(about: &str) -> Schema {
    json_schema!({ "type": "string", "format": about })
}

impl Value for Expr {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.formula(item, math::parse)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        formula("expression")
    }
}

impl Value for Binding {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.formula(item, math::parse_binding)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        formula("binding")
    }
}

/// The source of a formula that parses: an expression, or a binding such as `y = x^2`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source(pub String);

impl std::ops::Deref for Source {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Value for Source {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.formula(item, |text| called(&math::parse_chain(text)?))?;
        reader.text(item).map(Self)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        formula("formula")
    }
}

/// Two numbers, the smaller first.
impl Value for (f64, f64) {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match Vec::<f64>::read(reader, item)?.as_slice() {
            [from, to] if from < to => Some((*from, *to)),
            _ => reader.wrong(item, "check.wants.range"),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": f64::schema(generator), "minItems": 2, "maxItems": 2 })
    }
}

/// A level: 1, 2 or 3.
impl Value for u8 {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match usize::read(reader, item)? {
            level @ 1..=3 => Some(level as Self),
            _ => reader.wrong(item, "check.wants.level"),
        }
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 3 })
    }
}

/// How many significant digits a real number is wanted to: as many as it can have, 15, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digits(pub u32);

impl Value for Digits {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match usize::read(reader, item)? {
            digits @ 1..=15 => Some(Self(digits as u32)),
            _ => reader.wrong(item, "check.wants.digits"),
        }
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 15 })
    }
}

/// Values by name. Texts are read otherwise, see below.
macro_rules! by_name {
    ($($value:ty)*) => { $(
        impl Value for Vec<(String, $value)> {
            fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
                Some(IndexMap::<String, $value>::read(reader, item)?.into_iter().collect())
            }

            fn absent() -> Option<Self> {
                Some(Self::new())
            }

            fn schema(generator: &mut SchemaGenerator) -> Schema {
                IndexMap::<String, $value>::schema(generator)
            }
        }
    )* };
}

by_name! { f64 Expr Bilingual }

/// Options with their values, as `dlrev calc` takes them: texts, numbers, lists.
impl Value for Vec<(String, String)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.map(|(flag, _, item)| (flag, flag_text(item.get_ref()))).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": true })
    }
}

/// A language.
impl Value for Lang {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let text = reader.text(item)?;
        text.parse().map_or_else(
            |()| {
                let known = Self::KEYS.join(" ");
                reader.problem("E011", item.span(), &[("given", text.clone()), ("known", known)]);
                None
            },
            Some,
        )
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::KEYS })
    }
}

/// The version of the rules by which a file is written: 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version;

impl Value for Version {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let format = reader.number(item)?;
        if format != 1.0 {
            reader.problem("E012", item.span(), &[("given", format.to_string())]);
        }
        Some(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": 1 })
    }
}
