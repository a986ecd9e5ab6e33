//! From what is wanted to the session that does it: a plan, what the record knows, a session.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use super::begun::{Begun, begun};
use super::desk::Desk;
use super::failure::Failure;
use super::paper::{self, Wanted};
use super::{mistakes, named, standing};
use crate::beside::Beside;
use crate::course::messages::say;
use crate::course::{Id, QuestionName, Topic};
use crate::learner::Outline;
use crate::learner::plan::{self, Chosen};
use crate::schedule::{Known, day_of};
use crate::study::{Drill, DrillPlan, Planned, QuizPlan, ReviewPlan, Standing, Target};
use crate::tui::Choice;

/// The session that a screen asks for, in the usual length.
pub(super) fn choice(desk: &Desk, choice: &Choice) -> Begun {
    let only = |ids: &[String]| ids.iter().cloned().collect();
    match choice {
        Choice::Review(topic) => review(desk, &of(desk, topic.as_ref())?, ReviewPlan::default()),
        Choice::Cards(ids) => review(desk, &desk.topics(), ReviewPlan { only: only(ids), ..ReviewPlan::default() }),
        Choice::Quiz(topic) => quiz(desk, &of(desk, topic.as_ref())?, QuizPlan::default(), None),
        Choice::Wrong(topic) => {
            let topics = of(desk, topic.as_ref())?;
            let among = that_went(desk, &topics, Went::Wrong)?;
            if among.is_empty() {
                let key = if topic.is_some() { "quiz.none-wrong-here" } else { "quiz.none-wrong" };
                return Err(Failure::Failed(say(desk.globals.lang, key, &[])));
            }
            let among = Some(among);
            quiz(desk, &topics, QuizPlan { among, ..QuizPlan::default() }, None)
        }
        Choice::Questions(ids) => quiz(desk, &desk.topics(), QuizPlan { only: only(ids), ..QuizPlan::default() }, None),
        Choice::Recorded { cards: true, names } => {
            let plan = ReviewPlan { among: Some(only(names)), as_marked: true, ..ReviewPlan::default() };
            review(desk, &desk.topics(), plan)
        }
        Choice::Recorded { cards: false, names } => {
            let (among, count) = (Some(only(names)), Some(names.len()));
            let plan = QuizPlan { among, count, as_marked: true, ..QuizPlan::default() };
            quiz(desk, &desk.topics(), plan, None)
        }
        Choice::Drill(topic) => {
            let kinds = topic.as_ref().map(|topic| calculations(desk, topic)).transpose()?.unwrap_or_default();
            drill(desk, DrillPlan { kinds, ..DrillPlan::default() }, None)
        }
        Choice::Mistakes(mistake) => {
            let mistakes = match mistake {
                Some((kind, mistake)) => {
                    vec![Target { kind: kind.as_str().into(), mistake: mistake.as_str().into() }]
                }
                None => mistakes::targets(desk, &[])?,
            };
            drill(desk, DrillPlan { mistakes, ..DrillPlan::default() }, None)
        }
        Choice::Calculation(kind) => {
            let kinds = vec![kind.as_str().into()];
            drill(desk, DrillPlan { kinds, ..DrillPlan::default() }, None)
        }
        Choice::Exercise(code) => {
            drill(desk, DrillPlan { code: code.parse().ok(), count: Some(1), ..DrillPlan::default() }, None)
        }
        Choice::Like(code) => {
            let plan = DrillPlan { like: code.parse().ok(), count: Some(1), ..DrillPlan::default() };
            drill(desk, plan, None)
        }
        Choice::Exam => paper::begin(desk, &Wanted::default()),
        Choice::Paper(code) => {
            let bad = |_| Failure::Failed(say(desk.globals.lang, "exam.no-code", &[("code", code)]));
            paper::begin(desk, &Wanted { code: Some(code.parse().map_err(bad)?), ..Wanted::default() })
        }
        Choice::NewExam => paper::begin(desk, &Wanted { new: true, ..Wanted::default() }),
    }
}

/// The topic that a screen names, or all.
fn of(desk: &Desk, topic: Option<&String>) -> Result<Vec<Arc<Topic>>, Failure> {
    named::topics(&desk.course, topic.map(std::slice::from_ref).unwrap_or_default(), desk.globals.lang)
}

/// The calculations of a topic.
fn calculations(desk: &Desk, topic: &str) -> Result<Vec<Id>, Failure> {
    let kinds = desk.setting(None)?.exercises.kinds();
    let is_own = |kind: &Id| desk.course.topic_of(kind).is_some_and(|own| *own == *topic);
    let own: Vec<Id> = kinds.into_iter().filter(is_own).collect();
    if own.is_empty() { Err(Failure::Failed(say(desk.globals.lang, "drill.none", &[]))) } else { Ok(own) }
}

/// A quiz over `topics`. Unless a seed fixes the choice or the questions are named, those come first that the plan to the
/// exam has for today, and those last that are mastered.
pub(super) fn quiz(desk: &Desk, topics: &[Arc<Topic>], mut plan: QuizPlan, seed: Option<u64>) -> Begun {
    if seed.is_none() && plan.only.is_empty() {
        let questions = |(_, chosen): (_, Chosen)| chosen.questions;
        plan.planned = standing_before_exam(desk)?.map(questions).unwrap_or_default();
        plan.mastered = that_went(desk, topics, Went::Right)?;
    }
    let setting = if plan.as_marked { desk.setting_as_marked(seed) } else { desk.setting(seed) };
    begun(plan.quiz(topics, setting?), desk.globals.lang)
}

/// A review of cards of `topics`: what the plan to the exam has for today, where the day of the exam is known; else those
/// that are due, then new ones.
pub(super) fn review(desk: &Desk, topics: &[Arc<Topic>], mut plan: ReviewPlan) -> Begun {
    plan.new_per_day = desk.globals.config.new_per_day();
    let failed = |why| desk.failed(&why);
    let today = day_of(&desk.clock.now());
    let ahead =
        if plan.cram || plan.among.is_some() || !plan.only.is_empty() { None } else { standing_before_exam(desk)? };
    let cards: Vec<(String, Known)> = match ahead {
        Some((standing, chosen)) => {
            plan.planned = Some(Planned { reviews: chosen.reviews, new: chosen.new, later: chosen.later });
            standing.cards().map(|(id, known)| (id.to_string(), known)).collect()
        }
        None => {
            let syllabus = desk.course.syllabus().value;
            plan.outline = Some(Outline::of(topics.iter().map(|topic| &topic.id), syllabus.as_ref()));
            thread::scope(|scope| {
                // The names of the cards, of which there may be many, are read while the record is.
                Beside::begin(scope, || topics.iter().map(|topic| topic.cards.names().len()).sum::<usize>());
                let mut cards = Vec::new();
                desk.record.each_known(|id, known| cards.push((id.to_owned(), known))).map_err(failed)?;
                Ok::<_, Failure>(cards)
            })?
        }
    };
    let standing = Standing {
        today,
        new_today: desk.record.first_met_on(today).map_err(failed)?,
        seen_today: cards.iter().filter(|(_, known)| known.day >= today).map(|(id, _)| id.clone()).collect(),
        due: cards.into_iter().map(|(id, known)| (id, desk.record.scheduler().due(known))).collect(),
        apart: desk.set_apart()?,
    };
    let setting = if plan.as_marked { desk.setting_as_marked(None) } else { desk.setting(None) };
    Ok(Box::new(plan.review(topics, standing, setting?)))
}

/// How the learner stands and what the plan to the exam has for today, where the day of the exam is known and still to
/// come.
fn standing_before_exam(desk: &Desk) -> Result<Option<(standing::Standing, Chosen)>, Failure> {
    let today = day_of(&desk.clock.now());
    let Some(exam) = desk.globals.config.exam.filter(|exam| *exam > today) else { return Ok(None) };
    let standing = standing::Standing::of(desk)?;
    let minutes = desk.globals.config.minutes();
    let chosen = plan::today(&standing.learner(), today, exam, minutes, standing.spent);
    Ok(Some((standing, chosen)))
}

/// A drill of random exercises; of every kind of the course where the plan names none.
pub(super) fn drill(desk: &Desk, mut plan: DrillPlan, seed: Option<u64>) -> Begun {
    let setting = desk.setting(seed)?;
    if plan.kinds.is_empty() {
        plan.kinds = setting.exercises.kinds();
    }
    Ok(Box::new(Drill::new(plan, setting)))
}

/// How the last answer to a question went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Went {
    /// It reached all points.
    Right,
    /// It did not.
    Wrong,
    /// There is none.
    Never,
}

/// The questions of `topics` whose last answer went so, as the record names them.
pub(super) fn that_went(desk: &Desk, topics: &[Arc<Topic>], went: Went) -> Result<HashSet<String>, Failure> {
    let scores = desk.record.last_scores().map_err(|why| desk.failed(&why))?;
    let how = |question: &QuestionName| match scores.get(&**question.recorded()) {
        None => Went::Never,
        Some(score) if *score >= question.points => Went::Right,
        Some(_) => Went::Wrong,
    };
    let questions = topics.iter().flat_map(|topic| topic.questions.names());
    Ok(questions.filter(|question| how(question) == went).map(|question| question.recorded().to_string()).collect())
}
