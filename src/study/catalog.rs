//! The calculations of a course as a session uses them, each read when it is first asked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::exercises::{ExerciseError, Exercises, UnreadableValue};
use super::hash;
use crate::calculation::Wanted;
use crate::calculation::answer::Unreadable;
use crate::calculation::draw::{draw, posed};
use crate::calculation::given::Given;
use crate::calculation::sentence::sentences;
use crate::calculation::undrawn::DrawError;
use crate::calculation::{Code, Exercise, Grade, Hint, Shared, Worked, Workings, given, hints};
use crate::course::spec::Spec;
use crate::course::{Bilingual, Choice, Computed, Course, Id, Lang, Synonyms};
use crate::math::budget;
use crate::math::limits::WORK;

/// The calculations of a course.
#[derive(Debug)]
pub struct Catalog {
    course: Course,
    synonyms: Synonyms,
    read: RefCell<HashMap<Id, Option<Rc<Spec>>>>,
    /// The exercise that was asked about last: a turn asks for its grade, hints and solution one after the other.
    last: RefCell<Option<AtHand>>,
}

/// An exercise by what its workings hang on, and these.
#[derive(Debug)]
struct AtHand {
    spec: Rc<Spec>,
    given: Given,
    keys: Vec<String>,
    shared: Rc<Shared>,
}

impl Catalog {
    /// Those of `course`; nothing is read yet.
    #[must_use]
    pub fn new(course: Course) -> Self {
        Self { synonyms: Synonyms::of(course.clone()), course, read: RefCell::default(), last: RefCell::default() }
    }

    /// A calculation, or an older version of one as `conv@1`.
    fn spec(&self, id: &str) -> Option<Rc<Spec>> {
        if let Some(known) = self.read.borrow().get(id) {
            return known.clone();
        }
        let loaded = self.course.calculation(id);
        let spec = loaded.value.filter(|_| loaded.problems.is_empty()).map(Rc::new);
        self.read.borrow_mut().insert(id.into(), spec.clone());
        spec
    }

    fn known(&self, id: &str) -> Result<Rc<Spec>, ExerciseError> {
        self.spec(id).ok_or_else(|| ExerciseError::Unknown(id.into()))
    }

    /// The calculation of an exercise, by the version of its code.
    fn of(&self, exercise: &Exercise) -> Option<Rc<Spec>> {
        match &exercise.code {
            Some(code) => self.versioned(code),
            None => self.spec(&exercise.calculation),
        }
    }

    /// What the workings of an exercise say, within the work that one may take; `None` where its calculation is not there.
    fn at_hand<T>(&self, exercise: &Exercise, say: impl FnOnce(Workings<'_>) -> T) -> Option<T> {
        let spec = self.of(exercise)?;
        let keys = exercise.keys();
        let known = |at: &&AtHand| Rc::ptr_eq(&at.spec, &spec) && at.given == exercise.given && at.keys == keys;
        let known = self.last.borrow().as_ref().filter(known).map(|at| Rc::clone(&at.shared));
        let shared = known.unwrap_or_else(|| {
            let shared = Rc::default();
            let (given, kept) = (exercise.given.clone(), Rc::clone(&shared));
            *self.last.borrow_mut() = Some(AtHand { spec: Rc::clone(&spec), given, keys, shared: kept });
            shared
        });
        Some(budget::within(WORK, || say(Workings::with(&spec, exercise, shared))))
    }

    /// What a question's calculation asks, of its given values, or of values drawn at a level from a seed.
    fn asked(spec: &Spec, computed: &Computed, alone: bool, level: u8, seed: u32) -> Result<Exercise, ExerciseError> {
        let wanted = Wanted {
            keys: &computed.ask,
            choose: &computed.choose,
            digits: computed.digits.map(|digits| digits.0),
            open: &computed.open,
        };
        let posing = || {
            if computed.given.is_empty() {
                return draw(spec, level, seed, wanted).map_err(|error| failed(spec, &error));
            }
            let given = given::read(spec, &computed.given, &|path| Err(path.to_owned()), 0)
                .map_err(|error| ExerciseError::Failed { kind: spec.id.clone(), why: sentences(spec, &error) })?;
            posed(spec, &given, wanted, alone).map_err(|error| failed(spec, &error))
        };
        budget::within(WORK, posing)
    }

    /// The calculation with the drawing rules of a code's version.
    fn versioned(&self, code: &Code) -> Option<Rc<Spec>> {
        let current = self.spec(&code.calculation).filter(|spec| spec.version == code.version);
        current.or_else(|| self.spec(&format!("{}@{}", code.calculation, code.version)))
    }
}

fn failed(spec: &Spec, error: &DrawError) -> ExerciseError {
    ExerciseError::Failed { kind: spec.id.clone(), why: error.sentence(spec) }
}

impl Exercises for Catalog {
    fn synonyms(&self) -> Synonyms {
        self.synonyms.clone()
    }

    fn kinds(&self) -> Vec<Id> {
        self.course.taught_calculations().into_iter().filter(|id| self.course.asks(id)).map(Id::from).collect()
    }

    fn of_question(&self, computed: &Computed, alone: bool, seed: u32) -> Result<Exercise, ExerciseError> {
        let spec = self.known(&computed.calculation)?;
        Self::asked(&spec, computed, alone, computed.level, seed)
    }

    fn of_variant(&self, computed: &Computed, code: &Code) -> Result<Exercise, ExerciseError> {
        let spec = self.versioned(code).ok_or_else(|| ExerciseError::Version { code: code.to_string() })?;
        Self::asked(&spec, computed, false, code.level, code.seed)
    }

    fn draw(&self, kind: &str, level: u8, seed: u32) -> Result<Exercise, ExerciseError> {
        let spec = self.known(kind)?;
        draw(&spec, level, seed, Wanted::default()).map_err(|error| failed(&spec, &error))
    }

    fn of_code(&self, code: &Code) -> Result<Exercise, ExerciseError> {
        self.known(&code.calculation)?;
        let spec = self.versioned(code).ok_or_else(|| ExerciseError::Version { code: code.to_string() })?;
        draw(&spec, code.level, code.seed, Wanted::default()).map_err(|error| failed(&spec, &error))
    }

    fn grade(&self, exercise: &Exercise, line: &str) -> Result<Grade, UnreadableValue> {
        let graded = self.at_hand(exercise, |workings| workings.grade(line));
        let nothing = || Ok(Grade { verdicts: Vec::new(), score: 0.0, read_as: None, replies: Vec::new() });
        let unread = |why: Unreadable| UnreadableValue { what: why.sentence(), key: why.key().map(str::to_owned) };
        graded.unwrap_or_else(nothing).map_err(unread)
    }

    fn hints(&self, exercise: &Exercise) -> Vec<Hint> {
        self.at_hand(exercise, |workings| workings.hints()).unwrap_or_default()
    }

    fn answer(&self, exercise: &Exercise) -> String {
        hints::answer(exercise)
    }

    fn solution(&self, exercise: &Exercise, lang: Lang) -> Vec<Worked> {
        self.at_hand(exercise, |workings| workings.solution(lang)).unwrap_or_default()
    }

    fn options(&self, exercise: &Exercise) -> Vec<Choice> {
        self.at_hand(exercise, |workings| workings.options()).unwrap_or_default()
    }

    fn showable(&self, exercise: &Exercise) -> Vec<Id> {
        self.at_hand(exercise, |workings| workings.showable()).unwrap_or_default()
    }

    fn shows_alone(&self, exercise: &Exercise, mistake: &str) -> bool {
        self.at_hand(exercise, |workings| workings.shows_alone(mistake)).unwrap_or_default()
    }

    fn mistake(&self, kind: &str, mistake: &str) -> Option<Bilingual> {
        let spec = self.spec(kind)?;
        let found = spec.steps.iter().flat_map(|step| &step.mistakes).find(|known| &*known.id == mistake)?;
        Some(found.say.clone())
    }

    fn topic_of(&self, kind: &str) -> Option<Id> {
        self.course.topic_of(kind)
    }

    fn hash(&self, kind: &str) -> String {
        self.spec(kind).map_or_else(String::new, |spec| hash::written(spec.content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::kinds::{State, Task as _};
    use crate::study::exercise::{ComputedTask, values};

    #[test]
    fn several_values_stand_each_beside_what_it_should_be() {
        let exercises: Rc<dyn Exercises> = Rc::new(Catalog::new(Course::open(None).unwrap()));
        let [q, k, v] = ["1,0;0,1", "1,2;0,-1", "3,-1;5,2"].map(str::to_owned);
        let computed = Computed {
            calculation: "attention".into(),
            given: [("q", q), ("k", k), ("v", v)].map(|(flag, value)| (flag.to_owned(), value)).into(),
            ask: ["scores", "weights"].map(str::to_owned).into(),
            level: 1,
            choose: Vec::new(),
            digits: None,
            open: Vec::new(),
        };
        let exercise = exercises.of_question(&computed, true, 1).unwrap();
        let task = ComputedTask::new(exercise, Lang::En, &exercises);
        assert!(task.again(&task.answer()).iter().all(|part| part.state == State::Right && part.aside.is_none()));
        let weights = task.answer().split_once("weights").unwrap().1.to_owned();
        let again = task.again(&format!("scores=1,0;-2,5; weights{weights}"));
        let said: Vec<_> = again.iter().map(|part| (part.state, &*part.text, part.aside.as_deref())).collect();
        let should = Some("should be: [[1, 0]; [2, −1]]");
        let right = "Attention weights = [[0.6698, 0.3302]; [0.893, 0.107]]";
        assert_eq!(said, [(State::Wrong, "Scores = [[1, 0]; [−2, 5]]", should), (State::Right, right, None)]);
    }

    #[test]
    fn a_matrix_is_told_as_a_matrix_and_each_value_under_its_title() {
        let exercises: Rc<dyn Exercises> = Rc::new(Catalog::new(Course::open(None).unwrap()));
        let computed = |calculation: &str, given: &[(&str, &str)], ask: &[&str]| Computed {
            calculation: calculation.into(),
            given: given.iter().map(|(flag, value)| ((*flag).to_owned(), (*value).to_owned())).collect(),
            ask: ask.iter().map(|key| (*key).to_owned()).collect(),
            level: 1,
            choose: Vec::new(),
            digits: None,
            open: Vec::new(),
        };
        let task = |computed: &Computed| {
            let exercise = exercises.of_question(computed, true, 1).unwrap();
            ComputedTask::new(exercise, Lang::En, &exercises)
        };
        let x = "3,1,5,4;8,6,4,9;3,0,1,8;2,0,8,5";
        let one = task(&computed("pooling", &[("x", x), ("f", "2"), ("s", "2")], &["y"]));
        let told = one.told_answer();
        assert_eq!((&*told, told.has_matrix()), ("[[8, 9]; [3, 8]]", true));
        assert!(one.said("8,9;3,7").has_matrix() && !one.said("what").has_matrix());
        let two = task(&computed("conv", &[("n", "32"), ("f", "5")], &["out_h", "out_w"]));
        let values = values(&two.exercise, Lang::En);
        let lines: Vec<&str> = values.lines().collect();
        assert!(
            lines.len() == 2 && lines.iter().all(|line| line.ends_with(" = 28") && !line.contains("out_")),
            "{values}"
        );
    }

    #[test]
    fn what_is_remembered_of_one_exercise_is_not_said_of_another() {
        let catalog = Catalog::new(Course::open(None).unwrap());
        let drawn: Vec<Exercise> = (0..4).map(|seed| catalog.draw("conv", 2, seed).unwrap()).collect();
        let alone = |exercise: &Exercise| {
            let fresh = Catalog::new(Course::open(None).unwrap());
            (fresh.solution(exercise, Lang::En).len(), fresh.options(exercise), fresh.showable(exercise))
        };
        for exercise in drawn.iter().chain(&drawn) {
            assert_eq!(catalog.grade(exercise, &hints::answer(exercise)).unwrap().score, 1.0);
            let together =
                (catalog.solution(exercise, Lang::En).len(), catalog.options(exercise), catalog.showable(exercise));
            assert_eq!(together, alone(exercise));
        }
    }
}
