//! A part of an image, which is read when it is asked for.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// The file of an image, open for as long as anything may be read from it.
#[derive(Debug)]
pub(super) struct Source {
    path: PathBuf,
    file: Mutex<File>,
}

impl Source {
    pub(super) fn new(path: PathBuf, file: File) -> Self {
        Self { path, file: Mutex::new(file) }
    }

    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let mut file = self.file.lock().ok()?;
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// How long a part is, with its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extent {
    pub(super) length: usize,
    sum: u64,
}

impl Extent {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len(), sum: xxh3_64(bytes) }
    }
}

/// A part of an image, or of one that is being made.
#[derive(Clone, Debug)]
pub(super) enum Section {
    /// In the file of an image, from a place on.
    Kept(Arc<Source>, u64, Extent),
    /// Compiled by this run.
    Made(Arc<Vec<u8>>),
}

impl Section {
    /// Its bytes; none where they are not those that were written. An image that is odd in any way is thrown away: the
    /// next run makes it anew.
    pub(super) fn read(&self) -> Option<Arc<Vec<u8>>> {
        let (source, at, extent) = match self {
            Self::Kept(source, at, extent) => (source, *at, extent),
            Self::Made(bytes) => return Some(Arc::clone(bytes)),
        };
        let bytes = source.read(at, extent.length).filter(|bytes| Extent::of(bytes) == *extent);
        if bytes.is_none() {
            let _ = fs::remove_file(&source.path);
        }
        bytes.map(Arc::new)
    }
}
