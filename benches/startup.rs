//! Whole processes from start to end against an empty Rust program, run in turn: `cargo bench --bench startup`.
//!
//! Prints the median wall and processor time of each command and their ratios to the empty program's, taken run by
//! run, so that a machine that is busy for a while slows both. `RUNS` (200) sets how many; commands that take longer
//! get fewer. Processor time is what the kernel says of a process that has ended (Linux); elsewhere there is wall time
//! alone.

#![allow(clippy::disallowed_methods, reason = "a bench prints what it measured")]

use std::error::Error;
use std::io::{Read as _, Write as _, stdout};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

type Failure = Box<dyn Error>;

/// What is run, and how many of its runs make one in `RUNS`.
const COMMANDS: &[(&str, usize)] = &[
    ("calc conv --n 32 --f 5 --p 2 --s 1", 1),
    ("calc conv --n 32 --f 5 --p 2 --s 1 --format json", 1),
    ("calc attention --q 1,0;0,1 --k 1,0;0,1 --v 1;2", 1),
    ("calc conv --help", 1),
    ("calc --help", 1),
    ("--help", 1),
    ("drill conv --seed 1 --format jsonl", 4),
    ("quiz --topic cnn --seed 1 --format jsonl", 4),
    ("quiz --seed 1 --format jsonl", 8),
    ("review --format jsonl", 8),
    ("notes cnn --plain", 4),
    ("search 梯度", 8),
];

/// How long one run took.
struct Taken {
    wall: Duration,
    processor: Option<Duration>,
}

fn main() -> Result<(), Failure> {
    if !env::args().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let runs: usize = env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(200);
    let folder = tempfile::tempdir()?;
    let empty = empty_program(folder.path())?;
    let mut out = stdout();
    writeln!(out, "median of each, and of the ratios to an empty program")?;
    for (line, share) in COMMANDS {
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for _ in 0..(runs / share).max(5) {
            ours.push(run(Path::new(env!("CARGO_BIN_EXE_dlrev")), line, folder.path())?);
            theirs.push(run(&empty, "", folder.path())?);
        }
        writeln!(out, "dlrev {line}")?;
        compare("wall", &ours, &theirs, |taken| Some(taken.wall))?;
        compare("processor", &ours, &theirs, |taken| taken.processor)?;
    }
    Ok(())
}

/// `fn main() {}`, built as the program is.
fn empty_program(folder: &Path) -> Result<std::path::PathBuf, Failure> {
    let (source, program) = (folder.join("empty.rs"), folder.join("empty"));
    fs::write(&source, "fn main() {}\n")?;
    let options = ["--edition", "2024", "-C", "opt-level=3", "-C", "panic=abort", "-C", "strip=symbols", "-o"];
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let built = Command::new(rustc).args(options).args([&program, &source]).status()?;
    if built.success() { Ok(program) } else { Err("the empty program does not build".into()) }
}

/// Runs a program to its end; its input is empty, its output read.
fn run(program: &Path, line: &str, data: &Path) -> Result<Taken, Failure> {
    let mut command = Command::new(program);
    command.args(line.split_whitespace()).env("DLREV_LANG", "en");
    command.env("DLREV_DATA", data).env("DLREV_CONFIG", data.join("none.toml")).env("XDG_CACHE_HOME", data);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn()?;
    if let Some(mut output) = child.stdout.take() {
        output.read_to_end(&mut Vec::new())?;
    }
    let processor = processor(&child);
    child.wait()?;
    Ok(Taken { wall: start.elapsed(), processor })
}

/// The processor time of a child that has closed its output, read between its end and the moment it is waited for.
fn processor(child: &Child) -> Option<Duration> {
    let folder = Path::new("/proc").join(child.id().to_string());
    loop {
        let status = fs::read_to_string(folder.join("stat")).ok()?;
        if status.rsplit(')').next()?.trim_start().starts_with('Z') {
            break;
        }
        thread::yield_now();
    }
    let nanoseconds = fs::read_to_string(folder.join("schedstat")).ok()?;
    Some(Duration::from_nanos(nanoseconds.split(' ').next()?.parse().ok()?))
}

fn compare(what: &str, ours: &[Taken], theirs: &[Taken], time: fn(&Taken) -> Option<Duration>) -> Result<(), Failure> {
    let seconds = |all: &[Taken]| -> Option<Vec<f64>> { all.iter().map(|t| Some(time(t)?.as_secs_f64())).collect() };
    let (Some(ours), Some(theirs)) = (seconds(ours), seconds(theirs)) else { return Ok(()) };
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs).collect();
    let [ours, theirs] = [ours, theirs].map(|times| median(times) * 1e3);
    let ratio = median(ratios);
    Ok(writeln!(stdout(), "  {what:<10}{ours:7.2} ms against {theirs:.2} ms: {ratio:.2} times")?)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
