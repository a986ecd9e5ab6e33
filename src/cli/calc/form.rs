//! A calculation as a form on a screen: its fields, and what they come to.

use super::{load, text};
use crate::calculation::given::{self, GivenError};
use crate::calculation::{Detail, derive, elsewhere, idle, sentence};
use crate::cli::failure::Failure;
use crate::course::spec::{Kind, Spec};
use crate::course::{Course, Lang};
use crate::math::{names, render};
use crate::tui::Look;
use crate::tui::told::{Field, Form, Worked};

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
            symbol: render::line(&param.called(flag)),
            value: value.to_owned(),
            about: param.about.clone(),
            // What hangs on other fields is told when these are filled in.
            usual: param.default.as_ref().filter(|default| names(default).is_empty()).map(render::line),
            choices: match &param.kind {
                Kind::Choice(words) => words.clone(),
                Kind::Flag => vec!["true".to_owned(), "false".to_owned()],
                _ => Vec::new(),
            },
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
) -> Result<Worked, Failure> {
    let spec = load(course, kind, look.lang)?;
    let said = |error: GivenError| {
        let sentence = sentence::sentence(&spec, &error.as_typed(texts), look.lang);
        Failure::Usage(by_symbols(&spec, &sentence))
    };
    rows(&spec, texts, columns, look).map_err(said)
}

/// A sentence about options, as one about the fields of the form.
fn by_symbols(spec: &Spec, sentence: &str) -> String {
    let mut pieces = sentence.split("--");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(piece.len());
        let (flag, rest) = piece.split_at(end);
        match spec.param(flag) {
            Some(param) => out.push_str(&render::line(&param.called(flag))),
            None => out.extend(["--", flag]),
        }
        out.push_str(rest);
    }
    out
}

fn rows(spec: &Spec, texts: &[(String, String)], columns: usize, look: Look) -> Result<Worked, GivenError> {
    let given = given::read(spec, texts, &|path| Err(path.to_owned()), 0)?;
    let derivation = derive(spec, &given, Detail::Steps)?;
    idle(spec, &given)?;
    let others = elsewhere(spec, &given, &derivation);
    let style = render::Style { ascii: look.ascii };
    let text = text::laid_out(spec, &derivation, &others, (columns.max(20), style, look.lang), false);
    // The title stands above the form already.
    let rows = text.lines().skip(1).map(str::to_owned).collect();
    let usual = derivation.given.iter().filter(|(flag, _)| !derivation.said.contains(*flag));
    let usual = usual.filter_map(|(flag, value)| Some((flag.clone(), given::text(spec.param(flag)?, value))));
    let answers = derivation.answers.iter().filter(|(_, value)| value.shape().is_empty());
    let answers = answers.map(|(key, value)| text::answer(key, value)).collect::<Vec<_>>().join(" · ");
    Ok(Worked { rows, answers, usual: usual.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::Keys;
    use crate::tui::theme::{Theme, Wanted};

    fn worked_out(kind: &str, texts: &[(&str, &str)]) -> Result<Worked, Failure> {
        let theme = Theme::new(Wanted::Mono, false, false, None);
        let look = Look { lang: Lang::En, theme, ascii: false, mouse: false, keys: Keys::default() };
        let texts: Vec<(String, String)> = texts.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        worked(&Course::open(None).unwrap(), kind, &texts, 80, look)
    }

    #[test]
    fn what_holds_where_a_field_is_empty_hangs_on_the_others() {
        let alpha = |function: &str| {
            let worked = worked_out("activation", &[("fn", function), ("z", "1,2")]).unwrap();
            worked.usual.into_iter().find(|(flag, _)| flag == "alpha").map(|(_, value)| value)
        };
        assert_eq!([alpha("elu"), alpha("leaky-relu")], [Some("1".to_owned()), Some("0.1".to_owned())]);
        let form = form(&Course::open(None).unwrap(), "activation", Lang::En).unwrap();
        let usual = form.fields.iter().filter_map(|field| field.usual.as_ref());
        assert!(usual.clone().all(|usual| !usual.contains('{')), "{:?}", usual.collect::<Vec<_>>());
    }

    #[test]
    fn what_is_wrong_with_a_form_is_said_by_the_names_of_its_fields() {
        let refused = worked_out("conv", &[("n", "32")]).unwrap_err();
        assert!(!refused.sentence().contains("--"), "{}", refused.sentence());
    }
}
