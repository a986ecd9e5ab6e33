//! `dlrev review`: flashcards that are due, then new ones.

use std::collections::HashSet;
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{begin, learner, named, session};
use crate::course::messages::say;
use crate::course::{Lang, Topic};
use crate::study::{MarkedSort, ReviewPlan, marked};

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("review")
        .about(say(lang, "review.about", &[]))
        .args([learner::topic_arg(lang), learner::count_arg(lang)])
        .arg(Arg::new("flagged").long("flagged").action(ArgAction::SetTrue).help(say(lang, "review.flagged", &[])))
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
    let among = if matches.get_flag("flagged") { Some(flagged(&desk, &topics)?) } else { None };
    let as_marked = among.is_some();
    let plan = ReviewPlan { count: learner::count(matches), cram, among, as_marked, ..ReviewPlan::default() };
    session::run(begin::review(&desk, &topics, plan)?, desk)
}

/// The cards of these topics that are marked, as the record names them.
fn flagged(desk: &Desk, topics: &[Arc<Topic>]) -> Result<HashSet<String>, Failure> {
    let setting = desk.setting(Some(0))?;
    let cards = marked(&setting.flagged, topics, &setting).into_iter().filter(|item| item.sort == MarkedSort::Card);
    let names: HashSet<String> = cards.map(|card| card.recorded).collect();
    if names.is_empty() { Err(Failure::Failed(say(setting.lang, "review.none-flagged", &[]))) } else { Ok(names) }
}
