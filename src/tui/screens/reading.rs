//! A page that is read and scrolled: what every such screen shares.

use std::fmt::Debug;
use std::time::Duration;

use ratatui::layout::Size;

use crate::course::messages::say;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::{Page, Rows, Scroll, page};

/// What stands on such a page.
pub trait Reading: Debug {
    /// The message of its title.
    const TITLE: &'static str;

    /// Its rows, laid out over so many columns.
    fn rows(&self, columns: u16, look: Look) -> Rows;

    /// Whether all of it is there; what takes long is made ready once the screen is seen.
    fn is_ready(&self) -> bool {
        true
    }

    /// What a key opens from here.
    fn open(&self, _message: &Message, _desk: &mut dyn Desk) -> Option<Next> {
        None
    }

    /// Makes it ready.
    fn prepare(&mut self, _desk: &mut dyn Desk) {}
}

/// How long a key may come before it is made ready.
const SOON: Duration = Duration::from_millis(5);

/// The screen of such a page.
#[derive(Debug)]
pub struct Reader<R> {
    reading: R,
    scroll: Scroll,
}

impl<R: Reading> Reader<R> {
    /// A page at its top.
    #[must_use]
    pub fn of(reading: R) -> Self {
        Self { reading, scroll: Scroll::default() }
    }
}

impl<R: Reading> Screen for Reader<R> {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        if let Some(next) = self.reading.open(message, desk) {
            return next;
        }
        match message {
            Message::Back | Message::Left | Message::Char('q') => return Next::Leave,
            Message::Char(' ') => _ = self.scroll.read(&Message::PageDown),
            other => _ = self.scroll.read(other),
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        self.scroll.fit(&self.reading.rows(size.width, look), page::window(size, false, None));
    }

    fn page(&self, size: Size, look: Look) -> Page {
        Page {
            title: say(look.lang, R::TITLE, &[]),
            rows: self.reading.rows(size.width, look),
            scroll: self.scroll.at(),
            ..Page::default()
        }
    }

    fn moves(&self) -> Option<Duration> {
        (!self.reading.is_ready()).then_some(SOON)
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        self.reading.prepare(desk);
        true
    }

    fn resume(&mut self, desk: &mut dyn Desk) {
        self.reading.prepare(desk);
    }

    fn keys(&self) -> Vec<Hint> {
        vec![Hint::Key("↑↓", "tui.scroll"), Hint::Key("Esc", "tui.back")]
    }
}
