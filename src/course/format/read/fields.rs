//! The keys of a table, asked for one by one.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reader;
use crate::course::content_hash;
use crate::course::format::Value;
use crate::course::lang::Bilingual;
use crate::course::messages::say;
use crate::course::problem::Problem;
use crate::math::{self, Binding, Expr};

/// The fields of one table. What is never asked for is an unknown key.
#[derive(Debug)]
pub struct Fields<'r, 'a> {
    reader: &'r Reader<'a>,
    table: &'r DeTable<'a>,
    span: Range<usize>,
    used: RefCell<Vec<&'static str>>,
}

impl<'r, 'a> Fields<'r, 'a> {
    pub(super) const fn new(reader: &'r Reader<'a>, table: &'r DeTable<'a>, span: Range<usize>) -> Self {
        Self { reader, table, span, used: RefCell::new(Vec::new()) }
    }

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
        if !self.reader.is_trusting() {
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
        if self.reader.is_trusting() || ways.iter().any(|keys| there(keys) == keys.len()) {
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
        if self.reader.is_trusting() {
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
        if self.reader.is_trusting() {
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
