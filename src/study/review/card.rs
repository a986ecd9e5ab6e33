//! A flashcard as a session shows it.

use crate::course::messages::say;
use crate::course::{Bilingual, Card, Face, Id, Lang, Topic};
use crate::math::parse::parse_binding;
use crate::math::render;
use crate::study::exercises::{ExerciseError, Exercises};
use crate::study::hash;
use crate::study::item::Statements;
use crate::study::words::prose;

/// What an id ends with where the card is asked from its back.
const REVERSE: &str = "~r";

/// A card in one direction.
#[derive(Clone, Debug)]
pub struct Flashcard {
    /// `cnn.c3`, or `cnn.c3~r` from its back.
    pub id: String,
    /// `cnn`
    pub topic: Id,
    /// Hash of its content.
    pub hash: String,
    face: Face,
    /// The title of the heading that its first statement stands under.
    place: Bilingual,
}

/// What stands on the two sides of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// What is asked.
    pub front: String,
    /// What is to be known.
    pub back: String,
    /// The variant, of a card with fresh numbers.
    pub code: Option<String>,
    /// From a gentle hint to a strong one.
    pub hints: Vec<String>,
}

impl Flashcard {
    /// The card in each direction in which it is asked.
    #[must_use]
    pub fn of(card: &Card, topic: &Topic, statements: &Statements<'_>) -> Vec<Self> {
        let heading = card.tests.first().and_then(|id| statements.get(&**id)).and_then(|s| s.heading.as_ref());
        let heading = heading.and_then(|id| topic.headings.iter().find(|h| h.id == *id));
        let place = heading.map_or(&topic.title, |h| &h.title);
        let facing = |id: String, face: Face| Self {
            id,
            topic: topic.id.clone(),
            hash: hash::written(card.content),
            face,
            place: place.clone(),
        };
        let mut cards = vec![facing(card.id.to_string(), card.face.clone())];
        if let Face::Reversed { front, back } = &card.face {
            let turned = Face::Reversed { front: back.clone(), back: front.clone() };
            cards.push(facing(format!("{}{REVERSE}", card.id), turned));
        }
        cards
    }

    /// Whether it is asked from its back.
    #[must_use]
    pub fn is_reverse(&self) -> bool {
        self.id.ends_with(REVERSE)
    }

    /// Its sides; `seed` gives a computed card its numbers.
    pub fn sides(&self, exercises: &dyn Exercises, seed: u32, lang: Lang) -> Result<Sides, ExerciseError> {
        let mut code = None;
        let mut hints = vec![say(lang, "study.hint-place", &[("place", &prose(self.place.get(lang)))])];
        let (front, back) = match &self.face {
            Face::Basic { front, back } | Face::Reversed { front, back } => {
                (prose(front.get(lang)), prose(back.get(lang)))
            }
            Face::Cloze { text } => {
                let text = text.get(lang);
                (prose(&cloze(text, |_| "____".to_owned())), prose(&cloze(text, |hidden| format!("【{hidden}】"))))
            }
            Face::Formula { front, formula } => (prose(front.get(lang)), formula_line(formula)),
            Face::Computed { calculation, .. } => {
                let unknown = || ExerciseError::Unknown(calculation.clone());
                let computed = self.face.computed().ok_or_else(unknown)?;
                let exercise = exercises.of_question(&computed, seed)?;
                code = exercise.code.as_ref().map(ToString::to_string);
                hints = exercises.hints(&exercise).iter().map(|h| prose(h.text.get(lang))).collect();
                let steps = exercises.solution(&exercise, lang);
                let back: Vec<String> =
                    std::iter::once(exercises.answer(&exercise)).chain(steps.iter().map(ToString::to_string)).collect();
                (prose(exercise.stem.get(lang)), back.join("\n"))
            }
        };
        Ok(Sides { front, back, code, hints })
    }
}

/// A formula in one line; one that cannot be read stays as it is.
fn formula_line(formula: &str) -> String {
    match parse_binding(formula) {
        Ok(_) => prose(&format!("${formula}$")),
        Err(_) => match crate::math::parse::parse(formula) {
            Ok(expr) => render::line(&expr),
            Err(_) => formula.to_owned(),
        },
    }
}

/// The text with what stands in `{{…}}` put through `show`.
#[must_use]
pub fn cloze(text: &str, show: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((hidden, tail)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&show(hidden));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_hidden_and_shown() {
        let text = "卷积层提取{{局部特征}}，池化层{{下采样}}。";
        assert_eq!(cloze(text, |_| "____".into()), "卷积层提取____，池化层____。");
        assert_eq!(cloze(text, |h| format!("【{h}】")), "卷积层提取【局部特征】，池化层【下采样】。");
        assert_eq!(cloze("a {{ b", |_| "____".into()), "a {{ b");
    }
}
