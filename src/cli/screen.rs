//! The screens that a command opens.

mod asked;

use super::config;
use super::desk::Desk;
use super::failure::Failure;
use super::globals::{self, ColorChoice};
use crate::study::Session;
use crate::tui::app::{Look, Screen};
use crate::tui::screens::home::Home;
use crate::tui::screens::notes::{Notes, Opening};
use crate::tui::screens::session::SessionScreen;
use crate::tui::screens::welcome::Welcome;
use crate::tui::{self, Theme};

/// Runs a session in the full screen.
pub(super) fn session(desk: &mut Desk, session: Box<dyn Session>) -> Result<(), Failure> {
    let look = look(desk)?;
    let screen = SessionScreen::start(session, desk, look).map_err(Failure::Failed)?;
    show(desk, vec![Box::new(screen)])
}

/// Runs the home screen; at the first start, with what is asked then on top.
pub(super) fn home(desk: &mut Desk, first_start: bool) -> Result<(), Failure> {
    let mut stack: Vec<Box<dyn Screen>> = vec![Box::new(Home::new(desk))];
    if first_start {
        stack.push(Box::new(Welcome::new(desk.globals.lang)));
    }
    show(desk, stack)
}

/// Runs the reader.
pub(super) fn notes(desk: &mut Desk, opening: &Opening) -> Result<(), Failure> {
    let notes = Notes::new(desk.course.clone(), opening);
    show(desk, vec![Box::new(notes)])
}

fn show(desk: &mut Desk, first: Vec<Box<dyn Screen>>) -> Result<(), Failure> {
    let look = look(desk)?;
    tui::run(first, desk, look).map_err(Failure::from)
}

fn look(desk: &Desk) -> Result<Look, Failure> {
    let color = match desk.globals.color_choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => !globals::no_color(),
    };
    let lang = desk.globals.lang;
    let keys = config::of_keys(&desk.globals.config, lang)?;
    Ok(Look { lang, theme: Theme::new(color), ascii: desk.globals.config.ascii, keys })
}
