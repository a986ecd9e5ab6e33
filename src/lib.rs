//! `dlrev` turns a set of exam notes into something to practise against.
//!
//! The map of the house; imports point downwards only:
//!
//! | room | what lives there |
//! | --- | --- |
//! | `cli`, `tui` | the command line; the full-screen interface. Nothing else writes to the terminal |
//! | [`study`] | quiz, drill, review and exam as state machines: events in, state out |
//! | [`calculation`] | parameters → derivation; drawing variants; grading; diagnosing |
//! | `schedule` | when a card is due, towards an exam date |
//! | `store` | the learner's record: an append-only log in `SQLite` |
//! | [`course`] | loads and validates content |
//! | [`files`] | one way to write a file, one way to read one |
//! | [`math`] | values, expressions, evaluation with a trace, gradients, rendering |

pub mod calculation;
pub mod cli;
pub mod course;
pub mod files;
pub mod math;
pub mod schedule;
pub mod store;
pub mod study;
pub mod text;
pub mod tui;
