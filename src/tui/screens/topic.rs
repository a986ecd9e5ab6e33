//! A topic: how it stands, and what can be done with it alone.

use ratatui::layout::Size;
use ratatui::style::Style;

use super::marked::MarkedScreen;
use super::sections;
use crate::course::messages::say;
use crate::course::{Bilingual, Id};
use crate::learner::TopicOf;
use crate::tui::choice::{Choice, Opening};
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::{Page, Rows, Scroll, page, pane};

/// A topic.
#[derive(Debug)]
pub struct TopicRoom {
    id: Id,
    title: Bilingual,
    standing: Option<TopicOf>,
    at: usize,
    scroll: Scroll,
    /// Why nothing was begun.
    notice: Option<String>,
}

/// What can be done: its key, its word, and where it leads.
type Entry = (char, &'static str, fn(String, &mut dyn Desk) -> Next);

const ENTRIES: [Entry; 6] = [
    ('q', "home.quiz", |topic, _| Next::Begin(Choice::Quiz(Some(topic)))),
    ('r', "home.review", |topic, _| Next::Begin(Choice::Review(Some(topic)))),
    ('d', "home.drill", |topic, _| Next::Begin(Choice::Drill(Some(topic)))),
    ('w', "home.wrong", |topic, _| Next::Begin(Choice::Wrong(Some(topic)))),
    ('f', "home.marked", |topic, desk| Next::Open(Box::new(MarkedScreen::new(desk, Some(topic))))),
    ('n', "home.notes", |topic, _| Next::Read(Opening::Topic(topic))),
];

impl TopicRoom {
    /// A topic with how it stands.
    #[must_use]
    pub const fn new(id: Id, title: Bilingual, standing: Option<TopicOf>) -> Self {
        Self { id, title, standing, at: 0, scroll: Scroll::new(), notice: None }
    }

    /// What can be done, then how it stands.
    fn rows(&self, columns: u16, look: Look) -> Rows {
        let wide = pane::pane(columns, pane::panes(columns));
        let mut entries = Rows::new(wide);
        for (at, (key, word, _)) in ENTRIES.iter().enumerate() {
            let here = at == self.at;
            if here {
                entries.focus = Some(entries.len());
            }
            let style = if here { look.theme.selected() } else { Style::new() };
            let start = entries.len();
            entries.hanging(&format!("{key}  "), &say(look.lang, word, &[]), look.theme.key(), style);
            entries.target_from(start, Message::Char(*key));
        }
        let mut sections = vec![entries];
        sections.extend(self.standing.as_ref().map(|topic| sections::topic(wide, None, topic, look)));
        Rows::over_panes(sections, columns)
    }

    fn go(&mut self, at: usize) {
        self.at = at;
        self.scroll.follow();
    }

    fn choose(&self, at: usize, desk: &mut dyn Desk) -> Next {
        ENTRIES.get(at).map_or(Next::Stay, |(.., open)| open(self.id.to_string(), desk))
    }
}

impl Screen for TopicRoom {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        self.notice = None;
        // Below the last entry one reads on, and comes back to it.
        let is_last = self.at + 1 == ENTRIES.len();
        match message {
            Message::Down | Message::Char('j') | Message::End if is_last => _ = self.scroll.read(message),
            Message::Up | Message::Char('k') if is_last && self.scroll.is_away() => _ = self.scroll.read(message),
            Message::Up | Message::Char('k') => self.go(self.at.saturating_sub(1)),
            Message::Down | Message::Tab | Message::Char('j') => self.go((self.at + 1).min(ENTRIES.len() - 1)),
            Message::Home => self.go(0),
            Message::End => self.go(ENTRIES.len() - 1),
            other if self.scroll.page(other) => {}
            Message::Enter | Message::Right => return self.choose(self.at, desk),
            Message::Char(c) => {
                if let Some(at) = ENTRIES.iter().position(|(key, ..)| key == c) {
                    return self.choose(at, desk);
                }
            }
            Message::Back | Message::Left => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        self.scroll.fit(&self.rows(size.width, look), page::window(size, false, self.notice.as_deref()));
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let mut rows = self.rows(size.width, look);
        rows.focus = None;
        let (title, notice) = (self.title.get(look.lang).to_owned(), self.notice.clone());
        Page { title, rows, scroll: self.scroll.at(), notice, ..Page::default() }
    }

    fn keys(&self) -> Vec<Hint> {
        vec![Hint::Key("Enter", "tui.open"), Hint::Key("↑↓", "tui.move"), Hint::Key("Esc", "tui.back")]
    }

    fn tell(&mut self, why: &str) -> bool {
        self.notice = Some(why.to_owned());
        true
    }

    fn resume(&mut self, desk: &mut dyn Desk) {
        if let Ok(told) = desk.told() {
            self.standing = told.stats.topics.into_iter().find(|topic| *topic.id == *self.id);
        }
    }
}
