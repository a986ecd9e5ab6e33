//! The one look at the arguments before they are parsed: what must be known to build the parser that parses them.
//!
//! The parser speaks a language, and `calc conv` takes options that a file of the course declares. So language, course
//! and command are found first, by the definitions of the global options themselves; everything else is clap's.

use std::ffi::OsString;
use std::path::PathBuf;
use std::{env, iter};

use super::config::Config;
use super::flags;
use crate::course::Lang;

/// What is known of the arguments before they are parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Early {
    /// The arguments, without the program's name; `help calc conv` stands there as `calc conv --help`.
    pub(super) args: Vec<OsString>,
    /// `--lang`, then `DLREV_LANG`, then the configuration, then the locale.
    pub(super) lang: Lang,
    /// What `DLREV_LANG` says, where it counts and names no language that there is.
    pub(super) strange_lang: Option<String>,
    /// Whether one of the first two says it.
    pub(super) says_lang: bool,
    /// The course's folder: `--course`, then `DLREV_COURSE`, then the configuration.
    pub(super) course: Option<PathBuf>,
    /// The command and, of one that has parts, its part.
    words: Vec<String>,
}

impl Early {
    /// Looks at the arguments.
    pub(super) fn look(mut args: Vec<OsString>, config: &Config) -> Self {
        let mut seen = Seen::of(&args);
        if let Some((at, _)) = seen.words.first().filter(|(_, word)| word == "help") {
            args.remove(*at);
            args.push("--help".into());
            seen = Seen::of(&args);
        }
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let named = variable("DLREV_LANG").filter(|_| seen.lang.is_none());
        let known = |lang: &OsString| lang.to_str().and_then(|lang| lang.parse().ok());
        let lang: Option<Lang> = seen.lang.as_ref().or(named.as_ref()).and_then(known);
        let course = seen.course.or_else(|| variable("DLREV_COURSE")).map(PathBuf::from);
        Self {
            strange_lang: named.filter(|_| lang.is_none()).map(|named| named.to_string_lossy().into_owned()),
            says_lang: lang.is_some(),
            lang: lang.or(config.lang).unwrap_or_else(locale),
            course: course.or_else(|| config.course.clone()),
            words: seen.words.into_iter().map(|(_, word)| word).collect(),
            args,
        }
    }

    /// The command.
    pub(super) fn command(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    /// The word after the command: its part, a kind of calculation.
    pub(super) fn part(&self) -> Option<&str> {
        self.words.get(1).map(String::as_str)
    }
}

/// What stands in the arguments.
#[derive(Debug, Default)]
struct Seen {
    lang: Option<OsString>,
    course: Option<OsString>,
    /// What is neither an option nor the value of a global one, with its place.
    words: Vec<(usize, String)>,
}

impl Seen {
    fn of(args: &[OsString]) -> Self {
        let globals = flags::args(Lang::default());
        let mut seen = Self::default();
        let mut rest = args.iter().enumerate();
        while let Some((at, arg)) = rest.next() {
            let text = arg.to_string_lossy();
            let Some(option) = text.strip_prefix("--") else {
                if !text.starts_with('-') {
                    seen.words.push((at, text.into_owned()));
                }
                continue;
            };
            if option.is_empty() {
                break;
            }
            let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
            let Some(global) = globals.iter().find(|global| global.get_long() == Some(name)) else { continue };
            if !global.get_action().takes_values() {
                continue;
            }
            let value = value.map(OsString::from).or_else(|| rest.next().map(|(_, next)| next.clone()));
            match name {
                "lang" => seen.lang = value,
                "course" => seen.course = value,
                _ => {}
            }
        }
        seen
    }
}

fn locale() -> Lang {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let mut found = variables.filter_map(|name| env::var(name).ok().filter(|v| !v.is_empty()));
    found
        .next()
        .into_iter()
        .chain(iter::from_fn(sys_locale::get_locale))
        .next()
        .map_or(Lang::En, |l| Lang::of_locale(&l))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(line: &str) -> Early {
        let args = line.split_whitespace().map(OsString::from).collect();
        Early::look(args, &Config { lang: Some(Lang::Zh), ..Config::default() })
    }

    #[test]
    fn command_and_part_are_found_behind_and_between_global_options() {
        for line in ["--lang en --plain calc conv --n 3", "calc --data calc conv", "--data=x calc --color never conv"] {
            let early = look(line);
            assert_eq!((early.command(), early.part()), (Some("calc"), Some("conv")), "{line}");
        }
        assert_eq!(look("--data calc calc pool").part(), Some("pool"));
        assert_eq!(look("--plain --format jsonl").command(), None);
        assert_eq!(look("-- quiz").command(), None);
    }

    #[test]
    fn an_option_stands_above_the_configuration_wherever_it_stands() {
        for line in ["calc conv --lang en", "--lang=en calc conv"] {
            assert_eq!(look(line).lang, Lang::En, "{line}");
        }
        assert_eq!(look("calc conv --course a/b").course, Some(PathBuf::from("a/b")));
        assert_eq!(look("--course=a=b notes").course, Some(PathBuf::from("a=b")));
    }

    #[test]
    fn help_before_a_command_is_its_option() {
        let early = look("--plain help calc conv");
        assert_eq!(early.args, ["--plain", "calc", "conv", "--help"]);
        assert_eq!((early.command(), early.part()), (Some("calc"), Some("conv")));
        assert_eq!(look("help").args, ["--help"]);
    }
}
