//! How a wrong value is related to the right one: what can be told of it without knowing the calculation.
//!
//! Only relations that say what was done: too few digits, the last digit, another base of the logarithm, the order, the
//! sign, a factor of two, sums for means. Each has its sentence in `content/messages`, under `slip`.

use std::collections::HashSet;
use std::fmt::Display;
use std::sync::Arc;

use super::derive::otherwise::{Answers, Mistaken, Otherwise};
use super::exercise::{Ask, Slip};
use super::same::{Reply, same};
use super::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::Convention;
use crate::course::typed::written;
use crate::course::{Bilingual, Lang};
use crate::math::parse::visit;
use crate::math::render::{Target, prose};
use crate::math::{ExprKind, Value, number};

/// Functions with a natural logarithm in them.
const LOGARITHMS: [&str; 5] = ["ln", "log_softmax", "softplus", "log_sum_exp", "logsumexp"];

/// What may be a forgotten or a superfluous division by how many there are.
const SUMS: [&str; 5] = ["sum", "mean", "var", "std", "known_mean"];

/// Slips of writing an answer down: the calculation was understood.
const OF_WRITING: [&str; 6] = ["too-few-digits", "cut-off", "last-digit", "not-nothing", "other-length", "other-rows"];

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
    pub(super) fn of(made: &Mistaken, arises: Vec<String>) -> Self {
        Self { id: made.mistake.id.clone(), say: made.mistake.say.clone(), arises }
    }
}

/// A convention that the task's words settle, as the mistake that it is there.
pub(super) fn settled(convention: &Convention) -> Slip {
    let words = |lang: Lang| {
        let what = prose(convention.say.get(lang), Target::Line);
        say(lang, "slip.settled", &[("what", &what)])
    };
    Slip { id: convention.id.clone(), say: Bilingual::of(words), arises: Vec::new() }
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
    /// What can be told; the surest alone.
    pub(super) fn slips(&self) -> Vec<Slip> {
        let sure = [self.rounding(), self.other_answer(), self.other_shape(), self.order()];
        if let Some(slip) = sure.into_iter().flatten().next() {
            return vec![slip];
        }
        self.multiples()
    }

    /// The right value, to too few digits or with another last one.
    pub(super) fn rounding(&self) -> Option<Slip> {
        let digits = self.ask.digits?;
        let right = written(&self.ask.value, Some(digits));
        let given = self.reply.value.as_tensor()?;
        let truth = self.ask.value.as_tensor().filter(|truth| truth.shape() == given.shape())?;
        let pairs = || given.iter().copied().zip(truth.iter().copied());
        let few = (1..digits).rev().find(|few| {
            pairs().all(|(given, truth)| (*few..=digits).any(|kept| is(given, number::to_digits(truth, kept))))
        });
        if let Some(few) = few {
            return Some(slip("too-few-digits", &[("few", &few), ("digits", &digits), ("right", &right)]));
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

    /// The right value of another answer.
    fn other_answer(&self) -> Option<Slip> {
        let asks = &self.workings.exercise.ask;
        let others = asks.iter().zip(self.replies).filter(|(other, _)| other.key != self.ask.key);
        let mut fitting = others.filter(|(other, _)| self.reply.is(&other.value, other.digits));
        let (other, said) = fitting.next()?;
        let swapped = said.as_ref().is_some_and(|said| said.is(&self.ask.value, self.ask.digits));
        let id = if swapped { "swapped" } else { "other-answer" };
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
        let uses = |names: &[&str]| names.iter().any(|name| functions.contains(*name));
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
        if uses(&LOGARITHMS) {
            let bases = [("2", std::f64::consts::LN_2), ("10", std::f64::consts::LN_10)];
            let fits = bases.into_iter().filter(|(_, ln)| self.is(|x| x / ln));
            slips.extend(fits.map(|(base, _)| slip("other-base", &[("base", &base)])));
        }
        if uses(&SUMS) {
            for count in self.counts() {
                if self.is(|x| x * count) {
                    slips.push(slip("summed", &[("count", &count)]));
                } else if self.is(|x| x / count) {
                    slips.push(slip("averaged", &[("count", &count)]));
                }
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
        // Only of a share, or of shares, there is a complement.
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let are_shares = self.ask.value.as_tensor().is_some_and(|truth| truth.iter().all(|x| share(*x)));
        let rest = rest.into_iter().filter(|(id, _)| *id != "complement" || are_shares);
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
    Slip { id: id.into(), say: Bilingual::of(|lang| say(lang, &format!("slip.{id}"), args)), arises: Vec::new() }
}

fn told(id: &str, args: impl Fn(Lang) -> Vec<(&'static str, String)>) -> Slip {
    let words = |lang: Lang| {
        let args = args(lang);
        let args: Vec<(&str, &dyn Display)> = args.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        say(lang, &format!("slip.{id}"), &args)
    };
    Slip { id: id.into(), say: Bilingual::of(words), arises: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::{Verdict, Wanted, Workings, draw, given};
    use super::*;
    use crate::course::Course;

    /// What is told of each of these answers to one question.
    fn told_of(calculation: &str, values: &[(&str, &str)], key: &str, lines: &[(&str, &str)]) {
        let spec = Course::open(None).unwrap().calculation(calculation).value.unwrap();
        let texts: Vec<_> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        let exercise =
            draw::posed(&spec, &given, Wanted { keys: &[key.to_owned()], ..Wanted::default() }, false).unwrap();
        for (line, expected) in lines {
            let told = match Workings::of(&spec, &exercise).grade(line).unwrap().verdicts.remove(0) {
                Verdict::Right => "right".into(),
                Verdict::Mistake { id, .. } => id,
                _ => "".into(),
            };
            assert_eq!(&*told, *expected, "{line}");
        }
    }

    /// The loss is 1.0208333…, to four digits.
    #[test]
    fn a_wrong_number_is_told_by_what_was_done_to_the_right_one() {
        told_of(
            "mse",
            &[("y", "2.5,0.5,1.25"), ("t", "3,-1,2")],
            "loss",
            &[
                ("1.021", "right"),
                ("0", "not-nothing"),
                ("-1.021", "sign"),
                ("3.0625", "summed"),
                ("0.34028", "averaged"),
                ("2.0417", "twice"),
                ("0.5104", "half"),
                ("102.1", "percent"),
                ("1.0421", "squared"),
                ("1.0104", "root-taken"),
                ("0.97959", "reciprocal"),
                ("-0.02083", ""),
                ("10.208", "decimal-point"),
                ("0.0010208", "decimal-point"),
                ("0.010208", "decimal-point"),
                ("0.10208", "decimal-point"),
                ("1020.8", "decimal-point"),
                ("1.02", "too-few-digits"),
                ("1", "too-few-digits"),
                ("1.022", "last-digit"),
                ("1.019", ""),
                ("1.023", ""),
            ],
        );
    }

    /// The gradient is −1/3, 1, −1/2.
    #[test]
    fn a_wrong_list_is_told_by_its_order_and_its_entries() {
        told_of(
            "mse",
            &[("y", "2.5,0.5,1.25"), ("t", "3,-1,2")],
            "grad",
            &[
                ("-0.3333,1,-0.5", "right"),
                ("1,-0.3333,-0.5", "other-order"),
                ("0.3333,1,0.5", "absolute"),
                ("-0.33,1,-0.5", "too-few-digits"),
                ("-0.3334,1,-0.5", "last-digit"),
                ("-33.33,100,-50", "percent"),
                ("0,0,0", ""),
            ],
        );
    }

    #[test]
    fn a_list_in_another_shape_is_told_from_one_in_another_order() {
        let ask = |x: &str, lines: &[(&str, &str)]| told_of("convolve", &[("x", x), ("k", "[[1]]")], "y", lines);
        ask(
            "1,2,3;4,5,6",
            &[
                ("1,2,3;4,5,6", "right"),
                ("1,4;2,5;3,6", "transposed"),
                ("1,2;3,4;5,6", "other-rows"),
                ("1,2;3,4", "other-length"),
                ("4,5,6;1,2,3", "other-order"),
                ("4,5,6;1,2,7", ""),
            ],
        );
        ask("1,2;3,4", &[("1,3;2,4", "transposed"), ("4,3;2,1", "other-order"), ("1,2;3,5", "")]);
        told_of("clip", &[("g", "1,3"), ("max-norm", "1000")], "g", &[("1,3", "right"), ("3,1", "other-order")]);
    }

    #[test]
    fn a_count_that_is_one_off_is_told() {
        let values = [("name", "fc:5"), ("input", "1x2x2")];
        told_of("network", &values, "params", &[("25", "right"), ("26", "one-more"), ("24", "one-less"), ("27", "")]);
    }

    /// The entropy is 1.48547…
    #[test]
    fn digits_that_were_cut_off_are_told_from_rounded_ones() {
        told_of(
            "entropy",
            &[("p", "0.5,0.3,0.2"), ("q", "0.4,0.4,0.2")],
            "entropy",
            &[
                ("1.485", "right"),
                ("1.48", "cut-off"),
                ("1.49", "too-few-digits"),
                ("1.486", "last-digit"),
                ("1.4", ""),
                ("2.021", ""),
                ("0.02083", ""),
            ],
        );
    }

    #[test]
    fn what_stands_behind_the_digits_asked_for_is_cut_off() {
        for (x, digits, kept) in
            [(1.489, 3, 1.48), (-1.489, 3, -1.48), (0.001_99, 2, 0.0019), (1999.0, 2, 1900.0), (0.0, 3, 0.0)]
        {
            assert_eq!(cut_off(x, digits), kept, "{x}");
        }
        assert_eq!((unit(1.489, 3), unit(1489.0, 3)), (0.01, 10.0));
    }
    /// The output is 32 × 28.
    #[test]
    fn the_value_of_another_answer_is_told_and_a_swap_of_two() {
        let spec = Course::open(None).unwrap().calculation("conv").value.unwrap();
        let texts = [("n", "32x28"), ("f", "3"), ("p", "1")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        let keys = ["out_h".to_owned(), "out_w".to_owned()];
        let exercise = draw::posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
        let told = |line: &str| {
            let verdicts = Workings::of(&spec, &exercise).grade(line).unwrap().verdicts;
            verdicts.into_iter().map(|verdict| match verdict {
                Verdict::Right => "right".to_owned(),
                Verdict::Mistake { id, .. } => id.to_string(),
                _ => String::new(),
            })
        };
        let told = |line: &str| told(line).collect::<Vec<_>>();
        assert_eq!(told("out_h=32; out_w=28"), ["right", "right"]);
        assert_eq!(told("out_h=28; out_w=32"), ["swapped", "swapped"]);
        assert_eq!(told("out_h=28; out_w=28"), ["other-answer", "right"]);
        assert_eq!(told("out_h=32; out_w=32"), ["right", "other-answer"]);
        assert_eq!(told("out_h=33; out_w=29"), ["one-more", "one-more"]);
    }

    #[test]
    fn slips_of_writing_are_told_from_those_of_understanding() {
        for (id, of_writing) in [("cut-off", true), ("too-few-digits", true), ("sign", false), ("swapped", false)] {
            assert_eq!(is_of_writing(id), of_writing, "{id}");
        }
    }

    /// The overlap is 1 of 7.
    #[test]
    fn of_a_share_the_rest_is_told_and_of_a_loss_that_was_summed_one_count_alone() {
        let boxes = [("a", "0,0,2,2"), ("b", "1,1,3,3")];
        told_of("iou", &boxes, "iou", &[("0.1429", "right"), ("0.8571", "complement"), ("1.143", "")]);
        let spec = Course::open(None).unwrap().calculation("mse").value.unwrap();
        let texts = [("y", "2.5,0.5,1.25"), ("t", "3,-1,2")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        let keys = ["loss".to_owned()];
        let exercise = draw::posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
        let verdict = Workings::of(&spec, &exercise).grade("3.0625").unwrap().verdicts.remove(0);
        assert!(matches!(&verdict, Verdict::Mistake { others, .. } if others.is_empty()), "{verdict:?}");
    }
}
