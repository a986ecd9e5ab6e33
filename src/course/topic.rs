//! One topic of the review outline: its statements, cards and questions.
//!
//! Prose may hold `$…$` segments: expressions of the formula language, rendered by `math::render`.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::curves::Curves;
use super::figure::Figure;
use super::format::{Fields, Id, Keys, Positive, Reader, Source, Table as _, Value, Version, one_of, table};
use super::items::Items;
use super::kinds::{Body, Computed, KINDS, Kind, MOST_PARTS};
use super::lang::{Bilingual, Lang};
use super::messages::say;
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

/// A flashcard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// `cnn.c3`
    pub id: Id,
    /// What it was called before.
    pub renamed_from: Vec<Id>,
    /// The statements it practises.
    pub tests: Vec<Id>,
    /// What stands on it.
    pub face: Face,
    /// A hash of its content.
    pub content: u64,
}

table! {
    /// What every card and every question has.
    struct Common {
        /// Its id: `cnn.c3`, `cnn.q12`. The learner's record goes by it.
        id: Id = "id",
        /// What it was called before, the oldest name first: the record goes on calling it so.
        renamed_from: Vec<Id> = "renamed-from",
        /// The statements that it practises.
        tests: Vec<Id> = "tests",
    }
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Face {
    /// Front, then back.
    Basic { front: Bilingual, back: Bilingual },
    /// Asked in both directions: the card counts as two, `id` and `id~r`.
    Reversed { front: Bilingual, back: Bilingual },
    /// A sentence with `{{…}}` around what is hidden. Each hole is asked by itself, with the others shown: a card with
    /// several counts as so many, `id~1`, `id~2`, …
    Cloze { text: Bilingual },
    /// Names a formula; its back is the formula in the formula language.
    Formula { front: Bilingual, formula: Source },
    /// An exercise of a calculation with fresh numbers each time.
    Computed { calculation: Id, ask: Vec<String>, level: u8 },
}

table! {
    /// What a card with two sides has.
    struct Sides {
        /// What is asked.
        front: Bilingual = "front",
        /// What is to be known.
        back: Bilingual = "back",
    }
}

table! {
    /// What a cloze has.
    struct Cloze {
        /// A sentence with `{{…}}` around what is hidden; each hole is asked by itself.
        text: Bilingual = "text",
    }
}

table! {
    /// What the card of a formula has.
    struct Named {
        /// What names the formula.
        front: Bilingual = "front",
        /// The formula.
        formula: Source = "formula",
    }
}

table! {
    /// What a computed card has.
    struct Drawn {
        /// The kind of calculation: `conv`.
        calculation: Id = "calculation",
        /// The answers asked for.
        ask: Vec<String> = "ask",
        /// The level of its numbers.
        level: u8 = "level" [1],
    }
}

/// How a kind of card is read, and its keys.
type FaceKind = (&'static str, fn(&Fields<'_, '_>) -> Option<Face>, fn(&mut SchemaGenerator) -> Keys);

/// The kinds of card.
const FACES: [FaceKind; 5] = [
    ("basic", |f| Sides::read_from(f).map(|s| Face::Basic { front: s.front, back: s.back }), Keys::of::<Sides>),
    ("reversed", |f| Sides::read_from(f).map(|s| Face::Reversed { front: s.front, back: s.back }), Keys::of::<Sides>),
    ("cloze", cloze, Keys::of::<Cloze>),
    (
        "formula",
        |f| Named::read_from(f).map(|n| Face::Formula { front: n.front, formula: n.formula }),
        Keys::of::<Named>,
    ),
    ("computed", drawn, Keys::of::<Drawn>),
];

fn drawn(fields: &Fields<'_, '_>) -> Option<Face> {
    let Drawn { calculation, ask, level } = Drawn::read_from(fields)?;
    Some(Face::Computed { calculation, ask, level })
}

fn cloze(fields: &Fields<'_, '_>) -> Option<Face> {
    let text = Cloze::read_from(fields)?.text;
    let mut sound = true;
    for side in [&text.zh, &text.en] {
        let empty =
            side.split("{{").skip(1).any(|rest| rest.split("}}").next().is_none_or(|hole| hole.trim().is_empty()));
        if holes(side) == 0 || holes(side) != side.matches("}}").count() || empty {
            fields.wrong("text", "check.wants.cloze", side.clone());
            sound = false;
        }
    }
    if sound && holes(&text.zh) != holes(&text.en) {
        let args = [("zh", holes(&text.zh).to_string()), ("en", holes(&text.en).to_string())];
        fields.reader().problem("E040", fields.place("text"), &args);
    }
    Some(Face::Cloze { text })
}

/// How many holes a cloze has.
fn holes(text: &str) -> usize {
    text.matches("{{").count()
}

impl Face {
    /// What a computed card asks, as a computed question would.
    #[must_use]
    pub fn computed(&self) -> Option<Computed> {
        let Self::Computed { calculation, ask, level } = self else { return None };
        Some(Computed {
            calculation: calculation.clone(),
            given: Vec::new(),
            level: *level,
            ask: ask.clone(),
            choose: Vec::new(),
            digits: None,
            open: Vec::new(),
        })
    }
}

impl Value for Card {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let kind = fields.text("kind")?;
        let Some((_, face, _)) = FACES.iter().find(|(key, ..)| *key == kind) else {
            return unknown_kind(&fields, kind, FACES.iter().map(|(key, ..)| *key));
        };
        let (common, face) = (Common::read_from(&fields), face(&fields));
        let content = fields.content_hash("renamed-from");
        fields.finish();
        let Common { id, renamed_from, tests } = common?;
        Some(Self { id, renamed_from, tests, face: face?, content })
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl JsonSchema for Card {
    fn schema_name() -> Cow<'static, str> {
        "Card".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = FACES.iter().map(|(key, _, keys)| (*key, Keys::of::<Common>(generator), keys(generator)));
        one_of(kinds.collect(), "A flashcard.")
    }
}

fn unknown_kind<T>(fields: &Fields<'_, '_>, given: String, known: impl Iterator<Item = &'static str>) -> Option<T> {
    let args = [("given", given), ("known", known.collect::<Vec<_>>().join(" "))];
    fields.reader().problem("E011", fields.place("kind"), &args);
    None
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// `cnn.q12`
    pub id: Id,
    /// What it was called before.
    pub renamed_from: Vec<Id>,
    /// The statements it tests.
    pub tests: Vec<Id>,
    /// What it is worth.
    pub points: f64,
    /// What is asked; empty for a computed question whose words come from its calculation.
    pub stem: Bilingual,
    /// Why the answer is right.
    pub why: Bilingual,
    /// What is asked for and what is right.
    pub body: Arc<dyn Body>,
    /// A hash of its content.
    pub content: u64,
}

/// Two questions are the same where their content is.
impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        (&self.id, self.content) == (&other.id, other.content)
    }
}

table! {
    /// What every question has beyond what a card has.
    struct Worded {
        common: Common = flat,
        /// What it is worth.
        points: f64 = "points" [1.0]: Positive,
        /// What is asked. A calculation may leave it out: its own words are used then.
        stem: Option<Bilingual> = "stem",
        /// Why the answer is right. A calculation may leave it out: its solution is shown.
        why: Option<Bilingual> = "why",
    }
}

impl Value for Question {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let kind = fields.text("kind")?;
        let Some(kind) = Kind::find(&kind) else {
            return unknown_kind(&fields, kind, KINDS.iter().map(|kind| kind.key));
        };
        let (worded, body) = (Worded::read_from(&fields), kind.read(&fields));
        let body = body.filter(|body| {
            let args = [("count", body.parts().to_string()), ("most", MOST_PARTS.to_string())];
            let few = body.parts() <= MOST_PARTS;
            if !few {
                reader.problem("E047", fields.place("id"), &args);
            }
            few
        });
        let content = fields.content_hash("renamed-from");
        let question = worded.zip(body).and_then(|(Worded { common, points, stem, why }, body)| {
            let Common { id, renamed_from, tests } = common;
            if body.computed().is_none() && (stem.is_none() || why.is_none()) {
                fields.need("stem");
                fields.need("why");
                return None;
            }
            let (stem, why) = (stem.unwrap_or_default(), why.unwrap_or_default());
            Some(Self { id, renamed_from, tests, points, stem, why, body, content })
        });
        if let Some(question) = question.as_ref().filter(|_| !reader.is_trusting()) {
            question.body.check(&question.stem, &fields);
        }
        fields.finish();
        question
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self>()
    }
}

impl JsonSchema for Question {
    fn schema_name() -> Cow<'static, str> {
        "Question".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let kinds = KINDS.iter().map(|kind| {
            let mut keys = kind.keys(generator);
            // Its calculation may have the words.
            for word in ["stem", "why"] {
                if keys.has("calculation") {
                    keys.either(&[&[word], &["calculation"]]);
                } else {
                    keys.either(&[&[word]]);
                }
            }
            (kind.key, Keys::of::<Worded>(generator), keys)
        });
        one_of(kinds.collect(), "A question.")
    }
}

/// The name by which the record knows an item: the oldest that it ever had.
fn recorded<'a>(id: &'a Id, renamed_from: &'a [Id]) -> &'a Id {
    renamed_from.first().unwrap_or(id)
}

impl Card {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        recorded(&self.id, &self.renamed_from)
    }
}

impl Question {
    /// The name by which the record knows it.
    #[must_use]
    pub fn recorded(&self) -> &Id {
        recorded(&self.id, &self.renamed_from)
    }
}
