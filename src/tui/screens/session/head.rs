//! What stands above a session and below it: the title, how far one has come, the keys.

use ratatui::style::Style;

use super::{Leaving, SessionScreen};
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::{Action, Event, Handed};
use crate::tui::look::{Hint, Look};
use crate::tui::screens::{missed, paper};
use crate::tui::widgets::{pane, progress};

impl SessionScreen {
    pub(super) fn title(&self, lang: Lang) -> String {
        let topic = || self.title_of(self.topic.as_deref().unwrap_or_default(), lang);
        match &self.prompt {
            _ if self.leaving == Leaving::Elsewhere => say(lang, "exam.title", &[]),
            _ if self.overview.is_some() => say(lang, "action.overview", &[]),
            _ if self.summary.is_some() && self.session.paper().is_some() => say(lang, "exam.report-title", &[]),
            _ if self.is_review() => say(lang, "tui.review-end", &[]),
            _ if self.summary.is_some() => say(lang, "tui.session-end", &[]),
            Some(Event::Question { paper: Some(paper), points, .. }) => {
                format!("{} · {}", paper.part, say(lang, "study.worth", &[("points", points)]))
            }
            Some(Event::HandIn { .. }) => say(lang, "exam.title", &[]),
            Some(Event::Question { kind, .. }) => format!("{} · {}", kind.name(lang), topic()),
            Some(Event::Points { place: Some(Handed { part, points, .. }), .. }) => {
                format!("{part} · {}", say(lang, "study.worth", &[("points", points)]))
            }
            Some(Event::Points { .. }) => {
                let kind = self.kind.map(|kind| format!("{} · ", kind.name(lang)));
                kind.unwrap_or_default() + &topic()
            }
            Some(Event::Card { cram: true, .. } | Event::Back { cram: true, .. }) => {
                format!("{} · {}", say(lang, "tui.cramming", &[]), topic())
            }
            Some(Event::Exercise { .. } | Event::Card { .. } | Event::Back { .. }) => topic(),
            _ => say(lang, "tui.session-end", &[]),
        }
    }

    pub(super) fn corner(&self, columns: u16, lang: Lang) -> String {
        let progress = self.session.progress();
        if let (Some(left), None) = (progress.left, &self.summary) {
            // Among all questions none is the one that is shown.
            let shown = self.prompt.as_ref().filter(|_| self.overview.is_none());
            let is_flagged = shown.is_some() && self.session.is_flagged();
            return paper::corner(shown, progress, is_flagged, left, columns, lang);
        }
        if self.session.paper().is_some() {
            return match &self.prompt {
                Some(Event::Points { place: Some(Handed { number, .. }), .. }) => {
                    say(lang, "exam.number", &[("number", number)])
                }
                _ => String::new(),
            };
        }
        let is_read = self.summary.is_some() || self.feedback.is_some();
        let place = if is_read || !self.turns_cards() {
            let number = if is_read { progress.done } else { progress.done + 1 };
            format!("{}/{}", number.min(progress.total), progress.total)
        } else {
            // Cards come more than once: what counts is how many are left.
            say(lang, "tui.left", &[("count", &progress.total.saturating_sub(progress.done))])
        };
        let mut parts = Vec::new();
        if let (Some(Event::Exercise { code, .. }), paper::ROOMY..) = (&self.prompt, columns) {
            parts.push(code.clone());
        }
        let is_marked =
            if self.feedback.is_some() { self.session.is_last_flagged() } else { self.session.is_flagged() };
        if is_marked && self.summary.is_none() {
            parts.push(say(lang, "tui.flag", &[]));
        }
        if let (Some(percent), true) = (self.sure, !is_read) {
            parts.push(say(lang, "tui.is-sure", &[("percent", &percent)]));
        }
        if progress.again && self.summary.is_none() {
            parts.push(say(lang, "action.again", &[]));
        }
        parts.push(place);
        parts.join("  ")
    }

    /// How each item went, and how many are still to come.
    pub(super) fn under(&self, columns: u16, look: Look) -> Vec<(String, Style)> {
        let total = self.session.progress().total;
        // Of one item there is nothing to follow.
        if total < 2 {
            return Vec::new();
        }
        let columns = columns.min(pane::MEASURE).into();
        if self.is_exam() {
            return progress::paper(&self.session.sheet(), &self.session.trail(), columns, look);
        }
        progress::progress(&self.session.trail(), total, columns, look)
    }

    /// Keys and what they do, the most useful first.
    pub(super) fn hints_of_keys(&self) -> Vec<Hint> {
        if self.summary.is_some() {
            let mut keys = match self.selected() {
                Some(missed) => {
                    let mut keys = vec![Hint::Key("Enter", "tui.open")];
                    keys.extend(missed::keys(missed));
                    keys.push(Hint::Key("Esc", "tui.back"));
                    keys
                }
                None => vec![Hint::Key("Enter", "tui.back")],
            };
            keys.extend((self.session.left_over() > 0).then_some(Hint::Key("c", "tui.go-on")));
            keys.extend((!self.session.wanting().is_nothing()).then_some(Hint::Do(Action::Again)));
            keys.push(Hint::Key("↑↓", if self.missed.is_empty() { "tui.scroll" } else { "tui.move" }));
            // A paper that is handed in stays handed in.
            if !self.session.is_final() {
                keys.push(Hint::Do(Action::Undo));
            }
            return keys;
        }
        if self.feedback.is_some() {
            let mut keys = vec![Hint::Key("Enter", "tui.next"), Hint::Do(Action::Undo), Hint::Do(Action::Flag)];
            keys.extend(self.practise().map(|_| Hint::Do(Action::Practise)));
            keys.extend(self.item().map(|_| Hint::Do(Action::Statement)));
            keys.extend([Hint::Key("↑↓", "tui.scroll"), Hint::Key("Esc", "tui.end")]);
            return keys;
        }
        if self.is_exam() {
            return self.exam_keys();
        }
        let mut keys = self.answer.keys();
        if self.is_marked() {
            keys.extend([Hint::Key("Esc", "exam.mark-rest"), Hint::Do(Action::Flag)]);
            return keys;
        }
        if self.is_ticking() {
            keys.extend([Hint::Key("Esc", "tui.mend"), Hint::Do(Action::Flag)]);
            return keys;
        }
        // The back of a card has no hints, and is rated.
        if !self.is_turned() {
            keys.extend([Hint::Do(Action::Hint), Hint::Do(Action::Skip)]);
        }
        keys.push(Hint::Do(Action::Undo));
        keys.push(Hint::Key("Esc", "tui.end"));
        if self.turns_cards() {
            keys.push(Hint::Do(Action::Suspend));
        }
        keys.push(Hint::Do(Action::Flag));
        keys.push(Hint::Do(if self.turns_cards() { Action::Bury } else { Action::Sure }));
        if self.is_turned() {
            keys.push(Hint::Do(Action::Statement));
        }
        keys
    }
}
