//! One step that may go in several ways.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::Item;

/// The lists of a step whose entries its ways complete by their ids.
const LISTS: [&str; 2] = ["mistakes", "conventions"];

/// A way of a step with what it leaves out taken from the step.
pub(super) fn over<'a>(step: &DeTable<'a>, mut way: DeTable<'a>) -> DeTable<'a> {
    for (key, item) in step {
        match key.get_ref().as_ref() {
            "when" if way.contains_key("when") => ask_also(&mut way, item),
            name if LISTS.contains(&name) => match way.get_mut(name) {
                Some(own) => complete(own, item),
                None => {
                    way.insert(key.clone(), whole(item));
                }
            },
            name if way.contains_key(name) => {}
            _ => {
                way.insert(key.clone(), item.clone());
            }
        }
    }
    way
}

/// Lets what stands in an entry hold only where `other` does too.
pub(super) fn ask_also<'a>(entry: &mut DeTable<'a>, other: &Item<'a>) {
    let Some(when) = entry.get_mut("when") else {
        entry.insert(Spanned::new(other.span(), Cow::Borrowed("when")), other.clone());
        return;
    };
    if let (DeValue::String(own), DeValue::String(other)) = (when.get_ref(), other.get_ref()) {
        let both = format!("{} and {}", operand(other), operand(own));
        *when.get_mut() = DeValue::String(both.into());
    }
}

/// A condition beside an `and`.
fn operand(condition: &str) -> Cow<'_, str> {
    if condition.contains(" or ") { format!("({condition})").into() } else { condition.into() }
}

/// The id of a mistake or convention.
fn id<'i>(item: &'i Item<'_>) -> Option<&'i str> {
    item.get_ref().as_table()?.get("id")?.get_ref().as_str()
}

/// Completes those that a way names from those of the step with their ids.
fn complete<'a>(own: &mut Item<'a>, step: &Item<'a>) {
    let (DeValue::Array(own), DeValue::Array(step)) = (own.get_mut(), step.get_ref()) else { return };
    for item in own.iter_mut() {
        let Some(known) = step.iter().find(|known| id(known).is_some() && id(known) == id(item)) else { continue };
        if let (DeValue::Table(own), DeValue::Table(known)) = (item.get_mut(), known.get_ref()) {
            for (key, value) in known {
                if !own.contains_key(&**key.get_ref()) {
                    own.insert(key.clone(), value.clone());
                }
            }
        }
    }
}

/// The mistakes and conventions of a step that are to be completed and are in none of its ways.
pub(super) fn untaken<'s, 'a>(step: &'s DeTable<'a>, ways: &[Item<'a>]) -> Vec<&'s Item<'a>> {
    let mut found = Vec::new();
    for name in LISTS {
        let taken: Vec<_> = ways
            .iter()
            .filter_map(|way| way.get_ref().as_table()?.get(name)?.get_ref().as_array())
            .flat_map(|list| list.iter().filter_map(id))
            .collect();
        let short = step.get(name).and_then(|list| list.get_ref().as_array()).into_iter().flat_map(|list| list.iter());
        found.extend(short.filter(|item| {
            let table = item.get_ref().as_table();
            table.is_some_and(|table| !table.contains_key("let")) && !id(item).is_some_and(|id| taken.contains(&id))
        }));
    }
    found
}

/// Those of a step that need no way to complete them.
fn whole<'a>(step: &Item<'a>) -> Item<'a> {
    let DeValue::Array(items) = step.get_ref() else { return step.clone() };
    let has_formula = |item: &&Item<'a>| item.get_ref().as_table().is_none_or(|table| table.contains_key("let"));
    let items: DeArray<'a> = items.iter().filter(has_formula).cloned().collect();
    Spanned::new(step.span(), DeValue::Array(items))
}
