//! `dlrev drill`: random exercises of calculations, each answer diagnosed.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{learner, session, usage};
use crate::calculation::Code;
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::{Drill, DrillPlan, Session};

/// Exercises of a drill that is begun from home.
const USUAL_COUNT: usize = 10;

/// The level unless told otherwise: on paper.
const USUAL_LEVEL: u8 = 2;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("drill").about(say(lang, "drill.about", &[])).args([
        Arg::new("kind").value_name("KIND").action(ArgAction::Append).help(say(lang, "drill.kind", &[])),
        Arg::new("level")
            .long("level")
            .value_name("1..3")
            .value_parser(clap::value_parser!(u8).range(1..=3))
            .help(say(lang, "drill.level", &[])),
        Arg::new("code").long("code").value_name("CODE").help(say(lang, "drill.code", &[])),
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
    let setting = session::setting(&course, globals, matches.get_one::<u64>("seed").copied());
    let known = setting.exercises.kinds();
    let mut kinds = Vec::new();
    for given in learner::several(matches, "kind") {
        let kind = known.iter().find(|k| ***k == *given);
        let unknown = || Failure::Usage(usage::unknown("calc.unknown-kind", &given, &known, lang));
        kinds.push(kind.ok_or_else(unknown)?.clone());
    }
    let code = match matches.get_one::<String>("code") {
        Some(given) => {
            let bad = || Failure::Usage(say(lang, "drill.bad-code", &[("given", &crate::text::printable(given))]));
            let code: Code = given.parse().map_err(|_| bad())?;
            setting.exercises.of_code(&code).map_err(|_| bad())?;
            Some(code)
        }
        None => None,
    };
    let plan = DrillPlan {
        kinds: if kinds.is_empty() { known } else { kinds },
        level: matches.get_one::<u8>("level").copied().unwrap_or(USUAL_LEVEL),
        count: learner::count(matches),
        code,
    };
    let desk = Desk::new(globals, course, learner::record(globals)?, clock);
    session::run(Box::new(Drill::new(plan, setting)), desk)
}

/// A drill at the usual level: of one kind, as the reader begins one, or of all, as home does.
pub(super) fn begin(desk: &Desk, kind: Option<&str>) -> Box<dyn Session> {
    let setting = session::setting(&desk.course, &desk.globals, None);
    let kinds = kind.map_or_else(|| setting.exercises.kinds(), |kind| vec![kind.into()]);
    let plan = DrillPlan { kinds, level: USUAL_LEVEL, count: Some(USUAL_COUNT), code: None };
    Box::new(Drill::new(plan, setting))
}
