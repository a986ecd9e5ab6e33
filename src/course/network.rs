//! A network's file: blocks, repeats and branches, written out as one list of layers for `layer_table`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::bundle;
use super::lang::Bilingual;
use super::messages::{self, say};
use crate::files;
use crate::math::{Value, ops};

/// Bytes that a network's file may have.
const LARGEST: u64 = 1 << 20;
/// Bytes that its layers may come to when they are written out.
const WRITTEN: usize = 1 << 20;

/// What is wrong with a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// No network of the course has this name.
    #[error("there is no network {name}; there are {known}")]
    Unknown {
        /// The name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A file that cannot be read.
    #[error("{path}: {}", why.en)]
    File {
        /// The file.
        path: String,
        /// What went wrong.
        why: Bilingual,
    },
    /// A block that is used with another number of values than it takes.
    #[error("{block} takes {takes} numbers, not {got}")]
    Block {
        /// The block.
        block: String,
        /// How many it takes.
        takes: usize,
        /// How many were given.
        got: usize,
    },
    /// Blocks that use each other, or repeats, without bound.
    #[error("the layers come to more than {WRITTEN} bytes")]
    TooLarge,
}

impl NetworkError {
    /// The sentence in both languages.
    #[must_use]
    pub fn sentences(&self) -> Bilingual {
        Bilingual::of(|lang| match self {
            Self::Unknown { known, .. } => say(lang, "network.unknown", &[("known", known)]),
            Self::File { path, why } => say(lang, "network.file", &[("path", path), ("why", &why.get(lang))]),
            Self::Block { block, takes, got } => {
                say(lang, "network.block", &[("block", block), ("takes", takes), ("got", got)])
            }
            Self::TooLarge => say(lang, "network.too-large", &[("bound", &WRITTEN)]),
        })
    }
}

/// A file under `networks/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "one")]
    #[expect(dead_code, reason = "part of the format")]
    format: u32,
    #[serde(default)]
    #[expect(dead_code, reason = "for readers")]
    title: BTreeMap<String, String>,
    #[serde(default)]
    #[expect(dead_code, reason = "for readers")]
    note: Option<BTreeMap<String, String>>,
    /// Channels, height, width.
    #[serde(default = "usual")]
    input: [u32; 3],
    layers: Vec<String>,
    #[serde(default)]
    blocks: BTreeMap<String, Block>,
}

const fn one() -> u32 {
    1
}

/// The input of a network that says nothing else.
const fn usual() -> [u32; 3] {
    [3, 224, 224]
}

/// Lists side by side, with names for numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    /// The names of its numbers.
    with: Vec<String>,
    /// `add` or `concat`.
    join: String,
    branches: Vec<Vec<String>>,
}

/// The network that `text` means: a name of the course, a file `….toml`, or a list of layers.
///
/// The value is a record of `layers` (a text) and `input`.
///
/// # Errors
/// A name or file that is not there or not well formed.
pub fn resolve(text: &str) -> Result<Value, NetworkError> {
    let listed = text.contains([':', ',']) || !is_name(text) && ops::check_layers(text).is_ok();
    if listed && Path::new(text).extension().is_none_or(|e| e != "toml") {
        return Ok(record(text.to_owned(), usual()));
    }
    let path = Path::new(text);
    let source = if path.extension().is_some_and(|e| e == "toml") {
        read(path)?
    } else {
        let inside = format!("networks/{text}.toml");
        let Some(source) = bundle::file(&inside) else {
            return Err(NetworkError::Unknown { name: text.to_owned(), known: names().join(", ") });
        };
        source.to_owned()
    };
    let file: File = toml::from_str(&source).map_err(|error| {
        let what = error.message().lines().next().unwrap_or_default().to_owned();
        let why = Bilingual::of(|lang| say(lang, "network.format", &[("what", &what)]));
        NetworkError::File { path: text.to_owned(), why }
    })?;
    let mut written = Vec::new();
    let mut bytes = 0;
    for line in &file.layers {
        let (times, item) = repeated(line);
        let item = expanded(&file, item)?;
        for _ in 0..times {
            bytes += item.len() + 1;
            if bytes > WRITTEN {
                return Err(NetworkError::TooLarge);
            }
            written.push(item.clone());
        }
    }
    Ok(record(written.join(","), file.input))
}

/// Whether a bundled network has this name.
fn is_name(text: &str) -> bool {
    names().contains(&text)
}

/// The names of the bundled networks.
#[must_use]
pub fn names() -> Vec<&'static str> {
    bundle::files().iter().filter_map(|(path, _)| path.strip_prefix("networks/")?.strip_suffix(".toml")).collect()
}

fn read(path: &Path) -> Result<String, NetworkError> {
    let file = |why| NetworkError::File { path: path.display().to_string(), why };
    files::read_text(path, LARGEST).map_err(|error| file(Bilingual::of(|lang| messages::unread(&error, lang))))
}

fn record(layers: String, input: [u32; 3]) -> Value {
    let input = Value::vector(input.map(f64::from).to_vec());
    Value::Record([("layers".into(), Value::Text(layers.into())), ("input".into(), input)].into_iter().collect())
}

/// `3 * basic:64` is the same thing three times.
fn repeated(line: &str) -> (usize, &str) {
    let split = line.split_once('*').and_then(|(times, item)| Some((times.trim().parse().ok()?, item.trim())));
    split.unwrap_or((1, line.trim()))
}

/// A block's use with its branches written out; anything else as it is.
fn expanded(file: &File, item: &str) -> Result<String, NetworkError> {
    let mut parts = item.split(':');
    let name = parts.next().unwrap_or_default();
    let Some(block) = file.blocks.get(name) else { return Ok(item.to_owned()) };
    let numbers: Vec<&str> = parts.collect();
    if numbers.len() != block.with.len() {
        let (takes, got) = (block.with.len(), numbers.len());
        return Err(NetworkError::Block { block: name.to_owned(), takes, got });
    }
    let put = |word: &str| {
        let at = block.with.iter().position(|name| name == word);
        at.map_or(word, |at| numbers[at]).to_owned()
    };
    let layer = |layer: &String| layer.split(':').map(put).collect::<Vec<_>>().join(":");
    let branch = |layers: &Vec<String>| layers.iter().map(layer).collect::<Vec<_>>().join(",");
    let branches = block.branches.iter().map(branch).collect::<Vec<_>>().join("|");
    Ok(format!("{}({branches})", block.join))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_network_can_be_written_out() {
        assert!(names().len() >= 12);
        for name in names() {
            assert!(resolve(name).is_ok(), "{name}: {:?}", resolve(name));
        }
    }

    #[test]
    fn an_unknown_network_is_refused_with_those_there_are() {
        let error = resolve("vgg17").unwrap_err().to_string();
        assert!(error.contains("vgg17") && error.contains("vgg16"), "{error}");
    }
}
