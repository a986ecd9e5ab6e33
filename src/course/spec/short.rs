//! What a file may say shortly, written out before it is read: names for formulas, ways of a step, parts of other files, and all that
//! another calculation has.
//!
//! What comes of it is a table as if all of it stood in the file at length, each value still with the place where it is
//! written. So nothing behind the reader knows of short forms; a hash of the content is that of the whole.

mod like;
mod names;
#[cfg(test)]
mod tests;
mod ways;

use std::cell::Cell;
use std::iter;
use std::mem;
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::course::format::Reader;
use crate::math::near;
use names::Names;

/// A value with its place.
type Item<'a> = Spanned<DeValue<'a>>;

/// Bytes that a file may grow by.
const MOST: usize = 4 << 20;

/// The lists in which a part may stand.
const LISTS: [&str; 2] = ["require", "steps"];

/// The table of a calculation, written out.
pub(super) fn written_out<'a>(reader: &Reader<'a>, table: DeTable<'a>) -> DeTable<'a> {
    written(reader, like::completed(reader, table), true)
}

/// The table of a part, written out by itself; its names may be there for others.
pub(super) fn part_written_out<'a>(reader: &Reader<'a>, table: DeTable<'a>) -> DeTable<'a> {
    written(reader, table, false)
}

fn written<'a>(reader: &Reader<'a>, table: DeTable<'a>, whole: bool) -> DeTable<'a> {
    let mut short = Short { reader, open: Vec::new(), parts: FxHashMap::default(), left: Cell::new(MOST) };
    let (table, terms) = short.file(table);
    if whole {
        terms.tell_unused(reader);
    }
    if short.left.get() == 0 {
        reader.problem("E055", 0..0, &[("bound", MOST.to_string())]);
    }
    table
}

/// A file that is being written out.
struct Short<'r, 'a> {
    reader: &'r Reader<'a>,
    /// The parts that are being written out, the outermost first.
    open: Vec<String>,
    /// The parts that are written out.
    parts: FxHashMap<String, Rc<Part<'a>>>,
    /// Bytes that it may still grow by.
    left: Cell<usize>,
}

/// A step as it goes in one way of each list so far.
struct Way<'a> {
    /// Where the first of these ways stands.
    place: Option<Range<usize>>,
    step: DeTable<'a>,
    /// The names that they give, those of the last one first.
    names: Vec<Rc<Names>>,
}

/// A part, written out.
struct Part<'a> {
    table: DeTable<'a>,
    terms: Names,
}

impl<'a> Short<'_, 'a> {
    /// A file written out, and its names for formulas.
    fn file(&mut self, mut table: DeTable<'a>) -> (DeTable<'a>, Names) {
        let terms = self.names(table.remove("terms"));
        if let Some(DeValue::Table(params)) = table.get_mut("params").map(Spanned::get_mut) {
            for (flag, item) in params.iter_mut() {
                let place = item.span();
                if let DeValue::Table(param) = item.get_mut() {
                    terms.put_in_parameter(param, &self.left);
                    if !self.parameter(flag.get_ref(), param) {
                        self.reader.orphan(place);
                    }
                }
            }
        }
        for list in LISTS {
            if let Some(DeValue::Array(items)) = table.get_mut(list).map(Spanned::get_mut) {
                let short = mem::replace(items, DeArray::new()).into_iter();
                let long = short.flat_map(|mut item| {
                    terms.put_in(&mut item, &self.left);
                    self.item(list, item)
                });
                *items = long.collect();
            }
        }
        if let Some(accept) = table.get_mut("accept") {
            terms.put_in_formulas(accept, &self.left);
        }
        (table, terms)
    }

    /// Names for formulas; those of a part, where one is named.
    fn names(&mut self, item: Option<Item<'a>>) -> Names {
        let mut names = Names::default();
        let Some(item) = item else { return names };
        if let Some(fields) = self.reader.table(&item) {
            for (name, place, item) in fields.entries() {
                if name == "part" {
                    if let Some(part) = self.part(item) {
                        names.take(&part.terms);
                    }
                } else {
                    names.read(self.reader, name, place, item, &self.left);
                }
            }
        }
        names
    }

    /// Completes a parameter from the part that it names. False where that is not there.
    fn parameter(&mut self, flag: &str, param: &mut DeTable<'a>) -> bool {
        let Some(name) = param.remove("part") else { return true };
        let Some(part) = self.part(&name) else { return false };
        let found = part.table.get("params").and_then(|params| params.get_ref().as_table()?.get(flag));
        let Some(DeValue::Table(whole)) = found.map(Spanned::get_ref) else {
            self.lacking(&name, &format!("--{flag}"));
            return false;
        };
        for (key, item) in whole {
            if !param.contains_key(&**key.get_ref()) && self.grows(size(item)) {
                param.insert(key.clone(), item.clone());
            }
        }
        true
    }

    /// What an item of a list stands for.
    fn item(&mut self, list: &str, mut item: Item<'a>) -> Vec<Item<'a>> {
        let DeValue::Table(entry) = item.get_mut() else { return vec![item] };
        let (part, with) = (entry.remove("part"), entry.remove("with"));
        let names = self.names(with);
        if let Some(part) = part {
            return self.inserted(list, &part, entry, &names);
        }
        names.put_in(&mut item, &self.left);
        names.tell_unused(self.reader);
        match item.get_mut() {
            DeValue::Table(step) if list == "steps" => match step.remove("ways") {
                Some(ways) => self.ways(step, ways),
                None => vec![item],
            },
            _ => vec![item],
        }
    }

    /// The items that a part has of a list.
    fn inserted(&mut self, list: &str, name: &Item<'a>, beside: &DeTable<'a>, names: &Names) -> Vec<Item<'a>> {
        for key in beside.keys().filter(|key| &**key.get_ref() != "when") {
            self.reader.unknown_key(key, ["part", "with", "when"].into_iter());
        }
        let Some(part) = self.part(name) else { return Vec::new() };
        let Some(DeValue::Array(items)) = part.table.get(list).map(Spanned::get_ref) else {
            self.lacking(name, list);
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            if !self.grows(size(item)) {
                break;
            }
            let mut item = item.clone();
            names.put_in(&mut item, &self.left);
            if let (DeValue::Table(entry), Some(when)) = (item.get_mut(), beside.get("when")) {
                ways::ask_also(entry, when);
            }
            found.push(item);
        }
        names.tell_unused(self.reader);
        found
    }

    /// A step for each of its ways; of lists of ways, for one of each in every combination.
    fn ways(&mut self, step: &DeTable<'a>, ways: Item<'a>) -> Vec<Item<'a>> {
        if !ways.get_ref().is_array() {
            let _: Option<()> = self.reader.wrong(&ways, "check.wants.list");
            return Vec::new();
        }
        let ways = list_of(ways);
        let lists = if ways.iter().all(|way| way.get_ref().is_array()) {
            ways.into_iter().map(list_of).collect()
        } else {
            vec![ways]
        };
        let mut given: Vec<Rc<Names>> = Vec::new();
        let mut steps = vec![Way { place: None, step: step.clone(), names: Vec::new() }];
        for list in lists {
            let list: Vec<(Item<'a>, Rc<Names>)> = list.into_iter().filter_map(|way| self.way(way)).collect();
            let mut more = Vec::new();
            for before in steps {
                for (way, names) in &list {
                    let DeValue::Table(own) = way.get_ref() else { continue };
                    if !self.grows(before.step.values().chain(own.values()).map(size).sum()) {
                        continue;
                    }
                    let place: Range<usize> = before.place.clone().unwrap_or_else(|| way.span());
                    let mut whole = Spanned::new(place.clone(), DeValue::Table(ways::over(&before.step, own.clone())));
                    // The names of a way may stand for formulas with names of the ways before it.
                    let names: Vec<Rc<Names>> = iter::once(names).chain(&before.names).map(Rc::clone).collect();
                    for names in &names {
                        names.put_in(&mut whole, &self.left);
                    }
                    if let DeValue::Table(step) = whole.into_inner() {
                        more.push(Way { place: Some(place), step, names });
                    }
                }
            }
            given.extend(list.into_iter().map(|(_, names)| names));
            steps = more;
        }
        for names in &given {
            names.tell_unused(self.reader);
        }
        let item = |way: Way<'a>| Some(Spanned::new(way.place?, DeValue::Table(way.step)));
        // A way may have ways of its own.
        let steps: Vec<Item<'a>> =
            steps.into_iter().filter_map(item).flat_map(|step| self.item("steps", step)).collect();
        for item in ways::untaken(step, &steps) {
            // Without a formula it is none, and no way gives it one.
            let _ = self.reader.table(item).map(|fields| fields.need("let").is_some());
        }
        steps
    }

    /// A way, and its names for formulas.
    fn way(&mut self, mut way: Item<'a>) -> Option<(Item<'a>, Rc<Names>)> {
        self.reader.table(&way)?;
        let DeValue::Table(own) = way.get_mut() else { return None };
        let with = own.remove("with");
        let names = self.names(with);
        Some((way, Rc::new(names)))
    }

    /// The part that is named.
    fn part(&mut self, name: &Item<'a>) -> Option<Rc<Part<'a>>> {
        let reader = self.reader;
        let id = reader.text(name)?;
        if let Some(part) = self.parts.get(&id) {
            return Some(Rc::clone(part));
        }
        if let Some(at) = self.open.iter().position(|open| *open == id) {
            let way: Vec<&str> = self.open[at..].iter().map(String::as_str).chain([&*id]).collect();
            reader.problem("E053", name.span(), &[("way", way.join(" → "))]);
            return None;
        }
        let table = file(reader, "parts", name, id.clone(), |_| false)?;
        self.open.push(id);
        let (table, terms) = self.file(table);
        let part = Rc::new(Part { table, terms });
        if let Some(id) = self.open.pop() {
            self.parts.insert(id, Rc::clone(&part));
        }
        Some(part)
    }

    /// Notes that a part does not have what is taken from it.
    fn lacking(&self, part: &Item<'a>, what: &str) {
        let id = part.get_ref().as_str().unwrap_or_default().to_owned();
        self.reader.problem("E054", part.span(), &[("part", id), ("what", what.to_owned())]);
    }

    /// Whether the file may grow by so many bytes.
    fn grows(&self, by: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(by));
        self.left.get() > 0
    }
}

/// The table of the file of a folder of the course that is named; where there is none, that is noted with the nearest
/// name. `also` are letters of its name beside those of every id.
fn file<'a>(
    reader: &Reader<'a>,
    folder: &str,
    name: &Item<'a>,
    id: String,
    also: impl Fn(char) -> bool,
) -> Option<DeTable<'a>> {
    let plain = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || also(c));
    let found = plain.then(|| reader.parse_beside(&format!("{folder}/{id}.toml"))).flatten();
    if found.is_none() {
        let known = reader.names_beside(folder);
        let near = near(&id, known.iter().map(String::as_str)).unwrap_or_default().to_owned();
        let code = if near.is_empty() { "E010" } else { "E010n" };
        reader.problem(code, name.span(), &[("id", id), ("near", near)]);
    }
    found
}

fn list_of(item: Item<'_>) -> DeArray<'_> {
    match item.into_inner() {
        DeValue::Array(items) => items,
        _ => DeArray::new(),
    }
}

/// About how many bytes a value takes.
fn size(item: &Item<'_>) -> usize {
    const OWN: usize = 64;
    OWN + match item.get_ref() {
        DeValue::String(text) => text.len(),
        DeValue::Array(items) => items.iter().map(size).sum(),
        DeValue::Table(table) => table.values().map(size).sum(),
        _ => 0,
    }
}
