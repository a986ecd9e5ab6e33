//! The full-screen interface: one file a screen, `widgets` for what screens share.

pub mod app;
mod background;
pub mod dates;
pub mod desk;
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

pub use app::{Look, Next, Screen, run};
pub use desk::{Choice, Desk};
pub use theme::Theme;
