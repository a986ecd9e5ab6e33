//! From what is wanted to the session that does it: a plan, what the record knows, a session.

use std::collections::HashSet;
use std::sync::Arc;

use super::desk::Desk;
use super::failure::Failure;
use super::named;
use crate::course::messages::say;
use crate::course::{Course, Lang, Topic};
use crate::schedule::day_of;
use crate::study::{Drill, DrillPlan, ExamPlan, QuizPlan, ReviewPlan, Session, Standing, StudyError};
use crate::tui::app::Choice;

/// New cards a day unless the configuration says otherwise.
const NEW_PER_DAY: usize = 20;

/// A session, ready to start.
pub(super) type Begun = Result<Box<dyn Session>, Failure>;

/// The session that a screen asks for, in the usual length.
pub(super) fn choice(desk: &Desk, choice: &Choice) -> Begun {
    let only = |ids: &[String]| ids.iter().cloned().collect();
    match choice {
        Choice::Review => review(desk, &desk.topics(), ReviewPlan::default()),
        Choice::Cards(ids) => review(desk, &desk.topics(), ReviewPlan { only: only(ids), ..ReviewPlan::default() }),
        Choice::Quiz(topic) => {
            let topics = named::topics(&desk.course, topic.as_slice(), desk.globals.lang)?;
            quiz(desk, &topics, QuizPlan::default(), None)
        }
        Choice::Questions(ids) => quiz(desk, &desk.topics(), QuizPlan { only: only(ids), ..QuizPlan::default() }, None),
        Choice::Drill => Ok(drill(desk, DrillPlan::default(), None)),
        Choice::Calculation(kind) => {
            let kinds = vec![kind.as_str().into()];
            Ok(drill(desk, DrillPlan { kinds, ..DrillPlan::default() }, None))
        }
        Choice::Exam => exam(desk, blueprint(&desk.course, desk.globals.lang)?, &desk.topics(), None),
    }
}

/// A quiz over `topics`. Unless a seed fixes the choice or the questions are named, those that are mastered come last.
pub(super) fn quiz(desk: &Desk, topics: &[Arc<Topic>], mut plan: QuizPlan, seed: Option<u64>) -> Begun {
    if seed.is_none() && plan.only.is_empty() {
        plan.mastered = mastered(desk, topics)?;
    }
    begun(plan.quiz(topics, desk.setting(seed)), desk.globals.lang)
}

/// A review of cards of `topics`: those that are due, then new ones.
pub(super) fn review(desk: &Desk, topics: &[Arc<Topic>], mut plan: ReviewPlan) -> Begun {
    plan.new_per_day = desk.globals.config.new_per_day.unwrap_or(NEW_PER_DAY);
    let failed = |e| Failure::Failed(crate::store::StoreError::sentence(&e, desk.globals.lang));
    let today = day_of(&desk.clock.now());
    let standing = Standing {
        today,
        due: desk.record.due().map_err(failed)?,
        new_today: desk.record.first_met_on(today).map_err(failed)?,
    };
    Ok(Box::new(plan.review(topics, standing, desk.setting(None))))
}

/// A drill of random exercises; of every kind of the course where the plan names none.
pub(super) fn drill(desk: &Desk, mut plan: DrillPlan, seed: Option<u64>) -> Box<dyn Session> {
    let setting = desk.setting(seed);
    if plan.kinds.is_empty() {
        plan.kinds = setting.exercises.kinds();
    }
    Box::new(Drill::new(plan, setting))
}

/// A paper of questions of `topics`.
pub(super) fn exam(desk: &Desk, plan: ExamPlan, topics: &[Arc<Topic>], seed: Option<u64>) -> Begun {
    begun(plan.exam(topics, desk.setting(seed)), desk.globals.lang)
}

/// What the course's blueprint wants of a paper.
pub(super) fn blueprint(course: &Course, lang: Lang) -> Result<ExamPlan, Failure> {
    let plan = course.syllabus().value.as_ref().and_then(ExamPlan::new);
    plan.ok_or_else(|| Failure::Failed(say(lang, "exam.no-blueprint", &[])))
}

fn begun<S: Session + 'static>(session: Result<S, StudyError>, lang: Lang) -> Begun {
    match session {
        Ok(session) => Ok(Box::new(session)),
        Err(error) => Err(Failure::Failed(error.sentence(lang))),
    }
}

/// The questions whose last answer reached all points.
fn mastered(desk: &Desk, topics: &[Arc<Topic>]) -> Result<HashSet<String>, Failure> {
    let scores = desk.record.last_scores().map_err(|e| Failure::Failed(e.sentence(desk.globals.lang)))?;
    let questions = topics.iter().flat_map(|t| &t.questions);
    let full = questions.filter(|q| scores.get(&**q.recorded()).is_some_and(|score| *score >= q.points));
    Ok(full.map(|q| q.id.to_string()).collect())
}
