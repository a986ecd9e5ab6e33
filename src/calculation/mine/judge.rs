//! Judging one line after another.

mod meant;
mod side_of;
mod words;

use std::cell::OnceCell;

use super::line::Line;
use super::side::{Side, adapted, agree, same};
use super::target::Target;
use super::{Mark, Marked};
use crate::calculation::Wanted;
use crate::calculation::derive::stated::{Stated, going_on};
use crate::calculation::derive::{Change, Derivation};
use crate::calculation::draw::posed;
use crate::calculation::exercise::{Arises, Slip, Verdict};
use crate::calculation::given::Given;
use crate::calculation::grade::look;
use crate::calculation::same::same as same_value;
use crate::calculation::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::course::{Bilingual, formula_error, typed};
use crate::math::parse::visit;
use crate::math::{Expr, ExprKind, Machine, MathError, MathErrorKind, Value, render};
use meant::is_a_term;
use side_of::number;

/// A line that was read.
struct Read {
    /// The name before it, as it is to be written, and the places of the targets that it may mean.
    name: Option<(String, Vec<usize>)>,
    sides: Vec<Side>,
    /// Whether it has a name of its own that is none of the calculation's and means one thing: `FPR`.
    other: bool,
}

/// What a line was read as.
enum Reading {
    /// Sides that are to be compared.
    Sides(Read),
    /// A word or a formula that stands for a target's value, and what is to be said of it.
    Judged { mark: Mark, at: usize, value: Value },
}

/// Judges lines, and remembers what they say.
pub(super) struct Judge<'a> {
    spec: &'a Spec,
    given: &'a Given,
    derivation: &'a Derivation,
    targets: Vec<Target<'a>>,
    /// Which targets a line has been about.
    claimed: Vec<bool>,
    /// What lines say that is right but for rounding; and with what is wrong too.
    rounded: Stated,
    all: Stated,
    /// Whether any of it is wrong.
    wrong: bool,
    /// What every mistake and convention comes to.
    otherwise: OnceCell<Vec<(Slip, Derivation)>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(spec: &'a Spec, given: &'a Given, derivation: &'a Derivation) -> Self {
        let targets = Target::all(spec, derivation);
        let claimed = vec![false; targets.len()];
        let (rounded, all) = (Stated::new(), Stated::new());
        Self { spec, given, derivation, targets, claimed, rounded, all, wrong: false, otherwise: OnceCell::new() }
    }

    /// Judges a line; one equation after the other, where it has several of them.
    pub(super) fn line(&mut self, number: usize, text: &str) -> Vec<Marked> {
        let apart = self.equations(text);
        if apart.len() < 2 || text.contains('=') && self.reads_whole(text) {
            return vec![self.equation(number, text)];
        }
        apart.into_iter().map(|piece| self.equation(number, piece)).collect()
    }

    /// Judges one equation.
    fn equation(&mut self, number: usize, text: &str) -> Marked {
        let marked = |read_as, mark, step: Option<&str>, value, right| Marked {
            number,
            text: text.to_owned(),
            read_as,
            mark,
            step: step.map(Into::into),
            value,
            right,
        };
        let read = match self.read(text) {
            Ok(Reading::Sides(read)) => read,
            Ok(Reading::Judged { mark, at, value }) => {
                let target = &self.targets[at];
                let right = mark.is_wrong().then(|| target.value.clone());
                return marked(None, mark, Some(&target.name), Some(value), right);
            }
            Err(why) => return marked(None, Mark::Unread { why }, None, None, None),
        };
        let read_as = read.written();
        let Some(last) = read.sides.last().cloned() else {
            let why = Bilingual::of(|lang| say(lang, "mine.nothing", &[]));
            return marked(None, Mark::Unread { why }, None, None, None);
        };
        let (mark, at) = self.judged(&read, &last);
        let right = at.filter(|_| mark.is_wrong()).map(|at| self.targets[at].value.clone());
        if let Some(at) = at {
            self.remember(at, &last, &mark);
        }
        let step = at.filter(|at| self.targets[*at].step.is_some()).map(|at| self.targets[at].name.clone());
        marked(Some(read_as), mark, step.as_deref(), Some(last.value), right)
    }

    /// What is to be said of a line, and what it is about.
    fn judged(&self, read: &Read, last: &Side) -> (Mark, Option<usize>) {
        let contradiction = read.contradiction();
        let Some((_, places)) = &read.name else {
            let found = contradiction.is_none().then(|| self.anywhere(read, last)).flatten();
            return match (contradiction, found) {
                (Some(say), _) => (Mark::Contradicts { say }, None),
                (None, Some((mark, at))) => (mark, Some(at)),
                (None, None) => (self.of_no_step(read, last), None),
            };
        };
        let of = |at: usize| self.fits(at, last);
        let at = places.iter().copied().find(|at| of(*at) == Some(false) && !self.claimed[*at]);
        let at = at.or_else(|| places.iter().copied().find(|at| of(*at).is_some()));
        let at = at.or_else(|| places.iter().copied().find(|at| !self.claimed[*at])).or(places.first().copied());
        let Some(at) = at else { return (Mark::Known, None) };
        if let Some(say) = contradiction {
            return (Mark::Contradicts { say }, Some(at));
        }
        let is_part = read.is_worked() && self.is_share(at, last) || places.iter().any(|at| self.is_entry(*at, last));
        if of(at).is_none() && is_part && self.slips(at, last).is_empty() {
            return (Mark::Known, None);
        }
        match (of(at), &self.targets[at].step) {
            (Some(_), None) => (Mark::Known, Some(at)),
            (Some(false), _) => (Mark::Right, Some(at)),
            (Some(true), _) => (Mark::Follows, Some(at)),
            (None, None) => {
                let (mark, at) = self.anew(last).unwrap_or_else(|| (self.astray(at, last), at));
                (mark, Some(at))
            }
            (None, Some(_)) => (self.astray(at, last), Some(at)),
        }
    }

    /// Whether a side fits a target: `Some(false)` where it is right, `Some(true)` where it follows from a wrong line.
    fn fits(&self, at: usize, side: &Side) -> Option<bool> {
        let target = &self.targets[at];
        if same(side, &target.value) {
            return Some(false);
        }
        let in_run = |stated: &Stated| {
            let run = going_on(self.spec, self.given, stated, None)?;
            target.value_in(&run)
        };
        if !self.rounded.is_empty() && in_run(&self.rounded).is_some_and(|value| same(side, &value)) {
            return Some(false);
        }
        (self.wrong && in_run(&self.all).is_some_and(|value| same(side, &value))).then_some(true)
    }

    /// The first of some targets that a side fits, those that no line has been about before the others.
    fn fitting(&self, last: &Side, is_meant: impl Fn(usize) -> bool) -> Option<(Mark, usize)> {
        let first = |follows: bool| {
            let fits = |at: &usize| is_meant(*at) && self.fits(*at, last) == Some(follows);
            (0..self.targets.len()).filter(fits).min_by_key(|at| self.claimed[*at])
        };
        let right = first(false).map(|at| (Mark::Right, at));
        right.or_else(|| first(true).map(|at| (Mark::Follows, at)))
    }

    /// The step that gives anew what was given, where a line calls the new value by the old one's name.
    fn anew(&self, last: &Side) -> Option<(Mark, usize)> {
        self.fitting(last, |at| self.targets[at].step.is_some() && !self.claimed[at])
    }

    /// The step that a line without a name is about: the first that it fits, or that a mistake makes it.
    fn anywhere(&self, read: &Read, last: &Side) -> Option<(Mark, usize)> {
        let shown = |at: &usize| self.targets[*at].shown;
        if let Some(found) = self.fitting(last, |at| shown(&at)) {
            return Some(found);
        }
        if read.sides.len() > 1 || read.other {
            return None;
        }
        let by_mistake = |at: &usize| {
            let slips = self.slips(*at, last);
            (!slips.is_empty()).then_some((Mark::Wrong { slips, look: None }, *at))
        };
        (0..self.targets.len()).filter(shown).filter(|at| !self.claimed[*at]).find_map(|at| by_mistake(&at))
    }

    /// A line without a name that is part of no step: true as far as it goes, or a result that is none.
    fn of_no_step(&self, read: &Read, last: &Side) -> Mark {
        if let Value::Truth(holds) = last.value {
            let look = Bilingual::of(|lang| say(lang, "mine.untrue", &[]));
            return if holds { Mark::Known } else { Mark::Wrong { slips: Vec::new(), look: Some(look) } };
        }
        let worked = !matches!(last.expr.kind, ExprKind::Number(..));
        if read.sides.len() > 1 || read.other && worked || self.is_on_the_way(last) {
            return Mark::Known;
        }
        let look = Bilingual::of(|lang| say(lang, "mine.no-step", &[]));
        Mark::Wrong { slips: Vec::new(), look: Some(look) }
    }

    /// Whether some part of a worked step comes to the same.
    fn is_on_the_way(&self, side: &Side) -> bool {
        if matches!(side.expr.kind, ExprKind::Number(..)) {
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

    /// What is wrong with a side that should be a target's value.
    fn astray(&self, at: usize, side: &Side) -> Mark {
        let target = &self.targets[at];
        let mut slips = self.slips(at, side);
        let mut shown = None;
        if let (true, Some(key)) = (slips.is_empty(), &target.key) {
            let keys = [key.clone()];
            let wanted = Wanted { keys: &keys, ..Wanted::default() };
            if let Ok(exercise) = posed(self.spec, self.given, wanted, false) {
                let verdict = Workings::of(self.spec, &exercise).grade(&typed::written(&side.value, None));
                if let Ok(mut grade) = verdict {
                    match grade.verdicts.pop() {
                        Some(Verdict::Mistake { id, say, arises, others }) => {
                            slips = std::iter::once(Slip { id, say, arises }).chain(others).collect();
                        }
                        Some(Verdict::Wrong { look }) => shown = Some(look),
                        _ => {}
                    }
                }
            }
        }
        let look = if slips.is_empty() { shown.or_else(|| self.look(at)) } else { None };
        Mark::Wrong { slips, look }
    }

    /// By what formula a target's value comes about.
    fn look(&self, at: usize) -> Option<Bilingual> {
        let target = &self.targets[at];
        let Some((step, turn)) = &target.step else {
            let is = render::line(&Expr::value(target.value.clone()));
            return Some(Bilingual::of(|lang| say(lang, "mine.given", &[("is", &is)])));
        };
        let mut all = self.derivation.steps.iter().chain(&self.derivation.asides);
        let shown = all.find(|shown| shown.step == *step && (shown.turn == *turn || turn.is_none()))?;
        let title = Bilingual::from(target.name.clone());
        let told = self.derivation.told([shown]).pop()?;
        Some(look(self.spec, &told, &title, &Bilingual::default()))
    }

    /// The mistakes and conventions by which a target comes to what a side says.
    fn slips(&self, at: usize, side: &Side) -> Vec<Slip> {
        let target = &self.targets[at];
        let mut slips: Vec<Slip> = Vec::new();
        for (slip, run) in self.otherwise() {
            let gives = || target.value_in(run).is_some_and(|value| same(side, &value));
            if !slips.iter().any(|known| known.id == slip.id) && gives() {
                slips.push(slip.clone());
            }
        }
        slips
    }

    /// What every mistake comes to, then every convention.
    fn otherwise(&self) -> &[(Slip, Derivation)] {
        self.otherwise.get_or_init(|| {
            let nothing = Stated::new();
            let run =
                |step, when, formula| going_on(self.spec, self.given, &nothing, Some(Change { step, when, formula }));
            let steps = || self.spec.steps.iter().enumerate();
            let mistakes = steps().flat_map(|(at, step)| step.mistakes.iter().map(move |mistake| (at, mistake)));
            let mistakes = mistakes.filter_map(|(at, mistake)| {
                let slip = Slip { id: mistake.id.clone(), say: mistake.say.clone(), arises: Arises::default() };
                Some((slip, run(at, mistake.when.as_ref(), &mistake.formula)?))
            });
            let conventions = steps().flat_map(|(at, step)| step.conventions.iter().map(move |other| (at, other)));
            let conventions = conventions.filter_map(|(at, other)| {
                let slip = Slip { id: other.id.clone(), say: other.say.clone(), arises: Arises::default() };
                Some((slip, run(at, other.when.as_ref(), &other.formula)?))
            });
            mistakes.chain(conventions).collect()
        })
    }

    /// Goes on from what a line says.
    fn remember(&mut self, at: usize, last: &Side, mark: &Mark) {
        self.claimed[at] = true;
        let target = &self.targets[at];
        if target.step.is_none() || last.value == target.value {
            return;
        }
        let value = adapted(&last.value, &target.value);
        match mark {
            Mark::Right => target.state(&value, &mut self.rounded),
            Mark::Wrong { .. } | Mark::Contradicts { .. } => self.wrong = true,
            Mark::Follows => {}
            Mark::Known | Mark::Unread { .. } => return,
        }
        target.state(&value, &mut self.all);
    }

    /// Reads a line; a word or a formula that is asked for is judged at once.
    fn read(&self, text: &str) -> Result<Reading, Bilingual> {
        let mut line = Line::of(text);
        if line.sides.len() > 1 {
            line.sides = line.sides.iter().map(|side| self.without_comparison(side)).collect();
        }
        // A step's bare name repeats what is asked.
        let is_name = |side: &String| self.called(side).is_some_and(|at| self.targets[at[0]].step.is_some());
        if line.is_open || matches!(line.sides.as_slice(), [only] if is_name(only)) {
            return Err(Bilingual::of(|lang| say(lang, "mine.nothing", &[])));
        }
        self.lead_off(&mut line);
        let mut sides: &[String] = &line.sides;
        let mut name = line.words.as_ref().and_then(|words| Some((words.clone(), self.called(words)?)));
        let mut strange = None;
        if let [first, rest @ ..] = sides
            && !rest.is_empty()
        {
            if let Some(places) = self.called(first).or_else(|| self.power(first)) {
                (name, sides) = (Some((first.clone(), places)), rest);
            } else if self.side(first, None).is_err() && is_word(first) {
                (strange, sides) = (Some(first.clone()), rest);
            }
        }
        if let (Some((_, places)), Some(said)) = (&name, sides.last())
            && let Some(judged) = places.iter().find_map(|at| self.word(*at, said).or_else(|| self.formula(*at, said)))
        {
            return Ok(judged);
        }
        let scalar = name
            .as_ref()
            .is_some_and(|(_, places)| places.iter().all(|at| self.targets[*at].value.as_scalar().is_some()));
        let own = name.as_ref().map(|(_, places)| places.as_slice());
        let read = sides.iter().map(|side| match side {
            side if scalar => number(side).map_or_else(|| self.side(side, own), Ok),
            side => self.side(side, own),
        });
        let sides = read.collect::<Result<Vec<Side>, MathError>>().map_err(|error| why(&error))?;
        let mut sides = self.as_products(sides, own);
        name = name.filter(|(_, places)| !self.is_another(places, &sides));
        if let (Some(letter), Some(last)) = (&strange, sides.last()) {
            let places = self.mistaken(letter, last);
            name = name.or_else(|| (!places.is_empty()).then(|| (letter.clone(), places)));
        }
        let own = name.as_ref().map(|(_, places)| places.as_slice());
        self.take_norms(&mut sides, own);
        let other = strange.as_ref().is_some_and(|name| is_a_term(name));
        if let (Some(strange), [only]) = (&strange, sides.as_slice()) {
            let worked = other && !matches!(only.expr.kind, ExprKind::Number(..));
            let read = Read { name: None, sides: vec![only.clone()], other };
            if !worked && self.anywhere(&read, only).is_none() {
                return Err(Bilingual::of(|lang| say(lang, "mine.unknown", &[("name", strange)])));
            }
        }
        let is_number = sides.last().is_some_and(|side| side.value.as_scalar().is_some());
        let name = name.map(|(written, places)| (self.set(&written, &places), places));
        let name = name.map(|(written, places)| {
            let of_number = self.of_number(&places).filter(|_| is_number);
            (written, of_number.unwrap_or(places))
        });
        Ok(Reading::Sides(Read { name, sides, other }))
    }

    /// The targets that a name means: exactly, else whatever the case and by titles; steps before what was given.
    fn called(&self, name: &str) -> Option<Vec<usize>> {
        let by = |is: &dyn Fn(&Target<'_>) -> bool| {
            let all = || (0..self.targets.len()).filter(|at| is(&self.targets[*at]));
            let steps: Vec<usize> = all().filter(|at| self.targets[*at].step.is_some()).collect();
            let places = if steps.is_empty() { all().collect() } else { steps };
            (!places.is_empty()).then_some(places)
        };
        by(&|target| target.is_named(name)).or_else(|| by(&|target| target.is_called(name)))
    }

    /// The target that a power is, written where a name is expected: of `s^2` the step that binds `s_2`, unless there
    /// is an `s` whose square is something else.
    fn power(&self, written: &str) -> Option<Vec<usize>> {
        let (base, exponent) = written.split_once('^')?;
        let places = self.called(&format!("{}{}", base.trim(), exponent.trim()))?;
        let value = self.side(written, None).ok().map(|side| side.value);
        let is = |at: &usize| {
            let target = &self.targets[*at];
            target.step.is_some() && value.as_ref().is_none_or(|value| same_value(value, &target.value, None))
        };
        places.iter().all(is).then_some(places)
    }

    /// A name as it is written in a solution, where it is a symbol.
    fn set(&self, written: &str, places: &[usize]) -> String {
        let symbol = places.first().map(|at| render::line(&self.targets[*at].symbol));
        let bare = |text: &str| text.replace(['_', '{', '}'], "").to_lowercase();
        let typed = places.first().map(|at| render::source(&self.targets[*at].symbol));
        match (symbol, typed) {
            (Some(symbol), Some(typed)) if bare(&typed.replace(['[', ']'], "")) == bare(written) => symbol,
            _ => written.to_owned(),
        }
    }
}

impl Read {
    /// The line as it was read.
    fn written(&self) -> String {
        let name = self.name.iter().map(|(name, _)| name.clone());
        name.chain(self.sides.iter().map(|side| render::line(&side.expr))).collect::<Vec<_>>().join(" = ")
    }

    /// Whether a side of it is more than a number.
    fn is_worked(&self) -> bool {
        self.sides.iter().any(|side| !matches!(side.expr.kind, ExprKind::Number(..)))
    }

    /// Two sides that differ, in words.
    fn contradiction(&self) -> Option<Bilingual> {
        let pair = self.sides.windows(2).find(|pair| !agree(&pair[0], &pair[1]))?;
        let [left, right] = [0, 1].map(|at| render::line(&pair[at].expr));
        let [is, other] = [0, 1].map(|at| render::line(&Expr::value(pair[at].value.clone())));
        let parts: [(&str, &dyn std::fmt::Display); 4] =
            [("left", &left), ("is", &is), ("right", &right), ("other", &other)];
        let plain = [0, 1].map(|at| matches!(pair[at].expr.kind, ExprKind::Number(..)));
        let key = match plain {
            [true, true] => "mine.is-not",
            [false, true] => "mine.differs-from",
            _ => "mine.differ",
        };
        Some(Bilingual::of(|lang| say(lang, key, &parts)))
    }
}

/// Why a line cannot be read.
fn why(error: &MathError) -> Bilingual {
    match &error.kind {
        MathErrorKind::UnknownName { name, .. } => Bilingual::of(|lang| say(lang, "mine.unknown", &[("name", name)])),
        kind => {
            let what = formula_error::sentences(kind);
            Bilingual::of(|lang| say(lang, "answer.formula", &[("what", &what.get(lang))]))
        }
    }
}

/// Whether a side is a word, or some: no formula.
fn is_word(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'))
}
