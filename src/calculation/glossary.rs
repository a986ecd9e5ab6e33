//! What the names of a formula stand for that the words of a task do not have.

use std::sync::Arc;

use super::derive::told::{Use, uses};
use super::title::head;
use super::words::in_turn;
use super::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::{Step, Turns};
use crate::course::{Bilingual, Lang};
use crate::math::render::{self, Target, prose};
use crate::math::{Expr, constant};

impl Workings<'_> {
    /// `(d: error; q: its size)`: what the names of formulas are that no word of the task has, but for those that were said
    /// before; they count as said from then on.
    pub(super) fn glossary<'e>(
        &self,
        formulas: impl IntoIterator<Item = &'e Expr>,
        said: &mut Vec<Arc<str>>,
    ) -> Bilingual {
        let mut entries: Vec<(String, Bilingual)> = Vec::new();
        for used in formulas.into_iter().flat_map(uses) {
            if said.contains(&used.name) || constant(&used.name).is_some() {
                continue;
            }
            said.push(used.name.clone());
            let name = Expr::name(&used.name);
            if is_in(&self.exercise.stem.zh, &render::line(&name), used.index.is_some()) {
                continue;
            }
            if let Some(meaning) = self.meaning(&used) {
                let name = used.index.map_or_else(|| name.clone(), |index| name.clone().at(index));
                entries.push((render::line(&name), meaning));
            }
        }
        Bilingual::of(|lang| {
            let entry = |(name, what): &(String, Bilingual)| {
                let what = prose(what.get(lang), Target::Line);
                say(lang, "calc.titled", &[("title", name), ("text", &what)])
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            let entries = entries.join(&say(lang, "calc.semicolon", &[]));
            if entries.is_empty() { entries } else { say(lang, "calc.aside", &[("what", &entries)]) }
        })
    }

    /// What a name stands for: by the title of its step, or what is said of the option.
    fn meaning(&self, used: &Use) -> Option<Bilingual> {
        let steps = self.spec.steps.iter().filter(|step| step.binding.name == used.name);
        let titled = |step: &Step| {
            let title = step.title.as_ref()?;
            let title = match (&step.turns, used.index) {
                (Some(Turns::Range { name, .. }), Some(index)) => in_turn(title, name, &index.to_string()),
                _ => title.clone(),
            };
            // A title whose place nothing fills names nothing.
            (!Lang::ALL.into_iter().any(|lang| title.get(lang).contains(['{', '}']))).then_some(title)
        };
        let option = || {
            let about = &self.spec.by_symbol(&used.name)?.about;
            // `inference: mean of the batches` is told by what stands behind the colon.
            let said =
                |text: &str| text.split_once(['：', ':']).map_or(text, |(_, behind)| behind).trim_start().to_owned();
            Some(Bilingual::of(|lang| head(&said(about.get(lang))).to_owned()))
        };
        steps.into_iter().find_map(titled).or_else(option)
    }
}

/// Whether a name stands in a text, perhaps with an index behind it.
fn is_in(text: &str, name: &str, with_index: bool) -> bool {
    let text = prose(text, Target::Line);
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && !is_lowered(c) && c != '_');
    let goes_on = |c: Option<char>| with_index && c.is_some_and(is_lowered);
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        before.is_none_or(|c| !c.is_ascii_alphanumeric()) && (ends(behind) || goes_on(behind))
    })
}

/// Whether a character is lowered.
const fn is_lowered(c: char) -> bool {
    matches!(c, '₀'..='ₜ' | 'ᵢ'..='ᵪ' | 'ⱼ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_a_text_as_a_word_of_its_own() {
        let text = "输入 x，权重 $W_h$，隐状态 $h_{t-1}$，d 维";
        for (name, with_index, stands) in [
            ("x", false, true),
            ("W", false, false),
            ("W_h", false, true),
            ("h", true, true),
            ("h", false, false),
            ("d", false, true),
            ("e", false, false),
        ] {
            assert_eq!(is_in(text, &render::line(&Expr::name(name)), with_index), stands, "{name}");
        }
    }
}
