//! `content functions`: what the formula language can do, from the registry of its operations.

use std::fmt::Write as _;

use clap::ArgMatches;
use serde_json::json;

use super::super::{learner, output, usage};
use super::{Failure, Globals};
use crate::course::messages::say;
use crate::course::spec::Whether;
use crate::math::{Expr, Machine, Value, ops, parse, render};

/// A function as a manual has it.
struct Entry {
    name: &'static str,
    operands: &'static [&'static str],
    about: &'static str,
    examples: Vec<&'static str>,
}

/// What stands before the tables of the page.
const HEAD: &str = "\
# The formula language

Operators, loosest first: `or`, `and`, comparisons, `+ -`, `* / @`, unary `-`, `^` (right-associative, so -x^2 is
-(x^2)). Arithmetic goes number by number with broadcasting; `@` is the matrix product; `x[t]` is an item, counted from
1; a step may bind items one by one, also `h[0]` before the first turn, and is then read by them (`h[t-1]`).
`[1, 2; 3, 4]` is a matrix. Names keep the notes' own notation: `N_0`, `W_{xh}`, `d_k`.
This page is printed by `dlrev content functions --format markdown` from the operations themselves, and the results
are computed.
";

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let format = globals.format_among(&["text", "markdown", "json"])?;
    let names = learner::several(matches, "name");
    let known = || entries().map(|entry| entry.name);
    if let Some(unknown) = names.iter().find(|name| known().all(|known| known != *name)) {
        return Err(Failure::Usage(usage::unknown("content.unknown-function", unknown, known(), globals.lang)));
    }
    let wanted = entries().filter(|entry| names.is_empty() || names.iter().any(|name| name == entry.name));
    match format {
        "json" => {
            let all = wanted
                .map(|e| json!({ "name": e.name, "operands": e.operands, "about": e.about, "examples": e.examples }));
            output::line(&all.collect::<serde_json::Value>().to_string())
        }
        "markdown" => output::write(&page(wanted)),
        _ => output::write(&text(wanted, &say(globals.lang, "content.functions-head", &[]))),
    }
}

fn entries() -> impl Iterator<Item = Entry> {
    let operations = ops::all().map(|operation| Entry {
        name: operation.name,
        operands: operation.operands,
        about: operation.about,
        examples: operation.examples.to_vec(),
    });
    operations.chain(Whether::ALL.map(|ask| Entry {
        name: ask.name(),
        operands: &["x"],
        about: ask.about(),
        examples: vec![ask.example()],
    }))
}

impl Entry {
    /// `pool(x, f, s?)`
    fn call(&self) -> String {
        format!("{}({})", self.name, self.operands.join(", "))
    }

    /// An example with what it comes to, where that needs nothing beside it.
    fn worked(example: &str) -> String {
        let value = parse(example).ok().and_then(|expr| Machine::new().evaluate(&expr).ok());
        let shown = value.filter(|value| !matches!(value, Value::Formula(_))).map(|v| render::line(&Expr::value(v)));
        shown.map_or_else(|| example.to_owned(), |value| format!("{example} = {value}"))
    }
}

fn text(entries: impl Iterator<Item = Entry>, head: &str) -> String {
    let mut out = format!("{head}\n\n");
    for entry in entries {
        let _ = writeln!(out, "{}\n    {}", entry.call(), entry.about);
        for example in &entry.examples {
            let _ = writeln!(out, "    {}", Entry::worked(example));
        }
    }
    out
}

fn page(entries: impl Iterator<Item = Entry>) -> String {
    let mut out = format!("{HEAD}\n`?` marks an operand that may be left out, `…` one that repeats.\n");
    out.push_str("\n| function | what it is | for example |\n| --- | --- | --- |\n");
    let cell = |text: &str| text.replace('|', "\\|");
    for entry in entries {
        let examples: Vec<String> =
            entry.examples.iter().map(|example| format!("`{}`", cell(&Entry::worked(example)))).collect();
        let _ = writeln!(out, "| `{}` | {} | {} |", cell(&entry.call()), cell(entry.about), examples.join("<br>"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_calculation_may_ask_is_no_operation() {
        for ask in Whether::ALL {
            assert!(ops::find(ask.name()).is_none(), "{}", ask.name());
            let example = parse(ask.example()).unwrap();
            assert_eq!(Whether::of(&example).map(|(of, _)| of), Some(ask), "{}", ask.name());
        }
    }
}
