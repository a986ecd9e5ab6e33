//! `dlrev man DIR`: manual pages of the program and of each of its commands.

use std::path::PathBuf;
use std::{fs, io};

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::command::Done;
use super::failure::Failure;
use super::globals::Globals;
use super::output;
use crate::course::Lang;
use crate::course::messages::say;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let folder = Arg::new("folder").value_name("DIR").required(true).value_hint(ValueHint::DirPath);
    let folder = folder.value_parser(clap::value_parser!(PathBuf)).help(say(lang, "man.folder", &[]));
    Command::new("man").about(say(lang, "man.about", &[])).arg(folder)
}

/// Runs it on the parser of the whole program.
pub(super) fn run(whole: Command, matches: &ArgMatches, globals: &Globals) -> Done {
    globals.format_among(&["text"])?;
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let failed = |error: io::Error| Failure::unwritten(&folder, &error, globals.lang);
    fs::create_dir_all(&folder).map_err(failed)?;
    clap_mangen::generate_to(whole, &folder).map_err(failed)?;
    output::message(&say(globals.lang, "man.written", &[("folder", &folder.display())]));
    Ok(())
}
