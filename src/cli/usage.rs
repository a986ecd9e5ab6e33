//! Wrong usage in one sentence, in the user's language: what, where, what to do.

use std::ffi::OsString;
use std::sync::LazyLock;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::early::Early;
use super::failure::Failure;
use super::{output, whole};
use crate::course::Lang;
use crate::course::messages::{exists, list, say};
use crate::math::near;
use crate::text::repeated;

/// The name of the program, as a parser wants it before the arguments.
static PROGRAM: LazyLock<OsString> = LazyLock::new(|| OsString::from("dlrev"));

/// Parses `args`; help and version go to standard output, anything wrong becomes a usage failure.
pub(super) fn parse(parser: Command, early: &Early) -> Result<clap::ArgMatches, Failure> {
    let lang = early.lang;
    let args = std::iter::once(&*PROGRAM).chain(&early.args);
    let topical = parser.get_subcommands().any(|command| command.get_arguments().any(|arg| arg.get_id() == "topic"));
    in_words(parser, lang).try_get_matches_from(args).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Failure::Usage(error.render().to_string()),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match output::write(&page(&error.render().to_string(), lang)) {
                Ok(()) => Failure::Shown,
                Err(failure) => failure,
            }
        }
        _ => Failure::Usage(sentence(&error, topical && early.command().is_some(), lang)),
    })
}

/// The parser with the words of its help, which clap writes in English, in the user's language.
pub(crate) fn in_words(parser: Command, lang: Lang) -> Command {
    if lang == Lang::En { parser } else { localized(parser, lang) }
}

/// A page of help with the marks and words of the language that clap has in English alone: the colon behind a heading, and
/// what stands in the usage for options and commands.
pub(super) fn page(help: &str, lang: Lang) -> String {
    if lang == Lang::En {
        // The two lines that clap words itself begin as all others do.
        return help.replace(" Print help", " print help").replace(" Print version", " print version");
    }
    let label = say(lang, "cli.usage-label", &[]);
    let line = |line: &str| {
        let heading = line.strip_suffix(':').filter(|heading| !heading.starts_with(' ') && !heading.is_ascii());
        match heading {
            Some(heading) => format!("{heading}：\n"),
            None if line.starts_with(&label) => {
                let options = say(lang, "cli.options", &[]);
                let command = say(lang, "cli.command", &[]);
                line.replace("[OPTIONS]", &format!("[{options}]")).replace("COMMAND", &command) + "\n"
            }
            None => format!("{line}\n"),
        }
    };
    help.lines().map(line).collect()
}

fn localized(parser: Command, lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    // `calc` without a kind tells its kinds itself, and has an option of its own for that.
    let has_own_help = parser.get_arguments().any(|arg| arg.get_id() == "help");
    let parser = if has_own_help {
        parser.mut_arg("help", |arg| arg.help(words("cli.help")))
    } else {
        let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(words("cli.help"));
        parser.disable_help_flag(true).arg(help)
    };
    let mut parser = parser
        .help_template(format!(
            "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
            words("cli.usage-label")
        ))
        .subcommand_help_heading(words("cli.commands"))
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "cli.arguments" } else { "cli.options" };
            let arg = if arg.get_help_heading().is_none() { arg.help_heading(words(heading)) } else { arg };
            let choices: Vec<String> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
            let defaults: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
            let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            for (key, values) in [("cli.choices", choices), ("cli.default", defaults)] {
                if !values.is_empty() && arg.get_action().takes_values() {
                    help.push_str(&say(lang, key, &[("values", &values.join(&words("calc.comma")))]));
                }
            }
            let arg = arg.help(help);
            let valued = arg.get_action().takes_values();
            if valued { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        });
    if parser.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        parser = parser
            .disable_version_flag(true)
            .arg(version.help(words("cli.version")).help_heading(words("cli.options")));
    }
    parser.mut_subcommands(|command| localized(command, lang))
}

/// A name that is none of `known`, with the nearest of them.
pub(crate) fn unknown<I: IntoIterator<Item = S>, S: AsRef<str>>(
    key: &str,
    given: &str,
    known: I,
    lang: Lang,
) -> String {
    let known: Vec<S> = known.into_iter().collect();
    let near = near(given, known.iter().map(AsRef::as_ref));
    match near {
        Some(near) => say(lang, &format!("{key}-near"), &[("given", &given), ("near", &near)]),
        None => say(lang, key, &[("given", &given)]),
    }
}

/// `--n` of `--n <N>`.
fn first_word(arg: &str) -> &str {
    arg.split_once(' ').map_or(arg, |(word, _)| word)
}

/// What is wrong; `topical` where the command is one that takes `--topic`.
fn sentence(error: &clap::Error, topical: bool, lang: Lang) -> String {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(list(lang, texts)),
        _ => None,
    };
    // `--n <N>` is `--n`.
    let flag = context(ContextKind::InvalidArg).map(|arg| match arg.split_once(' ') {
        Some((flag, _)) if flag.starts_with('-') => flag.to_owned(),
        _ => arg.trim_matches(['<', '>', '[', ']', '.']).to_owned(),
    });
    let flag = flag.unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => match context(ContextKind::SuggestedArg) {
            Some(near) => say(lang, "cli.unknown-flag-near", &[("flag", &flag), ("near", &near)]),
            None if flag.starts_with('-') => say(lang, "cli.unknown-flag", &[("flag", &flag)]),
            None if topical => say(lang, "cli.unexpected-topic", &[("given", &flag)]),
            None => say(lang, "cli.unexpected", &[("given", &flag)]),
        },
        ErrorKind::InvalidSubcommand => {
            let given = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            match context(ContextKind::SuggestedSubcommand) {
                Some(near) => say(lang, "cli.unknown-command-near", &[("given", &given), ("near", &near)]),
                None => say(lang, "cli.unknown-command", &[("given", &given)]),
            }
        }
        // What looks like an option is none: a value was forgotten.
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() || value.starts_with("--") => {
            say(lang, "cli.missing-value", &[("flag", &flag)])
        }
        ErrorKind::InvalidValue => match context(ContextKind::ValidValue) {
            Some(known) => {
                // An argument without a flag is called by what it is.
                let own = format!("cli.bad-{}", flag.to_lowercase());
                let key = if exists(&own) { &own } else { "cli.bad-choice" };
                say(lang, key, &[("flag", &flag), ("given", &value), ("known", &known)])
            }
            None => say(lang, "cli.bad-value", &[("flag", &flag), ("given", &value)]),
        },
        ErrorKind::ValueValidation if let Some((least, most)) = whole::bounds(error) => {
            let key = if most.is_some() { "cli.not-between" } else { "cli.not-from" };
            let most = most.unwrap_or_default();
            say(lang, key, &[("flag", &flag), ("given", &value), ("least", &least), ("most", &most)])
        }
        ErrorKind::ValueValidation => say(lang, "cli.bad-value", &[("flag", &flag), ("given", &value)]),
        ErrorKind::TooManyValues => say(lang, "cli.takes-nothing", &[("flag", &flag), ("got", &value)]),
        ErrorKind::MissingRequiredArgument => {
            let key = format!("cli.missing-{}", flag.to_lowercase());
            if exists(&key) { say(lang, &key, &[]) } else { say(lang, "cli.missing", &[("what", &flag)]) }
        }
        ErrorKind::MissingSubcommand => {
            let known = context(ContextKind::ValidSubcommand).unwrap_or_default();
            say(lang, "cli.which-part", &[("known", &known)])
        }
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            Some(other) if first_word(&other) != flag => {
                say(lang, "cli.conflict", &[("flag", &flag), ("other", &first_word(&other))])
            }
            _ => say(lang, "cli.twice", &[("flag", &flag)]),
        },
        ErrorKind::InvalidUtf8 => say(lang, "cli.utf8", &[]),
        _ => {
            let text = error.render().to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            say(lang, "cli.usage", &[("what", &repeated(&first, 300))])
        }
    }
}
