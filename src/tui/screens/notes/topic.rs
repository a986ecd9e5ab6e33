//! A topic: its statements under their headings, one of them selected.

use std::sync::Arc;

use super::library::Library;
use super::statement::StatementPage;
use super::{Sheet, Showing, Step, place};
use crate::course::Topic;
use crate::study::reading::{self, Row, RowKind};
use crate::tui::choice::Choice;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{List, Rows};

#[derive(Debug)]
pub(super) struct TopicPage {
    topic: Arc<Topic>,
    /// The statements' places in the topic, in the order in which they are shown.
    order: Vec<usize>,
    list: List,
}

impl TopicPage {
    pub(super) fn new(topic: Arc<Topic>) -> Self {
        Self { topic, order: Vec::new(), list: List::default() }
    }
}

/// The statements among rows: where each begins and ends, and how many rows its words take.
fn items(rows: &[Row]) -> Vec<(&str, Item)> {
    let mut items: Vec<(&str, Item)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(id) = row.statement.as_deref() else { continue };
        let is_word = usize::from(row.kind == RowKind::Statement);
        match items.last_mut().filter(|(known, _)| *known == id) {
            Some((_, item)) => {
                item.rows.end = at + 1;
                item.words += is_word;
            }
            None => items.push((id, Item { rows: at..at + 1, words: is_word })),
        }
    }
    items
}

impl Showing for TopicPage {
    fn update(&mut self, message: &Message, library: &mut Library) -> Step {
        match message {
            message if self.list.opens(message) => match self.list.chosen().and_then(|at| self.order.get(at)) {
                Some(statement) => {
                    let page = StatementPage::new(Arc::clone(&self.topic), *statement, library);
                    Step::Show(Box::new(page))
                }
                None => Step::Stay,
            },
            Message::Char('/') => Step::Search,
            Message::Char('p') => Step::Begin(Choice::Quiz(Some(self.topic.id.to_string()))),
            Message::Back | Message::Left | Message::Char('q') => Step::Back,
            other => {
                self.list.update_by_letter(other);
                Step::Stay
            }
        }
    }

    fn lay(&mut self, sheet: &Sheet, _: &Library) {
        let read = reading::topic(&self.topic, sheet.layout());
        let found = items(&read);
        let place = |id: &str| self.topic.statements.iter().position(|s| *s.id == *id);
        self.order = found.iter().filter_map(|(id, _)| place(id)).collect();
        let items = found.into_iter().map(|(_, item)| item).collect();
        let mut rows = Rows::new(sheet.columns);
        sheet.add(&mut rows, read);
        self.list.lay(rows, items, sheet.window);
    }

    fn list(&self) -> &List {
        &self.list
    }

    fn beside(&self, sheet: &Sheet, _: &Library) -> Option<Vec<Row>> {
        let statement = self.topic.statements.get(*self.order.get(self.list.selected()?)?)?;
        Some(reading::page(statement, &self.topic, sheet.layout()))
    }

    fn title(&self, _: &Library, look: Look) -> String {
        self.topic.title().get(look.lang).to_owned()
    }

    fn corner(&self, look: Look) -> String {
        place(&self.list, self.topic.statements.len(), look)
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            Hint::Key("Enter", "tui.open"),
            Hint::Key("/", "tui.search"),
            Hint::Key("p", "tui.practise"),
            Hint::Key("Esc", "tui.back"),
            Hint::Key("↑↓ j k", "tui.move"),
            Hint::Key("Space", "tui.scroll"),
        ]
    }
}
