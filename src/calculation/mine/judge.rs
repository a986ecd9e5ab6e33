//! Judging one line after another.

mod meant;
mod names;
mod near;
mod reading;
mod side_of;
mod words;

use std::cell::OnceCell;
use std::collections::HashMap;

use super::side::{Side, adapted, agree, same};
use super::target::Target;
use super::{Mark, Marked};
use crate::calculation::Wanted;
use crate::calculation::derive::Derivation;
use crate::calculation::derive::change::Change;
use crate::calculation::derive::stated::{Stated, going_on};
use crate::calculation::draw::posed;
use crate::calculation::exercise::{Arises, Slip, Verdict};
use crate::calculation::given::Given;
use crate::calculation::grade::look;
use crate::calculation::workings::Workings;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::course::{Bilingual, typed};
use crate::math::{Expr, ExprKind, Value, parse_answer, render};
use names::of_its_own;

/// A line that was read.
struct Read {
    /// The name before it, as it is to be written, and the places of the targets that it may mean.
    name: Option<(String, Vec<usize>)>,
    sides: Vec<Side>,
    /// A name before it that is none of the calculation's.
    strange: Option<Strange>,
}

/// A name that is none of the calculation's.
struct Strange {
    name: String,
    /// Whether it means one thing wherever it stands: `FPR`, a word.
    is_term: bool,
    /// The targets that may be meant.
    likely: Vec<usize>,
    /// The lists of which it means an entry, and the entry's index.
    entry: Option<(Vec<usize>, Vec<usize>)>,
    /// Whether it is of one among several: 每个核.
    of_each: bool,
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
    /// The calculation, going on from the one and from the other.
    runs: [OnceCell<Option<Derivation>>; 2],
    /// Whether any of it is wrong.
    wrong: bool,
    /// What lines say of names of their own: `q = x + y = 3`.
    own: HashMap<String, Value>,
    /// What every mistake and convention comes to.
    otherwise: OnceCell<Vec<(Slip, Derivation)>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(spec: &'a Spec, given: &'a Given, derivation: &'a Derivation) -> Self {
        let targets = Target::all(spec, derivation);
        let claimed = vec![false; targets.len()];
        let (rounded, all) = (Stated::new(), Stated::new());
        let (runs, own, otherwise) = (no_runs(), HashMap::new(), OnceCell::new());
        Self { spec, given, derivation, targets, claimed, rounded, all, runs, wrong: false, own, otherwise }
    }

    /// Judges a line; one equation after the other, where it has several of them.
    pub(super) fn line(&mut self, number: usize, text: &str) -> Vec<Marked> {
        let apart = self.equations(text);
        if apart.len() < 2 || text.contains('=') && !self.are_named(&apart) && self.reads_whole(text) {
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
        let last = match (&mark, at) {
            (Mark::Right, Some(at)) => last.meant(&self.targets[at].value),
            _ => last,
        };
        if let Some(at) = at {
            self.remember(at, &last, &mark);
        }
        if let (Mark::Known | Mark::Right, Some(strange)) = (&mark, &read.strange)
            && let Ok(Expr { kind: ExprKind::Name(name), .. }) = parse_answer(&strange.name)
        {
            self.own.insert(name.to_string(), last.value.clone());
        }
        let step = at.filter(|at| self.targets[*at].step.is_some()).map(|at| self.targets[at].name.clone());
        marked(Some(read_as), mark, step.as_deref(), Some(last.value), right)
    }

    /// What is to be said of a line, and what it is about.
    fn judged(&self, read: &Read, last: &Side) -> (Mark, Option<usize>) {
        let contradiction = read.contradiction();
        let Some((_, places)) = &read.name else {
            return contradiction.map_or_else(|| self.unnamed(read, last), |say| (Mark::Contradicts { say }, None));
        };
        let of = |at: usize| self.fits(at, last);
        let at = places.iter().copied().find(|at| of(*at) == Some(false) && !self.claimed[*at]);
        let at = at.or_else(|| places.iter().copied().find(|at| of(*at).is_some()));
        let at = at.or_else(|| places.iter().copied().find(|at| !self.claimed[*at])).or(places.first().copied());
        let Some(at) = at else { return (Mark::Known, None) };
        if let Some(say) = contradiction {
            return (Mark::Contradicts { say }, Some(at));
        }
        if let (None, Some(found)) = (of(at), self.shape(last)) {
            return (found.0, Some(found.1));
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
        let is = |truth: &Value| same(side, truth) || side.others.iter().any(|value| same(&side.with(value), truth));
        if is(&target.value) {
            return Some(false);
        }
        let in_run = |run: &Derivation| target.value_in(run).is_some_and(|value| is(&value));
        if self.rounded_run().is_some_and(in_run) {
            return Some(false);
        }
        (self.wrong && self.told_run().is_some_and(in_run)).then_some(true)
    }

    /// The calculation, going on from what lines say that is right but for rounding.
    fn rounded_run(&self) -> Option<&Derivation> {
        self.run(0, &self.rounded)
    }

    /// The same, going on from what is wrong too.
    fn told_run(&self) -> Option<&Derivation> {
        self.run(1, &self.all)
    }

    fn run(&self, which: usize, stated: &Stated) -> Option<&Derivation> {
        let run = || if stated.is_empty() { None } else { going_on(self.spec, self.given, stated, None) };
        self.runs[which].get_or_init(run).as_ref()
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

    /// What is to be said of a line that has no name of the calculation: the first step that it fits, or that a mistake
    /// makes it; else whether it is right as far as it goes.
    fn unnamed(&self, read: &Read, last: &Side) -> (Mark, Option<usize>) {
        let shown = |at: &usize| self.targets[*at].shown;
        let strange = read.strange.as_ref();
        let likely = strange.map(|strange| strange.likely.as_slice()).unwrap_or_default();
        let word = strange.map(|strange| of_its_own(&strange.name)).unwrap_or_default();
        let short: Vec<usize> = likely.iter().copied().filter(|at| self.targets[*at].has_in_title(&word)).collect();
        let is_whole = strange.is_some_and(|strange| !strange.of_each);
        let square = last.of_square();
        let sides = || std::iter::once(last).chain(&square);
        let found = sides().find_map(|side| self.fitting(side, |at| likely.contains(&at)));
        // A shortened title is said of what has it, before a value that another step has by chance.
        let found = found.or_else(|| short.iter().filter(|_| is_whole).find_map(|at| self.by_mistake(*at, last)));
        let found = found.or_else(|| self.fitting(last, |at| shown(&at))).or_else(|| self.shape(last));
        let told = |(mark, at): (Mark, usize)| (mark, Some(at));
        if let Some(found) = found {
            return told(found);
        }
        if let Value::Truth(holds) = last.value {
            let look = Bilingual::of(|lang| say(lang, "mine.untrue", &[]));
            let wrong = Mark::Wrong { slips: Vec::new(), look: Some(look) };
            return (if holds { Mark::Known } else { wrong }, None);
        }
        let is_chain = read.sides.len() > 1;
        let anywhere = || (0..self.targets.len()).filter(shown).filter(|at| !self.claimed[*at]);
        let Some(strange) = strange else {
            if is_chain {
                return self.worked_mistake(&read.sides).map_or((Mark::Known, None), told);
            }
            let mistake = anywhere().find_map(|at| self.by_mistake(at, last));
            let known = || self.is_on_the_way(last, false);
            let look = || Bilingual::of(|lang| say(lang, "mine.no-step", &[]));
            return match mistake {
                Some(mistake) => told(mistake),
                None if known() => (Mark::Known, None),
                None => (Mark::Wrong { slips: Vec::new(), look: Some(look()) }, None),
            };
        };
        if let Some((places, index)) = &strange.entry
            && let Some(fits) = self.is_that_entry(places, index, last)
            && (fits || places.iter().all(|at| self.targets[*at].step.is_some()))
        {
            let at = places[0];
            return if fits { (Mark::Known, None) } else { (self.astray(at, last), Some(at)) };
        }
        let mistake = || likely.iter().filter(|_| !strange.of_each).find_map(|at| self.by_mistake(*at, last));
        let is_part = || is_chain && self.is_share_of_any(last) || strange.of_each && self.is_one_of_several(last);
        if is_part() {
            return (Mark::Known, None);
        }
        if let Some(mistake) = mistake() {
            return told(mistake);
        }
        let worked = strange.is_term && !last.is_literal();
        if is_chain || worked {
            return self.worked_mistake(&read.sides).filter(|_| !strange.of_each).map_or((Mark::Known, None), told);
        }
        if self.is_near(last) || self.is_on_the_way(last, strange.is_term || last.value.as_scalar().is_none()) {
            return (Mark::Known, None);
        }
        let is_letter = !strange.is_term && !strange.of_each;
        let mistake = anywhere().filter(|_| is_letter).find_map(|at| self.by_mistake(at, last));
        let why = || Bilingual::of(|lang| say(lang, "mine.unknown", &[("name", &strange.name)]));
        if let Some(mistake) = mistake {
            return told(mistake);
        }
        // A shortened title of one step is said of that.
        let step = |at: usize| self.targets[at].step.as_ref().map(|(step, _)| *step);
        match short.first() {
            Some(at) if is_whole && short.iter().all(|other| step(*other) == step(*at)) => {
                (self.astray(*at, last), Some(*at))
            }
            _ => (Mark::Unread { why: why() }, None),
        }
    }

    /// A target with the mistakes that make it what a side says.
    fn by_mistake(&self, at: usize, side: &Side) -> Option<(Mark, usize)> {
        let slips = self.slips(at, side);
        (!slips.is_empty()).then_some((Mark::Wrong { slips, look: None }, at))
    }

    /// What is wrong with a side that should be a target's value.
    fn astray(&self, at: usize, side: &Side) -> Mark {
        let target = &self.targets[at];
        let mut slips = self.slips(at, side);
        let mut shown = None;
        if let (true, Some(key)) = (slips.is_empty(), &target.key) {
            let keys = [key.clone()];
            let wanted = Wanted { keys: &keys, digits: Some(side.digits()), ..Wanted::default() };
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
            let run = |change| going_on(self.spec, self.given, &nothing, Some(change));
            let steps = || self.spec.steps.iter().enumerate();
            let mistakes = steps().flat_map(|(at, step)| Change::mistakes(at, step));
            let mistakes = mistakes.filter_map(|(change, mistake)| {
                let slip = Slip { id: mistake.id.clone(), say: mistake.say.clone(), arises: Arises::default() };
                Some((slip, run(change)?))
            });
            let conventions = steps().flat_map(|(at, step)| Change::conventions(at, step));
            let conventions = conventions.filter_map(|(change, other)| {
                let slip = Slip { id: other.id.clone(), say: other.say.clone(), arises: Arises::default() };
                Some((slip, run(change)?))
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
        self.runs = no_runs();
        match mark {
            Mark::Right => target.state(&value, &mut self.rounded),
            Mark::Wrong { .. } | Mark::Contradicts { .. } => self.wrong = true,
            Mark::Follows => {}
            Mark::Known | Mark::Unread { .. } => return,
        }
        target.state(&value, &mut self.all);
    }
}

const fn no_runs() -> [OnceCell<Option<Derivation>>; 2] {
    [OnceCell::new(), OnceCell::new()]
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
