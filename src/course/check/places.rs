//! Where in a topic's file something stands: found by its id, since only problems need it.

use std::ops::Range;

/// The place of the literal in `id = 'ID'`; the file's start where it is not found.
#[must_use]
pub fn of_item(source: &str, id: &str) -> Range<usize> {
    let declared = |at: &usize| {
        let before = source.get(..*at).unwrap_or_default().trim_end();
        before.strip_suffix('=').is_some_and(|b| b.trim_end().ends_with("id"))
    };
    literals(source, id).into_iter().find(|span| declared(&span.start)).unwrap_or(0..0)
}

/// The place of the literal `'TEXT'` in the item with this id; the item's own place where it is not found.
pub(super) fn within_item(source: &str, id: &str, text: &str) -> Range<usize> {
    let item = of_item(source, id);
    let start = source.get(..item.start).and_then(|s| s.rfind("[[")).unwrap_or(0);
    let end = source.get(item.end..).and_then(|s| s.find("\n[[")).map_or(source.len(), |at| item.end + at);
    literals(source, text).into_iter().find(|span| span.start >= start && span.end <= end).unwrap_or(item)
}

/// The places of a text in quotation marks of either kind.
fn literals(source: &str, text: &str) -> Vec<Range<usize>> {
    ['\'', '"']
        .into_iter()
        .flat_map(|quote| {
            let literal = format!("{quote}{text}{quote}");
            source.match_indices(&literal).map(|(at, found)| at..at + found.len()).collect::<Vec<_>>()
        })
        .collect()
}
