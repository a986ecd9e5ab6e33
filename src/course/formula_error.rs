//! What is wrong with a formula, in words: `math` knows kinds of errors, the messages know sentences.

use super::lang::{Bilingual, Lang};
use super::messages::{exists, say};
use crate::math::MathErrorKind;

/// The sentence in both languages.
#[must_use]
pub fn sentences(kind: &MathErrorKind) -> Bilingual {
    Bilingual { zh: sentence(kind, Lang::Zh), en: sentence(kind, Lang::En) }
}

/// The sentence.
#[must_use]
pub fn sentence(kind: &MathErrorKind, lang: Lang) -> String {
    let word = |word: &str| word_for(word, lang);
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
            say(lang, "math.unexpected", &[("expected", &word(expected)), ("found", &word(found))])
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
            say(lang, "math.type", &[("operation", operation), ("expected", &word(expected)), ("got", &word(got))])
        }
        MathErrorKind::Index { index, from, to } => {
            say(lang, "math.index", &[("index", index), ("from", from), ("to", &(to - 1))])
        }
        MathErrorKind::Domain { operation, what } => {
            say(lang, "math.domain", &[("operation", operation), ("what", &word(what))])
        }
        MathErrorKind::NotFinite { operation } => say(lang, "math.not-finite", &[("operation", operation)]),
        MathErrorKind::NotNumber { got } => say(lang, "math.not-number", &[("got", &word(got))]),
        MathErrorKind::NoGradient { operation } => say(lang, "math.no-gradient", &[("operation", operation)]),
        MathErrorKind::Limit(bound) => {
            say(lang, "math.limit", &[("bound", &bound.value()), ("what", &word(bound.what()))])
        }
    }
}

/// The same to somebody who did not write the formula: without the names of its operations.
#[must_use]
pub fn plain(kind: &MathErrorKind, lang: Lang) -> String {
    let word = |word: &str| word_for(word, lang);
    match kind {
        MathErrorKind::Shape { left, right, .. } => {
            let shape = |sides: &[usize]| match sides {
                [] => say(lang, "math.number", &[]),
                sides => sides.iter().map(ToString::to_string).collect::<Vec<_>>().join("×"),
            };
            say(lang, "math.plain-shape", &[("left", &shape(left)), ("right", &shape(right))])
        }
        MathErrorKind::Domain { what, .. } => word(what),
        MathErrorKind::Type { expected, got, .. } => {
            say(lang, "math.plain-type", &[("expected", &word(expected)), ("got", &word(got))])
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

/// The word for what an operation says of itself; a piece of the formula stays as it is.
fn word_for(word: &str, lang: Lang) -> String {
    let key = format!("math.words.{word}");
    if exists(&key) { say(lang, &key, &[]) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{Machine, parse};

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

    /// Every text that an operation puts into an error, found in the source of `math`.
    #[test]
    fn every_word_of_an_operation_is_translated() {
        let mut missing = Vec::new();
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/math"))];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                for mark in ["expected: \"", "what: \"", "got: \""] {
                    for piece in source.split(mark).skip(1) {
                        let word = piece.split('"').next().unwrap_or_default();
                        found += 1;
                        if word.contains(' ') && !exists(&format!("math.words.{word}")) {
                            missing.push(word.to_owned());
                        }
                    }
                }
            }
        }
        assert!(found > 30, "{found}");
        assert!(missing.is_empty(), "{missing:?}");
    }
}
