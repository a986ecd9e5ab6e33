//! Reading a derivation again as it is written: every line of every face means what it stands for.

use super::derive::Derivation;
use super::worked::Worked;
use crate::course::Lang;
use crate::math::Expr;
use crate::math::proofread::{Count, Fault, proofread as read};

/// The faults of everything that is written of a derivation: its steps, what they introduce, and the steps inside
/// their operations.
#[must_use]
pub fn proofread(derivation: &Derivation, count: &mut Count) -> Vec<Fault> {
    let mut faults = Vec::new();
    for told in derivation.told(&derivation.steps) {
        faults.extend(told.introduced.iter().flat_map(|equation| read(&equation.sides, count)));
        let worked = Worked::new(String::new(), &told, Lang::En);
        faults.extend(read(&worked.equation.sides, count));
        let lines = told.shown.graph.iter().chain(&told.shown.trace.inside);
        faults.extend(lines.flat_map(|line| read(&[line.expr.clone(), Expr::value(line.value.clone())], count)));
    }
    faults
}
