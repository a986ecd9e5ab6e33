//! The full-screen interface: one file a screen, `widgets` for what screens share.

pub mod app;
pub mod keys;
pub mod message;
pub mod screens;
pub mod svg;
mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod told;
pub mod widgets;

pub use app::{Choice, Desk, Look, Next, Screen, run};
pub use theme::Theme;
