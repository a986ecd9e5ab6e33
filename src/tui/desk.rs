//! What the screens ask of the rest of the program.

use std::sync::Arc;

use jiff::ZonedDateTime;

use super::app::{Look, Screen};
use super::theme::Background;
use super::told::{Form, HandedIn, Learnt, Mistake, Overview, Planned, Setting, Told, Worked};
use crate::course::{Bilingual, Id, Lang, Topic};
use crate::math::curve::Row;
use crate::study::{Event, Journal, MarkedItem, Session};

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
    /// The questions, or the cards, that the record calls so, whatever is due.
    Recorded {
        /// Whether they are cards.
        cards: bool,
        /// Their names in the record.
        names: Vec<String>,
    },
    /// Random exercises of one calculation.
    Calculation(String),
    /// One task such as the one that this code brings, with other numbers.
    Like(String),
    /// Random exercises of one topic, or of all.
    Drill(Option<String>),
    /// Random exercises on which this mistake of this calculation would show; where none is named, any that is open.
    Mistakes(Option<(String, String)>),
    /// A mock exam: the paper that waits, where one does.
    Exam,
    /// The paper with this code, which waits.
    Paper(String),
    /// Another paper than the one that waits.
    NewExam,
}

/// What a curve is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveOf {
    /// A function, over its input.
    Function,
    /// What a calculation answers, item by item.
    Items,
}

/// Where the reader opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// At the contents.
    Contents,
    /// At a topic.
    Topic(String),
    /// At a search for these words.
    Search(String),
    /// At the statement that a question or card practises.
    Behind(String),
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

    /// The reader of the statements.
    fn reader(&self, opening: &Opening) -> Box<dyn Screen>;
}
