//! The statements of a topic made ready to be searched: over both languages, and by the initials of the Chinese words'
//! sounds. It is kept with a compiled topic, so that a search reads the statements that it found and no others.

use std::sync::OnceLock;

use pinyin::ToPinyinMulti as _;
use serde::{Deserialize, Serialize};

use crate::text::fold;

/// What is looked for, made ready once for all topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// The words of a text, all of which must occur: as written, or by initials. Without words nothing matches.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { words: text.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect() }
    }
}

/// What can be searched.
pub(super) trait Searched {
    /// The words that it is found by.
    fn written(&self) -> String;
}

/// What is searched of the statements of a topic, each part once somebody has searched it.
#[derive(Clone, Debug, Default)]
pub(super) struct Haystack {
    words: OnceLock<Words>,
    sounds: OnceLock<Sounds>,
}

impl Haystack {
    /// The places of what matches a query, in order. Words and sounds are made when they are first looked through.
    pub(super) fn matching(&self, query: &Query, words: impl Fn() -> Words, sounds: impl Fn() -> Sounds) -> Vec<usize> {
        let words = self.words.get_or_init(&words);
        let mut matching = vec![!query.words.is_empty(); words.ends.len()];
        for word in &query.words {
            let mut found = words.with(word);
            if may_sound(word) {
                let sounds = self.sounds.get_or_init(&sounds);
                for (at, found) in found.iter_mut().enumerate().filter(|(at, found)| matching[*at] && !**found) {
                    *found = sounds.has(at, word);
                }
            }
            matching.iter_mut().zip(found).for_each(|(all, found)| *all &= found);
        }
        matching.iter().enumerate().filter_map(|(at, matches)| matches.then_some(at)).collect()
    }
}

/// What stands behind the words of each statement; no folded text holds it.
const BREAK: char = '\n';

/// The folded words of statements, one statement after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    text: String,
    /// Where those of each statement end, behind the break.
    ends: Vec<usize>,
}

impl Words {
    pub(super) fn of<'a, T: Searched + 'a>(statements: impl IntoIterator<Item = &'a T>) -> Self {
        let mut words = Self::default();
        for statement in statements {
            words.text.push_str(&fold(&statement.written()));
            words.text.push(BREAK);
            words.ends.push(words.text.len());
        }
        words
    }

    /// For each statement whether it has a folded word.
    fn with(&self, word: &str) -> Vec<bool> {
        let mut found = vec![false; self.ends.len()];
        let mut statement = 0;
        for (at, _) in self.text.match_indices(word) {
            while self.ends.get(statement).is_some_and(|end| *end <= at) {
                statement += 1;
            }
            found.get_mut(statement).into_iter().for_each(|found| *found = true);
        }
        found
    }
}

/// For each Chinese character of statements the initials of its sounds (重 is `c` and `z`) as a set of letters, none for
/// letters and digits between; marks and spaces are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sounds {
    initials: Vec<u32>,
    /// Where those of each statement end.
    ends: Vec<u32>,
}

impl Sounds {
    pub(super) fn of<'a, T: Searched + 'a>(statements: impl IntoIterator<Item = &'a T>) -> Self {
        let mut sounds = Self::default();
        for statement in statements {
            for c in statement.written().chars().filter(|c| c.is_alphanumeric()) {
                let of_it = c.to_pinyin_multi().into_iter().flatten();
                let letters = of_it.filter_map(|sound| sound.plain().bytes().next()).map(letter);
                let letters = letters.fold(0, |all, one| all | one);
                // No run goes over what has no sound, however much of it there is.
                if letters > 0 || sounds.initials.last() != Some(&0) {
                    sounds.initials.push(letters);
                }
            }
            sounds.ends.push(sounds.initials.len() as u32);
        }
        sounds
    }

    /// Whether a run of Chinese characters of a statement begins its sounds with these letters.
    fn has(&self, statement: usize, letters: &str) -> bool {
        let start = statement.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let (Some(start), Some(end)) = (start, self.ends.get(statement)) else { return false };
        let begins = |run: &[u32]| run.iter().zip(letters.bytes()).all(|(set, byte)| set & letter(byte) > 0);
        let initials = self.initials.get(start as usize..*end as usize).unwrap_or_default();
        initials.windows(letters.len()).any(begins)
    }

    /// As bytes: how many statements there are, where each ends, then the initials.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let count = self.ends.len() as u32;
        [count].iter().chain(&self.ends).chain(&self.initials).flat_map(|number| number.to_le_bytes()).collect()
    }

    /// What [`Sounds::to_bytes`] gave.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let mut numbers = bytes.chunks_exact(4).filter_map(|bytes| Some(u32::from_le_bytes(*bytes.first_chunk()?)));
        let count = numbers.next()? as usize;
        let ends: Vec<u32> = numbers.by_ref().take(count).collect();
        (ends.len() == count).then(|| Self { ends, initials: numbers.collect() })
    }
}

/// The set of one letter; none of what is no letter of a sound.
const fn letter(byte: u8) -> u32 {
    if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { 0 }
}

/// Whether a word may be initials: one letter alone would be anywhere.
fn may_sound(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::course::items::Items;
    use crate::course::lang::Bilingual;
    use crate::course::topic::Statement;

    fn statement(zh: &str, en: &str) -> Statement {
        let text = Bilingual { zh: zh.to_owned(), en: en.to_owned() };
        let (from, akin) = (Vec::new(), Vec::new());
        let (heading, formula, figure, curves, erratum) = (None, None, None, None, None);
        Statement { id: "t.9".into(), heading, from, text, beyond: false, formula, figure, curves, erratum, akin }
    }

    /// Whether a text matches, by itself.
    fn plainly(text: &str, query: &str) -> bool {
        let initials: Vec<Vec<u8>> = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| c.to_pinyin_multi().into_iter().flatten().filter_map(|s| s.plain().bytes().next()).collect())
            .collect();
        let sounds = |word: &str| {
            let begins = |run: &[Vec<u8>]| word.bytes().zip(run).all(|(letter, sounds)| sounds.contains(&letter));
            word.is_ascii() && word.len() > 1 && initials.windows(word.len()).any(begins)
        };
        let words: Vec<String> = query.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        !words.is_empty() && words.iter().all(|word| fold(text).contains(word) || sounds(word))
    }

    fn is_found(zh: &str, en: &str, query: &str) -> bool {
        !Items::from(vec![statement(zh, en)]).matching(&Query::new(query)).is_empty()
    }

    #[test]
    fn words_match_in_both_languages_and_by_initials() {
        let found = |query: &str| is_found("梯度消失", "Vanishing Gradients", query);
        for query in ["梯度", "vanish", "VANISHING gradients", "tdxs", "td", "消失 grad", "grad tdx"] {
            assert!(found(query), "{query}");
        }
        for query in ["爆炸", "exploding", "", "  ", "xsv", "xsva", "td 爆炸", "t3"] {
            assert!(!found(query), "{query}");
        }
    }

    #[test]
    fn a_character_is_found_by_each_of_its_sounds() {
        let found = |query: &str| is_found("重置门；长短期记忆，用 ReLU 的权重", "", query);
        for query in ["czm", "cdqjy", "zdqjy", "qz", "ZM", "mcd"] {
            assert!(found(query), "{query}");
        }
        assert!(!found("ydqz"), "no run goes over other letters");
    }

    const WORDS: &str = "[重长的行梯度 aAgt9，.é×ﬁ\n]{0,9}";

    proptest! {
        #[test]
        fn all_are_found_that_match_by_themselves(
            texts in prop::collection::vec((WORDS, WORDS), 0..6),
            query in "[重长的梯度 agtcdzhx9.×f]{0,4}",
        ) {
            let texts: Vec<Statement> = texts.iter().map(|(zh, en)| statement(zh, en)).collect();
            let plainly: Vec<usize> =
                (0..texts.len()).filter(|at| plainly(&texts[*at].written(), &query)).collect();
            let statements = Items::from(texts);
            prop_assert_eq!(statements.matching(&Query::new(&query)), plainly);
            let sounds = Sounds::of(&statements);
            prop_assert_eq!(Sounds::of_bytes(&sounds.to_bytes()), Some(sounds));
        }
    }
}
