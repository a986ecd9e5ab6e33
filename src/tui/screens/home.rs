//! Home: what is due, how long until the exam, what can be done.

use ratatui::Frame;
use ratatui::style::Style;

use crate::course::Bilingual;
use crate::course::messages::say;
use crate::study::Action;
use crate::tui::app::{Choice, Desk, Look, Next, Screen};
use crate::tui::message::Message;
use crate::tui::widgets::page::{self, Page, Rows};

/// What home tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// The course's title.
    pub course: Bilingual,
    /// Cards that are due.
    pub due: usize,
    /// Days until the exam, where a day is set.
    pub days: Option<i64>,
    /// Topics: id and title.
    pub topics: Vec<(String, Bilingual)>,
}

/// The home screen.
#[derive(Debug)]
pub struct Home {
    overview: Overview,
    at: usize,
}

/// An entry above the topics: its key, its words, and where it leads.
type Entry = (&'static str, &'static str, fn(&dyn Desk) -> Next);

const ENTRIES: [Entry; 5] = [
    ("r", "home.review", |_| Next::Begin(Choice::Review)),
    ("q", "home.quiz", |_| Next::Begin(Choice::Quiz(None))),
    ("d", "home.drill", |_| Next::Begin(Choice::Drill)),
    ("e", "home.mock-exam", |_| Next::Begin(Choice::Exam)),
    ("n", "home.notes", |desk| Next::Open(desk.reader())),
];

impl Home {
    /// Home with what there is to tell.
    #[must_use]
    pub const fn new(overview: Overview) -> Self {
        Self { overview, at: 0 }
    }

    fn choose(&self, at: usize, desk: &dyn Desk) -> Next {
        if let Some((_, _, open)) = ENTRIES.get(at) {
            return open(desk);
        }
        let topic = self.overview.topics.get(at - ENTRIES.len());
        topic.map_or(Next::Stay, |(id, _)| Next::Begin(Choice::Quiz(Some(id.clone()))))
    }
}

impl Screen for Home {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        let last = ENTRIES.len() + self.overview.topics.len() - 1;
        match message {
            Message::Up => self.at = self.at.saturating_sub(1),
            Message::Down | Message::Tab => self.at = (self.at + 1).min(last),
            Message::Home | Message::PageUp => self.at = 0,
            Message::End | Message::PageDown => self.at = last,
            Message::Enter => return self.choose(self.at, desk),
            Message::Char(c) => {
                if let Some(at) = ENTRIES.iter().position(|(key, ..)| *key == c.to_string()) {
                    return self.choose(at, desk);
                }
            }
            Message::Back => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, look: Look) {
        let mut rows = Rows::new(frame.area().width);
        let lang = look.lang;
        let due = if self.overview.due == 0 {
            say(lang, "home.nothing-due", &[])
        } else {
            say(lang, "home.due", &[("count", &self.overview.due)])
        };
        rows.text(&due, look.theme.heading());
        if let Some(days) = self.overview.days {
            rows.text(&say(lang, "home.exam", &[("days", &days)]), look.theme.caution());
        }
        rows.gap();
        for (i, (key, entry, _)) in ENTRIES.iter().enumerate() {
            self.entry(&mut rows, i, key, &say(lang, entry, &[]), look);
        }
        rows.gap();
        rows.text(&say(lang, "home.by-topic", &[]), look.theme.quiet());
        for (i, (_, title)) in self.overview.topics.iter().enumerate() {
            self.entry(&mut rows, ENTRIES.len() + i, &format!("{:>2}", i + 1), title.get(lang), look);
        }
        let keys = self.keys(look);
        let title = self.overview.course.get(lang);
        page::draw(frame, &Page { title, corner: "dlrev", keys: &keys, input: None }, rows, 0, look.theme);
    }

    fn keys(&self, look: Look) -> Vec<(&'static str, String)> {
        let word = |key: &str| say(look.lang, key, &[]);
        vec![
            ("Enter", word("tui.open")),
            ("↑↓", word("tui.move")),
            look.action(Action::Language),
            ("Esc", word("tui.leave")),
            look.action(Action::Help),
        ]
    }
}

impl Home {
    fn entry(&self, rows: &mut Rows, at: usize, key: &str, text: &str, look: Look) {
        let here = at == self.at;
        if here {
            rows.focus = Some(rows.len());
        }
        let style = if here { look.theme.selected() } else { Style::new() };
        rows.hanging(&format!("  {key}  "), text, look.theme.key(), style);
    }
}
