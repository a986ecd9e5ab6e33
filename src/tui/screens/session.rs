//! A session of any kind: the prompt that waits, the feedback on the last one, the look back at the end.

mod exam;
mod rows;

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use ratatui::Frame;

use super::answer::Answer;
use super::paper;
use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::study::{Action, Command, Event, Missed, Session, Summary};
use crate::tui::app::{Desk, Look, Next, Screen};
use crate::tui::message::Message;
use crate::tui::widgets::page::{self, Page, Rows};

/// A session on the screen.
#[derive(Debug)]
pub struct SessionScreen {
    session: Box<dyn Session>,
    lang: Lang,
    titles: Vec<(Id, Bilingual)>,
    /// The topic of the item that is open.
    topic: Option<String>,
    /// What the session has said and is not shown yet.
    waiting: VecDeque<Event>,
    /// The prompt that is open, or that the feedback is about.
    prompt: Option<Event>,
    answer: Answer,
    /// Feedback that is being read.
    feedback: Option<Event>,
    hints: Vec<String>,
    /// Why the last line was sent back, or what became of the last card.
    notice: Option<String>,
    summary: Option<Summary>,
    missed: Vec<Missed>,
    /// Whether an exam was asked to end, and asks back how.
    leaving: bool,
    /// Whether the paper waits, and the screen is to be left.
    paused: bool,
    /// Whether anything was done to the answer that is being made.
    touched: bool,
    /// Answers to questions of a paper that were not finished, by number.
    drafts: HashMap<usize, Answer>,
    scroll: usize,
}

impl SessionScreen {
    /// Starts a session.
    ///
    /// # Errors
    /// A sentence why it cannot be.
    pub fn start(mut session: Box<dyn Session>, desk: &mut dyn Desk, look: Look) -> Result<Self, String> {
        let now = desk.now();
        let events = session.start(&now, desk.journal()).map_err(|error| error.sentence(look.lang))?;
        let mut screen = Self {
            session,
            lang: look.lang,
            titles: desk.titles(),
            topic: None,
            waiting: events.into(),
            prompt: None,
            answer: Answer::Nothing,
            feedback: None,
            hints: Vec::new(),
            notice: None,
            summary: None,
            missed: Vec::new(),
            leaving: false,
            paused: false,
            touched: false,
            drafts: HashMap::new(),
            scroll: 0,
        };
        screen.advance();
        Ok(screen)
    }

    /// Takes what the session has said, up to what must be read or answered.
    fn advance(&mut self) {
        while let Some(event) = self.waiting.pop_front() {
            match event {
                Event::Question { .. } | Event::Exercise { .. } | Event::Card { .. } => {
                    self.topic = match &event {
                        Event::Question { topic, .. } | Event::Card { topic, .. } => Some(topic.clone()),
                        _ => None,
                    };
                    let truths = [say(self.lang, "tui.true", &[]), say(self.lang, "tui.false", &[])];
                    self.answer = Answer::to(&event, truths);
                    self.touched = false;
                    self.prompt = Some(event);
                    self.bring_draft();
                    self.hints.clear();
                    self.scroll = 0;
                }
                Event::Points { .. } | Event::Back { .. } => {
                    self.answer = Answer::to(&event, [String::new(), String::new()]);
                    self.prompt = Some(event);
                    self.scroll = 0;
                }
                Event::HandIn { .. } => {
                    self.topic = None;
                    self.answer = Answer::Nothing;
                    self.prompt = Some(event);
                    self.scroll = 0;
                }
                Event::Taken { given, .. } => self.notice = Some(say(self.lang, "exam.taken", &[("given", &given)])),
                // The look back tells of what went wrong.
                Event::Marked { .. } => {}
                Event::Paper { answered, left, minutes, .. } => self.notice = self.goes_on(answered, left, minutes),
                Event::Paused { .. } => self.paused = true,
                Event::Flagged { on, .. } => {
                    self.notice = Some(say(self.lang, if on { "study.flagged" } else { "study.unflagged" }, &[]));
                }
                Event::Sure { confidence, .. } => {
                    self.notice = Some(say(self.lang, "study.sure", &[("percent", &(confidence * 100.0).round())]));
                }
                Event::Buried { .. } => self.notice = Some(say(self.lang, "study.buried", &[])),
                Event::Suspended { .. } => self.notice = Some(say(self.lang, "study.suspended", &[])),
                Event::Summary(_) if self.paused => {}
                Event::Feedback { .. } => {
                    self.answer = Answer::Nothing;
                    self.feedback = Some(event);
                    self.scroll = 0;
                    return;
                }
                Event::Rejected { why, .. } => self.notice = Some(why),
                Event::Hint { text, .. } => self.hints.push(text),
                Event::Reviewed { lapses: Some(days), .. } => {
                    self.notice = Some(say(self.lang, "study.leech", &[("days", &days)]));
                }
                Event::Reviewed { due, .. } => self.notice = Some(say(self.lang, "study.reviewed", &[("due", &due)])),
                Event::Skipped { .. } => self.notice = Some(say(self.lang, "study.skipped", &[])),
                Event::Undone { .. } => self.notice = Some(say(self.lang, "study.undone", &[])),
                Event::Summary(summary) => {
                    self.summary = Some(summary);
                    self.missed = self.session.missed();
                    self.prompt = None;
                    self.answer = Answer::Nothing;
                    self.scroll = 0;
                }
            }
        }
    }

    /// Hands an answer or a command to the session.
    fn submit(&mut self, command: Command, desk: &mut dyn Desk) {
        self.notice = None;
        self.leaving = false;
        self.keep_draft(&command);
        let now = desk.now();
        match self.session.submit(command, &now, desk.journal()) {
            Ok(events) => {
                if events.iter().any(|e| matches!(e, Event::Undone { .. })) {
                    self.feedback = None;
                    self.summary = None;
                }
                self.waiting.extend(events);
                self.advance();
            }
            Err(error) => self.notice = Some(error.sentence(self.lang)),
        }
    }

    fn act(&mut self, action: Action, desk: &mut dyn Desk) {
        self.submit(Command::Do(action), desk);
    }

    /// Whether a paper is being written.
    fn is_exam(&self) -> bool {
        self.summary.is_none() && self.session.progress().left.is_some()
    }

    /// Whether a card is being turned or rated.
    const fn turns_cards(&self) -> bool {
        matches!(self.answer, Answer::Turn | Answer::Rating)
    }

    /// Whether letters are typed into a line.
    const fn typing(&self) -> bool {
        self.feedback.is_none() && self.answer.input().is_some()
    }

    fn topic_title(&self, look: Look) -> String {
        let id = self.topic.as_deref().unwrap_or_default();
        let known = self.titles.iter().find(|(known, _)| **known == *id);
        known.map_or_else(|| id.to_owned(), |(_, title)| title.get(look.lang).to_owned())
    }

    fn place(&self, look: Look) -> (String, String) {
        let title = match &self.prompt {
            Some(Event::Question { paper: Some(paper), points, .. }) => {
                format!("{} · {}", paper.part, say(look.lang, "study.worth", &[("points", points)]))
            }
            Some(Event::HandIn { .. }) => say(look.lang, "exam.title", &[]),
            Some(Event::Question { kind, .. }) => {
                format!("{} · {}", kind.name(look.lang), self.topic_title(look))
            }
            Some(Event::Exercise { code, .. }) => code.clone(),
            Some(Event::Card { .. } | Event::Back { .. } | Event::Points { .. }) => self.topic_title(look),
            _ => say(look.lang, "tui.session-end", &[]),
        };
        let progress = self.session.progress();
        if let (Some(left), None) = (progress.left, &self.summary) {
            return (title, paper::corner(self.prompt.as_ref(), progress.total, left));
        }
        let number = if self.summary.is_some() || self.feedback.is_some() { progress.done } else { progress.done + 1 };
        (title, format!("{}/{}", number.min(progress.total), progress.total))
    }
}

impl Screen for SessionScreen {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        if self.is_exam()
            && let Some(next) = self.update_exam(message, desk)
        {
            return next;
        }
        match message {
            Message::PageDown => self.scroll += 5,
            Message::PageUp => self.scroll = self.scroll.saturating_sub(5),
            Message::Back if self.summary.is_some() => return Next::Leave,
            Message::Do(Action::HandIn) if !self.is_exam() => {}
            Message::Do(Action::Previous) if self.is_exam() => self.act(Action::Previous, desk),
            Message::Do(Action::Next | Action::Skip) if self.is_exam() => self.act(Action::Next, desk),
            Message::Back | Message::Do(Action::HandIn) => {
                self.feedback = None;
                if self.session.is_over() {
                    // What it said last, the summary, is still to be shown.
                    self.advance();
                } else {
                    self.waiting.clear();
                    self.act(Action::Quit, desk);
                }
            }
            Message::Do(Action::Undo) if self.summary.is_none() || self.session.progress().left.is_none() => {
                self.act(Action::Undo, desk);
            }
            _ if self.summary.is_some() => match message {
                Message::Down => self.scroll += 1,
                Message::Up => self.scroll = self.scroll.saturating_sub(1),
                Message::Enter | Message::Char('q') => return Next::Leave,
                Message::Char(c) if Action::Undo.has_letter(*c) => self.act(Action::Undo, desk),
                _ => {}
            },
            _ if self.feedback.is_some() => match message {
                Message::Down => self.scroll += 1,
                Message::Up => self.scroll = self.scroll.saturating_sub(1),
                Message::Enter | Message::Char(' ') => {
                    self.feedback = None;
                    self.advance();
                }
                Message::Char(c) if Action::Undo.has_letter(*c) => self.act(Action::Undo, desk),
                _ => {}
            },
            Message::Do(action @ (Action::Hint | Action::Skip | Action::Flag)) => self.act(*action, desk),
            Message::Char(c)
                if self.turns_cards() && [Action::Bury, Action::Suspend].iter().any(|action| action.has_letter(*c)) =>
            {
                self.act(if Action::Bury.has_letter(*c) { Action::Bury } else { Action::Suspend }, desk);
            }
            Message::Char(c)
                if Action::Hint.has_letter(*c) && !self.typing() && !matches!(self.answer, Answer::Pairs { .. }) =>
            {
                self.act(Action::Hint, desk);
            }
            Message::Char(c) if Action::Undo.has_letter(*c) && self.turns_cards() => {
                self.act(Action::Undo, desk);
            }
            Message::Char(c) if Action::Skip.has_letter(*c) && self.turns_cards() => {
                self.act(Action::Skip, desk);
            }
            other => {
                self.touched |= *other != Message::Enter;
                if let Some(line) = self.answer.update(other) {
                    self.submit(Command::Answer(line.trim().to_owned()), desk);
                }
            }
        }
        Next::Stay
    }

    /// A paper that is left waits.
    fn quit(&mut self, desk: &mut dyn Desk) {
        if self.is_exam() {
            self.act(Action::Pause, desk);
        }
    }

    /// The clock of an exam goes by the second.
    fn moves(&self) -> Option<Duration> {
        let runs = self.summary.is_none() && self.session.progress().left.is_some();
        runs.then_some(Duration::from_secs(1))
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        self.tell_time(desk);
        true
    }

    fn view(&self, frame: &mut Frame<'_>, look: Look) {
        let mut rows = Rows::new(frame.area().width);
        if let Some(summary) = &self.summary {
            if let Some(notice) = &self.notice {
                rows.text(notice, look.theme.caution());
                rows.gap();
            }
            self.summary_rows(&mut rows, summary, look);
        } else {
            self.stem(&mut rows, look);
            if self.feedback.is_some() {
                self.feedback_rows(&mut rows, look);
            } else {
                self.answer.rows(&mut rows, look);
                self.due_rows(&mut rows, look);
            }
            for hint in &self.hints {
                rows.hanging("* ", hint, look.theme.caution(), look.theme.formula());
            }
        }
        if let Some(notice) = self.notice.as_ref().filter(|_| self.summary.is_none()) {
            rows.gap();
            rows.text(notice, look.theme.caution());
        }
        if self.leaving {
            self.ways_out(&mut rows, look);
        }
        if self.scroll > 0 {
            rows.focus = None;
        }
        let (title, corner) = self.place(look);
        let prompt = say(look.lang, "tui.prompt", &[]);
        let input =
            if self.feedback.is_some() { None } else { self.answer.input().map(|input| (prompt.as_str(), input)) };
        let keys = self.keys(look);
        page::draw(frame, &Page { title: &title, corner: &corner, keys: &keys, input }, rows, self.scroll, look.theme);
    }

    fn keys(&self, look: Look) -> Vec<(&'static str, String)> {
        let word = |key: &str| say(look.lang, key, &[]);
        if self.summary.is_some() {
            let mut keys = vec![("Enter", word("tui.back"))];
            // A paper that is handed in stays handed in.
            if self.session.progress().left.is_none() {
                keys.push(look.action(Action::Undo));
            }
            return keys;
        }
        if self.feedback.is_some() {
            return vec![
                ("Enter", word("tui.next")),
                look.action(Action::Undo),
                ("↑↓", word("tui.scroll")),
                ("Esc", word("tui.end")),
            ];
        }
        if self.is_exam() {
            return self.exam_keys(look);
        }
        let mut keys = match &self.answer {
            Answer::Text(_) => vec![("Enter", word("tui.submit"))],
            Answer::One { options, .. } if options.iter().any(|option| option.key == "T") => {
                vec![("Enter", word("tui.submit")), ("T/F ↑↓", word("tui.choose"))]
            }
            Answer::One { options, .. } => {
                vec![
                    ("Enter", word("tui.submit")),
                    (letters(options.len()), word("tui.choose")),
                    ("↑↓", word("tui.move")),
                ]
            }
            Answer::Some { .. } | Answer::Points { .. } => {
                vec![("Enter", word("tui.submit")), ("Space", word("tui.tick")), ("↑↓", word("tui.move"))]
            }
            Answer::Pairs { right, .. } => {
                vec![("Enter", word("tui.submit")), (letters(right.len()), word("tui.pair")), ("↑↓", word("tui.move"))]
            }
            Answer::Order { .. } => {
                vec![("Enter", word("tui.submit")), ("-/+", word("tui.shift")), ("↑↓", word("tui.move"))]
            }
            Answer::Turn => vec![("Enter", word("tui.turn"))],
            Answer::Rating => vec![("1-4", word("tui.rate"))],
            Answer::Nothing => Vec::new(),
        };
        keys.extend([
            look.action(Action::Hint),
            look.action(Action::Skip),
            look.action(Action::Undo),
            ("Esc", word("tui.end")),
            look.action(Action::Help),
            look.action(Action::Flag),
        ]);
        if self.turns_cards() {
            keys.extend([("b", look.action(Action::Bury).1), ("x", look.action(Action::Suspend).1)]);
        }
        keys
    }
}

/// The letters of so many options.
const fn letters(count: usize) -> &'static str {
    match count {
        0 | 1 => "A",
        2 => "A-B",
        3 => "A-C",
        4 => "A-D",
        5 => "A-E",
        6 => "A-F",
        7 => "A-G",
        _ => "A-Z",
    }
}
