//! The contents: the titles of the topics.

use ratatui::style::Style;

use super::library::Library;
use super::topic::TopicPage;
use super::{Sheet, Showing, Step, place};
use crate::course::messages::say;
use crate::study::reading::{self, Row};
use crate::tui::choice::Choice;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{List, Rows};

#[derive(Debug)]
pub(super) struct Contents {
    list: List,
    count: usize,
    /// The digits of a topic's number, as far as they were typed.
    typed: usize,
}

impl Contents {
    /// The contents with a topic selected.
    pub(super) fn new(at: usize) -> Self {
        Self { list: List::at(at), count: 0, typed: 0 }
    }
}

impl Showing for Contents {
    fn update(&mut self, message: &Message, library: &mut Library) -> Step {
        let at = self.list.selected().unwrap_or(0);
        match message {
            message if self.list.opens(message) => match library.topic(at) {
                Some(topic) => Step::Show(Box::new(TopicPage::new(topic))),
                None => Step::Stay,
            },
            Message::Char(c) if c.is_ascii_digit() => {
                let digit = c.to_digit(10).unwrap_or_default() as usize;
                let number = self.typed * 10 + digit;
                self.typed = [number, digit].into_iter().find(|n| (1..=self.count).contains(n)).unwrap_or(0);
                if self.typed > 0 {
                    self.list.update(&Message::Pick(self.typed - 1));
                }
                Step::Stay
            }
            Message::Char('/') => Step::Search,
            Message::Char('p') => match library.titles.get(at) {
                Some((id, _)) => Step::Begin(Choice::Quiz(Some(id.to_string()))),
                None => Step::Stay,
            },
            Message::Back | Message::Left | Message::Char('q') => Step::Back,
            other => {
                self.typed = 0;
                self.list.update_by_letter(other);
                Step::Stay
            }
        }
    }

    fn lay(&mut self, sheet: &Sheet, library: &Library) {
        let (mut rows, mut items) = (Rows::new(sheet.columns), Vec::new());
        self.count = library.titles.len();
        for (at, (_, title)) in library.titles.iter().enumerate() {
            let start = rows.len();
            let number = format!("{:>3}  ", at + 1);
            rows.hanging(&number, title.get(sheet.look.lang), sheet.look.theme.key(), Style::new());
            items.push(Item::words(start..rows.len()));
        }
        self.list.lay(rows, items, sheet.window);
    }

    fn list(&self) -> &List {
        &self.list
    }

    fn beside(&self, sheet: &Sheet, library: &Library) -> Option<Vec<Row>> {
        let topic = library.topic(self.list.selected()?)?;
        Some(reading::topic(&topic, sheet.layout()))
    }

    fn title(&self, _: &Library, look: Look) -> String {
        say(look.lang, "notes.title", &[])
    }

    fn corner(&self, look: Look) -> String {
        place(&self.list, self.count, look)
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            Hint::Key("Enter", "tui.open"),
            Hint::Key("1…9", "home.number"),
            Hint::Key("/", "tui.search"),
            Hint::Key("p", "tui.practise"),
            Hint::Key("Esc", "tui.back"),
            Hint::Key("↑↓ j k", "tui.move"),
        ]
    }
}
