//! Where in a file something stands: asked of its parsed table, since only problems need it.

use std::ops::Range;

use rustc_hash::FxHashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where the items of a file stand, looked for once for all of them.
#[derive(Debug)]
pub(super) struct Places(FxHashMap<Box<str>, Vec<Item>>);

/// A table with an id.
#[derive(Debug)]
struct Item {
    id: Range<usize>,
    /// The other texts in it, in the order of the file.
    texts: Vec<(Box<str>, Range<usize>)>,
}

impl Places {
    pub(super) fn of(source: &str) -> Self {
        let mut places = Self(FxHashMap::default());
        places.table(DeTable::parse_recoverable(source).0.get_ref());
        for items in places.0.values_mut() {
            items.sort_by_key(|item| item.id.start);
        }
        places
    }

    /// The place of the literal in `id = 'ID'`; the file's start where it is not found.
    pub(super) fn of_item(&self, id: &str) -> Range<usize> {
        self.of_item_again(id, 0).unwrap_or(0..0)
    }

    /// The place of the literal in `id = 'ID'` that comes after so many others.
    pub(super) fn of_item_again(&self, id: &str, others: usize) -> Option<Range<usize>> {
        Some(self.0.get(id)?.get(others)?.id.clone())
    }

    /// The place of a text in the item of this id; the item's own place where it is not found.
    pub(super) fn within_item(&self, id: &str, text: &str) -> Range<usize> {
        let item = self.0.get(id).and_then(|items| items.first());
        let found = item.and_then(|item| item.texts.iter().find(|(known, _)| **known == *text));
        found.map_or_else(|| self.of_item(id), |(_, place)| place.clone())
    }

    fn table(&mut self, table: &DeTable<'_>) {
        if let Some(id) = table.get("id")
            && let DeValue::String(text) = id.get_ref()
        {
            let mut texts = Vec::new();
            table.values().for_each(|value| texts_of(value, &mut texts));
            texts.retain(|(_, place)| *place != id.span());
            texts.sort_by_key(|(_, place)| place.start);
            self.0.entry((&**text).into()).or_default().push(Item { id: id.span(), texts });
        }
        table.values().for_each(|value| self.value(value));
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(items) => items.iter().for_each(|item| self.value(item)),
            _ => {}
        }
    }
}

fn texts_of(value: &Spanned<DeValue<'_>>, found: &mut Vec<(Box<str>, Range<usize>)>) {
    match value.get_ref() {
        DeValue::String(text) => found.push(((&**text).into(), value.span())),
        DeValue::Table(table) => table.values().for_each(|value| texts_of(value, found)),
        DeValue::Array(items) => items.iter().for_each(|item| texts_of(item, found)),
        _ => {}
    }
}

/// Where a text first stands under one of these keys of a file; the file's start where it does not.
pub(super) fn under(source: &str, keys: &[&str], text: &str) -> Range<usize> {
    let table = DeTable::parse_recoverable(source).0.into_inner();
    let mut texts = Vec::new();
    keys.iter().filter_map(|key| table.get(*key)).for_each(|value| texts_of(value, &mut texts));
    let places = texts.into_iter().filter(|(known, _)| **known == *text).map(|(_, place)| place);
    places.min_by_key(|place| place.start).unwrap_or(0..0)
}

/// Where a key of a file stands; the file's start where it does not.
pub(super) fn of_key(source: &str, key: &str) -> Range<usize> {
    let table = DeTable::parse_recoverable(source).0.into_inner();
    table.keys().find(|known| known.get_ref() == key).map_or(0..0, Spanned::span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_stands_where_its_id_does_however_it_is_written() {
        let source = "# id = 'b'\nid = 'a'\ntests = ['b', 'a']\n[[cards]]\n\"id\"=\"b\"\ntests = ['a', \"c\"]\nxid = 'c'\n\
            [[cards]]\nid = '''d'''\nwhy = '''\nid = 'e'\n'''\n[[cards]]\nid = 'b'\n[[cards]]\nid = 'a'\n";
        let places = Places::of(source);
        let marked = |place: Range<usize>| (source[..place.start].matches('\n').count() + 1, &source[place]);
        for (id, others, at) in [
            ("a", 0, Some((2, "'a'"))),
            ("a", 1, Some((16, "'a'"))),
            ("b", 0, Some((5, "\"b\""))),
            ("b", 1, Some((14, "'b'"))),
            ("c", 0, None),
            ("d", 0, Some((9, "'''d'''"))),
            ("e", 0, None),
        ] {
            assert_eq!(places.of_item_again(id, others).map(marked), at, "{id} {others}");
        }
        assert_eq!(marked(places.within_item("a", "b")), (3, "'b'"));
        assert_eq!(marked(places.within_item("b", "c")), (6, "\"c\""));
        assert_eq!(places.within_item("d", "c"), places.of_item("d"));
        assert_eq!(places.of_item("e"), 0..0);
    }

    #[test]
    fn a_text_is_looked_for_under_its_keys() {
        let source = "id = 'cnn'\ntopics = [\"cnn\", 'rnn']\n# 'no'\nneeds = [{ topic = 'cnn', on = ['no'] }]\n";
        assert_eq!(&source[under(source, &["needs", "topics"], "cnn")], "\"cnn\"");
        assert_eq!(&source[under(source, &["needs"], "no")], "'no'");
        assert_eq!(under(source, &["plots"], "no"), 0..0);
        assert_eq!(&source[of_key(source, "needs")], "needs");
    }
}
