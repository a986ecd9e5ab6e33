//! One topic of the review outline: its statements, cards and questions.
//!
//! Prose may hold `$…$` segments: expressions of the formula language, rendered by `math::render`.

use std::borrow::Cow;

use schemars::SchemaGenerator;
use serde::{Deserialize, Serialize};

use super::card::Card;
use super::curves::Curves;
use super::figure::Figure;
use super::format::{Fields, Id, Keys, Source, Version, table};
use super::items::Items;
use super::lang::{Bilingual, Lang};
use super::messages::say;
use super::question::Question;
use crate::math::curve::Curve;
use crate::math::{Expr, names, parse_chain};

table! {
    /// A topic of the outline: `topics/….toml`. It may stand in several files, also in a folder of its own
    /// (`topics/…/….toml`), each of which says its `id`; their items follow each other by the names of the files.
    pub struct Topic {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// Its id: `cnn`.
        id: Id = "id",
        /// Its number in the outline, from 1.
        section: u32 = "section" [0],
        /// What the outline calls it. One of its files says so.
        title: Option<Bilingual> = "title",
        /// Its headings in order; a statement names one.
        headings: Vec<Heading> = "headings",
        /// Tables of the outline.
        tables: Vec<Table> = "tables",
        /// What is to be known.
        statements: Items<Statement> = "statements",
        /// Flashcards.
        cards: Items<Card> = "cards",
        /// Questions.
        questions: Items<Question> = "questions",
    }
}

impl Topic {
    /// What the outline calls it.
    #[must_use]
    pub fn title(&self) -> &Bilingual {
        const NONE: &Bilingual = &Bilingual { zh: String::new(), en: String::new() };
        self.title.as_ref().unwrap_or(NONE)
    }
}

table! {
    /// A heading inside a topic.
    #[derive(Serialize, Deserialize)]
    pub struct Heading {
        /// Unique in its topic: `padding`.
        id: Id = "id",
        title: Bilingual = flat,
    }
}

table! {
    /// A table whose cells are statements or short words.
    #[derive(Serialize, Deserialize)]
    pub struct Table: rows_fit {
        /// Its id: `activation.table`.
        id: Id = "id",
        /// The heading it stands under.
        heading: Option<Id> = "heading",
        title: Bilingual = flat,
        /// The head of each column.
        columns: Vec<Bilingual> = "columns",
        /// Rows of cells, as many as there are columns.
        rows: Vec<Vec<Bilingual>> = "rows",
    }
}

/// Each row has as many cells as there are columns.
fn rows_fit(table: &Table, fields: &Fields<'_, '_>) {
    for (row, item) in table.rows.iter().zip(fields.list("rows")) {
        if row.len() != table.columns.len() {
            let args = [("columns", table.columns.len().to_string()), ("cells", row.len().to_string())];
            fields.reader().problem("E074", item.span(), &args);
        }
    }
}

table! {
    /// One thing to know, as the exam expects it.
    #[derive(Serialize, Deserialize)]
    pub struct Statement {
        /// Its id: `cnn.output-size`.
        id: Id = "id",
        /// The heading it stands under.
        heading: Option<Id> = "heading",
        /// The lines of the outline it comes from: `5.7`.
        from: Vec<Id> = "from",
        text: Bilingual = flat,
        /// Whether it says more than the outline does: what a student of the outline need not know by heart.
        beyond: bool = "beyond",
        formula: Option<Formula> = flat,
        /// A picture that goes with it.
        figure: Option<Figure> = "figure",
        /// Curves that go with it.
        curves: Option<Curves> = "curves",
        /// What is accurate where the outline simplifies or errs.
        erratum: Option<Erratum> = "erratum",
        /// Statements that say in part the same: a question about one gives the other away, so that no paper asks for
        /// both. It stands at one of the two.
        akin: Vec<Id> = "akin",
    }
}

impl Statement {
    /// Its words as a reader sees them: what goes beyond the outline is marked.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Cow<'_, str> {
        match self.text.get(lang) {
            text if self.beyond => say(lang, "notes.beyond", &[("text", &text)]).into(),
            text => text.into(),
        }
    }
}

table! {
    /// The formula of a statement.
    #[derive(Serialize, Deserialize)]
    pub struct Formula: can_be_plotted {
        /// A binding or expression in the formula language.
        source: Source = "formula",
        /// Declares it to be the derivative of another, which `content check` proves.
        derivative_of: Option<DerivativeOf> = "derivative-of",
        /// From where to where it is plotted.
        plot: Option<(f64, f64)> = "plot",
        /// Values of what else stands in it, for its plot.
        plot_with: Vec<(String, f64)> = "plot-with",
    }
}

/// A formula that is to be plotted has a curve, and what is given for its plot stands in it.
fn can_be_plotted(formula: &Formula, fields: &Fields<'_, '_>) {
    let reader = fields.reader();
    let Some(last) = formula.plotted().filter(|_| !reader.is_trusting()) else { return };
    let known = names(&last);
    for (name, _) in formula.plot_with.iter().filter(|(name, _)| !known.iter().any(|known| **known == **name)) {
        reader.problem("W115", fields.place("plot-with"), &[("name", name.clone())]);
    }
    if formula.plot.is_some() && formula.curve(String::new()).is_none() {
        reader.problem("E060", fields.place("plot"), &[("formula", formula.source.to_string())]);
    }
}

impl Formula {
    /// What is plotted of it: its last side.
    fn plotted(&self) -> Option<Expr> {
        parse_chain(&self.source).ok()?.pop()
    }

    /// Its curve over the range that it asks for, where it has one.
    #[must_use]
    pub fn curve(&self, name: String) -> Option<Curve> {
        let put = |formula: Expr, (name, value): &(String, f64)| formula.put(name, *value);
        Curve::of(&self.plot_with.iter().fold(self.plotted()?, put), name, self.plot?)
    }
}

/// A statement has a formula where `formula` is there.
impl super::format::Table for Option<Formula> {
    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        Some(fields.get("formula").and_then(|_| Formula::read_from(fields)))
    }

    fn properties(generator: &mut SchemaGenerator, keys: &mut Keys) {
        keys.extend(Keys::of::<Formula>(generator).optional("formula"));
    }
}

table! {
    /// Of which formula another is the derivative.
    #[derive(Serialize, Deserialize)]
    pub struct DerivativeOf {
        /// The statement of the other.
        statement: Id = "statement",
        /// The variable.
        by: String = "by",
    }
}

table! {
    /// What is accurate, beside what the outline says.
    #[derive(Serialize, Deserialize)]
    pub struct Erratum {
        text: Bilingual = flat,
        /// Where that is written: paper, section, page.
        source: String = "source",
        /// The accurate formula, where the outline's is loose.
        formula: Option<Source> = "formula",
    }
}
