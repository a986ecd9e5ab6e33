//! The drill: random exercises of calculations, each answer diagnosed.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::deck::{ClosedOf, Deck, Done, Moment, Refused, Take};
use super::event::{Event, Summary};
use super::exercise::ComputedTask;
use super::exercises::ExerciseError;
use super::feedback::{self, Asks, answered, feedback};
use super::journal::{Answered, Last, Of};
use super::session::{Missed, Setting, StudyError, Went};
use super::turns::Turns;
use crate::calculation::{Code, Exercise};
use crate::course::kinds::{Mark, Task as _};
use crate::course::{Id, Lang, prose};
use crate::math::budget;
use crate::math::limits::WORK;
use crate::random::Dice;

/// How many exercises a drill has unless told otherwise.
const USUAL: usize = 10;

/// How often another variant is drawn in place of one that failed or has come already, before none is thought to be left.
const TRIES: usize = 400;

/// How many variants of a calculation in a row may fail before none of it is drawn any more: each of them was tried some
/// hundred times.
const FRUITLESS: usize = 4;

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
    /// A variant whose task is wanted again with other numbers: its calculation and level, and what it asks for.
    pub like: Option<Code>,
    /// Mistakes to practise: each variant is one on which one of them gives something else than the truth and than every
    /// other mistake. Any variant where empty.
    pub mistakes: Vec<Target>,
}

/// A mistake to practise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The calculation.
    pub kind: Id,
    /// `padding-once`
    pub mistake: Id,
}

impl Default for DrillPlan {
    fn default() -> Self {
        Self { kinds: Vec::new(), level: USUAL_LEVEL, count: None, code: None, like: None, mistakes: Vec::new() }
    }
}

/// A drill under way.
pub type Drill = Turns<Draws>;

/// The exercises of a drill: each is drawn when its turn comes.
#[derive(Debug)]
pub struct Draws {
    setting: Setting,
    plan: DrillPlan,
    dice: Dice,
    met: HashSet<String>,
    /// How many variants of calculations failed last, one after the other.
    fruitless: HashMap<Id, usize>,
    /// Drawn already, and put back by undoing.
    waiting: Vec<ComputedTask>,
    /// How many exercises of earlier sessions are asked again.
    recalled: usize,
    /// What was still to come when exercises began to come once more, and how many are closed when they begin to
    /// and when they all have come again, round by round.
    rounds: Vec<(Vec<ComputedTask>, Range<usize>)>,
}

impl Drill {
    /// A drill by this plan.
    #[must_use]
    pub fn new(plan: DrillPlan, setting: Setting) -> Self {
        Self::over(Draws::new(plan, setting))
    }
}

impl Draws {
    fn new(plan: DrillPlan, setting: Setting) -> Self {
        let dice = Dice::new(setting.seed, "drill");
        let (met, fruitless) = (HashSet::new(), HashMap::new());
        Self { setting, plan, dice, met, fruitless, waiting: Vec::new(), recalled: 0, rounds: Vec::new() }
    }

    fn count(&self) -> usize {
        let wanted = if self.plan.code.is_some() { 1 } else { self.plan.count.unwrap_or(USUAL) };
        self.rounds.last().map_or(wanted + self.recalled, |(_, round)| round.end)
    }

    fn task(&self, exercise: Exercise) -> ComputedTask {
        ComputedTask::new(exercise, self.setting.lang, &self.setting.exercises)
    }

    /// The next exercise: one that has not come yet.
    fn draw(&mut self) -> Result<Option<Exercise>, StudyError> {
        if let Some(code) = &self.plan.code {
            return Ok(Some(self.setting.exercises.of_code(code)?));
        }
        let plan = match &self.plan.like {
            Some(code) => {
                let task = self.setting.exercises.of_code(code)?;
                self.like(&self.task(task))
            }
            None => self.plan.clone(),
        };
        budget::within(WORK, || self.drawn(&plan))
    }

    /// An exercise once more: of the same calculation with other numbers; with the same, where there are no others.
    fn once_more(&mut self, task: &ComputedTask) -> ComputedTask {
        let plan = self.like(task);
        self.met.insert(words(&task.exercise));
        match budget::within(WORK, || self.drawn(&plan)) {
            Ok(Some(exercise)) => self.task(exercise),
            Ok(None) | Err(_) => task.clone(),
        }
    }

    /// What draws tasks like this one.
    fn like(&self, task: &ComputedTask) -> DrillPlan {
        let kind = Id::from(&*task.exercise.calculation);
        let level = task.exercise.code.as_ref().map_or(self.plan.level, |code| code.level);
        let mistakes = self.plan.mistakes.iter().filter(|target| target.kind == kind).cloned().collect();
        DrillPlan { kinds: vec![kind], level, like: task.exercise.code.clone(), mistakes, ..DrillPlan::default() }
    }

    fn drawn(&mut self, plan: &DrillPlan) -> Result<Option<Exercise>, StudyError> {
        let exercises = &*self.setting.exercises;
        let mut failure: Option<ExerciseError> = None;
        let like = plan.like.as_ref().and_then(|code| exercises.of_code(code).ok());
        if let Some(like) = &like {
            self.met.insert(words(like));
        }
        let other = |exercise: &Exercise| {
            like.as_ref().is_some_and(|like| {
                let open = |exercise: &Exercise| exercise.ask.iter().map(|ask| ask.key.clone()).collect::<Vec<_>>();
                open(exercise) != open(like) || exercise.keys() != like.keys()
            })
        };
        for _ in 0..TRIES {
            let target = plan.mistakes.get(self.dice.below(plan.mistakes.len()));
            let at = self.dice.below(plan.kinds.len());
            let seed = self.dice.variant();
            let Some(kind) = target.map(|target| &target.kind).or(plan.kinds.get(at)) else { break };
            let failed = self.fruitless.get(kind).copied().unwrap_or_default();
            if failed >= FRUITLESS && failure.is_some() {
                continue;
            }
            match exercises.draw(kind, plan.level, seed) {
                Ok(exercise) => {
                    self.fruitless.remove(kind);
                    let missed = target.is_some_and(|target| !exercises.shows_alone(&exercise, &target.mistake));
                    if missed || other(&exercise) {
                        continue;
                    }
                    if self.met.insert(words(&exercise)) {
                        return Ok(Some(exercise));
                    }
                    failure = None;
                }
                Err(error) => {
                    self.fruitless.insert(kind.clone(), failed + 1);
                    failure = Some(error);
                }
            }
            if budget::is_spent() {
                break;
            }
        }
        failure.map_or(Ok(None), |error| Err(error.into()))
    }
}

impl Deck for Draws {
    type Item = ComputedTask;
    type Outcome = Mark;

    fn setting(&self) -> &Setting {
        &self.setting
    }

    fn next(&mut self, closed: &[ClosedOf<Self>]) -> Result<Option<ComputedTask>, StudyError> {
        if closed.len() >= self.count() {
            return Ok(None);
        }
        if let Some(mut task) = self.waiting.pop() {
            task.lang = self.setting.lang;
            return Ok(Some(task));
        }
        Ok(self.draw()?.map(|exercise| self.task(exercise)))
    }

    fn ask(&mut self, task: &ComputedTask, closed: &[ClosedOf<Self>]) -> Event {
        Event::Exercise {
            id: self.id(task),
            code: task.code().unwrap_or_default(),
            stem: task.stem(),
            ask: task.asked_in_full(),
            number: closed.len() + 1,
            of: self.count() - self.rounds.last().map_or(0, |(_, round)| round.start),
        }
    }

    fn id(&self, task: &ComputedTask) -> String {
        Asks::id(task)
    }

    fn variant(&self, task: &ComputedTask) -> Option<String> {
        task.code()
    }

    fn stem(&self, task: &ComputedTask) -> String {
        task.stem().to_string()
    }

    fn asks(&self) -> Option<Of> {
        Some(Of::Exercise)
    }

    fn recall(&mut self, last: &Last) -> Option<ComputedTask> {
        let code = last.code.as_ref()?.parse().ok()?;
        let exercise = self.setting.exercises.of_code(&code).ok()?;
        self.recalled += 1;
        Some(self.task(exercise))
    }

    fn put_back(&mut self, open: ComputedTask) {
        self.waiting.push(open);
    }

    fn take(
        &mut self,
        task: &mut ComputedTask,
        line: &str,
        _: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Mark>, Refused> {
        let mark = task.mark(line, None)?;
        let Moment { hints, confidence, .. } = moment;
        let row = Answered { hints, confidence, ..answered(task, &mark, moment.now, moment.ms) };
        let seq = moment.journal.answer(&row)?;
        let event = feedback(task, &mark, row.score);
        Ok(Take::Closed { seq, outcome: mark, event })
    }

    fn feedback(&self, task: &ComputedTask, done: &Done<Mark>) -> Option<Event> {
        Some(feedback(task, &done.outcome, task.score(&done.outcome)))
    }

    fn speak(&mut self, lang: Lang) {
        self.setting.lang = lang;
    }

    fn translate(&self, task: &mut ComputedTask) {
        task.lang = self.setting.lang;
    }

    fn retell(&self, task: &ComputedTask, mark: &mut Mark) {
        feedback::retell(task, mark);
    }

    fn hint(&self, task: &ComputedTask, given: usize) -> Option<(u8, String)> {
        let ladder = self.setting.exercises.hints(&task.exercise);
        ladder.get(given).map(|hint| (hint.level, prose(hint.text.get(task.lang))))
    }

    fn reopen(&mut self, closed: ClosedOf<Self>, open: Option<ComputedTask>) -> ComputedTask {
        self.waiting.extend(open);
        closed.item
    }

    fn total(&self, _: usize, _: bool) -> usize {
        self.count()
    }

    fn went(&self, mark: &Mark) -> Went {
        Went::of(mark)
    }

    fn comes_again(&self) -> bool {
        true
    }

    fn ask_again(&mut self, items: &[&ComputedTask], closed: usize) {
        let mut again: Vec<ComputedTask> = items.iter().map(|task| self.once_more(task)).collect();
        // The last of them waits longest.
        again.reverse();
        let rest = std::mem::replace(&mut self.waiting, again);
        self.rounds.push((rest, closed..closed + items.len()));
    }

    fn give_up_again(&mut self, _: Option<ComputedTask>) {
        self.waiting = self.rounds.pop().map_or_else(Vec::new, |(rest, _)| rest);
    }

    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary {
        let mut summary = Summary::default();
        for mark in closed.iter().filter_map(|closed| Some(&closed.done.as_ref()?.outcome)) {
            summary.answered += 1;
            summary.correct += usize::from(mark.is_full());
            summary.score += mark.share;
            summary.points += 1.0;
        }
        summary
    }

    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed> {
        let done = closed.iter().filter_map(|closed| Some((&closed.item, &closed.done.as_ref()?.outcome)));
        let missed = done.filter(|(_, mark)| !mark.is_full());
        missed.map(|(task, mark)| feedback::missed(task, Some(mark))).collect()
    }
}

/// What tells an exercise from others that may come.
fn words(exercise: &Exercise) -> String {
    format!("{} {}", exercise.calculation, exercise.stem.en)
}
