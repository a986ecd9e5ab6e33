//! The learner's record: an append-only log of answers in `SQLite`, and the states of cards derived from it.
//!
//! What is said to be taken is on disk: each answer is one transaction of the log row, which is the truth, and the
//! card's state, which can be rebuilt. Undo appends; nothing is overwritten.

mod cards;
mod check;
mod error;
mod export;
mod import;
mod log;
mod record;
#[cfg(test)]
mod tests;

pub use cards::CardState;
pub use check::Flaw;
pub use error::{ImportFault, StoreError};
pub use import::Imported;
pub use log::{Answered, Of, Rated, Reviewed};
pub use record::Record;
