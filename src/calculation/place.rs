//! What a line inside an operation, and a step of several turns, is called.

use super::derive::turn::Turn;
use super::words;
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::Step;
use crate::math::render::{self, Target, prose};
use crate::math::rule::Rule;
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
        Place::Rule(rule) => say(lang, rule_key(*rule), &[]),
    }
}

/// The message that a rule of differentiation is called by.
const fn rule_key(rule: Rule) -> &'static str {
    match rule {
        Rule::Sum => "calc.rule.sum",
        Rule::ConstantFactor => "calc.rule.constant-factor",
        Rule::Product => "calc.rule.product",
        Rule::Quotient => "calc.rule.quotient",
        Rule::Power => "calc.rule.power",
        Rule::Exponential => "calc.rule.exponential",
        Rule::PowerOfTwo => "calc.rule.power-of-two",
        Rule::Chain => "calc.rule.chain",
        Rule::Standard => "calc.rule.standard",
        Rule::Cases => "calc.rule.cases",
    }
}

/// What a step is called in one of its turns: `Layer 2` of `Layer l`, `Learning rate, t = 3`; nothing where its file
/// gives it no name.
#[must_use]
pub fn titled(step: &Step, turn: Option<&Turn>, lang: Lang) -> String {
    let own = words::title(step, turn);
    let title = own.as_ref().map_or_else(String::new, |title| prose(title.get(lang), Target::Line));
    // A title that has a place for it says the turn itself.
    let Some(turn) = turn.filter(|_| own == step.title) else { return title };
    if title.is_empty() {
        return turn.to_string();
    }
    match turn {
        Turn::Variable(variable) => say(lang, "calc.by-variable", &[("title", &title), ("variable", variable)]),
        Turn::Count { name, number } if title.split(' ').any(|word| *word == **name) => {
            let number = number.to_string();
            title.split(' ').map(|word| if *word == **name { &number } else { word }).collect::<Vec<_>>().join(" ")
        }
        Turn::Count { .. } => say(lang, "calc.in-turn", &[("title", &title), ("turn", turn)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Bilingual;
    use crate::course::format::{Reader, Value as _};

    #[test]
    fn a_step_is_called_by_its_turn() {
        let step = |title: &str| {
            let text = format!("[step]\nlet = 'v = 1'\n{title}");
            let reader = Reader::new("x.toml", &text);
            Step::read(&reader, reader.parse().get("step").unwrap()).unwrap()
        };
        let count = Turn::Count { name: "l".into(), number: 2 };
        let variable = Turn::Variable("x = 1".into());
        let named = |title: &str, turn: &Turn| {
            let words = Bilingual { zh: "层".to_owned(), en: title.to_owned() };
            titled(&step(&format!("title = {{ zh = '{}', en = '{}' }}", words.zh, words.en)), Some(turn), Lang::En)
        };
        assert_eq!(titled(&step(""), Some(&count), Lang::En), "l = 2");
        assert_eq!(named("Layer l", &count), "Layer 2");
        assert_eq!(named("Layer {l}", &count), "Layer 2");
        assert_eq!(named("Error", &count), say(Lang::En, "calc.in-turn", &[("title", &"Error"), ("turn", &"l = 2")]));
        // Whatever a variable is called, it is no turn of a range.
        let by = say(Lang::En, "calc.by-variable", &[("title", &"Slope"), ("variable", &"x = 1")]);
        assert_eq!(named("Slope", &variable), by);
    }

    #[test]
    fn the_only_entry_of_a_result_has_no_place_and_each_other_has() {
        let said = |indices: &[usize]| Lang::ALL.map(|lang| place(&Place::Entry(indices.to_vec()), lang));
        assert!(said(&[2, 31]).iter().all(|place| place.contains("2, 31")));
        assert_eq!(said(&[]), Lang::ALL.map(|lang| say(lang, "calc.entry-only", &[])));
    }
}
