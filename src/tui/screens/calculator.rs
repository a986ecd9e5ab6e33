//! The calculator: which calculation, and a form for its values with the worked steps beside it as one types.

use std::time::Duration;

use ratatui::layout::Size;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::study::Action;
use crate::text::{capital, fold, pad, width};
use crate::tui::choice::Choice;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::screens::help::Help;
use crate::tui::told::{Field, Form, Worked};
use crate::tui::widgets::list::Item;
use crate::tui::widgets::page::{self, Typed};
use crate::tui::widgets::{Input, List, Page, Rows, Scroll, input, pane};

/// How long no key must come before the values are worked.
const PAUSE: Duration = Duration::from_millis(120);

/// Below so many rows what a form comes to has one of its own.
const LOW: u16 = 18;

/// Which calculation.
#[derive(Debug)]
pub struct Calculator {
    /// The calculations, under the titles of their topics.
    groups: Vec<(Bilingual, Vec<(Id, Bilingual)>)>,
    /// What is looked for among them.
    filter: Input,
    /// Those that are listed.
    shown: Vec<Id>,
    list: List,
}

impl Calculator {
    /// The calculations of the course.
    #[must_use]
    pub fn new(desk: &dyn Desk) -> Self {
        let groups = desk.calculations_by_topic();
        Self { groups, filter: Input::default(), shown: Vec::new(), list: List::at(0) }
    }
}

impl Screen for Calculator {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        match message {
            Message::Back => return Next::Leave,
            Message::Left | Message::Right | Message::Home | Message::End => _ = self.filter.update(message),
            message if self.list.opens(message) => {
                let chosen = self.list.chosen().and_then(|at| self.shown.get(at));
                let Some(kind) = chosen else { return Next::Stay };
                return Next::Open(match desk.form(kind) {
                    Ok(form) => Box::new(CalculationForm::new(kind.clone(), form)),
                    Err(why) => Box::new(Help::notice(why)),
                });
            }
            other => {
                if !self.list.update(other) && self.filter.update(other) {
                    self.list = List::at(0);
                }
            }
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        let (mut rows, mut items) = (Rows::new(size.width.min(pane::MEASURE)), Vec::new());
        self.shown.clear();
        let wanted = fold(self.filter.text());
        for (topic, kinds) in &self.groups {
            let fits = |(id, title): &&(Id, Bilingual)| {
                [&**id, &title.zh, &title.en, &topic.zh, &topic.en].iter().any(|text| fold(text).contains(&wanted))
            };
            for (at, (id, title)) in kinds.iter().filter(fits).enumerate() {
                if at == 0 {
                    if !rows.is_empty() {
                        rows.gap();
                    }
                    rows.text(topic.get(look.lang), look.theme.heading());
                }
                let start = rows.len();
                rows.hanging("  ", title.get(look.lang), Style::new(), Style::new());
                items.push(Item::words(start..rows.len()));
                self.shown.push(id.clone());
            }
        }
        if items.is_empty() {
            rows.text(&say(look.lang, "calc.none-found", &[]), look.theme.caution());
        }
        self.list.lay(rows, items, page::window(size, true, None));
    }

    fn page(&self, _: Size, look: Look) -> Page {
        self.list.alone(say(look.lang, "home.calculator", &[]), look.theme)
    }

    fn typed(&self, _: Look) -> Option<Typed<'_>> {
        Some(("/ ".to_owned(), &self.filter))
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            Hint::Key("Enter", "tui.open"),
            Hint::Key("a…z", "help.filter"),
            Hint::Key("↑↓", "tui.move"),
            Hint::Key("Esc", "tui.back"),
        ]
    }
}

/// A form with what its values come to.
#[derive(Debug)]
pub struct CalculationForm {
    kind: Id,
    title: Bilingual,
    fields: Vec<(Field, Input)>,
    at: usize,
    /// What the values come to, or why they come to nothing.
    worked: Result<Vec<String>, String>,
    /// The answers in one line.
    answers: String,
    /// What is wrong with fields, by their flags.
    wrong: Vec<(String, String)>,
    /// How the rows are laid out, once that is known.
    laid: Option<(Size, Look)>,
    /// Whether what is shown was worked from other values, or for another window.
    stale: bool,
    scroll: Scroll,
}

impl CalculationForm {
    /// The form of a calculation.
    #[must_use]
    pub fn new(kind: Id, form: Form) -> Self {
        let filled = |field: Field| {
            let input = Input::sample(&field.value);
            (field, input)
        };
        let fields = form.fields.into_iter().map(filled).collect();
        Self {
            kind,
            title: form.title,
            fields,
            at: 0,
            worked: Ok(Vec::new()),
            answers: String::new(),
            wrong: Vec::new(),
            laid: None,
            stale: true,
            scroll: Scroll::default(),
        }
    }

    /// To another field.
    fn go(&mut self, at: usize) {
        self.at = at;
        if let Some((_, input)) = self.fields.get_mut(at) {
            input.settle();
        }
        self.scroll.follow();
    }

    fn texts(&self) -> Vec<(String, String)> {
        let filled = self.fields.iter().filter(|(_, input)| !input.text().trim().is_empty());
        filled.map(|(field, input)| (field.flag.clone(), input.text().to_owned())).collect()
    }

    /// The fields, with what the one that is typed means.
    fn form(&self, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        let wide = self.fields.iter().map(|(field, _)| width(&name(field, look))).max().unwrap_or_default();
        // Where names take more than half of a row, values stand below them.
        let is_beside = wide + 2 <= rows.columns() / 2;
        for (at, (field, input)) in self.fields.iter().enumerate() {
            let here = at == self.at;
            let (text, style) = match (input.text(), &field.usual) {
                ("", usual) => (usual.as_deref().unwrap_or("–"), look.theme.quiet()),
                (text, _) => (text, Style::new()),
            };
            let style = if here { look.theme.selected() } else { style };
            let start = rows.len();
            let name = name(field, look);
            if is_beside && wide + 2 + width(text) <= rows.columns() {
                let gap = " ".repeat(wide + 2 - width(&name));
                let mut pieces = vec![(field.title.get(look.lang).to_owned(), look.theme.key())];
                let symbol = name.strip_prefix(field.title.get(look.lang)).unwrap_or_default();
                pieces.push((symbol.to_owned() + &gap, look.theme.quiet()));
                pieces.push((text.to_owned(), style));
                rows.pieces(pieces);
            } else if is_beside {
                rows.hanging(&format!("{}  ", pad(&name, wide)), text, look.theme.key(), style);
            } else {
                rows.hanging("", &name, look.theme.key(), look.theme.key());
                rows.hanging("  ", text, look.theme.key(), style);
            }
            rows.target_from(start, Message::Pick(at));
            if let Some((_, why)) = self.wrong.iter().find(|(flag, _)| *flag == field.flag) {
                rows.hanging("! ", &complaint(field, why, look), look.theme.caution(), look.theme.caution());
            }
            if here {
                (rows.focus, rows.company) = (Some(rows.len() - 1), start..rows.len());
                let about = field.about.get(look.lang);
                if about != field.title.get(look.lang) {
                    rows.hanging("  ", about, Style::new(), look.theme.quiet());
                }
                if !field.choices.is_empty() {
                    let choices = format!("←→ {}", field.choices.join(" "));
                    rows.hanging("  ", &choices, Style::new(), look.theme.quiet());
                }
            }
        }
        rows
    }

    fn steps(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        match &self.worked {
            Err(why) => rows.text(why, look.theme.caution()),
            Ok(worked) => {
                for row in worked {
                    let style = if row.starts_with(' ') { Style::new() } else { look.theme.lit() };
                    rows.verbatim(row, style);
                }
            }
        }
        rows
    }

    /// What it comes to, in one row that is always seen: where the form takes all the others.
    fn result(&self, size: Size, look: Look) -> Rows {
        let mut rows = Rows::new(size.width);
        if is_low(size) && self.worked.is_ok() && !self.answers.is_empty() {
            rows.verbatim(&self.answers, look.theme.right());
        }
        rows
    }

    fn rows(&self, size: Size, look: Look) -> Rows {
        let columns = size.width;
        if pane::panes(columns) == 1 {
            // What it comes to is seen beside what one types.
            let mut rows = Rows::new(columns.min(pane::MEASURE));
            match &self.worked {
                Ok(_) if self.answers.is_empty() || is_low(size) => {}
                Ok(_) => rows.text(&self.answers, look.theme.right()),
                Err(why) => rows.text(why, look.theme.caution()),
            }
            rows.below(self.form(columns.min(pane::MEASURE), look));
            if self.worked.is_ok() {
                rows.below(self.steps(columns.min(pane::MEASURE), look));
            }
            return rows;
        }
        let wide = steps_width(columns);
        let form = columns.saturating_sub(wide + 3).min(pane::MEASURE);
        Rows::beside(vec![self.form(form, look), self.steps(wide, look)])
    }
}

/// What a field is called, with what the steps call it.
fn name(field: &Field, look: Look) -> String {
    let (title, name) = (field.title.get(look.lang), &field.symbol);
    // A symbol that is a word tells no more than the title.
    let is_word = name.chars().count() > 2 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match title {
        "" => name.clone(),
        title if is_word => title.to_owned(),
        title => format!("{title} {name}"),
    }
}

/// What is wrong with a field, under the name that is seen; a symbol keeps its case.
fn complaint(field: &Field, why: &str, look: Look) -> String {
    let title = field.title.get(look.lang);
    match why.strip_prefix(&*field.symbol).or_else(|| why.strip_prefix(&*field.flag)) {
        Some(rest) if title.is_empty() || !rest.starts_with(|c: char| c.is_whitespace()) => why.to_owned(),
        Some(rest) if look.lang == Lang::Zh => format!("{title}{}", rest.trim_start()),
        Some(rest) => capital(title) + rest,
        None => capital(why),
    }
}

/// The word after the one that stands in a field, or before it, of those that it can be.
fn next_choice(field: &Field, input: &Input, message: &Message) -> Option<String> {
    let count = field.choices.len();
    let here = field.choices.iter().position(|choice| choice == input.text().trim());
    let to = match (here, message) {
        (None, _) => 0,
        (Some(at), Message::Left) => (at + count - 1) % count,
        (Some(at), _) => (at + 1) % count,
    };
    field.choices.get(to).cloned()
}

/// Whether the form leaves no room for what it comes to.
fn is_low(size: Size) -> bool {
    size.height < LOW && pane::panes(size.width) == 1
}

/// Columns of the worked steps.
fn steps_width(columns: u16) -> u16 {
    if pane::panes(columns) == 1 { columns.min(pane::MEASURE) } else { (columns * 3 / 5).min(pane::MEASURE) }
}

impl Screen for CalculationForm {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        let last = self.fields.len().saturating_sub(1);
        match message {
            Message::Back => return Next::Leave,
            Message::Do(Action::Practise) => return Next::Begin(Choice::Calculation(self.kind.to_string())),
            Message::Up => self.go(self.at.saturating_sub(1)),
            Message::Down | Message::Tab | Message::Enter => self.go((self.at + 1).min(last)),
            Message::Pick(at) => self.go((*at).min(last)),
            other if self.scroll.page(other) => {}
            other => {
                if let Some((field, input)) = self.fields.get_mut(self.at) {
                    if let (Some(next), Message::Left | Message::Right) = (next_choice(field, input, other), other) {
                        *input = Input::sample(&next);
                        self.stale = true;
                        return Next::Stay;
                    }
                    // A matrix is pasted row by row.
                    let rows = match other {
                        Message::Paste(text) => input::matrix(text).map(Message::Paste),
                        _ => None,
                    };
                    self.stale |= input.update(rows.as_ref().unwrap_or(other));
                }
            }
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        if self.laid != Some((size, look)) {
            (self.laid, self.stale) = (Some((size, look)), true);
        }
        let window = page::window_over(size, true, None, self.result(size, look).len());
        self.scroll.fit(&self.rows(size, look), window);
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let mut rows = self.rows(size, look);
        rows.focus = None;
        let (title, scroll, below) = (self.title.get(look.lang).to_owned(), self.scroll.at(), self.result(size, look));
        Page { title, rows, scroll, below, ..Page::default() }
    }

    fn typed(&self, look: Look) -> Option<Typed<'_>> {
        let (field, input) = self.fields.get(self.at)?;
        let (name, room) = (name(field, look), self.laid.map_or(0, |(size, _)| usize::from(size.width) / 2));
        Some((format!("{} = ", if width(&name) <= room { &name } else { &field.symbol }), input))
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            Hint::Key("↑↓", "tui.move"),
            Hint::Key("PgDn", "tui.scroll"),
            Hint::Key("^V", "tui.practise"),
            Hint::Key("Esc", "tui.back"),
        ]
    }

    fn moves(&self) -> Option<Duration> {
        self.stale.then_some(PAUSE)
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        let Some((size, look)) = self.laid else { return false };
        let worked = desk.worked(&self.kind, &self.texts(), steps_width(size.width), look);
        if let Ok(Worked { usual, answers, wrong, .. }) = &worked {
            self.answers.clone_from(answers);
            self.wrong.clone_from(wrong);
            for (field, _) in &mut self.fields {
                let own = usual.iter().find(|(flag, _)| *flag == field.flag);
                field.usual = own.map(|(_, value)| value.clone()).or_else(|| field.usual.take());
            }
        }
        self.worked = worked.map(|worked| worked.rows);
        self.stale = false;
        true
    }
}
