//! A calculation that is another one but for what it says itself: an older version, or a teacher's own.

use toml::de::{DeTable, DeValue};

use super::{Item, file};
use crate::course::format::{Reader, WHOLE};
use crate::math::near;

/// The table with what it leaves out taken from the calculation that it is like.
pub(super) fn completed<'a>(reader: &Reader<'a>, mut table: DeTable<'a>) -> DeTable<'a> {
    let mut way = Vec::new();
    while let Some(name) = table.remove("like") {
        let Some(mut base) = base(reader, &name, &mut way) else {
            orphaned(reader, &table);
            break;
        };
        if let (Some(own), Some(known)) = (parameters(&mut table), parameters(&mut base)) {
            complete_each(own, std::mem::take(known));
        }
        complete(&mut table, base);
    }
    // Such a key is told of as one that nobody knows.
    if table.keys().any(|key| near(key.get_ref(), ["like"].into_iter()).is_some()) {
        orphaned(reader, &table);
    }
    table
}

/// Whatever the table and its parameters lack, the other calculation may have.
fn orphaned<'a>(reader: &Reader<'a>, table: &DeTable<'a>) {
    reader.orphan(WHOLE);
    let params = table.get("params").and_then(|params| params.get_ref().as_table());
    params.into_iter().flatten().for_each(|(_, param)| reader.orphan(param.span()));
}

/// The calculation that is named.
fn base<'a>(reader: &Reader<'a>, name: &Item<'a>, way: &mut Vec<String>) -> Option<DeTable<'a>> {
    let id = reader.text(name)?;
    let again = way.contains(&id);
    way.push(id.clone());
    if again {
        reader.problem("E053", name.span(), &[("way", way.join(" → "))]);
        return None;
    }
    file(reader, "calculations", name, id, |c| c == '@')
}

fn parameters<'t, 'a>(table: &'t mut DeTable<'a>) -> Option<&'t mut DeTable<'a>> {
    match table.get_mut("params")?.get_mut() {
        DeValue::Table(params) => Some(params),
        _ => None,
    }
}

/// Completes each parameter, at the place where the other has it.
fn complete_each<'a>(own: &mut DeTable<'a>, base: DeTable<'a>) {
    for (flag, mut item) in base {
        if let Some(param) = own.remove(&**flag.get_ref()) {
            let known = std::mem::replace(&mut item, param);
            if let (DeValue::Table(param), DeValue::Table(known)) = (item.get_mut(), known.into_inner()) {
                complete(param, known);
            }
        }
        own.insert(flag, item);
    }
}

/// Adds what a table lacks from another.
fn complete<'a>(own: &mut DeTable<'a>, base: DeTable<'a>) {
    for (key, item) in base {
        if !own.contains_key(&**key.get_ref()) {
            own.insert(key, item);
        }
    }
}
