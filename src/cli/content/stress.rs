//! `content stress`: many variants of each calculation, drawn and graded.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ArgMatches;

use super::super::{learner, output, usage};
use super::{Failure, Globals};
use crate::calculation::Wanted;
use crate::calculation::Workings;
use crate::calculation::draw::{Declined, draw_counting};
use crate::calculation::hints::answer;
use crate::calculation::teach;
use crate::calculation::undrawn::DrawError;
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::random::Dice;

/// How far the places of the right option may stray from an even spread, in standard deviations.
const ASTRAY: f64 = 5.0;

/// What came of the variants of a level.
#[derive(Debug, Default)]
struct Tally {
    drawn: u32,
    failed: u32,
    distinct: usize,
    misgraded: u32,
    /// A mistake shown as the right answer is, or two options alike.
    colliding: u32,
    degenerate: u32,
    /// Rounding on the way would have missed the answer.
    rounding: u32,
    declined: Declined,
    /// How often an answer could show each mistake.
    shown: BTreeMap<String, u32>,
    /// How often the right option came at each place, by the number of options.
    places: BTreeMap<usize, Vec<u32>>,
    spent: Duration,
}

impl Tally {
    /// What should not be there.
    fn findings(&self) -> u32 {
        let counted = self.failed + self.misgraded + self.colliding + self.degenerate + self.rounding;
        counted + self.astray()
    }

    /// Numbers of options whose right one prefers a place.
    fn astray(&self) -> u32 {
        let strays = |places: &&Vec<u32>| {
            let all = f64::from(places.iter().sum::<u32>());
            let share = 1.0 / places.len() as f64;
            let deviation = (all * share * (1.0 - share)).sqrt().max(1.0);
            places.iter().any(|count| (f64::from(*count) - all * share).abs() > ASTRAY * deviation)
        };
        self.places.values().filter(strays).count() as u32
    }
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
        let mut shown = never_shown(&spec);
        for level in 1..=3 {
            let Some(tally) = stress(&spec, level, variants) else { continue };
            for (mistake, times) in &tally.shown {
                *shown.entry(mistake.clone()).or_default() += times;
            }
            found += tally.findings();
            let micros = tally.spent.as_micros() / u128::from(variants.max(1));
            let spread = |places: &Vec<u32>| places.iter().map(ToString::to_string).collect::<Vec<_>>().join("/");
            let places: Vec<String> = tally.places.values().map(spread).collect();
            let declined = tally.declined;
            let args: [(&str, &dyn std::fmt::Display); 15] = [
                ("kind", id),
                ("level", &level),
                ("drawn", &tally.drawn),
                ("distinct", &tally.distinct),
                ("failed", &tally.failed),
                ("misgraded", &tally.misgraded),
                ("colliding", &tally.colliding),
                ("degenerate", &tally.degenerate),
                ("rounding", &tally.rounding),
                ("condition", &declined.condition),
                ("collision", &declined.collision),
                ("flat", &declined.degenerate),
                ("rounded", &declined.rounding),
                ("micros", &micros),
                ("places", &places.join(" ")),
            ];
            output::line(&say(lang, "content.stressed", &args))?;
        }
        for line in of_mistakes(id, &shown, lang) {
            output::line(&line)?;
        }
    }
    if found > 0 { Err(Failure::Failed(say(lang, "content.stress-found", &[("count", &found)]))) } else { Ok(()) }
}

/// Every mistake of a calculation, shown by no answer so far.
fn never_shown(spec: &Spec) -> BTreeMap<String, u32> {
    spec.steps.iter().flat_map(|step| &step.mistakes).map(|mistake| (mistake.id.to_string(), 0)).collect()
}

/// How often an answer could show each mistake, and which no answer ever showed.
fn of_mistakes(kind: &str, shown: &BTreeMap<String, u32>, lang: Lang) -> Vec<String> {
    let (shown, never): (Vec<_>, Vec<_>) = shown.iter().partition(|(_, times)| **times > 0);
    let comma = say(lang, "calc.comma", &[]);
    let each = |mistakes: Vec<String>, key: &str| {
        let mistakes = mistakes.join(&comma);
        (!mistakes.is_empty()).then(|| say(lang, key, &[("kind", &kind), ("mistakes", &mistakes)]))
    };
    let counted = shown.iter().map(|(id, times)| format!("{id} {times}")).collect();
    let never = never.iter().map(|(id, _)| (*id).clone()).collect();
    each(counted, "content.mistakes-shown").into_iter().chain(each(never, "content.mistakes-never")).collect()
}

/// Draws, solves and grades the variants of a level; `None` where nothing is asked at it.
fn stress(spec: &Spec, level: u8, variants: u32) -> Option<Tally> {
    let mut tally = Tally::default();
    let mut seen = HashSet::new();
    let start = Instant::now();
    for number in 0..variants {
        let seed = Dice::new(u64::from(number), &spec.id).variant();
        match draw_counting(spec, level, seed, Wanted::default(), &mut tally.declined) {
            Err(DrawError::NothingAsked { .. }) => return None,
            Err(_) => tally.failed += 1,
            Ok(exercise) => {
                tally.drawn += 1;
                let workings = Workings::of(spec, &exercise);
                if !workings.grade(&answer(&exercise)).is_ok_and(|g| g.score == 1.0) {
                    tally.misgraded += 1;
                }
                let mistakes: HashSet<Arc<str>> = workings.showable().into_iter().collect();
                for mistake in mistakes {
                    *tally.shown.entry(mistake.to_string()).or_default() += 1;
                }
                let mut choices = workings.options();
                Dice::new(u64::from(seed), &spec.id).shuffle(&mut choices);
                if let Some(place) = choices.iter().position(|c| c.right).filter(|_| choices.len() > 1) {
                    tally.places.entry(choices.len()).or_insert_with(|| vec![0; choices.len()])[place] += 1;
                }
                let shown: HashSet<&String> = choices.iter().map(|choice| &choice.text.en).collect();
                let base = teach::base(spec, &exercise.given, &exercise.keys()).ok();
                let base = base.as_ref();
                let collides = base.is_some_and(|base| teach::collision(spec, &exercise, base).is_some());
                let alike = shown.len() < choices.len() || collides;
                tally.colliding += u32::from(alike);
                tally.degenerate += u32::from(teach::degenerate(&exercise).is_some());
                tally.rounding += u32::from(base.is_some_and(|base| teach::rounding(&exercise, base).is_some()));
                seen.insert(exercise.stem.en.clone());
            }
        }
    }
    tally.spent = start.elapsed();
    tally.distinct = seen.len();
    Some(tally)
}
