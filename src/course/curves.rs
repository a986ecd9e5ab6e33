//! Curves that go with a statement.

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::format::{Bound, Fields, Reader, Source, Value, table};
use super::lang::{Bilingual, Lang};
use crate::math::curve::Curve;
use crate::math::{parse, render};

/// Curves that a picture may have: more are not told apart.
const MOST: usize = 6;

/// As many as are told apart.
struct Few;

impl Bound for Few {
    type Of = Vec<Function>;

    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Vec<Function>> {
        let functions = Vec::read(reader, item)?;
        match item.get_ref() {
            DeValue::Array(items) if !(1..=MOST).contains(&items.len()) => reader.wrong(item, "check.wants.curves"),
            _ => Some(functions),
        }
    }

    fn bounds() -> Vec<(&'static str, serde_json::Value)> {
        vec![("minItems", 1.into()), ("maxItems", MOST.into())]
    }
}

table! {
    /// Curves of functions in one picture, over axes; in words for who hears it.
    #[derive(Serialize, Deserialize)]
    pub struct Curves: can_be_drawn {
        /// The functions.
        of: Vec<Function> = "of": Few,
        /// From where to where their variable goes.
        range: (f64, f64) = "range",
    }
}

table! {
    /// A function of one variable.
    #[derive(Serialize, Deserialize)]
    pub struct Function {
        /// What it comes to: `sigmoid(z)`, `apply("gelu", z)`.
        formula: Source = "formula",
        /// What it is called; its formula unless it has a name.
        name: Option<Bilingual> = "name",
    }
}

/// Every function has a curve over the range, and there are not too many.
fn can_be_drawn(curves: &Curves, fields: &Fields<'_, '_>) {
    if fields.reader().is_trusting() {
        return;
    }
    for (at, function) in curves.of.iter().enumerate() {
        if function.curve(curves.range, Lang::En).is_none() {
            fields.reader().problem("E060", fields.nth("of", at), &[("formula", function.formula.to_string())]);
        }
    }
}

impl Curves {
    /// The curves, named in a language.
    #[must_use]
    pub fn drawn(&self, lang: Lang) -> Vec<Curve> {
        self.of.iter().filter_map(|function| function.curve(self.range, lang)).collect()
    }
}

impl Function {
    fn curve(&self, range: (f64, f64), lang: Lang) -> Option<Curve> {
        let formula = parse(&self.formula).ok()?;
        let name = self.name.as_ref().map_or_else(|| render::line(&formula), |name| name.get(lang).to_owned());
        Curve::of(&formula, name, range)
    }
}
