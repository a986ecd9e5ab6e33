//! The screens, one file each.

mod again;
pub mod answer;
pub mod help;
pub mod home;
pub mod notes;
mod paper;
pub mod session;
