//! Searching the statements, over both languages and by the initials of the Chinese words' sounds.

use std::sync::Arc;

use pinyin::ToPinyinMulti as _;

use crate::course::{Statement, Topic};
use crate::math::render::{Target, prose};
use crate::text::fold;

/// A text made ready to be searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    words: String,
    /// For each Chinese character the initials of its sounds (重 is `c` and `z`), none for a letter or digit between;
    /// marks and spaces are passed over.
    initials: Vec<Vec<u8>>,
}

impl Key {
    /// The key of a statement: its words in both languages, its formula and its id.
    #[must_use]
    pub fn of(statement: &Statement) -> Self {
        Self::new(&written(statement))
    }

    /// The key of any text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { words: fold(text), initials: initials(text) }
    }

    /// Whether every word of a query is in it: as written, or by initials.
    #[must_use]
    pub fn matches(&self, query: &Query) -> bool {
        let stands = |word: &String| self.words.contains(word) || self.sounds_like(word.as_bytes());
        !query.words.is_empty() && query.words.iter().all(stands)
    }

    /// Whether a run of Chinese characters begins its sounds with these letters.
    fn sounds_like(&self, letters: &[u8]) -> bool {
        sound_like(&self.initials, letters)
    }
}

/// What of a statement is searched: its words in both languages, its formula and its id.
fn written(statement: &Statement) -> String {
    let formula = statement.formula.as_ref().map_or("", |f| &*f.source);
    let words = format!("{} {} {formula} {}", statement.text.zh, statement.text.en, statement.id);
    prose(&words, Target::Line)
}

/// For each Chinese character of a text the initials of its sounds.
fn initials(text: &str) -> Vec<Vec<u8>> {
    let each = text.chars().filter(|c| c.is_alphanumeric()).map(|c| {
        let sounds = c.to_pinyin_multi().into_iter().flatten();
        sounds.filter_map(|sound| sound.plain().bytes().next()).collect()
    });
    each.collect()
}

fn sound_like(initials: &[Vec<u8>], letters: &[u8]) -> bool {
    let begin = |run: &[Vec<u8>]| letters.iter().zip(run).all(|(letter, sounds)| sounds.contains(letter));
    letters.len() > 1 && initials.windows(letters.len()).any(begin)
}

/// What is looked for, made ready once for all keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// The words of a text, all of which must occur. Without words nothing matches.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { words: text.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect() }
    }

    /// Whether a [`Key`] of this text would match; sounds are looked up only where nothing else can decide.
    fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let missing: Vec<&[u8]> =
            self.words.iter().filter(|word| !folded.contains(*word)).map(String::as_bytes).collect();
        let may_sound = |letters: &&[u8]| letters.iter().all(u8::is_ascii_lowercase);
        if missing.is_empty() || !missing.iter().all(may_sound) {
            return missing.is_empty() && !self.words.is_empty();
        }
        let initials = initials(text);
        missing.iter().all(|letters| sound_like(&initials, letters))
    }
}

/// The statements of a course made ready to be searched as one types.
#[derive(Clone, Debug, Default)]
pub struct Index {
    entries: Vec<(Hit, Key)>,
}

/// A statement that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The topic's place among those of the index.
    pub topic: usize,
    /// The statement's place in the topic.
    pub statement: usize,
}

impl Index {
    /// The index of all statements of `topics`.
    #[must_use]
    pub fn of(topics: &[Arc<Topic>]) -> Self {
        let each = topics.iter().enumerate().flat_map(|(topic, read)| {
            let statements = read.statements.iter().enumerate();
            statements.map(move |(statement, read)| (Hit { topic, statement }, Key::of(read)))
        });
        Self { entries: each.collect() }
    }

    /// The statements that match, in the course's order.
    #[must_use]
    pub fn find(&self, query: &str) -> Vec<Hit> {
        let query = Query::new(query);
        self.entries.iter().filter(|(_, key)| key.matches(&query)).map(|(hit, _)| *hit).collect()
    }
}

/// The statements that match a query, with their topics, in the course's order.
#[must_use]
pub fn statements<'a>(topics: &'a [Arc<Topic>], query: &str) -> Vec<(&'a Topic, &'a Statement)> {
    let query = Query::new(query);
    let all = topics.iter().flat_map(|topic| topic.statements.iter().map(move |statement| (&**topic, statement)));
    all.filter(|(_, statement)| query.is_in(&written(statement))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_match_in_both_languages_and_by_initials() {
        let key = Key::new("梯度消失 Vanishing Gradients");
        let text = "梯度消失 Vanishing Gradients";
        for query in ["梯度", "vanish", "VANISHING gradients", "tdxs", "td", "消失 grad", "grad tdx"] {
            assert!(key.matches(&Query::new(query)) && Query::new(query).is_in(text), "{query}");
        }
        for query in ["爆炸", "exploding", "", "  ", "xsv", "xsva", "td 爆炸", "t3"] {
            assert!(!key.matches(&Query::new(query)) && !Query::new(query).is_in(text), "{query}");
        }
    }

    #[test]
    fn a_character_is_found_by_each_of_its_sounds() {
        let key = Key::new("重置门；长短期记忆，用 ReLU 的权重");
        for query in ["czm", "cdqjy", "zdqjy", "qz", "ZM", "mcd"] {
            assert!(key.matches(&Query::new(query)), "{query}");
        }
        assert!(!key.matches(&Query::new("ydqz")), "no run goes over other letters");
    }

    #[test]
    fn an_index_finds_what_was_found_without_it() {
        let topics = [super::super::testing::topic()];
        let index = Index::of(&topics);
        assert_eq!(index.find("IS known"), [Hit { topic: 0, statement: 0 }]);
        assert!(index.find("unknown").is_empty() && index.find(" ").is_empty());
    }
}
