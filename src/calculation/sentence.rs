//! One clear sentence about what was given wrongly: the flag, what was expected, what came.

use super::given::{Came, GivenError, Told};
use crate::course::messages::{list, say};
use crate::course::spec::{Kind, Spec};
use crate::course::{Bilingual, Lang, formula_error};
use crate::math::render::{Target, prose};
use crate::math::{MathErrorKind, Refusal, Value, number, render};

/// The sentence in both languages.
#[must_use]
pub fn sentences(spec: &Spec, error: &GivenError) -> Bilingual {
    Bilingual { zh: sentence(spec, error, Lang::Zh), en: sentence(spec, error, Lang::En) }
}

/// The sentence in both languages, where values are given by their keys and not by flags.
#[must_use]
pub fn sentences_by_key(spec: &Spec, error: &GivenError) -> Bilingual {
    let told = |lang| told(spec, error, lang, &str::to_owned);
    Bilingual { zh: told(Lang::Zh), en: told(Lang::En) }
}

/// The sentence.
#[must_use]
pub fn sentence(spec: &Spec, error: &GivenError, lang: Lang) -> String {
    told(spec, error, lang, &|flag: &str| match spec.param(flag) {
        Some(param) if param.positional => flag.to_uppercase(),
        _ => format!("--{flag}"),
    })
}

fn told(spec: &Spec, error: &GivenError, lang: Lang, flagged: &dyn Fn(&str) -> String) -> String {
    match error {
        GivenError::Missing { flag } => {
            let about = spec.param(flag).map_or_else(String::new, |p| prose(p.about.get(lang), Target::Line));
            say(lang, "calc.missing", &[("flag", &flagged(flag)), ("about", &about)])
        }
        GivenError::Unknown { flag, near } => match near {
            Some(near) => {
                say(lang, "cli.unknown-flag-near", &[("flag", &format!("--{flag}")), ("near", &format!("--{near}"))])
            }
            None => say(lang, "cli.unknown-flag", &[("flag", &format!("--{flag}"))]),
        },
        GivenError::Malformed { flag, kind, got, why } => {
            let mut expected = say(lang, &format!("calc.kind.{kind}"), &[]);
            if let Some(words) = spec.param(flag).map(|p| &p.words).filter(|words| !words.is_empty()) {
                let words: Vec<&str> = words.iter().map(|(word, _)| &**word).collect();
                expected += &say(lang, "calc.or-words", &[("words", &list(lang, words))]);
            }
            let why =
                why.as_ref().map_or_else(String::new, |why| say(lang, "calc.because", &[("why", &why.get(lang))]));
            say(
                lang,
                "calc.malformed",
                &[("flag", &flagged(flag)), ("expected", &expected), ("got", got), ("why", &why)],
            )
        }
        GivenError::Range { flag, least, most, below, got } => {
            let bound = |b: &Option<f64>| b.map_or_else(String::new, number::line);
            let (least, most, below) = (bound(least), bound(most), bound(below));
            let key = match (least.is_empty(), most.is_empty(), below.is_empty()) {
                (true, _, false) => "calc.range-below",
                (false, _, false) => "calc.range-from-below",
                (false, true, true) => "calc.range-least",
                (true, false, true) => "calc.range-most",
                _ => "calc.range-both",
            };
            say(
                lang,
                key,
                &[("flag", &flagged(flag)), ("least", &least), ("most", &most), ("below", &below), ("got", got)],
            )
        }
        GivenError::Sides { flag, got, axes, wanted } => {
            let key = if *wanted == 1 { "calc.one-side" } else { "calc.sides" };
            let axes = flagged(axes);
            say(lang, key, &[("flag", &flagged(flag)), ("got", got), ("axes", &axes), ("wanted", wanted)])
        }
        GivenError::Choice { flag, known, got } => {
            say(lang, "calc.choice", &[("flag", &flagged(flag)), ("known", &list(lang, known)), ("got", got)])
        }
        GivenError::TooLarge { flag } => {
            let bound = crate::math::limits::ELEMENTS;
            say(lang, "calc.too-large", &[("flag", &flagged(flag)), ("bound", &bound)])
        }
        GivenError::File { flag, path, why } => {
            say(lang, "calc.file", &[("flag", &flagged(flag)), ("path", path), ("why", why)])
        }
        GivenError::Require { flag, say: required, got } => {
            let required = prose(required.get(lang), Target::Line);
            let flag = flag.as_deref().map_or_else(String::new, flagged);
            let sentence = say(lang, "calc.require", &[("flag", &flag), ("required", &required)]);
            sentence + &came(got, lang, flagged)
        }
        GivenError::Idle { flag, with } => {
            let each = with.iter().map(|(other, value)| match value {
                Value::Text(word) => format!("{} {word}", flagged(other)),
                Value::Truth(false) => say(lang, "calc.without", &[("flag", &flagged(other))]),
                _ => flagged(other),
            });
            let with = each.collect::<Vec<_>>().join(&say(lang, "calc.comma", &[]));
            say(lang, "calc.idle", &[("flag", &flagged(flag)), ("with", &with)])
        }
        GivenError::Alone { flag, with } => {
            let each = with.iter().map(|other| flagged(other)).collect::<Vec<_>>();
            let with = each.join(&say(lang, "calc.or", &[]));
            say(lang, "calc.alone", &[("flag", &flagged(flag)), ("with", &with)])
        }
        GivenError::Math { flags, error, got, .. } => {
            let formula = flags.iter().any(|f| spec.param(f).is_some_and(|p| p.kind == Kind::Expression));
            let what = match &error.kind {
                MathErrorKind::UnknownName { name, .. } if !formula => say(lang, "calc.no-value", &[("name", name)]),
                // Whoever wrote the formula knows its operations.
                kind if formula && !matches!(kind.refusal(), Some(Refusal::NotFinite | Refusal::NoSlope)) => {
                    formula_error::sentence(kind, lang)
                }
                kind => formula_error::plain(kind, lang),
            };
            let flags: Vec<String> = flags.iter().map(|f| flagged(f)).collect();
            let sentence = match flags.as_slice() {
                [] => say(lang, "calc.math-without", &[("what", &what)]),
                flags => say(lang, "calc.math", &[("flags", &list(lang, flags)), ("what", &what)]),
            };
            sentence + &came(got, lang, flagged)
        }
    }
}

/// `; what came is --x 1,2, --k of shape 3×3`, where there is anything to tell.
fn came(got: &[Came], lang: Lang, flagged: &dyn Fn(&str) -> String) -> String {
    let each = got.iter().map(|came| {
        let flag = flagged(&came.flag);
        match &came.what {
            Told::Value(value) => format!("{flag} {value}"),
            Told::Shape(shape) => say(lang, "calc.of-shape", &[("flag", &flag), ("shape", &render::shape(shape))]),
        }
    });
    let told = each.collect::<Vec<_>>().join(&say(lang, "calc.comma", &[]));
    if told.is_empty() { told } else { say(lang, "calc.came", &[("got", &told)]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;

    fn said(calculation: &str, error: &GivenError) -> String {
        sentence(&Course::open(None).unwrap().calculation(calculation).value.unwrap(), error, Lang::En)
    }

    #[test]
    fn a_range_is_told_by_the_bounds_that_it_has() {
        let range = |least, most, below| {
            said("mse", &GivenError::Range { flag: "y".to_owned(), least, most, below, got: "99".to_owned() })
        };
        let all = [
            range(Some(1.5), None, None),
            range(None, Some(2.5), None),
            range(None, None, Some(3.5)),
            range(Some(1.5), None, Some(3.5)),
            range(Some(1.5), Some(2.5), None),
        ];
        let told = |sentence: &String| ["1.5", "2.5", "3.5"].map(|bound| sentence.contains(bound));
        assert_eq!(
            all.each_ref().map(told),
            [
                [true, false, false],
                [false, true, false],
                [false, false, true],
                [true, false, true],
                [true, true, false]
            ]
        );
        assert!(all.iter().all(|said| said.contains("--y") && said.contains("99")), "{all:?}");
        assert_ne!(all[1].replace("2.5", "3.5"), all[2], "at most is not below");
    }

    #[test]
    fn a_flag_that_plays_no_part_is_told_with_what_was_chosen_and_what_was_not() {
        let with = [("k".to_owned(), Value::Text("word".into())), ("hot".to_owned(), Value::Truth(false))];
        let told = said("mse", &GivenError::Idle { flag: "y".to_owned(), with: with.to_vec() });
        assert!(
            told.contains("--k word") && told.contains(&say(Lang::En, "calc.without", &[("flag", &"--hot")])),
            "{told}"
        );
    }
}
