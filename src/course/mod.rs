//! Loads and validates content: topics, cards, questions, calculations, messages.

pub mod bundle;
pub mod lang;
pub mod messages;
pub mod problem;
pub mod read;
pub mod topic;

pub use lang::{Bilingual, Lang};
pub use problem::{Problem, Severity};
pub use topic::{
    Blank, Body, Card, Choice, Computed, DerivativeOf, Erratum, Face, Formula, Heading, Id, Item, Point, Question,
    QuestionKind, Statement, Table, Topic,
};
