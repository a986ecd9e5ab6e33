//! What can be proven of a calculation: its examples hold, variants can be drawn at every level it asks at, and its
//! mistakes can be told from the truth.

use std::sync::Arc;

use super::applies::{never, unsettled};
use super::derive::{Derivation, Detail, Shown, derive};
use super::draw::{DrawError, Rejected, Wanted, draw};
use super::given::{self, GivenError, from_json};
use super::hints::answer;
use super::idle::idle;
use super::introduced::{Stranger, strangers, unsaid};
use super::proofread::proofread;
use super::sentence::sentence;
use super::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::{Example, Spec};
use crate::course::{Bilingual, Lang};
use crate::math::limits::{DRAW, PROOF};
use crate::math::proofread::{Count, Fault, Wrong};
use crate::math::{Value, budget, number, render};

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// An answer of an example differs.
    Example {
        /// The example's source.
        source: String,
        /// The answer key.
        key: String,
        /// What the file says.
        expected: String,
        /// What the calculation gives.
        got: String,
    },
    /// Something that cannot be worked out or drawn.
    Broken {
        /// What.
        what: Bilingual,
    },
    /// A name stands in a formula that a reader has not met.
    Stranger {
        /// The step: its title, else its formula.
        step: Bilingual,
        /// The name.
        name: String,
    },
    /// A value stands in a solution that the task does not give.
    Unsaid {
        /// The flag.
        flag: String,
        /// The variant.
        code: String,
    },
    /// A line that does not read as what it means.
    Written {
        /// The variant, or the example's source.
        of: String,
        /// The line.
        text: String,
        /// What is wrong with it.
        what: Bilingual,
    },
    /// A mistake or convention whose condition or formula uses a name that is not known where its step is taken.
    Never {
        /// Its id.
        id: String,
        /// The name.
        name: String,
    },
    /// A task does not say whether its words settle a convention.
    Unsettled {
        /// The answer keys that it asks for.
        keys: String,
        /// The convention.
        id: String,
    },
    /// A task names a convention that its answers do not hang on.
    Unfounded {
        /// The answer keys that it asks for.
        keys: String,
        /// What it names.
        id: String,
    },
    /// The right answer is not graded as right.
    Grading {
        /// The variant.
        code: String,
    },
}

impl Finding {
    /// Whether it says that a task does not give this flag.
    fn is_unsaid(&self, of: &str) -> bool {
        matches!(self, Self::Unsaid { flag, .. } if flag == of)
    }
}

/// Of so many draws at each level every line is read again.
const PROOFREAD: u32 = 2;

/// Checks examples, and `variants` draws at each level.
#[must_use]
pub fn check(spec: &Spec, variants: u32) -> Vec<Finding> {
    budget::within(PROOF, || {
        let mut findings = proven(spec, variants);
        if budget::is_spent() {
            // Whatever else was found hangs on what could not be worked out.
            let what = Bilingual::of(|lang| say(lang, "calc.costly", &[("bound", &PROOF)]));
            findings.retain(|finding| !matches!(finding, Finding::Broken { .. } | Finding::Grading { .. }));
            findings.push(Finding::Broken { what });
        }
        findings
    })
}

fn proven(spec: &Spec, variants: u32) -> Vec<Finding> {
    let mut findings: Vec<Finding> = spec.examples.iter().flat_map(|example| holds(spec, example)).collect();
    findings.dedup();
    findings.extend(forgotten(spec));
    for level in 1..=3 {
        for seed in 0..variants {
            match draw(spec, level, seed.wrapping_mul(0x9E37_79B9), Wanted::default()) {
                Err(DrawError::NothingAsked { .. }) => break,
                Err(error) => {
                    findings.push(Finding::Broken { what: undrawn(level, &error) });
                    break;
                }
                Ok(exercise) => {
                    let workings = Workings::of(spec, &exercise);
                    let code = || exercise.code.as_ref().map_or_else(String::new, ToString::to_string);
                    if !workings.grade(&answer(&exercise)).is_ok_and(|g| g.score == 1.0) {
                        findings.push(Finding::Grading { code: code() });
                    }
                    if seed < PROOFREAD {
                        findings.extend(
                            derive(spec, &exercise.given, Detail::Inside).iter().flat_map(|d| misread(d, &code())),
                        );
                    }
                    findings.extend(workings.derivation().into_iter().flat_map(|d| unmet(spec, d, workings.behind())));
                    let unsaid = if exercise.goal.is_empty() { unsaid(spec, &workings) } else { Vec::new() };
                    let new = |flag: &&Arc<str>| !findings.iter().any(|finding| finding.is_unsaid(flag));
                    let unsaid: Vec<&Arc<str>> = unsaid.iter().filter(new).collect();
                    findings.extend(
                        unsaid.into_iter().map(|flag| Finding::Unsaid { flag: flag.to_string(), code: code() }),
                    );
                }
            }
        }
    }
    findings
}

/// The lines of a derivation that do not read as what they mean, as findings.
fn misread(derivation: &Derivation, of: &str) -> Vec<Finding> {
    let finding = |fault: Fault| {
        let what = match &fault.what {
            Wrong::Malformed(at) => Bilingual::of(|lang| say(lang, "calc.misread.malformed", &[("at", at)])),
            Wrong::Meaning { reads, means } => {
                Bilingual::of(|lang| say(lang, "calc.misread.meaning", &[("reads", reads), ("means", means)]))
            }
            Wrong::Sides { left, right } => {
                Bilingual::of(|lang| say(lang, "calc.misread.sides", &[("left", left), ("right", right)]))
            }
        };
        Finding::Written { of: of.to_owned(), text: fault.text, what }
    };
    proofread(derivation, &mut Count::default()).into_iter().map(finding).collect()
}

/// What the author of mistakes, conventions and tasks forgot.
fn forgotten(spec: &Spec) -> Vec<Finding> {
    let never = never(spec).into_iter();
    let never = never.map(|never| Finding::Never { id: never.id.to_string(), name: never.name.to_string() });
    let (silent, unfounded) = unsettled(spec);
    let silent = silent.into_iter().map(|(keys, id)| Finding::Unsettled { keys, id: id.to_string() });
    let unfounded = unfounded.into_iter().map(|(keys, id)| Finding::Unfounded { keys, id });
    never.chain(silent).chain(unfounded).collect()
}

/// The names that nobody introduces in steps of a derivation, as findings.
fn unmet<'a>(spec: &Spec, derivation: &'a Derivation, steps: impl IntoIterator<Item = &'a Shown>) -> Vec<Finding> {
    let finding = |stranger: Stranger| {
        let step = &spec.steps[stranger.step];
        let title = step.title.clone().unwrap_or_else(|| render::source(&step.binding.body).into());
        Finding::Stranger { step: title, name: stranger.name.to_string() }
    };
    strangers(spec, derivation, steps).into_iter().map(finding).collect()
}

/// What keeps a level from being asked, in words.
fn undrawn(level: u8, error: &DrawError) -> Bilingual {
    match error {
        DrawError::NoneAcceptable(Rejected::Unfilled(flag)) => {
            Bilingual::of(|lang| say(lang, "calc.unfilled", &[("flag", flag), ("level", &level)]))
        }
        DrawError::Work => Bilingual::of(|lang| say(lang, "calc.costly-draw", &[("level", &level), ("bound", &DRAW)])),
        error => format!("level {level}: {error}").into(),
    }
}

/// Computes an example.
fn holds(spec: &Spec, example: &Example) -> Vec<Finding> {
    let broken = |error: &GivenError| {
        let said = |lang| format!("{}: {}", example.source, sentence(spec, error, lang));
        vec![Finding::Broken { what: Bilingual { zh: said(Lang::Zh), en: said(Lang::En) } }]
    };
    let given = match given::read(spec, &example.given, &|path| Err(path.to_owned()), 0) {
        Ok(given) => given,
        Err(error) => return broken(&error),
    };
    let derivation = match derive(spec, &given, Detail::Inside) {
        Ok(derivation) => derivation,
        Err(error) => return broken(&error),
    };
    if let Err(error) = idle(spec, &given) {
        return broken(&error);
    }
    let answers = &derivation.answers;
    let differs = example.expect.iter().filter_map(|(key, expected)| {
        let got = answers.get(key);
        let agree = got.is_some_and(|got| agrees(got, expected, example.tolerance));
        (!agree).then(|| Finding::Example {
            source: example.source.clone(),
            key: key.clone(),
            expected: expected.to_string(),
            got: got.map_or_else(|| "—".to_owned(), |value| number::json(value).to_string()),
        })
    });
    let misread = misread(&derivation, &example.source);
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
