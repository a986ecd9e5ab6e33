//! What hangs on a calculation's file alone: whether names and keys are those of something, each once, and whether the
//! drawing rules keep to what their parameters take.

use std::collections::{HashMap, HashSet};

use super::flaw::{Broken, Finding, Flaw};
use super::given::{self, GivenError};
use crate::course::spec::{Draw, Kind, Param, Place, Spec, Turns};
use crate::course::typed::unit::Unit;
use crate::course::typed::written;
use crate::math::{ExprKind, Machine, Value, near};

/// All that is wrong, whatever is drawn.
pub(super) fn unsound(spec: &Spec) -> Vec<Finding> {
    let mut found = Vec::new();
    parameters(spec, &mut found);
    steps(spec, &mut found);
    asks(spec, &mut found);
    for (at, example) in spec.examples.iter().enumerate() {
        for key in example.expect.iter().map(|(key, _)| key).filter(|key| !is_answer(spec, key)) {
            found.push(no_answer(spec, key).at(Place::item("examples", at).key("expect").key(key)));
        }
    }
    // One name that is wrong is told once.
    let mut strange: HashSet<String> = HashSet::new();
    found.retain(|finding| match &finding.flaw {
        Flaw::Missing { id, .. } => strange.insert(id.clone()),
        _ => true,
    });
    found
}

fn parameters(spec: &Spec, found: &mut Vec<Finding>) {
    for (at, param) in spec.params.iter().enumerate() {
        let place = |key: &str| Place::default().key("params").key(&param.flag).key(key);
        if spec.params[..at].iter().any(|other| other.symbol == param.symbol) {
            found.push(Flaw::Taken { name: param.symbol.to_string() }.at(place("symbol")));
        }
        let wrong = param.draw.iter().find_map(|rule| drawn(param, rule));
        found.extend(wrong.map(|error| refused(error).at(place("draw"))));
        let value = param.default.as_ref().and_then(|default| Machine::new().evaluate(default).ok());
        let value = value.and_then(|value| value.as_scalar());
        found.extend(value.and_then(|x| outside(param, x)).map(|error| refused(error).at(place("default"))));
    }
}

/// A value that the parameter does not take.
const fn refused(error: GivenError) -> Flaw {
    Flaw::Broken(Broken::Given(error))
}

/// Why a value of a rule is refused.
fn drawn(param: &Param, rule: &Draw) -> Option<GivenError> {
    match rule {
        Draw::OneOf(words) => words.iter().find_map(|word| given::one(param, word).err()),
        Draw::Grid { from, to, step, .. } => {
            let last = from + step * ((to - from) / step + 1e-9).floor();
            [*from, last].into_iter().find_map(|x| outside(param, x))
        }
        Draw::Formula(_) => None,
    }
}

/// That a number is not one that the parameter takes.
fn outside(param: &Param, x: f64) -> Option<GivenError> {
    if matches!(param.kind, Kind::Number | Kind::Count | Kind::Size) {
        return given::one(param, &written(&Value::scalar(x), None)).err();
    }
    let least = param.least.is_some_and(|least| x < least);
    let most = param.most.is_some_and(|most| x > most) || param.below.is_some_and(|below| x >= below);
    (least || most).then(|| GivenError::Range {
        flag: param.flag.to_string(),
        least: param.least,
        most: param.most,
        below: param.below,
        got: x.to_string(),
    })
}

fn steps(spec: &Spec, found: &mut Vec<Finding>) {
    for (at, step) in spec.steps.iter().enumerate() {
        verdict_and_unit(spec, at, found);
        let place = || Place::item("steps", at);
        if let Some(Turns::Variables { of, .. }) = &step.turns
            && spec.param(of).is_none()
        {
            let near = near(of, spec.params.iter().map(|param| &*param.flag)).map(str::to_owned);
            found.push(Flaw::Missing { id: of.to_string(), near }.at(place().key("for")));
        }
        for (nth, mistake) in step.mistakes.iter().enumerate() {
            let same = |other: &&std::sync::Arc<crate::course::spec::Mistake>| {
                other.id == mistake.id && (other.when.is_none() || other.when == mistake.when)
            };
            if step.mistakes[..nth].iter().any(|other| same(&other)) {
                let id = mistake.id.to_string();
                found.push(Flaw::Twice { id }.at(place().key("mistakes").at(nth).key("id")));
            }
        }
        let mut forms: HashMap<String, usize> = HashMap::new();
        for (nth, word) in step.words.iter().enumerate() {
            let meant = |form: &&str| *forms.entry(crate::text::fold(form)).or_insert(nth) != nth;
            if let Some(form) = word.all().find(meant) {
                let place = place().key("words").at(nth).key("forms");
                found.push(Flaw::Twice { id: form.to_owned() }.at(place));
            }
        }
    }
}

/// A verdict comes to one of its words, and the base of a logarithm is something.
fn verdict_and_unit(spec: &Spec, at: usize, found: &mut Vec<Finding>) {
    let step = &spec.steps[at];
    let place = |key: &str| Place::item("steps", at).key(key);
    if let ExprKind::Text(text) = &step.binding.body.kind
        && !step.words.is_empty()
        && !step.words.iter().any(|word| word.value == *text)
    {
        let near = near(text, step.words.iter().map(|word| &*word.value)).map(str::to_owned);
        found.push(Flaw::Missing { id: text.to_string(), near }.at(place("let")));
    }
    if let Some(base) = step.unit.as_ref().and_then(Unit::base) {
        let symbols = spec.params.iter().map(|param| &*param.symbol);
        let known: Vec<&str> = symbols.chain(spec.steps[..at].iter().map(|step| &*step.binding.name)).collect();
        if !known.contains(&base) {
            let near = near(base, known.into_iter()).map(str::to_owned);
            found.push(Flaw::Missing { id: base.to_owned(), near }.at(place("unit")));
        }
    }
}

fn asks(spec: &Spec, found: &mut Vec<Finding>) {
    for (at, ask) in spec.asks.iter().enumerate() {
        let place = |key: &str| Place::item("ask", at).key(key);
        for (nth, key) in ask.keys.iter().enumerate() {
            if !is_answer(spec, key) {
                found.push(no_answer(spec, key).at(place("keys")));
            } else if ask.keys[..nth].contains(key) {
                found.push(Flaw::Twice { id: key.clone() }.at(place("keys")));
            }
        }
        for (key, flags) in [("with", &ask.with), ("says", &ask.says), ("choose", &ask.choose)] {
            for flag in flags.iter().filter(|flag| spec.param(flag).is_none()) {
                let near = near(flag, spec.params.iter().map(|param| &*param.flag)).map(str::to_owned);
                found.push(Flaw::Missing { id: flag.clone(), near }.at(place(key)));
            }
        }
    }
}

fn is_answer(spec: &Spec, key: &str) -> bool {
    spec.steps.iter().any(|step| step.gives(key))
}

fn no_answer(spec: &Spec, key: &str) -> Flaw {
    let near = near(key, spec.steps.iter().flat_map(|step| &step.keys).map(String::as_str));
    Flaw::Missing { id: key.to_owned(), near: near.map(str::to_owned) }
}
