//! A calculation as a form on a screen: its fields, and what they come to.

use super::{load, text};
use crate::calculation::given::{self, GivenError};
use crate::calculation::{Derivation, Detail, derive, elsewhere, idle, sentence, title};
use crate::cli::failure::Failure;
use crate::course::spec::{Kind, Spec};
use crate::course::{Bilingual, Course, Lang, prose};
use crate::math::{Expr, Value, names, render};
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
            title: Bilingual::of(|lang| prose(title::head(param.about.get(lang)))),
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

/// What the fields that are filled in come to, worked in rows of so many columns. What is wrong with a field is told of
/// that one, and what does not need it is worked.
pub(in crate::cli) fn worked(
    course: &Course,
    kind: &str,
    texts: &[(String, String)],
    columns: usize,
    look: Look,
) -> Result<Worked, Failure> {
    let mut spec = load(course, kind, look.lang)?;
    let (mut kept, mut wrong): (Vec<_>, Vec<(String, String)>) = (texts.to_vec(), Vec::new());
    loop {
        let error = match rows(&spec, &kept, &wrong, columns, look) {
            Ok(worked) => return Ok(Worked { wrong, ..worked }),
            Err(error) => error.as_typed(texts),
        };
        let sentence = by_symbols(&spec, &sentence::sentence(&spec, &error, look.lang));
        let flag = error.flag().filter(|flag| spec.param(flag).is_some_and(|param| !param.repeat));
        let Some(flag) = flag.filter(|flag| wrong.iter().all(|(known, _)| known != flag)).map(str::to_owned) else {
            return Err(Failure::Usage(sentence));
        };
        kept.retain(|(known, _)| *known != flag);
        for param in spec.params.iter_mut().filter(|param| *param.flag == *flag) {
            (param.optional, param.default) = (true, None);
        }
        wrong.push((flag, sentence));
    }
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

fn rows(
    spec: &Spec,
    texts: &[(String, String)],
    wrong: &[(String, String)],
    columns: usize,
    look: Look,
) -> Result<Worked, GivenError> {
    let given = given::read(spec, texts, &|path| Err(path.to_owned()), 0)?;
    let mut derivation = derive(spec, &given, Detail::Steps)?;
    idle(spec, &given)?;
    // What is wrong stands at its field.
    derivation.missing.retain(|missing| !missing.flags.iter().any(|flag| wrong.iter().any(|(known, _)| known == flag)));
    let others = elsewhere(spec, &given, &derivation);
    in_words(spec, &mut derivation, look.lang);
    let style = render::Style { ascii: look.ascii };
    let keys: Vec<String> = derivation.answers.keys().cloned().collect();
    let source = |key: &str| spec.steps.get(*derivation.sources.get(key)?);
    let titles = title::titles(spec, &keys, &source);
    let title = |key: &str| {
        let title = keys.iter().position(|known| known == key).and_then(|at| titles.get(at));
        title.map_or_else(|| key.to_owned(), |title| prose(title.get(look.lang)))
    };
    let text = text::laid_out(spec, &derivation, &others, (columns.max(20), style, look.lang), (false, &title));
    // The title stands above the form already.
    let rows = text.lines().skip(1).map(|row| by_symbols(spec, row)).collect();
    let usual = derivation.given.iter().filter(|(flag, _)| !derivation.said.contains(*flag));
    let usual = usual.filter_map(|(flag, value)| Some((flag.clone(), given::text(spec.param(flag)?, value))));
    // What is a table stands below.
    let is_short = |value: &Value| value.shape().is_empty() && !matches!(value, Value::List(_) | Value::Record(_));
    let answers = derivation.answers.iter().filter(|(_, value)| is_short(value));
    let answers = answers.map(|(key, value)| text::answer(&title(key), value).to_string());
    let answers = answers.collect::<Vec<_>>().join(" · ");
    Ok(Worked { rows, answers, usual: usual.collect(), wrong: Vec::new() })
}

/// Answers that are words by their names.
fn in_words(spec: &Spec, derivation: &mut Derivation, lang: Lang) {
    for (key, value) in &mut derivation.answers {
        let step = derivation.sources.get(key).and_then(|step| spec.steps.get(*step));
        if let Some(word) = step.and_then(|step| step.word(&Expr::value(value.clone()))) {
            *value = Value::Text(word.name.get(lang).into());
        }
    }
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
        let worked = worked_out("conv", &[("n", "32")]).unwrap();
        assert_eq!(worked.wrong.iter().map(|(flag, _)| flag.as_str()).collect::<Vec<_>>(), ["f"]);
        assert!(!worked.wrong[0].1.contains("--"), "{:?}", worked.wrong);
    }

    #[test]
    fn each_wrong_field_is_told_of_and_what_needs_neither_is_worked() {
        let texts = [("n", "32"), ("f", "5"), ("a", "1.5"), ("b", "-4")];
        let worked = worked_out("conv", &texts).unwrap();
        let mut wrong: Vec<&str> = worked.wrong.iter().map(|(flag, _)| flag.as_str()).collect();
        wrong.sort_unstable();
        assert_eq!(wrong, ["a", "b"]);
        assert!(worked.answers.contains("= 28") && !worked.answers.contains("out_h"), "{}", worked.answers);
        let right = worked_out("conv", &[("n", "32"), ("f", "5"), ("a", "3"), ("b", "4")]).unwrap();
        // A table stands below, and not in one line.
        let network = worked_out("network", &[("layers", "conv:6:5,pool:2,fc:10"), ("input", "3x32x32")]);
        assert!(network.is_ok_and(|worked| !worked.answers.contains("name =")));
        assert!(right.wrong.is_empty() && right.answers.len() > worked.answers.len(), "{}", right.answers);
    }
}
