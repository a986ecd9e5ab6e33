//! The user's configuration: `config.toml` in the platform's configuration folder.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs, io};

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::failure::Failure;
use crate::course::Lang;

/// What a user may set once instead of saying it each time.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// `zh` or `en`
    pub lang: Option<Lang>,
    /// A course folder.
    pub course: Option<PathBuf>,
    /// The folder of the learner's record.
    pub data: Option<PathBuf>,
    /// Plain lines instead of a full screen.
    pub plain: bool,
    /// The day of the exam: `2027-01-12`.
    #[serde(deserialize_with = "day")]
    pub exam: Option<Date>,
    /// The share of cards to be remembered when they come up, 0.7 to 0.99; 0.9 unless set.
    pub retention: Option<f32>,
    /// New cards a day; 20 unless set.
    pub new_per_day: Option<usize>,
    /// Characters of ambiguous width (① → ×) are two columns on this terminal.
    pub ambiguous_wide: bool,
    /// Formulas set out in rows, and curves, in ASCII alone.
    pub ascii: bool,
    /// Keys of actions: `hint = 'ctrl-t'`.
    pub keys: BTreeMap<String, String>,
}

/// A day as TOML writes it, or as text.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Day {
        Toml(toml::value::Datetime),
        Text(String),
    }
    let text = match Day::deserialize(deserializer)? {
        Day::Toml(day) => day.to_string(),
        Day::Text(text) => text,
    };
    text.parse().map(Some).map_err(D::Error::custom)
}

/// The platform's folders for this program (XDG on macOS too).
pub(super) fn folders() -> Option<impl etcetera::AppStrategy> {
    choose_app_strategy(AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "dlrev".to_owned(),
    })
    .ok()
}

/// The folder of the learner's record, unless a flag or the environment names another.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    folders().map(|f| f.data_dir())
}

/// The path of the configuration: `DLREV_CONFIG`, or `config.toml` in the configuration folder.
#[must_use]
pub fn path() -> Option<PathBuf> {
    env::var_os("DLREV_CONFIG").map(PathBuf::from).or_else(|| folders().map(|f| f.config_dir().join("config.toml")))
}

/// The user's configuration, or the default where there is none.
pub fn load() -> Result<Config, Failure> {
    let Some(path) = path() else { return Ok(Config::default()) };
    match fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text).map_err(|e| Failure::Usage(format!("{}: {}", path.display(), e.message()))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Config::default()),
        Err(e) => Err(Failure::Usage(format!("{}: {e}", path.display()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exam_is_a_day_with_or_without_quotes() {
        let exam = |line: &str| toml::from_str::<Config>(line).map(|config| config.exam);
        let day = Some(jiff::civil::date(2027, 1, 12));
        assert_eq!(exam("exam = 2027-01-12"), Ok(day));
        assert_eq!(exam("exam = '2027-01-12'"), Ok(day));
        assert_eq!(exam(""), Ok(None));
        assert!(exam("exam = 2027-01-12T10:00:00Z").is_err() && exam("exam = 'soon'").is_err());
    }
}
