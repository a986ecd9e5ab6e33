//! When a card is due, and what day it is for the learner.

mod clock;
mod scheduler;

pub use clock::{Clock, ClockError, day_of, read_time};
pub use scheduler::{Known, Memory, RETENTION, Scheduler};
