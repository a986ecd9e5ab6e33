//! Reads a file's TOML with the place of every value, and collects every problem instead of stopping at the first.

mod formula;
mod several;

use std::cell::RefCell;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use xxhash_rust::xxh3::xxh3_128;

use super::called::called;
use super::{Table, Value};
use crate::course::beside::Texts;
use crate::course::content_hash;
use crate::course::lang::Bilingual;
use crate::course::messages::say;
use crate::course::problem::Problem;
use crate::math::{self, Binding, Expr};
use crate::text::{cut, is_harmful};
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
        Fields { reader: self, table, span, used: RefCell::new(Vec::new()) }
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
        let found = math::near(name.get_ref(), known);
        let near = found.unwrap_or_default();
        let args = [("key", name.get_ref().to_string()), ("near", near.to_owned())];
        self.problem(if near.is_empty() { "E003" } else { "E003n" }, name.span(), &args);
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

/// The fields of one table. What is never asked for is an unknown key.
#[derive(Debug)]
pub struct Fields<'r, 'a> {
    reader: &'r Reader<'a>,
    table: &'r DeTable<'a>,
    span: Range<usize>,
    used: RefCell<Vec<&'static str>>,
}

impl<'r, 'a> Fields<'r, 'a> {
    /// Where the table stands.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The reader.
    #[must_use]
    pub const fn reader(&self) -> &'r Reader<'a> {
        self.reader
    }

    /// A value, if it is there.
    pub fn get(&self, key: &'static str) -> Option<&'r Spanned<DeValue<'a>>> {
        if !self.reader.trusting {
            self.used.borrow_mut().push(key);
        }
        self.table.get(key)
    }

    /// Every key with its value in the order of the file, all taken as known.
    pub fn entries(&self) -> impl Iterator<Item = (String, Range<usize>, &'r Spanned<DeValue<'a>>)> + use<'r, 'a> {
        let mut entries: Vec<_> =
            self.table.iter().map(|(name, item)| (name.get_ref().to_string(), name.span(), item)).collect();
        entries.sort_by_key(|(_, span, _)| span.start);
        entries.into_iter()
    }

    /// A value that must be there.
    pub fn need(&self, key: &'static str) -> Option<&'r Spanned<DeValue<'a>>> {
        let found = self.get(key);
        if found.is_none() && !self.reader.orphans.borrow().contains(&self.span) {
            self.reader.problem("E004", self.head(), &[("key", key.to_owned())]);
        }
        found
    }

    /// Takes back that a key is missing, which stands there with a slip.
    fn take_back(&self, key: &'static str) {
        let (path, span) = self.reader.found(self.head());
        let missing = Problem::new("E004", path, span, vec![("key", key.to_owned())]);
        self.reader.problems.borrow_mut().retain(|problem| *problem != missing);
    }

    /// The table's first line.
    fn head(&self) -> Range<usize> {
        let rest = self.reader.raw(self.span.clone());
        let line = rest.find('\n').unwrap_or(rest.len());
        self.span.start..self.span.start + line
    }

    /// What stands behind `key`; where it is missing, what its type is then, if it may be.
    pub fn value<T: Value>(&self, key: &'static str) -> Option<T> {
        match self.get(key) {
            Some(item) => T::read(self.reader, item).or_else(T::absent),
            None => T::absent().or_else(|| {
                self.need(key);
                None
            }),
        }
    }

    /// Notes what is missing where none of these sets of keys is there as a whole: of the one that was begun, else of the
    /// first.
    pub fn either(&self, ways: &[&[&'static str]]) {
        let there = |keys: &[&'static str]| keys.iter().filter(|key| self.table.get(**key).is_some()).count();
        if self.reader.trusting || ways.iter().any(|keys| there(keys) == keys.len()) {
            return;
        }
        let way = ways.iter().find(|keys| there(keys) > 0).or_else(|| ways.first());
        for key in way.into_iter().flat_map(|keys| keys.iter()) {
            self.need(key);
        }
    }

    /// What stands behind `key`, which must be there whatever its type is otherwise.
    pub fn needed<T: Value>(&self, key: &'static str) -> Option<T> {
        self.need(key);
        self.value(key)
    }

    /// Where the value of `key` stands; where it is missing, the table begins.
    #[must_use]
    pub fn place(&self, key: &'static str) -> Range<usize> {
        self.get(key).map_or_else(|| self.head(), Spanned::span)
    }

    /// Where the item `at` of the list behind `key` stands; where there is none, the list.
    #[must_use]
    pub fn nth(&self, key: &'static str, at: usize) -> Range<usize> {
        let item = match self.get(key).map(Spanned::get_ref) {
            Some(DeValue::Array(items)) => items.get(at).map(Spanned::span),
            _ => None,
        };
        item.unwrap_or_else(|| self.place(key))
    }

    /// Notes that what stands behind `key`, or in it, is none of what the message `wanted` tells of.
    pub fn wrong(&self, key: &'static str, wanted: &'static str, got: String) {
        let expected = Bilingual::of(|lang| say(lang, wanted, &[]));
        self.reader.note("E005", self.place(key), vec![("expected", expected), ("got", got.into())]);
    }

    /// A text that must be there.
    pub fn text(&self, key: &'static str) -> Option<String> {
        self.reader.text(self.need(key)?)
    }

    /// A formula that may be there.
    pub fn maybe_expr(&self, key: &'static str) -> Option<Expr> {
        self.reader.formula(self.get(key)?, math::parse)
    }

    /// A named formula that must be there.
    pub fn binding(&self, key: &'static str) -> Option<Binding> {
        self.reader.formula(self.need(key)?, math::parse_binding)
    }

    /// Truth, false unless given.
    pub fn flag(&self, key: &'static str) -> bool {
        match self.get(key) {
            None => false,
            Some(item) => match item.get_ref() {
                DeValue::Boolean(truth) => *truth,
                _ => self.reader.wrong(item, "check.wants.truth").unwrap_or(false),
            },
        }
    }

    /// The words `zh` and `en` of this very table.
    pub fn words(&self) -> Option<Bilingual> {
        let zh = self.need("zh").and_then(|item| self.reader.prose(item));
        let en = self.need("en").and_then(|item| self.reader.prose(item));
        let words = Bilingual { zh: zh?, en: en? };
        if self.reader.trusting {
            return Some(words);
        }
        for (lang, text) in [("zh", &words.zh), ("en", &words.en)] {
            if text.trim().is_empty() {
                self.reader.problem("E013", self.head(), &[("key", lang.to_owned())]);
            }
        }
        let formulas = |text: &str| text.matches('$').count();
        if formulas(&words.zh) != formulas(&words.en) {
            self.reader.problem("E024", self.head(), &[]);
        }
        Some(words)
    }

    /// The items of an array; a value that is no array is a problem, a missing one is empty.
    pub fn list(&self, key: &'static str) -> Vec<&'r Spanned<DeValue<'a>>> {
        let Some(item) = self.get(key) else { return Vec::new() };
        match item.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => self.reader.wrong(item, "check.wants.list").unwrap_or_default(),
        }
    }

    /// The texts of an array.
    pub fn texts(&self, key: &'static str) -> Vec<String> {
        self.list(key).into_iter().filter_map(|item| self.reader.text(item)).collect()
    }

    /// The tables of an array.
    pub fn tables(&self, key: &'static str) -> Vec<Fields<'r, 'a>> {
        self.list(key).into_iter().filter_map(|item| self.reader.table(item)).collect()
    }

    /// A hash of everything that stands here, but for one field.
    #[must_use]
    pub fn content_hash(&self, but: &str) -> u64 {
        content_hash::of(self.table, but)
    }

    /// Reports every key that was never asked for.
    pub fn finish(self) {
        if self.reader.trusting {
            return;
        }
        let used = self.used.borrow();
        for (name, _) in self.table {
            let key = name.get_ref();
            if used.iter().any(|known| known == key) {
                continue;
            }
            if self.reader.is_full() {
                break;
            }
            if let Some(meant) = self.reader.unknown_key(name, used.iter().copied()) {
                self.take_back(meant);
            }
        }
    }
}
