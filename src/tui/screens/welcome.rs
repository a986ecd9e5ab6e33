//! The first start: the language, and the day of the exam. Either can be passed over.

use ratatui::layout::Size;
use ratatui::style::Style;

use crate::course::Lang;
use crate::course::messages::say;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::page::Typed;
use crate::tui::widgets::{Input, Page, Rows, pane};

/// The languages as those call them who speak them.
const LANGUAGES: [(Lang, &str); 2] = [(Lang::Zh, "中文"), (Lang::En, "English")];

/// What is asked at the first start.
#[derive(Debug)]
pub struct Welcome {
    /// The language that is selected.
    at: usize,
    /// The day of the exam as far as it is typed; the language is asked before it.
    exam: Option<Input>,
    /// Why the last answer was refused.
    notice: Option<String>,
}

impl Welcome {
    /// What is asked, with a language selected.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { at: LANGUAGES.iter().position(|(known, _)| *known == lang).unwrap_or(0), exam: None, notice: None }
    }

    /// What is asked at the first start by who has said which language to speak.
    #[must_use]
    pub fn in_language(lang: Lang) -> Self {
        Self { exam: Some(Input::default()), ..Self::new(lang) }
    }
}

impl Screen for Welcome {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        match (&mut self.exam, message) {
            // What is typed does not go without a word.
            (Some(input), Message::Back) if !input.text().trim().is_empty() => {
                *input = Input::default();
                self.notice = Some(say(desk.look(None).lang, "welcome.not-kept", &[]));
            }
            (_, Message::Back) => return Next::Leave,
            (None, Message::Enter) => {
                let lang = LANGUAGES[self.at].0;
                // Where it cannot be kept, it is still spoken.
                self.notice = desk.set("lang", Some(lang.key())).err();
                self.exam = Some(Input::default());
                return Next::Speak(lang);
            }
            (None, Message::Pick(at)) => self.at = *at % LANGUAGES.len(),
            (None, Message::Up | Message::Down | Message::Tab | Message::Char('j' | 'k')) => {
                self.at = (self.at + 1) % LANGUAGES.len();
            }
            (None, _) => {}
            (Some(input), Message::Enter) => {
                if input.text().trim().is_empty() {
                    return Next::Leave;
                }
                self.notice = desk.set("exam", Some(input.text().trim())).err();
                if self.notice.is_none() {
                    return Next::Leave;
                }
            }
            (Some(input), other) => _ = input.update(other),
        }
        Next::Stay
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let mut rows = Rows::new(size.width.min(pane::MEASURE));
        match self.exam {
            None => {
                // Before it is known which language is understood, both are spoken.
                for lang in Lang::ALL {
                    rows.text(&say(lang, "welcome.lang", &[]), Style::new());
                }
                rows.gap();
                for (at, (_, name)) in LANGUAGES.iter().enumerate() {
                    let here = at == self.at;
                    if here {
                        rows.focus = Some(rows.len());
                    }
                    let start = rows.len();
                    rows.text(&format!("  {name}"), if here { look.theme.selected() } else { Style::new() });
                    rows.target_from(start, Message::Pick(at));
                }
            }
            // What is typed stands below what is asked.
            Some(ref input) => {
                rows.text(&say(look.lang, "welcome.exam", &[]), Style::new());
                rows.gap();
                rows.input(&say(look.lang, "tui.prompt", &[]), input, look.theme.key());
            }
        }
        Page { title: say(look.lang, "welcome.title", &[]), rows, notice: self.notice.clone(), ..Page::default() }
    }

    fn typed(&self, look: Look) -> Option<Typed<'_>> {
        Some((say(look.lang, "tui.prompt", &[]), self.exam.as_ref()?))
    }

    fn keys(&self) -> Vec<Hint> {
        let mut keys = vec![Hint::Key("Enter", "welcome.next"), Hint::Key("Esc", "welcome.skip")];
        if self.exam.is_none() {
            keys.insert(1, Hint::Key("↑↓", "tui.move"));
        }
        keys
    }
}
