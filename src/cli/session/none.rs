//! A course without calculations.

use crate::calculation::{Code, Exercise, Grade, Hint};
use crate::course::{Choice, Computed, Id, Lang};
use crate::study::{ExerciseError, Exercises, UnreadableValue};

/// No calculation is there.
#[derive(Debug)]
pub(super) struct NoExercises;

impl Exercises for NoExercises {
    fn kinds(&self) -> Vec<Id> {
        Vec::new()
    }

    fn of_question(&self, computed: &Computed, _: u32) -> Result<Exercise, ExerciseError> {
        Err(ExerciseError::Unknown(computed.calculation.clone()))
    }

    fn draw(&self, kind: &str, _: u8, _: u32) -> Result<Exercise, ExerciseError> {
        Err(ExerciseError::Unknown(kind.into()))
    }

    fn of_code(&self, code: &Code) -> Result<Exercise, ExerciseError> {
        Err(ExerciseError::Unknown(code.calculation.clone()))
    }

    fn grade(&self, _: &Exercise, _: &str) -> Result<Grade, UnreadableValue> {
        Err(UnreadableValue(crate::course::Bilingual::default()))
    }

    fn hints(&self, _: &Exercise) -> Vec<Hint> {
        Vec::new()
    }

    fn answer(&self, _: &Exercise) -> String {
        String::new()
    }

    fn solution(&self, _: &Exercise, _: Lang) -> Vec<String> {
        Vec::new()
    }

    fn options(&self, _: &Exercise) -> Vec<Choice> {
        Vec::new()
    }

    fn hash(&self, _: &str) -> String {
        String::new()
    }
}
