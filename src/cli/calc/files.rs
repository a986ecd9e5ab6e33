//! Values from files and into files: .npy, .json, .csv; `--given` from TOML or JSON.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use ndarray_npy::WriteNpyExt as _;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::calculation::Derivation;
use crate::calculation::given::{from_json, npy};
use crate::cli::failure::Failure;
use crate::course::Lang;
use crate::course::format::flag_text;
use crate::course::messages::{self, list, say};
use crate::files::{self, Draft, ReadError};
use crate::math::limits::ELEMENTS;
use crate::math::{Value, render};

/// Bytes that a file of values may have.
const LARGEST: u64 = 32 * ELEMENTS as u64;

/// Bytes that a `--given` file may have.
const LARGEST_GIVEN: u64 = 64 << 20;

/// The kinds of files that values stand in, by how their names end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Npy,
    Json,
    Csv,
}

impl Format {
    const ALL: [(Self, &str); 3] = [(Self::Npy, "npy"), (Self::Json, "json"), (Self::Csv, "csv")];

    /// The kind of a file.
    fn of(path: &Path) -> Option<Self> {
        let end = extension(path);
        Self::ALL.into_iter().find(|(_, known)| *known == end).map(|(format, _)| format)
    }
}

/// How the names of files of values may end: `.npy, .json, .csv`.
pub(super) fn endings(lang: Lang) -> String {
    list(lang, Format::ALL.map(|(_, end)| format!(".{end}")))
}

/// Reads `@path`; why it cannot be read, in the user's language.
pub(super) fn read(path: &str, lang: Lang) -> Result<Value, String> {
    let unread = |error: ReadError| messages::unread(&error, lang);
    let path = Path::new(path);
    match Format::of(path) {
        Some(Format::Npy) => {
            let bytes = files::read(path, LARGEST).map_err(unread)?;
            npy::array(&bytes).ok_or_else(|| say(lang, "io.npy", &[]))
        }
        Some(Format::Json) => {
            let text = files::read_text(path, LARGEST).map_err(unread)?;
            let json = serde_json::from_str(&text).map_err(|error| not_json(&error, lang))?;
            from_json(&json).ok_or_else(|| say(lang, "io.not-table", &[]))
        }
        Some(Format::Csv) => csv(&files::read_text(path, LARGEST).map_err(unread)?, lang),
        None => {
            let got = format!(".{}", extension(path));
            Err(say(lang, "io.extension", &[("got", &got), ("known", &endings(lang))]))
        }
    }
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}

fn not_json(error: &serde_json::Error, lang: Lang) -> String {
    say(lang, "io.json", &[("line", &error.line()), ("column", &error.column())])
}

/// Rows of numbers, as a matrix.
fn csv(text: &str, lang: Lang) -> Result<Value, String> {
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    let rows = rows.enumerate().map(|(at, line)| {
        let number = |cell: &str| {
            let wrong = || say(lang, "io.csv-number", &[("line", &(at + 1)), ("got", &cell.trim())]);
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

/// The values of a `--given` file, as flag texts; `-` is standard input.
pub(super) fn given(path: &Path, lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let wrong = |why: String| Failure::Usage(say(lang, "calc.bad-given", &[("path", &path.display()), ("why", &why)]));
    let piped = path.as_os_str() == "-";
    let bytes =
        if piped { files::bounded(io::stdin().lock(), LARGEST_GIVEN) } else { files::read(path, LARGEST_GIVEN) };
    let text = bytes.and_then(files::text).map_err(|e| wrong(messages::unread(&e, lang)))?;
    if Format::of(path) == Some(Format::Json) || (piped && text.trim_start().starts_with('{')) {
        let Pairs(pairs) = serde_json::from_str(&text).map_err(|e| wrong(not_json(&e, lang)))?;
        let mut seen = HashSet::new();
        if let Some((key, _)) = pairs.iter().find(|(key, _)| !seen.insert(key)) {
            return Err(wrong(say(lang, "io.twice", &[("key", &key)])));
        }
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        return Ok(pairs.into_iter().map(|(flag, value)| (flag, text(value))).collect());
    }
    let table = toml::de::DeTable::parse(&text);
    let table = table.map_err(|e| wrong(say(lang, "io.toml", &[("what", &messages::toml(e.message(), lang))])))?;
    Ok(table.get_ref().iter().map(|(key, item)| (key.get_ref().to_string(), flag_text(item.get_ref()))).collect())
}

/// Writes answers to files: all are written beside their places before the first is put there.
pub(super) fn save(derivation: &Derivation, saves: &[(String, PathBuf)], lang: Lang) -> Result<(), Failure> {
    let contents = saves.iter().map(|(key, path)| contents(derivation, key, path, lang));
    let contents = contents.collect::<Result<Vec<_>, Failure>>()?;
    let failed = |path: &Path, error: io::Error| {
        let why = messages::io(&error, lang);
        Failure::Failed(say(lang, "calc.cannot-save", &[("path", &path.display()), ("why", &why)]))
    };
    let mut drafts: Vec<(&PathBuf, Draft)> = Vec::new();
    for ((_, path), bytes) in saves.iter().zip(contents) {
        let draft = Draft::write(path, &bytes).map_err(|error| failed(path, error))?;
        if drafts.iter().any(|(_, other)| other.place() == draft.place()) {
            return Err(Failure::Usage(say(lang, "calc.saved-twice", &[("path", &path.display())])));
        }
        drafts.push((path, draft));
    }
    drafts.into_iter().try_for_each(|(path, draft)| draft.put().map_err(|error| failed(path, error)))
}

/// What the file of an answer holds.
fn contents(derivation: &Derivation, key: &str, path: &Path, lang: Lang) -> Result<Vec<u8>, Failure> {
    let Some(value) = derivation.answers.get(key) else {
        let known = list(lang, derivation.answers.keys());
        return Err(Failure::Usage(say(lang, "calc.no-such-answer", &[("key", &key), ("known", &known)])));
    };
    let unfit = || Failure::Usage(say(lang, "calc.not-a-table", &[("key", &key), ("path", &path.display())]));
    match (Format::of(path), value.as_tensor()) {
        (Some(Format::Npy), Some(tensor)) => {
            let mut bytes = Vec::new();
            tensor.as_standard_layout().write_npy(&mut bytes).map_err(|_| unfit())?;
            Ok(bytes)
        }
        (Some(Format::Json), _) => Ok(render::json(value).to_string().into_bytes()),
        (Some(Format::Csv), Some(tensor)) if tensor.ndim() <= 2 => {
            let row = |row: &mut dyn Iterator<Item = &f64>| row.map(ToString::to_string).collect::<Vec<_>>().join(",");
            let lines: Vec<String> = match tensor.ndim() {
                2 => tensor.outer_iter().map(|part| row(&mut part.iter())).collect(),
                _ => vec![row(&mut tensor.iter())],
            };
            Ok((lines.join("\n") + "\n").into_bytes())
        }
        (Some(Format::Npy | Format::Csv), _) => Err(unfit()),
        (None, _) => {
            let args: [(&str, &dyn fmt::Display); 2] = [("got", &extension(path)), ("known", &endings(lang))];
            Err(Failure::Usage(say(lang, "calc.bad-extension", &args)))
        }
    }
}
