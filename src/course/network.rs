//! Networks: files of blocks, repeats and branches, written out as one list of layers for `layer_table`.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::beside::{Bundled, Shelf};
use super::format::{self, Bound, Fields, Reader, SomeTexts, Version, table};
use super::lang::Bilingual;
use super::messages::{self, list, say};
use crate::files;
use crate::math::{Expr, Machine, MathError, Refusal, Value, near, ops};

/// Bytes that a network's file may have.
const LARGEST: u64 = 1 << 20;
/// Bytes that its layers may come to when they are written out.
const WRITTEN: usize = 1 << 20;

/// What is wrong with a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkError {
    /// No network of the course has this name.
    Unknown {
        /// The names there are.
        known: Vec<String>,
    },
    /// A file that cannot be read, or is no network's.
    File {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: Bilingual,
    },
    /// A block that is used with another number of values than it takes.
    Block {
        /// The block.
        block: String,
        /// How many it takes.
        takes: usize,
        /// How many were given.
        got: usize,
    },
    /// Blocks that use each other, or repeats, without bound.
    TooLarge,
}

impl NetworkError {
    /// The sentence in both languages.
    #[must_use]
    pub fn sentences(&self) -> Bilingual {
        Bilingual::of(|lang| match self {
            Self::Unknown { known } => say(lang, "network.unknown", &[("known", &list(lang, known))]),
            Self::File { path, why } => say(lang, "network.file", &[("path", path), ("why", &why.get(lang))]),
            Self::Block { block, takes, got } => {
                say(lang, "network.block", &[("block", block), ("takes", takes), ("got", got)])
            }
            Self::TooLarge => say(lang, "network.too-large", &[("bound", &WRITTEN)]),
        })
    }
}

table! {
    /// A network: `networks/….toml`, known to the calculations by its file's name.
    pub struct Network: checked {
        /// The version of the rules by which the file is written: 1.
        format: Option<Version> = "format",
        /// What it is called.
        title: Option<Bilingual> = "title",
        /// What a reader of the file should know.
        note: Option<Bilingual> = "note",
        /// Channels, height and width of the input.
        input: Vec<usize> = "input" [vec![3, 224, 224]]: Sides,
        /// Its layers in order, as `dlrev calc network` takes them, each with how often it comes: `3 * conv:64:3:1:1` (kernels,
        /// side, stride, padding, the last two 1 and 0 where left out). So are written `convbn` and `tconv`; `dwconv:3:1:1`,
        /// `pool:2:2`, `ceilpool`, `avgpool` (side, stride, padding); `adapt:6`, `fc:10`, `gap`, `bn`, `flatten`, activations
        /// by name, and branches `add(…|…)`, `concat(…|…)`. A block of `blocks` stands here by its name and numbers:
        /// `basic:64`.
        layers: Vec<String> = "layers": SomeTexts,
        /// What `layers` call by a name of their own: branches in which the names of `with` stand for its numbers.
        blocks: IndexMap<String, Block> = "blocks",
    }
}

/// Channels, height and width, each at least 1.
struct Sides;

impl Bound for Sides {
    type Of = Vec<usize>;

    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Vec<usize>> {
        let sides = <Vec<usize> as format::Value>::read(reader, item)?;
        if sides.len() == 3 && !sides.contains(&0) { Some(sides) } else { reader.wrong(item, "check.wants.sides") }
    }

    fn bounds() -> Vec<(&'static str, serde_json::Value)> {
        let side = json!({ "type": "integer", "minimum": 1, "maximum": 999_999_999 });
        vec![("items", side), ("minItems", json!(3)), ("maxItems", json!(3))]
    }
}

/// How branches come together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join(String);

impl format::Value for Join {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let given = reader.text(item)?;
        if ops::JOINS.contains(&&*given) {
            return Some(Self(given));
        }
        reader.problem("E011", item.span(), &[("given", given), ("known", ops::JOINS.join(" "))]);
        None
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": ops::JOINS })
    }
}

table! {
    /// Branches side by side, with names for their numbers.
    pub struct Block {
        /// The names of its numbers, in the order in which its users give them.
        with: Vec<String> = "with",
        /// How the branches come together.
        join: Join = "join",
        /// The layers of each branch; an empty one passes its input on.
        branches: Vec<Vec<String>> = "branches" must,
    }
}

/// Notes what keeps it from being written out.
fn checked(network: &Network, fields: &Fields<'_, '_>) {
    let problem = |key: &'static str, what: Bilingual| fields.reader().told("E051", fields.place(key), what);
    // A line that is no layer is told itself.
    let refused = |line: &String| ops::check_layers(&expanded(network, repeated(line).1).ok()?).err();
    if let Some((at, why)) = network.layers.iter().enumerate().find_map(|(at, line)| Some((at, refused(line)?))) {
        let word = match &why {
            Refusal::UnknownLayer { name, .. } => name,
            _ => network.layers[at].as_str(),
        };
        let mut known: Vec<&str> = ops::layer_words().collect();
        known.extend(network.blocks.keys().map(String::as_str));
        let what = match near(word, known.into_iter()) {
            Some(near) => {
                Bilingual::of(|lang| say(lang, "network.no-layer-near", &[("layer", &word), ("near", &near)]))
            }
            None => Bilingual::of(|lang| say(lang, "network.no-layer", &[("layer", &word)])),
        };
        fields.reader().told("E051", fields.nth("layers", at), what);
        return;
    }
    let wrong = match network.written() {
        Ok(layers) => {
            let why = ops::check_layers(&layers).err();
            why.map(|why| Bilingual::of(|lang| super::formula_error::reason(&why, lang)))
        }
        Err(error) => Some(error.sentences()),
    };
    let sound = !fields.reader().is_trusting();
    let fits = || network.unfit().map(|why| super::formula_error::sentences(&why.kind));
    if let Some(what) = wrong.or_else(|| sound.then(fits).flatten()) {
        problem("layers", what);
    }
}

impl Network {
    /// Why its layers do not fit one another, from the input on.
    fn unfit(&self) -> Option<MathError> {
        let input = self.input.iter().map(|side| *side as f64).collect();
        let layers = Value::Text(self.written().ok()?.into());
        let operands = [layers, Value::vector(input), Value::scalar(0.0), Value::Truth(true)].map(Expr::value);
        Machine::new().evaluate(&Expr::call("layer_table", operands.to_vec())).err()
    }

    /// Its layers as one list.
    ///
    /// # Errors
    /// A block used wrongly, or more than the bound.
    pub fn written(&self) -> Result<String, NetworkError> {
        let mut written = Vec::new();
        let mut bytes = 0;
        for line in &self.layers {
            let (times, item) = repeated(line);
            let item = expanded(self, item)?;
            for _ in 0..times {
                bytes += item.len() + 1;
                if bytes > WRITTEN {
                    return Err(NetworkError::TooLarge);
                }
                written.push(item.clone());
            }
        }
        Ok(written.join(","))
    }
}

/// What the networks that a calculation is given mean: the course's, and files of the learner's.
#[derive(Clone, Debug)]
pub struct Networks(Arc<dyn Shelf>);

impl Default for Networks {
    fn default() -> Self {
        Self(Arc::new(Bundled))
    }
}

impl Eq for Networks {}

/// Where a calculation finds networks is no part of what it says.
impl PartialEq for Networks {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Networks {
    /// Those of a course.
    #[must_use]
    pub fn of(shelf: impl Shelf + 'static) -> Self {
        Self(Arc::new(shelf))
    }

    /// The names of the course's networks.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let paths = self.0.paths("networks").into_iter();
        paths.filter_map(|path| Some(path.strip_prefix("networks/")?.strip_suffix(".toml")?.to_owned())).collect()
    }

    /// The network that `text` means: a name of the course, a file `….toml`, or a list of layers.
    ///
    /// The value is a record of `layers` (a text) and `input` (channels, height, width).
    ///
    /// # Errors
    /// A name or file that is not there or not well formed.
    pub fn resolve(&self, text: &str) -> Result<Value, NetworkError> {
        match self.named(text)? {
            None => Ok(record(text.to_owned(), &[3, 224, 224])),
            Some(network) => Ok(record(network.written()?, &network.input)),
        }
    }

    /// What a reader should know of the network that `text` means, under its title: which variant it is.
    #[must_use]
    pub fn remark(&self, text: &str) -> Option<Bilingual> {
        let network = self.named(text).ok()??;
        let (title, note) = network.title.zip(network.note)?;
        Some(Bilingual::of(|lang| say(lang, "calc.titled", &[("title", &title.get(lang)), ("text", &note.get(lang))])))
    }

    /// The network of a name or file; nothing where `text` is a list of layers.
    fn named(&self, text: &str) -> Result<Option<Network>, NetworkError> {
        let path = Path::new(text);
        let is_file = path.extension().is_some_and(|extension| extension == "toml");
        // Where a word is both, it is the network.
        let is_named = || self.names().iter().any(|name| name == text);
        let is_list = || text.contains([':', ',']) || ops::check_layers(text).is_ok() && !is_named();
        if !is_file && is_list() {
            return Ok(None);
        }
        let source = if is_file {
            let file = |why| NetworkError::File { path: path.display().to_string(), why };
            let read = files::read_text(path, LARGEST);
            Cow::Owned(read.map_err(|error| file(Bilingual::of(|lang| messages::unread(&error, lang))))?)
        } else {
            let text = self.0.text(&format!("networks/{text}.toml"));
            text.ok_or_else(|| NetworkError::Unknown { known: self.names() })?
        };
        let loaded = Reader::new(text, &source).load::<Network>();
        if let Some(problem) = loaded.problems.first() {
            let why = Bilingual::of(|lang| problem.sentence(lang));
            return Err(NetworkError::File { path: text.to_owned(), why });
        }
        loaded.value.map(Some).ok_or_else(|| NetworkError::Unknown { known: self.names() })
    }
}

fn record(layers: String, input: &[usize]) -> Value {
    let input = Value::vector(input.iter().map(|side| *side as f64).collect());
    Value::Record([("layers".into(), Value::Text(layers.into())), ("input".into(), input)].into_iter().collect())
}

/// `3 * basic:64` is the same thing three times.
fn repeated(line: &str) -> (usize, &str) {
    let split = line.split_once('*').and_then(|(times, item)| Some((times.trim().parse().ok()?, item.trim())));
    split.unwrap_or((1, line.trim()))
}

/// A block's use with its branches written out; anything else as it is.
fn expanded(network: &Network, item: &str) -> Result<String, NetworkError> {
    let mut parts = item.split(':');
    let name = parts.next().unwrap_or_default();
    let Some(block) = network.blocks.get(name) else { return Ok(item.to_owned()) };
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
    Ok(format!("{}({branches})", block.join.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Lang;

    #[test]
    fn every_bundled_network_can_be_written_out() {
        let networks = Networks::default();
        assert!(networks.names().len() >= 12);
        for name in networks.names() {
            assert!(networks.resolve(&name).is_ok(), "{name}: {:?}", networks.resolve(&name));
        }
    }

    #[test]
    fn a_network_tells_which_variant_it_is_and_a_list_of_layers_tells_nothing() {
        let networks = Networks::default();
        let remark = networks.remark("lenet").unwrap();
        assert!(Lang::ALL.iter().all(|lang| remark.get(*lang).contains("1998")), "{remark:?}");
        assert_eq!(networks.remark("conv:6:5,pool:2"), None);
    }

    #[test]
    fn an_unknown_network_is_refused_with_those_there_are() {
        let error = Networks::default().resolve("vgg17").unwrap_err().sentences();
        assert!(error.get(Lang::En).contains("vgg16"), "{error:?}");
    }
}
