//! Statements as Markdown, formulas as LaTeX between dollars.

use std::fmt::Write as _;

use crate::course::messages::say;
use crate::course::{Bilingual, Lang, Statement, Table, Topic};
use crate::math::{parse_chain, render};
use crate::text::printable;

/// A topic: each statement under its heading, tables where they belong.
pub(super) fn topic(topic: &Topic, lang: Lang) -> String {
    let mut out = title(topic, lang);
    let of = |id: Option<&str>, out: &mut String| {
        topic.statements.iter().filter(|s| s.heading.as_deref() == id).for_each(|s| statement(s, lang, out));
        topic.tables.iter().filter(|t| t.heading.as_deref() == id).for_each(|t| table(t, lang, out));
    };
    of(None, &mut out);
    for heading in &topic.headings {
        let _ = writeln!(out, "\n## {}\n", words(heading.title.get(lang)));
        of(Some(&heading.id), &mut out);
    }
    out.push('\n');
    out
}

/// A topic's title.
pub(super) fn title(topic: &Topic, lang: Lang) -> String {
    format!("# {} {}\n\n", topic.section, words(topic.title().get(lang)))
}

/// A statement, its formula, what is accurate.
pub(super) fn statement(statement: &Statement, lang: Lang, out: &mut String) {
    let _ = writeln!(out, "- {}", words(&statement.words(lang)));
    if let Some(formula) = &statement.formula {
        display(&formula.source, out);
    }
    if let Some(figure) = &statement.figure {
        let rows: String =
            figure.rows(lang).iter().map(|row| format!("  {row}").trim_end().to_owned() + "\n").collect();
        let _ = writeln!(out, "\n  ```text\n{rows}  ```\n\n  *{}*\n", words(figure.alt.get(lang)));
    }
    if let Some(erratum) = &statement.erratum {
        let (text, source) = (words(erratum.text.get(lang)), words(&erratum.source));
        let _ = writeln!(out, "  > {}", say(lang, "notes.erratum", &[("text", &text), ("source", &source)]));
        if let Some(formula) = &erratum.formula {
            display(formula, out);
        }
    }
}

fn display(source: &str, out: &mut String) {
    if let Ok(sides) = parse_chain(source) {
        let latex = sides.iter().map(render::latex).collect::<Vec<_>>().join(" = ");
        let _ = writeln!(out, "\n  $${latex}$$\n");
    }
}

fn table(table: &Table, lang: Lang, out: &mut String) {
    let row = |cells: &[Bilingual]| {
        let cells: Vec<String> = cells.iter().map(|cell| words(cell.get(lang)).replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let _ = writeln!(out, "\n**{}**\n\n{}", words(table.title.get(lang)), row(&table.columns));
    let _ = writeln!(out, "|{}", " --- |".repeat(table.columns.len()));
    for cells in &table.rows {
        let _ = writeln!(out, "{}", row(cells));
    }
    out.push('\n');
}

fn words(text: &str) -> String {
    printable(&render::prose(text, render::Target::Latex)).into_owned()
}
