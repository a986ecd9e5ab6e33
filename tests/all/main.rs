//! Whole-program tests: one binary, a module a theme.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bounds;
mod calc;
mod calculations;
mod commands;
mod configure;
mod content;
mod corpora;
mod course;
mod crash;
mod docs;
mod doctor;
mod drill;
mod exam;
mod files;
mod formulas;
mod fuzzed;
mod golden;
mod hostile;
mod layers;
mod learner;
mod marking;
mod meaning;
mod mine;
mod program;
mod proofread;
mod published;
mod quiz;
mod reading;
mod readme;
mod record;
mod review;
mod short_answers;
mod standing;
mod terminal;
mod variants;
