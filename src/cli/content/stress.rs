//! `content stress`: many variants of each calculation, drawn and graded.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use clap::ArgMatches;

use super::super::{learner, output, usage};
use super::{Failure, Globals};
use crate::calculation::draw::{DrawError, Wanted, draw};
use crate::calculation::grade::grade;
use crate::calculation::hints::{answer, options};
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::study::random::Dice;

/// What came of the variants of a level.
#[derive(Debug, Default)]
struct Tally {
    drawn: u32,
    failed: u32,
    distinct: usize,
    misgraded: u32,
    /// How often the right option came at each place.
    places: BTreeMap<usize, u32>,
    spent: Duration,
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let course = learner::course(globals)?;
    let known = course.calculation_ids();
    let kinds = learner::several(matches, "kind");
    if let Some(unknown) = kinds.iter().find(|k| !known.contains(k)) {
        return Err(Failure::Usage(usage::unknown("calc.unknown-kind", unknown, &known, lang)));
    }
    let variants = matches.get_one::<u32>("variants").copied().unwrap_or(1);
    let mut found = 0;
    for id in known.iter().filter(|id| kinds.is_empty() || kinds.contains(id)) {
        let Some(spec) = course.calculation(id).value else { continue };
        for level in 1..=3 {
            let Some(tally) = stress(&spec, level, variants) else { continue };
            found += tally.failed + tally.misgraded;
            let micros = tally.spent.as_micros() / u128::from(variants);
            let places: Vec<String> = tally.places.values().map(ToString::to_string).collect();
            let args: [(&str, &dyn std::fmt::Display); 8] = [
                ("kind", id),
                ("level", &level),
                ("drawn", &tally.drawn),
                ("distinct", &tally.distinct),
                ("failed", &tally.failed),
                ("misgraded", &tally.misgraded),
                ("micros", &micros),
                ("places", &places.join("/")),
            ];
            output::line(&say(lang, "content.stressed", &args))?;
        }
    }
    if found > 0 { Err(Failure::Failed(say(lang, "content.stress-found", &[("count", &found)]))) } else { Ok(()) }
}

/// Draws, solves and grades the variants of a level; `None` where nothing is asked at it.
fn stress(spec: &Spec, level: u8, variants: u32) -> Option<Tally> {
    let mut tally = Tally::default();
    let mut seen = HashSet::new();
    let start = Instant::now();
    for number in 0..variants {
        let seed = Dice::new(u64::from(number), &spec.id).variant();
        match draw(spec, level, seed, Wanted::default()) {
            Err(DrawError::NothingAsked { .. }) => return None,
            Err(_) => tally.failed += 1,
            Ok(exercise) => {
                tally.drawn += 1;
                if !grade(spec, &exercise, &answer(&exercise)).is_ok_and(|g| g.score == 1.0) {
                    tally.misgraded += 1;
                }
                let mut choices = options(spec, &exercise);
                Dice::new(u64::from(seed), &spec.id).shuffle(&mut choices);
                if let Some(place) = choices.iter().position(|c| c.right).filter(|_| choices.len() > 1) {
                    *tally.places.entry(place).or_default() += 1;
                }
                seen.insert(exercise.stem.en);
            }
        }
    }
    tally.spent = start.elapsed();
    tally.distinct = seen.len();
    Some(tally)
}
