//! Asks the terminal what its background is. Nobody waits for the answer: it comes among the keys, if it comes at all,
//! and is told apart from them.

use std::io::{self, Write};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::theme::Background;

/// Asks (OSC 11).
const QUESTION: &str = "\x1b]11;?\x1b\\";

/// What every answer begins with.
const HEAD: &str = "11;";

/// Bytes of the longest answer.
const LONGEST: usize = 40;

/// Asks for the background.
///
/// # Errors
/// A terminal that cannot be written.
pub fn ask(out: &mut impl Write) -> io::Result<()> {
    write!(out, "{QUESTION}")?;
    out.flush()
}

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key or something else that the user did.
    User,
    /// A piece of an answer.
    Piece,
    /// The end of an answer: this is the background.
    Background(Background),
}

/// Tells the answer from keys.
#[derive(Clone, Debug, Default)]
pub struct Listener {
    /// The answer as far as it has come.
    heard: Option<String>,
}

impl Listener {
    /// Takes an event.
    pub fn take(&mut self, event: &Event) -> Heard {
        let Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. }) = event else {
            self.heard = None;
            return Heard::User;
        };
        let Some(heard) = &mut self.heard else {
            // Escape and a bracket, as a key.
            let begins = *c == ']' && modifiers.contains(KeyModifiers::ALT);
            self.heard = begins.then(String::new);
            return if begins { Heard::Piece } else { Heard::User };
        };
        let ends = (*c == '\\' && modifiers.contains(KeyModifiers::ALT))
            || (*c == 'g' && modifiers.contains(KeyModifiers::CONTROL));
        if ends {
            let reply = std::mem::take(heard);
            self.heard = None;
            return reply.strip_prefix(HEAD).and_then(Background::of_reply).map_or(Heard::Piece, Heard::Background);
        }
        heard.push(*c);
        let fits = heard.len() <= LONGEST && HEAD.starts_with(&heard[..heard.len().min(HEAD.len())]);
        if fits && (modifiers.is_empty() || *modifiers == KeyModifiers::SHIFT) {
            return Heard::Piece;
        }
        self.heard = None;
        Heard::User
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers))
    }

    fn heard(listener: &mut Listener, text: &str) -> Vec<Heard> {
        text.chars().map(|c| listener.take(&key(c, KeyModifiers::NONE))).collect()
    }

    #[test]
    fn an_answer_among_the_keys_is_no_key() {
        for end in [key('\\', KeyModifiers::ALT), key('g', KeyModifiers::CONTROL)] {
            let mut listener = Listener::default();
            assert_eq!(listener.take(&key('q', KeyModifiers::NONE)), Heard::User);
            assert_eq!(listener.take(&key(']', KeyModifiers::ALT)), Heard::Piece);
            let pieces = heard(&mut listener, "11;rgb:ffff/ffff/ffff");
            assert!(pieces.iter().all(|piece| *piece == Heard::Piece));
            assert_eq!(listener.take(&end), Heard::Background(Background::Light));
            assert_eq!(listener.take(&key('q', KeyModifiers::NONE)), Heard::User);
        }
    }

    #[test]
    fn whoever_types_a_bracket_with_alt_goes_on_typing() {
        let mut listener = Listener::default();
        listener.take(&key(']', KeyModifiers::ALT));
        assert_eq!(heard(&mut listener, "ab"), [Heard::User, Heard::User]);
        listener.take(&key(']', KeyModifiers::ALT));
        assert_eq!(listener.take(&Event::Key(KeyCode::Enter.into())), Heard::User);
        assert_eq!(heard(&mut listener, "1"), [Heard::User]);
    }
}
