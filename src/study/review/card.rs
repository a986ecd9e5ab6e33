//! A flashcard as a session shows it.

use crate::course::messages::say;
use crate::course::{Bilingual, Card, Erratum, Face, Id, Lang, Prose, Topic, prose};
use crate::math::parse_chain;
use crate::study::event::Reverse;
use crate::study::exercise::values;
use crate::study::exercises::{ExerciseError, posed};
use crate::study::hash;
use crate::study::item::{self, Statements, within_quotes};
use crate::study::reasons::Reasons;
use crate::study::session::Setting;

/// A card as it is asked at one time: in one direction, by one hole.
#[derive(Clone, Debug)]
pub struct Flashcard {
    /// `cnn.c3`; `cnn.c3~r` from its back; `cnn.c3~2` by the second hole of a cloze that has several.
    pub id: String,
    /// The name by which the record knows it.
    pub recorded: String,
    /// `cnn`
    pub topic: Id,
    /// Hash of its content.
    pub hash: String,
    face: Face,
    /// Which hole of a cloze is asked, from 0.
    hole: usize,
    /// The title of the heading that its first statement stands under.
    place: Bilingual,
    /// What is accurate where the statements that it tests are loose.
    errata: Vec<Erratum>,
}

/// What stands on the two sides of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    /// What is asked.
    pub front: Prose,
    /// What is to be known.
    pub back: Reverse,
    /// What is accurate where the back follows a loose wording of the outline, with its source.
    pub erratum: Option<Reasons>,
    /// The variant, of a card with fresh numbers.
    pub code: Option<String>,
    /// From a gentle hint to a strong one.
    pub hints: Vec<String>,
}

impl Flashcard {
    /// The card in one of the ways in which it is asked: from its front, then from its back; by each of its holes.
    #[must_use]
    pub fn of(card: &Card, way: usize, topic: &Topic, statements: &Statements<'_>) -> Option<Self> {
        let suffix = card.face.ways().suffixes().nth(way)?;
        let face = match &card.face {
            Face::Reversed { front, back } if way > 0 => Face::Reversed { front: back.clone(), back: front.clone() },
            face => face.clone(),
        };
        let heading = card.tests.first().and_then(|id| statements.get(id)).and_then(|s| s.heading.as_ref());
        let heading = heading.and_then(|id| topic.headings.iter().find(|h| h.id == *id));
        let place = heading.map_or(topic.title(), |h| &h.title);
        Some(Self {
            id: format!("{}{suffix}", card.id),
            recorded: format!("{}{suffix}", card.recorded()),
            topic: topic.id.clone(),
            hash: hash::written(card.content),
            face,
            hole: way,
            place: place.clone(),
            errata: item::errata(&card.tests, statements).cloned().collect(),
        })
    }

    /// Its sides; `seed` gives a computed card its numbers, unless the setting has a variant of it.
    pub fn sides(&self, setting: &Setting, seed: u32) -> Result<Sides, ExerciseError> {
        let (exercises, lang) = (&*setting.exercises, setting.lang);
        let mut code = None;
        let mut hints = vec![say(lang, "study.hint-place", &[("place", &within_quotes(&prose(self.place.get(lang))))])];
        let (front, back) = match &self.face {
            Face::Basic { front, back } | Face::Reversed { front, back } => {
                (Prose::of(front.get(lang)), Prose::of(back.get(lang)).into())
            }
            Face::Cloze { text } => {
                let text = text.get(lang);
                let front =
                    cloze(text, |at, hidden| if at == self.hole { BLANK.to_owned() } else { hidden.to_owned() });
                let back =
                    cloze(text, |at, hidden| if at == self.hole { set_off(hidden, lang) } else { hidden.to_owned() });
                (Prose::of(&front), Prose::of(&back).into())
            }
            Face::Formula { front, formula } => (Prose::of(front.get(lang)), formula_alone(formula).into()),
            Face::Computed { calculation, .. } => {
                let unknown = || ExerciseError::Unknown(calculation.clone());
                let computed = self.face.computed().ok_or_else(unknown)?;
                let exercise = posed(exercises, &computed, true, setting.variants.get(&self.recorded), seed)?;
                code = exercise.code.as_ref().map(ToString::to_string);
                hints = exercises.hints(&exercise).iter().map(|h| prose(h.text.get(lang))).collect();
                let back = Reverse { answer: values(&exercise, lang), solution: exercises.solution(&exercise, lang) };
                (Prose::of(exercise.in_full(exercise.ask.len()).get(lang)), back)
            }
        };
        let errata = self.errata.iter().map(|erratum| Reasons::accurately(erratum, lang));
        let erratum = errata.reduce(Reasons::and);
        Ok(Sides { front, back, erratum, code, hints })
    }
}

/// A formula by itself; one that cannot be read stays as it is.
fn formula_alone(formula: &str) -> Prose {
    match parse_chain(formula) {
        Ok(_) => Prose::of(&format!("${formula}$")),
        Err(_) => formula.to_owned().into(),
    }
}

/// What stood in the hole that is asked, in brackets as the language has them.
fn set_off(hidden: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("【{hidden}】"),
        Lang::En => format!("[{hidden}]"),
    }
}

/// What stands in place of a hole.
pub const BLANK: &str = "____";

/// The text with what stands in each `{{…}}` put through `show`, which is told which hole it is, from 0.
#[must_use]
pub fn cloze(text: &str, show: impl Fn(usize, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at = 0;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((hidden, tail)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&show(at, hidden));
        at += 1;
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::testing::{setting, topic};

    #[test]
    fn each_hole_of_a_cloze_is_asked_by_itself_with_the_others_shown() {
        let topic = topic();
        let text = Bilingual { zh: "{{甲}}和{{乙}}".into(), en: "{{a}} and {{b}}".into() };
        let card = Card { face: Face::Cloze { text }, ..topic.cards.get(2).unwrap().clone() };
        let card = |way: usize| Flashcard::of(&card, way, &topic, &Statements::default());
        let cards: Vec<Flashcard> = (0..9).map_while(card).collect();
        assert_eq!(cards.iter().map(|c| &*c.id).collect::<Vec<_>>(), ["t.c3~1", "t.c3~2"]);
        let sides: Vec<_> = cards
            .iter()
            .map(|card| card.sides(&setting(1), 1).unwrap())
            .map(|s| (s.front.to_string(), s.back.to_string()))
            .collect();
        let side = |front: &str, back: &str| (front.to_owned(), back.to_owned());
        assert_eq!(sides, [side("____ and b", "[a] and b"), side("a and ____", "a and [b]")]);
    }

    #[test]
    fn what_is_hidden_is_hidden_and_shown() {
        let text = "卷积层提取{{局部特征}}，池化层{{下采样}}。";
        assert_eq!(cloze(text, |_, _| BLANK.into()), "卷积层提取____，池化层____。");
        assert_eq!(cloze(text, |at, h| format!("【{h}{at}】")), "卷积层提取【局部特征0】，池化层【下采样1】。");
        assert_eq!(cloze("a {{ b", |_, _| BLANK.into()), "a {{ b");
    }
}
