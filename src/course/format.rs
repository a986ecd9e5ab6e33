//! How the format of a file is declared: once, on the type that it is read into.
//!
//! `table!` declares a table of a file: its keys, what each holds, whether it must be there, what it means. From the
//! declaration come the type, its reader with every problem at its place, its JSON Schema and its page in
//! `docs/FORMAT.md`; near names are suggested among the keys that the reader asks for.

mod bounds;
mod called;
mod json;
mod read;
mod values;

use schemars::{Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use bounds::{
    AnyTexts, AtLeast, AtLeastOne, Bound, NotNegative, Positive, SEEN, Share, SomeTexts, SomeTextsOrNone, Within,
};
pub use json::flag_text;
pub(super) use json::json;
pub use read::{Fields, Item, Loaded, Reader, Taken};
pub(super) use read::{SYNTAX, WHOLE};
pub use values::{Digits, Id, Source, Version};

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
    /// The table of a file as if all of it stood there at length, where the format lets it be said shortly.
    #[must_use]
    fn written_out<'a>(_: &Reader<'a>, table: DeTable<'a>) -> DeTable<'a> {
        table
    }

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
    /// Sets of keys of which one is there as a whole.
    either: Vec<Vec<Vec<String>>>,
    /// The keys that must be there where one is.
    with: serde_json::Map<String, serde_json::Value>,
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

    /// Lets all of them be left out together: where any is there, `key` is, and with it what is needed.
    #[must_use]
    pub fn optional(mut self, key: &str) -> Self {
        let others = |keys: Vec<String>| keys.into_iter().filter(|other| other != key).collect::<Vec<_>>();
        for other in others(self.properties.keys().cloned().collect()) {
            self.with.insert(other, serde_json::json!([key]));
        }
        let needed = others(std::mem::take(&mut self.required));
        if !needed.is_empty() {
            self.with.insert(key.to_owned(), needed.into());
        }
        self
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.properties.contains_key(key)
    }

    /// Says that one of these sets of keys is there as a whole.
    pub fn either(&mut self, ways: &[&[&str]]) {
        self.either.push(ways.iter().map(|keys| keys.iter().map(|key| (*key).to_owned()).collect()).collect());
    }

    /// Adds the keys of another table.
    pub fn extend(&mut self, other: Self) {
        self.properties.extend(other.properties);
        self.required.extend(other.required);
        self.either.extend(other.either);
        self.with.extend(other.with);
    }

    /// A table with these keys and no others.
    #[must_use]
    pub fn table(self, about: &str) -> Schema {
        let mut schema = json_schema!({
            "type": "object",
            "description": about.trim(),
            "properties": self.properties,
            "required": self.required,
            "additionalProperties": false,
        });
        if !self.with.is_empty() {
            schema.insert("dependentRequired".to_owned(), self.with.into());
        }
        if !self.either.is_empty() {
            let way = |keys: Vec<String>| serde_json::json!({ "required": keys });
            let one =
                |ways: Vec<Vec<String>>| serde_json::json!({ "anyOf": ways.into_iter().map(way).collect::<Vec<_>>() });
            schema.insert("allOf".to_owned(), self.either.into_iter().map(one).collect());
        }
        schema
    }
}

/// Declares a table: `field: Type = "key"` for a key that may be left out if its type says so, `… = "key" must` for one
/// that must be there all the same, `… = "key" short` for one that must be there once a file is written out,
/// `… = "key" [default]` for one with a default, `…: Bound` behind it for a value within bounds, and `… = flat` for a table whose keys stand in this very one; `either ["a"] ["b", "c"]` behind the braces says that one of these sets of keys is there. The doc comments are what the schema and the page say. A function behind the name
/// (`struct Table: rows_fit`) notes what else is wrong with what was read. What an image keeps derives `Serialize` and
/// `Deserialize` besides.
macro_rules! table {
    (
        $(#[doc = $about:literal])*
        $(#[derive($($more:path),*)])?
        $vis:vis struct $name:ident $(: $check:path)? {
            $( $(#[doc = $doc:literal])* $field:ident : $ty:ty = $key:tt $([ $default:expr ])? $(: $bound:ident)? $($must:ident)? , )*
        }
        $( either $([ $($way:literal),+ ])+ )?
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        $(#[derive($($more),*)])?
        $vis struct $name {
            $( $(#[doc = $doc])* pub $field: $ty, )*
        }

        impl $crate::course::format::Table for $name {
            fn read_from(fields: &$crate::course::format::Fields<'_, '_>) -> Option<Self> {
                $( let $field = $crate::course::format::table!(@read fields, $ty, $key $([ $default ])? $(: $bound)? $($must)?); )*
                $( fields.either(&[$( &[$($way),+] ),+]); )?
                let table = Self { $( $field: $field?, )* };
                $( $check(&table, fields); )?
                Some(table)
            }

            fn properties(
                generator: &mut schemars::SchemaGenerator,
                keys: &mut $crate::course::format::Keys,
            ) {
                $( $crate::course::format::table!(@add generator, keys, $ty, concat!("", $($doc, "\n"),*), $key $([ $default ])? $(: $bound)? $($must)?); )*
                $( keys.either(&[$( &[$($way),+] ),+]); )?
            }
        }

        $crate::course::format::table!(@value $name, concat!("", $($about, "\n"),*));
    };
    (@value $name:ident, $about:expr) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                // What is read into another form first is called `WrittenStep` here and `Step` in the schema.
                stringify!($name).trim_start_matches("Written").into()
            }

            // Tables of two rooms may be called alike.
            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::course::format::Keys::of::<Self>(generator).table($about)
            }
        }

        impl $crate::course::format::Value for $name {
            fn read<'a>(
                reader: &$crate::course::format::Reader<'a>,
                item: &toml::Spanned<toml::de::DeValue<'a>>,
            ) -> Option<Self> {
                let fields = reader.table(item)?;
                let value = <Self as $crate::course::format::Table>::read_from(&fields);
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
    (@read $fields:ident, $ty:ty, $key:literal short) => { $fields.value::<$ty>($key) };
    (@read $fields:ident, $ty:ty, $key:literal [$default:expr]) => {
        Some($fields.value::<Option<$ty>>($key).flatten().unwrap_or($default))
    };
    (@read $fields:ident, $ty:ty, $key:literal [$default:expr] : $bound:ident) => {
        Some($fields.value::<Option<$crate::course::format::Within<$bound>>>($key).flatten().map_or($default, |of| of.0))
    };
    (@read $fields:ident, $ty:ty, $key:literal : $bound:ident) => {
        $fields.value::<$crate::course::format::Within<$bound>>($key).map(|of| of.0)
    };
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal [$default:expr] : $bound:ident) => {
        $crate::course::format::table!(
            @add $generator, $keys, $crate::course::format::Within<$bound>, $about, $key [$default]
        )
    };
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal : $bound:ident) => {
        $crate::course::format::table!(@add $generator, $keys, $crate::course::format::Within<$bound>, $about, $key)
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
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal short) => {
        $keys.add($key, <$ty as $crate::course::format::Value>::schema($generator), false, $about)
    };
    (@add $generator:ident, $keys:ident, $ty:ty, $about:expr, $key:literal [$default:expr]) => {{
        let mut schema = <$ty as $crate::course::format::Value>::schema($generator);
        schema.insert("default".to_owned(), serde_json::json!($default));
        $keys.add($key, schema, false, $about);
    }};
}
pub(crate) use table;

/// A table that is one of several kinds, told apart by its `kind`: for each, what all have and what it has of its own.
#[must_use]
pub fn one_of(kinds: Vec<(&str, Keys, Keys)>, about: &str) -> Schema {
    let table = |(kind, mut keys, own): (&str, Keys, Keys)| {
        keys.add("kind", json_schema!({ "const": kind }), true, "");
        keys.extend(own);
        let mut table = keys.table("");
        table.remove("description");
        table.insert("title".to_owned(), serde_json::json!(kind));
        table.to_value()
    };
    let tables: Vec<serde_json::Value> = kinds.into_iter().map(table).collect();
    json_schema!({ "description": about, "anyOf": tables })
}
