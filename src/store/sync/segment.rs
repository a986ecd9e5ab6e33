//! A segment: rows of one record as lines of JSON, and a last line that says how many they are and their checksum.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::course::{Bilingual, messages};
use crate::files::{self, ReadError};
use crate::schedule::read_time;
use crate::store::error::StoreError;
use crate::store::log::Entry;

/// Bytes that a row may have.
const LONGEST: u64 = 1 << 20;

/// What the name of every segment begins and ends with.
const NAME: (&str, &str) = ("dlrev-", ".jsonl");

/// A segment in a folder, by its name: `dlrev-1f3a90c2b7d45e68-1-120.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Segment {
    pub(in crate::store) path: PathBuf,
    /// The record that wrote it.
    pub(super) device: String,
    /// The place of its first row there.
    pub(in crate::store) first: u64,
    /// And of its last.
    pub(in crate::store) last: u64,
}

/// Why a segment was not read.
#[derive(Debug)]
pub(in crate::store) enum Unread {
    /// It is not all there, or not as it was written.
    NotWhole,
    /// The system says so.
    Io(io::Error),
}

/// Segments that were not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotRead {
    /// Those that have not arrived whole, or wait for others.
    pub waiting: Vec<PathBuf>,
    /// Those that the system does not let be read, and what it says.
    pub refused: Vec<(PathBuf, Bilingual)>,
}

impl NotRead {
    /// Notes a segment, and why it was not read.
    pub(in crate::store) fn note(&mut self, path: &Path, why: &Unread) {
        match why {
            Unread::NotWhole => self.waiting.push(path.to_owned()),
            Unread::Io(why) => {
                let why = Bilingual::of(|lang| messages::io(why, lang));
                self.refused.push((path.to_owned(), why));
            }
        }
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.waiting.len() + self.refused.len()
    }
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
struct End {
    rows: usize,
    sum: String,
}

impl Segment {
    /// The segment that a file is by its name.
    pub(super) fn named(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
        let mut parts = name.split('-');
        let (device, first, last) =
            (parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let formed = parts.next().is_none() && !device.is_empty() && device.bytes().all(|b| b.is_ascii_alphanumeric());
        (formed && 0 < first && first <= last).then(|| Self { path: path.to_owned(), device, first, last })
    }

    /// The segments in a folder, in the order of their rows, by the records that wrote them.
    pub(in crate::store) fn in_folder(folder: &Path) -> Result<BTreeMap<String, Vec<Self>>, StoreError> {
        let unread = |why| StoreError::Folder { path: folder.to_owned(), why };
        let mut segments: BTreeMap<String, Vec<Self>> = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(unread)? {
            if let Some(segment) = Self::named(&entry.map_err(unread)?.path()) {
                segments.entry(segment.device.clone()).or_default().push(segment);
            }
        }
        for segments in segments.values_mut() {
            segments.sort_by_key(|segment| segment.first);
        }
        Ok(segments)
    }

    /// Its rows, in order.
    pub(super) fn read(&self) -> Result<Vec<Entry>, Unread> {
        let mut entries = Vec::new();
        self.each(&mut |entry| entries.push(entry))?;
        Ok(entries)
    }

    /// Calls `take` with each of its rows, in order, once its checksum was found right. It holds one row at a time.
    pub(in crate::store) fn each(&self, take: &mut dyn FnMut(Entry)) -> Result<(), Unread> {
        let rows = self.rows()?;
        let (mut lines, mut last) = (self.lines()?, None);
        for _ in 0..rows {
            let line = lines.next().ok_or(Unread::NotWhole)??;
            let entry = Entry::read(&line).ok().flatten().filter(is_formed).ok_or(Unread::NotWhole)?;
            let place = entry.place().map(|(seq, _)| seq);
            if last.is_none() && place != Some(self.first) || last.is_some() && last >= place {
                return Err(Unread::NotWhole);
            }
            last = place;
            take(entry);
        }
        if last == Some(self.last) { Ok(()) } else { Err(Unread::NotWhole) }
    }

    /// How many rows it has, by its end; the checksum there must be theirs.
    fn rows(&self) -> Result<usize, Unread> {
        let (mut sum, mut rows, mut last) = (Xxh3::new(), 0, None);
        for line in self.lines()? {
            let Some(row) = last.replace(line?) else { continue };
            if rows > 0 {
                sum.update(b"\n");
            }
            sum.update(row.as_bytes());
            rows += 1;
        }
        let end: End = serde_json::from_str(&last.unwrap_or_default()).map_err(|_| Unread::NotWhole)?;
        if end.rows == rows && end.sum == written(sum.digest128()) { Ok(rows) } else { Err(Unread::NotWhole) }
    }

    /// Its lines, without what ends them.
    fn lines(&self) -> Result<impl Iterator<Item = Result<String, Unread>> + use<>, Unread> {
        let mut file = BufReader::new(files::open(&self.path).map_err(unread)?);
        Ok(std::iter::from_fn(move || {
            let mut line = Vec::new();
            match file.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
                Err(why) => Some(Err(Unread::Io(why))),
                Ok(0) => None,
                Ok(_) if line.pop() != Some(b'\n') => Some(Err(Unread::NotWhole)),
                Ok(_) => Some(String::from_utf8(line).map_err(|_| Unread::NotWhole)),
            }
        }))
    }

    /// Writes these rows of a record to a segment of their own, beside its place first. Gives where; nowhere if there are
    /// none.
    pub(super) fn write(folder: &Path, device: &str, entries: &[Entry]) -> Result<Option<PathBuf>, StoreError> {
        let place = |entry: Option<&Entry>| entry.and_then(Entry::place).map(|(seq, _)| seq);
        let (Some(first), Some(last)) = (place(entries.first()), place(entries.last())) else { return Ok(None) };
        let lines =
            entries.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>().map_err(io::Error::from)?;
        let mut text = lines.join("\n");
        let end = End { rows: entries.len(), sum: sum(&text) };
        let _ = writeln!(text, "\n{}", serde_json::to_string(&end).map_err(io::Error::from)?);
        let path = folder.join(format!("{}{device}-{first}-{last}{}", NAME.0, NAME.1));
        match files::write(&path, text.as_bytes()) {
            Ok(()) => Ok(Some(path)),
            Err(why) => Err(StoreError::Folder { path, why }),
        }
    }
}

/// Whether a row is one that a record can have.
fn is_formed(entry: &Entry) -> bool {
    let timed = entry.place().is_some_and(|(seq, at)| seq > 0 && i64::try_from(seq).is_ok() && read_time(at).is_some());
    timed && !matches!(entry, Entry::Answer(answer) if !answer.is_formed())
}

fn sum(rows: &str) -> String {
    written(xxh3_128(rows.as_bytes()))
}

fn written(sum: u128) -> String {
    format!("{sum:032x}")
}

fn unread(why: ReadError) -> Unread {
    match why {
        ReadError::Io(why) => Unread::Io(why),
        ReadError::Special => Unread::Io(io::ErrorKind::InvalidInput.into()),
        _ => Unread::NotWhole,
    }
}
