//! What the program prints can be typed back: a value in any of its forms is read as that value, by the reader of answers
//! and by that of flags.

use std::collections::BTreeSet;

use dlrev::calculation::Wanted;
use dlrev::calculation::draw::draw;
use dlrev::calculation::given::{self, Given};
use dlrev::calculation::{Detail, Workings, derive};
use dlrev::course::spec::{Kind, Spec};
use dlrev::course::{Course, typed};
use dlrev::math::{Expr, Value, number, render};

/// Variants of each calculation at each level.
const VARIANTS: u32 = 6;

/// Whether something was left out where a value was written.
fn elided(text: &str) -> bool {
    ["…", "\\cdots", "\\vdots", "\\dots", "—"].iter().any(|sign| text.contains(sign))
}

/// Whether a value that was read is the one that was written, to the digits shown; the row of a matrix of one row may be
/// written alone.
fn is_same(read: &Value, written: &Value) -> bool {
    let close = |a: f64, b: f64| number::shown_as(a, b) || (a - b).abs() <= 1e-11 * b.abs();
    if let (Some(a), Some(b)) = (read.as_scalar(), written.as_scalar()) {
        return close(a, b);
    }
    let (Some(read), Some(written)) = (read.as_tensor(), written.as_tensor()) else { return false };
    let shapes = read.shape() == written.shape() || read.ndim() < 2 && read.len() == written.len();
    shapes && read.iter().zip(written.iter()).all(|(a, b)| close(*a, *b))
}

/// The forms in which a value is printed.
fn forms(value: &Value) -> Vec<String> {
    let expr = Expr::value(value.clone());
    let forms = [render::line(&expr), render::whole(value), render::latex(&expr), typed::written(value, None)];
    forms.into_iter().filter(|text| !elided(text)).collect()
}

/// The printed values of a derivation that the reader of answers takes for something else.
fn misread(spec: &Spec, given: &Given, count: &mut usize) -> Vec<String> {
    let Ok(derivation) = derive(spec, given, Detail::Answers) else { return Vec::new() };
    let steps = derivation.steps.iter().map(|shown| &shown.trace.value);
    let values = given.values().chain(steps).chain(derivation.answers.values());
    let numeric =
        values.filter(|value| value.is_numeric() && value.is_finite() && !value.is_empty() && value.len() <= 64);
    let mut faults = Vec::new();
    for (value, text) in numeric.flat_map(|value| forms(value).into_iter().map(move |text| (value, text))) {
        *count += 1;
        let one = value.as_scalar().is_some();
        let read = if one { typed::number(&text) } else { typed::read(&text) };
        match read {
            Ok(read) if is_same(&read.value, value) => {}
            Ok(read) => faults.push(format!("{}: {text} is read as {}", spec.id, render::whole(&read.value))),
            Err(error) => faults.push(format!("{}: {text}: {error}", spec.id)),
        }
    }
    faults
}

/// The printed values of what was given that its flag takes for something else.
fn refused(spec: &Spec, given: &Given, count: &mut usize) -> Vec<String> {
    let mut faults = Vec::new();
    for (flag, value) in given {
        let param = spec.param(flag).unwrap();
        let mut texts = vec![given::text(param, value)];
        match param.kind {
            Kind::Layers(_) => {}
            Kind::Expression => {
                let Value::Formula(formula) = value else { continue };
                texts.extend(Some(render::line(formula)).filter(|text| !elided(text)));
            }
            Kind::Size => texts.push(render::line(&Expr::value(value.clone()))),
            _ if value.is_numeric() => texts.extend(forms(value)),
            _ => {}
        }
        for text in texts {
            *count += 1;
            match given::one(param, &text) {
                Ok(read) if read == *value || is_same(&read, value) => {}
                Ok(Value::Formula(read)) if matches!(value, Value::Formula(f) if render::line(f) == render::line(&read)) =>
                    {}
                Ok(read) => faults.push(format!("{} --{flag} {text} is read as {}", spec.id, render::whole(&read))),
                Err(error) => faults.push(format!("{} --{flag} {text}: {error:?}", spec.id)),
            }
        }
    }
    faults
}

/// The printed forms of right answers that are not marked right.
fn marked_wrong(spec: &Spec, level: u8, seed: u32, count: &mut usize) -> Vec<String> {
    let Ok(exercise) = draw(spec, level, seed, Wanted::default()) else { return Vec::new() };
    if !exercise.goal.is_empty() {
        return Vec::new();
    }
    let workings = Workings::of(spec, &exercise);
    let mut faults = Vec::new();
    for form in 0..4 {
        let each = exercise.ask.iter().map(|ask| match &ask.value {
            Value::Text(word) => Some(format!("{}={word}", ask.key)),
            value => Some(format!("{}={}", ask.key, forms(value).get(form)?)),
        });
        let Some(line) = each.collect::<Option<Vec<_>>>().map(|each| each.join("; ")) else { continue };
        *count += 1;
        match workings.grade(&line) {
            Ok(grade) if grade.score == 1.0 => {}
            Ok(grade) => faults.push(format!("{}: {line}: {:?}", exercise.code.as_ref().unwrap(), grade.verdicts)),
            Err(error) => faults.push(format!("{}: {line}: {error:?}", exercise.code.as_ref().unwrap())),
        }
    }
    faults
}

#[test]
fn every_printed_value_is_read_as_what_it_is() {
    let course = Course::open(None).unwrap();
    let (mut faults, mut count) = (BTreeSet::new(), 0);
    for id in course.calculation_ids() {
        let spec = course.calculation(&id).value.unwrap();
        for example in &spec.examples {
            let given = given::read(&spec, &example.given, &|path| Err(path.to_owned()), 0).unwrap();
            faults.extend(misread(&spec, &given, &mut count));
            faults.extend(refused(&spec, &given, &mut count));
        }
        for (level, seed) in (1..=3).flat_map(|level| (0..VARIANTS).map(move |seed| (level, seed))) {
            let seed = seed.wrapping_mul(0x9E37_79B9);
            if let Ok(exercise) = draw(&spec, level, seed, Wanted::default()) {
                faults.extend(misread(&spec, &exercise.given, &mut count));
                faults.extend(refused(&spec, &exercise.given, &mut count));
                faults.extend(marked_wrong(&spec, level, seed, &mut count));
            }
        }
    }
    let first: Vec<&String> = faults.iter().take(60).collect();
    assert!(faults.is_empty(), "{} of {count}: {first:#?}", faults.len());
    assert!(count > 10_000, "{count}");
}
