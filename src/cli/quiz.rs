//! `dlrev quiz`: questions of the course.

use std::collections::HashSet;
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{learner, session, usage};
use crate::course::messages::say;
use crate::course::{Lang, QuestionKind, Topic};
use crate::store::Record;
use crate::study::{QuizPlan, Session};

/// Questions of a quiz that is begun from home.
const USUAL_COUNT: usize = 20;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let kinds = QuestionKind::ALL.map(QuestionKind::key).join(", ");
    Command::new("quiz").about(say(lang, "quiz.about", &[])).args([
        learner::topic_arg(lang),
        Arg::new("kind").long("kind").value_name("KIND").action(ArgAction::Append).help(say(
            lang,
            "quiz.kind",
            &[("kinds", &kinds)],
        )),
        learner::count_arg(lang),
        learner::seed_arg(lang),
    ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let kinds = learner::several(matches, "kind").iter().map(|k| kind(k, lang)).collect::<Result<Vec<_>, _>>()?;
    let clock = learner::clock(lang)?;
    let course = learner::course(globals)?;
    let topics = learner::topics(&course, &learner::several(matches, "topic"), lang)?;
    let record = learner::record(globals)?;
    let seed = matches.get_one::<u64>("seed").copied();
    let mastered = if seed.is_some() { HashSet::new() } else { mastered(&record, &topics, lang)? };
    let plan = QuizPlan { kinds, count: learner::count(matches), mastered, ..QuizPlan::default() };
    let quiz = plan.quiz(&topics, session::setting(&course, globals, seed)).map_err(|e| session::failure(&e, lang))?;
    session::run(Box::new(quiz), Desk::new(globals, course, record, clock))
}

/// A quiz over some topics as home begins one: a few questions that are not mastered yet.
pub(super) fn begin(desk: &Desk, topics: &[String]) -> Result<Box<dyn Session>, Failure> {
    let lang = desk.globals.lang;
    let topics = learner::topics(&desk.course, topics, lang)?;
    let mastered = mastered(&desk.record, &topics, lang)?;
    from(desk, &topics, QuizPlan { count: Some(USUAL_COUNT), mastered, ..QuizPlan::default() })
}

/// A quiz of these very questions, as the reader begins one.
pub(super) fn only(desk: &Desk, questions: &[String]) -> Result<Box<dyn Session>, Failure> {
    let topics = learner::topics(&desk.course, &[], desk.globals.lang)?;
    from(desk, &topics, QuizPlan { only: questions.iter().cloned().collect(), ..QuizPlan::default() })
}

fn from(desk: &Desk, topics: &[Arc<Topic>], plan: QuizPlan) -> Result<Box<dyn Session>, Failure> {
    let setting = session::setting(&desk.course, &desk.globals, None);
    Ok(Box::new(plan.quiz(topics, setting).map_err(|e| session::failure(&e, desk.globals.lang))?))
}

fn kind(given: &str, lang: Lang) -> Result<QuestionKind, Failure> {
    let known = QuestionKind::ALL;
    known
        .into_iter()
        .find(|k| k.key() == given)
        .ok_or_else(|| Failure::Usage(usage::unknown("quiz.unknown-kind", given, known.map(QuestionKind::key), lang)))
}

/// The questions whose last answer reached all points.
fn mastered(record: &Record, topics: &[Arc<Topic>], lang: Lang) -> Result<HashSet<String>, Failure> {
    let scores = record.last_scores().map_err(|e| learner::store_failure(&e, lang))?;
    let questions = topics.iter().flat_map(|t| &t.questions);
    let full = questions.filter(|q| scores.get(&*q.id).is_some_and(|score| *score >= q.points));
    Ok(full.map(|q| q.id.to_string()).collect())
}
