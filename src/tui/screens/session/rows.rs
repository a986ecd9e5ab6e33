//! What stands on the page of a session: the prompt, the feedback, the look back.

use ratatui::layout::Size;
use ratatui::style::Style;

use super::{Leaving, SessionScreen};
use crate::course::Prose;
use crate::course::messages::say;
use crate::study::{Asked, Event, Judged, Prompt, Reason};
use crate::tui::look::Look;
use crate::tui::message::Message;
use crate::tui::screen::Screen as _;
use crate::tui::screens::answer::Answer;
use crate::tui::screens::{again, missed, paper};
use crate::tui::widgets::{Rows, pane};

/// Rows that the ratings of a card take at most with what they come to.
const MOST_RATINGS: usize = 2;

impl SessionScreen {
    /// Everything that stands on the page, in a window of this size.
    pub(super) fn rows(&self, size: Size, look: Look) -> Rows {
        let window = self.window(size, look);
        if let Some(overview) = &self.overview {
            return self.overview_rows(Some(overview.at), (size.width.min(pane::MEASURE), 0), look);
        }
        let spread = self.spread(size.width);
        let mut rows = Rows::new(spread.page);
        // Matrices are drawn as long as what is asked stands beside them on one page.
        let most = window.saturating_sub(2);
        if self.leaving == Leaving::Asks {
            // The question is out of sight: its clock stands.
            self.ways_out(&mut rows, look);
        } else if self.leaving == Leaving::Elsewhere {
            Self::elsewhere(&mut rows, look);
        } else if self.feedback.is_some() {
            self.stem(&mut rows, most, look);
            let start = rows.len();
            self.verdict(&mut rows, look);
            let told = if spread.aside.is_none() { self.reasons(&mut rows, look) } else { rows.len() };
            // Of a task that is longer than the window its end is seen, with what became of the answer and why.
            rows.company = start..told;
        } else {
            self.stem(&mut rows, most, look);
            self.answer_rows(&mut rows, window, look);
        }
        match spread.aside.map(|columns| self.aside(columns, window, look)) {
            Some(aside) if !aside.is_empty() => Rows::beside(vec![rows, aside]),
            _ => rows,
        }
    }

    /// What is answered with, and the hints to it: a line is typed below them. Below a task that is longer than the window
    /// it is typed at its edge, so that one reads from the beginning.
    fn answer_rows(&self, rows: &mut Rows, window: usize, look: Look) {
        self.answer.rows(rows, look);
        let is_typed = self.typed(look);
        if !self.hints.is_empty() && is_typed.is_none() {
            rows.gap();
        }
        for hint in &self.hints {
            rows.hanging("* ", hint, look.theme.caution(), look.theme.formula());
        }
        let last_hint = rows.len().saturating_sub(1);
        if let Some((prompt, input)) = is_typed {
            if !self.hints.is_empty() {
                rows.gap();
            }
            let is_computed = matches!(
                self.prompt,
                Some(Event::Exercise { .. } | Event::Question { prompt: Prompt::Values { .. }, .. })
            );
            let is_long = is_computed && rows.len() + self.answer.lines() > window;
            match &self.answer {
                Answer::Values(fields) => fields.rows(rows, !is_long, look),
                _ if is_long => {}
                _ => rows.input(&prompt, input, look.theme.key()),
            }
        }
        if self.hinted {
            rows.focus = Some(last_hint);
        }
    }

    fn stem(&self, rows: &mut Rows, most: usize, look: Look) {
        let put = |rows: &mut Rows, words: &Prose, style| rows.prose(words, style, most, look.ascii);
        match &self.prompt {
            Some(Event::HandIn { answered, of, open, minutes }) => {
                paper::end(rows, (*answered, *of), open, *minutes, look);
            }
            Some(Event::Question { stem, rule, prompt, .. }) => {
                put(rows, stem, Style::new());
                if let Prompt::Values { ask, .. } = prompt {
                    self.asked(rows, ask, look);
                }
                // How several values are written apart need not be said where each has a line.
                let is_blanks = matches!(prompt, Prompt::Blanks { .. });
                let by_lines = matches!(self.answer, Answer::Values(_)) && !is_blanks;
                let by_lines = by_lines.then(|| say(look.lang, "tui.rule-values", &[]));
                if let Some(rule) = by_lines.as_ref().or(rule.as_ref()) {
                    rows.text(rule, look.theme.quiet());
                }
            }
            Some(Event::Exercise { stem, ask, .. }) => {
                put(rows, stem, Style::new());
                self.asked(rows, ask, look);
            }
            Some(Event::Card { front, .. }) => put(rows, front, Style::new()),
            Some(Event::Back { back, erratum, .. }) => {
                let start = rows.len();
                if let Some(front) = &self.front {
                    put(rows, front, look.theme.quiet());
                    let line = if look.ascii { "-" } else { "─" };
                    rows.verbatim(&line.repeat(rows.columns()), look.theme.quiet());
                }
                let turned = rows.len();
                put(rows, &back.answer, Style::new());
                missed::working(rows, &back.solution, look);
                // Of a long front its end is seen above the back.
                (rows.focus, rows.company) = (Some(turned), start.max(turned.saturating_sub(2))..rows.len());
                for line in erratum.iter().flat_map(crate::study::reasons::Reasons::iter) {
                    rows.gap();
                    missed::reason(rows, line, Style::new(), look);
                }
            }
            Some(Event::Points { stem, given, .. }) => {
                put(rows, stem, Style::new());
                rows.hanging(&say(look.lang, "tui.given", &[]), given, look.theme.quiet(), look.theme.heading());
                if self.feedback.is_none() {
                    rows.text(&say(look.lang, "tui.points", &[]), look.theme.quiet());
                }
            }
            _ => {}
        }
        rows.gap();
    }

    /// The values that are asked for, unless each has a line of its own.
    fn asked(&self, rows: &mut Rows, ask: &[Asked], look: Look) {
        if matches!(self.answer, Answer::Values(_)) {
            return;
        }
        for asked in ask {
            rows.hanging("? ", &asked.in_words(look.lang), look.theme.key(), look.theme.heading());
        }
    }

    /// What became of the answer, part by part.
    fn verdict(&self, rows: &mut Rows, look: Look) {
        let Some(Event::Feedback { judged, said, told, earned, read_as, again, .. }) = &self.feedback else {
            return;
        };
        let Judged { correct, score, .. } = judged;
        let theme = look.theme;
        let (verdict, style) = match (*correct, *score > 0.0) {
            (true, _) => (say(look.lang, "study.is-right", &[]), theme.right()),
            (false, true) => {
                let args: [(&str, &dyn std::fmt::Display); 2] = [("score", &points(*score)), ("points", &self.worth)];
                (say(look.lang, "tui.partly", &args), theme.caution())
            }
            (false, false) => (say(look.lang, "study.is-wrong", &[]), theme.wrong()),
        };
        let earned = earned.as_ref().filter(|_| !*correct);
        let verdict =
            verdict + &earned.map_or_else(String::new, |earned| say(look.lang, "calc.aside", &[("what", earned)]));
        if !again.is_empty() {
            again::rows(rows, again.iter(), look);
            rows.gap();
        }
        rows.focus = Some(rows.len());
        rows.text(&verdict, style);
        // Where parts stand above, each tells what became of it; what is right as it is, is told once.
        if again.is_empty() {
            if !*correct || said != told {
                let styles = (theme.quiet(), Style::new());
                rows.hanging_prose(&say(look.lang, "tui.given", &[]), said, styles, look.ascii);
            }
            let styles = (theme.quiet(), theme.right());
            rows.hanging_prose(&say(look.lang, "tui.answer", &[]), told, styles, look.ascii);
        }
        if let Some(read_as) = read_as {
            rows.text(&say(look.lang, "answer.read-as", &[("read", read_as)]), theme.quiet());
        }
    }

    /// Why, and the working. Gives the row behind what is said of the answer: there errata or the working begin.
    pub(super) fn reasons(&self, rows: &mut Rows, look: Look) -> usize {
        let Some(Event::Feedback { judged: Judged { correct, why, .. }, solution, .. }) = &self.feedback else {
            return rows.len();
        };
        // That it is right is said already.
        let why = (!why.is_plainly_right()).then_some(why);
        let mut told = None;
        for reason in why.iter().flat_map(|why| why.iter()) {
            match reason {
                // What is accurate stands with the statement, where that is seen.
                Reason::Erratum(_) if self.tells_errata() => {}
                Reason::Erratum(_) => {
                    told = told.or(Some(rows.len()));
                    missed::reason(rows, reason, Style::new(), look);
                }
                Reason::Seen(note) if !*correct => missed::diagnosis(rows, note, look),
                _ => missed::reason(rows, reason, Style::new(), look),
            }
        }
        let told = told.unwrap_or(rows.len());
        missed::working(rows, solution, look);
        told
    }

    /// What the ratings of a card come to, each to be clicked on: always seen, however long the card is.
    pub(super) fn ratings(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns.min(pane::MEASURE));
        let Some(Event::Back { due, soon, cram, .. }) = &self.prompt else { return rows };
        if self.overview.is_some() || self.summary.is_some() {
            return rows;
        }
        let piece = |(at, (key, day)): (usize, (&&'static str, &Option<String>)), told: bool| {
            let name = match cram {
                true => say(look.lang, &format!("cram.{key}"), &[]),
                false => say(look.lang, &format!("rating.{key}"), &[]),
            };
            let day = self.day(day.as_deref().unwrap_or_default(), look.lang);
            let when = match soon.get(at).copied().flatten() {
                _ if !told || *cram => String::new(),
                Some(minutes) => say(look.lang, "tui.minutes", &[("minutes", &minutes), ("due", &day)]),
                None => day,
            };
            let when = if when.is_empty() { when } else { format!(" {when}") };
            let text = vec![(format!("{key} "), look.theme.key()), (name, Style::new()), (when, look.theme.quiet())];
            (text, key.chars().next().map_or(Message::Tab, Message::Char))
        };
        // Who crams says whether it was known.
        let shown = |key: &str| !*cram || matches!(key, "1" | "3");
        let pieces = |told: bool| {
            let ratings = due.iter().enumerate().filter(|(_, (key, _))| shown(key));
            ratings.map(|rating| piece(rating, told)).collect::<Vec<_>>()
        };
        rows.flow(pieces(true));
        if rows.len() > MOST_RATINGS {
            rows = Rows::new(columns.min(pane::MEASURE));
            rows.flow(pieces(false));
        }
        rows
    }
}

/// Points as they are told: to the hundredth.
fn points(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}
