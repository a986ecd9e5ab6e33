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
    /// Alt-D: the word after it goes.
    KillWordAfter,
    /// Ctrl-D: the character at it goes.
    DeleteNext,
    /// Ctrl-Y: what went last by such a key comes back.
    Yank,
    /// Ctrl-B
    Left,
    /// Ctrl-F
    Right,
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
            'b' => Message::Edit(Edit::Left),
            'f' => Message::Edit(Edit::Right),
            'd' => Message::Edit(Edit::DeleteNext),
            'y' => Message::Edit(Edit::Yank),
            // What some terminals send for Backspace.
            'h' => Message::Erase,
            _ => return None,
        },
        KeyCode::Char('b') if alt => Message::Edit(Edit::WordLeft),
        KeyCode::Char('f') if alt => Message::Edit(Edit::WordRight),
        KeyCode::Char('d') if alt => Message::Edit(Edit::KillWordAfter),
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

/// What is meant by a character that a Chinese input method writes where no line is typed: `，` by `,`, `Ｂ` by `B`, and
/// by its own marks the key that it has them on.
#[must_use]
pub fn meant(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' => '<',
        '》' => '>',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_writes_means_the_key_that_it_stands_on() {
        let meant: String = "Ｂ？，／、【】１％　错b".chars().map(meant).collect();
        assert_eq!(meant, "B?,//[]1% 错b");
    }

    #[test]
    fn the_keys_of_a_shell_edit_unless_the_configuration_has_them() {
        let pressed = |c, modifiers| Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers));
        let keys = Keys::default();
        for (c, modifiers, edit) in [
            ('b', KeyModifiers::CONTROL, Edit::Left),
            ('f', KeyModifiers::CONTROL, Edit::Right),
            ('d', KeyModifiers::CONTROL, Edit::DeleteNext),
            ('y', KeyModifiers::CONTROL, Edit::Yank),
            ('d', KeyModifiers::ALT, Edit::KillWordAfter),
        ] {
            assert_eq!(message(pressed(c, modifiers), &keys), Some(Message::Edit(edit)));
        }
        assert_eq!(message(pressed('m', KeyModifiers::ALT), &keys), Some(Message::Do(Action::Flag)));
        let own = Keys::with(&[("flag".to_owned(), "ctrl-f".to_owned())].into()).unwrap();
        assert_eq!(message(pressed('f', KeyModifiers::CONTROL), &own), Some(Message::Do(Action::Flag)));
    }
}
