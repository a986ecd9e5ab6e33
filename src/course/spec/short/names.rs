//! Names that stand for formulas.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Item;
use crate::course::format::Reader;
use crate::math::{parse, put_in};

/// Names that stand for formulas.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Name>);

/// A name that stands for a formula.
#[derive(Clone, Debug)]
struct Name {
    name: String,
    formula: String,
    /// Where it is given, if here.
    place: Option<Range<usize>>,
    used: Cell<bool>,
}

/// What a text of a file is, by its key.
enum Sort {
    Formula,
    Range,
    Key,
    Words,
    Other,
}

impl Sort {
    fn of(key: &str) -> Self {
        match key {
            "let" | "when" | "that" | "formula" | "shape" | "default" => Self::Formula,
            "for" => Self::Range,
            "keys" | "flag" | "beside" => Self::Key,
            "zh" | "en" => Self::Words,
            _ => Self::Other,
        }
    }
}

impl Names {
    /// Reads a name and its formula, in which those before it may stand.
    pub(super) fn read<'a>(
        &mut self,
        reader: &Reader<'a>,
        name: String,
        place: Range<usize>,
        item: &Item<'a>,
        left: &Cell<usize>,
    ) {
        let Some(text) = reader.text(item) else { return };
        if !reader.is_trusting() && reader.formula(item, parse).is_none() {
            return;
        }
        let formula = self.formula(&text, left).unwrap_or(text);
        self.0.push(Name { name, formula, place: Some(place), used: Cell::new(false) });
    }

    /// Takes over names that are given elsewhere.
    pub(super) fn take(&mut self, others: &Self) {
        self.0.extend(others.0.iter().map(|name| Name { place: None, ..name.clone() }));
    }

    /// Warns of names that stand nowhere.
    pub(super) fn tell_unused(&self, reader: &Reader<'_>) {
        for name in self.0.iter().filter(|name| !name.used.get()) {
            if let Some(place) = &name.place {
                reader.problem("W115", place.clone(), &[("name", name.name.clone())]);
            }
        }
    }

    /// Puts the formulas in for the names in an item of a list.
    pub(super) fn put_in(&self, item: &mut Item<'_>, left: &Cell<usize>) {
        if !self.0.is_empty() {
            self.walk("", item, left);
        }
    }

    /// Puts them in where every text is a formula.
    pub(super) fn put_in_formulas(&self, item: &mut Item<'_>, left: &Cell<usize>) {
        if !self.0.is_empty() {
            self.walk("let", item, left);
        }
    }

    /// Puts them in in a parameter. A choice's default is a word, and that of a formula speaks of variables of its own.
    pub(super) fn put_in_parameter(&self, param: &mut DeTable<'_>, left: &Cell<usize>) {
        if self.0.is_empty() {
            return;
        }
        let kind = param.get("kind").and_then(|kind| kind.get_ref().as_str());
        let plain = !matches!(kind, Some("choice" | "expression"));
        for (key, item) in param.iter_mut() {
            match &**key.get_ref() {
                "words" => self.walk("let", item, left),
                "default" if !plain => {}
                key => self.walk(key, item, left),
            }
        }
    }

    fn walk(&self, key: &str, item: &mut Item<'_>, left: &Cell<usize>) {
        match item.get_mut() {
            DeValue::String(text) => {
                let long = match Sort::of(key) {
                    Sort::Formula => self.formula(text, left),
                    Sort::Range => self.range(text, left),
                    Sort::Key => self.key(text),
                    Sort::Words => self.words(text, left),
                    Sort::Other => None,
                };
                if let Some(long) = long {
                    *text = long.into();
                }
            }
            DeValue::Array(items) => items.iter_mut().for_each(|item| self.walk(key, item, left)),
            DeValue::Table(table) => {
                for (inner, item) in table.iter_mut() {
                    // What names stand for, and words that stand for formulas.
                    self.walk(if key == "with" || key == "let" { "let" } else { inner.get_ref() }, item, left);
                }
            }
            _ => {}
        }
    }

    fn find(&self, name: &str) -> Option<&Name> {
        let found = self.0.iter().rev().find(|known| known.name == name)?;
        found.used.set(true);
        Some(found)
    }

    /// A formula with formulas put in; none where it stays.
    fn formula(&self, text: &str, left: &Cell<usize>) -> Option<String> {
        if left.get() == 0 {
            return None;
        }
        let long = put_in(text, &mut |name| self.find(name).map(|name| name.formula.clone()));
        let Cow::Owned(long) = long else { return None };
        left.set(left.get().saturating_sub(long.len()));
        Some(long)
    }

    /// `t in 1..T`
    fn range(&self, text: &str, left: &Cell<usize>) -> Option<String> {
        let (name, range) = text.split_once(" in ")?;
        let (range, step) = range.split_once(" step ").map_or((range, None), |(range, step)| (range, Some(step)));
        let (from, to) = range.split_once("..")?;
        let put = |text: &str| self.formula(text, left).unwrap_or_else(|| text.to_owned());
        let range = format!("{} in {}..{}", put(name), put(from), put(to));
        Some(step.map_or_else(|| range.clone(), |step| format!("{range} step {step}")))
    }

    /// `dw{l}`, `w-ih`: the name of an answer or an option.
    fn key(&self, text: &str) -> Option<String> {
        let stem = text.find('{').map_or(text, |at| &text[..at]);
        let plain = |formula: &str| formula.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let other = &self.find(stem)?.formula;
        plain(other).then(|| format!("{other}{}", &text[stem.len()..]))
    }

    /// Words, in which formulas stand between dollars.
    fn words(&self, text: &str, left: &Cell<usize>) -> Option<String> {
        text.contains('$').then(|| {
            let pieces = text.split('$').enumerate();
            let put = |(at, piece): (usize, &str)| {
                let formula = (at % 2 == 1).then(|| self.formula(piece, left)).flatten();
                formula.unwrap_or_else(|| piece.to_owned())
            };
            pieces.map(put).collect::<Vec<_>>().join("$")
        })
    }
}
