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
    /// Ctrl with a letter, in ASCII.
    Control(u8),
    /// Alt with a letter, in ASCII.
    Alt(u8),
}

/// What keys are called on the screen.
const FUNCTIONS: [&str; 12] = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"];
const CONTROLS: [&str; 26] = [
    "^A", "^B", "^C", "^D", "^E", "^F", "^G", "^H", "^I", "^J", "^K", "^L", "^M", "^N", "^O", "^P", "^Q", "^R", "^S",
    "^T", "^U", "^V", "^W", "^X", "^Y", "^Z",
];

const ALTS: [&str; 26] = [
    "Alt-A", "Alt-B", "Alt-C", "Alt-D", "Alt-E", "Alt-F", "Alt-G", "Alt-H", "Alt-I", "Alt-J", "Alt-K", "Alt-L",
    "Alt-M", "Alt-N", "Alt-O", "Alt-P", "Alt-Q", "Alt-R", "Alt-S", "Alt-T", "Alt-U", "Alt-V", "Alt-W", "Alt-X",
    "Alt-Y", "Alt-Z",
];

/// Letters that with Ctrl are not to be had: quit, suspend, what a terminal sends for Tab, Enter and Backspace, and what
/// edits a line.
const TAKEN: &str = "czimhjaekuw";

/// Letters that with Alt edit a line.
const TAKEN_WITH_ALT: &str = "bdf";

/// Keys that an action may have at once.
const EACH: usize = 2;

/// The keys of each action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys([[Option<Key>; EACH]; ACTIONS.len()]);

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
        let of = |at: usize| std::array::from_fn(|n| ACTIONS[at].keys.get(n).and_then(|key| Key::read(key)));
        Self(std::array::from_fn(of))
    }
}

impl Keys {
    /// The keys of the table, with another for each action that `configured` names: `hint = 'ctrl-y'`. Who had that key by
    /// the table keeps the others.
    ///
    /// # Errors
    /// A name or key that does not exist, or one key for two actions.
    pub fn with(configured: &BTreeMap<String, String>) -> Result<Self, BadKey> {
        let mut keys = Self::default();
        let mut named: Vec<usize> = Vec::new();
        for (name, key) in configured {
            let at = ACTIONS.iter().position(|row| row.name == name && !row.keys.is_empty());
            let at = at.ok_or_else(|| BadKey::Action(name.clone()))?;
            let key = Key::read(key).ok_or_else(|| BadKey::Key(key.clone()))?;
            for (other, of) in keys.0.iter_mut().enumerate().filter(|(other, _)| *other != at) {
                if !of.contains(&Some(key)) {
                    continue;
                }
                of.iter_mut().filter(|known| **known == Some(key)).for_each(|known| *known = None);
                if named.contains(&other) || of.iter().all(Option::is_none) {
                    return Err(BadKey::Twice(key.label().to_owned()));
                }
            }
            keys.0[at] = [Some(key), None];
            named.push(at);
        }
        Ok(keys)
    }

    /// The action that a key means, if any.
    #[must_use]
    pub fn action(&self, pressed: KeyEvent) -> Option<Action> {
        let key = match pressed.code {
            KeyCode::F(number) => Key::Function(number),
            KeyCode::Char(c) if pressed.modifiers.contains(KeyModifiers::CONTROL) => {
                Key::Control(u8::try_from(c).ok()?)
            }
            KeyCode::Char(c) if pressed.modifiers.contains(KeyModifiers::ALT) => {
                Key::Alt(u8::try_from(c.to_ascii_lowercase()).ok()?)
            }
            _ => return None,
        };
        let at = self.0.iter().position(|of| of.contains(&Some(key)))?;
        ACTIONS.get(at).map(|row| row.action)
    }

    /// What the keys of an action are called, the first one first.
    pub fn labels(&self, action: Action) -> impl Iterator<Item = &'static str> {
        let at = ACTIONS.iter().position(|row| row.action == action);
        at.map(|at| self.0[at]).into_iter().flatten().flatten().map(Key::label)
    }

    /// What an action's key is called: its letter where letters are not typed into a line. Nothing where it has none.
    #[must_use]
    pub fn label(&self, action: Action, typing: bool) -> String {
        let letter = action.row().letter.filter(|_| !typing);
        letter.map_or_else(|| self.labels(action).next().unwrap_or_default().to_owned(), String::from)
    }
}

impl Key {
    /// `f2`, `ctrl-t`, `alt-m`
    fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let letter = |behind: &str, taken: &str| {
            let mut letters = behind.chars();
            let (first, None) = (letters.next()?, letters.next()) else { return None };
            (first.is_ascii_lowercase() && !taken.contains(first)).then_some(first as u8)
        };
        if let Some(behind) = text.strip_prefix("ctrl-") {
            return letter(behind, TAKEN).map(Self::Control);
        }
        if let Some(behind) = text.strip_prefix("alt-") {
            return letter(behind, TAKEN_WITH_ALT).map(Self::Alt);
        }
        let number = text.strip_prefix('f')?.parse().ok()?;
        (1..=12).contains(&number).then_some(Self::Function(number))
    }

    fn label(self) -> &'static str {
        match self {
            Self::Function(number) => FUNCTIONS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or(""),
            Self::Control(letter) => CONTROLS.get(usize::from(letter.wrapping_sub(b'a'))).copied().unwrap_or(""),
            Self::Alt(letter) => ALTS.get(usize::from(letter.wrapping_sub(b'a'))).copied().unwrap_or(""),
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
        let keys = with(&[("hint", "Ctrl-Y"), ("skip", "f4")]).unwrap();
        let labels = |action| keys.labels(action).collect::<Vec<_>>();
        assert_eq!([labels(Action::Hint), labels(Action::Skip), labels(Action::Undo)], [["^Y"], ["F4"], ["^R"]]);
        assert_eq!([keys.label(Action::Hint, true), keys.label(Action::Hint, false)], ["^Y", "h"]);
        assert_eq!(keys.action(KeyEvent::new(KeyCode::Char('y'), KeyModifiers::CONTROL)), Some(Action::Hint));
        assert_eq!(keys.action(KeyEvent::new(KeyCode::F(2), KeyModifiers::NONE)), None);
        let keys = with(&[("skip", "alt-X")]).unwrap();
        assert_eq!(keys.action(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::ALT)), Some(Action::Skip));
        assert_eq!(keys.label(Action::Skip, true), "Alt-X");
        assert_eq!(keys.action(KeyEvent::new(KeyCode::Char('t'), KeyModifiers::NONE)), None);
    }

    #[test]
    fn what_cannot_be_a_key_is_refused() {
        assert_eq!(with(&[("dance", "f9")]), Err(BadKey::Action("dance".into())));
        for key in ["f13", "ctrl-c", "ctrl-u", "ctrl-", "alt-b", "alt-xy", "q", ""] {
            assert_eq!(with(&[("hint", key)]), Err(BadKey::Key(key.into())));
        }
        assert_eq!(with(&[("hint", "f13"), ("skip", "f3")]), Err(BadKey::Key("f13".into())));
        assert_eq!(with(&[("hint", "f11"), ("skip", "f11")]), Err(BadKey::Twice("F11".into())));
    }
}
