//! `dlrev quiz`: questions of the course.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::begin::Went;
use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{begin, learner, named, session};
use crate::course::Lang;
use crate::course::kinds::KINDS;
use crate::course::messages::{list, say};
use crate::study::{ItemMark, QuizPlan};

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let kinds = list(lang, KINDS.iter().map(|kind| kind.key));
    let flag = |name: &'static str, others: [&'static str; 2]| {
        let words = say(lang, &format!("quiz.{name}"), &[]);
        Arg::new(name).long(name).action(ArgAction::SetTrue).conflicts_with_all(others).help(words)
    };
    Command::new("quiz")
        .about(say(lang, "quiz.about", &[]))
        .args([
            learner::topic_arg(lang),
            Arg::new("kind").long("kind").value_name("KIND").action(ArgAction::Append).help(say(
                lang,
                "quiz.kind",
                &[("kinds", &kinds)],
            )),
            flag("wrong", ["new", "flagged"]),
            flag("new", ["wrong", "flagged"]),
            flag("flagged", ["wrong", "new"]),
        ])
        .args(learner::drawn_args(lang))
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let kinds = learner::several(matches, "kind")
        .iter()
        .map(|name| named::question_kind(name, lang))
        .collect::<Result<Vec<_>, _>>()?;
    let course = learner::course(globals)?;
    let topics = named::topics(&course, &learner::several(matches, "topic"), lang)?;
    let mut desk = Desk::open(globals, course)?;
    desk.again = matches.get_flag("again");
    let among = if matches.get_flag("wrong") {
        let wrong = begin::that_went(&desk, &topics, Went::Wrong)?;
        if wrong.is_empty() {
            let named = matches.contains_id("topic");
            let key = if named { "quiz.none-wrong-here" } else { "quiz.none-wrong" };
            return Err(Failure::Failed(say(lang, key, &[])));
        }
        Some(wrong)
    } else if matches.get_flag("new") {
        Some(begin::that_went(&desk, &topics, Went::Never)?)
    } else if matches.get_flag("flagged") {
        Some(desk.marked(ItemMark::Flagged)?)
    } else {
        None
    };
    let as_marked = matches.get_flag("flagged");
    let plan = QuizPlan { kinds, among, as_marked, count: learner::count(matches), ..QuizPlan::default() };
    let quiz = begin::quiz(&desk, &topics, plan, learner::seed(matches))?;
    session::run(quiz, desk)
}
