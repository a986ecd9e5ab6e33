//! The papers: each that was handed in with its report, and those that wait to be gone on with.

use ratatui::layout::Size;
use ratatui::style::Style;

use super::session::report;
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::PaperCode;
use crate::text::width;
use crate::tui::choice::Choice;
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::told::HandedIn;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{List, Page, Rows, page, pane};

/// The papers.
#[derive(Debug)]
pub struct Papers {
    papers: Result<Vec<HandedIn>, String>,
    lang: Lang,
    list: List,
}

impl Papers {
    /// What the desk knows of.
    #[must_use]
    pub fn new(desk: &mut dyn Desk) -> Self {
        Self { papers: desk.papers(), lang: desk.look(None).lang, list: List::default() }
    }

    /// The report of the paper that is selected.
    fn open(&mut self, desk: &mut dyn Desk) -> Next {
        let chosen = self.list.chosen().zip(self.papers.as_ref().ok());
        let Some(paper) = chosen.and_then(|(at, papers)| papers.get(at)) else { return Next::Stay };
        if paper.waits.is_some() {
            return Next::Begin(Choice::Paper(paper.code.clone()));
        }
        Next::Open(report(&paper.code, self.lang, desk))
    }

    fn lay(&self, columns: u16, look: Look) -> (Rows, Vec<Item>) {
        let (mut rows, mut items) = (Rows::new(columns.min(pane::MEASURE)), Vec::new());
        match &self.papers {
            Err(why) => rows.text(why, look.theme.caution()),
            Ok(papers) if papers.is_empty() => rows.text(&say(look.lang, "exam.no-papers", &[]), Style::new()),
            Ok(papers) => {
                for HandedIn { code, date, waits, points, of } in papers {
                    let start = rows.len();
                    let came_to = match (waits, of) {
                        (Some(answered), _) => say(look.lang, "exam.waits", &[("answered", answered)]),
                        (None, Some(of)) => say(look.lang, "exam.score", &[("score", points), ("points", of)]),
                        (None, None) => points.to_string(),
                    };
                    let date = dates::long(*date, look.lang) + "  ";
                    rows.hanging(&date, &came_to, look.theme.quiet(), Style::new());
                    rows.hanging(
                        &" ".repeat(width(&date)),
                        &described(code, look.lang),
                        Style::new(),
                        look.theme.quiet(),
                    );
                    items.push(Item { rows: start..rows.len(), words: 1 });
                }
            }
        }
        (rows, items)
    }
}

/// A paper by what its code says of it.
fn described(code: &str, lang: Lang) -> String {
    let Ok(PaperCode { questions, minutes, .. }) = code.parse() else { return code.to_owned() };
    say(lang, "exam.of-code", &[("questions", &questions), ("minutes", &minutes), ("code", &code)])
}

impl Screen for Papers {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        match message {
            Message::Back | Message::Left | Message::Char('q') => return Next::Leave,
            message if self.list.opens(message) => return self.open(desk),
            other => _ = self.list.update_by_letter(other),
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        let (rows, items) = self.lay(size.width, look);
        self.list.lay(rows, items, page::window(size, false, None));
    }

    fn page(&self, _: Size, look: Look) -> Page {
        self.list.alone(say(look.lang, "home.papers", &[]), look.theme)
    }

    fn keys(&self) -> Vec<Hint> {
        if self.papers.as_ref().is_ok_and(Vec::is_empty) {
            return vec![Hint::Key("Esc", "tui.back")];
        }
        List::KEYS.to_vec()
    }

    fn speak(&mut self, lang: Lang, _: &mut dyn Desk) {
        self.lang = lang;
    }
}
