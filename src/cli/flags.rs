//! The options that every command has.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ValueHint};

use crate::course::Lang;
use crate::course::messages::say;

/// The options, for a command's parser.
#[must_use]
pub fn args(lang: Lang) -> [Arg; 6] {
    let help = |key: &str| say(lang, key, &[]);
    [
        Arg::new("lang").long("lang").value_name(Lang::KEYS.join("|")).value_parser(Lang::KEYS).help(help("cli.lang")),
        Arg::new("course")
            .long("course")
            .value_name("DIR")
            .value_hint(ValueHint::DirPath)
            .value_parser(clap::value_parser!(PathBuf))
            .help(help("cli.course")),
        Arg::new("data")
            .long("data")
            .value_name("DIR")
            .value_hint(ValueHint::DirPath)
            .value_parser(clap::value_parser!(PathBuf))
            .help(help("cli.data")),
        Arg::new("plain").long("plain").action(ArgAction::SetTrue).help(help("cli.plain")),
        Arg::new("color")
            .long("color")
            .value_name("auto|always|never")
            .value_parser(["auto", "always", "never"])
            .help(help("cli.color")),
        Arg::new("format").long("format").value_name("FORMAT").help(help("cli.format")),
    ]
    .map(|arg| arg.global(true).help_heading(say(lang, "cli.everywhere", &[])))
}
