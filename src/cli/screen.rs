//! The screens that a command opens.

mod asked;

use super::desk::Desk;
use super::failure::Failure;
use super::globals::{self, ColorChoice};
use crate::course::messages::say;
use crate::study::Session;
use crate::study::action::ACTIONS;
use crate::tui::app::{Look, Screen};
use crate::tui::keys::{BadKey, Keys};
use crate::tui::screens::home::Home;
use crate::tui::screens::notes::{Notes, Opening};
use crate::tui::screens::session::SessionScreen;
use crate::tui::{self, Theme};

/// Runs a session in the full screen.
pub(super) fn session(desk: &mut Desk, session: Box<dyn Session>) -> Result<(), Failure> {
    let look = look(desk)?;
    let screen = SessionScreen::start(session, desk, look).map_err(Failure::Failed)?;
    show(desk, Box::new(screen))
}

/// Runs the home screen.
pub(super) fn home(desk: &mut Desk) -> Result<(), Failure> {
    let home = Home::new(desk);
    show(desk, Box::new(home))
}

/// Runs the reader.
pub(super) fn notes(desk: &mut Desk, opening: &Opening) -> Result<(), Failure> {
    let notes = Notes::new(desk.course.clone(), opening);
    show(desk, Box::new(notes))
}

fn show(desk: &mut Desk, first: Box<dyn Screen>) -> Result<(), Failure> {
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
    let keys = Keys::with(&desk.globals.config.keys).map_err(|bad| {
        Failure::Usage(match bad {
            BadKey::Action(name) => {
                let known = ACTIONS.iter().filter(|row| row.key.is_some()).map(|row| row.name).collect::<Vec<_>>();
                say(lang, "cli.no-action", &[("name", &name), ("known", &known.join(", "))])
            }
            BadKey::Key(key) => say(lang, "cli.no-key", &[("key", &key)]),
            BadKey::Twice(key) => say(lang, "cli.key-twice", &[("key", &key)]),
        })
    })?;
    Ok(Look { lang, theme: Theme::new(color), ascii: desk.globals.config.ascii, keys })
}
