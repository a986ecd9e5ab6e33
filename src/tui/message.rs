//! Keys → what they mean.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

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
    /// F1: the keys.
    Help,
    /// F2: a hint.
    Hint,
    /// F3: skip.
    Skip,
    /// F4: take the last answer back.
    Undo,
    /// F5: the other language.
    Language,
    /// F6: the question before.
    Previous,
    /// F7: the question after.
    Next,
    /// F8: hand the paper in.
    HandIn,
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-C.
    Quit,
}

/// What an event of the terminal means, if anything.
#[must_use]
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => of_key(key),
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
        KeyCode::Char('u') if control => Message::Undo,
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
        KeyCode::F(1) => Message::Help,
        KeyCode::F(2) => Message::Hint,
        KeyCode::F(3) => Message::Skip,
        KeyCode::F(4) => Message::Undo,
        KeyCode::F(5) => Message::Language,
        KeyCode::F(6) => Message::Previous,
        KeyCode::F(7) => Message::Next,
        KeyCode::F(8) => Message::HandIn,
        _ => return None,
    })
}
