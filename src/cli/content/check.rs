//! `content check`: every problem of every file, with its place.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use clap::ArgMatches;
use notify::{RecursiveMode, Watcher as _};

use super::super::{output, usage};
use super::problems::problems;
use super::{Failure, Globals};
use crate::course::messages::{exists, say};
use crate::course::problem::codes;
use crate::course::{Course, CourseError, Lang, Severity, check};

/// How long after a change others are waited for: an editor writes a file in several steps.
const SETTLE: Duration = Duration::from_millis(150);

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    if let Some(code) = matches.get_one::<String>("explain") {
        return explain(code, globals.lang);
    }
    let json = globals.format_among(&["text", "json"])? == "json";
    let folder = super::folder(matches.get_one::<PathBuf>("folder"), globals);
    let course = Course::open(folder.as_deref()).map_err(|error| {
        let CourseError::Folder(path) = &error;
        // It is the folder that was named here, and no --course.
        let named = matches.contains_id("folder");
        let here = || say(globals.lang, "course.no-folder-here", &[("path", &path.display())]);
        Failure::Failed(if named { here() } else { error.sentence(globals.lang) })
    })?;
    match folder.as_deref().filter(|_| matches.get_flag("watch")) {
        Some(folder) => watch(folder, globals, json),
        None => report(&course, globals, json),
    }
}

fn report(course: &Course, globals: &Globals, json: bool) -> Result<(), Failure> {
    let lang = globals.lang;
    let mut problems = problems(course);
    problems.sort_by(|a, b| (&a.path, a.span.start).cmp(&(&b.path, b.span.start)));
    // One rule of drawing stands for three levels.
    problems.dedup();
    let mut sources: HashMap<String, String> = HashMap::new();
    let mut shown = Vec::new();
    let mut text = String::new();
    let mut of_file: HashMap<&str, usize> = HashMap::new();
    for problem in &problems {
        let count = of_file.entry(&problem.path).or_default();
        *count += 1;
        if *count > check::MOST {
            continue;
        }
        let source = sources
            .entry(problem.path.clone())
            .or_insert_with(|| course.file(&problem.path).unwrap_or_default().into_owned());
        if json {
            shown.push(problem.json(source, lang));
        } else {
            text.push_str(&problem.render(source, lang, globals.color));
        }
    }
    output::heard(if json {
        output::line(&serde_json::Value::Array(shown).to_string())
    } else {
        output::write(&text)
    })?;
    let errors = problems.iter().filter(|p| p.severity() == Severity::Error).count();
    let warnings = problems.len() - errors;
    let said = say(lang, "content.found", &[("errors", &errors), ("warnings", &warnings)]);
    if errors > 0 {
        return Err(Failure::Content(said));
    }
    output::message(&said);
    Ok(())
}

/// Checks again whenever something in the folder changes.
fn watch(folder: &Path, globals: &Globals, json: bool) -> Result<(), Failure> {
    let failed = |e: &dyn std::fmt::Display| Failure::Failed(format!("{}: {e}", folder.display()));
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|e| !e.kind.is_access()) {
            // Nobody listens any more once the program is on its way out.
            let _ = sender.send(());
        }
    })
    .map_err(|e| failed(&e))?;
    watcher.watch(folder, RecursiveMode::Recursive).map_err(|e| failed(&e))?;
    loop {
        let course = Course::open(Some(folder)).map_err(|e| Failure::Failed(e.sentence(globals.lang)))?;
        match report(&course, globals, json) {
            Err(Failure::Content(said)) => output::message(&said),
            done => done?,
        }
        changes.recv().map_err(|e| failed(&e))?;
        while changes.recv_timeout(SETTLE).is_ok() {}
    }
}

/// What a code means.
fn explain(code: &str, lang: Lang) -> Result<(), Failure> {
    let code = code.trim().to_uppercase();
    // `E010n` is `E010` with a near name.
    let code = code.strip_suffix('N').unwrap_or(&code);
    let key = format!("check.{code}.explain");
    if exists(&key) {
        return output::line(&format!("{code}: {}", say(lang, &key, &[])));
    }
    Err(Failure::Usage(usage::unknown("content.unknown-code", code, codes(), lang)))
}
