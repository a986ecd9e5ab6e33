//! What the log says of the learner: how each topic stands, which mistakes recur, what to do until the exam.
//!
//! Pure functions from the answers of the record and the course to what is known: no clock, no file, no screen. Commands,
//! screens and sessions ask the same functions, so they say the same.

mod advice;
mod class;
mod ground;
mod knowledge;
mod notebook;
mod outline;
pub mod plan;
mod readiness;
pub mod simulate;
mod stats;
#[cfg(test)]
mod testing;

pub use advice::{Advice, Agenda};
pub use class::{Answered, Class, ClassMistake, ClassStanding};
pub use ground::{Ground, Practice, States};
pub use knowledge::{Answers, Knowledge};
pub use notebook::{LOOKED_AT, Misconception, Notebook, Point, Showable, Source};
pub use outline::{Outline, share_met};
pub use readiness::{Readiness, thousandth};
pub use stats::{CardCount, DayOf, DueOn, ExamOf, KindOf, QuestionCount, Retained, Said, Stats, TopicOf};
