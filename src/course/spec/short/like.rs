//! A calculation that is another one but for what it says itself: an older version, or a teacher's own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Item;
use crate::course::read::Reader;
use crate::math::near;

/// The table with what it leaves out taken from the calculation that it is like.
pub(super) fn completed<'a>(reader: &Reader<'a>, mut table: DeTable<'a>) -> DeTable<'a> {
    let mut way = Vec::new();
    while let Some(name) = table.remove("like") {
        let Some(base) = base(reader, &name, &mut way) else { break };
        complete(&mut table, base);
    }
    table
}

/// The calculation that is named.
fn base<'a>(reader: &Reader<'a>, name: &Item<'a>, way: &mut Vec<String>) -> Option<DeTable<'a>> {
    let id = reader.text(name)?;
    way.push(id.clone());
    if way[..way.len() - 1].contains(&id) {
        reader.problem("E053", name.span(), &[("way", way.join(" → "))]);
        return None;
    }
    let plain = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '@');
    let found = plain.then(|| reader.parse_beside(&format!("calculations/{id}.toml"))).flatten();
    if found.is_none() {
        let known = reader.names_beside("calculations");
        let near = near(&id, known.iter().map(String::as_str)).unwrap_or_default().to_owned();
        let code = if near.is_empty() { "E010" } else { "E010n" };
        reader.problem(code, name.span(), &[("id", id), ("near", near)]);
    }
    found
}

/// Adds what a table lacks from another; of its parameters each by itself, in the order of the other behind new ones.
fn complete<'a>(own: &mut DeTable<'a>, base: DeTable<'a>) {
    for (key, item) in base {
        match (own.get_mut(&**key.get_ref()).map(Spanned::get_mut), item) {
            (None, item) => {
                own.insert(key, item);
            }
            (Some(DeValue::Table(params)), item) if key.get_ref() == "params" => {
                let DeValue::Table(known) = item.into_inner() else { continue };
                *params = parameters(std::mem::take(params), known);
            }
            (Some(_), _) => {}
        }
    }
}

fn parameters<'a>(mut own: DeTable<'a>, base: DeTable<'a>) -> DeTable<'a> {
    let mut all = DeTable::new();
    for (flag, mut item) in base {
        if let Some(own) = own.remove(&**flag.get_ref()) {
            let known = std::mem::replace(&mut item, own).into_inner();
            if let (DeValue::Table(param), DeValue::Table(known)) = (item.get_mut(), known) {
                for (key, item) in known {
                    if !param.contains_key(&**key.get_ref()) {
                        param.insert(key, item);
                    }
                }
            }
        }
        all.insert(flag, item);
    }
    all.extend(own);
    all
}
