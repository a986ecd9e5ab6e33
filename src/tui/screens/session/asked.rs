//! What is asked back before it is done: to end with an answer unsent, to take back an answer of an earlier session, to
//! leave parts of it out. The same key once more does it.

use super::{Leaving, SessionScreen};
use crate::course::messages::say;
use crate::study::{Action, Command, Event};
use crate::text::cut;
use crate::tui::desk::Desk;
use crate::tui::message::Message;
use crate::tui::screen::Next;
use crate::tui::screens::answer::Answer;
use crate::tui::widgets::Input;

/// Columns of the words by which something that is out of sight is named.
const WORDS: usize = 28;

/// What was asked back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    /// To end the session.
    End,
    /// To take back an answer of an earlier session.
    Undo,
    /// To hand in an answer of which parts are not there.
    Parts,
}

/// The first words of something.
pub(super) fn brief(words: &str) -> String {
    cut(words.lines().next().unwrap_or_default(), WORDS)
}

impl SessionScreen {
    /// Asks back with a notice.
    fn ask_back(&mut self, what: Back, notice: String) {
        (self.asked, self.notice) = (Some(what), Some(notice));
    }

    /// Whether text stands in the answer that was not sent.
    fn has_text(&self) -> bool {
        self.touched && self.answer.input().is_some() && !self.answer.line().trim().is_empty()
    }

    /// Ends the session, the summary still to be read; where nothing was done, leaves it.
    pub(super) fn end(&mut self, desk: &mut dyn Desk) -> Next {
        if self.feedback.is_none() && self.is_ticking() {
            self.undo(desk);
            return Next::Stay;
        }
        if self.feedback.is_none() && self.has_text() && self.confirmed != Some(Back::End) {
            self.ask_back(Back::End, say(self.lang, "tui.end-unsent", &[]));
            return Next::Stay;
        }
        self.begun = self.feedback.is_none().then(|| self.answer.clone());
        self.feedback = None;
        if self.session.is_over() {
            self.advance();
            return Next::Stay;
        }
        self.waiting.clear();
        self.submit(Command::Do(Action::Quit), desk);
        let is_nothing = |summary: &crate::study::Summary| summary.answered == 0 && summary.second.is_none();
        if self.summary.as_ref().is_some_and(is_nothing) && self.session.trail().iter().all(|went| !went.is_closed()) {
            return Next::Leave;
        }
        Next::Stay
    }

    /// Whether the points of a short answer are ticked, and its text can be mended.
    pub(super) const fn is_ticking(&self) -> bool {
        matches!(&self.prompt, Some(Event::Points { place: None, .. }))
    }

    /// Goes on with a session that was left; what was begun as an answer is there.
    pub(super) fn go_on_again(&mut self, desk: &mut dyn Desk) {
        let now = desk.now();
        match self.session.go_on(&now, desk.journal()) {
            Ok(events) => {
                self.waiting.extend(events);
                self.advance();
                if let Some(begun) = self.begun.take() {
                    self.answer.take_over(&begun);
                    self.touched = !self.answer.line().is_empty();
                }
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Takes the last answer back: the text of a short answer whose points are ticked, else what was answered last. It is
    /// asked back before an answer of an earlier session goes; what is being written never does.
    pub(super) fn undo(&mut self, desk: &mut dyn Desk) {
        let is_open = self.feedback.is_none() && self.summary.is_none();
        if is_open && (self.has_text() || self.is_exam() && self.touched) {
            self.notice = Some(say(self.lang, "tui.undo-unsent", &[]));
            return;
        }
        let text = match &self.prompt {
            Some(Event::Points { given, .. }) if is_open => Some(given.clone()),
            _ => None,
        };
        if text.is_none() && self.confirmed != Some(Back::Undo) {
            let now = desk.now();
            match self.session.earlier(&now, desk.journal()) {
                Ok(None) => {}
                Ok(Some(words)) => {
                    let words = brief(&words);
                    return self.ask_back(Back::Undo, say(self.lang, "tui.undo-earlier", &[("words", &words)]));
                }
                Err(error) => return self.failed(&error),
            }
        }
        self.submit(Command::Do(Action::Undo), desk);
        if let (Some(text), Answer::Text(input)) = (text, &mut self.answer) {
            *input = Input::with(&text);
            (self.touched, self.notice) = (true, None);
        }
    }

    /// Whether a rating came before its card was turned; that is said.
    pub(super) fn must_turn_first(&mut self, message: &Message) -> bool {
        let rates = matches!((&self.answer, message), (Answer::Turn, Message::Char('1'..='4')));
        if rates {
            self.notice = Some(say(self.lang, "tui.turn-first", &[]));
        }
        rates
    }

    /// Whether it is asked back that parts of the answer are to be left out: pairs, values, any order of one's own. An
    /// option that nobody chose is no answer, however often Enter comes.
    pub(super) fn asks_for_parts(&mut self, line: &str) -> bool {
        if self.answer.is_unchosen() {
            self.notice = Some(say(self.lang, "tui.unchosen", &[]));
            return true;
        }
        let (left, is_order) = (self.answer.lacking(), matches!(self.answer, Answer::Order { .. }));
        let lacks = left > 0 || is_order && !self.touched;
        let asks = lacks && !self.is_exam() && self.confirmed != Some(Back::Parts) && line == self.answer.line();
        if asks {
            let key = match self.answer {
                Answer::Values(_) => "tui.unfilled",
                Answer::Order { .. } => "tui.unmoved",
                _ => "tui.unpaired",
            };
            self.ask_back(Back::Parts, say(self.lang, key, &[("count", &left)]));
        }
        asks
    }

    /// Told that a command leads away from a question of a paper: what stands in its answer is kept. False where it
    /// cannot be.
    pub(super) fn leave_question(&mut self, command: &Command, desk: &mut dyn Desk) -> bool {
        let stays = matches!(
            command,
            Command::Answer(_) | Command::Sure(_) | Command::Do(Action::Flag | Action::Hint | Action::Undo)
        );
        stays || self.keep(desk)
    }

    /// Keeps what stands in the answer to a question of a paper. False where it cannot be.
    pub(super) fn keep(&mut self, desk: &mut dyn Desk) -> bool {
        if self.number().is_none() || !self.touched || self.leaving == Leaving::Paused {
            return true;
        }
        let (draft, now) = (self.answer.line(), desk.now());
        match self.session.keep(draft.trim(), &now, desk.journal()) {
            Ok(events) => {
                self.touched = false;
                self.waiting.extend(events);
                self.advance();
                true
            }
            Err(error) => {
                self.failed(&error);
                false
            }
        }
    }
}
