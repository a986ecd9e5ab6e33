//! Puts the bundled course into the binary and makes a small index of it, so that a command parses only
//! the content that it needs: `--help` reads no TOML, `calc conv` reads one file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("content");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    // By their names as texts, which is how one is found again: `05-cnn.toml` stands before `05-cnn/cards.toml`.
    files.sort_by_cached_key(|path| path.to_string_lossy().replace('\\', "/"));

    let mut code = String::new();
    bundle(&root, &files, &mut code)?;
    index(&root, &files, "calculations", "CALCULATIONS", &mut code)?;
    index(&root, &files, "topics", "TOPICS", &mut code)?;
    messages(&root, &mut code)?;
    link()?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("bundle.rs"), code)?;
    Ok(())
}

/// A program that lies at a fixed address starts with nothing to relocate: the linker has put in the 18,000 addresses of
/// its tables, which takes two thirds of an empty program's time at each start.
fn link() -> Result<(), Failure> {
    let is = |name: &str, value: &str| env::var(name).map(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux")? && is("CARGO_CFG_TARGET_ENV", "gnu")? && is("PROFILE", "release")? {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    Ok(())
}

/// Every TOML file below `folder`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// `FILES`: the path inside `content/` (with `/`) and the text of each file, sorted by path.
fn bundle(root: &Path, files: &[PathBuf], code: &mut String) -> Result<(), Failure> {
    writeln!(code, "pub(super) static FILES: &[(&str, &str)] = &[")?;
    for path in files {
        writeln!(code, "    ({:?}, include_str!({:?})),", name(root, path)?, path.to_string_lossy())?;
    }
    writeln!(code, "];")?;
    Ok(())
}

/// One `Entry` for each file of a folder that has a title: what lists and help need, so that they parse nothing. A topic
/// may stand in several files, of which one says its title.
fn index(root: &Path, files: &[PathBuf], folder: &str, list: &str, code: &mut String) -> Result<(), Failure> {
    let mut tables: Vec<(String, Table)> = Vec::new();
    for path in files {
        let name = name(root, path)?;
        if name.starts_with(&format!("{folder}/")) && !name.contains('@') {
            let table = toml::from_str(&fs::read_to_string(path)?).map_err(|e| format!("{name}: {e}"))?;
            tables.push((name, table));
        }
    }
    writeln!(code, "pub(super) static {list}: &[Entry] = &[")?;
    for (_, table) in tables.iter().filter(|(_, table)| table.contains_key("title")) {
        let text = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or_default();
        let same = tables.iter().filter(|(_, other)| other.get("id") == table.get("id"));
        let paths: Vec<&String> = same.map(|(name, _)| name).collect();
        let title = |lang: &str| {
            let title = table.get("title").and_then(Value::as_table);
            title.and_then(|t| t.get(lang)).and_then(Value::as_str).unwrap_or_default()
        };
        writeln!(
            code,
            "    Entry {{ id: {:?}, topic: {:?}, section: {}, asks: {}, zh: {:?}, en: {:?}, paths: &{paths:?} }},",
            text("id"),
            text("topic"),
            table.get("section").and_then(Value::as_integer).unwrap_or_default(),
            table.contains_key("ask"),
            title("zh"),
            title("en"),
        )?;
    }
    writeln!(code, "];")?;
    Ok(())
}

/// `WORDS`: key, Chinese and English of each word of the interface one after another, sorted by key; `PLACES`: where
/// each begins in it, and where all ends. Offsets, because each pointer would be written anew at every start of the
/// program.
fn messages(root: &Path, code: &mut String) -> Result<(), Failure> {
    let mut words: BTreeMap<String, [String; 2]> = BTreeMap::new();
    for (at, lang) in ["zh", "en"].into_iter().enumerate() {
        let path = root.join("messages").join(format!("{lang}.toml"));
        let table: Table = toml::from_str(&fs::read_to_string(&path)?)?;
        flatten("", &table, &mut |key, text| words.entry(key).or_default()[at] = text);
    }
    let (mut text, mut places) = (String::new(), Vec::new());
    for (key, [zh, en]) in words {
        if zh.is_empty() || en.is_empty() {
            return Err(format!("the message {key} is missing in one language").into());
        }
        let place = [&key, &zh, &en].map(|part| {
            let start = text.len();
            text.push_str(part);
            start
        });
        places.push(place);
    }
    places.push([text.len(); 3]);
    writeln!(code, "static WORDS: &str = {text:?};")?;
    writeln!(code, "#[allow(clippy::unreadable_literal, reason = \"offsets, which nobody reads\")]")?;
    writeln!(code, "static PLACES: [[u32; 3]; {}] = {places:?};", places.len())?;
    Ok(())
}

fn flatten(prefix: &str, table: &Table, add: &mut dyn FnMut(String, String)) {
    for (key, value) in table {
        let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::Table(inner) => flatten(&key, inner, add),
            Value::String(text) => add(key, text.clone()),
            _ => {}
        }
    }
}

fn name(root: &Path, path: &Path) -> Result<String, Failure> {
    let parts: Vec<_> = path.strip_prefix(root)?.iter().map(|p| p.to_string_lossy()).collect();
    Ok(parts.join("/"))
}
