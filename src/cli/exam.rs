//! `dlrev exam`: a mock exam by the course's blueprint.

use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{learner, session};
use crate::course::messages::say;
use crate::course::{Course, Lang, Topic};
use crate::study::{ExamPlan, Session, Setting};

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("exam").about(say(lang, "exam.about", &[])).args([
        learner::topic_arg(lang),
        Arg::new("minutes")
            .long("minutes")
            .value_name("M")
            .value_parser(clap::value_parser!(u16).range(1..))
            .help(say(lang, "exam.minutes", &[])),
        learner::count_arg(lang),
        learner::seed_arg(lang),
    ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let clock = learner::clock(lang)?;
    let course = learner::course(globals)?;
    let topics = learner::topics(&course, &learner::several(matches, "topic"), lang)?;
    let record = learner::record(globals)?;
    let mut plan = plan(&course, lang)?;
    if let Some(questions) = learner::count(matches) {
        plan = plan.shortened(questions);
    }
    if let Some(minutes) = matches.get_one::<u16>("minutes") {
        plan.minutes = usize::from(*minutes);
    }
    let setting = session::setting(&course, globals, matches.get_one::<u64>("seed").copied());
    session::run(paper(plan, &topics, setting, lang)?, Desk::new(globals, course, record, clock))
}

/// The whole paper, as home begins it.
pub(super) fn begin(desk: &Desk) -> Result<Box<dyn Session>, Failure> {
    let lang = desk.globals.lang;
    let topics = learner::topics(&desk.course, &[], lang)?;
    paper(plan(&desk.course, lang)?, &topics, session::setting(&desk.course, &desk.globals, None), lang)
}

/// What the course's blueprint wants.
fn plan(course: &Course, lang: Lang) -> Result<ExamPlan, Failure> {
    let plan = course.outline().value.as_ref().and_then(ExamPlan::new);
    plan.ok_or_else(|| Failure::Failed(say(lang, "exam.no-blueprint", &[])))
}

fn paper(plan: ExamPlan, topics: &[Arc<Topic>], setting: Setting, lang: Lang) -> Result<Box<dyn Session>, Failure> {
    Ok(Box::new(plan.exam(topics, setting).map_err(|e| session::failure(&e, lang))?))
}
