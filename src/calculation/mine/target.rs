//! What a line can be about: a step in its turn, an answer, a value that was given.

use unicode_normalization::UnicodeNormalization as _;

use crate::calculation::derive::stated::Stated;
use crate::calculation::derive::turn::Turn;
use crate::calculation::derive::{Derivation, Shown};
use crate::calculation::worked::Worked;
use crate::course::spec::{Spec, Word};
use crate::course::{Bilingual, Lang};
use crate::math::render::{self, Target as Face, prose};
use crate::math::{Expr, Value};
use crate::text::fold;

/// Something that has a name and a value.
#[derive(Clone, Debug)]
pub(super) struct Target<'a> {
    /// The step behind it, by its place in the calculation's file, and its turn; none of a value that was given.
    pub(super) step: Option<(usize, Option<Turn>)>,
    /// Its answer key.
    pub(super) key: Option<String>,
    /// What a report calls it: its first answer key, else its symbol.
    pub(super) name: String,
    /// Its symbol.
    pub(super) symbol: Expr,
    /// Other names: keys, the symbol as it is typed.
    names: Vec<String>,
    /// What its step is called.
    pub(super) title: Option<&'a Bilingual>,
    /// The words that it may come to.
    pub(super) words: &'a [Word],
    /// Its value.
    pub(super) value: Value,
    /// Whether it is a step that a solution shows.
    pub(super) shown: bool,
    /// Which side it is of which size.
    side: Option<(usize, [f64; 2])>,
}

/// A name as it is compared first: compatibility forms folded, without what only sets it.
fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '{' | '}' | '[' | ']')).collect()
}

/// Whether a word is long enough to tell something.
pub(super) fn is_telling(word: &str) -> bool {
    word.chars().count() >= if word.is_ascii() { 4 } else { 2 }
}

impl<'a> Target<'a> {
    fn of_step(spec: &'a Spec, shown: &Shown, is_shown: bool) -> Vec<Self> {
        let step = &spec.steps[shown.step];
        let symbol = Worked::left(shown);
        let index = shown.trace.index.map_or_else(String::new, |index| index.to_string());
        let typed = format!("{}{index}", shown.trace.name);
        let called = |keys: &[String]| {
            let own = [render::line(&symbol), typed.clone()];
            // The turn of an answer that is a list goes by its key, too: `m_hat1`.
            let turns = step.keys.iter().filter(|_| !index.is_empty()).map(|key| format!("{key}{index}"));
            let called = step.called.iter().flat_map(|name| [name.clone(), format!("{name}{index}")]);
            own.into_iter().chain(keys.iter().cloned()).chain(turns).chain(called).collect::<Vec<_>>()
        };
        let base = Self {
            step: Some((shown.step, shown.turn.clone())),
            key: shown.keys.first().cloned().filter(|_| shown.keys.len() == 1),
            name: shown.keys.first().cloned().unwrap_or(typed.clone()),
            names: called(&shown.keys),
            symbol: symbol.clone(),
            title: step.title.as_ref(),
            words: &step.words,
            value: shown.trace.value.clone(),
            shown: is_shown,
            side: None,
        };
        let ([_, _], Value::Pair(sides)) = (shown.keys.as_slice(), &shown.trace.value) else { return vec![base] };
        let side = |(at, key): (usize, &String)| Self {
            side: Some((at, *sides)),
            key: Some(key.clone()),
            name: key.clone(),
            names: vec![key.clone()],
            title: None,
            value: Value::scalar(sides[at]),
            ..base.clone()
        };
        let whole = Self { names: called(&[]), ..base.clone() };
        std::iter::once(whole).chain(shown.keys.iter().enumerate().map(side)).collect()
    }

    /// All that a derivation has: its steps in order, answers that are whole sequences, and what was given.
    pub(super) fn all(spec: &'a Spec, derivation: &Derivation) -> Vec<Self> {
        let shown = derivation.steps.iter().map(|shown| (shown, true));
        let mut steps: Vec<(&Shown, bool)> =
            shown.chain(derivation.asides.iter().map(|shown| (shown, false))).collect();
        steps.sort_by_key(|(shown, _)| shown.order);
        let mut targets: Vec<Self> =
            steps.into_iter().flat_map(|(shown, is_shown)| Self::of_step(spec, shown, is_shown)).collect();
        for (key, value) in &derivation.answers {
            if targets.iter().any(|target| target.key.as_ref() == Some(key)) {
                continue;
            }
            let Some(step) = derivation.sources.get(key).and_then(|at| Some((*at, spec.steps.get(*at)?))) else {
                continue;
            };
            targets.push(Self {
                step: Some((step.0, None)),
                key: Some(key.clone()),
                name: key.clone(),
                names: vec![key.clone(), step.1.binding.name.to_string()],
                symbol: Expr::name(&step.1.binding.name),
                title: None,
                words: &step.1.words,
                value: value.clone(),
                shown: true,
                side: None,
            });
        }
        let given = derivation.given.iter().filter_map(|(flag, value)| {
            let param = spec.param(flag)?;
            let symbol = param.called(flag);
            let names = vec![render::line(&symbol), render::source(&symbol), flag.clone()];
            let (name, value) = (flag.clone(), value.clone());
            Some(Self {
                step: None,
                key: None,
                name,
                names,
                symbol,
                title: None,
                words: &[],
                value,
                shown: false,
                side: None,
            })
        });
        targets.extend(given);
        let inside: Vec<Self> = targets.iter().filter(|target| target.step.is_none()).flat_map(Self::inside).collect();
        targets.extend(inside);
        targets
    }

    /// What was given under names of its own: of `x=2,y=3` each.
    fn inside(&self) -> Vec<Self> {
        let Value::Record(fields) = &self.value else { return Vec::new() };
        let each = fields.iter().map(|(name, value)| Self {
            name: name.to_string(),
            names: vec![name.to_string()],
            symbol: Expr::name(name),
            value: value.clone(),
            ..self.clone()
        });
        each.collect()
    }

    /// Whether this is its name, letter by letter but for how it is set.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let name = plain(name);
        !name.is_empty() && self.names.iter().any(|known| plain(known) == name)
    }

    /// Whether it may be called so: whatever the case, or by the title of its step in either language.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let name = fold(&plain(name));
        let title = self
            .title
            .into_iter()
            .flat_map(|title| [Lang::Zh, Lang::En].map(|lang| fold(&plain(&prose(title.get(lang), Face::Line)))));
        !name.is_empty() && self.names.iter().map(|known| fold(&plain(known))).chain(title).any(|known| known == name)
    }

    /// Whether this is its letter without the number behind it: `δ` of `δ₁`.
    pub(super) fn is_of_letter(&self, letter: &str) -> bool {
        let base = |name: &String| plain(name).trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let letter = plain(letter);
        !letter.is_empty() && self.names.iter().any(|name| base(name) == letter)
    }

    /// Whether its title, or another name of its step, has this word, or is a part of it: 参数 of 参数量.
    pub(super) fn resembles(&self, word: &str) -> bool {
        let of = |name: &String| is_telling(name) && word.contains(name.as_str());
        self.has_in_title(word) || is_telling(word) && self.titles().iter().any(of)
    }

    /// Whether its title, or another name of its step, has this word.
    pub(super) fn has_in_title(&self, word: &str) -> bool {
        is_telling(word) && self.titles().iter().any(|name| name.contains(word))
    }

    /// Its title in both languages and its other names, folded.
    fn titles(&self) -> Vec<String> {
        let titles = self.title.into_iter().flat_map(|title| [Lang::Zh, Lang::En].map(|lang| title.get(lang)));
        let titles = titles.map(|title| fold(&prose(title, Face::Line)));
        titles.chain(self.names.iter().map(|name| fold(name))).collect()
    }

    /// Its value in another derivation of the same calculation.
    pub(super) fn value_in(&self, derivation: &Derivation) -> Option<Value> {
        let (step, turn) = self.step.as_ref()?;
        if let Some(key) = self.key.as_ref().filter(|key| derivation.sources.get(*key) == Some(step)) {
            return derivation.answers.get(key).cloned();
        }
        let mut all = derivation.steps.iter().chain(&derivation.asides);
        let shown = all.find(|shown| shown.step == *step && shown.turn == *turn)?;
        Some(shown.trace.value.clone())
    }

    /// Says a value of it: later steps go on from that.
    pub(super) fn state(&self, value: &Value, stated: &mut Stated) {
        let Some(place) = &self.step else { return };
        let value = match (self.side, value.as_scalar()) {
            (Some((at, sides)), Some(number)) => {
                let known =
                    stated.get(place).and_then(|said| if let Value::Pair(said) = said { Some(*said) } else { None });
                let mut sides = known.unwrap_or(sides);
                sides[at] = number;
                Value::Pair(sides)
            }
            (None, Some(number)) if matches!(self.value, Value::Pair(_)) => Value::Pair([number; 2]),
            _ => match (&self.value, value.as_tensor()) {
                (Value::Pair(_), Some(t)) if t.len() == 2 => {
                    let sides: Vec<f64> = t.iter().copied().collect();
                    Value::Pair([sides[0], sides[1]])
                }
                _ => value.clone(),
            },
        };
        stated.insert(place.clone(), value);
    }
}
