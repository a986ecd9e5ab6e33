//! A derivation as one JSON object, numbers at full precision.

use serde_json::{Map, Value as Json, json};

use crate::calculation::{Derivation, Elsewhere, Told};
use crate::course::Lang;
use crate::course::spec::Spec;
use crate::math::Value;
use crate::math::render::{self, Target, latex, prose};

/// `{"kind", "given", "steps", "answers"}`, `"remarks"` where there is something to know of what is given, and
/// `"conventions"` where others give other answers.
pub(super) fn derivation(spec: &Spec, derivation: &Derivation, others: &[Elsewhere], lang: Lang) -> String {
    let given: Map<String, Json> =
        derivation.stated(spec).map(|(flag, value)| (flag.to_owned(), render::json(value))).collect();
    let steps: Vec<Json> = derivation.told(&derivation.steps).iter().map(|told| step(spec, told, lang)).collect();
    let mut whole = json!({ "kind": &*spec.id, "given": given, "steps": steps, "answers": answer_map(derivation) });
    let remarks: Vec<Json> =
        derivation.remarks(spec).iter().map(|text| prose(text.get(lang), Target::Line).into()).collect();
    if let (false, Some(object)) = (remarks.is_empty(), whole.as_object_mut()) {
        object.insert("remarks".to_owned(), remarks.into());
    }
    let each = |other: &Elsewhere| {
        let say = prose(other.say.get(lang), Target::Line);
        let object = |(key, value): &(String, Value)| json!({ "key": key, "value": render::json(value), "say": say });
        other.answers.iter().map(object).collect::<Vec<Json>>()
    };
    let conventions: Vec<Json> = others.iter().flat_map(each).collect();
    if let (false, Some(object)) = (conventions.is_empty(), whole.as_object_mut()) {
        object.insert("conventions".to_owned(), conventions.into());
    }
    format!("{whole}\n")
}

/// The answers alone.
pub(super) fn answers(derivation: &Derivation) -> String {
    format!("{}\n", Json::Object(answer_map(derivation)))
}

fn answer_map(derivation: &Derivation) -> Map<String, Json> {
    derivation.answers.iter().map(|(key, value)| (key.clone(), render::json(value))).collect()
}

/// A step's value; a size with equal sides is one number, as its formula shows it.
fn value(value: &Value) -> Json {
    match value {
        Value::Pair([h, w]) if h == w => render::json(&Value::scalar(*h)),
        other => render::json(other),
    }
}

fn step(spec: &Spec, told: &Told<'_>, lang: Lang) -> Json {
    let shown = told.shown;
    let file = &spec.steps[shown.step];
    let words = |text: &Option<crate::course::Bilingual>| {
        text.as_ref().map_or_else(String::new, |t| prose(t.get(lang), Target::Latex))
    };
    let name = shown.keys.first().cloned().unwrap_or_else(|| shown.trace.name.to_string());
    let mut object = json!({
        "name": name,
        "title": words(&file.title),
        "formula": latex(&told.formula),
        "substituted": latex(&shown.trace.substituted),
        "value": value(&shown.trace.value),
        "why": words(&file.say),
    });
    if let (Some(turn), Some(object)) = (&shown.turn, object.as_object_mut()) {
        object.insert("turn".to_owned(), turn.to_string().into());
    }
    let introduced: Vec<Json> = told.introduced.iter().map(|equation| equation.latex().into()).collect();
    if let (false, Some(object)) = (introduced.is_empty(), object.as_object_mut()) {
        object.insert("where".to_owned(), introduced.into());
    }
    if let (false, Some(object)) = (shown.trace.inside.is_empty() && shown.graph.is_empty(), object.as_object_mut()) {
        let lines = shown.graph.iter().chain(&shown.trace.inside);
        let lines: Vec<Json> = lines
            .map(|line| json!({ "at": crate::calculation::place(&line.place, lang), "formula": latex(&line.expr), "value": render::json(&line.value) }))
            .collect();
        object.insert("detail".to_owned(), lines.into());
    }
    object
}
