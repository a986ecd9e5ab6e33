//! A question of the course; what it asks is of one of the kinds.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use toml::Spanned;
use toml::de::DeValue;

use super::common::{Common, recorded, unknown_kind};
use super::format::{Id, Keys, Positive, Reader, Table as _, Value, one_of, table};
use super::kinds::{Body, KINDS, Kind, MOST_PARTS};
use super::lang::Bilingual;

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// `cnn.q12`
    pub id: Id,
    /// What it was called before.
    pub renamed_from: Vec<Id>,
    /// The statements it tests.
    pub tests: Vec<Id>,
    /// What it is worth.
    pub points: f64,
    /// What is asked; empty for a computed question whose words come from its calculation.
    pub stem: Bilingual,
    /// Why the answer is right.
    pub why: Bilingual,
    /// What is asked for and what is right.
    pub body: Arc<dyn Body>,
    /// A hash of its content.
    pub content: u64,
}

/// Two questions are the same where their content is.
impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        (&self.id, self.content) == (&other.id, other.content)
    }
}

table! {
    /// What every question has beyond what a card has.
    struct Worded {
        common: Common = flat,
        /// What it is worth.
        points: f64 = "points" [1.0]: Positive,
        /// What is asked. A calculation may leave it out: its own words are used then.
        stem: Option<Bilingual> = "stem",
        /// Why the answer is right. A calculation may leave it out: its solution is shown.
        why: Option<Bilingual> = "why",
    }
}

impl Value for Question {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let kind = fields.text("kind")?;
        let Some(kind) = Kind::find(&kind) else {
            return unknown_kind(&fields, kind, KINDS.iter().map(|kind| kind.key));
        };
        let (worded, body) = (Worded::read_from(&fields), kind.read(&fields));
        let body = body.filter(|body| {
            let args = [("count", body.parts().to_string()), ("most", MOST_PARTS.to_string())];
            let few = body.parts() <= MOST_PARTS;
            if !few {
                reader.problem("E047", fields.place("id"), &args);
            }
            few
        });
        let content = fields.content_hash("renamed-from");
        let question = worded.zip(body).and_then(|(Worded { common, points, stem, why }, body)| {
            let Common { id, renamed_from, tests } = common;
            if body.computed().is_none() && (stem.is_none() || why.is_none()) {
                fields.need("stem");
                fields.need("why");
                return None;
            }
            let (stem, why) = (stem.unwrap_or_default(), why.unwrap_or_default());
            Some(Self { id, renamed_from, tests, points, stem, why, body, content })
        });
        if let Some(question) = question.as_ref().filter(|_| !reader.is_trusting()) {
            question.body.check(&question.stem, &fields);
        }
        fields.finish();
        question
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl JsonSchema for Question {
    fn schema_name() -> Cow<'static, str> {
        "Question".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = KINDS.iter().map(|kind| {
            let mut keys = kind.keys(generator);
            // Its calculation may have the words.
            for word in ["stem", "why"] {
                if keys.has("calculation") {
                    keys.either(&[&[word], &["calculation"]]);
                } else {
                    keys.either(&[&[word]]);
                }
            }
            (kind.key, Keys::of::<Worded>(generator), keys)
        });
        one_of(kinds.collect(), "A question.")
    }
}

impl Question {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        recorded(&self.id, &self.renamed_from)
    }
}
