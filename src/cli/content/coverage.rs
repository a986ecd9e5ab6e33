//! `content coverage`: how much of the outline is covered.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::ArgMatches;

use super::super::{learner, output};
use super::{Failure, Globals};
use crate::course::coverage::{Coverage, coverage};
use crate::course::messages::say;
use crate::course::{Kind, Lang};
use crate::text::width;

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let format = globals.format_among(&["text", "json"])?;
    let folder = super::folder(matches.get_one::<PathBuf>("folder"), globals);
    let coverage = coverage(&learner::course(&Globals { course: folder, ..globals.clone() })?);
    if format == "json" {
        return output::json(&coverage);
    }
    output::write(&text(&coverage, globals.lang))
}

/// A table: a row for each topic, then the sums, then what is missing.
fn text(coverage: &Coverage, lang: Lang) -> String {
    let kinds: Vec<&str> = coverage.topics.first().map(|t| t.questions.keys().copied().collect()).unwrap_or_default();
    let word = |key: &str| say(lang, key, &[]);
    let mut head = vec![word("content.topic"), word("content.statements"), word("content.cards")];
    head.push(word("content.questions"));
    head.extend(kinds.iter().filter_map(|key| Kind::find(key)).map(|kind| kind.name(lang).to_owned()));
    head.extend([word("content.calculations"), word("content.errata")]);
    let mut rows: Vec<(String, Vec<usize>)> = Vec::new();
    for topic in &coverage.topics {
        let mut cells = vec![topic.statements, topic.cards, topic.questions.values().sum()];
        cells.extend(topic.questions.values());
        cells.extend([topic.calculations, topic.errata]);
        rows.push((topic.id.clone(), cells));
    }
    let columns = head.len() - 1;
    let sums = (0..columns).map(|at| rows.iter().filter_map(|(_, cells)| cells.get(at)).sum()).collect();
    rows.push((word("content.sum"), sums));
    let first = rows.iter().map(|(id, _)| width(id)).chain([width(&head[0])]).max().unwrap_or(0);
    let mut out = String::new();
    let left = |text: &str| format!("{text}{}", " ".repeat(first.saturating_sub(width(text))));
    let right = |text: &str, wide: usize| format!("  {}{text}", " ".repeat(wide.saturating_sub(width(text))));
    let line: String = head[1..].iter().map(|h| right(h, 4)).collect();
    let _ = writeln!(out, "{}{line}", left(&head[0]));
    for (id, cells) in &rows {
        let line: String = cells.iter().zip(&head[1..]).map(|(n, h)| right(&n.to_string(), width(h).max(4))).collect();
        let _ = writeln!(out, "{}{line}", left(id));
    }
    for (key, ids) in [("content.bare", &coverage.bare), ("content.uncovered", &coverage.uncovered)] {
        if !ids.is_empty() {
            let _ = writeln!(out, "\n{}\n  {}", say(lang, key, &[("count", &ids.len())]), ids.join(" "));
        }
    }
    out
}
