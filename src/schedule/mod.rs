//! When a card is due, and what day it is for the learner.

mod clock;
mod fit;
mod scheduler;

pub use clock::{Clock, ClockError, day_of, days_between, read_rfc3339, read_time, strange_zone};
pub use fit::{ENOUGH, FIT_EVERY, Fit, Review, fit};
pub use scheduler::{Known, Memory, Parameters, RETENTION, Scheduler};
