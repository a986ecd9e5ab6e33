//! What is wrong with a formula, in words: `math` knows kinds of errors, the messages know sentences.

use super::lang::{Bilingual, Lang};
use super::messages::say;
use crate::math::{MathErrorKind, Sort};

/// The sentence in both languages.
#[must_use]
pub fn sentences(kind: &MathErrorKind) -> Bilingual {
    Bilingual { zh: sentence(kind, Lang::Zh), en: sentence(kind, Lang::En) }
}

/// The sentence.
#[must_use]
pub fn sentence(kind: &MathErrorKind, lang: Lang) -> String {
    let shape = |sides: &[usize]| match sides {
        [] => say(lang, "math.number", &[]),
        sides => sides.iter().map(ToString::to_string).collect::<Vec<_>>().join("×"),
    };
    match kind {
        MathErrorKind::Character(character) => {
            say(lang, "math.character", &[("character", &character.escape_default())])
        }
        MathErrorKind::Number(number) => say(lang, "math.bad-number", &[("number", number)]),
        MathErrorKind::Unexpected { found, expected } => {
            let expected = expected.key().map_or_else(|| expected.to_string(), |key| word("expected", key, lang));
            let found = found.clone().unwrap_or_else(|| word("expected", "end", lang));
            say(lang, "math.unexpected", &[("expected", &expected), ("found", &found)])
        }
        MathErrorKind::UnknownName { name, .. } => say(lang, "math.unknown-name", &[("name", name)]),
        MathErrorKind::UnknownFunction { name, .. } => say(lang, "math.unknown-function", &[("name", name)]),
        MathErrorKind::Arity { operation, least, most, got } => {
            say(lang, "math.arity", &[("operation", operation), ("least", least), ("most", most), ("got", got)])
        }
        MathErrorKind::Shape { operation, left, right } => {
            say(lang, "math.shape", &[("operation", operation), ("left", &shape(left)), ("right", &shape(right))])
        }
        MathErrorKind::Layer { layer, got, needs } => {
            say(lang, "math.layer", &[("layer", layer), ("got", &shape(got)), ("needs", &shape(needs))])
        }
        MathErrorKind::Type { operation, expected, got } => {
            let (expected, got) = (sort(*expected, lang), sort(*got, lang));
            say(lang, "math.type", &[("operation", operation), ("expected", &expected), ("got", &got)])
        }
        MathErrorKind::Index { index, from, to } => {
            say(lang, "math.index", &[("index", index), ("from", from), ("to", &(to - 1))])
        }
        MathErrorKind::Domain { operation, what } => {
            say(lang, "math.domain", &[("operation", operation), ("what", &word("unfit", what.key(), lang))])
        }
        MathErrorKind::NotFinite { operation } => say(lang, "math.not-finite", &[("operation", operation)]),
        MathErrorKind::NotNumber { got } => say(lang, "math.not-number", &[("got", &sort(*got, lang))]),
        MathErrorKind::NoGradient { operation } => say(lang, "math.no-gradient", &[("operation", operation)]),
        MathErrorKind::Limit(bound) => {
            say(lang, "math.limit", &[("bound", &bound.value()), ("what", &word("bound", bound.key(), lang))])
        }
    }
}

/// The same to somebody who did not write the formula: without the names of its operations.
#[must_use]
pub fn plain(kind: &MathErrorKind, lang: Lang) -> String {
    match kind {
        MathErrorKind::Shape { left, right, .. } => {
            let shape = |sides: &[usize]| match sides {
                [] => say(lang, "math.number", &[]),
                sides => sides.iter().map(ToString::to_string).collect::<Vec<_>>().join("×"),
            };
            say(lang, "math.plain-shape", &[("left", &shape(left)), ("right", &shape(right))])
        }
        MathErrorKind::Domain { what, .. } => word("unfit", what.key(), lang),
        MathErrorKind::Type { expected, got, .. } => {
            say(lang, "math.plain-type", &[("expected", &sort(*expected, lang)), ("got", &sort(*got, lang))])
        }
        MathErrorKind::NotFinite { operation: "grad" } => say(lang, "math.plain-slope", &[]),
        MathErrorKind::NotFinite { .. } => say(lang, "math.plain-not-finite", &[]),
        other => sentence(other, lang),
    }
}

/// [`plain`] in both languages.
#[must_use]
pub fn reason(kind: &MathErrorKind) -> Bilingual {
    Bilingual::of(|lang| plain(kind, lang))
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
    use crate::math::limits::Bound;
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
