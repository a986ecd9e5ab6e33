//! What lets a file say shortly what `short` writes out before it is read: parts in lists, names for formulas.

use schemars::{Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::DeValue;

use crate::course::format::{Reader, Value, table};
use crate::math::Expr;

table! {
    /// What a part has of the list that this stands in, at this place.
    struct Insert {
        /// The part, by the name of its file.
        part: String = "part",
        /// What names of the part stand for here: other names, also of keys and options, or formulas.
        with: Option<Terms> = "with",
        /// Only where this holds, and what the part itself asks.
        when: Option<Expr> = "when",
    }
}

/// An item of a list in which a part may stand for items of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Listed<T>(T);

impl<T> Listed<T> {
    /// The items of a list.
    pub(super) fn all(list: Vec<Self>) -> Vec<T> {
        list.into_iter().map(|listed| listed.0).collect()
    }
}

impl<T: Value> Value for Listed<T> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        T::read(reader, item).map(Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [T::schema(generator), Insert::schema(generator)] })
    }
}

/// Names for formulas. Nothing of them is left once a file is written out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms;

impl Value for Terms {
    fn read<'a>(_: &Reader<'a>, _: &Spanned<DeValue<'a>>) -> Option<Self> {
        Some(Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": Expr::schema(generator) })
    }
}
