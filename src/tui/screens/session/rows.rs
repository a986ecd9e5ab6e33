//! What stands on the page of a session: the prompt, the feedback, the look back.

use ratatui::layout::Size;
use ratatui::style::Style;

use super::{Leaving, SessionScreen};
use crate::course::messages::say;
use crate::math::render;
use crate::study::{Asked, Event, Prompt, State, Summary};
use crate::tui::app::Look;
use crate::tui::message::Message;
use crate::tui::screens::{again, paper};
use crate::tui::widgets::Rows;
use crate::tui::widgets::page::{self, BETWEEN};

/// Columns of all questions of a paper beside one of them.
const OVERVIEW: u16 = 40;

impl SessionScreen {
    /// Everything that stands on the page, in a window of this size.
    pub(super) fn rows(&self, size: Size, look: Look) -> Rows {
        if let Some(overview) = &self.overview {
            return self.overview_rows(Some(overview.at), size.width.min(page::MEASURE), look);
        }
        let beside = self.is_exam() && page::panes(size.width) > 1;
        let columns = if beside { size.width - BETWEEN - OVERVIEW } else { size.width };
        let mut rows = Rows::new(columns.min(page::MEASURE));
        if let Some(summary) = &self.summary {
            self.summary_rows(&mut rows, summary, look);
            return rows;
        }
        self.stem(&mut rows, look);
        if self.feedback.is_some() {
            self.feedback_rows(&mut rows, look);
        } else {
            self.answer.rows(&mut rows, look);
            self.due_rows(&mut rows, look);
        }
        for hint in &self.hints {
            rows.hanging("* ", hint, look.theme.caution(), look.theme.formula());
        }
        if self.hinted {
            rows.focus = Some(rows.len() - 1);
        }
        if self.leaving == Leaving::Asks {
            self.ways_out(&mut rows, look);
        }
        if beside {
            return Rows::beside(vec![rows, self.overview_rows(None, OVERVIEW, look)]);
        }
        rows
    }

    fn stem(&self, rows: &mut Rows, look: Look) {
        match &self.prompt {
            Some(Event::HandIn { answered, of, open, minutes }) => {
                paper::end(rows, (*answered, *of), open, *minutes, look);
            }
            Some(Event::Question { stem, rule, prompt, paper, .. }) => {
                rows.text(stem, Style::new());
                if let Some(given) = paper.as_ref().and_then(|paper| paper.given.as_ref()) {
                    rows.hanging(&say(look.lang, "tui.given", &[]), given, look.theme.quiet(), look.theme.heading());
                }
                if let Prompt::Values { ask, .. } = prompt {
                    for asked in ask {
                        self::asked(rows, asked, look);
                    }
                }
                if let Some(rule) = rule {
                    rows.text(rule, look.theme.quiet());
                }
                if matches!(prompt, Prompt::Blanks { blanks } if *blanks > 1) {
                    rows.text(&say(look.lang, "tui.blanks", &[]), look.theme.quiet());
                }
            }
            Some(Event::Exercise { stem, ask, .. }) => {
                rows.text(stem, Style::new());
                for asked in ask {
                    self::asked(rows, asked, look);
                }
            }
            Some(Event::Card { front, .. }) => rows.text(front, Style::new()),
            Some(Event::Back { back, erratum, .. }) => {
                if let Some(front) = &self.front {
                    rows.text(front, look.theme.quiet());
                    let line = if look.ascii { "-" } else { "─" };
                    rows.verbatim(&line.repeat(rows.columns()), look.theme.quiet());
                }
                rows.text(back, Style::new());
                for line in erratum.iter().flat_map(|erratum| erratum.lines()) {
                    rows.gap();
                    rows.hanging("! ", line, look.theme.caution(), Style::new());
                }
            }
            Some(Event::Points { stem, given, .. }) => {
                rows.text(stem, Style::new());
                rows.hanging(&say(look.lang, "tui.given", &[]), given, look.theme.quiet(), look.theme.heading());
                rows.text(&say(look.lang, "tui.points", &[]), look.theme.quiet());
            }
            _ => {}
        }
        rows.gap();
    }

    fn feedback_rows(&self, rows: &mut Rows, look: Look) {
        let Some(Event::Feedback { correct, score, given, told, why, read_as, solution, again, .. }) = &self.feedback
        else {
            return;
        };
        let theme = look.theme;
        let (verdict, style) = match (*correct, *score > 0.0) {
            (true, _) => (say(look.lang, "study.is-right", &[]), theme.right()),
            (false, true) => (say(look.lang, "tui.partly", &[("score", score)]), theme.caution()),
            (false, false) => (say(look.lang, "study.is-wrong", &[]), theme.wrong()),
        };
        if !again.is_empty() {
            again::rows(rows, again.iter(), look);
            rows.gap();
        }
        rows.focus = Some(rows.len());
        rows.text(&verdict, style);
        // Items stand in an order of one's own, under other numbers than they were asked with.
        let in_words = |answer: &str| match &self.prompt {
            Some(Event::Question { prompt, .. }) => prompt.in_words(answer),
            _ => answer.to_owned(),
        };
        rows.hanging(&say(look.lang, "tui.given", &[]), &in_words(given), theme.quiet(), Style::new());
        rows.hanging(&say(look.lang, "tui.answer", &[]), &in_words(told), theme.quiet(), theme.right());
        if let Some(read_as) = read_as {
            rows.text(&say(look.lang, "answer.read-as", &[("read", read_as)]), theme.quiet());
        }
        for line in why.lines() {
            rows.text(line, Style::new());
        }
        for step in solution {
            rows.gap();
            if !step.title.is_empty() {
                rows.hanging("· ", &step.title, theme.quiet(), Style::new());
            }
            for row in step.rows(rows.columns().saturating_sub(2), render::Style { ascii: look.ascii }) {
                rows.verbatim(&format!("  {row}"), theme.formula());
            }
            if let Some(introduction) = step.introduction(ToString::to_string) {
                rows.hanging("  ", &introduction, theme.quiet(), Style::new());
            }
        }
    }

    fn summary_rows(&self, rows: &mut Rows, summary: &Summary, look: Look) {
        let lang = look.lang;
        let args: [(&str, &dyn std::fmt::Display); 4] = [
            ("answered", &summary.answered),
            ("correct", &summary.correct),
            ("score", &summary.score),
            ("points", &summary.points),
        ];
        if summary.parts.is_empty() {
            rows.text(&say(lang, "tui.summary", &args), look.theme.heading());
        } else {
            paper::report(rows, summary, look);
        }
        if let Some(tomorrow) = summary.tomorrow {
            rows.text(&say(lang, "tui.tomorrow", &[("count", &tomorrow)]), Style::new());
        }
        if self.missed.is_empty() {
            if summary.answered > 0 {
                rows.text(&say(lang, "tui.nothing-missed", &[]), look.theme.right());
            }
            return;
        }
        rows.gap();
        rows.text(&say(lang, "study.look-back", &[]), look.theme.heading());
        for missed in &self.missed {
            rows.gap();
            rows.hanging("✗ ", &missed.stem, look.theme.wrong(), Style::new());
            if !missed.given.is_empty() {
                rows.hanging(&say(lang, "tui.given", &[]), &missed.given, look.theme.quiet(), Style::new());
            }
            rows.hanging(&say(lang, "tui.answer", &[]), &missed.answer, look.theme.quiet(), look.theme.right());
            again::rows(rows, missed.again.iter().filter(|part| part.state != State::Left), look);
            for line in missed.why.lines() {
                rows.text(line, look.theme.quiet());
            }
        }
    }

    fn due_rows(&self, rows: &mut Rows, look: Look) {
        let Some(Event::Back { due, again, .. }) = &self.prompt else { return };
        for (key, day) in due {
            let name = say(look.lang, &format!("rating.{key}"), &[]);
            let day = self.day(day, look.lang);
            let when = match (*key, again) {
                ("1", Some(minutes)) => say(look.lang, "tui.minutes", &[("minutes", minutes), ("due", &day)]),
                _ => day,
            };
            let start = rows.len();
            rows.hanging(&format!("{key}  "), &format!("{name}  {when}"), look.theme.key(), Style::new());
            rows.target_from(start, key.chars().next().map_or(Message::Tab, Message::Char));
        }
    }
}

/// A value that is asked for.
fn asked(rows: &mut Rows, asked: &Asked, look: Look) {
    let aside = |what: &str| say(look.lang, "calc.aside", &[("what", &what)]);
    let title = format!("{}{}", asked.title, aside(&asked.key));
    let parts: Vec<String> = std::iter::once(title).chain(asked.notes.iter().cloned()).collect();
    rows.hanging("? ", &parts.join(&say(look.lang, "calc.and-also", &[])), look.theme.key(), look.theme.heading());
}
