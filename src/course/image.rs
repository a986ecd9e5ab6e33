//! The image of a course: its files in compiled form, kept between runs so that none is parsed and checked twice.
//!
//! What a file was compiled to is found by a hash of its text: an image can lack what a file says now, but never hold
//! something else for it. A file that the system says has not been written since it was hashed (`files::Stamp`) is not
//! read again; where that cannot be told, it is. An image is of one build of the program. What it begins with is read
//! and compared with its checksum at once, each part behind that when it is asked for; an image that is odd in any way
//! is thrown away, and is as if there were none. Only files without an error are in it.

#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
mod topics;

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::format::Taken;
use super::section::{Extent, Section, Source};
use super::spec::Spec;
use crate::files::{self, Stamp};

pub(super) use topics::topic;

/// What an image begins with; the last character is the version of its form.
const MAGIC: &[u8; 8] = b"dlrvimg5";

/// Bytes before the contents: the checksum of these and how long they are stand behind the first.
const HEAD: usize = MAGIC.len() + 16;

/// Bytes that are read at once: most images begin with no more.
const FIRST: u64 = 1 << 16;

/// Bytes that an image may have.
const LARGEST: u64 = 1 << 30;

/// Contents that are longer are read twice, so that none is held in memory that is not what was written.
const LONG: u64 = 1 << 24;

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

    /// Of a calculation's file with this text.
    pub(super) fn calculation(text: &str) -> Self {
        Self { what: What::Calculation, hash: xxh3_128(text.as_bytes()) }
    }
}

/// How a file was seen without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Seen {
    /// It is bundled with the program, and an image is of one build.
    Bundled,
    /// It lies in a folder.
    File(Stamp),
}

/// A file that was seen, by its path, with what it was when it was read.
type Sight = (String, Seen, Key);

/// What stands behind the checksum; the parts of the compiled files follow.
#[derive(Default, Serialize, Deserialize)]
struct Contents<'a> {
    build: &'a str,
    seen: Vec<Sight>,
    #[serde(borrow)]
    files: Vec<(Key, Compiled<'a>)>,
}

/// What is at hand of a compiled file, and how long its parts are. The bytes are borrowed: a `Vec<u8>` would be read one
/// by one.
#[derive(Debug, Serialize, Deserialize)]
struct Compiled<'a> {
    head: &'a [u8],
    parts: Vec<Extent>,
    took: Vec<Taken>,
}

/// What a file is compiled to: what is at hand at once, and parts that are read when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Parts {
    head: Vec<u8>,
    sections: Vec<Section>,
    /// The files that it took from.
    took: Vec<Taken>,
}

impl Parts {
    /// What is at hand at once, and nothing else, of what took from these files.
    pub(super) const fn taking(head: Vec<u8>, took: Vec<Taken>) -> Self {
        Self { head, sections: Vec::new(), took }
    }
}

/// Compiled files, as they were kept.
#[derive(Debug, Default)]
pub(super) struct Image {
    seen: FxHashMap<String, (Seen, Key)>,
    files: FxHashMap<Key, Parts>,
}

impl Image {
    /// The image at a path; an empty one where there is none, or one that is odd.
    pub(super) fn open(path: &Path) -> Self {
        Self::read(path).unwrap_or_default()
    }

    fn read(path: &Path) -> Option<Self> {
        let file = files::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(FIRST)).ok()? + 1);
        (&file).take(FIRST).read_to_end(&mut bytes).ok()?;
        let (sum, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk()?;
        let (sum, of_contents) = (u64::from_le_bytes(*sum), u64::from_le_bytes(*rest.first_chunk()?));
        let mut at = of_contents.checked_add(HEAD as u64).filter(|at| *at <= length && length <= LARGEST)?;
        if of_contents > LONG && sum_of(&file, of_contents)? != sum {
            return None;
        }
        (&file).take(at.saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes).ok()?;
        let contents = bytes.get(HEAD..usize::try_from(at).ok()?)?;
        if xxh3_64(contents) != sum {
            return None;
        }
        let contents: Contents = postcard::from_bytes(contents).ok()?;
        if contents.build != build()? {
            return None;
        }
        let (source, mut files) = (Arc::new(Source::new(path.to_owned(), file)), FxHashMap::default());
        for (key, Compiled { head, parts, took }) in contents.files {
            let mut sections = Vec::with_capacity(parts.len());
            for extent in parts {
                sections.push(Section::Kept(Arc::clone(&source), at, extent));
                at = at.checked_add(extent.length as u64)?;
            }
            files.insert(key, Parts { head: head.to_vec(), sections, took });
        }
        let seen = contents.seen.into_iter().map(|(path, seen, key)| (path, (seen, key))).collect();
        (at == length).then_some(Self { seen, files })
    }

    /// What a file was when it was read, if it was seen then as it is now.
    pub(super) fn known(&self, path: &str, seen: Seen) -> Option<Key> {
        self.seen.get(path).filter(|(before, _)| *before == seen).map(|(_, key)| *key)
    }

    /// The files that a compiled one took from, if each of them still says what it said then; nothing of one that was
    /// not compiled.
    pub(super) fn took(&self, key: Key, text: impl Fn(&str) -> Option<Cow<'static, str>>) -> Option<&[Taken]> {
        let took: &[Taken] = &self.files.get(&key)?.took;
        let same = |taken: &Taken| text(&taken.path).is_some_and(|text| Taken::new(&taken.path, &text) == *taken);
        took.iter().all(same).then_some(took)
    }

    /// The calculation of a file, if it is kept with what it says.
    pub(super) fn calculation(&self, key: Key) -> Option<Spec> {
        let (spec, rest) = postcard::take_from_bytes(&self.files.get(&key)?.head).ok()?;
        rest.is_empty().then_some(spec)
    }
}

/// The checksum of so many bytes of contents, piece by piece; the file is read on from where it was.
fn sum_of(mut file: &File, length: u64) -> Option<u64> {
    let at = file.stream_position().ok()?;
    file.seek(SeekFrom::Start(HEAD as u64)).ok()?;
    let (mut sum, mut rest, mut piece) = (Xxh3::new(), length, vec![0; FIRST as usize]);
    while rest > 0 {
        let read = file.take(rest).read(&mut piece).ok().filter(|read| *read > 0)?;
        sum.update(&piece[..read]);
        rest -= read as u64;
    }
    file.seek(SeekFrom::Start(at)).ok()?;
    Some(sum.digest())
}

/// A calculation in compiled form; none where it would not be read back as it is.
pub(super) fn calculation(spec: &Spec) -> Option<Vec<u8>> {
    postcard::to_stdvec(spec).ok()
}

/// The image of a course that is being made: what is there is taken over, the rest is added.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    old: &'a Image,
    seen: Vec<Sight>,
    files: Vec<(Key, Option<Parts>)>,
}

impl<'a> Draft<'a> {
    pub(super) const fn over(old: &'a Image) -> Self {
        Self { old, seen: Vec::new(), files: Vec::new() }
    }

    /// Takes over what a file was compiled to.
    pub(super) fn keep(&mut self, key: Key) {
        self.files.push((key, None));
    }

    /// Adds what a file is compiled to.
    pub(super) fn add(&mut self, key: Key, compiled: Parts) {
        self.files.push((key, Some(compiled)));
    }

    /// Notes that the file at a path, seen so before it was read, is the one that was compiled.
    pub(super) fn note(&mut self, path: &str, seen: Seen, key: Key) {
        self.seen.push((path.to_owned(), seen, key));
    }

    /// Puts the image at a path, if it says more than the old one. Where that cannot be done, files are parsed the next
    /// time too.
    pub(super) fn put(self, path: &Path) {
        let is_new = |(path, seen, key): &Sight| self.old.known(path, *seen) != Some(*key);
        if (self.files.iter().any(|(_, added)| added.is_some()) || self.seen.iter().any(is_new))
            && let Some(pieces) = self.pieces()
            && let Some(folder) = path.parent()
            && files::private_folder(folder).is_ok()
            && files::write_again(path, pieces.iter().map(|piece| &***piece)).is_ok()
        {
            let of_calculations = folder.file_name().is_some_and(|name| name == CALCULATIONS);
            tidy(folder, if of_calculations { KEPT_CALCULATIONS } else { KEPT });
        }
    }

    /// The image, piece by piece: what it begins with, then the parts of the files.
    fn pieces(self) -> Option<Vec<Arc<Vec<u8>>>> {
        let (mut files, mut pieces) = (Vec::new(), vec![Arc::default()]);
        for (key, added) in &self.files {
            let Parts { head, sections, took } = added.as_ref().or_else(|| self.old.files.get(key))?;
            let sections: Vec<Arc<Vec<u8>>> = sections.iter().map(Section::read).collect::<Option<_>>()?;
            let parts = sections.iter().map(|section| Extent::of(section)).collect();
            files.push((*key, Compiled { head, parts, took: took.clone() }));
            pieces.extend(sections);
        }
        let contents = postcard::to_stdvec(&Contents { build: &build()?, seen: self.seen, files }).ok()?;
        let (sum, length) = (xxh3_64(&contents).to_le_bytes(), (contents.len() as u64).to_le_bytes());
        pieces[0] = Arc::new([&MAGIC[..], &sum, &length, &contents].concat());
        (pieces.iter().map(|piece| piece.len() as u64).sum::<u64>() <= LARGEST).then_some(pieces)
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
