//! One clear sentence about what was given wrongly: the flag, what was expected, what came.

use super::given::GivenError;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::course::{Bilingual, Lang, formula_error};
use crate::math::number;
use crate::math::render::{Target, prose};

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
            let expected = say(lang, &format!("calc.kind.{kind}"), &[]);
            let why =
                why.as_ref().map_or_else(String::new, |why| say(lang, "calc.because", &[("why", &why.get(lang))]));
            say(
                lang,
                "calc.malformed",
                &[("flag", &flagged(flag)), ("expected", &expected), ("got", got), ("why", &why)],
            )
        }
        GivenError::Range { flag, least, most, got } => {
            let bound = |b: &Option<f64>| b.map_or_else(String::new, number::line);
            let (least, most) = (bound(least), bound(most));
            let key = match (least.is_empty(), most.is_empty()) {
                (false, true) => "calc.range-least",
                (true, false) => "calc.range-most",
                _ => "calc.range-both",
            };
            say(lang, key, &[("flag", &flagged(flag)), ("least", &least), ("most", &most), ("got", got)])
        }
        GivenError::Choice { flag, known, got } => {
            say(lang, "calc.choice", &[("flag", &flagged(flag)), ("known", &known.join(", ")), ("got", got)])
        }
        GivenError::TooLarge { flag } => {
            let bound = crate::math::limits::ELEMENTS;
            say(lang, "calc.too-large", &[("flag", &flagged(flag)), ("bound", &bound)])
        }
        GivenError::File { flag, path, why } => {
            say(lang, "calc.file", &[("flag", &flagged(flag)), ("path", path), ("why", why)])
        }
        GivenError::Require { flag, say: required, got } => {
            let flag = flag.as_deref().map_or_else(String::new, flagged);
            let required = prose(required.get(lang), Target::Line);
            say(lang, "calc.require", &[("flag", &flag), ("required", &required), ("got", got)])
        }
        GivenError::Math { flags, error, got } => {
            let flags: Vec<String> = flags.iter().map(|f| flagged(f)).collect();
            let what = formula_error::sentence(&error.kind, lang);
            say(lang, "calc.math", &[("flags", &flags.join(", ")), ("what", &what), ("got", got)])
        }
    }
}
