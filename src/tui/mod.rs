//! The full-screen interface: one file a screen, `widgets` for what screens share.

pub mod app;
mod background;
pub mod choice;
pub mod dates;
pub mod desk;
pub mod keys;
pub mod look;
pub mod message;
pub mod screen;
pub mod screens;
pub mod svg;
mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod told;
pub mod widgets;

pub use app::run;
pub use choice::Choice;
pub use desk::Desk;
pub use look::Look;
pub use screen::{Next, Screen};
pub use theme::Theme;
