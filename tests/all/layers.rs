//! The house: imports point downwards only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The rooms with what each may import.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let leaves = ["beside", "files", "math", "random", "text"];
    let course = [&leaves[..], &["course"]].concat();
    let middle = [&course[..], &["calculation", "schedule", "store"]].concat();
    let learner = [&middle[..], &["learner"]].concat();
    let study = [&learner[..], &["study"]].concat();
    BTreeMap::from([
        // A crate of its own: its manifest holds it.
        ("math", Vec::new()),
        ("ending", vec!["ending"]),
        ("beside", vec!["beside"]),
        ("files", vec!["files"]),
        ("random", vec!["random"]),
        ("text", vec!["math", "text"]),
        ("course", course.clone()),
        ("calculation", [&course[..], &["calculation"]].concat()),
        ("schedule", [&course[..], &["schedule"]].concat()),
        ("store", [&course[..], &["store", "schedule"]].concat()),
        ("learner", learner),
        ("study", study.clone()),
        ("cli", [&study[..], &["cli", "ending", "tui"]].concat()),
        ("tui", [&study[..], &["ending", "tui"]].concat()),
    ])
}

/// The sources in a folder, and in those inside it.
pub fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn imports_point_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files).unwrap();
    let allowed = allowed();
    let mut upward = Vec::new();
    for file in &files {
        let inside = file.strip_prefix(&root).unwrap();
        let room = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if room == "math" {
            continue;
        }
        let Some(allowed) = allowed.get(room) else {
            assert!(["main", "lib"].contains(&room), "{room} is no room of the house: say what it may import");
            continue;
        };
        // `super::super::` can leave a room as `crate::` can.
        let modules = inside.with_extension("");
        let depth = modules.iter().filter(|name| *name != "mod").count();
        let mut climb = "super::".repeat(depth);
        for (number, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            if line.starts_with("mod ") && line.ends_with('{') {
                climb = "super::".repeat(depth + 1);
            }
            let places = line.split("crate::").skip(1).chain(line.split(&climb).skip(1));
            for place in places.map(|place| place.trim_start_matches("super::")) {
                let other: String = place.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !other.is_empty() && !allowed.contains(&other.as_str()) {
                    upward.push(format!("{}:{}: {room} imports {other}", inside.display(), number + 1));
                }
            }
        }
    }
    assert!(files.len() > 10, "the scan must find the sources");
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn the_crate_of_formulas_depends_on_nothing_of_the_house() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/math/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let needed = manifest["dependencies"].as_table().unwrap();
    assert!(needed.values().all(|needed| needed.get("path").is_none()), "{needed:?}");
    for crate_of_others in ["ratatui", "crossterm", "clap", "rusqlite", "toml"] {
        assert!(!needed.contains_key(crate_of_others), "{crate_of_others}");
    }
}

#[test]
fn the_map_of_the_house_names_every_room() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let map: String = map.lines().filter(|line| line.starts_with("//!")).collect();
    for room in allowed().keys() {
        assert!(map.contains(&format!("[`{room}`]")), "{room}");
    }
}
