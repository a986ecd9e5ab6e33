//! How the format of a file is declared: once, on the type that it is read into.
//!
//! `table!` declares a table of a file: its keys, what each holds, whether it must be there, what it means. From the
//! declaration come the type, its reader with every problem at its place, its JSON Schema and its page in
//! `docs/FORMAT.md`; near names are suggested among the keys that the reader asks for.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::lang::{Bilingual, Lang};
use super::read::{Fields, Reader};
use crate::math::{self, Binding, Expr};

/// What can stand behind a key.
pub trait Value: Sized {
    /// Reads it; what is wrong with it is noted as a problem.
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self>;

    /// What it is where the key is missing; none where the key must be there.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// What JSON Schema says of it.
    fn schema(generator: &mut SchemaGenerator) -> Schema;
}

/// A table with fixed keys.
pub trait Table: Sized {
    /// Reads its keys from a table, which may have others beside them.
    fn read_from(fields: &Fields<'_, '_>) -> Option<Self>;

    /// Adds what JSON Schema says of its keys.
    fn properties(generator: &mut SchemaGenerator, keys: &mut Keys);
}

/// The keys of a table, as JSON Schema has them.
#[derive(Debug, Default)]
pub struct Keys {
    properties: serde_json::Map<String, serde_json::Value>,
    required: Vec<String>,
}

impl Keys {
    /// The keys of `T`.
    #[must_use]
    pub fn of<T: Table>(generator: &mut SchemaGenerator) -> Self {
        let mut keys = Self::default();
        T::properties(generator, &mut keys);
        keys
    }

    /// Adds a key.
    pub fn add(&mut self, key: &str, mut schema: Schema, needed: bool, about: &str) {
        let about = about.trim();
        if !about.is_empty() {
            schema.insert("description".to_owned(), about.into());
        }
        self.properties.insert(key.to_owned(), schema.to_value());
        if needed {
            self.required.push(key.to_owned());
        }
    }

    /// Lets every key be left out.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required.clear();
        self
    }

    /// Adds the keys of another table.
    pub fn extend(&mut self, other: Self) {
        self.properties.extend(other.properties);
        self.required.extend(other.required);
    }

    /// A table with these keys and no others.
    #[must_use]
    pub fn table(self, about: &str) -> Schema {
        json_schema!({
            "type": "object",
            "description": about.trim(),
            "properties": self.properties,
            "required": self.required,
            "additionalProperties": false,
        })
    }
}

/// Declares a table: `field: Type = "key"` for a key that may be left out if its type says so, `… = "key" must` for one
/// that must be there all the same, `… = "key" [default]` for one with a default, and `… = flat` for a table whose keys
/// stand in this very one. The doc comments are what the schema and the page say. A function behind the name
/// (`struct Table: rows_fit`) notes what else is wrong with what was read.
macro_rules! table {
    (
        $(#[doc = $about:literal])*
        $vis:vis struct $name:ident $(: $check:path)? {
            $( $(#[doc = $doc:literal])* $field:ident : $ty:ty = $key:tt $([ $default:expr ])? $($must:ident)? , )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $( $(#[doc = $doc])* pub $field: $ty, )*
        }

        impl $crate::course::format::Table for $name {
            fn read_from(fields: &$crate::course::read::Fields<'_, '_>) -> Option<Self> {
                $( let $field = $crate::course::format::table!(@read fields, $ty, $key $([ $default ])? $($must)?); )*
                Some(Self { $( $field: $field?, )* })
            }

            fn properties(
                generator: &mut schemars::SchemaGenerator,
                keys: &mut $crate::course::format::Keys,
            ) {
                $( $crate::course::format::table!(@add generator, keys, $ty, concat!("", $($doc, "\n"),*), $key $([ $default ])? $($must)?); )*
            }
        }

        $crate::course::format::table!(@value $name, concat!("", $($about, "\n"),*) $(, $check)?);
    };
    (@value $name:ident, $about:expr $(, $check:path)?) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                // What is read into another form first is called `WrittenStep` here and `Step` in the schema.
                stringify!($name).trim_start_matches("Written").into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::course::format::Keys::of::<Self>(generator).table($about)
            }
        }

        impl $crate::course::format::Value for $name {
            fn read<'a>(
                reader: &$crate::course::read::Reader<'a>,
                item: &toml::Spanned<toml::de::DeValue<'a>>,
            ) -> Option<Self> {
                let fields = reader.table(item)?;
                let value = <Self as $crate::course::format::Table>::read_from(&fields);
                $( if let Some(value) = &value { $check(value, &fields); } )?
                fields.finish();
                value
            }

            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<Self>()
            }
        }
    };
    (@read $fields:ident, $ty:ty, flat) => { <$ty as $crate::course::format::Table>::read_from($fields) };
    (@read $fields:ident, $ty:ty, $key:literal) => { $fields.value::<$ty>($key) };
    (@read $fields:ident, $ty:ty, $key:literal must) => { $fields.needed::<$ty>($key) };
    (@read $fields:ident, $ty:ty, $key:literal [$default:expr]) => {
        Some($fields.value::<Option<$ty>>($key).flatten().unwrap_or($default))
    };
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, flat) => {
        <$ty as $crate::course::format::Table>::properties($generator, $keys)
    };
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal) => {{
        let needed = <$ty as $crate::course::format::Value>::absent().is_none();
        $keys.add($key, <$ty as $crate::course::format::Value>::schema($generator), needed, $about);
    }};
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal must) => {
        $keys.add($key, <$ty as $crate::course::format::Value>::schema($generator), true, $about)
    };
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal [$default:expr]) => {{
        let mut schema = <$ty as $crate::course::format::Value>::schema($generator);
        schema.insert("default".to_owned(), serde_json::json!($default));
        $keys.add($key, schema, false, $about);
    }};
}
pub(crate) use table;

impl Value for String {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.text(item)
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// An id: lower-case words apart by `-`, parts by `.`.
impl Value for Arc<str> {
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
        reader.wrong(item, "whole number")
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
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
            _ => reader.wrong(item, "true or false"),
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
            _ => reader.wrong(item, "list"),
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

/// Words in both languages; `$…$` in them are formulas.
impl Table for Bilingual {
    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        fields.words()
    }

    fn properties(_: &mut SchemaGenerator, keys: &mut Keys) {
        let text = || json_schema!({ "type": "string" });
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source(pub String);

impl std::ops::Deref for Source {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Value for Source {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        reader.formula(item, math::parse_chain)?;
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
            _ => reader.wrong(item, "two numbers, the smaller first"),
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
            _ => reader.wrong(item, "1, 2 or 3"),
        }
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 3 })
    }
}

/// Numbers by name.
impl Value for Vec<(String, f64)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        Some(IndexMap::<String, f64>::read(reader, item)?.into_iter().collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        IndexMap::<String, f64>::schema(generator)
    }
}

/// Options with their values, as `dlrev calc` takes them: texts, numbers, lists.
impl Value for Vec<(String, String)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.map(|(flag, _, item)| (flag, super::spec::flag_text(item.get_ref()))).collect())
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
                let known = Self::ALL.map(Self::key).join(" ");
                reader.problem("E011", item.span(), &[("given", text.clone()), ("known", known)]);
                None
            },
            Some,
        )
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::ALL.map(Self::key) })
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

/// A table that is one of several kinds, told apart by its `kind`: for each, what all have and what it has of its own.
#[must_use]
pub fn one_of(kinds: Vec<(&str, Keys, Keys)>, about: &str) -> Schema {
    let table = |(kind, mut keys, own): (&str, Keys, Keys)| {
        keys.add("kind", json_schema!({ "const": kind }), true, "");
        keys.extend(own);
        let mut table = keys.table("");
        table.remove("description");
        table.insert("title".to_owned(), json!(kind));
        table.to_value()
    };
    let tables: Vec<serde_json::Value> = kinds.into_iter().map(table).collect();
    json_schema!({ "description": about, "anyOf": tables })
}
