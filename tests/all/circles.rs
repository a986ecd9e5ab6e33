//! The house: no modules of one folder import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::layers::sources;
use crate::scan::{self, Piece};

/// The circles that are there on purpose: the folder, the modules, and why they need each other.
const ALLOWED: &[(&str, &[&str], &str)] =
    &[("math", &["expr", "value"], "one recursive type: an expression holds values, and a value may be a formula")];

/// The path of a module from the crate's root: `course`, `kinds`, `fill`.
type Module = Vec<String>;

/// The words and signs of a source, without what is there for tests alone.
fn tokens(source: &str) -> Vec<&str> {
    let pieces = scan::pieces(source).into_iter();
    without_tests(
        &pieces.filter_map(|piece| if let Piece::Code(code) = piece { Some(code) } else { None }).collect::<Vec<_>>(),
    )
}

fn without_tests<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    const FOR_TESTS: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at..].starts_with(&FOR_TESTS) {
            kept.push(tokens[at]);
            at += 1;
            continue;
        }
        let mut depth = 0;
        for token in &tokens[at..] {
            at += 1;
            depth += i32::from(*token == "{") - i32::from(*token == "}");
            if depth == 0 && ["}", ";"].contains(token) {
                break;
            }
        }
    }
    kept
}

/// What a `use` names, from its first path on: each path with the name that it gets.
fn named(tokens: &[&str], at: &mut usize, before: &[String], found: &mut Vec<(Module, String)>) {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(*at) {
        match *token {
            "{" => {
                *at += 1;
                while !matches!(tokens.get(*at), None | Some(&("}" | ";"))) {
                    named(tokens, at, &path, found);
                    *at += usize::from(tokens.get(*at) == Some(&","));
                }
                *at += 1;
                return;
            }
            "," | ";" | "}" => break,
            "::" => {}
            "as" => {
                *at += 1;
                let name = tokens.get(*at).copied().unwrap_or_default().to_owned();
                *at += 1;
                found.push((path, name));
                return;
            }
            "self" if path.len() > before.len() || !before.is_empty() => {}
            name => path.push(name.to_owned()),
        }
        *at += 1;
    }
    let name = path.last().cloned().unwrap_or_default();
    found.push((path, name));
}

/// The house as a graph.
#[derive(Default)]
struct Graph {
    modules: BTreeSet<Module>,
    /// Under which name a module hands on what.
    handed_on: BTreeMap<Module, BTreeMap<String, Module>>,
    /// What a module names.
    names: Vec<(Module, Module)>,
}

impl Graph {
    fn of(sources: &BTreeMap<Module, String>) -> Self {
        let mut graph = Self { modules: sources.keys().cloned().collect(), ..Self::default() };
        for (module, source) in sources {
            graph.read(module, &tokens(source));
        }
        graph
    }

    fn read(&mut self, module: &Module, tokens: &[&str]) {
        let mut at = 0;
        while at < tokens.len() {
            // `use<'a>` says what a type holds on to.
            if tokens[at] == "use" && tokens.get(at + 1) != Some(&"<") {
                let open = matches!(at.checked_sub(1).map(|before| tokens[before]), Some("pub" | ")"));
                let mut found = Vec::new();
                at += 1;
                named(tokens, &mut at, &[], &mut found);
                for (path, name) in found {
                    let Some(path) = self.rooted(&path, module) else { continue };
                    if open {
                        self.handed_on.entry(module.clone()).or_default().insert(name, path.clone());
                        // Whoever takes it from here is told where it comes from.
                        if path.starts_with(module) {
                            continue;
                        }
                    }
                    self.names.push((module.clone(), path));
                }
                continue;
            }
            let is_name = |token: &str| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let mut path = vec![tokens[at].to_owned()];
            at += 1;
            if !is_name(&path[0]) {
                continue;
            }
            while let [Some(&"::"), Some(next)] = [tokens.get(at), tokens.get(at + 1)]
                && is_name(next)
            {
                path.push((*next).to_owned());
                at += 2;
            }
            if path.len() > 1 {
                self.names.extend(self.rooted(&path, module).map(|path| (module.clone(), path)));
            }
        }
    }

    /// A path as it goes from the root of the house; none of one that leads out of it.
    fn rooted(&self, path: &[String], module: &Module) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let from = |start: &[String], rest: &[String]| Some([start, rest].concat());
        match &**first {
            "crate" if module.first().is_some_and(|room| room == "math") => from(&module[..1], rest),
            "crate" => from(&[], rest),
            "dlrev_math" => from(&["math".to_owned()], rest),
            "self" => from(module, rest),
            "super" => {
                let climbs = path.iter().take_while(|name| *name == "super").count();
                from(&module[..module.len().checked_sub(climbs)?], &path[climbs..])
            }
            _ => {
                let own = [&module[..], &path[..1]].concat();
                self.modules.contains(&own).then(|| [&own[..], rest].concat())
            }
        }
    }

    /// The module in which what a path names stands.
    fn home(&self, path: &[String]) -> Module {
        let mut path = path.to_vec();
        // A name may be handed on a few times.
        for _ in 0..10 {
            let depth = (0..=path.len()).rev().find(|depth| self.modules.contains(&path[..*depth])).unwrap_or(0);
            let (module, rest) = path.split_at(depth);
            let onward = rest.first().and_then(|name| self.handed_on.get(module)?.get(name));
            match onward {
                Some(onward) if *onward != path => path = [&onward[..], &rest[1..]].concat(),
                _ => return module.to_vec(),
            }
        }
        path
    }

    /// In each folder what its modules import of each other, with an example of each.
    fn folders(&self) -> BTreeMap<Module, BTreeMap<(String, String), String>> {
        let mut folders: BTreeMap<Module, BTreeMap<(String, String), String>> = BTreeMap::new();
        for (from, path) in &self.names {
            let to = self.home(path);
            let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
            if let (Some(one), Some(other)) = (from.get(shared), to.get(shared)) {
                let of_folder = folders.entry(from[..shared].to_vec()).or_default();
                let example = || format!("{} names {}", from.join("::"), path.join("::"));
                of_folder.entry((one.clone(), other.clone())).or_insert_with(example);
            }
        }
        folders
    }

    /// The circles: folder and modules, and what each of these names of another.
    fn circles(&self) -> BTreeMap<(String, Vec<String>), Vec<String>> {
        let mut circles: BTreeMap<(String, Vec<String>), Vec<String>> = BTreeMap::new();
        for (folder, imports) in self.folders() {
            let names: BTreeSet<&String> = imports.keys().map(|(from, _)| from).collect();
            let reached: BTreeMap<&String, BTreeSet<&String>> =
                names.iter().map(|name| (*name, reached(name, &imports))).collect();
            let together = |one: &String, other: &String| reached[one].contains(other) && reached[other].contains(one);
            for ((one, other), example) in imports.iter().filter(|((_, to), _)| names.contains(to)) {
                if together(one, other) {
                    let members = names.iter().filter(|name| together(one, name)).map(|name| (*name).clone());
                    circles.entry((folder.join("/"), members.collect())).or_default().push(example.clone());
                }
            }
        }
        circles
    }
}

/// What a module imports, and what that imports, and so on.
fn reached<'a>(from: &'a String, imports: &'a BTreeMap<(String, String), String>) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(name) = ahead.pop() {
        let of_it = imports.keys().filter(|(one, _)| one == name).map(|(_, other)| other);
        ahead.extend(of_it.filter(|other| reached.insert(*other)));
    }
    reached
}

/// The sources of the house, without what is there for tests.
fn house() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files).unwrap();
    let module = |file: &Path| {
        let inside = file.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = inside.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
        if module.last().is_some_and(|last| ["mod", "lib"].contains(&&**last)) {
            module.pop();
        }
        module
    };
    let modules = files.iter().map(|file| (module(file), file));
    let modules =
        modules.filter(|(module, _)| *module != ["main"] && !module.iter().any(|name| name.starts_with("test")));
    modules.map(|(module, file)| (module, fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn no_modules_of_a_folder_import_each_other_in_a_circle() {
    let graph = Graph::of(&house());
    let seen: usize = graph.folders().values().map(BTreeMap::len).sum();
    assert!(seen > 500, "the scan must find the imports: {seen}");
    let mut circles = graph.circles();
    for (folder, modules, why) in ALLOWED {
        let allowed = ((*folder).to_owned(), modules.iter().map(|name| (*name).to_owned()).collect());
        assert!(circles.remove(&allowed).is_some(), "no circle any more, strike it out: {allowed:?}, {why}");
    }
    assert!(circles.is_empty(), "cut it, or say among those that are allowed why not: {circles:#?}");
}

/// The circles of a house of these files.
fn circles_of(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let module = |path: &str| path.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let files = files.iter().map(|(path, source)| (module(path), (*source).to_owned())).collect();
    Graph::of(&files).circles().into_keys().collect()
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let circle = |folder: &str, names: &[&str]| (folder.to_owned(), names.iter().map(|n| (*n).to_owned()).collect());
    let pair = [("room", "pub mod a; pub mod b;\npub use b::B as Handed;")];
    for (a, b) in [
        ("use super::b::B;", "use super::a::{self, A};"),
        ("use crate::room::{b::{B, C}};", "use super::{a};"),
        ("fn f() -> super::b::B {}", "fn f(_: crate::room::a::A) {}"),
        ("use super::Handed;", "pub(crate) use super::a::A;"),
        ("const C: char = '\\''; use super::b::*;", "fn f<'a>(_: &'a str) { super::a::f(\"\\\"\") }"),
    ] {
        let files = [&pair[..], &[("room/a", a), ("room/b", b)]].concat();
        assert_eq!(circles_of(&files), [circle("room", &["a", "b"])], "{a} {b}");
    }
    let inner = [("room", ""), ("room/a", ""), ("room/a/x", "use crate::room::b;"), ("room/b", "use super::a::x::X;")];
    assert_eq!(circles_of(&inner), [circle("room", &["a", "b"])]);
    let three =
        [("a", "use crate::b::B;"), ("b", "use crate::c::C;"), ("c", "use crate::a::A;"), ("d", "use crate::a;")];
    assert_eq!(circles_of(&three), [circle("", &["a", "b", "c"])]);
}

#[test]
fn what_is_no_circle_is_not_taken_for_one() {
    for a in [
        "// use super::b::B;\nconst TEXT: &str = \"use super::b::B;\";",
        "#[cfg(test)]\nmod tests { use super::super::b::B; }",
        "#[cfg(test)]\nuse super::b::{B, C};\n",
        "const RAW: &str = r#\"\"use super::b::B;\"#;",
        "use super::Own; fn b() {}",
    ] {
        let files = [("room", "pub mod a; mod b; pub struct Own;"), ("room/a", a), ("room/b", "use super::a::A;")];
        assert_eq!(circles_of(&files), [], "{a}");
    }
}
