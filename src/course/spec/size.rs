//! Answers that are told as one size: `28×28×6`.

use std::sync::Arc;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::Step;
use crate::course::format::{Fields, Reader, Value};
use crate::math::near;

/// A side of that size: `out_h`, or `out_d?` where there may be none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The answer.
    pub key: Arc<str>,
    /// Whether the size is told without it, too.
    pub optional: bool,
}

impl Value for Side {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let text = reader.text(item)?;
        let key = text.strip_suffix('?');
        Some(Self { key: key.unwrap_or(&text).into(), optional: key.is_some() })
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// Notes each side that no step gives.
pub(super) fn check(sides: &[Side], steps: &[Step], fields: &Fields<'_, '_>) {
    let keys = || steps.iter().flat_map(|step| &step.keys).map(String::as_str);
    for (side, item) in sides.iter().zip(fields.list("size")) {
        if !steps.iter().any(|step| step.gives(&side.key)) {
            let near = near(&side.key, keys()).unwrap_or_default().to_owned();
            let code = if near.is_empty() { "E010" } else { "E010n" };
            fields.reader().problem(code, item.span(), &[("id", side.key.to_string()), ("near", near)]);
        }
    }
}
