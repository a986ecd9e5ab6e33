//! A part of calculations: `parts/….toml`.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use toml::de::DeTable;

use super::listed::{Listed, Terms};
use super::param::Params;
use super::{Require, Step, short};
use crate::course::format::{Fields, Keys, Reader, Table, Version, table};

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
