//! The settings: what `dlrev config` does, on a screen.

use std::fmt::Display;

use ratatui::layout::Size;
use ratatui::style::Style;

use crate::course::Lang;
use crate::course::messages::say;
use crate::text::{capital, pad, percent, width};
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::theme;
use crate::tui::told::{Origin, Setting};
use crate::tui::widgets::page::{self, Typed};
use crate::tui::widgets::{Input, Page, Rows, Spread};

/// How a setting is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    /// From one of these to the next.
    Among(&'static [&'static str]),
    /// By so much, from the least to the most; typed as well.
    Step(f64, f64, f64),
    /// By typing.
    Typed,
}

const TRUTH: Change = Change::Among(&["false", "true"]);

/// The settings that the screen shows, in its order.
const SHOWN: [(&str, Change); 10] = [
    ("lang", Change::Among(&Lang::KEYS)),
    ("exam", Change::Typed),
    ("minutes", Change::Step(5.0, 1.0, 1440.0)),
    ("new-per-day", Change::Step(5.0, 0.0, f64::INFINITY)),
    ("retention", Change::Step(0.01, 0.7, 0.99)),
    ("again", TRUTH),
    ("theme", Change::Among(&theme::NAMES)),
    ("mouse", TRUTH),
    ("ascii", TRUTH),
    ("ambiguous-wide", TRUTH),
];

/// The settings.
#[derive(Debug)]
pub struct Settings {
    settings: Vec<Setting>,
    at: usize,
    /// The value that is being typed.
    typing: Option<Input>,
    /// Why the last value was refused.
    notice: Option<String>,
}

impl Settings {
    /// The settings as the desk has them.
    #[must_use]
    pub fn new(desk: &dyn Desk) -> Self {
        Self { settings: desk.settings(), at: 0, typing: None, notice: None }
    }

    fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    fn value(&self) -> &str {
        self.setting(SHOWN[self.at].0).map_or("", |setting| setting.value.as_str())
    }

    fn set(&mut self, value: &str, desk: &mut dyn Desk) -> Next {
        let key = SHOWN[self.at].0;
        self.notice = desk.set(key, Some(value).filter(|value| !value.trim().is_empty())).err();
        if self.notice.is_some() {
            return Next::Stay;
        }
        self.typing = None;
        self.settings = desk.settings();
        Next::Look
    }

    /// Changes the setting by one: to the next, or the one before.
    fn turn(&mut self, up: bool, desk: &mut dyn Desk) -> Next {
        let value = match SHOWN[self.at].1 {
            Change::Among(values) => {
                let at = values.iter().position(|value| *value == self.value()).unwrap_or_default();
                values[(at + if up { 1 } else { values.len() - 1 }) % values.len()].to_owned()
            }
            Change::Step(step, least, most) => {
                let number: f64 = self.value().parse().unwrap_or_default();
                // To the next multiple of the step, so that it does not matter where one begins.
                let steps = (number / step + if up { 1e-9 } else { -1e-9 }) + if up { 1.0 } else { -1.0 };
                let steps = if up { steps.floor() } else { steps.ceil() };
                // Nothing added makes of -0 a 0.
                let rounded = ((steps * step * 100.0).round() / 100.0).clamp(least, most) + 0.0;
                if (rounded - number).abs() < f64::EPSILON {
                    let (key, lang) = (SHOWN[self.at].0, desk.look(None).lang);
                    let ends = [least, most].map(|end| shown(key, &end.to_string(), lang));
                    let args: [(&str, &dyn Display); 3] =
                        [("name", &word(key, lang)), ("least", &ends[0]), ("most", &ends[1])];
                    self.notice = Some(say(lang, "settings.ends", &args));
                    return Next::Stay;
                }
                rounded.to_string()
            }
            Change::Typed => return Next::Stay,
        };
        self.set(&value, desk)
    }

    fn choose(&mut self, desk: &mut dyn Desk) -> Next {
        if let Change::Among(_) = SHOWN[self.at].1 {
            return self.turn(true, desk);
        }
        // A share is typed as it is shown.
        let value = match SHOWN[self.at].0 {
            "retention" => in_percent(self.value()),
            _ => self.value().to_owned(),
        };
        (self.typing, self.notice) = (Some(Input::sample(&value)), None);
        Next::Stay
    }

    fn typed(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        let Some(input) = &mut self.typing else { return Next::Stay };
        match message {
            Message::Enter => {
                let mut value = input.text().trim().to_owned();
                // As it is shown in percent, a number beyond a share is one.
                if SHOWN[self.at].0 == "retention" && value.parse().is_ok_and(|number: f64| number > 1.0) {
                    value.push('%');
                }
                return self.set(&value, desk);
            }
            Message::Back => (self.typing, self.notice) = (None, None),
            other => _ = input.update(other),
        }
        Next::Stay
    }
}

/// What a setting is called.
fn word(key: &str, lang: Lang) -> String {
    say(lang, &format!("settings.{key}"), &[])
}

/// What it means.
fn help(key: &str, lang: Lang) -> String {
    say(lang, &format!("settings.{key}-help"), &[])
}

impl Settings {
    /// What the setting that is selected means, what it can be, and where its value comes from.
    fn about(&self, columns: u16, look: Look) -> Rows {
        let (mut rows, (key, change)) = (Rows::new(columns), SHOWN[self.at]);
        rows.text(&word(key, look.lang), look.theme.heading());
        rows.text(&capital(&help(key, look.lang)), Style::new());
        let (value, origin) = self.setting(key).map_or(("", Origin::Usual), |known| (&*known.value, known.origin));
        if let Change::Among(values) = change {
            rows.gap();
            for other in values {
                let here = *other == value;
                let (mark, style) = if here { ("● ", look.theme.key()) } else { ("  ", Style::new()) };
                rows.hanging(
                    if look.ascii { mark.replace('●', "*") } else { mark.to_owned() }.as_str(),
                    &shown(key, other, look.lang),
                    style,
                    style,
                );
            }
        }
        rows.gap();
        let (said, style) = match origin {
            Origin::Elsewhere => ("settings.elsewhere", look.theme.caution()),
            Origin::Chosen => ("settings.chosen", look.theme.quiet()),
            Origin::Usual => ("settings.usual", look.theme.quiet()),
        };
        rows.text(&capital(&say(look.lang, said, &[])), style);
        rows
    }
}

/// A share in percent.
fn in_percent(share: &str) -> String {
    share.parse().map_or_else(|_| share.to_owned(), |share| format!("{}%", percent(share)))
}

/// A value in words.
fn shown(key: &str, value: &str, lang: Lang) -> String {
    match (key, value) {
        ("lang", "zh") => "中文".to_owned(),
        ("lang", _) => "English".to_owned(),
        ("theme", name) => say(lang, &format!("settings.theme-{name}"), &[]),
        (_, "") => say(lang, "settings.unset", &[]),
        ("retention", share) => in_percent(share),
        ("exam", day) => day.parse().map_or_else(|_| day.to_owned(), |day| dates::long(day, lang)),
        (_, "true") => say(lang, "settings.yes", &[]),
        (_, "false") => say(lang, "settings.no", &[]),
        (_, value) => value.to_owned(),
    }
}

impl Screen for Settings {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        if self.typing.is_some() {
            return self.typed(message, desk);
        }
        let last = SHOWN.len() - 1;
        match message {
            Message::Back => return Next::Leave,
            Message::Enter | Message::Char(' ') => return self.choose(desk),
            Message::Left | Message::Char('-') => return self.turn(false, desk),
            Message::Right | Message::Char('+') => return self.turn(true, desk),
            Message::Pick(at) if *at == self.at => return self.choose(desk),
            Message::Pick(at) => self.at = (*at).min(last),
            Message::WheelUp | Message::Up | Message::Char('k') => self.at = self.at.saturating_sub(1),
            Message::WheelDown | Message::Down | Message::Tab | Message::Char('j') => self.at = (self.at + 1).min(last),
            Message::Home | Message::PageUp => self.at = 0,
            Message::End | Message::PageDown => self.at = last,
            _ => return Next::Stay,
        }
        self.notice = None;
        Next::Stay
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let Spread { page, aside } = Spread::of(size.width);
        let mut rows = Rows::new(page);
        let wide = SHOWN.iter().map(|(key, _)| width(&word(key, look.lang))).max().unwrap_or_default();
        for (at, (key, _)) in SHOWN.iter().enumerate() {
            let here = at == self.at;
            let style = if here { look.theme.selected() } else { Style::new() };
            let value = self.setting(key).map(|setting| shown(key, &setting.value, look.lang)).unwrap_or_default();
            let start = rows.len();
            let name = format!("{}  ", pad(&word(key, look.lang), wide));
            match &self.typing {
                // What is typed stands where the value did.
                Some(input) if here => rows.input(&name, input, look.theme.key()),
                _ => rows.hanging(&name, &value, Style::new(), style),
            }
            rows.target_from(start, Message::Pick(at));
            if here && aside.is_none() {
                rows.hanging("  ", &help(key, look.lang), Style::new(), look.theme.quiet());
                if self.setting(key).is_some_and(|setting| setting.origin == Origin::Elsewhere) {
                    rows.hanging("  ", &say(look.lang, "settings.elsewhere", &[]), Style::new(), look.theme.caution());
                }
            }
            if here {
                rows.focus = Some(rows.len() - 1);
            }
        }
        if let Some(columns) = aside {
            let rows_seen = page::window(size, false, self.notice.as_deref());
            let airy = if rows_seen > 2 * rows.len() { rows.airy() } else { rows };
            rows = Rows::beside(vec![airy, self.about(columns, look)]);
        }
        Page { title: say(look.lang, "home.settings", &[]), rows, notice: self.notice.clone(), ..Page::default() }
    }

    fn typed(&self, look: Look) -> Option<Typed<'_>> {
        Some((say(look.lang, "tui.prompt", &[]), self.typing.as_ref()?))
    }

    fn scrolls(&self) -> bool {
        false
    }

    fn keys(&self) -> Vec<Hint> {
        if self.typing.is_some() {
            return vec![Hint::Key("Enter", "settings.save"), Hint::Key("Esc", "settings.cancel")];
        }
        let mut keys = vec![Hint::Key("Enter", "settings.change")];
        keys.extend((SHOWN[self.at].1 != Change::Typed).then_some(Hint::Key("←→", "settings.turn")));
        keys.extend([Hint::Key("↑↓", "tui.move"), Hint::Key("Esc", "tui.back")]);
        keys
    }
}
