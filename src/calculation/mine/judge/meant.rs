//! What a line may mean that is no step's value as it stands: the part of one layer, the last of a list, a comparison.

use super::super::line::{Line, outside};
use super::super::side::{Side, same};
use super::names::own_part;
use super::{Judge, Reading};
use crate::math::{BinaryOp, ExprKind, Value};

/// Between two equations of one line.
pub(super) const BETWEEN: [char; 4] = [',', '，', ';', '；'];

impl Judge<'_> {
    /// Whether a side is what a target has so many times: the part of one layer.
    pub(super) fn is_share(&self, at: usize, side: &Side) -> bool {
        let Some((step, _)) = &self.targets[at].step else { return false };
        let mut counts: Vec<f64> = Vec::new();
        let mut open = vec![&self.spec.steps[*step].binding.body];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Binary(BinaryOp::Mul, left, right) => open.extend([&**left, &**right]),
                ExprKind::Name(name) => {
                    let given = self.targets.iter().find(|given| given.step.is_none() && given.is_named(name));
                    counts.extend(given.and_then(|given| given.value.as_scalar()));
                }
                _ => {}
            }
        }
        self.is_part(at, side, &counts)
    }

    /// Whether a side is one of so many parts of a shown step, each as large, as many as something that was given.
    pub(super) fn is_one_of_several(&self, side: &Side) -> bool {
        let given = self.targets.iter().filter(|target| target.step.is_none());
        let counts: Vec<f64> = given.filter_map(|target| target.value.as_scalar()).collect();
        (0..self.targets.len()).any(|at| self.targets[at].shown && self.is_part(at, side, &counts))
    }

    fn is_part(&self, at: usize, side: &Side, counts: &[f64]) -> bool {
        let (Some(value), Some(part)) = (self.targets[at].value.as_scalar(), side.value.as_scalar()) else {
            return false;
        };
        counts.iter().any(|count| *count > 1.0 && (part * count - value).abs() <= 1e-9 * value.abs())
    }

    /// Whether a number is one of those of a list, a row one of a matrix: `p = e²/11.2 = 0.659`.
    pub(super) fn is_entry(&self, at: usize, side: &Side) -> bool {
        let target = &self.targets[at];
        let Value::Tensor(list) = &target.value else { return false };
        if target.step.is_none() {
            return false;
        }
        if side.value.as_scalar().is_some() {
            return list.iter().any(|entry| same(side, &Value::scalar(*entry)));
        }
        if list.ndim() == 2 {
            return list.outer_iter().any(|row| same(side, &Value::from(row.to_owned())));
        }
        // Of a list that begins with what was given, the rest.
        let rest: Vec<f64> = list.iter().skip(1).copied().collect();
        let rest = Value::tensor(&[rest.len()], rest);
        list.ndim() == 1 && rest.is_some_and(|rest| same(side, &rest))
    }

    /// The targets of a number among those that a name means, where all of these are lists: what is taken over from such
    /// a list, as its last entry is, then its entries.
    pub(super) fn of_number(&self, places: &[usize]) -> Option<Vec<usize>> {
        if !places.iter().all(|at| matches!(&self.targets[*at].value, Value::Tensor(list) if list.ndim() > 0)) {
            return None;
        }
        let steps: Vec<usize> = places.iter().filter_map(|at| Some(self.targets[*at].step.as_ref()?.0)).collect();
        let takes_over = |step: usize| {
            let body = &self.spec.steps[step].binding.body;
            let ExprKind::Index(of, _) = &body.kind else { return false };
            matches!(&of.kind, ExprKind::Name(name) if steps.iter().any(|at| self.spec.steps[*at].binding.name == *name))
        };
        let numbers = || {
            let all = self.targets.iter().enumerate().filter(|(_, target)| target.value.as_scalar().is_some());
            all.filter_map(|(at, target)| Some((at, target.step.as_ref()?.0)))
        };
        let over = numbers().filter(|(_, step)| takes_over(*step));
        let entries = numbers().filter(|(_, step)| steps.contains(step));
        let found: Vec<usize> = over.chain(entries).map(|(at, _)| at).collect();
        (!found.is_empty()).then_some(found)
    }

    /// Whether a line reads as one equation whose sides agree.
    pub(super) fn reads_whole(&self, text: &str) -> bool {
        match self.read(text) {
            Ok(Reading::Sides(read)) => read.contradiction().is_none(),
            Ok(Reading::Judged { .. }) => true,
            Err(_) => false,
        }
    }

    /// The equations of a line that has several, `W=450, K=456`, where each of them can be read; else none.
    pub(super) fn equations<'l>(&self, text: &'l str) -> Vec<&'l str> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (from, to) in outside(text, &BETWEEN) {
            let rest = &text[to..];
            let next = outside(rest, &BETWEEN).first().map_or(rest, |(end, _)| &rest[..*end]);
            if self.equates(next) {
                pieces.push(text[start..from].trim());
                start = to;
            }
        }
        pieces.push(text[start..].trim());
        // An equation of lists has its commas on both sides.
        let one = |piece: &&str| self.equates(piece) && outside(piece, &BETWEEN).is_empty();
        let read = pieces.iter().filter(|piece| self.read(piece).is_ok()).count();
        if pieces.iter().skip(1).all(one) && read > 0 { pieces } else { Vec::new() }
    }

    /// Whether each of these equations but the first begins with a name of the calculation.
    pub(super) fn are_named(&self, equations: &[&str]) -> bool {
        equations.iter().skip(1).all(|equation| {
            let mut line = Line::of(equation);
            self.lead_off(&mut line);
            line.words.is_none() && line.sides.first().is_some_and(|first| self.called(first).is_some())
        })
    }

    /// Whether a text says that something is equal to something: with a sign, or a name before its value.
    fn equates(&self, text: &str) -> bool {
        let mut line = Line::of(text);
        self.lead_off(&mut line);
        line.sides.len() > 1
    }

    /// Takes the name off a side that begins with it: 参数量 456.
    pub(super) fn lead_off(&self, line: &mut Line) {
        let Some(first) = line.sides.first().filter(|_| line.words.is_none()) else { return };
        if self.called(first).is_some() {
            return;
        }
        let cuts = first
            .char_indices()
            .skip(1)
            .filter(|(_, c)| c.is_ascii_digit() || matches!(c, ' ' | '-' | '−' | '√' | '('));
        let led = cuts.filter_map(|(at, _)| {
            let (name, value) = (first[..at].trim(), first[at..].trim_start());
            let name = if self.called(name).is_some() { name } else { own_part(name) };
            // A symbol before a sign is a formula: `W - 5`.
            let letters = name.chars().filter(|c| c.is_alphabetic()).count();
            let is_word = if name.is_ascii() { letters > 3 && first[at..].starts_with(' ') } else { letters > 1 };
            let begins = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '√' | '('));
            let is_sum = value.strip_prefix(['-', '−']).is_some_and(|rest| rest.starts_with(' '));
            // `x_hat1` is a name.
            let apart = !name.is_ascii() || first[at..].starts_with(' ');
            let named =
                is_word && apart && begins && !is_sum && !name.ends_with(['-', '−']) && self.called(name).is_some();
            named.then(|| (name.to_owned(), value.to_owned()))
        });
        if let Some((name, value)) = led.last() {
            line.sides[0] = value;
            line.sides.insert(0, name);
        }
    }

    /// Sides that are products though they look like sizes: beside a number, or under the name of one, `3×3×64` is no
    /// size. Under the name of a number that is a side, a square has that side.
    pub(super) fn as_products(&self, sides: Vec<Side>, own: Option<&[usize]>) -> Vec<Side> {
        let targets = || own.into_iter().flatten().map(|at| &self.targets[*at]);
        let is_number = |side: &Side| !side.is_size && side.value.as_scalar().is_some();
        let scalar = own.is_some() && targets().all(|target| target.value.as_scalar().is_some());
        if targets().any(|target| matches!(target.value, Value::Pair(_))) || !scalar && !sides.iter().any(is_number) {
            return sides;
        }
        let square = |side: &Side| {
            let alone = side.of_square().filter(|_| sides.len() == 1)?;
            targets().any(|target| same(&alone, &target.value)).then_some(alone)
        };
        let each = sides.iter().map(|side| match square(side) {
            Some(alone) => alone,
            None if side.is_size => side.clone().multiplied(),
            None => side.clone(),
        });
        each.collect()
    }

    /// Whether a name means something else than what was given by it: a number is worked out where that is a list, as
    /// the area `A` of a box `A`, or a list where that is a number.
    pub(super) fn is_another(&self, places: &[usize], sides: &[Side]) -> bool {
        let given = |at: &usize| Some(&self.targets[*at]).filter(|target| target.step.is_none()).map(|t| &t.value);
        let is_list =
            |at: &usize| given(at).is_some_and(|value| value.as_scalar().is_none() && !matches!(value, Value::Pair(_)));
        let is_formula = |at: &usize| given(at).is_some_and(|value| matches!(value, Value::Formula(_)));
        let is_number = sides.last().is_some_and(|side| side.value.as_scalar().is_some());
        let is_scalar = |at: &usize| given(at).is_some_and(|value| value.as_scalar().is_some());
        let is_chain = sides.len() > 1;
        if is_number {
            places.iter().all(is_formula) || is_chain && places.iter().all(is_list)
        } else {
            is_chain && places.iter().all(is_scalar)
        }
    }

    /// A side without the comparison behind it, where that holds: `5` of `5 > 1`.
    pub(super) fn without_comparison(&self, side: &str) -> String {
        let first = side.find(['<', '>', '≤', '≥']).map(|at| side[..at].trim()).filter(|first| !first.is_empty());
        let holds = || self.side(side, None).is_ok_and(|side| matches!(side.value, Value::Truth(true)));
        first.filter(|_| holds()).unwrap_or(side).to_owned()
    }
}
