//! What the learner has marked as one to look at again, as one reads it.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::sync::Arc;

use super::item::{Item, statements};
use super::review::front;
use super::session::Setting;
use crate::course::{Bilingual, Id, Topic};

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
    /// Whether it is a card.
    pub is_card: bool,
}

/// What of `topics` is marked, in the course's order: a topic's questions, then its cards. What is there no more is left
/// out.
#[must_use]
pub fn marked<S: BuildHasher>(
    flagged: &HashSet<String, S>,
    topics: &[Arc<Topic>],
    setting: &Setting,
) -> Vec<MarkedItem> {
    let known = statements(topics);
    let mut all = Vec::new();
    for topic in topics {
        let item = |recorded: &str, words: String, is_card: bool| MarkedItem {
            recorded: recorded.to_owned(),
            words,
            topic: topic.id.clone(),
            title: topic.title().clone(),
            is_card,
        };
        for (at, name) in topic.questions.names().enumerate().filter(|(_, name)| flagged.contains(&**name.recorded())) {
            let asked = topic.questions.get(at).and_then(|question| Item::new(question, topic, &known, setting).ok());
            all.extend(asked.map(|asked| item(name.recorded(), asked.stem.to_string(), false)));
        }
        for (at, name) in topic.cards.names().enumerate() {
            for (way, suffix) in name.ways.suffixes().enumerate() {
                let recorded = format!("{}{suffix}", name.recorded());
                if flagged.contains(&recorded) {
                    let front = front(topic, (at, way), &known, setting);
                    all.extend(front.map(|front| item(&recorded, front, true)));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::testing::{setting, topic};
    use super::*;

    #[test]
    fn what_is_marked_is_told_by_its_stem_or_its_front_and_what_is_gone_is_not() {
        let flagged: HashSet<String> = ["t.q3", "t.c2~r", "t.c1", "gone"].into_iter().map(str::to_owned).collect();
        let marked = marked(&flagged, &[topic()], &setting(1));
        let told: Vec<(&str, bool)> = marked.iter().map(|item| (item.recorded.as_str(), item.is_card)).collect();
        assert_eq!(told, [("t.q3", false), ("t.c1", true), ("t.c2~r", true)]);
        assert!(marked.iter().all(|item| !item.words.is_empty()), "{marked:?}");
    }
}
