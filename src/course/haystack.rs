//! The statements of a topic made ready to be searched: over both languages, and by the sounds of the Chinese words, whole
//! or their initials. It is kept with a compiled topic, so that a search reads the statements that it found and no others.

use std::sync::OnceLock;

use pinyin::ToPinyinMulti as _;
use serde::{Deserialize, Serialize};

use crate::text::fold;

/// What is looked for, made ready once for all topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The words, and other ways of saying the same: of one, all words must occur.
    ways: Vec<Vec<String>>,
}

impl Query {
    /// The words of a text, all of which must occur: as written, by their sounds, or by another of the `names` of what they
    /// name. Without words nothing matches.
    #[must_use]
    pub fn new(text: &str, names: &[Vec<String>]) -> Self {
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect() };
        let text = text.to_lowercase();
        let mut ways = vec![words(&text)];
        // A word may be typed syllable by syllable.
        if ways[0].len() > 1 && ways[0].iter().all(|word| may_sound(word)) {
            ways.push(vec![ways[0].concat()]);
        }
        if text.contains('*') {
            ways.push(words(&text.replace('*', "x")));
        }
        for group in names {
            for (at, name) in group.iter().enumerate() {
                let Some(found) = named(&text, &name.to_lowercase()) else { continue };
                let others = group.iter().enumerate().filter(|(other, _)| *other != at);
                ways.extend(others.map(|(_, other)| {
                    let (before, behind) = (&text[..found], &text[found + name.to_lowercase().len()..]);
                    words(&format!("{before} {other} {behind}"))
                }));
            }
        }
        Self { ways }
    }
}

/// Where a name stands in a text; one of ASCII as a word by itself.
fn named(text: &str, name: &str) -> Option<usize> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut places = text.match_indices(name).map(|(at, _)| at);
    places.find(|at| {
        let (before, behind) = (text[..*at].chars().next_back(), text[at + name.len()..].chars().next());
        let begins = !is_word(before) || !is_word(name.chars().next());
        begins && (!is_word(behind) || !is_word(name.chars().next_back()))
    })
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
        let mut matching = vec![false; words.ends.len()];
        for way in &query.ways {
            let so = self.with_all(words, way, &sounds);
            matching.iter_mut().zip(so).for_each(|(any, so)| *any |= so);
        }
        matching.iter().enumerate().filter_map(|(at, matches)| matches.then_some(at)).collect()
    }

    /// For each statement whether all of these words occur in it.
    fn with_all(&self, words: &Words, way: &[String], sounds: impl Fn() -> Sounds) -> Vec<bool> {
        let mut matching = vec![!way.is_empty(); words.ends.len()];
        for word in way {
            let mut found = words.with(word);
            if may_sound(word) {
                let sounds = self.sounds.get_or_init(&sounds);
                for (at, found) in found.iter_mut().enumerate().filter(|(at, found)| matching[*at] && !**found) {
                    let initials = may_be_initials(word) && sounds.has(at, word);
                    *found = initials || spelled(words.of_statement(at), word);
                }
            }
            matching.iter_mut().zip(found).for_each(|(all, found)| *all &= found);
        }
        matching
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
    /// The short English words of each statement, a space on both sides of each: in longer ones they are anywhere.
    short: Vec<String>,
}

impl Words {
    pub(super) fn of<'a, T: Searched + 'a>(statements: impl IntoIterator<Item = &'a T>) -> Self {
        let mut words = Self::default();
        for statement in statements {
            words.text.push_str(&fold(&statement.written()));
            words.text.push(BREAK);
            words.ends.push(words.text.len());
            let all = statement.written().to_lowercase();
            let short =
                all.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| (1..=SHORT + 1).contains(&word.len()));
            words.short.push(short.map(|word| format!(" {word} ")).collect());
        }
        words
    }

    /// The folded words of a statement.
    fn of_statement(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// For each statement whether it has a folded word.
    fn with(&self, word: &str) -> Vec<bool> {
        if is_short(word) {
            let stands =
                |short: &String| [word, &format!("{word}s")].iter().any(|word| short.contains(&format!(" {word} ")));
            return self.short.iter().map(stands).collect();
        }
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

/// Letters of the last sound of a run that are enough where it is not typed to its end: `juanj` is not, as fewer are anywhere.
const ENOUGH: usize = 2;

/// Whether a run of two Chinese characters or more of a text sounds like this: `juanji` is 卷积. The last sound may not be
/// typed to its end yet.
fn spelled(text: &str, letters: &str) -> bool {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    // No sound has more than six letters.
    let most = letters.len();
    (0..chars.len()).any(|at| sounds_on(&chars[at..chars.len().min(at + most)], letters, 0))
}

/// Whether characters go on, behind so many, with these letters.
fn sounds_on(chars: &[char], letters: &str, before: usize) -> bool {
    let Some((first, rest)) = chars.split_first() else { return false };
    first.to_pinyin_multi().into_iter().flatten().any(|sound| {
        let sound = sound.plain().replace('ü', "v");
        match letters.strip_prefix(&*sound) {
            Some("") => before > 0,
            Some(letters) => sounds_on(rest, letters, before + 1),
            None => before > 0 && letters.len() >= ENOUGH && sound.starts_with(letters),
        }
    })
}

/// The set of one letter; none of what is no letter of a sound.
const fn letter(byte: u8) -> u32 {
    if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { 0 }
}

/// An English word of so many letters is found as a word alone.
const SHORT: usize = 2;

/// Initials of so many letters may be an English word; then they have a vowel, with which hardly a sound begins.
const FEW: usize = 3;

/// Whether a word is too short to be looked for within others.
fn is_short(word: &str) -> bool {
    word.len() <= SHORT && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a word may be sounds: one letter alone would be anywhere.
fn may_sound(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether it may be the initials of sounds: `ai`, `to` and `net` are English.
fn may_be_initials(word: &str) -> bool {
    let vowel = word.bytes().any(|byte| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u'));
    may_sound(word) && (word.len() > FEW || !vowel)
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
            let is_pinyin = may_sound(word);
            let begun = || may_be_initials(word) && initials.windows(word.len()).any(begins);
            is_pinyin && (begun() || spelled(&fold(text), word))
        };
        let words: Vec<String> = query.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        let lower = text.to_lowercase();
        let alone = |word: &str| {
            let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|other| other == word || other.strip_suffix('s') == Some(word))
        };
        let literally = |word: &String| if is_short(word) { alone(word) } else { fold(text).contains(word) };
        let all = |words: &[String]| words.iter().all(|word| literally(word) || sounds(word));
        let is_pinyin = words.iter().all(|word| may_sound(word));
        !words.is_empty() && (all(&words) || words.len() > 1 && is_pinyin && all(&[words.concat()]))
    }

    fn is_found(zh: &str, en: &str, query: &str) -> bool {
        !Items::from(vec![statement(zh, en)]).matching(&Query::new(query, &[])).is_empty()
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
    fn a_short_english_word_is_found_as_a_word_alone() {
        let found = |query: &str| is_found("训练时的学习率 lr，用于 AI 的鞍点", "a chain of GANs", query);
        for query in ["ai", "lr", "AI", "of", "gan", "xx", "chain"] {
            assert!(found(query), "{query}");
        }
        for query in ["an", "yo", "ha", "ad", "l", "de"] {
            assert!(!found(query), "{query}");
        }
    }

    #[test]
    fn chinese_words_are_found_by_their_whole_sounds() {
        let found = |query: &str| is_found("卷积层的感受野；学习率，长短期记忆 LSTM", "", query);
        for query in [
            "juanji",
            "JuanJi",
            "ganshouye",
            "gan shou ye",
            "juanjiceng",
            "juanjicen",
            "xuexilv",
            "changduanqi",
            "zhangduan",
            "juanji 感受",
        ] {
            assert!(found(query), "{query}");
        }
        for query in ["juanja", "juanjc", "juan", "juanj", "ganshouyi", "jilstm", "qilstm", "yexuexx"] {
            assert!(!found(query), "{query}");
        }
    }

    #[test]
    fn what_has_several_names_is_found_by_each() {
        let names = [vec!["批量规范化".to_owned(), "批归一化".to_owned(), "BN".to_owned(), "batch norm".to_owned()]];
        let found = |text: &str, query: &str| {
            !Items::from(vec![statement(text, "")]).matching(&Query::new(query, &names)).is_empty()
        };
        for query in ["批归一化", "批归一化层", "批归一化 稳定", "bn", "BN层", "Batch Norm", "batch norm 稳定"]
        {
            assert!(found("批量规范化层更稳定", query), "{query}");
        }
        for query in ["批归一化 快", "abnormal", "bns", "batch normal"] {
            assert!(!found("批量规范化层更稳定", query), "{query}");
        }
        assert!(found("1×1 卷积", "1*1卷积") && !found("2×1 卷积", "1*1卷积"));
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
            prop_assert_eq!(statements.matching(&Query::new(&query, &[])), plainly);
            let sounds = Sounds::of(&statements);
            prop_assert_eq!(Sounds::of_bytes(&sounds.to_bytes()), Some(sounds));
        }
    }
}
