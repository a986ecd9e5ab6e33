//! What lies in a write-ahead log, by its format (<https://sqlite.org/fileformat2.html#the_write_ahead_log>): how many
//! transactions, and which pages of the database they change. Read without `SQLite`, which would take the log for that of the database beside it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes of the log's own head, and of the head of a frame.
const HEADS: (u64, usize) = (32, 24);

/// Bytes that a page can have.
const LARGEST_PAGE: usize = 1 << 16;

/// The log beside a database.
pub(super) fn log_of(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// The path with `suffix` behind its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// What lies beside a database in the place of one of its own files and is none: a folder, a pipe, a device, or a link that
/// leads nowhere.
pub(super) fn no_file_beside(path: &Path) -> Option<PathBuf> {
    let is_none =
        |path: &PathBuf| fs::symlink_metadata(path).is_ok() && !fs::metadata(path).is_ok_and(|found| found.is_file());
    ["-wal", "-shm", "-journal"].into_iter().map(|suffix| beside(path, suffix)).find(is_none)
}

/// What the finished transactions of a log come to.
#[derive(Default)]
struct Finished {
    /// Bytes of a page.
    size: usize,
    count: i64,
    /// Where the log has each page that they change, as the last of them left it.
    pages: HashMap<u32, u64>,
}

/// How many finished transactions the log beside a database has.
pub(super) fn transactions(path: &Path) -> io::Result<i64> {
    Ok(finished(&mut File::open(log_of(path))?)?.count)
}

/// Whether each page that the log beside a database changes stands so in the database already.
pub(super) fn is_home(path: &Path) -> io::Result<bool> {
    let (mut database, mut log) = (File::open(path)?, File::open(log_of(path))?);
    let Finished { size, pages, .. } = finished(&mut log)?;
    let (mut there, mut here) = (vec![0; size], vec![0; size]);
    for (page, place) in pages {
        log.seek(SeekFrom::Start(place))?;
        log.read_exact(&mut there)?;
        database.seek(SeekFrom::Start(u64::from(page).saturating_sub(1) * size as u64))?;
        if database.read_exact(&mut here).is_err() || here != there {
            return Ok(false);
        }
    }
    Ok(true)
}

fn finished(log: &mut File) -> io::Result<Finished> {
    let number = |bytes: &[u8]| bytes.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    let mut log = BufReader::new(log);
    let mut head = [0; HEADS.0 as usize];
    log.read_exact(&mut head)?;
    let (size, salt) = (number(&head[8..12]) as usize, &head[16..24]);
    if size > LARGEST_PAGE {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let (mut finished, mut begun) = (Finished { size, ..Finished::default() }, Vec::new());
    let (mut frame, mut place) = ([0; HEADS.1], HEADS.0);
    // Behind the frames of this log there may be those of an earlier one, which had another salt.
    while log.read_exact(&mut frame).is_ok() && frame[8..16] == *salt {
        place += HEADS.1 as u64;
        begun.push((number(&frame[..4]), place));
        let ends_a_transaction = number(&frame[4..8]) > 0;
        if ends_a_transaction {
            finished.count += 1;
            finished.pages.extend(begun.drain(..));
        }
        place += size as u64;
        log.seek_relative(size as i64)?;
    }
    Ok(finished)
}
