//! The loop: a key → a message → `update` → `view`. Screens lie on a stack; the top one is seen.

use std::io;
use std::time::Duration;

use crossterm::event;
use jiff::ZonedDateTime;
use ratatui::Frame;
use ratatui::layout::Size;

use super::keys::Keys;
use super::message::{Message, message};
use super::screens::help::Help;
use super::screens::session::SessionScreen;
use super::terminal::{Guard, suspend};
use super::theme::Theme;
use super::told::{Form, Learnt, Mistake, Overview, Planned, Setting, Told};
use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::study::{Action, Journal, Session};

/// How everything is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The language of the interface.
    pub lang: Lang,
    /// Styles by meaning.
    pub theme: Theme,
    /// ASCII alone.
    pub ascii: bool,
    /// The keys of actions.
    pub keys: Keys,
}

impl Look {
    /// An action for a footer and the help: its key and its word.
    #[must_use]
    pub fn action(&self, action: Action) -> (&'static str, String) {
        (self.keys.label(action), say(self.lang, &format!("action.{}", action.name()), &[]))
    }
}

/// What a screen wants after a message.
#[derive(Debug)]
pub enum Next {
    /// To go on.
    Stay,
    /// To be left.
    Leave,
    /// Another screen on top of it.
    Open(Box<dyn Screen>),
    /// A session on top of it.
    Begin(Choice),
    /// Another language, or other characters, for everything.
    Look {
        /// The language, if it changes.
        lang: Option<Lang>,
        /// Whether it is ASCII alone, if that changes.
        ascii: Option<bool>,
    },
    /// The end of the program.
    Quit,
}

/// A session that a screen can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Flashcards of one topic, or of all, that are due, then new ones.
    Review(Option<String>),
    /// Questions of one topic, or of all.
    Quiz(Option<String>),
    /// Questions of one topic, or of all, that were last answered wrong.
    Wrong(Option<String>),
    /// The questions with these ids.
    Questions(Vec<String>),
    /// The cards with these ids, due or not.
    Cards(Vec<String>),
    /// Random exercises of one calculation.
    Calculation(String),
    /// Random exercises of one topic, or of all.
    Drill(Option<String>),
    /// Random exercises on which this mistake of this calculation would show; where none is named, any that is open.
    Mistakes(Option<(String, String)>),
    /// A mock exam.
    Exam,
}

/// What the interface asks of the rest of the program.
pub trait Desk {
    /// The time.
    fn now(&self) -> ZonedDateTime;

    /// The learner's record, as sessions write it.
    fn journal(&mut self) -> &mut dyn Journal;

    /// The titles of the course's topics, by id.
    fn titles(&self) -> Vec<(Id, Bilingual)>;

    /// How the learner stands with questions and cards.
    fn learnt(&self) -> Learnt;

    /// What is known at once.
    fn overview(&mut self) -> Overview;

    /// How the learner stands, or a sentence why that cannot be told.
    fn told(&mut self) -> Result<Told, String>;

    /// The plan to the exam; nothing where no day is set or it is past.
    fn plan(&mut self) -> Result<Option<Planned>, String>;

    /// The mistakes that were recognised, the worst first.
    fn mistakes(&mut self) -> Result<Vec<Mistake>, String>;

    /// The settings.
    fn settings(&self) -> Vec<Setting>;

    /// Sets a setting anew, or takes it back; a sentence why that cannot be.
    fn set(&mut self, key: &str, value: Option<&str>) -> Result<(), String>;

    /// The calculations of the course.
    fn calculations(&self) -> Vec<(Id, Bilingual)>;

    /// A calculation as a form.
    fn form(&self, kind: &str) -> Result<Form, String>;

    /// What these values, by flag, come to: worked steps in rows of so many columns.
    fn worked(&self, kind: &str, texts: &[(String, String)], columns: u16, look: Look) -> Result<Vec<String>, String>;

    /// The curves that can be drawn.
    fn curves(&self) -> Vec<&'static str>;

    /// Some of them in a picture of so many columns and rows, with their derivatives or without.
    fn picture(&self, names: &[&str], derivatives: bool, size: (u16, u16), look: Look) -> Result<Vec<String>, String>;

    /// A session, or a sentence why there is none.
    fn session(&mut self, choice: &Choice, lang: Lang) -> Result<Box<dyn Session>, String>;

    /// The reader of the statements, at its contents or at a topic.
    fn reader(&self, topic: Option<&str>) -> Box<dyn Screen>;
}

/// A screen: its state changes in `update` alone.
pub trait Screen: std::fmt::Debug {
    /// Takes a message.
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next;

    /// Told, before it is drawn, how large and in which way that will be: what a screen lays out once, or must know to
    /// move in it, it makes ready here.
    fn fit(&mut self, _size: Size, _look: Look) {}

    /// Draws the state.
    fn view(&self, frame: &mut Frame<'_>, look: Look);

    /// Keys and what they do, for the help.
    fn keys(&self, look: Look) -> Vec<(&'static str, String)>;

    /// After how long something on it moves without a key; never, of most.
    fn moves(&self) -> Option<Duration> {
        None
    }

    /// Told that so much time has passed. Gives whether anything on it has changed.
    fn tick(&mut self, _desk: &mut dyn Desk) -> bool {
        false
    }

    /// Told when the program is to end.
    fn quit(&mut self, _desk: &mut dyn Desk) {}

    /// Told when a screen above it was left.
    fn resume(&mut self, _desk: &mut dyn Desk) {}
}

/// Runs the interface from the first screens, the last of them on top, until all are left.
///
/// # Errors
/// A terminal that fails.
pub fn run(mut stack: Vec<Box<dyn Screen>>, desk: &mut dyn Desk, mut look: Look) -> io::Result<()> {
    let mut guard = Guard::enter()?;
    let mut changed = true;
    while let Some(top) = stack.last_mut() {
        if guard.clear_if_lost()? || changed {
            top.fit(guard.terminal.size()?, look);
            guard.terminal.draw(|frame| top.view(frame, look))?;
        }
        // Nothing wakes a screen on which nothing moves.
        if let Some(pause) = top.moves()
            && !event::poll(pause)?
        {
            changed = top.tick(desk);
            continue;
        }
        changed = true;
        let Some(message) = message(event::read()?, &look.keys) else { continue };
        let next = match message {
            Message::Suspend => {
                suspend()?;
                Next::Stay
            }
            Message::Quit => {
                for screen in &mut stack {
                    screen.quit(desk);
                }
                break;
            }
            Message::Do(Action::Help) => Next::Open(Box::new(Help::new(top.keys(look)))),
            Message::Do(Action::Language) => {
                look.lang = if look.lang == Lang::Zh { Lang::En } else { Lang::Zh };
                top.update(&message, desk)
            }
            other => top.update(&other, desk),
        };
        if let Next::Look { lang, ascii } = next {
            (look.lang, look.ascii) = (lang.unwrap_or(look.lang), ascii.unwrap_or(look.ascii));
        } else if !apply(next, &mut stack, desk, look) {
            break;
        }
    }
    Ok(())
}

/// Changes the stack; false ends the program.
pub(super) fn apply(next: Next, stack: &mut Vec<Box<dyn Screen>>, desk: &mut dyn Desk, look: Look) -> bool {
    match next {
        // How everything is drawn is the loop's to change.
        Next::Stay | Next::Look { .. } => {}
        Next::Leave => {
            stack.pop();
            if let Some(top) = stack.last_mut() {
                top.resume(desk);
            }
        }
        Next::Open(screen) => stack.push(screen),
        Next::Begin(choice) => {
            let session = desk.session(&choice, look.lang);
            match session.and_then(|session| SessionScreen::start(session, desk, look)) {
                Ok(screen) => stack.push(Box::new(screen)),
                Err(why) => stack.push(Box::new(Help::notice(why))),
            }
        }
        Next::Quit => return false,
    }
    !stack.is_empty()
}
