//! `dlrev drill`: random exercises of calculations, each answer diagnosed.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{begin, learner, session, usage};
use crate::calculation::Code;
use crate::course::Lang;
use crate::course::messages::say;
use crate::study::DrillPlan;

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
    let desk = Desk::open(globals, learner::course(globals)?)?;
    let seed = learner::seed(matches);
    let exercises = desk.setting(seed).exercises;
    let known = exercises.kinds();
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
            exercises.of_code(&code).map_err(|_| bad())?;
            Some(code)
        }
        None => None,
    };
    let usual = DrillPlan::default();
    let level = matches.get_one::<u8>("level").copied().unwrap_or(usual.level);
    let plan = DrillPlan { kinds, level, count: learner::count(matches), code };
    session::run(begin::drill(&desk, plan, seed), desk)
}
