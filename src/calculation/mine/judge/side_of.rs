//! Working out one side of a line, by the names of the calculation.

use super::Judge;
use super::names::words_before;
use crate::calculation::mine::line::Exactness;
use crate::calculation::mine::side::Side;
use crate::course::typed;
use crate::course::typed::unit::{Stated, stated};
use crate::math::differentiate::differentiate;
use crate::math::{
    BinaryOp, Expr, ExprKind, Machine, MathError, Value, ops, parse_answer, parse_size, render, variables,
};

/// Letters beside each other that may be a product.
const MANY: usize = 4;

/// Which of the values that a name may have is put in for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// What earlier lines say, rounded or wrong as it is there.
    Said,
    /// The same as it was before it was rounded.
    Unrounded,
    /// Of what is given anew, the old value.
    Old,
    /// The new one.
    New,
}

impl Judge<'_> {
    /// Works a side out, by the names of the calculation. `own` is what the name before it means.
    pub(super) fn side(&self, text: &str, own: Option<&[usize]>) -> Result<Side, MathError> {
        if let Some(side) = self.in_unit(text) {
            return Ok(side);
        }
        let read = parse_answer(text).and_then(|expr| {
            let worked = self.worked_out(&expr, own).or_else(|error| {
                // `softmax(0.7, 1.4)` is of a list.
                let joined = expr.replace(&mut |part| match &part.kind {
                    ExprKind::Call(function, several) if several.len() > 1 => {
                        let list = Expr::new(ExprKind::List(several.clone()));
                        Some(Expr::call(function, vec![list]))
                    }
                    _ => None,
                });
                self.worked_out(&joined, own).map_err(|_| error)
            })?;
            Ok(Side { is_size: parse_size(text).is_some(), ..Side { exactness: Exactness::of(&expr), expr, ..worked } })
        });
        read.or_else(|error| {
            let typed = typed::read(text).or_else(|_| {
                // 一共 6 次
                let words = words_before(text).ok_or(error)?;
                typed::read(&text[text.find(words.as_str()).unwrap_or_default() + words.len()..])
            })?;
            let bare = typed.read_as().and_then(|bare| parse_answer(&bare).ok());
            let expr = bare.unwrap_or_else(|| Expr::value(typed.value.clone()));
            Ok(Side { is_size: typed.is_size(), ..Side::new(expr, typed.value) })
        })
    }

    /// A number with the unit of a step behind it: `4 MB` of bytes.
    fn in_unit(&self, text: &str) -> Option<Side> {
        // Not what hangs on the base of a logarithm.
        let mut units = self.spec.steps.iter().filter_map(|step| step.unit.as_ref()?.key(|_| None));
        let (before, each) = units.find_map(|unit| match stated(text, unit)? {
            Stated::Times(before, each) => Some((before, each)),
            Stated::Other(before, _, each) => Some((before, each?)),
        })?;
        let side = number(before)?;
        let value = Value::scalar(side.value.as_scalar()? * each);
        let exactness = match side.exactness {
            Exactness::Within(room) => Exactness::Within(room * each),
            other => other,
        };
        Some(Side { exactness, ..Side::new(Expr::value(value.clone()), value) })
    }

    /// Works an expression out: as earlier lines say, and in the other ways in which its names may be meant.
    fn worked_out(&self, expr: &Expr, own: Option<&[usize]>) -> Result<Side, MathError> {
        // A name alone is no product of letters: `FPR`.
        let put_in = |names: Names| match &expr.kind {
            ExprKind::Name(name) => self.value_of(name, own, names).unwrap_or_else(|| expr.clone()),
            _ => self.put_in(expr, own, names),
        };
        let by = |names: Names| Machine::new().evaluate(&put_in(names));
        let value = by(Names::Said)?;
        let mut others = Vec::new();
        for names in [Names::Unrounded, Names::Old, Names::New] {
            let other = by(names).ok().filter(|other| *other != value && !others.contains(other));
            others.extend(other);
        }
        Ok(Side { others, ..Side::new(expr.clone(), value) })
    }

    /// Where one side is a number, bars around a tensor on another are its norm.
    pub(super) fn take_norms(&self, sides: &mut [Side], own: Option<&[usize]>) {
        if !sides.iter().any(|side| side.value.as_scalar().is_some()) {
            return;
        }
        for side in sides.iter_mut().filter(|side| side.value.as_scalar().is_none()) {
            let put_in = self.put_in(&side.expr, own, Names::Said).replace(&mut |part| match &part.kind {
                ExprKind::Call(function, arguments) if &**function == "abs" => {
                    Some(Expr::new(ExprKind::Call("norm".into(), arguments.clone())))
                }
                _ => None,
            });
            if let Ok(value) = Machine::new().evaluate(&put_in)
                && value.as_scalar().is_some()
            {
                (side.value, side.others) = (value, Vec::new());
            }
        }
    }

    /// An expression with values in the place of names, and functions in the place of what they are called.
    fn put_in(&self, expr: &Expr, own: Option<&[usize]>, names: Names) -> Expr {
        expr.replace(&mut |part| match &part.kind {
            ExprKind::Name(name) => self.value_of(name, own, names).or_else(|| self.letters(name, own, names)),
            ExprKind::Index(..) => self.value_of(&render::source(part), own, names),
            ExprKind::Call(name, of) => self.call(name, of, own, names),
            // `2/n(y - t)` divides by `n` alone.
            ExprKind::Binary(BinaryOp::Div, above, below) => match &below.kind {
                ExprKind::Call(name, of) if of.len() == 1 && ops::find(name).is_none() => {
                    let divisor = self.value_of(name, own, names)?;
                    let quotient = self.put_in(above, own, names).with(BinaryOp::Div, divisor);
                    Some(quotient.with(BinaryOp::Mul, self.put_in(&of[0], own, names)))
                }
                _ => None,
            },
            _ => None,
        })
    }

    /// The value of a name: what earlier lines say, else what is right. A name that was given and is given anew
    /// (`h = (1 - z)*n + z*h`) has its old value until a line has told the new one, and in that line.
    fn value_of(&self, name: &str, own: Option<&[usize]>, names: Names) -> Option<Expr> {
        let Some(places) = self.called(name) else { return self.own.get(name).cloned().map(Expr::value) };
        // The line that gives it anew goes on from the old one.
        let is_own = own == Some(places.as_slice());
        let is_old = match names {
            Names::Old => true,
            Names::New => is_own,
            Names::Said | Names::Unrounded => is_own || !places.iter().any(|at| self.claimed[*at]),
        };
        let given = || self.targets.iter().find(|target| target.step.is_none() && target.is_named(name));
        if let Some(given) = is_old.then(given).flatten() {
            return Some(Expr::value(given.value.clone()));
        }
        let told = places.iter().find_map(|at| {
            let step = self.targets[*at].step.as_ref()?;
            self.all.get(step).filter(|_| names != Names::Unrounded || !self.rounded.contains_key(step))
        });
        Some(Expr::value(told.cloned().unwrap_or_else(|| self.targets[places[0]].value.clone())))
    }

    /// Letters beside each other as the product of what they stand for: `2PR`, `QKᵀ`.
    fn letters(&self, name: &str, own: Option<&[usize]>, names: Names) -> Option<Expr> {
        if name.chars().count() > MANY || !name.chars().all(char::is_alphabetic) {
            return None;
        }
        let each = name.chars().map(|letter| self.value_of(&letter.to_string(), own, names));
        each.collect::<Option<Vec<Expr>>>()?.into_iter().reduce(times)
    }

    /// A function as people write it: in capitals, as the activation that was chosen, with a prime for its derivative.
    fn call(&self, name: &str, of: &[Expr], own: Option<&[usize]>, names: Names) -> Option<Expr> {
        let put_in = |expr: &Expr| self.put_in(expr, own, names);
        if let ("T", [Expr { kind: ExprKind::Name(letters), .. }]) = (name, of)
            && self.called(letters).is_none()
            && let Some((at, _)) = letters.char_indices().next_back().filter(|(at, _)| *at > 0)
        {
            let (before, last) = letters.split_at(at);
            let (before, last) = (put_in(&Expr::name(before)), self.value_of(last, own, names)?);
            return matches!(before.kind, ExprKind::Value(_))
                .then(|| before.with(BinaryOp::MatMul, Expr::call("T", vec![last])));
        }
        if ops::find(name).is_some() {
            return None;
        }
        let [argument] = of else {
            let lower = name.to_lowercase();
            return ops::find(&lower).map(|_| Expr::call(&lower, of.iter().map(put_in).collect()));
        };
        let argument = put_in(argument);
        let primed = name.strip_suffix('\'');
        let formula = |name: &str| match &self.targets[*self.called(name)?.first()?].value {
            Value::Formula(formula) => Some((**formula).clone()),
            _ => None,
        };
        let derived = || {
            let base = formula(primed?)?;
            let [variable] = &variables(&base)[..] else { return None };
            Some(differentiate(&base, variable).ok()?.value)
        };
        if let Some(formula) = formula(name).or_else(derived) {
            let [variable] = &variables(&formula)[..] else {
                return variables(&formula).is_empty().then_some(formula);
            };
            return Some(formula.replace(&mut |part| match &part.kind {
                ExprKind::Name(name) if name == variable => Some(argument.clone()),
                _ => None,
            }));
        }
        let function = match primed.unwrap_or(name) {
            "σ" => "sigmoid".to_owned(),
            other => other.to_lowercase(),
        };
        if ops::find(&function).is_some() {
            return Some(match primed {
                Some(_) => Expr::call("slope", vec![Expr::new(ExprKind::Text(function.into())), argument]),
                None => Expr::call(&function, vec![argument]),
            });
        }
        // `p(1-p)`: a value, and no function, before brackets.
        if let Some(value) = self.value_of(name, own, names) {
            // Of a list, `y(0)` is an entry.
            let is_list = matches!(&value.kind, ExprKind::Value(Value::Tensor(_)));
            return (!(is_list && argument.is_literal())).then(|| times(value, argument));
        }
        let chosen = self.targets.iter().find_map(|target| match &target.value {
            Value::Text(chosen) if ops::find(&chosen.replace('-', "_")).is_some() => Some(chosen.clone()),
            _ => None,
        })?;
        let chosen = Expr::new(ExprKind::Text(chosen));
        let is_function = ["f", "g", "a", "act", "φ", "activation"].contains(&primed.unwrap_or(name));
        is_function.then(|| Expr::call(if primed.is_some() { "slope" } else { "apply" }, vec![chosen, argument]))
    }
}

/// The product of two factors; of two matrices that of matrices.
fn times(left: Expr, right: Expr) -> Expr {
    let is_matrix = |expr: &Expr| matches!(&expr.kind, ExprKind::Value(Value::Tensor(tensor)) if tensor.ndim() > 1);
    let op = if is_matrix(&left) && is_matrix(&right) { BinaryOp::MatMul } else { BinaryOp::Mul };
    left.with(op, right)
}

/// A side that is a number in any way in which an answer may be typed.
pub(super) fn number(text: &str) -> Option<Side> {
    let typed = typed::number(text).ok()?;
    let bare = || typed.read_as().and_then(|bare| parse_answer(&bare).ok());
    let expr = parse_answer(text).ok().or_else(bare).unwrap_or_else(|| Expr::value(typed.value.clone()));
    Some(Side { is_size: typed.is_size(), ..Side::new(expr, typed.value) })
}
