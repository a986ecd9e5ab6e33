//! The learner's record: an append-only log of answers in `SQLite`, and the states of cards derived from it.
//!
//! What is said to be taken is on disk: each answer is one transaction of the log row, which is the truth, and of what is
//! derived from it, which can be rebuilt. Undo appends; nothing is overwritten. Rows are chained by checksums; the
//! schema grows by the files in `migrations/`.

mod backup;
mod cards;
mod chain;
mod changed;
mod check;
mod class;
mod daily;
mod derived;
mod error;
mod export;
mod facts;
mod fit;
mod flaw;
mod history;
mod import;
mod items;
mod life;
mod log;
mod marks;
mod memory;
mod migrate;
mod notice;
mod open;
mod papers;
mod record;
mod repair;
mod sitting;
mod sync;
mod tallies;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_damage;
#[cfg(test)]
mod tests_of_derived;
#[cfg(test)]
mod tests_of_forms;
#[cfg(test)]
mod tests_of_logs;
#[cfg(test)]
mod tests_of_opening;
#[cfg(test)]
mod tests_of_papers;
mod wal;
mod walk;

pub use backup::Restored;
pub use cards::CardState;
pub use class::{Heard, each_record};
pub use error::{ImportFault, StoreError};
pub use flaw::Flaw;
pub use history::{Interval, Past, Sums, Sure, Took};
pub use import::Imported;
pub use items::Practised;
pub use log::{Answered, Last, Mark, Marked, Of, PaperEvent, PaperRow, Rated, Reviewed, Sort};
pub use notice::Notice;
pub use papers::Sitting;
pub use record::{DayCount, Record};
pub use repair::Repaired;
pub use sync::{NotRead, Synced};
