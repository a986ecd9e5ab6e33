//! Whole-program tests: one binary, a module a theme.

mod calculations;
mod crash;
mod drill;
mod golden;
mod layers;
mod learner;
mod program;
mod quiz;
mod review;
