//! Formulas in the texts of a file.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::Reader;
use crate::course::formula_error;
use crate::math::{self, Expr, MathError};

impl<'a> Reader<'a> {
    /// A formula of the language.
    pub fn formula<T>(&self, item: &Spanned<DeValue<'a>>, parse: fn(&str) -> Result<T, MathError>) -> Option<T> {
        let text = self.text(item)?;
        match parse(&text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.formula_problem(item, &text, 0, &error);
                None
            }
        }
    }

    /// The formula at these bytes of a string's text; its places are those in the whole text.
    pub fn formula_within(&self, item: &Spanned<DeValue<'a>>, text: &str, at: Range<usize>) -> Option<Expr> {
        // Blanks take the room of what stands before it.
        let formula = " ".repeat(at.start) + text.get(at)?;
        let parsed = math::parse(&formula);
        parsed.map_err(|error| self.formula_problem(item, text, 0, &error)).ok()
    }

    /// Notes that the formula at byte `at` of a string does not parse, with a caret at the very place.
    pub(super) fn formula_problem(&self, item: &Spanned<DeValue<'a>>, formula: &str, at: usize, error: &MathError) {
        let span = item.span();
        let raw = self.raw(span.clone());
        // What an escape made of it is no formula, and the escape is told.
        if self.is_full() || is_escaped(raw) {
            return;
        }
        let place = raw.find(formula).filter(|_| !formula.is_empty());
        let span = match place {
            Some(start) if at == 0 || raw.matches(formula).nth(1).is_none() => {
                let start = span.start + start;
                start + error.span.start..start + error.span.end.max(error.span.start + 1)
            }
            _ => span,
        };
        self.told("E008", span, formula_error::sentences(&error.kind));
    }
}

/// Whether a text in double quotes has a backslash.
pub(super) fn is_escaped(raw: &str) -> bool {
    raw.starts_with('"') && raw.contains('\\')
}
