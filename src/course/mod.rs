//! Loads and validates content: topics, cards, questions, calculations, messages.

pub mod bundle;
pub mod check;
mod content_hash;
pub mod coverage;
pub mod format;
pub mod format_page;
pub mod formula_error;
mod image;
pub mod items;
pub mod kinds;
pub mod lang;
pub mod library;
pub mod messages;
mod names;
pub mod network;
pub mod problem;
mod prose;
pub mod read;
pub mod schema;
mod shelf;
pub mod spec;
pub mod syllabus;
pub mod topic;
pub mod typed;

pub use format::Source;
pub use items::Items;
pub use kinds::choices::Choice;
pub use kinds::{Body, Computed, Kind};
pub use lang::{Bilingual, Lang};
pub use library::{Course, CourseError, KindTitle, TopicTitle};
pub use names::{CardName, QuestionName, Ways};
pub use problem::{Problem, Severity};
pub use prose::prose;
pub use syllabus::{Blueprint, Part, Syllabus};
pub use topic::{Card, DerivativeOf, Erratum, Face, Formula, Heading, Id, Question, Statement, Table, Topic};
