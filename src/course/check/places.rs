//! Where in a topic's file something stands: found by its id, since only problems need it.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// Whether what stands here is the value of an `id`.
fn declares(source: &str, at: usize) -> bool {
    let before = source.get(..at).unwrap_or_default().trim_end();
    before.strip_suffix('=').is_some_and(|b| b.trim_end().ends_with("id"))
}

/// Where the items of a file stand, looked for once for all of them.
#[derive(Debug)]
pub(super) struct Places(FxHashMap<Box<str>, Range<usize>>);

impl Places {
    pub(super) fn of(source: &str) -> Self {
        let mut places = FxHashMap::default();
        // As in a search for each: literals of the first kind of quotation marks stand before those of the other.
        for quote in QUOTES {
            for (at, _) in source.match_indices(quote).filter(|(at, _)| declares(source, *at)) {
                let inside = &source[at + 1..];
                if let Some(length) = inside.find(quote) {
                    places.entry(inside[..length].into()).or_insert(at..at + length + 2);
                }
            }
        }
        Self(places)
    }

    /// The place of the literal in `id = 'ID'`; the file's start where it is not found.
    pub(super) fn of_item(&self, id: &str) -> Range<usize> {
        self.0.get(id).cloned().unwrap_or(0..0)
    }
}

/// The place of the literal in `id = 'ID'` that comes after so many others.
pub(super) fn of_item_again(source: &str, id: &str, others: usize) -> Option<Range<usize>> {
    let mut places: Vec<_> = literals(source, id).filter(|span| declares(source, span.start)).collect();
    places.sort_by_key(|span| span.start);
    places.into_iter().nth(others)
}

/// The place of the literal `'TEXT'` in the item that stands at a place; the item's own place where it is not found.
pub(super) fn within_item(source: &str, item: Range<usize>, text: &str) -> Range<usize> {
    let start = source.get(..item.start).and_then(|s| s.rfind("[[")).unwrap_or(0);
    let end = source.get(item.end..).and_then(|s| s.find("\n[[")).map_or(source.len(), |at| item.end + at);
    let inside = literals(source.get(start..end).unwrap_or_default(), text).next();
    inside.map_or(item, |span| start + span.start..start + span.end)
}

/// The two kinds of quotation marks.
const QUOTES: [char; 2] = ['\'', '"'];

/// The places of a text in quotation marks of either kind.
fn literals<'s>(source: &'s str, text: &str) -> impl Iterator<Item = Range<usize>> + use<'s> {
    QUOTES.map(|quote| format!("{quote}{text}{quote}")).into_iter().flat_map(move |literal| {
        let (mut from, length) = (0, literal.len());
        std::iter::from_fn(move || {
            let at = from + source.get(from..)?.find(&literal)?;
            from = at + length;
            Some(at..from)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_looked_for_at_once_are_those_looked_for_one_by_one() {
        let source =
            "id = 'a'\ntests = ['b', 'a']\n[[cards]]\nid=\"b\"\nxid = 'c'\n id =\n 'd'\nid = 'b'\nid = 'a'\nid = '";
        let places = Places::of(source);
        let of_item = |id| literals(source, id).find(|span| declares(source, span.start)).unwrap_or(0..0);
        for id in ["a", "b", "c", "d", "e", ""] {
            assert_eq!(places.of_item(id), of_item(id), "{id}");
        }
        assert_eq!(&source[within_item(source, places.of_item("a"), "b")], "'b'");
        assert_eq!(within_item(source, 0..8, "e"), 0..8);
    }
}
