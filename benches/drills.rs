//! Hand-sized exercises a second on one core, for every kind of calculation: `cargo bench --bench drills [KIND …]`.
//!
//! Each variant is drawn, solved, graded (the right answer and a wrong one) and explained with hints, worked solution
//! and options, as a drill does it.

#![allow(clippy::disallowed_methods, reason = "a bench prints what it measured")]

use std::error::Error;
use std::hint::black_box;
use std::io::{Write as _, stdout};
use std::time::{Duration, Instant};

use dlrev::calculation::Wanted;
use dlrev::calculation::draw::draw;
use dlrev::calculation::{Workings, hints};
use dlrev::course::spec::Spec;
use dlrev::course::{Course, Lang};

/// How long each kind is measured.
const TIME: Duration = Duration::from_millis(200);

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if !args.iter().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let course = Course::open(None)?.trusting_the_bundle();
    let asked: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let mut rates = Vec::new();
    for id in course.calculation_ids().into_iter().filter(|id| asked.is_empty() || asked.contains(&id)) {
        let Some(spec) = course.calculation(&id).value.filter(|spec| !spec.asks.is_empty()) else { continue };
        let mut spent = [Duration::ZERO; PARTS.len()];
        let mut variants = 0_u32;
        while spent.iter().sum::<Duration>() < TIME {
            black_box(exercise(&spec, 1 + (variants % 3) as u8, variants, &mut spent));
            variants += 1;
        }
        let each = spent.map(|part| part.as_secs_f64() / f64::from(variants));
        rates.push((each.iter().sum::<f64>(), each, id));
    }
    rates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut out = stdout();
    let [draw, right, wrong, hints, solution, options] = PARTS;
    writeln!(out, "{:24}{:>10}  µs for {draw} {right} {wrong} {hints} {solution} {options}", "", "a second")?;
    for (whole, parts, id) in &rates {
        write!(out, "{id:<24}{:10.0}", 1.0 / whole)?;
        for part in parts {
            write!(out, "{:9.0}", part * 1e6)?;
        }
        writeln!(out)?;
    }
    let mean = rates.len() as f64 / rates.iter().map(|(whole, ..)| whole).sum::<f64>();
    writeln!(out, "{:<24}{mean:10.0}", "one of each in turn")?;
    Ok(())
}

/// What a drill does with a variant, but for waiting.
const PARTS: [&str; 6] = ["drawing", "right", "wrong", "hints", "solution", "options"];

/// Does it all once, and adds the time of each part.
fn exercise(spec: &Spec, level: u8, seed: u32, spent: &mut [Duration; PARTS.len()]) -> Option<usize> {
    let mut start = Instant::now();
    let mut part = 0;
    let mut lap = || {
        let now = Instant::now();
        spent[part] += now - start;
        (start, part) = (now, part + 1);
    };
    let exercise = draw(spec, level, seed, Wanted::default()).ok();
    lap();
    let exercise = exercise?;
    let workings = Workings::of(spec, &exercise);
    let right = workings.grade(&hints::answer(&exercise)).ok()?;
    lap();
    let wrong = workings.grade(&vec!["12345"; exercise.ask.len()].join("; ")).is_ok();
    lap();
    let hints = workings.hints().len();
    lap();
    let steps = workings.solution(Lang::En).len();
    lap();
    let options = workings.options().len();
    lap();
    Some(right.verdicts.len() + usize::from(wrong) + hints + steps + options)
}
