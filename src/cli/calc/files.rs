//! Values from files and into files: .npy, .json, .csv; `--given` from TOML or JSON.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use ndarray_npy::WriteNpyExt as _;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::npy;
use crate::calculation::Derivation;
use crate::calculation::given::from_json;
use crate::cli::failure::Failure;
use crate::course::Lang;
use crate::course::messages::{self, say};
use crate::course::spec::flag_text;
use crate::math::limits::ELEMENTS;
use crate::math::{Value, number};
use crate::text;

/// Bytes that a file of values may have.
const LARGEST: u64 = 32 * ELEMENTS as u64;

/// Reads `@path`; why it cannot be read, in the user's language.
pub(super) fn read(path: &str, lang: Lang) -> Result<Value, String> {
    let io = |error: std::io::Error| messages::io(&error, lang);
    let file = fs::metadata(path).map_err(io)?;
    if file.is_dir() {
        return Err(say(lang, "io.folder", &[]));
    }
    if file.len() > LARGEST {
        return Err(say(lang, "io.too-large", &[("bound", &LARGEST)]));
    }
    match extension(Path::new(path)) {
        "npy" => npy::read(path).map_err(io)?.ok_or_else(|| say(lang, "io.npy", &[])),
        "json" => {
            let text = fs::read_to_string(path).map_err(io)?;
            let json = serde_json::from_str(unmarked(&text)).map_err(|error| not_json(&error, lang))?;
            from_json(&json).ok_or_else(|| say(lang, "io.not-table", &[]))
        }
        "csv" => csv(unmarked(&fs::read_to_string(path).map_err(io)?), lang),
        other => Err(say(lang, "io.extension", &[("got", &text::printable(&format!(".{other}")))])),
    }
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}

/// A text without the byte order mark that some editors put before it.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn not_json(error: &serde_json::Error, lang: Lang) -> String {
    say(lang, "io.json", &[("line", &error.line()), ("column", &error.column())])
}

/// Rows of numbers, as a matrix.
fn csv(text: &str, lang: Lang) -> Result<Value, String> {
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    let rows = rows.enumerate().map(|(at, line)| {
        let number = |cell: &str| {
            let got = || text::printable(cell.trim()).into_owned();
            let wrong = || say(lang, "io.csv-number", &[("line", &(at + 1)), ("got", &got())]);
            cell.trim().parse::<f64>().map_err(|_| wrong())
        };
        line.split(',').map(number).collect::<Result<Vec<f64>, String>>()
    });
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let width = rows.first().map_or(0, Vec::len);
    if let Some(at) = rows.iter().position(|row| row.len() != width) {
        let (line, got) = (at + 1, rows[at].len());
        return Err(say(lang, "io.csv-width", &[("line", &line), ("got", &got), ("wanted", &width)]));
    }
    Value::tensor(&[rows.len(), width], rows.concat())
        .filter(|value| !value.is_empty())
        .ok_or_else(|| say(lang, "io.csv-empty", &[]))
}

/// The pairs of a JSON object in order, each key as often as it stands there.
struct Pairs(Vec<(String, serde_json::Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// The values of a `--given` file, as flag texts.
pub(super) fn given(path: &Path, lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let wrong = |why: String| Failure::Usage(say(lang, "calc.bad-given", &[("path", &path.display()), ("why", &why)]));
    let text = fs::read_to_string(path).map_err(|e| wrong(messages::io(&e, lang)))?;
    let text = unmarked(&text);
    if extension(path) == "json" {
        let Pairs(pairs) = serde_json::from_str(text).map_err(|e| wrong(not_json(&e, lang)))?;
        if let Some((_, (key, _))) =
            pairs.iter().enumerate().find(|(at, (key, _))| pairs[..*at].iter().any(|(before, _)| before == key))
        {
            return Err(wrong(say(lang, "io.twice", &[("key", &text::printable(key))])));
        }
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        return Ok(pairs.into_iter().map(|(flag, value)| (flag, text(value))).collect());
    }
    let table = toml::de::DeTable::parse(text);
    let table = table.map_err(|e| wrong(say(lang, "io.toml", &[("what", &e.message())])))?;
    Ok(table.get_ref().iter().map(|(key, item)| (key.get_ref().to_string(), flag_text(item.get_ref()))).collect())
}

/// Writes answers to files, all or none: whether each can be written is found first.
pub(super) fn save(derivation: &Derivation, saves: &[(String, PathBuf)], lang: Lang) -> Result<(), Failure> {
    let contents = saves.iter().map(|(key, path)| contents(derivation, key, path, lang));
    let contents = contents.collect::<Result<Vec<_>, Failure>>()?;
    let failed = |path: &Path, error: std::io::Error| {
        let why = messages::io(&error, lang);
        Failure::Failed(say(lang, "calc.cannot-save", &[("path", &path.display()), ("why", &why)]))
    };
    let mut made = Vec::new();
    for (_, path) in saves {
        let new = !path.exists();
        if let Err(error) = OpenOptions::new().append(true).create(true).open(path) {
            for path in made {
                drop(fs::remove_file::<&PathBuf>(path));
            }
            return Err(failed(path, error));
        }
        made.extend(new.then_some(path));
    }
    for ((_, path), bytes) in saves.iter().zip(contents) {
        fs::write(path, bytes).map_err(|error| failed(path, error))?;
    }
    Ok(())
}

/// What the file of an answer holds.
fn contents(derivation: &Derivation, key: &str, path: &Path, lang: Lang) -> Result<Vec<u8>, Failure> {
    let Some(value) = derivation.answers.get(key) else {
        let known = derivation.answers.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(say(lang, "calc.no-such-answer", &[("key", &key), ("known", &known)])));
    };
    let unfit = || Failure::Usage(say(lang, "calc.not-a-table", &[("key", &key), ("path", &path.display())]));
    match (extension(path), value.as_tensor()) {
        ("npy", Some(tensor)) => {
            let mut bytes = Vec::new();
            tensor.as_standard_layout().write_npy(&mut bytes).map_err(|_| unfit())?;
            Ok(bytes)
        }
        ("json", _) => Ok(number::json(value).to_string().into_bytes()),
        ("csv", Some(tensor)) if tensor.ndim() <= 2 => {
            let row = |row: &mut dyn Iterator<Item = &f64>| row.map(ToString::to_string).collect::<Vec<_>>().join(",");
            let lines: Vec<String> = match tensor.ndim() {
                2 => tensor.outer_iter().map(|part| row(&mut part.iter())).collect(),
                _ => vec![row(&mut tensor.iter())],
            };
            Ok((lines.join("\n") + "\n").into_bytes())
        }
        ("npy" | "csv", _) => Err(unfit()),
        (other, _) => Err(Failure::Usage(say(lang, "calc.bad-extension", &[("got", &other)]))),
    }
}
