//! Parameters → derivation; drawing random variants; grading and diagnosing what a student answers.

pub mod exercise;

pub use exercise::{Ask, Code, Exercise, Grade, Hint, Verdict};
