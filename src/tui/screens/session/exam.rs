//! A paper on the screen: unfinished answers stay, time is told, and it is never handed in by the way.

use super::overview::Overview;
use super::{Leaving, SessionScreen};
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::{Action, Command, Event};
use crate::text::pad;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::screens::answer::Answer;
use crate::tui::screens::help::Help;
use crate::tui::widgets::Rows;

/// The letters of the ways out of a paper: go on, pause, hand in.
const GO_ON: char = 'c';
const PAUSE: char = 'p';
const HAND_IN: char = 'h';

/// After how many seconds an answer that nothing is done to is kept.
const WHILE: u8 = 5;

/// The report of a paper that was handed in, or why there is none.
pub(in crate::tui::screens) fn report(code: &str, lang: Lang, desk: &mut dyn Desk) -> Box<dyn Screen> {
    match desk.report(code, lang) {
        Ok((session, mut told)) => {
            // Which paper it is is known.
            told.retain(|event| !matches!(event, Event::Paper { .. }));
            Box::new(SessionScreen::of(session, told, desk, lang))
        }
        Err(why) => Box::new(Help::notice(why)),
    }
}

impl SessionScreen {
    /// The number of the question of a paper that is open.
    pub(super) const fn number(&self) -> Option<usize> {
        match &self.prompt {
            Some(Event::Question { number, paper: Some(_), .. }) => Some(*number),
            _ => None,
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
        if self.leaving == Leaving::Elsewhere {
            return;
        }
        let draft = self.number().filter(|_| self.touched).map(|_| self.answer.line());
        let now = desk.now();
        match self.session.tick(draft.as_deref().map(str::trim), &now, desk.journal()) {
            Ok(said) if said.is_empty() => {}
            Ok(said) => {
                self.leaving = Leaving::No;
                self.waiting.extend(said);
                self.advance();
                self.notice = Some(say(self.lang, "exam.time-is-up", &[]));
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Keeps what stands in the answer once nothing was done to it for a while: whatever ends the program then, it is there.
    pub(super) fn keep_after_a_while(&mut self, desk: &mut dyn Desk) {
        self.idle = self.idle.saturating_add(1);
        if self.idle == WHILE && self.is_exam() && self.leaving == Leaving::No {
            let notice = self.notice.take();
            self.keep(desk);
            self.notice = notice;
        }
    }

    /// Takes a message while a paper is written; nothing where it is as in any session.
    pub(super) fn update_exam(&mut self, message: &Message, desk: &mut dyn Desk) -> Option<Next> {
        self.tell_time(desk);
        if self.summary.is_some() {
            return Some(Next::Stay);
        }
        if self.leaving == Leaving::Elsewhere {
            return Some(self.left_to_the_other(message, desk));
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
                self.ask_how(desk);
            }
            return asks.then_some(Next::Stay);
        }
        match message {
            Message::Back => self.go_on_with(desk),
            Message::Char(c) => match c.to_ascii_lowercase() {
                GO_ON => self.go_on_with(desk),
                PAUSE => {
                    self.submit(Command::Do(Action::Pause), desk);
                    if self.leaving == Leaving::Paused {
                        return Some(Next::Leave);
                    }
                    if self.leaving == Leaving::No {
                        self.leaving = Leaving::Asks;
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

    /// Asks how the paper is to be left. What stands in the answer is kept, and the clock stands meanwhile.
    fn ask_how(&mut self, desk: &mut dyn Desk) {
        self.keep(desk);
        self.hold(true, desk);
        if self.leaving == Leaving::No {
            self.leaving = Leaving::Asks;
        }
        self.scroll.restart();
    }

    /// Goes on with the paper: its clock runs again.
    fn go_on_with(&mut self, desk: &mut dyn Desk) {
        self.leaving = Leaving::No;
        self.hold(false, desk);
        self.scroll.follow();
    }

    /// Takes a message of a paper that was handed in in another window: its report is read, or it is left.
    fn left_to_the_other(&self, message: &Message, desk: &mut dyn Desk) -> Next {
        match (message, self.session.paper()) {
            (Message::Enter, Some(code)) => Next::Instead(report(code, self.lang, desk)),
            (Message::Back | Message::Char(PAUSE | 'q') | Message::Do(Action::Pause | Action::Quit), _) => Next::Leave,
            _ => Next::Stay,
        }
    }

    fn hold(&mut self, stands: bool, desk: &mut dyn Desk) {
        let now = desk.now();
        if let Err(error) = self.session.hold(stands, &now, desk.journal()) {
            self.failed(&error);
        }
    }

    /// Hands the paper in: how many questions are open was said where it was asked for.
    fn hand_in(&mut self, desk: &mut dyn Desk) {
        self.submit(Command::Do(Action::HandIn), desk);
        if self.is_exam() && matches!(self.prompt, Some(Event::HandIn { .. })) {
            self.submit(Command::Answer(String::new()), desk);
        }
    }

    /// How a paper can be left.
    pub(super) fn ways_out(&self, rows: &mut Rows, look: Look) {
        let progress = self.session.progress();
        let open = progress.total.saturating_sub(progress.done);
        let key = if open == 0 { "exam.leave-full" } else { "exam.leave" };
        rows.text(&say(look.lang, key, &[("open", &open)]), look.theme.caution());
        let stands = match self.number() {
            Some(number) => say(look.lang, "exam.clock-stands-at", &[("number", &number)]),
            None => say(look.lang, "exam.clock-stands", &[]),
        };
        rows.text(&stands, look.theme.quiet());
        rows.gap();
        for (letter, key) in [(GO_ON, "exam.go-on"), (PAUSE, "exam.pause"), (HAND_IN, "exam.hand-it-in")] {
            let start = rows.len();
            rows.hanging(&format!("{letter}  "), &say(look.lang, key, &[]), look.theme.key(), look.theme.heading());
            rows.target_from(start, Message::Char(letter));
        }
        // The last of them is in view.
        rows.focus = Some(rows.len() - 1);
    }

    /// That it was handed in in another window.
    pub(super) fn elsewhere(rows: &mut Rows, look: Look) {
        rows.text(&say(look.lang, "exam.elsewhere", &[]), look.theme.caution());
        rows.gap();
        for (key, word, message) in
            [("Enter", "exam.its-report", Message::Enter), ("Esc", "exam.leave-it", Message::Back)]
        {
            let start = rows.len();
            let lead = format!("{}  ", pad(key, "Enter".len()));
            rows.hanging(&lead, &say(look.lang, word, &[]), look.theme.key(), look.theme.heading());
            rows.target_from(start, message);
        }
    }

    /// Keys and what they do while a paper is written.
    pub(super) fn exam_keys(&self) -> Vec<Hint> {
        if self.leaving == Leaving::Elsewhere {
            return vec![Hint::Key("Enter", "exam.its-report"), Hint::Key("Esc", "tui.back")];
        }
        if self.leaving == Leaving::Asks {
            return vec![Hint::Key("c", "exam.go-on"), Hint::Key("p", "action.pause"), Hint::Key("h", "action.submit")];
        }
        if self.overview.is_some() {
            return Overview::KEYS.to_vec();
        }
        // What stands in an answer is saved; only the paper is handed in.
        let saved = |hint| {
            if matches!(hint, Hint::Key("Enter", "tui.submit")) { Hint::Key("Enter", "exam.save") } else { hint }
        };
        let mut own = self.answer.keys().into_iter().map(saved);
        let mut keys: Vec<Hint> = own.next().into_iter().collect();
        let is_last = matches!(self.answer, Answer::Nothing);
        // Behind the last question nothing is next but the end.
        keys.extend(is_last.then_some(Hint::Key("Enter", "exam.to-end")));
        // Keys that are the same whatever is asked.
        let actions = [Action::Previous, Action::Next, Action::Overview].into_iter();
        keys.extend(actions.filter(|action| !is_last || *action != Action::Next).map(Hint::Press));
        keys.push(Hint::Key("Esc", "tui.leave-paper"));
        keys.extend([Action::HandIn, Action::Flag].map(Hint::Press));
        keys.extend(own);
        keys.push(Hint::Press(Action::Undo));
        keys
    }
}
