//! `dlrev review`: flashcards that are due, then new ones.

use clap::{ArgMatches, Command};

use super::failure::Failure;
use super::globals::Globals;
use super::{learner, session};
use crate::course::Lang;
use crate::course::messages::say;
use crate::schedule::day_of;
use crate::study::{ReviewPlan, Standing};

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
    let mut record = learner::record(globals)?;
    let failed = |e: &_| learner::store_failure(e, lang);
    let today = day_of(&clock.now());
    let standing = Standing {
        today,
        due: record.due().map_err(|e| failed(&e))?,
        new_today: record.first_met_on(today).map_err(|e| failed(&e))?,
    };
    let plan =
        ReviewPlan { count: learner::count(matches), new_per_day: globals.config.new_per_day.unwrap_or(NEW_PER_DAY) };
    let mut review = plan.review(&topics, standing, session::setting(&course, globals, None));
    session::run(&mut review, &mut record, &clock, globals)
}
