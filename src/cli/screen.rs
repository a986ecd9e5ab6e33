//! The desk as the full screen sees it, and the screens that a command opens.

use jiff::ZonedDateTime;

use super::begin;
use super::desk::Desk;
use super::failure::Failure;
use super::globals::{self, ColorChoice};
use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::schedule::day_of;
use crate::study::action::ACTIONS;
use crate::study::{Journal, Session};
use crate::tui::app::{Choice, Desk as Asked, Learnt, Look, Screen};
use crate::tui::keys::{BadKey, Keys};
use crate::tui::screens::home::{Home, Overview};
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
    let home = Home::new(overview(desk)?);
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

/// What home tells.
fn overview(desk: &Desk) -> Result<Overview, Failure> {
    let today = day_of(&desk.clock.now());
    let due = desk.record.due().map_err(|why| desk.failed(&why))?;
    let apart = desk.set_apart()?;
    let days = desk.globals.config.exam.map(|exam| (exam.since(today).map_or(0, |span| span.get_days())).into());
    Ok(Overview {
        course: desk.course.syllabus().value.map(|o| o.title).unwrap_or_default(),
        due: due.iter().filter(|(id, day)| **day <= today && !apart.contains(*id)).count(),
        days,
        topics: desk.course.titles().into_iter().map(|(id, title)| (id.to_string(), title)).collect(),
    })
}

impl Asked for Desk {
    fn now(&self) -> ZonedDateTime {
        self.clock.now()
    }

    fn journal(&mut self) -> &mut dyn Journal {
        &mut self.record
    }

    fn titles(&self) -> Vec<(Id, Bilingual)> {
        self.course.titles()
    }

    fn session(&mut self, choice: &Choice, lang: Lang) -> Result<Box<dyn Session>, String> {
        self.globals.lang = lang;
        self.course = self.course.looked_at_again();
        begin::choice(self, choice).map_err(|failure| failure.sentence().to_owned())
    }

    fn learnt(&self) -> Learnt {
        // Marks beside a link are a help; without them the reader reads on.
        let (scores, due) = (self.record.last_scores(), self.record.due());
        Learnt {
            scores: scores.unwrap_or_default(),
            due: due.unwrap_or_default(),
            today: Some(day_of(&self.clock.now())),
        }
    }

    fn reader(&self) -> Box<dyn Screen> {
        Box::new(Notes::new(self.course.looked_at_again(), &Opening::Contents))
    }
}
