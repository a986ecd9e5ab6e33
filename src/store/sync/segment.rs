//! A segment: rows of one record as lines of JSON, and a last line that says how many they are and their checksum.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::files::{self, ReadError};
use crate::schedule::read_time;
use crate::store::error::StoreError;
use crate::store::log::Entry;

/// Bytes that a segment may have.
const LARGEST: u64 = 1 << 30;

/// What the name of every segment begins and ends with.
const NAME: (&str, &str) = ("dlrev-", ".jsonl");

/// A segment in a folder, by its name: `dlrev-1f3a90c2b7d45e68-1-120.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    /// The record that wrote it.
    pub(super) device: String,
    /// The place of its first row there.
    pub(super) first: u64,
    /// And of its last.
    pub(super) last: u64,
}

/// Why a segment was not read.
#[derive(Debug)]
pub(super) enum Unread {
    /// It is not all there, or not as it was written.
    NotWhole,
    /// The system says so.
    Io(io::Error),
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

    /// Its rows, in order.
    pub(super) fn read(&self) -> Result<Vec<Entry>, Unread> {
        let file: File = files::open(&self.path).map_err(unread)?;
        let mut text = String::new();
        match file.take(LARGEST).read_to_string(&mut text) {
            Err(why) if why.kind() == io::ErrorKind::InvalidData => return Err(Unread::NotWhole),
            Err(why) => return Err(Unread::Io(why)),
            Ok(_) => {}
        }
        let rows = text.strip_suffix('\n').ok_or(Unread::NotWhole)?;
        let (rows, end) = rows.rsplit_once('\n').ok_or(Unread::NotWhole)?;
        let end: End = serde_json::from_str(end).map_err(|_| Unread::NotWhole)?;
        if end.sum != sum(rows) {
            return Err(Unread::NotWhole);
        }
        let entries = rows.lines().map(|line| Entry::read(line).ok().flatten().filter(is_formed));
        let entries: Vec<Entry> = entries.collect::<Option<_>>().ok_or(Unread::NotWhole)?;
        let places: Vec<u64> = entries.iter().filter_map(|entry| Some(entry.place()?.0)).collect();
        let ordered = places.windows(2).all(|pair| pair[0] < pair[1]);
        let bounds = (places.first().copied(), places.last().copied());
        if entries.len() == end.rows && ordered && bounds == (Some(self.first), Some(self.last)) {
            Ok(entries)
        } else {
            Err(Unread::NotWhole)
        }
    }

    /// Writes these rows of a record to a segment of their own, beside its place first. Gives how many.
    pub(super) fn write(folder: &Path, device: &str, entries: &[Entry]) -> Result<usize, StoreError> {
        let place = |entry: Option<&Entry>| entry.and_then(Entry::place).map(|(seq, _)| seq);
        let (Some(first), Some(last)) = (place(entries.first()), place(entries.last())) else { return Ok(0) };
        let lines =
            entries.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>().map_err(io::Error::from)?;
        let mut text = lines.join("\n");
        let end = End { rows: entries.len(), sum: sum(&text) };
        let _ = writeln!(text, "\n{}", serde_json::to_string(&end).map_err(io::Error::from)?);
        let path = folder.join(format!("{}{device}-{first}-{last}{}", NAME.0, NAME.1));
        files::write(&path, text.as_bytes()).map_err(|why| StoreError::Folder { path, why })?;
        Ok(entries.len())
    }
}

/// Whether a row is one that a record can have.
fn is_formed(entry: &Entry) -> bool {
    let timed = entry.place().is_some_and(|(seq, at)| seq > 0 && i64::try_from(seq).is_ok() && read_time(at).is_some());
    timed && !matches!(entry, Entry::Answer(answer) if !answer.is_formed())
}

fn sum(rows: &str) -> String {
    format!("{:032x}", xxh3_128(rows.as_bytes()))
}

fn unread(why: ReadError) -> Unread {
    match why {
        ReadError::Io(why) => Unread::Io(why),
        _ => Unread::NotWhole,
    }
}
