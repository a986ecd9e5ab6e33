//! The user's configuration: `config.toml` in the platform's configuration folder.

pub(super) mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::io;
use std::path::PathBuf;

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::failure::Failure;
use crate::course::Lang;
use crate::course::messages::{self, list, say};
use crate::files::{self, ReadError};
use crate::schedule::RETENTION;
use crate::study::action::ACTIONS;
use crate::text::{cut, printable};
use crate::tui::dates::{self, NoDay};
use crate::tui::keys::{BadKey, Keys};
use crate::tui::theme::{self, Wanted};

/// Bytes that the file may have.
const LARGEST: u64 = 1 << 20;

/// Columns of a value that is repeated.
const REPEATED: usize = 40;

/// Minutes a day that there can be.
pub(super) const MINUTES: std::ops::RangeInclusive<u32> = 1..=1440;

/// What a user may set once instead of saying it each time.
#[derive(Clone, Debug, Default, PartialEq)]
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
    pub exam: Option<Date>,
    /// The share of cards to be remembered when they come up, 0.7 to 0.99; 0.9 unless set.
    pub retention: Option<f32>,
    /// New cards a day; 20 unless set.
    pub new_per_day: Option<usize>,
    /// Minutes a day that the plan to the exam has; 30 unless set.
    pub minutes: Option<u32>,
    /// Characters of ambiguous width (① → ×) are two columns on this terminal.
    pub ambiguous_wide: bool,
    /// The colours of the full screen.
    pub theme: Wanted,
    /// Whether what was not right in a quiz or a drill comes once more at the end by itself; it does
    /// not unless set otherwise.
    pub again: Option<bool>,
    /// Whether the full screen hears clicks and the wheel; it does unless set otherwise.
    pub mouse: Option<bool>,
    /// Formulas set out in rows, and curves, in ASCII alone.
    pub ascii: bool,
    /// Keys of actions: `hint = 'ctrl-t'`.
    pub keys: BTreeMap<String, String>,
    /// The keys of which the file says something.
    pub(super) said: BTreeSet<String>,
}

/// The keys, each with the message that says what it takes.
pub(super) const KEYS: [(&str, &str); 14] = [
    ("lang", "config.takes-lang"),
    ("course", "config.takes-folder"),
    ("data", "config.takes-folder"),
    ("plain", "config.takes-truth"),
    ("exam", "config.takes-day"),
    ("retention", "config.takes-retention"),
    ("new-per-day", "config.takes-count"),
    ("minutes", "config.takes-minutes"),
    ("again", "config.takes-truth"),
    ("theme", "config.takes-theme"),
    ("mouse", "config.takes-truth"),
    ("ambiguous-wide", "config.takes-truth"),
    ("ascii", "config.takes-truth"),
    ("keys", "config.takes-keys"),
];

impl Config {
    /// The message that says what a key takes, where there is such a key; `keys.hint` is one for the table `keys`.
    pub(super) fn known(key: &str) -> Option<&'static str> {
        let (table, entry) = key.split_once('.').map_or((key, None), |(table, entry)| (table, Some(entry)));
        let (_, takes) = KEYS.iter().find(|(known, _)| *known == table)?;
        match entry {
            None => Some(takes),
            Some(entry) if table == "keys" && !entry.is_empty() => Some("config.takes-key"),
            Some(_) => None,
        }
    }

    /// New cards a day.
    pub(super) fn new_per_day(&self) -> usize {
        self.new_per_day.unwrap_or(20)
    }

    /// Minutes a day that the plan to the exam has.
    pub(super) fn minutes(&self) -> u32 {
        self.minutes.unwrap_or(30)
    }

    /// Whether the file says something of a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.said.contains(key)
    }

    /// Reads the text of a configuration file.
    fn read(text: &str) -> Result<Self, Fault> {
        let mut config = Self::default();
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            let written = text.lines().nth(line - 1).and_then(|line| line.split_once('='));
            let none = written.and_then(|(_, value)| no_day(value.split('#').next().unwrap_or_default()));
            let what = none.map_or_else(|| What::Toml(error.message().to_owned()), What::NoDay);
            Fault { line, lang: None, what }
        })?;
        let mut fault = None;
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            let at = |what| Fault { line: line_of(text, key.span().start), lang: None, what };
            let set = config.set(name, value.get_ref());
            if set.is_some() {
                config.said.insert(name.to_owned());
                if let Some(bad) = Keys::with(&config.keys).err().filter(|_| name == "keys" && fault.is_none()) {
                    fault = Some(at(What::Keys(bad)));
                }
            } else if fault.is_none() {
                fault = Some(at(match KEYS.iter().find(|(known, _)| *known == name) {
                    None => What::Key(name.to_owned()),
                    Some(_)
                        if name == "exam"
                            && let Some(none) = no_day(&shown(value.get_ref())) =>
                    {
                        What::NoDay(none)
                    }
                    Some((_, takes)) => What::Value { key: name.to_owned(), found: shown(value.get_ref()), takes },
                }));
            }
        }
        match fault {
            Some(fault) => Err(Fault { lang: config.lang, ..fault }),
            None => Ok(config),
        }
    }

    /// Sets a key; nothing where it cannot have the value.
    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Option<()> {
        let folder = || Some(PathBuf::from(value.as_str().filter(|path| !path.is_empty())?));
        let truth = || value.as_bool();
        match key {
            "lang" => self.lang = Some(value.as_str()?.parse().ok()?),
            "course" => self.course = Some(folder()?),
            "data" => self.data = Some(folder()?),
            "plain" => self.plain = truth()?,
            "exam" => self.exam = Some(shown(value).parse().ok()?),
            "retention" => {
                let share: f32 = shown(value).parse().ok().filter(|_| value.is_float() || value.is_integer())?;
                self.retention = Some(RETENTION.contains(&share).then_some(share)?);
            }
            "new-per-day" => self.new_per_day = Some(shown(value).parse().ok().filter(|_| value.is_integer())?),
            "minutes" => {
                let minutes: u32 = shown(value).parse().ok().filter(|_| value.is_integer())?;
                self.minutes = Some(MINUTES.contains(&minutes).then_some(minutes)?);
            }
            "theme" => self.theme = Wanted::find(value.as_str()?)?,
            "again" => self.again = Some(truth()?),
            "mouse" => self.mouse = Some(truth()?),
            "ambiguous-wide" => self.ambiguous_wide = truth()?,
            "ascii" => self.ascii = truth()?,
            "keys" => {
                let pairs = value.as_table()?.iter();
                let pairs =
                    pairs.map(|(action, key)| Some((action.get_ref().to_string(), key.get_ref().as_str()?.to_owned())));
                self.keys = pairs.collect::<Option<_>>()?;
            }
            _ => return None,
        }
        Some(())
    }
}

/// A value as the file has it, a text without its quotes.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => "{…}".to_owned(),
    }
}

/// The day that a text names and that no calendar has.
fn no_day(text: &str) -> Option<NoDay> {
    // Of a day with its year it does not matter what today is.
    let none = dates::read(text, Date::constant(2000, 1, 1)).err()?;
    matches!(none, NoDay::Missing { year: Some(_), .. }).then_some(none)
}

/// The line, from 1, of a place in a text.
fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).split('\n').count()
}

/// A configuration that cannot be used.
#[derive(Debug)]
pub struct ConfigError {
    path: PathBuf,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// The file that was named cannot be read.
    Unread(ReadError),
    /// Something in it is wrong.
    Fault(Fault),
}

/// What is wrong in a configuration.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    line: usize,
    /// The language that the file asks for.
    lang: Option<Lang>,
    what: What,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    /// What the reader of TOML says.
    Toml(String),
    /// A day that there is not.
    NoDay(NoDay),
    /// A key that there is not.
    Key(String),
    /// A value that a key cannot have.
    Value { key: String, found: String, takes: &'static str },
    /// Keys of actions that cannot be.
    Keys(BadKey),
}

impl ConfigError {
    /// The language that the file asks for, where it does so.
    #[must_use]
    pub const fn lang(&self) -> Option<Lang> {
        match &self.why {
            Why::Fault(fault) => fault.lang,
            Why::Unread(_) => None,
        }
    }

    /// The sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let path = self.path.display();
        let fault = match &self.why {
            Why::Unread(error) => {
                return say(lang, "config.unread", &[("path", &path), ("why", &messages::unread(error, lang))]);
            }
            Why::Fault(fault) => fault,
        };
        let what = fault.what.sentence(lang);
        say(lang, "config.wrong", &[("path", &path), ("line", &fault.line), ("what", &what)])
    }
}

impl What {
    fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Toml(what) => say(lang, "io.toml", &[("what", &messages::toml(what, lang))]),
            Self::NoDay(none) => none.sentence(String::new(), lang),
            Self::Key(key) => no_key(key, lang),
            Self::Keys(bad) => bad_key(bad, lang),
            Self::Value { key, found, takes } => {
                let takes =
                    say(lang, takes, &[("themes", &list(lang, theme::NAMES)), ("langs", &list(lang, Lang::KEYS))]);
                let found = cut(found, REPEATED);
                say(lang, "config.bad-value", &[("key", key), ("found", &found), ("takes", &takes)])
            }
        }
    }
}

/// That there is no setting of this name.
pub(super) fn no_key(key: &str, lang: Lang) -> String {
    let known = list(lang, KEYS.map(|(key, _)| key));
    say(lang, "config.no-key", &[("key", &cut(&printable(key), REPEATED)), ("known", &known)])
}

/// The keys of actions that a configuration asks for.
pub(super) fn of_keys(config: &Config, lang: Lang) -> Result<Keys, Failure> {
    Keys::with(&config.keys).map_err(|bad| Failure::Usage(bad_key(&bad, lang)))
}

/// What is wrong with the keys of actions.
fn bad_key(bad: &BadKey, lang: Lang) -> String {
    match bad {
        BadKey::Action(name) => {
            let known = ACTIONS.iter().filter(|row| !row.keys.is_empty()).map(|row| row.name).collect::<Vec<_>>();
            say(lang, "cli.no-action", &[("name", name), ("known", &list(lang, known))])
        }
        BadKey::Key(key) => say(lang, "cli.no-key", &[("key", key)]),
        BadKey::Twice(key) => say(lang, "cli.key-twice", &[("key", key)]),
    }
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

/// The folder of what can be made again.
#[must_use]
pub fn cache_folder() -> Option<PathBuf> {
    folders().map(|f| f.cache_dir())
}

/// The file that `DLREV_CONFIG` names.
fn named() -> Option<PathBuf> {
    env::var_os("DLREV_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The file of the configuration, whether it is there or not.
#[must_use]
pub fn path() -> Option<PathBuf> {
    named().or_else(|| folders().map(|folders| folders.config_dir().join("config.toml")))
}

/// The user's configuration, or the default where there is none. A file that `DLREV_CONFIG` names must be readable;
/// without the one in its usual place the program goes on, as where a container has a home that is not its own.
pub fn load() -> Result<Config, ConfigError> {
    let is_named = named().is_some();
    let Some(path) = path() else { return Ok(Config::default()) };
    let text = match files::read_text(&path, LARGEST) {
        Ok(text) => text,
        Err(ReadError::Io(why)) if !is_named || why.kind() == io::ErrorKind::NotFound => return Ok(Config::default()),
        // No settings at all, as scripts ask for.
        Err(ReadError::Special) if path.as_os_str() == "/dev/null" => return Ok(Config::default()),
        Err(why) => return Err(ConfigError { path, why: Why::Unread(why) }),
    };
    Config::read(&text).map_err(|fault| ConfigError { path, why: Why::Fault(fault) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exam_is_a_day_with_or_without_quotes() {
        let exam = |line: &str| Config::read(line).map(|config| config.exam);
        let day = Some(jiff::civil::date(2027, 1, 12));
        assert_eq!(exam("exam = 2027-01-12"), Ok(day));
        assert_eq!(exam("exam = '2027-01-12'"), Ok(day));
        assert_eq!(exam(""), Ok(None));
        assert!(exam("exam = 2027-01-12T10:00:00Z").is_err() && exam("exam = 'soon'").is_err());
    }

    #[test]
    fn every_key_is_read() {
        let text = "lang = 'zh'\ncourse = 'c'\ndata = 'd'\nplain = true\nexam = 2027-01-12\nretention = 0.85\n\
                    new-per-day = 7\nminutes = 45\nagain = true\n\
                    theme = 'light'\nmouse = false\nambiguous-wide = true\nascii = true\nkeys.hint = 'ctrl-t'\n";
        assert_eq!(text.lines().count(), KEYS.len());
        let config = Config {
            lang: Some(Lang::Zh),
            course: Some("c".into()),
            data: Some("d".into()),
            plain: true,
            exam: Some(jiff::civil::date(2027, 1, 12)),
            retention: Some(0.85),
            new_per_day: Some(7),
            minutes: Some(45),
            again: Some(true),
            theme: Wanted::Light,
            mouse: Some(false),
            ambiguous_wide: true,
            ascii: true,
            keys: [("hint".to_owned(), "ctrl-t".to_owned())].into(),
            said: KEYS.iter().map(|(key, _)| (*key).to_owned()).collect(),
        };
        assert_eq!(Config::read(text), Ok(config));
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_line() {
        for (line, value) in [
            ("retention = 0", "retention"),
            ("retention = 5", "retention"),
            ("retention = nan", "retention"),
            ("retention = 90", "retention"),
            ("retention = '0.9'", "retention"),
            ("exam = 5", "exam"),
            ("plain = 'yes'", "plain"),
            ("new-per-day = -1", "new-per-day"),
            ("minutes = 0", "minutes"),
            ("minutes = 1441", "minutes"),
            ("lang = 'fr'", "lang"),
            ("theme = 'bright'", "theme"),
            ("mouse = 'yes'", "mouse"),
            ("course = ''", "course"),
            ("data = []", "data"),
            ("keys = 'x'", "keys"),
            ("keys.hint = 5", "keys"),
            ("keys.hint = 'q'", "keys"),
            ("keys.dance = 'f9'", "dance"),
            ("colour = 1", "colour"),
            ("exam = ", "TOML"),
        ] {
            let fault = Config::read(&format!("# mine\n\nascii = true\n{line}\n")).unwrap_err();
            let error = ConfigError { path: "config.toml".into(), why: Why::Fault(fault) };
            for lang in Lang::ALL {
                let sentence = error.sentence(lang);
                assert!(sentence.contains("config.toml") && sentence.contains(value), "{sentence}");
                assert!(sentence.contains('4'), "{line}: {sentence}");
            }
        }
    }
}
