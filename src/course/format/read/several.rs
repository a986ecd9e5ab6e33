//! A file that takes from others of its course, and what stands in which.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{MOST, Reader, SYNTAX};
use crate::course::Bilingual;
use crate::course::messages;

/// A file, and where its places begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Other<'a> {
    pub start: usize,
    pub path: &'a str,
    pub source: &'a str,
}

impl<'a> Reader<'a> {
    /// The table of another file of the course, whose places are told from those of this one.
    pub fn parse_beside(&self, path: &str) -> Option<DeTable<'a>> {
        let (path, source) = self.texts?.get(path)?;
        let end = self.beside.borrow().last().map_or(self.source.len(), |other| other.start + other.source.len());
        let other = Other { start: end + 1, path, source };
        self.beside.borrow_mut().push(other);
        Some(moved(self.parsed(other), other.start))
    }

    pub(super) fn parsed(&self, file: Other<'a>) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(file.source);
        for error in errors.into_iter().take(MOST) {
            let span = error.span().unwrap_or(0..0);
            let span = span.start + file.start..span.end + file.start;
            self.told(SYNTAX, span, Bilingual::of(|lang| messages::toml(error.message(), lang)));
        }
        table.into_inner()
    }

    /// The names of the files of a folder of the course that this one may take from.
    #[must_use]
    pub fn names_beside(&self, folder: &str) -> Vec<String> {
        self.texts.map(|texts| texts.names(folder)).unwrap_or_default()
    }

    /// The file in which something stands.
    fn file_at(&self, at: usize) -> Other<'a> {
        let beside = self.beside.borrow();
        let other = beside.iter().rev().find(|other| other.start <= at);
        other.copied().unwrap_or(Other { start: 0, path: self.path, source: self.source })
    }

    /// The file in which something stands, and where in it.
    #[must_use]
    pub fn found(&self, span: Range<usize>) -> (&'a str, Range<usize>) {
        let file = self.file_at(span.start);
        (file.path, span.start - file.start..span.end.saturating_sub(file.start))
    }

    /// What stands at a place, as it is written.
    #[must_use]
    pub fn raw(&self, span: Range<usize>) -> &'a str {
        let file = self.file_at(span.start);
        file.source.get(span.start - file.start..span.end.saturating_sub(file.start)).unwrap_or("")
    }
}

/// A table whose places begin further on.
fn moved(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    table.into_iter().map(|(key, item)| (moved_to(key, by), moved_item(item, by))).collect()
}

fn moved_item(item: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = item.span();
    let value = match item.into_inner() {
        DeValue::Table(table) => DeValue::Table(moved(table, by)),
        DeValue::Array(items) => DeValue::Array(items.into_iter().map(|item| moved_item(item, by)).collect()),
        value => value,
    };
    moved_to(Spanned::new(span, value), by)
}

fn moved_to<T>(item: Spanned<T>, by: usize) -> Spanned<T> {
    let span = item.span();
    Spanned::new(span.start + by..span.end + by, item.into_inner())
}
