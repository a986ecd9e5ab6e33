//! Whole-program tests: one binary, a module a theme.

mod calculations;
mod golden;
mod layers;
mod program;
