//! Quiz, drill, review and exam as state machines: events in, state out.
//!
//! Clock and random source are passed in; there is no terminal here. Full screen, plain lines and JSON
//! lines are three faces of the same machine: each submits a line and shows the events that come back.

pub mod event;

pub use event::{Asked, Event, OptionLine, PointLine, Summary};
