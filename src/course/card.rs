//! A flashcard: what stands on it, by its kind.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::common::{Common, recorded, unknown_kind};
use super::format::{Fields, Id, Keys, Reader, Source, Table as _, Value, one_of, table};
use super::kinds::Computed;
use super::lang::Bilingual;

/// A flashcard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// `cnn.c3`
    pub id: Id,
    /// What it was called before.
    pub renamed_from: Vec<Id>,
    /// The statements it practises.
    pub tests: Vec<Id>,
    /// What stands on it.
    pub face: Face,
    /// A hash of its content.
    pub content: u64,
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Face {
    /// Front, then back.
    Basic { front: Bilingual, back: Bilingual },
    /// Asked in both directions: the card counts as two, `id` and `id~r`.
    Reversed { front: Bilingual, back: Bilingual },
    /// A sentence with `{{…}}` around what is hidden. Each hole is asked by itself, with the others shown: a card with
    /// several counts as so many, `id~1`, `id~2`, …
    Cloze { text: Bilingual },
    /// Names a formula; its back is the formula in the formula language.
    Formula { front: Bilingual, formula: Source },
    /// An exercise of a calculation with fresh numbers each time.
    Computed { calculation: Id, ask: Vec<String>, level: u8 },
}

table! {
    /// What a card with two sides has.
    struct Sides {
        /// What is asked.
        front: Bilingual = "front",
        /// What is to be known.
        back: Bilingual = "back",
    }
}

table! {
    /// What a cloze has.
    struct Cloze {
        /// A sentence with `{{…}}` around what is hidden; each hole is asked by itself.
        text: Bilingual = "text",
    }
}

table! {
    /// What the card of a formula has.
    struct Named {
        /// What names the formula.
        front: Bilingual = "front",
        /// The formula.
        formula: Source = "formula",
    }
}

table! {
    /// What a computed card has.
    struct Drawn {
        /// The kind of calculation: `conv`.
        calculation: Id = "calculation",
        /// The answers asked for.
        ask: Vec<String> = "ask",
        /// The level of its numbers.
        level: u8 = "level" [1],
    }
}

/// How a kind of card is read, and its keys.
type FaceKind = (&'static str, fn(&Fields<'_, '_>) -> Option<Face>, fn(&mut SchemaGenerator) -> Keys);

/// The kinds of card.
const FACES: [FaceKind; 5] = [
    ("basic", |f| Sides::read_from(f).map(|s| Face::Basic { front: s.front, back: s.back }), Keys::of::<Sides>),
    ("reversed", |f| Sides::read_from(f).map(|s| Face::Reversed { front: s.front, back: s.back }), Keys::of::<Sides>),
    ("cloze", cloze, Keys::of::<Cloze>),
    (
        "formula",
        |f| Named::read_from(f).map(|n| Face::Formula { front: n.front, formula: n.formula }),
        Keys::of::<Named>,
    ),
    ("computed", drawn, Keys::of::<Drawn>),
];

fn drawn(fields: &Fields<'_, '_>) -> Option<Face> {
    let Drawn { calculation, ask, level } = Drawn::read_from(fields)?;
    Some(Face::Computed { calculation, ask, level })
}

fn cloze(fields: &Fields<'_, '_>) -> Option<Face> {
    let text = Cloze::read_from(fields)?.text;
    let mut sound = true;
    for side in [&text.zh, &text.en] {
        let empty =
            side.split("{{").skip(1).any(|rest| rest.split("}}").next().is_none_or(|hole| hole.trim().is_empty()));
        if holes(side) == 0 || holes(side) != side.matches("}}").count() || empty {
            fields.wrong("text", "check.wants.cloze", side.clone());
            sound = false;
        }
    }
    if sound && holes(&text.zh) != holes(&text.en) {
        let args = [("zh", holes(&text.zh).to_string()), ("en", holes(&text.en).to_string())];
        fields.reader().problem("E040", fields.place("text"), &args);
    }
    Some(Face::Cloze { text })
}

/// How many holes a cloze has.
fn holes(text: &str) -> usize {
    text.matches("{{").count()
}

impl Face {
    /// What a computed card asks, as a computed question would.
    #[must_use]
    pub fn computed(&self) -> Option<Computed> {
        let Self::Computed { calculation, ask, level } = self else { return None };
        Some(Computed {
            calculation: calculation.clone(),
            given: Vec::new(),
            level: *level,
            ask: ask.clone(),
            choose: Vec::new(),
            digits: None,
            open: Vec::new(),
        })
    }
}

impl Value for Card {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let kind = fields.text("kind")?;
        let Some((_, face, _)) = FACES.iter().find(|(key, ..)| *key == kind) else {
            return unknown_kind(&fields, kind, FACES.iter().map(|(key, ..)| *key));
        };
        let (common, face) = (Common::read_from(&fields), face(&fields));
        let content = fields.content_hash("renamed-from");
        fields.finish();
        let Common { id, renamed_from, tests } = common?;
        Some(Self { id, renamed_from, tests, face: face?, content })
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl JsonSchema for Card {
    fn schema_name() -> Cow<'static, str> {
        "Card".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = FACES.iter().map(|(key, _, keys)| (*key, Keys::of::<Common>(generator), keys(generator)));
        one_of(kinds.collect(), "A flashcard.")
    }
}

impl Card {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        recorded(&self.id, &self.renamed_from)
    }
}
