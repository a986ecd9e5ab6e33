//! A statement by itself, with its cards, questions and calculations to go on to.

use std::sync::Arc;

use ratatui::style::Style;

use super::library::Library;
use super::{Sheet, Showing, Step};
use crate::course::Topic;
use crate::course::messages::say;
use crate::study::reading::{self, Row, RowKind};
use crate::study::{Link, Links};
use crate::text::{cut, width};
use crate::tui::choice::Choice;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::told::Learnt;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{List, Rows};

/// Columns from which on a question's kind stands beside its stem.
const ROOMY: usize = 64;

#[derive(Debug)]
pub(super) struct StatementPage {
    topic: Arc<Topic>,
    statement: usize,
    links: Links,
    list: List,
}

impl StatementPage {
    pub(super) fn new(topic: Arc<Topic>, statement: usize, library: &mut Library) -> Self {
        let links = library.links(&topic, statement);
        Self { topic, statement, links, list: List::default() }
    }

    /// What a link begins: a review of the card, a quiz of the question, a drill of the calculation.
    fn begin(&self, mut at: usize) -> Option<Choice> {
        if let Some(card) = self.links.cards.get(at) {
            return Some(Choice::Cards(vec![card.id.to_string()]));
        }
        at -= self.links.cards.len();
        if let Some(question) = self.links.questions.get(at) {
            return Some(Choice::Questions(vec![question.id.to_string()]));
        }
        at -= self.links.questions.len();
        self.links.calculations.get(at).map(|calculation| Choice::Calculation(calculation.id.to_string()))
    }

    /// The links of one sort under their heading, each in one row.
    fn links(
        rows: &mut Rows,
        items: &mut Vec<Item>,
        (heading, links): (&str, &[Link]),
        stands: &dyn Fn(&Link) -> Option<bool>,
        sheet: &Sheet,
    ) {
        if links.is_empty() {
            return;
        }
        let (look, columns) = (sheet.look, sheet.columns());
        rows.gap();
        rows.text(&say(look.lang, heading, &[("count", &links.len())]), look.theme.heading());
        for link in links {
            let (mark, style) = match stands(link) {
                Some(true) => ("✓ ", look.theme.right()),
                Some(false) => ("✗ ", look.theme.wrong()),
                None => ("· ", look.theme.quiet()),
            };
            let kind = link.kind.filter(|_| columns >= ROOMY);
            let kind = kind.map_or_else(String::new, |kind| format!("  {}", kind.name(look.lang)));
            let room = columns.saturating_sub(width(mark) + width(&kind));
            let title = cut(link.title.get(look.lang), room);
            let gap = if kind.is_empty() { 0 } else { room - width(&title) };
            items.push(Item::words(rows.len()..rows.len() + 1));
            rows.pieces(vec![
                (mark.to_owned(), style),
                (title + &" ".repeat(gap), Style::new()),
                (kind, look.theme.quiet()),
            ]);
        }
    }
}

/// Whether the last answer to a question reached all points; nothing where there is none.
fn answered(link: &Link, learnt: &Learnt) -> Option<bool> {
    learnt.scores.get(&*link.recorded).map(|score| *score >= link.points)
}

/// Whether a card need not come back yet; nothing where it was never rated.
fn remembered(link: &Link, learnt: &Learnt) -> Option<bool> {
    let due = learnt.due.get(&*link.recorded)?;
    learnt.today.map(|today| *due > today)
}

impl Showing for StatementPage {
    fn update(&mut self, message: &Message, _: &mut Library) -> Step {
        match message {
            message if self.list.opens(message) => {
                self.list.chosen().and_then(|at| self.begin(at)).map_or(Step::Stay, Step::Begin)
            }
            Message::Char('p') if !self.links.questions.is_empty() => {
                Step::Begin(Choice::Questions(self.links.questions.iter().map(|q| q.id.to_string()).collect()))
            }
            Message::Char('/') => Step::Search,
            Message::Back | Message::Left | Message::Char('q') => Step::Back,
            other => {
                self.list.update_by_letter(other);
                Step::Stay
            }
        }
    }

    fn lay(&mut self, sheet: &Sheet, library: &Library) {
        let (mut rows, mut items) = (Rows::new(sheet.columns), Vec::new());
        let look = sheet.look;
        if let Some(statement) = self.topic.statements.get(self.statement) {
            sheet.add(&mut rows, reading::page(statement, &self.topic, sheet.layout()));
        }
        let learnt = &library.learnt;
        let (cards, questions) = (&self.links.cards[..], &self.links.questions[..]);
        Self::links(&mut rows, &mut items, ("notes.cards", cards), &|link| remembered(link, learnt), sheet);
        Self::links(&mut rows, &mut items, ("notes.questions", questions), &|link| answered(link, learnt), sheet);
        Self::links(&mut rows, &mut items, ("notes.calculations", &self.links.calculations), &|_| None, sheet);
        if self.links.is_empty() {
            rows.gap();
            rows.text(&say(look.lang, "notes.no-practice", &[]), look.theme.quiet());
        }
        self.list.lay(rows, items, sheet.window);
    }

    fn list(&self) -> &List {
        &self.list
    }

    /// Its neighbours in the topic, itself among them.
    fn beside(&self, sheet: &Sheet, _: &Library) -> Option<Vec<Row>> {
        let mut rows = reading::topic(&self.topic, sheet.layout());
        let own = &self.topic.statements.get(self.statement)?.id;
        let is_own = |row: &Row| row.statement.as_deref() == Some(&**own);
        let at = rows.iter().position(is_own)?;
        for row in rows.iter_mut().filter(|row| is_own(row) && row.kind == RowKind::Statement) {
            row.kind = RowKind::Heading;
        }
        let first = at.saturating_sub(sheet.window / 3).min(rows.len().saturating_sub(sheet.window));
        Some(rows.split_off(first))
    }

    fn title(&self, _: &Library, look: Look) -> String {
        self.topic.title().get(look.lang).to_owned()
    }

    fn corner(&self, look: Look) -> String {
        let (at, count) = (self.statement + 1, self.topic.statements.len());
        say(look.lang, "tui.place", &[("at", &at), ("count", &count)])
    }

    fn keys(&self) -> Vec<Hint> {
        let mut keys = vec![Hint::Key("Enter", "notes.begin")];
        if !self.links.questions.is_empty() {
            keys.push(Hint::Key("p", "notes.all-questions"));
        }
        keys.extend([
            Hint::Key("Esc", "tui.back"),
            Hint::Key("/", "tui.search"),
            Hint::Key("↑↓ j k", "tui.move"),
            Hint::Key("Space", "tui.scroll"),
        ]);
        keys
    }
}
