//! What the screens ask of the rest of the program.

use std::sync::Arc;

use jiff::ZonedDateTime;

use super::choice::{Choice, CurveOf};
use super::look::Look;
use super::theme::Background;
use super::told::{Form, HandedIn, Learnt, Mistake, Overview, Planned, Setting, Told, Worked};
use crate::course::{Bilingual, Course, Id, Lang, Topic};
use crate::math::curve::Row;
use crate::study::{Event, Journal, MarkedItem, Session};

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

    /// How many cards are due.
    fn due(&mut self) -> usize;

    /// How the learner stands, or a sentence why that cannot be told.
    fn told(&mut self) -> Result<Told, String>;

    /// The plan to the exam; nothing where no day is set or it is past.
    fn plan(&mut self) -> Result<Option<Planned>, String>;

    /// The mistakes that were recognised, the worst first.
    fn mistakes(&mut self) -> Result<Vec<Mistake>, String>;

    /// What is marked as one to look at again, or a sentence why that cannot be told.
    fn marked(&mut self, lang: Lang) -> Result<Vec<MarkedItem>, String>;

    /// The settings.
    fn settings(&self) -> Vec<Setting>;

    /// Sets a setting anew, or takes it back; a sentence why that cannot be.
    fn set(&mut self, key: &str, value: Option<&str>) -> Result<(), String>;

    /// How everything is drawn by the settings, on this background.
    fn look(&self, background: Option<Background>) -> Look;

    /// Whether the terminal can be asked for its background.
    fn can_ask(&self) -> bool;

    /// The calculations of the course.
    fn calculations(&self) -> Vec<(Id, Bilingual)>;

    /// The same under the titles of the topics that they belong to.
    fn calculations_by_topic(&self) -> Vec<(Bilingual, Vec<(Id, Bilingual)>)>;

    /// A calculation as a form.
    fn form(&self, kind: &str) -> Result<Form, String>;

    /// What these values, by flag, come to: worked steps in rows of so many columns.
    fn worked(&self, kind: &str, texts: &[(String, String)], columns: u16, look: Look) -> Result<Worked, String>;

    /// The curves that can be drawn, those of a sort together.
    fn curves(&self) -> Vec<(String, CurveOf)>;

    /// Some of them in a picture of so many columns and rows, with their derivatives or without.
    fn picture(&self, names: &[&str], derivatives: bool, size: (u16, u16), look: Look) -> Result<Vec<Row>, String>;

    /// A session, or a sentence why there is none.
    fn session(&mut self, choice: &Choice, lang: Lang) -> Result<Box<dyn Session>, String>;

    /// The papers that were handed in and those that wait, the newest first.
    fn papers(&mut self) -> Result<Vec<HandedIn>, String>;

    /// A paper that was handed in, and what is said of it.
    fn report(&mut self, code: &str, lang: Lang) -> Result<(Box<dyn Session>, Vec<Event>), String>;

    /// The statement behind a question or a card: its topic and its place there.
    fn behind(&self, item: &str) -> Option<(Arc<Topic>, usize)>;

    /// The course as it is now, for the reader of its statements.
    fn course(&self) -> Course;
}
