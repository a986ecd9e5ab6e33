//! What can be proven of a calculation: its examples hold, variants can be drawn at every level it asks at, and its
//! mistakes can be told from the truth.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::applies::{Unsettled, unsettled};
use super::derive::otherwise::{Alternative, Otherwise};
use super::derive::{Derivation, Detail, Shown, derive};
use super::draw::{asked_by, draw};
use super::exercise::{Exercise, Wanted};
pub use super::flaw::{Broken, Finding, Flaw, misread as misread_in_words};
use super::given::{self, GivenError, from_json};
use super::hints::answer;
use super::idle::idle;
use super::introduced::{self, Stranger, strangers, unsaid};
use super::proofread::proofread;
use super::sound;
use super::undrawn::DrawError;
use super::words::{Stray, strays};
use super::workings::Workings;
use crate::course::spec::{Example, Place, Spec, Whether, Written};
use crate::math::proofread::{Count, Fault};
use crate::math::{self, Value, budget, render};

/// Multiply-adds of all evaluations by which one calculation is proven.
const PROOF: u64 = 2_000_000_000;

/// Of so many draws at each level every line is read again.
const PROOFREAD: u32 = 2;

/// Checks formulas, examples, and `variants` draws at each level.
#[must_use]
pub fn check(spec: &Spec, variants: u32) -> Vec<Finding> {
    let unsound = sound::unsound(spec);
    // What a symbol stands for that two parameters have, no formula can say.
    let taken = unsound.iter().any(|unsound| matches!(unsound.flaw, Flaw::Taken { .. }));
    let mut found = if taken { Vec::new() } else { formulas(spec) };
    found.extend(unsound);
    if !found.is_empty() {
        // What is drawn and worked out would only tell of the same again.
        return found;
    }
    budget::within(PROOF, || {
        let mut findings = proven(spec, variants);
        if budget::is_spent() {
            // Whatever else was found hangs on what could not be worked out.
            findings.retain(|finding| !matches!(finding.flaw, Flaw::Broken(_) | Flaw::Grading { .. }));
            findings.push(Flaw::Broken(Broken::Costly(PROOF)).at(Place::default()));
        }
        findings
    })
}

/// Every formula that nobody can work out, whatever is given; of a name that nothing has, where it stands first.
fn formulas(spec: &Spec) -> Vec<Finding> {
    let flaw = |written: &Written<'_>| {
        if let Err(error) = math::check_calls(written.formula, &Whether::ALL.map(Whether::name)) {
            return Some(Flaw::Formula(error.kind).at(written.place.clone().part(error.span)));
        }
        let (name, span) = written.stranger(spec)?;
        let place = written.place.clone().part(span);
        let name = name.to_string();
        Some(match written.id {
            Some(id) => Flaw::Never { id: id.to_string(), name }.at(place),
            None => Flaw::Unknown { near: written.near(spec, &name), name }.at(place),
        })
    };
    let mut found: Vec<Finding> = spec.written().iter().filter_map(flaw).collect();
    let mut strange: HashSet<String> = HashSet::new();
    found.retain(|finding| match &finding.flaw {
        Flaw::Unknown { name, .. } => strange.insert(name.clone()),
        _ => true,
    });
    // A mistake says nothing of a name that its step has not either.
    found.retain(|finding| !matches!(&finding.flaw, Flaw::Never { name, .. } if strange.contains(name)));
    found
}

fn proven(spec: &Spec, variants: u32) -> Vec<Finding> {
    let mut failing = Failing::default();
    let examples = spec.examples.iter().enumerate();
    let mut findings: Vec<Finding> =
        examples.flat_map(|(at, example)| holds(spec, at, example, &mut failing)).collect();
    findings.dedup();
    findings.extend(unnamed(spec));
    findings.extend(unfilled(spec));
    for level in 1..=3 {
        for seed in 0..variants {
            match draw(spec, level, seed.wrapping_mul(0x9E37_79B9), Wanted::default()) {
                Err(DrawError::NothingAsked { .. }) => break,
                Err(error) => {
                    let place = error.place(spec);
                    // Of what fails at every level one is enough.
                    if !findings.iter().any(|finding| finding.place == place) {
                        findings.push(Flaw::Broken(Broken::Undrawn(error)).at(place));
                    }
                    break;
                }
                Ok(exercise) => findings.extend(asked(spec, &exercise, seed < PROOFREAD, &mut failing, &findings)),
            }
        }
    }
    findings.extend(failing.findings(spec));
    findings
}

/// What does not hold of a drawn variant, beyond what was found of others.
fn asked(spec: &Spec, exercise: &Exercise, reads: bool, failing: &mut Failing, known: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let workings = Workings::of(spec, exercise);
    let code = exercise.code.as_ref().map_or_else(String::new, ToString::to_string);
    let graded = || workings.grade(&answer(exercise)).is_ok_and(|g| g.score == 1.0);
    // Of what is not graded one variant is enough.
    if !known.iter().any(|finding| matches!(finding.flaw, Flaw::Grading { .. })) && !graded() {
        findings.push(Flaw::Grading { code: code.clone() }.at(Place::default()));
    }
    failing.note(workings.otherwise());
    if reads {
        let derivation = derive(spec, &exercise.given, Detail::Inside);
        findings.extend(derivation.iter().flat_map(|d| misread(d, &code, &Place::default())));
    }
    findings.extend(workings.derivation().into_iter().flat_map(|d| unmet(spec, d, workings.behind())));
    findings.extend(workings.derivation().and_then(both).filter(|finding| !known.contains(finding)));
    let unsaid = if exercise.goal.is_empty() { unsaid(spec, &workings) } else { Vec::new() };
    let new = |flag: &&Arc<str>| !known.iter().any(|finding| finding.is_unsaid(flag));
    findings.extend(unsaid.iter().filter(new).map(|flag| {
        let place = Place::default().key("params").key(flag);
        Flaw::Unsaid { flag: flag.to_string(), code: code.clone() }.at(place)
    }));
    findings.extend(untold(spec, &workings).into_iter().filter(|finding| !known.contains(finding)));
    findings
}

/// Mistakes and conventions that were tried: why none of the tries came to anything, until one does.
#[derive(Debug, Default)]
struct Failing(Vec<(Alternative, Option<GivenError>)>);

impl Failing {
    fn note(&mut self, otherwise: &Otherwise) {
        let mistakes = otherwise.mistakes.iter().map(|made| Alternative::Mistake(made.mistake.clone()));
        let conventions = otherwise.conventions.iter().map(|(other, _)| Alternative::Convention(other.clone()));
        for came in mistakes.chain(conventions) {
            match self.tried(&came) {
                Some(at) => self.0[at].1 = None,
                None => self.0.push((came, None)),
            }
        }
        for (alternative, why) in &otherwise.failed {
            if self.tried(alternative).is_none() {
                self.0.push((alternative.clone(), Some(why.clone())));
            }
        }
    }

    fn tried(&self, alternative: &Alternative) -> Option<usize> {
        self.0.iter().position(|(other, _)| other.is(alternative))
    }

    /// Those that were never worked out.
    fn findings(self, spec: &Spec) -> Vec<Finding> {
        let finding = |(alternative, why): (Alternative, Option<GivenError>)| {
            let (why, places) = (why?, alternative.places(spec));
            // A step beside it may be the one that fails by it.
            let own = why.place().filter(|place| places.iter().any(|own| place.is_within(own)));
            let place = own.cloned().or_else(|| Some(places.first()?.clone().key("let")))?;
            Some(Flaw::Broken(Broken::Given(why)).at(place))
        };
        self.0.into_iter().filter_map(finding).collect()
    }
}

/// The lines of a derivation that do not read as what they mean, as findings.
fn misread(derivation: &Derivation, of: &str, place: &Place) -> Vec<Finding> {
    let finding =
        |Fault { text, what, .. }: Fault| Flaw::Written { of: of.to_owned(), text, why: what }.at(place.clone());
    proofread(derivation, &mut Count::default()).into_iter().map(finding).collect()
}

/// Tasks that are silent about a convention, or name one that is none of theirs.
fn unnamed(spec: &Spec) -> Vec<Finding> {
    let finding = |Unsettled { task, id, silent }| {
        let keys = spec.asks[task].keys.join(", ");
        let flaw = if silent { Flaw::Unsettled { keys, id } } else { Flaw::Unfounded { keys, id } };
        flaw.at(Place::item("ask", task))
    };
    unsettled(spec).into_iter().map(finding).collect()
}

/// Places in words that nothing fills, as findings.
fn unfilled(spec: &Spec) -> Vec<Finding> {
    let flaw = |stray| match stray {
        Stray::Open => Flaw::Open,
        Stray::Place(place) => Flaw::Unfilled { place },
    };
    strays(spec).into_iter().map(|(place, stray)| flaw(stray).at(place)).collect()
}

/// Values that the words of a drawn task do not say, though its answers hang on them.
fn untold(spec: &Spec, workings: &Workings<'_>) -> Vec<Finding> {
    let Some(task) = workings.exercise.code.as_ref().and_then(|code| asked_by(spec, code)) else { return Vec::new() };
    let keys = spec.asks[task].keys.join(", ");
    let untold = introduced::untold(spec, workings, &spec.asks[task]).into_iter();
    untold
        .map(|flag| {
            Flaw::Untold { keys: keys.clone(), flag: flag.to_string() }.at(Place::item("ask", task).key("stem"))
        })
        .collect()
}

/// Two steps of a derivation that give the same answer, as a finding: of ways that go together nobody knows which counts.
fn both(derivation: &Derivation) -> Option<Finding> {
    let mut given: HashMap<&str, usize> = HashMap::new();
    let mut keys = derivation.steps.iter().flat_map(|shown| shown.keys.iter().map(|key| (&**key, shown.step)));
    let (key, step) = keys.find(|(key, step)| given.insert(key, *step).is_some())?;
    Some(Flaw::Both { key: key.to_owned() }.at(Place::item("steps", step).key("when")))
}

/// The names that nobody introduces in steps of a derivation, as findings.
fn unmet<'a>(spec: &Spec, derivation: &'a Derivation, steps: impl IntoIterator<Item = &'a Shown>) -> Vec<Finding> {
    let finding = |stranger: Stranger| {
        let step = &spec.steps[stranger.step];
        let title = step.title.clone().unwrap_or_else(|| render::source(&step.binding.body).into());
        let place = Place::item("steps", stranger.step).key("let");
        Flaw::Stranger { step: title, name: stranger.name.to_string() }.at(place)
    };
    strangers(spec, derivation, steps).into_iter().map(finding).collect()
}

/// Computes an example.
fn holds(spec: &Spec, at: usize, example: &Example, failing: &mut Failing) -> Vec<Finding> {
    let place = || Place::item("examples", at);
    let broken = |why: GivenError| {
        let place = why.place().cloned().unwrap_or_else(|| place().key("given"));
        vec![Flaw::Broken(Broken::Example { source: example.source.clone(), why }).at(place)]
    };
    let given = match given::read(spec, &example.given, &|path| Err(path.to_owned()), 0) {
        Ok(given) => given,
        Err(error) => return broken(error),
    };
    let derivation = match derive(spec, &given, Detail::Inside) {
        Ok(derivation) => derivation,
        Err(error) => return broken(error),
    };
    if let Err(error) = idle(spec, &given) {
        return broken(error);
    }
    if let Some(both) = both(&derivation) {
        return vec![both];
    }
    let answers = &derivation.answers;
    let keys: Vec<String> = answers.keys().cloned().collect();
    failing.note(&Otherwise::of(spec, &given, &keys));
    let differs = example.expect.iter().filter_map(|(key, expected)| {
        let got = answers.get(key);
        let agree = got.is_some_and(|got| agrees(got, expected, example.tolerance));
        let flaw = (!agree).then(|| Flaw::Example {
            source: example.source.clone(),
            key: key.clone(),
            expected: expected.to_string(),
            got: got.map_or_else(|| "—".to_owned(), |value| render::json(value).to_string()),
        })?;
        Some(flaw.at(place().key("expect").key(key)))
    });
    let misread = misread(&derivation, &example.source, &place());
    differs.chain(unmet(spec, &derivation, &derivation.steps)).chain(misread).collect()
}

/// Whether a value agrees with JSON, numbers within a relative tolerance.
fn agrees(got: &Value, expected: &serde_json::Value, tolerance: f64) -> bool {
    match (got, expected) {
        (Value::Text(text), serde_json::Value::String(expected)) => **text == **expected,
        (Value::Formula(formula), serde_json::Value::String(expected)) => render::source(formula) == *expected,
        (Value::List(items), serde_json::Value::Array(expected)) => {
            items.len() == expected.len() && items.iter().zip(expected).all(|(item, e)| agrees(item, e, tolerance))
        }
        (Value::Absent, expected) => expected.is_null() || expected == "null",
        _ => {
            let (Some(a), Some(b)) = (got.as_tensor(), from_json(expected).and_then(|v| v.as_tensor())) else {
                return false;
            };
            a.shape() == b.shape()
                && a.iter().zip(b.iter()).all(|(a, b)| {
                    (a - b).abs() <= tolerance * b.abs().max(1e-12).max(if *b == 0.0 { 1.0 } else { 0.0 })
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::math::parse;

    #[test]
    fn an_example_agrees_with_what_it_says_in_kind_in_shape_and_within_its_tolerance() {
        let word = Value::Text("good".into());
        let formula = Value::Formula(parse("x + 1").unwrap().into());
        let list = Value::List(vec![word.clone(), Value::Number(2.0)]);
        for (got, expected, agree) in [
            (&word, json!("good"), true),
            (&word, json!("bad"), false),
            (&formula, json!("x + 1"), true),
            (&formula, json!("x + 2"), false),
            (&list, json!(["good", 2]), true),
            (&list, json!(["good"]), false),
            (&list, json!(["good", 3]), false),
            (&list, json!(["bad", 2]), false),
            (&Value::Absent, json!(null), true),
            (&Value::Absent, json!("null"), true),
            (&Value::Absent, json!(0), false),
            (&Value::Number(0.0), json!(5e-4), false),
            (&Value::Number(5e-4), json!(0), true),
            (&Value::Number(2e-3), json!(0), false),
            (&Value::Number(200.1), json!(200), true),
            (&Value::Number(200.3), json!(200), false),
            (&Value::Number(1.001), json!([1]), false),
        ] {
            assert_eq!(agrees(got, &expected, 1e-3), agree, "{got:?} {expected}");
        }
    }
}
