//! Values → an exercise: the answers worked out and the task in words.

use super::derive::otherwise::Base;
use super::exercise::{Ask, Exercise, Wanted};
use super::given::{self, Given};
use super::layers;
use super::title::{self, head};
use super::undrawn::Rejected;
use crate::course::messages::say;
use crate::course::spec::{self, Spec};
use crate::course::typed;
use crate::course::{Bilingual, Lang};
use crate::math::{Expr, Value, render};
use crate::text::counted;

/// Writes the task, with the asked answers as they were worked out.
pub(super) fn exercise<'b>(
    spec: &'b Spec,
    given: Given,
    ask: Option<&spec::Ask>,
    wanted: Wanted<'_>,
    base: &Base<'b>,
) -> Result<Exercise, Rejected> {
    let mut asked = Vec::new();
    let titles = title::titles(spec, wanted.keys, &|key| base.source(key));
    for (key, title) in wanted.keys.iter().zip(titles) {
        let value = base.answer(key).cloned().ok_or_else(|| Rejected::NoAnswer(key.clone()))?;
        let real = wanted.digits.or_else(|| (!whole(&value)).then_some(4)).filter(|_| value.is_numeric());
        let source = base.source(key);
        let symbol = source.map_or_else(|| key.as_str().into(), |step| step.binding.name.clone());
        let words = source.map_or_else(Vec::new, |step| step.words.clone());
        let units = source.and_then(|step| step.unit.as_ref()).map_or_else(Vec::new, |unit| unit.words.clone());
        let sized = source.is_none_or(|step| render::is_notation(&step.binding.body));
        let called = source.map_or_else(Vec::new, |step| step.called.clone());
        let number = |name: &str| base.value(name)?.as_scalar();
        let unit = source.and_then(|step| step.unit.as_ref()?.key(number).map(str::to_owned));
        let key = key.as_str().into();
        asked.push(Ask { key, title, symbol, called, unit, words, units, digits: real, sized, value });
    }
    let mut shown = given.clone();
    shown.retain(|flag, _| !wanted.choose.contains(flag));
    let own = ask.and_then(|ask| ask.stem.as_ref());
    let mut stem = match own {
        Some(words) => filled(spec, words, &shown, base)?,
        None => stem(spec, &shown),
    };
    let mut goal = Vec::new();
    if !wanted.choose.is_empty() {
        goal = asked;
        asked = choices(spec, &given, wanted.choose)?;
        // Words that say what is to come out ask for the choice themselves.
        let says = |goal: &Ask| own.is_some_and(|stem| names_step(stem, &goal.symbol));
        if !goal.iter().all(says) {
            let task = to_choose(&asked, &goal);
            stem = Bilingual { zh: stem.zh + &task.zh, en: format!("{} {}", stem.en, task.en) };
        }
    }
    let open = wanted.open.iter().map(|id| id.as_str().into()).collect();
    Ok(Exercise {
        code: None,
        calculation: spec.id.clone(),
        given,
        stem,
        says_asked: own.is_some(),
        ask: asked,
        goal,
        open,
    })
}

/// The values that are to be chosen, each with one that fits.
fn choices(spec: &Spec, given: &Given, flags: &[String]) -> Result<Vec<Ask>, Rejected> {
    let choice = |flag: &String| {
        let missing = || Rejected::Parameter { flag: flag.clone(), why: None };
        let param = spec.param(flag).ok_or_else(missing)?;
        let value = Value::Text(given::text(param, given.get(flag).ok_or_else(missing)?).into());
        let (key, symbol) = (flag.as_str().into(), param.symbol.clone());
        Ok(Ask {
            key,
            title: param.about.clone(),
            symbol,
            called: Vec::new(),
            unit: None,
            words: Vec::new(),
            units: Vec::new(),
            digits: None,
            sized: true,
            value,
        })
    };
    flags.iter().map(choice).collect()
}

/// `Choose F, P, S so that …`
fn to_choose(asked: &[Ask], goal: &[Ask]) -> Bilingual {
    let task = |lang: Lang| {
        let comma = say(lang, "calc.comma", &[]);
        let symbol = |ask: &Ask| {
            let symbol = render::line(&Expr::name(&ask.symbol));
            say(lang, "calc.named", &[("what", &head(ask.title.get(lang))), ("name", &symbol)])
        };
        let values: Vec<String> = asked.iter().map(symbol).collect();
        let wanted = goal.iter().map(|goal| {
            let value = typed::written(&goal.value, goal.digits);
            say(lang, "calc.equals", &[("what", &goal.title.get(lang)), ("value", &value)])
        });
        let (values, wanted) = (values.join(&comma), wanted.collect::<Vec<_>>().join(&comma));
        say(lang, "calc.choose", &[("values", &values), ("wanted", &wanted)])
    };
    Bilingual { zh: task(Lang::Zh), en: task(Lang::En) }
}

/// Whether every number is whole.
fn whole(value: &Value) -> bool {
    match value {
        Value::Number(x) => x.fract() == 0.0,
        Value::Tensor(t) => t.iter().all(|x| x.fract() == 0.0),
        Value::Pair(sides) => sides.iter().all(|x| x.fract() == 0.0),
        _ => true,
    }
}

/// The task in words: the title and the values.
fn stem(spec: &Spec, given: &Given) -> Bilingual {
    let task = |lang: Lang| {
        let values: Vec<String> = given.iter().map(|(flag, value)| written(spec, flag, value, lang)).collect();
        let title = spec.title.get(lang);
        if values.is_empty() {
            return say(lang, "calc.task", &[("title", &title)]);
        }
        let values = values.join(&say(lang, "calc.and-also", &[]));
        say(lang, "calc.task-given", &[("title", &title), ("values", &values)])
    };
    Bilingual::of(task)
}

/// `kernel side F = 5`, or what a switch that is on is called. What is there once for each layer has its name alone.
fn written(spec: &Spec, flag: &str, value: &Value, lang: Lang) -> String {
    let param = spec.param(flag);
    let symbol = param.map_or_else(|| Expr::name(flag), |param| param.called(flag));
    let about = param.filter(|param| !param.repeat).map_or("", |param| head(param.about.get(lang)));
    let value = match value {
        Value::Truth(_) if about.is_empty() => return flag.to_owned(),
        Value::Truth(_) => return about.to_owned(),
        Value::Record(fields) => {
            let fields = fields.iter().map(|(name, v)| format!("{} = {}", render::line(&Expr::name(name)), text(v)));
            return fields.collect::<Vec<_>>().join(", ");
        }
        other => literal(other),
    };
    let equation = format!("{} = {value}", render::line(&symbol));
    if about.is_empty() { equation } else { say(lang, "calc.named", &[("what", &about), ("name", &equation)]) }
}

/// A value in words: a long whole number in groups of three digits.
fn text(value: &Value) -> String {
    match value {
        Value::Number(x) => typed::grouped(&render::whole(value), *x),
        value => render::whole(value),
    }
}

/// A value as a formula of its own where that is how it can be drawn as a matrix; else as text.
fn literal(value: &Value) -> String {
    let line = text(value);
    let source = line.replace('−', "-").replace("; ", ", ");
    let is_matrix = matches!(value, Value::Tensor(tensor) if tensor.ndim() > 1);
    if is_matrix && source.chars().all(|c| c.is_ascii_digit() || "[], .-".contains(c)) {
        format!("${source}$")
    } else {
        line
    }
}

/// The file's own words with `{flag}` replaced by the values, and `{=name}` by what a step came to.
fn filled(spec: &Spec, stem: &Bilingual, given: &Given, base: &Base<'_>) -> Result<Bilingual, Rejected> {
    let chosen = |flag: &str| match given.get(flag) {
        Some(value @ (Value::Text(_) | Value::Number(_) | Value::Pair(_))) => Some(text(value)),
        _ => None,
    };
    let mut filled = Bilingual { zh: where_chosen(&stem.zh, &chosen), en: where_chosen(&stem.en, &chosen) };
    let mut fill = |place: &str, counted: &str, value: &Bilingual| {
        filled.zh = with_noun(&filled.zh, counted, &value.zh).replace(place, &value.zh);
        filled.en = with_noun(&filled.en, counted, &value.en).replace(place, &value.en);
    };
    let has = |flag: &str| [&stem.zh, &stem.en].into_iter().any(|words| words.contains(flag));
    for (flag, value) in given.iter().filter(|(flag, _)| has(flag)) {
        fill(&format!("{{{flag}}}"), &format!("{{{flag}:"), &in_words(spec, flag, value));
    }
    for step in &spec.steps {
        let name = &step.binding.name;
        if let Some(value) = base.value(name).filter(|_| names_step(stem, name)) {
            fill(&format!("{{={name}}}"), &format!("{{={name}:"), &text(&value).into());
        }
    }
    let left = [&filled.zh, &filled.en].into_iter().find_map(|words| hole(words)).map(str::to_owned);
    left.map_or(Ok(filled), |place| Err(Rejected::Unfilled(place)))
}

/// Whether a task's words have a place for this option in both languages, its name followed by one of these: `{n}`,
/// `{n:epoch|epochs}`, and `{n=2:…}`, which tells it by what is said.
pub(super) fn names_flag(stem: &Bilingual, flag: &str, then: &[char]) -> bool {
    let place = format!("{{{flag}");
    [&stem.zh, &stem.en].into_iter().all(|words| words.split(&place).skip(1).any(|rest| rest.starts_with(then)))
}

/// Whether a task's words say what a step came to: `{=N}`, or `{=N:iteration|iterations}` with its noun.
fn names_step(stem: &Bilingual, name: &str) -> bool {
    let place = format!("{{={name}");
    stem.zh.split(&place).skip(1).any(|rest| rest.starts_with(['}', ':']))
}

/// A text with its places `{act=relu,elu:at 0 the left derivative}`: what stands behind the colon where the choice is one
/// of the words, else nothing.
fn where_chosen(text: &str, chosen: &dyn Fn(&str) -> Option<String>) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, flag, words)) = conditional(rest) {
        kept.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let mut depth = 1_usize;
        let end = inside.find(|c| {
            depth = if c == '{' { depth + 1 } else { depth - usize::from(c == '}') };
            depth == 0
        });
        let (inside, after) = end.map_or((inside, ""), |end| (&inside[..end], &inside[end + 1..]));
        let holds = chosen(flag).is_some_and(|word| words.split(',').any(|known| known == word));
        let said = inside.split_once(':').map_or("", |(_, said)| said);
        kept.push_str(if holds { said } else { "" });
        rest = after;
    }
    kept + rest
}

/// The first place of a text that hangs on a choice: where it stands, its option, its words.
fn conditional(text: &str) -> Option<(usize, &str, &str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (flag, rest) = text[at + 1..].split_once('=')?;
        let (words, _) = rest.split_once(':')?;
        let word = |word: &str| !word.is_empty() && word.bytes().all(is_of_flag);
        (word(flag) && words.split(',').all(word)).then_some((at, flag, words))
    })
}

/// Whether a letter may stand in an option or a choice.
const fn is_of_flag(letter: u8) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-'
}

/// A text with its places `{epochs:epoch|epochs}` filled: a number and its noun, the first for one, else the second.
fn with_noun(text: &str, place: &str, value: &str) -> String {
    let mut parts = text.split(place);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (nouns, rest) = part.split_once('}').unwrap_or((part, ""));
        filled = [&*filled, &counted(value, nouns), rest].concat();
    }
    filled
}

/// A value as the words of a task have it: a choice by its name, a list of one number as that number.
fn in_words(spec: &Spec, flag: &str, value: &Value) -> Bilingual {
    let param = spec.param(flag);
    match (param, value) {
        (Some(param), Value::Text(word)) => {
            let name = param.names.iter().find(|(known, _)| **known == **word).map(|(_, name)| name.clone());
            name.unwrap_or_else(|| {
                let network = matches!(param.kind, spec::Kind::Network(_));
                let layers = |lang| layers::in_words(word, lang).filter(|_| network);
                Bilingual::of(|lang| layers(lang).unwrap_or_else(|| text(value)))
            })
        }
        (Some(param), Value::Tensor(sizes)) if matches!(param.kind, spec::Kind::Layers(_)) && sizes.shape()[0] == 1 => {
            let sides: Vec<String> = sizes.iter().map(|side| text(&Value::scalar(*side))).collect();
            sides.join("×").into()
        }
        (_, Value::Tensor(list)) if list.shape() == [1] => text(&Value::scalar(list.sum())).into(),
        _ => literal(value).into(),
    }
}

/// The flag of a place that is left in a text. Braces of a subscript or a power (`h_{t-1}`) are none.
fn hole(text: &str) -> Option<&str> {
    let opened = text.match_indices('{').filter(|(at, _)| !text[..*at].ends_with(['_', '^']));
    let inside = opened.filter_map(|(at, _)| Some(text[at + 1..].split_once('}')?.0));
    inside
        .filter_map(|inside| inside.trim_start_matches('=').split([':', '=']).next())
        .find(|name| !name.is_empty() && name.bytes().all(|b| is_of_flag(b) || b == b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_is_singular_for_one() {
        let stem = "{a:channel|channels} in, {a:channel|channels} out";
        assert_eq!(with_noun(stem, "{a:", "1"), "1 channel in, 1 channel out");
        assert_eq!(with_noun(stem, "{a:", "3"), "3 channels in, 3 channels out");
        assert_eq!(with_noun(stem, "{b:", "1"), stem);
    }

    #[test]
    fn what_hangs_on_a_choice_is_said_where_it_is_made() {
        let stem = "f = {act}{act=relu,elu: (at 0 from the left, {layers} times)}, h_{t-1}{name=sgd: plain}";
        let chosen = |word: &'static str| move |flag: &str| (flag == "act").then(|| word.to_owned());
        let said = "f = {act} (at 0 from the left, {layers} times), h_{t-1}";
        assert_eq!(where_chosen(stem, &chosen("elu")), said);
        assert_eq!(where_chosen(stem, &chosen("tanh")), "f = {act}, h_{t-1}");
    }

    #[test]
    fn a_place_that_is_left_is_found_and_a_subscript_is_none() {
        assert_eq!(hole("{a:channel|channels}, dilation 1"), Some("a"));
        assert_eq!(hole("padding {p}, dilation 1"), Some("p"));
        assert_eq!(hole("its features take {=f} and {name=sgd:η}"), Some("f"));
        assert_eq!(hole("$h_{t-1}$ and $x^{n}$, {D, f}, {}"), None);
    }
}
