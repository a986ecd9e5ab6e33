//! Searching the statements, over both languages and by the initials of the Chinese words' sounds.

use pinyin::ToPinyin as _;

use crate::course::{Statement, Topic};
use crate::math::render::{Target, prose};
use crate::text::fold;

/// A text made ready to be searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    words: String,
    initials: String,
}

impl Key {
    /// The key of a statement: its words in both languages, its formula and its id.
    #[must_use]
    pub fn of(statement: &Statement) -> Self {
        let formula = statement.formula.as_ref().map_or("", |f| f.source.as_str());
        let words = format!("{} {} {formula} {}", statement.text.zh, statement.text.en, statement.id);
        Self::new(&prose(&words, Target::Line))
    }

    /// The key of any text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let initials = text.chars().filter_map(|c| match c.to_pinyin() {
            Some(sound) => sound.plain().chars().next(),
            None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
        });
        Self { words: fold(text), initials: initials.collect() }
    }

    /// Whether every word of a query is in it: as written, or by initials.
    #[must_use]
    pub fn matches(&self, query: &str) -> bool {
        let mut words = query.split_whitespace().map(fold).filter(|word| !word.is_empty()).peekable();
        words.peek().is_some()
            && words.all(|word| {
                let sounds =
                    word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase()) && self.initials.contains(&word);
                self.words.contains(&word) || sounds
            })
    }
}

/// The statements that match a query, with their topics, in the course's order.
#[must_use]
pub fn statements<'a>(topics: &'a [Topic], query: &str) -> Vec<(&'a Topic, &'a Statement)> {
    let all = topics.iter().flat_map(|topic| topic.statements.iter().map(move |statement| (topic, statement)));
    all.filter(|(_, statement)| Key::of(statement).matches(query)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_both_languages_and_by_initials() {
        let key = Key::new("梯度消失 Vanishing Gradients");
        for query in ["梯度", "vanish", "VANISHING gradients", "tdxs", "td", "消失 grad"] {
            assert!(key.matches(query), "{query}");
        }
        for query in ["爆炸", "exploding", "", "  "] {
            assert!(!key.matches(query), "{query}");
        }
    }
}
