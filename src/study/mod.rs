//! Quiz, drill, review and exam as state machines: events in, state out.
//!
//! Clock and random source are passed in; there is no terminal here. Full screen, plain lines and JSON
//! lines are three faces of the same machine: each submits a line and shows the events that come back.
//! What is said as taken has been written to the learner's record before ([`Journal`]).

pub mod action;
pub mod catalog;
pub mod deck;
pub mod drill;
pub mod event;
pub mod exam;
pub mod exercise;
pub mod exercises;
pub mod feedback;
mod grid;
mod hash;
pub mod item;
pub mod journal;
pub mod links;
pub mod marked;
pub mod mistakes;
pub mod quiz;
pub mod reading;
pub mod reasons;
pub mod review;
pub mod search;
pub mod session;
#[cfg(test)]
mod testing;
pub mod turns;

pub use crate::course::kinds::{Again, Asked, Note, OptionLine, PointLine, Prompt, State};
pub use action::{Action, Command};
pub use catalog::Catalog;
pub use drill::{Drill, DrillPlan, Target};
pub use event::{Event, Handed, Judged, Paper, Reading, Reverse, Second, Share, Summary, Turned};
pub use exam::{Exam, ExamPlan, Kept, PaperCode};
pub use exercises::{ExerciseError, Exercises, UnreadableValue};
pub use journal::{
    Answered, ItemMark, Journal, JournalError, Last, Marked, Of, PaperEvent, PaperRow, Rated, Reviewed, Sitting,
};
pub use links::{Link, Links, behind};
pub use marked::{MarkedItem, MarkedSort, marked};
pub use mistakes::Mistakes;
pub use quiz::{Quiz, QuizPlan};
pub use reasons::{Reason, Reasons};
pub use review::{Planned, Review, ReviewPlan, Standing};
pub use session::{Cover, Missed, OnPaper, Place, Progress, Session, Setting, Spoken, StudyError, Wanting, Went};
