//! Reads a file's TOML with the place of every value, and collects every problem instead of stopping at the first.

mod fields;
mod formula;
mod several;

use std::cell::RefCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use xxhash_rust::xxh3::xxh3_128;

use super::Table;
use super::called::called;
use crate::course::beside::Texts;
use crate::course::lang::Bilingual;
use crate::course::messages::say;
use crate::course::problem::Problem;
use crate::math;
use crate::text::{cut, is_harmful};
pub use fields::Fields;
use formula::is_escaped;
use several::Other;

/// Problems that are noted of one file: a file with so many is none.
const MOST: usize = 1000;

/// Where the table of a whole file stands.
pub(in crate::course) const WHOLE: Range<usize> = 0..0;

/// Columns of a value that is said to be wrong.
const SAID: usize = 60;

/// The code of text that is no TOML.
pub(in crate::course) const SYNTAX: &str = "E002";

/// A file being read.
#[derive(Debug)]
pub struct Reader<'a> {
    path: &'a str,
    source: &'a str,
    /// Whether the words have been read and found good before.
    trusting: bool,
    /// The files that it may take from.
    texts: Option<&'a Texts<'a>>,
    /// Those that it takes from. A place in one of them counts from where it begins: behind the file itself, and behind
    /// those before it.
    beside: RefCell<Vec<Other<'a>>>,
    problems: RefCell<Vec<Problem>>,
    /// Where tables stand that take what they lack from something that is not there.
    orphans: RefCell<Vec<Range<usize>>>,
}

/// What came of a file.
#[derive(Debug)]
pub struct Loaded<T> {
    /// What could be read of it, if anything could.
    pub value: Option<T>,
    /// What is wrong with it, and with what it takes from others.
    pub problems: Vec<Problem>,
    /// The files that it took from.
    pub took: Vec<Taken>,
}

/// A file that another one took from, and a hash of what it said then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its path in the course.
    pub path: String,
    text: u128,
}

impl Taken {
    /// A file that says this.
    #[must_use]
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: xxh3_128(text.as_bytes()) }
    }
}

impl<T> Loaded<T> {
    /// Of a file that cannot be read.
    #[must_use]
    pub const fn nothing(problems: Vec<Problem>) -> Self {
        Self { value: None, problems, took: Vec::new() }
    }
}

/// A value with its place.
pub type Item<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    /// A reader of the file at `path` (inside the course).
    #[must_use]
    pub fn new(path: &'a str, source: &'a str) -> Self {
        Self {
            path,
            source,
            trusting: false,
            texts: None,
            beside: RefCell::default(),
            problems: RefCell::default(),
            orphans: RefCell::default(),
        }
    }

    /// A reader of a file whose words have passed every check before: they are taken as they are.
    #[must_use]
    pub fn trusting(path: &'a str, source: &'a str) -> Self {
        Self { trusting: true, ..Self::new(path, source) }
    }

    /// The same reader of a file that may take from others.
    #[must_use]
    pub const fn with(mut self, texts: &'a Texts<'a>) -> Self {
        self.texts = Some(texts);
        self
    }

    /// Whether the checks have been made before.
    #[must_use]
    pub const fn is_trusting(&self) -> bool {
        self.trusting
    }

    /// The file's table; every syntax error is a problem.
    pub fn parse(&self) -> DeTable<'a> {
        self.parsed(Other { start: 0, path: self.path, source: self.source })
    }

    /// The file's table as `T`, with what is wrong with it.
    #[must_use]
    pub fn load<T: Table>(self) -> Loaded<T> {
        let table = T::written_out(&self, self.parse());
        let fields = self.fields(&table, WHOLE);
        let value = T::read_from(&fields);
        // Editors may name a schema.
        fields.get("$schema");
        fields.finish();
        let took = self.beside.borrow().iter().map(|other| Taken::new(other.path, other.source)).collect();
        Loaded { value, problems: self.finish(), took }
    }

    /// An item that is a number.
    pub fn number(&self, item: &Spanned<DeValue<'a>>) -> Option<f64> {
        let number = match item.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).map(|n| n as f64).ok(),
            DeValue::Float(x) => x.as_str().parse().ok().filter(|x: &f64| x.is_finite()),
            _ => return self.wrong(item, "check.wants.number"),
        };
        number.or_else(|| self.wrong(item, "check.wants.finite"))
    }

    /// The problems found.
    #[must_use]
    pub fn finish(self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        for problem in self.problems.into_inner() {
            // What is written out in several places is wrong in one.
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        if problems.iter().any(|problem| problem.code == SYNTAX) {
            // What else seems to be wrong comes of what could not be read.
            problems.retain(|problem| problem.code == SYNTAX);
        }
        problems
    }

    /// Notes a problem.
    pub fn problem(&self, code: &'static str, span: Range<usize>, args: &[(&'static str, String)]) {
        if !self.is_full() {
            let (path, span) = self.found(span);
            self.problems.borrow_mut().push(Problem::new(code, path, span, args.to_vec()));
        }
    }

    /// Notes a problem whose message puts in words of either language as `what`.
    pub fn told(&self, code: &'static str, span: Range<usize>, what: Bilingual) {
        self.note(code, span, vec![("what", what)]);
    }

    fn note(&self, code: &'static str, span: Range<usize>, args: Vec<(&'static str, Bilingual)>) {
        if !self.is_full() {
            let (path, span) = self.found(span);
            self.problems.borrow_mut().push(Problem { code, path: path.to_owned(), span, args });
        }
    }

    /// Whether there are so many problems that no more are noted.
    fn is_full(&self) -> bool {
        self.problems.borrow().len() >= MOST
    }

    /// The fields of a table.
    #[must_use]
    pub fn fields<'r>(&'r self, table: &'r DeTable<'a>, span: Range<usize>) -> Fields<'r, 'a> {
        Fields::new(self, table, span)
    }

    /// The fields of a value that must be a table.
    #[must_use]
    pub fn table<'r>(&'r self, item: &'r Spanned<DeValue<'a>>) -> Option<Fields<'r, 'a>> {
        match item.get_ref() {
            DeValue::Table(table) => Some(self.fields(table, item.span())),
            _ => self.wrong(item, "check.wants.table"),
        }
    }

    /// A text, in Unicode's composed form, without control characters.
    pub fn text(&self, item: &Spanned<DeValue<'a>>) -> Option<String> {
        let DeValue::String(text) = item.get_ref() else { return self.wrong(item, "check.wants.text") };
        if self.trusting {
            return Some(text.to_string());
        }
        let raw = self.raw(item.span());
        if let Some(c) = text.chars().find(|c| is_harmful(*c)) {
            self.problem("E006", item.span(), &[("character", format!("U+{:04X}", u32::from(c)))]);
            return None;
        }
        if is_escaped(raw) {
            self.problem("E007", item.span(), &[]);
        }
        // Nearly every text is composed already, and that is quickly seen.
        let composed = is_nfc_quick(text.chars()) == IsNormalized::Yes;
        Some(if composed { text.to_string() } else { text.nfc().collect() })
    }

    /// A text with a backslash or `$…$` that must be readable as formulas.
    pub fn prose(&self, item: &Spanned<DeValue<'a>>) -> Option<String> {
        let text = self.text(item)?;
        if self.trusting {
            return Some(text);
        }
        for segment in math::render::segments(&text) {
            if self.is_full() {
                break;
            }
            let math::render::Segment::Formula(formula, at, sides) = segment else { continue };
            if let Err(error) = sides.and_then(|sides| called(&sides)) {
                self.formula_problem(item, formula, at, &error);
            }
        }
        if text.contains('\\') {
            self.problem("E023", item.span(), &[]);
        }
        Some(text)
    }

    /// Notes that the table at a place takes what it lacks from something that is not there: that is told, and not what
    /// is missing for want of it.
    pub(in crate::course) fn orphan(&self, table: Range<usize>) {
        self.orphans.borrow_mut().push(table);
    }

    /// Notes a key that nobody asked for. Gives the one that may be meant.
    pub fn unknown_key(
        &self,
        name: &Spanned<DeString<'a>>,
        known: impl Iterator<Item = &'static str>,
    ) -> Option<&'static str> {
        // A key may be asked for more than once, and editors may name a schema.
        let mut keys: Vec<&str> = Vec::new();
        for key in known.filter(|key| !key.starts_with('$')) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let found = math::near(name.get_ref(), keys.iter().copied());
        let (code, beside) =
            found.map_or_else(|| ("E003", ("known", keys.join(", "))), |near| ("E003n", ("near", near.to_owned())));
        self.problem(code, name.span(), &[("key", name.get_ref().to_string()), beside]);
        found
    }

    /// Notes that a list has fewer items than it needs.
    pub fn has_enough(&self, list: &Spanned<DeValue<'a>>, least: usize) {
        if let DeValue::Array(items) = list.get_ref()
            && items.len() < least
        {
            let args = [("count", items.len().to_string()), ("least", least.to_string())];
            self.problem("E066", list.span(), &args);
        }
    }

    /// Notes a value that is none of those that the message `wanted` tells of.
    pub fn wrong<T>(&self, item: &Spanned<DeValue<'a>>, wanted: &'static str) -> Option<T> {
        let got = match item.get_ref() {
            DeValue::Array(_) => Bilingual::of(|lang| say(lang, "check.wants.list", &[])),
            DeValue::Table(_) => Bilingual::of(|lang| say(lang, "check.wants.table", &[])),
            _ => cut(self.raw(item.span()), SAID).into(),
        };
        let expected = Bilingual::of(|lang| say(lang, wanted, &[]));
        self.note("E005", item.span(), vec![("expected", expected), ("got", got)]);
        None
    }
}
