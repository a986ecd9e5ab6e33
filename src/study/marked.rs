//! What the learner has marked as one to look at again, as one reads it.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::sync::Arc;

use super::item::{Item, statements};
use super::review::front;
use super::session::Setting;
use crate::course::{Bilingual, Id, Prose, Topic};

/// A question or a card that is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedItem {
    /// What the record calls it.
    pub recorded: String,
    /// Its stem, or its front.
    pub words: String,
    /// The id of its topic.
    pub topic: Id,
    /// The title of its topic.
    pub title: Bilingual,
    /// What it is.
    pub sort: MarkedSort,
}

/// What is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkedSort {
    /// A question of the course.
    Question,
    /// A card.
    Card,
    /// An exercise of a drill, by the code that brings it back.
    Exercise(String),
}

/// What of `topics` is marked, in the course's order: a topic's questions, its cards, then the exercises of its
/// calculations. What is there no more is left out.
#[must_use]
pub fn marked<S: BuildHasher>(
    flagged: &HashSet<String, S>,
    topics: &[Arc<Topic>],
    setting: &Setting,
) -> Vec<MarkedItem> {
    let known = statements(topics);
    let mut all = Vec::new();
    for topic in topics {
        let item = |recorded: &str, words: String, sort: MarkedSort| MarkedItem {
            recorded: recorded.to_owned(),
            words,
            topic: topic.id.clone(),
            title: topic.title().clone(),
            sort,
        };
        for (at, name) in topic.questions.names().enumerate().filter(|(_, name)| flagged.contains(&**name.recorded())) {
            let asked = topic.questions.get(at).and_then(|question| Item::new(question, topic, &known, setting).ok());
            all.extend(asked.map(|asked| item(name.recorded(), asked.stem.to_string(), MarkedSort::Question)));
        }
        for (at, name) in topic.cards.names().enumerate() {
            for (way, suffix) in name.ways.suffixes().enumerate() {
                let recorded = format!("{}{suffix}", name.recorded());
                if flagged.contains(&recorded) {
                    let front = front(topic, (at, way), &known, setting);
                    all.extend(front.map(|front| item(&recorded, front, MarkedSort::Card)));
                }
            }
        }
        let exercises = &setting.exercises;
        let is_own = |kind: &Id| exercises.topic_of(kind).is_some_and(|own| own == topic.id);
        for kind in exercises.kinds().into_iter().filter(|kind| flagged.contains(&**kind) && is_own(kind)) {
            let seen = setting.variants.get(&*kind).and_then(|code| exercises.of_code(code).ok());
            // A mark of an older version of the program does not say what was seen.
            let exercise = seen.or_else(|| exercises.draw(&kind, 1, 0).ok());
            if let Some((exercise, code)) = exercise.and_then(|it| it.code.clone().map(|code| (it, code))) {
                let words = Prose::of(exercise.stem.get(setting.lang)).to_string();
                all.push(item(&kind, words, MarkedSort::Exercise(code.to_string())));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::testing::{setting, topic};
    use super::*;
    use crate::calculation::Code;

    #[test]
    fn what_is_marked_is_told_by_its_stem_or_its_front_and_what_is_gone_is_not() {
        let flagged: HashSet<String> =
            ["t.q3", "t.c2~r", "t.c1", "gone", "sum"].into_iter().map(str::to_owned).collect();
        let code = Code { calculation: "sum".into(), version: 1, level: 1, seed: (3 << 16) | 4 };
        let seen = [("sum".to_owned(), code.clone())].into();
        let marked = marked(&flagged, &[topic()], &Setting { variants: seen, ..setting(1) });
        let told: Vec<(&str, &MarkedSort)> = marked.iter().map(|item| (item.recorded.as_str(), &item.sort)).collect();
        let exercise = MarkedSort::Exercise(code.to_string());
        let (question, card) = (&MarkedSort::Question, &MarkedSort::Card);
        assert_eq!(told, [("t.q3", question), ("t.c1", card), ("t.c2~r", card), ("sum", &exercise)]);
        assert_eq!(marked[3].words, "3 + 4");
        assert!(marked.iter().all(|item| !item.words.is_empty()), "{marked:?}");
    }
}
