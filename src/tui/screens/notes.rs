//! The reader: contents, a topic's statements, and a search as one types.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::course::{Bilingual, Course, Id, Topic};
use crate::math::render;
use crate::study::reading::{self, Layout, Row, RowKind};
use crate::study::search::Key;
use crate::tui::app::{Choice, Desk, Look, Next, Screen};
use crate::tui::message::Message;
use crate::tui::widgets::Input;
use crate::tui::widgets::page::{self, Page, Rows};

/// A statement that can be found.
#[derive(Clone, Debug)]
struct Entry {
    topic: usize,
    statement: usize,
    key: Key,
}

/// What the reader shows.
#[derive(Debug)]
enum Showing {
    Contents,
    Topic(Arc<Topic>),
    Search(Input),
}

/// The reader.
#[derive(Debug)]
pub struct Notes {
    course: Course,
    titles: Vec<(Id, Bilingual)>,
    /// Read when a search begins.
    all: Vec<Arc<Topic>>,
    entries: Vec<Entry>,
    showing: Showing,
    at: usize,
    scroll: usize,
}

impl Notes {
    /// The reader of a course, at its contents or at a topic.
    #[must_use]
    pub fn new(course: Course, titles: Vec<(Id, Bilingual)>, topic: Option<&str>) -> Self {
        let mut notes =
            Self { course, titles, all: Vec::new(), entries: Vec::new(), showing: Showing::Contents, at: 0, scroll: 0 };
        if let Some(at) = topic.and_then(|id| notes.titles.iter().position(|(known, _)| **known == *id)) {
            notes.at = at;
            notes.open();
        }
        notes
    }

    fn open(&mut self) {
        let topic = self.titles.get(self.at).and_then(|(id, _)| self.course.topic(id));
        if let Some(topic) = topic {
            self.showing = Showing::Topic(Arc::new(topic));
            self.scroll = 0;
        }
    }

    fn begin_search(&mut self) {
        if self.all.is_empty() {
            self.all = self.course.topics().into_iter().map(Arc::new).collect();
            for (topic, read) in self.all.iter().enumerate() {
                let each = read.statements.iter().enumerate();
                self.entries.extend(each.map(|(statement, s)| Entry { topic, statement, key: Key::of(s) }));
            }
        }
        self.showing = Showing::Search(Input::default());
        self.at = 0;
        self.scroll = 0;
    }

    fn found(&self, query: &str) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.key.matches(query)).collect()
    }

    fn layout(columns: u16, look: Look) -> Layout {
        Layout { lang: look.lang, width: usize::from(columns).max(8), style: render::Style { ascii: look.ascii } }
    }

    fn show(rows: &mut Rows, read: Vec<Row>, look: Look) {
        let theme = look.theme;
        for row in read {
            let style = match row.kind {
                RowKind::Title => theme.title(),
                RowKind::Heading => theme.heading(),
                RowKind::Formula => theme.formula(),
                RowKind::Erratum => theme.caution(),
                RowKind::Statement | RowKind::Table | RowKind::Gap => Style::new(),
            };
            rows.verbatim(&row.text, style);
        }
    }
}

impl Screen for Notes {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        match &mut self.showing {
            Showing::Contents => match message {
                Message::Up => self.at = self.at.saturating_sub(1),
                Message::Down | Message::Tab => self.at = (self.at + 1).min(self.titles.len().saturating_sub(1)),
                Message::Enter | Message::Right => self.open(),
                Message::Char('/') => self.begin_search(),
                Message::Char('p') => {
                    if let Some((id, _)) = self.titles.get(self.at) {
                        return Next::Begin(Choice::Quiz(Some(id.to_string())));
                    }
                }
                Message::Back | Message::Char('q') => return Next::Leave,
                _ => {}
            },
            Showing::Topic(topic) => match message {
                Message::Up => self.scroll = self.scroll.saturating_sub(1),
                Message::Down => self.scroll += 1,
                Message::PageUp => self.scroll = self.scroll.saturating_sub(10),
                Message::PageDown | Message::Char(' ') => self.scroll += 10,
                Message::Home => self.scroll = 0,
                Message::Char('/') => self.begin_search(),
                Message::Char('p') => return Next::Begin(Choice::Quiz(Some(topic.id.to_string()))),
                Message::Back | Message::Left | Message::Char('q') => {
                    self.showing = Showing::Contents;
                    self.scroll = 0;
                }
                _ => {}
            },
            Showing::Search(input) => match message {
                Message::Back => {
                    self.showing = Showing::Contents;
                    self.at = 0;
                    self.scroll = 0;
                }
                Message::Up => self.scroll = self.scroll.saturating_sub(1),
                Message::Down => self.scroll += 1,
                Message::PageUp => self.scroll = self.scroll.saturating_sub(10),
                Message::PageDown => self.scroll += 10,
                other => {
                    input.update(other);
                    self.scroll = 0;
                }
            },
        }
        Next::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, look: Look) {
        let columns = frame.area().width;
        let mut rows = Rows::new(columns);
        let layout = Self::layout(columns, look);
        let keys = self.keys(look);
        let (mut title, mut corner) = (say(look.lang, "notes.title", &[]), String::new());
        let mut input = None;
        match &self.showing {
            Showing::Contents => {
                for (at, (_, topic)) in self.titles.iter().enumerate() {
                    let here = at == self.at;
                    if here {
                        rows.focus = Some(rows.len());
                    }
                    let style = if here { look.theme.selected() } else { Style::new() };
                    rows.hanging(&format!("{:>3}  ", at + 1), topic.get(look.lang), look.theme.key(), style);
                }
            }
            Showing::Topic(topic) => {
                Self::show(&mut rows, reading::topic(topic, layout), look);
                topic.title.get(look.lang).clone_into(&mut title);
                corner = say(look.lang, "notes.count", &[("count", &topic.statements.len())]);
            }
            Showing::Search(typed) => {
                let found = self.found(typed.text());
                for entry in found.iter().take(200) {
                    let topic = &self.all[entry.topic];
                    rows.verbatim(topic.title.get(look.lang), look.theme.quiet());
                    Self::show(&mut rows, reading::statement(&topic.statements[entry.statement], layout), look);
                }
                corner = say(look.lang, "notes.count", &[("count", &found.len())]);
                input = Some(("/ ", typed));
            }
        }
        page::draw(frame, &Page { title: &title, corner: &corner, keys: &keys, input }, rows, self.scroll, look.theme);
    }

    fn keys(&self, look: Look) -> Vec<(&'static str, String)> {
        let word = |key: &str| say(look.lang, key, &[]);
        match self.showing {
            Showing::Contents => vec![
                ("Enter", word("tui.open")),
                ("/", word("tui.search")),
                ("p", word("tui.practise")),
                ("Esc", word("tui.back")),
                ("F1", word("tui.help")),
            ],
            Showing::Topic(_) => vec![
                ("↑↓", word("tui.scroll")),
                ("/", word("tui.search")),
                ("p", word("tui.practise")),
                ("Esc", word("tui.back")),
                ("F5", word("tui.language")),
            ],
            Showing::Search(_) => vec![("↑↓", word("tui.scroll")), ("Esc", word("tui.back"))],
        }
    }
}
