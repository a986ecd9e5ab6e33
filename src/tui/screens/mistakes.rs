//! The mistakes that were recognised: what is said of each, how it went, and a drill on which it would show.

use std::fmt::Display;
use std::time::Duration;

use jiff::civil::Date;
use ratatui::layout::Size;
use ratatui::style::Style;

use super::behind::Backed;
use super::sections;
use crate::course::messages::say;
use crate::learner::Source;
use crate::text::percent;
use crate::tui::choice::Choice;
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::told::Mistake;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{Page, Rows, Spread};

/// Days of the course of a mistake that are drawn.
const COURSE: usize = 12;

/// The mistakes.
#[derive(Debug)]
pub struct MistakesScreen {
    mistakes: Result<Vec<Mistake>, String>,
    /// With the statement behind the question whose mistake is selected, and why nothing was begun.
    backed: Backed,
}

impl MistakesScreen {
    /// What the desk tells.
    #[must_use]
    pub fn new(desk: &mut dyn Desk) -> Self {
        Self { mistakes: desk.mistakes(), backed: Backed::default() }
    }

    /// The mistake that is told in full beside the list.
    fn shown(&self) -> Option<&Mistake> {
        self.mistakes.as_ref().ok()?.get(self.backed.list.selected().unwrap_or(0))
    }

    /// The question in which it was made.
    fn question(&self) -> Option<&str> {
        match &self.shown()?.entry.source {
            Source::Question(id) => Some(id),
            Source::Calculation(_) => None,
        }
    }

    /// The mistake that is selected, its course, and the statement behind it.
    fn aside(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        let Some(mistake) = self.shown() else { return rows };
        let [head, below] = mistake.words(look.lang);
        rows.text(head, look.theme.heading());
        rows.text(below, Style::new());
        rows.text(&counts(mistake, look), look.theme.quiet());
        let course: Vec<(Date, usize)> = mistake
            .entry
            .course
            .iter()
            .map(|point| (point.date, (100.0 * point.probability).round() as usize))
            .collect();
        if course.len() > 1 {
            rows.below(sections::chart(columns, &say(look.lang, "mistakes.chart", &[]), &course, sections::HIGH, look));
        }
        rows.below(self.backed.behind.rows(self.question(), columns, look));
        rows
    }

    /// The mistakes one below the other; in short, where the one that is selected is told beside them.
    fn lay(&self, columns: u16, look: Look) -> (Rows, Vec<Item>) {
        let Spread { page, aside } = Spread::of(columns);
        let (mut rows, mut items) = (Rows::new(page), Vec::new());
        match &self.mistakes {
            Err(why) => rows.text(why, look.theme.caution()),
            Ok(mistakes) if mistakes.is_empty() => rows.text(&say(look.lang, "mistakes.none", &[]), Style::new()),
            Ok(mistakes) => {
                for mistake in mistakes {
                    if !items.is_empty() {
                        rows.gap();
                    }
                    let start = rows.len();
                    let closed = mistake.entry.closed;
                    let (mark, style) =
                        if closed { ("✓ ", look.theme.quiet()) } else { ("✗ ", look.theme.wrong()) };
                    let text = if closed { look.theme.quiet() } else { Style::new() };
                    rows.hanging(mark, mistake.words(look.lang)[0], style, text);
                    let words = rows.len() - start;
                    match aside {
                        Some(_) => rows.hanging("  ", &counts(mistake, look), Style::new(), look.theme.quiet()),
                        None => about(&mut rows, mistake, look),
                    }
                    items.push(Item { rows: start..rows.len(), words });
                }
            }
        }
        (rows, items)
    }
}

/// Where it belongs, how often it was made, and how it went.
fn about(rows: &mut Rows, mistake: &Mistake, look: Look) {
    let entry = &mistake.entry;
    rows.hanging("  ", mistake.words(look.lang)[1], Style::new(), look.theme.quiet());
    rows.hanging("  ", &counts(mistake, look), Style::new(), look.theme.quiet());
    let course = &entry.course[entry.course.len().saturating_sub(COURSE)..];
    if let ([first, .., last], false) = (course, look.ascii) {
        let line = sections::line(&course.iter().map(|point| point.probability).collect::<Vec<_>>());
        let (first, last) = (dates::short(first.date, look.lang), dates::short(last.date, look.lang));
        let args: [(&str, &dyn Display); 3] = [("first", &first), ("bars", &line), ("last", &last)];
        rows.hanging("  ", &say(look.lang, "mistakes.course", &args), Style::new(), look.theme.quiet());
    }
}

/// How often it was made, and how likely it is made again.
fn counts(mistake: &Mistake, look: Look) -> String {
    let entry = &mistake.entry;
    let probability = percent(entry.probability);
    let last = dates::short(entry.last, look.lang);
    let args: [(&str, &dyn Display); 4] =
        [("count", &entry.count), ("of", &entry.of), ("last", &last), ("percent", &probability)];
    let key = if entry.closed { "mistakes.closed-short" } else { "mistakes.open-short" };
    say(look.lang, key, &args)
}

impl Screen for MistakesScreen {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        self.backed.notice = None;
        match message {
            Message::Back => Next::Leave,
            message if self.backed.list.opens(message) => {
                let chosen = self.backed.list.chosen().zip(self.mistakes.as_ref().ok());
                let chosen = chosen.and_then(|(at, mistakes)| mistakes.get(at));
                chosen.map_or(Next::Stay, |mistake| Next::Begin(mistake.practise.clone()))
            }
            Message::Char('x') => Next::Begin(Choice::Mistakes(None)),
            other => {
                self.backed.list.update_by_letter(other);
                Next::Stay
            }
        }
    }

    fn fit(&mut self, size: Size, look: Look) {
        let laid = self.lay(size.width, look);
        self.backed.lay(laid, size);
    }

    fn page(&self, size: Size, look: Look) -> Page {
        self.backed.page(say(look.lang, "home.mistakes", &[]), size, look, |columns| self.aside(columns, look))
    }

    fn moves(&self) -> Option<Duration> {
        self.backed.behind.moves(self.question())
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        let question = self.question().map(str::to_owned);
        self.backed.behind.look_up(question.as_deref(), desk);
        true
    }

    fn keys(&self) -> Vec<Hint> {
        if self.mistakes.as_ref().is_ok_and(Vec::is_empty) {
            return vec![Hint::Key("Esc", "tui.back")];
        }
        vec![
            Hint::Key("Enter", "tui.practise"),
            Hint::Key("x", "mistakes.all"),
            Hint::Key("↑↓", "tui.move"),
            Hint::Key("Esc", "tui.back"),
        ]
    }

    fn tell(&mut self, why: &str) -> bool {
        self.backed.notice = Some(why.to_owned());
        true
    }

    fn resume(&mut self, desk: &mut dyn Desk) {
        self.mistakes = desk.mistakes();
    }
}
