//! The screens, one file each.

mod again;
pub mod answer;
pub mod help;
pub mod home;
pub mod notes;
mod paper;
mod sections;
pub mod session;
pub mod topic;
