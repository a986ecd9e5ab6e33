//! The drill: random exercises of calculations, each answer diagnosed.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use jiff::ZonedDateTime;

use super::event::{Event, Summary};
use super::exercises::ExerciseError;
use super::journal::{Answered, Journal, Of};
use super::marking::{ComputedTask, Mark, Unreadable};
use super::random::Dice;
use super::session::{Command, Missed, Progress, Session, Setting, StudyError, milliseconds, rejected};
use super::words::prose;
use crate::calculation::{Code, Exercise};
use crate::course::Id;
use crate::course::messages::say;

/// How many exercises a drill has unless told otherwise.
const USUAL: usize = 10;

/// How often another variant is drawn in place of one that failed or has come already, before none is thought to be left.
const TRIES: usize = 400;

/// The level of a drill unless told otherwise: on paper.
const USUAL_LEVEL: u8 = 2;

/// What is wanted of a drill.
#[derive(Clone, Debug)]
pub struct DrillPlan {
    /// The kinds of calculation. Whoever makes the drill names them: of none nothing is drawn.
    pub kinds: Vec<Id>,
    /// 1 mental arithmetic, 2 paper, 3 calculator.
    pub level: u8,
    /// How many exercises.
    pub count: Option<usize>,
    /// One variant that is wanted again, in place of random ones.
    pub code: Option<Code>,
}

impl Default for DrillPlan {
    fn default() -> Self {
        Self { kinds: Vec::new(), level: USUAL_LEVEL, count: None, code: None }
    }
}

/// A drill under way.
#[derive(Debug)]
pub struct Drill {
    setting: Setting,
    plan: DrillPlan,
    dice: Dice,
    /// The exercises that have come.
    exercises: Vec<ComputedTask>,
    met: HashSet<String>,
    closed: Vec<Closed>,
    hints: usize,
    shown: Option<ZonedDateTime>,
    over: bool,
}

#[derive(Clone, Debug)]
enum Closed {
    Answered { seq: u64, mark: Mark },
    Skipped,
}

impl Drill {
    /// A drill by this plan.
    #[must_use]
    pub fn new(plan: DrillPlan, setting: Setting) -> Self {
        let dice = Dice::new(setting.seed, "drill");
        Self {
            setting,
            plan,
            dice,
            exercises: Vec::new(),
            met: HashSet::new(),
            closed: Vec::new(),
            hints: 0,
            shown: None,
            over: false,
        }
    }

    /// The exercise that waits for an answer.
    #[must_use]
    pub fn open(&self) -> Option<&ComputedTask> {
        if self.over { None } else { self.exercises.get(self.closed.len()) }
    }

    /// How it went so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for closed in &self.closed {
            if let Closed::Answered { mark, .. } = closed {
                summary.answered += 1;
                summary.correct += usize::from(mark.is_full());
                summary.score += mark.share;
                summary.points += 1.0;
            }
        }
        summary
    }

    fn count(&self) -> usize {
        if self.plan.code.is_some() { 1 } else { self.plan.count.unwrap_or(USUAL) }
    }

    /// The next exercise: one that has not come yet.
    fn draw(&mut self) -> Result<Option<Exercise>, StudyError> {
        let exercises = &*self.setting.exercises;
        if let Some(code) = &self.plan.code {
            return Ok(Some(exercises.of_code(code)?));
        }
        let mut failure: Option<ExerciseError> = None;
        for _ in 0..TRIES {
            let at = self.dice.below(self.plan.kinds.len());
            let seed = self.dice.variant();
            let Some(kind) = self.plan.kinds.get(at) else { break };
            match exercises.draw(kind, self.plan.level, seed) {
                Ok(exercise) => {
                    let words = format!("{} {}", exercise.calculation, exercise.stem.en);
                    if self.met.insert(words) {
                        return Ok(Some(exercise));
                    }
                    failure = None;
                }
                Err(error) => failure = Some(error),
            }
        }
        failure.map_or(Ok(None), |error| Err(error.into()))
    }

    /// Asks the next exercise, or sums up.
    fn ask(&mut self, now: &ZonedDateTime) -> Result<Event, StudyError> {
        self.hints = 0;
        self.shown = Some(now.clone());
        let (at, of) = (self.closed.len(), self.count());
        if at >= of {
            return Ok(self.finish());
        }
        if at == self.exercises.len() {
            let Some(exercise) = self.draw()? else { return Ok(self.finish()) };
            self.exercises.push(ComputedTask { exercise, lang: self.setting.lang });
        }
        let Some(task) = self.exercises.get(at) else { return Ok(self.finish()) };
        Ok(Event::Exercise {
            id: task.exercise.calculation.to_string(),
            code: task.code().unwrap_or_default(),
            stem: prose(task.exercise.stem.get(task.lang)),
            ask: task.asked(),
            number: at + 1,
            of,
        })
    }

    fn finish(&mut self) -> Event {
        self.over = true;
        Event::Summary(self.summary())
    }

    fn answer(
        &mut self,
        task: &ComputedTask,
        line: &str,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        let exercises = &*self.setting.exercises;
        let id = task.exercise.calculation.to_string();
        let mark = match task.mark(line, exercises) {
            Ok(mark) => mark,
            Err(unreadable) => return Ok(rejected(&id, &unreadable, task.lang)),
        };
        let seq = journal.answer(&Answered {
            at: now.clone(),
            of: Of::Exercise,
            id: id.clone(),
            code: task.code(),
            given: mark.given.clone(),
            score: mark.share,
            mistake: mark.mistake.as_ref().map(ToString::to_string),
            ms: milliseconds(self.shown.as_ref(), now),
            hash: exercises.hash(&id),
        })?;
        let feedback = Event::Feedback {
            id,
            correct: mark.is_full(),
            score: mark.share,
            given: mark.given.clone(),
            answer: exercises.answer(&task.exercise),
            why: diagnosis(&mark, task),
            mistake: mark.mistake.as_ref().map(ToString::to_string),
            solution: exercises.solution(&task.exercise, task.lang),
        };
        self.closed.push(Closed::Answered { seq, mark });
        Ok(vec![feedback, self.ask(now)?])
    }

    fn undo(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let Some(last) = self.closed.last() else {
            let id = self.open().map(|t| t.exercise.calculation.to_string()).unwrap_or_default();
            return Ok(rejected(&id, &Unreadable::NothingToUndo, self.setting.lang));
        };
        if let Closed::Answered { seq, .. } = last {
            journal.undo(*seq, now)?;
        }
        self.closed.pop();
        self.over = false;
        let id = self.open().map(|t| t.exercise.calculation.to_string()).unwrap_or_default();
        Ok(vec![Event::Undone { id }, self.ask(now)?])
    }

    fn hint(&mut self, task: &ComputedTask) -> Vec<Event> {
        let id = task.exercise.calculation.to_string();
        let ladder = self.setting.exercises.hints(&task.exercise);
        let Some(hint) = ladder.get(self.hints) else {
            return rejected(&id, &Unreadable::NoHint, task.lang);
        };
        self.hints += 1;
        vec![Event::Hint { id, level: hint.level, text: prose(hint.text.get(task.lang)) }]
    }
}

impl Session for Drill {
    fn start(&mut self, now: &ZonedDateTime) -> Result<Vec<Event>, StudyError> {
        Ok(vec![self.ask(now)?])
    }

    fn submit(&mut self, line: &str, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let command = Command::read(line);
        if command == Ok(Command::Undo) {
            return self.undo(now, journal);
        }
        let Some(task) = self.open().cloned() else { return Ok(Vec::new()) };
        match command {
            Ok(Command::Answer(line)) => self.answer(&task, line, now, journal),
            Ok(Command::Hint) => Ok(self.hint(&task)),
            Ok(Command::Skip) => {
                self.closed.push(Closed::Skipped);
                Ok(vec![Event::Skipped { id: task.exercise.calculation.to_string() }, self.ask(now)?])
            }
            Ok(Command::Quit) => Ok(vec![self.finish()]),
            Ok(Command::Undo) => self.undo(now, journal),
            Err(unreadable) => Ok(rejected(&task.exercise.calculation, &unreadable, task.lang)),
        }
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        Progress { done: self.closed.len(), total: self.count(), left: None }
    }

    fn missed(&self) -> Vec<Missed> {
        let closed = self.exercises.iter().zip(&self.closed);
        closed
            .filter_map(|(task, closed)| match closed {
                Closed::Answered { mark, .. } if !mark.is_full() => Some(Missed {
                    id: task.exercise.calculation.to_string(),
                    code: task.code(),
                    stem: prose(task.exercise.stem.get(task.lang)),
                    given: mark.given.clone(),
                    answer: self.setting.exercises.answer(&task.exercise),
                    why: diagnosis(mark, task),
                }),
                _ => None,
            })
            .collect()
    }
}

/// What the answer shows: right, which mistake, which convention.
fn diagnosis(mark: &Mark, task: &ComputedTask) -> String {
    if mark.notes.is_empty() { say(task.lang, "study.right", &[]) } else { mark.notes.join("\n") }
}
