//! One way to write a file, and one way to read one.
//!
//! A file is written beside its place, synced, and put there whole: who is killed, or finds the disk full, leaves the
//! old file as it was. A file is read if it is a regular one, and no further than a bound.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{process, thread};

use serde::{Deserialize, Serialize};

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// What the system says.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is a pipe, a device or a socket.
    #[error("not a regular file")]
    Special,
    /// It has more bytes than may be read.
    #[error("more than {0} bytes")]
    Large(u64),
    /// It is no text in UTF-8 or UTF-16.
    #[error("not text, at line {0}")]
    Text(usize),
}

/// The bytes of a regular file, of `bound` at most.
pub fn read(path: &Path, bound: u64) -> Result<Vec<u8>, ReadError> {
    bounded(open(path)?, bound)
}

/// Opens a regular file to be read; one of another kind is never waited for.
pub fn open(path: &Path) -> Result<File, ReadError> {
    let found = fs::metadata(path)?;
    if found.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    if !found.is_file() {
        return Err(ReadError::Special);
    }
    Ok(File::open(path)?)
}

/// What the system says of a file that nobody can write without its saying something else: where the file lies, how long
/// it is, when it was written and, which no program can choose, when the system last changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    number: u64,
    length: u64,
    written: (i64, i64),
    changed: (i64, i64),
}

/// How long before now a file must have been changed last: the clock of a file system stands still between its ticks, and
/// a file that is changed twice within one says the same after both.
const TICK: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a regular file; none where the system does not tell of all that, or the file was changed just now.
    #[must_use]
    pub fn of(path: &Path, now: SystemTime) -> Option<Self> {
        let stamp = Self::told(&open(path).ok()?.metadata().ok()?)?;
        let last = stamp.changed.max(stamp.written).0;
        let before = now.checked_sub(TICK)?.duration_since(UNIX_EPOCH).ok()?;
        (last < i64::try_from(before.as_secs()).ok()?).then_some(stamp)
    }

    #[cfg(unix)]
    fn told(found: &fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let (written, changed) = ((found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec()));
        Some(Self { number: found.ino(), length: found.len(), written, changed })
    }

    #[cfg(not(unix))]
    const fn told(_: &fs::Metadata) -> Option<Self> {
        None
    }
}

/// Which file lies at a path: another one that is put there has another identity. Where the system gives files no number,
/// all have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    /// The identity of the file that lies there.
    #[cfg(unix)]
    pub fn of(path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).map(|found| Self { device: found.dev(), number: found.ino() })
    }

    /// The identity of the file that lies there.
    #[cfg(not(unix))]
    pub fn of(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|_| Self { device: 0, number: 0 })
    }
}

/// All that `input` gives, of `bound` bytes at most.
pub fn bounded(input: impl Read, bound: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    input.take(bound.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > bound { Err(ReadError::Large(bound)) } else { Ok(bytes) }
}

/// The text of a regular file: UTF-8, with or without a byte-order mark, or UTF-16 with one.
pub fn read_text(path: &Path, bound: u64) -> Result<String, ReadError> {
    text(read(path, bound)?)
}

/// The text that these bytes are.
pub fn text(bytes: Vec<u8>) -> Result<String, ReadError> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks(2).map(|pair| pair.try_into().map_or(0xd800, unit));
        let mut line = 1;
        let mut text = String::with_capacity(bytes.len());
        for c in char::decode_utf16(units) {
            let c = c.map_err(|_| ReadError::Text(line))?;
            line += usize::from(c == '\n');
            text.push(c);
        }
        Ok(text)
    };
    match &bytes[..] {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec()),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        ReadError::Text(error.as_bytes()[..valid].split(|b| *b == b'\n').count())
    })
}

/// The bytes of a text in the form that others have: UTF-16 or UTF-8, with a byte-order mark or without.
#[must_use]
pub fn in_form_of(others: &[u8], text: &str) -> Vec<u8> {
    let wide = |unit: fn(u16) -> [u8; 2]| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect();
    match others {
        [0xff, 0xfe, ..] => wide(u16::to_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::to_be_bytes),
        [0xef, 0xbb, 0xbf, ..] => ["\u{feff}", text].concat().into(),
        _ => text.into(),
    }
}

/// How long is waited for another program that changes a file of the same folder.
const PATIENCE: Duration = Duration::from_secs(2);

/// Keeps other programs that ask for it from changing a file of this folder, until it is dropped. None where the system
/// cannot, or one of them does not come to an end.
#[must_use]
pub fn lock(folder: &Path) -> Option<File> {
    let lock = File::open(folder).ok()?;
    let start = Instant::now();
    while let Err(TryLockError::WouldBlock) = lock.try_lock() {
        if start.elapsed() > PATIENCE {
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
    Some(lock)
}

/// Puts `bytes` at `path`, in place of what stands there: all of them or none.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Draft::write(path, bytes)?.put()
}

/// Puts `bytes` at `path`, where nothing may stand yet.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Draft::write(path, bytes)?.put_new()
}

/// Puts pieces of bytes that can be made again at `path`, one after the other: all of them or none, and nobody waits until
/// they are on disk. Who reads them must see for himself whether they are whole.
pub fn write_again<'a>(path: &Path, pieces: impl Iterator<Item = &'a [u8]>) -> io::Result<()> {
    let mut draft = Draft::new(path)?;
    let mut file = OpenOptions::new().write(true).open(&draft.beside)?;
    for piece in pieces {
        file.write_all(piece)?;
    }
    drop(file);
    fs::rename(&draft.beside, &draft.place)?;
    draft.done = true;
    Ok(())
}

/// What the names of files begin with that are being written beside their places.
pub const DRAFT: &str = ".dlrev-";

/// A file that is written beside its place. It is removed unless it is put there.
#[derive(Debug)]
pub struct Draft {
    beside: PathBuf,
    place: PathBuf,
    done: bool,
}

impl Draft {
    /// An empty file beside `path`, readable by its owner alone where the system knows owners.
    pub fn new(path: &Path) -> io::Result<Self> {
        Self::with_mode(path, 0o600)
    }

    fn with_mode(path: &Path, mode: u32) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // What a link leads to is replaced, not the link.
        let place = fs::canonicalize(path).or_else(|_| std::path::absolute(path))?;
        match fs::metadata(&place) {
            Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
            _ => {}
        }
        place.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        // A short name, whatever the length of the other.
        let beside = format!("{DRAFT}{}-{}.part", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let beside = place.with_file_name(beside);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        #[cfg(not(unix))]
        let _ = mode;
        options.open(&beside)?;
        Ok(Self { beside, place, done: false })
    }

    /// A file beside `path` with these bytes, synced, with the rights of the file that it will replace.
    pub fn write(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        let draft = Self::with_mode(path, 0o666)?;
        if let Ok(found) = fs::metadata(&draft.place) {
            if found.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            fs::set_permissions(&draft.beside, found.permissions())?;
        }
        let mut file = OpenOptions::new().write(true).open(&draft.beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(draft)
    }

    /// Where it is going to be.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Where it is written.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.beside
    }

    /// Puts it at its place, over what stands there.
    pub fn put(mut self) -> io::Result<()> {
        fs::rename(&self.beside, &self.place)?;
        self.done = true;
        sync_folder(&self.place);
        Ok(())
    }

    /// Puts it at its place, where nothing may stand.
    pub fn put_new(mut self) -> io::Result<()> {
        match fs::hard_link(&self.beside, &self.place) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // A file system without links.
            Err(_) if fs::symlink_metadata(&self.place).is_ok() => return Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => {
                fs::rename(&self.beside, &self.place)?;
                self.done = true;
            }
        }
        sync_folder(&self.place);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Bytes that are written to see whether anything can be: a disk may have room for names alone.
static TRIED: [u8; 1 << 16] = [0; 1 << 16];

/// Whether a file can be written at `path`, or in its place: one is, beside it, and taken away again.
pub fn try_to_write(path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().readonly()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let draft = Draft::new(path)?;
    let mut file = OpenOptions::new().write(true).open(&draft.beside)?;
    file.write_all(&TRIED)?;
    file.sync_all()
}

/// Makes a change of names last. Not every system can, and the file itself is synced.
pub fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Makes a folder and those above it, for its owner alone where the system knows owners.
pub fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        write(&file, b"old").unwrap();
        let draft = Draft::write(&file, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"old");
        drop(draft);
        write(&file, b"newer").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"newer");
        assert_eq!(write_new(&file, b"no").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn text_is_read_with_any_byte_order_mark() {
        let wide = |unit: fn(u16) -> [u8; 2]| "\u{feff}值 1\n".encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes), "\u{feff}值 1\n".into(), "值 1\n".into()] {
            assert_eq!(text(bytes.clone()).unwrap(), "值 1\n");
            assert_eq!(in_form_of(&bytes, "值 1\n"), bytes, "it is written as it was read");
        }
        assert!(matches!(text(b"a\nb\xff".to_vec()), Err(ReadError::Text(2))));
        assert!(matches!(text(b"\xff\xfea\0\n\0b".to_vec()), Err(ReadError::Text(2))));
    }

    #[test]
    fn what_is_too_large_or_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, [0; 9]).unwrap();
        assert!(matches!(read(&file, 8), Err(ReadError::Large(8))));
        assert_eq!(read(&file, 9).unwrap().len(), 9);
        assert!(matches!(read(folder.path(), 9), Err(ReadError::Io(why)) if why.kind() == io::ErrorKind::IsADirectory));
        #[cfg(unix)]
        assert!(matches!(read(Path::new("/dev/zero"), 9), Err(ReadError::Special)));
    }
}
