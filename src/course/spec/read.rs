//! A calculation's file → [`Spec`]: what it says in another form than the program uses.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::listed::{Listed, Terms};
use super::param::Params;
use super::{Ask, Example, Require, Side, Spec, Step, short, size};
use crate::course::Bilingual;
use crate::course::format::{Fields, Keys, Reader, Table, Value, Version, json, table};
use crate::math::Expr;

table! {
    /// A calculation: `calculations/….toml`.
    struct Written {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// The calculation that it is like: what is left out here is as there, of a parameter key by key.
        like: Option<String> = "like",
        /// Its id, as the file is called: `conv`.
        id: Arc<str> = "id" short,
        /// The version of its drawing rules; the file of an older one stays as `conv@1.toml`.
        version: u32 = "version" [1],
        /// The topic it belongs to.
        topic: Arc<str> = "topic" short,
        /// What it is called.
        title: Bilingual = "title" short,
        /// What it is about, for its help.
        about: Option<Bilingual> = "about",
        /// Names for formulas, which stand for them in all formulas of the file that follow; `part = 'NAME'` takes those of a part.
        terms: Option<Terms> = "terms",
        /// Its parameters by their options, in the order of its help.
        params: Params = "params" short,
        /// What must hold of what was given.
        require: Vec<Listed<Require>> = "require",
        /// Its steps.
        steps: Vec<Listed<Step>> = "steps",
        /// What an exercise may ask for.
        asks: Vec<Ask> = "ask",
        /// Answers that are told as one size, in the order of its sides; `?` behind one that may be missing: `out_h`, `out_c?`.
        size: Vec<Side> = "size",
        /// What must hold of a drawn variant beyond the requirements.
        accept: Vec<Expr> = "accept",
        /// Worked cases from published sources; they are tests.
        examples: Vec<Example> = "examples",
    }
    either ["id", "topic", "title", "params"] ["like"]
}

/// Items that a list of a calculation may have: they are compared with each other, and a student looks at all of them.
const MOST: usize = 300;

/// Mistakes and conventions that a step may have.
const MOST_AT_A_STEP: usize = 100;

/// Whether a list is no longer than it may be; that it is, is told.
fn within(fields: &Fields<'_, '_>, key: &'static str, count: usize, most: usize) -> bool {
    if count > most {
        let args = [("key", key.to_owned()), ("count", count.to_string()), ("most", most.to_string())];
        fields.reader().problem("E073", fields.place(key), &args);
    }
    count <= most
}

impl Table for Spec {
    fn written_out<'a>(reader: &Reader<'a>, table: DeTable<'a>) -> DeTable<'a> {
        short::written_out(reader, table)
    }

    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        let Written {
            format: Version,
            like: _,
            id,
            version,
            topic,
            title,
            about,
            terms: _,
            params,
            require,
            steps,
            asks,
            size,
            accept,
            examples,
        } = Written::read_from(fields)?;
        let (params, content) = (params.0, fields.content_hash("examples"));
        let (require, mut steps) = (Listed::all(require), Listed::all(steps));
        let at_a_step = steps.iter().map(|step| step.mistakes.len() + step.conventions.len()).max().unwrap_or_default();
        let within = [
            within(fields, "params", params.len(), MOST),
            within(fields, "require", require.len(), MOST),
            within(fields, "steps", steps.len(), MOST),
            within(fields, "steps", at_a_step, MOST_AT_A_STEP),
            within(fields, "ask", asks.len(), MOST),
            within(fields, "accept", accept.len(), MOST),
            within(fields, "examples", examples.len(), MOST),
        ];
        if within.contains(&false) {
            return None;
        }
        size::check(&size, &steps, fields);
        let settled: Vec<bool> = steps.iter().map(|step| step.asks_parameters(&params, &steps)).collect();
        steps.iter_mut().zip(settled).for_each(|(step, settled)| step.settled = settled);
        let (asks, accept, examples) = (asks.into(), accept.into(), examples.into());
        Some(Self { id, version, topic, title, about, params, require, steps, asks, size, accept, examples, content })
    }

    fn properties(generator: &mut SchemaGenerator, keys: &mut Keys) {
        Written::properties(generator, keys);
    }
}

impl JsonSchema for Spec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Calculation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Written::json_schema(generator)
    }
}

/// Answers by key.
impl Value for Vec<(String, serde_json::Value)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.map(|(key, _, item)| (key, json(item.get_ref()))).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": true })
    }
}
