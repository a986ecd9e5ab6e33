//! Keys → what they mean.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::keys::Keys;
use crate::study::Action;

/// What the user did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A character.
    Char(char),
    /// Pasted text.
    Paste(String),
    /// Enter.
    Enter,
    /// Escape: back.
    Back,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Shift and up: move the item under the cursor up.
    LiftItem,
    /// Shift and down: move it down.
    LowerItem,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Start of the line or list.
    Home,
    /// End of the line or list.
    End,
    /// Backspace.
    Erase,
    /// Delete.
    Delete,
    /// Tab.
    Tab,
    /// The key of an action.
    Do(Action),
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-C.
    Quit,
}

/// What an event of the terminal means, if anything.
#[must_use]
pub fn message(event: Event, keys: &Keys) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            keys.action(key).map(Message::Do).or_else(|| of_key(key))
        }
        Event::Paste(text) => Some(Message::Paste(text)),
        _ => None,
    }
}

fn of_key(key: KeyEvent) -> Option<Message> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    Some(match key.code {
        KeyCode::Char('c') if control => Message::Quit,
        KeyCode::Char('z') if control => Message::Suspend,
        KeyCode::Char(_) if control => return None,
        KeyCode::Char(c) => Message::Char(c),
        KeyCode::Enter => Message::Enter,
        KeyCode::Esc => Message::Back,
        KeyCode::Up if shift => Message::LiftItem,
        KeyCode::Down if shift => Message::LowerItem,
        KeyCode::Up => Message::Up,
        KeyCode::Down => Message::Down,
        KeyCode::Left => Message::Left,
        KeyCode::Right => Message::Right,
        KeyCode::PageUp => Message::PageUp,
        KeyCode::PageDown => Message::PageDown,
        KeyCode::Home => Message::Home,
        KeyCode::End => Message::End,
        KeyCode::Backspace => Message::Erase,
        KeyCode::Delete => Message::Delete,
        KeyCode::Tab => Message::Tab,
        _ => return None,
    })
}
