//! A record in memory, a calculation that adds, a small topic: what the tests of sessions share.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{ToSpan as _, ZonedDateTime};

use super::exercises::{ExerciseError, Exercises, UnreadableValue};
use super::journal::{Answered, Journal, JournalError, Last, Marked, Of, PaperRow, Rated, Reviewed};
use super::session::Setting;
use crate::calculation::{Arises, Ask, Code, Equation, Exercise, Grade, Hint, Verdict, Worked};
use crate::course::format::Version;
use crate::course::kinds::fill::{Blank, Fill};
use crate::course::kinds::key_points::{KeyPoints, Point};
use crate::course::kinds::matching::{Matching, Pair};
use crate::course::kinds::multiple::Multiple;
use crate::course::kinds::ordering::{Item, Ordering};
use crate::course::kinds::single::Single;
use crate::course::kinds::true_false::TrueFalse;
use crate::course::{
    Bilingual, Body, Card, Choice, Computed, Erratum, Face, Heading, Id, Lang, Question, Source, Statement, Topic,
};
use crate::math::{Expr, Value};

pub fn now() -> ZonedDateTime {
    "2026-11-23T10:00:00+08:00[+08:00]".parse().unwrap()
}

pub fn setting(seed: u64) -> Setting {
    Setting { seed, ..Setting::new(Lang::En, Rc::new(Sums::default())) }
}

pub fn both(text: &str) -> Bilingual {
    Bilingual { zh: text.into(), en: text.into() }
}

/// What a session wrote.
#[derive(Debug, Default)]
pub struct Memory {
    pub answers: Vec<Answered>,
    pub ratings: Vec<Rated>,
    pub undone: Vec<u64>,
    pub marked: Vec<Marked>,
    pub papers: Vec<PaperRow>,
    /// The question of a paper that is open.
    pub place: Option<String>,
    /// Answers of earlier sessions of the day, the last one last.
    pub earlier: Vec<Last>,
    /// On how many days a card that is rated was forgotten.
    pub lapses: usize,
    /// What the last sitting came to.
    pub sitting: Option<f64>,
    seq: u64,
}

impl Memory {
    /// One in which the last sitting came to this share.
    pub fn compared_with(sitting: f64) -> Self {
        Self { sitting: Some(sitting), ..Self::default() }
    }

    /// One in which these answers of earlier sessions stand.
    pub fn after(earlier: Vec<Last>) -> Self {
        Self { earlier, ..Self::default() }
    }
}

impl Journal for Memory {
    fn answer(&mut self, answer: &Answered) -> Result<u64, JournalError> {
        self.answers.push(answer.clone());
        self.seq += 1;
        Ok(self.seq)
    }

    fn replace(&mut self, seq: u64, answer: &Answered) -> Result<u64, JournalError> {
        self.undone.push(seq);
        self.answer(answer)
    }

    fn rate(&mut self, rating: &Rated) -> Result<Reviewed, JournalError> {
        self.ratings.push(rating.clone());
        self.seq += 1;
        let due = self.preview(&rating.id, &rating.at)?[usize::from(rating.rating) - 1];
        Ok(Reviewed { seq: self.seq, due, stability: 2.3065, difficulty: 2.118, lapses: self.lapses })
    }

    fn preview(&mut self, _: &str, now: &ZonedDateTime) -> Result<[Date; 4], JournalError> {
        let day = |n: i64| now.date().saturating_add(n.days());
        Ok([day(1), day(2), day(3), day(8)])
    }

    fn last_answer(&mut self, of: Of, _: &ZonedDateTime) -> Result<Option<Last>, JournalError> {
        Ok(self.earlier.iter().rfind(|last| last.of == of && !self.undone.contains(&last.seq)).cloned())
    }

    fn last_sitting(&mut self, _: Of, _: &ZonedDateTime) -> Result<Option<f64>, JournalError> {
        Ok(self.sitting)
    }

    fn undo(&mut self, seq: u64, _: &ZonedDateTime) -> Result<(), JournalError> {
        self.undone.push(seq);
        Ok(())
    }

    fn mark(&mut self, marked: &Marked) -> Result<u64, JournalError> {
        self.marked.push(marked.clone());
        self.seq += 1;
        Ok(self.seq)
    }

    fn paper(&mut self, paper: &PaperRow) -> Result<u64, JournalError> {
        self.papers.push(paper.clone());
        self.seq += 1;
        Ok(self.seq)
    }

    fn place(&mut self, _: &str, at: &str) -> Result<(), JournalError> {
        self.place = Some(at.to_owned());
        Ok(())
    }
}

/// A calculation `sum`: the two bytes of the seed are added.
#[derive(Debug, Default)]
pub struct Sums {
    /// How many answers were graded.
    pub graded: Cell<usize>,
}

impl Exercises for Sums {
    fn kinds(&self) -> Vec<Id> {
        vec!["sum".into()]
    }

    fn of_question(&self, computed: &Computed, _: bool, seed: u32) -> Result<Exercise, ExerciseError> {
        self.draw(&computed.calculation, computed.level, seed)
    }

    fn topic_of(&self, _: &str) -> Option<Id> {
        Some("t".into())
    }

    fn of_variant(&self, _: &Computed, code: &Code) -> Result<Exercise, ExerciseError> {
        self.of_code(code)
    }

    fn draw(&self, kind: &str, level: u8, seed: u32) -> Result<Exercise, ExerciseError> {
        self.of_code(&Code { calculation: kind.into(), version: 1, level, seed })
    }

    fn of_code(&self, code: &Code) -> Result<Exercise, ExerciseError> {
        if &*code.calculation != "sum" {
            return Err(ExerciseError::Unknown(code.calculation.clone()));
        }
        let (a, b) = (code.seed >> 16, code.seed & 0xFFFF);
        Ok(Exercise {
            code: Some(code.clone()),
            calculation: code.calculation.clone(),
            given: crate::calculation::given::Given::new(),
            stem: both(&format!("{a} + {b}")),
            says_asked: true,
            ask: vec![Ask {
                symbol: "s".into(),
                called: vec![],
                unit: None,
                words: vec![],
                units: vec![],
                key: "sum".into(),
                title: both("the sum"),
                digits: None,
                sized: true,
                value: Value::scalar(f64::from(a + b)),
            }],
            goal: vec![],
            open: vec![],
        })
    }

    fn grade(&self, exercise: &Exercise, line: &str) -> Result<Grade, UnreadableValue> {
        self.graded.set(self.graded.get() + 1);
        let given: f64 = line.parse().map_err(|_| UnreadableValue { what: both("not a number"), key: None })?;
        let truth = exercise.ask[0].value.as_scalar().unwrap();
        let verdict = if given == truth {
            Verdict::Right
        } else if given == truth + 1.0 {
            Verdict::Mistake {
                id: "one-more".into(),
                say: both("one too many"),
                arises: Arises::default(),
                others: vec![],
            }
        } else {
            Verdict::Wrong { look: both("add") }
        };
        let score = f64::from(u8::from(verdict.credited()));
        Ok(Grade { score, verdicts: vec![verdict], read_as: None, replies: vec![Some(Value::scalar(given))] })
    }

    fn hints(&self, _: &Exercise) -> Vec<Hint> {
        vec![Hint { level: 1, text: both("add") }, Hint { level: 2, text: both("both numbers") }]
    }

    fn answer(&self, exercise: &Exercise) -> String {
        exercise.ask[0].value.as_scalar().unwrap().to_string()
    }

    fn solution(&self, exercise: &Exercise, _: Lang) -> Vec<Worked> {
        let value = Expr::value(exercise.ask[0].value.clone());
        let equation = Equation { left: Expr::name("sum"), sides: vec![value] };
        vec![Worked { title: exercise.stem.en.clone(), equation, introduced: Vec::new(), lang: Lang::En }]
    }

    fn options(&self, exercise: &Exercise) -> Vec<Choice> {
        let truth = exercise.ask[0].value.as_scalar().unwrap();
        (0..4)
            .map(|n| Choice {
                text: both(&(truth + f64::from(n)).to_string()),
                right: n == 0,
                why: None,
                mistake: (n == 1).then(|| "one-more".into()),
            })
            .collect()
    }

    fn showable(&self, _: &Exercise) -> Vec<Id> {
        vec!["one-more".into()]
    }

    fn shows_alone(&self, exercise: &Exercise, mistake: &str) -> bool {
        // Told apart on even seeds alone, so that a drill has something to look for.
        mistake == "one-more" && exercise.code.as_ref().is_some_and(|code| code.seed.is_multiple_of(2))
    }

    fn mistake(&self, _: &str, mistake: &str) -> Option<Bilingual> {
        (mistake == "one-more").then(|| both("one too many"))
    }

    fn hash(&self, _: &str) -> String {
        "5ca1ab1e".into()
    }
}

/// A question about the one statement.
pub fn question(id: &str, body: impl Body) -> Question {
    Question {
        id: id.into(),
        renamed_from: Vec::new(),
        tests: vec!["t.s1".into()],
        points: 1.0,
        stem: both(&format!("stem of {id}")),
        why: both(&format!("why of {id}")),
        body: Arc::new(body),
        content: 7,
    }
}

/// A question of each kind, and one statement with an erratum.
pub fn topic() -> Arc<Topic> {
    let option = |text: &str, right: bool| Choice {
        text: both(text),
        right,
        why: (!right).then(|| both("that is wrong")),
        mistake: (!right).then(|| "misread".into()),
    };
    let blank = |accept: &str| Blank {
        accept: vec![accept.into()],
        equals: None,
        shown_en: None,
        reject: vec![],
        misses: vec![],
    };
    let item = |text: &str, after: &[usize]| Item { text: both(text), after: after.to_vec() };
    let point = |text: &str| Point { text: both(text), synonyms: vec![], contrary: vec![] };
    let computed = || Computed {
        calculation: "sum".into(),
        given: vec![],
        level: 1,
        ask: vec![],
        choose: vec![],
        digits: None,
        open: vec![],
    };
    let pair = |n: u8| Pair { left: both(&format!("l{n}")), right: both(&format!("r{n}")) };
    let card = |id: &str, face: Face| Card {
        id: id.into(),
        renamed_from: Vec::new(),
        tests: vec!["t.s1".into()],
        face,
        content: 7,
    };
    let questions = vec![
        question(
            "t.q1",
            Single {
                options: vec![option("a", true), option("b", false), option("c", false), option("d", false)],
                fixed: false,
                computed: None,
            },
        ),
        question(
            "t.q2",
            Multiple { options: vec![option("a", true), option("b", true), option("c", false)], fixed: true },
        ),
        question("t.q3", TrueFalse { answer: true }),
        question("t.q4", Fill { blanks: vec![blank("x"), blank("y")], any_order: false }),
        question("t.q5", Matching { pairs: vec![pair(1), pair(2), pair(3), pair(4)], extra: vec![] }),
        question("t.q6", Ordering { items: vec![item("i", &[]), item("j", &[0]), item("k", &[1])] }),
        question("t.q7", KeyPoints { asked: 2, points: vec![point("alpha"), point("beta"), point("gamma")] }),
        question("t.q8", computed()),
        question("t.q9", Single { options: vec![], fixed: false, computed: Some(computed()) }),
    ];
    Arc::new(Topic {
        format: Version,
        id: "t".into(),
        section: 1,
        title: Some(both("A topic")),
        headings: vec![Heading { id: "h".into(), title: both("A heading") }],
        tables: vec![],
        statements: vec![Statement {
            id: "t.s1".into(),
            heading: Some("h".into()),
            from: vec![],
            text: both("what is known"),
            beyond: false,
            formula: None,
            figure: None,
            curves: None,
            akin: vec![],
            erratum: Some(Erratum { text: both("in truth"), source: "A paper".into(), formula: None }),
        }]
        .into(),
        cards: vec![
            card("t.c1", Face::Basic { front: both("f1"), back: both("b1") }),
            card("t.c2", Face::Reversed { front: both("f2"), back: both("b2") }),
            card("t.c3", Face::Cloze { text: both("it is {{hidden}}") }),
            card("t.c4", Face::Formula { front: both("f4"), formula: Source("y = x^2".into()) }),
            card("t.c5", Face::Computed { calculation: "sum".into(), ask: vec![], level: 1 }),
        ]
        .into(),
        questions: questions.into(),
    })
}
