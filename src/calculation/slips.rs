//! How a wrong value is related to the right one: what can be told of it without knowing the calculation.
//!
//! Only relations that say what was done: too few digits, the last digit, another base of the logarithm, the order, the
//! sign, a factor of two, sums for means. Each has its sentence in `content/messages`, under `slip`.

use std::collections::HashSet;
use std::fmt::Display;
use std::sync::Arc;

use super::derive::Shown;
use super::derive::otherwise::{Answers, Mistaken, Otherwise};
use super::exercise::{Arises, Ask, Slip};
use super::same::{Reply, same};
use super::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::Convention;
use crate::course::typed::{unit, written};
use crate::course::{Bilingual, Lang};
use crate::math::ops::Trait;
use crate::math::parse::visit;
use crate::math::render::{self, Target, prose};
use crate::math::{BinaryOp, Expr, ExprKind, Value, number, ops};

/// Whether something is known of the operation of this name.
fn has(name: &str, what: Trait) -> bool {
    ops::find(name).is_some_and(|operation| operation.is(what))
}

/// Slips of writing an answer down: the calculation was understood.
const OF_WRITING: [&str; 9] = [
    "too-few-digits",
    "perhaps-rounded",
    "count-rounded",
    "binary-unit",
    "cut-off",
    "last-digit",
    "not-nothing",
    "other-length",
    "other-rows",
];

/// Whether a mistake of this id says nothing of what was understood, so that no misconception is to be seen in it.
#[must_use]
pub fn is_of_writing(id: &str) -> bool {
    OF_WRITING.contains(&id)
}

/// The mistakes of the calculation's file that come to what `gives` accepts, each once.
pub(super) fn named(otherwise: &Otherwise, gives: impl Fn(&Answers) -> bool) -> Vec<&Mistaken> {
    let mut named: Vec<&Mistaken> = Vec::new();
    for made in otherwise.mistakes.iter().filter(|made| gives(&made.answers)) {
        if !named.iter().any(|known| known.mistake.id == made.mistake.id) {
            named.push(made);
        }
    }
    named
}

impl Slip {
    /// A mistake of the calculation's file, and how its value comes about.
    pub(super) fn of(made: &Mistaken, arises: Arises) -> Self {
        Self { id: made.mistake.id.clone(), say: made.mistake.say.clone(), arises }
    }
}

/// A convention that the task's words settle, as the mistake that it is there.
pub(super) fn settled(convention: &Convention) -> Slip {
    let words = |lang: Lang| {
        let what = prose(convention.say.get(lang), Target::Line);
        say(lang, "slip.settled", &[("what", &what)])
    };
    Slip { id: convention.id.clone(), say: Bilingual::of(words), arises: Arises::default() }
}

/// A wrong value among the others of its answer line.
#[derive(Clone, Copy)]
pub(super) struct Slipped<'a, 's> {
    pub(super) workings: &'a Workings<'s>,
    pub(super) ask: &'a Ask,
    pub(super) reply: &'a Reply,
    /// What was answered, in the order asked.
    pub(super) replies: &'a [Option<Reply>],
}

impl Slipped<'_, '_> {
    /// What can be told, the surest first; `roughly` says what mistakes give the value as far as its digits go. Few digits
    /// are the weakest sign: other relations come first.
    pub(super) fn slips(&self, roughly: impl Fn() -> Vec<Slip>) -> Vec<Slip> {
        let rounding = self.rounding();
        if let Some(slip) = rounding.clone().filter(|slip| self.is_likely(slip)) {
            return std::iter::once(slip).chain(roughly()).collect();
        }
        let sure = [
            self.binary_unit(),
            self.count_rounded(),
            self.other_answer(),
            self.other_shape(),
            self.order(),
            self.as_given(),
            self.on_the_way(),
        ];
        if let Some(slip) = sure.into_iter().flatten().next() {
            return vec![slip];
        }
        let told = self.multiples();
        let told = if told.is_empty() { roughly() } else { told };
        let weak = rounding.filter(|_| told.is_empty() && !(self.is_short() && self.is_one_digit()));
        told.into_iter().chain(weak).collect()
    }

    /// Whether rounding is what a student did rather than a mistake: the right value goes on behind what is asked for, and
    /// enough of it is there.
    pub(super) fn is_likely(&self, slip: &Slip) -> bool {
        !(self.is_short() || &*slip.id == "perhaps-rounded")
    }

    /// Whether the right value ends before the digits asked for: nobody has to round it.
    fn is_short(&self) -> bool {
        let Some(digits) = self.ask.digits.filter(|digits| *digits > 1) else { return false };
        is_of_digits(&self.ask.value, digits - 1)
    }

    /// Whether what was given has a single digit.
    fn is_one_digit(&self) -> bool {
        is_of_digits(&self.reply.value, 1)
    }

    /// So many of a unit of 1000 bytes that those of 1024 would be right, or the other way round.
    fn binary_unit(&self) -> Option<Slip> {
        let [(decimal, thousands), (binary, each)] = unit::taken_for_each_other(self.reply.each)?;
        let other = if self.reply.each == each { thousands } else { each };
        let fits = self.is(|x| x / other * self.reply.each);
        let args: [(&str, &dyn Display); 4] =
            [("decimal", &decimal), ("thousands", &thousands), ("binary", &binary), ("each", &each)];
        fits.then(|| slip("binary-unit", &args))
    }

    /// A count that was rounded, in the unit that it was given in.
    fn count_rounded(&self) -> Option<Slip> {
        let (given, truth) = (self.reply.value.as_scalar()?, self.ask.value.as_scalar()?);
        let whole = self.ask.digits.is_none() && truth.fract() == 0.0 && truth.abs() >= 1000.0;
        let each = self.reply.each;
        let few = (2..9).find(|few| is(given / each, to_digits(truth / each, *few)) && !is(given, truth));
        let right = written(&self.ask.value, None);
        few.filter(|_| whole).map(|few| slip("count-rounded", &[("few", &few), ("right", &right)]))
    }

    /// What is given in the task, unchanged.
    fn as_given(&self) -> Option<Slip> {
        let spec = self.workings.spec;
        let tells = self.reply.value.as_tensor().is_some_and(|given| given.len() > 1);
        let unchanged = |value: &Value| value.as_scalar().is_none() && self.reply.is(value, self.ask.digits);
        let (flag, _) = self.workings.exercise.given.iter().find(|(_, value)| tells && unchanged(value))?;
        let name = render::line(&spec.param(flag)?.called(flag));
        Some(slip("as-given", &[("name", &name)]))
    }

    /// The value of another step.
    fn on_the_way(&self) -> Option<Slip> {
        let tells = match &self.reply.value {
            Value::Number(_) => !is_of_digits(&self.reply.value, 1),
            value => value.len() > 1,
        };
        let steps = || self.workings.derivation().into_iter().flat_map(|derivation| &derivation.steps);
        let same_value = |shown: &&Shown| self.reply.is(&shown.trace.value, self.ask.digits);
        let shown = steps().filter(|_| tells).find(same_value)?;
        let title = self.workings.spec.steps[shown.step].title.as_ref()?;
        Some(told("other-answer", |lang| vec![("other", prose(title.get(lang), Target::Line))]))
    }

    /// The right value, to too few digits or with another last one.
    pub(super) fn rounding(&self) -> Option<Slip> {
        let digits = self.ask.digits?;
        let right = written(&self.ask.value, Some(digits));
        let given = self.reply.value.as_tensor()?;
        let truth = self.ask.value.as_tensor().filter(|truth| truth.shape() == given.shape())?;
        let pairs = || given.iter().copied().zip(truth.iter().copied());
        let typed = self.reply.digits.as_ref().filter(|typed| typed.len() == given.len());
        let typed = |at: usize| typed.map_or(0, |typed| typed[at].min(digits));
        let few = (1..digits).rev().find(|few| {
            pairs().enumerate().all(|(at, (given, truth))| {
                (*few.max(&typed(at))..=digits).any(|kept| is(given, number::to_digits(truth, kept)))
            })
        });
        if let Some(few) = few {
            // A single digit may be right by chance, and who writes more of another number does not save on digits.
            let most = (0..given.len()).map(typed).max().filter(|most| *most > 0);
            let few = most.map_or(few, |most| few.min(most));
            let is_doubtful = few == 1 || (0..given.len()).any(|at| typed(at) > few);
            let id = if is_doubtful { "perhaps-rounded" } else { "too-few-digits" };
            return Some(slip(id, &[("few", &few), ("digits", &digits), ("right", &right)]));
        }
        let near = |given: f64, truth: f64| {
            truth != 0.0 && (given - truth).abs() <= 1.5 * unit(truth, digits) || is(given, truth)
        };
        // Who keeps but one of three digits has not cut off, but computed otherwise.
        let kept = digits.saturating_sub(1).max(2)..=digits;
        let cut = |given: f64, truth: f64| {
            kept.clone().any(|kept| is(given, cut_off(truth, kept))) || is(given, number::to_digits(truth, digits))
        };
        if digits > 1 && pairs().all(|(given, truth)| cut(given, truth)) {
            return Some(slip("cut-off", &[("right", &right)]));
        }
        (digits > 1 && pairs().all(|(given, truth)| near(given, truth)))
            .then(|| slip("last-digit", &[("right", &right), ("digits", &digits)]))
    }

    /// Whether two answers stand in each other's place.
    pub(super) fn is_swapped(&self) -> bool {
        self.other_answer().is_some_and(|slip| &*slip.id == "swapped")
    }

    /// The right value of another answer.
    fn other_answer(&self) -> Option<Slip> {
        let asks = &self.workings.exercise.ask;
        let others = asks.iter().zip(self.replies).filter(|(other, _)| other.key != self.ask.key);
        let mut fitting = others.filter(|(other, _)| self.reply.is(&other.value, other.digits));
        let (other, said) = fitting.next()?;
        let id = if said.as_ref().is_some_and(|said| said.is(&self.ask.value, self.ask.digits)) {
            "swapped"
        } else {
            "other-answer"
        };
        Some(told(id, |lang| vec![("other", prose(other.title.get(lang), Target::Line))]))
    }

    /// Another number of values, or the same in other rows.
    fn other_shape(&self) -> Option<Slip> {
        let (given, truth) = (self.reply.value.as_tensor()?, self.ask.value.as_tensor()?);
        if given.shape() == truth.shape() {
            return None;
        }
        if given.ndim() == 2 && same(&given.t().to_owned().into(), &self.ask.value, self.ask.digits) {
            return Some(slip("transposed", &[]));
        }
        let id = if given.len() == truth.len() { "other-rows" } else { "other-length" };
        Some(slip(id, &[]))
    }

    /// The right numbers in another order.
    fn order(&self) -> Option<Slip> {
        let (given, truth) = (self.reply.value.as_tensor()?, self.ask.value.as_tensor()?);
        if given.len() < 2 {
            return None;
        }
        if given.ndim() == 2 && same(&given.t().to_owned().into(), &self.ask.value, self.ask.digits) {
            return Some(slip("transposed", &[]));
        }
        let sorted = |t: ndarray::ArrayViewD<'_, f64>| {
            let mut all: Vec<f64> = t.iter().copied().collect();
            all.sort_by(f64::total_cmp);
            Value::tensor(&[all.len()], all)
        };
        let again = same(&sorted(given.view())?, &sorted(truth.view())?, self.ask.digits);
        again.then(|| slip("other-order", &[]))
    }

    /// The right value times, over, or less something that says what was done.
    fn multiples(&self) -> Vec<Slip> {
        let functions = self.functions();
        let uses = |what: Trait| functions.iter().any(|name| has(name, what));
        let mut slips = Vec::new();
        if self.reply.value.as_scalar() == Some(0.0) {
            let right = written(&self.ask.value, self.ask.digits);
            return vec![slip("not-nothing", &[("right", &right)])];
        }
        if self.is(|x| -x) {
            slips.push(slip("sign", &[]));
        } else if self.is(f64::abs) {
            slips.push(slip("absolute", &[]));
        }
        // Not of a logarithm that has another base already.
        if uses(Trait::Logarithm) && !self.divides_by_logarithm() {
            let bases = [("2", std::f64::consts::LN_2), ("10", std::f64::consts::LN_10)];
            let fits = bases.into_iter().filter(|(_, ln)| self.is(|x| x / ln));
            slips.extend(fits.map(|(base, _)| slip("other-base", &[("base", &base)])));
        }
        let sums = uses(Trait::Sum);
        // A factor of 2 may be anything: it is told as what it is.
        for count in self.counts().into_iter().filter(|count| *count > 2.0) {
            let averages = uses(Trait::Mean) || sums && self.divides_by_count();
            if averages && self.is(|x| x * count) {
                slips.push(slip("summed", &[("count", &count)]));
            } else if (averages || sums) && self.is(|x| x / count) {
                slips.push(slip(if averages { "averaged-twice" } else { "averaged" }, &[("count", &count)]));
            }
        }
        if self.ask.digits.is_none() && self.ask.value.as_scalar().is_some() {
            if self.is(|x| x + 1.0) {
                slips.push(slip("one-more", &[]));
            } else if self.is(|x| x - 1.0) {
                slips.push(slip("one-less", &[]));
            }
        }
        let rest: [(&str, fn(f64) -> f64); 7] = [
            ("twice", |x| x * 2.0),
            ("half", |x| x / 2.0),
            ("percent", |x| x * 100.0),
            ("squared", |x| x * x),
            ("root", f64::sqrt),
            ("reciprocal", |x| 1.0 / x),
            ("complement", |x| 1.0 - x),
        ];
        // Only shares have a complement and are told in percent: quotients, or what a function makes of probabilities.
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let are_shares = self.ask.value.as_tensor().is_some_and(|truth| truth.iter().all(|x| share(*x)))
            && !uses(Trait::Logarithm)
            && !uses(Trait::NoShare)
            && (uses(Trait::Share) || self.divides());
        let rest = rest.into_iter().filter(|(id, _)| !matches!(*id, "complement" | "percent") || are_shares);
        if slips.is_empty() {
            slips.extend(rest.filter(|(_, of)| self.is(of)).map(|(id, _)| slip(id, &[])).take(1));
        }
        if slips.is_empty() {
            let shifts = [-3_i32, -2, -1, 1, 2, 3];
            let shift = shifts.into_iter().find(|shift| self.is(|x| x * libm::pow(10.0, f64::from(*shift))));
            slips.extend(shift.map(|shift| slip("decimal-point", &[("places", &shift.abs())])));
        }
        slips
    }

    /// Whether the value is a function of the right one, entry by entry, and the right one is not nothing.
    fn is(&self, of: impl Fn(f64) -> f64) -> bool {
        let Some(truth) = self.ask.value.as_tensor() else { return false };
        let other: Value = match &self.ask.value {
            Value::Number(x) => Value::scalar(of(*x)),
            _ => truth.mapv(of).into(),
        };
        other.is_finite() && other != self.ask.value && self.reply.is(&other, self.ask.digits)
    }

    /// The functions in the formulas of the steps that the answer hangs on.
    fn functions(&self) -> HashSet<Arc<str>> {
        let mut functions = HashSet::new();
        for shown in self.workings.behind() {
            visit(&self.workings.spec.steps[shown.step].binding.body, &mut |part| {
                if let ExprKind::Call(name, _) = &part.kind {
                    functions.insert(name.clone());
                }
            });
        }
        functions
    }

    /// Whether something is divided in the formula of the answer itself.
    fn divides(&self) -> bool {
        self.any_quotient(|_| true)
    }

    /// Whether something is divided by how many there are on the way to the answer.
    fn divides_by_count(&self) -> bool {
        let counts = |expr: &Expr| matches!(&expr.kind, ExprKind::Call(name, _) if has(name, Trait::Count));
        let steps = &self.workings.spec.steps;
        self.any_quotient(|by| match &by.kind {
            ExprKind::Name(name) => steps.iter().any(|step| step.binding.name == *name && counts(&step.binding.body)),
            _ => counts(by),
        })
    }

    /// Whether something is divided by a logarithm on the way to the answer: it has a base of its own.
    fn divides_by_logarithm(&self) -> bool {
        self.any_quotient(|by| {
            let mut found = false;
            visit(by, &mut |part| found |= matches!(&part.kind, ExprKind::Call(name, _) if &**name == "ln"));
            found
        })
    }

    /// Whether one of the quotients in the formulas that the answer hangs on has such a divisor.
    fn any_quotient(&self, holds: impl Fn(&Expr) -> bool) -> bool {
        let mut found = false;
        for shown in self.workings.behind() {
            visit(&self.workings.spec.steps[shown.step].binding.body, &mut |part| {
                if let ExprKind::Binary(BinaryOp::Div, _, by) = &part.kind {
                    found |= holds(by);
                }
            });
        }
        found
    }

    /// How many there are of something: lengths and sides of what was given, from 2 on.
    fn counts(&self) -> Vec<f64> {
        let mut counts: Vec<f64> = Vec::new();
        for value in self.workings.exercise.given.values() {
            let Value::Tensor(tensor) = value else { continue };
            for count in tensor.shape().iter().copied().chain([tensor.len()]).map(|count| count as f64) {
                if count > 1.0 && !counts.contains(&count) {
                    counts.push(count);
                }
            }
        }
        counts
    }
}

/// The same number, but for the noise of doubles.
fn is(given: f64, other: f64) -> bool {
    (given - other).abs() <= 1e-9 * other.abs()
}

/// Whether every number has so many significant digits at most.
pub(super) fn is_of_digits(value: &Value, digits: u32) -> bool {
    value.as_tensor().is_some_and(|tensor| tensor.iter().all(|x| is(*x, to_digits(*x, digits))))
}

/// A number to so many significant digits, whole ones too.
fn to_digits(x: f64, digits: u32) -> f64 {
    if x == 0.0 { 0.0 } else { libm::round(x / unit(x, digits)) * unit(x, digits) }
}

/// One unit of the last of so many significant digits.
fn unit(x: f64, digits: u32) -> f64 {
    libm::pow(10.0, libm::floor(libm::log10(x.abs())) + 1.0 - f64::from(digits))
}

/// A number without what stands behind so many significant digits.
fn cut_off(x: f64, digits: u32) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let unit = unit(x, digits);
    number::to_digits(libm::trunc(x / unit) * unit, digits)
}

fn slip(id: &str, args: &[(&str, &dyn Display)]) -> Slip {
    Slip { id: id.into(), say: Bilingual::of(|lang| say(lang, &format!("slip.{id}"), args)), arises: Arises::default() }
}

fn told(id: &str, args: impl Fn(Lang) -> Vec<(&'static str, String)>) -> Slip {
    let words = |lang: Lang| {
        let args = args(lang);
        let args: Vec<(&str, &dyn Display)> = args.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        say(lang, &format!("slip.{id}"), &args)
    };
    Slip { id: id.into(), say: Bilingual::of(words), arises: Arises::default() }
}

#[cfg(test)]
mod tests;
