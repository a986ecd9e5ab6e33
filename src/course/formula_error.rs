//! What is wrong with a formula, in words: `math` knows kinds of errors, the messages know sentences.

use super::lang::{Bilingual, Lang};
use super::messages::say;
use crate::math::limits::Bound;
use crate::math::{BinaryOp, MathErrorKind, Refusal, Sort, render};
use crate::text::{is_harmful, repeated};

/// Columns of a number that is repeated.
const REPEATED: usize = 60;

/// The sentence in both languages.
#[must_use]
pub fn sentences(kind: &MathErrorKind) -> Bilingual {
    Bilingual::of(|lang| sentence(kind, lang))
}

/// The sentence.
#[must_use]
pub fn sentence(kind: &MathErrorKind, lang: Lang) -> String {
    match kind {
        MathErrorKind::Character(character) => {
            let key = match character {
                '\\' => "math.backslash",
                _ => "math.character",
            };
            say(lang, key, &[("character", &sign(*character))])
        }
        MathErrorKind::Number(number) => say(lang, "math.bad-number", &[("number", &repeated(number, REPEATED))]),
        MathErrorKind::Unexpected { found, expected } => {
            let expected = expected.key().map_or_else(|| expected.to_string(), |key| word("expected", key, lang));
            let found = found.clone().unwrap_or_else(|| word("expected", "end", lang));
            say(lang, "math.unexpected", &[("expected", &expected), ("found", &found)])
        }
        MathErrorKind::UnknownName { name, near } => unknown("math.unknown-name", name, near.as_deref(), lang),
        MathErrorKind::UnknownFunction { name, near } => unknown("math.unknown-function", name, *near, lang),
        MathErrorKind::Refused { operation, why } => refused(operation, why, lang),
        MathErrorKind::NotFinite => say(lang, "math.plain-not-finite", &[]),
        MathErrorKind::NotNumber { got } => say(lang, "math.not-number", &[("got", &sort(*got, lang))]),
        MathErrorKind::Limit(bound) => limit(*bound, lang),
    }
}

/// Why an operation refuses its operands, to somebody who wrote the formula.
fn refused(operation: &str, why: &Refusal, lang: Lang) -> String {
    match why {
        Refusal::Arity { least, most, got } => {
            let key = if least == most { "math.arity-one" } else { "math.arity" };
            say(lang, key, &[("operation", &operation), ("least", least), ("most", most), ("got", got)])
        }
        Refusal::Shape { left, right } => {
            let (left, right) = (shape(left, lang), shape(right, lang));
            say(lang, "math.shape", &[("operation", &operation), ("left", &left), ("right", &right)])
        }
        Refusal::Type { expected, got } => {
            let (expected, got) = (sort(*expected, lang), sort(*got, lang));
            say(lang, "math.type", &[("operation", &operation), ("expected", &expected), ("got", &got)])
        }
        Refusal::Domain(what) => {
            say(lang, "math.domain", &[("operation", &operation), ("what", &word("unfit", what.key(), lang))])
        }
        Refusal::NotFinite => say(lang, "math.not-finite", &[("operation", &operation)]),
        Refusal::NoGradient => say(lang, "math.no-gradient", &[("operation", &operation)]),
        Refusal::Index { .. }
        | Refusal::Layer { .. }
        | Refusal::UnknownLayer { .. }
        | Refusal::Function { .. }
        | Refusal::NoSlope
        | Refusal::Limit(_) => reason(why, lang),
    }
}

/// The sentence to somebody who did not write the formula: without the names of its operations.
#[must_use]
pub fn plain(kind: &MathErrorKind, lang: Lang) -> String {
    let is = |called: &str, op: BinaryOp| called == op.sign() || Some(called) == op.operation();
    if let MathErrorKind::Refused { operation, why: Refusal::NotFinite } = kind
        && is(operation, BinaryOp::Div)
    {
        return say(lang, "math.plain-division", &[]);
    }
    kind.refusal().map_or_else(|| sentence(kind, lang), |why| reason(why, lang))
}

/// Why operands are refused, by whatever operation.
#[must_use]
pub fn reason(why: &Refusal, lang: Lang) -> String {
    match why {
        Refusal::Arity { least, most, got } => {
            let key = if least == most { "math.plain-arity-one" } else { "math.plain-arity" };
            say(lang, key, &[("least", least), ("most", most), ("got", got)])
        }
        Refusal::Shape { left, right } => {
            say(lang, "math.plain-shape", &[("left", &shape(left, lang)), ("right", &shape(right, lang))])
        }
        Refusal::Type { expected, got } => {
            say(lang, "math.plain-type", &[("expected", &sort(*expected, lang)), ("got", &sort(*got, lang))])
        }
        Refusal::Layer { layer, got, needs } => {
            let (got, needs) = (shape(got, lang), shape(needs, lang));
            say(lang, "math.layer", &[("layer", layer), ("got", &got), ("needs", &needs)])
        }
        Refusal::Index { index, from, to } => {
            say(lang, "math.index", &[("index", index), ("from", from), ("to", &(to - 1))])
        }
        Refusal::Function { name, near } => unknown("math.unknown-function", name, *near, lang),
        Refusal::UnknownLayer { name, near } => unknown("math.unknown-layer", name, *near, lang),
        Refusal::Domain(what) => word("unfit", what.key(), lang),
        Refusal::NotFinite => say(lang, "math.plain-not-finite", &[]),
        Refusal::NoSlope => say(lang, "math.plain-slope", &[]),
        Refusal::NoGradient => say(lang, "math.plain-no-gradient", &[]),
        Refusal::Limit(bound) => limit(*bound, lang),
    }
}

/// That something of this name is not there, with what may be meant.
fn unknown(key: &str, name: &str, near: Option<&str>, lang: Lang) -> String {
    match near {
        Some(near) => say(lang, &format!("{key}-near"), &[("name", &name), ("near", &near)]),
        None => say(lang, key, &[("name", &name)]),
    }
}

fn limit(bound: Bound, lang: Lang) -> String {
    say(lang, "math.limit", &[("bound", &bound.value()), ("what", &word("bound", bound.key(), lang))])
}

/// `2×3`; of no side, a number.
fn shape(sides: &[usize], lang: Lang) -> String {
    match sides {
        [] => say(lang, "math.number", &[]),
        sides => render::shape(sides),
    }
}

/// A sign as it stands, or by its number where it is not seen.
fn sign(character: char) -> String {
    if is_harmful(character) { format!("U+{:04X}", u32::from(character)) } else { character.into() }
}

/// The word for something that errors speak of.
fn word(list: &str, key: &str, lang: Lang) -> String {
    say(lang, &format!("math.{list}.{key}"), &[])
}

fn sort(sort: Sort, lang: Lang) -> String {
    word("sort", sort.key(), lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::messages::exists;
    use crate::math::{Expected, Machine, Unfit, parse};

    fn chinese(source: &str) -> String {
        let error = parse(source).and_then(|expr| Machine::new().evaluate(&expr)).unwrap_err();
        sentence(&error.kind, Lang::Zh)
    }

    #[test]
    fn an_error_is_told_in_chinese() {
        assert_eq!(chinese("ln(0"), "此处应为)，却是 结尾");
        assert_eq!(chinese("[1,2] @ [1,2,3]"), "@ 的两个形状 2 与 3 不相容");
        assert_eq!(chinese("x + 1"), "没有名为 x 的量");
        assert_eq!(chinese("softmax(1)"), "softmax 要的是向量或矩阵，却是一个数");
    }

    #[test]
    fn everything_that_errors_speak_of_has_its_word() {
        let keys = (Sort::ALL.iter().map(|sort| ("sort", sort.key())))
            .chain(Unfit::ALL.iter().map(|unfit| ("unfit", unfit.key())))
            .chain(Expected::ALL.iter().filter_map(|expected| Some(("expected", expected.key()?))))
            .chain(Bound::ALL.iter().map(|bound| ("bound", bound.key())));
        for (list, key) in keys {
            assert!(exists(&format!("math.{list}.{key}")), "math.{list}.{key}");
        }
    }
}
