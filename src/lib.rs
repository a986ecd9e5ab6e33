//! `dlrev` turns a set of exam notes into something to practise against.
//!
//! The map of the house; imports point downwards only, and a test holds it:
//!
//! | room | what lives there |
//! | --- | --- |
//! | [`cli`] | the command line: one file a command |
//! | [`tui`] | the full screen: one file a screen. Nothing but these two rooms writes to the terminal |
//! | [`study`] | quiz, drill, review and exam as state machines: events in, state out |
//! | [`learner`] | what the log says of the learner: standing, mistakes, plan; pure functions |
//! | [`calculation`] | parameters → derivation; drawing variants; grading; diagnosing |
//! | [`schedule`] | when a card is due, towards an exam date |
//! | [`store`] | the learner's record: an append-only log in `SQLite` |
//! | [`course`] | reads and checks content; a kind of question is a file in [`course::kinds`] |
//! | [`math`] | values, expressions, evaluation with a trace, gradients, rendering |
//! | [`beside`] | work beside other work, where the system gives a thread for it |
//! | [`ending`] | what is still to be done when a signal ends the program |
//! | [`files`] | one way to write a file, one way to read one |
//! | [`random`] | what choices hang on: the same seed gives the same on any machine |
//! | [`text`] | columns, line breaks, and how texts are folded to be compared |

pub mod beside;
pub mod calculation;
pub mod cli;
pub mod course;
pub mod ending;
pub mod files;
pub mod learner;
pub mod random;
pub mod schedule;
pub mod store;
pub mod study;
pub mod text;
pub mod tui;

pub use dlrev_math as math;
