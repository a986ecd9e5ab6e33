//! The messages of the interface: none that nobody says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::layers::sources;
use crate::scan::{Piece, pieces};

/// What the sources have in quotes, and the words that stand in them.
fn said() -> (BTreeSet<String>, BTreeSet<String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<PathBuf> = Vec::new();
    sources(&root, &mut files).unwrap();
    let (mut texts, mut words) = (BTreeSet::new(), BTreeSet::new());
    let for_tests = |file: &Path| {
        let inside = file.strip_prefix(&root).unwrap().to_str().unwrap();
        inside.split('/').any(|name| name.starts_with("test"))
    };
    for file in files.iter().filter(|file| !for_tests(file)) {
        let source = fs::read_to_string(file).unwrap();
        for piece in pieces(source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default()) {
            match piece {
                Piece::Text(text) => {
                    texts.insert(text.to_owned());
                    words.insert(text.to_lowercase());
                }
                Piece::Code(code) => _ = words.insert(kebab(code)),
            }
        }
    }
    (texts, words)
}

/// `DueFirst` and `due_first` as `due-first`.
fn kebab(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out.replace('_', "-")
}

/// What stands in the holes of a text such as `plan.day-{what}`, where a key is one that it comes to.
fn filling<'k>(pattern: &str, key: &'k str) -> Option<Vec<&'k str>> {
    let mut fixed = pattern.split('{').enumerate().map(|(at, part)| match part.split_once('}') {
        Some((_, behind)) if at > 0 => behind,
        _ => part,
    });
    let mut rest = key.strip_prefix(fixed.next()?)?;
    let mut holes = Vec::new();
    let mut fixed = fixed.peekable();
    while let Some(part) = fixed.next() {
        let end = if fixed.peek().is_none() && part.is_empty() { rest.len() } else { rest.find(part)? };
        holes.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    rest.is_empty().then_some(holes)
}

/// The keys of a file of messages.
fn keys(table: &toml::Table, before: &str, found: &mut Vec<String>) {
    for (key, value) in table {
        let key = format!("{before}{key}");
        match value {
            toml::Value::Table(table) => keys(table, &format!("{key}."), found),
            _ => found.push(key),
        }
    }
}

/// The keys that nobody says: by their name, or by a text with holes that are filled with words of the sources.
fn unsaid(known: &[String], texts: &BTreeSet<String>, words: &BTreeSet<String>) -> Vec<String> {
    let named =
        |text: &&String| text.contains('{') && text.chars().all(|c| c.is_ascii_alphanumeric() || "{}._-".contains(c));
    let patterns: Vec<&String> = texts.iter().filter(named).collect();
    let is_said = |key: &String| {
        let is_filled = |pattern: &&String| {
            let Some(holes) = filling(pattern, key) else { return false };
            if pattern.split('{').next().is_some_and(|head| head.contains('.')) {
                return holes.iter().all(|hole| texts.contains(*hole) || words.contains(&kebab(hole)));
            }
            // A whole key with something behind it: `{key}-near`.
            matches!(holes[..], [base] if base != key && base.contains('.') && texts.contains(base))
        };
        texts.contains(key) || patterns.iter().any(is_filled)
    };
    known.iter().filter(|key| !is_said(key)).cloned().collect()
}

#[test]
fn every_message_is_said_by_somebody() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/messages/en.toml")).unwrap();
    let mut known = Vec::new();
    keys(&text.parse().unwrap(), "", &mut known);
    assert!(known.len() > 1000, "the scan must find the messages");
    let (texts, words) = said();
    let mut unsaid = unsaid(&known, &texts, &words);
    // Named by what the parser of TOML says.
    unsaid.retain(|key| !key.starts_with("toml."));
    assert!(unsaid.is_empty(), "strike out: {unsaid:#?}");
}

#[test]
fn a_message_that_nobody_says_is_found() {
    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    let known = ["a.one", "a.two", "a.day-rest", "a.day-work", "a.one-near", "a.two-near"].map(str::to_owned);
    let texts = set(&["a.one", "a.day-{what}", "{key}-near", "{}"]);
    assert_eq!(unsaid(&known, &texts, &set(&["rest"])), ["a.two", "a.day-work", "a.two-near"]);
    assert_eq!(filling("check.{}.{which}", "check.E003.say"), Some(vec!["E003", "say"]));
    assert_eq!(filling("check.{}.hint", "check.E003.say"), None);
}
