//! `dlrev config`: the settings with their values and where these come from; one of them; one set anew.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::config::{self, write};
use super::failure::Failure;
use super::globals::Globals;
use super::sources::{Setting, settings};
use super::{learner, output};
use crate::course::Lang;
use crate::course::messages::say;
use crate::schedule::day_of;
use crate::text::{pad, printable, width};
use crate::tui::dates::{self, NoDay};

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    Command::new("config").about(words("config.about")).args([
        Arg::new("key").value_name("KEY").help(words("config.key")),
        Arg::new("value").value_name("VALUE").requires("key").allow_negative_numbers(true).help(words("config.value")),
        Arg::new("unset")
            .long("unset")
            .action(ArgAction::SetTrue)
            .requires("key")
            .conflicts_with("value")
            .help(words("config.unset")),
    ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let format = globals.format_among(&["text", "json"])?;
    let (key, value) = (matches.get_one::<String>("key"), matches.get_one::<String>("value"));
    if let Some(key) = key.filter(|_| value.is_some() || matches.get_flag("unset")) {
        // A day may be written as people write it.
        let today = day_of(&learner::clock(lang)?.now());
        let day = match value.filter(|_| key == "exam").map(|text| dates::of_exam(text, today)) {
            Some(Err(none)) if none != NoDay::Unread => {
                return Err(Failure::Usage(none.sentence(String::new(), lang)));
            }
            // What cannot be read as a day at all is refused with what the key takes.
            read => read.and_then(Result::ok),
        };
        let value = day.map(|day| day.to_string()).or_else(|| value.cloned());
        return write::set(config::path(), key, value.as_deref(), lang);
    }
    // A file that cannot be used is told here, where it was passed over so that it can be mended.
    config::load().map_err(|error| Failure::Usage(error.sentence(lang)))?;
    let all = settings(globals, Some(matches));
    let Some(key) = key else { return list(&all, format, lang) };
    if config::Config::known(key).is_none() {
        return Err(Failure::Usage(config::no_key(key, lang)));
    }
    let (table, entry) = key.split_once('.').map_or((key.as_str(), None), |(table, entry)| (table, Some(entry)));
    let Some(setting) = all.iter().find(|setting| setting.key == table) else { return Ok(()) };
    let value = match entry {
        None => setting.value.clone(),
        Some(entry) => setting.value.get(entry).cloned().unwrap_or_default(),
    };
    if format == "json" {
        return output::json(&json!({ "key": key, "value": value, "source": setting.source.name() }));
    }
    output::line(&Setting { value, ..setting.clone() }.text())
}

fn list(all: &[Setting], format: &str, lang: Lang) -> Result<(), Failure> {
    if format == "json" {
        let rows: Vec<_> = all
            .iter()
            .map(|setting| json!({ "key": setting.key, "value": setting.value, "source": setting.source.name() }))
            .collect();
        return output::json(&rows);
    }
    let keys = all.iter().map(|setting| width(setting.key)).max().unwrap_or_default();
    let texts: Vec<String> = all
        .iter()
        .map(|setting| match setting.text() {
            text if text.is_empty() => "-".to_owned(),
            text => printable(&text).into_owned(),
        })
        .collect();
    let values = texts.iter().map(|text| width(text)).max().unwrap_or_default();
    let mut out = String::new();
    for (setting, text) in all.iter().zip(texts) {
        let source = say(lang, &format!("config.from-{}", setting.source.name()), &[]);
        let _ = writeln!(out, "{}  {}  {source}", pad(setting.key, keys), pad(&text, values));
    }
    if let Some(path) = config::path() {
        let path = printable(&path.display().to_string()).into_owned();
        let _ = writeln!(out, "\n{}", say(lang, "config.file", &[("path", &path)]));
    }
    output::write(&out)
}
