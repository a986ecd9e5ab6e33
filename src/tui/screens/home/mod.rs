//! Home: what there is to do today, how each topic stands, and every activity a key away.

mod activities;
mod parts;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Size;

use super::topic::TopicRoom;
use crate::course::messages::say;
use crate::learner::Advice;
use crate::tui::choice::Choice;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::told::{Mistake, Overview, Told};
use crate::tui::widgets::{Page, pane};
use activities::ACTIVITIES;

/// Rows that a page key moves by.
const PAGE: usize = 8;

/// How long a digit waits for the next one of a number.
const TYPED: SignedDuration = SignedDuration::from_millis(1500);

/// How long a key may come before what is not told yet is worked out.
const SOON: Duration = Duration::from_millis(5);

/// The home screen.
#[derive(Debug)]
pub struct Home {
    overview: Overview,
    /// How the learner stands, or why that cannot be told; nothing until it is worked out.
    told: Option<Result<Told, String>>,
    /// What keeps going wrong, where there is room to show it.
    mistakes: Option<Vec<Mistake>>,
    /// Whether what is told is older than the record.
    stale: bool,
    /// Whether there is room for the third pane.
    roomy: bool,
    /// What is selected: the advice, then the topics.
    at: usize,
    /// The digits of a topic's number, as far as they were typed, and when the last of them was.
    typed: (usize, Timestamp),
    /// Why nothing was begun, or what a key asks back.
    notice: Option<String>,
    /// Whether the key before was Esc, which alone does not leave: it is pressed once too often too easily.
    leaving: bool,
}

impl Home {
    /// Home, with what the desk tells.
    #[must_use]
    pub fn new(desk: &mut dyn Desk) -> Self {
        let mut home = Self {
            overview: Overview::default(),
            told: None,
            mistakes: None,
            stale: true,
            roomy: false,
            at: 0,
            typed: (0, Timestamp::MIN),
            notice: None,
            leaving: false,
        };
        home.resume(desk);
        home
    }

    fn told(&self) -> Option<&Told> {
        self.told.as_ref()?.as_ref().ok()
    }

    fn advised(&self) -> Option<Choice> {
        Some(match self.told()?.advice.as_ref()? {
            Advice::Paper | Advice::Exam => Choice::Exam,
            Advice::Review(..) | Advice::New(_) => Choice::Review(None),
            Advice::Wrong(_) => Choice::Wrong(None),
            Advice::Questions(_) => Choice::Quiz(None),
            Advice::Topic(id) => Choice::Quiz(Some(id.clone())),
        })
    }

    fn open(&self) -> Next {
        if self.at == 0 {
            return self.advised().map_or(Next::Stay, Next::Begin);
        }
        let Some((id, title)) = self.overview.topics.get(self.at - 1) else { return Next::Stay };
        let standing = self.told().and_then(|told| told.stats.topics.iter().find(|topic| *topic.id == **id));
        Next::Open(Box::new(TopicRoom::new(id.clone(), title.clone(), standing.cloned())))
    }

    /// Selects a topic by the digits of its number: the last one alone where all together are no number of a topic.
    fn digit(&mut self, digit: usize, now: Timestamp) {
        let known = 1..=self.overview.topics.len();
        // After a while another number begins.
        let is_new = now.duration_since(self.typed.1) > TYPED;
        let before = if is_new { 0 } else { self.typed.0 };
        let number = [before * 10 + digit, digit].into_iter().find(|number| known.contains(number)).unwrap_or(0);
        self.typed = (number, now);
        if number > 0 {
            self.at = number;
        }
    }
}

impl Screen for Home {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        if let Message::Char(c) = message
            && let Some(digit) = c.to_digit(10)
        {
            self.digit(digit as usize, desk.now().timestamp());
            return Next::Stay;
        }
        self.typed.0 = 0;
        self.notice = None;
        let leaving = std::mem::take(&mut self.leaving);
        let last = self.overview.topics.len();
        match message {
            Message::Pick(at) if *at == self.at => return self.open(),
            Message::Pick(at) => self.at = (*at).min(last),
            Message::WheelUp | Message::Up | Message::Char('k') => self.at = self.at.saturating_sub(1),
            Message::WheelDown | Message::Down | Message::Tab | Message::Char('j') => self.at = (self.at + 1).min(last),
            Message::PageUp => self.at = self.at.saturating_sub(PAGE),
            Message::PageDown => self.at = (self.at + PAGE).min(last),
            Message::Home => self.at = 0,
            Message::End => self.at = last,
            Message::Enter | Message::Right => return self.open(),
            Message::Char(c) => {
                if let Some(activity) = ACTIVITIES.iter().find(|activity| activity.key == *c) {
                    return (activity.open)(desk);
                }
            }
            Message::Back if leaving => return Next::Leave,
            Message::Back => {
                self.leaving = true;
                self.notice = Some(say(desk.look(None).lang, "home.leave-again", &[]));
            }
            _ => {}
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, _: Look) {
        self.roomy = pane::panes(size.width) > 2;
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let (title, corner) = (self.overview.course.get(look.lang).to_owned(), self.corner(size.width, look));
        Page { title, corner, rows: self.rows(size, look), notice: self.notice.clone(), ..Page::default() }
    }

    fn keys(&self) -> Vec<Hint> {
        let mut keys = vec![
            Hint::Key("Enter", "tui.open"),
            Hint::Key("↑↓", "tui.move"),
            Hint::Key("1…9", "home.number"),
            Hint::Key("Esc Esc", "tui.leave"),
        ];
        keys.extend(ACTIVITIES.iter().map(|activity| Hint::Key(activity.label, activity.word)));
        keys
    }

    fn moves(&self) -> Option<Duration> {
        (self.stale || (self.roomy && self.mistakes.is_none() && !self.overview.long)).then_some(SOON)
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        if self.overview.due.is_none() {
            self.overview.due = Some(desk.due());
        } else if self.stale {
            self.told = Some(desk.told());
            self.stale = false;
        } else {
            self.mistakes = Some(desk.mistakes().unwrap_or_default());
        }
        true
    }

    fn tell(&mut self, why: &str) -> bool {
        self.notice = Some(why.to_owned());
        true
    }

    fn resume(&mut self, desk: &mut dyn Desk) {
        self.overview = desk.overview();
        self.at = self.at.min(self.overview.topics.len());
        (self.stale, self.mistakes) = (true, None);
        if !self.overview.long {
            self.tick(desk);
        }
    }
}
