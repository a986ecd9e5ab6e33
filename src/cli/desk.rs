//! What a session needs of the rest of the program, and how the full screen gets at it.

use jiff::ZonedDateTime;

use super::failure::Failure;
use super::globals::{ColorChoice, Globals};
use super::{drill, exam, learner, quiz, review};
use crate::course::{Bilingual, Course, Id, Lang};
use crate::schedule::{Clock, day_of};
use crate::store::Record;
use crate::study::{Journal, Session};
use crate::tui::app::{Choice, Desk as Asked, Learnt, Look, Screen};
use crate::tui::screens::home::{Home, Overview};
use crate::tui::screens::notes::{Notes, Opening};
use crate::tui::screens::session::SessionScreen;
use crate::tui::{self, Theme};

/// The options, the course, the record and the clock.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) globals: Globals,
    pub(super) course: Course,
    pub(super) record: Record,
    pub(super) clock: Clock,
}

impl Desk {
    /// A desk with everything on it.
    pub(super) fn new(globals: &Globals, course: Course, record: Record, clock: Clock) -> Self {
        Self { globals: globals.clone(), course, record, clock }
    }

    fn look(&self) -> Look {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let color = match self.globals.color_choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !plain,
        };
        Look { lang: self.globals.lang, theme: Theme::new(color), ascii: self.globals.config.ascii }
    }

    /// Runs a session in the full screen.
    pub(super) fn show_session(&mut self, session: Box<dyn Session>) -> Result<(), Failure> {
        let look = self.look();
        let screen = SessionScreen::start(session, self, look).map_err(Failure::Failed)?;
        tui::run(Box::new(screen), self, look).map_err(Failure::from)
    }

    /// Runs the home screen.
    pub(super) fn show_home(&mut self) -> Result<(), Failure> {
        let look = self.look();
        let overview = self.overview()?;
        tui::run(Box::new(Home::new(overview)), self, look).map_err(Failure::from)
    }

    /// Runs the reader.
    pub(super) fn show_notes(&mut self, opening: &Opening) -> Result<(), Failure> {
        let look = self.look();
        let notes = self.notes(opening);
        tui::run(Box::new(notes), self, look).map_err(Failure::from)
    }

    fn notes(&self, opening: &Opening) -> Notes {
        Notes::new(self.course.clone(), opening)
    }

    /// What home tells.
    fn overview(&self) -> Result<Overview, Failure> {
        let today = day_of(&self.clock.now());
        let due = self.record.due().map_err(|e| learner::store_failure(&e, self.globals.lang))?;
        let days = self.globals.config.exam.map(|exam| (exam.since(today).map_or(0, |span| span.get_days())).into());
        Ok(Overview {
            course: self.course.outline().value.map(|o| o.title).unwrap_or_default(),
            due: due.values().filter(|day| **day <= today).count(),
            days,
            topics: self.course.titles().into_iter().map(|(id, title)| (id.to_string(), title)).collect(),
        })
    }
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
        let session = match choice {
            Choice::Quiz(topic) => quiz::begin(self, &topic.iter().cloned().collect::<Vec<_>>()),
            Choice::Questions(ids) => quiz::only(self, ids),
            Choice::Cards(ids) => review::only(self, ids),
            Choice::Drill => Ok(drill::begin(self, None)),
            Choice::Calculation(kind) => Ok(drill::begin(self, Some(kind))),
            Choice::Exam => exam::begin(self),
            Choice::Review | Choice::Notes => {
                learner::topics(&self.course, &[], lang).and_then(|topics| review::begin(self, &topics, None))
            }
        };
        session.map_err(|failure| failure.sentence().to_owned())
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

    fn screen(&mut self, choice: &Choice, _: Look) -> Option<Box<dyn Screen>> {
        (*choice == Choice::Notes).then(|| Box::new(self.notes(&Opening::Contents)) as Box<dyn Screen>)
    }
}
