//! The statements of a topic made ready to be searched: over both languages, as words begin, and where nothing begins so
//! inside words and by the sounds of the Chinese ones, whole or their initials. It is kept with a compiled topic, so that a search reads the statements that it found and no others.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use pinyin::ToPinyinMulti as _;
use serde::{Deserialize, Serialize};

use crate::text::fold;

/// Words of a query that are looked for: no statement has as many.
const MOST_WORDS: usize = 60;

/// What is looked for, made ready once for all topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The words as they were typed.
    typed: Vec<Vec<String>>,
    /// Other ways of saying the same.
    otherwise: Vec<Vec<String>>,
}

/// How a word may occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// As it is written, where a word begins: `ai` is no part of “chain”, nor are they the sounds of 按.
    Begun,
    /// Inside other words too, and what was typed by its sounds.
    Anywhere,
}

impl Query {
    /// The words of a text, all of which must occur: as written, by their sounds, or by another of the `names` of what they
    /// name. Without words nothing matches. Of one way of saying it, all words must occur; of very many the first ones.
    #[must_use]
    pub fn new(text: &str, names: &[Vec<String>]) -> Self {
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect() };
        let text = few(text).to_lowercase();
        let mut typed = vec![words(&text)];
        // A word may be typed syllable by syllable.
        if typed[0].len() > 1 && typed[0].iter().all(|word| may_sound(word)) {
            typed.push(vec![typed[0].concat()]);
        }
        if text.contains('*') {
            typed.push(words(&text.replace('*', "x")));
        }
        let split: Vec<String> = typed[0].iter().flat_map(|word| pieces(word)).collect();
        if split.len() > typed[0].len() {
            typed.push(split);
        }
        let mut otherwise = Vec::new();
        for group in names {
            for (at, name) in group.iter().enumerate() {
                let Some(found) = named(&text, &name.to_lowercase()) else { continue };
                let others = group.iter().enumerate().filter(|(other, _)| *other != at);
                otherwise.extend(others.map(|(_, other)| {
                    let (before, behind) = (&text[..found], &text[found + name.to_lowercase().len()..]);
                    words(&format!("{before} {other} {behind}"))
                }));
            }
        }
        Self { typed, otherwise }
    }
}

/// The words of a word that are written together: at a hyphen, or where letters of ASCII stand beside another script.
fn pieces(word: &str) -> Vec<String> {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let mut pieces = vec![String::new()];
    let mut before = None;
    for c in word.chars() {
        let is_apart =
            |before: char| is_latin(c) != is_latin(before) && c.is_alphanumeric() && before.is_alphanumeric();
        if c == '-' || before.is_some_and(is_apart) {
            pieces.push(String::new());
        }
        if c != '-' {
            pieces.last_mut().into_iter().for_each(|piece| piece.push(c));
        }
        before = Some(c);
    }
    // What is one letter by itself would be anywhere.
    let are_words = pieces.iter().all(|piece| !piece.is_ascii() || piece.len() > 1);
    if are_words { pieces } else { vec![word.to_owned()] }
}

/// A folded word without the mark of a sentence at its end.
fn bare(word: &str) -> &str {
    let bare = word.trim_end_matches(['.', ',', ';', ':', '?', '!']);
    if bare.is_empty() { word } else { bare }
}

/// A folded word and what it may be written as: without the mark of a sentence at its end, in the singular, in British or
/// American spelling.
fn alike(word: &str) -> Vec<String> {
    let (mut ways, bare) = (vec![word.to_owned()], bare(word));
    if bare.len() < word.len() {
        ways.push(bare.to_owned());
    }
    let is_word = bare.len() > 3 && bare.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_word {
        return ways;
    }
    // A word is found where it begins: of the singular the plural is found too.
    if let Some(one) = bare.strip_suffix("ies") {
        ways.push(format!("{one}y"));
    } else if let Some(one) = bare.strip_suffix('s').filter(|one| !one.ends_with(['s', 'u', 'i'])) {
        ways.push(one.to_owned());
        let hissing = one.strip_suffix('e').filter(|one| one.ends_with(['s', 'x', 'z', 'h']));
        ways.extend(hissing.map(str::to_owned));
    }
    let spelled = ways.iter().flat_map(|way| SPELLINGS.iter().map(|[one, other]| way.replace(one, other)));
    let spelled: Vec<String> = spelled.filter(|other| !ways.contains(other)).collect();
    ways.extend(spelled);
    ways
}

/// What British and American spelling write differently inside words, each in place of the other.
const SPELLINGS: [[&str; 2]; 10] = [
    ["isa", "iza"],
    ["iza", "isa"],
    ["ise", "ize"],
    ["ize", "ise"],
    ["isi", "izi"],
    ["izi", "isi"],
    ["our", "or"],
    ["color", "colour"],
    ["behavior", "behaviour"],
    ["neighbor", "neighbour"],
];

/// A text; of one with very many words each once, and no more than [`MOST_WORDS`].
fn few(text: &str) -> Cow<'_, str> {
    if text.split_whitespace().nth(MOST_WORDS).is_none() {
        return Cow::Borrowed(text);
    }
    let mut seen = HashSet::new();
    let words = text.split_whitespace().filter(|word| seen.insert(*word));
    Cow::Owned(words.take(MOST_WORDS).collect::<Vec<_>>().join(" "))
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
    pub(super) fn matching(
        &self,
        query: &Query,
        sought: Sought,
        words: impl Fn() -> Words,
        sounds: impl Fn() -> Sounds,
    ) -> Vec<usize> {
        let words = self.words.get_or_init(&words);
        let sounds = || self.sounds.get_or_init(&sounds);
        let mut matching = vec![false; words.ends.len()];
        let typed = query.typed.iter().map(|way| (way, sought, true));
        for (way, sought, typed) in typed.chain(query.otherwise.iter().map(|way| (way, Sought::Begun, false))) {
            let sounds = (typed && sought == Sought::Anywhere).then_some(&sounds);
            let so = with_all(words, way, sought, sounds);
            matching.iter_mut().zip(so).for_each(|(any, so)| *any |= so);
        }
        matching.iter().enumerate().filter_map(|(at, matches)| matches.then_some(at)).collect()
    }
}

/// For each statement whether all of these words occur in it, by their sounds too where these are given.
fn with_all<'a>(words: &Words, way: &[String], sought: Sought, sounds: Option<impl Fn() -> &'a Sounds>) -> Vec<bool> {
    let mut matching = vec![!way.is_empty(); words.ends.len()];
    for word in way {
        let mut found = vec![false; matching.len()];
        for way in &alike(word) {
            found.iter_mut().zip(words.with(way, sought)).for_each(|(any, so)| *any |= so);
        }
        let word = bare(word);
        if let Some(sounds) = sounds.as_ref().filter(|_| may_sound(word)) {
            let sounds = sounds();
            for (at, found) in found.iter_mut().enumerate().filter(|(at, found)| matching[*at] && !**found) {
                *found = sounds.has(at, word) || spelled(words.of_statement(at), word);
            }
        }
        matching.iter_mut().zip(found).for_each(|(all, found)| *all &= found);
    }
    matching
}

/// What stands behind the words of each statement; no folded text holds it.
const BREAK: char = '\n';

/// The folded words of statements, one statement after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    text: String,
    /// Where those of each statement end, behind the break.
    ends: Vec<usize>,
    /// Where words of letters and digits begin, each counted from the one before; twice that, and one more where but a space
    /// stands between it and the word before.
    begun: Vec<u32>,
}

/// Letters that a word has at least of which a part is found that goes over a space: `layernorm` is found in “layer norm”,
/// and `gan` not in “then g and”.
const OVER: usize = 3;

/// Whether what stands from one place to another goes over spaces between words (these places), of which one is short there.
fn runs_over(spaces: impl Iterator<Item = usize>, at: usize, end: usize) -> bool {
    let mut from = at;
    for space in spaces.skip_while(|space| *space <= at).take_while(|space| *space < end) {
        if space - from < OVER {
            return true;
        }
        from = space;
    }
    from > at && end - from < OVER
}

impl Words {
    pub(super) fn of<'a, T: Searched + 'a>(statements: impl IntoIterator<Item = &'a T>) -> Self {
        let (mut words, mut last) = (Self::default(), 0);
        for statement in statements {
            for Part { begins, is_spaced, text } in parts(&statement.written()) {
                if begins {
                    words.begun.push((words.text.len() - last) as u32 * 2 + u32::from(is_spaced));
                    last = words.text.len();
                }
                words.text.push_str(&fold(text));
            }
            words.text.push(BREAK);
            words.ends.push(words.text.len());
        }
        words
    }

    /// The folded words of a statement.
    fn of_statement(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// For each statement whether it has a folded word.
    fn with(&self, word: &str, sought: Sought) -> Vec<bool> {
        let mut found = vec![false; self.ends.len()];
        let mut statement = 0;
        let must_begin = sought == Sought::Begun && word.starts_with(|c: char| c.is_ascii_alphanumeric());
        let mut begun = self.begun.iter().scan(0, |at, gap| {
            *at += (*gap / 2) as usize;
            Some((*at, *gap % 2 == 1))
        });
        let mut next = begun.next();
        for (at, _) in self.text.match_indices(word) {
            while next.is_some_and(|(next, _)| next < at) {
                next = begun.next();
            }
            if must_begin && next.is_none_or(|(next, _)| next != at) {
                continue;
            }
            let ahead = next.into_iter().chain(begun.clone());
            let spaces = ahead.filter_map(|(place, is_spaced)| is_spaced.then_some(place));
            if runs_over(spaces, at, at + word.len()) {
                continue;
            }
            while self.ends.get(statement).is_some_and(|end| *end <= at) {
                statement += 1;
            }
            found.get_mut(statement).into_iter().for_each(|found| *found = true);
        }
        found
    }
}

/// A part of a text, up to where the next word of letters and digits begins.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    /// Whether it begins with such a word.
    begins: bool,
    /// Whether but spaces stand between that and another such word before it.
    is_spaced: bool,
    text: &'a str,
}

/// The parts of a text, before each word of letters and digits a new one: `LayerNorm` is two.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut cuts = vec![(0, false, false)];
    // The character before, and whether spaces stand behind a word.
    let (mut before, mut is_behind) = (' ', false);
    for (at, c) in text.char_indices() {
        let is_inner = before.is_ascii_alphanumeric() && !(before.is_ascii_lowercase() && c.is_ascii_uppercase());
        if c.is_ascii_alphanumeric() && !is_inner {
            cuts.push((at, true, before.is_whitespace() && is_behind));
        }
        is_behind = c.is_ascii_alphanumeric() || is_behind && c.is_whitespace();
        before = c;
    }
    let ends: Vec<usize> = cuts.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]).collect();
    let parts = cuts.into_iter().zip(ends);
    parts.map(|((from, begins, is_spaced), to)| Part { begins, is_spaced, text: &text[from..to] })
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

/// Whether a word may be sounds or their initials: one letter alone would be anywhere.
fn may_sound(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}
