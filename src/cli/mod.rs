//! The command line: one file a command, each thin.
//!
//! A command is its parser ([`Command`]) and what it does with the matches. Only the parser that is needed is
//! built in full: `dlrev calc …` never builds the others.

mod begin;
mod calc;
mod config;
mod content;
mod desk;
mod drill;
mod exam;
mod failure;
mod globals;
mod learner;
mod notes;
pub mod output;
mod plot;
mod quiz;
mod record;
mod review;
mod screen;
mod session;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

pub use config::{Config, data_folder};
pub use failure::Failure;
pub use globals::{ColorChoice, Globals};

use crate::course::Lang;
use crate::course::messages::say;

/// A command of the program.
struct Command {
    name: &'static str,
    /// Its parser, without the global options.
    parser: fn(Lang) -> clap::Command,
    run: fn(&clap::ArgMatches, &Globals) -> Result<(), Failure>,
}

/// Every command but `calc`, which builds its own parser from content.
const COMMANDS: &[Command] = &[
    Command { name: "quiz", parser: quiz::parser, run: quiz::run },
    Command { name: "review", parser: review::parser, run: review::run },
    Command { name: "drill", parser: drill::parser, run: drill::run },
    Command { name: "exam", parser: exam::parser, run: exam::run },
    Command { name: "notes", parser: notes::parser, run: notes::run },
    Command { name: "search", parser: notes::search_parser, run: notes::search },
    Command { name: "plot", parser: plot::parser, run: plot::run },
    Command { name: "content", parser: content::parser, run: content::run },
    Command { name: "record", parser: record::parser, run: record::run },
];

/// Runs the program on its arguments (without the program's name).
#[must_use]
pub fn run(args: Vec<OsString>) -> ExitCode {
    match dispatch(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.sentence().is_empty() {
                output::message(failure.sentence());
            }
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(args: Vec<OsString>) -> Result<(), Failure> {
    let config = config::load()?;
    crate::text::set_ambiguous_wide(config.ambiguous_wide);
    let lang = globals::language(&args, &config);
    if globals::command(&args) == Some("calc") {
        return calc::run(args, lang, config);
    }
    let matches = usage::parse(root(lang), args, lang)?;
    let globals = Globals::read(&matches, lang, config)?;
    match matches.subcommand() {
        Some((name, matches)) => match COMMANDS.iter().find(|c| c.name == name) {
            Some(command) => (command.run)(matches, &globals),
            None => Ok(()),
        },
        None => home(&globals),
    }
}

/// `dlrev` alone: the home screen; without a terminal, what there is to run.
fn home(globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    if !globals.full_screen() {
        return output::write(&usage::in_words(root(lang), lang).render_help().to_string());
    }
    screen::home(&mut desk::Desk::open(globals, learner::course(globals)?)?)
}

/// The parser of the whole program.
fn root(lang: Lang) -> clap::Command {
    let mut root = clap::Command::new("dlrev")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(lang, "cli.about", &[]))
        .disable_help_subcommand(true)
        .args(globals::args(lang));
    root = root.subcommand(clap::Command::new("calc").about(say(lang, "calc.about", &[])));
    for command in COMMANDS {
        root = root.subcommand((command.parser)(lang));
    }
    root
}
