//! `dlrev review`: flashcards that are due, then new ones.

use std::sync::Arc;

use clap::{ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{learner, session};
use crate::course::messages::say;
use crate::course::{Lang, Topic};
use crate::schedule::day_of;
use crate::study::{ReviewPlan, Session, Standing};

/// New cards a day unless the configuration says otherwise.
const NEW_PER_DAY: usize = 20;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("review")
        .about(say(lang, "review.about", &[]))
        .args([learner::topic_arg(lang), learner::count_arg(lang)])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let clock = learner::clock(lang)?;
    let course = learner::course(globals)?;
    let topics = learner::topics(&course, &learner::several(matches, "topic"), lang)?;
    let desk = Desk::new(globals, course, learner::record(globals)?, clock);
    let review = begin(&desk, &topics, learner::count(matches))?;
    session::run(review, desk)
}

/// A review of what is due, then of new cards.
pub(super) fn begin(desk: &Desk, topics: &[Arc<Topic>], count: Option<usize>) -> Result<Box<dyn Session>, Failure> {
    let new_per_day = desk.globals.config.new_per_day.unwrap_or(NEW_PER_DAY);
    from(desk, topics, &ReviewPlan { count, new_per_day, ..ReviewPlan::default() })
}

/// A review of these very cards, due or not, as the reader begins one.
pub(super) fn only(desk: &Desk, cards: &[String]) -> Result<Box<dyn Session>, Failure> {
    let topics = learner::topics(&desk.course, &[], desk.globals.lang)?;
    from(desk, &topics, &ReviewPlan { only: cards.iter().cloned().collect(), ..ReviewPlan::default() })
}

fn from(desk: &Desk, topics: &[Arc<Topic>], plan: &ReviewPlan) -> Result<Box<dyn Session>, Failure> {
    let lang = desk.globals.lang;
    let record = &desk.record;
    let failed = |e: &_| learner::store_failure(e, lang);
    let today = day_of(&desk.clock.now());
    let standing = Standing {
        today,
        due: record.due().map_err(|e| failed(&e))?,
        new_today: record.first_met_on(today).map_err(|e| failed(&e))?,
    };
    let setting = session::setting(&desk.course, &desk.globals, None);
    Ok(Box::new(plan.review(topics, standing, setting)))
}
