//! Parameters → derivation; drawing random variants; grading and diagnosing what a student answers.

pub mod answer;
pub mod applies;
pub mod check;
pub mod derive;
pub mod draw;
mod elsewhere;
pub mod exercise;
mod flaw;
pub mod given;
mod glossary;
pub mod grade;
pub mod hints;
mod idle;
pub mod introduced;
mod inverse;
mod layers;
pub mod mine;
mod place;
mod pose;
pub mod proofread;
mod same;
pub mod sentence;
mod slips;
mod sound;
pub mod teach;
pub mod title;
pub mod undrawn;
mod words;
pub mod worked;
mod workings;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_files;
#[cfg(test)]
mod tests_of_formulas;

pub use derive::told::{Equation, Told};
pub use derive::{Derivation, Detail, Missing, Shown, derive};
pub use elsewhere::{Elsewhere, elsewhere};
pub use exercise::{Arises, Ask, Code, Exercise, Grade, Hint, Slip, Verdict, Wanted};
pub use idle::idle;
pub use place::{place, titled};
pub use slips::is_of_writing;
pub use worked::Worked;
pub use workings::{Shared, Workings};
