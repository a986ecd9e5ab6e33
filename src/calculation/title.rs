//! What answers and parameters are called.

use super::words;
use crate::course::messages::say;
use crate::course::spec::{Spec, Step};
use crate::course::{Bilingual, Lang};
use crate::math::{Expr, ExprKind, render};

/// What answers are called, by the steps that gave them: each by the title of its step, those that are called alike with
/// their own names beside it: `p₂`, `dW₁`.
pub fn titles<'s>(spec: &'s Spec, keys: &[String], source: &dyn Fn(&str) -> Option<&'s Step>) -> Vec<Bilingual> {
    let titles: Vec<Bilingual> = keys.iter().map(|key| of_key(spec, key, keys, source)).collect();
    let is_alone = |title: &Bilingual| titles.iter().filter(|other| other.en == title.en).count() < 2;
    let apart = |(key, title): (&String, &Bilingual)| {
        let named = || {
            let step = source(key)?;
            let (variable, turn) = turn_of(step, key)?;
            let own = match turn.parse::<i64>() {
                Ok(turn) => Expr::name(&step.binding.name).at(turn),
                Err(_) => Expr::name(&step.binding.name.replace(&format!("_{variable}"), &format!("_{turn}"))),
            };
            let name = render::line(&own);
            Some(Bilingual::of(|lang| say(lang, "calc.named", &[("what", &title.get(lang)), ("name", &name)])))
        };
        if is_alone(title) { title.clone() } else { named().unwrap_or_else(|| title.clone()) }
    };
    keys.iter().zip(&titles).map(apart).collect()
}

/// The variable of a step's turns, and which turn gave an answer: `k` and `2` of `y2`, where the keys are `y{k}`.
fn turn_of<'a>(step: &'a Step, key: &'a str) -> Option<(&'a str, &'a str)> {
    step.keys.iter().find_map(|pattern| {
        let (before, rest) = pattern.split_once('{')?;
        let (name, behind) = rest.split_once('}')?;
        Some((name, key.strip_prefix(before)?.strip_suffix(behind)?))
    })
}

/// What an answer key is called: the title of the step that gave it, with the side where both are asked for.
fn of_key<'s>(spec: &'s Spec, key: &str, keys: &[String], source: &dyn Fn(&str) -> Option<&'s Step>) -> Bilingual {
    // A step that only takes over another one's value is called as that is.
    let titled = |step: &'s Step| step.title.as_ref().or_else(|| taken_over(spec, step)?.title.as_ref());
    let Some((step, title)) = source(key).and_then(|step| Some((step, titled(step)?))) else {
        return Bilingual { zh: key.to_owned(), en: key.to_owned() };
    };
    let [height, width] = step.keys.as_slice() else {
        return turn_of(step, key).map_or_else(|| title.clone(), |(name, turn)| words::in_turn(title, name, turn));
    };
    if !(keys.contains(height) && keys.contains(width)) {
        return title.clone();
    }
    let side = if key == height { "calc.height" } else { "calc.width" };
    let sided = |lang: Lang| say(lang, side, &[("what", &title.get(lang))]);
    Bilingual { zh: sided(Lang::Zh), en: sided(Lang::En) }
}

/// The step whose value a step is, under another name or in one turn: `d_1 = d[1]`.
fn taken_over<'s>(spec: &'s Spec, step: &Step) -> Option<&'s Step> {
    let mut body = &step.binding.body;
    while let ExprKind::Index(of, _) = &body.kind {
        body = of;
    }
    let ExprKind::Name(name) = &body.kind else { return None };
    spec.steps.iter().find(|other| other.binding.name == *name && other.title.is_some())
}

/// What a parameter is called: its description up to what that adds.
#[must_use]
pub fn head(about: &str) -> &str {
    let end = about.find(['，', '：', '；', '（', ',', ':', ';', '(', '[']).unwrap_or(about.len());
    about[..end].trim_end()
}
