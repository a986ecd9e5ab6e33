//! What stands on the page of a session: the prompt, the feedback, the look back.

use ratatui::layout::Size;
use ratatui::style::Style;

use super::{Leaving, SessionScreen};
use crate::course::messages::say;
use crate::course::{Lang, Prose};
use crate::math::render;
use crate::study::{Action, Again, Asked, Event, Prompt, Second, State, Summary};
use crate::tui::app::{Look, Screen as _};
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
        // Matrices are drawn as long as what is asked stands beside them on one page.
        let most = page::window(size, self.typed(look).is_some(), self.notice.as_deref()).saturating_sub(2);
        self.stem(&mut rows, most, look);
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

    fn stem(&self, rows: &mut Rows, most: usize, look: Look) {
        let put = |rows: &mut Rows, words: &Prose, style| rows.prose(words, style, most, look.ascii);
        match &self.prompt {
            Some(Event::HandIn { answered, of, open, minutes }) => {
                paper::end(rows, (*answered, *of), open, *minutes, look);
            }
            Some(Event::Question { stem, rule, prompt, paper, .. }) => {
                put(rows, stem, Style::new());
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
                put(rows, stem, Style::new());
                for asked in ask {
                    self::asked(rows, asked, look);
                }
            }
            Some(Event::Card { front, .. }) => put(rows, front, Style::new()),
            Some(Event::Back { back, erratum, .. }) => {
                if let Some(front) = &self.front {
                    put(rows, front, look.theme.quiet());
                    let line = if look.ascii { "-" } else { "─" };
                    rows.verbatim(&line.repeat(rows.columns()), look.theme.quiet());
                }
                put(rows, back, Style::new());
                for line in erratum.iter().flat_map(|erratum| erratum.lines()) {
                    rows.gap();
                    rows.hanging("! ", line, look.theme.caution(), Style::new());
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

    fn feedback_rows(&self, rows: &mut Rows, look: Look) {
        let Some(Event::Feedback { correct, score, given, told, why, read_as, solution, again, .. }) = &self.feedback
        else {
            return;
        };
        let theme = look.theme;
        let (verdict, style) = match (*correct, *score > 0.0) {
            (true, _) => (say(look.lang, "study.is-right", &[]), theme.right()),
            (false, true) => (self.partly(*score, again, look.lang), theme.caution()),
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
            Some(Event::Question { prompt, .. }) => prompt.in_words(answer, look.lang),
            _ => answer.to_owned(),
        };
        // Pairs and points stand above, each with what became of it.
        let is_told = match &self.prompt {
            Some(Event::Points { .. }) => true,
            Some(Event::Question { prompt, .. }) => matches!(prompt, Prompt::Pairs { .. }),
            _ => false,
        };
        if !is_told {
            rows.hanging(&say(look.lang, "tui.given", &[]), &in_words(given), theme.quiet(), Style::new());
            rows.hanging(&say(look.lang, "tui.answer", &[]), &in_words(told), theme.quiet(), theme.right());
        }
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

    /// How much of the points an answer reached; of several options, by how many right and wrong ones.
    fn partly(&self, score: f64, again: &[Again], lang: Lang) -> String {
        let partly = say(lang, "tui.partly", &[("score", &score), ("points", &self.worth)]);
        if !matches!(self.prompt, Some(Event::Question { prompt: Prompt::Some { .. }, .. })) {
            return partly;
        }
        let count = |state: State| again.iter().filter(|part| part.state == state).count();
        let (right, wrong, missed) = (count(State::Right), count(State::Wrong), count(State::Missed));
        partly + &say(lang, "tui.counts", &[("right", &right), ("wrong", &wrong), ("missed", &missed)])
    }

    fn summary_rows(&self, rows: &mut Rows, summary: &Summary, look: Look) {
        let lang = look.lang;
        let args: [(&str, &dyn std::fmt::Display); 4] = [
            ("answered", &summary.answered),
            ("correct", &summary.correct),
            ("score", &summary.score),
            ("points", &summary.points),
        ];
        if !summary.parts.is_empty() {
            paper::report(rows, summary, look);
        } else if summary.answered == 0 {
            rows.text(&say(lang, "tui.summary-nothing", &[]), look.theme.heading());
        } else if summary.tomorrow.is_some() {
            let forgotten = summary.answered - summary.correct;
            let args: [(&str, &dyn std::fmt::Display); 3] =
                [("cards", &summary.cards), ("answered", &summary.answered), ("forgotten", &forgotten)];
            rows.text(&say(lang, "tui.summary-review", &args), look.theme.heading());
        } else {
            rows.text(&say(lang, "tui.summary", &args), look.theme.heading());
        }
        if let Some(Second { answered, correct }) = summary.second {
            let args: [(&str, &dyn std::fmt::Display); 2] = [("answered", &answered), ("correct", &correct)];
            rows.text(&say(lang, "study.second", &args), Style::new());
        }
        let wanting = self.session.wanting();
        if let (true, Some(letter)) = (wanting > 0, Action::Again.row().letter) {
            let start = rows.len();
            let words = say(lang, "tui.again", &[("count", &wanting)]);
            rows.hanging(&format!("{letter}  "), &words, look.theme.key(), Style::new());
            rows.target_from(start, Message::Do(Action::Again));
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
