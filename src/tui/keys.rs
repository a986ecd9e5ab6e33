//! The keys of actions: those of the table, unless the configuration names others.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::study::Action;
use crate::study::action::ACTIONS;

/// A key that an action may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// F1 to F12.
    Function(u8),
    /// Ctrl with a letter.
    Control(char),
}

/// What keys are called on the screen.
const FUNCTIONS: [&str; 12] = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"];
const CONTROLS: [&str; 26] = [
    "^A", "^B", "^C", "^D", "^E", "^F", "^G", "^H", "^I", "^J", "^K", "^L", "^M", "^N", "^O", "^P", "^Q", "^R", "^S",
    "^T", "^U", "^V", "^W", "^X", "^Y", "^Z",
];

/// Letters that with Ctrl are not to be had: quit, suspend, and what a terminal sends for Tab, Enter and Backspace.
const TAKEN: &str = "czimhj";

/// The key of each action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys([Option<Key>; ACTIONS.len()]);

/// A line of the configuration's `keys` that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadKey {
    /// No action has this name.
    Action(String),
    /// No key is written so.
    Key(String),
    /// Two actions have this key.
    Twice(String),
}

impl Default for Keys {
    fn default() -> Self {
        Self(std::array::from_fn(|at| ACTIONS[at].key.and_then(Key::read)))
    }
}

impl Keys {
    /// The keys of the table, with others for the actions that `configured` names: `hint = 'ctrl-t'`.
    ///
    /// # Errors
    /// A name or key that does not exist, or one key for two actions.
    pub fn with(configured: &BTreeMap<String, String>) -> Result<Self, BadKey> {
        let mut keys = Self::default();
        for (name, key) in configured {
            let at = ACTIONS.iter().position(|row| row.name == name && row.key.is_some());
            let at = at.ok_or_else(|| BadKey::Action(name.clone()))?;
            keys.0[at] = Some(Key::read(key).ok_or_else(|| BadKey::Key(key.clone()))?);
        }
        for (at, key) in keys.0.iter().enumerate() {
            if let Some(twice) = key.filter(|_| keys.0[..at].contains(key)) {
                return Err(BadKey::Twice(twice.label().to_owned()));
            }
        }
        Ok(keys)
    }

    /// The action that a key means, if any.
    #[must_use]
    pub fn action(&self, pressed: KeyEvent) -> Option<Action> {
        let key = match pressed.code {
            KeyCode::F(number) => Key::Function(number),
            KeyCode::Char(c) if pressed.modifiers.contains(KeyModifiers::CONTROL) => Key::Control(c),
            _ => return None,
        };
        let at = self.0.iter().position(|known| *known == Some(key))?;
        ACTIONS.get(at).map(|row| row.action)
    }

    /// What the key of an action is called; nothing where it has none.
    #[must_use]
    pub fn label(&self, action: Action) -> &'static str {
        let at = ACTIONS.iter().position(|row| row.action == action);
        at.and_then(|at| self.0[at]).map_or("", Key::label)
    }
}

impl Key {
    /// `f2`, `ctrl-t`
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(letter) = text.strip_prefix("ctrl-") {
            let mut letters = letter.chars();
            let (first, None) = (letters.next()?, letters.next()) else { return None };
            return (first.is_ascii_lowercase() && !TAKEN.contains(first)).then_some(Self::Control(first));
        }
        let number = text.strip_prefix('f')?.parse().ok()?;
        (1..=12).contains(&number).then_some(Self::Function(number))
    }

    fn label(self) -> &'static str {
        match self {
            Self::Function(number) => FUNCTIONS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or(""),
            Self::Control(letter) => CONTROLS.get((letter as usize).wrapping_sub('a' as usize)).copied().unwrap_or(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(lines: &[(&str, &str)]) -> Result<Keys, BadKey> {
        Keys::with(&lines.iter().map(|(name, key)| ((*name).to_owned(), (*key).to_owned())).collect())
    }

    #[test]
    fn an_action_takes_the_key_that_the_configuration_names() {
        let keys = with(&[("hint", "Ctrl-T")]).unwrap();
        assert_eq!((keys.label(Action::Hint), keys.label(Action::Skip)), ("^T", "F3"));
        assert_eq!(keys.action(KeyEvent::new(KeyCode::Char('t'), KeyModifiers::CONTROL)), Some(Action::Hint));
        assert_eq!(keys.action(KeyEvent::new(KeyCode::F(2), KeyModifiers::NONE)), None);
        assert_eq!(keys.action(KeyEvent::new(KeyCode::Char('t'), KeyModifiers::NONE)), None);
    }

    #[test]
    fn what_cannot_be_a_key_is_refused() {
        assert_eq!(with(&[("dance", "f9")]), Err(BadKey::Action("dance".into())));
        for key in ["f13", "ctrl-c", "ctrl-", "q", ""] {
            assert_eq!(with(&[("hint", key)]), Err(BadKey::Key(key.into())));
        }
        assert_eq!(with(&[("hint", "f3")]), Err(BadKey::Twice("F3".into())));
    }
}
