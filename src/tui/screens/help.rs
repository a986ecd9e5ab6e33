//! The keys of the screen below, found as one types; or a notice.

use ratatui::layout::Size;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::study::Action;
use crate::text::{pad, width};
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::page::{self, Typed};
use crate::tui::widgets::{Input, Page, Rows, Scroll, pane};

/// Keys that edit a line, each with the message of its word.
const EDITING: [Hint; 7] = [
    Hint::Key("^A ^E", "help.ends"),
    Hint::Key("←→ ^B ^F", "help.move"),
    Hint::Key("Alt-B Alt-F", "help.words"),
    Hint::Key("^U ^K", "help.kill"),
    Hint::Key("^W Alt-D", "help.kill-word"),
    Hint::Key("^D", "help.delete"),
    Hint::Key("^Y", "help.yank"),
];

/// Keys of every screen whose page is longer than the window.
const SCROLL: Hint = Hint::Key("PgUp PgDn", "tui.scroll");

/// Keys of every screen besides the actions.
const EVERYWHERE: [Hint; 6] = [
    Hint::Do(Action::Help),
    Hint::Do(Action::Language),
    SCROLL,
    Hint::Key("Esc", "tui.back"),
    Hint::Key("^Z", "help.suspend"),
    Hint::Key("^C", "help.quit"),
];

/// The most columns that the names of keys take.
const KEYS: usize = 14;

/// A screen that is read and left.
#[derive(Debug)]
pub struct Help {
    /// What the screen below has; nothing where this is a notice.
    keys: Vec<Hint>,
    /// Whether lines are typed there.
    typing: bool,
    /// Whether it is scrolled.
    scrolls: bool,
    notice: Option<String>,
    filter: Input,
    scroll: Scroll,
}

impl Help {
    /// The keys of a screen.
    #[must_use]
    pub fn of(screen: &dyn Screen, look: Look) -> Self {
        let (typing, scrolls) = (screen.typed(look).is_some(), screen.scrolls());
        Self { keys: screen.keys(), typing, scrolls, notice: None, filter: Input::default(), scroll: Scroll::default() }
    }

    /// A sentence that must be seen.
    #[must_use]
    pub fn notice(text: String) -> Self {
        let (filter, scroll) = (Input::default(), Scroll::default());
        Self { keys: Vec::new(), typing: false, scrolls: true, notice: Some(text), filter, scroll }
    }

    /// The groups: the message of the title of each, and its keys.
    fn groups(&self) -> [(&'static str, Vec<Hint>); 4] {
        let is_action = |hint: &Hint| matches!(hint, Hint::Do(_) | Hint::Press(_));
        let (actions, own) = self.keys.iter().copied().partition(is_action);
        let editing = if self.typing { EDITING.to_vec() } else { Vec::new() };
        let everywhere = EVERYWHERE.into_iter().filter(|hint| self.scrolls || *hint != SCROLL).collect();
        [("help.here", own), ("help.actions", actions), ("help.editing", editing), ("help.everywhere", everywhere)]
    }

    fn rows(&self, size: Size, look: Look) -> Rows {
        let mut rows = Rows::new(size.width.min(pane::MEASURE));
        if let Some(text) = &self.notice {
            rows.text(text, Style::new());
            return rows;
        }
        let wanted = self.filter.text().trim().to_lowercase();
        for (title, hints) in self.groups() {
            let hints = hints.into_iter().map(|hint| with_all_keys(hint, self.typing, look));
            let fits = |(key, what): &(String, String)| format!("{key} {what}").to_lowercase().contains(&wanted);
            let hints: Vec<_> = hints.filter(fits).collect();
            let wide = hints.iter().map(|(key, _)| width(key)).max().unwrap_or_default().min(KEYS);
            for (at, (key, what)) in hints.into_iter().enumerate() {
                if at == 0 {
                    if !rows.is_empty() {
                        rows.gap();
                    }
                    rows.text(&say(look.lang, title, &[]), look.theme.heading());
                }
                rows.hanging(&format!("{}  ", pad(&key, wide)), &what, look.theme.key(), Style::new());
            }
        }
        if rows.is_empty() {
            rows.text(&say(look.lang, "help.nothing", &[]), look.theme.caution());
        }
        rows
    }
}

/// An action with its letter, where that is not typed into a line, and all of its keys; another hint as it is.
fn with_all_keys(hint: Hint, typing: bool, look: Look) -> (String, String) {
    let (Hint::Do(action) | Hint::Press(action)) = hint else { return look.hint(hint, typing) };
    let letter = action.row().letter.filter(|_| !typing).map(String::from);
    let keys: Vec<String> = letter.into_iter().chain(look.keys.labels(action).map(str::to_owned)).collect();
    (keys.join(" "), look.word(action))
}

impl Screen for Help {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        match message {
            Message::Back | Message::Enter => return Next::Leave,
            Message::Char('q' | ' ') if self.notice.is_some() => return Next::Leave,
            Message::Down | Message::Up => _ = self.scroll.read(message),
            other if self.notice.is_some() => _ = self.scroll.read(other),
            other => {
                if !self.scroll.page(other) && self.filter.update(other) {
                    self.scroll.restart();
                }
            }
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        let typing = self.notice.is_none();
        self.scroll.fit(&self.rows(size, look), page::window(size, typing, None));
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let title = say(look.lang, if self.notice.is_some() { "tui.notice" } else { "tui.keys" }, &[]);
        Page { title, rows: self.rows(size, look), scroll: self.scroll.at(), ..Page::default() }
    }

    fn typed(&self, _: Look) -> Option<Typed<'_>> {
        self.notice.is_none().then(|| ("/ ".to_owned(), &self.filter))
    }

    fn keys(&self) -> Vec<Hint> {
        let mut keys = vec![Hint::Key("Esc", "tui.back"), Hint::Key("↑↓", "tui.scroll")];
        if self.notice.is_none() {
            keys.push(Hint::Key("a…z", "help.filter"));
        }
        keys
    }

    fn is_help(&self) -> bool {
        true
    }
}
