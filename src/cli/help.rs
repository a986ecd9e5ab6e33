//! `dlrev help [COMMAND]…`: the same as `--help` behind the command. The early look at the arguments rewrites it.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::command::Done;
use super::globals::Globals;
use crate::course::Lang;
use crate::course::messages::say;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let what = Arg::new("command").value_name("COMMAND").action(ArgAction::Append);
    Command::new("help").about(say(lang, "help.about", &[])).arg(what.help(say(lang, "help.command", &[])))
}

/// Nothing is left to do: what is asked for reaches its own command as `--help`.
pub(super) fn run(_: &ArgMatches, _: &Globals) -> Done {
    Ok(())
}
