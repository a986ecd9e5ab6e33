//! What is known of statements, cards and questions without reading them, and how a question is compiled.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::card::{Card, Face};
use super::format::Id;
use super::haystack::Searched;
use super::items::{Item, Items};
use super::kinds::Kind;
use super::lang::Bilingual;
use super::question::Question;
use super::topic::{Statement, Topic};
use crate::math::render::{Target, prose};

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
    /// Whether there is one way.
    #[must_use]
    pub const fn are_one(self) -> bool {
        matches!(self, Self::One | Self::Holes(1))
    }

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
    pub fn recorded_ways(&self) -> impl Iterator<Item = Id> + '_ {
        let way = |suffix: Cow<'_, str>| match &*suffix {
            "" => Id::clone(self.recorded()),
            suffix => format!("{}{suffix}", self.recorded()).into(),
        };
        self.ways.suffixes().map(way)
    }
}

impl QuestionName {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        self.oldest.as_ref().unwrap_or(&self.id)
    }
}

/// What a card practises: what its compiled form begins with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CardGlance<'a> {
    id: &'a str,
    #[serde(borrow)]
    renamed_from: Vec<&'a str>,
    /// The statements.
    #[serde(borrow)]
    pub tests: Vec<&'a str>,
    #[serde(borrow)]
    face: FaceGlance<'a>,
}

/// What stands on it, kind by kind in the order of [`Face`], of which only a calculation is practised.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
enum FaceGlance<'a> {
    Basic,
    Reversed,
    Cloze,
    Formula,
    Computed(&'a str),
}

impl<'a> CardGlance<'a> {
    /// The calculation that it asks for.
    #[must_use]
    pub const fn calculation(&self) -> Option<&'a str> {
        match self.face {
            FaceGlance::Computed(calculation) => Some(calculation),
            _ => None,
        }
    }
}

fn texts(ids: &[Id]) -> Vec<&str> {
    ids.iter().map(|id| &**id).collect()
}

impl Searched for Statement {
    /// Its words in both languages, its formula and its id.
    fn written(&self) -> String {
        let formula = self.formula.as_ref().map_or("", |formula| &*formula.source);
        let words = format!("{} {} {formula} {}", self.text.zh, self.text.en, self.id);
        prose(&words, Target::Line)
    }
}

impl Item for Statement {
    type Name = Id;
    type Whole = Topic;
    type Glance<'a> = Cow<'a, Self>;

    fn glance(&self) -> Cow<'_, Self> {
        Cow::Borrowed(self)
    }

    fn name(&self) -> Id {
        self.id.clone()
    }

    fn id(name: &Id) -> &Id {
        name
    }

    fn among(topic: &Topic) -> &Items<Self> {
        &topic.statements
    }
}

impl Item for Card {
    type Name = CardName;
    type Whole = Topic;
    type Glance<'a> = CardGlance<'a>;

    fn glance(&self) -> CardGlance<'_> {
        let face = match &self.face {
            Face::Basic { .. } => FaceGlance::Basic,
            Face::Reversed { .. } => FaceGlance::Reversed,
            Face::Cloze { .. } => FaceGlance::Cloze,
            Face::Formula { .. } => FaceGlance::Formula,
            Face::Computed { calculation, .. } => FaceGlance::Computed(calculation),
        };
        CardGlance { id: &self.id, renamed_from: texts(&self.renamed_from), tests: texts(&self.tests), face }
    }

    fn name(&self) -> CardName {
        CardName { id: self.id.clone(), oldest: self.renamed_from.first().cloned(), ways: self.face.ways() }
    }

    fn id(name: &CardName) -> &Id {
        &name.id
    }

    fn among(topic: &Topic) -> &Items<Self> {
        &topic.cards
    }
}

impl Item for Question {
    type Name = QuestionName;
    type Whole = Topic;
    type Glance<'a> = Cow<'a, Self>;

    fn glance(&self) -> Cow<'_, Self> {
        Cow::Borrowed(self)
    }

    fn name(&self) -> QuestionName {
        let oldest = self.renamed_from.first().cloned();
        QuestionName { id: self.id.clone(), oldest, kind: self.body.kind(), points: self.points }
    }

    fn id(name: &QuestionName) -> &Id {
        &name.id
    }

    fn among(topic: &Topic) -> &Items<Self> {
        &topic.questions
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::format::Source;
    use crate::course::image;

    #[test]
    fn a_glance_at_a_compiled_card_sees_what_the_card_says() {
        let words = || Bilingual { zh: "甲 {{乙}}".to_owned(), en: "a {{b}}".to_owned() };
        let faces = [
            Face::Basic { front: words(), back: words() },
            Face::Reversed { front: words(), back: words() },
            Face::Cloze { text: words() },
            Face::Formula { front: words(), formula: Source("x".to_owned()) },
            Face::Computed { calculation: "conv".into(), ask: vec!["out".to_owned()], level: 2 },
        ];
        let card = |face| Card {
            id: "t.c".into(),
            renamed_from: vec!["t.old".into()],
            tests: vec!["t.s1".into(), "t.s2".into()],
            face,
            content: 7,
        };
        let cards: Items<Card> = faces.map(card).to_vec().into();
        let compiled = image::testing::compiled(&cards);
        let seen: Vec<CardGlance<'_>> = compiled.glances().map(|(_, glance)| glance).collect();
        let calculations: Vec<Option<&str>> = seen.iter().map(CardGlance::calculation).collect();
        assert_eq!(calculations, [None, None, None, None, Some("conv")]);
        assert_eq!(seen[0].tests, ["t.s1", "t.s2"]);
        assert!(cards.glances().map(|(_, glance)| glance).eq(seen), "the same where the cards are at hand");
    }
}
