//! What a line inside an operation, and a step of several turns, is called.

use super::words;
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::{Step, Turns};
use crate::math::render::{self, Target, prose};
use crate::math::{Expr, Place};

/// What a line inside an operation is about: `window (1, 2)`.
#[must_use]
pub fn place(place: &Place, lang: Lang) -> String {
    let list = |indices: &[usize]| indices.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match place {
        Place::Window { channel: None, row, column } => say(lang, "calc.window", &[("row", row), ("column", column)]),
        Place::Window { channel: Some(channel), row, column } => {
            say(lang, "calc.window-of", &[("channel", channel), ("row", row), ("column", column)])
        }
        Place::Entry(indices) if indices.is_empty() => say(lang, "calc.entry-only", &[]),
        Place::Entry(indices) => say(lang, "calc.entry", &[("at", &list(indices))]),
        Place::Node(expr) => render::line(expr),
        Place::Link { of, by } => render::line(&Expr::gradient(of.clone(), by.clone())),
        Place::Kept(at) => say(lang, "calc.kept", &[("at", at)]),
        Place::Overlap(at) => say(lang, "calc.overlap", &[("at", at)]),
        Place::Named(name) => render::line(&Expr::name(name)),
        Place::Rule(rule) => say(lang, rule.key(), &[]),
    }
}

/// What a step is called in one of its turns: `Layer 2` of `Layer l`, `Learning rate, t = 3`; nothing where its file
/// gives it no name.
#[must_use]
pub fn titled(step: &Step, turn: Option<&str>, lang: Lang) -> String {
    let own = words::title(step, turn);
    let title = own.as_ref().map_or_else(String::new, |title| prose(title.get(lang), Target::Line));
    // A title that has a place for it says the turn itself.
    let Some(turn) = turn.filter(|_| own == step.title) else { return title };
    if title.is_empty() {
        return turn.to_owned();
    }
    if let Some(Turns::Variables { .. }) = &step.turns {
        return say(lang, "calc.by-variable", &[("title", &title), ("variable", &turn)]);
    }
    let Some((name, number)) = turn.split_once(" = ") else { return title };
    let words: Vec<&str> = title.split(' ').collect();
    if words.contains(&name) {
        return words.iter().map(|word| if *word == name { number } else { word }).collect::<Vec<_>>().join(" ");
    }
    say(lang, "calc.in-turn", &[("title", &title), ("turn", &turn)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_entry_of_a_result_has_no_place_and_each_other_has() {
        let said = |indices: &[usize]| Lang::ALL.map(|lang| place(&Place::Entry(indices.to_vec()), lang));
        assert!(said(&[2, 31]).iter().all(|place| place.contains("2, 31")));
        assert_eq!(said(&[]), Lang::ALL.map(|lang| say(lang, "calc.entry-only", &[])));
    }
}
