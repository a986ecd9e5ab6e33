//! The messages of the interface: none that nobody says, none that does not exist, no placeholder left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::layers::sources;
use crate::scan::{Piece, pieces};

/// The sources without their tests, each with its path.
fn shipped() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<PathBuf> = Vec::new();
    sources(&root, &mut files).unwrap();
    let for_tests = |file: &PathBuf| {
        let inside = file.strip_prefix(&root).unwrap().to_str().unwrap();
        inside.split('/').any(|name| name.starts_with("test"))
    };
    files.retain(|file| !for_tests(file));
    let text = |file: &PathBuf| {
        let source = fs::read_to_string(file).unwrap();
        source.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
    };
    files.into_iter().map(|file| (file.clone(), text(&file))).collect()
}

/// The messages in this language, by their keys.
fn messages(lang: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("content/messages/{lang}.toml"));
    let mut found = BTreeMap::new();
    flatten(&fs::read_to_string(path).unwrap().parse().unwrap(), "", &mut found);
    assert!(found.len() > 1000, "the scan must find the messages");
    found
}

/// What the sources have in quotes, and the words that stand in them.
fn said() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut texts, mut words) = (BTreeSet::new(), BTreeSet::new());
    for (_, source) in shipped() {
        for piece in pieces(&source) {
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

/// The messages of a table.
fn flatten(table: &toml::Table, before: &str, found: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = format!("{before}{key}");
        match value {
            toml::Value::Table(table) => flatten(table, &format!("{key}."), found),
            toml::Value::String(text) => _ = found.insert(key, text.clone()),
            other => panic!("{key} is no text: {other}"),
        }
    }
}

/// The names of a message's placeholders: `count` of `{count:card|cards}`.
fn placeholders(message: &str) -> BTreeSet<&str> {
    message.split('{').skip(1).filter_map(|part| part.split(['}', ':']).next()).collect()
}

/// What a source says by a key with the arguments written behind it: `say(lang, "key", &[("name", …), …])`.
fn spoken(source: &str) -> Vec<(&str, BTreeSet<&str>)> {
    let pieces = pieces(source);
    let code = |at: usize, text: &str| pieces.get(at) == Some(&Piece::Code(text));
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Text(key) = *piece else { continue };
        if !(code(at + 1, ",") && code(at + 2, "&") && code(at + 3, "[")) {
            continue;
        }
        let (mut depth, mut names, mut whole) = (1, BTreeSet::new(), true);
        for inside in at + 4..pieces.len() {
            // An argument that is not written out here may be of any name.
            whole &= depth != 1 || matches!(pieces[inside], Piece::Code("(" | "," | "]"));
            match pieces[inside] {
                Piece::Code("[" | "(" | "{") => depth += 1,
                Piece::Code("]" | ")" | "}") => depth -= 1,
                Piece::Text(name) if depth == 2 && code(inside - 1, "(") => _ = names.insert(name),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        if whole {
            found.push((key, names));
        }
    }
    found
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
    let known: Vec<String> = messages("en").into_keys().collect();
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

#[test]
fn what_is_written_like_a_key_is_one() {
    let known = messages("en");
    let head = |key: &str| key.split_once('.').map(|(head, _)| format!("{head}."));
    let heads: BTreeSet<String> = known.keys().filter_map(|key| head(key)).collect();
    let is_like_one = |text: &str| {
        let is_file = ["toml", "db"].contains(&text.rsplit('.').next().unwrap_or_default());
        let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        is_plain && !is_file && head(text).is_some_and(|head| heads.contains(&head)) && !text.ends_with('.')
    };
    let mut seen = 0;
    for (file, source) in shipped() {
        for piece in pieces(&source) {
            let Piece::Text(text) = piece else { continue };
            if is_like_one(text) {
                seen += 1;
                assert!(known.contains_key(text), "{}: there is no message {text}", file.display());
            }
        }
    }
    assert!(seen > 800, "the scan must find what is said: {seen}");
}

#[test]
fn every_placeholder_of_a_message_is_given() {
    let languages = [messages("zh"), messages("en")];
    let mut seen = 0;
    for (file, source) in shipped() {
        for (key, given) in spoken(&source) {
            for message in languages.iter().filter_map(|messages| messages.get(key)) {
                seen += 1;
                let asked = placeholders(message);
                let missing: Vec<_> = asked.difference(&given).collect();
                assert!(missing.is_empty(), "{}: {key} is said without {missing:?}: {message}", file.display());
            }
        }
    }
    assert!(seen > 800, "the scan must find what is said: {seen}");
}

#[test]
fn both_languages_have_the_same_placeholders() {
    let (zh, en) = (messages("zh"), messages("en"));
    // A month has a number in one language and a name in the other.
    for (key, text) in zh.iter().filter(|(key, _)| !matches!(&***key, "dates.short" | "dates.long")) {
        assert_eq!(placeholders(text), placeholders(&en[key]), "{key}");
    }
}

#[test]
fn what_is_said_is_found_with_its_arguments() {
    let source =
        r#"say(lang, "a.b", &[("one", &x.get("no")), ("two", &say(lang, "c.d", &[]))]); say(lang, "e", &[day])"#;
    let names = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(spoken(source), [("a.b", names(&["one", "two"])), ("c.d", names(&[]))]);
    assert_eq!(placeholders("{count:card|cards} of {total}"), names(&["count", "total"]));
}
