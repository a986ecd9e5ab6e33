//! The pages that the program prints of itself are those that lie in `docs/`. `UPDATE_DOCS=1` writes them anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::learner::Learner;

/// That a page is what the program prints.
fn is_current(page: &str, args: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    let ran = Learner::new().run(args, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &ran.out).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let first = kept.lines().zip(ran.out.lines()).find(|(kept, printed)| kept != printed);
    assert!(kept == ran.out, "docs/{page} is stale: UPDATE_DOCS=1 cargo test docs; it begins at {first:?}");
}

#[test]
fn the_page_of_the_format_is_current() {
    is_current("FORMAT.md", &["content", "schema", "--format", "markdown"]);
}

#[test]
fn the_page_of_the_formula_language_is_current() {
    is_current("FORMULAS.md", &["content", "functions", "--format", "markdown"]);
}

#[test]
fn functions_are_listed_by_name_with_what_their_examples_come_to() {
    let run = |args: &[&str]| Learner::new().run(&[&["content", "functions"], args].concat(), "");
    let floor = run(&["floor", "grad"]).out;
    assert!(floor.contains("floor(x)") && floor.contains("grad(loss, x)") && floor.contains(" = "), "{floor}");
    let unknown = run(&["flor"]);
    assert!(unknown.code == 2 && unknown.err.contains("floor"), "{}", unknown.err);
}

#[test]
fn every_crate_that_is_depended_on_has_its_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifests = ["Cargo.toml", "src/math/Cargo.toml"].map(|path| {
        let manifest: toml::Table = fs::read_to_string(root.join(path)).unwrap().parse().unwrap();
        manifest
    });
    let unix = &manifests[0]["target"]["cfg(unix)"]["dependencies"];
    let lists = ["dependencies", "build-dependencies", "dev-dependencies"];
    let lists = manifests.iter().flat_map(|manifest| lists.iter().filter_map(|list| manifest.get(*list)));
    let tables = lists.chain([unix]).filter_map(toml::Value::as_table);
    let mut needed: Vec<&str> =
        tables.flat_map(|table| table.keys().map(String::as_str)).filter(|name| *name != "dlrev-math").collect();
    let page = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let table = page.split("## Dependencies").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let mut told: Vec<&str> =
        rows.flat_map(|cell| cell.split(['`', ',', ' '])).filter(|name| !name.is_empty()).collect();
    needed.sort_unstable();
    needed.dedup();
    // Once each.
    told.sort_unstable();
    assert_eq!(told, needed);
}

#[cfg(target_os = "linux")]
#[test]
fn the_installer_puts_in_place_what_its_checksum_says_and_nothing_else() {
    use std::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let name = format!("dlrev-v9-{}-unknown-linux-musl", env::consts::ARCH);
    let sh = |line: &str| Command::new("sh").args(["-c", line]).current_dir(folder.path()).output().unwrap();
    fs::create_dir(folder.path().join(&name)).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_dlrev"), folder.path().join(&name).join("dlrev")).unwrap();
    assert!(
        sh(&format!("tar czf {name}.tar.gz {name} && sha256sum {name}.tar.gz > {name}.tar.gz.sha256")).status.success()
    );
    let installer = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/install");
    let install = |to: &str| sh(&format!("sh '{}' . v9 {to}", installer.display()));
    let installed = install("here");
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    assert!(folder.path().join("here/dlrev").exists());
    assert!(sh(&format!("echo more >> {name}.tar.gz")).status.success());
    assert!(!install("there").status.success() && !folder.path().join("there").exists());
}

/// Every file below a folder, but for what is built.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let hidden = path.file_name().unwrap().to_str().is_some_and(|name| [".git", "target"].contains(&name));
        match path.is_dir() {
            true if !hidden => files_below(&path, found),
            true => {}
            false => found.push(path),
        }
    }
}

/// Whether something that a page for developers writes as code is there: a file by its path or its name, a module by its
/// path, a type or a list by its name. Anything else (a command, a key, a crate) is no matter of this.
fn is_there(named: &str, root: &Path, files: &[PathBuf], code: &str) -> Option<bool> {
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let defined = |name: &str| {
        ["enum", "struct", "trait", "fn", "const", "static"].iter().any(|kind| code.contains(&format!("{kind} {name}")))
    };
    let is_file = |name: &str| files.iter().any(|file| file.ends_with(name));
    if named.contains(' ') || named.starts_with('~') {
        return None;
    }
    if let Some((place, item)) = named.rsplit_once("::") {
        let module = root.join("src").join(named.replace("::", "/"));
        let parent = root.join("src").join(place.replace("::", "/"));
        let has = |item: &str| {
            fs::read_to_string(parent.join("mod.rs")).is_ok_and(|text| text.contains(&format!("fn {item}")))
        };
        let variant = place.starts_with(|c: char| c.is_ascii_uppercase()) && defined(place) && code.contains(item);
        return Some(module.is_dir() || module.with_extension("rs").is_file() || has(item) || variant);
    }
    if named.contains('/') {
        let fixed: Vec<&str> =
            named.split('/').take_while(|part| !part.contains("NAME") && !part.contains('*')).collect();
        let whole = fixed.len() == named.split('/').count();
        let path = fixed.join("/");
        // A folder of one's own has what `content` has.
        return Some(
            [&path, &format!("content/{path}")]
                .iter()
                .any(|path| if whole { root.join(path).exists() } else { root.join(path).is_dir() }),
        );
    }
    if let Some((name, "rs" | "toml" | "md")) = named.rsplit_once('.') {
        return Some(!name.is_empty() && is_file(named));
    }
    (word(named) && named.starts_with(|c: char| c.is_ascii_uppercase()) && named != "Debug").then(|| defined(named))
}

#[test]
fn what_the_pages_for_developers_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    files_below(root, &mut files);
    let sources =
        files.iter().filter(|file| file.starts_with(root.join("src")) && file.extension().is_some_and(|e| e == "rs"));
    let code: String = sources.map(|file| fs::read_to_string(file).unwrap()).collect();
    let mut held = 0;
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let prose: String = text.split("```").step_by(2).collect();
        for named in prose.split('`').skip(1).step_by(2) {
            if let Some(there) = is_there(named, root, &files, &code) {
                assert!(there, "{page} speaks of {named}");
                held += 1;
            }
        }
    }
    assert!(held > 50, "{held} names are held");
    assert_eq!(is_there("src/tui/gone.rs", root, &files, &code), Some(false));
    assert_eq!(is_there("study::gone", root, &files, &code), Some(false));
    assert_eq!(is_there("Gone", root, &files, &code), Some(false));
}
