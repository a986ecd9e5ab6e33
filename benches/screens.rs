//! How long a screen's first frame takes, from the start of the program in a terminal of its own to the last byte of
//! the frame, and how long the frame after a key: `cargo bench --bench screens`. Prints the least, the median and the
//! most of `RUNS` (20) runs, and fails where a median is beyond what a person waits for without noticing.

#![allow(clippy::disallowed_methods, reason = "a bench prints what it measured")]

use std::error::Error;
use std::io::{Read as _, Write as _, stdout};
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use std::{env, thread};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

type Failure = Box<dyn Error>;

const SCREENS: [(&str, &str); 7] = [
    ("home", ""),
    ("quiz of all topics", "quiz"),
    ("quiz of one topic", "quiz --topic cnn"),
    ("review", "review"),
    ("drill", "drill"),
    ("notes", "notes"),
    ("cover of an exam", "exam"),
];

/// What a first frame, and the frame after a key, may take.
const FIRST: Duration = Duration::from_millis(50);
const NEXT: Duration = Duration::from_millis(16);

/// A key that changes something on most screens: down.
const KEY: &[u8] = b"\x1b[B";

/// After so long without a byte the frame is whole.
const QUIET: Duration = Duration::from_millis(150);

fn main() -> Result<(), Failure> {
    if !env::args().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let runs: usize = env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(20);
    let data = tempfile::tempdir()?;
    let mut late = Vec::new();
    for (screen, args) in SCREENS {
        let shown = (0..runs.max(1)).map(|_| shown(args, data.path())).collect::<Result<Vec<_>, _>>()?;
        let first = report(&format!("{screen}, first"), shown.iter().map(|shown| shown.first).collect())?;
        let keys: Vec<Duration> = shown.iter().filter_map(|shown| shown.key).collect();
        if first > FIRST {
            late.push(screen);
        }
        if !keys.is_empty() && report(&format!("{screen}, key"), keys)? > NEXT {
            late.push(screen);
        }
    }
    if late.is_empty() { Ok(()) } else { Err(format!("too slow: {}", late.join(", ")).into()) }
}

/// Prints the least, the median and the most. Gives the median.
fn report(what: &str, mut times: Vec<Duration>) -> Result<Duration, Failure> {
    times.sort_unstable();
    let (least, median, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    let [a, b, c] = [least, median, most].map(|time| time.as_secs_f64() * 1e3);
    writeln!(stdout(), "{what:<28}{a:6.1} {b:6.1} {c:6.1} ms")?;
    Ok(median)
}

/// How long the frames of one run took.
struct Shown {
    first: Duration,
    /// After a key; none where it changed nothing.
    key: Option<Duration>,
}

/// Starts the program, and presses a key once its first frame is whole.
fn shown(args: &str, data: &Path) -> Result<Shown, Failure> {
    let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size)?;
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dlrev"));
    command.args(args.split_whitespace());
    command.env("TERM", "xterm-256color");
    command.env("DLREV_LANG", "zh");
    command.env("DLREV_DATA", data);
    command.env("DLREV_CONFIG", "/dev/null");
    let mut reader = pair.master.try_clone_reader()?;
    let (send, output) = channel();
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command)?;
    drop(pair.slave);
    thread::spawn(move || {
        let mut buffer = vec![0; 65536];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if send.send((Instant::now(), count)).is_err() {
                break;
            }
        }
    });
    let mut last = output.recv_timeout(Duration::from_secs(10))?.0;
    while let Ok((at, _)) = output.recv_timeout(QUIET) {
        last = at;
    }
    let first = last - start;
    let pressed = Instant::now();
    let mut writer = pair.master.take_writer()?;
    writer.write_all(KEY)?;
    writer.flush()?;
    let mut key = None;
    while let Ok((at, _)) = output.recv_timeout(QUIET) {
        key = Some(at - pressed);
    }
    child.kill()?;
    child.wait()?;
    Ok(Shown { first, key })
}
