//! A code brings the same variant back for as long as its version is known.
//!
//! `tests/fixtures/variants.txt` pins what each version draws. Where a drawing rule must change, the file's `version`
//! goes up and its old text stays beside it as `conv@1.toml`; `UPDATE_VARIANTS=1` then pins the new version. A pin that
//! is there is never written over.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use dlrev::calculation::Wanted;
use dlrev::calculation::draw::draw;
use dlrev::calculation::hints::answer;
use dlrev::course::Course;
use dlrev::course::spec::Spec;
use dlrev::math::render;
use sha2::{Digest as _, Sha256};

use crate::learner::Learner;

/// Seeds that are pinned at each level.
const SEEDS: [u32; 6] = [0, 1, 7, 0x8F3A_C21D, 0x9E37_79B9, u32::MAX];

fn pins() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/variants.txt")
}

/// What a version draws: values, what is asked of them and the answers, hashed. Words may change.
fn drawn(spec: &Spec) -> String {
    let mut hash = Sha256::new();
    for level in 1..=3 {
        for seed in SEEDS {
            if let Ok(exercise) = draw(spec, level, seed, Wanted::default()) {
                let given = exercise.given.iter().map(|(flag, value)| format!("{flag}={}", render::json(value)));
                let given = given.collect::<Vec<_>>().join(" ");
                let asked = exercise.ask.iter().map(|ask| &*ask.key).collect::<Vec<_>>().join(" ");
                hash.update(format!("{level} {seed} {given}: {asked}: {}\n", answer(&exercise)));
            }
        }
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn the_variants_of_a_version_stay_as_they_were() {
    let course = Course::open(None).unwrap();
    let now: BTreeMap<String, String> = course
        .calculation_ids()
        .iter()
        .map(|id| course.calculation(id).value.unwrap())
        .map(|spec| (format!("{}@{}", spec.id, spec.version), drawn(&spec)))
        .collect();
    let text = fs::read_to_string(pins()).unwrap_or_default();
    let mut pinned: BTreeMap<String, String> =
        text.lines().filter_map(|line| line.split_once(' ')).map(|(v, hash)| (v.to_owned(), hash.to_owned())).collect();
    if env::var_os("UPDATE_VARIANTS").is_some() {
        for (version, hash) in &now {
            pinned.entry(version.clone()).or_insert_with(|| hash.clone());
        }
        let lines: Vec<String> = pinned.iter().map(|(version, hash)| format!("{version} {hash}")).collect();
        fs::write(pins(), lines.join("\n") + "\n").unwrap();
    }
    for (version, hash) in &now {
        let known = pinned.get(version).unwrap_or_else(|| panic!("{version} is not pinned: UPDATE_VARIANTS=1"));
        assert_eq!(hash, known, "{version} draws other variants: raise its version and keep the old file beside it");
    }
    for version in pinned.keys().filter(|version| !now.contains_key(*version)) {
        let old = course.calculation(version).value.unwrap_or_else(|| panic!("{version} is gone"));
        assert_eq!(&drawn(&old), &pinned[version], "{version} draws other variants");
    }
}

#[test]
fn an_old_version_still_draws_what_it_drew() {
    let folder = tempfile::tempdir().unwrap();
    let rules =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/calculations/conv.toml")).unwrap();
    let calculations = folder.path().join("calculations");
    fs::create_dir(&calculations).unwrap();
    fs::write(calculations.join("conv@1.toml"), &rules).unwrap();
    let raised = rules.replace("version  = 1", "version  = 2").replace("from = 12, to = 64", "from = 13, to = 20");
    assert_ne!(raised, rules);
    fs::write(calculations.join("conv.toml"), raised).unwrap();
    let course = folder.path().to_str().unwrap().to_owned();
    let stem = |code: &str, course: &[&str]| {
        let ran = Learner::new().run(&[&["drill", "--code", code, "--format", "jsonl"], course].concat(), "");
        ran.lines().first().map(|line| line["stem"].clone())
    };
    let with = ["--course", course.as_str()];
    assert_eq!(stem("conv@1.2:8F3A-C21D", &with), stem("conv@1.2:8F3A-C21D", &[]));
    assert_ne!(stem("conv@2.2:8F3A-C21D", &with), stem("conv@1.2:8F3A-C21D", &[]));
    assert_eq!(stem("conv@3.2:8F3A-C21D", &with), None);
}
