//! The cover of a paper: what it has, before its clock runs.

use std::fmt::Display;
use std::time::Duration;

use ratatui::layout::Size;
use ratatui::style::Style;

use super::help::Help;
use super::paper::time;
use super::papers::Papers;
use super::sections;
use super::session::SessionScreen;
use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::study::{Cover, Session};
use crate::text::{pad, width};
use crate::tui::choice::Choice;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::told::Told;
use crate::tui::widgets::{Page, Rows, Scroll, Spread, page};

/// The letters beside Enter: another paper than the one that waits, the papers that were handed in.
const ANOTHER: char = 'n';
const PAPERS: char = 'o';

/// How long a key may come before it is told how one stands.
const SOON: Duration = Duration::from_millis(5);

/// The cover.
#[derive(Debug)]
pub struct CoverPage {
    /// The paper; taken when it begins.
    session: Option<Box<dyn Session>>,
    cover: Cover,
    lang: Lang,
    /// Titles of the topics.
    titles: Vec<(Id, Bilingual)>,
    /// Whether there is room for how one stands beside it.
    roomy: bool,
    /// How one stands, once it was asked for.
    told: Option<Result<Told, String>>,
    /// Why it cannot begin.
    notice: Option<String>,
    scroll: Scroll,
}

impl CoverPage {
    /// The cover of a paper that has not begun, or waits to be gone on with.
    #[must_use]
    pub fn new(session: Box<dyn Session>, cover: Cover, desk: &dyn Desk, lang: Lang) -> Self {
        Self {
            session: Some(session),
            cover,
            lang,
            titles: desk.titles(),
            roomy: false,
            told: None,
            notice: None,
            scroll: Scroll::default(),
        }
    }

    fn begin(&mut self, desk: &mut dyn Desk, look: Look) -> Next {
        let Some(session) = self.session.take() else { return Next::Leave };
        match SessionScreen::start(session, desk, look) {
            Ok(screen) => Next::Instead(Box::new(screen)),
            Err(why) => Next::Instead(Box::new(Help::notice(why))),
        }
    }

    /// Another paper in place of the one that waits: that one is left as it is.
    fn another(&mut self, desk: &mut dyn Desk) {
        match desk.session(&Choice::NewExam, self.lang) {
            Ok(session) => {
                if let Some(cover) = session.cover(&desk.now()) {
                    (self.session, self.cover) = (Some(session), cover);
                    self.scroll.restart();
                }
            }
            Err(why) => self.notice = Some(why),
        }
    }

    /// The cover, and beside it, where there is room, how one stands.
    fn rows(&self, size: Size, look: Look) -> Rows {
        let Spread { page, aside } = Spread::of(size.width);
        match aside.map(|columns| self.standing(columns, look)) {
            Some(standing) if !standing.is_empty() => Rows::beside(vec![self.paper(page, look), standing]),
            _ => self.paper(page, look),
        }
    }

    /// What a paper would come to today, the papers that were handed in, and how likely each topic is answered right.
    fn standing(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        match &self.told {
            None => {}
            Some(Err(why)) => rows.text(why, look.theme.caution()),
            Some(Ok(Told { stats, .. })) => {
                let readiness = sections::readiness(("home.readiness", "home.unknown"), stats, look);
                rows.text(&readiness, look.theme.heading());
                rows.below(sections::exams(columns, &stats.exams, look));
                rows.below(sections::topics(columns, &self.titles, Some(stats), None, look));
            }
        }
        rows
    }

    fn paper(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        let Cover { code, minutes, left, answered, beyond, parts } = &self.cover;
        let args: [(&str, &dyn Display); 4] =
            [("code", code), ("of", &self.cover.questions()), ("points", &self.cover.points()), ("minutes", minutes)];
        if let Some(left) = left {
            let left = time(*left);
            rows.text(&say(look.lang, "cover.waits", &[("answered", answered), ("left", &left)]), look.theme.caution());
            rows.gap();
        }
        rows.text(&say(look.lang, "cover.paper", &args), look.theme.heading());
        rows.gap();
        let wide = parts.iter().map(|(title, ..)| width(title)).max().unwrap_or_default();
        for (title, count, points) in parts {
            let args: [(&str, &dyn Display); 3] =
                [("count", count), ("points", points), ("all", &(*count as f64 * points))];
            rows.hanging(
                &format!("{}  ", pad(title, wide)),
                &say(look.lang, "cover.part", &args),
                Style::new(),
                look.theme.quiet(),
            );
        }
        if *beyond > 0.0 {
            let percent = (100.0 * beyond).round();
            rows.text(&say(look.lang, "exam.beyond", &[("percent", &percent)]), look.theme.quiet());
        }
        rows.gap();
        rows.text(&say(look.lang, "cover.rules", &[]), Style::new());
        rows.gap();
        let begin = if left.is_some() { "cover.go-on" } else { "cover.begin" };
        let mut ways = vec![("Enter", begin, Message::Enter)];
        if left.is_some() {
            ways.push(("n", "cover.another", Message::Char(ANOTHER)));
        }
        ways.push(("o", "home.papers", Message::Char(PAPERS)));
        for (key, word, message) in ways {
            let start = rows.len();
            rows.hanging(&format!("{key:<7}"), &say(look.lang, word, &[]), look.theme.key(), Style::new());
            rows.target_from(start, message);
        }
        rows
    }
}

impl Screen for CoverPage {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        match message {
            Message::Enter => {
                let look = Look { lang: self.lang, ..desk.look(None) };
                return self.begin(desk, look);
            }
            Message::Char(ANOTHER) if self.cover.left.is_some() => self.another(desk),
            Message::Char(PAPERS) => return Next::Open(Box::new(Papers::new(desk))),
            Message::Back | Message::Left | Message::Char('q') => return Next::Leave,
            other => _ = self.scroll.read(other),
        }
        Next::Stay
    }

    fn moves(&self) -> Option<Duration> {
        (self.roomy && self.told.is_none()).then_some(SOON)
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        if self.moves().is_some() {
            self.told = Some(desk.told());
        }
        true
    }

    fn resume(&mut self, _: &mut dyn Desk) {
        self.told = None;
    }

    fn fit(&mut self, size: Size, look: Look) {
        self.roomy = Spread::of(size.width).aside.is_some();
        self.scroll.fit(&self.rows(size, look), page::window(size, false, self.notice.as_deref()));
    }

    fn page(&self, size: Size, look: Look) -> Page {
        Page {
            title: say(look.lang, "exam.title", &[]),
            rows: self.rows(size, look),
            scroll: self.scroll.at(),
            notice: self.notice.clone(),
            ..Page::default()
        }
    }

    fn keys(&self) -> Vec<Hint> {
        let waits = self.cover.left.is_some();
        let mut keys = vec![Hint::Key("Enter", if waits { "cover.go-on" } else { "cover.begin" })];
        if waits {
            keys.push(Hint::Key("n", "cover.another"));
        }
        keys.extend([Hint::Key("o", "home.papers"), Hint::Key("Esc", "tui.back")]);
        keys
    }

    fn speak(&mut self, lang: Lang, desk: &mut dyn Desk) {
        self.lang = lang;
        let now = desk.now();
        if let Some(session) = &mut self.session
            && session.speak(lang, &now, desk.journal()).is_ok()
        {
            self.cover = session.cover(&now).unwrap_or_else(|| self.cover.clone());
        }
    }
}
