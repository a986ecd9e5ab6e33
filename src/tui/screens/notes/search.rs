//! A search as one types, over both languages and by initials of pinyin.

use std::sync::Arc;

use super::library::Library;
use super::statement::StatementPage;
use super::{Sheet, Showing, Step, place};
use crate::course::Topic;
use crate::course::messages::say;
use crate::study::reading::{self, Row, RowKind};
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{Input, List, Rows};

/// How many of the statements that were found are shown.
const SHOWN: usize = 200;

#[derive(Debug)]
pub(super) struct Search {
    input: Input,
    found: Vec<(Arc<Topic>, usize)>,
    list: List,
}

impl Search {
    /// A search that begins with these words.
    pub(super) fn new(words: &str, library: &mut Library) -> Self {
        let input = Input::with(words);
        let found = library.find(input.text());
        Self { input, found, list: List::default() }
    }
}

impl Showing for Search {
    fn update(&mut self, message: &Message, library: &mut Library) -> Step {
        match message {
            Message::Enter | Message::Pick(_) if self.list.opens(message) => {
                return match self.list.chosen().and_then(|at| self.found.get(at)) {
                    Some((topic, statement)) => {
                        Step::Show(Box::new(StatementPage::new(Arc::clone(topic), *statement, library)))
                    }
                    None => Step::Stay,
                };
            }
            Message::Back => return Step::Back,
            // Within the line being typed.
            Message::Home | Message::End => _ = self.input.update(message),
            other => {
                if !self.list.update(other) {
                    let before = self.input.text().to_owned();
                    self.input.update(other);
                    if self.input.text() != before {
                        self.found = library.find(self.input.text());
                        self.list.restart();
                    }
                }
            }
        }
        Step::Stay
    }

    fn lay(&mut self, sheet: &Sheet, _: &Library) {
        let (theme, lang) = (sheet.look.theme, sheet.look.lang);
        let (mut rows, mut items) = (Rows::new(sheet.columns), Vec::new());
        let typed = self.input.text().trim();
        if typed.is_empty() {
            rows.text(&say(lang, "notes.search", &[]), theme.quiet());
        } else if self.found.is_empty() {
            rows.text(&say(lang, "notes.nothing", &[("given", &typed)]), theme.caution());
        }
        let mut last = None;
        let found = self.found.iter().take(SHOWN);
        for (topic, statement) in found.filter_map(|(topic, at)| Some((topic, topic.statements.get(*at)?))) {
            if last.replace(&topic.id) != Some(&topic.id) {
                if !rows.is_empty() {
                    rows.gap();
                }
                rows.text(&format!("{}. {}", topic.section, topic.title().get(lang)), theme.heading());
            }
            let start = rows.len();
            // What was found is to be looked over: pictures stand on the statement's own page.
            let mut found = reading::statement(statement, sheet.layout());
            found.retain(|row| row.kind != RowKind::Curve);
            let words = sheet.add(&mut rows, found);
            items.push(Item { rows: start..rows.len(), words });
        }
        self.list.lay(rows, items, sheet.window);
    }

    fn list(&self) -> &List {
        &self.list
    }

    fn beside(&self, sheet: &Sheet, _: &Library) -> Option<Vec<Row>> {
        let (topic, statement) = self.found.get(self.list.selected()?)?;
        Some(reading::page(topic.statements.get(*statement)?, topic, sheet.layout()))
    }

    fn title(&self, _: &Library, look: Look) -> String {
        let here = self.list.selected().and_then(|at| self.found.get(at));
        here.map_or_else(|| say(look.lang, "tui.search", &[]), |(topic, _)| topic.title().get(look.lang).to_owned())
    }

    fn corner(&self, look: Look) -> String {
        place(&self.list, self.found.len(), look)
    }

    fn input(&self) -> Option<&Input> {
        Some(&self.input)
    }

    fn keys(&self) -> Vec<Hint> {
        List::KEYS.to_vec()
    }
}
