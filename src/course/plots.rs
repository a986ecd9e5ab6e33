//! Curves that a course draws on their own.

use super::format::{Fields, Id, SomeTexts, Source, table};
use crate::math::curve::Curve;
use crate::math::parse;

table! {
    /// Curves that are drawn alike, each under a name: of a function of one variable, or of what a calculation answers. In
    /// formulas and values `{name}` stands for the name.
    pub struct Plots: can_be_drawn {
        /// What they are called: `relu`.
        names: Vec<String> = "names": SomeTexts,
        /// The function.
        formula: Option<Source> = "formula",
        /// Its derivative.
        derivative: Option<Source> = "derivative",
        /// From where to where its variable goes.
        range: Option<(f64, f64)> = "range",
        /// The calculation whose answer is drawn item by item, from 0, in place of a function.
        calculation: Option<Id> = "calculation",
        /// Its options and values.
        given: Vec<(String, String)> = "given",
        /// The answer, by its key.
        answer: Option<String> = "answer",
    }
    either ["formula", "range"] ["calculation", "answer"]
}

/// Every function has a curve.
fn can_be_drawn(plots: &Plots, fields: &Fields<'_, '_>) {
    if fields.reader().is_trusting() {
        return;
    }
    for (key, formula) in [("formula", &plots.formula), ("derivative", &plots.derivative)] {
        let drawn = |name: &String| plots.curve(formula.as_ref(), name, name.clone()).is_some();
        if let (Some(formula), Some(_), false) = (formula, plots.range, plots.names.iter().all(drawn)) {
            fields.reader().problem("E060", fields.place(key), &[("formula", formula.to_string())]);
        }
    }
}

impl Plots {
    /// A text with a curve's name where it stands for it.
    fn of(text: &str, name: &str) -> String {
        text.replace("{name}", name)
    }

    fn curve(&self, formula: Option<&Source>, name: &str, legend: String) -> Option<Curve> {
        Curve::of(&parse(&Self::of(formula?, name)).ok()?, legend, self.range?)
    }

    /// The curve of a name, of a function.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<Curve> {
        self.curve(self.formula.as_ref(), name, name.to_owned())
    }

    /// That of its derivative.
    #[must_use]
    pub fn slope(&self, name: &str) -> Option<Curve> {
        self.curve(self.derivative.as_ref(), name, format!("{name}′"))
    }

    /// Options and values that the calculation is given for a name.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<(String, String)> {
        self.given.iter().map(|(flag, value)| (flag.clone(), Self::of(value, name))).collect()
    }
}
