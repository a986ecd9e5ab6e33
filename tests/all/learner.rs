//! The program as a user runs it: arguments and input in, output and exit code out.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::dlrev;

/// A course of seven questions, one of each kind that needs no calculation, and four cards.
pub fn small_course() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small")
}

/// A folder with the small course and these files beside or over its own.
pub fn course_with(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = ["course.toml", "topics/01-tea.toml"].map(|path| (path, fs::read(small_course().join(path)).unwrap()));
    for (path, text) in own.iter().map(|(path, text)| (*path, text.as_slice())).chain(files.iter().copied()) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A learner with a folder and a clock of their own.
pub struct Learner {
    folder: TempDir,
    now: String,
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The JSON lines of the output.
    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
    }

    /// The `type` of each line.
    pub fn types(&self) -> Vec<String> {
        self.lines().iter().map(|line| line["type"].as_str().unwrap().to_owned()).collect()
    }
}

impl Learner {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), now: "2026-11-23T10:00:00+08:00".to_owned() }
    }

    /// Sets the clock.
    pub fn at(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// The program with these arguments, in English, at this learner's time, ready to run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = dlrev();
        command
            .args(args)
            .env("DLREV_DATA", self.data())
            .env("DLREV_NOW", &self.now)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program on this input.
    pub fn run(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(args).spawn().unwrap();
        // The program may end before it has read everything.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a session over the small course as JSON lines.
    pub fn session(&self, args: &[&str], input: &str) -> Ran {
        let course = small_course();
        let all = [args, &["--course", course.to_str().unwrap(), "--format", "jsonl"]].concat();
        self.run(&all, input)
    }

    /// The lines of the record's export.
    pub fn export(&self) -> Vec<Value> {
        let ran = self.run(&["record", "export"], "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.lines()
    }
}
