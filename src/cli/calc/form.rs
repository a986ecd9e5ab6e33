//! A calculation as a form on a screen: its fields, and what they come to.

use super::{load, text};
use crate::calculation::given::{self, GivenError};
use crate::calculation::{Detail, derive, elsewhere, idle, sentence};
use crate::cli::failure::Failure;
use crate::course::spec::Spec;
use crate::course::{Course, Lang};
use crate::math::render;
use crate::tui::Look;
use crate::tui::told::{Field, Form};

/// The form of a calculation, filled in with its first example.
pub(in crate::cli) fn form(course: &Course, kind: &str, lang: Lang) -> Result<Form, Failure> {
    let spec = load(course, kind, lang)?;
    let example = spec.examples.first().map(|example| example.given.as_slice()).unwrap_or_default();
    let given = example.iter().map(|(flag, value)| (flag.as_str(), value.as_str()));
    let others = spec.params.iter().filter(|param| !param.repeat).map(|param| (&*param.flag, ""));
    let mut fields: Vec<Field> = Vec::new();
    for (flag, value) in given.chain(others) {
        if fields.iter().any(|field| field.flag == flag) {
            continue;
        }
        let Some(param) = spec.param(flag) else { continue };
        fields.push(Field {
            flag: flag.to_owned(),
            value: value.to_owned(),
            about: param.about.clone(),
            usual: param.default.as_ref().map(render::line),
        });
    }
    Ok(Form { title: spec.title.clone(), fields })
}

/// What the fields that are filled in come to, worked in rows of so many columns.
pub(in crate::cli) fn worked(
    course: &Course,
    kind: &str,
    texts: &[(String, String)],
    columns: usize,
    look: Look,
) -> Result<Vec<String>, Failure> {
    let spec = load(course, kind, look.lang)?;
    let rows = rows(&spec, texts, columns, look);
    rows.map_err(|error| Failure::Usage(sentence::sentence(&spec, &error.as_typed(texts), look.lang)))
}

fn rows(spec: &Spec, texts: &[(String, String)], columns: usize, look: Look) -> Result<Vec<String>, GivenError> {
    let given = given::read(spec, texts, &|path| Err(path.to_owned()), 0)?;
    let derivation = derive(spec, &given, Detail::Steps)?;
    idle(spec, &given)?;
    let others = elsewhere(spec, &given, &derivation);
    let style = render::Style { ascii: look.ascii };
    let text = text::laid_out(spec, &derivation, &others, (columns.max(20), style, look.lang), false);
    // The title stands above the form already.
    Ok(text.lines().skip(1).map(str::to_owned).collect())
}
