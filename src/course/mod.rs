//! Loads and validates content: topics, cards, questions, calculations, messages.

pub mod beside;
pub mod bundle;
pub mod check;
mod content_hash;
pub mod coverage;
mod curves;
mod denial;
mod figure;
pub mod format;
pub mod format_page;
pub mod formula_error;
mod haystack;
mod image;
pub mod items;
pub mod kinds;
pub mod lang;
pub mod library;
pub mod messages;
mod names;
pub mod network;
mod plain;
pub mod plots;
pub mod problem;
mod prose;

pub mod schema;

mod section;
mod signs;
pub mod spec;
mod stem;
pub mod syllabus;
pub mod synonyms;
mod tokens;
pub mod topic;
pub mod typed;

pub use figure::Figure;
pub use format::{Id, Source};
pub use haystack::Query;
pub use items::Items;
pub use kinds::choices::Choice;
pub use kinds::{Body, Computed, Kind};
pub use lang::{Bilingual, Lang};
pub use library::{Course, CourseError, KindTitle, TopicTitle};
pub use names::{CardName, QuestionName, Ways};
pub use problem::{Problem, Severity};
pub use prose::{Prose, prose};
pub use syllabus::{Blueprint, Need, Part, Syllabus};
pub use synonyms::Synonyms;
pub use topic::{Card, DerivativeOf, Erratum, Face, Formula, Heading, Question, Statement, Table, Topic};
