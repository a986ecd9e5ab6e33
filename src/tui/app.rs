//! The loop: a key → a message → `update` → `view`. Screens lie on a stack; the top one is seen.

use std::io;
use std::time::Duration;

use crossterm::event;
use ratatui::Frame;
use ratatui::layout::Size;

use super::background::{Heard, Listener};
use super::desk::Desk;
use super::look::Look;
use super::message::{Message, meant, message};
use super::screen::{Next, Screen};
use super::screens;
use super::screens::help::Help;
use super::screens::notes::Notes;
use super::terminal::{Guard, ask_background, hear_mouse, suspend};
use super::theme::Background;
#[cfg(test)]
use super::theme::Theme;
use crate::course::Lang;
use crate::study::Action;

/// The interface without its terminal: what is on the stack, and how it is drawn.
#[derive(Debug)]
pub struct App {
    stack: Vec<Box<dyn Screen>>,
    look: Look,
    /// What the terminal has said of its background.
    background: Option<Background>,
}

impl App {
    /// These screens, the last of them on top.
    #[must_use]
    pub const fn new(stack: Vec<Box<dyn Screen>>, look: Look) -> Self {
        Self { stack, look, background: None }
    }

    /// How everything is drawn.
    #[must_use]
    pub const fn look(&self) -> Look {
        self.look
    }

    /// Draws in another theme from now on.
    #[cfg(test)]
    pub(super) const fn paint(&mut self, theme: Theme) {
        self.look.theme = theme;
    }

    /// How many screens there are.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Draws the top screen.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        if let Some(top) = self.stack.last_mut() {
            top.fit(frame.area().into(), self.look);
            top.view(frame, self.look);
        }
    }

    /// After how long something moves without a key.
    #[must_use]
    pub fn moves(&self) -> Option<Duration> {
        let clock = self.under_help().filter(|screen| screen.has_clock()).and_then(super::screen::Screen::moves);
        self.stack.last()?.moves().or(clock)
    }

    /// Tells the time. Gives whether anything has changed.
    pub fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        let Some(top) = self.stack.last_mut() else { return false };
        let changed = top.tick(desk);
        if self.under_help().is_none_or(|screen| !screen.has_clock()) {
            return changed;
        }
        let under = self.stack.len() - 2;
        self.stack[under].tick(desk);
        // Time that is up must be seen.
        let is_up = !self.stack[under].has_clock();
        if is_up {
            self.stack.pop();
        }
        changed || is_up
    }

    /// The screen whose keys are read in the help over it.
    fn under_help(&self) -> Option<&dyn Screen> {
        let [.., under, top] = self.stack.as_slice() else { return None };
        top.is_help().then_some(&**under)
    }

    /// Takes the look that the settings now make.
    fn look_anew(&mut self, desk: &mut dyn Desk) {
        let look = desk.look(self.background);
        let speaks = look.lang != self.look.lang;
        self.look = look;
        if speaks {
            self.speak(look.lang, desk);
        }
    }

    /// Takes a message, in a window of this size. False ends the program.
    pub fn take(&mut self, message: Message, size: Size, desk: &mut dyn Desk) -> bool {
        let Some(top) = self.stack.last_mut() else { return false };
        let typing = top.typed(self.look).is_some();
        let message = match message {
            Message::Click(column, row) => match top.page(size, self.look).at(size, typing, (column, row)) {
                Some(meant) => meant,
                None => return true,
            },
            Message::Char(letter) if !typing => Message::Char(meant(letter)),
            message => message,
        };
        let message = match message {
            Message::Char(letter) if !typing && Action::Help.has_letter(letter) => Message::Do(Action::Help),
            message => message,
        };
        let next = match message {
            Message::Quit => {
                for screen in &mut self.stack {
                    screen.quit(desk);
                }
                return false;
            }
            Message::Do(Action::Help) if top.is_help() => Next::Leave,
            Message::Do(Action::Help) => Next::Open(Box::new(Help::of(&**top, self.look))),
            Message::Do(Action::Language) => {
                let lang = if self.look.lang == Lang::Zh { Lang::En } else { Lang::Zh };
                // Where it cannot be kept, it is still spoken.
                let _ = desk.set("lang", Some(lang.key()));
                Next::Speak(lang)
            }
            other => top.update(&other, desk),
        };
        self.follow(next, desk)
    }

    /// Does what a screen wants. False ends the program.
    fn follow(&mut self, next: Next, desk: &mut dyn Desk) -> bool {
        match next {
            Next::Stay => {}
            Next::Look => self.look_anew(desk),
            Next::Speak(lang) => {
                self.look.lang = lang;
                self.speak(lang, desk);
            }
            Next::Leave => {
                self.stack.pop();
                if let Some(top) = self.stack.last_mut() {
                    top.resume(desk);
                }
            }
            Next::Open(screen) => self.stack.push(screen),
            Next::Instead(screen) => {
                self.stack.pop();
                self.stack.push(screen);
            }
            Next::Read(opening) => self.stack.push(Box::new(Notes::new(desk.course(), &opening))),
            Next::Begin(choice) => {
                let session = desk.session(&choice, self.look.lang);
                match session.and_then(|session| screens::of(session, desk, self.look)) {
                    Ok(screen) => self.stack.push(screen),
                    Err(why) if self.stack.last_mut().is_some_and(|top| top.tell(&why)) => {}
                    Err(why) => self.stack.push(Box::new(Help::notice(why))),
                }
            }
            Next::Quit => return false,
        }
        !self.stack.is_empty()
    }

    fn speak(&mut self, lang: Lang, desk: &mut dyn Desk) {
        for screen in &mut self.stack {
            screen.speak(lang, desk);
        }
    }
}

/// Runs the interface from the first screens, the last of them on top, until all are left.
///
/// # Errors
/// A terminal that fails.
pub fn run(stack: Vec<Box<dyn Screen>>, desk: &mut dyn Desk, look: Look) -> io::Result<()> {
    let mut app = App::new(stack, look);
    let mut guard = Guard::enter(look.mouse)?;
    let mut listener = Listener::default();
    if look.theme.is_guessed() && desk.can_ask() {
        ask_background()?;
    }
    let mut changed = true;
    loop {
        if guard.clear_if_lost()? || changed {
            guard.terminal.draw(|frame| app.draw(frame))?;
        }
        // Nothing wakes a screen on which nothing moves.
        if let Some(pause) = app.moves()
            && !event::poll(pause)?
        {
            changed = app.tick(desk);
            continue;
        }
        changed = true;
        let event = event::read()?;
        match listener.take(&event) {
            Heard::User => {}
            Heard::Piece => {
                changed = false;
                continue;
            }
            Heard::Background(background) => {
                app.background = Some(background);
                app.look_anew(desk);
                continue;
            }
        }
        // The mouse moves and releases too, which changes nothing; a resize is drawn.
        changed = !matches!(event, event::Event::Mouse(_));
        let Some(message) = message(event, &app.look.keys) else { continue };
        changed = true;
        if message == Message::Suspend {
            suspend()?;
        } else if !app.take(message, guard.terminal.size()?, desk) {
            return Ok(());
        }
        hear_mouse(app.look.mouse)?;
    }
}
