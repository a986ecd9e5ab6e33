//! The pages are run: every ```console block of one in order, in one folder, and what it shows is what comes.
//!
//! A line `$ …` is given to the shell; the lines after it are its output. A line `…` stands for the rest. A ```toml
//! block whose first line is `# PATH` is written to that path. `UPDATE_README=1` writes the outputs anew.

#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{PROGRAM, set_up};

/// What stands for output that is left out.
const ELISION: &str = "…";

/// Where the blocks are run.
struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    /// Standard output and then standard error of a command line.
    fn run(&self, line: &str) -> String {
        let binary = Path::new(PROGRAM).parent().unwrap().to_owned();
        let path = env::join_paths(
            std::iter::once(binary).chain(env::split_paths(&env::var_os("PATH").unwrap()).collect::<Vec<PathBuf>>()),
        );
        let output = set_up(Command::new("sh"))
            .args(["-c", line])
            .current_dir(self.folder.path())
            .env("PATH", path.unwrap())
            .env("DLREV_DATA", self.folder.path().join(".record"))
            .env("DLREV_NOW", "2026-11-23T10:00:00+08:00")
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

/// A page with the outputs that come now.
fn rerun(page: &str) -> String {
    let shell = Shell { folder: tempfile::tempdir().unwrap() };
    let lines: Vec<&str> = page.lines().collect();
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

/// The pages whose blocks are run.
const PAGES: [&str; 5] = ["README.md", "docs/RECORD.md", "docs/COURSES.md", "CONTRIBUTING.md", "ARCHITECTURE.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_the_pages_show_is_what_comes() {
    for page in PAGES {
        let path = root().join(page);
        let shown = fs::read_to_string(&path).unwrap();
        let now = rerun(&shown);
        if env::var_os("UPDATE_README").is_some() {
            fs::write(path, now).unwrap();
        } else {
            let first = shown.lines().zip(now.lines()).enumerate().find(|(_, (shown, comes))| shown != comes);
            assert!(
                shown == now,
                "{page}: run again with UPDATE_README=1 and look at the difference; it begins at {first:?} (line from 0: shown, comes)"
            );
        }
    }
}

/// The lines of the ```sh blocks of the pages: what a developer types.
fn typed() -> Vec<String> {
    let mut typed = Vec::new();
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
        typed.extend(blocks.flat_map(str::lines).map(|line| line.split('#').next().unwrap().trim().to_owned()));
    }
    typed
}

#[test]
fn what_a_developer_is_told_to_type_works() {
    let shell = Shell { folder: tempfile::tempdir().unwrap() };
    let recipes = fs::read_to_string(root().join("justfile")).unwrap();
    let mut run = 0;
    for line in typed() {
        if let Some(arguments) = line.strip_prefix("cargo run --release -- ") {
            assert!(shell.run(&format!("dlrev {arguments} > out && echo done")).contains("done"), "{line}");
            run += 1;
        } else if let Some(recipe) = line.strip_prefix("just ") {
            assert!(recipes.lines().any(|known| known.starts_with(&format!("{recipe}:"))), "{line}");
        } else {
            // This very command runs.
            assert_eq!(line, "cargo test");
        }
    }
    assert!(run > 0);
}

#[test]
fn the_pages_name_files_that_exist() {
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let beside = root().join(page).with_file_name("");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let links = links.filter(|link| !link.starts_with("http") && !link.starts_with('#'));
        let paths =
            text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("src/") || code.starts_with("tests/"));
        for (from, path) in links.map(|link| (&*beside, link)).chain(paths.map(|path| (root(), path))) {
            let exact = path.split(['*', '#']).next().unwrap();
            assert!(from.join(exact).exists(), "{page}: {path}");
        }
    }
}
