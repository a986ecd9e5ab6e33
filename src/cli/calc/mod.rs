//! `dlrev calc KIND …`: one worked computation. Parser and help come from the kind's file alone.

mod files;
mod help;
mod json;
mod markdown;
mod npy;
mod table;
mod text;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::failure::Failure;
use super::globals::{self, Globals};
use super::{Config, output, usage};
use crate::calculation::given::{self, GivenError};
use crate::calculation::{Detail, derive, sentence};
use crate::course::messages::say;
use crate::course::spec::{Kind, Param, Spec};
use crate::course::{Course, Lang};

/// Runs `calc` on the program's arguments, in which it is the first command.
pub(super) fn run(args: Vec<OsString>, lang: Lang, config: Config) -> Result<(), Failure> {
    let Some(kind) = kind(&args) else {
        return without_kind(args, lang);
    };
    let kind = kind.to_owned();
    let course = Course::open(globals::course_folder(&args, &config).as_deref())
        .map_err(|e| Failure::Failed(e.sentence(lang)))?
        .trusting_the_bundle();
    let spec = load(&course, &kind, lang)?;
    let families = family_flags(&spec, &args);
    value_follows(&spec, &args, lang)?;
    let matches = usage::parse(root(lang, Some(parser(&spec, &families, lang))), args, lang)?;
    let globals = Globals::read(&matches, lang, config)?;
    let format = globals.format_among(&["text", "json", "markdown", "latex"])?;
    let matches = matches.subcommand().and_then(|(_, calc)| calc.subcommand()).map(|(_, kind)| kind);
    let Some(matches) = matches else { return Ok(()) };

    let texts = texts(&spec, &families, matches, lang)?;
    let seed = seed(matches, lang)?;
    let usage = |error: GivenError| Failure::Usage(sentence::sentence(&spec, &error.as_typed(&texts), lang));
    let given = given::read(&spec, &texts, &|path| files::read(path, lang), seed).map_err(usage)?;
    let saves = saves(matches, lang)?;
    let answers_alone = matches.get_flag("answer-only");
    let detail = match (answers_alone || !saves.is_empty() && format == "json", matches.get_flag("detail")) {
        (true, _) => Detail::Answers,
        (false, false) => Detail::Steps,
        (false, true) => Detail::Inside,
    };
    let derivation = derive(&spec, &given, detail).map_err(usage)?;
    files::save(&derivation, &saves, lang)?;
    let out = match (format, answers_alone) {
        ("json", true) => json::answers(&derivation),
        ("json", false) => json::derivation(&spec, &derivation, lang),
        (_, true) => text::answers(&derivation, format),
        ("markdown" | "latex", false) => markdown::derivation(&spec, &derivation, lang, format == "latex"),
        _ => text::derivation(&spec, &derivation, &globals),
    };
    // The process ends here: taking apart what it holds would be a tenth of its work.
    std::mem::forget((spec, derivation));
    output::write(&out)
}

/// The word after `calc`: the kind.
fn kind(args: &[OsString]) -> Option<&str> {
    let at = args.iter().position(|a| a == "calc")?;
    globals::command(&args[at + 1..])
}

/// `dlrev calc`, `dlrev calc --help`: the kinds by topic.
fn without_kind(args: Vec<OsString>, lang: Lang) -> Result<(), Failure> {
    let list = help::kinds(lang);
    let asked = args.iter().any(|a| a == "--help" || a == "-h");
    usage::parse(root(lang, None), args, lang)?;
    if asked { output::write(&list) } else { Err(Failure::Usage(say(lang, "calc.which", &[]))) }
}

fn load(course: &Course, kind: &str, lang: Lang) -> Result<Spec, Failure> {
    let loaded = course.calculation(kind);
    if let Some(spec) = loaded.value.filter(|_| loaded.problems.is_empty()) {
        return Ok(spec);
    }
    if loaded.problems.is_empty() {
        return Err(Failure::Usage(usage::unknown("calc.unknown-kind", kind, course.calculation_ids(), lang)));
    }
    let source = course.file(&format!("calculations/{kind}.toml")).unwrap_or_default();
    let report: String = loaded.problems.iter().map(|p| p.render(&source, lang, false)).collect();
    Err(Failure::Content(report.trim_end().to_owned()))
}

fn root(lang: Lang, kind: Option<Command>) -> Command {
    let mut calc = Command::new("calc")
        .about(say(lang, "calc.about", &[]))
        .disable_help_subcommand(true)
        .allow_external_subcommands(false);
    if let Some(kind) = kind {
        calc = calc.subcommand(kind);
    } else {
        calc = calc.disable_help_flag(true).arg(Arg::new("help").long("help").short('h').action(ArgAction::SetTrue));
    }
    Command::new("dlrev").disable_help_subcommand(true).args(globals::args(lang)).subcommand(calc)
}

/// The parser of one kind.
fn parser(spec: &Spec, families: &[String], lang: Lang) -> Command {
    let mut command = Command::new(spec.id.to_string())
        .about(spec.title.get(lang).to_owned())
        .disable_version_flag(true)
        .after_help(help::examples(spec, lang))
        .arg_required_else_help(false);
    if let Some(about) = &spec.about {
        command = command.long_about(format!(
            "{}\n{}",
            spec.title.get(lang),
            crate::math::render::prose(about.get(lang), crate::math::render::Target::Line)
        ));
    }
    for param in &spec.params {
        if param.repeat {
            for (at, flag) in families.iter().filter(|f| param.takes(f)).enumerate() {
                let arg = flag_arg(param, flag, lang);
                command = command.arg(if at == 0 { arg } else { arg.hide(true) });
            }
        } else {
            command = command.arg(flag_arg(param, &param.flag, lang));
        }
    }
    let own = |name: &'static str, key: &str| {
        Arg::new(name).long(name).help(say(lang, key, &[])).help_heading(say(lang, "calc.output", &[]))
    };
    command
        .arg(own("given", "calc.given").value_name("FILE").value_parser(clap::value_parser!(PathBuf)))
        .arg(own("seed", "calc.seed").value_name("N").allow_hyphen_values(true))
        .arg(own("answer-only", "calc.answer-only").action(ArgAction::SetTrue))
        .arg(own("detail", "calc.detail").action(ArgAction::SetTrue))
        .arg(own("save", "calc.save").value_name("KEY=FILE").action(ArgAction::Append))
}

fn flag_arg(param: &Param, flag: &str, lang: Lang) -> Arg {
    let arg = Arg::new(flag.to_owned()).help(help::param(param, lang));
    if param.positional {
        return arg.value_name(flag.to_uppercase());
    }
    let arg = arg.long(flag.to_owned());
    match &param.kind {
        Kind::Flag => arg.action(ArgAction::SetTrue),
        kind => arg.value_name(help::value_name(kind)).allow_hyphen_values(true),
    }
}

/// The flags of families that occur (`w1 w2`), and the first of each for the help.
fn family_flags(spec: &Spec, args: &[OsString]) -> Vec<String> {
    let mut flags = Vec::new();
    for param in spec.params.iter().filter(|p| p.repeat) {
        flags.push(format!("{}1", param.flag));
        for arg in args.iter().filter_map(|a| a.to_str()?.strip_prefix("--")) {
            let flag = arg.split('=').next().unwrap_or(arg);
            if param.takes(flag) && !flags.iter().any(|f| f == flag) {
                flags.push(flag.to_owned());
            }
        }
    }
    flags
}

/// The flags of `calc` itself that take a value.
const OWN: [&str; 3] = ["given", "seed", "save"];

/// A flag that stands where a value is due is reported as a missing value, and a value after one that takes none.
fn value_follows(spec: &Spec, args: &[OsString], lang: Lang) -> Result<(), Failure> {
    let words: Vec<&str> = args.iter().filter_map(|a| a.to_str()).collect();
    for pair in words.windows(2) {
        let Some(flag) = pair[0].strip_prefix("--") else { continue };
        let takes = spec.param(flag).map_or_else(|| OWN.contains(&flag), |p| p.kind != Kind::Flag);
        let next = pair[1].strip_prefix("--").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        if takes && next {
            return Err(Failure::Usage(say(lang, "cli.missing-value", &[("flag", &pair[0])])));
        }
    }
    for (flag, value) in words.iter().filter_map(|word| word.strip_prefix("--")?.split_once('=')) {
        match spec.param(flag) {
            // What follows `=` is another option: a value was forgotten.
            Some(param) if param.kind != Kind::Flag && value.starts_with("--") => {
                return Err(Failure::Usage(say(lang, "cli.missing-value", &[("flag", &format!("--{flag}"))])));
            }
            Some(param) if param.kind == Kind::Flag => {
                let told: [(&str, &dyn std::fmt::Display); 2] =
                    [("flag", &format!("--{flag}")), ("got", &crate::text::printable(value))];
                return Err(Failure::Usage(say(lang, "calc.takes-nothing", &told)));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The seed of random values; 0 unless given.
fn seed(matches: &ArgMatches, lang: Lang) -> Result<u64, Failure> {
    let Some(text) = matches.get_one::<String>("seed") else { return Ok(0) };
    let wrong = || Failure::Usage(say(lang, "calc.bad-seed", &[("got", &crate::text::printable(text))]));
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
    let (path, shown) = (path.display(), crate::text::printable(flag));
    match given::near_flag(spec, flag) {
        Some(near) => say(lang, "calc.unknown-in-file-near", &[("path", &path), ("flag", &shown), ("near", &near)]),
        None => say(lang, "calc.unknown-in-file", &[("path", &path), ("flag", &shown)]),
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

/// Whether a value is worth a word: what was said on the command line, and any default but 0 and 1.
fn noteworthy(derivation: &crate::calculation::Derivation, flag: &str) -> bool {
    let plain =
        derivation.given.get(flag).and_then(crate::math::Value::as_scalar).is_some_and(|x| x == 0.0 || x == 1.0);
    derivation.said.contains(flag) || !plain
}
