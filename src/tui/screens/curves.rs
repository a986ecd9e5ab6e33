//! The curves that the course draws: those that are ticked, in one picture.

use std::time::Duration;

use ratatui::layout::Size;
use ratatui::style::Style;

use crate::course::messages::say;
use crate::math::curve;
use crate::tui::choice::CurveOf as Of;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::{Page, Rows, page};

/// Columns of the list of curves.
const LIST: u16 = 20;

/// Rows of the lowest picture.
const LEAST: u16 = 4;

/// How long no key must come before the picture is drawn.
const PAUSE: Duration = Duration::from_millis(5);

/// The curves.
#[derive(Debug)]
pub struct Curves {
    names: Vec<(String, Of)>,
    ticked: Vec<bool>,
    derivatives: bool,
    at: usize,
    picture: Result<Vec<curve::Row>, String>,
    laid: Option<(Size, Look)>,
    stale: bool,
    /// What became of the last key, where that is not seen.
    notice: Option<&'static str>,
}

impl Curves {
    /// The curves that the desk can draw, the first of them ticked.
    #[must_use]
    pub fn new(desk: &dyn Desk) -> Self {
        let names = desk.curves();
        let ticked = (0..names.len()).map(|at| at == 0).collect();
        Self {
            names,
            ticked,
            derivatives: false,
            at: 0,
            picture: Ok(Vec::new()),
            laid: None,
            stale: true,
            notice: None,
        }
    }

    /// Ticks the curve that is selected, or takes its tick away. Functions and items have no axis in common.
    fn tick_selected(&mut self) {
        let Some((_, of)) = self.names.get(self.at) else { return };
        let goes = self.names.iter().zip(&self.ticked).any(|((_, other), ticked)| *ticked && other != of);
        self.notice = goes.then_some("curves.other-axis");
        for (at, (ticked, (_, other))) in self.ticked.iter_mut().zip(&self.names).enumerate() {
            *ticked = if at == self.at { !*ticked } else { *ticked && other == of };
        }
    }

    /// Whether functions are drawn, and not what goes step by step.
    fn has_derivatives(&self) -> bool {
        let mut ticked = self.names.iter().zip(&self.ticked).filter(|(_, ticked)| **ticked);
        ticked.all(|((_, of), _)| *of == Of::Function)
    }

    fn list(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        let mut last = None;
        for (at, ((name, of), ticked)) in self.names.iter().zip(&self.ticked).enumerate() {
            if last.replace(of) != Some(of) {
                if !rows.is_empty() {
                    rows.gap();
                }
                let title = if *of == Of::Function { "curves.functions" } else { "curves.items" };
                rows.text(&say(look.lang, title, &[]), look.theme.heading());
            }
            let here = at == self.at;
            if here {
                rows.focus = Some(rows.len());
            }
            let style = if here { look.theme.selected() } else { Style::new() };
            let start = rows.len();
            rows.hanging(if *ticked { "[x] " } else { "[ ] " }, name, look.theme.key(), style);
            rows.target_from(start, Message::Pick(at));
        }
        rows
    }

    fn picture(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        if !self.ticked.contains(&true) {
            rows.text(&say(look.lang, "curves.none", &[]), look.theme.caution());
            return rows;
        }
        match &self.picture {
            Ok(picture) => {
                for row in picture {
                    rows.picture(row, look.theme);
                }
                let of = self.names.iter().zip(&self.ticked).find(|(_, ticked)| **ticked).map(|((_, of), _)| *of);
                if let Some(of) = of {
                    let axis = if of == Of::Function { "curves.over-input" } else { "curves.over-items" };
                    rows.text(&say(look.lang, axis, &[]), look.theme.quiet());
                }
            }
            Err(why) => rows.text(why, look.theme.caution()),
        }
        rows
    }
}

/// Columns and rows of the picture: beside the list where there is room, else below the curve that is selected.
fn frame_of(size: Size) -> (u16, u16) {
    let rows = page::window(size, false, None) as u16;
    if is_wide(size.width) {
        (size.width - LIST - 3, rows.saturating_sub(5).clamp(4, 44))
    } else {
        (size.width, rows.saturating_sub(4).clamp(4, 18))
    }
}

const fn is_wide(columns: u16) -> bool {
    columns >= 64
}

impl Screen for Curves {
    fn update(&mut self, message: &Message, _: &mut dyn Desk) -> Next {
        let last = self.names.len().saturating_sub(1);
        self.notice = None;
        match message {
            Message::Back | Message::Left => return Next::Leave,
            Message::Up | Message::Char('k') => self.at = self.at.saturating_sub(1),
            Message::Down | Message::Tab | Message::Char('j') => self.at = (self.at + 1).min(last),
            Message::Home | Message::PageUp => self.at = 0,
            Message::End | Message::PageDown => self.at = last,
            Message::WheelUp => self.at = self.at.saturating_sub(1),
            Message::WheelDown => self.at = (self.at + 1).min(last),
            Message::Enter | Message::Char(' ') | Message::Pick(_) => {
                if let Message::Pick(at) = message {
                    self.at = (*at).min(last);
                }
                self.tick_selected();
                self.stale = true;
            }
            Message::Char('d') if !self.has_derivatives() => self.notice = Some("curves.no-derivatives"),
            Message::Char('d') => (self.derivatives, self.stale) = (!self.derivatives, true),
            _ => {}
        }
        Next::Stay
    }

    fn fit(&mut self, size: Size, look: Look) {
        if self.laid != Some((size, look)) {
            (self.laid, self.stale) = (Some((size, look)), true);
        }
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let columns = size.width;
        let picture = self.picture(frame_of(size).0, look);
        let rows = if is_wide(columns) {
            Rows::beside(vec![self.list(LIST, look), picture])
        } else {
            // One row of the list is seen at a time, so that the picture is.
            let mut rows = Rows::new(columns);
            if let (Some((name, _)), Some(ticked)) = (self.names.get(self.at), self.ticked.get(self.at)) {
                let mark = if *ticked { "[x] " } else { "[ ] " };
                rows.hanging(mark, name, look.theme.key(), look.theme.selected());
            }
            rows.join(picture);
            rows
        };
        let notice = self.notice.map(|key| say(look.lang, key, &[]));
        Page { title: say(look.lang, "home.curves", &[]), rows, notice, ..Page::default() }
    }

    fn scrolls(&self) -> bool {
        false
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            Hint::Key("Enter", "tui.tick"),
            Hint::Key("d", "curves.derivatives"),
            Hint::Key("↑↓", "tui.move"),
            Hint::Key("Esc", "tui.back"),
        ]
    }

    fn moves(&self) -> Option<Duration> {
        self.stale.then_some(PAUSE)
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        let Some((size, look)) = self.laid else { return false };
        let ticked = self.names.iter().zip(&self.ticked).filter(|(_, ticked)| **ticked);
        let names: Vec<&str> = ticked.map(|((name, _), _)| &**name).collect();
        let (wide, high) = frame_of(size);
        self.picture = desk.picture(&names, self.derivatives, (wide, high), look);
        // Below it stands what is drawn, all of it: the picture is lower by what that takes.
        let room =
            page::window(size, false, None) - usize::from(!is_wide(size.width)).min(page::window(size, false, None));
        let over = self.picture.as_ref().map_or(0, |rows| (rows.len() + 1).saturating_sub(room)) as u16;
        if over > 0 && high > LEAST {
            self.picture = desk.picture(&names, self.derivatives, (wide, high.saturating_sub(over).max(LEAST)), look);
        }
        self.stale = false;
        true
    }
}
