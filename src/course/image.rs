//! The image of a course: its files in compiled form, kept between runs so that none is parsed and checked twice.
//!
//! What a file was compiled to is found by a hash of its text, which is read each time: an image can lack what a file
//! says now, but never hold something else for it. It is of one build of the program, and one checksum is over all of
//! it; an image that is odd in any way is as if there were none. Only files without an error are in it.

#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::format::Version;
use super::items::Items;
use super::lang::Bilingual;
use super::spec::Spec;
use super::topic::{Card, Heading, Id, Question, Statement, Table, Topic};
use crate::files;

/// What an image begins with; the last character is the version of its form.
const MAGIC: &[u8; 8] = b"dlrvimg1";

/// Bytes before what the checksum covers.
const HEAD: usize = MAGIC.len() + 8;

/// Bytes that an image may have.
const LARGEST: u64 = 1 << 30;

/// Images of how many courses are kept.
const KEPT: usize = 16;

/// Images of how many calculations are kept: those of the bundled course, and as many others.
const KEPT_CALCULATIONS: usize = 256;

/// A file that was compiled: what it is, and a hash of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Key {
    what: What,
    hash: u128,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum What {
    Topic,
    Calculation,
}

impl Key {
    /// Of a topic's file with this text.
    pub(super) fn topic(text: &str) -> Self {
        Self { what: What::Topic, hash: xxh3_128(text.as_bytes()) }
    }

    /// Of a calculation's file with this text, where the parts that it may take from say this.
    pub(super) fn calculation(text: &str, parts: &str) -> Self {
        Self { what: What::Calculation, hash: xxh3_128([text, "\0", parts].concat().as_bytes()) }
    }
}

/// What stands behind the checksum; the compiled files follow.
#[derive(Serialize, Deserialize)]
struct Contents {
    build: String,
    /// The files with how many bytes each takes.
    files: Vec<(Key, u64)>,
}

/// A topic without its items, which follow.
#[derive(Serialize, Deserialize)]
struct Head {
    id: Id,
    section: u32,
    title: Bilingual,
    headings: Vec<Heading>,
    tables: Vec<Table>,
    statements: Vec<(<Statement as super::items::Item>::Name, u32)>,
    cards: Vec<(<Card as super::items::Item>::Name, u32)>,
    questions: Vec<(<Question as super::items::Item>::Name, u32)>,
}

/// Compiled files, as they were kept.
#[derive(Debug, Default)]
pub(super) struct Image {
    bytes: Arc<Vec<u8>>,
    files: FxHashMap<Key, std::ops::Range<usize>>,
}

impl Image {
    /// The image at a path; an empty one where there is none, or one that is odd.
    pub(super) fn open(path: &Path) -> Self {
        files::read(path, LARGEST).ok().and_then(Self::read).unwrap_or_default()
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        let sum = bytes.strip_prefix(MAGIC)?.first_chunk()?;
        if xxh3_64(bytes.get(HEAD..)?) != u64::from_le_bytes(*sum) {
            return None;
        }
        let (contents, rest): (Contents, _) = postcard::take_from_bytes(&bytes[HEAD..]).ok()?;
        if contents.build != build()? {
            return None;
        }
        let mut at = bytes.len() - rest.len();
        let mut files = FxHashMap::default();
        for (key, length) in contents.files {
            let end = at.checked_add(usize::try_from(length).ok()?).filter(|end| *end <= bytes.len())?;
            files.insert(key, at..end);
            at = end;
        }
        Some(Self { bytes: Arc::new(bytes), files })
    }

    /// What a file was compiled to.
    fn bytes(&self, key: Key) -> Option<&[u8]> {
        self.bytes.get(self.files.get(&key)?.clone())
    }

    /// Whether a file was compiled. Of a calculation that is all that is kept: that it holds no error.
    pub(super) fn has(&self, key: Key) -> bool {
        self.files.contains_key(&key)
    }

    /// The calculation of a file, if it is kept with what it says.
    pub(super) fn calculation(&self, key: Key) -> Option<Spec> {
        let (spec, rest) = postcard::take_from_bytes(self.bytes(key)?).ok()?;
        rest.is_empty().then_some(spec)
    }

    /// The topic of a file.
    pub(super) fn topic(&self, key: Key) -> Option<Topic> {
        let place = self.files.get(&key)?.clone();
        let (head, rest): (Head, _) = postcard::take_from_bytes(self.bytes(key)?).ok()?;
        let mut at = place.end - rest.len();
        let Head { id, section, title, headings, tables, statements, cards, questions } = head;
        let statements = Items::compiled(statements, &self.bytes, &mut at);
        let cards = Items::compiled(cards, &self.bytes, &mut at);
        let questions = Items::compiled(questions, &self.bytes, &mut at);
        let topic = Topic { format: Version, id, section, title, headings, tables, statements, cards, questions };
        (at == place.end).then_some(topic)
    }
}

/// A topic in compiled form; none where it would not be read back as it is.
pub(super) fn topic(topic: &Topic) -> Option<Vec<u8>> {
    let mut items = Vec::new();
    let head = Head {
        id: topic.id.clone(),
        section: topic.section,
        title: topic.title.clone(),
        headings: topic.headings.clone(),
        tables: topic.tables.clone(),
        statements: topic.statements.compile(&mut items)?,
        cards: topic.cards.compile(&mut items)?,
        questions: topic.questions.compile(&mut items)?,
    };
    let mut bytes = postcard::to_stdvec(&head).ok()?;
    bytes.append(&mut items);
    Some(bytes)
}

/// A calculation in compiled form; none where it would not be read back as it is.
pub(super) fn calculation(spec: &Spec) -> Option<Vec<u8>> {
    postcard::to_stdvec(spec).ok()
}

/// The image of a course that is being made: what is there is taken over, the rest is added.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    old: &'a Image,
    files: Vec<(Key, Option<Vec<u8>>)>,
}

impl<'a> Draft<'a> {
    pub(super) const fn over(old: &'a Image) -> Self {
        Self { old, files: Vec::new() }
    }

    /// Takes over what a file was compiled to.
    pub(super) fn keep(&mut self, key: Key) {
        self.files.push((key, None));
    }

    /// Adds what a file is compiled to.
    pub(super) fn add(&mut self, key: Key, compiled: Vec<u8>) {
        self.files.push((key, Some(compiled)));
    }

    /// Puts the image at a path, if it says more than the old one. Where that cannot be done, files are parsed the next
    /// time too.
    pub(super) fn put(self, path: &Path) {
        if self.files.iter().any(|(_, added)| added.is_some())
            && let Some(bytes) = self.bytes()
            && let Some(folder) = path.parent()
            && files::private_folder(folder).is_ok()
            && files::write_again(path, &bytes).is_ok()
        {
            let of_calculations = folder.file_name().is_some_and(|name| name == CALCULATIONS);
            tidy(folder, if of_calculations { KEPT_CALCULATIONS } else { KEPT });
        }
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        let compiled = self.files.iter().map(|(key, added)| added.as_deref().or_else(|| self.old.bytes(*key)));
        let compiled: Vec<&[u8]> = compiled.collect::<Option<_>>()?;
        let files = self.files.iter().zip(&compiled).map(|((key, _), bytes)| (*key, bytes.len() as u64)).collect();
        let contents = postcard::to_stdvec(&Contents { build: build()?, files }).ok()?;
        let length = HEAD + contents.len() + compiled.iter().map(|bytes| bytes.len()).sum::<usize>();
        if length as u64 > LARGEST {
            return None;
        }
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(MAGIC);
        bytes.extend([0; 8]);
        bytes.extend(contents);
        bytes.extend(compiled.into_iter().flatten());
        let sum = xxh3_64(&bytes[HEAD..]).to_le_bytes();
        bytes[MAGIC.len()..HEAD].copy_from_slice(&sum);
        Some(bytes)
    }
}

/// Where the image of the course in `course`, or of the bundled one, lies among those in `folder`.
pub(super) fn place(folder: &Path, course: Option<&Path>) -> PathBuf {
    folder.join(format!("{}.{SUFFIX}", name(course)))
}

/// Where the image of one calculation of that course lies: who asks for one reads no others.
pub(super) fn place_of(calculation: &str, folder: &Path, course: Option<&Path>) -> PathBuf {
    folder.join(CALCULATIONS).join(format!("{}-{calculation}.{SUFFIX}", name(course)))
}

fn name(course: Option<&Path>) -> String {
    course.map_or_else(
        || "bundled".to_owned(),
        |course| format!("{:016x}", xxh3_64(course.as_os_str().as_encoded_bytes())),
    )
}

/// The folder of the images of single calculations.
const CALCULATIONS: &str = "calculations";

/// What the name of an image ends with.
const SUFFIX: &str = "image";

/// Removes the images that were made longest ago, where there are many.
fn tidy(folder: &Path, kept: usize) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let images = entries.filter_map(|entry| {
        let path = entry.ok()?.path();
        let made = fs::metadata(&path).and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
        path.extension().is_some_and(|extension| extension == SUFFIX).then_some((made, path))
    });
    let mut images: Vec<(SystemTime, PathBuf)> = images.collect();
    images.sort();
    for (_, path) in images.iter().rev().skip(kept) {
        let _ = fs::remove_file(path);
    }
}

/// Which build of the program this is: what it makes of a file may differ from build to build.
fn build() -> Option<String> {
    let found = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let made = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), found.len(), made.as_nanos()))
}
