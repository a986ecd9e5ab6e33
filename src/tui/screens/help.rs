//! The keys of the screen below, or a notice.

use ratatui::Frame;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::study::Action;
use crate::tui::app::{Desk, Look, Next, Screen};
use crate::tui::message::Message;
use crate::tui::widgets::page::{self, Page, Rows};

/// A screen that is read and left.
#[derive(Debug)]
pub struct Help {
    keys: Vec<(&'static str, String)>,
    notice: Option<String>,
    scroll: usize,
}

impl Help {
    /// The keys of a screen.
    #[must_use]
    pub const fn new(keys: Vec<(&'static str, String)>) -> Self {
        Self { keys, notice: None, scroll: 0 }
    }

    /// A sentence that must be seen.
    #[must_use]
    pub const fn notice(text: String) -> Self {
        Self { keys: Vec::new(), notice: Some(text), scroll: 0 }
    }
}

impl Screen for Help {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        match message {
            Message::Down | Message::PageDown => self.scroll += 1,
            Message::Up | Message::PageUp => self.scroll = self.scroll.saturating_sub(1),
            _ => return Next::Leave,
        }
        Next::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, look: Look) {
        let mut rows = Rows::new(frame.area().width);
        match &self.notice {
            Some(text) => rows.text(text, Style::new()),
            None => {
                // Two actions work on every screen, whether its footer has room for them or not.
                let everywhere = [Action::Language, Action::Help].map(|action| look.action(action));
                let more = everywhere.iter().filter(|(key, _)| self.keys.iter().all(|(known, _)| known != key));
                for (key, what) in self.keys.iter().chain(more) {
                    rows.hanging(&format!("{key:<8}"), what, look.theme.key(), Style::new());
                }
                rows.gap();
                rows.text(&say(look.lang, "tui.help-everywhere", &[]), look.theme.quiet());
            }
        }
        let title = say(look.lang, if self.notice.is_some() { "tui.notice" } else { "tui.keys" }, &[]);
        let keys = [("Esc", say(look.lang, "tui.back", &[]))];
        page::draw(frame, &Page { title: &title, corner: "", keys: &keys, input: None }, rows, self.scroll, look.theme);
    }

    fn keys(&self, look: Look) -> Vec<(&'static str, String)> {
        vec![("Esc", say(look.lang, "tui.back", &[]))]
    }
}
