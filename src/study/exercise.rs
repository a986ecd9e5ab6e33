//! An exercise of a calculation as a session asks it, and how a question has one posed.

use std::cell::RefCell;
use std::rc::Rc;

use super::exercises::{ExerciseError, Exercises, UnreadableValue, posed};
use super::feedback::Asks;
use super::journal::Of;
use super::reasons::Reasons;
use crate::calculation::answer::note;
use crate::calculation::{Arises, Ask, Code, Exercise, Grade, Slip, Verdict, Worked};
use crate::course::kinds::{Again, Asked, Mark, Note, Posed, Poser, Prompt, State, Task, Unposed, Unreadable};
use crate::course::messages::say;
use crate::course::spec::Word;
use crate::course::{Bilingual, Choice, Computed, Id, Lang, Prose, prose, typed};
use crate::math::{Expr, Value, number, render};

/// An exercise as a session asks it.
#[derive(Clone, Debug)]
pub struct ComputedTask {
    /// The variant.
    pub exercise: Exercise,
    /// The language of the session.
    pub lang: Lang,
    /// Who grades it.
    exercises: Rc<dyn Exercises>,
    /// The answer that was graded last, and what came of it: a turn asks for that several times.
    graded: RefCell<Option<(String, Rc<Grade>)>>,
}

impl ComputedTask {
    /// An exercise in the language of a session.
    #[must_use]
    pub fn new(exercise: Exercise, lang: Lang, exercises: &Rc<dyn Exercises>) -> Self {
        Self { exercise, lang, exercises: Rc::clone(exercises), graded: RefCell::default() }
    }

    /// What an answer line comes to.
    fn grade(&self, line: &str) -> Result<Rc<Grade>, UnreadableValue> {
        let line = line.trim();
        if let Some((_, grade)) = self.graded.borrow().as_ref().filter(|(known, _)| known == line) {
            return Ok(Rc::clone(grade));
        }
        let grade = Rc::new(self.exercises.grade(&self.exercise, line)?);
        *self.graded.borrow_mut() = Some((line.to_owned(), Rc::clone(&grade)));
        Ok(grade)
    }

    /// Its words.
    #[must_use]
    pub fn stem(&self) -> Prose {
        Prose::of(self.exercise.stem.get(self.lang))
    }

    /// The values asked for.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        let title = |ask: &Ask| prose(ask.title.get(self.lang));
        let asked = |ask: &Ask| Asked {
            key: ask.key.to_string(),
            digits: ask.digits,
            title: title(ask),
            notes: Vec::new(),
            is_number: ask.value.as_scalar().is_some(),
            is_list: ask.value.shape().len() == 1,
        };
        self.exercise.ask.iter().map(asked).collect()
    }

    /// The same, each with what its writing has to keep to: the words of a drawn task do not say so.
    #[must_use]
    pub fn asked_in_full(&self) -> Vec<Asked> {
        let digits = |ask: &Ask| ask.digits_told().map(|digits| say(self.lang, "study.digits", &[("digits", &digits)]));
        // How a list is written is said of the first one.
        let mut said: Vec<String> = Vec::new();
        let mut written = |ask: &Ask| {
            let note = note(ask, self.lang).filter(|note| !said.contains(note));
            said.extend(note.clone());
            note
        };
        let own = |ask: &Ask| ask.units.first().filter(|_| ask.unit.is_none()).cloned();
        let unit = |ask: &Ask| own(ask).map(|unit| say(self.lang, "study.in-unit", &[("unit", &unit)]));
        let mut notes = |ask: &Ask| unit(ask).into_iter().chain(digits(ask)).chain(written(ask)).collect();
        self.asked()
            .into_iter()
            .zip(&self.exercise.ask)
            .map(|(asked, ask)| Asked { notes: notes(ask), ..asked })
            .collect()
    }

    /// What was done; where several mistakes give the same value, all of them: which it was cannot be told.
    fn either(&self, first: (&Bilingual, &Arises), others: &[Slip]) -> Vec<Note> {
        let mut each = std::iter::once(first).chain(others.iter().map(|slip| (&slip.say, &slip.arises)));
        let words = |(text, arises): (&Bilingual, &Arises)| {
            let what = prose(text.get(self.lang));
            match arises.line(self.lang) {
                None => what,
                Some(formula) => say(self.lang, "slip.arises", &[("what", &what), ("formula", &formula)]),
            }
        };
        let first = each.next().map(words).unwrap_or_default();
        let Some(second) = each.next().map(words) else {
            return Note::lines(&say(self.lang, "study.mistake", &[("why", &first)]));
        };
        let mark = say(self.lang, "slip.item", &[("what", &"")]);
        let item = |what: String| Note::Listed { mark: mark.clone(), what };
        let head = Note::Said(say(self.lang, "slip.either", &[]));
        let items = [first, second].into_iter().chain(each.map(words)).map(item);
        std::iter::once(head).chain(items).collect()
    }

    /// How many of the values are right, where there are several.
    fn earned(&self, grade: &Grade) -> Option<String> {
        let of = grade.verdicts.len();
        let right = (grade.score * of as f64).round();
        (of > 1).then(|| say(self.lang, "study.earned-values", &[("right", &right), ("of", &of)]))
    }

    /// A sentence for each verdict that says something, under its title where several values are asked for.
    fn notes(&self, grade: &Grade) -> Vec<Note> {
        let several = grade.verdicts.len() > 1;
        let mut notes = Vec::new();
        for (ask, verdict) in self.exercise.ask.iter().zip(&grade.verdicts) {
            let mut told = match verdict {
                Verdict::Right => continue,
                Verdict::Convention { say: words } => {
                    Note::lines(&say(self.lang, "study.convention", &[("why", &prose(words.get(self.lang)))]))
                }
                Verdict::FollowOn => Note::lines(&say(self.lang, "study.follow-on", &[])),
                Verdict::Mistake { say: words, arises, others, .. } => self.either((words, arises), others),
                Verdict::Unmet { say: words } => Note::lines(&prose(words.get(self.lang))),
                Verdict::Wrong { look } => Note::lines(&prose(look.get(self.lang))),
                Verdict::Missing => Note::lines(&say(self.lang, "study.missing", &[])),
            };
            if let Some(first) = told.first_mut().filter(|_| several) {
                let title = prose(ask.title.get(self.lang));
                *first = Note::Said(say(self.lang, "calc.titled", &[("title", &title), ("text", first)]));
            }
            notes.extend(told);
        }
        notes
    }
}

/// An exercise of a drill.
impl Asks for ComputedTask {
    fn of(&self) -> Of {
        Of::Exercise
    }

    fn id(&self) -> String {
        self.exercise.calculation.to_string()
    }

    fn lang(&self) -> Lang {
        self.lang
    }

    fn stem(&self) -> Prose {
        self.stem()
    }

    fn task(&self) -> &dyn Task {
        self
    }

    fn points(&self) -> f64 {
        1.0
    }

    fn score(&self, mark: &Mark) -> f64 {
        mark.share
    }

    /// What the answer shows: right, which mistake, which convention.
    fn reasons(&self, mark: Option<&Mark>) -> Reasons {
        match mark {
            Some(mark) if mark.notes.is_empty() => Reasons::right(self.lang),
            mark => Reasons::seen(mark.map_or(&[], |mark| &mark.notes)),
        }
    }

    fn solution(&self) -> Vec<Worked> {
        self.exercises.solution(&self.exercise, self.lang)
    }

    fn hash(&self) -> String {
        self.exercises.hash(&self.exercise.calculation)
    }
}

impl Task for ComputedTask {
    fn prompt(&self) -> Prompt {
        Prompt::Values { ask: self.asked_in_full(), code: self.code() }
    }

    /// What is known about a wrong value stands in the notes.
    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        if line.trim().is_empty() {
            return Err(Unreadable::Empty);
        }
        let unread = |UnreadableValue { what, key }| Unreadable::Value { what: prose(what.get(self.lang)), key };
        let grade = self.grade(line).map_err(unread)?;
        Ok(Mark {
            given: line.trim().to_owned(),
            share: grade.score,
            mistake: grade.mistake().map(|id| Id::from(&**id)),
            mistakes: grade.mistakes().into_iter().map(|id| Id::from(&**id)).collect(),
            read_as: grade.read_as.clone(),
            notes: self.notes(&grade),
            earned: self.earned(&grade),
        })
    }

    fn answer(&self) -> String {
        self.exercises.answer(&self.exercise)
    }

    /// Of values to choose, one choice of many.
    fn told_answer(&self) -> Prose {
        let answer = match self.exercise.ask.as_slice() {
            [ask] => told(ask, &ask.value, self.lang),
            _ => render::with_minus(&self.answer()).into_owned().into(),
        };
        if self.exercise.goal.is_empty() {
            answer
        } else {
            answer.within(|answer| say(self.lang, "study.for-example", &[("answer", &answer)]))
        }
    }

    /// Of one list or matrix its numbers as they stand in the question.
    fn said(&self, given: &str) -> Prose {
        let read = || self.grade(given).ok()?.replies.first().cloned()?;
        match self.exercise.ask.as_slice() {
            [ask] if ask.value.as_scalar().is_none() => {
                let value = read().filter(|value| matches!(value, Value::Tensor(_)));
                value.map_or_else(|| given.to_owned().into(), |value| drawn(&value))
            }
            _ => given.to_owned().into(),
        }
    }

    fn rule(&self) -> Option<String> {
        (self.exercise.ask.len() > 1).then(|| say(self.lang, "study.rule-computed", &[]))
    }

    fn hints(&self) -> Vec<String> {
        self.exercises.hints(&self.exercise).iter().map(|hint| prose(hint.text.get(self.lang))).collect()
    }

    /// Its ladder begins with the formula instead.
    fn is_placed(&self) -> bool {
        false
    }

    /// Of several values each, with what it should be.
    fn again(&self, given: &str) -> Vec<Again> {
        let asks = &self.exercise.ask;
        let Ok(grade) = self.grade(given) else { return Vec::new() };
        if asks.len() < 2 || grade.replies.len() != asks.len() {
            return Vec::new();
        }
        let judged = grade.replies.iter().zip(&grade.verdicts);
        let parts = asks.iter().zip(judged).zip(1..).map(|((ask, (reply, verdict)), number): (_, usize)| {
            let should = || told(ask, &ask.value, self.lang);
            Again {
                key: number.to_string(),
                text: match reply {
                    Some(value) => titled(ask, told(ask, value, self.lang), self.lang),
                    None => prose(ask.title.get(self.lang)).into(),
                },
                state: State::of(verdict.credited() || reply.is_none(), reply.is_some()),
                aside: (!verdict.credited())
                    .then(|| should().within(|should| say(self.lang, "study.should", &[("should", &should)]))),
            }
        });
        parts.collect()
    }

    /// The code that brings the variant back, if it was drawn.
    fn code(&self) -> Option<String> {
        self.exercise.code.as_ref().map(ToString::to_string)
    }
}

/// The values that an exercise asks for as a reader is told them, each in a line behind its title.
pub(super) fn values(exercise: &Exercise, lang: Lang) -> Prose {
    let line = |ask: &Ask| titled(ask, told(ask, &ask.value, lang), lang);
    Prose::joined(exercise.ask.iter().map(line), "\n")
}

/// A value behind its title.
fn titled(ask: &Ask, value: Prose, lang: Lang) -> Prose {
    Prose::from(format!("{} = ", prose(ask.title.get(lang)))).and(value)
}

/// A value of an answer as a reader is told it, to the digits asked for: a matrix by its rows, a word by its name.
fn told(ask: &Ask, value: &Value, lang: Lang) -> Prose {
    if let Some(word) = word(ask, value) {
        return word.name.get(lang).to_owned().into();
    }
    let rounded = ask.digits.and_then(|digits| number::rounded(value, digits));
    let value = rounded.unwrap_or_else(|| value.clone());
    match value {
        Value::Number(number) => {
            let written = typed::written(&value, ask.digits);
            typed::grouped(&render::with_minus(&written), number).into()
        }
        Value::Text(_) => render::with_minus(&typed::written(&value, None)).into_owned().into(),
        value => drawn(&value),
    }
}

/// A list or a matrix with all its numbers: as a formula, where that leaves none out.
fn drawn(value: &Value) -> Prose {
    let (value, whole) = (Expr::value(value.clone()), render::whole(value));
    if render::line(&value) == whole { Prose::formula(vec![value]) } else { whole.into() }
}

/// The word that a value is, of a verdict.
fn word<'a>(ask: &'a Ask, value: &Value) -> Option<&'a Word> {
    let Value::Text(text) = value else { return None };
    ask.words.iter().find(|word| *word.value == **text)
}

/// Poses the calculation of a question, and remembers what came of it.
#[derive(Debug)]
pub(super) struct Posing<'a> {
    exercises: &'a Rc<dyn Exercises>,
    lang: Lang,
    /// The variant in which it is posed, where not any will do.
    variant: Option<&'a Code>,
    /// Whether the question has no words of its own.
    alone: bool,
    posed: Option<Exercise>,
    error: Option<ExerciseError>,
}

impl<'a> Posing<'a> {
    pub fn new(exercises: &'a Rc<dyn Exercises>, lang: Lang, variant: Option<&'a Code>, alone: bool) -> Self {
        Self { exercises, lang, variant, alone, posed: None, error: None }
    }

    /// The variant that was posed, of drawn numbers.
    pub fn code(&self) -> Option<String> {
        self.posed.as_ref()?.code.as_ref().map(ToString::to_string)
    }

    /// The worked solution of what was posed.
    pub fn solution(&self) -> Vec<Worked> {
        self.posed.as_ref().map_or_else(Vec::new, |exercise| self.exercises.solution(exercise, self.lang))
    }

    /// Why nothing was posed.
    pub fn failed(self, kind: &Id) -> ExerciseError {
        self.error.unwrap_or_else(|| ExerciseError::Unknown(kind.clone()))
    }

    fn exercise(&mut self, computed: &Computed, seed: u32) -> Result<Exercise, Unposed> {
        match posed(&**self.exercises, computed, self.alone, self.variant, seed) {
            Ok(exercise) => Ok(self.posed.insert(exercise).clone()),
            Err(error) => {
                self.error = Some(error);
                Err(Unposed)
            }
        }
    }
}

impl Poser for Posing<'_> {
    fn pose(&mut self, computed: &Computed, seed: u32) -> Result<Posed, Unposed> {
        let exercise = self.exercise(computed, seed)?;
        let task = ComputedTask::new(exercise, self.lang, self.exercises);
        Ok(Posed { stem: task.stem(), task: Box::new(task) })
    }

    fn options(&mut self, computed: &Computed, seed: u32) -> Result<(Prose, Vec<Choice>), Unposed> {
        let exercise = self.exercise(computed, seed)?;
        // The options are values of the first that is asked.
        let stem = if self.alone { exercise.in_full(1) } else { exercise.stem.clone() };
        Ok((Prose::of(stem.get(self.lang)), self.exercises.options(&exercise)))
    }
}
