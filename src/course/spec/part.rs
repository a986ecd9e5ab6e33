//! A part of calculations, and what lets a file say shortly what `short` writes out before it is read.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::read::{Params, WrittenStep};
use super::{Require, Step, short};
use crate::course::format::{Keys, Table, Value, Version, table};
use crate::course::read::{Fields, Reader};
use crate::math::Expr;

table! {
    /// A part that calculations share: `parts/….toml`, known to them by its file's name.
    struct WrittenPart {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// Names for formulas, which stand for them in all formulas of the file that follow.
        terms: Option<Terms> = "terms",
        /// Parameters by their options. A calculation takes one by saying `part` in its own parameter of that option.
        params: Option<Params> = "params",
        /// Requirements, which a calculation takes by saying `part` in its list of them.
        require: Vec<Listed<Require>> = "require",
        /// Steps, which a calculation takes by saying `part` in its list of them.
        steps: Vec<Listed<Step>> = "steps",
    }
}

/// A part that calculations share, read by itself: that it can be read is all that is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part;

impl Table for Part {
    fn written_out<'a>(reader: &Reader<'a>, table: DeTable<'a>) -> DeTable<'a> {
        short::part_written_out(reader, table)
    }

    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        WrittenPart::read_from(fields).map(|_| Self)
    }

    fn properties(generator: &mut SchemaGenerator, keys: &mut Keys) {
        WrittenPart::properties(generator, keys);
    }
}

impl JsonSchema for Part {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Part".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        WrittenPart::json_schema(generator)
    }
}

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

/// Ways of a step. Nothing of them is left once a file is written out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ways;

impl Value for Ways {
    fn read<'a>(_: &Reader<'a>, _: &Spanned<DeValue<'a>>) -> Option<Self> {
        Some(Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let way = generator.subschema_for::<WrittenStep>();
        json_schema!({ "type": "array", "items": { "anyOf": [way, { "type": "array", "items": way }] } })
    }
}
