//! Working out one side of a line, by the names of the calculation.

use super::Judge;
use crate::calculation::mine::side::Side;
use crate::course::typed;
use crate::math::{BinaryOp, Expr, ExprKind, Machine, MathError, ops, parse_answer, parse_size, render};

impl Judge<'_> {
    /// Works a side out, by the names of the calculation. `own` is what the name before it means.
    pub(super) fn side(&self, text: &str, own: Option<&[usize]>) -> Result<Side, MathError> {
        let read = parse_answer(text).and_then(|expr| {
            let value = Machine::new().evaluate(&self.put_in(&expr, own, true))?;
            let unrounded = Machine::new().evaluate(&self.put_in(&expr, own, false)).ok();
            let unrounded = unrounded.filter(|unrounded| *unrounded != value);
            Ok(Side { unrounded, is_size: parse_size(text).is_some(), ..Side::new(expr, value) })
        });
        read.or_else(|error| {
            let typed = typed::read(text).map_err(|_| error)?;
            let bare = typed.read_as().and_then(|bare| parse_answer(&bare).ok());
            let expr = bare.unwrap_or_else(|| Expr::value(typed.value.clone()));
            Ok(Side { is_size: typed.is_size(), ..Side::new(expr, typed.value) })
        })
    }

    /// Where one side is a number, bars around a tensor on another are its norm.
    pub(super) fn take_norms(&self, sides: &mut [Side], own: Option<&[usize]>) {
        if !sides.iter().any(|side| side.value.as_scalar().is_some()) {
            return;
        }
        for side in sides.iter_mut().filter(|side| side.value.as_scalar().is_none()) {
            let put_in = self.put_in(&side.expr, own, true).replace(&mut |part| match &part.kind {
                ExprKind::Call(function, arguments) if &**function == "abs" => {
                    Some(Expr::new(ExprKind::Call("norm".into(), arguments.clone())))
                }
                _ => None,
            });
            if let Ok(value) = Machine::new().evaluate(&put_in)
                && value.as_scalar().is_some()
            {
                (side.value, side.unrounded) = (value, None);
            }
        }
    }

    /// An expression with values in the place of names: what earlier lines say, as it is `said` there or as it was before
    /// it was rounded, else what is right. A name that was given and is given anew (`h = (1 - z)*n + z*h`) has its old
    /// value until a line has told the new one, and in that line.
    fn put_in(&self, expr: &Expr, own: Option<&[usize]>, said: bool) -> Expr {
        expr.replace(&mut |part| {
            let name = match &part.kind {
                ExprKind::Name(name) => name.to_string(),
                ExprKind::Index(..) => render::source(part),
                // `p(1-p)`: a value, and no function, before brackets.
                ExprKind::Call(name, factors) if factors.len() == 1 && ops::find(name).is_none() => {
                    let value = self.put_in(&Expr::name(name), own, said);
                    let factor = self.put_in(&factors[0], own, said);
                    let is_value = matches!(value.kind, ExprKind::Value(_));
                    let product = || ExprKind::Binary(BinaryOp::Mul, Box::new(value), Box::new(factor));
                    return is_value.then(|| Expr::new(product()));
                }
                _ => return None,
            };
            let places = self.called(&name)?;
            let is_new = own == Some(places.as_slice()) || !places.iter().any(|at| self.claimed[*at]);
            let given = || self.targets.iter().find(|target| target.step.is_none() && target.is_named(&name));
            if let Some(given) = is_new.then(given).flatten() {
                return Some(Expr::value(given.value.clone()));
            }
            let told = places.iter().find_map(|at| {
                let step = self.targets[*at].step.as_ref()?;
                self.all.get(step).filter(|_| said || !self.rounded.contains_key(step))
            });
            Some(Expr::value(told.cloned().unwrap_or_else(|| self.targets[places[0]].value.clone())))
        })
    }
}

/// A side that is a number in any way in which an answer may be typed.
pub(super) fn number(text: &str) -> Option<Side> {
    let typed = typed::number(text).ok()?;
    let bare = || typed.read_as().and_then(|bare| parse_answer(&bare).ok());
    let expr = parse_answer(text).ok().or_else(bare).unwrap_or_else(|| Expr::value(typed.value.clone()));
    Some(Side { is_size: typed.is_size(), ..Side::new(expr, typed.value) })
}
