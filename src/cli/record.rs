//! `dlrev record`: the learner's record, out, in, copied, checked.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::failure::Failure;
use super::globals::Globals;
use super::{learner, output};
use crate::course::Lang;
use crate::course::messages::say;
use crate::schedule::day_of;
use crate::store::{Flaw, Record, StoreError};
use crate::text::printable;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    let file = |required: bool| {
        Arg::new("file")
            .value_name("FILE")
            .required(required)
            .value_hint(ValueHint::FilePath)
            .value_parser(clap::value_parser!(PathBuf))
    };
    Command::new("record")
        .about(words("record.about"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands([
            Command::new("export").about(words("record.export")),
            Command::new("import").about(words("record.import")).arg(file(true).help(words("record.import-file"))),
            Command::new("backup").about(words("record.backup")).arg(file(false).help(words("record.backup-file"))),
            Command::new("check").about(words("record.check")),
        ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let file = |m: &ArgMatches| m.get_one::<PathBuf>("file").cloned();
    match matches.subcommand() {
        Some(("export", _)) => {
            globals.format_among(&["jsonl"])?;
            export(&learner::record_to_read(globals)?, globals.lang)
        }
        Some(("import", m)) => {
            globals.format_among(&["text"])?;
            import(&file(m).unwrap_or_default(), globals)
        }
        Some(("backup", m)) => {
            globals.format_among(&["text"])?;
            backup(file(m), globals)
        }
        Some(("check", _)) => {
            globals.format_among(&["text"])?;
            check(&learner::record_to_read(globals)?, globals.lang)
        }
        _ => Ok(()),
    }
}

fn export(record: &Record, lang: Lang) -> Result<(), Failure> {
    match record.export(&mut BufWriter::new(io::stdout().lock())) {
        Err(StoreError::Io(error)) => Err(Failure::from(error)),
        done => done.map_err(|e| Failure::Failed(e.sentence(lang))),
    }
}

fn import(path: &PathBuf, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let imported = if path.as_os_str() == "-" {
        learner::record(globals)?.import(&mut io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|why| {
            Failure::Usage(say(lang, "record.unreadable", &[("path", &path.display()), ("why", &why)]))
        })?;
        learner::record(globals)?.import(&mut BufReader::new(file))
    };
    let imported = imported.map_err(|e| Failure::Failed(e.sentence(lang)))?;
    output::message(&say(lang, "record.imported", &[("added", &imported.added), ("known", &imported.known)]));
    Ok(())
}

fn backup(path: Option<PathBuf>, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let record = learner::record_to_read(globals)?;
    let path = match path {
        Some(path) => path,
        None => {
            let name = format!("backup-{}.db", day_of(&learner::clock(lang)?.now()));
            globals.data.clone().or_else(super::data_folder).unwrap_or_default().join(name)
        }
    };
    record.backup(&path).map_err(|e| Failure::Failed(e.sentence(lang)))?;
    output::line(&path.display().to_string())
}

fn check(record: &Record, lang: Lang) -> Result<(), Failure> {
    let flaws = record.check().map_err(|e| Failure::Failed(e.sentence(lang)))?;
    for flaw in &flaws {
        output::line(&printable(&match flaw {
            Flaw::Database(said) => say(lang, "record.flaw-database", &[("said", said)]),
            Flaw::Gap { seq } => say(lang, "record.flaw-gap", &[("seq", seq)]),
            Flaw::Undo { seq } => say(lang, "record.flaw-undo", &[("seq", seq)]),
            Flaw::Card { id } => say(lang, "record.flaw-card", &[("id", id)]),
        }))?;
    }
    if flaws.is_empty() {
        output::message(&say(lang, "record.sound", &[]));
        Ok(())
    } else {
        Err(Failure::Failed(say(lang, "record.flawed", &[("count", &flaws.len())])))
    }
}
