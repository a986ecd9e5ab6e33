//! The pages that the program prints of itself are those that lie in `docs/`. `UPDATE_DOCS=1` writes them anew.

use std::path::Path;
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
