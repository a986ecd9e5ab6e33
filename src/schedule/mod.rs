//! When a card is due, and what day it is for the learner.

mod clock;

pub use clock::{Clock, ClockError, day_of};
