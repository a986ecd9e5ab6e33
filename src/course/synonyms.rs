//! Words that mean the same wherever a student writes them, from `vocabulary.toml` of the course or else the bundled one.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::beside::{Bundled, Shelf};
use super::format::{AnyTexts, Reader, SomeTexts, Version, table};
use super::plain::plain;
use super::stem::{is_form, is_misspelt, stem};
use super::tokens::{Token, tokens};
use crate::text::Words;

/// The file.
pub const FILE: &str = "vocabulary.toml";

table! {
    /// What words mean in short answers: `vocabulary.toml`.
    pub struct Vocabulary {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// Words that may stand between those that count, or be missing: 的, `the`, `becomes`.
        light: Vec<String> = "light": AnyTexts,
        /// Words by themselves, in which no other is seen: 大小 is not 大.
        own: Vec<String> = "own": AnyTexts,
        /// Words that say that what follows does not come about: 避免, `prevents`.
        prevent: Vec<String> = "prevent": AnyTexts,
        /// Words that mean the same.
        same: Vec<Same> = "same",
        /// Things that have several names: a search for one finds what is called by another.
        names: Vec<Names> = "names",
    }
}

table! {
    /// The names of one thing, in either language.
    pub struct Names {
        /// The names.
        words: Vec<String> = "words": SomeTexts,
    }
}

table! {
    /// Words that mean the same, in either language.
    pub struct Same {
        /// The words.
        words: Vec<String> = "words": SomeTexts,
        /// Words that mean the opposite, and the same among themselves.
        opposite: Vec<String> = "opposite": AnyTexts,
        /// Whether such a word says too little to make a point by itself: 大, `good`.
        weak: bool = "weak" [false],
    }
}

/// The words of a course, read when an answer is first looked through.
#[derive(Clone, Debug)]
pub struct Synonyms {
    shelf: Arc<dyn Shelf>,
    lexicon: Arc<OnceLock<Lexicon>>,
    names: Arc<OnceLock<Vec<Vec<String>>>>,
}

impl Default for Synonyms {
    fn default() -> Self {
        Self::of(Bundled)
    }
}

/// Where the words are found is no part of a question.
impl PartialEq for Synonyms {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Synonyms {
    /// Those of a course.
    #[must_use]
    pub fn of(shelf: impl Shelf + 'static) -> Self {
        Self { shelf: Arc::new(shelf), lexicon: Arc::default(), names: Arc::default() }
    }

    fn vocabulary(&self) -> Option<Vocabulary> {
        Reader::new(FILE, &self.shelf.text(FILE).unwrap_or_default()).load().value
    }

    /// The names of each thing that has several, which a search takes for each other.
    #[must_use]
    pub fn names(&self) -> &[Vec<String>] {
        let words = |list: Vocabulary| list.names.into_iter().map(|names| names.words).collect();
        self.names.get_or_init(|| self.vocabulary().map(words).unwrap_or_default())
    }

    pub(super) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| self.vocabulary().as_ref().map(Lexicon::new).unwrap_or_default())
    }
}

/// What a run of tokens is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A word that says nothing by itself.
    Light,
    /// A word by itself.
    Own,
    /// A word of this class.
    Class(usize),
}

/// A run of tokens that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub meaning: Meaning,
    /// The first of its tokens.
    pub from: usize,
    /// The one behind its last.
    pub to: usize,
}

/// The words, as they are looked up.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// By the stem of their first token.
    known: HashMap<String, Vec<(Vec<Token>, Meaning)>>,
    /// The class of the words that mean the opposite of those of a class.
    opposite: Vec<Option<usize>>,
    /// Classes whose words say too little by themselves.
    weak: Vec<usize>,
}

/// The class of the words that say that something does not come about.
pub(super) const PREVENT: usize = 0;

impl Lexicon {
    fn new(list: &Vocabulary) -> Self {
        let mut lexicon = Self { known: HashMap::new(), opposite: vec![None], weak: Vec::new() };
        lexicon.add(&list.light, Meaning::Light);
        lexicon.add(&list.own, Meaning::Own);
        lexicon.add(&list.prevent, Meaning::Class(PREVENT));
        for same in &list.same {
            let class = lexicon.opposite.len();
            lexicon.add(&same.words, Meaning::Class(class));
            if same.opposite.is_empty() {
                lexicon.opposite.push(None);
            } else {
                lexicon.add(&same.opposite, Meaning::Class(class + 1));
                lexicon.opposite.extend([Some(class + 1), Some(class)]);
            }
            lexicon.weak.extend((class..lexicon.opposite.len()).filter(|_| same.weak));
        }
        lexicon
    }

    fn add(&mut self, words: &[String], meaning: Meaning) {
        for word in words {
            let tokens = tokens(&Words::new(&plain(word)));
            if let Some(first) = tokens.first() {
                let known = self.known.entry(stem(&first.word).to_owned()).or_default();
                known.push((tokens, meaning));
            }
        }
    }

    /// The class of the opposite.
    pub fn opposite(&self, class: usize) -> Option<usize> {
        self.opposite.get(class).copied().flatten()
    }

    /// Whether a word of this class says too little by itself.
    pub fn is_weak(&self, class: usize) -> bool {
        self.weak.contains(&class)
    }

    /// What stands in a text, by where it begins; runs may overlap, but none stands inside a longer one.
    pub fn runs(&self, tokens: &[Token]) -> Vec<Run> {
        let mut runs: Vec<Run> = (0..tokens.len()).flat_map(|at| self.at(tokens, at)).collect();
        let wide: Vec<Run> = runs.iter().copied().filter(|run| run.meaning != Meaning::Light).collect();
        let inside = |run: &Run, wide: &Run| {
            wide.from <= run.from && run.to <= wide.to && wide.to - wide.from > run.to - run.from
        };
        runs.retain(|run| !wide.iter().any(|wide| inside(run, wide)));
        runs
    }

    fn at(&self, tokens: &[Token], at: usize) -> Vec<Run> {
        let first = &tokens[at];
        let mut found = Vec::new();
        let exact = self.known.get(stem(&first.word));
        let slips = || {
            let near = |word: &str| is_misspelt(stem(&first.word), word);
            self.known.iter().filter(|(word, _)| near(word)).flat_map(|(_, known)| known).collect::<Vec<_>>()
        };
        let candidates = exact.map_or_else(slips, |known| known.iter().collect());
        for (word, meaning) in candidates {
            if let Some(to) = ends(word, tokens, at) {
                found.push(Run { meaning: *meaning, from: at, to });
            }
        }
        found
    }
}

/// Where a known word ends that begins at `at`.
fn ends(word: &[Token], tokens: &[Token], at: usize) -> Option<usize> {
    let typed = tokens.get(at..at + word.len())?;
    let is = |(part, typed): (&Token, &Token)| is_form(&typed.word, &part.word);
    word.iter().zip(typed).all(is).then_some(at + word.len())
}
