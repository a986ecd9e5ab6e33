//! `dlrev drill`: random exercises of calculations, each answer diagnosed.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::whole::{taking, whole};
use super::{begin, learner, mistakes, named, session, usage};
use crate::calculation::Code;
use crate::course::messages::{list, say};
use crate::course::{Course, Id, Lang};
use crate::study::{DrillPlan, ExerciseError};

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("drill")
        .about(say(lang, "drill.about", &[]))
        .args([
            Arg::new("kind").value_name("KIND").action(ArgAction::Append).help(say(lang, "drill.kind", &[])),
            learner::topic_arg(lang),
            taking(
                Arg::new("level").long("level").value_name("1..3").help(say(lang, "drill.level", &[])),
                whole::<u8>(1..=3),
            ),
            Arg::new("code").long("code").value_name("CODE").help(say(lang, "drill.code", &[])),
            Arg::new("mistakes").long("mistakes").action(ArgAction::SetTrue).conflicts_with("code").help(say(
                lang,
                "drill.mistakes",
                &[],
            )),
        ])
        .args(learner::drawn_args(lang))
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    session::check_format(globals)?;
    let mut desk = Desk::open(globals, learner::course(globals)?)?;
    desk.again = matches.get_flag("again");
    let seed = learner::seed(matches);
    let exercises = desk.setting(seed)?.exercises;
    let known = exercises.kinds();
    let mut kinds = Vec::new();
    for given in learner::several(matches, "kind") {
        // Who names one may have any that the course can use.
        let kind = Some(&*given).filter(|kind| known.iter().any(|k| **k == **kind) || desk.course.asks(kind));
        kinds.push(kind.ok_or_else(|| unknown(&desk.course, &given, lang))?.into());
    }
    let topics = learner::several(matches, "topic");
    if !topics.is_empty() {
        let topics = named::topics(&desk.course, &topics, lang)?;
        let wanted = |id: &Id| topics.iter().any(|topic| topic.id == *id);
        let of_topics: Vec<Id> = known
            .iter()
            .chain(&kinds)
            .filter(|kind| desk.course.topic_of(kind).is_some_and(|id| wanted(&id)))
            .cloned()
            .collect();
        kinds = if kinds.is_empty() {
            of_topics
        } else {
            kinds.into_iter().filter(|kind| of_topics.contains(kind)).collect()
        };
        if kinds.is_empty() {
            return Err(Failure::Failed(say(lang, "drill.none", &[])));
        }
    }
    let code = match matches.get_one::<String>("code") {
        Some(given) => {
            let bad = || Failure::Usage(say(lang, "drill.bad-code", &[("given", given)]));
            let code: Code = given.parse().map_err(|_| bad())?;
            exercises.of_code(&code).map_err(|error| {
                let args: [(&str, &dyn std::fmt::Display); 2] =
                    [("kind", &code.calculation), ("version", &code.version)];
                Failure::Usage(match error {
                    ExerciseError::Version { .. } => say(lang, "drill.no-version", &args),
                    error => error.sentence(lang),
                })
            })?;
            Some(code)
        }
        None => None,
    };
    let usual = DrillPlan::default();
    let level = matches.get_one::<u8>("level").copied().unwrap_or(usual.level);
    let mistakes = if matches.get_flag("mistakes") { mistakes::targets(&desk, &kinds)? } else { Vec::new() };
    let plan = DrillPlan { kinds, level, count: learner::count(matches), code, like: None, mistakes };
    session::run(begin::drill(&desk, plan, seed)?, desk)
}

/// No calculation has this name; where it is a topic's, its calculations are named.
fn unknown(course: &Course, given: &str, lang: Lang) -> Failure {
    let known = || course.calculation_ids().into_iter().filter(|kind| course.asks(kind));
    let Some(topic) = course.topic_named(given) else {
        return Failure::Usage(usage::unknown("calc.unknown-kind", given, known(), lang));
    };
    let of_topic: Vec<String> = known().filter(|kind| course.topic_of(kind).as_ref() == Some(&topic)).collect();
    let own: Vec<&str> = of_topic.iter().map(String::as_str).collect();
    if own.is_empty() {
        return Failure::Usage(say(lang, "drill.bare-topic", &[("given", &given)]));
    }
    let args: [(&str, &dyn std::fmt::Display); 3] = [("given", &given), ("kinds", &list(lang, own)), ("topic", &topic)];
    Failure::Usage(say(lang, "drill.is-topic", &args))
}
