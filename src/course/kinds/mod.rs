//! The kinds of question: a file each. It says how a question of the kind stands in a file, what must hold of it, how it
//! is asked, how an answer is marked, and how question and answer are shown again.
//!
//! To add one, write its file (`fill.rs` is a short example) and name it in the list below.

mod around;
mod blank;
pub mod choices;
mod forms;
mod letters;
mod mark;
mod prompt;
#[cfg(test)]
mod testing;

use std::any::Any;
use std::fmt::{self, Debug};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use schemars::SchemaGenerator;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use computed::{Computed, Posed, Poser, Unposed};
pub use letters::letter;
pub use mark::{Again, Mark, Note, State, Unreadable};
pub use prompt::{Asked, OptionLine, PointLine, Prompt};

use super::format::Fields;
use super::format::Id;
use super::format::{Keys, Table};
use super::lang::{Bilingual, Lang};
use super::prose::Prose;
use super::synonyms::Synonyms;
use crate::random::Dice;

/// Declares the files of the kinds, and [`KINDS`] in the same order.
macro_rules! kinds {
    ($($file:ident)*) => {
        $( pub mod $file; )*

        /// All kinds, in the order in which a paper has them.
        pub static KINDS: &[&Kind] = &[$( &$file::KIND ),*];
    };
}

kinds! { single multiple true_false fill matching ordering key_points computed }

/// A kind of question.
pub struct Kind {
    /// What files, `--kind` and JSON lines call it.
    pub key: &'static str,
    /// What it is called, in each language.
    name: [&'static str; 2],
    /// How an answer to it is written, in each language.
    how: [&'static str; 2],
    read: fn(&Fields<'_, '_>) -> Option<Arc<dyn Body>>,
    keys: fn(&mut SchemaGenerator) -> Keys,
    compile: fn(&dyn Body) -> Option<Vec<u8>>,
    compiled: fn(&[u8]) -> Option<Arc<dyn Body>>,
}

impl Kind {
    /// The kind whose questions are read as `B`. Words stand in Chinese and in English.
    #[must_use]
    pub const fn of<B: Body + Table + Serialize + DeserializeOwned>(
        key: &'static str,
        name: [&'static str; 2],
        how: [&'static str; 2],
    ) -> Self {
        Self {
            key,
            name,
            how,
            read: |fields| B::read_from(fields).map(|body| Arc::new(body) as Arc<dyn Body>),
            keys: |generator| Keys::of::<B>(generator),
            compile: |body| postcard::to_stdvec(body.of::<B>()?).ok(),
            compiled: |bytes| postcard::from_bytes::<B>(bytes).ok().map(|body| Arc::new(body) as Arc<dyn Body>),
        }
    }

    /// The kind that files call `key`.
    #[must_use]
    pub fn find(key: &str) -> Option<&'static Self> {
        KINDS.iter().copied().find(|kind| kind.key == key)
    }

    /// What it is called.
    #[must_use]
    pub const fn name(&self, lang: Lang) -> &'static str {
        word(self.name, lang)
    }

    /// How an answer to it is written.
    #[must_use]
    pub const fn how(&self, lang: Lang) -> &'static str {
        word(self.how, lang)
    }

    /// Reads what a question of this kind has beyond every question.
    #[must_use]
    pub(super) fn read(&self, fields: &Fields<'_, '_>) -> Option<Arc<dyn Body>> {
        (self.read)(fields)
    }

    /// The body of a question of this kind in compiled form; none of one of another kind.
    pub(super) fn compile(&self, body: &dyn Body) -> Option<Vec<u8>> {
        (self.compile)(body)
    }

    /// The body that [`Kind::compile`] wrote.
    pub(super) fn compiled(&self, bytes: &[u8]) -> Option<Arc<dyn Body>> {
        (self.compiled)(bytes)
    }

    /// The keys that a question of this kind has beyond every question.
    #[must_use]
    pub(super) fn keys(&self, generator: &mut SchemaGenerator) -> Keys {
        (self.keys)(generator)
    }
}

const fn word(words: [&'static str; 2], lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => words[0],
        Lang::En => words[1],
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Kind {}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key)
    }
}

/// Parts that a question may have: nobody answers one with more, and what compares them may take its time.
pub const MOST_PARTS: usize = 300;

/// What a question asks for and what is right, as its file says.
pub trait Body: Any + Debug + Send + Sync {
    /// The kind that it is of.
    fn kind(&self) -> &'static Kind;

    /// How many parts its file lists: options, pairs, texts that are accepted. More than [`MOST_PARTS`] are refused.
    fn parts(&self) -> usize;

    /// Notes what is wrong with it beside the stem, whatever the rest of the course.
    fn check(&self, _stem: &Bilingual, _fields: &Fields<'_, '_>) {}

    /// Makes it ready to be asked. The order of its options and its numbers hang on the dice.
    ///
    /// # Errors
    /// A calculation that cannot be posed.
    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed>;

    /// The calculation behind it, where there is one.
    fn computed(&self) -> Option<&Computed> {
        None
    }

    /// Its Chinese words beside the stem: two questions that have these and the stem in common are the same.
    fn words(&self) -> Vec<&str> {
        Vec::new()
    }

    /// How many things are asked for, where the stem must say so.
    fn wanted(&self) -> Option<usize> {
        None
    }

    /// Whether the stem is true, where that is the question.
    fn truth(&self) -> Option<bool> {
        None
    }

    /// The misconceptions that an answer to it can show by itself, each with what is said of it.
    fn mistakes(&self) -> Vec<(&Id, &Bilingual)> {
        Vec::new()
    }

    /// The option that shows this mistake when it is chosen.
    fn mistaken(&self, mistake: &str) -> Option<&choices::Choice> {
        self.options().iter().find(|option| option.mistake.as_deref() == Some(mistake))
    }

    /// The options of which exactly one is right.
    fn options(&self) -> &[choices::Choice] {
        &[]
    }
}

impl dyn Body {
    /// The body as the type of its kind's file.
    #[must_use]
    pub fn of<B: Body>(&self) -> Option<&B> {
        let any: &dyn Any = self;
        any.downcast_ref()
    }
}

/// What a question is asked with.
#[derive(Debug)]
pub struct Asking<'a> {
    /// The words of the question; a calculation may add its own.
    pub stem: Prose,
    /// The language of everything that is said.
    pub lang: Lang,
    /// What orders and numbers hang on.
    pub dice: Dice,
    /// Words that mean the same.
    pub synonyms: Synonyms,
    /// Who poses calculations.
    pub poser: &'a mut dyn Poser,
}

/// A question as one session asks it: its options in their order, in the session's language.
pub trait Task: Debug {
    /// How it is answered.
    fn prompt(&self) -> Prompt;

    /// Marks an answer line. Of an answer whose points are ticked after it, `ticks` names those; where nobody ticks,
    /// what the answer seems to say counts.
    ///
    /// # Errors
    /// A line that cannot be read.
    fn mark(&self, line: &str, ticks: Option<&str>) -> Result<Mark, Unreadable>;

    /// The line that an answer was typed as which the record has as `given`.
    fn typed(&self, given: &str) -> String {
        given.to_owned()
    }

    /// The points that were ticked for an answer which the record has as `given`, where any can be.
    fn ticks(&self, _given: &str) -> Option<String> {
        None
    }

    /// The right answer, in the letters and numbers of this session.
    fn answer(&self) -> String;

    /// The same as it is told to a reader: one of many is an example.
    fn told_answer(&self) -> Prose {
        self.answer().into()
    }

    /// An answer which the record has as `given`, as a reader is told it.
    fn said(&self, given: &str) -> Prose {
        self.typed(given).into()
    }

    /// How an answer that is right in part is marked.
    fn rule(&self) -> Option<String> {
        None
    }

    /// Hints after the place in the outline, from gentle to strong.
    fn hints(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether its hints begin with the place in the outline.
    fn is_placed(&self) -> bool {
        true
    }

    /// The points to be ticked after an answer, where there are any.
    fn points(&self, _line: &str) -> Vec<PointLine> {
        Vec::new()
    }

    /// The code that brings the variant back, of numbers that were drawn.
    fn code(&self) -> Option<String> {
        None
    }

    /// The question again beside an answer that was given: what was right of it and what was not.
    fn again(&self, _given: &str) -> Vec<Again> {
        Vec::new()
    }
}

/// An id that a choice, a pair or a point may carry.
type Mistake = Option<Id>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_key_and_has_words_in_both_languages() {
        for kind in KINDS {
            assert_eq!(Kind::find(kind.key), Some(*kind));
            for lang in Lang::ALL {
                assert!(!kind.name(lang).is_empty() && !kind.how(lang).is_empty(), "{kind}");
            }
        }
        assert_eq!(Kind::find("essay"), None);
    }
}
