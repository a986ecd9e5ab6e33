//! Loads and validates content: topics, cards, questions, calculations, messages.

pub mod bundle;
pub mod check;
mod content_hash;
pub mod coverage;
pub mod formula_error;
pub mod lang;
pub mod library;
pub mod messages;
pub mod network;
pub mod problem;
mod question_check;
pub mod read;
pub mod schema;
pub mod spec;
pub mod syllabus;
pub mod topic;
mod topic_read;

pub use lang::{Bilingual, Lang};
pub use library::{Course, CourseError, KindTitle, TopicTitle};
pub use problem::{Problem, Severity};
pub use syllabus::{Part, Syllabus};
pub use topic::{
    Blank, Body, Card, Choice, Computed, DerivativeOf, Erratum, Face, Formula, Heading, Id, Item, Point, Question,
    QuestionKind, Statement, Table, Topic,
};
