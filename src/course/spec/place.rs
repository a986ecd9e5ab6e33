//! Where in a calculation's file something stands.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Spec;
use crate::course::format::Reader;
use crate::course::format::Table as _;
use crate::math::Span;

/// Where something stands in a file: the way to it by keys and by places in lists, such as `steps`, 2, `let`; and of a
/// formula, which part. Found in the text only when a problem has to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    way: Vec<Part>,
    part: Option<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Key(Arc<str>),
    At(usize),
}

impl Place {
    /// An item of a list of the file: `steps`, 2.
    #[must_use]
    pub fn item(list: &str, at: usize) -> Self {
        Self::default().key(list).at(at)
    }

    /// A key of what stands here.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.way.push(Part::Key(key.into()));
        self
    }

    /// An item of the list that stands here.
    #[must_use]
    pub fn at(mut self, at: usize) -> Self {
        self.way.push(Part::At(at));
        self
    }

    /// A part of the formula that stands here.
    #[must_use]
    pub fn part(mut self, part: Span) -> Self {
        self.part = Some(part);
        self
    }

    /// Whether it stands in what stands at another place, or is that.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.way.starts_with(&other.way)
    }

    /// The file, which may be one that the calculation takes from, and the bytes of it; of what is not there, those of
    /// what it would stand in.
    #[must_use]
    pub fn of(&self, reader: &Reader<'_>) -> (String, Range<usize>) {
        let file = Spec::written_out(reader, reader.parse());
        let (path, span) = reader.found(self.within(&file, reader));
        (path.to_owned(), span)
    }

    fn within(&self, file: &DeTable<'_>, reader: &Reader<'_>) -> Range<usize> {
        let mut table = Some(file);
        let mut list = None;
        let mut found: Option<&Spanned<DeValue<'_>>> = None;
        for part in &self.way {
            let next = match part {
                Part::Key(key) => table.and_then(|table| table.get(&**key)),
                // One rule that stands for a list of them.
                Part::At(_) if list.is_none() => continue,
                Part::At(at) => list.and_then(|list: &toml::de::DeArray<'_>| list.get(*at)),
            };
            let Some(next) = next else { break };
            (table, list) = match next.get_ref() {
                DeValue::Table(table) => (Some(table), None),
                DeValue::Array(list) => (None, Some(list)),
                _ => (None, None),
            };
            found = Some(next);
        }
        let Some(found) = found else { return 0..0 };
        let span = found.span();
        match (self.part, found.get_ref()) {
            (Some(part), DeValue::String(text)) => within(reader.raw(span.clone()), span, text, part),
            _ => span,
        }
    }
}

/// The bytes of a part of a string's text, where the text stands in the file as it is.
fn within(raw: &str, literal: Range<usize>, text: &str, part: Span) -> Range<usize> {
    let written = raw.find(text).filter(|_| !text.is_empty());
    match written {
        Some(start) if part.end <= text.len() && part.start < part.end => {
            let start = literal.start + start;
            start + part.start..start + part.end
        }
        _ => literal,
    }
}

/// `steps.2.let`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.way.iter().enumerate() {
            let dot = if at > 0 { "." } else { "" };
            match part {
                Part::Key(key) => write!(f, "{dot}{key}")?,
                Part::At(at) => write!(f, "{dot}{at}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[[steps]]\nlet = 'A = n + zzz'\n[[steps]]\nlet = 'B = A'\n[[steps.mistakes]]\nlet = 'A + 1'\n[params.n]\ndraw = { from = 1, to = 2 }\n";

    fn text(place: &Place) -> &'static str {
        &FILE[span(place)]
    }

    fn span(place: &Place) -> Range<usize> {
        place.of(&Reader::new("x.toml", FILE)).1
    }

    #[test]
    fn a_place_is_found_by_keys_and_lists() {
        assert_eq!(text(&Place::item("steps", 1).key("let")), "'B = A'");
        assert_eq!(text(&Place::item("steps", 1).key("mistakes").at(0).key("let")), "'A + 1'");
    }

    #[test]
    fn a_part_of_a_formula_is_found_in_its_literal() {
        assert_eq!(text(&Place::item("steps", 0).key("let").part(Span::new(8, 11))), "zzz");
        assert_eq!(text(&Place::item("steps", 0).key("let").part(Span::new(8, 99))), "'A = n + zzz'");
    }

    #[test]
    fn what_is_not_there_is_where_it_would_stand() {
        assert_eq!(text(&Place::default().key("params").key("n").key("draw").at(2)), "{ from = 1, to = 2 }");
        assert_eq!(
            text(&Place::item("steps", 1).key("mistakes").at(0).key("when")),
            text(&Place::item("steps", 1).key("mistakes").at(0))
        );
        assert_eq!(span(&Place::item("accept", 3)), 0..0);
    }
}
