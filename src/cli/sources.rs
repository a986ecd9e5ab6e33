//! Where each setting has its value from.

use std::env;

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::config::{Config, KEYS};
use super::globals::Globals;
use super::learner;
use crate::schedule::Scheduler;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// An option of this call.
    Flag,
    /// A variable of the environment.
    Environment,
    /// The configuration.
    File,
    /// Nobody said anything.
    Default,
}

impl Source {
    /// What programs call it; the word for it is the message `config.from-flag`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        }
    }
}

/// A setting.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    /// Its key.
    pub(super) key: &'static str,
    /// Its value; null where there is none.
    pub(super) value: serde_json::Value,
    /// Where that comes from.
    pub(super) source: Source,
}

impl Setting {
    /// The value as one would type it.
    pub(super) fn text(&self) -> String {
        match &self.value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Object(table) => {
                let pairs = table.iter().map(|(key, value)| format!("{key} = {}", value.as_str().unwrap_or_default()));
                pairs.collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        }
    }
}

/// Every setting as it is for this call; without matches, as it is for the full screen.
pub(super) fn settings(globals: &Globals, matches: Option<&ArgMatches>) -> Vec<Setting> {
    KEYS.iter().map(|(key, _)| setting(key, globals, matches)).collect()
}

fn setting(key: &'static str, globals: &Globals, matches: Option<&ArgMatches>) -> Setting {
    let config = &globals.config;
    let Config { retention, exam, ambiguous_wide, ascii, keys, .. } = config;
    let folder = |path: Option<std::path::PathBuf>| path.map(|path| path.display().to_string());
    let value = match key {
        "lang" => globals.lang.key().into(),
        "course" => folder(globals.course.clone()).into(),
        "data" => folder(learner::folder(globals).ok()).into(),
        "plain" => globals.plain.into(),
        "exam" => exam.map(|day| day.to_string()).into(),
        "retention" => Scheduler::new(*retention).retention().to_string().parse::<f64>().unwrap_or_default().into(),
        "new-per-day" => config.new_per_day().into(),
        "minutes" => config.minutes().into(),
        "again" => config.again.unwrap_or_default().into(),
        "theme" => config.theme.name().into(),
        "mouse" => config.mouse.unwrap_or(true).into(),
        "ambiguous-wide" => (*ambiguous_wide).into(),
        "ascii" => (*ascii).into(),
        _ => keys.iter().map(|(action, key)| (action.clone(), serde_json::Value::from(key.as_str()))).collect(),
    };
    Setting { key, value, source: source(key, config, matches) }
}

/// As the program itself looks: a flag above the environment, the environment above the file.
fn source(key: &str, config: &Config, matches: Option<&ArgMatches>) -> Source {
    let flagged = matches!(key, "lang" | "course" | "data" | "plain")
        && matches.is_some_and(|matches| matches.value_source(key) == Some(ValueSource::CommandLine));
    let variable = match key {
        "lang" => Some("DLREV_LANG"),
        "course" => Some("DLREV_COURSE"),
        "data" => Some("DLREV_DATA"),
        _ => None,
    };
    let said = variable.and_then(env::var_os).filter(|value| !value.is_empty());
    let said = said.filter(|value| {
        key != "lang" || value.to_str().is_some_and(|lang| lang.parse::<crate::course::Lang>().is_ok())
    });
    if flagged {
        Source::Flag
    } else if said.is_some() {
        Source::Environment
    } else if config.has(key) {
        Source::File
    } else {
        Source::Default
    }
}
