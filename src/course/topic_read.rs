//! A topic's file → [`Topic`], with every problem at its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::lang::Bilingual;
use super::read::{Fields, Loaded, Reader};
use super::spec::flag_text;
use super::topic::{
    Blank, Body, Card, Choice, Computed, DerivativeOf, Erratum, Face, Formula, Heading, Id, Item, Point, Question,
    Statement, Table, Topic,
};
use crate::math;

/// Reads the topic in a file.
#[must_use]
pub(super) fn load(reader: Reader<'_>) -> Loaded<Topic> {
    let table = reader.parse();
    let value = topic(&reader.fields(table.get_ref(), 0..0));
    Loaded { value, problems: reader.finish() }
}

fn topic(fields: &Fields<'_, '_>) -> Option<Topic> {
    let reader = fields.reader();
    if let Some(format) = fields.maybe_number("format").filter(|f| *f != 1.0) {
        reader.problem("E012", fields.span(), &[("given", format.to_string())]);
    }
    let topic = Topic {
        id: id(fields)?,
        section: fields.maybe_whole("section").unwrap_or(0) as u32,
        title: fields.bilingual("title")?,
        headings: fields.tables("headings").into_iter().filter_map(heading).collect(),
        tables: fields.tables("tables").into_iter().filter_map(table).collect(),
        statements: fields.tables("statements").into_iter().filter_map(statement).collect(),
        cards: fields.tables("cards").into_iter().filter_map(card).collect(),
        questions: fields.tables("questions").into_iter().filter_map(question).collect(),
    };
    fields.finish_ref();
    Some(topic)
}

/// An id: lower-case words apart by `-`, parts by `.`.
fn id(fields: &Fields<'_, '_>) -> Option<Id> {
    let text = fields.text("id")?;
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c));
    if !plain || text.is_empty() {
        let span = fields.get("id").map_or(fields.span(), Spanned::span);
        fields.reader().problem("E011", span, &[("given", text), ("known", "a-z 0-9 . - _".to_owned())]);
        return None;
    }
    Some(text.into())
}

fn ids(fields: &Fields<'_, '_>, key: &'static str) -> Vec<Id> {
    fields.texts(key).into_iter().map(Id::from).collect()
}

fn heading(fields: Fields<'_, '_>) -> Option<Heading> {
    let heading = Heading { id: id(&fields)?, title: fields.words()? };
    fields.finish();
    Some(heading)
}

fn table(fields: Fields<'_, '_>) -> Option<Table> {
    let columns: Vec<Bilingual> = words(&fields.tables("columns"));
    let mut rows = Vec::new();
    for row in fields.list("rows") {
        let DeValue::Array(cells) = row.get_ref() else {
            fields.reader().wrong::<()>(row, "list");
            continue;
        };
        let cells: Vec<_> = cells.iter().filter_map(|cell| fields.reader().table(cell)).collect();
        let cells = words(&cells);
        if cells.len() != columns.len() {
            let args = [("expected", columns.len().to_string()), ("got", cells.len().to_string())];
            fields.reader().problem("E005", row.span(), &args);
        }
        rows.push(cells);
    }
    let table = Table {
        id: id(&fields)?,
        heading: fields.maybe_text("heading").map(Id::from),
        title: fields.words()?,
        columns,
        rows,
    };
    fields.finish();
    Some(table)
}

fn words(tables: &[Fields<'_, '_>]) -> Vec<Bilingual> {
    tables
        .iter()
        .filter_map(|fields| {
            let words = fields.words();
            fields.finish_ref();
            words
        })
        .collect()
}

/// The source of a formula that parses.
fn formula(fields: &Fields<'_, '_>, key: &'static str) -> Option<String> {
    let item = fields.get(key)?;
    fields.reader().formula(item, math::parse_chain)?;
    fields.reader().text(item)
}

fn statement(fields: Fields<'_, '_>) -> Option<Statement> {
    let formula_source = formula(&fields, "formula");
    let derivative_of = fields.get("derivative-of").and_then(|item| {
        let of = fields.reader().table(item)?;
        let derivative = DerivativeOf { statement: of.text("statement")?.into(), by: of.text("by")? };
        of.finish();
        Some(derivative)
    });
    let plot = range(&fields);
    let plot_with =
        fields.get("plot-with").and_then(|item| fields.reader().table(item)).map_or_else(Vec::new, |table| {
            table.entries().filter_map(|(name, _, item)| Some((name, fields.reader().number(item)?))).collect()
        });
    let erratum = fields.get("erratum").and_then(|item| {
        let of = fields.reader().table(item)?;
        let erratum = Erratum { text: of.words()?, source: of.text("source")?, formula: formula(&of, "formula") };
        of.finish();
        Some(erratum)
    });
    let statement = Statement {
        id: id(&fields)?,
        heading: fields.maybe_text("heading").map(Id::from),
        from: ids(&fields, "from"),
        text: fields.words()?,
        beyond: fields.flag("beyond"),
        formula: formula_source.map(|source| Formula { source, derivative_of, plot, plot_with }),
        erratum,
    };
    fields.texts("renamed-from");
    fields.finish();
    Some(statement)
}

/// `plot = [-10, 10]`
fn range(fields: &Fields<'_, '_>) -> Option<(f64, f64)> {
    let ends: Vec<f64> = fields.list("plot").into_iter().filter_map(|item| fields.reader().number(item)).collect();
    match ends.as_slice() {
        [from, to] if from < to => Some((*from, *to)),
        _ => None,
    }
}

fn card(fields: Fields<'_, '_>) -> Option<Card> {
    let kind = fields.text("kind")?;
    let face = match kind.as_str() {
        "basic" => Face::Basic { front: fields.bilingual("front")?, back: fields.bilingual("back")? },
        "reversed" => Face::Reversed { front: fields.bilingual("front")?, back: fields.bilingual("back")? },
        "cloze" => {
            let text = fields.bilingual("text")?;
            for side in [&text.zh, &text.en] {
                let (open, close) = (side.matches("{{").count(), side.matches("}}").count());
                if open == 0 || open != close {
                    let args = [("expected", "{{…}}".to_owned()), ("got", side.clone())];
                    fields.reader().problem("E005", span(&fields, "text"), &args);
                }
            }
            if holes(&text.zh) != holes(&text.en) {
                let args = [("zh", holes(&text.zh).to_string()), ("en", holes(&text.en).to_string())];
                fields.reader().problem("E040", span(&fields, "text"), &args);
            }
            Face::Cloze { text }
        }
        "formula" => {
            fields.need("formula")?;
            Face::Formula { front: fields.bilingual("front")?, formula: formula(&fields, "formula")? }
        }
        "computed" => Face::Computed {
            calculation: fields.text("calculation")?.into(),
            ask: fields.texts("ask"),
            level: fields.maybe_whole("level").unwrap_or(1).clamp(1, 3) as u8,
        },
        other => {
            unknown_kind(&fields, other, "basic reversed cloze formula computed");
            return None;
        }
    };
    let card =
        Card { id: id(&fields)?, tests: ids(&fields, "tests"), face, content: fields.content_hash("renamed-from") };
    fields.texts("renamed-from");
    fields.finish();
    Some(card)
}

/// How many holes a cloze has.
fn holes(text: &str) -> usize {
    text.matches("{{").count()
}

fn span(fields: &Fields<'_, '_>, key: &'static str) -> Range<usize> {
    fields.get(key).map_or(fields.span(), Spanned::span)
}

fn unknown_kind(fields: &Fields<'_, '_>, given: &str, known: &str) {
    let args = [("given", given.to_owned()), ("known", known.to_owned())];
    fields.reader().problem("E011", span(fields, "kind"), &args);
}

fn question(fields: Fields<'_, '_>) -> Option<Question> {
    let kind = fields.text("kind")?;
    let computed = fields.get("calculation").is_some();
    let stem = if computed { fields.maybe_bilingual("stem") } else { fields.bilingual("stem") };
    let why = if computed { fields.maybe_bilingual("why") } else { fields.bilingual("why") };
    let body = match kind.as_str() {
        "single" if computed => Body::ComputedSingle(computation(&fields)?),
        "single" => Body::Single { options: choices(&fields), fixed: fields.flag("fixed") },
        "multiple" => Body::Multiple { options: choices(&fields), fixed: fields.flag("fixed") },
        "true-false" => {
            fields.need("answer")?;
            Body::TrueFalse { answer: fields.flag("answer") }
        }
        "fill" => Body::Fill {
            blanks: fields.tables("blanks").into_iter().map(blank).collect(),
            any_order: fields.flag("any-order"),
        },
        "matching" => Body::Matching {
            pairs: fields.tables("pairs").into_iter().filter_map(pair).collect(),
            extra: words(&fields.tables("extra")),
        },
        "ordering" => Body::Ordering { items: items(&fields) },
        "key-points" => Body::KeyPoints {
            asked: fields.maybe_whole("asked").unwrap_or(0),
            points: fields.tables("key-points").into_iter().filter_map(point).collect(),
        },
        "computed" => Body::Computed(computation(&fields)?),
        other => {
            unknown_kind(&fields, other, "single multiple true-false fill matching ordering key-points computed");
            return None;
        }
    };
    let question = Question {
        id: id(&fields)?,
        tests: ids(&fields, "tests"),
        points: fields.maybe_number("points").unwrap_or(1.0),
        stem: stem.unwrap_or_default(),
        why: why.unwrap_or_default(),
        body,
        content: fields.content_hash("renamed-from"),
    };
    super::question_check::body(&fields, &question);
    fields.texts("renamed-from");
    fields.finish();
    Some(question)
}

fn choices(fields: &Fields<'_, '_>) -> Vec<Choice> {
    let each = fields.tables("options").into_iter().filter_map(|option| {
        let choice = Choice {
            text: option.words()?,
            right: option.flag("right"),
            why: option.maybe_bilingual("why"),
            mistake: option.maybe_text("mistake").map(Id::from),
        };
        option.finish();
        Some(choice)
    });
    each.collect()
}

fn blank(fields: Fields<'_, '_>) -> Blank {
    fields.need("accept");
    let blank = Blank {
        accept: fields.texts("accept"),
        shown_en: fields.maybe_text("shown-en"),
        reject: fields.texts("reject"),
    };
    fields.finish();
    blank
}

fn pair(fields: Fields<'_, '_>) -> Option<(Bilingual, Bilingual)> {
    let pair = (fields.bilingual("left")?, fields.bilingual("right")?);
    fields.finish();
    Some(pair)
}

/// Items follow each other as written; where any has `after`, only what is written so is forced.
fn items(fields: &Fields<'_, '_>) -> Vec<Item> {
    let tables = fields.tables("items");
    let partial = tables.iter().any(|item| item.get("after").is_some());
    let each = tables.into_iter().enumerate().filter_map(|(at, item)| {
        let written =
            item.list("after").into_iter().filter_map(|n| n.get_ref().as_integer()?.as_str().parse::<usize>().ok());
        let after = match (partial, at) {
            (true, _) => written.map(|n| n.wrapping_sub(1)).collect(),
            (false, 0) => Vec::new(),
            (false, at) => vec![at - 1],
        };
        let read = Item { text: item.words()?, after };
        item.finish();
        Some(read)
    });
    each.collect()
}

fn point(fields: Fields<'_, '_>) -> Option<Point> {
    let point = Point { text: fields.words()?, synonyms: fields.texts("synonyms") };
    fields.finish();
    Some(point)
}

fn computation(fields: &Fields<'_, '_>) -> Option<Computed> {
    let given = fields.get("given").and_then(|item| fields.reader().table(item)).map_or_else(Vec::new, |table| {
        table.entries().map(|(flag, _, item)| (flag, flag_text(item.get_ref()))).collect()
    });
    Some(Computed {
        calculation: fields.text("calculation")?.into(),
        given,
        level: fields.maybe_whole("level").unwrap_or(1).clamp(1, 3) as u8,
        ask: fields.texts("ask"),
        choose: fields.texts("choose"),
        digits: fields.maybe_whole("digits").map(|d| d as u32),
    })
}
