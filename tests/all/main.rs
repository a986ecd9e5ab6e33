//! Whole-program tests: one binary, a module a theme.

mod calculations;
mod layers;
