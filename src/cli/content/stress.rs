//! `content stress`: many variants of each calculation, drawn and graded.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::ArgMatches;

use super::super::{learner, output, usage};
use super::{Failure, Globals};
use crate::calculation::applies::without_draw;
use crate::calculation::draw::{Declined, draw_counting, posed};
use crate::calculation::hints::answer;
use crate::calculation::undrawn::DrawError;
use crate::calculation::{Detail, Wanted, Workings, derive, given, teach};
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::random::Dice;

/// How far the places of the right option may stray from an even spread, in standard deviations.
const ASTRAY: f64 = 5.0;

/// With so many variants a mistake that none of them shows is one that none will show.
const ENOUGH: u32 = 50;

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
    let mut kinds = learner::several(matches, "kind");
    // A course may stand before the kinds: `content stress tea brew`.
    let named = kinds.first().map(PathBuf::from).filter(|path| path.join(super::SYLLABUS).is_file());
    if named.is_some() {
        kinds.remove(0);
    }
    let folder = super::folder(named.as_ref(), globals);
    let course = learner::course(&Globals { course: folder, ..globals.clone() })?;
    let known = course.calculation_ids();
    if let Some(unknown) = kinds.iter().find(|k| !known.contains(k)) {
        return Err(Failure::Usage(usage::unknown("calc.unknown-kind", unknown, &known, lang)));
    }
    let variants = matches.get_one::<u32>("variants").copied().unwrap_or(1);
    let mut found = 0;
    // Of a course of an author's own all of the bundled ones are known, too.
    let own = course.own_files_in("calculations");
    let is_own = |id: &String| own.iter().any(|path| *path == format!("calculations/{id}.toml"));
    for id in known.iter().filter(|id| if kinds.is_empty() { is_own(id) } else { kinds.contains(id) }) {
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
        let tally = Mistakes::of(&spec, &shown);
        for line in tally.lines(id, lang) {
            output::line(&line)?;
        }
        if variants >= ENOUGH {
            found += tally.never.len() as u32;
        }
    }
    if found > 0 { Err(Failure::Failed(say(lang, "content.stress-found", &[("count", &found)]))) } else { Ok(()) }
}

/// Every mistake of a calculation, shown by no answer so far.
fn never_shown(spec: &Spec) -> BTreeMap<String, u32> {
    spec.steps.iter().flat_map(|step| &step.mistakes).map(|mistake| (mistake.id.to_string(), 0)).collect()
}

/// The mistakes of a calculation by where an answer can show them.
#[derive(Debug, Default)]
struct Mistakes {
    /// In drawn variants, with how often.
    drawn: Vec<String>,
    /// In an example of the file alone.
    example: Vec<String>,
    /// With options that no task has, which stand behind them.
    undrawn: Vec<String>,
    /// Nowhere.
    never: Vec<String>,
}

impl Mistakes {
    fn of(spec: &Spec, shown: &BTreeMap<String, u32>) -> Self {
        let examples = on_examples(spec);
        let mut mistakes = Self::default();
        for (id, times) in shown {
            match times {
                0 if examples.contains(id.as_str()) => mistakes.example.push(id.clone()),
                0 => match without_task(spec, id) {
                    options if options.is_empty() => mistakes.never.push(id.clone()),
                    options => mistakes.undrawn.push(format!("{id} ({options})")),
                },
                times => mistakes.drawn.push(format!("{id} {times}")),
            }
        }
        mistakes
    }

    fn lines(&self, kind: &str, lang: Lang) -> Vec<String> {
        let comma = say(lang, "calc.comma", &[]);
        let line = |mistakes: &[String], key: &str| {
            let mistakes = mistakes.join(&comma);
            (!mistakes.is_empty()).then(|| say(lang, key, &[("kind", &kind), ("mistakes", &mistakes)]))
        };
        let lines = [
            line(&self.drawn, "content.mistakes-shown"),
            line(&self.example, "content.mistakes-example"),
            line(&self.undrawn, "content.mistakes-undrawn"),
            line(&self.never, "content.mistakes-never"),
        ];
        lines.into_iter().flatten().collect()
    }
}

/// The options that no task has and a mistake hangs on, wherever it stands.
fn without_task(spec: &Spec, id: &str) -> String {
    let mistakes = spec.steps.iter().flat_map(|step| step.mistakes.iter().map(move |mistake| (step, mistake)));
    let options: BTreeSet<String> = (mistakes.filter(|(_, mistake)| *mistake.id == *id))
        .flat_map(|(step, mistake)| without_draw(spec, step, mistake))
        .map(|flag| format!("--{flag}"))
        .collect();
    options.into_iter().collect::<Vec<_>>().join(" ")
}

/// The mistakes that an answer to one of the file's examples would show.
fn on_examples(spec: &Spec) -> HashSet<Arc<str>> {
    let shown = spec.examples.iter().filter_map(|example| {
        let given = given::read(spec, &example.given, &|path| Err(path.to_owned()), 0).ok()?;
        let keys: Vec<String> = derive(spec, &given, Detail::Answers).ok()?.answers.into_keys().collect();
        let exercise = posed(spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).ok()?;
        Some(Workings::of(spec, &exercise).showable())
    });
    shown.flatten().collect()
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
