//! A paper on the screen: unfinished answers stay, time is told, and it is never handed in by the way.

use super::overview::Overview;
use super::{Leaving, SessionScreen};
use crate::course::messages::say;
use crate::study::{Action, Command, Event};
use crate::tui::app::{Look, Next};
use crate::tui::desk::Desk;
use crate::tui::message::Message;
use crate::tui::screens::answer::Answer;
use crate::tui::widgets::{Hint, Rows};

/// The letters of the ways out of a paper: go on, pause, hand in.
const GO_ON: char = 'c';
const PAUSE: char = 'p';
const HAND_IN: char = 'h';

impl SessionScreen {
    /// The number of the question of a paper that is open.
    pub(super) const fn number(&self) -> Option<usize> {
        match &self.prompt {
            Some(Event::Question { number, paper: Some(_), .. }) => Some(*number),
            _ => None,
        }
    }

    /// Keeps an answer that is not finished when the question is left; one that was given is finished.
    pub(super) fn keep_draft(&mut self, command: &Command) {
        let Some(number) = self.number() else { return };
        if matches!(command, Command::Answer(_)) {
            self.drafts.remove(&number);
        } else if self.touched {
            self.drafts.insert(number, self.answer.clone());
        }
    }

    /// Brings back what was begun as an answer to the question that is shown.
    pub(super) fn bring_draft(&mut self) {
        if let Some(draft) = self.number().and_then(|number| self.drafts.remove(&number)) {
            self.answer = draft;
            self.touched = true;
        }
    }

    /// Says that a paper goes on; nothing of one that begins.
    pub(super) fn goes_on(&self, answered: usize, left: i64, minutes: usize) -> Option<String> {
        let all = i64::try_from(minutes).unwrap_or(i64::MAX / 60) * 60;
        let minutes = (left + 59).div_euclid(60);
        let goes_on = left > 0 && (answered > 0 || left < all);
        goes_on.then(|| say(self.lang, "exam.again", &[("answered", &answered), ("minutes", &minutes)]))
    }

    /// Tells the session the time, and what stands in the answer by then. When it is up, the paper is handed in.
    pub(super) fn tell_time(&mut self, desk: &mut dyn Desk) {
        let draft = self.touched.then(|| self.answer.clone().update(&Message::Enter)).flatten().unwrap_or_default();
        let now = desk.now();
        match self.session.tick(draft.trim(), &now, desk.journal()) {
            Ok(said) if said.is_empty() => {}
            Ok(said) => {
                self.leaving = Leaving::No;
                self.waiting.extend(said);
                self.advance();
                self.notice = Some(say(self.lang, "exam.time-is-up", &[]));
            }
            Err(error) => self.notice = Some(error.sentence(self.lang)),
        }
    }

    /// Takes a message while a paper is written; nothing where it is as in any session.
    pub(super) fn update_exam(&mut self, message: &Message, desk: &mut dyn Desk) -> Option<Next> {
        self.tell_time(desk);
        if self.summary.is_some() {
            return Some(Next::Stay);
        }
        if self.overview.is_some() {
            self.update_overview(message, desk);
            return Some(Next::Stay);
        }
        if let Message::Go(number) = message {
            self.submit(Command::Go(*number), desk);
            return Some(Next::Stay);
        }
        if self.leaving == Leaving::No {
            let asks = matches!(message, Message::Back | Message::Do(Action::HandIn))
                || *message == Message::Enter && matches!(self.answer, Answer::Nothing);
            if asks {
                self.leaving = Leaving::Asks;
                self.notice = None;
                self.scroll.follow();
            }
            return asks.then_some(Next::Stay);
        }
        match message {
            Message::Back => self.leaving = Leaving::No,
            Message::Char(c) => match c.to_ascii_lowercase() {
                GO_ON => self.leaving = Leaving::No,
                PAUSE => {
                    self.act(Action::Pause, desk);
                    if self.leaving == Leaving::Paused {
                        return Some(Next::Leave);
                    }
                }
                HAND_IN => self.hand_in(desk),
                _ => {}
            },
            Message::PageDown | Message::PageUp | Message::WheelUp | Message::WheelDown => return None,
            _ => {}
        }
        Some(Next::Stay)
    }

    /// Hands the paper in: how many questions are open was said where it was asked for.
    fn hand_in(&mut self, desk: &mut dyn Desk) {
        self.act(Action::HandIn, desk);
        if self.is_exam() && matches!(self.prompt, Some(Event::HandIn { .. })) {
            self.submit(Command::Answer(String::new()), desk);
        }
    }

    /// How a paper can be left.
    pub(super) fn ways_out(&self, rows: &mut Rows, look: Look) {
        rows.gap();
        rows.focus = Some(rows.len());
        let progress = self.session.progress();
        let open = progress.total.saturating_sub(progress.done);
        let key = if open == 0 { "exam.leave-full" } else { "exam.leave" };
        rows.text(&say(look.lang, key, &[("open", &open)]), look.theme.caution());
        for (letter, key) in [(GO_ON, "exam.go-on"), (PAUSE, "exam.pause"), (HAND_IN, "exam.hand-it-in")] {
            let start = rows.len();
            rows.hanging(&format!("{letter}  "), &say(look.lang, key, &[]), look.theme.key(), look.theme.heading());
            rows.target_from(start, Message::Char(letter));
        }
        // The last of them is in view.
        rows.focus = Some(rows.len() - 1);
    }

    /// Keys and what they do while a paper is written.
    pub(super) fn exam_keys(&self) -> Vec<Hint> {
        if self.leaving == Leaving::Asks {
            return vec![Hint::Key("c", "exam.go-on"), Hint::Key("p", "exam.pause"), Hint::Key("h", "exam.hand-it-in")];
        }
        if self.overview.is_some() {
            return Overview::KEYS.to_vec();
        }
        let mut keys = self.answer.keys();
        keys.extend(
            [Action::Previous, Action::Next, Action::Overview, Action::Flag, Action::HandIn, Action::Undo]
                .map(Hint::Do),
        );
        keys.push(Hint::Key("Esc", "tui.leave-paper"));
        keys
    }
}
