//! What is marked as one to look at again: each item, taken up alone or with all others of its sort.

use std::time::Duration;

use ratatui::layout::Size;
use ratatui::style::Style;

use super::behind::Backed;
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::{ItemMark, MarkedItem, MarkedSort};
use crate::tui::choice::Choice;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{Page, Rows, Spread};

/// The letters beside Enter: all questions, all cards, no longer marked.
const QUESTIONS: char = 'q';
const CARDS: char = 'r';
const UNMARK: char = 'm';

/// What is marked.
#[derive(Debug)]
pub struct MarkedScreen {
    /// The topic whose items alone are shown, where one is.
    topic: Option<String>,
    marked: Result<Vec<MarkedItem>, String>,
    /// Whether anything of another topic is marked.
    elsewhere: bool,
    lang: Lang,
    /// With the statement behind the item that is selected, and why a mark cannot be taken away.
    backed: Backed,
}

impl MarkedScreen {
    /// What the desk knows of.
    #[must_use]
    pub fn new(desk: &mut dyn Desk, topic: Option<String>) -> Self {
        let lang = desk.look(None).lang;
        let mut screen = Self { topic, marked: Ok(Vec::new()), elsewhere: false, lang, backed: Backed::default() };
        screen.look_up(desk);
        screen
    }

    fn look_up(&mut self, desk: &mut dyn Desk) {
        self.marked = desk.marked(self.lang);
        if let (Some(topic), Ok(marked)) = (&self.topic, &mut self.marked) {
            let all = marked.len();
            marked.retain(|item| *item.topic == **topic);
            self.elsewhere = marked.len() < all;
        }
    }

    fn all(&self) -> &[MarkedItem] {
        self.marked.as_deref().unwrap_or_default()
    }

    fn chosen(&mut self) -> Option<MarkedItem> {
        let at = self.backed.list.chosen()?;
        self.all().get(at).cloned()
    }

    /// The item that is told in full beside the list.
    fn shown(&self) -> Option<&MarkedItem> {
        self.all().get(self.backed.list.selected().unwrap_or(0))
    }

    /// All of its words, and the statement behind it.
    fn aside(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        if let Some(item) = self.shown() {
            rows.text(&item.words, Style::new());
            rows.below(self.backed.behind.rows(Some(&item.recorded), columns, look));
        }
        rows
    }

    /// All questions, or all cards.
    fn every(&self, cards: bool) -> Next {
        let names: Vec<String> =
            self.all().iter().filter(|item| item.sort == sort_of(cards)).map(|item| item.recorded.clone()).collect();
        if names.is_empty() { Next::Stay } else { Next::Begin(Choice::Recorded { cards, names }) }
    }

    fn unmark(&mut self, desk: &mut dyn Desk) {
        let Some(item) = self.chosen() else { return };
        let (at, id, mark) = (desk.now(), item.recorded, ItemMark::Flagged);
        let marked = crate::study::Marked { at, id, code: None, mark, on: false };
        match desk.journal().mark(&marked) {
            Ok(_) => self.look_up(desk),
            Err(why) => self.backed.notice = Some(why.0.sentence(self.lang)),
        }
    }

    fn lay(&self, columns: u16, look: Look) -> (Rows, Vec<Item>) {
        let (mut rows, mut items) = (Rows::new(Spread::of(columns).page), Vec::new());
        match &self.marked {
            Err(why) => rows.text(why, look.theme.caution()),
            Ok(marked) if marked.is_empty() => {
                let key = if self.elsewhere { "marked.none-here" } else { "marked.none" };
                rows.text(&say(look.lang, key, &[]), Style::new());
            }
            Ok(marked) => {
                for MarkedItem { words, title, sort, .. } in marked {
                    let start = rows.len();
                    rows.hanging(if look.ascii { "! " } else { "⚑ " }, words, look.theme.caution(), Style::new());
                    let wide = rows.len() - start;
                    let key = match sort {
                        MarkedSort::Question => "marked.question",
                        MarkedSort::Card => "marked.card",
                        MarkedSort::Exercise(_) => "marked.exercise",
                    };
                    let sort = say(look.lang, key, &[]);
                    let about = format!("{sort} · {}", title.get(look.lang));
                    rows.hanging("  ", &about, Style::new(), look.theme.quiet());
                    items.push(Item { rows: start..rows.len(), words: wide });
                }
            }
        }
        (rows, items)
    }
}

/// What all cards are, or all questions.
const fn sort_of(cards: bool) -> MarkedSort {
    if cards { MarkedSort::Card } else { MarkedSort::Question }
}

impl Screen for MarkedScreen {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        self.backed.notice = None;
        match message {
            Message::Back | Message::Left => return Next::Leave,
            Message::Char(QUESTIONS) => return self.every(false),
            Message::Char(CARDS) => return self.every(true),
            Message::Char(UNMARK) => self.unmark(desk),
            message if self.backed.list.opens(message) => {
                let chosen = self.chosen();
                return chosen.map_or(Next::Stay, |item| match item.sort {
                    MarkedSort::Exercise(code) => Next::Begin(Choice::Exercise(code)),
                    sort => {
                        Next::Begin(Choice::Recorded { cards: sort == MarkedSort::Card, names: vec![item.recorded] })
                    }
                });
            }
            other => _ = self.backed.list.update_by_letter(other),
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        let laid = self.lay(size.width, look);
        self.backed.lay(laid, size);
    }

    fn page(&self, size: Size, look: Look) -> Page {
        self.backed.page(say(look.lang, "marked.title", &[]), size, look, |columns| self.aside(columns, look))
    }

    fn moves(&self) -> Option<Duration> {
        self.backed.behind.moves(self.shown().map(|item| &*item.recorded))
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        let item = self.shown().map(|item| item.recorded.clone());
        self.backed.behind.look_up(item.as_deref(), desk);
        true
    }

    fn keys(&self) -> Vec<Hint> {
        let back = Hint::Key("Esc", "tui.back");
        if self.all().is_empty() {
            return vec![back];
        }
        let mut keys = vec![Hint::Key("Enter", "tui.practise")];
        let has = |cards: bool| self.all().iter().any(|item| item.sort == sort_of(cards));
        keys.extend(has(false).then_some(Hint::Key("q", "marked.questions")));
        keys.extend(has(true).then_some(Hint::Key("r", "marked.cards")));
        keys.extend([Hint::Key("m", "marked.unmark"), Hint::Key("↑↓", "tui.move"), back]);
        keys
    }

    fn speak(&mut self, lang: Lang, desk: &mut dyn Desk) {
        self.lang = lang;
        self.look_up(desk);
    }

    fn resume(&mut self, desk: &mut dyn Desk) {
        self.look_up(desk);
    }
}
