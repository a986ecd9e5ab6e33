//! One clear sentence about what was given wrongly: the flag, what was expected, what came.

use crate::calculation::given::GivenError;
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::math::render::{Target, prose};
use crate::math::{MathErrorKind, number};

/// The sentence.
pub(super) fn sentence(spec: &Spec, error: &GivenError, lang: Lang) -> String {
    let flagged = |flag: &str| match spec.param(flag) {
        Some(param) if param.positional => flag.to_uppercase(),
        _ => format!("--{flag}"),
    };
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
            let why = why.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
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
            let what = math(&error.kind, lang);
            say(lang, "calc.math", &[("flags", &flags.join(", ")), ("what", &what), ("got", got)])
        }
    }
}

/// What is wrong with an evaluation.
fn math(kind: &MathErrorKind, lang: Lang) -> String {
    let shape = |sides: &[usize]| match sides {
        [] => say(lang, "math.number", &[]),
        sides => sides.iter().map(ToString::to_string).collect::<Vec<_>>().join("×"),
    };
    match kind {
        MathErrorKind::Shape { operation, left, right } => {
            say(lang, "math.shape", &[("operation", operation), ("left", &shape(left)), ("right", &shape(right))])
        }
        MathErrorKind::Layer { layer, got, needs } => {
            say(lang, "math.layer", &[("layer", layer), ("got", &shape(got)), ("needs", &shape(needs))])
        }
        MathErrorKind::NotFinite { operation } => say(lang, "math.not-finite", &[("operation", operation)]),
        MathErrorKind::Index { index, from, to } => {
            say(lang, "math.index", &[("index", index), ("from", from), ("to", &(to - 1))])
        }
        MathErrorKind::UnknownName { name, .. } => say(lang, "math.unknown-name", &[("name", name)]),
        MathErrorKind::UnknownFunction { name, .. } => say(lang, "math.unknown-function", &[("name", name)]),
        MathErrorKind::Limit(bound) => say(lang, "math.limit", &[("bound", bound)]),
        other => say(lang, "math.other", &[("what", other)]),
    }
}
