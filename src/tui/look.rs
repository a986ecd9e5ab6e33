//! How everything is drawn, and what is said of a key.

use super::keys::Keys;
use super::theme::Theme;
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::Action;

/// What a key does, for a footer and the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// What the key is called, and the message of its word.
    Key(&'static str, &'static str),
    /// An action, whose keys are configured.
    Do(Action),
    /// An action by the key that it has everywhere, where lines are typed too.
    Press(Action),
}

/// How everything is drawn, and what is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The language of the interface.
    pub lang: Lang,
    /// Styles by meaning.
    pub theme: Theme,
    /// ASCII alone.
    pub ascii: bool,
    /// Whether clicks and the wheel are heard.
    pub mouse: bool,
    /// The keys of actions.
    pub keys: Keys,
}

impl Look {
    /// What a hint says: the key, where letters are typed into a line or are not, and the word.
    #[must_use]
    pub fn hint(&self, hint: Hint, typing: bool) -> (String, String) {
        match hint {
            Hint::Key(key, word) => (key.to_owned(), say(self.lang, word, &[])),
            Hint::Do(action) => (self.keys.label(action, typing), self.word(action)),
            Hint::Press(action) => (self.keys.label(action, true), self.word(action)),
        }
    }

    /// The word of an action.
    #[must_use]
    pub fn word(&self, action: Action) -> String {
        say(self.lang, &format!("action.{}", action.name()), &[])
    }
}
