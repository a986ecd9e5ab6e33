//! The statistics: topics, kinds, days, what is still known, what comes due, papers.

use std::fmt::Display;

use ratatui::Frame;
use ratatui::layout::Size;
use ratatui::style::Style;

use super::sections;
use crate::course::messages::say;
use crate::course::{Bilingual, Id};
use crate::learner::Stats;
use crate::study::Action;
use crate::text::percent;
use crate::tui::app::{Desk, Look, Next, Screen};
use crate::tui::message::Message;
use crate::tui::told::Told;
use crate::tui::widgets::List;
use crate::tui::widgets::page::{self, Page, Rows};

/// The statistics.
#[derive(Debug)]
pub struct Statistics {
    titles: Vec<(Id, Bilingual)>,
    told: Result<Told, String>,
    list: List,
}

impl Statistics {
    /// What the desk tells.
    #[must_use]
    pub fn new(desk: &mut dyn Desk) -> Self {
        Self { titles: desk.titles(), told: desk.told(), list: List::default() }
    }

    fn rows(&self, columns: u16, look: Look) -> Rows {
        let wide = page::pane(columns, page::panes(columns));
        let told = match &self.told {
            Ok(told) => told,
            Err(why) => {
                let mut rows = Rows::new(wide);
                rows.text(why, look.theme.caution());
                return rows;
            }
        };
        let stats = &told.stats;
        let sections = vec![
            counts(wide, stats, look),
            sections::days(wide, stats, told.today, sections::CHART, look),
            sections::topics(wide, &self.titles, Some(stats), None, look),
            sections::kinds(wide, &stats.kinds, look),
            sections::forecast(wide, stats, sections::CHART, look),
            sections::retention(wide, &stats.retention, look),
            calibration(wide, stats, look),
            sections::exams(wide, &stats.exams, look),
        ];
        Rows::over_panes(sections, columns)
    }
}

/// What all of it comes to.
fn counts(wide: u16, stats: &Stats, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    let minutes = stats.days.iter().fold(0.0, |sum, day| sum + day.minutes).round();
    let args: [(&str, &dyn Display); 4] =
        [("answers", &stats.answers), ("days", &stats.days.len()), ("minutes", &minutes), ("streak", &stats.streak)];
    rows.text(&say(look.lang, "stats.counts", &args), Style::new());
    rows.text(&sections::readiness("stats.readiness", &stats.readiness, look), Style::new());
    rows
}

/// How often answers were right that were given with a confidence.
fn calibration(wide: u16, stats: &Stats, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    for (at, said) in stats.calibration.iter().enumerate() {
        if at == 0 {
            rows.text(&say(look.lang, "stats.calibration", &[]), look.theme.heading());
        }
        let (sure, right) = (percent(said.confidence), percent(said.correct));
        let args: [(&str, &dyn Display); 3] = [("sure", &sure), ("right", &right), ("answers", &said.answers)];
        rows.text(&say(look.lang, "stats.said", &args), Style::new());
    }
    rows
}

impl Screen for Statistics {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        if *message == Message::Back {
            return Next::Leave;
        }
        self.list.update_by_letter(message);
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        let rows = self.rows(size.width, look);
        self.list.lay(rows, Vec::new(), page::window(size.height, false));
    }

    fn view(&self, frame: &mut Frame<'_>, look: Look) {
        let (title, keys) = (say(look.lang, "home.statistics", &[]), self.keys(look));
        let page = Page { title: &title, corner: "", keys: &keys, input: None };
        page::draw(frame, &page, self.list.drawn(look.theme), self.list.scroll(), look.theme);
    }

    fn keys(&self, look: Look) -> Vec<(&'static str, String)> {
        let word = |key: &str| say(look.lang, key, &[]);
        vec![
            ("↑↓", word("tui.scroll")),
            ("Esc", word("tui.back")),
            look.action(Action::Language),
            look.action(Action::Help),
        ]
    }
}
