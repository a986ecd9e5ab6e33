//! What is known of statements, cards and questions without reading them, and how a question is compiled.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::items::Item;
use super::kinds::Kind;
use super::lang::Bilingual;
use super::topic::{Card, Face, Id, Question, Statement};

/// In how many ways a card is asked, each of which counts as a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ways {
    /// From its front.
    One,
    /// From its front and from its back.
    Both,
    /// By each of so many holes.
    Holes(usize),
}

impl Ways {
    /// What the ids of a card end with, in each of the ways in which it is asked.
    pub fn suffixes(self) -> impl Iterator<Item = Cow<'static, str>> {
        let (count, first) = match self {
            Self::One => (1, ""),
            Self::Both => (2, ""),
            Self::Holes(holes) => (holes, "~1"),
        };
        (0..count).map(move |way| match (self, way) {
            (_, 0) => first.into(),
            (Self::Holes(_), way) => format!("~{}", way + 1).into(),
            _ => "~r".into(),
        })
    }
}

/// What is known of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardName {
    /// `cnn.c3`
    pub id: Id,
    /// The name by which the record knows it, where that is another.
    oldest: Option<Id>,
    /// How it is asked.
    pub ways: Ways,
}

/// What is known of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionName {
    /// `cnn.q12`
    pub id: Id,
    /// The name by which the record knows it, where that is another.
    oldest: Option<Id>,
    /// Its kind.
    pub kind: &'static Kind,
    /// What it is worth.
    pub points: f64,
}

impl CardName {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        self.oldest.as_ref().unwrap_or(&self.id)
    }

    /// The names by which the record knows each way in which it is asked.
    pub fn recorded_ways(&self) -> impl Iterator<Item = String> + '_ {
        self.ways.suffixes().map(|suffix| format!("{}{suffix}", self.recorded()))
    }
}

impl QuestionName {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        self.oldest.as_ref().unwrap_or(&self.id)
    }
}

impl Item for Statement {
    type Name = Id;

    fn name(&self) -> Id {
        self.id.clone()
    }

    fn id(name: &Id) -> &Id {
        name
    }
}

impl Item for Card {
    type Name = CardName;

    fn name(&self) -> CardName {
        CardName { id: self.id.clone(), oldest: self.renamed_from.first().cloned(), ways: self.face.ways() }
    }

    fn id(name: &CardName) -> &Id {
        &name.id
    }
}

impl Item for Question {
    type Name = QuestionName;

    fn name(&self) -> QuestionName {
        let oldest = self.renamed_from.first().cloned();
        QuestionName { id: self.id.clone(), oldest, kind: self.body.kind(), points: self.points }
    }

    fn id(name: &QuestionName) -> &Id {
        &name.id
    }
}

impl Face {
    /// In how many ways it is asked.
    #[must_use]
    pub fn ways(&self) -> Ways {
        match self {
            Self::Reversed { .. } => Ways::Both,
            Self::Cloze { text } => match text.zh.matches("{{").count() {
                0 | 1 => Ways::One,
                holes => Ways::Holes(holes),
            },
            _ => Ways::One,
        }
    }
}

impl<'de> Deserialize<'de> for &'static Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Kind::find(&key).ok_or_else(|| D::Error::custom("no such kind"))
    }
}

/// A question in compiled form.
#[derive(Serialize, Deserialize)]
struct Compiled {
    kind: &'static Kind,
    id: Id,
    renamed_from: Vec<Id>,
    tests: Vec<Id>,
    points: f64,
    stem: Bilingual,
    why: Bilingual,
    body: Vec<u8>,
    content: u64,
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = self.body.kind();
        let body = kind.compile(&*self.body).ok_or_else(|| S::Error::custom("a body of another kind"))?;
        let Self { id, renamed_from, tests, points, stem, why, content, .. } = self.clone();
        Compiled { kind, id, renamed_from, tests, points, stem, why, body, content }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Question {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Compiled { kind, id, renamed_from, tests, points, stem, why, body, content } =
            Compiled::deserialize(deserializer)?;
        let body = kind.compiled(&body).ok_or_else(|| D::Error::custom("no body of its kind"))?;
        Ok(Self { id, renamed_from, tests, points, stem, why, body, content })
    }
}
