//! Grading: right, right under another convention, right given an earlier mistake, or which mistake it is.

use super::answer::{Unreadable, read};
use super::derive::otherwise::{Answers, followed};
use super::exercise::{Ask, Grade, Verdict};
use super::inverse;
use super::workings::Workings;
use crate::math::Value;
use crate::text::fold;

/// Whether two values are the same: counts and sizes exactly, real numbers to `digits` significant digits.
#[must_use]
pub fn same(given: &Value, truth: &Value, digits: Option<u32>) -> bool {
    match (given, truth) {
        (Value::Text(a), Value::Text(b)) => fold(a) == fold(b),
        (Value::Number(a), Value::Number(b)) => close(*a, *b, digits),
        (a, b) if a.is_numeric() && b.is_numeric() => {
            let (Some(a), Some(b)) = (given.as_tensor(), truth.as_tensor()) else { return false };
            a.shape() == b.shape() && a.iter().zip(b.iter()).all(|(a, b)| close(*a, *b, digits))
        }
        _ => given == truth,
    }
}

/// Within half a unit of the last digit asked for; exactly, but for the noise of doubles, where none is.
fn close(given: f64, truth: f64, digits: Option<u32>) -> bool {
    let noise = 1e-9 * truth.abs().max(1.0);
    let tolerance = match digits {
        Some(digits) if truth != 0.0 => {
            let place = libm::floor(libm::log10(truth.abs())) + 1.0 - f64::from(digits);
            0.5 * libm::pow(10.0, place) * (1.0 + 1e-6)
        }
        Some(digits) => 0.5 * libm::pow(10.0, -f64::from(digits)),
        None => 0.0,
    };
    (given - truth).abs() <= tolerance.max(noise)
}

impl Workings<'_> {
    /// Grades an answer line.
    ///
    /// # Errors
    /// A line that cannot be read: it is sent back and costs nothing.
    pub fn grade(&self, line: &str) -> Result<Grade, Unreadable> {
        let exercise = self.exercise;
        if !exercise.goal.is_empty() {
            return inverse::grade(self.spec, exercise, line);
        }
        let values = read(exercise, line)?;
        let mut verdicts = Vec::new();
        // What the student says instead of the truth: later answers may follow from it.
        let mut said = Answers::new();
        for (ask, value) in exercise.ask.iter().zip(values) {
            let Some(value) = value else {
                verdicts.push(Verdict::Missing);
                continue;
            };
            let verdict = if same(&value, &ask.value, ask.digits) {
                Verdict::Right
            } else {
                let verdict = self.judge(ask, &value, &said);
                said.insert(ask.key.to_string(), value);
                verdict
            };
            verdicts.push(verdict);
        }
        let credited = verdicts.iter().filter(|v| v.credited()).count();
        let score = credited as f64 / verdicts.len().max(1) as f64;
        Ok(Grade { verdicts, score })
    }

    /// What is known about a value that is not the right one.
    fn judge(&self, ask: &Ask, value: &Value, said: &Answers) -> Verdict {
        let gives = |answers: &Answers| answers.get(&*ask.key).is_some_and(|other| same(value, other, ask.digits));
        let otherwise = self.otherwise();
        if let Some((convention, _)) = otherwise.conventions.iter().find(|(_, answers)| gives(answers)) {
            return Verdict::Convention { say: convention.say.clone() };
        }
        let follows = || followed(self.spec, &self.exercise.given, said, &self.exercise.keys());
        if !said.is_empty() && follows().is_some_and(|answers| gives(&answers)) {
            return Verdict::FollowOn;
        }
        match otherwise.mistakes.iter().find(|(_, answers)| gives(answers)) {
            Some((mistake, _)) => Verdict::Mistake { id: mistake.id.clone(), say: mistake.say.clone() },
            None => Verdict::Wrong,
        }
    }
}
