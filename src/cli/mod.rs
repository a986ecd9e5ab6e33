//! The command line: one file a command, each thin.
//!
//! A command is its parser and what it does with the matches (`command`). The arguments are looked at once before they
//! are parsed (`early`), and only the parser that they need is built: `dlrev calc …` never builds the others.

mod begin;
mod begun;
mod calc;
mod command;
mod completions;
mod config;
mod configure;
mod content;
mod desk;
mod doctor;
mod drill;
mod early;
mod exam;
mod failure;
mod flags;
mod gate;
mod globals;
mod help;
mod learner;
mod man;
mod mistakes;
mod named;
mod notes;
pub mod output;
mod paint;
mod paper;
mod picture;
mod plan;
mod plot;
mod quiz;
mod record;
mod review;
mod screen;
mod session;
mod sources;
mod standing;
mod stats;
mod today;
mod usage;
mod whole;

use std::ffi::OsString;
use std::fmt::Display;
use std::process::ExitCode;

pub use config::{Config, data_folder};
pub use failure::Failure;
pub use globals::{ColorChoice, Globals};

use command::{Command, Does};
use early::Early;

use crate::course::Lang;
use crate::course::messages::{list, say};
use crate::schedule::day_of;

/// Every command, in the order in which help lists them.
const COMMANDS: &[Command] = &[
    Command {
        name: "calc",
        parser: calc::parser::bare,
        does: Does::Open { ready: calc::ready, full: calc::parser::full },
    },
    Command { name: "quiz", parser: quiz::parser, does: Does::Parsed(quiz::run) },
    Command { name: "review", parser: review::parser, does: Does::Parsed(review::run) },
    Command { name: "drill", parser: drill::parser, does: Does::Parsed(drill::run) },
    Command { name: "exam", parser: exam::parser, does: Does::Parsed(exam::run) },
    Command { name: "stats", parser: stats::parser, does: Does::Parsed(stats::run) },
    Command { name: "mistakes", parser: mistakes::parser, does: Does::Parsed(mistakes::run) },
    Command { name: "plan", parser: plan::parser, does: Does::Parsed(plan::run) },
    Command { name: "notes", parser: notes::parser, does: Does::Parsed(notes::run) },
    Command { name: "search", parser: notes::search_parser, does: Does::Parsed(notes::search) },
    Command { name: "plot", parser: plot::bare, does: Does::Open { ready: plot::ready, full: plot::full } },
    Command { name: "content", parser: content::parser, does: Does::Parsed(content::run) },
    Command { name: "record", parser: record::parser, does: Does::Parsed(record::run) },
    Command { name: "config", parser: configure::parser, does: Does::Parsed(configure::run) },
    Command { name: "doctor", parser: doctor::parser, does: Does::Parsed(doctor::run) },
    Command { name: "completions", parser: completions::parser, does: Does::Whole(completions::run) },
    Command { name: "man", parser: man::parser, does: Does::Whole(man::run) },
    Command { name: "help", parser: help::parser, does: Does::Parsed(help::run) },
];

/// Commands that tell themselves what is wrong with the configuration, or mend it.
const MENDS: &[&str] = &["config", "doctor"];

/// Runs the program on its arguments (without the program's name).
#[must_use]
pub fn run(args: Vec<OsString>) -> ExitCode {
    #[cfg(unix)]
    crate::ending::outlive_full_files();
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
    let config = match config::load() {
        Ok(config) => config,
        Err(error) => {
            let early = Early::look(args.clone(), &Config { lang: error.lang(), ..Config::default() });
            if !early.command().is_some_and(|command| MENDS.contains(&command)) {
                return Err(Failure::Usage(error.sentence(early.lang)));
            }
            Config { lang: error.lang(), ..Config::default() }
        }
    };
    crate::text::set_ambiguous_wide(config.ambiguous_wide);
    let early = Early::look(args, &config);
    done(&early, config).map_err(|failure| failure.told(early.lang))
}

/// Does what the arguments ask for.
fn done(early: &Early, config: Config) -> Result<(), Failure> {
    if let Some(strange) = &early.strange_lang {
        let known = list(early.lang, Lang::ALL);
        let args: [(&str, &dyn Display); 3] = [("flag", &"DLREV_LANG"), ("given", strange), ("known", &known)];
        return Err(Failure::Usage(say(early.lang, "cli.bad-choice", &args)));
    }
    let Some(command) = COMMANDS.iter().find(|command| Some(command.name) == early.command()) else {
        let matches = usage::parse(listed(early.lang), early)?;
        return home(&Globals::read(&matches, early, config));
    };
    let ready = command.ready(early, whole)?;
    let matches = usage::parse(root(early.lang, [ready.parser]), early)?;
    let globals = Globals::read(&matches, early, config);
    matches.subcommand().map_or(Ok(()), |(_, matches)| (ready.run)(matches, &globals))
}

/// `dlrev` alone: the home screen, or in words what there is to do today where lines are plain or the terminal has no
/// full screen; without a terminal, what there is to run.
fn home(globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    if globals.plain || globals.is_at_a_line_terminal() {
        return output::words(&today::text(globals)?);
    }
    if !globals.full_screen() {
        return output::write(&usage::page(&usage::in_words(listed(lang), lang).render_help().to_string(), lang));
    }
    let first_start = learner::is_new(globals)?;
    let mut desk = desk::Desk::open(globals, learner::course(globals)?)?;
    let shown = screen::home(&mut desk, first_start);
    learner::settle(&mut desk.record, day_of(&desk.clock.now()), globals.lang);
    shown
}

/// The parser of the program with these commands.
fn root(lang: Lang, commands: impl IntoIterator<Item = clap::Command>) -> clap::Command {
    clap::Command::new("dlrev")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(lang, "cli.about", &[]))
        .disable_help_subcommand(true)
        .args(flags::args(lang))
        .subcommands(commands)
}

/// The parser of every command, as the help of the program lists them.
fn listed(lang: Lang) -> clap::Command {
    root(lang, COMMANDS.iter().map(|command| (command.parser)(lang)))
}

/// The parser of everything that can be asked for, in the user's words.
fn whole(lang: Lang) -> clap::Command {
    usage::in_words(root(lang, COMMANDS.iter().map(|command| command.full(lang))), lang)
}
