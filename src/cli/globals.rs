//! The options that every command takes. Flags stand above the environment, the environment above the
//! configuration.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::{env, io};

use clap::ArgMatches;

use super::config::Config;
use super::early::Early;
use super::failure::Failure;
use super::output;
use crate::course::Lang;
use crate::course::messages::{list, say};

/// What the global options came to.
#[derive(Clone, Debug)]
pub struct Globals {
    /// The language of interface and content.
    pub lang: Lang,
    /// Whether an option or the environment has said so.
    pub says_lang: bool,
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

impl Globals {
    /// Reads the matches of a parser that has the [`flags`](super::flags).
    pub(super) fn read(matches: &ArgMatches, early: &Early, config: Config) -> Self {
        let data = matches.get_one::<PathBuf>("data").cloned();
        let data = data.or_else(|| env::var_os("DLREV_DATA").filter(|v| !v.is_empty()).map(PathBuf::from));
        let color_choice = match matches.get_one::<String>("color").map(String::as_str) {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => ColorChoice::Auto,
        };
        let color = match color_choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !no_color() && output::is_terminal() && !dumb(),
        };
        Self {
            lang: early.lang,
            says_lang: early.says_lang,
            course: matches.get_one::<PathBuf>("course").cloned().or_else(|| early.course.clone()),
            data: data.or_else(|| config.data.clone()),
            plain: matches.get_flag("plain") || config.plain,
            color,
            color_choice,
            format: matches.get_one::<String>("format").cloned(),
            config,
        }
    }

    /// Whether the full screen can be used: nobody asked for plain lines, and there is a terminal at both ends.
    #[must_use]
    pub fn full_screen(&self) -> bool {
        !self.plain && self.format.is_none() && io::stdin().is_terminal() && output::is_terminal() && !dumb()
    }

    /// Whether somebody sits at a terminal that can only print.
    #[must_use]
    pub fn is_at_a_line_terminal(&self) -> bool {
        self.format.is_none() && io::stdin().is_terminal() && output::is_terminal() && dumb()
    }

    /// Whether what was not right comes once more at the end by itself, as the configuration has it. Programs, which
    /// count what they asked for, say so with an option.
    #[must_use]
    pub fn comes_again(&self) -> bool {
        self.config.again == Some(true) && self.format.is_none()
    }

    /// The `--format` given, if it is one of `known`; the first of them if none was given.
    pub fn format_among<'a>(&self, known: &[&'a str]) -> Result<&'a str, Failure> {
        let Some(given) = self.format.as_deref() else { return Ok(known.first().copied().unwrap_or_default()) };
        known.iter().find(|k| **k == given).copied().ok_or_else(|| {
            Failure::Usage(say(self.lang, "cli.bad-format", &[("given", &given), ("known", &list(self.lang, known))]))
        })
    }
}

/// `NO_COLOR` set to anything but nothing.
pub fn no_color() -> bool {
    env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
}

/// A terminal that can only print lines.
pub(super) fn dumb() -> bool {
    env::var_os("TERM").is_some_and(|t| t == "dumb")
}
