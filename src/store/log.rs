//! The log: what is told to it and asked of it, and its rows as they are kept.

mod entry;
mod told;

pub(super) use entry::{Answer, Entry, Origin, answered, append, entry, handed_in, paper, written};
pub use told::{Answered, Last, Mark, Marked, Of, PaperEvent, PaperRow, Rated, Reviewed, Sort};
