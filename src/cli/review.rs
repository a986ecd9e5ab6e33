//! `dlrev review`: flashcards that are due, then new ones.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{begin, learner, named, session};
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::ReviewPlan;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("review")
        .about(say(lang, "review.about", &[]))
        .args([learner::topic_arg(lang), learner::count_arg(lang)])
        .arg(Arg::new("cram").long("cram").action(ArgAction::SetTrue).help(say(lang, "review.cram", &[])))
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let course = learner::course(globals)?;
    let topics = named::topics(&course, &learner::several(matches, "topic"), lang)?;
    let desk = Desk::open(globals, course)?;
    let cram = matches.get_flag("cram");
    let plan = ReviewPlan { count: learner::count(matches), cram, ..ReviewPlan::default() };
    session::run(begin::review(&desk, &topics, plan)?, desk)
}
