//! Values that are no step's and yet right: one function away from what is known, a part of a step, the shape of an output.

use super::Judge;
use crate::calculation::mine::Mark;
use crate::calculation::mine::side::{Side, same};
use crate::math::parse::visit;
use crate::math::{BinaryOp, Expr, ExprKind, Machine, Value};

/// What is made of known values on the way, one function after another: the sum of `exp(z)`, the root of a variance.
const FUNCTIONS: [&[&str]; 11] = [
    &["exp"],
    &["ln"],
    &["sqrt"],
    &["sum"],
    &["mean"],
    &["max"],
    &["min"],
    &["norm"],
    &["exp", "sum"],
    &["square"],
    &["square", "sum"],
];

/// Operators of a formula that is nobody's intermediate result by chance.
const WORKED: usize = 3;

impl Judge<'_> {
    /// The values of a target: the right one, and what earlier lines make of it.
    pub(super) fn values_of(&self, at: usize) -> Vec<Value> {
        let target = &self.targets[at];
        let runs = [self.rounded_run(), self.told_run()].into_iter().flatten();
        std::iter::once(target.value.clone()).chain(runs.filter_map(|run| target.value_in(run))).collect()
    }

    /// Whether some part of a worked step comes to the same; a mere number is no part of one unless it `may_be`.
    pub(super) fn is_on_the_way(&self, side: &Side, may_be: bool) -> bool {
        if !may_be && side.is_number() {
            return false;
        }
        self.derivation.steps.iter().any(|shown| {
            let mut found = false;
            for expr in std::iter::once(&shown.trace.substituted).chain(&shown.trace.reductions) {
                visit(expr, &mut |part| {
                    found = found || Machine::new().evaluate(part).is_ok_and(|value| same(side, &value));
                });
            }
            found
        })
    }

    /// Whether a side is one function away from a known value.
    pub(super) fn is_near(&self, side: &Side) -> bool {
        let of = |value: &Value, functions: &[&str]| {
            let worked = functions.iter().fold(Expr::value(value.clone()), |inner, function| match *function {
                "square" => inner.with(BinaryOp::Pow, Expr::value(Value::scalar(2.0))),
                function => Expr::call(function, vec![inner]),
            });
            Machine::new().evaluate(&worked).is_ok_and(|value| value.is_finite() && same(side, &value))
        };
        let known = (0..self.targets.len()).flat_map(|at| self.values_of(at));
        known
            .filter(Value::is_numeric)
            .any(|value| !matches!(value, Value::Pair(_)) && FUNCTIONS.iter().any(|functions| of(&value, functions)))
    }

    /// Whether a side is the part of a step that is there so many times.
    pub(super) fn is_share_of_any(&self, side: &Side) -> bool {
        (0..self.targets.len()).any(|at| self.targets[at].shown && self.is_share(at, side))
    }

    /// A size of three numbers, as the two sides of an output with its channels before or behind them.
    pub(super) fn shape(&self, side: &Side) -> Option<(Mark, usize)> {
        let ExprKind::List(_) = &side.expr.kind else { return None };
        let list = side.value.as_tensor().filter(|list| list.len() == 3 && list.ndim() == 1)?;
        let [a, b, c] = <[f64; 3]>::try_from(list.iter().copied().collect::<Vec<f64>>()).ok()?;
        let is_count = |count: f64| {
            let mut counts = self.targets.iter().filter_map(|target| target.value.as_scalar());
            counts.any(|known| (known - count).abs() < f64::EPSILON)
        };
        let is_output = |at: &usize| self.targets[*at].shown && matches!(self.targets[*at].value, Value::Pair(_));
        let ways = [([a, b], c), ([b, c], a)].into_iter().filter(|(_, channels)| is_count(*channels));
        let sides: Vec<Side> =
            ways.map(|(sides, _)| Side::new(Expr::value(Value::Pair(sides)), Value::Pair(sides))).collect();
        let outputs: Vec<usize> = (0..self.targets.len()).filter(is_output).collect();
        let each = || outputs.iter().flat_map(|at| sides.iter().map(|side| (*at, side)));
        let fits = each().filter_map(|(at, side)| Some((self.fits(at, side)?, at))).min();
        if let Some((follows, at)) = fits {
            return Some((if follows { Mark::Follows } else { Mark::Right }, at));
        }
        each().find_map(|(at, side)| self.by_mistake(at, side))
    }

    /// The answer that a mistake makes what was worked out at length, where no step has that on its way.
    pub(super) fn worked_mistake(&self, sides: &[Side]) -> Option<(Mark, usize)> {
        let last = sides.last()?;
        if sides.iter().all(Side::is_literal) {
            return None;
        }
        let operators = |side: &Side| {
            let (mut count, mut sums) = (0, 0);
            visit(&side.expr, &mut |part| {
                count += usize::from(matches!(part.kind, ExprKind::Binary(..)));
                sums += usize::from(matches!(part.kind, ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, ..)));
            });
            (count, sums)
        };
        let worked = sides.iter().map(operators).any(|(count, sums)| count >= WORKED && sums > 0);
        if !worked || self.is_on_the_way(last, true) || self.is_near(last) || self.is_share_of_any(last) {
            return None;
        }
        let answers = |at: &usize| self.targets[*at].shown && self.targets[*at].key.is_some() && !self.claimed[*at];
        (0..self.targets.len()).filter(answers).find_map(|at| self.by_mistake(at, last))
    }
}
