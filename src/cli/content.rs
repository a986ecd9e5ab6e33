//! `dlrev content`: for authors of a course.

mod check;
mod coverage;
mod functions;
mod new;
mod problems;
mod stress;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::failure::Failure;
use super::globals::Globals;
use super::{output, whole};
use crate::course::messages::say;
use crate::course::{Lang, format_page, schema};

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    let folder = || {
        Arg::new("folder")
            .value_name("FOLDER")
            .value_hint(ValueHint::DirPath)
            .value_parser(clap::value_parser!(PathBuf))
    };
    Command::new("content")
        .about(words("content.about"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands([
            Command::new("check").about(words("content.check")).args([
                folder().help(words("content.check-folder")),
                Arg::new("explain").long("explain").value_name("CODE").help(words("content.explain")),
                Arg::new("watch").long("watch").action(ArgAction::SetTrue).help(words("content.watch")),
            ]),
            Command::new("stress").about(words("content.stress")).args([
                Arg::new("kind").value_name("FOLDER|KIND").action(ArgAction::Append).help(words("content.stress-kind")),
                whole::taking(
                    Arg::new("variants")
                        .long("variants")
                        .value_name("N")
                        .default_value("1000")
                        .help(words("content.variants")),
                    whole::from::<u32>(1),
                ),
            ]),
            Command::new("schema").about(words("content.schema")).arg(
                Arg::new("file")
                    .value_name("FILE")
                    .value_parser(schema::FILES.map(|file| file.name))
                    .help(words("content.schema-file")),
            ),
            Command::new("functions").about(words("content.functions")).arg(
                Arg::new("name").value_name("NAME").action(ArgAction::Append).help(words("content.functions-name")),
            ),
            Command::new("coverage").about(words("content.coverage")).arg(folder().help(words("content.check-folder"))),
            Command::new("new")
                .about(words("content.new"))
                .arg(folder().required(true).help(words("content.new-folder"))),
        ])
}

/// The folder of the course that an author works on: the one that is named, else the current course, else the folder in
/// which the command is run, where that is a course.
fn folder(named: Option<&PathBuf>, globals: &Globals) -> Option<PathBuf> {
    let here = || Path::new(SYLLABUS).is_file().then(|| PathBuf::from("."));
    named.or(globals.course.as_ref()).cloned().or_else(here)
}

/// The file that makes a folder a course.
const SYLLABUS: &str = "course.toml";

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("check", m)) => check::run(m, globals),
        Some(("stress", m)) => {
            globals.format_among(&["text"])?;
            stress::run(m, globals)
        }
        Some(("coverage", m)) => coverage::run(m, globals),
        Some(("schema", m)) => {
            if globals.format_among(&["json", "markdown"])? == "markdown" {
                return output::write(&format_page::page());
            }
            let file = m.get_one::<String>("file").map_or(schema::FILES[0].name, String::as_str);
            output::write(&format!("{:#}\n", schema::schema(file).unwrap_or_default()))
        }
        Some(("functions", m)) => functions::run(m, globals),
        Some(("new", m)) => {
            globals.format_among(&["text"])?;
            new::run(m, globals.lang)
        }
        _ => Ok(()),
    }
}
