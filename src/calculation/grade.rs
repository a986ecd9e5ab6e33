//! Grading: right, right under another convention, right given an earlier value, or which mistake it is.

use std::sync::Arc;

use ndarray::Dimension;

use super::answer::{Reading, Unreadable, read};
use super::derive::otherwise::{Answers, Mistaken, by_mistake, followed};
use super::derive::told::{Equation, Told, uses};
use super::derive::{Shown, needed};
use super::exercise::{Arises, Ask, Grade, Slip, Verdict};
use super::inverse;
use super::same::{Reply, same};
use super::slips::{Slipped, is_of_digits, named, settled};
use super::words;
use super::worked::{Worked, in_words};
use super::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::{Convention, Spec, Step};
use crate::course::{Bilingual, Lang, typed};
use crate::math::render::{self, Target, is_notation, prose};
use crate::math::{Expr, ExprKind, Value, number};
use crate::text::width;

/// A formula wider than this tells a student less than the words of its step.
const WIDE: usize = 160;

/// A value of more numbers than this is not shown with how it arises.
const ARISES: usize = 9;

/// A value of fewer digits than this is not seen to come from a mistake that gives more of them.
const LEAST: u32 = 2;

/// More entries than this are not listed as wrong.
const ENTRIES: usize = 4;

/// What a student says besides the value at hand, as far as it is not exactly the truth.
#[derive(Debug, Default)]
struct Said {
    /// Accepted, rounded as asked.
    rounded: Answers,
    /// Wrong, yet such that one can go on from it; and the rounded ones.
    all: Answers,
    /// Whether anything in it is wrong.
    wrong: bool,
}

impl Workings<'_> {
    /// Grades an answer line.
    ///
    /// # Errors
    /// A line that cannot be read: it is sent back and costs nothing.
    pub fn grade(&self, line: &str) -> Result<Grade, Unreadable> {
        let exercise = self.exercise;
        if !exercise.goal.is_empty() {
            return inverse::grade(self.spec, exercise, line);
        }
        let Reading { mut values, read_as } = read(self.spec, exercise, line)?;
        for (ask, reply) in exercise.ask.iter().zip(&mut values) {
            if let Some(reply) = reply {
                self.take_side(ask, reply);
            }
        }
        let verdicts: Vec<Verdict> = (exercise.ask.iter().zip(&values).enumerate())
            .map(|(at, (ask, reply))| match reply {
                Some(reply) => self.judge(ask, reply, &values, &self.said(at, &values)),
                None => Verdict::Missing,
            })
            .collect();
        let credited = verdicts.iter().filter(|v| v.credited()).count();
        let score = credited as f64 / verdicts.len().max(1) as f64;
        let replies = values.into_iter().map(|reply| Some(reply?.value)).collect();
        Ok(Grade { verdicts, score, read_as, replies })
    }

    /// Of a whole size, such as 55×55×96, the side that is asked for, where the whole is right, or where the task does not
    /// tell how deep it is.
    fn take_side(&self, ask: &Ask, reply: &mut Reply) {
        let list = match &reply.value {
            Value::Tensor(list) if ask.value.as_scalar().is_some() && list.ndim() == 1 => list,
            _ => return,
        };
        let side = |key: &str| self.derivation().and_then(|derivation| derivation.answers.get(key)?.as_scalar());
        let whole: Vec<f64> = self.spec.size.iter().filter_map(|known| side(&known.key)).collect();
        let square = list.len() == 3 && list[[0]] == list[[1]];
        if square && (whole.len() != list.len() || whole.iter().eq(list.iter())) {
            reply.value = Value::scalar(list[[0]]);
        }
    }

    /// What the student says for the other answers: this one may follow from it.
    fn said(&self, at: usize, replies: &[Option<Reply>]) -> Said {
        let mut said = Said::default();
        for (other, (ask, reply)) in self.exercise.ask.iter().zip(replies).enumerate() {
            let reply = reply.as_ref().filter(|reply| other != at && reply.value != ask.value);
            let Some(Reply { value, .. }) = reply else { continue };
            let right = reply.is_some_and(|reply| reply.is(&ask.value, ask.digits));
            if right {
                said.rounded.insert(ask.key.to_string(), value.clone());
            } else if !carries_on(value) {
                continue;
            }
            said.wrong |= !right;
            said.all.insert(ask.key.to_string(), value.clone());
        }
        said
    }

    /// What is known about a value.
    fn judge(&self, ask: &Ask, reply: &Reply, replies: &[Option<Reply>], said: &Said) -> Verdict {
        let gives = |answers: &Answers| answers.get(&*ask.key).is_some_and(|other| reply.is(other, ask.digits));
        let follows = |said: &Answers, gives: &dyn Fn(&Answers) -> bool| {
            let followed = || followed(self.spec, &self.exercise.given, said, &self.exercise.keys());
            !said.is_empty() && followed().is_some_and(|answers| gives(&answers))
        };
        // What goes on from a wrong value that was rounded when it was written down may be a digit off.
        let gives_nearly = |answers: &Answers| {
            let hangs_on_it = |other: &&Value| !same(other, &ask.value, ask.digits);
            answers.get(&*ask.key).filter(hangs_on_it).is_some_and(|other| reply.is(other, digits_on_the_way(ask)))
        };
        if reply.is(&ask.value, ask.digits) || follows(&said.rounded, &gives) {
            return Verdict::Right;
        }
        let otherwise = self.otherwise();
        let mut conventions = otherwise.conventions.iter().filter(|(_, answers)| gives(answers)).map(|(c, _)| &**c);
        if let Some(convention) = conventions.find(|convention| self.leaves_open(convention)) {
            return Verdict::Convention { say: convention.say.clone() };
        }
        let seen = Slipped { workings: self, ask, reply, replies };
        // Of two values in each other's place neither follows from the other, though a formula of both may say so.
        if said.wrong && !seen.is_swapped() && follows(&said.all, &|answers| gives(answers) || gives_nearly(answers)) {
            return Verdict::FollowOn;
        }
        let denied =
            |answers: &Answers, made_in: &dyn Fn(usize, &Step) -> bool| self.is_denied(ask, replies, answers, made_in);
        let slips = named(otherwise, gives).into_iter();
        let slips = slips.filter(|made| !denied(&made.answers, &|at, _| at == made.step));
        let of_mistake = |made| Slip::of(made, self.arises(made, ask, &reply.value, ask.digits));
        let mut slips: Vec<Slip> = slips.map(of_mistake).collect();
        let has = |step: &Step, other: &Convention| step.conventions.iter().any(|c| c.id == other.id);
        let conventions = otherwise.conventions.iter().filter(|(_, answers)| gives(answers));
        let conventions = conventions.filter(|(other, answers)| !denied(answers, &|_, step| has(step, other)));
        slips.extend(conventions.map(|(other, _)| settled(other)));
        if slips.is_empty() {
            slips = seen.slips(|| self.roughly(ask, reply));
        } else {
            slips.extend(seen.rounding().filter(|slip| seen.is_likely(slip)));
        }
        Verdict::of_slips(slips).unwrap_or_else(|| Verdict::Wrong { look: self.look(ask, &reply.value) })
    }

    /// Whether a mistake made in an earlier step would show in another answer that was given right, or as something else
    /// where its step is asked for. `answers` are what it gives.
    fn is_denied(
        &self,
        ask: &Ask,
        replies: &[Option<Reply>],
        answers: &Answers,
        made_in: &dyn Fn(usize, &Step) -> bool,
    ) -> bool {
        let steps: Vec<&Step> =
            self.spec.steps.iter().enumerate().filter(|(at, step)| made_in(*at, step)).map(|(_, step)| step).collect();
        // Made in the formula of this answer itself it may show here alone: in one of several turns, on one side.
        if steps.iter().any(|step| step.gives(&ask.key)) {
            return false;
        }
        self.exercise.ask.iter().zip(replies).filter(|(other, _)| other.key != ask.key).any(|(other, reply)| {
            let (Some(reply), Some(made)) = (reply, answers.get(&*other.key)) else { return false };
            let own = steps.iter().any(|step| step.gives(&other.key));
            (own || reply.is(&other.value, other.digits)) && !reply.is(made, other.digits)
        })
    }

    /// The mistakes that come to the value as far as it goes, where it was written to fewer digits than asked for.
    fn roughly(&self, ask: &Ask, reply: &Reply) -> Vec<Slip> {
        let typed = ask.digits.and_then(|digits| (1..digits).find(|few| is_of_digits(&reply.value, *few)));
        let Some(digits) = typed.filter(|digits| *digits >= LEAST) else { return Vec::new() };
        let gives = |answers: &Answers| {
            // A mistake in another answer leaves this one as it is.
            let wrong = answers.get(&*ask.key).filter(|value| !same(value, &ask.value, ask.digits));
            let rounded = wrong.and_then(|value| number::rounded(value, digits));
            rounded.is_some_and(|value| same(&reply.value, &value, ask.digits))
        };
        let made = named(self.otherwise(), gives).into_iter();
        made.map(|made| Slip::of(made, self.arises(made, ask, &reply.value, Some(digits)))).collect()
    }

    fn leaves_open(&self, convention: &Convention) -> bool {
        self.exercise.open.contains(&convention.id)
    }

    /// Which entries of an answer differ, and by what formula it comes about.
    fn look(&self, ask: &Ask, value: &Value) -> Bilingual {
        let told = self.derivation().map(|derivation| derivation.told(self.behind())).unwrap_or_default();
        // Of a step that is taken in turns, the turn that gives this answer.
        let gives = |told: &&Told<'_>| told.shown.keys.iter().any(|key| **key == *ask.key);
        let given = |told: &&Told<'_>| self.spec.steps[told.shown.step].gives(&ask.key);
        // An answer that no shown step gives is taken over from the last one that it hangs on.
        let last = || {
            let derivation = self.derivation()?;
            let behind = needed::behind(self.spec, derivation, &[ask.key.to_string()]);
            let last = derivation.steps.iter().zip(behind).rfind(|(_, behind)| *behind)?.0;
            told.iter().find(|told| told.shown.order == last.order)
        };
        let at = || told.iter().rev();
        let told = at().find(gives).or_else(|| at().find(given)).or_else(last).or_else(|| told.last());
        let glossary = |told: &Told<'_>| {
            // The left side is what the title says.
            let mut said: Vec<Arc<str>> = vec![told.shown.trace.name.clone()];
            said.extend(told.introduced.iter().flat_map(|known| uses(&known.left)).map(|used| used.name));
            self.glossary([&told.formula], &mut said)
        };
        let look = told.map_or_else(|| ask.title.clone(), |told| look(self.spec, told, &ask.title, &glossary(told)));
        match entries(value, ask) {
            Some(entries) => Bilingual { zh: entries.zh + "\n" + &look.zh, en: entries.en + "\n" + &look.en },
            None => look,
        }
    }

    /// How the value of a mistake comes about: the step where it is made with numbers in, and where that is not the
    /// value that was given, the step that gives this. Nothing where it would not end there.
    fn arises(&self, made: &Mistaken, ask: &Ask, value: &Value, digits: Option<u32>) -> Arises {
        let keys = self.exercise.keys();
        let derivation = by_mistake(self.spec, &self.exercise.given, made, &keys);
        let (Some(derivation), Some(own)) = (derivation, self.derivation()) else { return Arises::default() };
        let same_as = |a: &Shown, b: &Shown| a.step == b.step && a.turn == b.turn && a.trace.value == b.trace.value;
        let changed = |shown: &&Shown| !own.steps.iter().any(|other| same_as(other, shown));
        let ends = |shown: &&Shown| is_or_has(value, &shown.trace.value, digits);
        let steps = || derivation.steps.iter().rev();
        let gives = |shown: &&Shown| shown.keys.iter().any(|key| **key == *ask.key);
        // Of a step that is taken for each of several answers, the turn of this one.
        let made_in = || steps().filter(|shown| shown.step == made.step);
        let fault = made_in().find(gives).or_else(|| made_in().find(changed)).filter(changed);
        let source = derivation.sources.get(&*ask.key);
        let result = steps().find(gives).or_else(|| steps().find(|shown| source == Some(&shown.step)));
        let result = result.filter(changed).filter(ends);
        let last = match (fault.filter(ends), result) {
            (Some(fault), Some(result)) if fault.step == result.step => Some(fault),
            (fault, result) => result.or(fault),
        };
        let write = |shown: &Shown| equation(&derivation.told([shown]).pop()?);
        let Some((last, end)) = last.and_then(|last| Some((last, write(last)?))) else { return Arises::default() };
        let first = fault.filter(|fault| fault.order != last.order).and_then(write);
        let wide = |equation: &Equation| width(&equation.to_string());
        let first = first.filter(|first| wide(first) + wide(&end) <= WIDE);
        let equations: Vec<Equation> = first.into_iter().chain([end]).collect();
        let sides = equations.iter().flat_map(|equation| std::iter::once(&equation.left).chain(&equation.sides));
        // What is asked for is called by its title already.
        let asked = Some(&last.trace.name).filter(|_| gives(&last)).cloned();
        let names = self.glossary(sides, &mut asked.into_iter().collect());
        Arises { equations: equations.iter().map(ToString::to_string).collect(), names }
    }
}

/// A step with numbers in, and what it comes to; its formula, where that is but a name.
fn equation(told: &Told<'_>) -> Option<Equation> {
    let trace = &told.shown.trace;
    let value = Expr::value(trace.value.clone());
    let left = Worked::left(told.shown);
    let tells = |side: &&Expr| {
        let side = render::line(side);
        side != render::line(&value) && side != render::line(&left)
    };
    // `m[T]` is told by its value alone.
    let named = matches!(&told.formula.kind, ExprKind::Index(_, at) if !at.iter().all(Expr::is_literal));
    let formula = Some(&told.formula).filter(|_| !named);
    let side = std::iter::once(&trace.substituted).chain(formula).find(tells);
    let is_word = matches!(trace.value, Value::Text(_));
    if is_word || side.is_some_and(|side| !is_notation(side)) || trace.value.len() > ARISES {
        return None;
    }
    let mut sides = render::sharp(side.cloned().into_iter().chain([value]).collect());
    sides.dedup_by_key(|side| render::line(side));
    let equation = Equation { left, sides };
    (width(&equation.to_string()) <= WIDE).then_some(equation)
}

/// Whether a value is another one, or has it as a part: a sequence the value of a turn. Of a size a side is enough.
fn is_or_has(value: &Value, part: &Value, digits: Option<u32>) -> bool {
    if let (Value::Number(_), Value::Pair(sides)) = (value, part) {
        return sides.iter().any(|side| same(value, &Value::scalar(*side), digits));
    }
    let is = |value: &Value| same(value, part, digits);
    is(value)
        || value.as_tensor().is_some_and(|tensor| {
            tensor.ndim() == part.shape().len() + 1 && tensor.outer_iter().any(|item| is(&item.to_owned().into()))
        })
}

/// By what formula a step comes about, under its title or another, with what its names stand for; in words where no
/// notation tells it.
pub(super) fn look(spec: &Spec, told: &Told<'_>, other: &Bilingual, glossary: &Bilingual) -> Bilingual {
    let step = &spec.steps[told.shown.step];
    let title = words::title(step, told.shown.turn.as_ref());
    // A name alone, or names that no step shows, tell nothing.
    let is_given = |left: &Expr| uses(left).iter().any(|used| is_entry_of_given(spec, &used.name));
    let is_dark =
        told.introduced.iter().any(|known| known.sides.iter().all(Expr::is_literal) && !is_given(&known.left));
    let is_dark = is_dark || matches!(told.formula.kind, ExprKind::Name(_) | ExprKind::Index(..));
    Bilingual::of(|lang: Lang| {
        let title = prose(title.as_ref().unwrap_or(other).get(lang), Target::Line);
        let why = step.say.as_ref().map(|why| prose(why.get(lang), Target::Line));
        let side = render::line(&in_words(&told.formula, step, lang));
        let formula = format!("{} = {side}", render::line(&Worked::left(told.shown)));
        let told_formula = || formula.clone() + glossary.get(lang);
        match why.filter(|_| is_dark || width(&formula) > WIDE || !is_notation(&told.formula)) {
            Some(why) => say(lang, "slip.look-words", &[("title", &title), ("why", &why)]),
            None => say(lang, "slip.look", &[("title", &title), ("formula", &told_formula())]),
        }
    })
}

/// Whether a name stands for an entry of a table that is given: the kernel of a layer.
fn is_entry_of_given(spec: &Spec, name: &str) -> bool {
    let body = spec.steps.iter().find(|step| *step.binding.name == *name).map(|step| &step.binding.body.kind);
    let Some(ExprKind::Index(table, _)) = body else { return false };
    matches!(&table.kind, ExprKind::Name(table) if spec.by_symbol(table).is_some())
}

/// The entries of a list or a matrix that are wrong, where others are right.
fn entries(value: &Value, ask: &Ask) -> Option<Bilingual> {
    let (given, truth) = (value.as_tensor()?, ask.value.as_tensor()?);
    if given.shape() != truth.shape() {
        return None;
    }
    let number = |x: f64| typed::written(&Value::scalar(x), ask.digits).replace('-', "−");
    let is_right = |at: &ndarray::IxDyn| same(&Value::scalar(given[at]), &Value::scalar(truth[at]), ask.digits);
    let wrong: Vec<ndarray::IxDyn> = ndarray::indices(truth.shape()).into_iter().filter(|at| !is_right(at)).collect();
    if wrong.is_empty() || wrong.len() == truth.len() || wrong.len() > ENTRIES {
        return None;
    }
    Some(Bilingual::of(|lang| {
        let each = wrong.iter().map(|at| {
            let place: Vec<String> = at.as_array_view().iter().map(|index| (index + 1).to_string()).collect();
            let place = place.join(", ");
            let (given, right) = (number(given[at]), number(truth[at]));
            say(lang, "slip.entry", &[("place", &place), ("given", &given), ("right", &right)])
        });
        let each = each.collect::<Vec<_>>().join(&say(lang, "calc.semicolon", &[]));
        say(lang, "slip.entries", &[("entries", &each)])
    }))
}

/// The digits in which a value agrees with what follows from others that were rounded when they were written down.
fn digits_on_the_way(ask: &Ask) -> Option<u32> {
    ask.digits.map(|digits| digits.saturating_sub(1).max(LEAST).min(digits))
}

/// Whether one computes with a wrong value at all: whatever goes on from nothing but zeros or ones is there already.
fn carries_on(value: &Value) -> bool {
    let Some(tensor) = value.as_tensor() else { return true };
    let all = |x: f64| tensor.iter().all(|entry| *entry == x);
    tensor.iter().all(|entry| entry.is_finite()) && !all(0.0) && !all(1.0)
}

#[cfg(test)]
mod tests;
