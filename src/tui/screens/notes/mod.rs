//! The reader: contents, a topic's statements, a search as one types, a statement with what practises it.
//!
//! What is shown lies on a stack: going back finds each place as it was left.

mod contents;
mod library;
mod search;
mod statement;
mod topic;

use std::fmt::Debug;

use ratatui::layout::Size;
use ratatui::style::Style;

use library::Library;

use crate::course::messages::say;
use crate::course::{Course, Topic};
use crate::math::render;
use crate::study::reading::{self, Layout, Row, RowKind};
use crate::text::width;
use crate::tui::choice::{Choice, Opening};
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::page::{self, Typed};
use crate::tui::widgets::{Input, List, Page, Rows, Spread, spread};

/// What a key leads to.
#[derive(Debug)]
enum Step {
    Stay,
    Back,
    Show(Box<dyn Showing>),
    /// A search on top.
    Search,
    Begin(Choice),
}

/// What the reader shows.
trait Showing: Debug {
    /// Takes a key.
    fn update(&mut self, message: &Message, library: &mut Library) -> Step;

    /// Lays its rows out.
    fn lay(&mut self, sheet: &Sheet, library: &Library);

    /// Its rows.
    fn list(&self) -> &List;

    /// What stands beside it on a wide screen: what is selected, as it opens.
    fn beside(&self, _sheet: &Sheet, _library: &Library) -> Option<Vec<Row>> {
        None
    }

    /// Its title.
    fn title(&self, library: &Library, look: Look) -> String;

    /// What stands at the top right.
    fn corner(&self, look: Look) -> String;

    /// The line being typed.
    fn input(&self) -> Option<&Input> {
        None
    }

    /// Keys and what they do.
    fn keys(&self) -> Vec<Hint>;
}

/// What rows are laid out on.
#[derive(Clone, Copy, Debug)]
struct Sheet {
    columns: u16,
    /// How many rows are seen.
    window: usize,
    look: Look,
}

impl Sheet {
    /// Columns for text: at the right edge the mark stands that there is more.
    fn columns(&self) -> usize {
        usize::from(self.columns).saturating_sub(width(page::MORE)).max(8)
    }

    fn layout(&self) -> Layout {
        let style = render::Style { ascii: self.look.ascii };
        let letters = !self.look.theme.has_colours();
        Layout { lang: self.look.lang, width: self.columns(), style, spoken: false, letters }
    }

    /// Adds rows to read. Gives how many of them, from the first, are a statement's words.
    fn add(&self, rows: &mut Rows, read: Vec<Row>) -> usize {
        let theme = self.look.theme;
        let words = read.iter().take_while(|row| row.kind == RowKind::Statement).count();
        for row in read {
            if row.kind == RowKind::Curve {
                rows.picture(&row.pieces, theme);
                continue;
            }
            let style = match row.kind {
                RowKind::Title => theme.title(),
                RowKind::Heading => theme.heading(),
                RowKind::TableHead => theme.lit(),
                RowKind::Formula => theme.formula(),
                RowKind::Erratum => theme.caution(),
                RowKind::Aside => theme.quiet(),
                RowKind::Statement | RowKind::Table | RowKind::Curve | RowKind::Gap => Style::new(),
            };
            rows.verbatim(&row.text, style);
        }
        words
    }
}

/// A statement as its page begins, over so many columns.
#[must_use]
pub fn statement(topic: &Topic, at: usize, columns: u16, look: Look) -> Rows {
    let mut rows = Rows::new(columns);
    let sheet = Sheet { columns, window: 0, look };
    if let Some(statement) = topic.statements.get(at) {
        sheet.add(&mut rows, reading::page(statement, topic, sheet.layout()));
    }
    rows
}

/// `3/62`: the item that is selected among all.
fn place(list: &List, count: usize, look: Look) -> String {
    match list.selected() {
        Some(at) => format!("{}/{count}", at + 1),
        None => say(look.lang, "notes.count", &[("count", &count)]),
    }
}

/// The reader.
#[derive(Debug)]
pub struct Notes {
    library: Library,
    /// What is shown, on what was shown before; never empty.
    stack: Vec<Box<dyn Showing>>,
    /// How the top is laid out, unless it has changed since.
    laid: Option<(Size, Look)>,
    /// What stands beside it, and how many rows of that are seen.
    beside: Option<(Rows, usize)>,
}

impl Notes {
    /// The reader of a course.
    #[must_use]
    pub fn new(course: Course, opening: &Opening) -> Self {
        let mut library = Library::new(course);
        let wanted = match opening {
            Opening::Topic(id) => library.place_of(id),
            Opening::Behind(id) => {
                if let Some((topic, statement)) = library.behind(id) {
                    let page = statement::StatementPage::new(topic, statement, &mut library);
                    return Self { library, stack: vec![Box::new(page)], laid: None, beside: None };
                }
                None
            }
            // Whoever came to search goes back to where they came from.
            Opening::Search(words) => {
                let page = search::Search::new(words, &mut library);
                return Self { library, stack: vec![Box::new(page)], laid: None, beside: None };
            }
            Opening::Contents => None,
        };
        let mut stack: Vec<Box<dyn Showing>> = vec![Box::new(contents::Contents::new(wanted.unwrap_or(0)))];
        if let Some(topic) = wanted.and_then(|at| library.topic(at)) {
            stack.push(Box::new(topic::TopicPage::new(topic)));
        }
        Self { library, stack, laid: None, beside: None }
    }

    /// Shows something on top.
    fn show(&mut self, showing: Box<dyn Showing>, desk: &mut dyn Desk) -> Next {
        self.library.learnt = desk.learnt();
        self.stack.push(showing);
        Next::Stay
    }

    fn top(&self) -> &dyn Showing {
        &**self.stack.last().unwrap_or(&self.stack[0])
    }
}

impl Screen for Notes {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        self.laid = None;
        let Some(top) = self.stack.last_mut() else { return Next::Leave };
        match top.update(message, &mut self.library) {
            Step::Stay => Next::Stay,
            Step::Begin(choice) => Next::Begin(choice),
            Step::Show(showing) => self.show(showing, desk),
            Step::Search => {
                let search = search::Search::new("", &mut self.library);
                self.show(Box::new(search), desk)
            }
            Step::Back if self.stack.len() > 1 => {
                self.stack.pop();
                Next::Stay
            }
            Step::Back => Next::Leave,
        }
    }

    fn fit(&mut self, size: Size, look: Look) {
        if self.laid == Some((size, look)) {
            return;
        }
        self.laid = Some((size, look));
        if let Some(top) = self.stack.last_mut() {
            let window = page::window(size, top.input().is_some(), None);
            let Spread { page, aside } = Spread::of(size.width);
            let sheet = Sheet { columns: page, window, look };
            top.lay(&sheet, &self.library);
            let read = aside.and_then(|_| top.beside(&sheet, &self.library));
            self.beside = read.map(|read| {
                let mut rows = Rows::new(page);
                sheet.add(&mut rows, read);
                (rows, window)
            });
        }
    }

    fn page(&self, _: Size, look: Look) -> Page {
        let top = self.top();
        let page = top.list().alone(top.title(&self.library, look), look.theme);
        let rows = match &self.beside {
            None => page.rows,
            Some((beside, window)) => spread::still(page.rows, beside.clone(), (page.scroll, *window)),
        };
        Page { corner: top.corner(look), rows, ..page }
    }

    fn typed(&self, _: Look) -> Option<Typed<'_>> {
        Some(("/ ".to_owned(), self.top().input()?))
    }

    fn keys(&self) -> Vec<Hint> {
        self.top().keys()
    }

    fn resume(&mut self, desk: &mut dyn Desk) {
        self.library.learnt = desk.learnt();
        self.laid = None;
    }
}
