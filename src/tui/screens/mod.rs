//! The screens, one file each.

mod again;
pub mod answer;
pub mod calculator;
pub mod curves;
pub mod help;
pub mod home;
pub mod mistakes;
pub mod notes;
mod paper;
pub mod plan;
mod sections;
pub mod session;
pub mod settings;
pub mod statistics;
pub mod topic;
pub mod welcome;
