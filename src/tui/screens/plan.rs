//! The plan: today, the days until the exam, and what other minutes a day would come to.

use std::fmt::Display;

use ratatui::style::Style;

use super::reading::{Reader, Reading};
use super::sections;
use super::settings::Settings;
use crate::course::messages::say;
use crate::learner::plan::whole_minutes;
use crate::text::{bar, right, width};
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::look::Look;
use crate::tui::message::Message;
use crate::tui::screen::Next;
use crate::tui::told::Planned;
use crate::tui::widgets::{Rows, pane};

/// Columns of a bar.
const BAR: usize = 12;

/// Columns of a day.
const DAY: usize = 8;

/// The plan, as far as there is one.
#[derive(Debug)]
pub struct Outlook(Option<Result<Option<Planned>, String>>);

/// The plan, which is worked out once the screen is there.
#[must_use]
pub fn plan() -> Reader<Outlook> {
    Reader::of(Outlook(None))
}

impl Reading for Outlook {
    const TITLE: &'static str = "home.plan";

    fn rows(&self, columns: u16, look: Look) -> Rows {
        let wide = pane::pane(columns, pane::panes(columns));
        match &self.0 {
            Some(Ok(Some(planned))) => {
                let sections =
                    vec![today(planned, wide, look), what_if(planned, wide, look), days(planned, wide, look)];
                Rows::over_panes(sections, columns)
            }
            other => {
                let mut rows = Rows::new(wide);
                match other {
                    None => rows.text(&say(look.lang, "plan.working", &[]), look.theme.quiet()),
                    Some(Err(why)) => rows.text(why, look.theme.caution()),
                    Some(Ok(_)) => rows.text(&say(look.lang, "plan.none", &[]), Style::new()),
                }
                rows
            }
        }
    }

    fn open(&self, message: &Message, desk: &mut dyn Desk) -> Option<Next> {
        let opens = matches!((&self.0, message), (Some(Ok(None)), Message::Enter | Message::Char(',')));
        opens.then(|| Next::Open(Box::new(Settings::new(desk))))
    }

    fn is_ready(&self) -> bool {
        self.0.is_some()
    }

    fn prepare(&mut self, desk: &mut dyn Desk) {
        self.0 = Some(desk.plan());
    }
}

fn today(planned: &Planned, wide: u16, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    let [exam, today] = planned.head(look.lang);
    rows.text(&exam, Style::new());
    rows.text(&today, look.theme.heading());
    rows.text(&sections::in_points("plan.readiness", &planned.plan.readiness, look), Style::new());
    rows
}

/// What other minutes a day would come to.
fn what_if(planned: &Planned, wide: u16, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    if planned.plan.what_if.is_empty() {
        return rows;
    }
    rows.text(&say(look.lang, "plan.what-if", &[]), look.theme.heading());
    let of = planned.plan.readiness.of;
    for other in &planned.plan.what_if {
        let minutes = say(look.lang, "plan.minutes-short", &[("minutes", &other.minutes)]);
        let args: [(&str, &dyn Display); 2] = [("expected", &other.expected.round()), ("of", &of)];
        rows.pieces(vec![
            (right(&minutes, 8), if other.minutes == planned.minutes { look.theme.lit() } else { Style::new() }),
            (format!("  {}  ", bar(other.expected / of.max(1.0), BAR, look.ascii)), Style::new()),
            (say(look.lang, "plan.points-short", &args), Style::new()),
        ]);
    }
    rows
}

/// Each day with the minutes that it takes, and what is done in them.
fn days(planned: &Planned, wide: u16, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    let days = &planned.plan.days;
    if days.is_empty() {
        return rows;
    }
    rows.text(&say(look.lang, "plan.ahead", &[]), look.theme.heading());
    let heads = ["minutes", "due", "new", "questions"].map(|what| say(look.lang, &format!("plan.day-{what}"), &[]));
    let wide = heads.each_ref().map(|head| width(head).max(4) + 2);
    let cells = |cells: [String; 4]| cells.iter().zip(wide).map(|(cell, wide)| right(cell, wide)).collect::<String>();
    rows.pieces(vec![(" ".repeat(DAY) + &cells(heads), look.theme.quiet())]);
    for day in days {
        let minutes = whole_minutes(day.minutes);
        let counts = [minutes.to_string(), day.reviews.to_string(), day.new.to_string(), day.questions.to_string()];
        rows.pieces(vec![
            (right(&dates::short(day.date, look.lang), DAY), look.theme.quiet()),
            (cells(counts), Style::new()),
        ]);
    }
    rows
}
