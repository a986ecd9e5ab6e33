//! The two languages of a course and of the interface.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the interface and of content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both, in the order in which content lists them.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// Their keys.
    pub const KEYS: [&'static str; 2] = [Self::Zh.key(), Self::En.key()];

    /// The language of a locale such as `zh_CN.UTF-8` or `en-GB`: Chinese for `zh…`, else English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// The key that content uses: `zh` or `en`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Lang {
    type Err = ();

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|lang| lang.key() == s).ok_or(())
    }
}

/// The same words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl From<String> for Bilingual {
    /// Words that are the same in both languages: an id, a number.
    fn from(text: String) -> Self {
        Self { zh: text.clone(), en: text }
    }
}

impl Bilingual {
    /// What is said in each language.
    #[must_use]
    pub fn of(said: impl Fn(Lang) -> String) -> Self {
        Self { zh: said(Lang::Zh), en: said(Lang::En) }
    }

    /// The words in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
