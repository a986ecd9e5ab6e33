//! Formulas that are declared to be derivatives, compared with the gradient engine.

use super::File;
use crate::course::problem::Problem;
use crate::course::topic::{DerivativeOf, Statement};
use crate::math::{self, Expr, ExprKind, Machine, Value};

/// Where they are compared: away from the kinks that activations have at 0.
const POINTS: [f64; 5] = [-2.3, -0.7, 0.4, 1.1, 2.6];

/// How far they may be apart.
const TOLERANCE: f64 = 1e-9;

/// Declared derivatives of this file that are none.
pub(super) fn check(file: &File, files: &[File]) -> Vec<Problem> {
    let statements = || files.iter().flat_map(|f| &f.topic.statements);
    let mut problems = Vec::new();
    for statement in &file.topic.statements {
        let Some(formula) = &statement.formula else { continue };
        let Some(of) = &formula.derivative_of else { continue };
        let Some(original) = statements().find(|s| s.id == of.statement) else { continue };
        if let Err((at, given, expected)) = agrees(statement, original, of) {
            let args = vec![("at", at), ("given", given), ("expected", expected)];
            problems.push(file.at(&statement.id, "E021", args));
        }
    }
    problems
}

/// Where, what the declared derivative gives, what the engine gives.
type Apart = (String, String, String);

fn agrees(declared: &Statement, original: &Statement, of: &DerivativeOf) -> Result<(), Apart> {
    let (Some(declared), Some(original)) = (sides(declared), sides(original)) else { return Ok(()) };
    let (Some(derivative), Some(function)) = (declared.last(), original.last()) else { return Ok(()) };
    let (mut compared, mut undefined) = (false, None);
    for (point, shift) in POINTS.into_iter().zip(0..) {
        let mut machine = Machine::new();
        machine.set(&of.by, Value::scalar(point));
        // Further names have some value of their own.
        for (name, other) in math::names(function).iter().chain(&math::names(derivative)).zip(1..) {
            if **name != *of.by && !machine.knows(name) {
                machine.set(name, Value::scalar(0.3 * f64::from(other) + 0.1 * f64::from(shift)));
            }
        }
        let at = format!("{} = {point}", of.by);
        let broken = |what: String| (at.clone(), what, "—".to_owned());
        // Where the function is not defined there is nothing to compare.
        let value = match machine.evaluate(function) {
            Ok(value) if value.as_scalar().is_none_or(f64::is_finite) => value,
            Ok(_) => continue,
            Err(error) => {
                undefined.get_or_insert(broken(error.to_string()));
                continue;
            }
        };
        // `y` in `y (1 − y)` is the original's own value.
        if let Some(Expr { kind: ExprKind::Name(name), .. }) = original.first().filter(|_| original.len() > 1) {
            machine.set(name, value);
        }
        let expected = gradient(&mut machine, function, &of.by).map_err(|e| broken(e.to_string()))?;
        let given = machine.evaluate(derivative).map_err(|e| broken(e.to_string()))?.as_scalar();
        let given = given.ok_or_else(|| broken("—".to_owned()))?;
        if (given - expected).abs() > TOLERANCE * expected.abs().max(1.0) {
            return Err((at, math::number::line(given), math::number::line(expected)));
        }
        compared = true;
    }
    undefined.filter(|_| !compared).map_or(Ok(()), Err)
}

fn gradient(machine: &mut Machine, function: &Expr, by: &str) -> Result<f64, math::MathError> {
    let source = format!("grad({}, {by})", math::render::source(function));
    let value = machine.evaluate(&math::parse(&source)?)?;
    Ok(value.as_scalar().unwrap_or(f64::NAN))
}

/// The sides of a formula: `y = 1/(1+exp(-z))` has two.
fn sides(statement: &Statement) -> Option<Vec<Expr>> {
    math::parse_chain(&statement.formula.as_ref()?.source).ok()
}
