//! The screens that a command opens.

mod asked;

use std::env;

use super::config;
use super::desk::Desk;
use super::failure::Failure;
use super::globals::{self, ColorChoice, Globals};
use crate::study::Session;
use crate::tui::choice::Opening;
use crate::tui::look::Look;
use crate::tui::screen::Screen;
use crate::tui::screens::home::Home;
use crate::tui::screens::notes::Notes;
use crate::tui::screens::welcome::Welcome;
use crate::tui::theme::{Background, Theme};
use crate::tui::{self, screens};

/// Runs a session in the full screen.
pub(super) fn session(desk: &mut Desk, session: Box<dyn Session>) -> Result<(), Failure> {
    let look = look(desk, None)?;
    let screen = screens::of(session, desk, look).map_err(Failure::Failed)?;
    show(desk, vec![screen])
}

/// Runs the home screen; at the first start, with what is asked then on top.
pub(super) fn home(desk: &mut Desk, first_start: bool) -> Result<(), Failure> {
    let mut stack: Vec<Box<dyn Screen>> = vec![Box::new(Home::new(desk))];
    if first_start {
        let Globals { lang, says_lang, .. } = desk.globals;
        stack.push(Box::new(if says_lang { Welcome::in_language(lang) } else { Welcome::new(lang) }));
    }
    show(desk, stack)
}

/// Runs the reader.
pub(super) fn notes(desk: &mut Desk, opening: &Opening) -> Result<(), Failure> {
    let notes = Notes::new(desk.course.clone(), opening);
    show(desk, vec![Box::new(notes)])
}

fn show(desk: &mut Desk, first: Vec<Box<dyn Screen>>) -> Result<(), Failure> {
    let look = look(desk, None)?;
    tui::run(first, desk, look).map_err(Failure::from)
}

/// How everything is drawn by flags, environment and configuration, on this background.
fn look(desk: &Desk, background: Option<Background>) -> Result<Look, Failure> {
    let Globals { color_choice, lang, config, .. } = &desk.globals;
    let color = match color_choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => !globals::no_color(),
    };
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let many = variable("TERM").contains("256color") || !variable("COLORTERM").is_empty();
    let background = background.or_else(|| Background::of_variable(&variable("COLORFGBG")));
    let theme = Theme::new(config.theme, color, many, background);
    let keys = config::of_keys(config, *lang)?;
    Ok(Look { lang: *lang, theme, ascii: config.ascii, mouse: config.mouse.unwrap_or(true), keys })
}

/// Terminals that do not know the question for their background, and may show it.
const MUTE: [&str; 2] = ["linux", "dumb"];

/// Whether the terminal can be asked for its background.
fn can_ask() -> bool {
    cfg!(unix) && env::var("TERM").is_ok_and(|term| !MUTE.contains(&term.as_str()))
}
