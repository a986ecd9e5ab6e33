//! How long a screen's first frame takes, from the start of the program in a terminal of its own to the last byte of
//! the frame: `cargo bench --bench screens`. Prints the least, the median and the most of `RUNS` (20) runs.

use std::error::Error;
use std::io::{Read as _, Write as _, stdout};
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use std::{env, thread};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

type Failure = Box<dyn Error>;

const SCREENS: [(&str, &str); 6] = [
    ("home", ""),
    ("quiz of all topics", "quiz"),
    ("quiz of one topic", "quiz --topic cnn"),
    ("review", "review"),
    ("drill", "drill"),
    ("notes", "notes"),
];

/// After so long without a byte the frame is whole.
const QUIET: Duration = Duration::from_millis(150);

fn main() -> Result<(), Failure> {
    if !env::args().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let runs: usize = env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(20);
    let data = tempfile::tempdir()?;
    for (screen, args) in SCREENS {
        let frames = (0..runs.max(1)).map(|_| first_frame(args, data.path())).collect::<Result<Vec<_>, _>>()?;
        let mut times: Vec<f64> = frames.iter().map(|(time, _)| time.as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        let (least, median, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
        let bytes = frames.last().map_or(0, |(_, bytes)| *bytes);
        writeln!(stdout(), "{screen:<20}{least:6.1} {median:6.1} {most:6.1} ms, {bytes} bytes")?;
    }
    Ok(())
}

/// Until when the first frame was written, and how many bytes it took.
fn first_frame(args: &str, data: &Path) -> Result<(Duration, usize), Failure> {
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
            if send.send((start.elapsed(), count)).is_err() {
                break;
            }
        }
    });
    let (mut last, mut bytes) = output.recv_timeout(Duration::from_secs(10))?;
    while let Ok((at, more)) = output.recv_timeout(QUIET) {
        last = at;
        bytes += more;
    }
    child.kill()?;
    child.wait()?;
    Ok((last, bytes))
}
