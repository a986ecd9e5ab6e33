//! `dlrev exam`: a mock exam by the course's blueprint.

use clap::{Arg, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{begin, learner, named, session};
use crate::course::Lang;
use crate::course::messages::say;

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
    let course = learner::course(globals)?;
    let topics = named::topics(&course, &learner::several(matches, "topic"), lang)?;
    let mut plan = begin::blueprint(&course, lang)?;
    if let Some(questions) = learner::count(matches) {
        plan = plan.shortened(questions);
    }
    if let Some(minutes) = matches.get_one::<u16>("minutes") {
        plan.minutes = usize::from(*minutes);
    }
    let desk = Desk::open(globals, course)?;
    session::run(begin::exam(&desk, plan, &topics, learner::seed(matches))?, desk)
}
