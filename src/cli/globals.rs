//! The options that every command takes. Flags stand above the environment, the environment above the
//! configuration.

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::{env, io};

use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use super::config::Config;
use super::failure::Failure;
use crate::course::Lang;
use crate::course::messages::say;

/// Names of the global flags that take a value.
pub const WITH_VALUE: [&str; 5] = ["--lang", "--course", "--data", "--color", "--format"];

/// What the global options came to.
#[derive(Clone, Debug)]
pub struct Globals {
    /// The language of interface and content.
    pub lang: Lang,
    /// The course to run instead of the bundled one.
    pub course: Option<PathBuf>,
    /// Where the learner's record lies.
    pub data: Option<PathBuf>,
    /// Lines of plain text instead of a full screen.
    pub plain: bool,
    /// Whether standard output gets colour.
    pub color: bool,
    /// Whether colour was forbidden or asked for, for the full screen.
    pub color_choice: ColorChoice,
    /// What `--format` said; each command has its own formats.
    pub format: Option<String>,
    /// The user's configuration.
    pub config: Config,
}

/// `--color`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The global options, for a command's parser.
#[must_use]
pub fn args(lang: Lang) -> [Arg; 6] {
    let help = |key: &str| say(lang, key, &[]);
    [
        Arg::new("lang").long("lang").value_name("zh|en").value_parser(["zh", "en"]).help(help("cli.lang")),
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

impl Globals {
    /// Reads the matches of a parser that has [`args`].
    pub fn read(matches: &ArgMatches, lang: Lang, config: Config) -> Result<Self, Failure> {
        let path = |name: &str, variable: &str, configured: &Option<PathBuf>| {
            matches
                .get_one::<PathBuf>(name)
                .cloned()
                .or_else(|| env::var_os(variable).filter(|v| !v.is_empty()).map(PathBuf::from))
                .or_else(|| configured.clone())
        };
        let color_choice = match matches.get_one::<String>("color").map(String::as_str) {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        };
        let color = match color_choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !no_color() && io::stdout().is_terminal() && !dumb(),
        };
        Ok(Self {
            lang,
            course: path("course", "DLREV_COURSE", &config.course),
            data: path("data", "DLREV_DATA", &config.data),
            plain: matches.get_flag("plain") || config.plain,
            color,
            color_choice,
            format: matches.get_one::<String>("format").cloned(),
            config,
        })
    }

    /// Whether the full screen can be used: nobody asked for plain lines, and there is a terminal at both ends.
    #[must_use]
    pub fn full_screen(&self) -> bool {
        !self.plain && self.format.is_none() && io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb()
    }

    /// The `--format` given, if it is one of `known`; the first of them if none was given.
    pub fn format_among<'a>(&self, known: &[&'a str]) -> Result<&'a str, Failure> {
        let Some(given) = self.format.as_deref() else { return Ok(known.first().copied().unwrap_or_default()) };
        known.iter().find(|k| **k == given).copied().ok_or_else(|| {
            Failure::Usage(say(self.lang, "cli.bad-format", &[("given", &given), ("known", &known.join(", "))]))
        })
    }
}

/// `NO_COLOR` set to anything but nothing.
pub fn no_color() -> bool {
    env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
}

/// A terminal that can only print lines.
fn dumb() -> bool {
    env::var_os("TERM").is_some_and(|t| t == "dumb")
}

/// The language, found before anything is parsed, so that messages about wrong usage are in it too:
/// `--lang`, then `DLREV_LANG`, then the configuration, then the locale.
#[must_use]
pub fn language(args: &[OsString], config: &Config) -> Lang {
    flag(args, "--lang")
        .or_else(|| env::var("DLREV_LANG").ok())
        .and_then(|v| v.parse().ok())
        .or(config.lang)
        .unwrap_or_else(locale)
}

/// The course's folder, before anything is parsed: `--course`, then `DLREV_COURSE`, then the configuration.
#[must_use]
pub fn course_folder(args: &[OsString], config: &Config) -> Option<PathBuf> {
    let given = flag(args, "--course").map(PathBuf::from);
    given
        .or_else(|| env::var_os("DLREV_COURSE").filter(|v| !v.is_empty()).map(PathBuf::from))
        .or_else(|| config.course.clone())
}

/// The value of a global flag, before anything is parsed.
fn flag(args: &[OsString], name: &str) -> Option<String> {
    let mut args = args.iter().filter_map(|a| a.to_str());
    while let Some(arg) = args.next() {
        if arg == name {
            return args.next().map(str::to_owned);
        }
        if let Some(value) = arg.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value.to_owned());
        }
    }
    None
}

fn locale() -> Lang {
    let variable = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|v| !v.is_empty()))
        .or_else(sys_locale::get_locale);
    variable.map_or(Lang::En, |l| Lang::of_locale(&l))
}

/// The first argument that is neither a global flag nor the value of one: the command.
#[must_use]
pub fn command(args: &[OsString]) -> Option<&str> {
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let arg = arg.to_str()?;
        if WITH_VALUE.contains(&arg) {
            args.next();
        } else if !arg.starts_with('-') {
            return Some(arg);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn the_command_is_found_behind_global_flags() {
        assert_eq!(command(&args("--lang en --plain calc conv --n 3")), Some("calc"));
        assert_eq!(command(&args("--lang=en quiz")), Some("quiz"));
        assert_eq!(command(&args("--plain")), None);
    }

    #[test]
    fn the_language_flag_stands_above_the_configuration() {
        let config = Config { lang: Some(Lang::Zh), ..Config::default() };
        assert_eq!(language(&args("calc conv --lang en"), &config), Lang::En);
        assert_eq!(language(&args("calc conv --lang=en"), &config), Lang::En);
    }
}
