//! Places in the words of a calculation's file: `{k}`, for which the number of a turn is put in.

use super::derive::turn::Turn;
use crate::course::Bilingual;
use crate::course::spec::{Place, Spec, Step, Turns};

/// Words of a turn: `Way after step 2` of `Way after step {k}`.
pub(super) fn in_turn(words: &Bilingual, name: &str, turn: &str) -> Bilingual {
    let place = format!("{{{name}}}");
    Bilingual { zh: words.zh.replace(&place, turn), en: words.en.replace(&place, turn) }
}

/// What a step is called in one of its turns, `k = 2`, with its number where the title has a place for it.
pub(super) fn title(step: &Step, turn: Option<&Turn>) -> Option<Bilingual> {
    let title = step.title.as_ref()?;
    Some(match turn {
        Some(Turn::Count { name, number }) => in_turn(title, name, &number.to_string()),
        Some(Turn::Variable(_)) | None => title.clone(),
    })
}

/// A place in words that nothing fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stray {
    /// A brace without its other one.
    Open,
    /// A place of this name.
    Place(String),
}

/// The first place of a text that nothing fills, where `fills` says what is. Braces of a formula between dollars, of a
/// subscript and of a power (`h_{t-1}`) are none.
pub(super) fn stray(text: &str, fills: impl Fn(&str) -> bool) -> Option<Stray> {
    let mut depth = 0_usize;
    for c in text.chars() {
        depth = match c {
            '{' => depth + 1,
            '}' if depth == 0 => return Some(Stray::Open),
            '}' => depth - 1,
            _ => depth,
        };
    }
    if depth > 0 {
        return Some(Stray::Open);
    }
    let words = text.split('$').step_by(2);
    let opened = words.flat_map(|words| {
        let own = words.match_indices('{').filter(|(at, _)| !words[..*at].ends_with(['_', '^']));
        own.filter_map(|(at, _)| Some(words[at + 1..].split_once('}')?.0))
    });
    let named = opened.filter(|inside| !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_alphanumeric()));
    named.filter(|inside| !fills(inside)).map(|inside| Stray::Place(inside.to_owned())).next()
}

/// Every place in the words of steps, requirements and tasks that nothing fills, with where the words stand.
pub(super) fn strays(spec: &Spec) -> Vec<(Place, Stray)> {
    let mut strays = Vec::new();
    let mut look = |place: Place, words: &Bilingual, turn: Option<&Turns>| {
        let name = turn.map(|turns| match turns {
            Turns::Range { name, .. } | Turns::Variables { name, .. } => &**name,
        });
        let stray = |text: &str| stray(text, |inside| Some(inside) == name);
        strays.extend(stray(&words.zh).or_else(|| stray(&words.en)).map(|stray| (place, stray)));
    };
    for (at, require) in spec.require.iter().enumerate() {
        look(Place::item("require", at).key("say"), &require.say, require.turns.as_ref());
    }
    for (at, step) in spec.steps.iter().enumerate() {
        let place = || Place::item("steps", at);
        let turns = step.turns.as_ref();
        if let Some(words) = &step.title {
            look(place().key("title"), words, turns);
        }
        if let Some(words) = &step.say {
            look(place().key("say"), words, None);
        }
        if let Some(words) = &step.undefined {
            look(place().key("undefined"), words, turns);
        }
        for (at, require) in step.require.iter().enumerate() {
            look(place().key("require").at(at).key("say"), &require.say, turns);
        }
        for (at, mistake) in step.mistakes.iter().enumerate() {
            look(place().key("mistakes").at(at).key("say"), &mistake.say, None);
        }
        for (at, convention) in step.conventions.iter().enumerate() {
            look(place().key("conventions").at(at).key("say"), &convention.say, None);
        }
    }
    // What fills the places of a task is known once it is drawn.
    for (at, ask) in spec.asks.iter().enumerate() {
        let open = |words: &Bilingual| [&words.zh, &words.en].into_iter().find_map(|text| stray(text, |_| true));
        let found = ask.stem.as_ref().and_then(open);
        strays.extend(found.map(|stray| (Place::item("ask", at).key("stem"), stray)));
    }
    strays
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_nothing_fills_is_found_and_a_subscript_is_none() {
        let place = |name: &str| Some(Stray::Place(name.to_owned()));
        let of = |text: &str| stray(text, |inside| inside == "k");
        assert_eq!(of("Way after step {k}, {kk}"), place("kk"));
        assert_eq!(of("Way after step {k}"), None);
        assert_eq!(of("the sample {x"), Some(Stray::Open));
        assert_eq!(of("the sample x}"), Some(Stray::Open));
        assert_eq!(of("h_{t} and x^{n}, $W_{xh}$ and ${a}$, {a, b}"), None);
    }
}
