//! `dlrev calc KIND …`: one worked computation. Parser and help come from the kind's file alone.

mod files;
pub(super) mod form;
mod help;
mod json;
mod markdown;
mod mine;
pub(super) mod parser;
mod table;
mod text;

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::command::{Done, Ready};
use super::config::cache_folder;
use super::early::Early;
use super::failure::Failure;
use super::globals::Globals;
use super::{output, usage};
use crate::calculation::given::{self, GivenError};
use crate::calculation::{self, Detail, derive, elsewhere, idle, sentence};
use crate::course::messages::say;
use crate::course::spec::{Kind, Spec};
use crate::course::{Course, Lang};

/// Computations that are named where a word belongs to several.
const NAMED: usize = 3;

/// The parser for these arguments, whose kind says what its options are, and the work.
pub(super) fn ready(early: &Early) -> Result<Ready, Failure> {
    let lang = early.lang;
    let course = Course::open(early.course.as_deref()).map_err(|e| Failure::Failed(e.sentence(lang)))?;
    let course = course.trusting_the_bundle();
    let course = match cache_folder() {
        Some(folder) => course.compiling(&folder.join("courses")),
        None => course,
    };
    let Some(kind) = early.part() else {
        let list = move |matches: &ArgMatches, globals: &Globals| without_kind(&course, matches, globals.lang);
        return Ok(Ready { parser: parser::without_kind(lang), run: Box::new(list) });
    };
    let spec = load(&course, kind, lang)?;
    let families = parser::families(&spec, &early.args);
    let of_kind = parser::of_kind(&spec, &families, lang);
    if let Some(flag) = parser::forgotten(&of_kind, &early.args) {
        return Err(Failure::Usage(say(lang, "cli.missing-value", &[("flag", &flag)])));
    }
    let parser = parser::bare(lang).subcommand(of_kind);
    Ok(Ready { parser, run: Box::new(move |matches, globals| run(spec, &families, matches, globals)) })
}

/// One worked computation.
fn run(spec: Spec, families: &[String], matches: &ArgMatches, globals: &Globals) -> Done {
    let lang = globals.lang;
    let format = globals.format_among(&["text", "json", "markdown", "latex"])?;
    let Some((_, matches)) = matches.subcommand() else { return Ok(()) };

    let texts = texts(&spec, families, matches, lang)?;
    let seed = seed(matches, lang)?;
    let usage = |error: GivenError| Failure::Usage(sentence::sentence(&spec, &error.as_typed(&texts), lang));
    let given = given::read(&spec, &texts, &|path| files::read(path, lang), seed).map_err(usage)?;
    if let Some(path) = matches.get_one::<PathBuf>("mine") {
        let lines = calculation::mine::mine(&spec, &given, &mine::read(path, lang)?).map_err(usage)?;
        let json = globals.format_among(&["text", "json"])? == "json";
        output::heard(output::write(&if json { mine::json(&spec, &lines, lang) } else { mine::text(&lines, lang) }))?;
        // What is wrong has been told.
        return if mine::is_right(&lines) { Ok(()) } else { Err(Failure::Failed(String::new())) };
    }
    let saves = saves(matches, lang)?;
    let answers_alone = matches.get_flag("answer-only");
    let detail = match (answers_alone, matches.get_flag("detail")) {
        (true, _) => Detail::Answers,
        (false, false) => Detail::Steps,
        (false, true) => Detail::Inside,
    };
    let derivation = derive(&spec, &given, detail).and_then(|derivation| idle(&spec, &given).map(|()| derivation));
    let derivation = derivation.map_err(usage)?;
    files::save(&derivation, &saves, lang)?;
    let others = if answers_alone { Vec::new() } else { elsewhere(&spec, &given, &derivation) };
    let out = match (format, answers_alone) {
        ("json", true) => json::answers(&derivation),
        ("json", false) => json::derivation(&spec, &derivation, &others, lang),
        (_, true) => text::answers(&derivation, format),
        ("markdown" | "latex", false) => {
            markdown::derivation(&spec, &derivation, lang, format == "latex") + &markdown::elsewhere(&others, lang)
        }
        _ => text::derivation(&spec, &derivation, &others, globals),
    };
    // The process ends here: taking apart what it holds would be a tenth of its work.
    std::mem::forget((spec, derivation));
    output::write(&out)
}

/// `dlrev calc`, `dlrev calc --help`: the kinds by topic.
fn without_kind(course: &Course, matches: &ArgMatches, lang: Lang) -> Done {
    if matches.get_flag("help") {
        return output::write(&help::kinds(course, lang));
    }
    Err(Failure::Usage(say(lang, "calc.which", &[])))
}

fn load(course: &Course, kind: &str, lang: Lang) -> Result<Spec, Failure> {
    let loaded = course.calculation(kind);
    if let Some(spec) = loaded.value.filter(|_| loaded.problems.is_empty()) {
        return Ok(spec);
    }
    if loaded.problems.is_empty() {
        let elsewhere = elsewhere_named(course, kind);
        if !elsewhere.is_empty() {
            let args: [(&str, &dyn std::fmt::Display); 2] = [("given", &kind), ("commands", &elsewhere.join(", "))];
            return Err(Failure::Usage(say(lang, "calc.unknown-kind-word", &args)));
        }
        return Err(Failure::Usage(usage::unknown("calc.unknown-kind", kind, course.calculation_ids(), lang)));
    }
    let source = course.file(&format!("calculations/{kind}.toml")).unwrap_or_default();
    let report: String = loaded.problems.iter().map(|p| p.render(&source, lang, false)).collect();
    Err(Failure::Content(report.trim_end().to_owned()))
}

/// The computations in which something that is no computation by itself is a choice or an answer:
/// `dlrev calc activation --fn softmax`.
fn elsewhere_named(course: &Course, word: &str) -> Vec<String> {
    let specs = course.calculation_ids().into_iter().filter_map(|id| course.calculation(&id).value);
    let named = |spec: Spec| {
        let chosen = spec.params.iter().find(|param| match &param.kind {
            Kind::Choice(words) => words.iter().any(|known| known == word),
            _ => false,
        });
        let answers = || spec.steps.iter().any(|step| step.keys.iter().any(|key| key == word));
        match chosen {
            Some(param) => Some(format!("dlrev calc {} --{} {word}", spec.id, param.flag)),
            None => answers().then(|| format!("dlrev calc {}", spec.id)),
        }
    };
    specs.filter_map(named).take(NAMED).collect()
}

/// The seed of random values; 0 unless given.
fn seed(matches: &ArgMatches, lang: Lang) -> Result<u64, Failure> {
    let Some(text) = matches.get_one::<String>("seed") else { return Ok(0) };
    let wrong = || Failure::Usage(say(lang, "calc.bad-seed", &[("got", text)]));
    text.parse().map_err(|_| wrong())
}

/// What was given, by flag: from `--given FILE`, overridden by the command line.
fn texts(spec: &Spec, families: &[String], matches: &ArgMatches, lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let mut texts: Vec<(String, String)> = match matches.get_one::<PathBuf>("given") {
        Some(path) => {
            let texts = files::given(path, lang)?;
            if let Some((flag, _)) = texts.iter().find(|(flag, _)| spec.param(flag).is_none()) {
                return Err(Failure::Usage(unknown_in_file(spec, flag, path, lang)));
            }
            texts
        }
        None => Vec::new(),
    };
    let plain = spec.params.iter().filter(|p| !p.repeat).map(|p| p.flag.to_string());
    for flag in plain.chain(families.iter().cloned()) {
        let text = match spec.param(&flag).map(|p| &p.kind) {
            Some(Kind::Flag) if matches.get_flag(&flag) => "true".to_owned(),
            Some(Kind::Flag) | None => continue,
            Some(_) => match matches.get_one::<String>(&flag) {
                Some(text) => text.clone(),
                None => continue,
            },
        };
        texts.retain(|(known, _)| *known != flag);
        texts.push((flag, text));
    }
    Ok(texts)
}

/// An option that a `--given` file has and the calculation does not.
fn unknown_in_file(spec: &Spec, flag: &str, path: &Path, lang: Lang) -> String {
    let path = path.display();
    match given::near_flag(spec, flag) {
        Some(near) => say(lang, "calc.unknown-in-file-near", &[("path", &path), ("flag", &flag), ("near", &near)]),
        None => say(lang, "calc.unknown-in-file", &[("path", &path), ("flag", &flag)]),
    }
}

/// `--save KEY=FILE`
fn saves(matches: &ArgMatches, lang: Lang) -> Result<Vec<(String, PathBuf)>, Failure> {
    let given = matches.get_many::<String>("save").into_iter().flatten();
    given
        .map(|text| match text.split_once('=') {
            Some((key, path)) if !key.is_empty() && !path.is_empty() => Ok((key.to_owned(), PathBuf::from(path))),
            _ => Err(Failure::Usage(say(lang, "calc.bad-save", &[("got", text)]))),
        })
        .collect()
}
