//! The README is run: every ```console block in order, in one folder, and what it shows is what comes.
//!
//! A line `$ …` is given to the shell; the lines after it are its output. A line `…` stands for the rest. A ```toml
//! block whose first line is `# PATH` is written to that path. `UPDATE_README=1` writes the outputs anew.

#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands for output that is left out.
const ELISION: &str = "…";

/// Where the blocks are run.
struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    /// Standard output and then standard error of a command line.
    fn run(&self, line: &str) -> String {
        let binary = Path::new(env!("CARGO_BIN_EXE_dlrev")).parent().unwrap().to_owned();
        let path = env::join_paths(
            std::iter::once(binary).chain(env::split_paths(&env::var_os("PATH").unwrap()).collect::<Vec<PathBuf>>()),
        );
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(self.folder.path())
            .env("PATH", path.unwrap())
            .env("DLREV_LANG", "en")
            .env("DLREV_DATA", self.folder.path().join(".record"))
            .env("DLREV_NOW", "2026-11-23T10:00:00+08:00")
            .env("DLREV_CONFIG", "/dev/null")
            .env_remove("DLREV_COURSE")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The lines of a console block with the outputs that come now.
fn console(block: &[&str], shell: &Shell) -> Vec<String> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < block.len() {
        let command = block[at].strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {}", block[at]));
        lines.push(block[at].to_owned());
        let shown: Vec<&str> = block[at + 1..].iter().take_while(|l| !l.starts_with("$ ")).copied().collect();
        at += 1 + shown.len();
        let output = shell.run(command);
        let output: Vec<String> = output.lines().map(|l| l.trim_end().to_owned()).collect();
        match shown.iter().position(|l| *l == ELISION) {
            Some(count) => {
                lines.extend(output.into_iter().take(count));
                lines.push(ELISION.to_owned());
            }
            None => lines.extend(output),
        }
    }
    lines
}

/// The README with the outputs that come now.
fn rerun(readme: &str) -> String {
    let shell = Shell { folder: tempfile::tempdir().unwrap() };
    let lines: Vec<&str> = readme.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        out.push(lines[at].to_owned());
        at += 1;
        let Some(kind) = lines[at - 1].strip_prefix("```").filter(|k| !k.is_empty()) else { continue };
        let block: Vec<&str> = lines[at..].iter().take_while(|l| **l != "```").copied().collect();
        at += block.len() + 1;
        if kind == "console" {
            out.extend(console(&block, &shell));
        } else {
            if let ("toml", Some(path)) = (kind, block.first().and_then(|l| l.strip_prefix("# "))) {
                shell.write(path, &(block.join("\n") + "\n"));
            }
            out.extend(block.iter().map(|&l| l.to_owned()));
        }
        out.push("```".to_owned());
    }
    out.join("\n") + "\n"
}

#[test]
fn what_the_readme_shows_is_what_comes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let now = rerun(&readme);
    if env::var_os("UPDATE_README").is_some() {
        fs::write(path, now).unwrap();
    } else {
        let first = readme.lines().zip(now.lines()).enumerate().find(|(_, (shown, comes))| shown != comes);
        assert!(
            readme == now,
            "run again with UPDATE_README=1 and look at the difference; it begins at {first:?} (line from 0: shown, comes)"
        );
    }
}
