//! What a screen is: a state that messages change, a page that is drawn, and what it wants next.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Size;

use super::choice::{Choice, Opening};
use super::desk::Desk;
use super::look::{Hint, Look};
use super::message::Message;
use super::widgets::Page;
use super::widgets::page::{self, Foot, Typed};
use crate::course::Lang;
use crate::study::Action;

/// What a screen wants after a message.
#[derive(Debug)]
pub enum Next {
    /// To go on.
    Stay,
    /// To be left.
    Leave,
    /// Another screen on top of it.
    Open(Box<dyn Screen>),
    /// Another screen in its place.
    Instead(Box<dyn Screen>),
    /// The reader of the statements on top of it.
    Read(Opening),
    /// A session on top of it.
    Begin(Choice),
    /// Everything in another language.
    Speak(Lang),
    /// Everything as the settings now have it.
    Look,
    /// The end of the program.
    Quit,
}

/// A screen: its state changes in `update` alone.
pub trait Screen: std::fmt::Debug {
    /// Takes a message.
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next;

    /// Told, before it is drawn, how large and in which way that will be: what a screen lays out once, or must know to
    /// move in it, it makes ready here.
    fn fit(&mut self, _size: Size, _look: Look) {}

    /// What stands on it.
    fn page(&self, size: Size, look: Look) -> Page;

    /// The line that is being typed, with its prompt.
    fn typed(&self, _look: Look) -> Option<Typed<'_>> {
        None
    }

    /// Keys and what they do, the most useful first: for its footer and the help.
    fn keys(&self) -> Vec<Hint>;

    /// Whether its page is scrolled by keys of its own; on others they move what is selected.
    fn scrolls(&self) -> bool {
        true
    }

    /// Whether a clock runs on it, whatever lies over it.
    fn has_clock(&self) -> bool {
        false
    }

    /// Whether it is the help itself.
    fn is_help(&self) -> bool {
        false
    }

    /// Draws it.
    fn view(&self, frame: &mut Frame<'_>, look: Look) {
        let typed = self.typed(look);
        let keys: Vec<_> = self.keys().into_iter().map(|hint| look.hint(hint, typed.is_some())).collect();
        let last = look.hint(Hint::Do(Action::Help), typed.is_some());
        page::draw(frame, &self.page(frame.area().into(), look), &Foot { keys, last, typed }, look.theme);
    }

    /// After how long something on it moves without a key; never, of most.
    fn moves(&self) -> Option<Duration> {
        None
    }

    /// Told that so much time has passed. Gives whether anything on it has changed.
    fn tick(&mut self, _desk: &mut dyn Desk) -> bool {
        false
    }

    /// Told that another language is spoken from now on.
    fn speak(&mut self, _lang: Lang, _desk: &mut dyn Desk) {}

    /// Told when the program is to end.
    fn quit(&mut self, _desk: &mut dyn Desk) {}

    /// Told why nothing was begun that it asked for. Gives whether it says so itself; else that is a page of its own.
    fn tell(&mut self, _why: &str) -> bool {
        false
    }

    /// Told when a screen above it was left.
    fn resume(&mut self, _desk: &mut dyn Desk) {}
}
