//! `dlrev completions SHELL`: the script by which a shell completes the program's commands and options.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::{Generator, Shell, generate};
use clap_complete_nushell::Nushell;

use super::command::Done;
use super::globals::Globals;
use super::output;
use crate::course::Lang;
use crate::course::messages::say;

/// Writes a shell's script.
type Script = fn(&mut Command, &mut Vec<u8>);

/// The shells, as they are called.
const SHELLS: [(&str, Script); 6] = [
    ("bash", |whole, script| written(Shell::Bash, whole, script)),
    ("zsh", |whole, script| written(Shell::Zsh, whole, script)),
    ("fish", |whole, script| written(Shell::Fish, whole, script)),
    ("powershell", |whole, script| written(Shell::PowerShell, whole, script)),
    ("elvish", |whole, script| written(Shell::Elvish, whole, script)),
    ("nushell", |whole, script| written(Nushell, whole, script)),
];

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let shell = Arg::new("shell").value_name("SHELL").required(true).help(say(lang, "completions.shell", &[]));
    let shells = PossibleValuesParser::new(SHELLS.map(|(name, _)| name));
    Command::new("completions").about(say(lang, "completions.about", &[])).arg(shell.value_parser(shells))
}

/// Runs it on the parser of the whole program.
pub(super) fn run(mut whole: Command, matches: &ArgMatches, globals: &Globals) -> Done {
    globals.format_among(&["text"])?;
    let shell = matches.get_one::<String>("shell");
    let mut script = Vec::new();
    if let Some((_, write)) = SHELLS.iter().find(|(name, _)| shell.is_some_and(|shell| shell == name)) {
        write(&mut whole, &mut script);
    }
    output::write(&String::from_utf8_lossy(&script))
}

fn written(shell: impl Generator, whole: &mut Command, script: &mut Vec<u8>) {
    generate(shell, whole, "dlrev", script);
}
