//! The statistics: topics, kinds, days, what is still known, what comes due, papers.

use std::fmt::Display;

use ratatui::style::Style;

use super::reading::{Reader, Reading};
use super::sections;
use crate::course::messages::say;
use crate::course::{Bilingual, Id};
use crate::learner::Stats;
use crate::text::percent;
use crate::tui::desk::Desk;
use crate::tui::look::Look;
use crate::tui::told::Told;
use crate::tui::widgets::{Rows, pane};

/// The statistics.
#[derive(Debug)]
pub struct Figures {
    titles: Vec<(Id, Bilingual)>,
    told: Result<Told, String>,
}

/// What the desk tells.
#[must_use]
pub fn statistics(desk: &mut dyn Desk) -> Reader<Figures> {
    Reader::of(Figures { titles: desk.titles(), told: desk.told() })
}

impl Reading for Figures {
    const TITLE: &'static str = "home.statistics";

    fn rows(&self, columns: u16, look: Look) -> Rows {
        // Before titles are cut, panes are fewer.
        let whole = sections::whole(&self.titles, look.lang);
        let most = pane::panes(columns);
        let panes = if most > 2 && usize::from(pane::pane(columns, most)) < whole { 2 } else { most };
        let wide = pane::pane(columns, panes);
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
        Rows::over(sections, (panes, wide))
    }
}

/// What all of it comes to.
fn counts(wide: u16, stats: &Stats, look: Look) -> Rows {
    let mut rows = Rows::new(wide);
    let minutes = stats.days.iter().fold(0.0, |sum, day| sum + day.minutes).ceil();
    let args: [(&str, &dyn Display); 4] =
        [("answers", &stats.answers), ("days", &stats.days.len()), ("minutes", &minutes), ("streak", &stats.streak)];
    let key = if stats.streak > 1 { "stats.counts-streak" } else { "stats.counts" };
    rows.text(&say(look.lang, key, &args), Style::new());
    rows.text(&sections::readiness(("stats.readiness", "stats.unknown"), stats, look), Style::new());
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
