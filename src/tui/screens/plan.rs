//! The plan: today, the days until the exam, and what other minutes a day would come to.

use std::fmt::Display;

use ratatui::style::Style;

use super::reading::{Reader, Reading};
use super::sections;
use crate::course::messages::say;
use crate::schedule::days_between;
use crate::text::{bar, cut, pad, right};
use crate::tui::app::Look;
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::told::Planned;
use crate::tui::widgets::Rows;
use crate::tui::widgets::page;

/// Columns of a bar.
const BAR: usize = 12;

/// Columns of a day.
const DAY: usize = 8;

/// The plan, as far as there is one.
#[derive(Debug)]
pub struct Outlook(Result<Option<Planned>, String>);

/// What the desk plans.
#[must_use]
pub fn plan(desk: &mut dyn Desk) -> Reader<Outlook> {
    Reader::of(Outlook(desk.plan()))
}

impl Reading for Outlook {
    const TITLE: &'static str = "home.plan";

    fn rows(&self, columns: u16, look: Look) -> Rows {
        let wide = page::pane(columns, page::panes(columns));
        match &self.0 {
            Ok(Some(planned)) => {
                let sections =
                    vec![today(planned, wide, look), what_if(planned, wide, look), days(planned, wide, look)];
                Rows::over_panes(sections, columns)
            }
            other => {
                let mut rows = Rows::new(wide);
                match other {
                    Err(why) => rows.text(why, look.theme.caution()),
                    Ok(_) => rows.text(&say(look.lang, "plan.none", &[]), Style::new()),
                }
                rows
            }
        }
    }
}

fn today(planned: &Planned, wide: u16, look: Look) -> Rows {
    let Planned { today, minutes, plan } = planned;
    let mut rows = Rows::new(wide);
    let days = days_between(*today, plan.exam);
    let args: [(&str, &dyn Display); 3] =
        [("exam", &dates::long(plan.exam, look.lang)), ("days", &days), ("minutes", minutes)];
    rows.text(&say(look.lang, "plan.left", &args), Style::new());
    let now = &plan.today;
    let args: [(&str, &dyn Display); 4] =
        [("due", &now.due), ("new", &now.new), ("questions", &now.questions), ("minutes", &now.minutes)];
    rows.text(&say(look.lang, "plan.today", &args), look.theme.heading());
    rows.text(&sections::readiness("plan.readiness", &plan.readiness, look), Style::new());
    rows
}

/// What other minutes a day would come to.
fn what_if(planned: &Planned, wide: u16, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    rows.text(&say(look.lang, "plan.what-if", &[]), look.theme.heading());
    let of = planned.plan.readiness.of;
    for other in &planned.plan.what_if {
        let minutes = say(look.lang, "plan.minutes-short", &[("minutes", &other.minutes)]);
        let args: [(&str, &dyn Display); 2] = [("expected", &other.expected), ("of", &of)];
        rows.pieces(vec![
            (right(&minutes, 8), if other.minutes == planned.minutes { look.theme.lit() } else { Style::new() }),
            (format!("  {}  ", bar(other.expected / of.max(1.0), BAR, look.ascii)), Style::new()),
            (say(look.lang, "plan.points-short", &args), Style::new()),
        ]);
    }
    rows
}

/// Each day with the minutes that it takes.
fn days(planned: &Planned, wide: u16, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    let days = &planned.plan.days;
    if days.is_empty() {
        return rows;
    }
    rows.text(&say(look.lang, "plan.ahead", &[]), look.theme.heading());
    let most = days.iter().map(|day| day.minutes).fold(1.0, f64::max);
    for day in days {
        let minutes = say(look.lang, "plan.minutes-short", &[("minutes", &day.minutes.round())]);
        let args: [(&str, &dyn Display); 3] = [("due", &day.reviews), ("new", &day.new), ("questions", &day.questions)];
        let room = rows.columns().saturating_sub(DAY + 2 + BAR + 8 + 2);
        rows.pieces(vec![
            (pad(&dates::short(day.date, look.lang), DAY + 2), look.theme.quiet()),
            (bar(day.minutes / most, BAR, look.ascii), Style::new()),
            (right(&minutes, 8), Style::new()),
            (format!("  {}", cut(&say(look.lang, "plan.day-short", &args), room)), look.theme.quiet()),
        ]);
    }
    rows
}
