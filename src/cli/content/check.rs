//! `content check`: every problem of every file, with its place.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use clap::ArgMatches;
use notify::{RecursiveMode, Watcher as _};

use super::super::{output, usage};
use super::{Failure, Globals};
use crate::calculation::check::{Finding, check as prove};
use crate::course::messages::{exists, say};
use crate::course::problem::codes;
use crate::course::{Course, Lang, Problem, Severity, check};
use crate::math::budget;
use crate::math::limits::CHECK;
use crate::study::exam::{Flaw, survey};
use crate::study::{Catalog, ExamPlan, ExerciseError, Exercises as _};

/// Variants of each calculation that are drawn at each level.
const VARIANTS: u32 = 8;

/// The file of the blueprint.
const SYLLABUS: &str = "course.toml";

/// How long after a change others are waited for: an editor writes a file in several steps.
const SETTLE: Duration = Duration::from_millis(150);

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    if let Some(code) = matches.get_one::<String>("explain") {
        return explain(code, globals.lang);
    }
    let json = globals.format_among(&["text", "json"])? == "json";
    let folder = matches.get_one::<PathBuf>("folder").cloned().or_else(|| globals.course.clone());
    let course = Course::open(folder.as_deref()).map_err(|e| Failure::Failed(e.sentence(globals.lang)))?;
    match folder.as_deref().filter(|_| matches.get_flag("watch")) {
        Some(folder) => watch(folder, globals, json),
        None => report(&course, globals, json),
    }
}

/// All problems: of the files, of the whole, of what can be proven.
fn problems(course: &Course) -> Vec<Problem> {
    budget::within(CHECK, || found(course))
}

/// That no more can be worked out after this file, if so.
fn spent(path: &str) -> Option<Problem> {
    budget::is_spent().then(|| Problem::new("E048", path, 0..0, vec![("bound", CHECK.to_string())]))
}

fn found(course: &Course) -> Vec<Problem> {
    let mut problems = check::check(course);
    for path in course.own_files_in("calculations") {
        let Some(id) = path.strip_prefix("calculations/").and_then(|p| p.strip_suffix(".toml")) else { continue };
        let loaded = course.calculation(id);
        let sound = loaded.problems.iter().all(|p| p.severity() != Severity::Error);
        problems.extend(loaded.problems);
        if let Some(spec) = loaded.value.filter(|_| sound) {
            problems.extend(prove(&spec, VARIANTS).into_iter().map(|finding| problem(&path, finding)));
        }
        if let Some(spent) = spent(&path) {
            problems.push(spent);
            return problems;
        }
    }
    problems.extend(unposed(course));
    // A course in which something is not there cannot make up a paper as it should.
    let sound = problems.iter().all(|p| p.severity() != Severity::Error && p.code != "W108");
    problems.extend(sound.then(|| uneven_papers(course)).into_iter().flatten());
    problems
}

/// How many papers are drawn by the blueprint.
const PAPERS: u64 = 200;

/// What is wrong with papers that the course's blueprint makes.
fn uneven_papers(course: &Course) -> Vec<Problem> {
    let Some(plan) = course.syllabus().value.as_ref().and_then(ExamPlan::new) else { return Vec::new() };
    let source = course.file(SYLLABUS).unwrap_or_default();
    let place = |text: &str| source.find(text).map_or(0..0, |at| at..at + text.len());
    let seed = |seed: u64| ("seed", seed.to_string().into());
    let of = |papers: usize| ("papers", papers.to_string().into());
    let flaws = survey(&plan, &course.topics(), PAPERS).into_iter().map(|flaw| {
        let (code, span, mut args) = match flaw {
            Flaw::Short { part, wanted, papers, seed: first } => {
                let span = place(&format!("'{}'", part.zh));
                ("W109", span, vec![("part", part), ("count", wanted.to_string().into()), of(papers), seed(first)])
            }
            Flaw::Twice { statement, papers, seed: first } => {
                ("W110", place("[exam]"), vec![("id", statement.to_string().into()), of(papers), seed(first)])
            }
            Flaw::OneSided { papers, seed: first } => ("W111", place("[exam]"), vec![of(papers), seed(first)]),
            Flaw::Beyond { papers, seed: first } => ("W113", place("beyond"), vec![of(papers), seed(first)]),
            Flaw::Uneven { topic, points, wanted } => {
                let number = |points: f64| format!("{points:.1}").into();
                let span = place(&format!("'{topic}'"));
                (
                    "W112",
                    span,
                    vec![("id", topic.to_string().into()), ("points", number(points)), ("wanted", number(wanted))],
                )
            }
        };
        args.push(("of", PAPERS.to_string().into()));
        Problem { code, path: SYLLABUS.to_owned(), span, args }
    });
    flaws.collect()
}

/// How many variants are posed of a question or card whose numbers are drawn.
const POSED: u32 = 12;

/// Computed questions and cards that cannot be asked.
fn unposed(course: &Course) -> Vec<Problem> {
    let catalog = Catalog::new(course.clone());
    let mut problems = Vec::new();
    for path in course.own_files_in("topics") {
        let Some(topic) = course.topic_file(&path).value else { continue };
        let questions = topic.questions.iter().filter_map(|q| Some((&q.id, q.body.computed()?.clone())));
        let cards = topic.cards.iter().filter_map(|c| Some((&c.id, c.face.computed()?)));
        let failed = questions.chain(cards).filter_map(|(id, computed)| {
            let seeds = if computed.given.is_empty() { 0..POSED } else { 0..1 };
            let mut posed = seeds.map(|seed| catalog.of_question(&computed, seed.wrapping_mul(0x9E37_79B9)));
            posed.find_map(|posed| match posed {
                // That there is no such calculation is a problem of its own.
                Ok(_) | Err(ExerciseError::Unknown(_)) => None,
                Err(error) => Some((id, error.to_string())),
            })
        });
        let source = course.file(&path).unwrap_or_default();
        problems.extend(
            failed
                // What cannot be posed any more may be sound.
                .take_while(|_| !budget::is_spent())
                .take(check::MOST)
                .map(|(id, what)| Problem::new("E028", &path, check::of_item(&source, id), vec![("what", what)])),
        );
        if let Some(spent) = spent(&path) {
            problems.push(spent);
            break;
        }
    }
    problems
}

/// What does not hold of a calculation, as a problem of its file.
fn problem(path: &str, finding: Finding) -> Problem {
    let (code, args) = match finding {
        Finding::Example { source, key, expected, got } => (
            "E020",
            vec![("key", format!("{key} ({source})").into()), ("expected", expected.into()), ("got", got.into())],
        ),
        Finding::Broken { what } => ("E026", vec![("what", what)]),
        Finding::Stranger { step, name } => ("E041", vec![("step", step), ("name", name.into())]),
        Finding::Unsaid { flag, code } => ("E042", vec![("flag", flag.into()), ("code", code.into())]),
        Finding::Written { of, text, what } => ("E043", vec![("of", of.into()), ("text", text.into()), ("what", what)]),
        Finding::Never { id, name } => ("E046", vec![("id", id.into()), ("name", name.into())]),
        Finding::Unsettled { keys, id } => ("E044", vec![("keys", keys.into()), ("id", id.into())]),
        Finding::Unfounded { keys, id } => ("E045", vec![("keys", keys.into()), ("id", id.into())]),
        Finding::Grading { code } => ("E027", vec![("code", code.into())]),
    };
    Problem { code, path: path.to_owned(), span: 0..0, args }
}

fn report(course: &Course, globals: &Globals, json: bool) -> Result<(), Failure> {
    let lang = globals.lang;
    let mut problems = problems(course);
    problems.sort_by(|a, b| (&a.path, a.span.start).cmp(&(&b.path, b.span.start)));
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
    if json {
        output::line(&serde_json::Value::Array(shown).to_string())?;
    } else {
        output::write(&text)?;
    }
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
