//! Hand-sized exercises a second on one core, for every kind of calculation: `cargo bench --bench drills [KIND …]`.
//!
//! Each variant is drawn, solved, graded (the right answer and a wrong one) and explained with hints, worked solution
//! and options, as a drill does it.

use std::error::Error;
use std::hint::black_box;
use std::io::{Write as _, stdout};
use std::time::{Duration, Instant};

use dlrev::calculation::draw::{Wanted, draw};
use dlrev::calculation::grade::grade;
use dlrev::calculation::hints;
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
        let start = Instant::now();
        let mut variants = 0_u32;
        while start.elapsed() < TIME || variants == 0 {
            black_box(exercise(&spec, 1 + (variants % 3) as u8, variants));
            variants += 1;
        }
        rates.push((f64::from(variants) / start.elapsed().as_secs_f64(), id));
    }
    rates.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = stdout();
    for (rate, id) in &rates {
        writeln!(out, "{id:<24}{rate:8.0} a second")?;
    }
    let mean = rates.len() as f64 / rates.iter().map(|(rate, _)| 1.0 / rate).sum::<f64>();
    writeln!(out, "{:<24}{mean:8.0} a second", "one of each in turn")?;
    Ok(())
}

/// Everything that a drill does with a variant, but for waiting.
fn exercise(spec: &Spec, level: u8, seed: u32) -> Option<usize> {
    let exercise = draw(spec, level, seed, Wanted::default()).ok()?;
    let right = grade(spec, &exercise, &hints::answer(&exercise)).ok()?;
    let wrong = grade(spec, &exercise, &vec!["12345"; exercise.ask.len()].join("; ")).is_ok();
    let hints = hints::hints(spec, &exercise).len();
    let steps = hints::solution(spec, &exercise, Lang::En).len();
    Some(right.verdicts.len() + usize::from(wrong) + hints + steps + hints::options(spec, &exercise).len())
}
