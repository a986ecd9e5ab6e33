//! Every bundled calculation keeps what its file promises.

use std::collections::BTreeSet;

use dlrev::calculation::Wanted;
use dlrev::calculation::check::check;
use dlrev::calculation::draw::draw;
use dlrev::calculation::{Verdict, Workings};
use dlrev::course::Course;
use dlrev::course::spec::Spec;
use dlrev::math::Value;

fn specs() -> Vec<Spec> {
    let course = Course::open(None).unwrap();
    let ids = course.calculation_ids();
    assert!(ids.len() >= 8);
    ids.iter()
        .map(|id| {
            let loaded = course.calculation(id);
            assert!(loaded.problems.is_empty(), "{id}: {:?}", loaded.problems);
            let spec = loaded.value.unwrap();
            assert_eq!(*spec.id, **id, "the id is the file's name");
            spec
        })
        .collect()
}

#[test]
fn examples_hold_and_variants_are_graded_right() {
    for spec in specs() {
        let findings = check(&spec, 12);
        assert!(findings.is_empty(), "{}: {findings:#?}", spec.id);
    }
}

#[test]
fn a_mistake_is_told_by_its_name() {
    let spec = specs().into_iter().find(|s| &*s.id == "conv").unwrap();
    let given = [("n", "32"), ("f", "5"), ("p", "2"), ("s", "1")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    let given = dlrev::calculation::given::read(&spec, &given, &|p| Err(p.to_owned()), 0).unwrap();
    let keys = ["out_h".to_owned()];
    let exercise =
        dlrev::calculation::draw::posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
    let verdict = |line: &str| Workings::of(&spec, &exercise).grade(line).unwrap().verdicts.remove(0);
    assert_eq!(verdict("32"), Verdict::Right);
    assert_eq!(verdict("(32+4-5)/1+1"), Verdict::Right);
    assert_eq!(verdict("32x32x6"), Verdict::Right);
    assert!(matches!(verdict("30"), Verdict::Mistake { id, .. } if &*id == "padding-once"));
    assert!(matches!(verdict("31"), Verdict::Mistake { id, .. } if &*id == "no-plus-one"));
    assert!(matches!(verdict("17"), Verdict::Wrong { .. }));
    assert!(Workings::of(&spec, &exercise).grade("zwölf +").is_err());
    assert!(Workings::of(&spec, &exercise).grade("a=3").is_err());
}

#[test]
fn a_later_answer_that_follows_from_an_earlier_mistake_is_credited() {
    let spec = specs().into_iter().find(|s| &*s.id == "conv").unwrap();
    let given =
        [("n", "32"), ("f", "5"), ("a", "3"), ("b", "6"), ("bias", "true")].map(|(k, v)| (k.to_owned(), v.to_owned()));
    let given = dlrev::calculation::given::read(&spec, &given, &|p| Err(p.to_owned()), 0).unwrap();
    let keys = ["weights".to_owned(), "params".to_owned()];
    let exercise =
        dlrev::calculation::draw::posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
    let grade = Workings::of(&spec, &exercise).grade("weights=150; params=156").unwrap();
    assert!(matches!(&grade.verdicts[0], Verdict::Mistake { id, .. } if &**id == "channels-forgotten"));
    assert_eq!(grade.verdicts[1], Verdict::FollowOn);
    assert_eq!(grade.score, 0.5);
}

#[test]
fn a_code_brings_the_same_variant_back() {
    for spec in specs().iter().filter(|s| !s.asks.is_empty()) {
        for seed in [0, 1, 0xFFFF_FFFF, 0x8F3A_C21D] {
            let level = spec.asks[0].levels[0];
            let [a, b] = [0, 1].map(|_| draw(spec, level, seed, Wanted::default()).unwrap());
            assert_eq!((a.stem, a.given, a.ask), (b.stem, b.given, b.ask), "{}", spec.id);
        }
    }
}

#[test]
fn options_differ_and_only_one_is_right() {
    for spec in specs().iter().filter(|s| !s.asks.is_empty()) {
        for seed in 0..8 {
            let level = spec.asks[0].levels[0];
            let exercise = draw(spec, level, seed, Wanted::default()).unwrap();
            let options = Workings::of(spec, &exercise).options();
            assert_eq!(
                options.iter().filter(|o| o.right).count(),
                usize::from(exercise.goal.is_empty()),
                "{}",
                spec.id
            );
            let mut texts: Vec<_> = options.iter().map(|o| &o.text.en).collect();
            texts.sort();
            texts.dedup();
            assert_eq!(texts.len(), options.len(), "{}: {options:?}", spec.id);
            assert_eq!(Workings::of(spec, &exercise).hints().len(), 4);
        }
    }
}

#[test]
fn both_losses_of_classification_occur_beside_the_squared_error() {
    for spec in specs().iter().filter(|spec| ["backprop", "fgsm"].contains(&&*spec.id)) {
        for level in [2, 3] {
            let mut seen = BTreeSet::new();
            for seed in 0..24 {
                let exercise = draw(spec, level, seed, Wanted::default()).unwrap();
                let Some(Value::Text(loss)) = exercise.given.get("loss") else {
                    seen.insert("mse".to_owned());
                    assert!(exercise.stem.en.contains("½Σ"), "{}", exercise.stem.en);
                    continue;
                };
                let target: Vec<f64> = exercise.given["t"].as_tensor().unwrap().iter().copied().collect();
                assert!(target.iter().all(|t| [0.0, 1.0].contains(t)), "{} {target:?}", spec.id);
                assert!(&**loss == "bce" || target.iter().sum::<f64>() == 1.0, "{} {target:?}", spec.id);
                let said = if &**loss == "bce" { "binary cross-entropy" } else { "is the cross-entropy" };
                assert!(exercise.stem.en.contains(said), "{}", exercise.stem.en);
                seen.insert(loss.to_string());
            }
            assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), ["bce", "ce", "mse"], "{}", spec.id);
        }
    }
}
