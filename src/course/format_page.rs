//! The page about the format of a course's files, from the same declarations that their readers and schemas come from.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::schema::FILES;

/// What stands before the tables.
const HEAD: &str = "\
# The format of a course

A course is a folder of TOML files: `course.toml`, a file a topic under `topics/`, a file a calculation under
`calculations/`, what calculations share under `parts/`, a file a network under `networks/`, `vocabulary.toml` with the
words that mean the same in short answers (the bundled one serves where a course has none), and the outline that
`course.toml` may name. Words stand in both languages. A string that holds a backslash or a formula stands in single
quotes. This page is printed by `dlrev content schema --format markdown`, and `dlrev content schema topic` prints the JSON
Schema of such a file for an editor; both come from the types that the files are read into. What cannot be said here,
`dlrev content check` says, and `dlrev content check --explain CODE` explains.
";

/// The page, as Markdown.
#[must_use]
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    let mut parts: BTreeMap<String, Value> = BTreeMap::new();
    for file in FILES {
        let (name, schema) = (file.name, file.schema());
        let article = if name.starts_with('o') { "An" } else { "A" };
        let _ = writeln!(out, "\n## {article} {name}\n");
        section(&mut out, &schema);
        for (name, part) in object(&schema["$defs"]) {
            parts.insert(name.clone(), part.clone());
        }
    }
    out.push_str("\n## The parts\n");
    for (name, part) in &parts {
        let _ = writeln!(out, "\n### {name}\n");
        section(&mut out, part);
    }
    out
}

/// What a table means and its keys; of one that is one of several kinds, what all have and what each has of its own.
fn section(out: &mut String, schema: &Value) {
    let _ = writeln!(out, "{}", words(&schema["description"]));
    let Some(kinds) = schema["anyOf"].as_array() else {
        keys(out, object(&schema["properties"]).collect(), schema);
        return;
    };
    let shared = |key: &str| key != "kind" && kinds.iter().all(|kind| !kind["properties"][key].is_null());
    if let Some(first) = kinds.first() {
        keys(out, object(&first["properties"]).filter(|(key, _)| shared(key)).collect(), first);
    }
    for kind in kinds {
        let _ = writeln!(out, "\nWith `kind = '{}'` also:", kind["title"].as_str().unwrap_or_default());
        keys(out, object(&kind["properties"]).filter(|(key, _)| !shared(key) && *key != "kind").collect(), kind);
    }
}

fn keys(out: &mut String, fields: Vec<(&String, &Value)>, of: &Value) {
    if fields.is_empty() {
        return;
    }
    let needed = |key: &str| of["required"].as_array().is_some_and(|all| all.iter().any(|known| known == key));
    out.push_str("\n| key | holds | | |\n| --- | --- | --- | --- |\n");
    for (key, field) in fields {
        let when = match (needed(key), field.get("default")) {
            (true, _) => "needed".to_owned(),
            (false, Some(default)) => format!("`{default}` if left out"),
            (false, None) => String::new(),
        };
        let _ = writeln!(out, "| `{key}` | {} | {when} | {} |", holds(field), words(&field["description"]));
    }
}

/// What a value is, in words.
fn holds(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(only) = schema.get("const") {
        return format!("`{only}`");
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().map(holds).collect::<Vec<_>>().join(", or ");
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).map(|w| format!("`{w}`")).collect::<Vec<_>>().join(" ");
    }
    match schema["type"].as_str() {
        Some("array") => format!("list: {}", holds(&schema["items"])),
        Some("object") if schema["additionalProperties"].is_object() => {
            format!("table by name: {}", holds(&schema["additionalProperties"]))
        }
        Some("object") => "table by name".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("string") if schema["format"].is_string() => words(&schema["format"]),
        Some("string") if schema["pattern"] == "^[a-z0-9._-]+$" => "id".to_owned(),
        Some("string") => "text".to_owned(),
        Some(other) => other.to_owned(),
        None => "anything".to_owned(),
    }
}

/// A description in one line, safe inside a table.
fn words(text: &Value) -> String {
    let text = text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('|', "\\|")
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
