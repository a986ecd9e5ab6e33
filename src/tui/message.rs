//! Keys, clicks and turns of the wheel → what they mean.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

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
    /// The wheel, up.
    WheelUp,
    /// The wheel, down.
    WheelDown,
    /// Start of the line or list.
    Home,
    /// End of the line or list.
    End,
    /// Backspace.
    Erase,
    /// Delete.
    Delete,
    /// An edit of the line being typed.
    Edit(Edit),
    /// Tab.
    Tab,
    /// A click at a column and a row. What lies there says what it means.
    Click(u16, u16),
    /// An item of a list: selected, or, where it is selected, opened.
    Pick(usize),
    /// A question of a paper, to be gone to.
    Go(usize),
    /// The key of an action.
    Do(Action),
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-C.
    Quit,
}

/// What the line keys of a shell do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Ctrl-A
    Start,
    /// Ctrl-E
    End,
    /// Ctrl-U: what stands before the cursor goes.
    KillBefore,
    /// Ctrl-K: what stands after it goes.
    KillAfter,
    /// Ctrl-W: the word before it goes.
    KillWord,
    /// Alt-B
    WordLeft,
    /// Alt-F
    WordRight,
}

/// What an event of the terminal means, if anything.
#[must_use]
pub fn message(event: Event, keys: &Keys) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            keys.action(key).map(Message::Do).or_else(|| of_key(key))
        }
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Mouse(mouse) => of_mouse(mouse),
        _ => None,
    }
}

fn of_key(key: KeyEvent) -> Option<Message> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    Some(match key.code {
        KeyCode::Char(c) if control => match c {
            'c' => Message::Quit,
            'z' => Message::Suspend,
            'a' => Message::Edit(Edit::Start),
            'e' => Message::Edit(Edit::End),
            'u' => Message::Edit(Edit::KillBefore),
            'k' => Message::Edit(Edit::KillAfter),
            'w' => Message::Edit(Edit::KillWord),
            // What some terminals send for Backspace.
            'h' => Message::Erase,
            _ => return None,
        },
        KeyCode::Char('b') if alt => Message::Edit(Edit::WordLeft),
        KeyCode::Char('f') if alt => Message::Edit(Edit::WordRight),
        KeyCode::Backspace if alt => Message::Edit(Edit::KillWord),
        KeyCode::Left if alt || control => Message::Edit(Edit::WordLeft),
        KeyCode::Right if alt || control => Message::Edit(Edit::WordRight),
        KeyCode::Char(_) if alt => return None,
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
        KeyCode::BackTab => Message::Up,
        _ => return None,
    })
}

const fn of_mouse(mouse: MouseEvent) -> Option<Message> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Message::Click(mouse.column, mouse.row)),
        MouseEventKind::ScrollUp => Some(Message::WheelUp),
        MouseEventKind::ScrollDown => Some(Message::WheelDown),
        _ => None,
    }
}
