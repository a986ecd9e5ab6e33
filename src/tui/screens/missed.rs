//! What was not right: as the end of a session lists it, and a page of its own with the working.

use std::fmt::Display;

use ratatui::layout::Size;
use ratatui::style::Style;

use crate::calculation::Worked;
use crate::course::Prose;
use crate::course::messages::say;
use crate::math::render;
use crate::study::{Action, Missed, Note, Of, OnPaper, Reason, State, Went};
use crate::text::cut;
use crate::tui::choice::{Choice, Opening};
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::screens::again;
use crate::tui::widgets::progress::{sign, style};
use crate::tui::widgets::prose::ALL;
use crate::tui::widgets::{Page, Rows, Scroll, page, pane};

/// One thing that was not right.
#[derive(Debug)]
pub(super) struct MissedPage {
    missed: Missed,
    scroll: Scroll,
}

impl MissedPage {
    pub(super) fn new(missed: Missed) -> Self {
        Self { missed, scroll: Scroll::default() }
    }

    fn rows(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns.min(pane::MEASURE));
        whole(&mut rows, &self.missed, look);
        rows
    }
}

/// What a key that is no key for moving leads to from something that was not right.
pub(super) fn leads(missed: &Missed, message: &Message) -> Option<Next> {
    let is = |action: Action| match message {
        Message::Do(done) => *done == action,
        Message::Char(letter) => action.has_letter(*letter),
        _ => false,
    };
    match &missed.code {
        Some(code) if is(Action::Practise) => Some(Next::Begin(Choice::Like(code.clone()))),
        _ if is(Action::Statement) && has_statement(missed) => Some(Next::Read(Opening::Behind(missed.id.clone()))),
        _ => None,
    }
}

/// The keys for that.
pub(super) fn keys(missed: &Missed) -> Vec<Hint> {
    let mut keys = Vec::new();
    keys.extend(has_statement(missed).then_some(Hint::Do(Action::Statement)));
    keys.extend(missed.code.as_ref().map(|_| Hint::Do(Action::Practise)));
    keys
}

/// Whether a statement stands behind it: an exercise of a drill has none.
fn has_statement(missed: &Missed) -> bool {
    missed.of != Of::Exercise
}

/// Its number on a paper, and what it came to there.
fn place(missed: &Missed, look: Look) -> String {
    let place = missed.place.map(|OnPaper { number, score, points }| {
        let args: [(&str, &dyn Display); 3] = [("number", &number), ("score", &score), ("points", &points)];
        say(look.lang, "exam.place", &args)
    });
    place.unwrap_or_default()
}

/// It in one row.
pub(super) fn short(rows: &mut Rows, missed: &Missed, look: Look) {
    let words = place(missed, look) + missed.stem.lines().next().unwrap_or_default();
    let room = rows.columns().saturating_sub(2);
    let mark = format!("{} ", sign(missed.went, look.ascii));
    rows.pieces(vec![(mark, style(missed.went, look)), (cut(&words, room), Style::new())]);
}

/// What was asked. Gives how many rows that takes.
pub(super) fn stem(rows: &mut Rows, missed: &Missed, look: Look) -> usize {
    let (start, mark) = (rows.len(), format!("{} ", sign(missed.went, look.ascii)));
    let words = Prose::from(place(missed, look)).and(missed.stem.clone());
    rows.hanging_prose(&mark, &words, (style(missed.went, look), Style::new()), look.ascii);
    rows.len() - start
}

/// What was answered, what is right, and why.
pub(super) fn about(rows: &mut Rows, missed: &Missed, look: Look) {
    let lang = look.lang;
    if missed.went == Went::Open {
        rows.text(&say(lang, "tui.not-answered", &[]), look.theme.quiet());
    }
    if !missed.given.is_empty() {
        let styles = (look.theme.quiet(), Style::new());
        rows.hanging_prose(&say(lang, "tui.given", &[]), &missed.given, styles, look.ascii);
    }
    if missed.of == Of::Card {
        rows.prose(&missed.answer, look.theme.right(), ALL, look.ascii);
        missed.why.iter().for_each(|line| reason(rows, line, Style::new(), look));
        return;
    }
    if !missed.answer.is_empty() {
        let styles = (look.theme.quiet(), look.theme.right());
        rows.hanging_prose(&say(lang, "tui.answer", &[]), &missed.answer, styles, look.ascii);
    }
    again::rows(rows, missed.again.iter().filter(|part| part.state != State::Left), look);
    missed.why.iter().for_each(|line| reason(rows, line, look.theme.quiet(), look));
}

/// All of it: every part of the question, and the working.
pub(super) fn whole(rows: &mut Rows, missed: &Missed, look: Look) {
    stem(rows, missed, look);
    rows.gap();
    about(rows, missed, look);
    working(rows, &missed.solution, look);
}

/// A line of why something is right; what is accurate where the outline is loose is set off, as on cards.
pub(super) fn reason(rows: &mut Rows, reason: &Reason, style: Style, look: Look) {
    match reason {
        Reason::Erratum(line) => rows.hanging("! ", line, look.theme.caution(), style),
        other => rows.text(&other.to_string(), style),
    }
}

/// A line of what was seen in the answer: nothing on the page is more to be seen.
pub(super) fn diagnosis(rows: &mut Rows, note: &Note, look: Look) {
    let style = look.theme.diagnosis();
    match note {
        Note::Listed { mark, what } => rows.hanging(mark, what, style, style),
        Note::Said(words) => rows.hanging("", words, style, style),
    }
}

/// The steps of a computation.
pub(super) fn working(rows: &mut Rows, solution: &[Worked], look: Look) {
    let theme = look.theme;
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

impl Screen for MissedPage {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        if let Some(next) = leads(&self.missed, message) {
            return next;
        }
        match message {
            Message::Enter | Message::Back | Message::Left | Message::Char('q') => return Next::Leave,
            other => _ = self.scroll.read(other),
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        self.scroll.fit(&self.rows(size.width, look), page::window(size, false, None));
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let title = say(look.lang, "study.look-back", &[]);
        Page { title, rows: self.rows(size.width, look), scroll: self.scroll.at(), ..Page::default() }
    }

    fn keys(&self) -> Vec<Hint> {
        let mut all = vec![Hint::Key("Enter", "tui.back")];
        all.extend(keys(&self.missed));
        all.push(Hint::Key("↑↓", "tui.scroll"));
        all
    }
}
