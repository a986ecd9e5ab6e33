//! Whatever is written of a calculation is read again by rules of its own and means what it stands for.

use std::collections::BTreeSet;
use std::env;

use dlrev::calculation::Wanted;
use dlrev::calculation::draw::draw;
use dlrev::calculation::proofread::proofread;
use dlrev::calculation::{Detail, derive, given};
use dlrev::course::Course;
use dlrev::math::proofread::Count;

/// Variants of each calculation at each level; `PROOFREAD=500` reads more.
fn variants() -> u32 {
    env::var("PROOFREAD").ok().and_then(|text| text.parse().ok()).unwrap_or(8)
}

#[test]
fn every_line_of_every_face_means_what_it_stands_for() {
    let course = Course::open(None).unwrap();
    let (mut count, mut derivations, mut faults) = (Count::default(), 0, BTreeSet::new());
    for id in course.calculation_ids() {
        let spec = course.calculation(&id).value.unwrap();
        let mut read = |given: &given::Given, from: String| {
            let Ok(derivation) = derive(&spec, given, Detail::Inside) else { return };
            derivations += 1;
            for fault in proofread(&derivation, &mut count) {
                faults.insert(format!("{from}: {fault:?}"));
            }
        };
        for example in &spec.examples {
            let given = given::read(&spec, &example.given, &|path| Err(path.to_owned()), 0).unwrap();
            read(&given, format!("{id}, an example"));
        }
        for (level, seed) in (1..=3).flat_map(|level| (0..variants()).map(move |seed| (level, seed))) {
            if let Ok(exercise) = draw(&spec, level, seed.wrapping_mul(0x9E37_79B9), Wanted::default()) {
                read(&exercise.given, exercise.code.unwrap().to_string());
            }
        }
    }
    let first: Vec<&String> = faults.iter().take(40).collect();
    assert!(faults.is_empty(), "{} faults in {count:?} of {derivations}: {first:#?}", faults.len());
    assert!(count.read > 10_000 && derivations > 500, "{count:?} of {derivations}");
    // What cannot be checked is the exception.
    assert!(count.open * 10 < count.read, "{count:?}");
}
